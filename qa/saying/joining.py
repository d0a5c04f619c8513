"""One answer from the answers to a question's parts: answered, partly, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from qa.asking.subquestions import own_words_of
from qa.language.sentences import squeezed_text
from qa.model import Answer, AnswerOutcome, Finding, Statement

_ITEM_MARK = re.compile(
    r"(?<=[：:])(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]|第[一二三四五六七八九十百\d]+条\s*)"
)
_PER = re.compile(r"每[\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """A part of a question with what was found for it."""

    words: str  # the part as asked, its inherited subject left out
    answer: Answer
    speaks: bool  # the first finding speaks of what this part alone asks about
    of_place: bool = False  # it asks of one place what the question asks of several

    @property
    def is_answered(self) -> bool:
        """Whether the part has an answer of its own."""
        return self.speaks and self.answer.outcome is AnswerOutcome.ANSWERED


def joined(whole: Answer, parts: Sequence[PartAnswer]) -> Answer:
    """The answer to a question of several parts.

    With every part answered the whole question's own findings stand, where it has any; with some parts answered the
    answer is `partly` and says which part no clause answers; with none the whole question's answer stands.
    """
    parts = _each_with_its_own(parts)
    answered = [p for p in parts if p.is_answered]
    if not answered:
        return whole
    short = _short_line(answered)
    if len(answered) == len(parts):
        if whole.outcome is AnswerOutcome.ANSWERED and not any(p.of_place for p in parts):
            if all(p.words == p.answer.question for p in parts):
                return whole  # one question of each of two things: its own line tells them apart
            return _with_short_line(whole, answered, short)
        return _merged(whole, answered, short, AnswerOutcome.ANSWERED, None)
    missing = "、".join(f"“{p.words}”" for p in parts if not p.is_answered)
    why = f"问题中的{missing}没有一个条款写明。" + "".join(p.answer.why_not or "" for p in parts if not p.is_answered)
    said = Statement(f"{short.text}{missing}没有找到依据。", short.citations)
    return _merged(whole, answered, said, AnswerOutcome.PARTLY, why)


def _each_with_its_own(parts: Sequence[PartAnswer]) -> list[PartAnswer]:
    """The parts, those without an answer that lead with the value of an earlier one and whose own words it does not hold.

    发了多少万元，每人多少: the sum of all is not what each got.
    """
    told: dict[tuple[str, tuple[int, int], str], str] = {}
    own: list[PartAnswer] = []
    for part in parts:
        first = next(iter(part.answer.findings), None)
        if part.of_place or first is None or not first.value or not part.is_answered:
            own.append(part)
            continue
        key = (first.clause_id, first.span, first.value)
        earlier = told.setdefault(key, part.words)
        words = [w for w in own_words_of(part.words) if w not in earlier]
        per = _PER.search(part.words)
        strange = [w for w in (*words, *((per.group(),) if per else ())) if w not in squeezed_text(first.quote)]
        own.append(replace(part, speaks=False) if earlier != part.words and strange else part)
    return own


def _short_line(answered: Sequence[PartAnswer]) -> Statement:
    """The parts' own short lines one after another, no sentence twice."""
    lines = [p.answer.statements[0] for p in answered]
    cited = tuple(dict.fromkeys(c for line in lines for c in line.citations))
    if all(p.of_place for p in answered):
        said = dict.fromkeys(
            _ITEM_MARK.sub("", piece) for line in lines for piece in line.text.rstrip("。；").split("；")
        )
        return Statement(f"{'；'.join(said)}。", cited)
    sentences = dict.fromkeys(sentence for line in lines for sentence in _SENTENCE.findall(line.text))
    return Statement("".join(_each_label_once(list(sentences))), cited)


# Whose words a sentence says, before its first colon: 甘肃天水：8天。
_WHOSE = re.compile(r"^(?P<label>[^：；。「“]{1,80})：(?P<said>[^：]+)$")


def _each_label_once(sentences: Sequence[str]) -> list[str]:
    """The sentences, what one and the same notice says in two of them said in one: 甘肃天水：8天；9月28日、10月11日。"""
    said: list[str] = []
    last = ""
    for sentence in sentences:
        found = _WHOSE.match(sentence)
        if found and found["label"] == last:
            said[-1] = f"{said[-1].rstrip('。')}；{found['said']}"
            continue
        said.append(sentence)
        last = found["label"] if found and "；" not in sentence else ""
    return said


def _with_short_line(whole: Answer, answered: Sequence[PartAnswer], short: Statement) -> Answer:
    """The whole answer, read out by its parts; clauses that only a part cites become findings too."""
    held = {f.clause_id for f in whole.findings}
    more = [f for f in _findings_of(answered) if f.clause_id in short.citations and f.clause_id not in held]
    lines = [
        line for p in answered for line in p.answer.statements[1:] if {f.clause_id for f in more} & {*line.citations}
    ]
    statements = tuple(dict.fromkeys((short, *whole.statements[1:], *lines)))
    return replace(
        whole,
        statements=statements,
        answer="\n".join(s.text for s in statements),
        findings=(*whole.findings, *more),
        silent=tuple(s for s in whole.silent if s.document_id not in {f.document_id for f in more}),
    )


def _findings_of(answered: Sequence[PartAnswer]) -> list[Finding]:
    """The findings of the parts, each once: the first of each part, then the second of each."""
    found: dict[tuple[str, tuple[int, int]], Finding] = {}
    for of_rank in zip_longest(*(p.answer.findings for p in answered)):
        for finding in filter(None, of_rank):
            found.setdefault((finding.clause_id, finding.span), finding)
    return list(found.values())


def _merged(
    whole: Answer, answered: Sequence[PartAnswer], short: Statement, outcome: AnswerOutcome, why: str | None
) -> Answer:
    findings = _findings_of(answered)
    further = [
        line for of_rank in zip_longest(*(p.answer.statements[1:] for p in answered)) for line in of_rank if line
    ]
    statements = tuple(dict.fromkeys((short, *further)))
    voices = {f.document_id for f in findings}
    silent = [s for p in answered for s in p.answer.silent if s.document_id not in voices]
    return replace(
        whole,
        outcome=outcome,
        answer="\n".join(s.text for s in statements),
        statements=statements,
        findings=tuple(findings),
        silent=tuple(dict.fromkeys(silent)),
        nearest=(),
        why_not=why,
        confidence=_confidence(answered),
    )


def _confidence(answered: Sequence[PartAnswer]) -> float | None:
    """That of the part that is least sure; None where one was answered without any."""
    known = [p.answer.confidence for p in answered]
    return min((c for c in known if c is not None), default=None) if None not in known else None
