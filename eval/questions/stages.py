"""At which stage a wrong answer was lost: ranking, reading, case, place among the readings, judge, gate, or short line.

Each failed question is walked through the pipeline once more and the labelled words are looked for after every step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from eval.questions.judging import Judged as Measured
from eval.questions.labels import LabelledQuestion, plain
from eval.questions.wrong_figures import contradicting
from index.clause_index import OpenIndex
from index.model import Filters
from qa.answer import AskSettings, find_clauses, understand
from qa.deciding.asked_topic import topic_of
from qa.deciding.judging import Judged, fits, judged, spoken
from qa.deciding.likelihood import SIGNS, values_of
from qa.documents.masthead import fields_asked
from qa.reading.asked import Asked
from qa.reading.candidates import Candidate
from qa.reading.reader import Reading, SentenceVectors, best_of, must_be_stated, reading_of, weighed_candidates
from qa.reading.scoring import SIGNS as READ_SIGNS
from qa.reading.scoring import Signs
from qa.reading.scoring import values_of as read_values_of


class Stage(StrEnum):
    """Where the labelled words were lost; a member's value is what people read."""

    RANKING = "检索：条款不在候选中"
    READING = "读取：没有读出所标的话"
    VALUE = "读取：读出了话，没有读出值"
    CASE = "归属：判为另一种情形"
    IN_CLAUSE = "读取：同一条款中另一处在前"
    RULE = "判断：被规则排除"
    JUDGE = "判断：可能性不够"
    ORDER = "次序：另一条款在前"
    GATE = "核对：被拿掉"
    SHORT = "短答：首条是依据，短答不符"
    FALSE = "误答：应答未找到"
    RULE_BASED = "其他：由版头、标题等规则作答"


@dataclass(frozen=True, slots=True)
class Loss:
    """One failed question with the stage and what tells more of it."""

    stage: Stage
    detail: str


def lost_at(measured: Measured, index: OpenIndex, settings: AskSettings | None = None) -> Loss | None:
    """Where a failed question was lost; None where nothing is wrong with the first finding and the short line."""
    question, scores = measured.question, measured.scores
    if question.is_refused_rightly and not measured.is_refused:
        return _false_answer(measured, index, settings or AskSettings())
    if question.is_refused_rightly or (scores.get("evidence@1") != 0.0 and scores.get("short_answer") != 0.0):
        return None
    if scores.get("evidence@1") == 1.0:
        return Loss(Stage.SHORT, measured.answer.answer.split("\n")[0][:_SHOWN])
    return _walked(question, measured, index, settings or AskSettings())


def counted(losses: Sequence[Loss]) -> list[tuple[Stage, int]]:
    """How many were lost at each stage, in the order of the pipeline."""
    counts = Counter(loss.stage for loss in losses)
    return [(stage, counts[stage]) for stage in Stage if counts[stage]]


_SHOWN = 70


@dataclass(frozen=True, slots=True)
class _Steps:
    """What each step of the pipeline made of a question."""

    ids: tuple[str, ...]  # clauses retrieved, whose text holds labelled evidence
    candidates: Sequence[Sequence[Candidate]]
    readings: Sequence[Reading]
    judged: Sequence[Judged]
    spoken: Sequence[Judged]
    needs_value: bool
    of_masthead: bool
    fitting: frozenset[str]  # clauses of the region and year asked about
    asked: Asked


def _steps(question: LabelledQuestion, index: OpenIndex, settings: AskSettings) -> _Steps:
    understood = understand(index.library, question.question, Filters(regions=question.regions))
    read_as = understood.interpretation
    found = find_clauses(index, understood, settings)
    vectors = SentenceVectors(index.embedder) if index.embedder is not None else None
    asked = Asked(understood.question, read_as)
    reader = replace(settings.reader, clauses_read=len(found.ranked))
    candidates = weighed_candidates(asked, found.ranked, vectors, found.vector, reader, found.tables)
    readings = [reading_of(asked, best_of(of)) for of in candidates if of]
    readings.sort(key=lambda r: (-r.score, r.ranked.stored.clause.clause_id, r.span))
    holding = [
        r.stored.clause.clause_id
        for r in found.ranked
        if any(
            Path(r.stored.file).name == a.file and plain(a.evidence) in plain(r.stored.clause.text)
            for a in question.answers
        )
    ]
    return _Steps(
        tuple(holding),
        candidates,
        readings,
        judged(read_as, readings, settings.answer),
        spoken(read_as, readings, settings.answer, topic_of(understood.question, read_as, readings)),
        must_be_stated(read_as),
        bool(fields_asked(understood.question, read_as)),
        frozenset(r.ranked.stored.clause.clause_id for r in readings if fits(r, read_as)),
        asked,
    )


def _walked(question: LabelledQuestion, measured: Measured, index: OpenIndex, settings: AskSettings) -> Loss:
    steps = _steps(question, index, settings)
    if steps.of_masthead:
        return Loss(Stage.RULE_BASED, "")
    if not steps.ids:
        return Loss(Stage.RANKING, "")
    own = [c for of in steps.candidates for c in of if c.ranked.stored.clause.clause_id in steps.ids]
    right = [c for c in own if _is_right(question, reading_of(steps.asked, c))]
    if not right:
        return Loss(Stage.READING, _quotes(own))
    best = max(right, key=lambda c: c.score)
    if all(c.is_of_another_case for c in right):
        return Loss(Stage.CASE, f"{best.another}：{best.squeezed[:_SHOWN]}")
    if steps.needs_value and not any(c.states for c in right):
        return Loss(Stage.VALUE, best.squeezed[:_SHOWN])
    leads = [r for r in steps.readings if _id(r) in steps.ids and _is_right(question, r)]
    if not leads:
        first = best_of(next(of for of in steps.candidates if best in of))
        return Loss(Stage.IN_CLAUSE, f"{first.squeezed[:_SHOWN]}；{_told_apart(first.signs, best.signs)}")
    passed = [j for j in steps.judged if any(j.reading is r for r in leads)]
    if not passed:
        return Loss(Stage.RULE, "地区、年份" if not steps.fitting & set(map(_id, leads)) else leads[0].quote[:_SHOWN])
    dropped = [d.reason for d in measured.answer.dropped if any(c in steps.ids for c in d.citations)]
    if dropped:
        return Loss(Stage.GATE, "；".join(dropped))
    if not measured.is_refused and steps.spoken:
        first_said = steps.spoken[0]
        return Loss(
            Stage.ORDER,
            f"{first_said.reading.quote[:_SHOWN]}；{_told_apart(first_said.reading.signs, passed[0].reading.signs)}",
        )
    return Loss(Stage.JUDGE, _judged_in_words(passed[0], settings))


def _false_answer(measured: Measured, index: OpenIndex, settings: AskSettings) -> Loss:
    steps = _steps(measured.question, index, settings)
    if steps.of_masthead or not steps.spoken:
        return Loss(Stage.RULE_BASED, "")
    return Loss(Stage.FALSE, _judged_in_words(steps.spoken[0], settings))


def _is_right(question: LabelledQuestion, reading: Reading) -> bool:
    """Whether words hold labelled evidence, or are the part of it with the short answer, and give no other figure."""
    stored = reading.ranked.stored
    quote = plain(reading.quote)
    of_file = [a for a in question.answers if Path(stored.file).name == a.file]
    held = any(
        plain(a.evidence) in quote
        or (a.answer and quote.rstrip("。；，") in plain(a.evidence) and plain(a.answer) in quote)
        for a in of_file
    )
    said = replace(question, answers=tuple(replace(a, evidence=a.answer or a.evidence) for a in question.answers))
    return held and (reading.value is None or not contradicting(said, reading.value))


def _judged_in_words(of: Judged, settings: AskSettings) -> str:
    """Likelihood, the line, and what each sign adds to the log odds."""
    weights = settings.answer.weights.for_reading(of.reading)
    added = {n: s * w for n, s, w in zip(SIGNS, values_of(of.signs), weights.of, strict=True)}
    told = "，".join(f"{name} {value:+.2f}" for name, value in added.items() if abs(value) >= 0.005)
    return f"{of.likelihood:.2f}（线 {settings.answer.answers:.2f}）：{weights.base:+.2f}，{told}；{of.reading.quote[:_SHOWN]}"


def _told_apart(first: Signs, other: Signs) -> str:
    """By how much each sign of the reader puts the first before the other."""
    values = (read_values_of(x) for x in (first, other, AskSettings().reader.weights))
    ahead = {name: (a - b) * weight for name, a, b, weight in zip(READ_SIGNS, *values, strict=True)}
    return "，".join(f"{name} {by:+.2f}" for name, by in ahead.items() if abs(by) >= 0.01)


def _quotes(candidates: Sequence[Candidate]) -> str:
    return " | ".join(c.squeezed[:40] for c in candidates[:3])


def _id(reading: Reading) -> str:
    return reading.ranked.stored.clause.clause_id
