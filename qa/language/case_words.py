"""The case that a question sets by a phrase of time or state, 去世后, 借调期间, 试用期, and whether a text speaks of it.

What holds in general says nothing of such a case: of 护理费 after a death, a clause that fixes 护理费 and never speaks of
death is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.language.lexicon import same_words

# What stands behind the word for a state or an event and makes a case of it.
#   matches   去世|后 | 借调|期间 | 退休|前 | 毕业|以后
#   rejects   最|后 | 提|前 | 退休后|勤
_BEHIND = re.compile(r"(?:的)?(?:期间|期内|之后|以后|后(?![勤续备台果期])|之前|以前|前(?![期后提款往沿])|期满|的时候)")
# 换届时, 住院时: what happens to a body or to somebody.
_AT = re.compile(r"时(?![间候长限段期效刻常代节])")
_HAPPENS = re.compile(r"换届|改选|撤销|合并|搬迁|移交|退休|离职|调离|去世|逝世|死亡|住院|生病|毕业|入学|报到|离开")
# A stretch of time with a name of its own: 试用期, 哺乳期, 服务期.
_SPAN = re.compile(r"[\u4e00-\u9fff]{2}期(?!间|内|满|限|数|初|末|货)")
# What happens to a rule, a paper or a process and not to whom it is for; and words that set no case.
_NO_CASE = re.compile(
    r"调整|提高|降低|修[订改]|改革|变[化更]|增加|上调|下调|实施|执行|施行|生效|印发|发布|出台|公布|通知|文件|政策|规定|标准|新|年|月|日|"
    r"今|目|最|以|之|提|此|然|随|先|有效|试行|周|学期|定期|长期|近期|中期|分期|同期|一期|二期|三期|日期|截止|公示|缴费|办理|申报|报名|收到|受理|申请|审核|结束|完成"
)


@lru_cache(maxsize=2048)
def cases_asked(asked: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a question, squeezed, that set a case: 去世 of 去世后护理费怎么办; () where none does."""
    found: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        if len(word) < 2 or _NO_CASE.search(word) or any(word in other for other in found):
            continue
        at = asked.find(word)
        behind = at + len(word)
        happens = _HAPPENS.fullmatch(word) is not None and _AT.match(asked, behind) is not None
        if at >= 0 and (happens or _SPAN.fullmatch(word) or _BEHIND.match(asked, behind)):
            found.append(word)
    return tuple(found)


# States and events of a person: a term that runs from one is none that runs from a paper's arrival.
_OF_A_PERSON = re.compile(
    r"退休|离休|退役|离职|辞职|调离|调出|退出|借调|挂职|处分|去世|逝世|病故|死亡|结婚|离婚|生育|怀孕|哺乳|毕业|失业|住院|[产病事探]假|服刑|试用|实习|见习"
)


def unmet_case(asked: str, words: Sequence[str], context: str, *, of_term: bool = False) -> str | None:
    """A case that the question sets and the context (clause, headings, title; squeezed) never speaks of.

    `of_term`: a day or a length of time is asked for, whose beginning people name in many ways; then states of a person alone.
    """
    cases = [c for c in cases_asked(asked, tuple(words)) if not of_term or _OF_A_PERSON.search(c)]
    return next((case for case in cases if not _speaks_of(case, context)), None)


# A rule for those whom somebody has left behind speaks of a death.
_OF_DEATH = re.compile(r"去世|逝世|病故|死亡")
_OF_THE_DEAD = ("遗属", "抚恤", "丧葬", "治丧")


def _speaks_of(case: str, context: str) -> bool:
    """Whether a case is named in some way: by another word, or by the state that a stretch of time is of (试用 of 试用期)."""
    names = (case, case.removesuffix("期")) if len(case) > 2 else (case,)
    ways = {way for name in names for way in (name, *same_words().get(name, ()))}
    if _OF_DEATH.search(case):
        ways |= set(_OF_THE_DEAD)
    over = "(?!期?满)" if case.endswith("期") else ""  # 试用期满 is no 试用期
    return any(re.search(f"{re.escape(way)}{over}", context) for way in ways)
