"""Draws a whole notice from a seed: its blocks in printed order, and the documents a reader should find in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.maker.expectation import ExpectedDocument, Value, squeezed
from tests.maker.masthead import (
    Inner,
    Masthead,
    Title,
    draw_addressees,
    draw_inner,
    draw_masthead,
    draw_title,
    print_head,
    print_imprint,
    print_signature,
    printed_number,
)
from tests.maker.page import Block, Part, Place
from tests.maker.sheet import Sheet
from tests.maker.tree import write_rules, write_tree
from tests.maker.wounds import Wounds, draw_wounds

ANNEX_TITLES = (
    "走访慰问对象名单",
    "慰问金发放标准",
    "申报材料清单",
    "办理流程图说明",
    "工作领导小组成员名单",
    "培训班日程安排",
    "补贴发放登记表填表说明",
)
COPY_LISTS = (
    "省委各部委",
    "省人大常委会办公厅",
    "中国人民解放军驻地各单位",
    "各民主党派、工商联",
    "各人民团体",
    "办公厅各处室",
)
NOTES = ("（此件公开发布）", "（此件发至县团级）", "（联系人：李明，联系电话：0531-88880000）")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as drawn: what is printed, what happened to the file, and what should be read from it."""

    seed: int
    blocks: tuple[Block, ...]
    wounds: Wounds
    documents: tuple[ExpectedDocument, ...]

    @property
    def title(self) -> str:
        """Title of its first document, as one line."""
        return "".join(block.text for block in self.blocks if block.part is Part.TITLE and block.depth == 1)


@dataclass(frozen=True, slots=True)
class Printed:
    """Which parts of the masthead the file shows."""

    head: bool
    number: bool
    number_under_title: bool
    names_in_title: bool
    signature: bool
    signature_names: bool
    imprint: bool
    copied_to: tuple[str, ...]
    addressees: tuple[str, ...]

    @property
    def names(self) -> bool:
        """Whether the issuers stand somewhere in full."""
        return self.head or self.names_in_title or (self.signature and self.signature_names)


def draw_notice(seed: int, wounds: Wounds | None = None) -> Notice:
    """The notice of a seed; `wounds` replaces the damage drawn for it."""
    draw = random.Random(seed)
    drawn = draw_wounds(draw)
    sheet = Sheet(draw, drawn if wounds is None else wounds)
    masthead = draw_masthead(sheet)
    kind = draw.choices(("wrapper", "tree", "plain"), (38, 50, 12))[0]
    inner = draw_inner(sheet, masthead) if kind == "wrapper" else None
    title, names_in_title = draw_title(sheet, masthead, inner.title if inner else None, inner.verb if inner else "")
    printed = draw_printed(sheet, masthead, names_in_title)
    print_top(sheet, masthead, title, printed)
    annexes = draw.choices((0, 1, 2, 3), (72, 14, 9, 5))[0]
    if inner is None:
        write_own_text(sheet, title, numbered=kind == "tree")
        annex_heads = draw_annex_heads(sheet, annexes)
        print_foot(sheet, masthead, printed, annex_heads)
        write_annexes(sheet, annex_heads)
        documents = [ExpectedDocument(fields_of(masthead, title, printed), sheet.clauses())]
    else:
        write_issuing_sentence(sheet, inner)
        print_foot(sheet, masthead, printed, ())
        first = ExpectedDocument(fields_of(masthead, title, printed), sheet.clauses(), wraps=1)
        start = sheet.opened
        write_inner(sheet, inner)
        write_annexes(sheet, draw_annex_heads(sheet, min(annexes, 1)))
        documents = [first, ExpectedDocument(inner_fields_of(masthead, inner, printed), sheet.clauses(start))]
    print_imprint(sheet, masthead, printed.copied_to, printed=printed.imprint)
    return Notice(seed, tuple(sheet.blocks), sheet.wounds, tuple(documents))


def draw_printed(sheet: Sheet, masthead: Masthead, names_in_title: bool) -> Printed:
    draw = sheet.draw
    imprint = draw.random() < 0.45
    signature = draw.random() < 0.75
    copies = tuple(c for c in COPY_LISTS if draw.random() < 0.35) if draw.random() < 0.4 else ()
    head = draw.random() < 0.6
    return Printed(
        head=head,
        number=draw.random() < 0.72,
        number_under_title=draw.random() < (0.1 if head else 0.4),
        names_in_title=names_in_title,
        signature=signature,
        signature_names=draw.random() < 0.8,
        imprint=imprint,
        copied_to=copies if imprint or draw.random() < 0.3 else (),
        addressees=draw_addressees(sheet, masthead) if draw.random() < 0.88 else (),
    )


def print_top(sheet: Sheet, masthead: Masthead, title: Title, printed: Printed, *, depth: int = 1) -> None:
    draw = sheet.draw
    number = printed_number(sheet, masthead)
    if printed.head:
        print_head(sheet, masthead, above_number=printed.number and not printed.number_under_title)
    if printed.number and not printed.number_under_title:
        if len(masthead.issuers) == 1 and draw.random() < 0.05:
            number += "　　　　　　签发人：王建国"
        sheet.write_outside(number, Part.NUMBER, Place.CENTER)
    print_title(sheet, title, depth=depth)
    if printed.number and printed.number_under_title:
        sheet.write_outside(f"（{number}）" if draw.random() < 0.2 else number, Part.NUMBER, Place.CENTER)
    if printed.addressees:
        sheet.write_outside(sheet.punctuated("，".join(printed.addressees) + "："), Part.ADDRESSEES, Place.FLUSH)


def print_title(sheet: Sheet, title: Title, *, depth: int, new_page: bool = False) -> None:
    for i, line in enumerate(title.lines):
        sheet.blocks.append(Block(line, Part.TITLE, Place.CENTER, depth=depth, new_page=new_page and i == 0))


def write_own_text(sheet: Sheet, title: Title, *, numbered: bool) -> None:
    words = sheet.words
    sheet.open(("正文",), "preamble")
    kind = title.document_type
    if not numbered:
        for _ in range(sheet.draw.randint(1, 4)):
            sheet.write(sheet.paragraph())
        if words.chance(0.5):
            sheet.write(f"特此{'函达' if kind == '函' else kind if kind in ('通知', '通报') else '通知'}。")
        return
    _write_preamble(sheet, kind)
    write_tree(sheet)
    if words.chance(0.15):
        sheet.write("特此通知。")


def _write_preamble(sheet: Sheet, kind: str) -> None:
    words = sheet.words
    opening = f"为深入贯彻《{words.figure('title')}》（{words.figure('number')}）精神，{words.figure('aim')}，"
    ending = words.one(
        (
            f"现就有关事项{'函告' if kind == '函' else kind}如下：",
            "现结合实际，提出如下措施。",
            "经研究，现将有关事项明确如下：",
        )
    )
    if words.chance(0.3):
        sheet.write(sheet.paragraph())
    sheet.write(sheet.punctuated(opening + ending))


def write_issuing_sentence(sheet: Sheet, inner: Inner) -> None:
    words = sheet.words
    sheet.open(("正文",), "preamble")
    title, verb = inner.title.whole, inner.verb
    sentence = words.one(
        (
            f"现将《{title}》{verb}给你们，请结合实际认真贯彻落实。",
            f"《{title}》已经会议讨论通过，现予{verb}，请遵照执行。",
            f"现将《{title}》{verb}给你们，请认真组织实施。执行中的情况和建议，请及时反馈。",
        )
    )
    sheet.write(sheet.punctuated(sentence))
    if words.chance(0.15):
        sheet.write(sheet.paragraph(most=2))


def write_inner(sheet: Sheet, inner: Inner) -> None:
    document_type = inner.title.document_type
    print_title(sheet, inner.title, depth=2, new_page=True)
    if inner.passed_on is not None:
        day = inner.passed_on
        note = f"（{day.year}年{day.month}月{day.day}日局务会议审议通过）"
        sheet.write_outside(note, Part.TITLE_NOTE, Place.CENTER)
    rules = document_type in ("办法", "规定", "细则")
    if not rules or sheet.words.chance(0.15):
        sheet.open(("正文",), "preamble")
        if sheet.words.chance(0.3):
            sheet.write(sheet.paragraph())
        sheet.write(sheet.punctuated(f"为{sheet.words.figure('aim')}，现结合实际，制定本{document_type}。"))
    if rules:
        write_rules(sheet)
    else:
        write_tree(sheet)
    if inner.author is not None:
        print_signature(sheet, (inner.author.name,), inner.signed_on)


def draw_annex_heads(sheet: Sheet, count: int) -> tuple[tuple[str, str], ...]:
    titles = sheet.draw.sample(ANNEX_TITLES, count)
    gap = sheet.draw.choice(("", "", " "))
    colon = "：" if sheet.draw.random() < 0.12 else ""
    if count == 1 and sheet.draw.random() < 0.7:
        return (("附件", titles[0]),)
    return tuple((f"附件{gap}{i}{colon}", title) for i, title in enumerate(titles, 1))


def print_foot(sheet: Sheet, masthead: Masthead, printed: Printed, annexes: tuple[tuple[str, str], ...]) -> None:
    """附件说明, signature and note, in the order of the standard."""
    words = sheet.words
    if annexes and words.chance(0.7):
        if len(annexes) == 1:
            sheet.write_outside(f"附件：{annexes[0][1]}", Part.ANNEX_NOTE, Place.INDENT)
        else:
            dot = words.one((".", "．", ". "))
            for i, (_, title) in enumerate(annexes, 1):
                lead = "附件：" if i == 1 else "　　　"
                sheet.write_outside(f"{lead}{i}{dot}{title}", Part.ANNEX_NOTE, Place.INDENT)
    if printed.signature:
        names = [body.name for body in masthead.issuers] if printed.signature_names else []
        print_signature(sheet, names, masthead.dated_on)
    if words.chance(0.12):
        sheet.write_outside(words.one(NOTES), Part.NOTE, Place.INDENT)


def write_annexes(sheet: Sheet, heads: tuple[tuple[str, str], ...]) -> None:
    words = sheet.words
    for head, title in heads:
        root = f"{squeezed(head)} {title}"
        sheet.open((root,), "annex")
        sheet.write(head, Part.ANNEX_HEAD, Place.FLUSH)
        sheet.blocks[-1] = replace(sheet.blocks[-1], new_page=True)
        sheet.write(title, Part.ANNEX_TITLE, Place.CENTER)
        content = sheet.draw.choice(("tree", "paragraphs", "names"))
        if content == "tree":
            if words.chance(0.4):
                sheet.write(sheet.paragraph())
            write_tree(sheet, (root,), small=True)
        elif content == "paragraphs":
            for _ in range(sheet.draw.randint(1, 4)):
                sheet.write(sheet.paragraph())
        else:
            for role in ("组　长", "副组长", "成　员", "联络员")[: sheet.draw.randint(2, 4)]:
                sheet.write(
                    f"{role}：{words.one(('王海', '李云峰', '周敏', '陈立'))}（{words.figure('who')}）", Part.LIST_LINE
                )


def fields_of(masthead: Masthead, title: Title, printed: Printed) -> dict[str, tuple[Value, ...]]:
    names = tuple(body.name for body in masthead.issuers)
    first = masthead.issuers[0]
    region: tuple[Value, ...] = (first.region,)
    level: tuple[Value, ...] = (first.level,)
    issuers: tuple[Value, ...] = (names,)
    if not printed.names:
        # Only the imprint names a body, and that may be the issuer's office; or only the number's letters point to one.
        issuers = ((), names, names[:1])
        if printed.imprint:
            body = first.own_office.removesuffix("办公室").removesuffix("办公厅")
            issuers = (names, names[:1], (first.own_office,), (body,), ())
        else:
            region, level = (None, first.region), (None, first.level)
    number = masthead.number if printed.number else None
    return {
        "title": _titles(title, masthead, printed),
        "document_number": (number, number.replace("〕", "〕第")) if number else (None,),
        "issuing_authorities": issuers,
        "addressees": (printed.addressees,),
        "copied_to": (printed.copied_to,),
        "document_type": (title.document_type,),
        "region": region,
        "level": level,
        "dated_on": _dates(masthead, printed),
        "printed_on": (masthead.printed_on if printed.imprint else None,),
    }


def _titles(title: Title, masthead: Masthead, printed: Printed) -> tuple[Value, ...]:
    """The title; names on lines of their own at the very top of a file may as well be its head."""
    whole = squeezed(title.whole)
    if not printed.names_in_title or printed.head or (printed.number and not printed.number_under_title):
        return (whole,)
    names = "".join(body.name for body in masthead.issuers)
    return (whole, whole.removeprefix(names))


def _dates(masthead: Masthead, printed: Printed) -> tuple[Value, ...]:
    """成文日期; where it is not printed, the day of the 印发 line may stand for it."""
    if printed.signature:
        return (masthead.dated_on,)
    return (None, masthead.printed_on) if printed.imprint else (None,)


def inner_fields_of(masthead: Masthead, inner: Inner, printed: Printed) -> dict[str, tuple[Value, ...]]:
    """An inner document takes number, issuers and date from its wrapper; who is told of it may stand with either."""
    fields = fields_of(masthead, inner.title, printed)
    fields["addressees"] = ((), printed.addressees)
    fields["copied_to"] = ((), printed.copied_to)
    fields["printed_on"] = (None, *fields["printed_on"])
    if inner.author is not None:
        fields["issuing_authorities"] = ((inner.author.name,),)
        fields["region"], fields["level"] = (inner.author.region,), (inner.author.level,)
        fields["dated_on"] = (inner.signed_on,)
        fields["document_number"] = (*fields["document_number"], None)
    elif inner.passed_on is not None:
        fields["dated_on"] = (*fields["dated_on"], inner.passed_on)
    return fields
