"""The real documents beside the checkout, each read once for all tests: to recognise a page image takes seconds."""

from functools import cache
from pathlib import Path

from ingest.documents import parse_source, sha256_of
from ingest.model import ParsedFile, SourceText
from ingest.readers import read_source

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FOLDERS = (SHARED / "originals", SHARED / "dev" / "documents")


@cache
def source_of(path: Path) -> SourceText:
    """Its lines."""
    return read_source(path)


@cache
def parsed_of(path: Path) -> ParsedFile:
    """What is understood of it."""
    return parse_source(source_of(path), str(path), sha256_of(path))
