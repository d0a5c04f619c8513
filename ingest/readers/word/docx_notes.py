"""Footnotes and endnotes of a Word file: which of them is referred to, and where their text is read."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import DroppedText, Line, LineKind
from ingest.readers.word.docx_package import DocxPackage, W, XmlElement
from ingest.readers.word.docx_text import ENDNOTE, FOOTNOTE, paragraphs_of

REFERENCES = {f"{W}footnoteReference": FOOTNOTE, f"{W}endnoteReference": ENDNOTE}
SENTENCE_END = tuple("。！？；.!?;”）)…")


class Notes:
    """The notes of one file.

    A note explains the sentence that refers to it, so it is read after that paragraph and stays in its clause. Its
    number is left out in both places: 「每月300元¹」 must not be read as 3001. After a title or a heading it waits for the
    first paragraph that ends a sentence, so that the head of a notice stays in one piece.
    """

    def __init__(self, package: DocxPackage) -> None:
        self._unread: dict[tuple[str, str], XmlElement] = {}
        for kind, tag, parts in (
            (FOOTNOTE, f"{W}footnote", package.footnotes),
            (ENDNOTE, f"{W}endnote", package.endnotes),
        ):
            for part in parts:
                for note in part.iterfind(tag):
                    self._unread[kind, str(note.get(f"{W}id"))] = note
        self._waiting: list[XmlElement] = []

    def refer(self, reference: XmlElement) -> None:
        """The text has come to the mark of a note."""
        note = self._unread.pop((REFERENCES[reference.tag], str(reference.get(f"{W}id"))), None)
        if note is not None:
            self._waiting.append(note)

    def due(self, last: Line | None) -> list[XmlElement]:
        """The notes to be read now that this line stands; None: the text has ended."""
        if not self._waiting:
            return []
        if last is not None and last.kind is LineKind.TEXT and not last.text.endswith(SENTENCE_END):
            return []
        due, self._waiting = self._waiting, []
        return due

    def unread(self) -> Iterator[DroppedText]:
        """Notes that nothing refers to."""
        for (kind, _), note in self._unread.items():
            if text := paragraphs_of(note):
                yield DroppedText(text, kind)
