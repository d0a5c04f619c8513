"""Draws what stands around the text: red head, number, title, addressees, signature and imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.maker.issuers import PLACES, Issuer, issuers_at_one_place
from tests.maker.page import Part, Place
from tests.maker.sheet import Sheet, chinese
from tests.maker.tree import FULL_DIGITS

TOPICS: tuple[tuple[str, ...], ...] = (
    ("加强新时代离退休干部", "党的建设工作"),
    ("做好离退休干部", "走访慰问工作"),
    ("规范离退休干部党组织书记", "工作补贴发放"),
    ("推进老年大学", "规范化建设"),
    ("加强离退休干部", "数字化服务"),
    ("组织老同志", "参与基层治理"),
    ("健全离退休干部", "困难帮扶机制"),
    ("开展离退休干部", "健康体检"),
    ("认真做好{year}年", "老干部工作"),
    ("加强和改进离退休干部", "信息库建设"),
    ("提高部分离休干部", "护理费标准"),
    ("进一步做好异地安置离休干部", "服务管理工作"),
    ("举办离退休干部党支部书记", "示范培训班"),
)
OWN_TYPES = ("通知", "通知", "通知", "意见", "实施意见", "通报", "函", "决定", "指导意见")
INNER_TITLES: tuple[tuple[str, str], ...] = (
    ("关于{topic}的意见", "意见"),
    ("关于{topic}的实施意见", "意见"),
    ("{topic}实施方案", "方案"),
    ("{topic}三年行动方案（{year}—{later}年）", "方案"),
    ("{year}年全{area}老干部工作要点", "要点"),
    ("{topic}实施细则（试行）", "细则"),
    ("离退休干部党支部工作办法", "办法"),
    ("老干部活动中心管理规定", "规定"),
    ("离退休干部突发事件应急预案", "预案"),
)
# A title breaks before one of these words.
TITLE_WORDS = ("离退休", "离休干部", "老同志", "老年大学", "老干部", "党的建设", "工作补贴", "基层治理", "困难帮扶", "健康体检", "走访慰问",
               "规范化", "数字化", "服务管理", "三年行动", "实施", "突发事件", "管理规定", "信息库", "党组织书记", "党支部")  # fmt: skip
TYPE_OF_TITLE = {"实施意见": "意见", "指导意见": "意见"}


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its printed lines, and the 文种 it ends in."""

    lines: tuple[str, ...]
    document_type: str

    @property
    def whole(self) -> str:
        """The title as one."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What is true of the notice, printed or not."""

    place: int  # number of the place in the list of places
    issuers: tuple[Issuer, ...]
    year: int
    serial: int
    dated_on: date
    printed_on: date

    @property
    def number(self) -> str:
        """发文字号 in normal form."""
        return f"{self.issuers[0].agency_code}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class Inner:
    """A document that the notice issues or forwards."""

    title: Title
    author: Issuer | None  # who signs it, when it is another body's and only forwarded
    signed_on: date
    passed_on: date | None  # of the line below its title

    @property
    def verb(self) -> str:
        """What the notice does with it."""
        return "印发" if self.author is None else "转发"


def draw_masthead(sheet: Sheet) -> Masthead:
    """Issuers of one place, a number and two dates."""
    draw = sheet.draw
    place = draw.randrange(len(PLACES) + 2)
    bodies = issuers_at_one_place(place)
    count = draw.choices((1, 2, 3), (70, 22, 8))[0]
    chosen = draw.sample(bodies, min(count, len(bodies)))
    year = draw.randint(2008, 2025)
    dated = date(year, draw.randint(1, 12), draw.randint(1, 28))
    printed = date(year, dated.month, min(28, dated.day + draw.randint(0, 3)))
    return Masthead(place, tuple(chosen), year, draw.randint(1, 190), dated, printed)


def draw_inner(sheet: Sheet, masthead: Masthead) -> Inner:
    """An inner 意见, 方案, 要点 or 办法: issued by the notice, or forwarded and then signed by its own author."""
    draw = sheet.draw
    title = _draw_inner_title(sheet, masthead)
    passed = date(masthead.year, draw.randint(1, 12), draw.randint(1, 28)) if draw.random() < 0.06 else None
    bodies = issuers_at_one_place(masthead.place)
    others = [body for body in bodies if body not in masthead.issuers]
    author = draw.choice(others) if draw.random() < 0.12 else None
    signed = date(masthead.year, draw.randint(1, 12), draw.randint(1, 28))
    signed = min(signed, masthead.dated_on)  # nothing is forwarded before it is signed
    return Inner(title, author, signed, passed if author is None else None)


def _draw_inner_title(sheet: Sheet, masthead: Masthead) -> Title:
    draw = sheet.draw
    pattern, document_type = draw.choice(INNER_TITLES)
    topic = draw.choice(TOPICS[:7])
    year, area = masthead.year, {"中央": "国", "省": "省"}.get(masthead.issuers[0].level, "市")
    whole = pattern.format(topic="".join(topic), year=year, later=year + 2, area=area)
    return Title(_balanced(_parts_of(whole), draw.random() < 0.5), document_type)


def draw_title(sheet: Sheet, masthead: Masthead, inner: Title | None, verb: str) -> tuple[Title, bool]:
    """The notice's own title, and whether it names the issuers; `verb`: what it does with the inner document."""
    draw = sheet.draw
    names = draw.random() < 0.35
    segments: list[str] = [body.name for body in masthead.issuers] if names else []
    segments[:-1] = [f"{name} " for name in segments[:-1]]  # two names on one line stand apart
    if inner is not None:
        verb = verb if draw.random() < 0.2 else f"关于{verb}"
        segments += [*_parts_of(f"{verb}《{inner.whole}》的"), "通知"]
        return Title(_balanced(segments, draw.random() < 0.3), "通知"), names
    own_type = draw.choice(OWN_TYPES)
    topic = [part.format(year=masthead.year) for part in draw.choice(TOPICS)]
    segments += [f"关于{topic[0]}", f"{topic[1]}的{own_type}"]
    return Title(_balanced(segments, draw.random() < 0.3), TYPE_OF_TITLE.get(own_type, own_type)), names


def _parts_of(text: str) -> list[str]:
    """The text in parts of at most 20 characters, cut before a word."""
    parts = [""]
    for word in re.split(f"(?={'|'.join(TITLE_WORDS)})", text):
        if len(parts[-1] + word) <= 20:
            parts[-1] += word
        else:
            parts.append(word)
    return [part for part in parts if part]


def _balanced(segments: list[str], ragged: bool) -> tuple[str, ...]:
    """Segments set on lines of at most 22 characters (one a line when ragged), the last never a lone 通知."""
    if ragged:
        lines = list(segments)
    else:
        lines = [segments[0]]
        for segment in segments[1:]:
            if len(lines[-1] + segment) <= 22:
                lines[-1] += segment
            else:
                lines.append(segment)
    if len(lines) > 1 and len(lines[-1]) <= 3:
        lines[-2:] = [lines[-2] + lines[-1]]
    return tuple(line.strip() for line in lines)


def print_head(sheet: Sheet, masthead: Masthead, *, above_number: bool) -> None:
    """The red head: 「××文件」, each issuer on its line when joint, or all of them in one line as converters leave them.

    A name without 文件 stands last only above a number: right above the title it would be the title's first line.
    """
    draw = sheet.draw
    names = [body.name for body in masthead.issuers]
    if draw.random() < 0.06:
        sheet.write_outside(draw.choice(("特急", "内部资料", "特 急")), Part.MARKING, Place.FLUSH)
    word = draw.choices(("文件", " 文件", ""), (70, 20, 10 if above_number else 0))[0]
    if len(names) == 1:
        lines = [names[0] + word]
    else:
        between = draw.choice((" ", "　", "  "))
        forms = [[*names, "文件"], [*names[:-1], f"{names[-1]}文件"]]
        if len(between.join(names)) <= 24:
            forms.append([between.join(names) + " 文件"])
        if above_number:
            forms.append([f"{names[0]}　文件", *names[1:]])
        lines = draw.choice(forms)
    if draw.random() < 0.12:
        lines = [" ".join("".join(line.split())) for line in lines] if len(lines) > 1 or len(names) == 1 else lines
    for line in lines:
        sheet.write_outside(line, Part.HEAD, Place.CENTER)


def printed_number(sheet: Sheet, masthead: Masthead) -> str:
    """The number in one of the brackets and spacings that circulate."""
    draw = sheet.draw
    left, right = draw.choices(("〔〕", "[]", "［］", "（）", "()"), (60, 12, 8, 12, 8))[0]
    serial = str(masthead.serial)
    year = str(masthead.year)
    if draw.random() < 0.08:
        serial, year = serial.translate(FULL_DIGITS), year.translate(FULL_DIGITS)
    gaps = [draw.choice(("", "", " ")) for _ in range(3)] if draw.random() < 0.3 else ["", "", ""]
    ordinal = "第" if draw.random() < 0.05 else ""
    return f"{masthead.issuers[0].agency_code}{gaps[0]}{left}{year}{right}{gaps[1]}{ordinal}{serial}{gaps[2]}号"


def draw_addressees(sheet: Sheet, masthead: Masthead) -> tuple[str, ...]:
    """Kinds of bodies the notice is addressed to, in order."""
    options = masthead.issuers[0].addressees
    count = sheet.draw.randint(1, len(options))
    chosen = sorted(sheet.draw.sample(range(len(options)), count))
    return tuple(options[i] for i in chosen)


def printed_date(sheet: Sheet, day: date) -> str:
    """A date in Arabic or Chinese figures."""
    draw = sheet.draw
    if draw.random() < 0.25:
        zero = draw.choice(("〇", "〇", "○"))
        year = "".join(zero if c == "0" else chinese(int(c)) for c in str(day.year))
        return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"
    text = f"{day.year}年{day.month}月{day.day}日"
    if draw.random() < 0.06:
        return text.translate(FULL_DIGITS)
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if draw.random() < 0.15 else text


def print_signature(sheet: Sheet, names: Sequence[str], day: date) -> None:
    """署名 and 成文日期, a clause of their own."""
    sheet.open(("落款",), "signature")
    printed = printed_date(sheet, day)
    lines = [*names, printed]
    if len(names) == 2 and len("".join(names)) <= 24 and sheet.draw.random() < 0.3:
        lines = ["　　".join(names), printed]
    elif len(names) == 1 and len(names[0] + printed) <= 25 and sheet.draw.random() < 0.08:
        lines = [f"{names[0]}　　{printed}"]
    for line in lines:
        sheet.write(line, Part.SIGNATURE, Place.RIGHT)


def print_imprint(sheet: Sheet, masthead: Masthead, copied_to: tuple[str, ...], *, printed: bool) -> None:
    """版记: 抄送, and who printed it when."""
    if copied_to:
        sheet.write_outside(f"抄送：{'，'.join(copied_to)}。", Part.IMPRINT, Place.FLUSH)
    if printed:
        office = masthead.issuers[0].own_office
        day = masthead.printed_on
        text = f"{day.year}年{day.month}月{day.day}日印发"
        if len(office + text) <= 26 and sheet.draw.random() < 0.5:
            sheet.write_outside(f"{office}{sheet.draw.choice(('　　', '    ', ' '))}{text}", Part.IMPRINT, Place.FLUSH)
        else:
            sheet.write_outside(office, Part.IMPRINT, Place.FLUSH)
            sheet.write_outside(text, Part.IMPRINT, Place.FLUSH)
