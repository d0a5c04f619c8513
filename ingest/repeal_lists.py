"""Decisions that repeal or amend by list: 关于废止部分文件的决定 with the titles in its annex or under its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.cited_titles import Mention
from ingest.document_number import find_document_numbers
from ingest.line_forms import TYPE_AT_END
from ingest.model import Clause, Relation
from ingest.pinpoints import is_in_annex

_LAPSE = re.compile(r"废止|失效|停止执行")
_CHANGE = re.compile(r"修改|修订|修正")
_KEEP = re.compile(r"继续有效|保留|现行有效|继续执行")
# 1. 关于…的通知 | 12\t云政发〔2001〕3号\t关于…的通知: a title in a list, without 《》.
_ENTRY = re.compile(
    r"^(?:[（(]?[\d一二三四五六七八九十百]{1,4}[）)、.．]?[ \u3000]*)?(?P<title>[^《》。；：:]{6,110}?)[ \u3000]*$"
)
_NUMBER_BRACKET = re.compile(r"[ \u3000]*[（(][^（）()]*$")


def relation_in_list(clause: Clause, own_title: str | None) -> Relation | None:
    """What a decision that repeals or amends by list does with the titles in this clause; None where it does not say."""
    if not own_title or not _LAPSE.search(own_title):
        return None
    headings = "".join(clause.path) if clause.path else ""
    lapses, changes, keeps = _LAPSE.search(headings), _CHANGE.search(headings), _KEEP.search(headings)
    if keeps and not lapses:
        return None
    if lapses and not changes and not keeps:
        return Relation.REPEALS
    if changes and not lapses:
        return Relation.AMENDS
    only_repeals = not _CHANGE.search(own_title) and not _KEEP.search(own_title)
    return Relation.REPEALS if is_in_annex(clause) and only_repeals and not (lapses or changes) else None


def listed_mentions(
    text: str, offset: int, clauses: Sequence[Clause], mentions: list[Mention], own_title: str | None
) -> list[Mention]:
    """Titles printed without 《》 in the lists of such a decision; a number of the same line goes over to its title.

    `offset`: where `text` begins in the stored text. Numbers that found their title are taken out of `mentions`.
    """
    found: list[Mention] = []
    for clause in clauses:
        if relation_in_list(clause, own_title) is None:
            continue
        position = clause.span[0] - offset
        for line in clause.text.split("\n"):
            found.extend(_of_line(line, position, mentions))
            position += len(line) + 1
    with_title = {m.number.span for m in found if m.number}
    mentions[:] = [m for m in mentions if m.title or m.number is None or m.number.span not in with_title]
    return found


def _of_line(line: str, position: int, mentions: Sequence[Mention]) -> Iterator[Mention]:
    if not line.strip() or any(m.title and position <= m.span[0] < position + len(line) for m in mentions):
        return
    numbers = find_document_numbers(line)
    numbered = [m.number for m in mentions if m.number and position <= m.span[0] < position + len(line)]
    start = 0
    for cell in line.split("\t"):
        at, start = start, start + len(cell) + 1
        own = [n for n in numbers if at <= n.span[0] < at + len(cell)]
        words = cell
        if own:  # 关于…的通知（云政发〔2001〕3号）
            words = _NUMBER_BRACKET.sub("", cell[: own[0].span[0] - at])
        entry = _ENTRY.match(words)
        if entry is None or not TYPE_AT_END.search(entry["title"]) or _LAPSE.search(entry["title"][-8:]):
            continue
        begin = position + at + entry.start("title")
        number = next((n for n in numbered), None)
        yield Mention((begin, begin + len(entry["title"])), "".join(entry["title"].split()), number)
        return
