"""Where in a text a value of a wanted kind stands: figures with units, dates, bodies, words of permission.

All patterns read squeezed text (qa/sentences.py): NFKC, without white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.model import Span
from qa.model import ValueKind
from qa.sides import ALLOWS, FORBIDS, FREES, REQUIRES

_HAN = r"\u4e00-\u9fff"
_DIGITS = r"(?:\d[\d,.]*(?:[万亿千百]|余|多)?)"
_NUMERAL = r"(?:[一二三四五六七八九十百千两半零〇][一二三四五六七八九十百千万亿零〇]*)"
_FIGURE = rf"(?:{_DIGITS}|{_NUMERAL})"
_RANGE = rf"{_FIGURE}(?:[-—~～至到]+{_FIGURE})?"
# The last words of a body's name.
_BODY = (
    r"(?:部门|党委|党组|党工委|工委|委员会|办公室|领导小组|委办|政府|法院|检察院|总局|分局|总队|支队|"
    rf"机关|机构|单位|中心|学院|学校|公司|企业|团体|协会|支部|党总支|(?<=[{_HAN}])(?:(?<![干全内外])部(?!的)|[委厅局署院办站所]))"
)
_POSTS = "组长|主任|局长|主席|书记|负责人|召集人|院长|秘书长|会长|联系人|部长|市长|省长"

PATTERNS: dict[ValueKind, re.Pattern[str]] = {
    #   matches   300元 | 1万元 | 三百元 | 免费
    ValueKind.MONEY: re.compile(rf"{_RANGE}(?:[万亿千百])?(?:元|块钱|美元|人民币)|免费|免收|免征|不收[取费]"),
    #   matches   70% | 百分之七十 | 5个百分点 | 三分之二
    #   rejects   三成立
    ValueKind.PERCENT: re.compile(
        rf"""(?x) \d[\d.]*[%‰] | 百分之{_FIGURE} | {_FIGURE}个百分点 | [二三四五]分之[一二三四]
        | {_FIGURE}成(?![立为果员就长功都年绩本份])"""
    ),
    #   matches   2次 | 每五年召开 | 每季度至少 | 逐年 | 定期
    ValueKind.TIMES: re.compile(
        rf"""(?x) {_RANGE}(?:次|回|遍|轮|场)
        | 每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)
          (?=.{{0,12}}(?:开|举办|组织|安排|通报|检查|走访|一次|至少|不少于))
        | 逐[年月] | 定期 | 按[月季年]"""
    ),
    #   matches   50人 | 3名 | 5位代表
    #   rejects   一人民 | 两位置
    ValueKind.PEOPLE: re.compile(rf"{_RANGE}(?:名|人(?![民员口才大数事次])|位(?![置于]))"),
    ValueKind.AGE: re.compile(rf"{_RANGE}周?岁"),
    #   matches   15日 | 30个工作日 | 三年 | 半天 | 当日
    #   rejects   2022年度 | 3日起 | 一年级
    ValueKind.DURATION: re.compile(
        rf"""(?x) (?<![月至到\d]){_RANGE}
          (?: 个?(?:工作日|自然日|小时|学年|季度) | 分钟 | 个月 | 天
            | 日(?![起期常益]) | 周(?![岁年边到围]) | 年(?![\d度月龄轻级底初版修间]) )
        | 半[天日年月] | 当[天日场] | 立即 | 即时 | 随时"""
    ),
    #   matches   2022年4月26日 | 10月1日至7日 | 上半年 | 年底 | 之日起
    ValueKind.DATE: re.compile(
        rf"""(?x) \d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?
        | {_FIGURE}月(?:{_FIGURE}[日号]?)?(?:[-—~～至到]+(?:{_FIGURE}月)?{_FIGURE}[日号]?)?
        | {_FIGURE}[日号][-—~～至到]+{_FIGURE}[日号]
        | [上下]半年 | 年[底初内] | 月底 | [上中下]旬 | 第[一二三四]季度 | [春夏秋冬]季 | 之日起 | 今年 | 明年"""
    ),
    #   matches   8位 | 70% | 三个 | 100公里
    #   rejects   第三方 | 统一
    ValueKind.FIGURE: re.compile(
        rf"""(?x) {_DIGITS}(?:[-—~～至到]+\d[\d,.]*)?(?:[%‰{_HAN}]|$)
        | (?<![第统唯某同专]){_NUMERAL}(?=[名个人次元年月日天倍位家项种类级亩吨米成]|公里|平方)"""
    ),
    ValueKind.TELEPHONE: re.compile(
        r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7}|12\d{3}|400-?\d{3}-?\d{4})(?!\d)"
    ),
    #   matches   责任单位: | 设在生态环境部 | 由省民政厅 | 教育局牵头 | 应急部为
    ValueKind.BODY: re.compile(
        rf"""(?x) (?:责任|牵头|主管|主办|协办|承办|配合|负责)(?:单位|部门|处室|人)[:是为]
        | (?:由|经|向|报|请|设在|挂靠)[{_HAN}、()]{{1,24}}?{_BODY}
        | [{_HAN}]{{1,14}}{_BODY}.{{0,12}}(?:负责|主管|牵头|承担|核发|组织实施|审批|统筹|主持|会同|参与|指导)
        | [{_HAN}]{{1,14}}{_BODY}(?:要|应|须|必须|可以|可|得|依法|为)"""
    ),
    #   matches   组长:张三 | 主任由李四兼任
    ValueKind.PERSON: re.compile(rf"(?:{_POSTS})[:为是][{_HAN}·、]{{2,}}|(?:{_POSTS})由[{_HAN}]{{2,20}}(?:兼任|担任)"),
    ValueKind.PERMISSION: re.compile(f"{FORBIDS.pattern}|{ALLOWS.pattern}|{FREES.pattern}"),
    ValueKind.DUTY: re.compile(f"{FREES.pattern}|{REQUIRES.pattern}"),
    #   matches   甲、乙、丙 | 一是 | （一） | ——
    ValueKind.ITEMS: re.compile(rf"[{_HAN}”》)]、[{_HAN}“《(]|一是|[(（]一[)）]|——|包括|分为|[:：]"),
    ValueKind.MEANING: re.compile(rf"是指|指的是|即(?=[{_HAN}“])|简称|称为|包括|为主要内容|所称|分别是|以“"),
    ValueKind.MANNER: re.compile(r"可|采取|采用|通过|方式|途径|应|要|须|按照|依照|由|给予|实行|不作"),
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

# The words that bound a figure, as people would read them out over the telephone.
#   matches   每月不低于300元 | 50人以上 | 一般不超过6天
_BOUND_BEFORE = (
    r"(?:(?:每人|每名|每户|人均)?(?:每(?:年|月|日|天|周|季度|学期|学年|次|场|期|亩|平方米|人|名|户)|按月|按年)?(?:每人|每名)?"
    r"(?:给予|发放|补助|补贴|缴纳|支付)?"
    r"(?:原则上|一般|至少|最多|最高|最低|不得?(?:低于|少于|超过|高于|多于|大于)|不满|超过|高于|低于|多于|少于|达到|约|近|满|共)*"
    r"(?:为|是)?)"
)
_BOUND_AFTER = r"(?:(?:及|含)?以[上下内]|之内|以[前后]|左右|内|前)?"
_OPEN_BOUND = re.compile(r"以[上下内]|不满|不超过")
_BOUNDED = {
    kind: re.compile(
        f"{_BOUND_BEFORE}(?:{PATTERNS[kind].pattern.removeprefix('(?x)')}){_BOUND_AFTER}", PATTERNS[kind].flags
    )
    for kind in FIGURED
}


@lru_cache(maxsize=16384)
def without_names(squeezed: str) -> str:
    """The text with titles and document numbers blanked out, every other character in its place."""
    return _NAMES.sub(lambda m: "\x00" * len(m.group()), squeezed)


def value_spans(kinds: Sequence[ValueKind], squeezed: str, asked: str = "", unit: str | None = None) -> list[Span]:
    """Where values of any of these kinds stand; one that the question itself holds (`asked`, squeezed) is none."""
    text = without_names(squeezed)
    return [
        found.span()
        for kind in kinds
        for found in PATTERNS[kind].finditer(text)
        if kind not in FIGURED or (found.group() not in asked and _answers(kind, found.group(), asked, unit))
    ]


# Measure words that people use for one another: 几家单位, 30个.
_LOOSE_UNITS = "个项条种类处位家所支件篇份方面大"
# 几天内 is not answered by 5年, nor 几年 by 15日.
_MEASURED_IN = {"天": "天日周时即当随半", "日": "天日周时即当随半", "工": "日天", "年": "年月"}
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}年")


def _answers(kind: ValueKind, value: str, asked: str, unit: str | None) -> bool:
    """Whether a figure can be what is asked for: a year alone answers 哪年 only, 6个月 is no answer to 多少字."""
    if kind in (ValueKind.DATE, ValueKind.DURATION, ValueKind.FIGURE) and _BARE_YEAR.fullmatch(value):
        return bool(re.search(r"哪一?年|何年|几几年|年份", asked))
    if kind is ValueKind.DURATION and unit and unit[0] in _MEASURED_IN:
        return any(c in _MEASURED_IN[unit[0]] for c in value)
    if kind is ValueKind.FIGURE and unit:
        return unit[0] in value or (unit[0] in _LOOSE_UNITS and value[-1] in _LOOSE_UNITS)
    return True


# A count is read out with its period: 每年召开两次, 每半年一次.
_COUNTED = re.compile(
    rf"每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)[^,。;:]{{0,14}}?{_RANGE}(?:次|回|遍|轮|场)"
    rf"|每(?:{_FIGURE})?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)(?=至少|不少于)[^,。;:]{{0,14}}"
)


_BOUND_FARTHER = re.compile(r"(?:不低于|不少于|不高于|不超过|不得超过|至少|最多|最低|最高)[^,。;:\d]{1,9}$")


def bounded_value(
    kinds: Sequence[ValueKind], squeezed: str, near: int, asked: str = "", unit: str | None = None
) -> Span | None:
    """The value nearest to a place, with the words that bound it (每月不低于300元); None when there is none."""
    text = without_names(squeezed)
    if ValueKind.TIMES in kinds and (counted := [m.span() for m in _COUNTED.finditer(text)]):
        return min(counted, key=lambda span: (_distance(span, near), span))
    spans: list[Span] = []
    for kind in kinds:
        if kind not in FIGURED:
            continue
        joined: list[Span] = []
        for found in _BOUNDED[kind].finditer(text):
            if found.group() in asked or not _answers(kind, found.group(), asked, unit):
                continue
            # 50人以上、100人以下 is one value.
            if joined and text[joined[-1][1] : found.start()] in ("、", ",") and _OPEN_BOUND.search(found.group()):
                joined[-1] = (joined[-1][0], found.end())
            else:
                joined.append(found.span())
        spans += joined
        if kind is ValueKind.DURATION and unit and joined:  # 几天 is answered by 8天, not by the days' dates
            return min(joined, key=lambda span: (_distance(span, near), span))
    if ValueKind.FIGURE in kinds and any(c.isdigit() for a, b in spans for c in text[a:b]):
        spans = [(a, b) for a, b in spans if any(c.isdigit() for c in text[a:b])]
    nearest = min(spans, key=lambda span: (_distance(span, near), span), default=None)
    if nearest is None:
        return None
    # 不低于总课时的70%: what bounds a figure may stand before the words it is a share of.
    bound = _BOUND_FARTHER.search(text, max(0, nearest[0] - 14), nearest[0])
    return (bound.start(), nearest[1]) if bound else nearest


def _distance(span: Span, place: int) -> int:
    return 0 if span[0] <= place < span[1] else min(abs(span[0] - place), abs(span[1] - place))


def spells_out(asked: str, squeezed: str) -> bool:
    """Whether a text spells out what the question abbreviates: as many items in a row as its number says, all alike.

    四就近: 就近学习、就近活动、就近得到关心照顾、就近发挥作用.
    """
    for found in _SHORT_FOR.finditer(asked):
        count, shared = _COUNTS[found["count"]], found["shared"]
        for row in re.findall(r"[^,。;:]*、[^。;:]*", squeezed):
            if sum(shared in item for item in re.split(r"[、,]", row)) >= count:
                return True
    return False
