"""The items of a bulletin: short lines between two stretches of text that head a speech or a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.bundles.authors import (
    credits_author,
    is_author_or_date,
    is_body_or_person,
    is_credit,
    is_named_body,
    tells_news,
)
from ingest.bundles.bulletin_contents import (
    CONTENTS,
    SECTION,
    SHORTEST_TITLE,
    TITLE_LINES,
    first_item_below,
    is_subtitle,
    points_to,
)
from ingest.bundles.issued import bare_title, is_same_title
from ingest.dates import first_date
from ingest.fields import Field, evidence_of
from ingest.issuers import bodies_in
from ingest.line_forms import DATE_LINE, ends_sentence
from ingest.markers import marker_at
from ingest.masthead import Masthead
from ingest.model import Alignment, Evidence, LineKind, Span
from ingest.paragraphs import Paragraph
from ingest.persons import person_of
from ingest.title import clean_title

_ITEM_LINE = 60  # no line of an item's head is longer
_SHORTEST_NEWS = 6
# How the head of a part of an item begins, not a title: 加强阵地建设 | 坚持分类施策
_GENERAL = re.compile(
    r"(?:一是|加强|强化|突出|坚持|抓[好实牢住]|做[好实优强细]|深化|推[进动]|提[升高]|健全|完善|建立|注重|聚焦|创新|积极|大力|认真|严格|切实|着力|紧[扣盯]|围绕|"
    r"落实|开展|组织|主要|基本|工作|下一步|取得|存在|把|以|从|打造|拓[宽展]|优化|规范|夯实|明确|压实|搭建|丰富|发挥)"
)
_DAY_FIRST = re.compile(
    r"\s*(?:\d{4}年|\d{1,2}月(?:\d{1,2}日|[上中下]旬|份|以来|底|初)|近日|日前|近期|近年来|今年|去年|连日来|最近|为(?:深入|进一步|切实|全面|认真))"
)
_SPEECH = re.compile(r"(?:讲话|发言|致辞|致词|报告|寄语|批示|总结|提纲|摘要|要点|汇报)(?:[（(][^（）()]*[）)])?$")


@dataclass(slots=True)
class _Run:
    """Short lines between two stretches of text: the head of an item, or nothing of the kind."""

    first: int  # the item's first paragraph
    section: int | None = None
    title: list[int] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    body: int = 0  # first paragraph below the run


def item_starts(paragraphs: Sequence[Paragraph], start: int, end: int, entries: Sequence[str]) -> tuple[int, ...]:
    """The first paragraph of each item printed between `start` and `end`; `entries`: what the list of contents names."""
    return tuple(run.first for run in _item_runs(paragraphs, start, end, entries))


def read_item_head(paragraphs: Sequence[Paragraph], start: int, end: int) -> Masthead:
    """The head of the item that begins at paragraph `start`: section, title with subtitle, date and author."""
    run = _parse_run(paragraphs, start, _run_end(paragraphs, start, end), begins=True, entries=())
    if not run.title and run.authors:  # an item has a title: the list of contents told so of what reads like a body
        run.title.append(run.authors.pop(0))
    fields: dict[str, Field] = {}
    spans: list[Span] = []
    names: list[str] = []
    if run.section is not None:
        _take(fields, spans, "section", paragraphs[run.section])
    if run.title:
        lines = [paragraphs[i] for i in run.title]
        text = "\n".join(p.text for p in lines)
        evidence = Evidence(text, (lines[0].span[0], lines[-1].span[1]), lines[0].page)
        fields["title"] = Field(clean_title(text), evidence)
        spans.extend(p.span for p in lines)
    for i in run.authors:
        printed = paragraphs[i].text.strip().strip("（）()")
        _take(fields, spans, "author", paragraphs[i])
        if person_of(printed) is None and not is_credit(paragraphs[i].text):
            names.extend(bodies_in(printed) or ("".join(printed.split()),))
            fields.setdefault("issuing_authorities", Field(printed, evidence_of(paragraphs[i])))
    dated_on = None
    for i in run.dates:
        found = first_date(paragraphs[i].text)
        if found and dated_on is None:
            dated_on = found[0]
        _take(fields, spans, "dated_on", paragraphs[i])
    return Masthead(
        fields=fields,
        issuers=tuple(dict.fromkeys(names)),
        addressees=(),
        dated_on=dated_on,
        enacted_on=None,
        field_spans=tuple(spans),
        unread=(),
        body=run.body,
    )


def _take(fields: dict[str, Field], spans: list[Span], name: str, paragraph: Paragraph) -> None:
    fields.setdefault(name, Field(paragraph.text.strip(), evidence_of(paragraph)))
    spans.append(paragraph.span)


def _item_runs(paragraphs: Sequence[Paragraph], start: int, end: int, entries: Sequence[str]) -> list[_Run]:
    """Every run of short lines that heads an item."""
    found: list[_Run] = []
    i = start
    while i < end:
        if not _is_short(paragraphs[i]):
            i += 1
            continue
        stop = _run_end(paragraphs, i, end)
        begins = not found
        run = _parse_run(
            paragraphs,
            first_item_below(paragraphs, i, stop, entries) if begins else i,
            stop,
            begins=begins,
            entries=entries,
        )
        if stop < end and _heads_item(run, paragraphs, entries, begins=begins):
            found.append(run)
        i = max(stop, i + 1)
    return found


def _is_short(paragraph: Paragraph) -> bool:
    """Whether a paragraph can be a line of an item's head."""
    text = paragraph.text.strip()
    if paragraph.first.kind is not LineKind.TEXT or len(text) > _ITEM_LINE or marker_at(text) is not None:
        return False
    if DATE_LINE.match(text):
        return True
    return not (ends_sentence(text) or text.endswith(("：", ":", "，", "、", "；")))


def _run_end(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    i = start
    while i < end and _is_short(paragraphs[i]):
        i += 1
    return i


def _parse_run(paragraphs: Sequence[Paragraph], start: int, stop: int, *, begins: bool, entries: Sequence[str]) -> _Run:
    """Tell the lines of a run apart: what still belongs to the item above, section, title, date and author."""
    i = start
    if not begins:
        while i < stop and not _named_lines(paragraphs, i, stop, entries) and _closes_item(paragraphs, i, stop):
            i += 1
    run = _Run(first=i, body=stop)
    if i < stop and SECTION.match(paragraphs[i].text) and i + 1 < stop:
        run.section = i
        i += 1
    named = _named_lines(paragraphs, i, stop, entries)
    last = stop
    while last > i + named and is_author_or_date(paragraphs[last - 1]):
        last -= 1
    if last == i and i + 1 < stop and not is_body_or_person(paragraphs[i].text):
        last = i + 1  # a title that ends as the name of a unit does
    run.title = list(range(i, last))
    for j in range(last, stop):
        (run.dates if DATE_LINE.match(paragraphs[j].text) else run.authors).append(j)
    return run


def _named_lines(paragraphs: Sequence[Paragraph], i: int, stop: int, entries: Sequence[str]) -> int:
    """How many lines from here on are what the list of contents names, whatever they read like; 0 where they are not."""
    if not entries:
        return 0
    joined = ""
    for length in range(1, min(TITLE_LINES, stop - i) + 1):
        joined += bare_title(paragraphs[i + length - 1].text)
        if any(is_same_title(joined, entry) for entry in entries):
            return length
    return 0


def _closes_item(paragraphs: Sequence[Paragraph], i: int, stop: int) -> bool:
    """Whether a line of a run signs the item above it: its author and date, with a title still to come."""
    text = paragraphs[i].text
    rest = stop - i - 1
    if is_credit(text):
        return rest > 0
    if not is_body_or_person(text) or rest < 1:
        return False
    return any(not is_author_or_date(paragraphs[j]) for j in range(i + 1, stop))


def _heads_item(run: _Run, paragraphs: Sequence[Paragraph], entries: Sequence[str], *, begins: bool) -> bool:
    """Whether a run is the head of an item rather than a heading inside one."""
    if not 1 <= len(run.title) <= TITLE_LINES:
        return False
    joined = "".join(bare_title(paragraphs[i].text) for i in run.title)
    if len(joined) < SHORTEST_TITLE or CONTENTS.match(paragraphs[run.title[0]].text):
        return False
    if begins or run.section is not None:
        return True
    if any(points_to(entry, joined) for entry in entries) or any(
        is_subtitle(paragraphs[i]) and any(points_to(e, bare_title(paragraphs[i].text).strip("—－-")) for e in entries)
        for i in run.title
    ):
        return True
    first = paragraphs[run.title[0]].first
    if run.authors and any(is_named_body(paragraphs[i].text) or is_credit(paragraphs[i].text) for i in run.authors):
        return True
    if run.authors and (run.dates or _SPEECH.search(joined)):
        return True
    if run.dates and _SPEECH.search(joined):
        return True
    before = paragraphs[run.first - 1].text if run.first else ""
    if credits_author(before) or (not entries and run.body < len(paragraphs) and _is_news(run, joined, paragraphs)):
        return True
    return first.heading_level is not None and first.heading_level <= 2 and bool(run.authors or run.dates)


def _is_news(run: _Run, title: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a title without author and date reads like news and stands like one, where no list of contents tells.

    Two of three must be so: it says who did what, its text begins with a day, it stands apart.
    """
    line, below = paragraphs[run.title[0]].first, paragraphs[run.body]
    if len(title) < _SHORTEST_NEWS or len(run.title) > 2 or _GENERAL.match(title) or re.search(r"[；;]", title):
        return False
    if len(below.text) < _SHORTEST_NEWS or not ends_sentence(below.text) or marker_at(below.text) is not None:
        return False
    apart = line.blank_before or line.alignment is Alignment.CENTER
    return tells_news(title) + (_DAY_FIRST.match(below.text) is not None) + apart >= 2
