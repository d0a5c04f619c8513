"""What `judian training make` and `judian training check` print."""

from __future__ import annotations

from typing_extensions import TypedDict

from ingest.model import Operator, Status
from qa.training.model import AskedFor, Change, Difficulty, QuestionKind
from serve.doors.shapes.basic import Count, Day


class PointShape(TypedDict):
    """一个要点，用原句的字词。"""

    id: str
    text: str
    quote: str
    clause_id: str
    region: str | None
    citation: str
    status: Status


class ThemeShape(TypedDict):
    """一组要点，标题取自文件。"""

    title: str
    is_rule: bool
    points: list[PointShape]


class FigureShape(TypedDict):
    """政策口径表的一行。"""

    id: str
    subject: str
    text: str
    operator: Operator
    value: float
    upper: float | None
    unit: str
    per: str | None
    region: str | None
    clause_id: str
    citation: str


class FaqLineShape(TypedDict):
    """问答里的一句。"""

    text: str
    quote: str
    clause_id: str


class FaqShape(TypedDict):
    """一问一答。"""

    id: str
    question: str
    lines: list[FaqLineShape]


class OptionShape(TypedDict):
    """一个选项。"""

    letter: str
    text: str
    is_right: bool
    source: str | None


class QuestionShape(TypedDict):
    """一道题。"""

    id: str
    kind: QuestionKind
    tested: AskedFor
    difficulty: Difficulty
    stem: str
    options: list[OptionShape]
    key: str
    explanation: str
    clause_id: str
    quote: str
    citation: str


class SourceShape(TypedDict):
    """材料所依据的一份文件，规范著录。"""

    document_id: str
    text: str
    ended: str | None
    note: str | None
    clause_ids: list[str]


class ManifestClauseShape(TypedDict):
    """做材料时的一条原文。"""

    clause_id: str
    document_id: str
    title: str | None
    document_number: str | None
    issuing_authorities: list[str]
    region: str | None
    path: list[str]
    citation: str
    sha256: str
    text: str
    status: str


class ManifestLineShape(TypedDict):
    """材料的一行，和它所依据的条款。"""

    id: str
    part: str
    text: str
    clause_id: str
    quote: str


class ManifestShape(TypedDict):
    """清单：以后据此核对材料是否过时。"""

    format: str
    topic: str
    made_on: Day
    clauses: list[ManifestClauseShape]
    lines: list[ManifestLineShape]


class PackShape(TypedDict):
    """一套培训材料，与 judian training make --json 相同；files 是下载地址。"""

    topic: str
    made_on: Day
    seed: int
    files: list[str]
    themes: list[ThemeShape]
    figures: list[FigureShape]
    faq: list[FaqShape]
    questions: list[QuestionShape]
    sources: list[SourceShape]
    manifest: ManifestShape
    notes: list[str]


class MaterialLineShape(TypedDict):
    """材料的一行。"""

    id: str
    part: str
    text: str
    clause_id: str


class StaleLineShape(MaterialLineShape):
    """材料里不再成立的一行，和现在的规定。"""

    change: Change
    citation: str
    old: str
    new: str | None
    new_clause_id: str | None
    proof: str | None


class CheckShape(TypedDict):
    """核对先前材料的结果，与 judian training check --json 相同。"""

    file: str
    topic: str
    made_on: Day
    checked: Count
    stale: list[StaleLineShape]
    touched: list[MaterialLineShape]
    notes: list[str]
