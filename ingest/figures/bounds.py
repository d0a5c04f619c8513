"""Words that bound a figure (不低于, 以上, 左右), and the text's own rule whether 以上 and 以下 include it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingest.figures.units import UnitKind
from ingest.model import Operator

_NOT = r"(?:不得?|不应当?|不能|不宜|不可|不会|不准|不许|未)"
# 最高 and the like bound what they stand at, not 「最高罚款数额的20%」.
_AT_IT = r"(?=(?:限额?|额度)?(?:不[得低少超高].{1,2}|为|是|可|达到?|给予|奖励|补助|补贴|资助|加|扣|支持|人民币|累计|分别|不再)*\n?[\d半十百千万一二两三四五六七八九壹贰叁肆伍陆柒捌玖¥￥])"
_GE = rf"{_NOT}(?:少于|低于|小于|短于|不足)|至少|最少(?!的)|不下|(?:最低|最短|下限){_AT_IT}"
_LE = rf"{_NOT}(?:超过|高于|大于|多于|长于|超出|突破|超)|至多|最多(?!的)|(?:最高|最长|最大|上限){_AT_IT}"
# These may stand some words before the figure: 至少组织1次, 不低于上年度工资总额2%.
_LOOSE = re.compile(
    rf"(?=[不未至最上下])(?:(?:最低|最少|至少|最短)?(?P<ge>{_GE})|(?:最高|最多|至多|最长)?(?P<le>{_LE}))"
)
_LOOSE_LEAD = re.compile("[不未至最上下]")  # what each of them begins with
# These stand right before it: 超过规定时间3日 is another matter.
_TIGHT = re.compile(
    r"""(?x)(?:
      (?P<ge>≥|(?:[年已]|(?<![届期圆美未不]))满)
    | (?P<le>≤)
    | (?P<gt>超过|高于|大于|多于|长于|超出|突破|逾|超|>)
    | (?P<lt>(?:尚)?(?:低于|少于|小于|短于|不足|不到|未满|不满|未达到?|未超过)|<)
    | (?P<about>大约|大概|约占|约为|约|将近|接近|近|上)
    )(?:了|有|到|约)?$"""
)
# With what it is a share or a multiple of between: 低于低保标准1.5倍, 不足应缴额50%, 超过核定总额的12%.
_OF_BASE = re.compile(
    r"""(?x)(?:
      (?P<gt>(?<![不未得宜能可准许没])(?:超过|高于|大于|多于|超出))
    | (?P<lt>(?<![不未得宜能可准许没])(?:低于|少于|小于)|不足|不满|未满|达不到|(?<!达)不到|未达到?)
    )(?P<base>[\u4e00-\u9fff“”、·]{2,16})$"""
)
_OF_BASE_LEAD = re.compile("[超高大多低少小不达未]")  # what each of them begins with
_BASE_NOUN = re.compile(
    r"(?:额|数|量|标准|工资|收入|所得|面积|预算|费用?|价|价格|资金|资产|投资|经费|限|线|人口|学时|任务|指标|编制|会员|党员|委员|代表|人员|职工|成员|业主|户|产值|成本|基数|本金|水平|支出|时间|期限|年限)$"
)
#   rejects   低于低保标准按50%发放 | 不足部分自付20% (what is done, not what it is measured by)
_BASE_ACTS = re.compile(
    r"按|由(?!于)|给予|予以|部分|[补扣罚奖](?!助标准|贴标准|励标准)|加收|增加|减少|增长|下降|提高|降低|支付|发放|拨付|报销|自付|再|可(?!支配)|应(?![到缴收付发有参出])|不得|须|(?<![学课])时(?![间数限长])"
)
# 高于全省平均水平10% is by how much, 高于全省平均水平的10% is not.
_BY_HOW_MUCH = re.compile(r"(?:水平|平均|价|价格|成本|基数|同期.{0,4}|去年.{0,4}|上年.{0,4})$")
_AS_REQUIRED = re.compile(r"(?:规定|法定|核定|要求|约定|批准|确定|限定|应到|应有)的$")
_SHORT_OF = re.compile(r"(?:线|标准|人数|年龄|年限|学时|课时|学分|次数|要求|规定|面积|期限?|时间|总分)$")
_BASE_ENDS = frozenset("的线准数龄限时分次求定积期间")  # what the words before other figures than shares end with
_MISSES = re.compile("未|不满|达不到")
_TIGHT_ENDS = frozenset("≥满≤过于出破逾超>足到达<概占为约近上了有")  # what each of them ends with
_MONEY_NAME = re.compile(r"(?:人民币|港币|[¥￥])$")
_MONEY_ENDS = frozenset("币¥￥")
_BEHIND = re.compile(
    r"""(?x)
    (?P<remark>[(]不?(?:含|包含|包括)(?:本数|\d[^()]{0,10})?[)])?
    (?:级(?=及?以[上下]))?
    (?:(?:及|或)(?=以))?
    (?:
      (?P<ge>以上(?!述)|起(?!步|算|草|到|来|点|价|诉|来|止))
    | (?P<le>以下(?!简称)|以内|之内|内(?![容部涵设外地陆控蒙参审在生科])|封顶|为(?:上限|限|最高限额))
    | (?P<least>为(?:下限|起点))
    | (?P<about>左右|上下(?!级)|多(?=[的来以，。；、,)]|$))
    | (?P<ahead>(?:以|之)?前(?!提|后|期|往|款|置))
    )
    (?P<rule>[(]不?(?:含|包含|包括)(?:本数|本级|\d[^()]{0,12})?[)])?"""
)
# 65吨/小时（45.5兆瓦）以上 bounds both figures.
_ASIDE = re.compile(r"(?:[(](?!不?含|不?包)[^()\n]{1,16}[)]|[)])(?=(?:及|或)?以[上下])")
_REMARK = re.compile(r"[(]不?(?:含|包含|包括)(?:本数|\d[^()]{0,12})?[)]")
#   matches   本条例所称“以上”包括本数，“以下”不包括本数 | 本法所称以上、以下、以内，包括本数
_OWN_RULE = re.compile(r"(?:所称|所指|中的?|[“\"]以[上下])[^。\n]{0,60}本数[^。\n]{0,60}")
_OWN_WORDS = re.compile(r"以上|以下|以内|不满|超过|以外|不足|(?P<out>不包括|不含|不包含|不计)|(?P<in>包括|包含|含)")


@dataclass(frozen=True, slots=True)
class BoundRule:
    """Words that do not include the figure they bound; 以上, 以下 and 以内 do where the text says nothing."""

    excluding: frozenset[str] = frozenset()


class Bound(NamedTuple):
    """An operator and how far its words reach."""

    operator: Operator
    start: int
    end: int
    closes_range: bool = False  # 以上, 以下: one of each is a range


def own_rule(text: str) -> BoundRule:
    """Read the document's own rule on 本数; the usual one where it has none."""
    if "本数" not in text:
        return BoundRule()
    excluding: set[str] = set()
    for sentence in _OWN_RULE.finditer(text):
        words: list[str] = []
        decided = False
        for word in _OWN_WORDS.finditer(sentence[0]):
            if word["out"] is None and word["in"] is None:
                words = [*([] if decided else words), word[0]]
                decided = False
                continue
            decided = True
            excluding = excluding - set(words) if word["in"] else excluding | set(words)
    return BoundRule(frozenset(excluding))


def bound_before(text: str, start: int, end: int) -> Bound | None:
    """Return the bound that stands before a figure in text[start:end]."""
    if end - start < 1:
        return None
    money = _MONEY_NAME.search(text, max(start, end - 3), end) if text[end - 1] in _MONEY_ENDS else None
    near = money.start() if money else end
    loose = None
    reach = max(start, end - 28)
    lead = _LOOSE_LEAD.search(text, reach, end)
    for found in _LOOSE.finditer(text, lead.start(), min(len(text), end + 2)) if lead else ():
        if found.end() > near:
            break
        if loose is not None and found.start() - loose.end() <= 1:
            continue
        loose = found
    if loose is not None and near - loose.end() <= 16:
        # 最高限价不低于: the last word decides, the first opens the phrase.
        last = [m for m in _LOOSE.finditer(text, loose.start(), min(len(text), end + 2)) if m.end() <= near][-1]
        return Bound(Operator.GE if last["ge"] else Operator.LE, loose.start(), last.end())
    if near == start or text[near - 1] not in _TIGHT_ENDS:
        return None
    tight = _TIGHT.search(text, max(start, near - 6), near)
    if tight is None or (tight[0] == "上" and text[end : end + 1] not in "百千万"):
        return None
    name = next(name for name in ("ge", "le", "gt", "lt", "about") if tight[name])
    return Bound(Operator(name), tight.start(), tight.end())


def bound_of_base(text: str, start: int, end: int, kind: UnitKind, unit: str) -> Bound | None:
    """Return the bound before the words that a figure is measured by: 低于当地低保标准1.5倍, 未达到合格线60分."""
    is_share = kind is UnitKind.SHARE or unit == "倍"
    if start == end or not (is_share or text[end - 1] in _BASE_ENDS):
        return None
    low = max(start, end - 20)
    lead = _OF_BASE_LEAD.search(text, low, end)
    found = None
    while lead is not None:  # the last one: what stands before it is another matter
        found = _OF_BASE.match(text, lead.start(), end) or found
        lead = _OF_BASE_LEAD.search(text, lead.end(), end)
    if found is None or _BASE_ACTS.search(found["base"]):
        return None
    base = found["base"]
    if is_share:
        is_base = base.endswith("的") or _BASE_NOUN.search(base) is not None
        if (
            unit == "百分点"
            or not is_base
            or (unit != "倍" and _BY_HOW_MUCH.search(base) and not _MISSES.match(found[0]))
        ):
            return None
    elif not _AS_REQUIRED.search(base) and not (_MISSES.match(found[0]) and _SHORT_OF.search(base)):
        return None
    return Bound(Operator.GT if found["gt"] else Operator.LT, found.start(), found.start("base"))


def bound_behind(text: str, start: int, end: int, rule: BoundRule, kind: UnitKind) -> Bound | None:
    """Return the bound that stands right behind a unit: 以上, （含）以上, 以内, 左右, 起, 前."""
    aside = _ASIDE.match(text, start, end)
    if aside is not None:  # the words between stay out of the phrase
        beyond = bound_behind(text, aside.end(), end, rule, kind)
        return beyond and beyond._replace(start=start, end=start, closes_range=False)
    found = _BEHIND.match(text, start, end)
    if found is None or not _suits(found, kind):
        return None
    remark = found["remark"] or found["rule"] or ""
    excludes = remark.startswith("(不")
    includes = bool(remark) and not excludes
    excludes = excludes or (not includes and (found["ge"] or found["le"]) in rule.excluding)
    if found["ge"]:
        return Bound(Operator.GT if excludes else Operator.GE, start, found.end(), found["ge"] == "以上")
    if found["le"]:
        return Bound(Operator.LT if excludes else Operator.LE, start, found.end(), found["le"] in ("以下", "以内"))
    if found["least"] or found["ahead"]:
        return Bound(Operator.GE, start, found.end())
    return Bound(Operator.ABOUT, start, found.end())


def end_of_remark(text: str, start: int, end: int) -> int:
    """Where （含）, （不含100平方米） behind a figure ends; `start` where none stands there."""
    found = _REMARK.match(text, start, end)
    return found.end() if found else start


def _suits(found: re.Match[str], kind: UnitKind) -> bool:
    """100元起 is a bound, 自3日起 is not; 30日前 is one, 10名前 is not."""
    if found["ge"] == "起":
        return kind in (UnitKind.MONEY, UnitKind.PERSON)
    if found["ahead"]:
        return kind in (UnitKind.PERIOD, UnitKind.DAY)
    return True
