"""The notice on its pages: where each line and rule stands, for every format that keeps a printed page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.formats.notice import CENTRED, INDENTED, NOTICE, RIGHT, Element, Paragraph, Role, Table
from tests.maker.page import width_of, wrap

# Millimetres, GB/T 9704-2012 section 5.2: 22 lines of 28 characters in 三号.
WIDTH, HEIGHT = 210.0, 297.0
LEFT, TOP, BOTTOM = 28.0, 37.0, 35.0
SIZE, PITCH, MEASURE = 5.57, 10.2, 28
SIZES = {Role.HEAD: 10.5, Role.TITLE: 7.7, Role.ANNEX_TITLE: 7.7, Role.IMPRINT: 4.9}
TABLE_SIZE, TABLE_INSET = 4.9, 2.0


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of text from its left end."""

    text: str
    x: float
    baseline: float
    size: float
    width: float  # what it is stretched to
    red: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    red: bool = False


@dataclass(slots=True)
class Page:
    """What stands on one page."""

    texts: list[Printed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


class _Setting:
    def __init__(self) -> None:
        self.pages: list[Page] = [Page()]
        self.y = TOP

    def next_line(self, pitch: float = PITCH) -> float:
        if self.y + pitch > HEIGHT - BOTTOM:
            self.new_page()
        self.y += pitch
        return self.y

    def new_page(self) -> None:
        self.pages.append(Page())
        self.y = TOP

    def add(self, element: Element) -> None:
        if isinstance(element, Table):
            self._add_table(element)
            return
        if element.role is Role.ANNEX_HEAD:
            self.new_page()
        if element.role in (Role.TITLE, Role.SIGNATURE, Role.ANNEX_NOTE, Role.ANNEX_TITLE):
            self.y += PITCH
        size = SIZES.get(element.role, SIZE)
        for line in _lines_of(element, size):
            width = line.width * size
            baseline = self.next_line(max(PITCH, size * 1.5))
            x = LEFT + line.indent * size
            if element.role in CENTRED:
                x = (WIDTH - width) / 2
            elif element.role in RIGHT:
                x = LEFT + (MEASURE - 4) * SIZE - width
            red = element.role is Role.HEAD
            self.pages[-1].texts.append(Printed(line.text, x, baseline, size, width, red))
        if element.role is Role.NUMBER:
            rule = self.y + 4
            self.pages[-1].rules.append(Rule(LEFT, rule, LEFT + MEASURE * SIZE, rule, red=True))
            self.y = rule
        if element.role is Role.TITLE:
            self.y += PITCH / 2

    def add_imprint(self, elements: list[Paragraph]) -> None:
        """At the foot of the last page, between rules."""
        pitch = 8.5
        top = HEIGHT - BOTTOM - pitch * len(elements)
        if self.y > top - PITCH:
            self.new_page()
        right = LEFT + MEASURE * SIZE
        for i, element in enumerate(elements):
            y = top + i * pitch
            self.pages[-1].rules.append(Rule(LEFT, y, right, y))
            size = SIZES[Role.IMPRINT]
            left, _, end = element.printed.partition("　")
            self._imprint_text(left, LEFT + size, y, size)
            if end:
                self._imprint_text(end.strip("　"), right - size - width_of(end.strip("　")) * size, y, size)
        self.pages[-1].rules.append(Rule(LEFT, HEIGHT - BOTTOM, right, HEIGHT - BOTTOM))

    def _imprint_text(self, text: str, x: float, top: float, size: float) -> None:
        self.pages[-1].texts.append(Printed(text, x, top + 6.2, size, width_of(text) * size))

    def number_pages(self) -> None:
        for i, page in enumerate(self.pages, 1):
            text, size = f"— {i} —", 4.9
            width = width_of(text) * size
            x = LEFT + MEASURE * SIZE - width - size if i % 2 else LEFT + size
            page.texts.append(Printed(text, x, HEIGHT - BOTTOM + 12, size, width))

    def _add_table(self, table: Table) -> None:
        height = 10.0
        if self.y + height * len(table.rows) + PITCH > HEIGHT - BOTTOM:
            self.new_page()
        top = self.y + 4
        width = MEASURE * SIZE / len(table.rows[0])
        page = self.pages[-1]
        for i, row in enumerate(table.rows):
            for j, cell in enumerate(row):
                x, baseline = LEFT + j * width + TABLE_INSET, top + (i + 0.65) * height
                page.texts.append(Printed(cell, x, baseline, TABLE_SIZE, width_of(cell) * TABLE_SIZE))
        bottom, right = top + height * len(table.rows), LEFT + width * len(table.rows[0])
        page.rules += [Rule(LEFT, top + i * height, right, top + i * height) for i in range(len(table.rows) + 1)]
        edges = [LEFT + j * width for j in range(len(table.rows[0]) + 1)]
        page.rules += [Rule(edge, top, edge, bottom) for edge in edges]
        self.y = bottom


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: float  # characters
    width: float  # characters; of a full line the whole measure


def _lines_of(paragraph: Paragraph, size: float) -> Iterator[_Line]:
    measure = MEASURE * SIZE / size
    indent = 2.0 if paragraph.role in INDENTED else 0.0
    lines = _title_lines(paragraph) or wrap(paragraph.printed, measure, indent)
    for i, text in enumerate(lines):
        room = measure - (indent if i == 0 else 0.0)
        # Every line but a paragraph's last is set to end at the margin.
        full = i + 1 < len(lines) and paragraph.role not in CENTRED
        yield _Line(text, indent if i == 0 else 0.0, room if full else width_of(text))


def _title_lines(paragraph: Paragraph) -> list[str]:
    """A title breaks between words, its lines like a trapezium."""
    if paragraph.role is not Role.TITLE:
        return []
    before, word, after = paragraph.text.partition("工作经费")
    return [before, word + after]


def pages() -> list[Page]:
    """The notice, page by page."""
    setting = _Setting()
    imprint: list[Paragraph] = []
    for element in NOTICE:
        if isinstance(element, Paragraph) and element.role is Role.IMPRINT:
            imprint.append(element)
        else:
            setting.add(element)
    setting.add_imprint(imprint)
    setting.number_pages()
    return setting.pages
