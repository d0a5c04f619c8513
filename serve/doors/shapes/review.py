"""What `judian review`, `correct` and `corrections` print."""

from __future__ import annotations

from typing_extensions import TypedDict

from ingest.model import Problem
from serve.doors.shapes.basic import Count, Moment
from serve.doors.shapes.documents import EvidenceShape


class ReviewEntryShape(TypedDict):
    """一份文件的一个要人核对的字段。"""

    document_id: str
    title: str | None
    file: str
    field: str
    problem: Problem
    message: str
    evidence: list[EvidenceShape]


class ReviewListShape(TypedDict):
    """要人核对的字段，一页。"""

    total: Count
    limit: Count
    offset: Count
    items: list[ReviewEntryShape]


class CorrectionShape(TypedDict):
    """一次更正，与 judian correct --json 相同。"""

    sha256: str
    document: Count
    field: str
    value: str | None
    previous: str | None
    made_by: str | None
    made_at: Moment
    reason: str | None


class CorrectionListShape(TypedDict):
    """更正日志，一页。"""

    total: Count
    limit: Count
    offset: Count
    corrections: list[CorrectionShape]
