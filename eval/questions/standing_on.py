"""A plain check, independent of the program's own gate, that everything printed stands on a clause of the library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from eval.questions.printed import normal, printed_in, unit_of, without_dates
from index.model import StoredClause
from ingest.model import PolicyDocument
from ingest.numerals import figure_of
from ingest.regions import places_in
from qa.model import Answer, AnswerOutcome, Finding

_FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[一二三四五六七八九十百千万亿两〇零]{2,}")
# A figure that stands alone between blanks: a cell, whose unit is in the head of its column.
_CELL = re.compile(r"(?<![^\s，])\d+(?:\.\d+)?(?![^\s，])")
_SCALED = {"万": 10_000, "亿": 100_000_000}
# Pages print their numbers between the lines of a sentence: a quote may leave them out.
_PAGE_NUMBER = re.compile(r"(?m)^[\s—–-]*\d{1,3}[\s—–-]*$|\f")
_QUOTED = re.compile(r"(?s)「(.*)」")
_BETWEEN_QUOTES = re.compile(r"」[、；;,，。]?「")


class Kept(Protocol):
    """What checking needs of a Library."""

    def clause(self, clause_id: str) -> StoredClause | None:
        """The clause of this id."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""


def faults_of(answer: Answer, library: Kept) -> list[str]:
    """What does not stand, in Chinese; [] for an answer whose every part can be opened at its clause.

    Every cited clause exists. Every quote stands verbatim at its span of the stored text, page numbers inside it left
    out, and every 「…」 of a statement in a cited clause or a finding's quote. Every figure, date, document number and
    place of a statement stands in a clause that it cites, in that clause's masthead or in the question; those of
    lines that are no statement in any cited clause. A plain no holds no figure but the question's.
    """
    cited = _cited(answer, library)
    faults = [f"引用的条款不存在：{clause_id}" for clause_id, stored in cited.items() if stored is None]
    for finding in answer.findings:
        faults += _quote_faults(finding, library)
    quotes = [normal(f.quote) for f in answer.findings]
    texts = {clause_id: _printed_with(stored, answer.findings) for clause_id, stored in cited.items() if stored}
    for statement in answer.statements:
        sources = [texts[c] for c in statement.citations if c in texts]
        if not statement.citations:
            faults.append(f"没有引用：{statement.text}")
        faults += _unfounded(statement.text, (*sources, answer.question))
        for quoted in (q for whole in _QUOTED.findall(statement.text) for q in _BETWEEN_QUOTES.split(whole)):
            if not any(normal(quoted) in text for text in (*map(normal, sources), *quotes)):
                faults.append(f"引文不在所引条款中：「{quoted}」")
    stated = {line for statement in answer.statements for line in statement.text.split("\n")}
    everything = () if answer.outcome is AnswerOutcome.NOT_FOUND else tuple(texts.values())
    for line in answer.answer.split("\n"):
        if line not in stated:
            faults += _unfounded(line, (*everything, answer.question))
    return faults


def _cited(answer: Answer, library: Kept) -> Mapping[str, StoredClause | None]:
    ids = (
        *(c for statement in answer.statements for c in statement.citations),
        *(f.clause_id for f in answer.findings),
        *(f.status_clause for f in answer.findings if f.status_clause),
        *answer.nearest,
    )
    return {clause_id: library.clause(clause_id) for clause_id in dict.fromkeys(ids)}


def _quote_faults(finding: Finding, library: Kept) -> list[str]:
    text = library.document(finding.document_id).text
    start, end = finding.span
    printed = text[start:end]
    if normal(finding.quote) in (normal(printed), normal(_PAGE_NUMBER.sub("", printed))):
        return []
    return [f"引文与原文不符：「{finding.quote}」"]


def _printed_with(stored: StoredClause, findings: Sequence[Finding]) -> str:
    """The clause with its headings and its document's masthead, and what findings of it quote."""
    d = stored.document
    days = (d.dated_on, d.printed_on, d.effective_on, d.expires_on)
    parts = (
        *stored.clause.path,
        stored.clause.text,
        *(f.quote for f in findings if f.clause_id == stored.clause.clause_id),
        *(d.title or "", d.document_number or "", d.region or "", d.document_type or ""),
        *(*d.issuing_authorities, *d.addressees, *d.copied_to),
        *(f"{day.year}年{day.month}月{day.day}日，{day.isoformat()}" for day in days if day is not None),
    )
    return "，".join(parts)


def _unfounded(text: str, sources: Iterable[str]) -> list[str]:
    """Figures, dates, document numbers and places of a text that stand in none of the sources."""
    texts = list(sources)
    known = [normal(source) for source in texts]
    line, printed = normal(text), printed_in(text)
    # Cells and lines by themselves as well: without what parts them, 130 and 16至40名 would be one figure.
    cells_and_lines = (normal(part) for source in texts for part in re.split(r"[\t\n]", source))
    sourced = [printed_in(source) for source in (*known, *cells_and_lines)]
    faults = [f"数字无出处：{figure}" for figure in _uncounted(text, texts)]
    measured = {(value, unit_of(q)) for of in sourced for q in of.quantities for value in (q.value, q.upper)}
    cells = {float(cell) for source in texts for cell in _CELL.findall(source)}
    faults += [
        f"数字无出处：{q.text}"
        for q in printed.quantities
        if not all(
            (value, unit_of(q)) in measured or value in cells for value in (q.value, q.upper) if value is not None
        )
    ]
    days = {day for of in sourced for d in of.dates for day in ((d.month, d.day), (d.month, None))}
    faults += [
        f"日期无出处：{d.month}月{d.day or ''}" for d in printed.dates if d.month and (d.month, d.day) not in days
    ]
    faults += [f"年份无出处：{year}" for year in printed.years if not any(str(year) in source for source in known)]
    faults += [f"文号无出处：{n}" for n in printed.numbers if not any(n[-12:] in source for source in known)]
    places = {mention.place.short_name for mention in places_in(line)}
    faults += [f"地名无出处：{place}" for place in sorted(places) if not any(place in source for source in known)]
    return faults


def _uncounted(text: str, sources: Sequence[str]) -> list[str]:
    """Numerals of a text that stand in no source, neither as printed nor by their value; dates and numbers apart."""
    counted = [without_dates(source) for source in sources]
    values = {value for source in counted for found in _FIGURE.finditer(source) for value in _values(found, source)}
    printed = {found[0] for source in counted for found in _FIGURE.finditer(source)}
    rest = without_dates(text)
    return [
        found[0]
        for found in _FIGURE.finditer(rest)
        if found[0] not in printed and not values.intersection(_values(found, rest))
    ]


def _values(found: re.Match[str], text: str) -> set[Decimal]:
    """The value of a numeral, and of it with 万 or 亿 behind it."""
    value = figure_of(found[0].replace(",", ""))
    if value is None:
        return set()
    scale = _SCALED.get(text[found.end() : found.end() + 1])
    return {value} if scale is None else {value, value * scale}
