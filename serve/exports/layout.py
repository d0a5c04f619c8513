"""A comparison laid out for paper: tables of cells, and every clause cited once under a number; all formats draw this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index.model import StoredClause
from ingest.model import Status
from qa.comparing.floors import below_in_words
from qa.comparing.model import (
    NOT_STATED,
    Arrow,
    Cell,
    Column,
    ColumnDocument,
    Comparison,
    PolicyChain,
    Quote,
)
from qa.language.formal_citations import day_in_words, formal_citation, short_citation
from qa.standing.standing import ENDED_WORDS
from serve.exports.printable import Run, lines_of, one_line, printable, runs_of
from serve.library_printing import RELATIONS

ClauseReader = Callable[[str], StoredClause | None]
"""A clause by its id; None: the library does not have it."""

STATUS_WORDS = {
    **ENDED_WORDS,
    Status.IN_FORCE: "现行有效",
    Status.TRIAL: "试行",
    Status.UNKNOWN: "没有写明",
}
_FIGURES = {Arrow.STRICTER: "数值最严", Arrow.LOOSER: "数值较宽", Arrow.SAME: "数值同样严"}
_VERBS = {Arrow.STRICTER: "用语最强", Arrow.LOOSER: "用语较弱", Arrow.SAME: "用语同样强"}
NOBODY = "资料库里的文件都没有说到这个题目。"
LISTED = 60
"""So many lines of a list are read on paper."""
LEGEND = (
    f"“{NOT_STATED}”：资料库里这一列的文件没有说到，不等于当地没有规定",
    "↑ ↓ ＝：同一行里，数值或者用语（不得、应当、可以、鼓励）比别的列严、宽、同样严；没有箭头的不好比",
    "加重的字：同一行里只有这一列写到",
    "方括号里的号：所引条款",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column."""

    name: str  # 浙江丽水（市级）, 上级：浙江（省级）
    notices: tuple[str, ...]  # 文号, or 《title》 where there is none; before it what became of it


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a cell and the number of the clause it stands in."""

    runs: tuple[Run, ...]
    number: int
    place: str  # 仪老干〔2021〕9号第二部分（二）
    caution: str  # 已废止, 旧版; "" where there is nothing to say

    @property
    def text(self) -> str:
        """The sentence in one line."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class LaidCell:
    """What a column says to a row."""

    said: tuple[Said, ...]  # (): nothing
    marks: tuple[str, ...] = ()  # ↑ 数值最严
    stricter: bool = False  # or under what its superior demands: what a reader must see first
    blank: str = NOT_STATED  # what stands in it where it says nothing: 未规定; 有规定，未选用
    remark: str = ""  # a person's own words, which no notice says

    @property
    def stated(self) -> bool:
        """Whether the column says anything."""
        return bool(self.said)


@dataclass(frozen=True, slots=True)
class LaidRow:
    """An aspect and its cells, in the order of the columns."""

    aspect: str
    differs: bool
    cells: tuple[LaidCell, ...]


@dataclass(frozen=True, slots=True)
class LaidTable:
    """One table: the comparison itself, or a superior beside those under it."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[LaidRow, ...]


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause that a cell rests on, once, under its number."""

    number: int
    clause_id: str
    citation: str  # in official form
    document_number: str
    region: str
    status: str
    caution: str
    place: str
    text: str  # the whole clause as printed; the quoted words where the library no longer has it
    whole: bool
    file: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A comparison ready to be drawn."""

    title: str
    day: str  # 截至2024年5月1日, 2024年5月1日制表
    tables: tuple[LaidTable, ...]  # the comparison first
    clauses: tuple[CitedClause, ...]  # by number
    remarks: tuple[str, ...]
    basis: tuple[str, ...]  # which notice rests on which
    silent: tuple[str, ...]  # notices that say nothing to the topic

    def below(self, most: int | None = None) -> list[tuple[str, tuple[str, ...]]]:
        """What is told below the tables, by heading; of long lists the first `most` lines."""
        lists = (("请注意", self.remarks), ("这些文件依据的文件", self.basis), ("没有说到的文件", self.silent))
        return [
            (name, lines if most is None or len(lines) <= most else (*lines[:most], _MORE))
            for name, lines in lists
            if lines
        ]


_MORE = "还有一些没有列在这里；导出成 .xlsx 可看全部"


def laid_out(comparison: Comparison, clause_of: ClauseReader, made_on: date) -> Layout:
    """The comparison as it is drawn; clauses are numbered in reading order of the tables."""
    numbered = _numbered(_quotes(comparison))
    clauses = tuple(_cited(number, quote, clause_of(quote.clause_id)) for number, quote in numbered.values())
    draw = _Drawing({clause.clause_id: clause for clause in clauses})
    chains = [draw.chain(superior, chain) for superior, chain in _chains(comparison)]
    day = f"截至{day_in_words(comparison.as_of)}" if comparison.as_of else f"{day_in_words(made_on)}制表"
    return Layout(
        title=one_line(comparison.topic),
        day=day,
        tables=(draw.comparison(comparison), *chains),
        clauses=clauses,
        remarks=tuple(map(one_line, comparison.notes)),
        basis=_once(map(one_line, _links(comparison))),
        silent=_once(one_line(f"{notice.region}{notice.citation}") for notice in comparison.silent),
    )


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    """Copies of a notice in several files are told once."""
    return tuple(dict.fromkeys(lines))


def _quotes(comparison: Comparison) -> Iterator[Quote]:
    for row in comparison.rows:
        for cell in row.cells:
            yield from cell.quotes
    for _, chain in _chains(comparison):
        for asked in chain.rows:
            yield from asked.asked
            for carried in asked.carried_out:
                yield from carried.quotes


def _chains(comparison: Comparison) -> list[tuple[Column, PolicyChain]]:
    """The chains that have something to lay side by side, each with its superior."""
    return [(chain.superior, chain) for chain in comparison.chains if chain.superior is not None and chain.rows]


def _numbered(quotes: Iterable[Quote]) -> dict[str, tuple[int, Quote]]:
    """The first quote of each clause with the clause's number, from 1."""
    numbered: dict[str, tuple[int, Quote]] = {}
    for quote in quotes:
        numbered.setdefault(quote.clause_id, (len(numbered) + 1, quote))
    return numbered


def _cited(number: int, quote: Quote, stored: StoredClause | None) -> CitedClause:
    """A clause with its notice; what the library no longer has is cited as the comparison did."""
    document = stored.document if stored else None
    return CitedClause(
        number=number,
        clause_id=printable(quote.clause_id),
        citation=one_line(formal_citation(document, quote.path) if document else quote.citation),
        document_number="".join(printable((document.document_number if document else None) or "").split()),
        region=one_line((document.region if document else None) or ""),
        status=STATUS_WORDS[quote.status],
        caution=_caution(quote.status, quote.newer),
        place=one_line(short_citation(document, quote.path) if document else quote.citation),
        text=lines_of(stored.clause.text if stored else quote.text),
        whole=stored is not None,
        file=printable(quote.file),
        page=stored.clause.page if stored else None,
    )


def _caution(status: Status, newer: str | None) -> str:
    """What a reader must know before the words: 已废止."""
    return "、".join(word for word in (ENDED_WORDS.get(status, ""), "旧版" if newer else "") if word)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Cells, with the clauses they are numbered by."""

    clauses: Mapping[str, CitedClause]

    def comparison(self, comparison: Comparison) -> LaidTable:
        rows = tuple(
            LaidRow(
                one_line(row.aspect),
                row.differs and not row.gathered,
                tuple(self._cell(cell, gathered=row.gathered) for cell in row.cells),
            )
            for row in comparison.rows
        )
        return LaidTable("对照表", tuple(map(_heading, comparison.columns)), rows)

    def chain(self, superior: Column, chain: PolicyChain) -> LaidTable:
        """What the superior asks, and beside it what each subordinate has for it."""
        rows = []
        for asked in chain.rows:
            by_column = {carried.column: carried.quotes for carried in asked.carried_out}
            quotes = [asked.asked, *(by_column.get(column.key, ()) for column in chain.subordinates)]
            cells = tuple(LaidCell(tuple(map(self._said, said))) for said in quotes)
            rows.append(LaidRow(one_line(asked.aspect), not all(cell.stated for cell in cells), cells))
        headings = tuple(map(_heading, (superior, *chain.subordinates)))
        return LaidTable(f"落实对照 {one_line(superior.heading)}", headings, tuple(rows))

    def _cell(self, cell: Cell, *, gathered: bool) -> LaidCell:
        return LaidCell(
            tuple(map(self._said, cell.quotes)),
            tuple(_marks(cell)) if cell.stated else (),
            stricter=Arrow.STRICTER in (cell.arrow, cell.verb_arrow) or cell.below_superior is not None,
            # Of what is no aspect nothing can be left unregulated.
            blank=cell.blank if cell.withheld or not gathered else "无",
            remark=f"备注：{one_line(cell.remark)}" if cell.remark else "",
        )

    def _said(self, quote: Quote) -> Said:
        start = quote.span[0]
        marked = [(a - start, b - start) for a, b in quote.only_here]
        clause = self.clauses[quote.clause_id]
        return Said(runs_of(quote.text, marked), clause.number, clause.place, _caution(quote.status, quote.newer))


def _marks(cell: Cell) -> Iterator[str]:
    if cell.arrow:
        yield f"{cell.arrow.value} {_FIGURES[cell.arrow]}"
    if cell.verb_arrow:
        verb = f"（{cell.verb.value}）" if cell.verb else ""
        yield f"{cell.verb_arrow.value} {_VERBS[cell.verb_arrow]}{verb}"
    if cell.below_superior:
        yield below_in_words(cell.below_superior)
    if cell.only_here:
        yield "仅此处有"


def _heading(column: Column) -> Heading:
    notices = tuple(_notice(document) for document in column.documents) or ("没有文件写到",)
    return Heading(one_line(f"{'上级：' if column.superior else ''}{column.heading}"), notices)


def _notice(document: ColumnDocument) -> str:
    number = "".join((document.document_number or "").split())
    caution = _caution(document.status, document.newer)
    return one_line(f"{f'（{caution}）' if caution else ''}{number or document.citation}")


def _links(comparison: Comparison) -> Iterator[str]:
    """Which notice names which as what it rests on; what the library does not have says so."""
    citations = {d.document_id: d.citation for c in comparison.columns for d in c.documents}
    for chain in comparison.chains:
        for link in chain.links:
            named = f"{link.superior_name}{'' if link.superior else '（资料库里没有）'}"
            yield f"{citations.get(link.subordinate, link.subordinate)}：{RELATIONS[link.relation]}{named}"
