"""What `judian remove` and `judian restore` print."""

from __future__ import annotations

from typing_extensions import TypedDict

from serve.doors.shapes.basic import Count, Moment


class RemovedFileShape(TypedDict):
    """一个移出的文件。"""

    file: str
    titles: list[str]
    removed_by: str | None
    removed_at: Moment


class RemovedShape(TypedDict):
    """移出了的文件。"""

    removed: list[RemovedFileShape]


class RemovedListShape(RemovedShape):
    """能恢复的文件，一页。"""

    total: Count
    limit: Count
    offset: Count


class RestoredShape(TypedDict):
    """恢复了的文件。"""

    restored: list[str]
