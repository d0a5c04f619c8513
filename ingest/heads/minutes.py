"""Who was at a meeting, as minutes (纪要, GB/T 9704-2012 10.3) print it: 出席 请假 列席."""

from __future__ import annotations

import re

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
    "时间": "meeting_time",
    "主持人": "chair",
    "记录人": "recorder",
    "与会": "attendees",
}
_SPACE = r"[ \t\u3000\xa0]*"
# What minutes say of a meeting besides who was there; in another document 时间：… may be its matter.
#   matches   时  间：2021年9月15日14:30 | 会议地点：三楼 | 主 持 人：张三 | 与会人员：李四
_MEETING = re.compile(
    rf"^{_SPACE}(?P<role>(?:会议)?{_SPACE}(?:时{_SPACE}间|地{_SPACE}点)|(?:主{_SPACE}持|记{_SPACE}录){_SPACE}人|与会)"
    rf"(?:人员|领导|单位|同志)?{_SPACE}[：:]{_SPACE}(?P<value>\S.*)$"
)
# Where what was discussed begins: 议题：… | 会议内容： | 会议议定： | 纪要如下：
_MATTER = re.compile(
    rf"^{_SPACE}(?:(?:会议|主要){_SPACE})?(?:议{_SPACE}题|主{_SPACE}题|议程|内容|事项|记录)[^：:，。]{{0,6}}[：:]"
    rf"|^{_SPACE}(?:会议|现)[\u4e00-\u9fff]{{1,12}}[：:]{_SPACE}$"
)


def names_minutes(text: str) -> bool:
    """Whether a head line titles minutes or the record of a meeting."""
    return "".join(text.split()).endswith(("纪要", "会议记录"))


def is_meeting_line(text: str) -> bool:
    """Whether a line of minutes says when or where the meeting was or who led it."""
    return len(text) <= 80 and _MEETING.match(text) is not None


def begins_matter(text: str) -> bool:
    """Whether a line of minutes begins what the meeting discussed."""
    return _MATTER.match(text) is not None


def read_meeting_line(paragraph: Paragraph, fields: dict[str, Field], spans: list[Span]) -> bool:
    """Take a line that says when or where a meeting was or who led it; False for any other."""
    match = _MEETING.match(paragraph.text) if len(paragraph.text) <= 80 else None
    if match is None:
        return False
    name = _ROLES["".join(match["role"].split())]
    fields.setdefault(name, field_in(paragraph, match.start("value"), len(paragraph.text)))
    spans.append(paragraph.span)
    return True


def read_attendance(paragraph: Paragraph, fields: dict[str, Field], spans: list[Span]) -> None:
    """Take a line of names into the field its first word names."""
    match = ATTENDANCE.match(paragraph.text)
    if match is None:
        return
    end = match.start("names") + len(match["names"].rstrip("。；; \t\u3000"))
    fields.setdefault(_ROLES["".join(match["role"].split())], field_in(paragraph, match.start("names"), end))
    spans.append(paragraph.span)
