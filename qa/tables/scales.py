"""Which rows of a table a number or a day of the question falls into: 20名党员 in 16至40名, 1944年 in 1943年1月1日至1945年9月2日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from ingest.model import TableRow
from qa.language.contrast import Reach, number_of
from qa.language.periods import days_named, period_of
from qa.language.sentences import squeezed_text

LEAST_STEPS = 2
"""Rows with a range: one alone is a remark, and no scale."""
_DAYS = "日期"
_OPEN = 0.001  # 不满20: what lies right below

_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|[百零〇两一二三四五六七八九十]{1,5})"
# Units that count the same, under one name.
_SAME_UNIT = {
    "人": "人", "名": "人", "位": "人", "个": "人", "周岁": "岁", "岁": "岁", "年": "年", "天": "天", "日": "天", "户": "户", "亩": "亩",
    "平方米": "平方米", "平米": "平方米", "公里": "公里", "千米": "公里", "吨": "吨", "张": "张", "辆": "辆", "台": "台", "分": "分", "床": "张",
    "课时": "课时", "学时": "课时", "小时": "小时", "层": "层", "次": "次", "个月": "月", "月": "月", "所": "所", "间": "间",
}  # fmt: skip
_UNIT = "(?:" + "|".join(sorted(_SAME_UNIT, key=len, reverse=True)) + ")"
# What a column of bare numbers counts, where its name gives no unit.
_UNIT_OF_NAME = (
    (re.compile(r"人数|名额|人员数"), "人"), (re.compile(r"年龄|周岁"), "岁"), (re.compile(r"年限|工龄|党龄|教龄|年数"), "年"),
    (re.compile(r"面积"), "平方米"), (re.compile(r"天数|日数"), "天"), (re.compile(r"户数"), "户"), (re.compile(r"里程|距离"), "公里"),
    (re.compile(r"得分|分数|分值|成绩"), "分"), (re.compile(r"床位"), "张"), (re.compile(r"课时|学时"), "课时"),
)  # fmt: skip
_BRACKETED_UNIT = re.compile(rf"[(（](?:单位[:：])?(?P<unit>{_UNIT})[)）]")
_WORDS = r"[\u4e00-\u9fff]{0,8}?"
_TO = r"(?:至|到|-|—|–|~|～)+"
#   matches   16至40名 | 3-15 | 50名以上不满100名 | 党员15人以上25人以下的
_BETWEEN = re.compile(
    rf"{_WORDS}(?:年?满|超过)?(?P<low>{_NUMBER}){_UNIT}?(?:\(含\))?(?:(?:以上)?[,、]?{_TO}|以上[,、]?)(?P<below>不满|不足)?"
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT})?(?:\(含\))?(?:以[下内])?(?:的{_WORDS})?"
)
#   matches   41名以上 | 满20年 | 超过100人
_FROM = re.compile(
    rf"{_WORDS}(?:(?P<over>超过|多于|大于|高于)(?P<above>{_NUMBER})(?P<unit_above>{_UNIT})?(?:以上)?"
    rf"|(?P<low>{_NUMBER})(?P<unit>{_UNIT})?(?:\(含\)|及)?以上"
    rf"|(?:年?满|不少于|不低于)(?P<least>{_NUMBER})(?P<unit_least>{_UNIT})?)(?:的{_WORDS})?"
)
#   matches   10人以下 | 不满20年 | 不足50名
_UP_TO = re.compile(
    rf"{_WORDS}(?:(?:不满|不足|少于|低于|小于|未满)(?P<under>{_NUMBER})(?P<unit_under>{_UNIT})?"
    rf"|(?P<high>{_NUMBER})(?P<unit>{_UNIT})?(?:\(含\)|及)?以[下内]"
    rf"|不超过(?P<most>{_NUMBER})(?P<unit_most>{_UNIT})?)(?:的{_WORDS})?"
)
_ALONE = re.compile(rf"(?P<low>{_NUMBER})(?P<unit>{_UNIT})")
_ASKED_NUMBER = re.compile(rf"(?<![\d.第])(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?P<noun>[\u4e00-\u9fff]{{0,6}})")
# 一个, 两位: how one speaks of a single thing, and no size.
_SPOKEN_ONE = re.compile(r"一(?:个|名|位|次|年|天|日|月|个月|人|台|张)")


@dataclass(frozen=True, slots=True)
class OnScale:
    """The rows of a table into whose ranges the question's numbers and days fall."""

    rows: frozenset[int]
    columns: frozenset[str]  # the columns that print the ranges


def rows_on_scale(asked: str, rows: Sequence[TableRow]) -> OnScale | None:
    """The rows in whose printed range a number or day of the question lies; None where no column holds such ranges.

    `asked`: squeezed. A range that the question's year only touches counts as well: who says no month may mean either.
    """
    fitting, columns = frozenset(range(len(rows))), set[str]()
    for column in dict.fromkeys(cell.column for row in rows for cell in row.cells):
        steps = _steps(column, rows)
        points = _points(asked, column, steps) if len(steps) >= LEAST_STEPS else []
        if not points:
            continue
        here = frozenset(
            i for i, step in steps.items() if any(p.low <= step.high and step.low <= p.high for p in points)
        )
        fitting &= here
        columns.add(column)
    return OnScale(fitting, frozenset(columns)) if columns else None


def _steps(column: str, rows: Sequence[TableRow]) -> dict[int, Reach]:
    """The range that each row prints in a column; none at all where two cells of three are no ranges."""
    texts = {i: squeezed_text(cell.text) for i, row in enumerate(rows) for cell in row.cells if cell.column == column}
    texts = {i: text for i, text in texts.items() if text}
    steps = {i: found for i, text in texts.items() if (found := _range(text, column)) is not None}
    ranges = [s for s in steps.values() if s.low < s.high]
    return steps if len(ranges) >= LEAST_STEPS and 3 * len(steps) > 2 * len(texts) else {}


def _range(text: str, column: str) -> Reach | None:
    if period := period_of(text):
        return Reach(_DAYS, period.first, period.last)
    return _numbers(text, column)


def _numbers(text: str, column: str) -> Reach | None:
    """The numbers from which and to which a cell counts, in the unit that it or its column prints."""
    for pattern in (_BETWEEN, _FROM, _UP_TO, _ALONE):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        said = found.groupdict()
        unit = next((u for name, u in said.items() if u and name.startswith("unit")), "") or _unit_of(column)
        low, high = _value(said, "low", "least", "above"), _value(said, "high", "most", "under")
        if not unit or (low is None and high is None):
            return None
        if said.get("over") and low is not None:
            low += _OPEN
        if (said.get("below") or said.get("under")) and high is not None:
            high -= _OPEN
        if pattern is _ALONE:
            high = low
        return Reach(_SAME_UNIT.get(unit, unit), low or 0.0, inf if high is None else high)
    return None


def _value(said: dict[str, str | None], *names: str) -> float | None:
    text = next((text for name in names if (text := said.get(name))), None)
    return number_of(text) if text else None


def _unit_of(column: str) -> str:
    """What a column counts, by the unit in its brackets or by its name; "" for none."""
    name = squeezed_text(column)
    if found := _BRACKETED_UNIT.search(name):
        return found["unit"]
    return next((unit for pattern, unit in _UNIT_OF_NAME if pattern.search(name)), "")


def _points(asked: str, column: str, steps: dict[int, Reach]) -> list[Reach]:
    """The numbers or days of the question that the ranges of a column can be held against."""
    units = {step.unit for step in steps.values()}
    if units == {_DAYS}:
        return [Reach(_DAYS, day.first, day.last) for day in days_named(asked)]
    points = []
    for found in _ASKED_NUMBER.finditer(asked):
        unit, value = _SAME_UNIT[found["unit"]], number_of(found["number"])
        if value is None or units != {unit} or _SPOKEN_ONE.match(found.group()):
            continue
        if unit == "人" and not _counts(found["unit"], found["noun"], column):
            continue
        points.append(Reach(unit, value, value))
    return points


_ANY_PEOPLE = re.compile(r"的|以|左右|$|[,，?？]")


def _counts(unit: str, noun: str, column: str) -> bool:
    """Whether what a number counts is what the column counts: 20个党员 under 党员人数, and not 3个活动室."""
    name = squeezed_text(column)
    if any(noun[:n] in name for n in (4, 3, 2) if len(noun) >= n):
        return True
    return unit != "个" and _ANY_PEOPLE.match(noun) is not None
