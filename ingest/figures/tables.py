"""Quantities of tables whose unit is printed in the head: 300 under 「补贴标准（元/月）」 is 300 元 每月."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ingest.figures.bounds import Bound, BoundRule, bound_before, bound_behind
from ingest.figures.numbers import Figure, figure_at
from ingest.figures.per import per_before, per_behind
from ingest.figures.units import UNIT
from ingest.model import Operator, Quantity, Span, Table, TableCell, TableRow
from ingest.squeezed import squeeze

#   takes     补贴标准（元/月） | 金额(万元) | 占比（%） | 人数/人 | 面积，平方米
#   rejects   人数（2022年） | 备注 | 单位（盖章）
_HEAD = re.compile(
    rf"(?P<name>.*?)[(\[/,，:]?(?P<before>每[\u4e00-\u9fff·]{{1,4}})?(?:单位[:：])?"
    rf"(?P<scale>[百千万亿]+)?(?P<unit>{UNIT})(?P<per>(?:/[^()\]]+)?)[)\]]?$"
)
_LONGEST_HEAD = 80
_BRACKETED = re.compile(r"[(\[/,，:]")
_NUMBER = r"\d+(?:[,， ]\d{3})*(?:\.\d+)?"
#   takes     300 | 1,200.50 | 300—500 | ≥60 | 不低于300 | 60以上 | 约50
#   rejects   2022-03-01 | 3号 | 0571-87654321
_BARE = re.compile(
    rf"(?P<before>[^\d\s]{{0,6}})(?P<figure>{_NUMBER}(?:[—~-]{{1,2}}{_NUMBER})?)(?P<behind>[^\d\s]{{0,4}})"
)
_BEFORE = re.compile(r"(?:≥|≤|[><]|约|不[得应]?(?:低于|少于|超过|高于)|至少|最高|最低|最多)?")
_BEHIND = re.compile(r"(?:(?:[(]含[)])?以[上下内]|左右)?")


class _Unit(NamedTuple):
    """What a head says of the figures under it."""

    name: str  # 补贴标准
    printed: str  # 元/月, as it would stand behind a figure
    before: str  # 每人每月, as it would stand before one


def find_table_quantities(text: str, tables: Sequence[Table]) -> tuple[Quantity, ...]:
    """Bare figures of table cells with the unit of their column's or row's head; spans are the cells' figures."""
    quantities: dict[Span, Quantity] = {}
    unit_of = cache(_unit_of)  # a head stands over thousands of cells
    for table in tables:
        for row in table.rows:
            for quantity in _of_row(text, table, row, unit_of):
                quantities.setdefault(quantity.span, quantity)  # a merged cell stands in many rows and is printed once
    return tuple(quantities[span] for span in sorted(quantities))


def _of_row(text: str, table: Table, row: TableRow, unit_of: Callable[[str], _Unit | None]) -> Iterator[Quantity]:
    label = row.cells[0].text if row.cells else ""
    label_unit = _unit_of(label)
    for i, cell in enumerate(row.cells):
        unit = unit_of(cell.column) or (label_unit if i else None)
        if unit is None or text[cell.span[0] : cell.span[1]] != cell.text:
            continue
        quantity = _of_cell(table.clause_id, cell, unit, "" if i == 0 or label_unit else label)
        if quantity is not None:
            yield quantity


def _unit_of(head: str) -> _Unit | None:
    """Read the unit that closes a head; it stands in brackets or behind a stroke, for 工作时间 ends with no 间."""
    if len(head) > _LONGEST_HEAD:
        return None
    squeezed = squeeze(head.split("\n")[-1] if "(" not in squeeze(head).text else head.replace("\n", "")).text
    found = _HEAD.fullmatch(squeezed)
    if found is None or not _BRACKETED.match(squeezed, found.end("name")):
        return None
    name = found["name"].strip("()[]/,，:")
    return _Unit(name, f"{found['scale'] or ''}{found['unit']}{found['per']}", found["before"] or "")


def _of_cell(clause_id: str, cell: TableCell, unit: _Unit, label: str) -> Quantity | None:
    squeezed = squeeze(cell.text)
    bare = _BARE.fullmatch(squeezed.text.strip())
    if bare is None or not (_BEFORE.fullmatch(bare["before"]) and _BEHIND.fullmatch(bare["behind"])):
        return None
    # As the sentence that the table stands for, so that the one reader of figures reads it.
    phrase = f"{unit.before}{bare['before']}{bare['figure']}{unit.printed}"
    start = len(unit.before) + len(bare["before"])
    figure = figure_at(phrase, start, start, len(phrase))
    if figure is None:
        return None
    per = per_behind(phrase, figure.end, len(phrase), figure.kind) or per_before(
        phrase, 0, len(unit.before), figure.kind
    )
    per = per or per_before(unit.name, 0, len(unit.name), figure.kind)
    before = bound_before(phrase, len(unit.before), start)
    behind = bound_behind(bare["behind"], 0, len(bare["behind"]), BoundRule(), figure.kind)
    begin = cell.span[0] + len(cell.text) - len(cell.text.lstrip())
    end = cell.span[0] + len(cell.text.rstrip())
    own_label = "".join(label.split())
    return Quantity(
        clause_id=clause_id,
        text=cell.text.strip(),
        subject=f"{own_label if not own_label[:1].isdigit() else ''}{unit.name}" or None,
        operator=_operator(figure, before, behind),
        value=float(figure.value),
        upper=None if figure.upper is None else float(figure.upper),
        unit=figure.unit,
        per=per.name if per else None,
        span=(begin, end),
    )


def _operator(figure: Figure, before: Bound | None, behind: Bound | None) -> Operator:
    if figure.upper is not None:
        return Operator.RANGE
    return next((bound.operator for bound in (before, behind) if bound is not None), Operator.EQ)
