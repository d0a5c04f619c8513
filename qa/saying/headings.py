"""The words that order an answer's findings for people: the province above a group, the rank beside a region."""

from __future__ import annotations

from collections.abc import Iterator

from qa.model import WARNING, Answer, Finding
from qa.reading.reader import must_be_stated
from qa.saying.grouping import by_group, group_of
from qa.standing.standing import ENDED_WORDS

_RANKS = {"中央": "中央", "省": "省级", "市": "市级", "县": "县级", "乡": "乡级"}
_NOWHERE = "地区未注明"
_WITHOUT_VALUE = "有规定，未写明所问的内容"


def with_headings(answer: Answer) -> Iterator[tuple[str | None, Finding]]:
    """The findings by province, each with the heading that goes above it; one group alone has none.

    Those that state what is asked for come first, then those that speak without it, then what has ended.
    """
    valued = must_be_stated(answer.interpretation) and any(f.value for f in answer.findings)

    def tier(finding: Finding) -> tuple[bool, bool]:
        return valued and not finding.value, finding.status in ENDED_WORDS

    ordered = by_group(sorted(answer.findings, key=tier), lambda f: f.region, tier)
    groups = {group_of(f.region) or _NOWHERE for f in ordered}
    before: tuple[str, bool] | None = None
    for finding in ordered:
        group, without = group_of(finding.region) or _NOWHERE, tier(finding)[0]
        if before == (group, without) or (len(groups) == 1 and not without):
            yield None, finding
        else:
            yield f"{group}（{_WITHOUT_VALUE}）" if without else group, finding
        before = (group, without)


def whose(finding: Finding) -> str:
    """The region with its rank, as it stands before a citation: 浙江丽水（市级）; "" where no region is known."""
    if not finding.region:
        return ""
    rank = _RANKS.get(finding.level or "")
    return f"{finding.region}（{rank}）  " if rank and rank != finding.region else f"{finding.region}  "


def checked_line(answer: Answer) -> str:
    """How many sentences of the answer were held against their clauses, and how many went."""
    went = f"，删去 {len(answer.dropped)} 句" if answer.dropped else "，全部有据"
    return f"核对：{answer.checked} 句逐句对照所引条款{went}。" if answer.checked else "核对：没有需要对照的句子。"


def warnings_in(answer: Answer) -> tuple[str, ...]:
    """The lines below the short one that a person must not overlook: contradictions, rules that do not apply yet."""
    return tuple(s.text for s in answer.statements[1:] if s.text.startswith(WARNING))
