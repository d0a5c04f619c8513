"""Draws files in which documents follow one another: notices each with its own masthead, rules of a handbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.model import Form
from tests.maker.expectation import ExpectedDocument, Value
from tests.maker.issuers import PLACES, issuers_at_one_place
from tests.maker.masthead import draw_masthead, draw_title, print_imprint
from tests.maker.notice import (
    draw_annex_heads,
    draw_printed,
    fields_of,
    print_foot,
    print_top,
    write_annexes,
    write_own_text,
)
from tests.maker.page import Block, Part, Place
from tests.maker.sheet import Sheet
from tests.maker.tree import write_rules

COLLECTIONS = ("老干部工作制度汇编", "离退休干部政策选编", "老干部工作手册", "离退休干部工作文件汇编（2023年版）")
RULES = (
    "离退休干部走访慰问办法",
    "老干部活动中心管理规定",
    "老年大学学员守则",
    "离退休干部党支部工作规则",
    "困难帮扶资金管理细则",
    "老干部阅文制度",
    "志愿服务队章程",
)


def draw_sequel(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """Two or three notices, one after another, nothing between them but their own heads and feet."""
    draw = sheet.draw
    documents: list[ExpectedDocument] = []
    titles: set[str] = set()
    annexed = False
    for number in range(draw.randint(2, 3)):
        masthead = draw_masthead(sheet)
        title, names = draw_title(sheet, masthead, None, "")
        while title.whole[-16:] in titles:
            title, names = draw_title(sheet, masthead, None, "")
        titles.add(title.whole[-16:])
        printed = replace(draw_printed(sheet, masthead, names), signature=True)
        # Below an annex, title and addressees alone could be a model for a notice.
        if number and (annexed or not (printed.number or printed.addressees)):
            printed = replace(printed, number=True)
        start, block = sheet.opened, len(sheet.blocks)
        print_top(sheet, masthead, title, printed, depth=2 if number else 1)
        if number and draw.random() < 0.5:
            sheet.blocks[block] = replace(sheet.blocks[block], new_page=True)
        write_own_text(sheet, title, numbered=draw.random() < 0.8)
        annexes = draw_annex_heads(sheet, draw.choices((0, 1, 2), (70, 18, 12))[0])
        print_foot(sheet, masthead, printed, annexes)
        write_annexes(sheet, annexes)
        annexed = bool(annexes) and not printed.imprint
        print_imprint(sheet, masthead, printed.copied_to, printed=printed.imprint)
        documents.append(ExpectedDocument(fields_of(masthead, title, printed), sheet.clauses(start)))
    return tuple(documents)


def draw_collection(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A handbook of rules, with or without a list of contents."""
    draw = sheet.draw
    editor = draw.choice(issuers_at_one_place(draw.randrange(len(PLACES)))[:4])
    name = draw.choice(COLLECTIONS)
    sheet.blocks.append(Block(name, Part.TITLE, Place.CENTER, depth=1))
    sheet.write_outside(editor.name + draw.choice(("", "编")), Part.HEAD, Place.CENTER)
    rules = draw.sample(RULES, draw.randint(3, 5))
    if draw.random() < 0.4:
        sheet.open(("正文",), "preamble")
        sheet.write("为便于查阅，现将有关制度汇编成册。")
    if draw.random() < 0.6:
        sheet.write_outside("目　录", Part.ANNEX_NOTE, Place.CENTER)
        for page, rule in enumerate(rules, 1):
            sheet.write_outside(f"{rule}……{3 * page}", Part.ANNEX_NOTE, Place.FLUSH)
    head: dict[str, tuple[Value, ...]] = {
        "title": (name,),
        "form": (Form.COLLECTION,),
        "issuing_authorities": ((editor.name,),),
    }
    documents = [ExpectedDocument(head, sheet.clauses())]
    for rule in rules:
        start = sheet.opened
        new_page = draw.random() < 0.5
        sheet.blocks.append(Block(rule, Part.TITLE, Place.CENTER, depth=2, new_page=new_page))
        issued = None
        if draw.random() < 0.5:
            issued = date(draw.randint(2005, 2024), draw.randint(1, 12), draw.randint(1, 28))
            note = f"（{issued.year}年{issued.month}月{issued.day}日{editor.name}印发）"
            if len(note) <= 26:
                sheet.write_outside(note, Part.TITLE_NOTE, Place.CENTER)
            else:
                issued = None
        write_rules(sheet)
        fields: dict[str, tuple[Value, ...]] = {
            "title": (rule,),
            "form": (Form.GENERAL,),
            "dated_on": (issued,),
            "document_number": (None,),
        }
        documents.append(ExpectedDocument(fields, sheet.clauses(start), part_of=0))
    return tuple(documents)
