"""What stands on the page before it is wounded: blocks of text, each with its part in the notice, and how lines break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.maker.tables import Grid


class Part(StrEnum):
    """What a block is in the build of GB/T 9704-2012."""

    MARKING = "marking"  # 密级 紧急程度
    HEAD = "head"  # red head
    NUMBER = "number"
    TITLE = "title"
    TITLE_NOTE = "title_note"  # 题注: （2020年5月1日通过）
    ADDRESSEES = "addressees"
    HEADING = "heading"  # stands alone on its line
    BODY = "body"
    ANNEX_NOTE = "annex_note"  # 附件：1. …
    SIGNATURE = "signature"
    NOTE = "note"  # （此件公开发布）
    ANNEX_HEAD = "annex_head"
    ANNEX_TITLE = "annex_title"
    LIST_LINE = "list_line"  # a short line of a list of names
    IMPRINT = "imprint"


class Place(StrEnum):
    """Where a block stands between the margins."""

    FLUSH = "flush"
    INDENT = "indent"  # two characters in
    CENTER = "center"
    RIGHT = "right"


class TableRowBlock(NamedTuple):
    """A row of a table as a block."""

    grid: Grid
    number: int  # from 0


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one line of a title or signature."""

    text: str
    part: Part
    place: Place
    clause: int | None = None  # number of the expected clause that holds it; None: in a field, dropped, or free
    depth: int = 0  # of a heading, from 1
    run_in: int = 0  # text[:run_in] is a heading that runs into its text
    new_page: bool = False
    row: TableRowBlock | None = None  # a row of a table; `text` then holds its cells, joined with tabs


NO_START = frozenset("。，、；：？！）》”’〉】〕］.,;:?!)]}％%")
NO_END = frozenset("（《“‘〈【〔［([")
_UNIT = re.compile(r"[0-9A-Za-z.%+]+|.", re.DOTALL)


def width_of(text: str) -> float:
    """Width in Chinese characters; ASCII is half as wide."""
    return sum(0.5 if c < "\x80" else 1.0 for c in text)


def wrap(text: str, width: float, first_indent: float) -> list[str]:
    """Lines of `text` as a typesetter breaks them: figures whole, no 。 at a line's head, no （ at its end."""
    lines: list[str] = []
    line, used = "", first_indent
    for unit in _UNIT.findall(text):
        room = 0.5 * len(unit) if unit[0] < "\x80" else 1.0
        if used + room > width and unit not in NO_START:
            carried = ""
            while line and line[-1] in NO_END:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line)
            line, used = carried, width_of(carried)
        line += unit
        used += room
    return [*lines, line]
