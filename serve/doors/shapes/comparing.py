"""What `judian compare` and `judian diff` print."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from ingest.model import Relation, Status
from qa.comparing.edition_model import ClauseFate, FigureFate
from qa.comparing.model import Verb
from serve.doors.shapes.basic import Count, Day, SpanShape
from serve.doors.shapes.documents import QuantityShape

ArrowName = Literal["stricter", "looser", "same"]


class ColumnDocumentShape(TypedDict):
    """一列里的一份文件。"""

    document_id: str
    citation: str
    title: str | None
    document_number: str | None
    dated_on: Day | None
    status: Status
    file: str
    newer: str | None


class ColumnShape(TypedDict):
    """一列：一个地区，或一份文件。"""

    key: str
    region: str
    document_ids: list[str]
    heading: str
    level: str | None
    superior: bool
    documents: list[ColumnDocumentShape]


class QuoteShape(TypedDict):
    """一格里引的一句，逐字。"""

    document_id: str
    clause_id: str
    path: list[str]
    citation: str
    quote: str
    span: SpanShape
    file: str
    status: Status
    newer: str | None
    verb: Verb | None
    only_here: list[SpanShape]
    quantities: list[QuantityShape]


class CellShape(TypedDict):
    """一格：一列对一个方面说了什么。"""

    column: str
    region: str
    stated: bool
    clause_ids: list[str]
    quote: str | None
    quantities: list[QuantityShape]
    quotes: list[QuoteShape]
    verb: Verb | None
    arrow: ArrowName | None
    verb_arrow: ArrowName | None
    only_here: bool
    below_superior: str | None
    withheld: bool
    remark: str | None


class RowShape(TypedDict):
    """一行：一个方面。"""

    aspect: str
    named_by_person: bool
    cells: list[CellShape]
    differs: bool
    gathered: bool


class SilentNoticeShape(TypedDict):
    """范围之内、没有说到这个主题的文件。"""

    document_id: str
    region: str | None
    citation: str


class ChainLinkShape(TypedDict):
    """下级文件写明依据哪份上级文件。"""

    relation: Relation
    subordinate: str
    superior: str | None
    superior_name: str
    clause_id: str | None


class CarriedOutShape(TypedDict):
    """下级怎样落实。"""

    column: str
    stated: bool
    quotes: list[QuoteShape]


class ChainRowShape(TypedDict):
    """上级的一项要求，和各下级的落实。"""

    aspect: str
    asked: list[QuoteShape]
    carried_out: list[CarriedOutShape]


class ChainShape(TypedDict):
    """一条政策链：上级与其下级。"""

    superior: str | None
    subordinates: list[str]
    links: list[ChainLinkShape]
    rows: list[ChainRowShape]


class ComparisonShape(TypedDict):
    """比对的结果，与 judian compare --json 相同。"""

    topic: str
    as_of: Day | None
    columns: list[ColumnShape]
    rows: list[RowShape]
    silent: list[SilentNoticeShape]
    chains: list[ChainShape]
    notes: list[str]
    milliseconds: float


class SideShape(TypedDict):
    """两版之一。"""

    document_id: str
    citation: str
    title: str | None
    dated_on: Day | None
    file: str


class EditionFigureShape(TypedDict):
    """一版里的一个数字。"""

    text: str
    clause_id: str
    span: SpanShape
    quote: str
    quote_span: SpanShape


class FigureChangeShape(TypedDict):
    """一个改了、增了或删了的数字。"""

    change: FigureFate
    old: EditionFigureShape | None
    new: EditionFigureShape | None


class FateCountsShape(TypedDict):
    """各种变化的条数。"""

    kept: Count
    moved: Count
    changed: Count
    added: Count
    removed: Count


class SideClauseShape(TypedDict):
    """一版里的一条。"""

    clause_id: str
    path: list[str]
    citation: str
    text: str


class PartShape(TypedDict):
    """改动的一段：保留、删去、增加的文字。"""

    kept: str
    removed: str
    added: str


class ClauseDiffShape(TypedDict):
    """一条的变化。"""

    change: ClauseFate
    moved: bool
    old: SideClauseShape | None
    new: SideClauseShape | None
    parts: list[PartShape]


class FieldChangeShape(TypedDict):
    """一个字段的变化。"""

    field: str
    old: str | None
    new: str | None


class EditionsShape(TypedDict):
    """新旧两版的差别，与 judian diff --json 相同。"""

    old: SideShape
    new: SideShape
    figures: list[FigureChangeShape]
    counts: FateCountsShape
    clauses: list[ClauseDiffShape]
    fields: list[FieldChangeShape]
    notes: list[str]
