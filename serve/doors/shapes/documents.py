"""Documents and clauses, as `judian inspect` prints them."""

from __future__ import annotations

from typing_extensions import TypedDict

from ingest.model import ClauseKind, FileFormat, Form, Operator, Problem, Relation, Status, ValidityKind
from serve.doors.shapes.basic import BoxShape, Count, Day, Share, SpanShape


class EvidenceShape(TypedDict):
    """一个字段在原文中的依据。"""

    text: str
    span: SpanShape
    page: int | None
    confidence: Share


class ReferenceShape(TypedDict):
    """文中引用的另一份文件，或本文件的另一条。"""

    relation: Relation
    title: str | None
    document_number: str | None
    span: SpanShape
    clause_id: str | None
    pinpoint: str | None
    target: str | None


class ClauseShape(TypedDict):
    """一条：回答所能引用的最小单位。"""

    clause_id: str
    path: list[str]
    marker: str
    heading: str | None
    text: str
    span: SpanShape
    page: int | None
    boxes: list[BoxShape]
    level: int
    kind: ClauseKind


class QuantityShape(TypedDict):
    """一个数字，连同它量的是什么。"""

    clause_id: str
    text: str
    subject: str | None
    operator: Operator
    value: float
    upper: float | None
    unit: str
    per: str | None
    span: SpanShape


class ValidityShape(TypedDict):
    """文件自己说它何时施行、失效或废止什么。"""

    kind: ValidityKind
    text: str
    span: SpanShape
    clause_id: str | None
    on: Day | None


class TableCellShape(TypedDict):
    """表格的一格。"""

    column: str
    text: str
    span: SpanShape


class TableRowShape(TypedDict):
    """表格的一行。"""

    span: SpanShape
    page: int | None
    cells: list[TableCellShape]


class TableShape(TypedDict):
    """一张表。"""

    clause_id: str
    span: SpanShape
    header: SpanShape | None
    rows: list[TableRowShape]


class ReviewShape(TypedDict):
    """一个要人核对的字段。"""

    field: str
    problem: Problem
    message: str
    evidence: list[EvidenceShape]


class MastheadShape(TypedDict):
    """文件在目录中的一行：版头字段，不含正文。"""

    document_id: str
    title: str | None
    document_number: str | None
    issuing_authorities: list[str]
    document_type: str | None
    region: str | None
    level: str | None
    dated_on: Day | None
    printed_on: Day | None
    effective_on: Day | None
    expires_on: Day | None
    status: Status
    wraps: str | None
    part_of: str | None
    year: int | None
    file: str


class FacetShape(TypedDict):
    """一个取值，和有它的文件数。"""

    value: str
    count: Count


class FacetsShape(TypedDict):
    """在所给条件之内，各字段的取值与文件数。"""

    region: list[FacetShape]
    issuer: list[FacetShape]
    year: list[FacetShape]
    document_type: list[FacetShape]
    level: list[FacetShape]
    status: list[FacetShape]


class DocumentListShape(TypedDict):
    """文件目录的一页。"""

    total: Count
    limit: Count
    offset: Count
    documents: list[MastheadShape]
    facets: FacetsShape


class DocumentShape(TypedDict):
    """一份文件的全部：字段、依据、引用、条款、数字、效力、表格。"""

    document_id: str
    title: str | None
    document_number: str | None
    issuing_authorities: list[str]
    addressees: list[str]
    copied_to: list[str]
    document_type: str | None
    region: str | None
    level: str | None
    dated_on: Day | None
    printed_on: Day | None
    effective_on: Day | None
    expires_on: Day | None
    status: Status
    wraps: str | None
    part_of: str | None
    form: Form
    signatories: list[str]
    annexes: list[str]
    span: SpanShape
    evidence: dict[str, EvidenceShape]
    references: list[ReferenceShape]
    clauses: list[ClauseShape]
    quantities: list[QuantityShape]
    validity: list[ValidityShape]
    tables: list[TableShape]
    review: list[ReviewShape]
    file: str
    format: FileFormat | None
    pages: int | None
    sha256: str


class ClauseListShape(TypedDict):
    """一份文件的条款，按印出的顺序，一页。"""

    document_id: str
    total: Count
    limit: Count
    offset: Count
    clauses: list[ClauseShape]


class ClauseWithHomeShape(ClauseShape):
    """一条，连同它所在的文件、规范引用和其中的数字。"""

    document_id: str
    title: str | None
    document_number: str | None
    region: str | None
    status: Status
    file: str
    citation: str
    quantities: list[QuantityShape]
