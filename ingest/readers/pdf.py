"""Born-digital PDF: printed lines with page and box, tables by their ruling lines, what repeats on every page by name."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber

from ingest.errors import IngestError
from ingest.model import Alignment, Box, DroppedText, FileFormat, Line, LineKind, SourceText
from ingest.readers.columns import reading_order
from ingest.readers.emphasis import without_uniform_bold
from ingest.readers.glyphs import PrintedLine, read_glyphs, turned_back
from ingest.readers.page_tables import PageTable, line_of_row, split_tables
from ingest.readers.running_lines import PageLines, running_lines

logger = logging.getLogger(__name__)

FEW_CHARACTERS = 15  # a page with fewer over a picture that fills it is a scan with a stamp or a page number
NO_TEXT = ("只有图像，没有文字层", "请先做文字识别，另存为带文字层的 pdf、docx 或 txt")


@dataclass(frozen=True, slots=True)
class _Item:
    """A text line or a table row of a page."""

    line: PrintedLine
    is_row: bool


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in the running text of a file."""

    gap: float  # white between two lines, in heights of a character
    size: float  # of a character, in points


@dataclass(slots=True)
class _Page:
    number: int
    width: float  # as it is read, upright
    height: float
    turned: int
    items: list[_Item]
    is_image: bool


@dataclass(slots=True)
class _Document:
    pages: list[_Page] = field(default_factory=list)
    dropped: list[DroppedText] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0


def read_pdf(path: Path) -> SourceText:
    """The text of a PDF in reading order; raises IngestError for one that is locked, broken or without text."""
    document = _read_pages(path)
    _require_text(path, document)
    furniture = _furniture(document.pages)
    margins = _margins(document.pages)
    lines: list[Line] = []
    dropped = list(document.dropped)
    usual = _usual(document.pages)
    for page in document.pages:
        above: PrintedLine | None = None
        for place, item in enumerate(page.items):
            reason = furniture.get((page.number, place))
            if reason is not None:
                dropped.append(DroppedText(item.line.text, reason, page.number))
                continue
            lines.append(_line(item, page, margins[page.number], above, usual))
            above = item.line
    dropped.sort(key=lambda d: d.page or 0)
    return SourceText(
        format=FileFormat.PDF,
        pages=len(document.pages),
        lines=tuple(without_uniform_bold(lines)),
        dropped=tuple(dropped),
        characters=document.characters,
        warnings=_warnings(document),
    )


def _read_pages(path: Path) -> _Document:
    _require_end(path)
    try:
        pdf = pdfplumber.open(path)
    except Exception as error:  # pdfminer raises whatever a broken file leads it to
        raise _unopened(path, error) from error
    document = _Document()
    with pdf:
        try:
            for page in pdf.pages:
                document.pages.append(_read_page(page, document))
                page.close()
        except Exception as error:
            number = len(document.pages) + 1
            raise IngestError(
                path, f"PDF 第 {number} 页已损坏，读不通", "请重新下载，或用阅读器打印成新的 pdf"
            ) from error
    return document


def _read_page(page: Any, document: _Document) -> _Page:
    width, height = float(page.width), float(page.height)
    found = read_glyphs(page.chars, page.page_number, width, height)
    document.characters += found.characters
    document.dropped.extend(found.dropped)
    document.unmapped += sum(glyph.text.count("\ufffd") for glyph in found.glyphs)
    printed = sum(1 for glyph in found.glyphs if glyph.text.strip())
    area = max((float(i["width"]) * float(i["height"]) for i in page.images), default=0.0)
    is_scan = printed <= FEW_CHARACTERS and area > 0.4 * width * height
    is_image = is_scan or (printed == 0 and bool(page.images))
    tables: list[PageTable] = []
    outside = list(found.glyphs)
    if found.turned:
        # Ruling lines lie in the coordinates of the file; a page set sideways is read as text alone.
        width, height = height, width
    else:
        tables, outside = split_tables(page, found.glyphs)
    items = [_Item(line, is_row=False) for line in reading_order(outside, width)]
    for table in tables:
        size = median([item.line.size for item in items]) if items else 10.0
        rows = [_Item(line_of_row(row, size), is_row=True) for row in table.rows]
        at = next((i for i, item in enumerate(items) if item.line.top >= table.top), len(items))
        items[at:at] = rows
    return _Page(page.page_number, width, height, found.turned, items, is_image)


def _require_end(path: Path) -> None:
    """A file cut off in download lacks its end; half a notice must not pass for the whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 16)))
        tail = file.read()
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise IngestError(path, "PDF 不完整，缺少文件尾，可能没有下载完", "请重新下载或复制该文件")


def _unopened(path: Path, error: BaseException) -> IngestError:
    chain = f"{type(error).__name__} {error!r} {error.__cause__!r} {error.__context__!r}"
    if "Password" in chain:
        return IngestError(path, "PDF 设有打开密码，无法读取", "请用阅读器打开，去掉密码后另存")
    if "Encrypt" in chain:
        return IngestError(path, "PDF 的加密方式无法识别", "请用阅读器打开后打印成新的 pdf")
    return IngestError(path, "PDF 已损坏，打不开", "请重新下载，或用阅读器打开后另存")


def _require_text(path: Path, document: _Document) -> None:
    if not document.pages:
        raise IngestError(path, "PDF 中没有一页可读，文件可能已损坏", "请重新下载，或用阅读器打开后另存")
    if all(page.is_image or not page.items for page in document.pages):
        problem, remedy = NO_TEXT
        raise IngestError(path, f"共 {len(document.pages)} 页，{problem}", remedy)
    if document.unmapped * 2 > document.characters:
        raise IngestError(path, "文字层里的字形没有对应的文字，无法读取", "请先做文字识别，或向发文单位索取 docx")


def _warnings(document: _Document) -> tuple[str, ...]:
    found: list[str] = []
    images = [str(page.number) for page in document.pages if page.is_image]
    if images:
        found.append(f"第 {'、'.join(images)} 页只有图像，没有文字层，未读入；请先做文字识别")
    if document.unmapped:
        found.append(f"有 {document.unmapped} 个字形没有对应的文字（以 \ufffd 代替），请核对原件")
    return tuple(found)


def _furniture(pages: Sequence[_Page]) -> dict[tuple[int, int], str]:
    """Running lines by page and place among all items of the page."""
    places: dict[int, list[int]] = {}
    texts: list[PageLines] = []
    for page in pages:
        # Order on the page, which for two columns is not the order of reading.
        order = sorted(
            (i for i, item in enumerate(page.items) if not item.is_row), key=lambda i: (page.items[i].line.top, i)
        )
        places[page.number] = order
        lines = tuple(page.items[i].line for i in order)
        texts.append(PageLines(page.number, page.width, page.height, lines))
    return {(number, places[number][i]): reason for (number, i), reason in running_lines(texts).items()}


def _usual(pages: Sequence[_Page]) -> _Usual:
    gaps = [
        (below.line.top - above.line.bottom) / max(below.line.size, 1.0)
        for page in pages
        for above, below in pairwise(page.items)
        if not above.is_row and not below.is_row and below.line.top > above.line.top
    ]
    sizes = [item.line.size for page in pages for item in page.items for _ in item.line.text if not item.is_row]
    return _Usual(median(gaps) if gaps else 0.5, median(sizes) if sizes else 10.0)


def _margins(pages: Sequence[_Page]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text of each page; of its neighbours where it holds only a few lines."""
    edges: dict[int, tuple[float, float]] = {}
    for page in pages:
        texts = [item.line for item in page.items if not item.is_row]
        if len(texts) >= 6:
            edges[page.number] = (
                _outermost([-line.x0 for line in texts]) * -1,
                _outermost([line.x1 for line in texts]),
            )
    widest = max((right - left for left, right in edges.values()), default=0.0)
    full = {number: edge for number, edge in edges.items() if edge[1] - edge[0] >= 0.85 * widest}
    margins: dict[int, tuple[float, float]] = {}
    for page in pages:
        same = [full[p.number] for p in pages if p.number in full and abs(p.width - page.width) < 5]
        if page.number in full:
            margins[page.number] = full[page.number]
        elif same:
            margins[page.number] = (median(edge[0] for edge in same), median(edge[1] for edge in same))
        else:
            margins[page.number] = edges.get(page.number, (page.width * 0.14, page.width * 0.86))
    return margins


def _outermost(places: Sequence[float]) -> float:
    """The largest place that two lines share; a lone one is punctuation hanging over the margin."""
    ordered = sorted(places, reverse=True)
    return next((a for a, b in pairwise(ordered) if a - b < 2.0), ordered[0])


def _line(item: _Item, page: _Page, margins: tuple[float, float], above: PrintedLine | None, usual: _Usual) -> Line:
    line = item.line
    corners = turned_back((line.x0, line.top, line.x1, line.bottom), page.turned, *_as_filed(page))
    box = Box(page.number, *(round(corner, 2) for corner in corners))
    blank_before = above is not None and (line.top - above.bottom) / max(line.size, 1.0) > usual.gap + 0.6
    if item.is_row:
        return Line(line.text, page.number, (box,), LineKind.TABLE_ROW, whole_paragraph=True, blank_before=blank_before)
    return Line(
        text=line.text,
        page=page.number,
        boxes=(box,),
        alignment=_alignment(line, margins, usual.size),
        blank_before=blank_before,
        bold_until=line.heading_font_until,
    )


def _as_filed(page: _Page) -> tuple[float, float]:
    """Width and height of the page as it lies in the file."""
    return (page.height, page.width) if page.turned else (page.width, page.height)


def _alignment(line: PrintedLine, margins: tuple[float, float], body_size: float) -> Alignment:
    left, right = line.x0 - margins[0], margins[1] - line.x1
    em = max(line.size, 1.0)
    # A paragraph's first line stands two characters in and reaches the right margin; a heading of its own stands
    # there too and ends early. Only what is even on both sides is centred; a title may nearly fill the line.
    least = 0.3 if line.size > 1.12 * body_size else 2.2
    if abs(left - right) <= 1.6 * em and min(left, right) > least * em:
        return Alignment.CENTER
    if left > 0.4 * (margins[1] - margins[0]) and left > right:
        return Alignment.END
    return Alignment.START
