"""Each sentence of a model held against the findings that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from qa.language.sentences import squeezed_text
from qa.model import Statement
from qa.phrasing.attribution import labelled, misnamed
from qa.phrasing.kept import why_not_kept
from qa.phrasing.model import Segment, SentenceGate, WrittenSentence
from qa.phrasing.plain import why_not_plain
from qa.phrasing.sources import Source


def statement_of(sentence: WrittenSentence, sources: Sequence[Source]) -> Statement:
    """A sentence with the clause_ids that it cites; numbers that no finding has are left out."""
    return Statement(sentence.text, _ids(_cited(sentence.numbers, sources)))


def parts_of(sentence: WrittenSentence, sources: Sequence[Source]) -> tuple[Statement, ...]:
    """The parts of a sentence that has passed, each with the clauses that it alone cites."""
    return tuple(Statement(text, _ids(_cited(numbers, sources))) for text, numbers in _parts(sentence))


def why_not_held(sentence: WrittenSentence, sources: Sequence[Source], question: str, gate: SentenceGate) -> str | None:
    """Why a sentence may not stand, in Chinese; None where it may. The gate is asked last: it is the dearest."""
    if not sentence.numbers:
        return "没有注明依据"
    if invented := [number for number in sentence.numbers if not 1 <= number <= len(sources)]:
        return f"注明的编号 {invented[0]} 不存在"
    cited = _cited(sentence.numbers, sources)
    if reason := why_not_plain(sentence.text, "\n".join([question, *(s.quote + s.finding.citation for s in cited)])):
        return reason
    for text, numbers in _parts(sentence):
        if reason := _why_part_not_held(text, _cited(numbers, sources), question, gate):
            return reason
    return None


def _parts(sentence: WrittenSentence) -> list[tuple[str, tuple[int, ...]]]:
    """The segments of a sentence, those with the same numbers as one."""
    together = groupby(sentence.segments, key=_numbers)
    return [("".join(segment.text for segment in run).strip("，、；, "), numbers) for numbers, run in together]


def _numbers(segment: Segment) -> tuple[int, ...]:
    return tuple(sorted(set(segment.numbers)))


def _why_part_not_held(text: str, cited: Sequence[Source], question: str, gate: SentenceGate) -> str | None:
    if not cited:
        return f"“{text}”没有注明依据" if any(c.isalnum() for c in text) else None
    said = squeezed_text(text)
    for source in cited:
        for group in source.names:
            if not any(squeezed_text(word) in said for word in group):
                return f"没有写明“{group[0]}”"
        if name := misnamed(text, source):
            return f"地名“{name}”不对"
    # What is said of several documents at once has to stand in each of them: a figure of one is none of the other's.
    for document_id in dict.fromkeys(source.finding.document_id for source in cited):
        own = [source for source in cited if source.finding.document_id == document_id]
        names = {name for source in own for name in source.all_names}
        others = [name for source in cited for name in source.all_names if name not in names]
        its = _without_names(text, others)
        quotes = squeezed_text("\n".join(source.quote for source in own))
        reason = why_not_kept(its, quotes, "，".join(source.called for source in own), squeezed_text(question)) or gate(
            labelled(its, own[0]), _ids(own)
        )
        if reason:
            return reason
    return None


def _cited(numbers: Sequence[int], sources: Sequence[Source]) -> list[Source]:
    return [sources[number - 1] for number in numbers if 1 <= number <= len(sources)]


def _ids(cited: Sequence[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.finding.clause_id for source in cited))


def _without_names(text: str, names: Sequence[str]) -> str:
    """A text without the names of other documents and what joins them: 山东、浙江都要求… for 浙江 alone."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?:[、和与及]\s*)?{re.escape(name)}(?:[、和与及])?", "", text)
    return text
