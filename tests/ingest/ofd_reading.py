"""Reading OFD files that a test has made."""

from __future__ import annotations

from pathlib import Path

from ingest.model import SourceText, printed_length
from ingest.readers import read_source
from tests.maker.ofd import (
    LEFT,
    OfdBody,
    ofd_package,
    text,
    zipped,
)

FONT = Path(__file__).resolve().parents[2] / "corpus/make/fonts/NotoSerifSC-Regular-subset.ttf"
PITCH = 10.0
BODY = "各单位要高度重视切实加强领导抓好工作落实，确保各项任务取得实效"


def read(tmp_path: Path, content: bytes) -> SourceText:
    file = tmp_path / "通知.ofd"
    file.write_bytes(content)
    source = read_source(file)
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters
    return source


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


def reasons(source: SourceText) -> dict[str, str]:
    return {d.text: d.reason for d in source.dropped}


def paragraphs(*lines: str, top: float = 40.0) -> list[str]:
    return [text(line, LEFT, top + i * PITCH) for i, line in enumerate(lines)]


def damaged(body: OfdBody, part: str, content: bytes | None) -> bytes:
    """The package of a body with one part replaced, or without it."""
    parts = ofd_package(body)
    assert part in parts
    parts.pop(part)
    return zipped(parts if content is None else parts | {part: content})


def glyphs_of(characters: str) -> str:
    from pdfminer.pdffont import TrueTypeFont

    with FONT.open("rb") as file:
        by_glyph = TrueTypeFont("font", file).create_unicode_map().cid2unichr
    by_character = {character: glyph for glyph, character in by_glyph.items()}
    return " ".join(str(by_character[c]) for c in characters)
