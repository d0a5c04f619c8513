"""Questions of several parts: 「补贴是多少，由谁发放？」 asks two things, and one of them may go unanswered."""

from __future__ import annotations

import re

from index.tokenizer import words_of
from qa.lexicon import same_words, whole_words
from qa.matter import GENERIC
from qa.question import subject_of
from qa.sentences import squeezed_text

_DIVIDER = re.compile(r"[，,；;？?。]|、(?=[^，,；;？?。]*(?:多少|几|哪|什么|谁|何时|吗|怎么|如何))")
_ASKS = re.compile(
    r"多少|几(?=[^乎何])|哪|什么|谁|何时|怎么|如何|吗$|是否|能不能|可不可以|有没有|要不要|文号|期限$|标准$"
)
_AND = re.compile(r"^(?:以及|还有|另外|并且|同时|那么?|和|与|又)")
MOST_PARTS = 3
# 分别是多少, 各多少: of each of what stands before; 各单位, 各类 are bodies and kinds.
_OF_EACH = re.compile(r"分别|各自|各(?=是|为|有|多少|几|占|发|补|领)|(?=标准$)")
_FIGURE = re.compile(r"多少|几|多高|多久|标准$")
_OF_SUMS = "费金率额"
LONGEST_ENDING = 7  # characters after 和 within which the other thing ends like the first


def parts_of_question(question: str) -> tuple[str, ...]:
    """The parts that ask something each, with the subject of the first where a later one names none; () for one alone."""
    pieces = [p.strip() for p in _DIVIDER.split(question.strip()) if p.strip()]
    if len(pieces) < 2:
        return each_of_two(pieces[0]) if pieces else ()
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


def each_of_two(question: str) -> tuple[str, ...]:
    """A figure asked of each of two things, asked of one after the other: 书记和委员补贴各多少; () where it is not.

    Of the words after 和 the other thing takes as many as end like the first (支部书记和党总支书记), else one.
    """
    if not (_OF_EACH.search(question) and _FIGURE.search(question)):
        return ()
    words = whole_words(question)
    joints = [place for place, word in enumerate(words) if word in ("和", "与")]
    if len(joints) != 1 or not 0 < joints[0] < len(words) - 2:
        return ()
    head, one, rest = "".join(words[: joints[0] - 1]), words[joints[0] - 1], "".join(words[joints[0] + 1 :])
    alike = rest.find(one[-2:] if one[-1] not in _OF_SUMS else one[-1], 1)
    other = rest[: alike + (1 if one[-1] in _OF_SUMS else 2)] if 0 < alike < LONGEST_ENDING else words[joints[0] + 1]
    asked = _OF_EACH.sub("", rest[len(other) :], count=1)
    return (f"{head}{one}{asked}", f"{head}{other}{asked}")


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
