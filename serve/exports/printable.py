"""Text as a file for people may hold it: nothing that breaks XML, turns figures round or runs as a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Span
from qa.language.sentences import tidy

# Line ends of other systems; a form feed ends a line too.
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Characters that print nothing and change the order of what stands beside them: with one, 003 is read as 300.
_DIRECTION_MARKS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Not allowed in XML 1.0 (section 2.2, Char), and halves of characters, which no encoding takes.
_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a spreadsheet takes for the beginning of a formula, full-width as well.
#   matches   =1+1 | +86 | -5 | @SUM(1) | ＝A1 | (tab)=1
#   rejects   ——一是 | 不低于300元
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")
REPLACEMENT = "\ufffd"
"""Stands where a character cannot be printed: the ones around it never run together into another word or figure."""


def printable(text: str) -> str:
    """The text without marks that turn it round; what no file of ours may hold is shown as �."""
    return _NOT_IN_XML.sub(REPLACEMENT, _DIRECTION_MARKS.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """The text as people read it in one line, printable."""
    return printable(tidy(text))


def lines_of(text: str) -> str:
    """The text line by line as it is printed, without empty lines, printable."""
    return "\n".join(filter(None, map(one_line, printable(text).split("\n"))))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula when it is typed in or read from a CSV file."""
    return _FORMULA.match(text) is not None


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    marked: bool = False  # stands in no other column of the row


def runs_of(text: str, marked: Sequence[Span]) -> tuple[Run, ...]:
    """The text in one line, printable, cut where marked words begin and end; spans count in `text` as it is given."""
    printed = [character for character in enumerate(text) if not character[1].isspace()]
    inside = iter([any(start <= at < end for start, end in marked) for at, _ in printed])
    runs: list[tuple[str, bool]] = []
    is_marked = False
    for character in tidy(text):  # changes white space only, so the printed characters come in the same order
        is_marked = is_marked if character.isspace() else next(inside)
        if runs and runs[-1][1] == is_marked:
            runs[-1] = (runs[-1][0] + character, is_marked)
        else:
            runs.append((character, is_marked))
    return tuple(Run(printable(words), is_marked) for words, is_marked in runs)


def beginning_of(runs: Sequence[Run], limit: int) -> tuple[Run, ...]:
    """The first so many characters, ending after a stop where there is one."""
    whole = "".join(run.text for run in runs)[:limit]
    left = max(whole.rfind(stop) for stop in "。；！？;") + 1 or limit
    kept = []
    for run in runs:
        if left > 0:
            kept.append(Run(run.text[:left], run.marked))
            left -= len(run.text)
    return tuple(kept)
