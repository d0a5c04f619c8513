"""What `judian lineage` prints."""

from __future__ import annotations

from typing_extensions import TypedDict

from ingest.model import Relation
from serve.doors.shapes.basic import Day, SpanShape


class NamedShape(TypedDict):
    """被提到的一份文件，在库里或在库外。"""

    document_id: str | None
    in_library: bool
    title: str | None
    document_number: str | None
    region: str | None
    dated_on: Day | None


class LinkShape(TypedDict):
    """一份文件提到另一份。"""

    relation: Relation
    document: NamedShape
    clause_id: str | None
    span: SpanShape
    pinpoint: str | None
    target_clause_id: str | None


class StepShape(TypedDict):
    """追溯的一步。"""

    relation: Relation | None
    document: NamedShape
    clause_id: str | None
    repeated: bool
    steps: list[StepShape]


class LineageShape(TypedDict):
    """一份文件的来龙去脉，与 judian lineage --json 相同。"""

    document: NamedShape
    cites: list[LinkShape]
    cited_by: list[LinkShape]
    upwards: list[StepShape]
    downwards: list[StepShape]
