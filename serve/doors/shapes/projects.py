"""Named projects."""

from __future__ import annotations

from typing_extensions import TypedDict

from serve.doors.shapes.basic import Count, Day


class ProjectListShape(TypedDict):
    """项目的名称，一页。"""

    total: Count
    limit: Count
    offset: Count
    projects: list[str]


class ProjectRemovedShape(TypedDict):
    """删去了的项目。"""

    removed: str


class RenamedRowShape(TypedDict):
    """一行改的名称。"""

    old: str
    new: str


class CellRemarkShape(TypedDict):
    """给一格的备注，是使用者的话。"""

    aspect: str
    column: str
    text: str


class ProjectShape(TypedDict):
    """一个比对项目：使用者选了、改了什么。"""

    name: str
    topic: str
    regions: list[str]
    aspects: list[str]
    as_of: Day | None
    clauses: list[str]
    left_out: list[str]
    renamed: list[RenamedRowShape]
    hidden: list[str]
    remarks: list[CellRemarkShape]


class LineShape(TypedDict):
    """材料的一行，以它所说的话为准。"""

    part: str
    clause_id: str
    text: str


class OwnWordsShape(TypedDict):
    """使用者改写的一个要点。"""

    clause_id: str
    text: str
    words: str


class TrainingProjectShape(TypedDict):
    """一个培训项目：使用者选了、去了、改写了什么。"""

    name: str
    topic: str
    clauses: list[str]
    regions: list[str]
    as_of: Day | None
    questions: int
    seed: int
    left_out: list[LineShape]
    own_words: list[OwnWordsShape]
