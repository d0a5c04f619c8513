"""The lines of a head one by one: 发文机关标志 and 发文字号, the other elements by their form; what has none may be the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.dates import first_date
from ingest.fields import DERIVED, ELSEWHERE, EXACT, LOOSE, Field, field_in, people_in
from ingest.heads.elements import read_element, take_marks, take_signatories
from ingest.heads.minutes import names_minutes, read_meeting_line
from ingest.heads.number_lines import NumberLine, issue_of_minutes, number_line
from ingest.heads.reading import HeadReading
from ingest.heads.red_head import HeadKind, RedHead, red_head_of, red_head_word
from ingest.heads.title_lines import read_title
from ingest.paragraphs import Paragraph

_TO_FIRST_FIGURE = re.compile(r"^\D+")
# 第711号, 2021年第3号, 〔2021〕2号: a number that leaves its body to the head above it
_WITHOUT_BODY = re.compile(r"第|\d{4}年第|〔")


def read_head_lines(lines: Sequence[Paragraph], reading: HeadReading) -> None:
    """Take every line of a head into a field, or leave it unread by name."""
    rest: list[Paragraph] = []
    number_at: int | None = None  # how many lines that may be the title stand above the number
    of_minutes = False  # a line above titles minutes
    for paragraph in lines:
        if head := red_head_of(paragraph.text) or _head_word(paragraph, rest):
            _take_head(paragraph, head, reading)
            if head.rest < len(paragraph.text) and (number := number_line(paragraph.text[head.rest :])):
                _take_number(paragraph, number, reading, offset=head.rest)
                number_at = len(rest)
        elif number := number_line(paragraph.text):
            _take_number(paragraph, number, reading)
            number_at = len(rest)
            reading.dividers.append(paragraph.span[0])
        elif _read_minutes_number(paragraph, reading):
            number_at = len(rest)
        elif (of_minutes or _is_of_minutes(reading)) and read_meeting_line(paragraph, reading.fields, reading.spans):
            continue
        elif not read_element(paragraph, reading):
            rest.append(paragraph)
            of_minutes = of_minutes or names_minutes(paragraph.text)
    read_title(rest, number_at, reading)
    if not reading.issuers and (named := tuple(body for head in reading.red_heads for body in head.bodies)):
        reading.issuers = named
        reading.fields["issuing_authorities"] = reading.fields["masthead_line"].doubted(DERIVED)
    _join_number(reading)


def _head_word(paragraph: Paragraph, rest: Sequence[Paragraph]) -> RedHead | None:
    """文件, 令 or 公告 alone on its line, unless it is the last word of the title begun right above it."""
    head = red_head_word(paragraph.text)
    if head is None or head.kind is HeadKind.FILE or not rest:
        return head
    above = rest[-1]
    in_title = above.text.rstrip().endswith("的") or "关于" in above.text
    return None if in_title and above.span[1] + 1 == paragraph.span[0] else head


def _is_of_minutes(reading: HeadReading) -> bool:
    """Whether what was read so far names minutes."""
    return any(h.kind is HeadKind.MINUTES for h in reading.red_heads)


def _take_head(paragraph: Paragraph, head: RedHead, reading: HeadReading) -> None:
    reading.red_heads.append(head)
    reading.add_head(paragraph)
    reading.dividers.append(paragraph.span[0])
    # The body whose meeting it was need not be the one that wrote the minutes up.
    named = head.bodies if head.kind is not HeadKind.MINUTES else ()
    reading.head_bodies.extend((paragraph.span[0], body) for body in named or ("",))


def _take_number(paragraph: Paragraph, number: NumberLine, reading: HeadReading, offset: int = 0) -> None:
    """Take a number and what stands beside it."""
    start, end = offset + number.span[0], offset + number.span[1]
    field = field_in(paragraph, start, end, EXACT if not number.date else ELSEWHERE)
    reading.spans.append(paragraph.span)
    known = reading.fields.setdefault("document_number", Field(number.normal, field.evidence))
    if not _same_serial(known.value, number.normal):
        reading.fields.setdefault("other_number", Field(number.normal, field.evidence))
    take_marks(paragraph, number.marks, reading)
    if number.signatory is not None:
        begin = offset + number.signatory
        take_signatories(paragraph, begin, start if begin < start else len(paragraph.text), reading)
    elif number.people is not None:
        begin, end = offset + number.people[0], offset + number.people[1]
        sure = EXACT if reading.signatories else LOOSE  # the word 签发人 stands with the first of them
        reading.signatories += people_in(paragraph.text[begin:end])
        reading.add_part("signatories", paragraph, begin, end, sure)
    if number.date is not None and (found := first_date(paragraph.text[offset + number.date[0] :])):
        reading.dated_on = reading.dated_on or found[0]
        reading.add_part("dated_on", paragraph, offset + number.date[0], offset + number.date[1], ELSEWHERE)


def _join_number(reading: HeadReading) -> None:
    """A number of an order or an announcement with the body and the word of the head: 国务院令第711号."""
    number = reading.fields.get("document_number")
    word = next((h.word for h in reversed(reading.red_heads) if h.word), "")
    if number is None or not word or not _WITHOUT_BODY.match(number.value) or not reading.issuers:
        return
    named = "".join(reading.issuers).replace("中华人民共和国", "")
    reading.fields["document_number"] = Field(f"{named}{word}{number.value}", number.evidence)


def _same_serial(number: str, other: str) -> bool:
    """Whether two numbers differ at most in how they name the body: 国令第711号, 国务院令第711号."""
    return _TO_FIRST_FIGURE.sub("", number) == _TO_FIRST_FIGURE.sub("", other)


def _read_minutes_number(paragraph: Paragraph, reading: HeadReading) -> bool:
    if not any(head.kind is HeadKind.MINUTES for head in reading.red_heads):
        return False
    issue = issue_of_minutes(paragraph.text)
    if issue is None:
        return False
    field = field_in(paragraph, *issue[1])
    reading.spans.append(paragraph.span)
    reading.fields.setdefault("document_number", Field(issue[0], field.evidence))
    return True
