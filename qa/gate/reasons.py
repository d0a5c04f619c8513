"""Why a sentence or a figure is not let into an answer, for programs and in Chinese for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong; a member's value is what people read, the words in question put in for {}."""

    # Held by its clauses.
    NO_CITATION = "没有引用任何条款"
    NO_SUCH_CLAUSE = "引用的条款{}不在资料库中"
    UNQUOTED = "所引条款的原文没有列在答案中"
    ENDED = "所引文件已经废止或失效，句中没有说明"
    STATUS = "“{}”与所引文件的效力不符"
    QUOTE = "引文“{}”与条款原文不一致"
    FIGURE = "数字“{}”不在所引条款中"
    UNIT = "“{}”的计量单位与条款不同"
    OPERATOR = "“{}”的限定（不低于、不超过等）与条款不同"
    BOUND = "“{}”丢了条款中的上限或下限"
    PER = "“{}”的计算口径（每月、每人等）与条款不同"
    DATE = "日期“{}”不在所引条款中"
    NUMBER = "文号“{}”不是所引文件的，条款中也没有"
    TITLE = "文件名“{}”不是所引文件的，条款中也没有"
    TERM = "“{}”不在所引条款中"
    BODY = "机构“{}”不在所引条款中，或者职责不同"
    PLACE = "地名“{}”与所引文件不符"
    SIDE = "可否的结论“{}”与条款不符"
    MODALITY = "“{}”的语气（不得、可以、应当、鼓励等）与条款不同"
    EXCEPTION = "“{}”丢了条款中的例外"
    WORDS = "“{}”在所引条款中找不到依据"
    FIELD = "“{}”与文件版头不符"
    # Belongs to what was asked.
    SUBJECT = "“{}”说的不是所问的事项"
    RIVAL = "所问的是条款中的另一个数，不是“{}”"
    HOLDER = "“{}”说的是另一种职务"
    GROUP = "“{}”说的是另一类人或单位"
    REGION = "“{}”说的是另一个地方"
    YEAR = "“{}”说的是另一个年份"
    MEASURE = "“{}”的计算口径（每月、每年、每人等）不是所问的"
    LIMIT = "所问的是上限（或下限），“{}”是另一头"
    CONDITION = "“{}”适用的条件不是所问的"
    UNIT_ASKED = "“{}”的计量单位不是所问的"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong, and with which words."""

    fault: Fault
    words: str = ""

    def __str__(self) -> str:
        """What people read."""
        return self.fault.value.format(self.words)


def fewest(tried: Iterable[Sequence[Reason]]) -> Sequence[Reason]:
    """Of several readings of the same words, the one with the least that is wrong; the first of equals."""
    return min(tried, key=lambda reasons: len(reasons))
