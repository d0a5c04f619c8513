"""Other documents that a document names: 《title》（文号）, 《title》 alone, and 文号 alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document_number import NumberMention, find_document_numbers
from ingest.line_forms import TYPE_AT_END
from ingest.model import Clause, Reference, Relation, Span

# The outermost 《…》; a title inside one is printed with 〈〉, <> or again 《》.
_QUOTED_TITLE = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》){2,120})》")
# 《…印发〈title〉的通知》 names the rule inside as well.
_INNER_TITLE = re.compile(r"[〈<《](?P<title>[^〈〉<>《》]{2,80})[〉>》]")
_WHOLE_RULE = re.compile(
    r"(?:^|.)(?:宪法|章程|党章|准则|条例|决定|决议|纲要|规划|法典|[\u4e00-\u9fff]法)(?:[（(][^（）()]+[）)])?$"
)
_RELATIONS: tuple[tuple[Relation, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        Relation.REPEALS,
        re.compile(r"废止[^。；]{0,12}$"),
        re.compile(r"^[^。；]{0,30}(?:同时)?(?:废止|停止执行|不再执行|失效)"),
    ),
    (
        Relation.AMENDS,
        re.compile(r"(?:修改|修订|修正)[^。；]{0,6}$"),
        re.compile(r"^[^。；《]{0,8}(?:修改为|作如下修改)"),
    ),
    (
        Relation.FORWARDS,
        re.compile(r"(?:现将|印发|转发|批转|发布|公布|颁发)[^。；《]{0,10}$"),
        re.compile(r"^[^。；《]{0,30}(?:印发|转发|予以公布)(?:给你们|，请|。)"),
    ),
    (
        Relation.IMPLEMENTS,
        re.compile(r"(?:贯彻落实|贯彻|落实|执行|实施)(?:好)?[^。；《》]{0,14}$"),
        re.compile(r"(?!)"),
    ),
    (
        Relation.BASED_ON,
        re.compile(r"(?:根据|依据|按照|遵照|依照)(?:[^。；《》]|《[^《》]*》[^。；《》]{0,6}){0,40}$"),
        re.compile(r"(?!)"),
    ),
)


def find_references(
    document_text: str, part: Span, clauses: Sequence[Clause], *, own_number: str | None, own_title: str | None
) -> tuple[Reference, ...]:
    """Documents named inside a part of the stored text, in printed order; the document itself is left out."""
    text = document_text[part[0] : part[1]]
    numbers = find_document_numbers(text)
    found: list[tuple[Span, str | None, NumberMention | None]] = []
    paired: set[int] = set()
    inner: list[tuple[Span, str | None, NumberMention | None]] = []
    for match in _QUOTED_TITLE.finditer(text):
        title = "".join(match["title"].split())
        number = _number_after(text, match.end(), numbers)
        if number is None and not _names_a_document(title):
            continue
        end = match.end()
        if number is not None:
            paired.add(number.span[0])
            end = number.span[1]
        found.append(((match.start(), end), title, number))
        for inside in _INNER_TITLE.finditer(match["title"]):
            name_inside = "".join(inside["title"].split())
            if _names_a_document(name_inside):
                start = match.start("title") + inside.start("title")
                inner.append(((start, start + len(inside["title"])), name_inside, None))
    found.extend(inner)
    found.extend((n.span, None, n) for n in numbers if n.span[0] not in paired)
    references: list[Reference] = []
    for (start, end), name, number in sorted(found, key=lambda f: f[0]):
        if name is None and number is not None and number.normal == own_number:
            continue
        if name is not None and number is None and name == own_title:
            continue
        span = (part[0] + start, part[0] + end)
        clause = next((c for c in clauses if c.span[0] <= span[0] < c.span[1]), None)
        references.append(
            Reference(
                relation=_relation(text, start, end),
                title=name,
                document_number=number.text if number else None,
                span=span,
                clause_id=clause.clause_id if clause else None,
            )
        )
    return tuple(references)


def _names_a_document(title: str) -> bool:
    return bool(TYPE_AT_END.search(title) or _WHOLE_RULE.search(title))


def _number_after(text: str, position: int, numbers: Sequence[NumberMention]) -> NumberMention | None:
    for number in numbers:
        if 0 <= number.span[0] - position <= 3 and not text[position : number.span[0]].strip("（( 　，,\n"):
            return number
    return None


def _relation(text: str, start: int, end: int) -> Relation:
    before, after = text[max(0, start - 80) : start], text[end : end + 40]
    stop = max(before.rfind("。"), before.rfind("；"))
    before = before[stop + 1 :]
    for relation, leads, follows in _RELATIONS:
        if leads.search(before) or follows.search(after):
            return relation
    return Relation.MENTIONS
