"""The sheet a notice is written on: blocks as they are printed, and beside them the clauses a reader should find."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from tests.maker.expectation import ExpectedClause, squeezed
from tests.maker.page import Block, Part, Place, width_of, wrap
from tests.maker.words import MENTIONS, Language
from tests.maker.wounds import Breaks, Wounds

NUMERALS = "〇一二三四五六七八九"
HALF_WIDTH = str.maketrans("，；：（）", ",;:()")


def chinese(number: int) -> str:
    """1..99 as 一 .. 九十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")


@dataclass
class _Draft:
    path: tuple[str, ...]
    kind: str | None
    paragraphs: list[str] = field(default_factory=list)


class Sheet:
    """Collects blocks and clauses while a notice is drawn; `blocks` and `clauses` only ever grow."""

    def __init__(self, draw: random.Random, wounds: Wounds) -> None:
        self.draw = draw
        self.words = Language(draw)
        self.wounds = wounds
        self.blocks: list[Block] = []
        self._drafts: list[_Draft] = []
        self._half_width = draw.choices((0.0, 1.0, 0.15), (75, 12, 13))[0]  # share of paragraphs in half-width marks

    def clauses(self, start: int = 0) -> tuple[ExpectedClause, ...]:
        """The clauses opened so far, from number `start`."""
        return tuple(ExpectedClause(d.path, tuple(d.paragraphs), d.kind) for d in self._drafts[start:])

    @property
    def opened(self) -> int:
        """How many clauses were opened."""
        return len(self._drafts)

    def open(self, path: tuple[str, ...], kind: str | None = None) -> None:
        """Begin a clause; what is written next belongs to it."""
        self._drafts.append(_Draft(path, kind))

    def write(
        self, text: str, part: Part = Part.BODY, place: Place = Place.INDENT, *, depth: int = 0, run_in: int = 0
    ) -> None:
        """Print a block that belongs to the clause opened last."""
        self._drafts[-1].paragraphs.append(text)
        self.blocks.append(Block(text, part, place, len(self._drafts) - 1, depth, run_in))

    def begin_page(self) -> None:
        """Let the block printed last begin a page."""
        self.blocks[-1] = replace(self.blocks[-1], new_page=True)

    def write_outside(self, text: str, part: Part, place: Place, *, new_page: bool = False) -> None:
        """Print a block that is in no clause."""
        self.blocks.append(Block(text, part, place, new_page=new_page))

    def punctuated(self, text: str) -> str:
        """The text in the marks of this file: full width, half width, or either."""
        return text.translate(HALF_WIDTH) if self.draw.random() < self._half_width else text

    @property
    def hard(self) -> bool:
        """Whether every printed line becomes a line of the file."""
        return self.wounds.breaks is Breaks.HARD

    def ends_short(self, text: str, indent: float = 2.0) -> bool:
        """Whether the last printed line of a block stops well before the margin.

        Where lines are broken and indents lost, a heading that fills its line cannot be told from one that goes on.
        """
        return not self.hard or width_of(wrap(text, self.wounds.width, indent)[-1]) <= self.wounds.width - 5

    def breaks_safely(self, text: str) -> bool:
        """Whether no printed line of a sentence ends in ；, which at the margin looks like the end of an item."""
        return not self.hard or not any(line.endswith(("；", ";")) for line in wrap(text, self.wounds.width, 2.0))

    def heading_text(self, marker: str, *, long: bool) -> str:
        """A heading for a line of its own, with its marker."""
        while True:
            text = self.punctuated(marker + (self.words.long_caption() if long else self.words.caption()))
            if self.ends_short(text):
                return text

    def paragraph(self, head: str = "", least: int = 1, most: int = 4) -> str:
        """A paragraph of running text after `head`, sometimes with a mention that comes to stand at a line's head."""
        words = self.words
        half = self.draw.random() < self._half_width
        opening = words.opening() if not head and words.chance(0.12) else ""
        text = head + opening + words.sentences(least, most)
        if words.chance(0.25):
            text = self._with_mention(text, half) + (words.sentences(0, 2))
        if words.chance(0.1):
            text += (
                f"（责任单位：{words.one(('市委组织部', '省财政厅', '老干部局'))}、{words.one(('民政局', '卫健委'))}）"
            )
        if half:
            text = text.translate(HALF_WIDTH)
        # A bracket that ends its paragraph just at the margin looks like a sentence that goes on.
        return text if text.endswith(("。", "！")) or self.ends_short(text) else text + "。"

    def _with_mention(self, text: str, half: bool) -> str:
        left, mention, right = self.words.one(MENTIONS)
        if not self.hard and not self.wounds.cut_by_pages:
            return f"{text}{left}{mention}{right}。"
        printed = text.translate(HALF_WIDTH) if half else text
        lines = wrap(printed, self.wounds.width, 2.0)
        used = width_of(lines[-1]) + (2.0 if len(lines) == 1 else 0.0)
        for length in range(6, 6 + 2 * self.wounds.width):
            before = f"开展{self.words.filler(length)}阅读等活动，{left}"
            rest = wrap(before + mention + right, self.wounds.width, used)
            if any(len(before) == sum(map(len, rest[:i])) for i in range(1, len(rest))):
                return f"{text}{before}{mention}{right}。"
        return f"{text}{left}{mention}{right}。"


def heading_of(printed: str) -> str:
    """A heading as it stands in a path: white space removed."""
    return squeezed(printed)
