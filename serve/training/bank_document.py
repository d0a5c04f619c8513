"""The 题库 as a Word document: the questions by kind, then keys with explanation and clause."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from qa.training.model import BankQuestion, QuestionKind, TrainingPack
from serve.exports.word import add_bookmark, saved
from serve.training.docx_parts import (
    DARK_GREY,
    add_id,
    add_paragraph,
    add_run,
    new_document,
)
from serve.training.handout import numbered

ASKED = {
    QuestionKind.SINGLE: "单项选择题（只有一个正确答案）",
    QuestionKind.MULTIPLE: "多项选择题（有两个以上正确答案）",
    QuestionKind.TRUE_FALSE: "判断题（对的写“对”，错的写“错”）",
    QuestionKind.BLANK: "填空题",
    QuestionKind.SHORT: "简答题",
}
_ROOM = {QuestionKind.TRUE_FALSE: "（\u00a0\u00a0\u00a0\u00a0）", QuestionKind.SHORT: "\n\n\n"}


def bank_document(pack: TrainingPack) -> bytes:
    """The question bank as a docx."""
    document = new_document()
    title = add_paragraph(document, f"{pack.topic}\n题库", style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    kinds = [k for k in QuestionKind if any(q.kind is k for q in pack.questions)]
    counted = "，".join(f"{k.value} {sum(q.kind is k for q in pack.questions)}" for k in kinds)
    under = add_paragraph(
        document, f"共 {len(pack.questions)} 题：{counted}" if kinds else "条款中没有可以出题的内容", colour=DARK_GREY
    )
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for place, kind in enumerate(kinds):
        add_paragraph(document, f"{numbered(place)}{ASKED[kind]}", style="Heading 1")
        _asked(document, [q for q in pack.questions if q.kind is kind])
    if kinds:
        keys = add_paragraph(document, "参考答案与解析", style="Heading 1")
        keys.paragraph_format.page_break_before = True
        for number, question in enumerate(pack.questions, 1):
            _keyed(document, number, question)
    return saved(document)


def unbroken(stem: str) -> str:
    """The stem with blanks inside （　　） that no line breaks at."""
    return stem.replace("（　　）", "（\u00a0\u00a0\u00a0\u00a0）")


def _asked(document: Document, questions: Sequence[BankQuestion]) -> None:
    for question in questions:
        paragraph = add_paragraph(document)
        paragraph.paragraph_format.space_before = Pt(5)
        paragraph.paragraph_format.keep_with_next = bool(question.options)
        add_run(
            paragraph,
            f"{int(question.line_id.removeprefix('题'))}．{unbroken(question.stem)}{_ROOM.get(question.kind, '')}",
        )
        for option in question.options:
            line = add_paragraph(document, f"{option.letter}．{option.text}")
            line.paragraph_format.keep_with_next = option is not question.options[-1]
            line.paragraph_format.left_indent = Cm(0.8)
            line.paragraph_format.space_after = Pt(1)


def _keyed(document: Document, number: int, question: BankQuestion) -> None:
    paragraph = add_paragraph(document)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.space_before = Pt(5)
    add_run(paragraph, f"{number}．", bold=True)
    add_run(paragraph, f"答案：{question.key}", bold=True)
    add_run(
        paragraph,
        f"　（{question.kind.value}·{question.tested.value}·难度 {question.difficulty.value}）",
        size=9,
        colour=DARK_GREY,
    )
    add_bookmark(paragraph, question.line_id, number)
    said = add_paragraph(document, question.explanation, size=10)
    said.paragraph_format.left_indent = Cm(0.6)
    said.paragraph_format.space_after = Pt(0)
    add_id(add_paragraph(document), question.statement.basis.clause_id)
