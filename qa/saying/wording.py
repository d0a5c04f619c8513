"""The words of an answer around the quotes: the short line on top, whose a quote is, why there is none.

No figure is put into an answer that its clause or the question does not hold: labels with figures of their own
(a year in a title) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import PolicyDocument
from ingest.regions import Level, place_of_chain, places_named
from qa.language.citations import title_of
from qa.language.condition import with_case, with_condition
from qa.language.editions import OF_CHANGE, OF_NOW, is_of_a_past_year, is_older, same_rule
from qa.language.few_words import ended, in_few_words, without_mark
from qa.language.sentences import squeezed_text, tidy
from qa.language.sides import EITHER
from qa.language.values import FIGURED, value_spans
from qa.model import AsksFor, Interpretation, ValueKind
from qa.reading.reader import Reading, is_figured, must_be_stated
from qa.retrieving.spread import asks_for_each
from qa.standing.standing import ENDED_WORDS, has_ended

_TOLD = 4  # regions whose words are in the short line; more cannot be followed over the telephone
_AT_MOST = 60  # characters of each

# Kinds of value before which stands who acts, and not whose they are.
_OF_ACTS = {ValueKind.TIMES, ValueKind.DURATION, ValueKind.DATE}

_SIDES = ("可以", "不可以", "不得", "是。", "否")
_MOST = 90  # characters of what one notice says
_MOST_OF_LIST = 240

_FIGURES = re.compile(r"\d+|[一二三四五六七八九十百千万零〇两]+")

ASKED = {
    AsksFor.AMOUNT: "金额",
    AsksFor.FREQUENCY: "次数",
    AsksFor.THRESHOLD: "数目",
    AsksFor.DATE: "时间",
    AsksFor.WHO: "责任单位",
    AsksFor.YES_NO: "可否",
    AsksFor.LIST: "事项",
    AsksFor.DEFINITION: "含义",
    AsksFor.COMPARISON: "各自的规定",
    AsksFor.DOCUMENT_NUMBER: "文号",
    AsksFor.OTHER: "内容",
}


def asked_name(interpretation: Interpretation) -> str:
    """What a notice leaves open: 金额, 时间."""
    return ASKED[AsksFor.AMOUNT if ValueKind.MONEY in interpretation.wants else interpretation.asks_for]


def first_line(
    question: str, interpretation: Interpretation, readings: Sequence[Reading]
) -> tuple[str, tuple[str, ...]]:
    """A line that could be read out over the telephone, and the clauses it stands on."""
    best = readings[0]
    top = (best.ranked.stored.clause.clause_id,)
    if interpretation.asks_for is AsksFor.YES_NO:
        if best.value:
            return f"{_side_with_reason(best, interpretation)}{_whose(best, readings, question)}", top
        return f"没有直接写明。相关的规定{_whose(best, readings, question)}：{gist_of(best, interpretation)}", top
    if best.value and (best.value.startswith(_SIDES) or best.value == "是") and EITHER.search(squeezed_text(question)):
        return f"{_side_with_reason(best, interpretation)}{_whose(best, readings, question)}", top
    if must_be_stated(interpretation) and any(r.value for r in readings):
        return _values_line(question, interpretation, readings)
    return _gists_line(question, interpretation, readings)


def _side_with_reason(reading: Reading, interpretation: Interpretation) -> str:
    """不可以。类别：能够自理的老年人，机构养老：不予补贴。 A side that is decided by the whole of the words goes with them."""
    side, _, reason = (reading.value or "").partition("。")
    reason = ended(with_condition(reading.quote, reason)) if reason else gist_of(reading, interpretation)
    return f"{side}。{reason}"


def _gists_line(
    question: str, interpretation: Interpretation, readings: Sequence[Reading]
) -> tuple[str, tuple[str, ...]]:
    """山东：…；浙江：…。 What the best clause of each says in few words; the rest are named."""
    readings = _as_it_now_stands(question, readings)
    first_of: dict[str, Reading] = {}
    for reading in readings:
        first_of.setdefault(label_of(reading, readings, question), reading)
    told = list(first_of.items())[:_TOLD]
    if len(told) == 1:
        ((label, reading),) = told
        gist = ended(without_mark(reading.value)) if reading.value else gist_of(reading, interpretation)
        return f"{label}：{gist}" if label else gist, (reading.ranked.stored.clause.clause_id,)
    at_most = _MOST if len(told) == 2 else _AT_MOST
    gists = [(label, _told_in(r, interpretation, at_most).rstrip("。；！？：:")) for label, r in told]
    said = "；".join(f"{label}：{gist}" if label else gist for label, gist in gists)
    further = list(first_of)[_TOLD:]
    also = f"另有规定的：{'、'.join(filter(None, further))}。" if any(further) else ""
    cited = tuple(r.ranked.stored.clause.clause_id for r in first_of.values())
    return f"{said}。{also}", cited


_NAMES_YEAR = re.compile(r"(?:19|20)\d{2}")  # 体检费 2019 2024 asks of both


def _as_it_now_stands(question: str, readings: Sequence[Reading]) -> Sequence[Reading]:
    """The readings without older editions and ended rules beside what stands in their place; all where a change is asked for."""
    if OF_CHANGE.search(question) or _NAMES_YEAR.search(question):
        return readings
    documents = [r.ranked.stored.document for r in readings]
    now = [
        r
        for r in readings
        if not is_older(document := r.ranked.stored.document, documents)
        and not (has_ended(document) and _another_stands(document, documents, of_each=True))
    ]
    return now or readings


def _told_in(reading: Reading, interpretation: Interpretation, at_most: int) -> str:
    """The value, or what the quote says in few words; a long row of items only where a list is asked for."""
    is_list = interpretation.asks_for in (AsksFor.LIST, AsksFor.DEFINITION)
    if reading.value and (is_list or len(reading.value) <= 2 * at_most):
        return without_mark(reading.value)
    return gist_of(reading, interpretation, at_most)


def _values_line(
    question: str, interpretation: Interpretation, readings: Sequence[Reading]
) -> tuple[str, tuple[str, ...]]:
    """仪征：每月不低于300元；丽水：有规定，未定金额。"""
    parts: list[tuple[bool, str, str]] = []  # without a value, what is said, the clause
    seen: set[str] = set()
    readings = _nearest_to_the_question(question, interpretation, readings)
    of_each = asks_for_each(question, interpretation)
    for reading in readings:
        document = reading.ranked.stored.document
        if document.document_id in seen:
            continue
        seen.add(document.document_id)
        others = [r.ranked.stored.document for r in readings if r.value]
        if not OF_CHANGE.search(question) and (
            is_older(document, others) or (has_ended(document) and _another_stands(document, others, of_each))
        ):
            continue  # the newer edition, or one that stands, has said it; the older one follows as a finding
        if OF_NOW.search(question) and is_of_a_past_year(document, others):
            continue
        label = label_of(reading, readings, question)
        said = _value_told(question, interpretation, reading)
        if said is None:
            continue
        clause_id = reading.ranked.stored.clause.clause_id
        parts.append((not reading.value, f"{label}：{said}" if label else said, clause_id))
    if not parts:
        return _gists_line(question, interpretation, readings)
    parts.sort(key=lambda part: part[0])
    return "；".join(said for _, said, _ in parts) + "。", tuple(clause_id for _, _, clause_id in parts)


def _value_told(question: str, interpretation: Interpretation, reading: Reading) -> str | None:
    """The value with the case it is said of; that none is fixed where that is so; None where neither can be said.

    Which figure of a row is meant may not be known: then the row is told, where it is short.
    """
    if reading.value:
        if not is_figured(interpretation.wants) or "，" in reading.value:
            return reading.value
        named = not _OF_ACTS & set(interpretation.wants)
        return with_case(question, reading.quote, reading.value, named=named)
    if not is_figured(interpretation.wants):
        return None
    if not _holds_figure(interpretation, reading):
        return f"有规定，未定{asked_name(interpretation)}"
    said = tidy(without_mark(reading.quote)).rstrip("。；")
    return said if reading.states and len(said) <= _AT_MOST else None


def _another_stands(ended: PolicyDocument, others: Sequence[PolicyDocument], of_each: bool) -> bool:
    """Whether a rule stands beside one that has ended: for the place itself, where each place is asked about."""
    return any(not has_ended(o) and (not of_each or o.region == ended.region) for o in others)


def _holds_figure(interpretation: Interpretation, reading: Reading) -> bool:
    """Whether a figure of the kind asked for stands anywhere in the clause: that it fixes none would be false."""
    text = squeezed_text(reading.ranked.stored.clause.text)
    wants = [kind for kind in interpretation.wants if kind in FIGURED]
    return bool(wants) and bool(value_spans(wants, text))


def _nearest_to_the_question(
    question: str, interpretation: Interpretation, readings: Sequence[Reading]
) -> Sequence[Reading]:
    """The readings of the very place and year asked about, where they state the value, and bounded as asked; else all.

    What a superior, a subordinate or a rule of every year says follows as a finding with its rank. Who asks for each
    place is told all.
    """
    if asks_for_each(question, interpretation):
        return readings
    of_place = _of_the_places(question, interpretation, readings)
    years = [f"{year}年" for year in interpretation.matter_years]
    of_year = [r for r in of_place if any(year in (r.ranked.stored.document.title or "") for year in years)]
    left = of_year if any(map(_speaks, of_year)) else of_place
    bounded = [r for r in left if r.signs.bounded and _speaks(r)]
    return bounded or left


def _of_the_places(question: str, interpretation: Interpretation, readings: Sequence[Reading]) -> Sequence[Reading]:
    """The readings of the places that the question names, where each of them has one that states the value."""
    asked = [{p.chain for p in places_named(name)} for name in interpretation.regions]
    if not asked:  # 三台支部活动费: a county by its short name is no filter, but says whose rule is meant
        regions = {r.ranked.stored.document.region or "" for r in readings}
        places = [p for region in sorted(regions) if (p := place_of_chain(region)) and p.level is not Level.CENTRAL]
        asked = [{p.chain} for p in places if p.short_name in question]
    own = [r for r in readings if any(r.ranked.stored.document.region in chains for chains in asked)]
    # What has ended does not speak for a place where another rule stands.
    stating = {r.ranked.stored.document.region for r in own if _speaks(r)}
    return own if asked and all(chains & stating for chains in asked) else readings


def _speaks(reading: Reading) -> bool:
    return bool(reading.value) and not has_ended(reading.ranked.stored.document)


def _whose(reading: Reading, readings: Sequence[Reading], question: str) -> str:
    label = label_of(reading, readings, question)
    return f"（{label}）" if label else ""


def label_of(reading: Reading, readings: Sequence[Reading], question: str) -> str:
    """Whose words these are: the region, with the title where it takes both to tell notices apart.

    What has been repealed or has expired is said to be, wherever its words stand.
    """
    ended = ENDED_WORDS.get(reading.ranked.stored.document.status)
    name = _name_of(reading, readings, question)
    return name if ended is None else f"{name}（{ended}）" if name else f"{ended}的规定"


def _name_of(reading: Reading, readings: Sequence[Reading], question: str) -> str:
    document = reading.ranked.stored.document
    region = document.region or ""
    alike = {
        r.ranked.stored.document.document_id for r in readings if (r.ranked.stored.document.region or "") == region
    }
    if region and len(alike) == 1:
        return region
    name = title_of(document) if document.title else ""
    if name and not _safe(name, reading, question):
        name = "、".join(document.issuing_authorities)
        name = name if _safe(name, reading, question) else ""
    name = f"{name}{_which_version(reading, readings)}" if name else ""
    return f"{region}{name}" if region not in ("", "全国") else name or region


def _which_version(reading: Reading, readings: Sequence[Reading]) -> str:
    """Tells versions of one rule apart in words: their dates are in no clause."""
    document = reading.ranked.stored.document
    days = {
        other.dated_on
        for r in readings
        if (other := r.ranked.stored.document).dated_on is not None
        and (other.document_id == document.document_id or same_rule(other, document))
    }
    if len(days) < 2 or document.dated_on is None:
        return ""
    return "（新版）" if document.dated_on == max(days) else "（旧版）"


def _safe(label: str, reading: Reading, question: str) -> bool:
    """Whether each figure of a label stands in the clause or in the question."""
    held = squeezed_text(f"{reading.ranked.stored.clause.text}{question}")
    return all(figure in held for figure in _FIGURES.findall(squeezed_text(label)))


def gist_of(reading: Reading, interpretation: Interpretation, at_most: int | None = None) -> str:
    """The quote where it is short, else those of its parts that hold the question's words, nothing cut in two."""
    terms = [t for t in interpretation.terms if not any(t != other and t in other for other in interpretation.terms)]
    is_list = interpretation.asks_for is AsksFor.LIST
    return in_few_words(reading.quote, terms, at_most or (_MOST_OF_LIST if is_list else _MOST))
