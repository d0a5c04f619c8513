"""Yes and no: what a question wants allowed or owed, and the side that a clause takes."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.sentences import squeezed_text


class SideAsked(StrEnum):
    """What a yes/no question is about."""

    LEAVE = "leave"  # 可以…吗
    DUTY = "duty"  # 要…吗
    FACT = "fact"  # 同意…了吗, 有…吗


_ASKS_LEAVE = re.compile(r"可以|能不能|可不可以|可否|能否|允许|准不准|行不行|能(?!力|源|够不)")
_ASKS_DUTY = re.compile(r"要不要|需不需要|需要|必须|应不应该|该不该|用不用|(?<![重主需])要(?!求|点|素|闻|是)")

# What a clause says. 不得 comes before 得, 不可 before 可.
FORBIDS = re.compile(r"不得|严禁|禁止|不准|不许|不允许|不能|不可(?!或缺|分割|替代|逆)|不应|不予|不再")
FREES = re.compile(r"免征|免收|免费|免除|免于|免缴|不需|无需|无须|不必|不用|不作硬性要求|不要求|不收")
ALLOWS = re.compile(
    r"(?<!不)(?<!许)(?<!认)(?<!宁)可(?!能|靠|持续|行性|再生|观|操作|信)|(?<!不)允许|准予|同意|有权|能够|给予|将.{0,16}(?:修复|予以)"
)
REQUIRES = re.compile(
    r"应当|必须|(?<![无不必])须(?!知)|(?<!不)应(?!急|用|对|届|答|邀|征|聘|该不)|(?<![不需重主])要(?!求|点|素|闻|是)|缴纳|交纳"
)


def side_asked(question: str) -> SideAsked:
    """What a yes/no question is about."""
    if _ASKS_LEAVE.search(question):
        return SideAsked.LEAVE
    return SideAsked.DUTY if _ASKS_DUTY.search(question) else SideAsked.FACT


def side_of(question: str, quote: str) -> str | None:
    """可以, 不可以, 不得, 是 or 否 where the words leave no doubt; None where they do."""
    text = squeezed_text(quote)
    asked = side_asked(question)
    if asked is SideAsked.LEAVE:
        if found := FORBIDS.search(text):
            return "不得" if found.group() in ("不得", "严禁", "禁止", "不准", "不许") else "不可以"
        return "可以" if ALLOWS.search(text) else None
    if asked is SideAsked.DUTY:
        if FREES.search(text):
            return "否"
        return "是" if REQUIRES.search(text) and not FORBIDS.search(text) else None
    if FORBIDS.search(text) or FREES.search(text) or re.search(r"会不会|有没有|有.{1,10}吗", question):
        return None
    verbs = re.findall(r"同意|批准|设立|成立|废止|取消|列入|纳入|实行|建立", question)
    return "是" if verbs and all(verb in text for verb in verbs) else None
