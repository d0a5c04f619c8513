"""Whether the answer speaks of the place that was asked about, and whether what has ended is marked and comes last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from eval.questions.labels import LabelledQuestion
from eval.questions.printed import normal, short_line
from eval.questions.standing_on import Kept
from ingest.model import Status
from ingest.regions import WHOLE_COUNTRY, Place, place_of_chain, places_in, places_named
from qa.model import Answer, AnswerOutcome, Finding

_ENDED = frozenset({Status.REPEALED, Status.EXPIRED})
_MARK = re.compile(r"废止|失效|过期|届满|到期|旧版|修订前|被.{0,30}代替|停止(?:执行|施行)|不再(?:执行|有效)")
# 「仪征：」 at the head of a part of the short line, or 「（全国）」 behind it.
_SPEAKS_FOR = re.compile(r"(?:^|[；;。])([^：；。（）()「」]{2,16})：|[（(]([^（）()]{2,16})[）)]")
_ELSEWHERE = re.compile(r"以外|之外|其他(?:地|省|市|县)|除了?")


def speaks_of_another_region(question: LabelledQuestion, answer: Answer) -> bool | None:
    """Whether the first finding or a part of the short line is of a place that is neither the asked one nor above or under it.

    None where no place is asked for, another one is, or nothing was found.
    """
    asked = asked_places(question)
    if not asked or _ELSEWHERE.search(question.question) or answer.outcome is AnswerOutcome.NOT_FOUND:
        return None
    spoken = [found[1] or found[2] for found in _SPEAKS_FOR.finditer(normal(short_line(answer)).replace(":", "："))]
    named = [place for words in spoken if (place := _place_called(words)) is not None]
    first = answer.findings[0].region if answer.findings else None
    chains = [*(place.chain for place in named), *([first] if first else [])]
    return any(not any(_of_one_line(chain, place) for place in asked) for chain in chains)


def asked_places(question: LabelledQuestion) -> list[Place]:
    """Places that the question names, or the person's own filter."""
    named = [p for region in question.regions for p in places_named(region)]
    return [*named, *(mention.place for mention in places_in(question.question) if mention.place != WHOLE_COUNTRY)]


def _place_called(words: str) -> Place | None:
    """The place that a label is the name of and nothing more."""
    place = place_of_chain(words)
    if place is not None:
        return place
    named = places_named(words)
    return named[0] if len(named) == 1 else None


def _of_one_line(chain: str, place: Place) -> bool:
    return chain == WHOLE_COUNTRY.chain or chain.startswith(place.chain) or place.chain.startswith(chain)


def cites_what_ended(answer: Answer, library: Kept, today: date) -> bool | None:
    """Whether a document that has ended is quoted without its mark, or before one that stands.

    None where nothing that ended is quoted, or the question asks for the rules of another day. A document with a newer
    edition among the findings counts as ended.
    """
    if answer.interpretation.as_of is not None:
        return None
    found = {f.document_id for f in answer.findings}
    ended = [_has_ended(f, library, today) or (f.newer is not None and f.newer in found) for f in answer.findings]
    if not any(ended):
        return None
    last_standing = max((i for i, gone in enumerate(ended) if not gone), default=-1)
    first_ended = ended.index(True)
    unmarked = any(gone and not _is_marked(f, answer) for f, gone in zip(answer.findings, ended, strict=True))
    return unmarked or first_ended < last_standing


def _has_ended(finding: Finding, library: Kept, today: date) -> bool:
    document = library.document(finding.document_id)
    over = document.expires_on is not None and document.expires_on < today
    return over or finding.status in _ENDED or document.status in _ENDED


def _is_marked(finding: Finding, answer: Answer) -> bool:
    """Whether a line that quotes the finding, or the short line where none does, says that it has ended."""
    quote = normal(finding.quote)
    lines: Sequence[str] = [line for line in answer.answer.split("\n") if quote in normal(line)]
    return any(_MARK.search(line.replace(finding.quote, "")) for line in lines or [short_line(answer)])
