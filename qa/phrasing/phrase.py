"""An answer worded by a language model: its sentences beside the extractive answer, which stays as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa.language.sentences import squeezed_text
from qa.model import Answer, AnswerOutcome, AsksFor, DroppedStatement, Statement
from qa.phrasing.held import parts_of, statement_of, why_not_held
from qa.phrasing.model import ChatModel, LanguageModelError, SentenceGate, WrittenSentence
from qa.phrasing.plain import made_harmless
from qa.phrasing.prompt import messages_for
from qa.phrasing.reply import ReplyReader
from qa.phrasing.sources import Source, sources_of
from qa.phrasing.whole import missing, unused, with_side

_logger = logging.getLogger(__name__)

MOST_FINDINGS = 12  # what a small model can word at once without leaving something out
MOST_CHARACTERS = 4000  # of all quotes together
MOST_SENTENCES = 40

WORDED = "最上面的归纳由语言模型写成，每句都核对过所注明的条款；以下列条款的原文为准"
KEPT = "没有采用语言模型的归纳（{}），答案照条款摘录"


def phrased(
    answer: Answer,
    model: ChatModel,
    gate: SentenceGate,
    *,
    on_sentence: Callable[[Statement], None] | None = None,
) -> Answer:
    """The answer with `phrased` filled, or with a note that says why it is not; everything else in it is kept.

    A plain no is given back as it is: nothing of it is sent. `on_sentence` is given each sentence once it has passed,
    while the model still writes; when the answer that comes back has none, what was shown has to be taken away again.
    """
    if answer.outcome is AnswerOutcome.NOT_FOUND or not answer.findings:
        return answer
    if reason := _why_not_sent(answer):
        return kept(answer, reason)
    sources = sources_of(answer)
    draft = _Draft(answer, sources, gate)
    stopped: str | None = None
    try:
        for sentence in _written(answer, sources, model, streamed=on_sentence is not None):
            if draft.checked == MOST_SENTENCES:
                stopped = "句子太多，没有尽头"
                break
            statement = draft.take(sentence)
            if statement is not None and on_sentence is not None:
                on_sentence(statement)
    except LanguageModelError as error:
        stopped = error.problem
    held = replace(answer, checked=answer.checked + draft.checked, dropped=(*answer.dropped, *draft.dropped))
    worded = with_side(answer, draft.passed)
    reason = stopped or _why_not_whole(answer, draft, worded)
    _logger.info(
        "phrased: %d sentences, %d dropped, %s", draft.checked, len(draft.dropped), "kept" if reason else "used"
    )
    if reason or worded is None:
        return kept(held, reason or "")
    return replace(held, phrased=worded, notes=(*answer.notes, _worded_note(answer, worded, len(draft.dropped))))


class _Draft:
    """The sentences so far: those that passed, with their parts, and those that did not."""

    def __init__(self, answer: Answer, sources: Sequence[Source], gate: SentenceGate) -> None:
        self._answer, self._sources, self._gate = answer, sources, gate
        self.checked = 0
        self.passed: list[Statement] = []
        self.parts: list[Statement] = []
        self.dropped: list[DroppedStatement] = []

    def take(self, sentence: WrittenSentence) -> Statement | None:
        """The sentence where it may be shown; None where it was dropped or stands already."""
        self.checked += 1
        statement = statement_of(sentence, self._sources)
        reason = why_not_held(sentence, self._sources, self._answer.question, self._gate)
        if reason:
            self._drop(statement, reason)
            return None
        said = squeezed_text(statement.text)
        place = next((i for i, other in enumerate(self.passed) if squeezed_text(other.text) == said), None)
        if place is None:
            self.passed.append(statement)
            self.parts += parts_of(sentence, self._sources)
            return statement
        before = self.passed[place]
        if further := tuple(c for c in statement.citations if c not in before.citations):
            self.passed[place] = replace(before, citations=before.citations + further)  # another file in the same words
            self.parts += parts_of(sentence, self._sources)
        else:
            self._drop(statement, "重复")
        return None

    def _drop(self, statement: Statement, reason: str) -> None:
        self.dropped.append(DroppedStatement(made_harmless(statement.text), statement.citations, reason))


def _written(
    answer: Answer, sources: Sequence[Source], model: ChatModel, *, streamed: bool
) -> Iterator[WrittenSentence]:
    """The model's sentences, each once it is whole."""
    reader = ReplyReader()
    for piece in model.pieces(messages_for(answer, sources), streamed=streamed):
        yield from reader.feed(piece)
    yield from reader.rest()


def _why_not_sent(answer: Answer) -> str | None:
    """Why an answer is not one for a model to word; None where it is."""
    if answer.conflicts:
        return "各文件的规定不一致，要照原文并列"
    if answer.interpretation.asks_for is AsksFor.LIST:
        return "逐项列出的内容要照原文"
    if len(answer.findings) > MOST_FINDINGS or sum(len(f.quote) for f in answer.findings) > MOST_CHARACTERS:
        return "依据的条款太多"
    return None


def _why_not_whole(answer: Answer, draft: _Draft, worded: tuple[Statement, ...] | None) -> str | None:
    """Why the sentences that passed do not make up the answer; None where they do."""
    if not draft.passed:
        return f"{len(draft.dropped)} 句都没有通过核对" if draft.dropped else "它什么也没有写"
    if worded is None:
        return "结论与条款不一致"
    if left_out := missing(answer, draft.parts):
        return f"漏了“{left_out}”"
    return None


def kept(answer: Answer, reason: str) -> Answer:
    """The extractive answer, with why it is alone."""
    return replace(answer, notes=(*answer.notes, KEPT.format(reason)))


def _worded_note(answer: Answer, worded: tuple[Statement, ...], dropped: int) -> str:
    parts = [WORDED]
    if dropped:
        parts.append(f"有 {dropped} 句没有通过核对，已去掉")
    if left := unused(answer, worded):
        parts.append(f"有 {left} 条依据没有写进归纳，请看下面的条款")
    return "；".join(parts)
