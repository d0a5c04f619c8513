"""Lines of a head that say by their own form what they are: 份号, 密级, 签发人, dates, 题注, what a page says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import issuers
from ingest.dates import DATE, date_of, first_date
from ingest.document_number import NumberMention, find_document_numbers
from ingest.fields import DERIVED, ELSEWHERE, LOOSE, Field, are_people, evidence_of, field_in, people_in
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

ENACTMENT = re.compile(r"发布|公布|通过|修订|修正|批准|施行|印发|颁布|制定")
_PROMULGATION = re.compile(r"发布|公布|颁布|印发|修订|修正")
# 扬州市第八届人民代表大会常务委员会第三十次会议通过: the body is named with its term and its meeting
_CONGRESS = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,14}?|)第[一二三四五六七八九十]+届(?P<body>(?:全国)?人民代表大会(?:常务委员会)?)第[一二三四五六七八九十百]+次会议(?:通过|修订|修正)"
)
# A 题注 begins with its day, or with its number: （2022年3月5日发布） | （东人〔2020〕77号，2020年12月3日职代会通过）
_ENACTED = re.compile(
    rf"""\s*[（(]?\s*(?:[\u4e00-\u9fff]{{2,14}}[〔\[（(][12]\d{{3}}[〕\]）)]\s*第?\d{{1,5}}号[\s，,、；;]+[^。；（）()\d]{{0,20}})?经?(?:{DATE.pattern})""",
    re.VERBOSE,
)
_ISSUED_BY_IT = re.compile(r"[ \t\u3000]*(?:文件?|通知)?(?:联合)?(?:发布|公布|印发|颁布)")
# （2022年3月5日　云南省民政厅）
_DAY_AND_BODY = re.compile(
    rf"^\s*[（(]\s*(?P<date>{DATE.pattern})[\s　，,]*(?P<body>[^\d，。；：:（）()]{{2,40}}?)\s*[）)]\s*$", re.VERBOSE
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
    if _is_enactment(text):
        _take_enactment(paragraph, reading)
        return True
    signed = SIGNED.match(text) or _DAY_AND_BODY.match(text)
    if signed is None or not (bodies := issuers.bodies_in(signed["body"])):
        return False
    reading.dated_on = reading.dated_on or found[0]
    reading.add_part("dated_on", paragraph, signed.start("date"), signed.end("date"), ELSEWHERE)
    if not reading.issuers:
        reading.issuers = bodies
        reading.add_part("issuing_authorities", paragraph, signed.start("body"), signed.end("body"), ELSEWHERE)
    return True


def _take_enactment(paragraph: Paragraph, reading: HeadReading) -> None:
    """The last date of a 题注 is the one of the text that follows; the day a meeting passed it, for want of another."""
    text = paragraph.text
    days = [day for match in DATE.finditer(text) if (day := date_of(match)) is not None]
    if days and _PROMULGATION.search(text):
        reading.enacted_on = max(days[0], reading.enacted_on or days[0])
    elif days:
        reading.passed_on = max(days[-1], reading.passed_on or days[-1])
    if (number := _enacting_number(text)) is not None and "document_number" not in reading.fields:
        part = field_in(paragraph, *number.span, DERIVED)
        reading.fields["document_number"] = Field(number.normal, part.evidence)
    reading.fields.pop("enacted_on", None)
    reading.add("enacted_on", text.strip(), paragraph, sure=DERIVED)
    if names := _enacting_bodies(text):
        reading.issuers = names
        reading.fields["issuing_authorities"] = Field(text.strip(), evidence_of(paragraph, confidence=DERIVED))


def _enacting_number(text: str) -> NumberMention | None:
    """The number by which a 题注 says the text was issued: 「（东人〔2020〕77号，2020年12月3日…通过）」, 「…以甲财发〔2020〕7号印发」."""
    for mention in find_document_numbers(DATE.sub(lambda day: " " * len(day.group()), text)):
        before, after = text[: mention.span[0]], text[mention.span[1] :]
        own = not before.strip(" \t\u3000（(") or _ISSUED_BY_IT.match(after) is not None
        if mention.agency and mention.year and own and before.count("《") == before.count("》"):
            return mention
    return None


def _enacting_bodies(text: str) -> tuple[str, ...]:
    """Bodies of a 题注: 「2022年2月25日　中共中央、国务院发布」, 「根据…《国务院关于修改…的决定》第四次修订」."""
    words = DATE.sub(" ", text).strip(" （）()")
    decision = re.search(r"《([^《》]+)", words)
    if decision:
        return issuers.bodies_of_title(decision[1])
    if congress := _CONGRESS.search(words):
        return (congress["place"] + congress["body"],)
    match = re.match(
        r"(?P<names>[^，。]{2,80}?)(?:令[^，。]{0,12}|以[^，。]{2,24})?(?:联合)?(?:发布|公布|印发|颁布|制定)", words
    )
    return issuers.bodies_in(match["names"]) if match else ()


def _is_enactment(text: str) -> bool:
    """Whether a line is a 题注: it begins with the date or its bracket, and says what was done that day."""
    begins = len(text) < 160 and _ENACTED.match(text) is not None
    return begins and ENACTMENT.search(text) is not None


def read_author(paragraph: Paragraph, reading: HeadReading) -> bool:
    """Take a line below a title that names one person: who gives the speech."""
    if person_of(paragraph.text) is None:
        return False
    reading.add_part("author", paragraph, 0, len(paragraph.text), LOOSE)
    return True
