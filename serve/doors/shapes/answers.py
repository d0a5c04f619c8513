"""What `judian ask` and `judian search` print."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from ingest.model import Status
from qa.model import AnswerOutcome, AsksFor, MatchedField
from serve.doors.shapes.basic import Count, Day, Share, SpanShape
from serve.doors.shapes.documents import QuantityShape

FilterKindName = Literal[
    "number",
    "title",
    "clause",
    "region",
    "level",
    "issuer",
    "year",
    "type",
    "status",
    "as_of",
    "subject",
    "asks",
    "wording",
]


class AskedFilterShape(TypedDict):
    """从问题里读出的一个条件。"""

    id: str
    kind: FilterKindName
    text: str
    value: str
    span: SpanShape
    relaxed: bool


class FollowUpShape(TypedDict):
    """追问接着上一问说了什么。"""

    typed: str
    follows: str
    carried: list[AskedFilterShape]


class InterpretationShape(TypedDict):
    """从问题里读出了什么。"""

    document_numbers: list[str]
    titles: list[str]
    regions: list[str]
    years: list[int]
    terms: list[str]
    asks_for: AsksFor
    as_of: Day | None
    filters: list[AskedFilterShape]
    follow_up: FollowUpShape | None


class CopyShape(TypedDict):
    """同一份文件的另一个文件里的同一条。"""

    document_id: str
    clause_id: str
    file: str


class MatchedWordShape(TypedDict):
    """使这一条被找到的一个词。"""

    word: str
    field: MatchedField
    weight: Share
    synonym_of: str | None


class WhyShape(TypedDict):
    """这一条为什么被找到。"""

    words: list[MatchedWordShape]
    lexical_rank: int | None
    dense_rank: int | None
    phrase: bool


class ResultShape(TypedDict):
    """查到的一条。"""

    rank: int
    clause_id: str
    document_id: str
    file: str
    region: str | None
    path: list[str]
    text: str
    score: float
    lexical_rank: int | None
    dense_rank: int | None
    citation: str
    highlights: list[SpanShape]
    why: WhyShape | None
    copies: list[CopyShape]


class SearchShape(TypedDict):
    """查找的结果，与 judian search --json 相同。"""

    query: str
    interpretation: InterpretationShape
    total: Count
    results: list[ResultShape]
    notes: list[str]
    milliseconds: float


class StatementShape(TypedDict):
    """回答里的一句，和它所依据的条款。"""

    text: str
    citations: list[str]


class FindingShape(TypedDict):
    """一条能回答的规定。"""

    document_id: str
    file: str
    region: str | None
    level: str | None
    clause_id: str
    path: list[str]
    citation: str
    quote: str
    value: str | None
    span: SpanShape
    quantities: list[QuantityShape]
    status: Status
    status_clause: str | None
    newer: str | None
    begins_on: Day | None
    copies: list[CopyShape]
    score: float


class SilentShape(TypedDict):
    """问到而没有说的文件。"""

    document_id: str
    region: str | None
    title: str
    file: str


class ConflictShape(TypedDict):
    """现行规定之间的矛盾。"""

    text: str
    clause_ids: list[str]


class DroppedShape(TypedDict):
    """没有通过核对、因而删去的一句。"""

    text: str
    citations: list[str]
    reason: str


class GateShape(TypedDict):
    """逐句核对的情况。"""

    checked: Count
    dropped: list[DroppedShape]


class AnswerShape(TypedDict):
    """回答，与 judian ask --json 相同。"""

    question: str
    interpretation: InterpretationShape
    outcome: AnswerOutcome
    answer: str
    statements: list[StatementShape]
    findings: list[FindingShape]
    silent: list[SilentShape]
    nearest: list[str]
    why_not: str | None
    notes: list[str]
    conflicts: list[ConflictShape]
    gate: GateShape
    phrased: list[StatementShape]
    confidence: Share | None
    milliseconds: float
