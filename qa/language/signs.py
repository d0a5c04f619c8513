"""Signs that a sentence answers, besides its words and values: whose label it is, of what it speaks, how it bounds.

All patterns read squeezed text (qa/language/sentences.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

# A sentence that only announces: 现将有关事项通知如下。经会议研究,决定作如下修改:
ANNOUNCES = re.compile(
    r"(?:如下(?![一二三四五六七八九十几\d])[\u4e00-\u9fff]{0,6}|通知|下列各项|(?<![元岁人名亩米倍级年月日天户个吨次%分层])以下[\u4e00-\u9fff]{0,6})[。:：]?$|^现(?:将|就)|印发给你们|请(?:结合实际)?认真(?:贯彻|组织)"
)
# The opening of a 批复 or 复函: it names the request it answers, in the request's words, and decides nothing.
#   matches   你院《关于给某同志辞职的请示》（某发〔2011〕10号）收悉。
RECEIVED = re.compile(r"(?:收悉|已收到)[。,，;；]?$")
ASKS_FOR_REQUEST = re.compile(r"请示|来函|来文|来电|收悉|收到")
# （责任单位：…） at the foot of a clause speaks for all of it; 组长：… is answered by its label.
LABELLED = re.compile(r"[(（]?(?P<label>[\u4e00-\u9fff]{2,8})[:：]")
_ASKS_WHO = re.compile(r"谁|部门|单位|机构")
BRACKETED_BODY = re.compile(r"[(（][^()（）]{2,60}(?:牵头|负责|参与|配合|承担)[^()（）]{0,20}[)）][。;；]?$")


# 本通知自…起施行: said of the whole notice.
OF_THE_WHOLE = re.compile(r"本(?:通知|办法|细则|意见|规定|方案|制度|标准|条例|要点)(?:自|由|有效|从|印发|施行|执行)")
# How a figure is bounded, asked and stated.
LEAST, STATED_LEAST = (
    re.compile(r"最少|至少|最低|不少于|不低于|下限|起码"),
    re.compile(r"不少于|不低于|至少|以上|最低|不得[少低]于"),
)
MOST, STATED_MOST = (
    re.compile(r"最多|最高|不能超|不超过|上限|顶多|最长|最迟"),
    re.compile(r"不超过|不得超过|最高|最多|以[内下]|最长|不高于"),
)
PER = re.compile(
    r"[每一]个?(?P<unit>学年|学时|学期|季度|月|年|天|日|周|人|名|户|次|场|支|件|亩|间|桌|顿|小时)(?!级|般|些|次性|部|律|定)"
)


@lru_cache(maxsize=16384)
def announces(squeezed: str) -> bool:
    """Whether words only announce what follows."""
    return ANNOUNCES.search(squeezed) is not None


@lru_cache(maxsize=16384)
def tells_of_request(squeezed: str) -> bool:
    """Whether words only say that a request was received."""
    return RECEIVED.search(squeezed) is not None


def bounded_as_asked(asked: str, text: str) -> bool:
    """Whether a value is bounded as asked: 最少, 最多."""
    return bool(
        (LEAST.search(asked) and STATED_LEAST.search(text)) or (MOST.search(asked) and STATED_MOST.search(text))
    )


def measures(asked: str, text: str) -> bool | None:
    """Whether a value stands for the measure asked about (一支队伍: 每支); None where one of the two names none."""
    per = _measures_named(asked)
    stated = _measures_named(text) if per else per
    return bool(per & stated) if per and stated else None


@lru_cache(maxsize=4096)
def _measures_named(text: str) -> frozenset[str]:
    return frozenset([m["unit"].replace("日", "天") for m in PER.finditer(text)])


_UNABLE = re.compile(r"(?:不能够?|无法|不具备|未能)(?P<what>[\u4e00-\u9fff]{2})")


def denies(asked: str, text: str) -> bool:
    """Whether a text says 不能 of what the question names without it: 不能自理 where 能自理 is asked of."""
    return not _UNABLE.search(asked) and any(m["what"] in asked for m in _UNABLE.finditer(text))


# 离休干部、特困人员免收学费: a sum that nobody else is spared.
_SPARED = re.compile(
    r"(?:^|[,。;:])(?P<who>[^,。;:]{0,24}?(?:人员|干部|户|对象|老年?人|学生|学员|[儿幼]童|家庭|军人|职工|党员|居民|患者|遗属))的?[^,。;:、和及\d]{0,6}(?:免[费收征缴交除]|不收)"
)


def exempts_others(asked: str, text: str) -> bool:
    """Whether a text without any figure spares only people whom the question does not name."""
    if re.search(r"\d+元", text):
        return False
    spared = [m["who"] for m in _SPARED.finditer(text)]
    names = [name for who in spared for name in re.split(r"[、和及与]", who)]
    return bool(names) and not any(name[i : i + 2] in asked for name in names for i in range(max(1, len(name) - 3)))


# 部分公民放假的假日不补假: what holds of some is no answer for all.
_OF_SOME = re.compile(r"^(?:部分|个别|少数)(?P<whom>[\u4e00-\u9fff]{2})")


def excepts_some(asked: str, text: str) -> bool:
    """Whether a text speaks of some of those only whom the question asks of without telling them apart."""
    found = _OF_SOME.match(text)
    return found is not None and not re.search("部分|个别|少数", asked) and found["whom"] not in asked


def speaks_for_clause(squeezed: str, asked: str) -> bool:
    """Whether the words are a label that the question asks for, or a bracket that says who is responsible."""
    label = LABELLED.match(squeezed)
    if label is not None and label["label"] in asked:
        return True
    if not _ASKS_WHO.search(asked):
        return False
    return bool(BRACKETED_BODY.match(squeezed) or (label and re.search("单位|部门|牵头", label["label"])))
