"""What a figure is counted for: 每月, 每人每年, 元/人·天, 年均; in one normal form."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.figures.units import UnitKind

_NUMERAL = r"(?:\d+(?:\.\d+)?[百千万]?|[一二三四五六七八九十百千万两]+)"
_PERIOD = (
    r"(?:半个?月|半年|半天|学年度|学年|学期|季度|年度|财年|工作日|交易日|星期|小时|分钟|月|年|季|旬|周|天|日|晚|届)"
)
# Heads of the noun after 每个: the phrase ends with the first of them.
_HEAD = (
    r"(?:党?总?支部|党小组|党组织|行政村|自然村|村|社区|乡镇|镇|街道|县|市|区|单位|部门|项目|企业|家庭|小组|班级|学校|网格|"
    r"站点|(?<!重)点|岗位|课题|品种|机构|孩子|学生|人|家|团队|班)"
)
MORE = "满|超过|超|逾期|延期|延迟|迟延?|增加|提高|降低|下降|减少|多|少"
"""每超过一天 counts by the day as 每天 does."""

#   matches   每月 | 每两年 | 每人 | 每名党员 | 每50名学生 | 每个支部 | 每千名老年人 | 每立方米
#   rejects   每逢 | 每况愈下 | 每周一上午 (a day)
_EACH = re.compile(
    rf"""(?x) 每(?:(?:{MORE})(?={_NUMERAL}))?(?:
      (?P<count>{_NUMERAL})?个?(?P<period>{_PERIOD})(?!(?<=周)[二三四五六日]|(?<=周)一(?!次)|(?<=[年月])[初底末])
    | (?P<many>{_NUMERAL})个?(?P<measure>人次|百分点|[名人位户家个张件亩辆台])
    | (?P<person>[名位](?!次)|人(?!次))
    | 个(?P<head>[\u4e00-\u9fff]{{0,4}}?{_HEAD})?
    | (?P<thing>批次|人次|场次|课时|学时|工时|平方米|立方米|公里|公斤|千克|千瓦时|校区|[户家村镇校班生期次餐场批件例篇项节亩顷吨斤度升辆台套间张床头只株栋支队处所座条份票笔县乡企团轮店站岗副]))"""
)
#   matches   人均 | 年均 | 按月 | 年补助 (in 人均年补助标准)
#   rejects   平均 | 2022年补助
_IMPLIED = re.compile(
    r"""(?x) (?P<mean>[人年月日周天户生校村亩])均(?![等匀衡为])
    | 按(?P<by>月|年|日|天|季度?|学期|学年)(?!龄)
    | (?<![\d〇零一二三四五六七八九十上下本当次每个全今去明往历近两整学同半头按之])(?P<of>[年月日])(?=补助|补贴|津贴|工资|薪|租金|缴费)"""
)
_IMPLIED_LEAD = re.compile("[均按年月日]")  # each of them has one of these
_PERIODS = "年月日天周"
#   matches   /人·月 | /平方米 | /千瓦时 | 每人每天 (behind a figure)
_BEHIND = re.compile(
    r"""(?x) (?:/[(]?|每(?=人|名|月|年|天|日|户|生))
    (?P<first>人次|平方米|立方米|千瓦时|学时|课时|学年|学期|小时|季度|公里|公斤|千克|百人|千人|万人|[年月日天周季次人生户个亩吨名班场期节株头只套台辆间床位件项篇份票度升晚餐届hdt]|㎡|m²
      |m³)(?![\u4e00-\u9fff]?均)
    (?:(?:[·./、]|每)(?P<second>学年|学期|小时|季度|[年月日天周季次人期晚餐](?![\u4e00-\u9fff]?均)))?(?:(?<=[(].)[)]|(?<=[(].[·./、].)[)]
      |(?<=[(].[·./、]..)[)])?"""
)
#   matches   每月100元 of 70—79岁每人|每月100元: what is counted is the figure that follows
_AMOUNT_FOLLOWS = re.compile(
    r"[^，。；：、！？,;:!?()\n\t\d]{0,10}?(?:\d|[一二两三四五六七八九十百千万]+(?:元|次|个|小时|天|名|餐))"
)
# What may stand between 每人每月 and the colon of a list: 每人每月补助标准为：
_HEAD_TAIL = re.compile(
    r"(?:的)?(?P<noun>(?:补助|补贴|津贴|发放|资助)?(?:标准|金额|额度|限额)|补助|补贴|津贴|[次餐天]数|频次)?(?:分别)?(?:如下|为|是)?[)]?$"
)
_COLON_REACH = 80
_TOTAL = re.compile("合计|共|总计|总额|累计|全年|一次性")
_NAMES = {
    "季": "季度",
    "年度": "年",
    "学年度": "学年",
    "名": "人",
    "位": "人",
    "㎡": "平方米",
    "m²": "平方米",
    "m³": "立方米",
    "h": "小时",
    "d": "天",
    "半个月": "半月",
    "顷": "公顷",
}


class Per(NamedTuple):
    """What one figure is counted for, and where it is printed."""

    name: str  # 每人每月; 每名党员 is 每人, 季 is 季度
    start: int
    end: int
    interval: tuple[int, int] | None = None  # a figure of its own inside: 「两年」 of 每两年


def per_before(text: str, start: int, end: int, kind: UnitKind) -> Per | None:
    """Return what stands before a figure, in text[start:end]; of 每名党员每年 both."""
    found = list(_EACH.finditer(text, start, end)) if "每" in text[start:end] else []
    if found:
        found = found[-3:]
        names = [_name_of(m) for m in found]
        last = found[-1]
        interval = None
        if len(found) == 1 and (last["count"] or last["many"]):
            interval = (last.start("count") if last["count"] else last.start("many"), last.end())
        return Per("".join(dict.fromkeys(names)), found[0].start(), last.end(), interval)
    lead = _IMPLIED_LEAD.search(text, start, end)
    implied = [m for m in _IMPLIED.finditer(text, start, end) if _counts_for(m, kind)] if lead else []
    if not implied:
        return None
    names = ["每" + _NAMES.get(word, word) for m in implied[-2:] if (word := m["mean"] or m["by"] or m["of"])]
    return Per("".join(dict.fromkeys(names)), implied[-2:][0].start(), implied[-1].end())


def _counts_for(implied: re.Match[str], kind: UnitKind) -> bool:
    """人均收入增长7% is no share for each man, and 月工资的3倍 nothing for each month."""
    if implied["of"]:
        return kind is UnitKind.MONEY
    return kind is not UnitKind.SHARE or implied["mean"] is None or implied["mean"] in _PERIODS


def per_of_list(text: str, start: int, opened: int, end: int, kind: UnitKind) -> Per | None:
    """Return what opens the list a figure stands in: 每人每月 of 「每人每月：一级3000元，二级2500元」.

    `opened` is where the words right before the figure begin; a sum over all of the list is not counted for it.
    """
    colon = text.rfind(":", max(start, end - _COLON_REACH), end)
    if (
        colon < 0
        or "每" not in text[max(start, colon - 24) : colon]
        or any(stop in text[colon:end] for stop in "。\n\t！？“”")
        or _TOTAL.search(text, opened, end)
    ):
        return None
    tail = _HEAD_TAIL.search(text, max(start, colon - 16), colon)
    assert tail is not None  # it may be empty
    if kind is not UnitKind.MONEY and (tail["noun"] or "")[-1:] not in ("数", "次"):
        return None
    head = max(start, *(text.rfind(stop, start, tail.start()) + 1 for stop in "，。；(\n\t"))
    per = per_before(text, head, tail.start(), kind)
    return per if per is not None and per.end == tail.start() and text[per.start] == "每" else None


def per_behind(text: str, start: int, end: int, kind: UnitKind) -> Per | None:
    """Return what stands right behind a unit: 元/人·月, 500元每月; 每人 behind an age belongs to the figure that follows."""
    found = _BEHIND.match(text, start, end)
    if found is None:
        return None
    if text[start] == "每" and (kind is UnitKind.AGE or _AMOUNT_FOLLOWS.match(text, found.end(), end)):
        return None
    words = [word for word in (found["first"], found["second"]) if word]
    return Per("".join("每" + _NAMES.get(word, word) for word in words), start, found.end())


def _name_of(found: re.Match[str]) -> str:
    if found["period"]:
        count = "" if found["count"] in ("一", "1") else found["count"] or ""
        return f"每{count}{_NAMES.get(found['period'], found['period'])}"
    if found["many"] in ("一", "1") and found["measure"] in ("人", "名", "位"):
        return "每人"
    if found["many"]:
        return f"每{'' if found['many'] in ('一', '1') else found['many']}{found['measure']}"
    if found["person"]:
        return "每人"
    if found["thing"]:
        return "每" + _NAMES.get(found["thing"], found["thing"])
    return f"每个{found['head'] or ''}"
