"""Bulletins (简报, 动态, 信息): a head with name, issue and editor, a list of contents, items, and the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.bundles.authors import EDITED_BY, bodies_editing
from ingest.bundles.bulletin_contents import entry_of, printed_entries
from ingest.bundles.bulletin_items import item_starts
from ingest.dates import first_date
from ingest.fields import Field, evidence_of, split_names
from ingest.issuers import bodies_in
from ingest.line_forms import (
    COPIED_TO,
    COPY_NOTE,
    DATE_LINE,
    NUMBER_LINE,
    PRINT_RUN,
    PRINTED,
    SIGNATORY,
    WEB_LINE,
    ends_sentence,
    marks_in,
)
from ingest.masthead import Masthead
from ingest.model import Evidence, LineKind, Span
from ingest.paragraphs import Paragraph

_HEAD_AREA = 12  # a bulletin prints its issue among the first lines
_NAME_LENGTH = 60  # no line of an item's head is longer
_FOOT_LINES = 16
_NUMERAL = "0-9０-９一二三四五六七八九十百"
# A bulletin's issue, with its name before it or the editor and date behind it on the same line.
#   matches   第7期（总第494期） | 2020年第3期 | 〔2021〕第 12 期 | 工作简报（第3期） | 第5期　市委老干部局编　2022年3月1日
#   rejects   关于举办第3期培训班的通知 | 《老干部工作》第3期刊登的文章，
_ISSUE = re.compile(
    rf"""(?x)^\s*(?P<name>[\u4e00-\u9fff“”·—\- ]{{2,24}}?)?\s*
    (?P<issue>[（(〔\[]?\s*(?:(?:19|20)\d\d\s*[〕\]）)]?\s*年?\s*)?[（(]?第\s*[{_NUMERAL}]{{1,5}}\s*期\s*[）)]?
      (?:\s*[（(]?\s*(?:总|累计)\s*第?\s*[{_NUMERAL}]{{1,5}}\s*期\s*[）)]?)?)
    \s*(?P<rest>[^，。；期]{{0,60}})$"""
)
_NAME = re.compile(
    r"简报|动态|信息|通讯|通报|专报|快报|专刊|情况反映|情况|要情|参阅|参考|交流|导刊|摘编|周报|月报|简讯|工作$|之声|动向|内参"
)
_DISTRIBUTION = re.compile(r"^\s*(?:主\s*送|抄\s*[送报]|报\s*送?|送|发\s*送?|分\s*送)\s*[：:]\s*(?P<names>.*)$")
_EDITORS = re.compile(
    r"^\s*(?:(?:责任|执行|本期)?\s*(?:编\s*辑|主\s*编|编\s*审|审\s*[核签稿]|校\s*对|签\s*发|编\s*印|主\s*办|承\s*办|编辑部|编发|印刷|地\s*址|邮\s*[编箱]|联系电话|电\s*话|投稿)(?:人|单位|邮箱|电话)?)\s*[：:]"
)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin: its head, where each item begins, and its foot."""

    head: Masthead
    items: tuple[int, ...]  # first paragraph of each item, its section's head included
    end: int  # the foot begins here
    fields: dict[str, Field]  # of the foot: who receives it, who edited it
    copied_to: tuple[str, ...]
    foot_spans: tuple[Span, ...]


def read_bulletin(paragraphs: Sequence[Paragraph], contents: Sequence[str] = ()) -> Bulletin | None:
    """The bulletin that a file is; None where it prints no issue or holds no item.

    `contents`: entries of a list of contents that was taken out of the paragraphs before.
    """
    issue = _issue_at(paragraphs)
    if issue is None:
        return None
    end, fields, copied_to, spans = _read_foot(paragraphs)
    head = _read_head(paragraphs, issue, end)
    entries = [entry_of(text) for text in contents] + printed_entries(paragraphs, head.body, end)
    items = item_starts(paragraphs, head.body, end, [e for e in entries if e])
    return Bulletin(head, items, end, fields, copied_to, spans) if items else None


def _issue_at(paragraphs: Sequence[Paragraph]) -> int | None:
    """Index of the line that prints a bulletin's issue."""
    for i, paragraph in enumerate(paragraphs[:_HEAD_AREA]):
        text = paragraph.text
        if "期" not in text or len(text) > 90 or paragraph.first.kind is not LineKind.TEXT:
            continue
        match = _ISSUE.match(text)
        if match is None or not _goes_with_issue(match["rest"]):
            continue
        name = match["name"] or (paragraphs[i - 1].text if i else "")
        if "".join(name.split()).endswith("纪要"):
            return None  # minutes count by issue, too
        if _NAME.search("".join(name.split())) or (
            len(name) <= _NAME_LENGTH and _is_edited(paragraphs, i, match["rest"])
        ):
            return i
    return None


def _is_edited(paragraphs: Sequence[Paragraph], issue: int, rest: str) -> bool:
    """Whether an editor stands beside the issue or below it."""
    return bool(bodies_editing(rest) or any(bodies_editing(p.text) for p in paragraphs[issue + 1 : issue + 3]))


def _goes_with_issue(rest: str) -> bool:
    """Whether what stands behind the issue is the editor, the date, or nothing."""
    words = EDITED_BY.sub("", rest.strip(" \t\u3000（）()")).strip()
    found = first_date(words)
    if found is not None:
        start, end = found[1]
        words = f"{words[:start]} {words[end:]}".strip()
        words = EDITED_BY.sub("", words).strip()
    return not words or bool(bodies_in(words)) or bool(SIGNATORY.match(words))


def _read_head(paragraphs: Sequence[Paragraph], issue: int, end: int) -> Masthead:
    fields: dict[str, Field] = {}
    spans: list[Span] = []
    names: list[str] = []
    unread: list[Paragraph] = []
    match = _ISSUE.match(paragraphs[issue].text)
    assert match is not None
    name_at = issue
    if match["name"] is None:
        name_at = next((i for i in range(issue - 1, -1, -1) if not _has_own_form(paragraphs[i].text)), issue)
    lines = [paragraphs[i] for i in dict.fromkeys((name_at, issue))]
    _add_title(fields, spans, lines, match["issue"])
    body = issue + 1
    while body < end and _is_head_line(paragraphs[body]):
        body += 1
    dated_on = None
    for i in range(body):
        paragraph = paragraphs[i]
        text = paragraph.text
        found = first_date(text)
        if i in (name_at, issue):
            rest = match["rest"] if i == issue else ""
            found = first_date(rest)
            names.extend(bodies_editing(rest))
        elif WEB_LINE.match(text) or "".join(text.split()) == "".join(paragraphs[name_at].text.split()):
            _take(fields, spans, "web_line", paragraph)
            continue
        elif marks := marks_in(text):
            for mark in marks:
                for name, value in mark.groupdict().items():
                    if value:
                        _take(fields, spans, name, paragraph)
        elif COPY_NOTE.match(text):
            _take(fields, spans, "copy_note", paragraph)
        elif SIGNATORY.match(text):
            _take(fields, spans, "signatories", paragraph)
        elif editors := bodies_editing(text):
            names.extend(editors)
            _take(fields, spans, "issuing_authorities", paragraph)
        elif found and _goes_with_issue(text):
            spans.append(paragraph.span)
        elif NUMBER_LINE.match(text):
            _take(fields, spans, "document_number", paragraph)
        else:
            unread.append(paragraph)
            continue
        if found and dated_on is None:
            dated_on = found[0]
            fields["dated_on"] = Field(found[0].isoformat(), evidence_of(paragraph))
    if names and "issuing_authorities" not in fields:
        fields["issuing_authorities"] = Field("".join(names), evidence_of(paragraphs[issue]))
    return Masthead(fields, tuple(dict.fromkeys(names)), (), dated_on, None, tuple(spans), tuple(unread), body)


def _take(fields: dict[str, Field], spans: list[Span], name: str, paragraph: Paragraph) -> None:
    fields.setdefault(name, Field(paragraph.text.strip(), evidence_of(paragraph)))
    spans.append(paragraph.span)


def _add_title(fields: dict[str, Field], spans: list[Span], lines: Sequence[Paragraph], issue: str) -> None:
    """The bulletin's name and issue as its title: 「老干部工作动态 第7期（总第494期）」."""
    name = "".join(lines[0].text.split())
    if len(lines) == 1:
        match = _ISSUE.match(lines[0].text)
        name = "".join((match["name"] or "").split()) if match else name
    value = f"{name} {''.join(issue.split())}".strip()
    start = lines[0].span[0]
    last = lines[-1]
    end = last.span[0] + last.text.index(issue) + len(issue)
    text = "\n".join((*(p.text for p in lines[:-1]), last.text[: end - last.span[0]]))
    fields["title"] = Field(value, Evidence(text, (start, end), lines[0].page))
    if lines[0].span[1] + 1 != last.span[0] and len(lines) > 1:
        # Something stands between name and issue: the name alone is the evidence.
        fields["title"] = Field(value, evidence_of(lines[0]))
    spans.extend(p.span for p in lines)


def _has_own_form(text: str) -> bool:
    return bool(
        marks_in(text)
        or COPY_NOTE.match(text)
        or SIGNATORY.match(text)
        or DATE_LINE.match(text)
        or NUMBER_LINE.match(text)
    )


def _is_head_line(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.first.kind is LineKind.TEXT and bool(
        _has_own_form(text) or bodies_editing(text) or (len(text) < 60 and first_date(text) and _goes_with_issue(text))
    )


def _read_foot(
    paragraphs: Sequence[Paragraph],
) -> tuple[int, dict[str, Field], tuple[str, ...], tuple[Span, ...]]:
    """Where the foot begins, and what it says: 报, 送 and 发, editors, print run."""
    last = len(paragraphs)
    begin = last
    for i in range(last - 1, max(0, last - _FOOT_LINES), -1):
        text = paragraphs[i].text
        if _DISTRIBUTION.match(text) or _EDITORS.match(text) or PRINT_RUN.match(text) or PRINTED.match(text):
            begin = i
        elif len(text) > 120 or (ends_sentence(text) and begin == last):
            break
    fields: dict[str, Field] = {}
    spans: list[Span] = []
    copied: list[str] = []
    name = "editors"
    for paragraph in paragraphs[begin:]:
        text = paragraph.text
        if (match := COPIED_TO.match(text)) or (match := _DISTRIBUTION.match(text)):
            name = "copied_to"
            copied.extend(split_names(match["names"]))
        elif _EDITORS.match(text) or PRINT_RUN.match(text) or PRINTED.match(text):
            name = "editors"
        elif name == "copied_to":
            copied.extend(split_names(text))
        _take(fields, spans, name, paragraph)
    return begin, fields, tuple(copied), tuple(spans)
