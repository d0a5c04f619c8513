"""Rules that contradict each other on one point: two of one place, or a subordinate's against its superior's.

A newer edition beside the older one is a change and no contradiction; so are the different figures of two provinces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ingest.model import Operator, Quantity
from ingest.regions import WHOLE_COUNTRY, in_or_under
from qa.asking.compared import asked_of_each_place
from qa.language.editions import OF_CHANGE
from qa.language.sentences import squeezed_text
from qa.model import WARNING, Answer, AsksFor, Conflict, Finding, Statement
from qa.standing.standing import ENDED_WORDS

_TITLE = re.compile(r"《[^《》]*》")
# What people call a document by, at the beginning of its citation: its title, and behind it its number or its day.
#   matches   《关于补贴的通知》（丽老干〔2021〕4号）第二条 | 《转发〈办法〉的通知》 | 《印发《办法》的通知》（2018年2月9日）
_CITED = re.compile(r"^《(?:[^《》]|《[^《》]*》)*》(?:（(?P<behind>[^（）]*)）)?")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
# Bodies of one level.  matches 省直单位 | 市属企业 | 县级部门 | 乡镇（街道）  rejects 省级财政, 各级
_OWN_LEVEL = re.compile(
    r"[省市县区州][直属](?=[\u4e00-\u9fff])|[省市县区州](?:本级|级(?=部门|机关|单位|党委))|乡镇|街道|村居?"
)
MOST_SAID = 3  # nobody reads more lines of warning than that; the findings hold every figure
_FLOORS = (Operator.GE, Operator.GT)
_CEILINGS = (Operator.LE, Operator.LT)


def with_conflicts(answer: Answer) -> Answer:
    """The answer with what its findings contradict each other in, said below its short line."""
    if OF_CHANGE.search(answer.question):
        return answer
    differ = conflicts_in(answer.findings, answer.interpretation.asks_for)
    if asked_of_each_place(answer.question, answer.interpretation):
        differ = iter(())  # who asks of each place wants to know in what they differ
    told: dict[Conflict, None] = {}
    for conflict in differ:
        told[conflict] = None
        if len(told) == MOST_SAID:
            break
    found = tuple(told)
    if not found:
        return answer
    said = tuple(Statement(conflict.text, conflict.clause_ids) for conflict in found)
    statements = (*answer.statements[:1], *said, *answer.statements[1:])
    text = "\n".join(statement.text for statement in statements)
    return replace(answer, statements=statements, answer=text, conflicts=found)


def conflicts_in(findings: Sequence[Finding], asks_for: AsksFor) -> Iterator[Conflict]:
    """The pairs of findings that do not go together, in the order of the findings."""
    standing = [
        f for f in findings if f.status not in ENDED_WORDS and f.newer is None and f.begins_on is None and f.value
    ]
    for first, second in combinations(standing, 2):
        if first.document_id == second.document_id or first.clause_id == second.clause_id:
            continue
        if _years(first) != _years(second):
            continue  # 2019年部分节假日安排 is of its year, the rule beside it of every year
        relation = _relation(first, second)
        if relation is None or _of_own_level(first) != _of_own_level(second):
            continue
        upper, lower = (first, second) if relation != "under" else (second, first)
        if asks_for is AsksFor.YES_NO:
            differs = _side(first) != _side(second)
        else:
            differs = _differs(upper, lower, same_place=relation == "same")
        if differs:
            yield _conflict(upper, lower, same_place=relation == "same")


def _relation(first: Finding, second: Finding) -> str | None:
    """'same' place, 'over' where the first is the superior's, 'under' where the second is; None: unrelated."""
    if first.region is None or second.region is None:
        return None
    if first.region == second.region and first.level == second.level:
        return "same"
    if _lies_in(second.region, first.region):
        return "over"
    return "under" if _lies_in(first.region, second.region) else None


def _lies_in(region: str, other: str) -> bool:
    return other == WHOLE_COUNTRY.chain or in_or_under(region, other)


def _differs(upper: Finding, lower: Finding, *, same_place: bool) -> bool:
    """Whether two figures for the same thing cannot both be kept to."""
    above, below = _stated(upper), _stated(lower)
    if above is None or below is None or (above.unit, above.per) != (below.unit, below.per):
        return False
    if not _of_one_thing(above.subject, below.subject):
        return False
    if same_place:
        return (above.operator, above.value, above.upper) != (below.operator, below.value, below.upper)
    if above.operator in _FLOORS and below.operator in (*_FLOORS, Operator.EQ):
        return below.value < above.value
    if above.operator in _CEILINGS and below.operator in (*_CEILINGS, Operator.EQ):
        return below.value > above.value
    return above.operator is Operator.EQ and below.operator is Operator.EQ and above.value != below.value


def _side(finding: Finding) -> str:
    """The side of a short value, 可以 or 否: the words behind it, which decide it, are not the side."""
    side = re.split("[。，,；;：:]", finding.value or "")[0].strip()
    return "不可以" if side in ("不得", "不能") else side


def _of_own_level(finding: Finding) -> str | None:
    """The level whose own bodies a finding speaks of (省直单位, 乡镇): what it sets for these binds no other level."""
    found = _OWN_LEVEL.search(squeezed_text(finding.quote))
    return found.group() if found else None


def _years(finding: Finding) -> frozenset[str]:
    """The years in the title of a finding's document."""
    title = _TITLE.match(finding.citation)
    return frozenset(_YEAR.findall(title.group())) if title else frozenset()


def _of_one_thing(first: str | None, second: str | None) -> bool:
    """Whether two figures are said of things with a name in common; of two without a name nothing tells them apart."""
    if first is None or second is None:
        return first is second
    pairs = {first[i : i + 2] for i in range(len(first) - 1)}
    return any(pair in second for pair in pairs)


def _stated(finding: Finding) -> Quantity | None:
    """The one quantity that is the finding's short value; None where it holds several or none."""
    value = squeezed_text(finding.value or "")
    held = [q for q in finding.quantities if squeezed_text(q.text) in value]
    return held[0] if len(held) == 1 else None


def _conflict(upper: Finding, lower: Finding, *, same_place: bool) -> Conflict:
    """The sentence that people read: whose short value is which, and no count of anything."""
    whose = "同一地区" if same_place else "上下级"
    said = "；".join(f"{f.region}{_document_of(f) if same_place else ''}：{f.value}" for f in (upper, lower))
    return Conflict(f"{WARNING}{whose}的规定不同。{said}。", (upper.clause_id, lower.clause_id))


def _document_of(finding: Finding) -> str:
    """Which of one place's documents it is: （丽老干〔2021〕4号）, else 《title》 with its day; "" where it has no name."""
    cited = _CITED.match(finding.citation)
    if cited is None:
        return ""
    number = cited["behind"] or ""
    return f"（{number}）" if number.endswith("号") else cited.group()
