"""Plain text: every line of the file is a Line, indentation kept, nothing joined."""

from __future__ import annotations

import re

from ingest.model import FileFormat, Line, SourceText, printed_length
from ingest.readers.pages.invisible import dropped_invisible, without_invisible

PAGE_BREAK = re.compile(r"(?:\r\n|\r|\n)?\f")  # pdftotext ends the last line of a page and then breaks it


def read_text(text: str) -> SourceText:
    """The lines of a plain text. Leading white space stays: it may mark where a paragraph begins."""
    characters = printed_length(text)
    visible, invisible = without_invisible(text)
    return SourceText(
        format=FileFormat.TXT,
        pages=None,
        lines=tuple(_lines(visible)),
        dropped=dropped_invisible(invisible),
        characters=characters,
        warnings=damage_warnings(text),
    )


def printed_rows(text: str) -> list[str]:
    """The rows of `text` with trailing white space cut: a page break ends a row and adds no empty one."""
    rows = PAGE_BREAK.sub("\n", text) if "\f" in text else text
    return [row.rstrip() for row in rows.splitlines()]


def damage_warnings(text: str) -> tuple[str, ...]:
    """A warning where the file holds replacement characters: someone decoded it wrongly before us."""
    count = text.count("\ufffd")
    return (f"文中有 {count} 个无法辨认的字符（\ufffd），原文件在转换时已丢字，请核对原件",) if count else ()


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    blank_before = False
    for row in printed_rows(text):
        if row:
            lines.append(Line(row, blank_before=blank_before))
        blank_before = not row
    return lines
