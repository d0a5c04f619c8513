"""The head of a document: 版头, title, 发文字号, 主送机关, and what web pages say in a table above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import issuers
from ingest.dates import DATE
from ingest.fields import Field, split_names
from ingest.heads.elements import names_body_and_day
from ingest.heads.enactment import ENACTMENT, is_enactment
from ingest.heads.lines import read_head_lines
from ingest.heads.metadata_lines import is_labelled, read_metadata
from ingest.heads.minutes import begins_matter, is_meeting_line, names_minutes
from ingest.heads.number_lines import issue_of_minutes, number_line
from ingest.heads.reading import HeadReading
from ingest.heads.red_head import HeadKind, RedHead, red_head_of
from ingest.line_forms import (
    ADDRESSED_TO,
    ATTENDANCE,
    BLANK_DATE,
    BLANK_NUMBER,
    COPY_NOTE,
    DATE_LINE,
    ISSUE,
    REGISTRATION,
    SIGNATORY,
    WEB_LINE,
    ends_sentence,
    is_signed,
    marks_in,
)
from ingest.markers import decimal_marker_at, marker_at
from ingest.model import LineKind, Span
from ingest.paragraphs import Paragraph
from ingest.title import TITLE_LIMIT, TITLE_TAIL

_LONGEST_HEAD_LINE = 600  # a list of 主送机关 or of those present; whatever is longer is running text
_ISSUE_AREA = 12  # a bulletin prints its issue among the first lines
_BODY_LEAD = re.compile(
    r"^(?:现将|现就|为(?:了|进一步|深入|贯彻|全面|切实|推动|加强|规范|做好|认真)?|根据|按照|经|近日|近年|当前|最近|你[厅局委省市]|《)"
)
_PASSED = re.compile(r"^《[^》]{2,80}》(?:已|业经|经|现)")
_LISTS_BELOW = re.compile(r"(?:如下|下列|以下)[^：:，。]{0,12}[：:]$")
# Whom a speech or an open letter speaks to: 同志们： | 各位老领导、老同志： | 尊敬的老同志们：
_SALUTATION = re.compile(
    r"^\s*(?:同志们|尊敬的|亲爱的|各位(?:领导|老|同志|来宾|代表|委员|嘉宾|朋友)|朋友们)[^。]{0,30}[：:，,！!]\s*$"
)
# 主送机关, GB/T 9704-2012 7.3.2: names of bodies, closed by ：
_ADDRESSEE_WORDS = re.compile(
    r"各|有关|省|市|县|区|局|厅|委|部|办|处|院|校|公司|单位|支部|组织|同志|机关|政府|党组|会员|居民|村民|业主|职工|会$"
)
_ADDRESSEE_ENDS = re.compile(r"[：:]\s*$")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the body of one document."""

    fields: dict[str, Field]
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]
    dated_on: date | None
    enacted_on: date | None  # last date of a 题注, 「2022年2月25日发布」: for want of a better one
    field_spans: tuple[Span, ...]  # every stretch that is in a field, also of fields without a name in the contract
    unread: tuple[Paragraph, ...]  # head lines that are none of these
    body: int  # index of the first paragraph of the body
    passed_by: Field | None = None  # the body whose meeting passed it, by a 题注
    signatories: tuple[str, ...] = ()  # 签发人
    red_heads: tuple[RedHead, ...] = ()  # 「××文件」, 「××令」, 「××会议纪要」


def read_masthead(paragraphs: Sequence[Paragraph], start: int, end: int) -> Masthead:
    """The head that begins at paragraph `start`; the document ends before paragraph `end`."""
    body = _body_start(paragraphs, start, end)
    reading = HeadReading()
    metadata = [p for p in paragraphs[start:body] if p.first.kind is LineKind.METADATA]
    lines = [p for p in paragraphs[start:body] if p.first.kind is not LineKind.METADATA]
    for paragraph in metadata:
        read_metadata(paragraph, reading)
    addressee = lines[-1] if lines and _is_addressee(lines[-1].text) else None
    if addressee is not None:
        lines = lines[:-1]
        reading.addressees = split_names(addressee.text)
        reading.add_part("addressees", addressee, 0, len(addressee.text.rstrip(" \t\u3000：:")))
    read_head_lines(lines, reading)
    return Masthead(
        fields=reading.fields,
        issuers=reading.issuers,
        addressees=reading.addressees,
        signatories=tuple(dict.fromkeys(reading.signatories)),
        dated_on=reading.dated_on,
        enacted_on=reading.enacted_on or reading.passed_on,
        passed_by=reading.passed_by,
        red_heads=tuple(reading.red_heads),
        field_spans=tuple(reading.spans),
        unread=tuple(reading.unread),
        body=body,
    )


def _body_start(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """Index of the first paragraph below the head."""
    first_lines = range(start, min(end, start + _ISSUE_AREA))
    headed = any((h := red_head_of(paragraphs[i].text)) and h.kind is HeadKind.MINUTES for i in first_lines)
    minutes = headed or any(names_minutes(paragraphs[i].text) for i in first_lines)
    issue = next((i for i in first_lines if ISSUE.match(paragraphs[i].text)), None)
    if issue is not None and not headed:
        return _bulletin_body(paragraphs, issue, end)
    head_seen = False
    for i in range(start, end):
        paragraph = paragraphs[i]
        text = paragraph.text
        if paragraph.first.kind is LineKind.METADATA:
            continue
        if paragraph.first.kind is LineKind.TABLE_ROW or (text.count("\t") >= 2 and head_seen):  # a row
            return i
        if _is_addressee(text) and (head_seen or i > start):
            return i + 1
        if _SALUTATION.match(text):
            return i
        if minutes and head_seen and begins_matter(text):
            return i
        if _is_head_line(paragraph) or (headed and issue_of_minutes(text)) or (minutes and is_meeting_line(text)):
            head_seen = True
            continue
        if marker_at(text) is not None:
            return i
        if head_seen and decimal_marker_at(text) is not None:  # 1.1, with the 1 of its part above it
            return i - 1 if i > start + 1 and marker_at(paragraphs[i - 1].text, decimal=True) is not None else i
        if head_seen and TITLE_TAIL.match(text):
            continue  # （试行） （2021年版） below the title
        if ends_sentence(text) or len(text) > TITLE_LIMIT or _is_prose(text):
            return i
        head_seen = True
    return end


def _bulletin_body(paragraphs: Sequence[Paragraph], issue: int, end: int) -> int:
    """Index of the first paragraph below a bulletin's head: its name, its issue, the body that edits it, the date."""
    i = issue + 1
    while i < end and (
        issuers.bodies_in(paragraphs[i].text) or DATE_LINE.match(paragraphs[i].text) or is_signed(paragraphs[i].text)
    ):
        i += 1
    return i


def _is_prose(text: str) -> bool:
    """Whether a line reads as running text: no title has a comma in it, or stops at a colon."""
    compact = text.strip()
    if _BODY_LEAD.match(compact) and re.search(r"[，,]", compact):
        return True
    if "。" in compact or _PASSED.match(compact) or _LISTS_BELOW.search(compact):
        return True
    return len(compact) > 20 and bool(re.search(r"[，,；;]|[：:]$", compact)) and not issuers.bodies_in(compact)


def _is_addressee(text: str) -> bool:
    compact = text.strip()
    if not _ADDRESSEE_ENDS.search(compact) or marker_at(compact) is not None or "。" in compact:
        return False
    return bool(_ADDRESSEE_WORDS.search(compact.rstrip("：: "))) and not re.search(
        r"同志们|各位(?!居民|业主|会员|村民)|如下|以下|下列|通知|原则[：:]|要求[：:]|[是为][：:]|抄送|签发人|通过|规定[：:]|指出|强调|决定|任命|免去",
        compact,
    )


def _is_head_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST_HEAD_LINE:
        return False
    if marks_in(text) or COPY_NOTE.match(text) or SIGNATORY.match(text) or REGISTRATION.match(text):
        return True
    if DATE_LINE.match(text) or BLANK_NUMBER.match(text) or BLANK_DATE.match(text):
        return True
    if red_head_of(text) is not None or WEB_LINE.match(text) or is_labelled(text):
        return True
    if number_line(text) is not None or ADDRESSED_TO.match(text) or ATTENDANCE.match(text):
        return True
    if names_body_and_day(text):
        return True
    if ENACTMENT.search(text) is None or ends_sentence(text.rstrip("）)")) or DATE.search(text) is None:
        return False
    return len(text) < 80 or (text.lstrip()[:1] in ("（", "(") and is_enactment(text))
