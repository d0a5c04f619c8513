"""Writes OFD files (GB/T 33190-2016): graphic objects, pages, packages, and a whole notice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from tests.maker.notice import Notice
from tests.maker.page import Place, width_of
from tests.maker.printing import rows_of, table_parts
from tests.maker.tables import Grid, ruled
from tests.maker.wounds import Breaks, Wounds

PAGES = Wounds(breaks=Breaks.HARD, cut_by_pages=True)
"""A file that keeps printed lines."""

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT = 210.0, 297.0  # millimetres
LEFT, TOP = 28.0, 37.0
SIZE, LEADING = 5.6, 9.9  # 三号 on 22 lines a page
SONG, HEI, FANG_SONG = "1", "2", "3"  # fonts of every package
STAMP_DATE = "2024-01-01"


@dataclass(frozen=True, slots=True)
class OfdPage:
    """The objects of one page, layer by layer."""

    objects: Sequence[str]
    templates: Sequence[str] = ()  # IDs
    annotations: str = ""  # <ofd:Annot> elements
    area: str | None = None  # PhysicalBox, where the page has one of its own


@dataclass(frozen=True, slots=True)
class OfdBody:
    """One document of a package."""

    pages: Sequence[OfdPage]
    templates: Mapping[str, Sequence[str]] = field(default_factory=dict)  # objects by ID
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # PNG by resource ID
    composites: Mapping[str, str] = field(default_factory=dict)  # objects by resource ID
    fonts: Mapping[str, bytes] = field(default_factory=dict)  # embedded font files by resource ID
    attachments: Sequence[str] = ()
    seals: int = 0


def text(
    content: str,
    x: float,
    baseline: float,
    size: float = SIZE,
    *,
    font: str = FANG_SONG,
    steps: bool = True,
    spread: float = 0.0,
    attributes: str = "",
    inside: str = "",
) -> str:
    """A TextObject with one TextCode; `steps`: with DeltaX, as office programs write it.

    `spread`: millimetres of white behind each character; `inside`: further elements.
    """
    deltas = [width_of(character) * size + spread for character in content]
    delta = f' DeltaX="{_steps(deltas[:-1])}"' if steps and len(content) > 1 else ""
    box = f"{x:.3f} {baseline - size:.3f} {max(sum(deltas), 0.1):.3f} {size * 1.2:.3f}"
    return (
        f'<ofd:TextObject ID="0" Boundary="{box}" Font="{font}" Size="{size}" {attributes}>{inside}'
        f'<ofd:TextCode X="0" Y="{size}"{delta}>{escape(content)}</ofd:TextCode></ofd:TextObject>'
    )


def _steps(deltas: Sequence[float]) -> str:
    """Steps as the standard shortens them: `g 3 5.6` for three alike."""
    words: list[str] = []
    at = 0
    while at < len(deltas):
        end = at
        while end < len(deltas) and deltas[end] == deltas[at]:
            end += 1
        count = end - at
        words += ["g", str(count), f"{deltas[at]:.3f}"] if count > 1 else [f"{deltas[at]:.3f}"]
        at = end
    return " ".join(words)


def ruling(x0: float, y0: float, x1: float, y1: float, *, filled: bool = False) -> str:
    """A level or upright line: a stroke, or a filled shape as thin as one."""
    if filled:
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        data = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
        return path(data, x0, y0, width, height, 'Fill="true" Stroke="false"')
    return path(f"M 0 0 L {x1 - x0} {y1 - y0}", x0, y0, x1 - x0, y1 - y0, 'LineWidth="0.25"')


def path(data: str, x: float, y: float, width: float, height: float, attributes: str = "") -> str:
    """A PathObject."""
    return (
        f'<ofd:PathObject ID="0" Boundary="{x} {y} {width} {height}" {attributes}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def picture(resource: str, x: float, y: float, width: float, height: float) -> str:
    """An ImageObject."""
    return (
        f'<ofd:ImageObject ID="0" ResourceID="{resource}" Boundary="{x} {y} {width} {height}" '
        f'CTM="{width} 0 0 {height} 0 0"/>'
    )


def block(*objects: str) -> str:
    """Objects inside a PageBlock."""
    return f'<ofd:PageBlock ID="0">{"".join(objects)}</ofd:PageBlock>'


def composite(resource: str, x: float, y: float) -> str:
    """A CompositeObject."""
    return f'<ofd:CompositeObject ID="0" ResourceID="{resource}" Boundary="{x} {y} 100 100"/>'


def table(
    rows: Sequence[Sequence[str]], x: float, y: float, widths: Sequence[float], height: float = 10.0, **ruled: bool
) -> list[str]:
    """A table with ruled cells, its first text line in the middle of each."""
    right, bottom = x + sum(widths), y + height * len(rows)
    objects = [ruling(x, y + height * i, right, y + height * i, **ruled) for i in range(len(rows) + 1)]
    edges = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
    objects += [ruling(edge, y, edge, bottom, **ruled) for edge in edges]
    for i, row in enumerate(rows):
        for left, cell in zip(edges, row, strict=False):
            if cell:
                objects.append(text(cell, left + 2, y + height * (i + 0.7), 4.2))
    return objects


def ofd_package(*bodies: OfdBody) -> dict[str, bytes]:
    """The parts of a package by name; tests damage them before `zipped` puts them together."""
    parts: dict[str, str | bytes] = {}
    described = ""
    for i, body in enumerate(bodies):
        folder = f"Doc_{i}"
        signatures = ""
        if body.seals:
            signatures = f"<ofd:Signatures>/{folder}/Signs/Signatures.xml</ofd:Signatures>"
            signed = "".join(
                f'<ofd:Signature ID="{n}" Type="Seal" BaseLoc="Sign_{n}/Signature.xml"/>' for n in range(body.seals)
            )
            parts[f"{folder}/Signs/Signatures.xml"] = _xml("Signatures", signed)
        described += (
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>{i:032d}</ofd:DocID><ofd:Title>不是标题</ofd:Title>"
            f"<ofd:CreationDate>{STAMP_DATE}</ofd:CreationDate></ofd:DocInfo>"
            f"<ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot>{signatures}</ofd:DocBody>"
        )
        parts |= {f"{folder}/{name}": content for name, content in _document(body).items()}
    parts["OFD.xml"] = _xml("OFD", described, 'Version="1.0" DocType="OFD"')
    return {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The file of a package, the same bytes for the same parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def ofd_file(*pages: Sequence[str], **body: object) -> bytes:
    """A package of one document whose pages hold these objects."""
    return zipped(ofd_package(OfdBody([OfdPage(objects) for objects in pages], **body)))  # type: ignore[arg-type]


def ofd_bytes(notice: Notice) -> bytes:
    """A notice as OFD: the standard's lines, pages and page numbers, its full lines set to the margin."""
    room = notice.wounds.width * SIZE
    pages: list[list[str]] = [[]]
    line = 0
    rows = rows_of(notice, ruled=True)
    parts = table_parts(rows)
    for number, (row, following) in enumerate(zip(rows, [*rows[1:], None], strict=True)):
        while row.page > len(pages):
            pages[-1].append(_page_number(len(pages)))
            pages.append([])
            line = 0
        if row.block.row is not None:
            if number in parts:
                pages[-1] += _drawn_table(
                    row.block.row.grid, parts[number], TOP + line * LEADING - (LEADING - SIZE) / 2
                )
            line += row.block.row.grid.height(row.block.row.number)
            continue
        length = width_of(row.text) * SIZE
        spread = 0.0
        match row.block.place:
            case Place.CENTER:
                x = (WIDTH - length) / 2
            case Place.RIGHT:
                x = LEFT + room - 4 * SIZE - length
            case place:
                indent = 2 * SIZE if place is Place.INDENT and row.first else 0.0
                x = LEFT + indent
                goes_on = following is not None and not following.first
                spread = (room - indent - length) / max(len(row.text) - 1, 1)
                spread = spread if goes_on else min(spread, 0.0)
        pages[-1].append(text(row.text, x, TOP + line * LEADING + SIZE, spread=spread))
        line += 1
    pages[-1].append(_page_number(len(pages)))
    return ofd_file(*pages)


def _drawn_table(grid: Grid, numbers: Sequence[int], top: float) -> list[str]:
    """The rows of a table that stand on one page, below `top`."""
    strokes, texts = ruled(grid, numbers)
    objects = [
        ruling(LEFT + x0 * SIZE, top + y0 * LEADING, LEFT + x1 * SIZE, top + y1 * LEADING) for x0, y0, x1, y1 in strokes
    ]
    down = (LEADING - SIZE) / 2 + SIZE
    objects += [text(content, LEFT + x * SIZE, top + line * LEADING + down) for content, x, line in texts]
    return objects


def _page_number(number: int) -> str:
    printed = f"— {number} —"
    return text(printed, (WIDTH - width_of(printed) * 4.9) / 2, HEIGHT - 21, 4.9, font=SONG)


def _xml(name: str, inside: str, attributes: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{NAMESPACE}" {attributes}>{inside}</ofd:{name}>'


def _document(body: OfdBody) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {}
    listed = ""
    annotated = ""
    for i, page in enumerate(body.pages):
        listed += f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>'
        parts[f"Pages/Page_{i}/Content.xml"] = _page(page)
        if page.annotations:
            annotated += f'<ofd:Page PageID="{100 + i}"><ofd:FileLoc>Page_{i}/Annotation.xml</ofd:FileLoc></ofd:Page>'
            parts[f"Annots/Page_{i}/Annotation.xml"] = _xml("PageAnnot", page.annotations)
    common = f"<ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
    common += "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    for template_id, objects in body.templates.items():
        common += f'<ofd:TemplatePage ID={quoteattr(template_id)} BaseLoc="Tpls/Tpl_{template_id}/Content.xml"/>'
        parts[f"Tpls/Tpl_{template_id}/Content.xml"] = _page(OfdPage(objects))
    further = ""
    if annotated:
        further += "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        parts["Annots/Annotations.xml"] = _xml("Annotations", annotated)
    if body.attachments:
        further += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        files = "".join(
            f'<ofd:Attachment ID="{n}" Name={quoteattr(name)}><ofd:FileLoc>{n}.bin</ofd:FileLoc></ofd:Attachment>'
            for n, name in enumerate(body.attachments)
        )
        parts["Attachs/Attachments.xml"] = _xml("Attachments", files)
    parts["Document.xml"] = _xml(
        "Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{further}"
    )
    return parts | _resources(body)


def _page(page: OfdPage) -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>{page.area}</ofd:PhysicalBox></ofd:Area>" if page.area else ""
    used = "".join(f'<ofd:Template TemplateID="{template}" ZOrder="Background"/>' for template in page.templates)
    layer = f'<ofd:Layer ID="1" Type="Body">{"".join(page.objects)}</ofd:Layer>'
    return _xml("Page", f"{used}{area}<ofd:Content>{layer}</ofd:Content>")


def _resources(body: OfdBody) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {}
    fonts = "".join(
        f'<ofd:Font ID="{number}" FontName="{name}"/>'
        for number, name in ((SONG, "宋体"), (HEI, "黑体"), (FANG_SONG, "仿宋"))
    )
    for number, content in body.fonts.items():
        fonts += f'<ofd:Font ID="{number}" FontName="F"><ofd:FontFile>font_{number}.ttf</ofd:FontFile></ofd:Font>'
        parts[f"Res/font_{number}.ttf"] = content
    parts["PublicRes.xml"] = _xml("Res", f"<ofd:Fonts>{fonts}</ofd:Fonts>", 'BaseLoc="Res"')
    media = ""
    for number, content in body.pictures.items():
        media += f'<ofd:MultiMedia ID="{number}" Type="Image" Format="PNG"><ofd:MediaFile>image_{number}.png</ofd:MediaFile></ofd:MultiMedia>'
        parts[f"Res/image_{number}.png"] = content
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}" Width="100" Height="100"><ofd:Content>{objects}</ofd:Content></ofd:CompositeGraphicUnit>'
        for number, objects in body.composites.items()
    )
    inside = f"<ofd:MultiMedias>{media}</ofd:MultiMedias><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>"
    parts["DocumentRes.xml"] = _xml("Res", inside, 'BaseLoc="Res"')
    return parts
