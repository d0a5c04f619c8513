"""The 一图读懂 as shapes on one page: figures large, the policy chain, what must, may and must not be done.

The layout knows no font: a Chinese character is as wide as it is high, other characters a little over half of that. So the
SVG, the PNG and every machine break lines at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.training.model import ChainNotice, FigureRow, KeyPoint, PolicyChain, TrainingPack
from qa.training.plain_words import in_plain_words

WIDTH = 1240
MARGIN = 60
_INNER = WIDTH - 2 * MARGIN
BLUE, DARK, GREY, RED, GREEN, AMBER, PALE, WHITE, LINE = (
    "#1f4e79", "#262626", "#6b7280", "#b01e1e", "#2e6b3a", "#9a6700", "#f3f6fa", "#ffffff", "#b8c4d4",
)  # fmt: skip
_CARDS = 6
_POINTS = 4  # of each column
_CARD = 226.0  # height of a card
_LANES = 3  # of the chain side by side
_BASES = 5  # of one notice
_BOX, _STEP = 82.0, 98.0  # height of a notice's box; from one to the next


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str | None = None
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    colour: str = DARK
    bold: bool = False
    anchor: str = "start"  # start, middle, end


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line, with or without a head at its end."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str = GREY
    has_head: bool = True


Shape = Box | Words | Arrow


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of shapes, drawn in their order."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]


def picture_of(pack: TrainingPack) -> Picture:
    """The pack on one page; its height follows from what there is to show."""
    shapes: list[Shape] = [Box(0, 0, WIDTH, 170, BLUE)]
    size = min(52.0, _INNER / max(1.0, ems(f"一图读懂　{pack.topic}")))
    shapes.append(Words(WIDTH / 2, 92, f"一图读懂　{pack.topic}", size, WHITE, bold=True, anchor="middle"))
    regions = "、".join(dict.fromkeys(b.statement.basis.region or "" for b in pack.points if b.statement.basis.is_rule))
    under = f"{regions}　{pack.made_on.year}年{pack.made_on.month}月{pack.made_on.day}日"
    shapes.append(Words(WIDTH / 2, 140, _cut(under, 60), 20, WHITE, anchor="middle"))
    y = 210.0
    for part in (_cards, _columns, _chain):
        drawn, y = part(pack, y)
        shapes += drawn
    drawn, y = _sources(pack, y)
    return Picture(WIDTH, y, f"一图读懂：{pack.topic}", (Box(0, 0, WIDTH, y, WHITE), *shapes, *drawn))


def ems(text: str) -> float:
    """How wide a text is, in its own size."""
    return sum(1.0 if ord(c) > 0x2E7F or c in "“”‘’——…〔〕－" else 0.56 for c in text)


def wrapped(text: str, width: float) -> list[str]:
    """The lines of a text that is so many ems wide; no line begins with a closing mark."""
    lines: list[str] = []
    line = ""
    for character in text:
        if ems(line + character) > width and line and character not in "，。；：、）》”’！？":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if line else lines


def _cut(text: str, width: float) -> str:
    if ems(text) <= width:
        return text
    while text and ems(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def _heading(text: str, y: float) -> list[Shape]:
    return [Box(MARGIN, y, 10, 34, BLUE), Words(MARGIN + 26, y + 28, text, 30, BLUE, bold=True)]


def _cards(pack: TrainingPack, y: float) -> tuple[list[Shape], float]:
    """The figures that matter most, three in a row."""
    rows = _telling(pack.figures)
    if not rows:
        return [], y
    shapes, y = _heading("关键数字", y), y + 56
    across, gap = 2 if len(rows) == 4 else min(3, len(rows)), 24
    width = (_INNER - (across - 1) * gap) / across
    for start in range(0, len(rows), across):
        for place, row in enumerate(rows[start : start + across]):
            shapes += _card(row, MARGIN + place * (width + gap), y, width)
        y += _CARD + 20
    return shapes, y + 20


def _telling(figures: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures for the cards, none twice, those in force alone."""
    chosen: dict[tuple[str, str, str | None], FigureRow] = {}
    for row in figures:
        if row.subject and not row.statement.basis.ended and len(row.value) <= 22:
            chosen.setdefault((row.subject, row.value, row.statement.basis.region), row)
    ranked = sorted(chosen.values(), key=lambda r: r.statement.nearness)
    return ranked[:_CARDS]


def _card(row: FigureRow, x: float, y: float, width: float) -> Iterator[Shape]:
    """Figure and subject, below them the sentence: a figure alone does not say what it is a rule for."""
    basis = row.statement.basis
    yield Box(x, y, width, _CARD, PALE, LINE, 10)
    size = min(42.0, (width - 36) / max(1.0, ems(row.value)))
    yield Words(x + width / 2, y + 58, row.value, size, RED, bold=True, anchor="middle")
    size = min(19.0, (width - 24) / max(1.0, ems(row.subject)))
    if size >= 14:
        yield Words(x + width / 2, y + 92, row.subject, size, DARK, bold=True, anchor="middle")
    lines = wrapped(around(row), (width - 36) / 15)
    for place, line in enumerate(lines[:4]):
        shown = _cut(f"{line}……", (width - 36) / 15) if place == 3 and len(lines) > 4 else line
        yield Words(x + 18, y + 122 + place * 22, shown, 15, DARK)
    source = _cut(f"{basis.region or ''} {place_in(basis.citation)}".strip(), (width - 24) / 14)
    yield Words(x + width / 2, y + _CARD - 14, source, 14, GREY, anchor="middle")


def around(row: FigureRow) -> str:
    """The words of the sentence around the figure: all of a short one, else from the part before the figure's own."""
    text = in_plain_words(row.statement.text)
    at = text.find(row.value)
    if len(text) <= 84 or at < 0:
        return text
    stops = [place for place, character in enumerate(text[:at]) if character in "，；"]
    start = stops[-2] + 1 if len(stops) > 1 else 0
    return f"……{text[start:]}" if start else text


def place_in(citation: str) -> str:
    """What stands behind the title and the number of a citation: 第四部分（四）."""
    rest = citation.rpartition("》")[2]
    return re.sub(r"^（[^（）]*(?:号|日)）", "", rest)


_MUST_NOT = re.compile(r"不得|严禁|禁止|不准|不能(?!正常)")
_MAY = re.compile(r"(?<!不)可(?!能|靠|持续|行)|鼓励|提倡|自愿")
_CASE = re.compile(r"(?:的|时|后)$|^(?:对|经|如|凡)(?![^，]*(?:可|要|应))|^对[^可]{2,24}$")
_MUST = re.compile(r"应(?!急|对)|要(?!求|点|素)|必须|须|不少于|不低于|至少|确保|纳入|列入|按规定")


def kind_of(point: str) -> str:
    """The column of a point: what a duty and a leave stand in together (要交纳，可补交; 开展…，可整合) is a duty."""
    if _MUST_NOT.search(point):
        return "不得做"
    parts = [p for p in re.split("[，,；;]", point) if not _CASE.search(p)]
    return "可以做" if parts and _MAY.search(parts[0]) and not _MUST.search(point) else "要做到"


def _columns(pack: TrainingPack, y: float) -> tuple[list[Shape], float]:
    """What must, may and must not be done, side by side; a column without points is left out."""
    kinds: dict[str, list[KeyPoint]] = {"要做到": [], "可以做": [], "不得做": []}
    for point in sorted(pack.points, key=lambda p: p.statement.nearness):
        if not point.statement.basis.is_rule or point.statement.basis.ended or len(point.printed) > 86:
            continue
        kinds[kind_of(point.text)].append(point)
    shown = [
        (k, v[: _POINTS if len([x for x in kinds.values() if x]) > 1 else 2 * _POINTS]) for k, v in kinds.items() if v
    ]
    if not shown:
        return [], y
    shapes, top = _heading("要点", y), y + 56
    gap = 24.0
    width = (_INNER - gap * (len(shown) - 1)) / len(shown)
    colours = {"要做到": BLUE, "可以做": GREEN, "不得做": RED}
    bottom = top
    for place, (kind, points) in enumerate(shown):
        x = MARGIN + place * (width + gap)
        shapes += [
            Box(x, top, width, 44, colours[kind], radius=8),
            Words(x + width / 2, top + 31, kind, 24, WHITE, bold=True, anchor="middle"),
        ]
        line_y = top + 78
        for point in points:
            basis = point.statement.basis
            shapes.append(Box(x + 4, line_y - 13, 8, 8, colours[kind], radius=4))
            for line in wrapped(point.printed, (width - 26) / 19):
                shapes.append(Words(x + 22, line_y, line, 19))
                line_y += 28
            source = _cut(f"{basis.region or ''} {place_in(basis.citation)}".strip(), (width - 26) / 14)
            shapes.append(Words(x + 22, line_y - 4, source, 14, GREY))
            line_y += 32
        bottom = max(bottom, line_y)
    return shapes, bottom + 16


def _chain(pack: TrainingPack, y: float) -> tuple[list[Shape], float]:
    """A lane for each notice that none of the others rests on: above it what it names as its basis, the highest on top.

    A line leads from each basis to the notice itself: what the bases owe one another, the notice does not say.
    """
    lanes = _lanes(pack.chain)
    if not lanes:
        return [], y
    shapes, y = _heading("政策链条（依据 → 规定）", y), y + 58
    for start in range(0, len(lanes), _LANES):
        part = lanes[start : start + _LANES]
        gap = 26.0
        width = min(560.0, (_INNER - gap * (len(part) - 1)) / len(part))
        x = MARGIN + (_INNER - width * len(part) - gap * (len(part) - 1)) / 2
        height = max(len(lane) for lane in part) * _STEP - _STEP + _BOX
        for lane in part:
            shapes += _lane(lane, x, y + height, width)
            x += width + gap
        y += height + 34
    note = Words(WIDTH - MARGIN, y, "蓝框：资料库中的文件；灰框：文件中写明的依据，不在库中", 14, GREY, anchor="end")
    return [*shapes, note], y + 26


def _lanes(chain: PolicyChain) -> list[list[ChainNotice]]:
    """For each notice at the end of the chain: its bases, highest first, and itself last; those with most bases first."""
    by_key = {n.key: n for n in chain.notices}
    above: dict[str, list[str]] = {}
    for upper, lower in chain.links:
        above.setdefault(lower, []).append(upper)
    ends = [n for n in chain.notices if n.document_id and not any(upper == n.key for upper, _ in chain.links)]
    lanes = []
    for end in ends:
        keys: list[str] = []
        waiting = list(above.get(end.key, ()))
        while waiting:
            key = waiting.pop(0)
            if key not in keys and key in by_key:
                keys.append(key)
                waiting += above.get(key, ())
        bases = sorted((by_key[k] for k in keys), key=lambda n: (n.level, n.document_number is None, n.key))
        lanes.append([*bases[:_BASES], end])
    return sorted(lanes, key=lambda lane: (-len(lane), lane[-1].key))


def _lane(lane: Sequence[ChainNotice], x: float, bottom: float, width: float) -> Iterator[Shape]:
    """The boxes of a lane with the line at their left that gathers them."""
    rail = x + 8
    top = bottom - (len(lane) - 1) * _STEP - _BOX
    for place, notice in enumerate(lane):
        y = top + place * _STEP
        is_end = place == len(lane) - 1
        box = Box(
            x + 26, y, width - 26, _BOX, PALE if notice.document_id else WHITE, BLUE if notice.document_id else LINE, 8
        )
        yield box
        yield from _notice(notice, box)
        if len(lane) > 1:
            middle = y + _BOX / 2
            yield (
                Arrow(rail, middle, x + 24, middle, GREY)
                if is_end
                else Arrow(x + 26, middle, rail, middle, GREY, False)
            )
    if len(lane) > 1:
        yield Arrow(rail, top + _BOX / 2, rail, bottom - _BOX / 2, GREY, False)


def _notice(notice: ChainNotice, box: Box) -> Iterator[Shape]:
    middle = box.x + box.width / 2
    number = "".join((notice.document_number or "").split())
    head = "　".join(filter(None, (notice.region, number))) or "库外文件"
    size = min(17.0, (box.width - 16) / max(1.0, ems(head)))
    yield Words(middle, box.y + 26, head, size, BLUE, bold=True, anchor="middle")
    lines = wrapped(f"《{short_title(notice.title or '')}》", (box.width - 20) / 15)
    lines = [*lines[:1], _cut(f"{lines[1]}……", (box.width - 20) / 15)] if len(lines) > 2 else lines
    for place, line in enumerate(lines):
        yield Words(middle, box.y + 50 + place * 21, line, 15, DARK, anchor="middle")


def short_title(title: str) -> str:
    """The title of what a notice issues, where its own only says who issues it: 印发〈关于…〉的通知."""
    found = re.search(r"印发[《〈<](?P<inner>[^》〉>]{6,})[》〉>]的通知$", title.strip())
    return found["inner"] if found else title.strip()


def _sources(pack: TrainingPack, y: float) -> tuple[list[Shape], float]:
    rows = [f"{s.text}{f'（{s.ended}）' if s.ended else ''}" for s in pack.sources if not s.note]
    lines = [line for row in rows for line in wrapped(row, _INNER / 15)]
    shapes: list[Shape] = [Box(MARGIN, y, _INNER, 1.5, LINE), Words(MARGIN, y + 30, "资料来源", 17, GREY, bold=True)]
    y += 56
    for line in lines:
        shapes.append(Words(MARGIN, y, line, 15, GREY))
        y += 23
    shapes.append(Words(MARGIN, y + 6, "由据典从上列文件的条款中摘出，以原文为准；条款号见同时生成的清单。", 14, GREY))
    return shapes, y + 40
