"""A list of clauses found, laid out once for every format: what was searched, then a row for each clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.language.formal_citations import day_in_words, formal_citation
from qa.model import SearchResult
from qa.retrieving.facets import STATUS_WORDS
from qa.retrieving.hits import why_in_words
from serve.exports.printable import lines_of, one_line

COLUMNS = ("序号", "地区", "引用格式", "条款全文", "文号", "成文日期", "效力", "为什么找到", "原文件", "条款编号")


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One clause of the list; every text printable."""

    number: int  # from 1
    region: str
    citation: str
    text: str
    document_number: str
    day: str
    status: str
    why: str
    file: str
    clause_id: str

    def cells(self) -> tuple[str, ...]:
        """The row in the order of COLUMNS."""
        told = (self.region, self.citation, self.text, self.document_number, self.day, self.status, self.why)
        return (str(self.number), *told, self.file, self.clause_id)


@dataclass(frozen=True, slots=True)
class SearchList:
    """A list of clauses as files show it."""

    title: str
    told: str  # how it was narrowed, how much it is, when it was made
    rows: tuple[SearchRow, ...]


def search_list(
    query: str, results: Sequence[SearchResult], narrowed_by: Sequence[str] = (), *, made_on: date
) -> SearchList:
    """Lay out clauses found in the order given."""
    limits = [f"限定：{'、'.join(map(one_line, narrowed_by))}"] if narrowed_by else []
    told = "；".join([*limits, f"共 {len(results)} 条", f"{day_in_words(made_on)}制"])
    rows = tuple(_row(number, result) for number, result in enumerate(results, 1))
    return SearchList(f"检索：{one_line(query)}", told, rows)


def _row(number: int, result: SearchResult) -> SearchRow:
    stored = result.ranked.stored
    document, clause = stored.document, stored.clause
    day = document.dated_on or document.printed_on
    return SearchRow(
        number,
        one_line(document.region or "未注明"),
        one_line(formal_citation(document, clause.path)),
        lines_of(clause.text),
        one_line(document.document_number or "—"),
        day.isoformat() if day else "—",
        STATUS_WORDS[document.status],
        one_line("；".join(why_in_words(result.why))),
        one_line(stored.file),
        one_line(clause.clause_id),
    )
