"""What a question asks of a figure: what is counted, in which unit, for whom and for how long, how bounded, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.figures.units import UnitKind, kind_of
from ingest.regions import Place, places_named
from qa.language.contrast import is_opposed
from qa.language.lexicon import same_words
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text
from qa.language.signs import LEAST, MOST
from qa.model import AsksFor, FilterKind, Interpretation, ValueKind

KINDS_OF_UNITS: dict[ValueKind, frozenset[UnitKind]] = {
    ValueKind.MONEY: frozenset({UnitKind.MONEY}),
    ValueKind.PERCENT: frozenset({UnitKind.SHARE}),
    ValueKind.TIMES: frozenset({UnitKind.TIMES}),
    ValueKind.PEOPLE: frozenset({UnitKind.PERSON}),
    ValueKind.AGE: frozenset({UnitKind.AGE}),
    ValueKind.DURATION: frozenset({UnitKind.PERIOD, UnitKind.DAY}),
    ValueKind.FIGURE: frozenset(UnitKind),
}
_ASKING = re.compile(
    r"(?:多少|几(?![乎何])|多大|多高|多长时间|多长|多久|多远|什么时候|什么时间|何时|哪一?[天年月日]|哪几天|谁|哪个?(?:部门|单位)|什么标准|怎么算)"
)
# Words between what is counted and the word of asking.
_BETWEEN = re.compile(
    r"(?:每年|每月|每季度|每天|每次|一年|全年|一个月|一天|是|为|有|占|要|应|须|得|能|可以|会|共|一共|总共|最多|最少|至少|至多|最低|最高|不少于|不低于|不超过|大概|大约|一般|原则上|按|给|发|领|拿|到|达到|不能超过|不得超过|的|了|需要|应该|应当|一般是|各|都|又|分别|不能|超|低于|少于|满|由|在|自|从|后|起|内|之内|以内|多|才|算)+$"
)
_UNIT_BEHIND = re.compile(
    r"^(?:多少|几)(?:个?(?:工作日|自然日|月|小时|学时|课时|学期|星期)|万元|亿元|块钱|[元块钱次回遍场轮名人位个岁天日年月周项条件支家户期篇分字米亩吨种类级号])?"
)
# Periods and bearers that a figure is counted for.
PERIOD = re.compile(
    r"(?:每|一|按|逐|全|当|本)(?:个)?(?P<unit>半年|学年|学期|季度|年度|年|月|周|天|日|季|学时|课时|小时|届|期|晚|顿|次(?=最|不|多少|几|[补发给领拨]|标准))(?!级|般|些|次性|部|律|定|起|底|初)"
)
_BEARER = re.compile(
    r"(?:每|一)(?:个)?(?P<unit>人|名|位|户|支(?!部)|件|亩|平方米|平米|公里|吨|间|桌|家|篇|台|辆|所|处|床|场|班)(?!级|般|些|次性|部|律|定|起|月|年|季|学|工)"
)
_SAME_TIME = {"日": "天", "季": "季度", "年度": "年", "课时": "学时"}
_SAME_BEARER = {"名": "人", "位": "人", "平米": "平方米"}
EACH_THING = "个"
"""Among the bearers: each of what is no man, no household and no period; 每个驿站, 每家机构."""
_EACH = re.compile(
    r"(?:每|一)(?:个|家|所|处|座)(?!半?[年月季天周]|学[年期时]|小时|工作日|星期|课时)"
    r"(?P<man>(?:(?![多几每])[\u4e00-\u9fff]){0,4}?(?:人(?!大|社|才公寓)|员(?!会)|干部|代表|同志|师|[学考]?生|书记|孩子|遗属)(?!党?(?:总支|支部|小组|组织)|活动|之家|大学|服务|工作)|家庭)?"
)
# What is counted by itself tells nothing apart.
_LIGHT = frozenset(
    "钱 元 标准 数额 金额 时间 期限 时限 比例 次数 人数 数量 多少 情况 要求 规定 方面 具体 相关 有关 一次 单位 部门 参加 开展 进行 组织 安排 "
    "办理 享受 领取 领到 发放 给予 可以 需要 应当 达到 超过 每人 每年 每月 每天 一年 一个月 现在 目前 今年 补 发 给 领 拿 交 开 做 办 设 "
    "老党员 老同志 干部 离退休干部 退休干部 党员 同志 人员 单次 一共 总共 大概 左右 以内 之内 以上 以下 至少 最多 最少 最低 最高 "
    "开始 执行 施行 之前 之后 以后 有人 材料 完成 日期 日子 截止 号 天 日 年 月 万元 亿元 千元 百元".split()
)


@dataclass(frozen=True, slots=True, eq=False)  # one for each question: a key that costs nothing to look up
class Asked:
    """The question with what it says of the figure it wants."""

    text: str  # squeezed
    subject: str  # without words of asking, squeezed, its stretches parted by commas
    kinds: frozenset[UnitKind]  # of figures that answer
    dates: bool  # a date answers
    unit: str | None
    times: frozenset[str]  # 年, 月: every such period
    bearers: frozenset[str]  # 人, 户: each such bearer
    wants_least: bool
    wants_most: bool
    focus: tuple[str, ...]  # what is counted or done, in the question's words; any of them says it
    counted: tuple[
        str, ...
    ]  # the words of the noun behind 多少名 and 几个, the last of them last; () where none stands there
    words: tuple[str, ...]  # of the matter
    telling_unit: str | None  # 学时 of 多少学时: a unit that few figures have
    telling: tuple[
        str, ...
    ]  # those of the words that say which matter it is: neither what any sum nor any holder is called
    matter: tuple[str, ...]  # stretches of the question that name its case, places and words of asking left out
    excluded: str  # 书记 of 除了书记
    at_what_time: bool  # 什么时候, 哪年: a length of time is no answer
    of_effect: bool  # 什么时候起执行
    to_the_day: bool  # 哪天, 几号: a year or a month alone is no answer
    places: tuple[Place, ...]
    region_names: tuple[str, ...]
    years: tuple[int, ...]
    several: bool
    counts: bool  # a number of times, people or things
    edition_year: int | None  # 2023 of 2023年修订的办法: the document's own year
    of_the_level: bool  # 省里规定: of that level's own documents
    event: tuple[str, ...]  # what must be done in the term, or happens on the day or past the limit, that is asked for
    act: tuple[str, ...]  # what it is that 完成 and 办结 are asked of


@lru_cache(maxsize=512)
def asked_of(question: str, interpretation: Interpretation) -> Asked:
    """What a question asks of a figure; worked out once."""
    text = squeezed_text(question)
    wants = interpretation.wants
    kinds = frozenset(kind for want in wants for kind in KINDS_OF_UNITS.get(want, ()))
    words = _words(interpretation)
    visits = _VISITS.search(text)
    return Asked(
        text=text,
        subject=squeezed_text(interpretation.subject.replace(" ", "，")),
        kinds=frozenset({UnitKind.TIMES})
        if visits
        else frozenset({UnitKind.SHARE})
        if _SHARE_OF.search(text) and ValueKind.FIGURE in wants
        else frozenset({UnitKind.MONEY})
        if _SUM_BY_NAME.search(text) and ValueKind.FIGURE in wants and interpretation.unit is None
        else kinds,
        dates=ValueKind.DATE in wants,
        unit=visits.group("unit") if visits else interpretation.unit or ("平方米" if _AREA.search(text) else None),
        times=frozenset(_SAME_TIME.get(m["unit"], m["unit"]) for m in PERIOD.finditer(_without_asking(text))),
        bearers=_bearers(text),
        wants_least=bool(LEAST.search(text) or re.search("满(?=几|多少)", text)),
        wants_most=bool(MOST.search(text) or re.search("为限|封顶|[以之]内", text)),
        focus=_focus(text, words, interpretation.unit),
        counted=_counted(text, words),
        words=words,
        telling_unit=_telling_unit(interpretation.unit),
        telling=_telling(words, _focus(text, words, interpretation.unit), wants),
        matter=_matter(text, interpretation),
        excluded=(m["what"] if (m := _EXCLUDED.search(text)) else ""),
        at_what_time=bool(_AT_WHAT_TIME.search(text)),
        of_effect=bool(_OF_EFFECT.search(text)),
        to_the_day=bool(_TO_THE_DAY.search(text)),
        places=_narrowest([places_named(name) for name in interpretation.regions]),
        region_names=interpretation.regions,
        years=interpretation.years,
        counts=bool({ValueKind.TIMES, ValueKind.PEOPLE} & set(wants))
        or bool(ValueKind.FIGURE in wants and interpretation.unit),
        edition_year=int(m["year"]) if (m := _EDITION_YEAR.search(text)) else None,
        of_the_level=bool(_OF_THE_LEVEL.search(text)),
        event=_event(text, words),
        act=_act(text, words),
        several=interpretation.asks_for is AsksFor.COMPARISON or len(_ASKING.findall(text)) > 1,
    )


def _narrowest(named: Sequence[Sequence[Place]]) -> tuple[Place, ...]:
    """The places named, without those that only say where another one lies: 芦山 of 雅安芦山县."""

    def lies_in_one_of(place: Place, over: Sequence[Place]) -> bool:
        return any(other in place.lineage[1:] for other in over)

    return tuple(
        place
        for i, places in enumerate(named)
        if not any(any(lies_in_one_of(p, places) for p in inner) for k, inner in enumerate(named) if k != i)
        for place in places
    )


_EXCLUDED = re.compile(r"除(?:了|去|开)?(?P<what>[\u4e00-\u9fff]{2,8}?)(?:之外|以外|外|,)")
_SHARE_OF = re.compile(r"占[^,。]{0,12}(?:多少|几)(?!个|名|人|次|场)")
_EDITION_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:版|修订|修改|新版|印发|出台|的(?:通知|办法|规定|意见|文件|方案|标准))"
)
_OF_THE_LEVEL = re.compile(r"[省市县](?:里|级)?(?:统一)?(?:规定|要求|统一)")
# What is always a sum of money, whether or not 元 is asked for.
_SUM_BY_NAME = re.compile("(?:起付(?:线|标准)|封顶线|限额|保额|保费|学费|票价)[^,。]{0,4}(?:多少|多高|几)")
# How large a place is: no number of anything else says it.
_AREA = re.compile("面积[^,。]{0,6}(?:多大|多少(?!钱|元|次))|多大[^,。]{0,4}面积")
_VISITS = re.compile("(?:多少|几)(?P<unit>人次|场次|户次|班次|批次|件次)")
_AT_WHAT_TIME = re.compile("什么时候|什么时间|何时|哪一?[年天日月]|日期|截止")
#   matches   什么时候起执行 | 有效期多久 | 试行几年 | 执行到哪年 | 哪天失效 | 施行日期
_OF_EFFECT = re.compile(
    r"(?:什么时候|何时|哪一?[天年日月]|几[月号])[^,。]{0,6}(?:执行|施行|实施|生效|试行|失效|到期)"
    r"|有效期|试行期|(?:试行|施行|执行|有效)(?:[到至](?:什么时候|何时|哪)|(?:了|的)?(?:几|多久|多长|多少))|(?:执行|施行|实施|生效|失效)(?:日期|时间)"
)
_TO_THE_DAY = re.compile(r"哪一?[天日]|哪[几些]天|几[号日](?!内|之内|以内)|几月几")


# 几个工作日内要, 什么时候开始, 超过多少人才: behind it stands what is done.
_THEN = re.compile(
    r"""(?x) (?: (?:多少|几)(?:个)?(?:工作日|自然日|小时|分钟|星期|[天日月年周号]) | 多久 | 多长时间 | 什么时候 | 什么时间 | 何时 | 哪一?[天日] | 哪几天 | (?:几月)?几[号日] )
        (?:之?内|以内|[之以]?前|[之以]?后)? (?:要|需要?|必?须|应当?|得|才能?|可以|能|就|会|开始|安排)*
      | (?:多少|几)[\u4e00-\u9fff]{0,4}? (?:要|需要?|必须|应当?|才|就|由|不得|不能)+"""
)
_DONE = re.compile("(?:完成|办结|办完|办好|做完|结束|到位|有结果|搞定|完毕)")


def _event(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say what is done, right behind the asking: 拨付 of 几个工作日内拨付补贴; () where none stands there."""
    asking = _THEN.search(text)
    if asking is None or _DONE.match(text, asking.end()) or text.startswith(("不", "没"), asking.end()):
        return ()
    return tuple(w for w in words if text.startswith(w, asking.end()))


def _act(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The last words before the asking where only 完成 stands behind it: 复查 of 复查要在几天内完成."""
    asking = _THEN.search(text)
    if asking is None or not _DONE.match(text, asking.end()):
        return ()
    ends = {w: text.rfind(w, 0, asking.start()) + len(w) for w in words if w in text[: asking.start()]}
    last = max(ends.values(), default=0)
    return tuple(w for w, end in ends.items() if end == last)


def _matter(text: str, interpretation: Interpretation) -> tuple[str, ...]:
    """The question without places, years, words of asking and what is excluded."""
    rest = _EXCLUDED.sub(",", text)
    for place in (*(f.text for f in interpretation.filters), *interpretation.regions):
        rest = rest.replace(squeezed_text(place), ",")
    rest = _ASKING.sub(",", rest)
    return tuple(stretch for stretch in re.split(r"[,。?？!、:;“”\"()]|吗|呢|(?:19|20)\d\d年?", rest) if stretch)


def _bearers(text: str) -> frozenset[str]:
    """For each of what a figure is asked for: 人, 户, 亩; every other thing by one name."""
    each = ("户" if m["man"] == "家庭" else "人" if m["man"] else EACH_THING for m in _EACH.finditer(text))
    return frozenset((*(_SAME_BEARER.get(m["unit"], m["unit"]) for m in _BEARER.finditer(text)), *each))


def _without_asking(text: str) -> str:
    """「多久一次」, 「几年一次」 ask for the period; 一次性 is none."""
    return re.sub(r"(?:多久|几(?:个)?[年月天周])[^,。]{0,8}一[次回期轮场届遍]|一次性", "", text)


# What sums, holders and bodies of the genre are called: in so many clauses that they tell no matter from another.
_COMMON = frozenset(
    "补贴 补助 津贴 奖金 奖励 经费 资金 费用 离退 退休 离休 离退休 老干部 老同志 老党员 离退休干部 退休干部 离休干部 离退休党员 党员 干部 支部 党支部 人员 老人 老年人 "
    "工作 活动 服务 单位 部门 机关 组织 党组织 全国 全省 全市 全县 省里 市里 县里 规定 标准 同志 总数 总共 名额 人数 个月 小时 学时 人均 统一 执行 开始 新标准".split()
)


def _telling_unit(unit: str | None) -> str | None:
    if unit in ("学时", "课时") or (unit and kind_of(unit) in (UnitKind.MEASURE, UnitKind.SCORE)):
        return unit
    return None


def _telling(words: tuple[str, ...], focus: tuple[str, ...], wants: tuple[ValueKind, ...]) -> tuple[str, ...]:
    """The longest words that say which matter it is; a word within another that counts is left out.

    What is counted by number (多少个党支部) is telling however common it is.
    """
    counted = focus if ValueKind.MONEY not in wants else ()
    kept = [w for w in words if (w not in _COMMON or w in counted) and w[0] not in "每一"]
    return tuple(w for w in kept if not any(v != w and w in v for v in kept))


_ONESELF = re.compile("自己(?:掏|出|交|付|承担|负担|花)")


def _words(interpretation: Interpretation) -> tuple[str, ...]:
    """The content words of the question, regions and numbers left out."""
    places = {f.text for f in interpretation.filters_of(FilterKind.REGION)} | set(interpretation.regions)
    words = [w for term in interpretation.terms if len(w := squeezed_text(term)) > 1]
    words += [w for w in same_words() if len(w) > 1 and w in squeezed_text(interpretation.subject) and w not in words]
    words += [w for w in ("个人", "财政", "集体") if w in interpretation.subject and w not in words]
    words += ["个人"] if _ONESELF.search(interpretation.subject) else []
    return tuple(
        w
        for w in dict.fromkeys(words)
        if w not in GENERIC and w not in _LIGHT and w not in places and not w[0].isdigit()
    )


def _focus(text: str, words: tuple[str, ...], unit: str | None) -> tuple[str, ...]:
    """The word nearest to what is asked: behind 几次 and 多少名, or before 多少; () where only light words stand there."""
    asking = _ASKING.search(text)
    if asking is None:
        return ()
    behind = text[asking.start() :]
    measured = _UNIT_BEHIND.match(behind)
    behind = behind[measured.end() if measured else len(asking.group()) :]
    after = _head_of(behind, words)
    before_text = text[: asking.start()]
    cut = _BETWEEN.search(before_text)
    before_text = before_text[: cut.start()] if cut else before_text
    counted = unit in (None, "个", "名", "人", "位", "支")  # 党员一年多少学时 counts no 党员
    before = [w for w in words if before_text.endswith(w) and (counted or w not in _COMMON)]
    after = tuple(w for w in after if w[0] not in "一每")
    return tuple(dict.fromkeys((*after, *sorted(before, key=len, reverse=True)[:1])))


_LAY = {"普通": ("其他",), "别的": ("其他",), "其余": ("其他",), "个人": ("自付", "自缴")}


#   matches   名|代表 可以…, 个|示范性离退休支部
_PHRASE = re.compile(r"^(?:的|以上的?)?(?P<noun>[\u4e00-\u9fff]{2,12}?)(?=[,。?？]|可以|能|就|要|应|才|是|吗|$)")


def _head_of(behind: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The last word of what is counted: 支部 of 多少个示范性离退休支部."""
    phrase = _PHRASE.match(behind)
    if phrase is None:
        return ()
    noun = phrase["noun"]
    held = [w for w in words if w in noun]
    return (max(held, key=lambda w: (noun.rfind(w) + len(w), len(w))),) if held else ()


_COUNTS_OF = re.compile("(?:多少|几)(?:名|位|个|支|家|所|场|项|件|篇|处|期|门|户|人次|场次|次)(?:的)?")


def _counted(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The longest words of what is counted: 驻村 and 第一书记 of 多少名驻村第一书记."""
    asking = _COUNTS_OF.search(text)
    phrase = _PHRASE.match(text[asking.end() :]) if asking else None
    if phrase is None:
        return ()
    held = [w for w in words if w in phrase["noun"]]
    longest = [w for w in held if not any(w != v and w in v for v in held)]
    longest.sort(key=lambda w: phrase["noun"].rfind(w) + len(w))
    return tuple(longest)


@lru_cache(maxsize=4096)
def ways_of(word: str) -> tuple[str, ...]:
    """A word and the others for the same; for a compound, those of what it ends with as well."""
    ways = [word, *same_words().get(word, ()), *_LAY.get(word, ())]
    if len(word) > 2:
        ways += same_words().get(word[:-1], ())
    for start in range(1, len(word) - 1):
        ways += same_words().get(word[start:], ())
    return tuple(dict.fromkeys(squeezed_text(w) for w in ways if not is_opposed(word, w)))
