"""Files that a Word file shows inside itself (w:altChunk), as programs leave them that put documents together."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import PurePosixPath

from ingest.errors import IngestError
from ingest.model import FileFormat, SourceText
from ingest.readers.word.docx_package import DocxPackage, EmbeddedFile, open_stream
from ingest.sniff import sniff_text


def read_embedded(file: EmbeddedFile, read_package: Callable[[DocxPackage], SourceText]) -> SourceText | None:
    """The text of an embedded web page, text or Word file (by `read_package`); None for other formats and broken files."""
    name = PurePosixPath(file.name)
    try:
        if file.content.startswith(b"PK\x03\x04"):
            package = open_stream(io.BytesIO(file.content), name)
            # A file that holds itself has no end.
            return None if package.embedded else read_package(package)
        sniffed = sniff_text(name, file.content)
        if sniffed.format is FileFormat.HTML:
            from ingest.readers.web.html import read_html

            return read_html(sniffed.text)
        if sniffed.format is FileFormat.TXT and not sniffed.text.lstrip().startswith("{\\rtf"):
            from ingest.readers.plain.text import read_text

            return read_text(sniffed.text)
    except IngestError:
        return None
    return None
