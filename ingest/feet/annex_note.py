"""附件说明 (GB/T 9704-2012 7.3.4): the names of the annexes, printed below the text and above the signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.line_forms import ANNEX_HEAD, ANNEX_NOTE, ends_sentence
from ingest.paragraphs import Paragraph

LIST_ITEM = re.compile(r"^\s*(?:[0-9０-９]{1,2}[.．、]|[一二三四五六七八九十]+、|《)")
_NOTE_LINES = 16
_LONGEST_LINE = 60
_LONGEST_NOTE = 1000  # all names of a note on one line
_LEAD = re.compile(r"^\s*附\s*件?\s*(?:[：:]\s*|(?=[1１]\s*[.．、]))")
# 附件1：登记表 on a line of its own, as some print the note
_NUMBERED_LEAD = re.compile(
    r"^\s*附\s*件\s*(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[：:．.]\s*(?=\S)"
)
_NUMBER = re.compile(
    r"(?:^|(?<=[\s；;。]))(?P<number>[0-9０-９]{1,2})\s*(?:[.．、](?:(?![0-9０-９])|(?=[12][0-9]{3}年))|[ \t\u3000]+(?=[《\u4e00-\u9fff]))|(?:^|(?<=[\s；;]))(?P<chinese>[一二三四五六七八九十]{1,3})、"
)


def annex_note_at(paragraphs: Sequence[Paragraph], own: Sequence[int]) -> int | None:
    """Position in `own` of a 附件说明 that closes it, or None."""
    for position in range(len(own) - 1, max(-1, len(own) - _NOTE_LINES), -1):
        text = paragraphs[own[position]].text
        if len(text) > _LONGEST_NOTE:
            return None
        if ANNEX_NOTE.match(text) or (ANNEX_HEAD.match(text) and len(text) < 80):
            first = position
            while first and _NUMBERED_LEAD.match(text) and _NUMBERED_LEAD.match(paragraphs[own[first - 1]].text):
                first -= 1
            return first
        if len(text) > _LONGEST_LINE or ends_sentence(text) or not (LIST_ITEM.match(text) or len(text) < 40):
            return None
    return None


def annex_names(lines: Sequence[str]) -> tuple[str, ...]:
    """Names of a 附件说明 in order, without their numbers and without what closes them."""
    names: list[str] = []
    for i, line in enumerate(lines):
        numbered = _NUMBERED_LEAD.match(line)
        lead = numbered or (_LEAD.match(line) if i == 0 else None)
        text = line[lead.end() :] if lead else line
        parts = _parted(text, len(names))
        if numbered and len(parts) == 1:
            names.append(parts[0][1])
            continue
        for is_new, name in parts:
            if is_new or not names:
                names.append(name)
            else:
                names[-1] += name  # a long name that goes on in the next line
    return tuple(n for name in names if (n := "".join(name.split()).rstrip("；;。，,")))


def _parted(text: str, known: int) -> list[tuple[bool, str]]:
    """A line cut where the next number of the list stands: (whether a number begins it, name)."""
    parts: list[tuple[bool, str]] = []
    position, is_new, expected = 0, False, known + 1
    for match in _NUMBER.finditer(text):
        if (match["number"] and int(match["number"]) != expected) or (match["chinese"] and match.start()):
            continue
        if text[position : match.start()].strip():
            parts.append((is_new, text[position : match.start()]))
        position, is_new, expected = match.end(), True, expected + 1
    if text[position:].strip():
        parts.append((is_new, text[position:]))
    return parts
