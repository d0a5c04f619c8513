"""Lines that belong to the paper, not to the notice: page numbers, rules, running heads. Dropped by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

from ingest.bundles.issued import begins_issued_rule
from ingest.line_forms import BARE_NUMBER, CONTENTS_HEAD, DATE_LINE, ORNAMENT, PAGE_NUMBER, ends_sentence, is_title_like
from ingest.model import Alignment, DroppedText, Line, LineKind, SourceText

# What a line can begin with that PAGE_NUMBER or ORNAMENT takes; "" is a line of blanks.
_PAGE_NUMBER_LEADS = frozenset("—―–-－─_·•.~～一第0123456789０１２３４５６７８９pP")
_BARE_NUMBER_ENDS = frozenset("0123456789０１２３４５６７８９ \t\u3000\xa0\n")
_ORNAMENT_LEADS = frozenset("-—―–─━═_=*＊#·•.．…~～☆★◆◇□■○●|｜+") | {""}
_RUNNING_HEAD_PAGES = 3  # a line must stand beside this many page numbers before it counts as a running head
_RUNNING_HEAD_LENGTH = 40
_FIRST_BARE_PAGE = 30
_PAGES_LOST = 3  # a number may be missing where it stood beside a short line
_TABLE_CELL = 8
_LONGEST_CONTENTS = 300  # lines of a table of contents
_TITLE_AREA = 15  # printed lines at the top of a file among which its title stands
_TITLE_LINES = 4
_NOTICE_LINES = 120  # printed lines of a notice above the rule that it issues
_BRACKETS_ALONE = re.compile(r"^[（(][^（）()。]{1,30}[）)]$")  # （第9期） of a head ends no sentence
_LISTS = re.compile(r"^[\s【〔\[◆●★■]*(?:本期|[要目]\s*[目录次]|导\s*读|附\s*件)")


def drop_noise(source: SourceText) -> SourceText:
    """The same source without page numbers, rules and running heads, each of them named in `dropped`."""
    lines = source.lines
    heads = [line.text.lstrip()[:1] for line in lines]  # most lines begin as no noise does
    page_numbers = {
        i
        for i, line in enumerate(lines)
        if heads[i] in _PAGE_NUMBER_LEADS and line.kind is LineKind.TEXT and PAGE_NUMBER.match(line.text)
    }
    page_numbers |= _bare_page_numbers(lines)
    running_heads = _running_heads(lines, page_numbers)
    contents = _table_of_contents(lines)
    kept: list[Line] = []
    dropped: list[DroppedText] = []
    blank = page_break = False
    for i, line in enumerate(lines):
        reason = None
        if i in page_numbers:
            reason, page_break = "页码", True
        elif i in running_heads:
            reason, page_break = "页眉或页脚", True
        elif i in contents:
            reason = "目录"
        elif heads[i] in _ORNAMENT_LEADS and line.kind is LineKind.TEXT and ORNAMENT.match(line.text):
            reason = "分隔线"
        if reason is not None:
            dropped.append(DroppedText(line.text.strip(), reason, line.page))
            blank = True
        elif heads[i]:
            turned = bool(kept) and kept[-1].page != line.page
            if (blank and not line.blank_before) or page_break or turned:
                line = replace(line, blank_before=blank or line.blank_before, page_break_before=page_break or turned)
            kept.append(line)
            blank = page_break = False
        else:
            blank = True
    return replace(source, lines=tuple(kept), dropped=(*source.dropped, *dropped))


def _bare_page_numbers(lines: Sequence[Line]) -> set[int]:
    """Lines that are nothing but a number, where the numbers count up page by page and most stand between running text."""
    bare = [
        (i, int(line.text))
        for i, line in enumerate(lines)
        if line.text[-1:] in _BARE_NUMBER_ENDS
        and line.kind is LineKind.TEXT
        and BARE_NUMBER.match(line.text)
        and not _stands_in_column(lines, i)
    ]
    counting = all(a < b <= a + _PAGES_LOST for (_, a), (_, b) in pairwise(bare))
    if not bare or not counting or bare[0][1] > _FIRST_BARE_PAGE:
        return set()
    between_text = sum(any(len(n.text.strip()) > _TABLE_CELL for n in _neighbours(lines, i)) for i, _ in bare)
    return {i for i, _ in bare} if between_text > 0.5 * len(bare) else set()


def _stands_in_column(lines: Sequence[Line], i: int) -> bool:
    """Whether a number stands beside another one that is not the page before or after it."""
    number = int(lines[i].text)
    return any(BARE_NUMBER.match(n.text) and abs(int(n.text) - number) != 1 for n in _neighbours(lines, i))


def _neighbours(lines: Sequence[Line], i: int) -> list[Line]:
    before = next((line for line in reversed(lines[:i]) if line.text.strip()), None)
    after = next((line for line in lines[i + 1 :] if line.text.strip()), None)
    return [line for line in (before, after) if line is not None]


def _running_heads(lines: Sequence[Line], page_numbers: set[int]) -> set[int]:
    """Short lines printed again and again next to a page number, and the title where it stands again inside the text."""
    beside = {
        j
        for i in page_numbers
        for j in (i - 1, i + 1)
        if 0 <= j < len(lines) and j not in page_numbers and 0 < len(lines[j].text.strip()) <= _RUNNING_HEAD_LENGTH
    }
    counts = Counter("".join(lines[j].text.split()) for j in beside)
    # A day that documents of one file are signed on may end several pages; one that a printer sets stands on all of them.
    of_day = max(_RUNNING_HEAD_PAGES, len(page_numbers) - 1)
    heads = {
        j
        for j in beside
        if counts["".join(lines[j].text.split())] >= (of_day if DATE_LINE.match(lines[j].text) else _RUNNING_HEAD_PAGES)
    }
    again = _titles_again(lines)
    return (heads | again) - _title_of_rule(lines, again, page_numbers)


def _table_of_contents(lines: Sequence[Line]) -> set[int]:
    """Lines from 目录 up to where its first entry stands again, as the heading it points to."""
    printed = [i for i, line in enumerate(lines) if line.text.strip()]
    for position, i in enumerate(printed):
        if "目" not in lines[i].text or not CONTENTS_HEAD.match(lines[i].text):
            continue
        entries = printed[position + 1 : position + 1 + _LONGEST_CONTENTS]
        if not entries:
            return set()
        first = _entry(lines[entries[0]].text)
        for later in entries[1:]:
            if _entry(lines[later].text) == first:
                return {j for j in printed[position:] if j < later}
        return set()
    return set()


def _entry(text: str) -> str:
    """A heading without the dots and the page number that a table of contents puts behind it."""
    return re.sub(r"[.．·…\s]*(?:[(（]?\d{1,4}[)）]?)?$", "", "".join(text.split()))


def _titles_again(lines: Sequence[Line]) -> set[int]:
    """Lines that repeat what the first lines of the file print as its title, on one line or over several."""
    printed = [(i, compact) for i, line in enumerate(lines) if (compact := "".join(line.text.split()))]
    top = printed[:_TITLE_AREA]
    # Below the first sentence, and in a list of contents, titles are named that stand further down on their own.
    stop = next(
        (
            n
            for n, (i, compact) in enumerate(top)
            if (ends_sentence(lines[i].text) and not _BRACKETS_ALONE.match(compact)) or _LISTS.match(lines[i].text)
        ),
        None,
    )
    top = top[:stop]
    titles: dict[str, int] = {}
    for start in range(len(top)):
        joined = ""
        for position, text in top[start : start + _TITLE_LINES]:
            joined += text
            if is_title_like(joined):
                titles.setdefault(joined, position)
    if not titles:
        return set()
    return {i for i, text in printed if i > titles.get(text, len(lines)) and lines[i].alignment is not Alignment.CENTER}


def _title_of_rule(lines: Sequence[Line], again: set[int], page_numbers: set[int]) -> set[int]:
    """The one of the repeated titles that is no running head: that of the rule, below a notice printed under its title."""
    if not again:
        return set()
    read = (i for i, line in enumerate(lines) if line.text.strip() and i not in page_numbers)
    printed = list(islice((i for i in read if not ORNAMENT.match(lines[i].text)), _NOTICE_LINES))
    for position, i in enumerate(printed):
        if i not in again:
            continue
        above = [lines[j].text for j in printed[:position]]
        below = next((lines[j].text for j in printed[position + 1 :] if j not in again), "")
        if begins_issued_rule(above, lines[i].text, below):
            return {i}
    return set()
