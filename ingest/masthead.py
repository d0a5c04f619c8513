"""The head of a document: 版头, title, 发文字号, 主送机关, and what web pages say in a table above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import issuers
from ingest.dates import DATE, first_date
from ingest.document_number import find_document_numbers
from ingest.line_forms import (
    COPY_NOTE,
    COPY_NUMBER,
    DATE_LINE,
    ISSUE,
    NOTE,
    PUBLICITY,
    SECRECY,
    SIGNATORY,
    URGENCY,
    WEB_LINE,
    ends_sentence,
)
from ingest.markers import marker_at
from ingest.model import Evidence, LineKind, Span
from ingest.paragraphs import Paragraph
from ingest.title import TITLE_LIMIT, TITLE_TAIL, best_title_run, clean_title, title_runs

_LABELS = {
    "标题": "title",
    "title": "title",
    "名称": "title",
    "信息名称": "title",
    "文件名称": "title",
    "发文字号": "document_number",
    "文号": "document_number",
    "发文文号": "document_number",
    "文件编号": "document_number",
    "发文机关": "issuing_authorities",
    "发布机构": "issuing_authorities",
    "发文机构": "issuing_authorities",
    "发布机关": "issuing_authorities",
    "制发机关": "issuing_authorities",
    "发文单位": "issuing_authorities",
    "author": "issuing_authorities",
    "成文日期": "dated_on",
    "发文日期": "dated_on",
    "制发日期": "dated_on",
    "date": "dated_on",
    "发布日期": "published_on",
    "公开日期": "published_on",
    "索引号": "catalog_number",
    "主题词": "keywords",
    "主题分类": "subject",
}
_ISSUE_AREA = 12  # a bulletin prints its issue among the first lines
_BODY_LEAD = re.compile(
    r"^(?:现将|现就|为(?:了|进一步|深入|贯彻|全面|切实|推动|加强|规范|做好|认真)?|根据|按照|经|近日|近年|当前|最近|你[厅局委省市]|《)"
)
# 主送机关, GB/T 9704-2012 7.3.2: names of bodies, closed by ：
_ADDRESSEE_WORDS = re.compile(r"各|有关|省|市|县|区|局|厅|委|部|办|处|院|校|公司|单位|支部|组织|同志|机关|政府|党组")
_ADDRESSEE_ENDS = re.compile(r"[：:]\s*$")
_ENACTMENT = re.compile(r"发布|公布|通过|修订|修正|批准|施行|印发|颁布|制定")
_PROMULGATION = re.compile(r"发布|公布|颁布|印发|修订|修正")


@dataclass(frozen=True, slots=True)
class Field:
    """A value with the place it was read from."""

    value: str
    evidence: Evidence


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


def evidence_of(paragraph: Paragraph, span: Span | None = None) -> Evidence:
    """Where a field stands: the whole paragraph, or a span of the stored text inside it."""
    start, end = span or paragraph.span
    text = paragraph.text[start - paragraph.span[0] : end - paragraph.span[0]]
    return Evidence(text, (start, end), paragraph.page_at(start))


def read_masthead(paragraphs: Sequence[Paragraph], start: int, end: int) -> Masthead:
    """The head that begins at paragraph `start`; the document ends before paragraph `end`."""
    body = _body_start(paragraphs, start, end)
    reading = _Reading()
    metadata = [p for p in paragraphs[start:body] if p.first.kind is LineKind.METADATA]
    lines = [p for p in paragraphs[start:body] if p.first.kind is not LineKind.METADATA]
    for paragraph in metadata:
        _read_metadata(paragraph, reading)
    addressee = lines[-1] if lines and _is_addressee(lines[-1].text) else None
    if addressee is not None:
        lines = lines[:-1]
        reading.addressees = split_names(addressee.text)
        reading.add("addressees", addressee.text.strip(" \t\u3000：:"), addressee)
    _read_lines(lines, reading)
    return Masthead(
        fields=reading.fields,
        issuers=reading.issuers,
        addressees=reading.addressees,
        dated_on=reading.dated_on,
        enacted_on=reading.enacted_on,
        field_spans=tuple(reading.spans),
        unread=tuple(reading.unread),
        body=body,
    )


def split_names(text: str) -> tuple[str, ...]:
    """Bodies in printed order: 「A、B，C：」 is A、B and C, for 、 lists inside one kind and ， parts the kinds."""
    text = "".join(text.split()).strip("：:。；;，,")
    names: list[str] = []
    depth = 0
    begin = 0
    for i, character in enumerate(text):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif character in "，,；;。" and depth == 0:
            names.append(text[begin:i])
            begin = i + 1
    names.append(text[begin:])
    return tuple(n for n in names if n)


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}
        self.issuers: tuple[str, ...] = ()
        self.addressees: tuple[str, ...] = ()
        self.dated_on: date | None = None
        self.enacted_on: date | None = None
        self.dividers: list[int] = []  # where red head and number stand: a title does not reach over them
        self.spans: list[Span] = []
        self.unread: list[Paragraph] = []

    def add(self, name: str, value: str, paragraph: Paragraph, span: Span | None = None) -> None:
        """Take a paragraph into a field; the first one that gives a value is the field's evidence."""
        self.spans.append(paragraph.span)
        self.fields.setdefault(name, Field(value, evidence_of(paragraph, span)))


def _body_start(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """Index of the first paragraph below the head."""
    issue = next((i for i in range(start, min(end, start + _ISSUE_AREA)) if ISSUE.match(paragraphs[i].text)), None)
    if issue is not None:
        return _bulletin_body(paragraphs, issue, end)
    head_seen = False
    for i in range(start, end):
        paragraph = paragraphs[i]
        text = paragraph.text
        if paragraph.first.kind is LineKind.METADATA:
            continue
        if paragraph.first.kind is LineKind.TABLE_ROW:
            return i
        if _is_addressee(text) and (head_seen or i > start):
            return i + 1
        if _is_head_line(paragraph):
            head_seen = True
            continue
        if marker_at(text) is not None:
            return i
        if head_seen and TITLE_TAIL.match(text):
            continue  # （试行） （2021年版） below the title
        if ends_sentence(text) or len(text) > TITLE_LIMIT or _is_prose(text):
            return i
        head_seen = True
    return end


def _bulletin_body(paragraphs: Sequence[Paragraph], issue: int, end: int) -> int:
    """Index of the first paragraph below a bulletin's head: its name, its issue, the body that edits it, the date."""
    i = issue + 1
    while i < end and (issuers.bodies_in(paragraphs[i].text) or DATE_LINE.match(paragraphs[i].text)):
        i += 1
    return i


def _is_prose(text: str) -> bool:
    """Whether a line reads as running text: no title has a comma in it, or stops at a colon."""
    compact = text.strip()
    if _BODY_LEAD.match(compact) and re.search(r"[，,]", compact):
        return True
    return len(compact) > 20 and bool(re.search(r"[，,；;]|[：:]$", compact)) and not issuers.bodies_in(compact)


def _is_addressee(text: str) -> bool:
    compact = text.strip()
    if not _ADDRESSEE_ENDS.search(compact) or marker_at(compact) is not None or "。" in compact:
        return False
    return bool(_ADDRESSEE_WORDS.search(compact)) and not re.search(
        r"同志们|各位|如下|以下|下列|通知|原则[：:]|要求[：:]|[是为][：:]|抄送|签发人|通过|规定[：:]|指出|强调", compact
    )


def _is_head_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if (
        COPY_NOTE.match(text)
        or SECRECY.match(text)
        or URGENCY.match(text)
        or SIGNATORY.match(text)
        or COPY_NUMBER.match(text)
    ):
        return True
    if DATE_LINE.match(text) or issuers.bodies_of_red_head(text) or WEB_LINE.match(text):
        return True
    if _number_line(text) is not None:
        return True
    return bool(
        len(text) < 80 and DATE.search(text) and _ENACTMENT.search(text) and not ends_sentence(text.rstrip("）)"))
    )


def _number_line(text: str) -> tuple[str, Span] | None:
    """The 发文字号 of a line that holds nothing else, or only the 签发人 beside it; span in characters of the line."""
    if len(text) > 60:
        return None
    mentions = find_document_numbers(text)
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    before, after = text[: mention.span[0]].strip(), text[mention.span[1] :].strip()
    if before.strip("　 ：:文号发字（(") or (after.strip("）) ") and not SIGNATORY.match(after)):
        return None
    return mention.normal, mention.span


def _read_metadata(paragraph: Paragraph, reading: _Reading) -> None:
    line = paragraph.first
    label = "".join((line.label or "").split()).strip("：:").lower()
    name = _LABELS.get(label, f"metadata:{label}")
    value = paragraph.text[line.value_start :].strip()
    start = paragraph.span[0] + paragraph.text.index(value, min(line.value_start, len(paragraph.text))) if value else 0
    if not value:
        reading.spans.append(paragraph.span)
        return
    span = (start, start + len(value))
    if name == "dated_on":
        found = first_date(value)
        if found is None:
            name = "metadata:" + label
        else:
            reading.dated_on = reading.dated_on or found[0]
    elif name == "issuing_authorities":
        reading.issuers = reading.issuers or tuple(n for n in re.split(r"[ \t\u3000、，,；;]+", value) if n)
    elif name == "document_number":
        mentions = find_document_numbers(value)
        if not mentions:
            name = "metadata:" + label
        else:
            value = mentions[0].normal
    elif name == "title":
        value = clean_title(value)
    reading.add(name, value, paragraph, span)


def _read_lines(lines: Sequence[Paragraph], reading: _Reading) -> None:
    rest: list[Paragraph] = []
    number_at: int | None = None
    red_head: list[tuple[int, str]] = []
    for paragraph in lines:
        text = paragraph.text
        number = _number_line(text)
        if number is not None:
            start = paragraph.span[0]
            reading.add("document_number", number[0], paragraph, (start + number[1][0], start + number[1][1]))
            number_at = len(rest)
            reading.dividers.append(start)
        elif bodies := issuers.bodies_of_red_head(text):
            red_head.extend((paragraph.span[0], body) for body in bodies)
            reading.dividers.append(paragraph.span[0])
            reading.add("issuing_authorities", text.strip(), paragraph)
        elif "".join(text.split()) == "文件":
            red_head.append((paragraph.span[0], ""))
            reading.dividers.append(paragraph.span[0])
            reading.spans.append(paragraph.span)
        elif COPY_NOTE.match(text):
            reading.add("copy_note", text.strip(), paragraph)
        elif SECRECY.match(text):
            reading.add("secrecy", text.strip(), paragraph)
        elif URGENCY.match(text):
            reading.add("urgency", text.strip(), paragraph)
        elif COPY_NUMBER.match(text):
            reading.add("copy_number", text.strip(), paragraph)
        elif SIGNATORY.match(text):
            reading.add("signatories", re.split(r"[：:]", text, maxsplit=1)[1].strip(), paragraph)
        elif WEB_LINE.match(text) or PUBLICITY.match(text) or NOTE.match(text):
            reading.add("web_line", text.strip(), paragraph)
        elif (found := first_date(text)) and DATE_LINE.match(text):
            reading.dated_on = reading.dated_on or found[0]
            reading.add("dated_on", text.strip(), paragraph)
        elif found and _is_enactment(text):
            # The last date of a 题注 is the one of the text that follows; the day a meeting passed it is none.
            if _PROMULGATION.search(text):
                reading.enacted_on = max(reading.enacted_on or found[0], found[0])
            reading.fields.pop("enacted_on", None)
            reading.add("enacted_on", text.strip(), paragraph)
            if names := _enacting_bodies(text):
                reading.issuers = names
                reading.fields["issuing_authorities"] = Field(text.strip(), evidence_of(paragraph))
        else:
            rest.append(paragraph)
    _read_title(rest, number_at, reading, red_head)


def _enacting_bodies(text: str) -> tuple[str, ...]:
    """Bodies of a 题注: 「2022年2月25日　中共中央、国务院发布」, 「根据…《国务院关于修改…的决定》第四次修订」."""
    words = DATE.sub(" ", text).strip(" （）()")
    decision = re.search(r"《([^《》]+)", words)
    if decision:
        return issuers.bodies_of_title(decision[1])
    match = re.match(r"(?P<names>[^，。]{2,40}?)(?:令[^，。]{0,12})?(?:发布|公布|印发|颁布|制定)", words)
    return issuers.bodies_in(match["names"]) if match else ()


def _is_enactment(text: str) -> bool:
    """Whether a line is a 题注: it begins with the date or its bracket, and says what was done that day."""
    return len(text) < 160 and bool(
        re.match(rf"\s*[（(]?\s*(?:{DATE.pattern})", text, re.VERBOSE) and _ENACTMENT.search(text)
    )


def _read_title(
    rest: Sequence[Paragraph], number_at: int | None, reading: _Reading, red_head: Sequence[tuple[int, str]]
) -> None:
    """Find the title among the head lines that have no form of their own; what is left over stays unread."""
    taken: set[int] = set()
    heads = list(red_head)
    # Bodies printed above the number are the red head, also where the word 文件 is missing (信函格式); bodies right
    # above the subject are the beginning of the title.
    for i, paragraph in enumerate(rest):
        bodies = issuers.bodies_in(paragraph.text)
        above_number = number_at is not None and i < number_at
        if not bodies or not (above_number or red_head) or _leads_title(rest, i, reading.dividers):
            continue
        if above_number or paragraph.span[0] < max(start for start, _ in red_head):
            heads.extend((paragraph.span[0], body) for body in bodies)
            reading.add("issuing_authorities", paragraph.text.strip(), paragraph)
            taken.add(i)
    if names := [body for _, body in sorted(heads, key=lambda head: head[0]) if body]:
        reading.issuers = tuple(dict.fromkeys(names))
    if _read_bulletin_title(rest, taken, reading):
        return
    runs = title_runs(rest, taken)
    known = reading.fields.get("title")
    chosen = best_title_run(runs, rest, known.value if known else None, number_at)
    if chosen:
        text = "\n".join(rest[i].text for i in chosen)
        compact = "".join(text.split())
        taken.update(chosen)
        first, last = rest[chosen[0]], rest[chosen[-1]]
        if compact.count("《") == compact.count("》"):
            if known is None:
                span = (first.span[0], last.span[1])
                reading.fields["title"] = Field(clean_title(text), Evidence(text, span, first.page))
            reading.spans.extend(rest[i].span for i in chosen)
        else:
            taken.difference_update(chosen)  # a title cut off in its 《 is no title; the lines are listed as unread
    for i, paragraph in enumerate(rest):
        if i in taken:
            continue
        title = reading.fields.get("title")
        if title is not None and "".join(paragraph.text.split()) in "".join(title.value.split()):
            reading.spans.append(paragraph.span)  # the title printed again, whole or line by line
        elif not reading.issuers and (bodies := issuers.bodies_in(paragraph.text)):
            reading.issuers = bodies
            reading.add("issuing_authorities", paragraph.text.strip(), paragraph)
        else:
            reading.unread.append(paragraph)


def _read_bulletin_title(rest: Sequence[Paragraph], taken: set[int], reading: _Reading) -> bool:
    """Take a bulletin's name and issue as its title, 「老干部工作动态 第7期」; False where there is no issue line."""
    issue = next((i for i, p in enumerate(rest) if ISSUE.match(p.text)), None)
    if issue is None:
        return False
    first = issue - 1 if issue and issue - 1 not in taken else issue
    lines = rest[first : issue + 1]
    text = "\n".join(p.text for p in lines)
    value = " ".join("".join(p.text.split()) for p in lines)
    reading.fields["title"] = Field(value, Evidence(text, (lines[0].span[0], lines[-1].span[1]), lines[0].page))
    reading.spans.extend(p.span for p in lines)
    for i, paragraph in enumerate(rest):
        if i in taken or first <= i <= issue:
            continue
        if bodies := issuers.bodies_in(paragraph.text):
            reading.issuers = tuple(dict.fromkeys((*reading.issuers, *bodies)))
            reading.add("issuing_authorities", paragraph.text.strip(), paragraph)
        else:
            reading.unread.append(paragraph)
    return True


def _leads_title(rest: Sequence[Paragraph], i: int, dividers: Sequence[int]) -> bool:
    """Whether the body on a head line is where the title begins: the line after it goes on with 关于…"""
    following = i + 1
    while following < len(rest) and issuers.bodies_in(rest[following].text):
        following += 1
    if following >= len(rest) or any(rest[i].span[0] < d < rest[following].span[0] for d in dividers):
        return False
    line = rest[following].text
    return bool(re.match(r"(?:联合)?(?:关于|印发|转发|批转)", "".join(line.split())) or issuers.bodies_of_title(line))
