"""Which candidates state a figure that belongs to something else: of another subject, role, place, year or measure."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import ClauseKind
from qa.gate.belonging import belonging_faults, values_that_belong
from qa.gate.grounds import Ground, ground_of
from qa.gate.reasons import Fault
from qa.language.sentences import as_printed, sentences_of, squeezed_text
from qa.reading.asked import Asked
from qa.reading.candidates import Candidate
from qa.reading.scoring import ReaderWeights
from qa.reading.short_value import short_value


def with_belonging(asked: Asked, candidate: Candidate, weights: ReaderWeights) -> Candidate:
    """The candidate with the signs and the score of a figure that goes astray; itself where its figure belongs."""
    if not asked.figured or asked.several or not candidate.states or candidate.said is not None:
        return candidate
    clause = candidate.ranked.stored.clause
    if clause.kind is ClauseKind.SIGNATURE:
        return candidate  # the day below a text is of the whole of it; qa/deciding/judging.py asks whether it is wanted
    quote = clause.text[candidate.start : candidate.end]
    candidate = _of_the_cases_asked(asked, candidate, quote)
    value = None if candidate.cases else short_value(asked, quote, clause=clause.text)
    ground = ground_of(candidate.ranked.stored, (quote,))
    faults = {r.fault for r in belonging_faults(asked.question, asked.interpretation, ground, value, quote)}
    if not faults:
        return candidate
    if value is not None and (other := _only_one_that_belongs(asked, ground, quote)):
        return replace(candidate, value=other)
    astray, rivalled = bool(faults - {Fault.RIVAL}), Fault.RIVAL in faults
    signs = replace(candidate.signs, astray=float(astray), rivalled=float(rivalled))
    taken = weights.astray * signs.astray + weights.rivalled * signs.rivalled
    why = "+".join(sorted(fault.name.lower() for fault in faults))
    return replace(candidate, signs=signs, score=candidate.score + taken, another=candidate.another or why)


def _only_one_that_belongs(asked: Asked, ground: Ground, quote: str) -> str | None:
    """The one figure of a quote that is what is asked, as printed, where the words nearest to the question's hold another."""
    left = values_that_belong(asked.question, asked.interpretation, ground, quote)
    if len(left) != 1 or squeezed_text(quote).count(left[0]) != 1:
        return None
    return as_printed(quote, left[0])


# Whose a figure is: of tiers in one sentence that of another group goes, whatever else tells them apart.
_OF_OTHERS = frozenset({Fault.GROUP, Fault.HOLDER})


def _of_the_cases_asked(asked: Asked, candidate: Candidate, quote: str) -> Candidate:
    """The candidate without those of its several cases whose figure is of something else, where another is not.

    Of tiers in one sentence the question may name none; each is told then.
    """
    sentences = [s.squeezed for s in sentences_of(quote)]
    if len(candidate.cases) < 2:
        return candidate
    ground = ground_of(candidate.ranked.stored, (quote,))
    in_one = any(all(words in s for words in candidate.cases) for s in sentences)
    open_to = frozenset(Fault) - _OF_OTHERS if in_one else frozenset[Fault]()
    kept = tuple(
        words
        for words in candidate.cases
        if {r.fault for r in belonging_faults(asked.question, asked.interpretation, ground, words, quote)} <= open_to
    )
    return replace(candidate, cases=kept) if kept else candidate
