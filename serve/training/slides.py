"""The 幻灯片: one point a slide, its citation at the foot, the whole clause in the speaker's notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu, Pt

from qa.language.sentences import tidy
from qa.training.figures_table import BOUNDS
from qa.training.model import Basis, FaqEntry, FigureRow, KeyPoint, Source, TrainingPack


def _colour(code: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(code)  # type: ignore[no-untyped-call]
    return made


_WIDTH, _HEIGHT = Cm(33.867), Cm(19.05)
_BLUE, _DARK, _GREY, _RED = (
    _colour("1F4E79"),
    _colour("262626"),
    _colour("7F7F7F"),
    _colour("B01E1E"),
)
_WHITE, _PALE = _colour("FFFFFF"), _colour("F3F6FA")
_FONT = "微软雅黑"
_MARGIN = Cm(1.8)
_INNER = _WIDTH - 2 * _MARGIN
_ROWS = 7  # of a table on one slide
_SOURCES = 8  # on one slide


def slides(pack: TrainingPack) -> bytes:
    """The slides as a pptx."""
    show = Presentation()
    show.slide_width, show.slide_height = _WIDTH, _HEIGHT
    _title(show, pack)
    _outline(show, pack)
    for theme in pack.themes:
        for number, point in enumerate(theme.points, 1):
            _point(show, theme.title, number, len(theme.points), point)
    for start in range(0, len(pack.figures), _ROWS):
        _figures(show, pack.figures[start : start + _ROWS])
    for entry in pack.faq:
        _faq(show, entry)
    for start in range(0, len(pack.sources), _SOURCES):
        _sources(show, pack.sources[start : start + _SOURCES], start)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _blank(show: Any) -> Any:
    return show.slides.add_slide(show.slide_layouts[6])


def _title(show: Any, pack: TrainingPack) -> None:
    slide = _blank(show)
    _bar(slide, 0, 0, _WIDTH, _HEIGHT, _BLUE)
    _text(
        slide,
        _MARGIN,
        Cm(5.4),
        _INNER,
        Cm(4),
        pack.topic,
        44,
        _WHITE,
        bold=True,
        align=PP_ALIGN.CENTER,
        anchor=MSO_ANCHOR.BOTTOM,
    )
    under = f"培训讲解　{pack.made_on.year}年{pack.made_on.month}月{pack.made_on.day}日"
    _text(slide, _MARGIN, Cm(10), _INNER, Cm(1.4), under, 20, _WHITE, align=PP_ALIGN.CENTER)
    about = "每页要点摘自所注条款，只作截取、不作改写；条款全文见备注。"
    _text(slide, _MARGIN, Cm(16.6), _INNER, Cm(1.2), about, 14, _WHITE, align=PP_ALIGN.CENTER)
    _note(slide, "\n".join(pack.notes))


def _outline(show: Any, pack: TrainingPack) -> None:
    """The themes, on as many slides as they need."""
    rows = [f"{place}．{theme.title}" for place, theme in enumerate(pack.themes, 1)]
    for start in range(0, len(rows), 9):
        slide = _headed(show, "提纲")
        _text(slide, _MARGIN, Cm(3.4), _INNER, Cm(13.6), "\n".join(rows[start : start + 9]), 24, _DARK, spacing=1.35)


def _point(show: Any, theme: str, number: int, of: int, point: KeyPoint) -> None:
    basis = point.statement.basis
    slide = _headed(show, theme, f"{number}／{of}")
    _text(
        slide,
        _MARGIN,
        Cm(3.3),
        _INNER,
        Cm(1.1),
        f"{basis.region or '未注明地区'}{f'（{basis.ended}）' if basis.ended else ''}",
        18,
        _RED if basis.ended else _BLUE,
        bold=True,
    )
    quote = point.statement.text
    is_whole = quote.rstrip("。；;") == point.text
    size = fitting_size(point.printed, Emu(_INNER), Cm(9.2 if is_whole else 5.6), 32)
    _text(
        slide,
        _MARGIN,
        Cm(4.5),
        _INNER,
        Cm(10 if is_whole else 6.4),
        f"{point.printed}。",
        size,
        _DARK,
        bold=True,
        spacing=1.25,
        anchor=MSO_ANCHOR.MIDDLE,
    )
    if not is_whole:
        _bar(slide, _MARGIN, Cm(11.2), _INNER, Cm(4.4), _PALE)
        small = fitting_size(quote, Emu(_INNER - Cm(1)), Cm(3.6), 18)
        _text(
            slide,
            _MARGIN + Cm(0.5),
            Cm(11.3),
            _INNER - Cm(1),
            Cm(4.2),
            f"原文：{quote}",
            small,
            _DARK,
            spacing=1.15,
            anchor=MSO_ANCHOR.MIDDLE,
        )
    _foot(slide, basis)
    _note(slide, _whole(basis, point.line_id))


def _figures(show: Any, rows: Sequence[FigureRow]) -> None:
    slide = _headed(show, "政策口径表")
    shape = slide.shapes.add_table(len(rows) + 1, 4, _MARGIN, Cm(3.4), _INNER, Cm(1.4) * (len(rows) + 1))
    table = shape.table
    for place, width in enumerate((9.6, 7.6, 4.4, 8.667)):
        table.columns[place].width = Cm(width)
    for place, head in enumerate(("事项", "规定", "口径", "依据")):
        _cell(table.cell(0, place), head, 15, _WHITE, bold=True)
    for number, row in enumerate(rows, 1):
        basis = row.statement.basis
        texts = (row.subject, row.value, BOUNDS[row.operator], f"{basis.region or ''}　{basis.citation}")
        for place, text in enumerate(texts):
            _cell(table.cell(number, place), text, 10 if place == 3 else 14, _DARK)
    _foot_text(slide, "依据栏为条款出处；条款号见备注")
    _note(slide, "\n\n".join(f"{r.line_id}　{r.statement.basis.clause_id}\n{r.statement.text}" for r in rows))


def _faq(show: Any, entry: FaqEntry) -> None:
    slide = _headed(show, "常见问题")
    _text(slide, _MARGIN, Cm(3.3), _INNER, Cm(2), f"问：{entry.question}", 24, _BLUE, bold=True)
    answer = "\n".join(line.text for line in entry.lines)
    size = fitting_size(answer, Emu(_INNER), Cm(9.6), 22)
    _text(slide, _MARGIN, Cm(5.5), _INNER, Cm(10.6), answer, size, _DARK, spacing=1.2)
    _foot_text(slide, "；".join(dict.fromkeys(line.basis.citation for line in entry.lines)))
    _note(slide, "\n\n".join(_whole(line.basis, entry.line_id) for line in entry.lines))


def _sources(show: Any, sources: Sequence[Source], start: int) -> None:
    slide = _headed(show, "资料来源")
    rows = [
        f"［{place}］{s.text}{f'（{s.ended}）' if s.ended else ''}{f'（{s.note}）' if s.note else ''}"
        for place, s in enumerate(sources, start + 1)
    ]
    text = "\n".join(rows)
    _text(
        slide,
        _MARGIN,
        Cm(3.4),
        _INNER,
        Cm(13.4),
        text,
        fitting_size(text, Emu(_INNER), Cm(12.6), 16),
        _DARK,
        spacing=1.2,
    )


def fitting_size(text: str, width: int, height: int, largest: float) -> float:
    """The largest size in points at which the text fits: a Chinese character is as wide as it is high."""
    size = largest
    while size > 9:
        per_line = max(1, int(Emu(width).pt / size))
        lines = sum(-(-max(1, _ems(line)) // per_line) for line in text.split("\n"))
        if lines * size * 1.35 <= Emu(height).pt:
            return size
        size -= 1
    return size


def _ems(text: str) -> int:
    return int(sum(1.0 if ord(c) > 255 else 0.55 for c in text)) + 1


def _headed(show: Any, title: str, side: str = "") -> Any:
    slide = _blank(show)
    _bar(slide, 0, 0, _WIDTH, Cm(2.4), _BLUE)
    width = _INNER - Cm(3)
    size = fitting_size(title, Emu(width), Cm(1.7), 26)
    _text(slide, _MARGIN, Cm(0.2), width, Cm(2), title, size, _WHITE, bold=True, anchor=MSO_ANCHOR.MIDDLE)
    if side:
        _text(
            slide,
            _WIDTH - _MARGIN - Cm(3),
            Cm(0.2),
            Cm(3),
            Cm(2),
            side,
            14,
            _WHITE,
            align=PP_ALIGN.RIGHT,
            anchor=MSO_ANCHOR.MIDDLE,
        )
    return slide


def _foot(slide: Any, basis: Basis) -> None:
    _foot_text(slide, f"依据：{basis.citation}{f'（{basis.ended}）' if basis.ended else ''}")


def _foot_text(slide: Any, text: str) -> None:
    _bar(slide, _MARGIN, Cm(16.9), _INNER, Cm(0.03), _GREY)
    size = fitting_size(text, Emu(_INNER), Cm(1.5), 13)
    _text(slide, _MARGIN, Cm(17), _INNER, Cm(1.7), text, size, _GREY)


def _whole(basis: Basis, line_id: str) -> str:
    return f"{line_id}　条款号：{basis.clause_id}\n出处：{basis.citation}\n条款全文：{tidy(basis.text)}"


def _note(slide: Any, text: str) -> None:
    if text:
        slide.notes_slide.notes_text_frame.text = text


def _bar(slide: Any, left: int, top: int, width: int, height: int, colour: RGBColor) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False


def _text(
    slide: Any,
    left: int,
    top: int,
    width: int,
    height: int,
    text: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    align: Any = None,
    anchor: Any = MSO_ANCHOR.TOP,
    spacing: float = 1.0,
) -> None:
    """A text box; a new line begins a paragraph."""
    frame = slide.shapes.add_textbox(left, top, width, height).text_frame
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    for place, words in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.line_spacing = spacing
        if align is not None:
            paragraph.alignment = align
        _run(paragraph, words, size, colour, bold)


def _cell(cell: Any, text: str, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    _run(paragraph, text, size, colour, bold)


def _run(paragraph: Any, text: str, size: float, colour: RGBColor, bold: bool) -> None:
    """Text with its font named for Chinese as well: python-pptx names the Latin one only."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN")
    for tag in ("a:latin", "a:ea"):
        etree.SubElement(properties, qn(tag)).set("typeface", _FONT)
