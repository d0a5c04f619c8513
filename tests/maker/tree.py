"""Draws clause trees in the ways notices number themselves, and writes them on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tests.maker.page import Part, Place
from tests.maker.sheet import Sheet, chinese, heading_of
from tests.maker.words import COLON_CAPTIONS, SHORT_CAPTIONS

FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


class Level(StrEnum):
    """A kind of numbering."""

    CHINESE = "一、"
    BRACKETED = "（一）"
    ARABIC = "1."
    ARABIC_BRACKETED = "（1）"


class Form(StrEnum):
    """How a numbered part prints its heading."""

    ALONE = "alone"  # on a line of its own
    RUN_IN = "run_in"  # up to the first 。 of its paragraph
    COLON = "colon"  # a short caption and ：
    SENTENCE = "sentence"  # no caption: the first sentence is all there is for a heading
    ITEM = "item"  # 年满80周岁的； a part of a sentence


MARKERS: dict[Level, tuple[str, ...]] = {
    Level.CHINESE: ("{c}、", "{c}、", "{c}、", "{c}、", "{c}．", "{c} 、"),
    Level.BRACKETED: ("（{c}）", "（{c}）", "（{c}）", "({c})", "（ {c} ）", "({c}）"),
    Level.ARABIC: ("{n}.", "{n}. ", "{n}．", "{n}、", "{f}．", "{n} ."),
    Level.ARABIC_BRACKETED: ("（{n}）", "（{n}）", "({n})", "（{f}）"),
}


@dataclass
class _Numbering:
    """How one tree numbers: markers of each level, their counters, and which run on."""

    levels: Sequence[Level]
    forms: Sequence[Form]
    marks: Sequence[str]
    mixed: bool  # each marker may take another punctuation
    runs_on: bool  # the innermost level counts through the whole text
    counters: list[int] = field(default_factory=list)


def write_tree(sheet: Sheet, prefix: tuple[str, ...] = (), *, small: bool = False) -> None:
    """A clause tree under `prefix`, in one of the genre's numberings."""
    styles: tuple[Callable[[Sheet, tuple[str, ...], bool], None], ...] = (_write_outline, _write_rules, _write_decimal)
    weights = (85, 10, 5) if not small else (95, 5, 0)
    sheet.draw.choices(styles, weights)[0](sheet, prefix, small)


def write_rules(sheet: Sheet) -> None:
    """第X条 with or without 章, as 办法 and 规定 are built."""
    _write_rules(sheet, (), False)


def _write_outline(sheet: Sheet, prefix: tuple[str, ...], small: bool) -> None:
    draw = sheet.draw
    levels: tuple[Level, ...] = draw.choices(
        (
            (Level.CHINESE, Level.BRACKETED, Level.ARABIC, Level.ARABIC_BRACKETED),
            (Level.CHINESE, Level.BRACKETED),
            (Level.CHINESE, Level.ARABIC),
            (Level.CHINESE, Level.BRACKETED, Level.ARABIC),
            (Level.CHINESE,),
            (Level.ARABIC,),
            (Level.BRACKETED,),
            (Level.BRACKETED, Level.ARABIC),
            (Level.ARABIC, Level.ARABIC_BRACKETED),
        ),
        (20, 25, 25, 20, 12, 4, 2, 2, 4),
    )[0]
    if small:
        levels = levels[:2]
    forms = [
        draw.choices(tuple(Form), weights)[0]
        for weights in ((80, 10, 5, 5, 0), (45, 45, 5, 5, 0), (25, 60, 5, 10, 4), (5, 50, 10, 25, 10))[: len(levels)]
    ]
    if len(levels) == 1:
        forms = [draw.choices(tuple(Form), (45, 35, 12, 8, 0))[0]]
    numbering = _Numbering(
        levels,
        forms,
        [draw.choice(MARKERS[level]) for level in levels],
        mixed=draw.random() < 0.2,
        runs_on=levels == (Level.CHINESE, Level.ARABIC) and draw.random() < 0.7,
        counters=[0] * len(levels),
    )
    count = draw.randint(2, 4) if small else draw.randint(3, 6) if len(levels) > 1 else draw.randint(2, 12)
    _write_siblings(sheet, numbering, prefix, 0, count)


def _write_siblings(sheet: Sheet, numbering: _Numbering, path: tuple[str, ...], level: int, count: int) -> None:
    draw = sheet.draw
    innermost = level == len(numbering.levels) - 1
    if not (numbering.runs_on and innermost):
        numbering.counters[level] = 0
    for n in range(1, count + 1):
        numbering.counters[level] += 1
        marker = _marker(sheet, numbering, level, numbering.counters[level])
        branches = not innermost and draw.random() < (0.75, 0.55, 0.3)[level]
        form = numbering.forms[level]
        if branches and form not in (Form.ALONE, Form.RUN_IN):
            form = Form.ALONE
        if form is Form.ITEM:
            _write_item(sheet, path, marker, "。" if n == count else "；")
            continue
        here = (*path, _write_head(sheet, path, marker, form, leaf=not branches))
        if branches:
            if form is Form.ALONE and draw.random() < 0.35:
                sheet.write(sheet.paragraph())
                if sheet.words.chance(0.2):
                    _write_bullets(sheet)
            _write_siblings(sheet, numbering, here, level + 1, draw.randint(2, 5 - level))
            if draw.random() < 0.08:
                sheet.write(sheet.paragraph())  # runs on after the list: belongs to the clause before it


def _marker(sheet: Sheet, numbering: _Numbering, level: int, number: int) -> str:
    pattern = numbering.marks[level]
    if numbering.mixed and sheet.draw.random() < 0.4:
        pattern = sheet.draw.choice(MARKERS[numbering.levels[level]])
    return pattern.format(c=chinese(number), n=number, f=str(number).translate(FULL_DIGITS))


def _write_head(sheet: Sheet, path: tuple[str, ...], marker: str, form: Form, *, leaf: bool) -> str:
    """Print heading and own text of a clause under `path`; returns the heading as it stands in the path."""
    words = sheet.words
    match form:
        case Form.ALONE:
            printed = sheet.heading_text(marker, long=words.chance(0.12))
            heading = heading_of(printed)
            sheet.open((*path, heading))
            sheet.write(printed, Part.HEADING, depth=len(path) + 1)
            if leaf:
                _write_body(sheet)
        case Form.RUN_IN:
            head = marker + (words.long_caption() if words.chance(0.15) else words.caption())
            text = sheet.paragraph(f"{head}。")
            heading = heading_of(text[: len(head)])  # in the marks that the paragraph is printed in
            sheet.open((*path, heading))
            sheet.write(text, depth=len(path) + 1, run_in=len(head) + 1)
            if leaf and words.chance(0.2):
                _write_body(sheet)
        case Form.COLON:
            head = marker + words.one(COLON_CAPTIONS)
            text = sheet.paragraph(f"{head}：")
            heading = heading_of(text[: len(head)])
            sheet.open((*path, heading))
            sheet.write(text, run_in=len(head) + 1)
        case Form.SENTENCE:
            head = sheet.punctuated(marker + words.statement())
            while not sheet.breaks_safely(head):
                head = sheet.punctuated(marker + words.statement())
            heading = heading_of(head)
            sheet.open((*path, heading))
            sheet.write(f"{head}。{words.sentences(0, 2)}", run_in=len(head) + 1)
    return heading


def _write_item(sheet: Sheet, path: tuple[str, ...], marker: str, closing: str) -> None:
    text = sheet.punctuated(marker + sheet.words.item())
    sheet.open((*path, heading_of(text)))
    sheet.write(text + closing, run_in=len(text))


def _write_body(sheet: Sheet) -> None:
    """One to four paragraphs under a heading; ——bullets and 一是 paragraphs stay in the clause."""
    words = sheet.words
    sheet.write(sheet.paragraph())
    if words.chance(0.15):
        sheet.write(sheet.paragraph())
    if words.chance(0.1):
        _write_bullets(sheet)
    elif words.chance(0.08):
        for ordinal in words.one(
            (("一是", "二是", "三是"), ("第一，", "第二，", "第三，"), ("首先，", "其次，", "最后，"))
        ):
            sheet.write(sheet.punctuated(f"{ordinal}{words.statement()}。"))


def _write_bullets(sheet: Sheet) -> None:
    words = sheet.words
    sheet.write(
        f"{words.one(('工作中', '开展' + words.figure('do'), '推进这项工作'))}{words.one(('要把握以下几点', '应坚持以下原则'))}："
    )
    for _ in range(sheet.draw.randint(2, 4)):
        sheet.write(sheet.paragraph(f"——{words.caption()}。", most=2))


def _write_rules(sheet: Sheet, prefix: tuple[str, ...], small: bool) -> None:
    draw, words = sheet.draw, sheet.words
    gap = draw.choice(("　", "　", "  ", " ", ""))
    chapters = 0 if small or draw.random() < 0.35 else draw.randint(2, 5)
    in_parts = chapters > 2 and draw.random() < 0.15
    article = 0
    path = prefix
    for chapter in range(1, max(chapters, 1) + 1):
        if in_parts and chapter in (1, 3):
            path = (*prefix, _write_division(sheet, prefix, f"第{chinese((chapter + 1) // 2)}编"))
        here = path
        if chapters:
            here = (*path, _write_division(sheet, path, f"第{chinese(chapter)}章"))
        sections = draw.randint(2, 3) if chapters and draw.random() < 0.15 else 0
        for section in range(1, max(sections, 1) + 1):
            place = here
            if sections:
                place = (*here, _write_division(sheet, here, f"第{chinese(section)}节"))
            for _ in range(draw.randint(2, 5)):
                article += 1
                _write_article(sheet, place, f"第{chinese(article)}条", gap)
    if draw.random() < 0.7:
        marker = f"第{chinese(article + 1)}条"
        sheet.open((*place, marker), "article")
        sheet.write(f"{marker}{gap}本办法由{words.figure('who')}负责解释，自{words.figure('date')}起施行。")


def _write_division(sheet: Sheet, path: tuple[str, ...], marker: str) -> str:
    """A 编, 章 or 节 on its line; one space stands after 章 and 节 in the path."""
    words = sheet.words
    caption = words.one(SHORT_CAPTIONS) if words.chance(0.4) else words.caption()
    gap = words.one(("　", "　", " ", "  "))
    heading = f"{marker}{'' if marker.endswith('编') else ' '}{caption}"
    sheet.open((*path, heading), "heading")
    printed = " ".join(caption) if len(caption) <= 4 and words.chance(0.15) else caption
    sheet.write(f"{marker}{gap}{printed}", Part.HEADING, Place.CENTER, depth=len(path) + 1)
    return heading


def _write_article(sheet: Sheet, path: tuple[str, ...], marker: str, gap: str) -> None:
    """A 条 with its 款 and 项, which all stay in its text."""
    words = sheet.words
    sheet.open((*path, marker), "article")
    if words.chance(0.3):
        sheet.write(f"{marker}{gap}有下列情形之一的，应当{words.figure('adv')}办理{words.figure('do')}：")
        count = sheet.draw.randint(2, 5)
        for n in range(1, count + 1):
            closing = "。" if n == count else "；"
            sheet.write(sheet.punctuated(f"（{chinese(n)}）{words.item()}{closing}"))
        if words.chance(0.3):
            sheet.write(sheet.paragraph(most=2))
        return
    text = sheet.paragraph(f"{marker}{gap}", most=2)
    while text.startswith(f"{marker}到"):  # 第三条到… would be the beginning of a range
        text = sheet.paragraph(f"{marker}{gap}", most=2)
    sheet.write(text)
    for _ in range(sheet.draw.choice((0, 0, 0, 1, 2))):
        sheet.write(sheet.paragraph(most=2))


def _write_decimal(sheet: Sheet, prefix: tuple[str, ...], small: bool) -> None:
    """1 / 1.1 / 1.1.1, as emergency plans number; every heading stands alone."""
    draw = sheet.draw
    gap = draw.choice((" ", "　", "  "))
    for first in range(1, draw.randint(2, 3 if small else 6) + 1):
        top = _write_decimal_head(sheet, prefix, f"{first}{gap}")
        seconds = draw.choice((0, 2, 3, 4)) if first > 1 else draw.randint(2, 4)
        if seconds == 0:
            _write_body(sheet)
        for second in range(1, seconds + 1):
            middle = _write_decimal_head(sheet, (*prefix, top), f"{first}.{second}{gap}")
            thirds = draw.choice((0, 0, 0, 2, 3))
            if thirds == 0:
                _write_body(sheet)
            for third in range(1, thirds + 1):
                _write_decimal_head(sheet, (*prefix, top, middle), f"{first}.{second}.{third}{gap}")
                _write_body(sheet)


def _write_decimal_head(sheet: Sheet, path: tuple[str, ...], marker: str) -> str:
    printed = sheet.heading_text(marker, long=False)
    heading = heading_of(printed)
    sheet.open((*path, heading))
    sheet.write(printed, Part.HEADING, depth=len(path) + 1)
    return heading
