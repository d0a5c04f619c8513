"""Draws bulletins: a head with name and issue, a list of contents, speeches and reports, and the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.model import Form
from tests.maker.expectation import ExpectedDocument, Value
from tests.maker.issuers import PLACES, Issuer, issuers_at_one_place
from tests.maker.masthead import printed_date
from tests.maker.page import Block, Part, Place
from tests.maker.sheet import Sheet, chinese
from tests.maker.tree import write_tree

NAMES = ("老干部工作动态", "老干部工作简报", "离退休干部工作信息", "情况反映", "工作通讯", "学习教育专刊")
CONTENTS = ("本期要览", "本期要目", "【本期导读】", "◆本期内容")
SECTIONS = ("【经验交流】", "【工作动态】", "◆基层动态", "〔典型做法〕")
PEOPLE = ("李 明", "王海", "周　敏", "陈立", "张 文 华", "刘云峰")
MEETINGS = ("全市老干部工作会议", "离退休干部党建工作推进会", "老干部局长座谈会", "党支部书记培训班开班式")
SPEECHES = ("在{}上的讲话", "在{}上的总结讲话", "在{}上的发言")


@dataclass(frozen=True, slots=True)
class _Item:
    title: tuple[str, ...]  # printed lines
    subtitle: str | None
    author: Issuer | None
    person: str | None
    dated_on: date | None
    section: str | None

    @property
    def whole(self) -> str:
        return "".join((*self.title, self.subtitle or ""))


def draw_bulletin(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A bulletin and its items; the item of a person is the editor's, whose bulletin prints it."""
    draw = sheet.draw
    place = draw.randrange(len(PLACES))
    editor = draw.choice(issuers_at_one_place(place)[:4])
    day = date(draw.randint(2015, 2025), draw.randint(1, 12), draw.randint(1, 28))
    name, issue = draw.choice(NAMES), _draw_issue(sheet, day)
    items = _draw_items(sheet, place, day)
    _print_head(sheet, name, issue, editor, day)
    copied = _draw_copies(sheet)
    if draw.random() < 0.7:
        _print_contents(sheet, items)
    head: dict[str, tuple[Value, ...]] = {
        "title": (f"{name}{issue}",),
        "form": (Form.BULLETIN,),
        "issuing_authorities": ((editor.name,),),
        "dated_on": (day,),
        "region": (editor.region,),
        "document_number": (None,),
        "copied_to": (copied,),
    }
    documents = [ExpectedDocument(head, sheet.clauses())]
    for item in items:
        documents.append(_write_item(sheet, item, editor, day))
    _print_foot(sheet, copied)
    return tuple(documents)


def _draw_issue(sheet: Sheet, day: date) -> str:
    draw = sheet.draw
    number, total = draw.randint(1, 40), draw.randint(41, 500)
    return draw.choice(
        (
            f"第{number}期",
            f"第{number}期（总第{total}期）",
            f"{day.year}年第{number}期",
            f"第{chinese(number)}期",
            f"（第{number}期）",
        )
    )


def _draw_items(sheet: Sheet, place: int, day: date) -> list[_Item]:
    draw, words = sheet.draw, sheet.words
    items: list[_Item] = []
    sections = draw.random() < 0.25
    for number in range(draw.randint(1, 2) - 1):
        title = draw.choice(SPEECHES).format(MEETINGS[number])
        spoken = date(day.year, draw.randint(1, day.month), draw.randint(1, 28))
        main = (f"{words.caption()}", f"——{title}") if draw.random() < 0.3 else (title, None)
        person = draw.choice(PEOPLE)
        items.append(_Item((main[0],), main[1], None, person, spoken, "【领导讲话】" if sections else None))
    taken = {item.whole for item in items}
    authors = draw.sample(issuers_at_one_place((place + 3) % len(PLACES)), draw.randint(2, 4))
    for number, author in enumerate(authors):
        lines = _draw_title(sheet)
        while "".join(lines) in taken:
            lines = _draw_title(sheet)
        taken.add("".join(lines))
        section = SECTIONS[number % len(SECTIONS)] if sections and number < 2 else None
        items.append(_Item(lines, None, author, None, None, section))
    return items


def _draw_title(sheet: Sheet) -> tuple[str, ...]:
    words = sheet.words
    while True:
        first, second = words.caption(), words.caption()
        lines = sheet.draw.choice(((f"{first} {second}",), (first, second), (f"{first}的做法",)))
        if len("".join(lines)) <= 18:
            return lines


def _draw_copies(sheet: Sheet) -> tuple[str, ...]:
    return ("市委常委", "市直各单位") if sheet.draw.random() < 0.6 else ()


def _print_head(sheet: Sheet, name: str, issue: str, editor: Issuer, day: date) -> None:
    draw = sheet.draw
    if draw.random() < 0.3:
        sheet.write_outside("内部资料", Part.MARKING, Place.FLUSH)
    sheet.blocks.append(Block(name, Part.TITLE, Place.CENTER, depth=1))
    sheet.write_outside(issue, Part.NUMBER, Place.CENTER)
    printed = printed_date(sheet, day)
    if draw.random() < 0.5 or len(editor.name) > 11:
        sheet.write_outside(editor.name, Part.HEAD, Place.CENTER)
        sheet.write_outside(printed, Part.HEAD, Place.CENTER)
    else:
        edited = draw.choice(("", "编", "编印"))
        sheet.write_outside(f"{editor.name}{edited}　　{printed}", Part.HEAD, Place.CENTER)


def _print_contents(sheet: Sheet, items: Sequence[_Item]) -> None:
    draw = sheet.draw
    sheet.open(("正文",), "preamble")
    sheet.write(draw.choice(CONTENTS), Part.LIST_LINE, Place.CENTER)
    bullet = draw.choice(("", "●", "" if sheet.wounds.markdown else "- ", "◇"))
    dots = draw.random() < 0.5
    for page, item in enumerate(items, 1):
        tail = f"……{page}" if dots else ""
        sheet.write(f"{bullet}{''.join(item.title).replace(' ', '')}{tail}", Part.LIST_LINE, Place.FLUSH)


def _write_item(sheet: Sheet, item: _Item, editor: Issuer, day: date) -> ExpectedDocument:
    draw = sheet.draw
    start = sheet.opened
    if item.section is not None:
        sheet.write_outside(item.section, Part.HEAD, Place.CENTER)
    for line in (*item.title, *((item.subtitle,) if item.subtitle else ())):
        sheet.blocks.append(Block(line, Part.TITLE, Place.CENTER, depth=2))
    if item.person is not None and item.dated_on is not None:
        spoken = item.dated_on
        lines = [f"（{spoken.year}年{spoken.month}月{spoken.day}日）", item.person]
        for line in lines if draw.random() < 0.7 else lines[::-1]:
            sheet.write_outside(line, Part.HEAD, Place.CENTER)
    elif item.author is not None:
        sheet.write_outside(item.author.name, Part.HEAD, Place.CENTER)
    sheet.open(("正文",), "preamble")
    if item.person is not None:
        sheet.write("同志们：", place=Place.FLUSH)
    sheet.write(sheet.paragraph())
    write_tree(sheet, small=True)
    if draw.random() < 0.3:
        sheet.write(sheet.paragraph())
    author = item.author or editor
    fields: dict[str, tuple[Value, ...]] = {
        "title": (item.whole.replace(" ", ""),),
        "form": (Form.GENERAL,),
        "issuing_authorities": ((author.name,),),
        "dated_on": (item.dated_on or day,),
        "region": (author.region,),
        "addressees": ((),),
        "copied_to": ((),),
        "printed_on": (None,),
    }
    return ExpectedDocument(fields, sheet.clauses(start), part_of=0)


def _print_foot(sheet: Sheet, copied: tuple[str, ...]) -> None:
    if copied:
        for label, name in zip(("报", "送"), copied, strict=True):
            sheet.write_outside(f"{label}：{name}。", Part.IMPRINT, Place.FLUSH)
    if sheet.draw.random() < 0.5:
        sheet.write_outside("责任编辑：王红　　联系电话：88880000", Part.IMPRINT, Place.FLUSH)
    if sheet.draw.random() < 0.4:
        sheet.write_outside("（共印200份）", Part.IMPRINT, Place.FLUSH)
