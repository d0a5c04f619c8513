"""Years and days of a question: those that say which documents are meant, and the day whose rules are asked for.

A year is mostly the matter (2019年国庆节放假, 浙江2020年的三大品牌). It says which documents where they are said to be
issued in it, or where it stands by itself as in a search box.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from ingest.model import Span
from ingest.numerals import integer_of
from qa.language.late_pattern import LatePattern

# A year that the question names: 2020年, 2020年度. Two digits are left alone: 「20年」 is a length of time.
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|年度|版|修订)")

_Y = r"(?:19|20)\d{2}"
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_FEW = r"[一二两三四五六七八九十]|\d{1,2}"

# The years of documents, in any form; groups say which.
_SPAN = LatePattern(
    rf"""(?x)
    (?<!\d) (?P<first>{_Y}) \s*年? \s*(?:[-–—~]+|到|至)\s* (?P<last>{_Y}) (?!\d) \s*年? (?:间|期间|之间)?
    | (?:自|从)? (?<!\d) (?P<since>{_Y}) \s*年? (?:起(?!施行|执行)|以来|以后|之后|至今|到现在)
    | (?<!\d) (?P<before>{_Y}) \s*年 (?:以前|之前|前(?![后台往期景]))
    | (?:最近|近) (?P<few>{_FEW}) 年 (?:来|以来|内|间|里)?
    | (?P<relative>去年|今年|本年度?|前年|上一?年度?)
    | [“"「]? (?P<plan>十[一二三四五]五) [”"」]? (?:规划)? (?:期间|时期|以来)
    | (?<!\d) (?P<year>{_Y}) \s*年度? (?!版|修订|[度底初末中]|\d|\s*\d{{1,2}}\s*月)"""
)
_DOCUMENTS = r"(?:文件|通知|要点|纲要|决定|通报|意见|办法|方案|条例|细则|政策|规定|批复|公告|通告|制度|公文|法规)"
_ISSUED = r"(?:印发|出台|下发|颁布|颁发|发布|制定|新出|公布|发文|发(?=的|了|过))"
# Directly behind a year: that it was issued then, or that a document is of it.
_OF_YEAR = LatePattern(rf"\s*(?:里|内|间)?(?:新|共|已)?(?:{_ISSUED}|的(?:新)?{_DOCUMENTS}(?!草案))")
# Behind a span of years: the same, with a place or a body between.
_OF_SPAN = LatePattern(
    rf"\s*的?(?:[\u4e00-\u9fff、\s\x00]{{0,10}}?)(?:{_ISSUED}|{_DOCUMENTS})|\s*(?:关于|有(?:哪些|什么)[\u4e00-\u9fff]{{0,12}}?{_DOCUMENTS})"
)
# Words between a span and a document that make the span what happened: 2018年以来获得表彰的.
_HAPPENED = LatePattern(
    r"获|受|参加|入党|去世|退休|离休|任职|工作|发生|新增|评|考核|表彰|担任|当选|转|建成|完成|累计|一直|连续|没有|未|满|无"
)
_ISSUED_THEN = LatePattern(
    r"(?:印发|出台|下发|颁布|发布|制定)于?\s*$|(?:印发|发布|出台|成文)(?:时间|日期)?(?:在|是|为|于)\s*$"
)
_BARE_YEAR = LatePattern(
    rf"(?<![\d年第.\-/〔\[(])(?P<year>{_Y})(?![\d年.\-/〕\])]|\s*(?:[元块人名个份条户支号]|多|余))"
)
_BARE_SPAN = LatePattern(rf"(?<!\d)(?P<first>{_Y})\s*[-–—~]+\s*(?P<last>{_Y})(?!\d)")
_EDGE = LatePattern(r"[\s,，;；、\x00]")

# The day whose rules are asked for.
#   matches   2021年时的规定 | 2021年的时候 | 截至2020年底 | 截止2020年6月 | 2020年底有效的 | 到2020年6月1日为止
#   rejects   2021年时间安排 | 截至2020年底共有多少名党员
_AS_OF = LatePattern(
    rf"""(?x)
    (?P<until>截[至止]到?|到|按) \s* (?P<until_year>{_Y}) \s*年 (?: \s*(?P<month>\d{{1,2}})\s*月 (?:份|底|末)? (?:(?<=月)\s*(?P<day>\d{{1,2}})\s*[日号])? | (?P<half>年?[底末初中]|上半年|上半) )?
        \s* (?P<stop>为止|时|止)?
    | (?<!\d) (?P<then>{_Y}) \s*年 (?: \s*(?P<then_month>\d{{1,2}})\s*月 )? (?: 时 (?![间期候段点令]) | 那?时候 | 的时候 | 当时 | 那会儿?  | (?:底|末|当年)? (?=有效的|现行的|还有效) )"""
)
_COUNTED = LatePattern(
    r"多少(?:名|人|个|家|所|支|户|次|份|万|亿)|几(?:名|人|个|家|所|支)|共有|一共|累计|总数|建成|达到|已有|完成|新增|占(?:比|到)?|比例|缴|交(?:清|到)|报送|上报|办结"
)


@dataclass(frozen=True, slots=True)
class AskedYears:
    """Years that a question wants documents of."""

    span: Span
    first: int | None  # None: from the beginning
    last: int | None  # None: until now

    @property
    def value(self) -> str:
        """2020, 2018—2020, 2018年以来, 2017年以前."""
        if self.first == self.last:
            return str(self.first)
        if self.first is None:
            return f"{(self.last or 0) + 1}年以前"
        return f"{self.first}年以来" if self.last is None else f"{self.first}—{self.last}"

    def holds(self, year: int) -> bool:
        """Whether a year is one of them."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The day whose rules are asked for."""

    span: Span
    day: date


def read_years(text: str, today: date) -> list[AskedYears]:
    """The years that a folded question reads as filters; `today` is what 近三年 and 去年 count from."""
    if not _may_name_time(text):
        return []
    found: list[AskedYears] = []
    for match in _SPAN.finditer(text):
        first, last, wide = _years_of(match, today)
        if _is_filter(text, match.span(), wide):
            found.append(AskedYears(match.span(), first, last))
    for pattern in (_BARE_SPAN, _BARE_YEAR):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for y in found for a, b in [y.span]):
                continue
            if _stands_alone(text, match.span()):
                parts = match.groupdict()
                year = int(parts.get("first") or parts["year"] or 0)
                last = int(parts.get("last") or year)
                if year <= last and year <= today.year + 1:
                    found.append(AskedYears(match.span(), year, last))
    return sorted(found, key=lambda y: y.span)


def _may_name_time(text: str) -> bool:
    """Whether there is a digit, 年 or 十四五 to look at."""
    return "年" in text or "五" in text or any(c.isdecimal() for c in text)


def _years_of(match: re.Match[str], today: date) -> tuple[int | None, int | None, bool]:
    """First and last year of a match, and whether it is a span of years in words that seldom are the matter."""
    if match["first"]:
        first, last = sorted((int(match["first"]), int(match["last"])))
        return first, last, True
    if match["since"]:
        return int(match["since"]), None, True
    if match["before"]:
        return None, int(match["before"]) - 1, True
    if match["few"]:
        return today.year - (integer_of(match["few"]) or 1) + 1, today.year, True
    if match["plan"]:
        return _PLANS[match["plan"]], _PLANS[match["plan"]] + 4, True
    if match["relative"]:
        back = {"去": 1, "上": 1, "前": 2}.get(match["relative"][0], 0)
        return today.year - back, today.year - back, False
    return int(match["year"]), int(match["year"]), False


def _is_filter(text: str, span: Span, wide: bool) -> bool:
    start, end = span
    if _ISSUED_THEN.search(text[:start]) or (wide and _stands_alone(text, span)):
        return True
    behind = (_OF_SPAN if wide else _OF_YEAR).match(text, end)
    if behind is None or _HAPPENED.search(behind.group()):
        # 2020 浙江: a year by itself, with its 年
        return not wide and text[start].isdigit() and _stands_alone(text, span)
    return True


def _stands_alone(text: str, span: Span) -> bool:
    """Whether a stretch stands apart, as words in a search box do: spaces or the ends of the question around it."""
    start, end = span
    apart = (start == 0 or _EDGE.match(text[start - 1])) and (end == len(text) or _EDGE.match(text[end]))
    return bool(apart) and len(text.strip("\x00 ")) > end - start


def read_day(text: str, today: date) -> AskedDay | None:
    """The day whose rules a folded question asks for; a day to come or a count as of a day is none."""
    for match in _AS_OF.finditer(text) if _may_name_time(text) else ():
        if match["then"]:
            day = _last_day(int(match["then"]), int(match["then_month"] or 12))
        else:
            if match["until"] in ("到", "按") and not (
                (match["stop"] and match["stop"] != "止") or match["stop"] == "止"
            ):
                continue
            if _COUNTED.search(text):
                continue
            day = _day_of(match)
        if day is not None and day < today:
            return AskedDay(match.span(), day)
    return None


def _day_of(match: re.Match[str]) -> date | None:
    year, month, day = int(match["until_year"]), match["month"], match["day"]
    if day:
        try:
            return date(year, int(month), int(day))
        except ValueError:
            return None
    half = match["half"] or ""
    if "初" in half:
        return date(year, 1, 1)
    if "中" in half or "上半" in half:
        return date(year, 6, 30)
    return _last_day(year, int(month or 12))


def _last_day(year: int, month: int) -> date | None:
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None
