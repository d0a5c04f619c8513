"""The words that a figure or a side cannot be told without: whose figure it is, on what condition something may be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language.few_words import cut_outside, without_mark
from qa.language.lexicon import same_words
from qa.language.sentences import squeezed_text, tidy

LONGEST_CASE = 60
"""Characters of a figure with the words it is said of."""
LONGEST_SIDE = 80
"""Characters of the words that go with a side, its condition among them."""

_STOPS = "，,；;。：:"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
# Words around every figure, which tell no case from another.
_COMMON = re.compile(
    r"标准|补贴|补助|费用|金额|数额|人数|总数|规模|最高|最低|一般|原则上|不少于|不低于|不超过|应当|可以|每[人年月日天次户名生]"
    r"|[为按是在于应可达至到共须要的]"
)
# What stands between a case and its figure and is part of neither.
_LEADS_TO = re.compile(r"(?:为|是|按照?|在|于|达到?|应当?|可以?|须|要|共?有|满|均|各)+$")
# Somebody does something with the sum: that is no case.
_DOES = re.compile(
    r"由|在(?![编职校读册岗])|并|再(?!就业)|送|对(?!象)|向|把|将|从(?!业)|给(?!付)|发(?![明起])|处(?![级室科长])|设(?![区备施])|同意|安排|为(?!主)|\d"
)
# The step of a scale: 80至89周岁, 100周岁以上, 满30年的.
_STEP = re.compile(
    r"\d+(?:周岁|岁|人|名|万?元|年|级)?[至到—~～-]+\d+(?:周岁|岁|人|名|万?元|年|级)|\d+(?:周岁|岁|人|名|万?元|年|个月)(?:\(含\)|（含）)?(?:以[上下]|的)"
)
_SETS_CASE = re.compile(
    r"(?:的|者|(?<![学小课工])时|后|期间)$|的(?:人|人员|家庭|企业|单位|机构|党员|干部|职工|学生|学员|老人|老年人|对象|支部|个人|用户|项目|农户|户)$|^(?:对于?|凡|经|因|如|若|除)"
)
# What begins without saying who or what it is said of.
_NO_SUBJECT = re.compile(
    r"^(?:也|均|都|还|并|且|则|又|一律|原则上|一般|同时)*(?:不得|不可以?|不能|不准|不许|不予|不再|不作|不受|不需|无需|无须|不必|严禁|禁止|可以?|应当?|必须|须|要|免)"
)
_LEAVE = re.compile(r"(?<!不)可(?!能|靠|行性)|允许|准予")
_BAN = re.compile(r"不得|不可|不能|不准|不许|不予|严禁|禁止|不再")
_DUTY = re.compile(r"应当|必须|不要求|不需|无需|不作|免[交收予]")
# What lies between a figure and the end of its piece where it is short: 核定, 发放, 办结.
_TAIL = re.compile(r"[\u4e00-\u9fff]{0,8}(?=[，,；;。：:]|$)")


def with_case(question: str, quote: str, value: str, *, named: bool = True) -> str:
    """The value with the words of its sentence that say whose it is, where the question does not: 80至89周岁每人每月100元.

    `named`: also what stands right before it in its own piece, which of a term or a day says only who acts. The value
    itself where it does not stand in the quote once, or the question speaks of that very case.
    """
    text = tidy(without_mark(quote)) if "\t" not in quote else ""
    at = text.find(value)
    if at < 0 or text.find(value, at + 1) >= 0:
        return value
    asked = squeezed_text(question)
    piece = max(text.rfind(stop, 0, at) for stop in _STOPS) + 1
    begin = at
    lead = _LEADS_TO.sub("", text[piece:at])
    step = _STEP.search(lead)
    if named and (squeezed_text(step.group()) not in asked if step else not _DOES.search(lead) and is_new(asked, lead)):
        begin = piece
    case = _piece_before(text, piece)
    if case and _SETS_CASE.search(text[slice(*case)]) and is_new(asked, text[slice(*case)]):
        begin = case[0]
    end = at + len(value)
    if begin < at and (tail := _TAIL.match(text, end)) and not tail.group().endswith("的"):
        end = tail.end()
    if "分别" in text[begin:at]:
        return value  # one figure of a row: the words before it are those of its neighbours
    return text[begin:end] if end - begin <= LONGEST_CASE else value


def _piece_before(text: str, begin: int) -> tuple[int, int] | None:
    """The span of the piece that ends with the comma right before a place; None where no comma stands there."""
    if begin < 2 or text[begin - 1] not in "，,":
        return None
    start = max(text.rfind(stop, 0, begin - 1) for stop in _STOPS) + 1
    return start, begin - 1


def is_new(asked: str, words: str) -> bool:
    """Whether words name a case that the question, in its own or other words, does not."""
    known = [asked, *(way for word, ways in same_words().items() if word in asked for way in ways)]
    pairs = [run[i : i + 2] for run in _HAN.findall(_COMMON.sub(" ", words)) for i in range(len(run) - 1)]
    strange = [pair for pair in pairs if not any(pair in text for text in known)]
    return len(strange) >= 2 and 2 * len(strange) > len(pairs)


# 但不得由他人代签: what it is set against is not told, so neither is the 但.
_JOINS = re.compile(r"^(?:但是?|并且?|且|而|同时)[，,]?(?=[不可应须需要由])")


def with_condition(quote: str, told: str) -> str:
    """The words that decide a side, with those before them that say of what, and behind them what they lead up to.

    可以委托他人代交 is said of those 情况特殊的, 经支部研究同意; what else may or may not be done stays out.
    """
    said = _JOINS.sub("", without_mark(told).rstrip("。；;"))
    text = tidy(without_mark(quote))
    at = text.find(said)
    if not said or at < 0:
        return said
    decides = text[at : _closed(text, at, at + len(said))]
    if len(said) > 8 and not _NO_SUBJECT.match(said):
        return decides
    before = _said_of(cut_outside(text[_member_begin(text, at) : at], "，,"), said)
    for pieces in (before, [p for p in before if _SETS_CASE.search(p.rstrip("，,"))]):
        if len(whole := "".join((*pieces, decides))) <= LONGEST_SIDE:
            return whole
    return decides


def _said_of(before: Sequence[str], said: str) -> list[str]:
    """The pieces before that say of whom and when: behind what takes another side, and not what takes the same one."""
    kept: list[str] = []
    own = [mood.search(said) is not None for mood in (_LEAVE, _BAN, _DUTY)]
    for piece in (p for p in before if len(p) > 2):  # a 但 that is left over is none
        moods = [mood.search(piece) is not None for mood in (_LEAVE, _BAN, _DUTY)]
        if not any(moods):
            kept.append(piece)
        elif moods != own:
            kept.clear()  # the case that it was said of ends with it
    return kept


def _member_begin(text: str, at: int) -> int:
    """Where the sentence, or the member of a row of sentences, that holds a place begins."""
    begin = 0
    for part in cut_outside(text, "。！？；;"):
        if begin + len(part) > at:
            return begin
        begin += len(part)
    return begin


# 可以在留存党费中: what is allowed comes behind the comma.
_UNSAID = re.compile(r"(?:中|时|后|前|内|下|的|由|按|经|以|[和与及或])$")


def _closed(text: str, begin: int, end: int) -> int:
    """The end of words, moved on while they only lead up to the piece behind them."""
    while _UNSAID.search(text[begin:end]) and text[end : end + 1] in ("，", ","):
        stops = [place for stop in "，,；;。" if (place := text.find(stop, end + 1)) >= 0]
        further = min(stops, default=len(text))
        if further - begin > LONGEST_SIDE:
            break
        end = further
    return end
