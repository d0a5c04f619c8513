"""A digest as a born-digital PDF, set as GB/T 9704-2012 asks: 22 lines of 28 characters, red head, imprint, — 1 —."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from corpus.make.source import MARK, Block, BlockKind, Digest, Paragraph, Rank

_FONTS = Path(__file__).resolve().parent / "fonts"
_WIDTH, _HEIGHT = 210 * mm, 297 * mm
_LEFT, _RIGHT = 28 * mm, 184 * mm
_TOP, _BOTTOM = _HEIGHT - 37 * mm, 35 * mm
_SIZE = 15.75  # 三号: 28 characters on 156 mm
_PITCH = 225 * mm / 22
_RED = (0.9, 0.0, 0.07)
_BLACK = (0.0, 0.0, 0.0)
_NOT_FIRST = frozenset("，。、；：？！）》」』】”’〕％%·—…")
_NOT_LAST = frozenset("（《「『【“‘〔")


@dataclass(slots=True)
class _Page:
    """The canvas and the pen on it."""

    canvas: Canvas
    y: float
    number: int = 1

    def next_line(self, pitch: float = _PITCH) -> float:
        """The base line of the next line, on a new page when this one is full."""
        if self.y - pitch < _BOTTOM - 1:
            self.finish()
            self.canvas.showPage()
            self.number += 1
            self.y = _TOP
        self.y -= pitch
        return self.y

    def finish(self) -> None:
        """Print the mark at the head and the page number at the foot, right on odd pages, left on even ones."""
        self.canvas.setFillColorRGB(*_BLACK)
        self.canvas.setFont("Song", 10.5)
        self.canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 20 * mm, MARK)
        self.canvas.setFont("Song", 14)
        text, y = f"— {self.number} —", _BOTTOM - 7 * mm - 14
        if self.number % 2:
            self.canvas.drawRightString(_RIGHT - 14, y, text)
        else:
            self.canvas.drawString(_LEFT + 14, y, text)


def to_pdf(digest: Digest) -> bytes:
    """The PDF file; the same digest gives the same bytes on any machine, its fonts are in it."""
    for name, file in (("Song", "NotoSerifSC-Regular-subset.ttf"), ("Song-Bold", "NotoSerifSC-Bold-subset.ttf")):
        pdfmetrics.registerFont(TTFont(name, _FONTS / file))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1, lang="zh-CN")
    canvas.setTitle(digest.running_title)
    canvas.setSubject(MARK)
    canvas.setCreator("据典")
    page = _Page(canvas, _TOP)
    for block in digest.blocks:
        _PRINTERS.get(block.kind, _print_plain)(page, block)
    page.finish()
    canvas.save()
    return buffer.getvalue()


def _print_head(page: _Page, block: Block) -> None:
    """Names one over the other, spread to one width, with 文件 beside them."""
    *names, last = block.lines
    size, gap = 30.0, 44.0
    widest = max(len(name) for name in names) * size
    left = (_WIDTH - widest - 20 - len(last) * size) / 2
    page.canvas.setFillColorRGB(*_RED)
    page.canvas.setFont("Song-Bold", size)
    first = page.y - size
    for row, name in enumerate(names):
        step = (widest - size) / (len(name) - 1)
        for column, character in enumerate(name):
            page.canvas.drawString(left + column * step, first - row * gap, character)
    middle = first - (len(names) - 1) * gap / 2
    page.canvas.drawString(left + widest + 20, middle, last)
    page.canvas.setFillColorRGB(*_BLACK)
    page.y = first - (len(names) - 1) * gap - 14


def _print_number(page: _Page, block: Block) -> None:
    page.next_line(44)
    page.canvas.setFont("Song", _SIZE)
    page.canvas.drawCentredString(_WIDTH / 2, page.y, block.lines[0])
    page.canvas.setStrokeColorRGB(*_RED)
    page.canvas.setLineWidth(1.4)
    page.canvas.line(_LEFT, page.y - 4 * mm, _RIGHT, page.y - 4 * mm)
    page.y -= 4 * mm + _PITCH


def _print_title(page: _Page, block: Block) -> None:
    if page.y - (len(block.lines) + 5) * _PITCH < _BOTTOM:  # a title does not stand alone at the foot of a page
        page.y = _BOTTOM
    elif page.y < _TOP:
        page.next_line(_PITCH / 2)
    for line in block.lines:
        y = page.next_line(32)
        page.canvas.setFont("Song-Bold", 21)
        page.canvas.drawCentredString(_WIDTH / 2, y, line)
    page.next_line(_PITCH / 2)


def _print_inner_title(page: _Page, block: Block) -> None:
    page.y = _BOTTOM  # the document that is issued opens a new page
    _print_title(page, block)


def _print_text(page: _Page, block: Block) -> None:
    for paragraph in block.paragraphs:
        _print_paragraph(page, paragraph, indent=2)


def _print_plain(page: _Page, block: Block) -> None:
    for line in block.lines:
        _print_paragraph(page, Paragraph(Rank.PLAIN, "", line), indent=0)


def _print_date(page: _Page, block: Block) -> None:
    page.next_line()
    page.canvas.setFont("Song", _SIZE)
    page.canvas.drawRightString(_RIGHT - 4 * _SIZE, page.next_line(), block.lines[0])


def _print_imprint(page: _Page, block: Block) -> None:
    """At the foot of the last page, between rules."""
    pitch = 24.0
    height = len(block.lines) * pitch
    if page.y - height - _PITCH < _BOTTOM:
        page.y = _BOTTOM
        page.next_line()
    page.y = _BOTTOM + height
    page.canvas.setStrokeColorRGB(*_BLACK)
    for row, line in enumerate(block.lines):
        page.canvas.setLineWidth(1.0 if row == 0 else 0.7)
        page.canvas.line(_LEFT, page.y, _RIGHT, page.y)
        page.canvas.setFont("Song", 14)
        left, _, right = line.partition("　")
        page.canvas.drawString(_LEFT + 14, page.y - 17, left)
        page.canvas.drawRightString(_RIGHT - 14, page.y - 17, right)
        page.y -= pitch
    page.canvas.setLineWidth(1.0)
    page.canvas.line(_LEFT, page.y, _RIGHT, page.y)


_PRINTERS: dict[BlockKind, Callable[[_Page, Block], None]] = {
    BlockKind.HEAD: _print_head,
    BlockKind.NUMBER: _print_number,
    BlockKind.TITLE: _print_title,
    BlockKind.INNER_TITLE: _print_inner_title,
    BlockKind.TEXT: _print_text,
    BlockKind.DATE: _print_date,
    BlockKind.IMPRINT: _print_imprint,
}


def _print_paragraph(page: _Page, paragraph: Paragraph, indent: int) -> None:
    text = paragraph.printed
    bold_until = _bold_until(paragraph)
    start = 0
    for line in _lines_of(text, indent):
        y = page.next_line()
        x = _LEFT + (indent * _SIZE if start == 0 else 0)
        bold = max(0, min(len(line), bold_until - start))
        for font, piece in (("Song-Bold", line[:bold]), ("Song", line[bold:])):
            if piece:
                page.canvas.setFont(font, _SIZE)
                page.canvas.drawString(x, y, piece)
                x += pdfmetrics.stringWidth(piece, font, _SIZE)
        start += len(line)


def _bold_until(paragraph: Paragraph) -> int:
    """Parts are headings; a section's or point's heading runs to its first 。"""
    text = paragraph.printed
    if paragraph.rank is Rank.PART:
        return text.index("。") + 1 if "。" in text else len(text)
    if paragraph.rank in (Rank.SECTION, Rank.POINT):
        return text.index("。") + 1 if "。" in text else len(text)
    return 0


def _lines_of(text: str, indent: int) -> list[str]:
    """The text broken to the measure, no line opening with a stop or closing with an opening bracket."""
    measure = _RIGHT - _LEFT + 0.5
    lines: list[str] = []
    start, width = 0, indent * _SIZE
    for at, character in enumerate(text):
        width += pdfmetrics.stringWidth(character, "Song", _SIZE)
        # One stop may hang in the margin.
        if width > measure and not (character in _NOT_FIRST and width <= measure + _SIZE):
            end = at
            while end > start + 1 and not _may_break(text, end):
                end -= 1
            lines.append(text[start:end])
            start, width = end, pdfmetrics.stringWidth(text[end : at + 1], "Song", _SIZE)
    return [*lines, text[start:]] if start < len(text) else lines


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before this character; figures stay whole."""
    before, after = text[at - 1], text[at]
    return after not in _NOT_FIRST and before not in _NOT_LAST and not (before.isdigit() and after.isdigit())
