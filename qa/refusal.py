"""The plain no: what was looked for, what is near, and not a figure in the answer."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.regions import place_of_chain
from qa.catalogue import Entry
from qa.citations import citation_of
from qa.judging import AnswerSettings
from qa.model import Answer, AnswerOutcome, AsksFor, Interpretation
from qa.reader import Reading
from qa.scope import Scope, fits_regions, fits_years
from qa.sentences import squeezed_text
from qa.silent import silent_of
from qa.wording import ASKED


def not_found(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    entries: Sequence[Entry],
    readings: Sequence[Reading],
    settings: AnswerSettings,
) -> Answer:
    """The plain no: what was looked for, what is near, and not a figure in the answer."""
    near = list(readings[: settings.nearest])
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.NOT_FOUND,
        answer=NOT_FOUND[interpretation.asks_for],
        statements=(),
        findings=(),
        silent=silent_of(entries, frozenset()),
        nearest=tuple(r.ranked.stored.clause.clause_id for r in near),
        why_not=why_nothing(interpretation, scope, near),
        milliseconds=0.0,
        notes=scope.notes,
    )


_WHAT = {
    AsksFor.AMOUNT: "金额或标准",
    AsksFor.FREQUENCY: "次数",
    AsksFor.THRESHOLD: "数目",
    AsksFor.DATE: "时间或期限",
    AsksFor.WHO: "责任单位或人员",
    AsksFor.YES_NO: "是否可行",
    AsksFor.LIST: "事项",
    AsksFor.DEFINITION: "含义",
    AsksFor.COMPARISON: "内容",
    AsksFor.DOCUMENT_NUMBER: "文号",
    AsksFor.OTHER: "内容",
}
NOT_FOUND = {kind: f"没有找到依据：资料库中的文件没有写明所问的{what}。" for kind, what in _WHAT.items()}


def why_nothing(interpretation: Interpretation, scope: Scope, near: Sequence[Reading]) -> str:
    """What was looked for and what is near, in Chinese."""
    looked_for = "".join(
        (
            "、".join(interpretation.regions),
            "、".join(f"{y}年" for y in interpretation.years),
            "、".join(interpretation.document_numbers),
        )
    )
    subject = " ".join(part for part in (looked_for, interpretation.subject) if part)
    asked = ASKED[interpretation.asks_for]
    text = f"查找的是“{subject}”的{asked}，没有一个条款写明。"
    if not near:
        return f"{text}资料库中没有相近的条款。"
    stored = near[0].ranked.stored
    cited = citation_of(stored.document, stored.clause.path)
    whole = "".join((*stored.clause.path, stored.clause.text))
    if not fits_regions(stored.document, whole, interpretation.regions):
        place = place_of_chain(stored.document.region or "")
        whose = place.short_name if place else "其他地区"
        return f"{text}最接近的是{whose}的{cited}，但不是所问地区的规定。"
    if not fits_years(stored.document, squeezed_text(whole), interpretation.matter_years):
        return f"{text}最接近的是{cited}，但不是所问年份的规定。"
    return f"{text}最接近的是{cited}，其中没有写明所问的{asked}。"
