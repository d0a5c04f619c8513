"""An answer as a Word document: the short line, each notice that speaks with its quote boxed, those that do not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from docx.document import Document

from qa.language.formal_citations import day_in_words, formal_citation
from qa.model import Answer, AnswerOutcome, Finding
from qa.phrasing.shown import HEADING, numbered
from qa.saying.confidence import doubt_in_words
from qa.saying.headings import checked_line, warnings_in, whose, with_headings
from qa.standing.standing import ENDED_WORDS
from serve.exports.layout import ClauseReader
from serve.exports.printable import one_line
from serve.exports.word import (
    GREY,
    RED,
    add_box,
    add_heading,
    add_paragraph,
    add_words,
    new_document,
    saved,
)
from serve.why import copies_line


def answer_docx(answer: Answer, clause_of: ClauseReader, made_on: date) -> bytes:
    """The document, in the order in which a terminal shows the answer."""
    as_of = answer.interpretation.as_of
    day = f"截至{day_in_words(as_of)}" if as_of else f"{day_in_words(made_on)}制"
    document = new_document(one_line(answer.question), day)
    add_heading(document, one_line(answer.question), 0)
    _add_short_line(document, answer)
    if answer.findings:
        add_heading(document, "依据", 1)
    for number, (heading, finding) in enumerate(with_headings(answer), 1):
        if heading:
            add_heading(document, heading, 2)
        _add_finding(document, number, finding, clause_of)
    near = [_cited(clause_id, clause_of) for clause_id in answer.nearest]
    _add_list(document, "相近的条款", near)
    found = answer.outcome is not AnswerOutcome.NOT_FOUND
    silent = [f"{notice.region or ''}{_in_marks(notice.title)}" for notice in answer.silent] if found else []
    _add_list(document, "没有说到的文件", silent)
    _add_list(document, "请注意", answer.notes)
    if answer.checked:
        add_paragraph(document, checked_line(answer), size=9, colour=GREY)
    return saved(document)


def _add_short_line(document: Document, answer: Answer) -> None:
    """What the model worded, if one did; the short line; what must not be overlooked; why there is no answer."""
    for place, line in enumerate(numbered(answer)):
        if not place:
            add_heading(document, HEADING, 1)
        add_paragraph(document, one_line(line))
    found = answer.outcome is not AnswerOutcome.NOT_FOUND and bool(answer.statements)
    short = answer.statements[0].text if found else answer.answer
    for line in filter(None, map(one_line, short.split("\n"))):
        add_paragraph(document, line, size=12, bold=True)
    for warning in filter(None, (doubt_in_words(answer), *warnings_in(answer))):
        add_paragraph(document, one_line(warning), bold=True, colour=RED)
    if answer.why_not and answer.why_not not in answer.answer:
        add_paragraph(document, one_line(answer.why_not))


def _add_finding(document: Document, number: int, finding: Finding, clause_of: ClauseReader) -> None:
    """The quote in its box, then where it stands, and what became of its notice."""
    add_words(add_box(document), f"{number}. {one_line(finding.quote)}")
    stored = clause_of(finding.clause_id)
    cited = formal_citation(stored.document, finding.path) if stored else finding.citation
    paragraph = add_paragraph(document)
    add_words(paragraph, f"{whose(finding)}{one_line(cited)}", size=9.5)
    ended = ENDED_WORDS.get(finding.status)
    if ended:
        add_words(paragraph, f"（{ended}）", size=9.5, bold=True, colour=RED)
    if ended and finding.status_clause:
        proof = _cited(finding.status_clause, clause_of)
        add_paragraph(document, f"{ended}的依据：{one_line(proof)}", size=9, colour=GREY)
    if finding.newer:
        add_paragraph(document, f"这份文件已有新版：{one_line(finding.newer)}", size=9, colour=GREY)
    if finding.begins_on:
        add_paragraph(document, f"自{day_in_words(finding.begins_on)}起施行", size=9, colour=GREY)
    if finding.copies:
        add_paragraph(document, one_line(copies_line(finding.copies)), size=9, colour=GREY)


def _add_list(document: Document, heading: str, lines: Iterable[str]) -> None:
    for place, line in enumerate(lines):
        if not place:
            add_heading(document, heading, 1)
        add_paragraph(document, f"·\t{one_line(line)}", hanging=5)


def _cited(clause_id: str, clause_of: ClauseReader) -> str:
    """A clause in official form; its id where the library no longer has it."""
    stored = clause_of(clause_id)
    return formal_citation(stored.document, stored.clause.path) if stored else clause_id


def _in_marks(title: str) -> str:
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
