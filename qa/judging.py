"""Which readings speak to the question, best first, and whether what was asked for is said by any of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import ClauseKind
from ingest.regions import places_named
from qa.catalogue import holds_in
from qa.editions import same_rule
from qa.lexicon import same_words
from qa.matter import SUMS
from qa.model import Interpretation, ValueKind
from qa.reader import Reading, must_be_stated
from qa.scope import fits_regions, fits_years
from qa.sentences import squeezed_text
from qa.standing import has_ended

# What the issuer and the date below a text may answer.
_OF_ISSUING = re.compile("印发|发布|发文|成文|下发|出台|颁布|公布|落款|署名|签署|发的|写于|日期")
FROM_ABOVE = 2  # distance of a notice from above the region asked about


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When a clause speaks to the question; calibrated on the dev questions as a whole."""

    topical: float = 1.1  # words and meaning together: about the matter
    topical_words: float = 0.1  # at least so much of it in words
    words_alone: float = 0.42  # without vectors: share of the matter that the clause, its headings and title hold
    words_of_value: float = 0.4  # the same where a figure or a name is asked for: meaning cannot tell sums apart
    near_best: float = 0.72  # of the most topical clause: what falls below speaks of something else
    figureless_words: float = (
        0.7  # of what the quote with the figure covers: a clause that names no figure must be as much about it
    )
    of_another_case: float = 0.8  # of what the figure of another case covers: below it, a clause is further off still
    held_with_value: float = 0.6  # with the value asked for: about the matter, however far the vectors lie
    held_of_matter: float = 0.68  # share of the words of a question for no figure
    adds_something: float = 0.92  # a further clause of the same notice
    findings_per_document: int = 3
    nearest: int = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with what was decided about it."""

    reading: Reading
    distance: int  # 0: of the very region asked about, 1: of one under it, 2: from above it


def spoken(interpretation: Interpretation, readings: Sequence[Reading], settings: AnswerSettings) -> list[Judged]:
    """The readings that speak to the question, best first, those that state the value asked for before the others."""
    fitting = [r for r in readings if fits(r, interpretation) and not r.other_case]
    needs_value = must_be_stated(interpretation)
    if needs_value:
        # The very rule, but for another case: what lies further from the question is no answer in its place.
        nearest_case = max((r.other_words for r in readings if not r.states and fits(r, interpretation)), default=0.0)
        fitting = [r for r in fitting if r.words >= settings.of_another_case * nearest_case]
    # A clause of the matter that names no figure does not outshine the one that names it.
    best = max((r.topical for r in fitting if r.states or not needs_value), default=0.0)
    fitting = [r for r in fitting if not needs_value or r.held >= settings.words_of_value]
    figured = max((r.own_words for r in fitting if needs_value and r.states and speaks(r, settings)), default=0.0)
    chosen: list[Judged] = []
    per_document: dict[str, list[Reading]] = {}
    for reading in sorted(fitting, key=lambda r: (needs_value and not r.states, -r.score, _id(r))):
        if not speaks(reading, settings):
            continue
        # Where a matter is asked for and no figure, a notice that holds its words is not called silent for being further.
        distance = _distance(reading.ranked.stored.document.region, interpretation.regions)
        of_the_matter = not needs_value and distance < FROM_ABOVE and reading.held >= settings.held_of_matter
        if reading.topical < settings.near_best * best and not of_the_matter:
            continue
        if needs_value and not reading.states and not _names_the_thing(reading, interpretation, figured, settings):
            continue
        stored = reading.ranked.stored
        said = per_document.setdefault(stored.document.document_id, [])
        if said and not _adds(reading, said, settings, needs_value):
            continue
        said.append(reading)
        chosen.append(Judged(reading, distance))
    chosen = _without_copies(chosen)
    # A list is empty while it sorts itself: ages are looked up in the list as it was.
    return sorted(
        chosen,
        key=lambda j: (
            needs_value and not j.reading.states,
            has_ended(j.reading.ranked.stored.document),
            j.distance,
            -_with_age(j, chosen),
            _id(j.reading),
        ),
    )


def _without_copies(chosen: Sequence[Judged]) -> list[Judged]:
    """The readings without those of a page or excerpt that bears no title and says what a whole notice says."""
    named = {squeezed_text(j.reading.quote) for j in chosen if j.reading.ranked.stored.document.title}
    return [j for j in chosen if j.reading.ranked.stored.document.title or squeezed_text(j.reading.quote) not in named]


def _distance(document_region: str | None, names: Sequence[str]) -> int:
    """How far a document's region is from the nearest one asked about."""
    if not names or any(document_region == place.chain for name in names for place in places_named(name)):
        return 0
    return 1 if any(holds_in(document_region, name) for name in names) else FROM_ABOVE


def speaks(reading: Reading, settings: AnswerSettings) -> bool:
    """Whether a clause is about the matter asked for, and not only of the same field."""
    if reading.meaning is None:
        return reading.held >= settings.words_alone
    if reading.states and reading.held >= settings.held_with_value:
        return True
    return reading.topical >= settings.topical and reading.words >= settings.topical_words


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


def _adds(reading: Reading, said: Sequence[Reading], settings: AnswerSettings, needs_value: bool) -> bool:
    """Whether a further clause of a notice says something its earlier ones did not."""
    if len(said) >= settings.findings_per_document or (needs_value and not reading.states):
        return False
    text = squeezed_text(reading.quote)
    return reading.score >= settings.adds_something * said[0].score and all(
        text not in squeezed_text(s.quote) for s in said
    )


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
        ):
            newest = max(newest, other.reading.score + 1e-6)
    return newest


def fits(reading: Reading, interpretation: Interpretation) -> bool:
    """Whether a clause is of the regions and years that the question names."""
    stored = reading.ranked.stored
    if stored.clause.kind is ClauseKind.SIGNATURE and not _OF_ISSUING.search(interpretation.subject):
        return False  # the issuer and the date below a text are no rule
    text = "".join((*stored.clause.path, stored.clause.text))
    return fits_regions(stored.document, text, interpretation.regions) and fits_years(
        stored.document, squeezed_text(text), interpretation.matter_years
    )


def says_what_is_asked(interpretation: Interpretation, speaking: Sequence[Judged]) -> bool:
    """Whether the kind of value asked for is stated by anyone; where no figure is asked for, speaking is enough."""
    return not must_be_stated(interpretation) or any(j.reading.states for j in speaking)


def _id(reading: Reading) -> str:
    return reading.ranked.stored.clause.clause_id
