"""Which readings speak to the question, best first, and whether what was asked for is said by any of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from ingest.model import ClauseKind
from ingest.regions import WHOLE_COUNTRY, places_in, places_named
from qa.asking.catalogue import holds_in
from qa.asking.scope import fits_regions, fits_years
from qa.deciding.asked_topic import is_of_topic, share_of_topic
from qa.deciding.defining import defines, defines_the_term
from qa.deciding.likelihood import JudgeSigns, LearnedWeights, learned, names_what_is_asked, signs_of
from qa.language.editions import same_rule
from qa.language.lexicon import same_words
from qa.language.matter import SUMS
from qa.language.sentences import squeezed_text
from qa.language.signs import OF_THE_WHOLE
from qa.model import AsksFor, FilterKind, Interpretation, ValueKind
from qa.reading.reader import Reading, is_figured, must_be_stated
from qa.retrieving.spread import ASKS_FOR_EACH
from qa.standing.standing import has_ended

# What the issuer and the date below a text may answer.
_OF_ISSUING = re.compile("印发|发布|发文|成文|下发|出台|颁布|公布|落款|署名|签署|发的|写于|日期")


class Distance(IntEnum):
    """How far a notice's region is from the one asked about, nearest first."""

    SAME = 0
    UNDER = 1
    ABOVE = 2  # of a place over it, or of another place that names it
    GENERAL = 3  # of the whole country or of no place


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When a clause speaks to the question. Whether it answers is learned; how findings stand to each other is not."""

    weights: LearnedWeights = field(default_factory=learned)
    # Likelihoods from which a reading is taken for an answer: where refusals do best over all sets, cross-validated.
    answers: float = 0.3
    side: float = 0.35  # where yes or no is asked: a wrong 可以 does more harm than a wrong passage
    side_when_near: float = 0.18  # but for words that the vectors find near: who asks in plain words shares few of them
    near: float = 0.88  # nearness of question and sentence vectors, of 0..1.35
    further: float = 0.15  # of a further finding where one answers
    spoken_of: float = (
        0.15  # share of the matter that the quote itself must hold where yes or no, or a meaning, is asked
    )
    near_best: float = 0.72  # of the most topical clause: what falls below speaks of something else
    near_best_of_each: float = 0.45  # the same for another notice where the question asks of each place
    by_itself: float = 0.5  # likelihood from which a notice that states the value speaks, though its words are fewer
    held_of_matter: float = 0.68  # share of the words of a question for no figure
    figureless_words: float = (
        0.7  # of what the quote with the figure covers: a clause that names no figure must be as much about it
    )
    of_another_case: float = 0.8  # of what the figure of another case covers: below it, a clause is further off still
    adds_something: float = 0.92  # a further clause of the same notice
    findings_per_document: int = 3
    findings_on_topic: int = 6
    nearest: int = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with what was decided about it."""

    reading: Reading
    distance: Distance
    signs: JudgeSigns
    likelihood: float  # 0..1: that it answers
    confidence: float  # 0..1: how often an answer that leads with a reading of this likelihood is right


def judged(interpretation: Interpretation, readings: Sequence[Reading], settings: AnswerSettings) -> list[Judged]:
    """The readings that may answer, those that state the value asked for before the others, each best first."""
    needs_value = must_be_stated(interpretation)
    of_scope = [r for r in readings if fits(r, interpretation)]
    fitting = [r for r in of_scope if not r.other_case]
    if interpretation.asks_for in (AsksFor.YES_NO, AsksFor.DEFINITION):
        # 不得 stands in many clauses: one whose very words are of something else decides nothing. Nor does 本意见自…施行,
        # which holds the words of the title.
        own = [r for r in fitting if not OF_THE_WHOLE.search(squeezed_text(r.quote))]
        fitting = [r for r in own if r.own_words >= settings.spoken_of or _is_near(r, settings)]
    if interpretation.asks_for is AsksFor.DEFINITION:
        fitting = [r for r in fitting if defines(interpretation, r.quote)]
    if interpretation.asks_for is AsksFor.YES_NO:
        # By words alone, what may be done must be named; the vectors know it by other words too.
        fitting = [r for r in fitting if r.meaning is not None or names_what_is_asked(interpretation, r)]
    if needs_value:
        # The very rule, but for another case: what lies further from the question is no answer in its place.
        nearest_case = max((r.other_words for r in of_scope if not r.states), default=0.0)
        fitting = [r for r in fitting if r.words >= settings.of_another_case * nearest_case]
    return [
        judged_as(interpretation, reading, distance_of(_region(reading), interpretation.regions), settings)
        for reading in sorted(fitting, key=lambda r: (needs_value and not r.states, -r.score, _id(r)))
    ]


def judged_as(interpretation: Interpretation, reading: Reading, distance: Distance, settings: AnswerSettings) -> Judged:
    """A reading judged as one of a notice that lies so far from the region asked about."""
    signs = signs_of(interpretation, reading, below=distance is Distance.UNDER, above=distance is Distance.ABOVE)
    weights = settings.weights.for_reading(reading)
    likelihood = weights.likelihood(signs)
    return Judged(reading, distance, signs, likelihood, weights.answered.at(likelihood))


def spoken(
    interpretation: Interpretation, readings: Sequence[Reading], settings: AnswerSettings, topic: Sequence[str] = ()
) -> list[Judged]:
    """The readings that speak to the question, best first, those that state the value asked for before the others.

    With a `topic` (see qa/deciding/asked_topic.py) every clause whose words name it speaks: no notice of it is called silent.
    None where no reading is likely to answer: a plain no.
    """
    needs_value = must_be_stated(interpretation)
    fitting = judged(interpretation, readings, settings)
    of_topic = {id(j) for j in fitting if is_of_topic(j.reading, topic)}
    answering = [j for j in fitting if _answers(j, interpretation, settings) and (j.reading.states or not needs_value)]
    answering += [j for j in fitting if id(j) in of_topic and j not in answering]
    if _names_what_is_not_here(interpretation, answering) or _only_of_subordinates(interpretation, answering):
        return []
    if not answering:
        return []
    # What takes the side asked for leads before what only speaks of the matter, as a definition does.
    asks_side = ValueKind.PERMISSION in interpretation.wants
    leading = [j for j in answering if j.reading.states] if asks_side else []
    asks_meaning = interpretation.asks_for is AsksFor.DEFINITION
    # A clause of the matter that names no figure does not outshine the one that names it.
    best = max(j.reading.topical for j in leading or answering)
    figured = max((j.reading.own_words for j in answering if needs_value), default=0.0)
    each = interpretation.asks_for is AsksFor.COMPARISON or bool(ASKS_FOR_EACH.search(interpretation.subject))
    chosen: list[Judged] = []
    per_document: dict[str, list[Reading]] = {}
    for of in (*leading, *(j for j in fitting if not any(j is of for of in leading))):
        reading = of.reading
        on_topic = id(of) in of_topic
        if (of.likelihood < settings.further and not on_topic) or (not chosen and of not in answering):
            continue
        # Where a matter is asked for and no figure, a notice that holds its words is not called silent for being further.
        of_the_matter = not needs_value and of.distance < Distance.ABOVE and reading.held >= settings.held_of_matter
        # A notice says as much in the few words of an item: 党支部书记每人每月…元 below 补贴标准.
        is_new = reading.ranked.stored.document.document_id not in per_document
        by_itself = needs_value and reading.states and is_new and of.likelihood >= settings.by_itself
        by_itself |= each and is_new and reading.topical >= settings.near_best_of_each * best
        if reading.topical < settings.near_best * best and not (of_the_matter or on_topic or by_itself):
            continue
        if needs_value and not reading.states and not _is_beside(of, interpretation, figured, settings):
            continue
        said = per_document.setdefault(reading.ranked.stored.document.document_id, [])
        if said and not (
            _adds_to_topic(reading, said, settings) if on_topic else _adds(reading, said, settings, needs_value)
        ):
            continue
        said.append(reading)
        chosen.append(of)
    chosen = _without_copies(chosen)
    # A list is empty while it sorts itself: ages are looked up in the list as it was.
    return sorted(
        chosen,
        key=lambda j: (
            needs_value and not j.reading.states,
            not (id(j) in of_topic or _answers(j, interpretation, settings)),
            asks_side and not j.reading.states,
            asks_meaning and not defines_the_term(interpretation, j.reading.quote),
            has_ended(j.reading.ranked.stored.document),
            min(j.distance, Distance.ABOVE),
            -share_of_topic(j.reading, topic) if id(j) in of_topic else 0.0,
            -_with_age(j, chosen),
            _id(j.reading),
        ),
    )


def _names_what_is_not_here(interpretation: Interpretation, answering: Sequence[Judged]) -> bool:
    """Whether a document is asked about that the library has not, and that no answering clause speaks of: others do not answer for it."""
    named = [
        f.text
        for f in interpretation.filters
        if f.relaxed
        and (f.kind is FilterKind.NUMBER or (f.kind is FilterKind.TITLE and len(f.text) >= _LEAST_OF_A_TITLE))
    ]
    texts = [squeezed_text(j.reading.ranked.stored.clause.text) for j in answering]
    return bool(named) and not any(squeezed_text(name) in text for name in named for text in texts)


_LEAST_OF_A_TITLE = 10  # characters: 《标准》 may be a short name for anything


def _only_of_subordinates(interpretation: Interpretation, answering: Sequence[Judged]) -> bool:
    """Whether a figure of 江苏省 is asked for, by its full name, and only places in it state one: that is no rule of 江苏省's."""
    named = [f.text for f in interpretation.filters_of(FilterKind.REGION)]
    full = bool(named) and all(_FULL_NAME.search(name) for name in named)
    if not full or interpretation.asks_for is AsksFor.COMPARISON or ASKS_FOR_EACH.search(interpretation.subject):
        return False
    return is_figured(interpretation.wants) and all(j.distance is Distance.UNDER for j in answering)


_FULL_NAME = re.compile("(?:省|自治区|市|州|盟)$")


def _answers(of: Judged, interpretation: Interpretation, settings: AnswerSettings) -> bool:
    """Whether a reading is likely enough to answer."""
    if interpretation.asks_for is AsksFor.DEFINITION and defines_the_term(interpretation, of.reading.quote):
        return True
    least = settings.answers
    if interpretation.asks_for is AsksFor.YES_NO:
        least = settings.side_when_near if _is_near(of.reading, settings) else settings.side
    return of.likelihood >= least


def _is_near(reading: Reading, settings: AnswerSettings) -> bool:
    """Whether the vectors find the words near."""
    return reading.meaning is not None and reading.meaning >= settings.near


def _without_copies(chosen: Sequence[Judged]) -> list[Judged]:
    """The readings without those of a page or excerpt that bears no title and says what a whole notice says."""
    named = {squeezed_text(j.reading.quote) for j in chosen if j.reading.ranked.stored.document.title}
    return [j for j in chosen if j.reading.ranked.stored.document.title or squeezed_text(j.reading.quote) not in named]


def distance_of(document_region: str | None, names: Sequence[str]) -> Distance:
    """How far a document's region is from the nearest one asked about; general where the document is of none."""
    if not names or any(document_region == place.chain for name in names for place in places_named(name)):
        return Distance.SAME
    if any(holds_in(document_region, name) for name in names):
        return Distance.UNDER
    return Distance.GENERAL if document_region in (None, WHOLE_COUNTRY.chain) else Distance.ABOVE


def _is_beside(of: Judged, interpretation: Interpretation, figured: float, settings: AnswerSettings) -> bool:
    """Whether a clause that names no figure is worth telling beside one that does: 有规定，未定金额."""
    if of.likelihood < settings.answers or (interpretation.regions and of.distance is Distance.GENERAL):
        return False
    return _names_the_thing(of.reading, interpretation, figured, settings)


def _names_the_thing(
    reading: Reading, interpretation: Interpretation, figured: float, settings: AnswerSettings
) -> bool:
    """Whether a clause without the figure is about the very thing that the figure is asked of."""
    if reading.own_words < settings.figureless_words * figured:
        return False
    if ValueKind.MONEY in interpretation.wants:
        asked = next((name for name in SUMS if name in interpretation.subject), "")
        return any(name in reading.quote for name in (asked, *same_words().get(asked, ())))
    return True


def _adds_to_topic(reading: Reading, said: Sequence[Reading], settings: AnswerSettings) -> bool:
    """Whether a further clause names the topic in words of its own."""
    text = squeezed_text(reading.quote)
    return len(said) < settings.findings_on_topic and all(text not in squeezed_text(s.quote) for s in said)


def _adds(reading: Reading, said: Sequence[Reading], settings: AnswerSettings, needs_value: bool) -> bool:
    """Whether a further clause of a notice says something its earlier ones did not."""
    if len(said) >= settings.findings_per_document or (needs_value and not reading.states):
        return False
    text = squeezed_text(reading.quote)
    return reading.score >= settings.adds_something * said[0].score and all(
        text not in squeezed_text(s.quote) for s in said
    )


AS_MUCH = 0.7
"""Of the older version's score, what the newer one's words must have: who amends one article says nothing of the others."""


def _with_age(judged: Judged, others: Sequence[Judged]) -> float:
    """The score, with the newer of two versions of one rule put before the older when both say as much."""
    document = judged.reading.ranked.stored.document
    newest = judged.reading.score
    for other in others:
        elder = other.reading.ranked.stored.document
        if (
            same_rule(elder, document)
            and elder.dated_on is not None
            and document.dated_on is not None
            and elder.dated_on < document.dated_on
            and judged.reading.score >= AS_MUCH * other.reading.score
        ):
            newest = max(newest, other.reading.score + 1e-6)
    return newest


def fits(reading: Reading, interpretation: Interpretation) -> bool:
    """Whether a clause is of the regions and years that the question names."""
    stored = reading.ranked.stored
    if stored.clause.kind is ClauseKind.SIGNATURE and not _OF_ISSUING.search(interpretation.subject):
        return False  # the issuer and the date below a text are no rule
    if not interpretation.regions and not interpretation.matter_years:
        return True
    text = "".join((*stored.clause.path, stored.clause.text))
    if not fits_regions(stored.document, text, interpretation.regions):
        return False
    if interpretation.matter_years and not fits_years(
        stored.document, squeezed_text(text), interpretation.matter_years
    ):
        return False
    if _OWN_PRACTICE.search(interpretation.subject) and not _is_told_of(reading, interpretation.regions, text):
        return False
    return not speaks_of_another_place(reading, interpretation.regions)


# 鞍山市的做法: what a place does itself, which no rule of those over it tells.
_OWN_PRACTICE = re.compile("做法|经验|成效|亮点|特色|典型")


def _is_told_of(reading: Reading, names: Sequence[str], text: str) -> bool:
    """Whether a clause is of a notice of the places asked about, or names one of them."""
    region = reading.ranked.stored.document.region
    if not names or distance_of(region, names) in (Distance.SAME, Distance.UNDER):
        return True
    words = f"{text}{reading.ranked.stored.document.title or ''}"
    return any(place.short_name in words for name in names for place in places_named(name))


def speaks_of_another_place(reading: Reading, names: Sequence[str]) -> bool:
    """Whether a notice of no place asked about speaks here of a place that has nothing to do with those asked about.

    A province's bulletin holds for 毕节, but its part 《遵义市：…》 does not: of the quote, the headings and the title
    the first that names a place says of which one it speaks.
    """
    stored = reading.ranked.stored
    if not names or any(holds_in(stored.document.region, name) for name in names):
        return False
    asked = [place for name in names for place in places_named(name)]
    for text in (reading.quote, "".join(stored.clause.path), stored.document.title or ""):
        if named := [mention.place for mention in places_in(text)]:
            return not any(a in p.lineage or p in a.lineage for p in named for a in asked)
    return False


def says_what_is_asked(interpretation: Interpretation, speaking: Sequence[Judged]) -> bool:
    """Whether the kind of value asked for is stated by anyone; where no figure is asked for, speaking is enough."""
    return not must_be_stated(interpretation) or any(j.reading.states for j in speaking)


def _region(reading: Reading) -> str | None:
    return reading.ranked.stored.document.region


def _id(reading: Reading) -> str:
    return reading.ranked.stored.clause.clause_id
