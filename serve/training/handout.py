"""The 讲义: outline, key points with their verbatim basis, table of figures, questions and answers, sources."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from qa.training.figures_table import BOUNDS
from qa.training.model import TrainingPack
from qa.training.plain_words import in_brief
from serve.exports.word import BLUE, HEI, add_bookmark, saved
from serve.training.docx_parts import (
    DARK_GREY,
    RED,
    add_box,
    add_id,
    add_paragraph,
    add_run,
    add_table,
    new_document,
)

_NUMERALS = "一二三四五六七八九十"
ABOUT = "本材料由据典从下列文件的条款中摘出，要点只作截取、不作改写；灰色小字为条款号，可凭此回查原文。"


def handout(pack: TrainingPack) -> bytes:
    """The handout as a docx."""
    document = new_document()
    title = add_paragraph(document, f"{pack.topic}\n培训讲义", style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(6)
    under = add_paragraph(
        document, f"{pack.made_on.year}年{pack.made_on.month}月{pack.made_on.day}日编", colour=DARK_GREY
    )
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_paragraph(document, ABOUT, size=9, colour=DARK_GREY)
    for note in pack.notes:
        add_paragraph(document, f"注意：{note}。", size=10, bold=True, colour=RED)
    _outline(document, pack)
    _points(document, pack)
    place = len(pack.themes)
    if pack.figures:
        _figures(document, pack, numbered(place))
        place += 1
    if pack.faq:
        _faq(document, pack, numbered(place))
        place += 1
    _sources(document, pack, numbered(place))
    return saved(document)


def numbered(place: int) -> str:
    """一、 for 0; 十一、 for 10."""
    tens, ones = divmod(place + 1, 10)
    if tens == 0:
        return f"{_NUMERALS[ones - 1]}、"
    return f"{_NUMERALS[tens - 1] if tens > 1 else ''}十{_NUMERALS[ones - 1] if ones else ''}、"


def _outline(document: Document, pack: TrainingPack) -> None:
    add_paragraph(document, "提纲", style="Heading 1")
    for place, theme in enumerate(pack.themes):
        paragraph = add_paragraph(document)
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.space_after = Pt(1)
        add_run(paragraph, f"{numbered(place)}{theme.title}", font=HEI)
        regions = "、".join(dict.fromkeys(p.statement.basis.region or "其他" for p in theme.points))
        add_run(paragraph, f"　{len(theme.points)} 个要点（{regions}）", size=9, colour=DARK_GREY)


def _points(document: Document, pack: TrainingPack) -> None:
    count = 0
    for place, theme in enumerate(pack.themes):
        add_paragraph(document, f"{numbered(place)}{theme.title}", style="Heading 1")
        for number, point in enumerate(theme.points, 1):
            count += 1
            basis = point.statement.basis
            label, brief = (
                f"{number}．〔{basis.region or '未注明地区'}〕",
                point.printed if point.replaced else in_brief(point.text),
            )
            if brief == point.statement.text.rstrip("。；; "):
                # The point is the sentence itself: printed once, in its box.
                add_box(document, point.statement.text, basis, label=label, mark=(point.line_id, count))
                continue
            paragraph = add_paragraph(document)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_before = Pt(4)
            add_run(paragraph, label, size=10, colour=BLUE, bold=True)
            add_run(paragraph, f"{brief}。", bold=True)
            add_bookmark(paragraph, point.line_id, count)
            add_box(document, point.statement.text, basis)


def _figures(document: Document, pack: TrainingPack, number: str) -> None:
    add_paragraph(document, f"{number}政策口径表", style="Heading 1")
    rows = [
        [
            row.subject,
            row.value,
            f"{BOUNDS[row.operator]}\n{row.unit}{f'／{row.per}' if row.per else ''}",
            row.statement.basis.region or "",
            row.statement.basis.citation + (f"（{row.statement.basis.ended}）" if row.statement.basis.ended else ""),
        ]
        for row in pack.figures
    ]
    table = add_table(document, ["事项", "规定", "口径", "地区", "依据"], rows, [3.5, 2.9, 2.7, 1.9, 4.8])
    for added, row in zip(table.rows[1:], pack.figures, strict=True):
        add_id(added.cells[4].add_paragraph(), row.statement.basis.clause_id)


def _faq(document: Document, pack: TrainingPack, number: str) -> None:
    add_paragraph(document, f"{number}常见问题", style="Heading 1")
    for place, entry in enumerate(pack.faq, 1):
        asked = add_paragraph(document)
        asked.paragraph_format.keep_with_next = True
        asked.paragraph_format.space_before = Pt(6)
        add_run(asked, f"问{place}：{entry.question}", font=HEI, colour=BLUE)
        for said in entry.lines:
            paragraph = add_paragraph(document)
            paragraph.paragraph_format.left_indent = Cm(0.6)
            paragraph.paragraph_format.space_after = Pt(0)
            add_run(paragraph, said.text)
            add_run(paragraph, f"（{said.basis.citation}）", size=9, colour=DARK_GREY)
            add_id(add_paragraph(document), said.basis.clause_id)


def _sources(document: Document, pack: TrainingPack, number: str) -> None:
    add_paragraph(document, f"{number}资料来源", style="Heading 1")
    for place, source in enumerate(pack.sources, 1):
        paragraph = add_paragraph(document)
        paragraph.paragraph_format.left_indent = Cm(0.8)
        paragraph.paragraph_format.first_line_indent = Cm(-0.8)
        add_run(paragraph, f"［{place}］{source.text}", size=10)
        if source.ended:
            add_run(paragraph, f"（{source.ended}）", size=10, bold=True, colour=RED)
        if source.note:
            add_run(paragraph, f"（{source.note}）", size=9, colour=DARK_GREY)
