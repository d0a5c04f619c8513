"""Small notices of our own, read from their printed lines."""

from __future__ import annotations

import hashlib

from ingest.documents import parse_source
from ingest.model import FileFormat, Line, ParsedFile, SourceText, printed_length


def read_lines(lines: list[Line]) -> ParsedFile:
    """The parsed file of printed lines."""
    text = "\n".join(line.text for line in lines)
    source = SourceText(FileFormat.TXT, None, tuple(lines), (), printed_length(text))
    return parse_source(source, "notice.txt", hashlib.sha256(text.encode()).hexdigest())


def read_text(text: str) -> ParsedFile:
    """The parsed file of a text, one printed line a line; an empty one stands before the next."""
    lines: list[Line] = []
    blank = False
    for printed in text.split("\n"):
        if printed.strip():
            lines.append(Line(printed, blank_before=blank))
        blank = not printed.strip()
    return read_lines(lines)


def tree(parsed: ParsedFile, document: int = 0) -> list[str]:
    """Paths of one document, each in a line."""
    return [" > ".join(clause.path) for clause in parsed.documents[document].clauses]


def titles(parsed: ParsedFile) -> list[str | None]:
    """Titles of the documents of a file."""
    return [document.title for document in parsed.documents]
