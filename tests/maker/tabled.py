"""Draws notices with tables: inside a numbered clause, in an annex, short and over a page."""

from __future__ import annotations

from tests.maker.elements import Truth, draw_bodies, print_addressees, print_head, print_number, print_signature
from tests.maker.expectation import ExpectedDocument, ExpectedTable
from tests.maker.masthead import draw_addressees, draw_title
from tests.maker.notice import print_title
from tests.maker.page import Part, Place
from tests.maker.sheet import Sheet, chinese, heading_of
from tests.maker.tables import UNIT_LINES, draw_grid, write_table
from tests.maker.wounds import UNHURT, Breaks, Wounds

PAGES = Wounds(breaks=Breaks.HARD, cut_by_pages=True)
ANNEX_TABLES = ("补贴发放标准表", "任务分工表", "慰问金发放标准", "培训班日程安排表")
LEADS = ("具体标准如下：", "任务分工见下表：", "按照下表执行：", "具体安排如下表：")


def draw_tabled(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A notice whose clauses and annexes hold one to three tables."""
    draw = sheet.draw
    truth = Truth(sheet)
    masthead = draw_bodies(sheet, most=2)
    print_head(truth, masthead.issuers)
    print_number(truth, masthead, signed=False)
    title, _ = draw_title(sheet, masthead, None, "")
    print_title(sheet, title, depth=1)
    truth.shows("title", title.whole, back=len(title.lines))
    print_addressees(truth, draw_addressees(sheet, masthead))
    in_annex = draw.random() < 0.5
    tables = _write_clauses(truth, least=0 if in_annex else 1)
    print_signature(truth, [body.name for body in masthead.issuers], masthead.dated_on)
    if in_annex:
        tables.append(_write_annex(sheet))
    truth.fields |= {
        "title": (title.whole,),
        "issuing_authorities": (tuple(body.name for body in masthead.issuers),),
        "dated_on": (masthead.dated_on,),
    }
    return (truth.document(tables=tuple(tables)),)


def _write_clauses(truth: Truth, least: int) -> list[ExpectedTable]:
    sheet, draw = truth.sheet, truth.sheet.draw
    sheet.open(("正文",), "preamble")
    sheet.write("现将有关事项通知如下：")
    count = draw.randint(2, 4)
    holders = draw.sample(range(1, count + 1), draw.randint(least, 2))
    tables: list[ExpectedTable] = []
    for number in range(1, count + 1):
        heading = sheet.heading_text(f"{chinese(number)}、", long=False)
        sheet.open((heading_of(heading),))
        sheet.write(heading, Part.HEADING, depth=1)
        if number not in holders:
            sheet.write(sheet.paragraph())
            continue
        sheet.write(sheet.words.sentences(1, 2) + draw.choice(LEADS))
        tables.append(_write_table(sheet, long=draw.random() < 0.2))
        if draw.random() < 0.4:
            sheet.write(sheet.paragraph())
    return tables


def _write_table(sheet: Sheet, *, long: bool) -> ExpectedTable:
    ruled = sheet.wounds.markdown or sheet.wounds in (UNHURT, PAGES)
    grid = draw_grid(sheet.draw, long=long, numbered_groups=ruled)
    if grid.titles == 0 and sheet.draw.random() < 0.3:
        sheet.write(sheet.draw.choice(UNIT_LINES), place=Place.RIGHT)
    return write_table(sheet, grid)


def _write_annex(sheet: Sheet) -> ExpectedTable:
    """An annex that is a table, with a note below it in some."""
    title = sheet.draw.choice(ANNEX_TABLES)
    sheet.open((f"附件 {title}",), "annex")
    sheet.write("附件", Part.ANNEX_HEAD, Place.FLUSH)
    sheet.begin_page()
    sheet.write(title, Part.ANNEX_TITLE, Place.CENTER)
    table = _write_table(sheet, long=sheet.draw.random() < 0.4)
    if sheet.draw.random() < 0.3:
        sheet.write("注：以上标准自发文之月起执行。")
    return table
