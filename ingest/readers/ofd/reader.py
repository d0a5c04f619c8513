"""OFD (GB/T 33190-2016): the pages of every document in the package, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.errors import IngestError
from ingest.model import FileFormat, Line, SourceText
from ingest.readers.ofd.documents import OfdDocument, documents_of
from ingest.readers.ofd.package import OfdPackage
from ingest.readers.ofd.page_reading import PageReading
from ingest.readers.ofd.pages import read_pages
from ingest.readers.pages.emphasis import without_uniform_bold
from ingest.readers.pages.printed_pages import lines_of_pages

MOST_PAGES_NAMED = 20


def read_ofd(path: Path) -> SourceText:
    """The text of an OFD file; raises IngestError for one that is locked, broken or without text."""
    with OfdPackage(path) as package:
        documents, notes = documents_of(package)
        reading = PageReading(package)
        lines: list[Line] = []
        pages = 0
        for document in documents:
            # Margins and running heads are those of one document, not of the package.
            found, furniture = lines_of_pages(list(read_pages(document, pages, reading)))
            if lines and found:
                found[0] = replace(found[0], page_break_before=True)
            lines += found
            reading.dropped += furniture
            pages += len(document.pages)
    _require_text(path, lines, pages, reading)
    return SourceText(
        format=FileFormat.OFD,
        pages=pages,
        lines=tuple(without_uniform_bold(lines)),
        dropped=tuple(sorted(reading.dropped, key=lambda d: d.page or 0)),
        characters=reading.characters,
        warnings=(
            *notes,
            *_page_warnings(reading),
            *_package_warnings(documents, reading),
            *_scan_warnings(reading, lines),
        ),
    )


def _require_text(path: Path, lines: Sequence[Line], pages: int, reading: PageReading) -> None:
    if reading.unmapped * 2 > reading.characters > 0:
        raise IngestError(path, "文字里的字形没有对应的文字，无法读取", "请向发文单位索取 docx，或打印后扫描再收入")
    if lines:
        return
    if len(reading.damaged) >= pages:
        if reading.package.is_encrypted:
            raise IngestError(path, "OFD 文件已加密，无法读取", "请用 OFD 阅读器打开，解除密码后另存，或向发文单位索取")
        raise IngestError(
            path, f"共 {pages} 页，没有一页读得出来（{reading.damaged[0]}）", "请重新下载，或用 OFD 阅读器打开后另存"
        )
    if reading.ocr_error is not None:
        raise reading.ocr_error
    if reading.without_text:
        raise IngestError(
            path, f"共 {pages} 页，只有图像，没有认出文字", "请确认图像清晰，或向发文单位索取带文字的文件"
        )


def _page_warnings(reading: PageReading) -> list[str]:
    found = [*reading.damaged[:MOST_PAGES_NAMED]]
    if len(reading.damaged) > MOST_PAGES_NAMED:
        found.append(f"另有 {len(reading.damaged) - MOST_PAGES_NAMED} 页或页内部件缺失或已损坏")
    if reading.without_text:
        why = reading.ocr_error.problem if reading.ocr_error is not None else "没有文字，图像里也没有认出文字"
        found.append(f"{_named(reading.without_text)}{why}，未读入；请核对原件")
    if reading.hidden_images:
        found.append(f"{_named(reading.hidden_images)}有图像打不开，其中的文字未读入；请核对原件")
    if reading.misread:
        found.append(f"{_named(reading.misread)}图像上附有透明文字，与图像不符，已重新识别")
    if reading.unseen:
        found.append(f"{_named(reading.unseen)}是图像，文字取自其透明文字层，请对照原图核对")
    if reading.garbled:
        found.append(f"{_named(reading.garbled)}的文字是乱码，已按字形改用文字识别，请核对")
    if reading.doubtful:
        found.append(f"{_named(reading.doubtful)}的文字像是乱码，请核对原件；看得清的页面可打印后扫描再收入")
    if reading.drawn_heads:
        found.append(f"{_named(reading.drawn_heads)}的版头或标题是图形、图像，由文字识别读出，请核对")
    if reading.pictured:
        found.append(f"{_named(reading.pictured)}有用图形描绘的内容（图案、徽标或转成曲线的文字），未读入；请核对原件")
    if reading.unmapped:
        found.append(f"有 {reading.unmapped} 个字形没有对应的文字（显示为 \ufffd 或空框），请核对原件")
    return found


def _named(pages: Sequence[int]) -> str:
    named = "、".join(map(str, pages[:MOST_PAGES_NAMED]))
    return f"第 {named} 页" if len(pages) <= MOST_PAGES_NAMED else f"第 {named} 等 {len(pages)} 页"


def _package_warnings(documents: Sequence[OfdDocument], reading: PageReading) -> list[str]:
    found: list[str] = []
    if len(documents) > 1:
        found.append(f"文件包中有 {len(documents)} 个文档，已按顺序读入，页码连续计")
    if seals := sum(document.seals for document in documents):
        found.append(f"文件有 {seals} 个电子签章")
    if attached := [name for document in documents for name in document.attachments]:
        named = "、".join(f"「{name}」" for name in attached[:MOST_PAGES_NAMED])
        found.append(f"文件带有 {len(attached)} 个附件 {named}，未读入；请用 OFD 阅读器另存后再收入")
    if any(document.resources.broken for document in documents):
        found.append("有资源文件（字体、图像、图元）已损坏，可能有文字未读入；请核对原件")
    if reading.package.is_encrypted:
        found.append("文件的部分内容已加密，未能读入；请用 OFD 阅读器解除密码后另存")
    return found


def _scan_warnings(reading: PageReading, lines: Sequence[Line]) -> tuple[str, ...]:
    if not reading.scans:
        return ()
    from ingest.readers.scans.scan import scan_warnings

    return scan_warnings(reading.scans, lines)
