"""Questions of several parts: 「补贴是多少，由谁发放？」 asks two things, and one of them may go unanswered."""

from __future__ import annotations

import re

from index.tokenizer import words_of
from qa.lexicon import same_words
from qa.matter import GENERIC
from qa.question import subject_of
from qa.sentences import squeezed_text

_DIVIDER = re.compile(r"[，,；;？?。]|、(?=[^，,；;？?。]*(?:多少|几|哪|什么|谁|何时|吗|怎么|如何))")
_ASKS = re.compile(
    r"多少|几(?=[^乎何])|哪|什么|谁|何时|怎么|如何|吗$|是否|能不能|可不可以|有没有|要不要|文号|期限$|标准$"
)
_AND = re.compile(r"^(?:以及|还有|另外|并且|同时|那么?|和|与|又)")
MOST_PARTS = 3


def parts_of_question(question: str) -> tuple[str, ...]:
    """The parts that ask something each, with the subject of the first where a later one names none; () for one alone."""
    pieces = [p.strip() for p in _DIVIDER.split(question.strip()) if p.strip()]
    if len(pieces) < 2:
        return ()
    asking = [bool(_ASKS.search(p)) for p in pieces]
    if sum(asking) < 2:
        return ()
    parts: list[str] = []
    opening = ""
    for piece, asks in zip(pieces, asking, strict=True):
        piece = _AND.sub("", piece)
        if not asks:  # 「退休人员去世后，丧葬费多少，抚恤金几个月」: the condition holds for every part
            opening += f"{piece}，"
            continue
        lead = opening
        if parts:
            lead = lead or f"{subject_of(pieces[0]).replace(' ', '')}，"
        parts.append(f"{lead}{piece}")
    return tuple(parts[:MOST_PARTS]) if len(parts) > 1 else ()


def asked_alone(part: str) -> str:
    """The part without the subject that it takes from the rest of the question."""
    return re.split(r"[，,]", part)[-1]


def own_words_of(part: str) -> tuple[str, ...]:
    """The content words of a part after its inherited lead."""
    piece = asked_alone(part)
    return tuple(w for w in dict.fromkeys(words_of(subject_of(piece))) if len(w) > 1 and w not in GENERIC)


def speaks_of(part: str, text: str) -> bool:
    """Whether a text (clause with its headings and title) holds what this part alone asks about."""
    words = own_words_of(part)
    if not words:
        return True
    plain = squeezed_text(text)
    held = sum(w in plain or any(other in plain for other in same_words().get(w, ())) for w in words)
    return 2 * held >= len(words)
