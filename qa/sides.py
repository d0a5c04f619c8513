"""Yes and no: what a question wants allowed or owed, and the side that a clause takes."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.contrast import fits_condition
from qa.lexicon import same_words
from qa.sentences import squeezed_text


class SideAsked(StrEnum):
    """What a yes/no question is about."""

    LEAVE = "leave"  # 可以…吗
    DUTY = "duty"  # 要…吗
    FACT = "fact"  # 同意…了吗, 有…吗


_ASKS_LEAVE = re.compile(r"可以|能不能|可不可以|可否|能否|允许|准不准|行不行|能(?!力|源|够不)")
_ASKS_DUTY = re.compile(r"要不要|需不需要|需要|必须|应不应该|该不该|用不用|(?<![重主需])要(?!求|点|素|闻|是)")

# What a clause says. 不得 comes before 得, 不可 before 可.
FORBIDS = re.compile(
    r"不得|严禁|禁止|不准|不许|不允许|不能|不可(?!或缺|分割|替代|逆)|不应|不予|不再|不安排|不对外|不纳入|不列入|不享受|不发放"
)
FREES = re.compile(r"免征|免交|免收|免费|免除|免于|免缴|不需|无需|无须|不必|不用|不作硬性要求|不要求|不收")
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
    if fits_condition(squeezed_text(question), text) is False:
        return None  # it is said of another age or sum
    asked = side_asked(question)
    if asked is SideAsked.LEAVE:
        if _NOT_DOING.search(question):  # 可以不交吗: leave not to do it
            return "可以" if FREES.search(text) else "不可以" if REQUIRES.search(text) else None
        if _NO_HINDRANCE.search(text):
            return "可以"
        if found := FORBIDS.search(text):
            return "不得" if found.group() in ("不得", "严禁", "禁止", "不准", "不许") else "不可以"
        return "可以" if ALLOWS.search(text) else None
    if asked is SideAsked.DUTY:
        if FREES.search(text):
            return "否"
        found = REQUIRES.search(text)
        if found is None or FORBIDS.search(text) or _SOFTENS.search(text):
            return None
        return "是" if _of_everyone_asked(squeezed_text(question), text, found.start()) else None
    return _fact(question, text)


# What is left open, or asked of some only, is no duty of all.
_SOFTENS = re.compile(
    r"自愿|一般(?!性)|灵活|酌情|鼓励|提倡|原则上|条件允许|有条件|具备条件|确有|可(?!能|靠|持续|行性|再生|观|操作|信)"
)


def _of_everyone_asked(question: str, text: str, duty: int) -> bool:
    """Whether a duty falls on those the question asks of, and not only on a kind of them that it does not name."""
    clause = max(text.rfind(stop, 0, duty) for stop in "。;；,，：:") + 1
    whom = text[clause:duty]
    pairs = [whom[i : i + 2] for i in range(len(whom) - 1)]
    return len(pairs) < 4 or sum(pair in question for pair in pairs) >= 0.5 * len(pairs)


_NOT_DOING = re.compile(r"(?:可以|能|允许)不(?!能|可以)[\u4e00-\u9fff]")
_NO_HINDRANCE = re.compile(r"不影响|不受影响|不妨碍")
_DENIED = re.compile(r"(?:不|未|没有|没|暂停|停止|取消|不再|免予?)(?:得|能|予|再|对外|会|需要?)?$")
# 「X了吗」「有没有X」「会不会X」: what is to be so.
_CLAIM = re.compile(
    r"(?:有没有|会不会|是不是|是否|有无|有)?(?P<claim>[\u4e00-\u9fff]{2,4}?)(?:了|过)?(?:吗|么|没有)?[?？]?$"
)


def _fact(question: str, text: str) -> str | None:
    """是 where the words say what the question supposes, 否 where they deny it; in the lexicon's other words too."""
    found = re.search(r"同意|批准|设立|成立|废止|取消|列入|纳入|实行|建立", question) or _CLAIM.search(question.strip())
    if found is None:
        return None
    claim = found["claim"] if "claim" in found.re.groupindex else found.group()
    ways = [claim[i:] for i in range(len(claim) - 1)]
    ways += [other for way in ways for other in same_words().get(way, ())]
    for way in ways:
        if (at := text.find(way)) >= 0:
            return "否" if _DENIED.search(text[max(0, at - 6) : at]) else "是"
    return None
