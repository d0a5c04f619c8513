"""What a question asks the notices about where it wants no value: every clause whose words name it is to be heard."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.deciding.likelihood import stands_in
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text
from qa.model import AsksFor, Interpretation, ValueKind
from qa.reading.reader import Reading, must_be_stated

# Of the clauses read, the share above which a word tells no clause from another.
_EVERYWHERE = 0.6
_OPEN = frozenset({AsksFor.COMPARISON, AsksFor.OTHER, AsksFor.LIST})
_DONE_HOW = frozenset({ValueKind.MANNER, ValueKind.ITEMS})


def topic_of(question: str, interpretation: Interpretation, readings: Sequence[Reading]) -> tuple[str, ...]:
    """The words that name the topic; () where a question asks for a value, a side or a meaning, or names no topic.

    志愿服务 of 对志愿服务各有什么要求; a word that most of the clauses read hold (老干部) is none.
    """
    if interpretation.asks_for not in _OPEN or must_be_stated(interpretation) or set(interpretation.wants) - _DONE_HOW:
        return ()
    if interpretation.wants and not _ASKS_WHAT_IS_LAID_DOWN.search(question):
        return ()  # 老党员怎么过组织生活 wants the one way, 社区四就近有哪些 the items
    words = [w for term in interpretation.terms if len(w := squeezed_text(term)) > 1 and w not in GENERIC]
    words = [w for w in words if not any(w != v and w in v for v in words)]
    texts = [squeezed_text(r.ranked.stored.clause.text) for r in readings]
    told = [w for w in words if sum(w in text for text in texts) <= _EVERYWHERE * len(texts)]
    told = [w for w in told if any(stands_in(w, text) for text in texts)]
    return tuple(told)


_ASKS_WHAT_IS_LAID_DOWN = re.compile(r"要求|规定|政策|举措|措施|安排|部署|做法|内容|怎么(?:规定|要求|说|讲|写|定)")


def is_of_topic(reading: Reading, topic: Sequence[str]) -> bool:
    """Whether the quoted words name the whole topic, in these words or others for the same."""
    if not topic:
        return False
    quote = squeezed_text(reading.quote)
    return all(stands_in(word, quote) for word in topic)


def share_of_topic(reading: Reading, topic: Sequence[str]) -> float:
    """0..1: how much of the quoted words is the topic itself; a sentence about it comes before a list that names it."""
    quote = squeezed_text(reading.quote)
    return min(1.0, sum(len(word) * quote.count(word) for word in topic) / max(len(quote), 1))
