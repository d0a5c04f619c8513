"""The plain no: what was looked for, what is near and why that is no answer; not a figure in the answer itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.regions import place_of_chain
from qa.asking.catalogue import Entry
from qa.asking.scope import Scope, fits_regions, fits_years
from qa.deciding.judging import AnswerSettings, Distance, fits, judged_as, speaks_of_another_place
from qa.deciding.likelihood import content_words, share_standing_in, stands_in
from qa.language.citations import citation_of
from qa.language.matter import SUMS
from qa.language.sentences import sentences_of, squeezed_text
from qa.language.values import value_spans
from qa.model import Answer, AnswerOutcome, FilterKind, Interpretation
from qa.reading.reader import Reading, must_be_stated
from qa.retrieving.silent import silent_of
from qa.saying.outcomes import plain_no
from qa.saying.wording import asked_name

_ONLY = "只有"
NAMED = 3  # notices that are named; more cannot be followed over the telephone


def not_found(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    entries: Sequence[Entry],
    readings: Sequence[Reading],
    settings: AnswerSettings,
) -> Answer:
    """The plain no: what was looked for, what is near, and not a figure in the answer."""
    near = _nearest(interpretation, readings, settings)
    best = max((n.likelihood for n in near if n.fits), default=0.0)
    weights = settings.weights.for_reading(readings[0]) if readings else settings.weights.words_only
    return plain_no(
        question,
        interpretation,
        scope,
        _why(interpretation, scope, near),
        nearest=list(dict.fromkeys(n.clause_id for n in near))[: settings.nearest],
        silent=silent_of(entries, frozenset()),
        confidence=round(weights.refused.at(best), 3),
    )


@dataclass(frozen=True, slots=True)
class _Near:
    """A reading that is no answer, with why it is none."""

    reading: Reading
    fits: bool  # of the region and year asked about
    elsewhere: bool  # of another region than the one asked about
    another_year: bool
    states: bool  # the value asked for stands there, or none is asked for
    about: bool  # it speaks of the matter
    likelihood: float  # that it would answer were it of the region and year asked about

    @property
    def clause_id(self) -> str:
        """Of the clause."""
        return self.reading.ranked.stored.clause.clause_id

    @property
    def document_id(self) -> str:
        """Of its document."""
        return self.reading.ranked.stored.document.document_id

    @property
    def text(self) -> str:
        """The whole clause, squeezed."""
        return squeezed_text(self.reading.ranked.stored.clause.text)

    @property
    def citation(self) -> str:
        """《title》（文号）第四部分."""
        stored = self.reading.ranked.stored
        return citation_of(stored.document, stored.clause.path)

    @property
    def whose(self) -> str:
        """The region, 江苏仪征; "" where the notice is of none."""
        return _place_name(self.reading.ranked.stored.document.region)


def _place_name(region: str | None) -> str:
    """江苏仪征: the province and the place; "" for none."""
    place = place_of_chain(region or "")
    if place is None:
        return ""
    above = place.lineage[-1].short_name
    return place.short_name if above == place.short_name else f"{above}{place.short_name}"


def _nearest(interpretation: Interpretation, readings: Sequence[Reading], settings: AnswerSettings) -> list[_Near]:
    """The readings nearest to an answer: of the region and year asked about first, those about the matter before others."""
    needs_value = must_be_stated(interpretation)
    near = [_near(interpretation, r, needs_value, settings) for r in readings]
    return sorted(near, key=lambda n: (not n.about, n.elsewhere, n.another_year, -n.reading.score, n.clause_id))


def _near(interpretation: Interpretation, reading: Reading, needs_value: bool, settings: AnswerSettings) -> _Near:
    stored = reading.ranked.stored
    text = "".join((*stored.clause.path, stored.clause.text))
    elsewhere = not fits_regions(stored.document, text, interpretation.regions) or speaks_of_another_place(
        reading, interpretation.regions
    )
    likelihood = judged_as(interpretation, reading, Distance.SAME, settings).likelihood
    return _Near(
        reading,
        fits(reading, interpretation) and not reading.other_case,
        elsewhere,
        not fits_years(stored.document, squeezed_text(text), interpretation.matter_years),
        _states(interpretation, reading, elsewhere=elsewhere) or not needs_value,
        _is_about(interpretation, reading),
        likelihood,
    )


ABOUT = 0.5
"""Of the question's words that a clause, or a sentence of it, must hold to be said to mention the matter."""


def _is_about(interpretation: Interpretation, reading: Reading) -> bool:
    """Whether a clause mentions the matter: half of its words, and what the sum is called where one is asked."""
    stored = reading.ranked.stored
    text = squeezed_text("".join((*stored.clause.path, stored.clause.text)))
    sums = [name for name in SUMS if len(name) > 1 and name in interpretation.subject]
    if sums and not any(stands_in(name, text) for name in sums):
        return False
    return reading.held >= ABOUT or share_standing_in(content_words(interpretation), text) >= ABOUT


def _states(interpretation: Interpretation, reading: Reading, *, elsewhere: bool) -> bool:
    """Whether the value asked for stands there. Of another place the reader takes no figure: its sentences are looked at."""
    if not elsewhere or reading.states:
        return reading.states and not reading.other_case
    clause = reading.ranked.stored.clause
    heading, words = squeezed_text("".join(clause.path)), content_words(interpretation)
    return any(
        value_spans(interpretation.wants, s.squeezed) and share_standing_in(words, heading + s.squeezed) >= ABOUT
        for s in sentences_of(clause.text)
    )


def _why(interpretation: Interpretation, scope: Scope, near: Sequence[_Near]) -> str:
    """What was looked for, then what is near and why it is no answer."""
    said = looked_for(interpretation)
    if missing := _not_here(interpretation, scope):
        said += missing
    cited = _mentions(interpretation, near) + _others(interpretation, near)
    if cited:
        return said + cited
    if not near:
        return f"{said}资料库中没有相近的条款。"
    return said + _apart(interpretation, near[0])


def why_nothing(interpretation: Interpretation, scope: Scope, near: Sequence[Reading]) -> str:
    """What was looked for and what is near, where no reading was judged."""
    found = [_near(interpretation, reading, must_be_stated(interpretation), AnswerSettings()) for reading in near[:1]]
    return _why(interpretation, scope, found)


def tells_other_places(answer: Answer) -> bool:
    """Whether a plain no says already which other places rule it."""
    return _ONLY in (answer.why_not or "")


def with_other_places(answer: Answer, elsewhere: Answer) -> Answer:
    """A plain no for a region, with what other places say: 写明金额的只有江苏仪征，不是所问的山东.

    `elsewhere` is the answer to the same question without its region.
    """
    interpretation = answer.interpretation
    needs_value = must_be_stated(interpretation)
    stating = [f for f in elsewhere.findings if f.region and (f.value or not needs_value)]
    if elsewhere.outcome is not AnswerOutcome.ANSWERED or not stating or tells_other_places(answer):
        return answer
    places = [_place_name(f.region) for f in stating]
    cited = [f"{place}的{f.citation}" for place, f in zip(places, stating, strict=True)]
    return replace(
        answer,
        why_not=f"{answer.why_not or ''}{_of_others(interpretation, cited)}",
        nearest=tuple(dict.fromkeys((*answer.nearest[:1], *(f.clause_id for f in stating), *answer.nearest[1:])))[:3],
    )


def looked_for(interpretation: Interpretation) -> str:
    """查找的是“离退休党支部书记补贴”的金额（地区：山东；年份：2021年），没有一个条款写明。"""
    limits = [
        f"{name}：{'、'.join(values)}"
        for name, values in (
            ("地区", interpretation.regions),
            ("年份", tuple(f"{y}年" for y in interpretation.years)),
            ("文号", interpretation.document_numbers),
            ("文件", tuple(f"《{t}》" for t in interpretation.titles)),
        )
        if values
    ]
    subject = "".join(interpretation.subject.split())
    quoted = subject if not subject or subject[0] in "“《" else f"“{subject}”"
    of = f"{quoted}的" if subject else ""
    within = f"（{'；'.join(limits)}）" if limits else ""
    return f"查找的是{of}{asked_name(interpretation)}{within}，没有一个条款写明。"


def _not_here(interpretation: Interpretation, scope: Scope) -> str:
    """The region or number of which the library has nothing at all."""
    missing = [
        f.value for f in interpretation.filters if f.relaxed and f.kind is FilterKind.REGION and not f.is_elsewhere
    ]
    if FilterKind.REGION in scope.relaxed and not missing:
        missing = list(interpretation.regions)
    return f"资料库中没有{'、'.join(dict.fromkeys(missing))}的文件。" if missing and not scope.held else ""


def _cited(near: _Near) -> str:
    return f"{near.whose}的{near.citation}" if near.whose and near.whose not in near.citation else near.citation


def _mentions(interpretation: Interpretation, near: Sequence[_Near]) -> str:
    """仪征的通知提到补贴，未定金额: of the region and year asked about, without the value."""
    if not must_be_stated(interpretation):
        return ""
    found = [
        n for n in near if n.about and not n.states and not (n.elsewhere or n.another_year or n.reading.other_case)
    ]
    if not found:
        return ""
    words = _words_in(found[0], interpretation)
    alike = [n for n in found if _words_in(n, interpretation) == words]
    mentioned = "".join(f"“{w}”" for w in words) or "这件事"
    return f"{_listed(list(map(_cited, alike)))}提到{mentioned}，未定{asked_name(interpretation)}。"


def _words_in(near: _Near, interpretation: Interpretation) -> tuple[str, ...]:
    """The words of the question that a clause holds."""
    return tuple(w for w in content_words(interpretation) if stands_in(w, near.text))


def _others(interpretation: Interpretation, near: Sequence[_Near]) -> str:
    """只有江苏仪征规定了金额，不是所问的山东: stated, but for another place or year, or for another case."""
    stated = [n for n in near if n.about and n.states]
    what = _said_what(interpretation)
    if found := [n for n in stated if n.elsewhere and n.whose]:
        return _of_others(interpretation, list(map(_cited, found)))
    if found := [n for n in stated if n.another_year and not n.elsewhere]:
        years = "、".join(f"{y}年" for y in interpretation.matter_years)
        return f"{what}的{_ONLY}{_listed(list(map(_cited, found[:1])))}，不是所问的{years}。"
    if found := [n for n in near if n.about and n.reading.other_case and not n.elsewhere]:
        return f"{_listed(list(map(_cited, found[:1])))}写的是另一种情形，不是所问的。"
    return ""


def _apart(interpretation: Interpretation, nearest: _Near) -> str:
    """The nearest clause where none is about the matter: said to be no more than that."""
    cited = _cited(nearest)
    if nearest.elsewhere:
        return f"最接近的是{cited}，但不是所问的{'、'.join(interpretation.regions)}的规定。"
    if nearest.another_year:
        return f"最接近的是{cited}，但不是所问年份的规定。"
    if nearest.about and nearest.reading.other_case:
        return f"最接近的是{cited}，但写的是另一种情形（如另一种职务、人群、条件或口径），不是所问的。"
    return f"最接近的是{cited}，说的不是这件事，或没有写明所问的{asked_name(interpretation)}。"


def _of_others(interpretation: Interpretation, names: Sequence[str]) -> str:
    return f"{_said_what(interpretation)}的{_ONLY}{_listed(names)}，不是所问的{'、'.join(interpretation.regions)}。"


def _said_what(interpretation: Interpretation) -> str:
    return f"写明{asked_name(interpretation)}" if must_be_stated(interpretation) else "有规定"


def _listed(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return "、".join(distinct[:NAMED]) + ("等" if len(distinct) > NAMED else "")
