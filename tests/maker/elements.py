"""Draws notices with every element of GB/T 9704-2012: marks, head, number, 签发人, annexes named, signature, seal, imprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.model import Form
from tests.maker.expectation import ExpectedDocument, ExpectedEvidence, Value, squeezed
from tests.maker.issuers import PLACES, Issuer, issuers_at_one_place
from tests.maker.masthead import TOPICS, Masthead, Title, draw_addressees, draw_title, printed_date, printed_number
from tests.maker.notice import ANNEX_TITLES, COPY_LISTS, print_title, write_annexes, write_own_text
from tests.maker.page import Part, Place, width_of, wrap
from tests.maker.sheet import Sheet, chinese

SECRECY = ("绝密", "机密", "秘密", "机 密", "秘　密")
PERIODS = ("1年", "10年", "长期", "6个月", "20年", "5 年")
URGENCY = ("特急", "加急", "特 急", "加　急")
PEOPLE = ("王建国", "李　明", "张文华", "陈 立", "周晓敏", "刘云峰", "赵 刚", "欧阳青")
TITLED = (
    "离退休干部工作条例",
    "老年教育发展规划（2021—2025年）",
    "关于加强新时代离退休干部党的建设工作的意见",
    "养老服务条例",
)
TITLED_FORMS = ("关于学习贯彻《{}》的通知", "关于贯彻落实《{}》的实施意见", "关于报送《{}》贯彻落实情况的通知")
NOTES = ("（此件公开发布）", "（此件发至县团级）", "（联系人：李明，联系电话：88880000）", "（此件依申请公开）")
KEYWORDS = ("老干部　慰问　通知", "离退休干部 补贴 意见", "老龄工作　培训　通知", "老干部　党建　报告")
CONTRADICTIONS = ("number's year", "signature", "printed first", "open secret", "annex lost")


class Truth:
    """What a notice prints: each field's values, and the text and block that show it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.fields: dict[str, tuple[Value, ...]] = {}
        self.evidence: dict[str, ExpectedEvidence] = {}
        self.contradictions: set[str] = set()

    def shows(self, name: str, *texts: str, back: int = 1) -> None:
        """The block printed last, or `back` blocks ago, shows a field in one of these texts."""
        self.evidence[name] = ExpectedEvidence(texts, len(self.sheet.blocks) - back)

    def document(self, **further: object) -> ExpectedDocument:
        """The document as a reader should find it."""
        return ExpectedDocument(
            self.fields,
            self.sheet.clauses(),
            evidence=self.evidence,
            contradictions=frozenset(self.contradictions),
            **further,  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in the top left corner; None is not printed."""

    copy_number: str | None
    secrecy: str | None
    period: str | None
    urgency: str | None


def draw_elements(sheet: Sheet) -> tuple[ExpectedDocument, ...]:
    """A notice or a report with the elements of the standard drawn at random, each in its place."""
    draw = sheet.draw
    truth = Truth(sheet)
    masthead = draw_bodies(sheet)
    upwards = draw.random() < 0.25  # 上行文: it goes to one body above and names who signs it out
    old = draw.random() < 0.15  # as before 2012: with 主题词
    wrong = draw.choice(CONTRADICTIONS) if draw.random() < 0.12 else None
    marks = draw_marks(sheet, secret=wrong == "open secret")
    print_marks(truth, marks)
    named = print_head(truth, masthead.issuers)
    print_number(truth, masthead, signed=upwards, years=draw.choice((-3, 2)) if wrong == "number's year" else 0)
    title = _draw_title(sheet, masthead, upwards=upwards)
    print_title(sheet, title, depth=1)
    truth.shows("title", title.whole, back=len(title.lines))
    if draw.random() < 0.9:
        addressees = (_superior(masthead),) if upwards else draw_addressees(sheet, masthead)
        print_addressees(truth, addressees)
    write_own_text(sheet, title, numbered=draw.random() < 0.8)
    heads = _draw_annexes(sheet, least=2 if wrong == "annex lost" else 0)
    print_annex_note(truth, [name for _, name in heads])
    signers = [body.name for body in masthead.issuers]
    if wrong == "signature":
        others = [b.name for b in issuers_at_one_place((masthead.place + 5) % len(PLACES))[:3] if b.name not in signers]
        signers = [others[-1]]
        truth.contradictions.add("issuing_authorities")
    print_signature(truth, signers, masthead.dated_on)
    if draw.random() < 0.4 or wrong == "open secret":
        open_note = wrong == "open secret" or marks.secrecy is None
        print_note(truth, NOTES[0] if wrong == "open secret" else draw.choice(NOTES if open_note else NOTES[1:3]))
    if wrong == "open secret":
        truth.contradictions.add("note")
    if wrong == "annex lost":
        heads = heads[:-1]
        truth.contradictions.add("annexes")
    write_annexes(sheet, heads)
    print_imprint(
        truth, masthead, old=old, days=-draw.randint(1, 20) if wrong == "printed first" else draw.randint(0, 9)
    )
    if wrong == "number's year":
        truth.contradictions.add("document_number")
    first = masthead.issuers[0]
    truth.fields |= {
        "title": (title.whole,),
        "issuing_authorities": (tuple(body.name for body in masthead.issuers),),
        "document_type": (title.document_type,),
        "region": (first.region,),
        "level": (first.level,),
        "dated_on": (masthead.dated_on,),
        "form": (Form.GENERAL,) if named else (Form.LETTER, Form.GENERAL),
    }
    for name in ("addressees", "signatories", "annexes", "copied_to"):
        truth.fields.setdefault(name, ((),))
    return (truth.document(tables=()),)


def draw_bodies(sheet: Sheet, most: int = 4) -> Masthead:
    """One to four bodies of one place, a number and the day."""
    draw = sheet.draw
    place = draw.randrange(len(PLACES) + 2)
    bodies = issuers_at_one_place(place)
    count = draw.choices((1, 2, 3, 4)[:most], (60, 20, 12, 8)[:most])[0]
    year = draw.randint(2008, 2025)
    dated = date(year, draw.randint(1, 12), draw.randint(1, 28))
    return Masthead(place, tuple(draw.sample(bodies, count)), year, draw.randint(1, 190), dated, dated)


def draw_marks(sheet: Sheet, *, secret: bool = False) -> Marks:
    """份号, 密级 with or without 保密期限, 紧急程度."""
    draw = sheet.draw
    secrecy = draw.choice(SECRECY) if secret or draw.random() < 0.3 else None
    return Marks(
        f"{draw.randint(1, 3000):06d}" if secrecy or draw.random() < 0.2 else None,
        secrecy,
        draw.choice(PERIODS) if secrecy and draw.random() < 0.6 else None,
        draw.choice(URGENCY) if draw.random() < 0.3 else None,
    )


def print_marks(truth: Truth, marks: Marks) -> None:
    """The marks from the top down, a line each as the standard has them, or some of them on one line."""
    sheet, draw = truth.sheet, truth.sheet.draw
    written: list[tuple[str, list[tuple[str, str]]]] = []
    if marks.copy_number:
        lead = draw.choices(("", "份号：", "№ "), (80, 12, 8))[0]
        written.append((lead + marks.copy_number, [("copy_number", marks.copy_number)]))
    if marks.secrecy:
        star = draw.choice(("★", "★", " ★ ")) + marks.period if marks.period else ""
        shown = [("secrecy", marks.secrecy)] + ([("secrecy_period", marks.period)] if marks.period else [])
        written.append((marks.secrecy + star, shown))
    if marks.urgency:
        written.append((marks.urgency, [("urgency", marks.urgency)]))
    if len(written) > 1 and draw.random() < 0.15:
        written = [("　　".join(text for text, _ in written), [one for _, shown in written for one in shown])]
    for text, shown in written:
        sheet.write_outside(text, Part.MARKING, Place.FLUSH)
        for name, value in shown:
            truth.shows(name, value)


def print_head(truth: Truth, issuers: Sequence[Issuer]) -> bool:
    """发文机关标志 in one of the ways it is set; whether it says 文件."""
    sheet, draw = truth.sheet, truth.sheet.draw
    names = [body.name for body in issuers]
    word = "文件" if len(names) > 1 or draw.random() < 0.88 else ""
    if len(names) == 1:
        lines = [names[0] + (draw.choice(("", " ")) + word if word else "")]
        if draw.random() < 0.2:
            lines = [" ".join(squeezed(lines[0]))]
    else:
        middle = (len(names) - 1) // 2
        lines = draw.choice(
            (
                [*names, "文件"],
                [*names[:-1], names[-1] + "文件"],
                [f"{names[0]}　文件", *names[1:]],
                [*names[:middle], f"{names[middle]}　　文件", *names[middle + 1 :]],
            )
        )
    for line in lines:
        sheet.write_outside(line, Part.HEAD, Place.CENTER)
    truth.shows("masthead_line", "".join(lines), back=len(lines))
    return bool(word)


def print_number(truth: Truth, masthead: Masthead, *, signed: bool, years: int = 0) -> None:
    """发文字号, on 上行文 with 签发人 beside, above or below it; `years`: how far its year is from the day's."""
    sheet, draw = truth.sheet, truth.sheet.draw
    masthead = replace(masthead, year=masthead.year + years)
    number = printed_number(sheet, masthead)
    truth.fields["document_number"] = (masthead.number, masthead.number.replace("〕", "〕第"))
    people = draw.sample(PEOPLE, draw.choices((1, 2, 3), (60, 25, 15))[0]) if signed else []
    if not people:
        sheet.write_outside(number, Part.NUMBER, Place.CENTER)
        truth.shows("document_number", number)
        return
    people = people[: 2 if len(number) > 16 else 3]
    truth.fields["signatories"] = (tuple(map(squeezed, people)),)
    named = "　".join(people) if all(" " not in p and "　" not in p for p in people) else "、".join(people)
    beside = f"{number}{draw.choice(('　　', '    '))}签发人：{named}"
    lines, at = draw.choice(
        (
            ([beside], 0) if width_of(beside) <= sheet.wounds.width else ([f"签发人：{named}", number], 1),
            ([f"签发人：{named}", number], 1),
            ([number, f"签发人：{named}"], 0),
            ([*_signers_above(people), number], max(1, -(-len(people) // 2))),
            ([f"{number}　　签发人：{people[0]}", *(f"　　　　　　　　{p}" for p in people[1:])], 0),
            ([*_signers_above(people)[:-1], f"{number}　　　　{people[-1]}"], max(1, -(-len(people) // 2)) - 1)
            if len(people) == 3
            else ([f"签发人：{named}", number], 1),
        )
    )
    for line in lines:
        sheet.write_outside(line, Part.NUMBER, Place.FLUSH)
    truth.shows("document_number", number, back=len(lines) - at)
    first = next(i for i, line in enumerate(lines) if "签发人" in line)
    own = lines[first].split("签发人：")[1]
    truth.shows("signatories", own, own + "".join(lines[first + 1 :]), back=len(lines) - first)


def _signers_above(people: Sequence[str]) -> list[str]:
    """Two names a line, as 7.2.6 sets them."""
    pairs = [people[i : i + 2] for i in range(0, len(people), 2)]
    return [("签发人：" if i == 0 else "　　　　") + "、".join(pair) for i, pair in enumerate(pairs)]


def _draw_title(sheet: Sheet, masthead: Masthead, *, upwards: bool) -> Title:
    """A title of one to four lines, some with a name in 《》."""
    draw = sheet.draw
    width = draw.choice((12.0, 14.0, 18.0, 20.0))
    if upwards:
        kind = draw.choice(("请示", "报告"))
        topic = "".join(part.format(year=masthead.year) for part in draw.choice(TOPICS))
        return Title(_lines(f"关于{topic}{'有关事项' if kind == '请示' else '情况'}的{kind}", width), kind)
    if draw.random() < 0.35:
        whole = draw.choice(TITLED_FORMS).format(draw.choice(TITLED))
        return Title(_lines(whole, width), "意见" if whole.endswith("意见") else "通知")
    return draw_title(sheet, masthead, None, "")[0]


def _lines(whole: str, width: float) -> tuple[str, ...]:
    lines = wrap(whole, width, 0.0)
    while len(lines) > 4 or len(lines[-1]) < 3:
        width += 1.0
        lines = wrap(whole, width, 0.0)
    return tuple(lines)


def _superior(masthead: Masthead) -> str:
    if masthead.place >= len(PLACES):
        return "国务院"
    name = PLACES[masthead.place][0]
    return f"{name}人民政府"


def print_addressees(truth: Truth, addressees: tuple[str, ...]) -> None:
    """主送机关."""
    names = truth.sheet.punctuated("，".join(addressees))
    truth.sheet.write_outside(names + "：", Part.ADDRESSEES, Place.FLUSH)
    truth.shows("addressees", names)
    truth.fields["addressees"] = (addressees,)


def _draw_annexes(sheet: Sheet, least: int) -> tuple[tuple[str, str], ...]:
    count = max(least, sheet.draw.choices((0, 1, 2, 3, 4), (45, 20, 15, 10, 10))[0])
    titles = sheet.draw.sample(ANNEX_TITLES, count)
    return (("附件", titles[0]),) if count == 1 else tuple((f"附件{i}", title) for i, title in enumerate(titles, 1))


def print_annex_note(truth: Truth, names: Sequence[str]) -> None:
    """附件说明."""
    if not names:
        return
    sheet, draw = truth.sheet, truth.sheet.draw
    dot = draw.choice((".", "．", ". ", "、"))
    lines = [names[0]] if len(names) == 1 else [f"{i}{dot}{name}" for i, name in enumerate(names, 1)]
    lines = [("附件：" if i == 0 else "　　　") + line for i, line in enumerate(lines)]
    for line in lines:
        sheet.write_outside(line, Part.ANNEX_NOTE, Place.INDENT)
    truth.shows("annexes", "".join(lines), back=len(lines))
    truth.fields["annexes"] = (tuple(map(squeezed, names)),)


def print_signature(truth: Truth, names: Sequence[str], day: date) -> None:
    """署名 in printed order, 成文日期, and a seal where a copyist wrote that it was there."""
    sheet, draw = truth.sheet, truth.sheet.draw
    sheet.open(("落款",), "signature")
    seal = (
        draw.choice(("（印章）", "（盖章）", "（章）", "（公章）", "［印章］", "（办公室代章）"))
        if draw.random() < 0.25
        else ""
    )
    on_own_line = bool(seal) and draw.random() < 0.3
    printed = spelled_date(sheet, day)
    lines = [name + ("" if on_own_line else seal) for name in names]
    together = len(names) == 2 and not seal and len("".join(names)) <= 24 and draw.random() < 0.3
    if together:
        lines = ["　　".join(names)]
    tail = [seal] if on_own_line else []
    for line in (*lines, *tail, printed):
        sheet.write(line, Part.SIGNATURE, Place.RIGHT)
    truth.shows("dated_on", printed)
    truth.shows("signature", names[0] if len(names) == 1 else "".join(lines), back=len(lines) + len(tail) + 1)
    if seal:
        truth.shows("seal", seal, back=2 if on_own_line else len(lines) + 1)


def spelled_date(sheet: Sheet, day: date) -> str:
    """成文日期 in one of the spellings that circulate."""
    if sheet.draw.random() < 0.7:
        return printed_date(sheet, day)
    month = "元" if day.month == 1 else chinese(day.month)
    year = f"{day.year:04d}"
    words = "".join("零" if c == "0" else chinese(int(c)) for c in year)
    return sheet.draw.choice(
        (
            f"{day.year}年{day.month:02d}月{day.day:02d}日",
            f"{day.year}-{day.month:02d}-{day.day:02d}",
            f"{day.year}.{day.month}.{day.day}",
            f"{words}年{month}月{chinese(day.day)}日",
            f"{''.join('O' if c == '0' else chinese(int(c)) for c in year)}年{month}月{chinese(day.day)}日",
        )
    )


def print_note(truth: Truth, note: str) -> None:
    """附注."""
    truth.sheet.write_outside(note, Part.NOTE, Place.INDENT)
    truth.shows("note", note)


def print_imprint(truth: Truth, masthead: Masthead, *, old: bool, days: int, office: bool = True) -> None:
    """版记: 主题词 of the old standard, 抄报 and 抄送, who printed it and when, how many copies."""
    sheet, draw = truth.sheet, truth.sheet.draw
    if old:
        words = draw.choice(KEYWORDS)
        sheet.write_outside(f"主题词：{words}", Part.IMPRINT, Place.FLUSH)
        truth.shows("keywords", words)
    _print_copies(truth)
    if not office or (days >= 0 and draw.random() < 0.25):
        truth.fields["printed_on"] = (None,)
        return
    body = masthead.issuers[0].own_office
    day = masthead.dated_on + timedelta(days)
    if days < 0:
        truth.contradictions.add("printed_on")
    text = printed_date(sheet, day) if draw.random() < 0.3 else f"{day.year}年{day.month}月{day.day}日"
    word = draw.choices(("印发", " 印发", "印制"), (80, 10, 10))[0]
    run = f"共印{draw.choice((30, 120, 200, 1500))}份" if draw.random() < 0.25 else ""
    if len(body + text) <= 22 and draw.random() < 0.6:
        sheet.write_outside(f"{body}{draw.choice(('　　', '    '))}{text}{word}", Part.IMPRINT, Place.FLUSH)
        truth.shows("printed_by", body)
    else:
        sheet.write_outside(body, Part.IMPRINT, Place.FLUSH)
        truth.shows("printed_by", body)
        sheet.write_outside(f"{text}{word}", Part.IMPRINT, Place.FLUSH)
    truth.shows("printed_on", text)
    truth.fields["printed_on"] = (day,)
    if run:
        bracketed = f"（{run}）"
        sheet.write_outside(bracketed if draw.random() < 0.6 else run, Part.IMPRINT, Place.RIGHT)
        truth.shows("print_run", run, bracketed)


def _print_copies(truth: Truth) -> None:
    sheet, draw = truth.sheet, truth.sheet.draw
    if draw.random() < 0.45:
        return
    names = draw.sample(COPY_LISTS, draw.randint(1, 4))
    above, below = (names[:1], names[1:]) if len(names) > 1 and draw.random() < 0.25 else ([], names)
    first = len(sheet.blocks)
    if above:
        sheet.write_outside(f"抄报：{'，'.join(above)}。", Part.IMPRINT, Place.FLUSH)
    lead = draw.choice(("抄送：", "抄送：", "抄　送："))
    sheet.write_outside(f"{lead}{'，'.join(below)}。", Part.IMPRINT, Place.FLUSH)
    text = "，".join(below)
    shown = f"{'，'.join(above)}。{lead}{text}" if above else text
    truth.evidence["copied_to"] = ExpectedEvidence((shown,), first)
    truth.fields["copied_to"] = ((*above, *below),)
