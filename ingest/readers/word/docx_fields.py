"""Word's complex fields: which instruction is at work, and so what the text in it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PAGE_NUMBER = "页码"
CONTENTS = "自动生成的目录"
PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})


@dataclass(slots=True)
class Field:
    """A field (w:fldChar) that is open: its instruction, then its result."""

    instruction: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        """PAGE, TOC, HYPERLINK …"""
        return (self.instruction.split() or [""])[0].upper()


class Fields:
    """The fields that are open where the reading stands; they run over runs and paragraphs."""

    def __init__(self) -> None:
        self._open: list[Field] = []

    def turn(self, state: str) -> Field | None:
        """Follow a field's mark; return the field that it ends."""
        if state == "begin":
            self._open.append(Field())
        elif state == "separate" and self._open:
            self._open[-1].in_result = True
        elif state == "end" and self._open:
            return self._open.pop()
        return None

    def instruct(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self._open:
            self._open[-1].instruction += text

    def reason(self) -> str | None:
        """Why text here is no text of the notice; None for text."""
        return reason_of(self._open)


def reason_of(fields: Iterable[Field]) -> str | None:
    """Why the result of fields, each in the one before, is no text of the notice; None for text."""
    names = {field.name for field in fields}
    if "TOC" in names:
        return CONTENTS
    return PAGE_NUMBER if names & PAGE_FIELDS else None
