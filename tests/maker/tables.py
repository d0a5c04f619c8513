"""Draws ruled tables with what a reader should find in them, and sets them: as lines, as HTML, as Markdown, as rulings."""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tests.maker.expectation import ExpectedTable
from tests.maker.page import Part, Place, TableRowBlock, wrap
from tests.maker.sheet import Sheet

PADDING = 0.8  # characters of white beside the text of a cell, both sides together


class GridCell(NamedTuple):
    """A cell of a table where it begins."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows of cells, how many of them name the columns, and the width of each column in characters."""

    rows: tuple[tuple[GridCell, ...], ...]
    titles: int  # rows over the whole width above the names
    head: int  # rows that name the columns
    widths: tuple[int, ...]
    repeats_head: bool  # on every further page
    marks_head: bool  # the format says which rows are the head
    label_column: int | None = None  # whose cells are merged downwards

    @property
    def plain(self) -> bool:
        """Whether no cell is merged."""
        return all(cell.columns == cell.rows == 1 for row in self.rows for cell in row)

    def line(self, number: int) -> str:
        """A row as one line: its cells joined with tabs, an empty one where a merged cell reaches in."""
        slots = [""] * len(self.widths)
        for cell in self.rows[number]:
            slots[cell.column] = cell.text
        return "\t".join(slots).rstrip("\t")

    def height(self, number: int) -> int:
        """Printed lines of a row; a merged cell asks for no more than one in each of its rows."""
        return max(
            len(self.lines_of(cell)) if cell.rows == 1 else -(-len(self.lines_of(cell)) // cell.rows)
            for cell in self.rows[number]
        )

    def lines_of(self, cell: GridCell) -> list[str]:
        """The text of a cell in its printed lines."""
        width = sum(self.widths[cell.column : cell.column + cell.columns]) - PADDING
        return wrap(cell.text, width, 0.0)

    def expected_rows(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """What a reader finds: each cell under the name of its column, merged ones in every row and column they cover."""
        found: list[tuple[tuple[str, str], ...]] = [(("", row[0].text),) for row in self.rows[: self.titles]]
        held = self._held()
        names = [self._name(column, held) for column in range(len(self.widths))]
        group: tuple[tuple[str, str], ...] = ()
        for row in held[self.titles + self.head :]:
            if row[0].columns == len(self.widths):
                group = (("", row[0].text),)
                continue
            found.append((*group, *((names[c], cell.text) for c, cell in enumerate(row) if cell.text)))
        return tuple(found)

    def _name(self, column: int, held: Sequence[Sequence[GridCell]]) -> str:
        parts = [row[column].text for row in held[self.titles : self.titles + self.head]]
        return "/".join(dict.fromkeys(parts))

    def _held(self) -> list[list[GridCell]]:
        """The cell that stands in each column of each row."""
        held = [[GridCell("", column) for column in range(len(self.widths))] for _ in self.rows]
        for number, row in enumerate(self.rows):
            for cell in row:
                for below in range(cell.rows):
                    for column in range(cell.column, cell.column + cell.columns):
                        held[number + below][column] = cell
        return held


SINGLE_COLUMNS: dict[str, tuple[str, ...]] = {
    "项目": ("走访慰问", "健康体检", "集中学习", "困难帮扶", "参观考察", "上门送学", "志愿服务"),
    "职务": ("书记", "副书记", "组织委员", "宣传委员", "纪检委员", "小组长"),
    "补贴标准": ("300元", "500元", "每月200元", "1200元", "80元"),
    "责任单位": ("组织部", "老干部局", "财政局", "民政局", "卫生健康委"),
    "完成时间": ("3月底前", "6月30日前", "12月", "全年", "每季度末"),
    "联系人": ("王海", "李云峰", "周敏", "陈立"),
    "工作内容": (
        "组织开展走访慰问，了解身体状况",
        "建立工作台账，按季度核对信息",
        "举办示范培训班，每期不少于三天",
        "落实经费，按规定列支",
    ),
    "备注": ("据实列支", "含交通费", "按月发放", ""),
}
WIDTH_OF = {"工作内容": 10, "补贴标准": 6, "责任单位": 6, "完成时间": 6, "序号": 3, "备注": 5, "类别": 5}
DIVIDED_COLUMNS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("人数", ("男", "女"), ("12", "35", "8", "104")),
    ("补贴标准", ("城镇", "农村"), ("300元", "260元", "500元", "180元")),
    ("资金来源", ("市级", "县级"), ("60%", "40%", "50%", "30%")),
)
LABELS = ("离休干部", "退休干部", "村党组织", "社区党组织", "机关单位", "国有企业")
UNIT_LINES = ("单位：元", "（单位：元）", "单位：元/人/月", "单位：万元", "单位：人")
GROUPS = ("一、走访慰问类", "二、学习培训类")
ROOM = 28


def draw_grid(draw: random.Random, *, long: bool = False, numbered_groups: bool = True) -> Grid:
    """A table with a head of one row or two, and with cells merged down and across in some; `long`: over a page.

    `numbered_groups`: titles of groups are numbered, as they cannot be where only tabs tell a table's rows.
    """
    merged_down = draw.random() < 0.45
    divided = draw.choice(DIVIDED_COLUMNS) if draw.random() < 0.3 else None
    taken = {divided[0]} if divided else set()
    names = draw.sample(
        [name for name in SINGLE_COLUMNS if name not in taken], draw.randint(1, 2) if divided else draw.randint(2, 3)
    )
    lead = "类别" if merged_down else draw.choice(("序号", "序号", "类别", ""))
    columns: list[tuple[str, str]] = [("", lead)] if lead else []
    columns += [("", name) for name in names]
    if divided:
        columns += [(divided[0], part) for part in divided[1]]
    head = _head(columns)
    body = _body(
        draw, columns, divided, merged_down=merged_down, count=draw.randint(22, 34) if long else draw.randint(2, 7)
    )
    if len(columns) > 2 and not merged_down and columns[0][1] and columns[0][0] == "" and draw.random() < 0.3:
        last = tuple(GridCell(draw.choice(("120", "360元", "85")), c) for c in range(2, len(columns)))
        body.append((GridCell("合计", 0, 2), *last))
    if len(columns) > 2 and not merged_down and draw.random() < 0.15:
        first, second = GROUPS if numbered_groups else [group[2:] for group in GROUPS]
        body[0:0] = [(GridCell(first, 0, len(columns)),)]
        body[4:4] = [(GridCell(second, 0, len(columns)),)] if len(body) > 5 else []
    titles = 1 if draw.random() < 0.12 else 0
    rows = [(GridCell(draw.choice(UNIT_LINES), 0, len(columns)),)] * titles + head + body
    return Grid(
        tuple(tuple(cell for cell in row) for row in rows),
        titles,
        len(head),
        _widths(columns),
        repeats_head=draw.random() < 0.6,
        marks_head=draw.random() < 0.5,
        label_column=0 if merged_down else None,
    )


def _head(columns: Sequence[tuple[str, str]]) -> list[tuple[GridCell, ...]]:
    if not any(group for group, _ in columns):
        return [tuple(GridCell(name, c) for c, (_, name) in enumerate(columns))]
    upper: list[GridCell] = []
    lower: list[GridCell] = []
    for c, (group, name) in enumerate(columns):
        if not group:
            upper.append(GridCell(name, c, 1, 2))
            continue
        if c == 0 or columns[c - 1][0] != group:
            upper.append(GridCell(group, c, sum(other == group for other, _ in columns)))
        lower.append(GridCell(name, c))
    return [tuple(upper), tuple(lower)]


def _body(
    draw: random.Random,
    columns: Sequence[tuple[str, str]],
    divided: tuple[str, tuple[str, ...], tuple[str, ...]] | None,
    *,
    merged_down: bool,
    count: int,
) -> list[tuple[GridCell, ...]]:
    labels = draw.sample(LABELS, len(LABELS))
    rows: list[tuple[GridCell, ...]] = []
    left = 0  # rows that the label above still covers
    for number in range(count):
        cells: list[GridCell] = []
        for c, (group, name) in enumerate(columns):
            if group and divided:
                cells.append(GridCell(draw.choice(divided[2]), c))
            elif name == "序号":
                cells.append(GridCell(str(number + 1), c))
            elif name == "类别" and merged_down:
                if left == 0:
                    left = min(draw.randint(1, 4), count - number)
                    cells.append(GridCell(labels[len(rows) % len(labels)], c, 1, left))
                left -= 1
            elif name == "类别":
                cells.append(GridCell(labels[number % len(labels)], c))
            else:
                cells.append(GridCell(draw.choice(SINGLE_COLUMNS[name]), c))
        rows.append(tuple(cells))
    return rows


def _widths(columns: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    widths = [WIDTH_OF.get(name, 5) for _, name in columns]
    while sum(widths) > ROOM:
        widths[widths.index(max(widths))] -= 1
    widths[-1] += (ROOM - sum(widths)) // 2
    return tuple(widths)


def write_table(sheet: Sheet, grid: Grid) -> ExpectedTable:
    """Print a table into the clause opened last, a block a row."""
    for number in range(len(grid.rows)):
        sheet.write(grid.line(number), Part.LIST_LINE, Place.FLUSH)
        sheet.blocks[-1] = replace(sheet.blocks[-1], row=TableRowBlock(grid, number))
    return ExpectedTable(sheet.opened - 1, grid.expected_rows())


def html_table(grid: Grid, *, one_line: bool = False) -> str:
    """A table of a web page."""
    rows = []
    for number, row in enumerate(grid.rows):
        named = grid.marks_head and grid.titles <= number < grid.titles + grid.head
        tag = "th" if named else "td"
        cells = "".join(f"<{tag}{_spans(cell)}>{html.escape(cell.text, quote=False)}</{tag}>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    between = "" if one_line else "\n"
    return between.join(("<table>", *rows, "</table>"))


def _spans(cell: GridCell) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return columns + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")


def markdown_table(grid: Grid) -> list[str]:
    """A table of Markdown: with pipes where no cell is merged, else in HTML as converters leave it."""
    if not grid.plain:
        return [html_table(grid, one_line=True)]
    lines = [f"| {' | '.join(cell.text for cell in row)} |" for row in grid.rows]
    lines.insert(1, "|" + " --- |" * len(grid.widths))
    return lines


class Stroke(NamedTuple):
    """A ruling: characters from the left margin, lines from the top of the table's part on the page."""

    x0: float
    y0: float
    x1: float
    y1: float


class PlacedText(NamedTuple):
    """A printed line of a cell: characters from the left margin, and the line it stands on, counted from the top."""

    text: str
    x: float
    line: float


def ruled(grid: Grid, numbers: Sequence[int]) -> tuple[list[Stroke], list[PlacedText]]:
    """The rulings and texts of the rows that stand together on a page; a merged cell that a page cuts is ruled on both."""
    edges = [float(sum(grid.widths[:c])) for c in range(len(grid.widths) + 1)]
    tops = [float(sum(grid.height(n) for n in numbers[:i])) for i in range(len(numbers) + 1)]
    strokes = [Stroke(edges[0], 0.0, edges[-1], 0.0), Stroke(edges[0], tops[-1], edges[-1], tops[-1])]
    texts: list[PlacedText] = []
    for start, cell in ((n, cell) for n, row in enumerate(grid.rows) for cell in row):
        here = [i for i, n in enumerate(numbers) if start <= n < start + cell.rows]
        if not here:
            continue
        x0, x1 = edges[cell.column], edges[cell.column + cell.columns]
        y0, y1 = tops[here[0]], tops[here[-1] + 1]
        strokes += [Stroke(x0, y0, x0, y1), Stroke(x1, y0, x1, y1), Stroke(x0, y1, x1, y1)]
        if numbers[here[0]] != start:
            continue  # its text stands on the page before
        lines = grid.lines_of(cell) if cell.text else []
        middle = (y0 + y1 - len(lines)) / 2
        texts += [PlacedText(line, x0 + PADDING / 2, middle + i) for i, line in enumerate(lines)]
    return strokes, texts
