"""Lines of a head that say by their own form what they are: 份号, 密级, 签发人, dates, 题注, what a page says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import issuers
from ingest.dates import DATE, first_date
from ingest.fields import ELSEWHERE, LOOSE, are_people, people_in
from ingest.heads.enactment import is_enactment, take_enactment
from ingest.heads.metadata_lines import is_labelled, read_labelled
from ingest.heads.minutes import read_attendance
from ingest.heads.reading import HeadReading
from ingest.line_forms import (
    ADDRESSED_TO,
    ATTENDANCE,
    BLANK_DATE,
    BLANK_NUMBER,
    COPY_NOTE,
    DATE_LINE,
    NOTE,
    PUBLICITY,
    REGISTRATION,
    SIGNATORY,
    SIGNED,
    WEB_LINE,
    marks_in,
)
from ingest.paragraphs import Paragraph
from ingest.persons import person_of

# （2022年3月5日　云南省民政厅）
_DAY_AND_BODY = re.compile(
    rf"^\s*[（(]\s*(?P<date>{DATE.pattern})[\s　，,]*(?P<body>[^\d，。；：:（）()]{{2,40}}?)\s*[）)]\s*$", re.VERBOSE
)
# （云州市财政局、云州市民政局2022年3月5日印发）
_BODY_AND_DAY = re.compile(
    rf"^\s*[（(]\s*(?P<body>[^\d，。；：:（）()]{{2,80}}?)[\s　]*(?P<date>{DATE.pattern})[\s　]*(?:联合)?(?:印发|发布|公布|颁布|制定)?\s*[）)]\s*$",
    re.VERBOSE,
)


def read_element(paragraph: Paragraph, reading: HeadReading) -> bool:
    """Take a line into the field that its form names; False where it has none."""
    return _read_marks(paragraph, reading) or _read_formed(paragraph, reading) or _read_dated(paragraph, reading)


def _read_marks(paragraph: Paragraph, reading: HeadReading) -> bool:
    marks = marks_in(paragraph.text)
    take_marks(paragraph, marks, reading)
    return bool(marks)


def take_marks(paragraph: Paragraph, marks: Sequence[re.Match[str]], reading: HeadReading) -> None:
    """Take 份号, 密级, 保密期限 and 紧急程度."""
    for match in marks:
        for name in ("copy_number", "secrecy", "secrecy_period", "urgency"):
            if match[name]:
                reading.add_part(name, paragraph, match.start(name), match.end(name))


def take_signatories(paragraph: Paragraph, start: int, end: int, reading: HeadReading) -> None:
    """Take the names of a stretch that begins with 签发人."""
    match = SIGNATORY.match(paragraph.text[start:end])
    if match is None:
        return
    reading.signatories += people_in(match["names"]) or ("".join(match["names"].split()),)
    reading.add_part("signatories", paragraph, start + match.start("names"), start + match.end("names"))


def _read_formed(paragraph: Paragraph, reading: HeadReading) -> bool:
    """Lines that say by their own words what they are."""
    text = paragraph.text
    if COPY_NOTE.match(text):
        reading.add("copy_note", text.strip(), paragraph)
    elif SIGNATORY.match(text):
        take_signatories(paragraph, 0, len(text), reading)
    elif reading.signatories and (more := people_in(text)) and are_people(more):
        reading.signatories += more
        reading.spans.append(paragraph.span)
    elif match := REGISTRATION.match(text):
        reading.add_part("registration_number", paragraph, match.start("code"), match.end("code"))
    elif match := ADDRESSED_TO.match(text):
        reading.add_part("addressees", paragraph, match.start("names"), match.end("names"))
    elif ATTENDANCE.match(text):
        read_attendance(paragraph, reading.fields, reading.spans)
    elif is_labelled(text):
        read_labelled(paragraph, reading)
    elif BLANK_NUMBER.match(text):
        reading.add_part("blank_number", paragraph, 0, len(text))
    elif BLANK_DATE.match(text):
        reading.add_part("blank_date", paragraph, 0, len(text))
    elif WEB_LINE.match(text) or PUBLICITY.match(text) or NOTE.match(text):
        reading.add("web_line", text.strip(), paragraph)
    else:
        return False
    return True


def names_body_and_day(text: str) -> bool:
    """Whether a line in brackets names who issued the text and the day, and nothing else."""
    match = _in_brackets(text)
    return match is not None and bool(issuers.bodies_in(match["body"]))


def _in_brackets(text: str) -> re.Match[str] | None:
    return (_DAY_AND_BODY.match(text) or _BODY_AND_DAY.match(text)) if text.lstrip()[:1] in ("（", "(") else None


def _read_dated(paragraph: Paragraph, reading: HeadReading) -> bool:
    """A date alone, with the body that signs, or a 题注."""
    text = paragraph.text
    found = first_date(text)
    if found is None:
        return False
    if DATE_LINE.match(text):
        start, end = found[1]
        reading.dated_on = reading.dated_on or found[0]
        reading.add_part("dated_on", paragraph, start, end, ELSEWHERE)
        return True
    if is_enactment(text):
        take_enactment(paragraph, reading)
        return True
    signed = SIGNED.match(text) or _in_brackets(text)
    if signed is None or not (bodies := issuers.bodies_in(signed["body"])):
        return False
    reading.dated_on = reading.dated_on or found[0]
    reading.add_part("dated_on", paragraph, signed.start("date"), signed.end("date"), ELSEWHERE)
    if not reading.issuers:
        reading.issuers = bodies
        reading.add_part("issuing_authorities", paragraph, signed.start("body"), signed.end("body"), ELSEWHERE)
    return True


def read_author(paragraph: Paragraph, reading: HeadReading) -> bool:
    """Take a line below a title that names one person: who gives the speech."""
    if person_of(paragraph.text) is None:
        return False
    reading.add_part("author", paragraph, 0, len(paragraph.text), LOOSE)
    return True
