"""Draws the special forms of GB/T 9704-2012 section 10: 信函, 命令（令）, 纪要, and 公告 that count by 第…号."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.model import Form
from tests.maker.elements import (
    NOTES,
    PEOPLE,
    Truth,
    draw_bodies,
    draw_marks,
    print_addressees,
    print_annex_note,
    print_imprint,
    print_marks,
    print_note,
    print_signature,
)
from tests.maker.expectation import ExpectedDocument, Value, squeezed
from tests.maker.issuers import PLACES, issuers_at_one_place
from tests.maker.masthead import TOPICS, Masthead, Title, draw_addressees, printed_date, printed_number
from tests.maker.notice import print_title, write_annexes, write_own_text
from tests.maker.page import Part, Place, wrap
from tests.maker.sheet import Sheet, chinese
from tests.maker.tree import write_tree

GOVERNED = ("养老服务管理办法", "老年人优待规定", "离退休人员服务管理办法", "老年教育促进办法")
MEETINGS = ("专题会议", "常务会议", "办公会议", "党组会议")
GROUPS = ("老干部工作联席会议", "养老服务工作联席会议", "老龄工作专题会议")


def draw_form(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A letter, an order, an announcement or minutes."""
    kinds: tuple[Callable[[Sheet], ExpectedDocument], ...] = (
        _draw_letter,
        _draw_order,
        _draw_announcement,
        _draw_minutes,
    )
    return (sheet.draw.choices(kinds, (30, 20, 20, 30))[0](sheet),)


def _draw_letter(sheet: Sheet) -> ExpectedDocument:
    """信函: the body alone as head, marks and number below it, no 版记 but 抄送."""
    draw = sheet.draw
    truth = Truth(sheet)
    masthead = draw_bodies(sheet, most=1)
    body = masthead.issuers[0]
    lettered = replace(body, agency_code=body.agency_code.removesuffix("发") + "函")
    masthead = replace(masthead, issuers=(lettered,))
    spaced = draw.random() < 0.15
    sheet.write_outside(" ".join(body.name) if spaced else body.name, Part.HEAD, Place.CENTER)
    truth.shows("masthead_line", body.name)
    marks = draw_marks(sheet)
    number = printed_number(sheet, masthead)
    if draw.random() < 0.5:
        print_marks(truth, marks)
        sheet.write_outside(number, Part.NUMBER, Place.RIGHT)
    elif marks.copy_number:  # the number stands at the right of the first mark
        sheet.write_outside(f"{marks.copy_number}　　　　　　{number}", Part.NUMBER, Place.FLUSH)
        truth.shows("copy_number", marks.copy_number)
        truth.shows("document_number", number)
        print_marks(truth, replace(marks, copy_number=None))
    else:
        sheet.write_outside(number, Part.NUMBER, Place.RIGHT)
        truth.shows("document_number", number)
        print_marks(truth, marks)
    if "document_number" not in truth.evidence:
        truth.shows("document_number", number)
    kind = draw.choice(("函", "函", "复函", "通知"))
    topic = "".join(part.format(year=masthead.year) for part in draw.choice(TOPICS))
    whole = f"关于{'商请协助' if kind == '函' and draw.random() < 0.3 else ''}{topic}{'有关事项' if kind != '通知' else ''}的{kind}"
    title = Title(tuple(wrap(whole, 20.0, 0.0)), kind)
    _print_title(truth, title)
    print_addressees(truth, draw_addressees(sheet, masthead))
    write_own_text(sheet, title, numbered=draw.random() < 0.6)
    names = ("情况统计表填表说明",) if draw.random() < 0.2 else ()
    print_annex_note(truth, names)
    print_signature(truth, [body.name], masthead.dated_on)
    if draw.random() < 0.4:
        print_note(truth, draw.choice(NOTES if marks.secrecy is None else NOTES[1:3]))
    write_annexes(sheet, tuple(("附件", name) for name in names))
    print_imprint(truth, masthead, old=False, days=0, office=False)
    truth.fields |= _common(masthead) | {
        "title": (title.whole,),
        "document_number": (masthead.number, masthead.number.replace("〕", "〕第")),
        "document_type": ("函" if kind == "复函" else kind,),
        "form": (Form.LETTER,),
    }
    return truth.document(tables=())


def _draw_order(sheet: Sheet) -> ExpectedDocument:
    """命令（令）: the word 令 in the head, 第…号, a sentence, and who signs by his office."""
    draw = sheet.draw
    truth = Truth(sheet)
    masthead = _government(sheet)
    name, region = masthead.issuers[0].name, PLACES[masthead.place][0]
    word = draw.choice(("令", "令", "命令"))
    serial = _print_numbered_head(truth, name, word)
    sheet.open(("正文",), "preamble")
    rule = f"{region}{draw.choice(GOVERNED)}"
    year, month = masthead.dated_on.year, masthead.dated_on.month
    sheet.write(
        f"《{rule}》已经第{draw.randint(2, 80)}次常务会议审议通过，现予公布，自{year + 1}年{month}月1日起施行。"
    )
    person = draw.choice(PEOPLE)
    office = draw.choice(("省长", "省 长") if region.endswith("省") else ("市长", "市 长"))
    sheet.open(("落款",), "signature")
    sheet.write(f"{office}{draw.choice(('　', '　　', '：'))}{person}", Part.SIGNATURE, Place.RIGHT)
    signed = sheet.blocks[-1].text
    truth.shows("signatories", signed, person)
    printed = printed_date(sheet, masthead.dated_on)
    sheet.write(printed, Part.SIGNATURE, Place.RIGHT)
    truth.shows("dated_on", printed)
    truth.fields |= _common(masthead) | {
        "title": (f"{name}{word}",),
        "document_number": (f"{name}令第{serial}号",),
        "signatories": ((squeezed(person),),),
        "form": (Form.ORDER,),
        "addressees": ((),),
    }
    return truth.document(tables=())


def _draw_announcement(sheet: Sheet) -> ExpectedDocument:
    """公告 or 通告: its word in the head, 第…号 with or without the year, and a title."""
    draw = sheet.draw
    truth = Truth(sheet)
    masthead = _government(sheet) if draw.random() < 0.5 else draw_bodies(sheet, most=1)
    name = masthead.issuers[0].name
    word = draw.choice(("公告", "通告"))
    year = masthead.year if draw.random() < 0.5 else None
    serial = _print_numbered_head(truth, name, word, year)
    topic = "".join(part.format(year=masthead.year) for part in draw.choice(TOPICS))
    title = Title(tuple(wrap(f"关于{topic}的{word}", 20.0, 0.0)), word)
    _print_title(truth, title)
    write_own_text(sheet, title, numbered=draw.random() < 0.6)
    print_signature(truth, [name], masthead.dated_on)
    truth.fields |= _common(masthead) | {
        "title": (title.whole,),
        "document_number": (f"{name}{word}{f'{year}年' if year else ''}第{serial}号",),
        "document_type": (word,),
        "form": (Form.GENERAL,),
        "addressees": ((),),
        "signatories": ((),),
    }
    return truth.document(tables=())


def _print_numbered_head(truth: Truth, name: str, word: str, year: int | None = None) -> int:
    sheet, draw = truth.sheet, truth.sheet.draw
    serial = draw.randint(1, 99)
    line = name + word
    if draw.random() < 0.2:
        line = " ".join(line)
    printed = draw.choice((f"第{serial}号", f"第 {serial} 号", f"第{chinese(serial)}号", f"（第{serial}号）"))
    if year is not None:
        printed = f"{year}年第{serial}号"
    sheet.write_outside(line, Part.HEAD, Place.CENTER)
    truth.shows("masthead_line", line)
    sheet.write_outside(printed, Part.NUMBER, Place.CENTER)
    truth.shows("document_number", printed, printed.strip("（）"))
    return serial


def _draw_minutes(sheet: Sheet) -> ExpectedDocument:
    """纪要: its own head, an issue, the body and the day, the text, who was there, and 分送."""
    draw = sheet.draw
    truth = Truth(sheet)
    masthead = _government(sheet)
    place = PLACES[masthead.place][0]
    meeting = (
        f"{masthead.issuers[0].name}{draw.choice(MEETINGS)}" if draw.random() < 0.5 else f"{place}{draw.choice(GROUPS)}"
    )
    print_marks(truth, draw_marks(sheet))
    head = f"{meeting}纪要"
    sheet.write_outside(" ".join(head) if draw.random() < 0.1 else head, Part.HEAD, Place.CENTER)
    truth.shows("masthead_line", head)
    serial, year = draw.randint(1, 60), masthead.year
    printed, normal = draw.choice(
        (
            (f"〔{year}〕{serial}号", f"〔{year}〕{serial}号"),
            (f"第{serial}期", f"第{serial}期"),
            (f"（第{serial}期）", f"第{serial}期"),
            (f"〔{year}〕第{serial}期", f"〔{year}〕第{serial}期"),
            (f"第{chinese(serial)}次", f"第{chinese(serial)}次"),
        )
    )
    sheet.write_outside(printed, Part.NUMBER, Place.CENTER)
    truth.shows("document_number", printed, printed.strip("（）"))
    office = masthead.issuers[0].own_office
    day = printed_date(sheet, masthead.dated_on)
    if len(office + day) <= 22 and draw.random() < 0.5:
        sheet.write_outside(f"{office}　　　　{day}", Part.HEAD, Place.FLUSH)
    else:
        sheet.write_outside(office, Part.HEAD, Place.FLUSH)
        sheet.write_outside(day, Part.HEAD, Place.FLUSH)
    truth.shows("dated_on", day)
    titles: tuple[Value, ...] = (head,)
    if draw.random() < 0.4:
        title = Title((f"关于{draw.choice(('养老服务', '老干部', '老年教育'))}工作的会议纪要",), "纪要")
        _print_title(truth, title)
        titles = (title.whole,)
    sheet.open(("正文",), "preamble")
    date_of_meeting = f"{masthead.dated_on.month}月{masthead.dated_on.day}日"
    sheet.write(
        f"{date_of_meeting}，{draw.choice(('市政府', '有关部门', '领导小组'))}召开会议，专题研究老干部工作。现纪要如下："
    )
    write_tree(sheet, small=True)
    _print_attendance(truth)
    if draw.random() < 0.5:
        names = ("各成员单位", "参会各单位", "各与会单位")[draw.randrange(3)]
        sheet.write_outside(f"分送：{names}。", Part.IMPRINT, Place.FLUSH)
        truth.shows("copied_to", names)
        truth.fields["copied_to"] = ((names,),)
    truth.fields |= _common(masthead) | {
        "title": titles,
        "document_number": (normal,),
        "document_type": ("纪要",),
        "form": (Form.MINUTES,),
        "issuing_authorities": ((office,),),
        "addressees": ((),),
        "signatories": ((),),
    }
    truth.fields.setdefault("copied_to", ((),))
    return truth.document(tables=())


def _print_attendance(truth: Truth) -> None:
    sheet, draw = truth.sheet, truth.sheet.draw
    gap = draw.choice(("", "", "　"))
    for role, name, share in (
        ("出席", "attendees", 1.0),
        ("请假", "absentees", 0.5),
        ("列席", "observers", 0.6),
        ("记录", "recorder", 0.3),
    ):
        if draw.random() >= share:
            continue
        people = "、".join(map(squeezed, draw.sample(PEOPLE, draw.randint(1, 4))))
        sheet.write_outside(f"{role[0]}{gap}{role[1]}：{people}{draw.choice(('', '。'))}", Part.SIGNATURE, Place.INDENT)
        truth.shows(name, people)


def _government(sheet: Sheet) -> Masthead:
    """The people's government of a place, which issues orders and holds meetings."""
    masthead = draw_bodies(sheet, most=1)
    place = masthead.place % 24
    return replace(
        masthead,
        place=place,
        issuers=tuple(b for b in issuers_at_one_place(place) if b.name == f"{PLACES[place][0]}人民政府"),
    )


def _print_title(truth: Truth, title: Title) -> None:
    print_title(truth.sheet, title, depth=1)
    truth.shows("title", title.whole, back=len(title.lines))


def _common(masthead: Masthead) -> dict[str, tuple[Value, ...]]:
    first = masthead.issuers[0]
    return {
        "issuing_authorities": ((first.name,),),
        "region": (first.region,),
        "level": (first.level,),
        "dated_on": (masthead.dated_on,),
    }
