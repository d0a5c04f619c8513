"""Yes or no: the side that a label takes and the side that a line opens with."""

from __future__ import annotations

import re
from enum import Enum

from eval.questions.printed import normal


class Side(Enum):
    """Which way a yes/no question is answered."""

    YES = "yes"
    NO = "no"
    NONE = "none"  # the words take no side


_ASKS = re.compile(
    r"吗|么[?？]?$|(?:能|可|会|要|是|有|用|需|该|算)不(?:能|可|会|要|是|用|需|该|算)|是否|能否|可否|有没有|会不会|[行对]不[行对]|呢[?？]?$"
)
_NO = re.compile(r"不(?!少于|低于|超过|得少于|得低于|得超过|晚于|迟于)|否|无需|无须|没有|未(?!来)|免[收征交]|禁止|严禁")
_YES = re.compile(r"可以?|是|能|会|应|需|要|须|有|同意|对|准予|允许|必须|算|继续|按")
# A line that says that it is not said.
_NO_SIDE = re.compile(r"(?:没有|未)(?:直接)?(?:写明|规定|明确|找到|说)")
_WHOSE = re.compile(r"^[^：:。；]{1,16}[：:]")


def asks_for_side(question: str) -> bool:
    """Whether the question can be answered with yes or no."""
    return _ASKS.search(normal(question)) is not None


def side_of_label(text: str) -> Side:
    """The side of a short answer: its first words, else a 没有 or 不 behind them."""
    text = normal(text)
    opening = _opening(text)
    if opening is not Side.NONE:
        return opening
    return Side.NO if re.search(r"[,，]?(?:没有|不得|不能|无需|不用)", text) else Side.NONE


def side_of_line(line: str) -> Side:
    """The side that a line opens with, after the name of its place."""
    line = normal(line)
    if _NO_SIDE.match(line):
        return Side.NONE
    return _opening(_WHOSE.sub("", line))


def _opening(text: str) -> Side:
    if _NO_SIDE.match(text):
        return Side.NONE
    if _NO.match(text):
        return Side.NO
    return Side.YES if _YES.match(text) else Side.NONE
