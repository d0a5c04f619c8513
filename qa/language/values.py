"""Where in a text a value of a wanted kind stands: figures with units, dates, bodies, words of permission.

Figures are read by ingest/quantities.py; here stand the words that answer in a figure's place (免费, 定期), and dates.
All patterns read squeezed text (qa/language/sentences.py): NFKC, without white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.figures.units import UnitKind
from ingest.model import Span
from ingest.quantities import Measured, measured_in
from qa.language.late_pattern import LatePattern
from qa.language.periods import only_says_which
from qa.language.sides import ALLOWS, FORBIDS, FREES, REQUIRES
from qa.model import ValueKind

_HAN = r"\u4e00-\u9fff"
_DIGITS = r"(?:\d[\d,.]{0,19}(?:[万亿千百]|余|多)?)"
_NUMERAL = r"(?:[一二三四五六七八九十百千两半零〇][一二三四五六七八九十百千万亿零〇]{0,15})"
_FIGURE = rf"(?:{_DIGITS}|{_NUMERAL})"
_DAY = rf"(?:\d{{4}}年(?:{_FIGURE}月(?:{_FIGURE}[日号]|[底初末]|[上中下]旬)?)?|{_FIGURE}月(?:{_FIGURE}[日号]?|[底初末]|[上中下]旬)?)"
# What may follow a day: (星期三), 9:00, 下午5时30分.
_HOUR = r"(?:\((?:星期|周)[一二三四五六日天]\))?(?:[上下]午|晚上?)?(?:\d{1,2}(?::\d{2}|[时点](?:\d{1,2}分|整|半)?))?"
# The last words of a body's name.
_BODY = (
    r"(?:部门|党委|党组|党工委|工委|委员会|办公室|领导小组|委办|政府|法院|检察院|总局|分局|总队|支队|"
    rf"机关|机构|单位|中心|学院|学校|公司|企业|团体|协会|支部|党总支|(?<=[{_HAN}])(?:(?<![干全内外])部(?!的)|[委厅局署院办站所]))"
)
_POSTS = "组长|主任|局长|主席|书记|负责人|召集人|院长|秘书长|会长|联系人|部长|市长|省长"

# What is done regularly where no 次 is said: 每学期评议, 每年体检, 每月走访.
REGULAR_ACTS = (
    "评议|测评|考评|体检|走访|看望|探望|慰问|回访|座谈|学习|培训|轮训|述职|报告|汇报|研究|听取|分析|公示|核查|核实|认证|审核|复核|"
    "年检|检修|维护|盘点|统计|排查|演练|更换|清理|轮岗|宣讲|授课|交流"
)

PATTERNS: dict[ValueKind, LatePattern] = {
    #   matches   免费
    ValueKind.MONEY: LatePattern(r"免费|免收|免征|不收[取费]"),
    #   matches   每五年召开 | 每季度至少 | 逐年 | 定期
    ValueKind.TIMES: LatePattern(
        rf"""(?x) 每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)
          (?=.{{0,12}}(?:开|举办|组织|安排|通报|检查|走访|一次|至少|不少于|发布|公布|更新|调度|报送|巡|保洁|清运|消毒|检测|监测|考核|评[定估选]|结算|发放|核对|轮换))
        | 每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)(?=[^,。;:元\d%的]{{0,6}}(?:{REGULAR_ACTS}))
        | 每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日|旬).{{0,6}}?(?:一|1)[期届轮场堂回]
        | {_FIGURE}(?:年|个月)内?.{{0,6}}?(?:一|1)[次遍轮回]
        | 逐[年月] | 定期 | 按[月季年]"""
    ),
    #   matches   半天 | 当日
    ValueKind.DURATION: LatePattern(r"半[天日年月]|当[天日场]|立即|即时|随时"),
    #   matches   2022年4月26日 | 10月1日(星期三)至8日 | 3月10日9:00至3月16日17:00 | 上半年 | 年底 | 之日起
    ValueKind.DATE: LatePattern(
        rf"""(?x) (?:每年(?=\d))?(?:{_DAY}|{_FIGURE}[日号](?=[-—~～至到]+{_FIGURE}[日号])) {_HOUR} (?:[-—~～至到]+(?:{_DAY}|{_FIGURE}[日号])?{_HOUR})?
        | (?:春节|元旦|元宵节?|清明节?|端午节?|中秋节?|重阳节?|国庆节?|劳动节|妇女节|儿童节|建军节|教师节|老年节|敬老月|“?(?:七一|八一|五一|十一|两节)”?)(?:前夕|前后|期间|当[天日]|前|后) | [上下]半年 | (?<![\d一二三四五六七八九十两])每?年[底初内末] | 月底 | [上中下]旬 | 第[一二三四]季度 | [春夏秋冬]季 | 之日起 | 今年 | 明年"""
    ),
    #   matches   周三下午 | 每周一、三、五 | 周二至周日 | 星期一上午
    #   rejects   一周一次 | 周一围墙
    ValueKind.WEEKDAY: LatePattern(
        r"每?(?:周|星期|礼拜)[一二三四五六日天](?![次回场期个])(?:(?:[、和及至到—-]|、?和)(?:周|星期)?[一二三四五六日天](?![一-龥])|[、至到和](?:周|星期)[一二三四五六日天]|、[一二三四五六日天])*(?:[上下]午|晚上?)?"
    ),
    #   matches   8位 | 2.0版 | 12条措施: a figure with whatever follows; with a unit, ingest/quantities.py reads it
    #   rejects   17:30,初中: the minutes of a clock time, whole or in part | 11月26日: a piece of a day
    ValueKind.FIGURE: LatePattern(
        rf"(?<![:∶\d])(?!{_DIGITS}月)(?!(?<=月){_DIGITS}[日号]){_DIGITS}(?:[-—~～至到]{{1,4}}\d[\d,.]{{0,19}})?(?:[%‰{_HAN}]|$)"
    ),
    #   matches   白底黑字 | 红色 | 蓝白相间
    ValueKind.COLOUR: LatePattern(r"[红黄蓝绿黑白橙紫灰金银][底字色]|[红黄蓝绿黑白橙紫灰]{2}相间"),
    ValueKind.TELEPHONE: LatePattern(
        r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7}|12\d{3}|400-?\d{3}-?\d{4})(?!\d)"
    ),
    #   matches   责任单位: | 设在生态环境部 | 由省民政厅 | 教育局牵头 | 应急部为
    ValueKind.BODY: LatePattern(
        rf"""(?x) (?:责任|牵头|主管|主办|协办|承办|配合|负责)(?:单位|部门|处室|人)[:是为]
        | (?:由|经|向|报|请|设在|挂靠)[{_HAN}、()]{{1,24}}?{_BODY}
        | [{_HAN}]{{1,14}}{_BODY}.{{0,12}}(?:负责|主管|牵头|承担|核发|组织实施|审批|统筹|主持|会同|参与|指导)
        | [{_HAN}]{{1,14}}{_BODY}(?:要|应|须|必须|可以|可|得|依法|为)"""
    ),
    #   matches   组长:张三 | 主任由李四兼任
    ValueKind.PERSON: LatePattern(rf"(?:{_POSTS})[:为是][{_HAN}·、]{{2,}}|(?:{_POSTS})由[{_HAN}]{{2,20}}(?:兼任|担任)"),
    ValueKind.PERMISSION: LatePattern(f"{FORBIDS.pattern}|{ALLOWS.pattern}|{FREES.pattern}"),
    ValueKind.DUTY: LatePattern(f"{FREES.pattern}|{REQUIRES.pattern}"),
    #   matches   甲、乙、丙 | 一是 | （一） | ——
    ValueKind.ITEMS: LatePattern(rf"[{_HAN}”》)]、[{_HAN}“《(]|一是|[(（]一[)）]|——|包括|分为|[:：]"),
    ValueKind.MEANING: LatePattern(rf"是指|指的是|即(?=[{_HAN}“])|简称|称为|包括|为主要内容|所称|分别是|以“"),
    ValueKind.MANNER: LatePattern(r"可|采取|采用|通过|方式|途径|应|要|须|按照|依照|由|给予|实行|不作"),
}

# Kinds of value whose figures are quantities of these units.
_MEASURES: dict[ValueKind, frozenset[UnitKind]] = {
    ValueKind.MONEY: frozenset({UnitKind.MONEY}),
    ValueKind.PERCENT: frozenset({UnitKind.SHARE}),
    ValueKind.TIMES: frozenset({UnitKind.TIMES}),
    ValueKind.PEOPLE: frozenset({UnitKind.PERSON}),
    ValueKind.AGE: frozenset({UnitKind.AGE}),
    ValueKind.DURATION: frozenset({UnitKind.PERIOD, UnitKind.DAY}),
    ValueKind.FIGURE: frozenset(UnitKind),
}

FIGURED = frozenset(
    {
        ValueKind.MONEY,
        ValueKind.PERCENT,
        ValueKind.TIMES,
        ValueKind.PEOPLE,
        ValueKind.AGE,
        ValueKind.DURATION,
        ValueKind.DATE,
        ValueKind.WEEKDAY,
        ValueKind.FIGURE,
        ValueKind.TELEPHONE,
    }
)
"""Kinds whose absence is an answer: asked for and stated nowhere, the answer is not_found."""

# 四就近, 五养, 三会一课, 双先: a number and what so many things have in common.
_SHORT_FOR = re.compile(
    rf"""(?x) (?P<count>[两双二三四五六七八九十])个? (?P<shared>[{_HAN}]{{1,3}}?)
    (?=[”"’》]|工程|行动|活动|计划|机制|制度|服务|要求|目标|原则|品牌|是|指|$)"""
)
_COUNTS = dict(zip("两双二三四五六七八九十", (2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))

# Figures of another document's name or number answer nothing: 《…2019年…》, （国发〔2018〕41号）.
_NAMES = re.compile(rf"《[^《》]*(?:《[^《》]*》[^《》]*)*》|[{_HAN}]{{0,8}}[〔\[(]\d{{4}}[〕\])]第?\d+号|第\d+号")

# The words that bound a date, as people would read them out over the telephone.
_BOUND_BEFORE = r"(?:原则上|一般|最迟|不(?:晚|迟)于|约)*"
_BOUND_AFTER = r"(?:以[前后内上下]|之[前后]|左右|内|前|起)?"
_FROM = "(?:自|从|于|在)?"
_BOUNDED = {
    kind: LatePattern(
        f"{'(?x)' if PATTERNS[kind].pattern.startswith('(?x)') else ''}{_BOUND_BEFORE}{_FROM if kind is ValueKind.DATE else ''}"
        f"(?:{PATTERNS[kind].pattern.removeprefix('(?x)')}){_BOUND_AFTER}"
    )
    for kind in FIGURED
    if kind in PATTERNS
}


@lru_cache(maxsize=16384)
def without_names(squeezed: str) -> str:
    """The text with titles and document numbers blanked out, every other character in its place."""
    return _NAMES.sub(lambda m: "\x00" * len(m.group()), squeezed)


@lru_cache(maxsize=16384)
def _measured(text: str) -> tuple[Measured, ...]:
    return measured_in(text)


def _measures(kind: ValueKind, text: str, unit: str | None = None) -> list[Measured]:
    """The quantities of a text that are values of a kind; 30场 is one of times where 多少场 is asked."""
    units = _MEASURES.get(kind)
    return [m for m in _measured(text) if m.kind in units or m.unit == unit == "场"] if units else []


def value_spans(kinds: Sequence[ValueKind], squeezed: str, asked: str = "", unit: str | None = None) -> list[Span]:
    """Where values of any of these kinds stand; one that the question itself holds (`asked`, squeezed) is none."""
    return list(_value_spans(tuple(kinds), squeezed, asked, unit))


@lru_cache(maxsize=16384)
def _value_spans(kinds: tuple[ValueKind, ...], squeezed: str, asked: str, unit: str | None) -> tuple[Span, ...]:
    found = [
        span
        for kind in kinds
        for span, value in _values(kind, squeezed, unit)
        if kind not in FIGURED or (value not in asked and _answers(kind, value, asked, unit))
    ]
    return tuple([span for span in found if not only_says_which(squeezed, span, found)])


@lru_cache(maxsize=65536)
def _values(kind: ValueKind, squeezed: str, unit: str | None) -> tuple[tuple[Span, str], ...]:
    """Where values of a kind stand and what they are, whatever is asked: some 20 MB of the sentences last read."""
    text = without_names(squeezed)
    found = [m.figure for m in _measures(kind, text, unit)]
    found += [m.span() for m in PATTERNS[kind].finditer(text)] if kind in PATTERNS else []
    return tuple([(span, text[slice(*span)]) for span in dict.fromkeys(found)])


# Measure words that people use for one another: 几家单位, 30个.
_LOOSE_UNITS = "个项条种类处位家所支件篇份方面大"
# 几天内 is not answered by 5年, nor 几年 by 15日.
_MEASURED_IN = {"天": "天日周时即当随半", "日": "天日周时即当随半", "工": "日天", "年": "年月"}
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}年")


def _answers(kind: ValueKind, value: str, asked: str, unit: str | None) -> bool:
    """Whether a figure can be what is asked for: a year alone answers 哪年 only, 6个月 is no answer to 多少字."""
    if kind in (ValueKind.DATE, ValueKind.DURATION, ValueKind.FIGURE) and _BARE_YEAR.fullmatch(value):
        return bool(re.search(r"哪一?年|何年|几几年|年份", asked))
    if kind is ValueKind.DATE and unit and unit[0] in "周星小分学课":
        return False  # 上几周课 is not answered by 秋季
    if kind is ValueKind.DURATION and unit and unit[0] in _MEASURED_IN:
        return any(c in _MEASURED_IN[unit[0]] for c in value)
    if kind is ValueKind.FIGURE and "名额" in asked and value[-1] in "年月天日次届":
        return False  # 名额 are never 每五年
    if kind is ValueKind.FIGURE and unit == "届":
        return value.endswith(unit)  # 每届任期三年 says not how many
    if kind is ValueKind.FIGURE and unit:
        return unit[0] in value or (unit[0] in _LOOSE_UNITS and value[-1] in _LOOSE_UNITS)
    return True


# A frequency without a count: 每季度至少召开.
_REGULAR = re.compile(
    rf"每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)(?:(?=至少|不少于)[^,。;:]{{0,14}}|.{{0,6}}?(?:一|1)[期届轮场堂回])"
)
# 85元 of 人均85元 is read out with what it is a figure of.
_FARTHEST = 24


def bounded_value(
    kinds: Sequence[ValueKind], squeezed: str, near: int, asked: str = "", unit: str | None = None
) -> Span | None:
    """The value nearest to a place, with the words that bound it (每月不低于300元); None when there is none."""
    text = _without_old(without_names(squeezed), asked)
    if ValueKind.TIMES in kinds:
        counted = [s for m in _measures(ValueKind.TIMES, text, unit) if text[slice(*(s := _read_out(m)))] not in asked]
        if counted or (counted := [m.span() for m in _REGULAR.finditer(text)]):
            return _nearest(counted, near)
    spans: list[Span] = []
    for kind in kinds:
        if kind not in FIGURED:
            continue
        found = [(_read_out(m), m.figure) for m in _measures(kind, text, unit)]
        found += [(m.span(), m.span()) for m in _BOUNDED[kind].finditer(text)] if kind in _BOUNDED else []
        values = [
            span
            for span, figure in found
            if text[slice(*span)] not in asked and _answers(kind, text[slice(*figure)], asked, unit)
        ]
        spans += values
        if kind is ValueKind.DURATION and unit and values:  # 几天 is answered by 8天, not by the days' dates
            return _nearest(values, near)
    if ValueKind.FIGURE in kinds and any(c.isdigit() for a, b in spans for c in text[a:b]):
        spans = [(a, b) for a, b in spans if any(c.isdigit() for c in text[a:b])]
    # 5000元以上 of 5000元以上2万元以下 is half of it.
    whole = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    whole = [s for s in whole if not only_says_which(text, s, whole)]
    ruled = [s for s in whole if not _SETS_CASE.match(text, s[1])]
    return _nearest(ruled or whole, near)


# What makes a figure the case of which another is said: 10人以内|的，不得超过3人.
_SETS_CASE = re.compile("的[,，]")


# The figure that no longer holds: 由每人每年800元调整为1500元.
#   rejects   从2021年1月起调整为1500元 (a day), 由财政厅调整为民政厅 (no figure)
_BEFORE_CHANGE = re.compile(
    r"""(?x) [由从] 原?来?的? (?P<old> [^,。;:由从]{0,16}\d[^,。;:由从]{0,8}? (?<![起后始时]) )
    (?:统一|分别|逐步|相应)? (?:调整|调|提高|提升|提|增加|增|上调|下调|降低|降|减少|减|变更|修改|修订|改|延长|缩短|扩大|放宽) (?:为|到|至|成)"""
)
#   matches   过去一课时只有60元,留不住人 | 原来每人每月80元,
#   rejects   过去三年 | 以前年度结余 | 过去由民政部门发放,现在每月80元 (behind 现在)
_LONG_AGO = re.compile(
    r"(?:^|(?<=[。;,:]))(?:在)?(?:过去|以前|从前|原来|原先|此前|以往|早先)(?!的?[一二两三四五六七八九十几\d]+个?[年月天]|年度)"
    r"(?P<old>(?:(?!现在?|如今|目前|今年|提高|调整|增加|改为)[^。;])*)"
)
_ASKS_FOR_OLD = re.compile(r"以前|原来|原先|原标准|过去|调整前|修订前|之前是|旧|从前|原(?:定|为|是)")


@lru_cache(maxsize=4096)
def replaced_spans(squeezed: str) -> tuple[Span, ...]:
    """Where figures stand that the text itself says no longer hold: 由800元调整为1500元, 过去只有60元."""
    if not any(sign in squeezed for sign in _SIGNS_OF_OLD):
        return ()
    return tuple(m.span("old") for pattern in (_BEFORE_CHANGE, _LONG_AGO) for m in pattern.finditer(squeezed))


_SIGNS_OF_OLD = ("由", "从", "过去", "以前", "原", "此前", "以往", "早先")


def is_replaced(squeezed: str, span: Span, asked: str) -> bool:
    """Whether a figure no longer holds by its own text, and the question is not about what held before."""
    return not _ASKS_FOR_OLD.search(asked) and any(a <= span[0] and span[1] <= b for a, b in replaced_spans(squeezed))


def _without_old(text: str, asked: str) -> str:
    """The text with figures blanked that it says are replaced, unless the question is about those."""
    if _ASKS_FOR_OLD.search(asked):
        return text
    blank = "\x00"
    for start, end in replaced_spans(text):
        text = f"{text[:start]}{blank * (end - start)}{text[end:]}"
    return text


# From when a term runs, right before it: 自收到通知之日起30日内, 有效期届满30日前, 受理后5个工作日内.
_SINCE = LatePattern(
    r"(?:自|从|于|在)[^,。;:自从]{1,24}?(?:之[日月]起|[次当][日月]起|日起|起|后的?|届满前?|届满后)(?:算)?$"
)
_SINCE_BARE = LatePattern(r"[\u4e00-\u9fff]{2,14}(?:之[日月]起|[次当][日月]起|后的?|届满)$")
_TERM = LatePattern(
    r"\d[\d.]{0,19}(?:个?工作日|个?自然日|个月|日|天|年|小时|分钟|周)|[一二三四五六七八九十两半]{1,12}(?:个月|日|天|年|小时|周)"
)


_CALENDAR_DAY = re.compile(r"\d月\d|月[一二三四五六七八九十]")


def with_start(squeezed: str, span: Span) -> Span:
    """The span of a term with the event that it runs from, where that stands right before it."""
    start, end = span
    if not _TERM.search(squeezed[start:end]) or squeezed[start] in "自从" or _CALENDAR_DAY.search(squeezed[start:end]):
        return span
    before = squeezed[max(0, start - 28) : start]
    found = _SINCE.search(before) or _SINCE_BARE.search(before)
    return (start - len(before) + found.start(), end) if found else span


def _read_out(measured: Measured) -> Span:
    """The phrase of a quantity; the figure alone where the phrase begins far before it."""
    start = measured.start if measured.figure[0] - measured.start <= _FARTHEST else measured.figure[0]
    return start, measured.end


def _nearest(spans: Sequence[Span], near: int) -> Span | None:
    return min(spans, key=lambda span: (_distance(span, near), span), default=None)


def _distance(span: Span, place: int) -> int:
    return 0 if span[0] <= place < span[1] else min(abs(span[0] - place), abs(span[1] - place))


def spells_out(asked: str, squeezed: str) -> bool:
    """Whether a text spells out what the question abbreviates: as many items in a row as its number says, all alike."""
    return spelling_row(asked, squeezed) is not None


def spelling_row(asked: str, squeezed: str) -> str | None:
    """The row that spells out what the question abbreviates.

    四就近: 就近学习、就近活动、就近得到关心照顾、就近发挥作用.
    """
    for found in _SHORT_FOR.finditer(asked):
        count, shared = _COUNTS[found["count"]], found["shared"]
        rows: list[str] = re.findall(r"[^,。;:]*、[^。;:]*|[^。;:]+", squeezed)
        for row in rows:
            items = [item for item in re.split(r"[、,]", row) if shared in item]
            if len(items) >= count:
                begin, last = row.find(items[0]), row.rfind(items[-1]) + len(items[-1])
                begin += items[0].find(shared) if len(items[0]) > 12 else 0
                return row[begin:last]
    return None
