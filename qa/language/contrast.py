"""What tells one case from another: posts, kinds of bodies, numbered classes, ages and sums as conditions.

A figure given for 书记 is none for 委员, one for 80至89周岁 none for 95. Words that merely differ are no contrast:
only members of one row, of which the text names others and not the one that is asked of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from qa.language.lexicon import same_words, word_edges
from qa.language.sentences import squeezed_text

# Rows of words of which a clause speaks of one and means no other. A longer name counts before a shorter one in it.
_ROWS: tuple[tuple[str, ...], ...] = (
    (
        "副书记", "书记", "支委", "委员", "副组长", "党小组组长", "党小组长", "组长", "组员", "成员", "副主任", "主任",
        "副会长", "会长", "秘书长", "联络员", "网格员", "辅导员", "楼栋长", "召集人",
    ),
    ("机关事业单位", "机关", "事业单位", "国有企业", "国企", "企业", "社区", "学校", "高校", "农村", "县城", "城市", "市区", "城镇"),
    ("离休", "退休", "在职", "离职", "辞职"),
    ("学生", "下岗", "退役军人", "军人", "残疾人", "孤儿", "职工", "教师", "医生", "农民", "遗属", "志愿者"),
    ("正高级", "副高级", "高级", "中级", "初级"),
    ("厅局级", "县处级", "乡科级", "省部级", "处级", "科级", "厅级", "局级", "科员"),
    ("一次性", "定期"),
    ("新增", "续聘"),
    ("省级", "市级", "县级", "乡级", "村级", "国家级"),
    ("门诊", "住院"),
    ("居家养老", "机构养老", "社区养老"),
    ("肢体残疾", "精神残疾", "智力残疾", "视力残疾", "听力残疾", "言语残疾", "多重残疾"),
    ("租房", "购房", "买房"),
    ("父母", "配偶", "子女"),
    ("先进集体", "先进个人", "先进工作者"),
    ("幼儿园", "小学", "初中", "高中", "大学"),
    ("居民", "职工", "灵活就业人员"),
    ("院长", "护士长", "护士", "护理员", "医生", "教师", "校长", "园长", "保育员"),
)  # fmt: skip
_CLASSES = tuple(re.compile("|".join(sorted(row, key=len, reverse=True))) for row in _ROWS)
_POSTS, _PEOPLE = _CLASSES[0], _CLASSES[3]
_KIN = next(row for row in _CLASSES if row.fullmatch("配偶"))
# 离退休 names both; what a word is part of may be another thing: 企业年金, 党组织书记.
_WIDE: dict[str, tuple[str, ...]] = {
    "县处级": ("处级",), "厅局级": ("厅级", "局级"), "乡科级": ("科级",), "正高": ("正高级",), "副高": ("副高级",), "离退休": ("离休", "退休"), "各类学校": ("学校", "高校"), "城乡": ("城市", "农村"), "中小学": ("小学", "初中", "高中"),
    "中学": ("初中", "高中"), "义务教育": ("小学", "初中"), "学前": ("幼儿园",), "高校": ("大学",), "高等学校": ("大学",),
    "参保人": ("居民", "职工", "灵活就业人员"), "护理人员": ("护士", "护理员"), "医护人员": ("护士", "医生"),
    "遗属": ("父母", "配偶", "子女"), "亲属": ("父母", "配偶", "子女"),
    "医务人员": ("护士", "医生"), "医师": ("医生",), "老师": ("教师",),
}  # fmt: skip
_OTHER_THING = re.compile(
    r"企业年金|退休金|退休费|退休工资|机关报|社区卫生|组织机关|领导小组成员|机关党委|社区教育|居民委员会|居民身份证|居民小组"
    r"|职工(?:[年月]?平均)?工资|教职工|老年大学|大学毕业|委员会|支委会|成员单位"
)
# 一类培训, 二等奖, 三级医院: the same words with another numeral are another case.
_NUMBERED = re.compile(r"(?P<numeral>[一二三四五六七八九十甲乙丙丁])(?P<frame>[类等级档星][\u4e00-\u9fff]{0,2})")

_UNITS = {"岁": "岁", "周岁": "岁", "元": "元", "天": "天", "日": "天", "人": "人", "名": "人", "年": "年"}
# Extents that a question names only as its case: 种了300亩, 装了12层.
_EXTENTS = ("亩", "平方米", "户", "吨", "层", "公里", "张", "辆")
_UNITS |= {unit: unit for unit in _EXTENTS}
_NUMBER = r"(?:\d[\d,.]{0,19}|[百零〇两一二三四五六七八九十]{1,12})"
_UNIT = r"(?:周岁|岁|元|天|日(?!期)|名|人(?!民)|年(?![度底初月])|亩|平方米|户(?!籍|口)|吨|层|公里|张|辆)"
_ASKED_NUMBER = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?P<bound>以[上下内])?")
_HOUSEHOLD = re.compile(rf"(?P<number>{_NUMBER})(?:口(?:人|之家)|人户)")
_OF_HOUSEHOLD = re.compile(rf"(?P<number>{_NUMBER})(?:口之家|人户)")
_SERVED = re.compile(rf"(?:满|任职|工龄|干了?|工作了?)(?P<years>{_NUMBER})年")
_BETWEEN = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_unit>{_UNIT})?(?:以上)?(?:至|到|-|—|~|、|,|(?P<below>,?(?:不满|不足)))(?P<high>{_NUMBER})(?P<unit>{_UNIT})"
)
_FROM = re.compile(
    rf"(?:年?满)?(?P<low>{_NUMBER})(?P<unit>{_UNIT})(?:及|\(含\))?以上"
    rf"|(?<![不未])满(?P<age>{_NUMBER})(?P<ages>周岁|岁)"
    rf"|满(?P<years>{_NUMBER})(?P<served>年)(?=的|后)"
    rf"|(?<![不得能])超过(?P<over>{_NUMBER})(?P<overs>{_UNIT})"
)
_UP_TO = re.compile(
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT})(?:及|\(含\))?以[下内]"
    rf"|(?<![不得能])(?:不满|不足|少于)(?P<under>{_NUMBER})(?P<unders>{_UNIT})"
    rf"|不超过(?P<most>{_NUMBER})(?P<mosts>{_UNIT})(?=的)"
)
# 退休党员六十二个人, 一百二十号人, 只有2名正式党员: how many there are, which a question gives as its case.
_HEADS_ASKED = re.compile(
    rf"""(?x) (?<![每第各前近\d.]) (?P<bound>超过|不到|不足)? (?P<number>{_NUMBER}) [多来]? (?:[个名位号]|口子)?
    (?: 离退休|退休|离休|正式|预备|流动|在职|年轻|老|女 ){{0,3}} (?: 党员|学员|会员|人(?![民均次月年数员]) )
    (?! 以[上下内]|制|间|份 )"""
)
# Between the two ends of one condition: 60周岁以上(含)且不满70周岁.
_SAME_CONDITION = re.compile(r"(?:\(含[^()]{0,8}\))?[、,]?[且并但而]?(?:年龄)?")
# 第三周, 第2学年: which of a row. As conditions: 第三周至第四周, 第五周起.
_OF_ROW = "(?:周|个?月|学年|年(?!级)|学期|季度|天|次)"
_ORDINAL_ASKED = re.compile(rf"第(?P<n>{_NUMBER})(?P<of>{_OF_ROW})")
_ORDINALS = re.compile(
    rf"第(?P<first>{_NUMBER})(?P<of>{_OF_ROW})(?:(?:至|到|-|—)第?(?P<last>{_NUMBER}){_OF_ROW}|(?P<on>及?以后|起|开始))?"
)
# The group of a number that is itself out of reach: 超过100人, 不足3人.
_EXCLUSIVE = {True: "over", False: "under"}
_BOUNDS = {"超过": "以上", "不到": "以下", "不足": "以下"}


def missing_holder(asked: str, context: str) -> bool:
    """Whether the question is about a post or a group of people that the context (clause, headings, title) never names."""
    for wanted, pattern in _rows_asked(asked):
        of_people = pattern in (_POSTS, _PEOPLE, _KIN)
        if of_people and wanted.isdisjoint(_named(context, pattern)) and not _same(wanted, context):
            return True
    return False


def rows_of(asked: str) -> Iterator[tuple[frozenset[str], re.Pattern[str]]]:
    """For each row of words that tell cases apart, the members that a question names, where it names any."""
    yield from _rows_asked(asked)


@lru_cache(maxsize=512)
def _rows_asked(asked: str) -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    return tuple((wanted, pattern) for pattern in _CLASSES if (wanted := _named(asked, pattern)))


def members_named(text: str, row: re.Pattern[str]) -> frozenset[str]:
    """The members of a row that a squeezed text names."""
    return _named(text, row)


def names_any_way(wanted: frozenset[str], text: str) -> bool:
    """Whether a text names one of these in other words: 国有企业 for 国企."""
    return _same(wanted, text)


_OPPOSED = ("集体", "个人", "单位")


def is_opposed(word: str, way: str) -> bool:
    """Whether a word that people use for another is that of the other side: 先进个人 of 先进集体, both called 双先."""
    side = next((o for o in _OPPOSED if o in word), "")
    return bool(side) and side not in way and any(o in way for o in _OPPOSED)


def conflicts(asked: str, part: str, around: str) -> bool:
    """Whether a part speaks of another case than the question; both texts and `around` squeezed.

    `around` is what governs the part: its sentence, the headings, the title.
    """
    return (
        _of_another_row(asked, part, around)
        or _of_another_number(asked, part, around)
        or fits_condition(asked, part) is False
    )


# What a sum is called, with the word before it that says which: 高龄津贴, 护理费, 误餐补助.
_SUM = re.compile(
    r"(?P<which>[\u4e00-\u9fff]{2})(?P<sum>补贴|补助费|补助|津贴|奖金|抚恤金|生活费|年金|公积金|保证金|费(?!用于)|金额|保额|年龄)"
)
_NO_KIND = re.compile(
    r"每[人月年天日次户]|一[年月天个]|个月|季度|学期|一共|多少|可以|能领|领取|发放|标准|各种|有关|相关|[这那哪何此该某][个项种类份笔]|^[先再又还都也就才后]|给予|领的|发的|什么|具体|其他"
)
# 组长是谁, 开户银行是哪家: what is asked for by name.
_HEAD = re.compile(r"(?P<head>[\u4e00-\u9fff]{2,4})(?:都|又)?(?:是|叫)(?:谁|哪一?[家个位]|什么(?:单位|公司|名字|人))")
_ANY_HEAD = re.compile(r"(?:责任|牵头|主管|负责|承办|主办|组织|管理|实施)(?:单位|部门|机关|机构|人)$|工作$|活动$|事$")


def other_sum(asked: str, context: str) -> bool:
    """Whether the question names a sum of a kind that the context (clause, headings, title; squeezed) never names."""
    return any(
        which not in context and whole not in context and not any(w in context for w in ways)
        for which, whole, ways in _sums_asked(asked)
    )


@lru_cache(maxsize=512)
def _sums_asked(asked: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The sums that a question names with the word that says which, and the other words for them."""
    found = []
    for m in _SUM.finditer(asked):
        which, whole = m["which"], m.group()
        if _NO_KIND.search(which) or not _is_one_word(asked, *m.span("which")):
            continue  # 给委员发补贴 names no 员发补贴, and 先拨补助 no kind of it
        ways = [
            w
            for word, same in same_words().items()
            if len(word) > len(m["sum"]) and asked.endswith(word, 0, m.end())
            for w in (word, *same)
        ]
        found.append((which, whole, (*ways, *same_words().get(which, ()))))
    return tuple(found)


def _is_one_word(text: str, start: int, end: int) -> bool:
    """Whether a word of the text begins at one place, and none between there and the other."""
    run = next(m for m in re.finditer(r"[\u4e00-\u9fff]+", text) if m.start() <= start < m.end())
    edges = word_edges(run.group())
    return start - run.start() in edges and not any(at - run.start() in edges for at in range(start + 1, end))


def missing_head(asked: str, context: str) -> bool:
    """Whether the question asks for the name of what the context never speaks of: 会长是谁 where there is no 会长."""
    found = _HEAD.search(asked)
    if found is None or _ANY_HEAD.search(found["head"]):
        return False
    head = found["head"]
    if len(head) == 4 and not any(post in head for post in _ROWS[0]):
        return any(half not in context for half in (head[:2], head[2:])) and not any(
            w in context for w in same_words().get(head, ())
        )
    tails = {head, head[-2:]}
    if any(post in head for post in _ROWS[0]):
        tails = {next(post for post in _ROWS[0] if post in head)}
    return not any(t in context or any(w in context for w in same_words().get(t, ())) for t in tails)


def _of_another_row(asked: str, part: str, around: str) -> bool:
    for wanted, pattern in _rows_asked(asked):
        here = _named(part, pattern)
        if here and wanted.isdisjoint(here) and not _same(wanted, part):
            return True
        if not here and pattern is not _POSTS:
            there = _named(around, pattern)
            if there and wanted.isdisjoint(there) and not _same(wanted, around):
                return True
    return False


def _named(text: str, row: re.Pattern[str]) -> frozenset[str]:
    """The members of a row that a text names; 机关事业单位 is 机关 and 事业单位 too."""
    return _named_of(text, row.pattern)  # a pattern's own hash is that of all its code


@lru_cache(maxsize=16384)
def _named_of(text: str, row: str) -> frozenset[str]:
    pattern = re.compile(row)
    plain = _OTHER_THING.sub("", text)
    found = set(pattern.findall(plain))
    for wide, members in _WIDE.items():
        if wide in plain:
            found |= {m for m in members if pattern.fullmatch(m)}
    if "机关事业单位" in found:
        found |= {"机关", "事业单位"}
    return frozenset(found)


def _same(wanted: frozenset[str], text: str) -> bool:
    """Whether the text names one of these in other words: 国有企业 for 国企."""
    return any(
        other in text
        for word in wanted
        for other in same_words().get(word, ())
        if other not in word and not is_opposed(word, other)
    )


def _of_another_number(asked: str, part: str, around: str) -> bool:
    """Whether the question names a numbered class and the text only others of the kind."""
    for numeral, frame in _numbered(asked):
        for text in (part, around):
            others = {other for other, kind in _numbered(text) if _alike(kind, frame)}
            if len(others) > 1:  # one alone may be a count: 三类课程
                if numeral not in others:
                    return True
                break
    return False


@lru_cache(maxsize=4096)
def _numbered(text: str) -> tuple[tuple[str, str], ...]:
    """The numbered classes of a text: the numeral of each, and what it numbers."""
    return tuple([(m["numeral"], m["frame"]) for m in _NUMBERED.finditer(text)])


def _alike(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


@dataclass(frozen=True, slots=True)
class Reach:
    """A condition: from low to high, ends included."""

    unit: str
    low: float
    high: float

    def lies_in(self, other: Reach) -> bool:
        """Whether it is the narrower one and lies inside the other."""
        return self.unit == other.unit and self != other and other.low <= self.low and self.high <= other.high


def reach_of(asked: str, part: str) -> Reach | None:
    """The narrowest condition of a part in which a number of the question lies; None where none does."""
    fitting = [
        r
        for unit, value, bound in _numbers_asked(asked)
        for r in reaches_in(part)
        if r.unit == unit and r.low <= (value + 0.01 if bound == "以上" else value - 0.01 if bound else value) <= r.high
    ]
    return min(fitting, key=lambda r: (r.high - r.low, -r.low), default=None)


def fits_condition(asked: str, part: str) -> bool | None:
    """Whether a number of the question lies in a condition of the part (85岁 in 80至89周岁); None: nothing to compare."""
    verdict: bool | None = None
    for unit, value, bound in _numbers_asked(asked):
        reaches = [r for r in reaches_in(part) if r.unit == unit]
        if not reaches:
            continue
        point = value + 0.01 if bound == "以上" else value - 0.01 if bound else value
        if any(r.low <= point <= r.high for r in reaches):
            return True
        verdict = False
    by_sum = _sum_fits(asked, part)
    return by_sum if by_sum is not None else verdict


@lru_cache(maxsize=512)
def _numbers_asked(asked: str) -> tuple[tuple[str, float, str | None], ...]:
    """The numbers that a question gives as its case: unit, value, what bounds it."""
    numbers = [
        (_UNITS[m["unit"]], value, m["bound"])
        for m in _ASKED_NUMBER.finditer(asked)
        if (value := number_of(m["number"])) is not None
    ]
    # Amounts of money asked with a bound (5000元以上) and ages are conditions; other figures seldom are.
    numbers = [n for n in numbers if n[0] == "岁" or n[0] in _EXTENTS or n[2]]
    numbers += [
        ("人", v, _BOUNDS.get(m["bound"] or ""))
        for m in _HEADS_ASKED.finditer(asked)
        if (v := number_of(m["number"])) is not None and v > 1  # 一个人能报几门: anyone
    ]
    numbers += [("人", v, None) for m in _HOUSEHOLD.finditer(asked) if (v := number_of(m["number"])) is not None]
    numbers += [("年", v, None) for m in _SERVED.finditer(asked) if (v := number_of(m["years"])) is not None]
    numbers += [
        (f"第{m['of']}", v, None) for m in _ORDINAL_ASKED.finditer(asked) if (v := number_of(m["n"])) is not None
    ]
    if re.search(r"百岁", asked):
        numbers.append(("岁", 100.0, None))
    return tuple(numbers)


_MONEY = r"(?P<{0}>\d[\d,.]*)(?P<{0}_unit>[万亿]?元)"
_ENDS_REACH = r"(?!的?(?:罚款|奖励|补助|补贴|资助|资金))(?=的|者|[,;:)、]|$|项目|部分)"
# 5000元以下(含5000元): that the end is included.
_INCLUDED = re.compile(r"\(含[^()]{0,12}(?:\)|$)")
# A sum that a question gives as its case: 投资3000万元, 月收入4000元.
_SUM_ASKED = re.compile(
    r"(?:投资|投入|收入|工资|养老金|产值|营收|营业额|销售额?|造价|合同额|资产|出资|规模)(?:总?额)?[^,。\d]{0,3}"
    + _MONEY.format("sum")
    + "(?!以[上下内])"
)
# 500万元以上2000万元以下, 1000-5000元的, 5000万元以上, 不足500万元: the reach of a row or a rule.
_SUM_REACH = re.compile(
    rf"""(?x) (?<![处罚奖补予\d.])
    (?: (?P<low>\d[\d,.]*)(?P<low_unit>[万亿]?元)? (?:\(含\))? (?: 以上[,、]? | 至 | 到 | [-—~] )+ (?:不满|不足)?
        {_MONEY.format("high")} (?:\(含\))? (?:以[下内])?
      | {_MONEY.format("least")} (?:\(含\))? 以上
      | (?:不满|不足|低于) {_MONEY.format("under")}
      | {_MONEY.format("most")} (?:\(含\))? 以[下内]
    ) {_ENDS_REACH}"""
)
_FACTOR = {"元": 1.0, "万元": 1e4, "亿元": 1e8}


def _sum_fits(asked: str, part: str) -> bool | None:
    """Whether a sum that the question gives as its case lies in a reach of the part; None: nothing to compare."""
    value = _sum_asked(asked)
    if value is None:
        return None
    reaches = [_sums_of(m) for m in _SUM_REACH.finditer(_INCLUDED.sub("", part))]
    return any(low <= value <= high for low, high in reaches) if reaches else None


@lru_cache(maxsize=512)
def _sum_asked(asked: str) -> float | None:
    """The sum that a question gives as its case."""
    given = _SUM_ASKED.search(asked)
    return _sum_of(given, "sum") if given else None


def _sum_of(found: re.Match[str], name: str) -> float:
    unit = found[f"{name}_unit"] or found["high_unit"]  # 1000-5000万元
    return float(found[name].replace(",", "").rstrip(".")) * _FACTOR[unit]


def _sums_of(found: re.Match[str]) -> tuple[float, float]:
    if found["low"]:
        return _sum_of(found, "low"), _sum_of(found, "high")
    if found["least"]:
        return _sum_of(found, "least"), inf
    return 0.0, _sum_of(found, "under") - 0.01 if found["under"] else _sum_of(found, "most")


def reaches_in(text: str) -> list[Reach]:
    """The conditions that a text sets on figures."""
    found: list[Reach] = []
    taken: list[tuple[int, int]] = []
    text = _INCLUDED.sub("", text) if "含" in text else text
    for m in _BETWEEN.finditer(text):
        low, high = number_of(m["low"]), number_of(m["high"])
        of_one_kind = m["low_unit"] is None or _UNITS[m["low_unit"]] == _UNITS[m["unit"]]
        if low is not None and high is not None and of_one_kind and low < high:  # not 每月100元,不满80周岁
            found.append(Reach(_UNITS[m["unit"]], low, high - 0.01 if m["below"] else high))
            taken.append(m.span())
    for m in _OF_HOUSEHOLD.finditer(text):
        if (value := number_of(m["number"])) is not None:
            found.append(Reach("人", value, value))
    for m in _ORDINALS.finditer(text) if "第" in text else ():
        first, last = number_of(m["first"]), number_of(m["last"]) if m["last"] else None
        if first is not None:
            end = last if last is not None else inf if m["on"] else first
            found.append(Reach(f"第{m['of']}", first, end))
    return [*found, *_both_ends_as_one(_open_reaches(text, taken), text)]


@dataclass(frozen=True, slots=True)
class _Open:
    """A condition that is open at one end, with its place in the text."""

    start: int
    end: int
    reach: Reach


def _open_reaches(text: str, taken: Sequence[tuple[int, int]]) -> list[_Open]:
    """The conditions that set one end (年满55周岁, 不足3人), in the order of the text; none of what is taken."""
    found = []
    for pattern, opens in ((_FROM, True), (_UP_TO, False)):
        for m in pattern.finditer(text):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            value = number_of(next(g for g in m.groups()[::2] if g))
            unit = _UNITS[next(g for g in m.groups()[1::2] if g)]
            if value is not None:
                past = 0.01 if m[_EXCLUSIVE[opens]] else 0.0
                reach = Reach(unit, value + past, inf) if opens else Reach(unit, 0.0, value - past)
                found.append(_Open(m.start(), m.end(), reach))
    return sorted(found, key=lambda r: r.start)


def _both_ends_as_one(found: Sequence[_Open], text: str) -> Iterator[Reach]:
    """The same, a lower end with the upper end right behind it as one: 年满55周岁、不超过75周岁."""
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        joined = (
            second is not None
            and first.reach.unit == second.reach.unit
            and first.reach.high == inf
            and first.reach.low < second.reach.high < inf
            and _SAME_CONDITION.fullmatch(text[first.end : second.start]) is not None
        )
        if joined and second is not None:
            yield Reach(first.reach.unit, first.reach.low, second.reach.high)
            at += 2
        else:
            yield first.reach
            at += 1


_DIGIT = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def number_of(text: str) -> float | None:
    """85, 4.5, 八十五, 一百, 百 as a number; None for what is none."""
    plain = squeezed_text(text).replace(",", "").rstrip(".")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    total = current = 0
    for character in _han(plain):
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        elif character in _DIGIT:
            current = _DIGIT[character]
        else:
            return None
    return float(total + current) if plain else None


def _han(text: str) -> Iterator[str]:
    yield from text
