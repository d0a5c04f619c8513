"""Who was at a meeting, as minutes (纪要, GB/T 9704-2012 10.3) print it: 出席 请假 列席."""

from __future__ import annotations

from ingest.fields import Field, field_in
from ingest.line_forms import ATTENDANCE
from ingest.model import Span
from ingest.paragraphs import Paragraph

_ROLES = {
    "出席": "attendees",
    "参加": "attendees",
    "参会": "attendees",
    "到会": "attendees",
    "请假": "absentees",
    "缺席": "absentees",
    "列席": "observers",
    "主持": "chair",
    "记录": "recorder",
    "地点": "meeting_place",
    "会议地点": "meeting_place",
    "会议时间": "meeting_time",
}


def read_attendance(paragraph: Paragraph, fields: dict[str, Field], spans: list[Span]) -> None:
    """Take a line of names into the field its first word names."""
    match = ATTENDANCE.match(paragraph.text)
    if match is None:
        return
    end = match.start("names") + len(match["names"].rstrip("。；; \t\u3000"))
    fields.setdefault(_ROLES["".join(match["role"].split())], field_in(paragraph, match.start("names"), end))
    spans.append(paragraph.span)
