"""PDF: printed lines with page and box, tables by their ruling lines; pages without usable text are read by OCR."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import pdfplumber

from ingest.errors import IngestError
from ingest.model import DroppedText, FileFormat, Line, SourceText
from ingest.readers.pages.columns import reading_order
from ingest.readers.pages.emphasis import without_uniform_bold
from ingest.readers.pages.glyphs import PageGlyphs, read_glyphs
from ingest.readers.pages.page_tables import line_of_row, open_edges, split_tables
from ingest.readers.pages.pdf_damage import PageStreams, file_damage, heard_losses, look_at_streams
from ingest.readers.pages.printed_pages import PrintedItem, PrintedPage, lines_of_pages
from ingest.readers.pages.text_layer import Standing, content_of, reads_alike, standing_of

if TYPE_CHECKING:
    from ingest.readers.scans.scan import RecognisedPage

logger = logging.getLogger(__name__)

_SAMPLES = 2  # unseen text layers that are held against OCR before the others of the file are believed


@dataclass(slots=True)
class _Reading:
    """What is known of a file while its pages are read one after the other."""

    path: Path
    seen: Any  # the file as pypdfium2 sees it; None where it cannot
    pages: list[PrintedPage] = field(default_factory=list)
    dropped: list[DroppedText] = field(default_factory=list)
    scans: list[RecognisedPage] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    tables: int = 0  # read so far
    last_edges: tuple[float, ...] = ()  # of the columns of a table that the page before ended with
    without_text: list[int] = field(default_factory=list)  # pages of pictures that could not be read
    garbled: list[int] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)  # pages of which an unseen text layer was believed
    misread: list[int] = field(default_factory=list)  # and those of which it was not
    damaged: list[int] = field(default_factory=list)  # pages of which something did not unpack
    heavy: list[int] = field(default_factory=list)  # pages of which the drawing was not followed
    damage: list[str] = field(default_factory=list)  # of the file, for people
    ocr_error: IngestError | None = None


def read_pdf(path: Path) -> SourceText:
    """The text of a PDF in reading order; raises IngestError for one that is locked, broken or without text."""
    reading = _read_pages(path)
    _require_text(path, reading)
    lines, furniture = lines_of_pages(reading.pages)
    is_scan = len(reading.scans) + len(reading.without_text) == len(reading.pages)
    return SourceText(
        format=FileFormat.SCAN if is_scan else FileFormat.PDF,
        pages=len(reading.pages),
        lines=tuple(without_uniform_bold(lines)),
        dropped=tuple(sorted([*reading.dropped, *furniture], key=lambda d: d.page or 0)),
        characters=reading.characters,
        warnings=_warnings(reading, lines),
    )


def _read_pages(path: Path) -> _Reading:
    _require_end(path)
    try:
        pdf = pdfplumber.open(path)
    except Exception as error:  # pdfminer raises whatever a broken file leads it to
        raise _unopened(path, error) from error
    # Not `with pdf`: its own end goes through the pages again, and stumbles where they are broken.
    with closing(pdf.stream), _as_seen(path) as seen, heard_losses() as losses:
        reading = _Reading(path, seen)
        try:
            for page in pdf.pages:
                streams, heard = look_at_streams(page), losses.count
                reading.pages.append(_read_page(page, streams, reading))
                if not streams.whole or losses.count > heard:
                    reading.damaged.append(page.page_number)
                page.close()
            reading.damage += file_damage(pdf, len(reading.pages))
        except IngestError:
            raise
        except Exception as error:
            number = len(reading.pages) + 1
            raise IngestError(
                path, f"PDF 第 {number} 页已损坏，读不通", "请重新下载，或用阅读器打印成新的 pdf"
            ) from error
    return reading


@contextmanager
def _as_seen(path: Path) -> Iterator[Any]:
    """The file as pypdfium2 sees it: for pages that must be looked at; None where it cannot open the file."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        logger.debug("%s cannot be rendered", path, exc_info=True)
        yield None
        return
    try:
        yield document
    finally:
        document.close()


def _read_page(page: Any, streams: PageStreams, reading: _Reading) -> PrintedPage:
    width, height = float(page.width), float(page.height)
    if streams.heavy:
        return _heavy_page(page, reading)
    found = read_glyphs(page.chars, page.page_number, width, height)
    standing = standing_of(found.glyphs, content_of(page, lambda: _page_as_seen(reading, page.page_number)), height)
    recognised = _recognised(page.page_number, found, standing, reading)
    if recognised is not None:
        return _taken(recognised, reading)
    if standing is Standing.MISSING:
        reading.without_text.append(page.page_number)
    return _typed_page(page, found, reading)


def _heavy_page(page: Any, reading: _Reading) -> PrintedPage:
    """A page whose drawing would take minutes to follow: as it is seen, by OCR."""
    reading.heavy.append(page.page_number)
    reading.last_edges = ()
    recognised = _recognised(page.page_number, PageGlyphs((), (), 0), Standing.MISSING, reading)
    if recognised is not None:
        return _taken(recognised, reading)
    reading.without_text.append(page.page_number)
    return PrintedPage(page.page_number, float(page.width), float(page.height), ())


def _taken(recognised: RecognisedPage, reading: _Reading) -> PrintedPage:
    """A page read by OCR, counted."""
    reading.characters += recognised.characters
    reading.dropped.extend(recognised.dropped)
    reading.scans.append(recognised)
    reading.tables += recognised.tables
    reading.last_edges = ()
    return recognised.page


def _page_as_seen(reading: _Reading, number: int) -> Any:
    """The page of pypdfium2; None where it has none of that number."""
    return reading.seen[number - 1] if reading.seen is not None and number <= len(reading.seen) else None


def _recognised(number: int, found: PageGlyphs, standing: Standing, reading: _Reading) -> RecognisedPage | None:
    """The page as OCR reads it; None where its text layer is to be read."""
    if standing is Standing.USABLE:
        return None
    if standing is Standing.UNSEEN and _believes_unseen(reading):
        reading.unseen.append(number)
        return None
    seen = _page_as_seen(reading, number)
    if seen is None:
        return None
    # Imported where needed: a file of text loads neither Pillow nor the models.
    from ingest.readers.scans.page_image import rendered_page
    from ingest.readers.scans.scan import recognise_page

    try:
        recognised = recognise_page(rendered_page(seen, number), str(reading.path), reading.tables)
    except IngestError as error:  # OCR is not installed
        reading.ocr_error = error
        return None
    typed = "".join(glyph.text for glyph in found.glyphs)
    read = "".join(item.line.text for item in recognised.page.items)
    if standing in (Standing.UNSEEN, Standing.DOUBTFUL) and reads_alike(typed, read):
        if standing is Standing.UNSEEN:
            reading.unseen.append(number)
        return None
    if standing is Standing.UNSEEN:
        reading.misread.append(number)
    elif standing is not Standing.MISSING:
        reading.garbled.append(number)
    return recognised if recognised.characters or standing is not Standing.MISSING else None


def _believes_unseen(reading: _Reading) -> bool:
    """Whether the unseen text layers looked at so far were right, so that the others need not be looked at."""
    return len(reading.unseen) >= _SAMPLES and not reading.misread


def _typed_page(page: Any, found: PageGlyphs, reading: _Reading) -> PrintedPage:
    """A page by its text layer."""
    width, height = float(page.width), float(page.height)
    reading.characters += found.characters
    reading.dropped.extend(found.dropped)
    reading.unmapped += sum(glyph.text.count("\ufffd") for glyph in found.glyphs)
    tables, outside = split_tables(page, found.glyphs, found.turned, reading.last_edges)
    if found.turned:
        width, height = height, width
    items = [PrintedItem(line) for line in reading_order(outside, width)]
    for table in tables:
        size = median([item.line.size for item in items]) if items else 10.0
        reading.tables += 1
        rows = [
            PrintedItem(line_of_row(row, size), is_row=True, cells=row.cells, table=reading.tables)
            for row in table.rows
        ]
        at = next((i for i, item in enumerate(items) if item.line.top >= table.top), len(items))
        items[at:at] = rows
    reading.last_edges = open_edges(tables, [item.line for item in items])
    return PrintedPage(page.page_number, width, height, tuple(items), found.turned)


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


def _require_text(path: Path, reading: _Reading) -> None:
    if not reading.pages:
        raise IngestError(path, "PDF 中没有一页可读，文件可能已损坏", "请重新下载，或用阅读器打开后另存")
    if not any(page.items for page in reading.pages):
        if reading.ocr_error is not None:
            raise reading.ocr_error
        problem = f"共 {len(reading.pages)} 页，只有图像，其中没有认出文字"
        raise IngestError(path, problem, "请确认扫描清晰、方向正确，重新扫描后再收入")
    if reading.unmapped * 2 > reading.characters:
        raise IngestError(path, "文字层里的字形没有对应的文字，无法读取", "请先做文字识别，或向发文单位索取 docx")


def _warnings(reading: _Reading, lines: Sequence[Line]) -> tuple[str, ...]:
    found = list(reading.damage)
    if reading.damaged:
        found.append(f"第 {_listed(reading.damaged)} 页的内容有损坏，可能缺字或有错字，请对照原件核对")
    if reading.heavy:
        found.append(f"第 {_listed(reading.heavy)} 页的图形过于繁密，文字按图像识别，请对照原件核对")
    if reading.without_text:
        reason = "未安装识别组件（rapidocr），未读入" if reading.ocr_error is not None else "没有认出文字"
        found.append(f"第 {_listed(reading.without_text)} 页只有图像，{reason}，请核对原件")
    if reading.garbled:
        found.append(f"第 {_listed(reading.garbled)} 页的文字层是乱码，已改用文字识别")
    if reading.misread:
        found.append(f"第 {_listed(reading.misread)} 页图像上附有他人识别的文字，与图像不符，已重新识别")
    if reading.unseen:
        found.append(f"第 {_listed(reading.unseen)} 页是扫描图像，文字取自文件中附带的识别结果，请对照图像核对")
    if reading.unmapped:
        found.append(f"有 {reading.unmapped} 个字形没有对应的文字（以 \ufffd 代替），请核对原件")
    if reading.scans:
        from ingest.readers.scans.scan import scan_warnings

        pages = [scan.page.number for scan in reading.scans]
        if len(pages) < len(reading.pages):
            found.append(f"第 {_listed(pages)} 页由图像识别而来")
        found += scan_warnings(reading.scans, lines)
    return tuple(found)


def _listed(pages: Sequence[int]) -> str:
    """Page numbers as people list them: 2、4-9."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return "、".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
