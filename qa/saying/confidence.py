"""How sure the program is of an answer, in words."""

from __future__ import annotations

from qa.model import Answer, AnswerOutcome, AsksFor

# From which share of right answers on people are told so.
_HIGH, _FAIR = 0.85, 0.6
# Kinds of question whose answer people take away in a word.
_TOLD_SHORT = frozenset(
    {AsksFor.AMOUNT, AsksFor.FREQUENCY, AsksFor.THRESHOLD, AsksFor.DATE, AsksFor.WHO, AsksFor.YES_NO}
)
_DIGITS = "零一二三四五六七八九十"


def confidence_in_words(answer: Answer) -> str:
    """把握较大：这类回答十次约有九次正确; "" where it is not estimated."""
    sure = answer.confidence
    if sure is None:
        return ""
    degree = "较大" if sure >= _HIGH else "一般" if sure >= _FAIR else "不大"
    what = "结论" if answer.outcome is AnswerOutcome.NOT_FOUND else "回答"
    advice = "" if sure >= _HIGH else "，请核对原文"
    times = min(9, max(1, round(sure * 10)))
    return f"把握{degree}：这类{what}十次约有{_DIGITS[times]}次正确{advice}。"


def doubt_in_words(answer: Answer) -> str:
    """The same of an answer that is wrong about as often as right, which nobody should act on unread; "" for others.

    What lays out the rules of several places, or all that is said of a topic, is read clause by clause anyway.
    """
    told_short = answer.interpretation.asks_for in _TOLD_SHORT
    doubtful = told_short and answer.confidence is not None and answer.confidence < _FAIR
    return confidence_in_words(answer) if doubtful and answer.outcome is not AnswerOutcome.NOT_FOUND else ""
