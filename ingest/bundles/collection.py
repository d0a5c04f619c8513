"""Several documents that follow one another in a file: notices each with its own masthead, or the rules of a handbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest import issuers
from ingest.bundles.authors import bodies_editing
from ingest.bundles.issued import bare_title, is_same_title
from ingest.dates import DATE, first_date
from ingest.fields import Field, evidence_of
from ingest.heads.start import head_start
from ingest.line_forms import (
    ANNEX_HEAD,
    CONTENTS_HEAD,
    COPIED_TO,
    DATE_LINE,
    NOTE,
    NUMBER_LINE,
    PRINT_RUN,
    PRINTED,
    SIGNED,
    TYPE_AT_END,
    WEB_LINE,
    ends_sentence,
    is_title_like,
    marks_in,
    stands_alone,
)
from ingest.markers import Family, Marker, marker_at
from ingest.masthead import Masthead
from ingest.model import Alignment, LineKind, Span
from ingest.paragraphs import Paragraph
from ingest.title import TITLE_TAIL

_TITLE_LINES = 4
_TITLE_LINE = 50
_SHORT_TITLE = 12
_PROSE = 24
_SENTENCE_GOES_ON = tuple("。；：:，,")
_NO_TITLE_END = frozenset("。；;：:，,、！？!?”")
_AFTER_TITLE = 4  # within so many lines below a title its document must show itself
_COLLECTION_AREA = 8
_FEWEST_RULES = 2
#   matches   老干部工作制度汇编 | 离退休干部政策选编（2023年版） | 工作手册
#   rejects   关于编印《工作手册》的通知
_COLLECTION_TITLE = re.compile(
    r"^(?!.*(?:关于|印发|通知)).{2,40}(?:汇编|选编|汇集|摘编|文件集|制度集|政策集|法规集|手册|选辑|辑要|一本通|口袋书|读本|文选)(?:[（(〔][^（）()]{1,20}[）)〕])?$"
)
_ENACTED = re.compile(
    rf"^\s*[（(]?\s*(?:{DATE.pattern})[^。]*(?:发布|公布|通过|修订|修正|批准|施行|印发|颁布|制定)", re.VERBOSE
)
_ADDRESSEE = re.compile(
    r"^(?!.*(?:如下|以下|下列|同志们))[^。；]*(?:[各省市县区局厅委部办处院校]|单位|组织|同志|公司|支部)[^。；]*[：:]\s*$"
)
_MONTH_LINE = re.compile(r"^\s*[（(]?\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*[）)]?\s*$")
_NOTICE_TITLE = re.compile(
    r"关于.{2,80}的(?:通知|意见|决定|通报|通告|公告|批复|函|报告|请示|实施意见|指导意见)(?:[（(][^（）()]{1,20}[）)])?$"
)
_ENTRY_TAIL = re.compile(r"[.．·…\s]*(?:[(（]?\d{1,4}[)）]?)?$")
_ENTRY_NUMBER = re.compile(r"^\s*(?:[0-9０-９]{1,3}\s*[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．])\s*")
# Heads over several rules of a handbook: 第一部分 中央文件 | 一、制度类 | 【综合】
_PART_LINE = re.compile(
    r"^\s*(?:第[一二三四五六七八九十]{1,3}(?:部分|编|篇|辑)|[一二三四五六七八九十]{1,3}、|【[^】]{2,12}】)\s*[^。，；：]{0,16}】?$"
)


@dataclass(frozen=True, slots=True)
class Sequel:
    """Where the documents after the first one begin, and whether the file is a collection with a head of its own."""

    starts: tuple[int, ...]
    is_collection: bool


def find_sequel(
    paragraphs: Sequence[Paragraph],
    body: int,
    entries: Sequence[str],
    issued: Callable[[int], Sequence[str]],
    annexes: Callable[[int], Sequence[str]],
) -> Sequel:
    """Further documents of a file whose first one has its body at paragraph `body`.

    `issued(i)`: what the document that begins at `i` issues itself; such a rule is printed below its notice and is no
    document that merely follows. `annexes(i)`: what its 附件说明 names. Each is asked only where a title stands.
    """
    collection = _is_collection(paragraphs)
    begin = _collection_body(paragraphs, len(paragraphs)) if collection else body
    reading = _Reading(paragraphs, entries, issued, annexes, collection, [0])
    i = begin
    while i < len(paragraphs):
        start = reading.document_at(i)
        if start is not None:
            reading.starts.append(start)
        i = max(i + 1, reading.resume)
    starts = tuple(reading.starts[1:])
    if collection and len(starts) < _FEWEST_RULES:
        return Sequel((), is_collection=False)
    return Sequel(starts, collection)


def read_collection_head(paragraphs: Sequence[Paragraph], end: int) -> Masthead:
    """The head of a collection: its title, who compiled it, and when; what follows is its preface and contents."""
    fields: dict[str, Field] = {}
    spans: list[Span] = []
    names: list[str] = []
    dated_on = None
    unread: list[Paragraph] = []
    title = _collection_title(paragraphs)
    body = _collection_body(paragraphs, end)
    for i, paragraph in enumerate(paragraphs[:body]):
        text = paragraph.text
        found = first_date(text)
        editors = bodies_editing(text)
        if i == title:
            fields["title"] = Field("".join(text.split()), evidence_of(paragraph))
        elif editors:
            names.extend(editors)
            fields.setdefault("issuing_authorities", Field(text.strip(), evidence_of(paragraph)))
        elif found is None and not (
            marks_in(text) or TITLE_TAIL.match(text) or WEB_LINE.match(text) or _same(paragraph, paragraphs[title])
        ):
            unread.append(paragraph)
            continue
        if found is not None and dated_on is None:
            dated_on = found[0]
            fields["dated_on"] = Field(found[0].isoformat(), evidence_of(paragraph))
        spans.append(paragraph.span)
    return Masthead(
        fields=fields,
        issuers=tuple(dict.fromkeys(names)),
        addressees=(),
        dated_on=dated_on,
        enacted_on=None,
        field_spans=tuple(spans),
        unread=tuple(unread),
        body=body,
    )


def _collection_title(paragraphs: Sequence[Paragraph]) -> int:
    """Where the title of a collection stands; a page may print it once more above."""
    area = paragraphs[:_COLLECTION_AREA]
    first = next(p.text for p in area if _is_collection_title(p))
    return max(i for i, p in enumerate(area) if "".join(p.text.split()) == "".join(first.split()))


def _same(one: Paragraph, other: Paragraph) -> bool:
    return "".join(one.text.split()) == "".join(other.text.split())


def _collection_body(paragraphs: Sequence[Paragraph], end: int) -> int:
    """The first paragraph below the head of a collection."""
    body = _collection_title(paragraphs) + 1
    while body < end and _is_head_line(paragraphs[body].text):
        body += 1
    return body


def _is_head_line(text: str) -> bool:
    return bool(
        bodies_editing(text)
        or DATE_LINE.match(text)
        or _MONTH_LINE.match(text)
        or TITLE_TAIL.match(text)
        or marks_in(text)
    )


def is_part_line(text: str) -> bool:
    """Whether a line heads several documents of a collection: 第一部分　中央文件, 一、制度类."""
    return len(text) <= _TITLE_LINE and _PART_LINE.match(text) is not None


def contents_entry(text: str) -> str:
    """An entry of a list of contents as the title it points to is compared: no number, no dots, no page."""
    return bare_title(_ENTRY_TAIL.sub("", _ENTRY_NUMBER.sub("", text)))


def _is_collection(paragraphs: Sequence[Paragraph]) -> bool:
    return any(_is_collection_title(p) for p in paragraphs[:_COLLECTION_AREA])


def _is_collection_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return len(text) <= 50 and marker_at(text) is None and _COLLECTION_TITLE.match("".join(text.split())) is not None


@dataclass(slots=True)
class _Reading:
    """The search for further documents, with those found so far."""

    paragraphs: Sequence[Paragraph]
    entries: Sequence[str]
    issued: Callable[[int], Sequence[str]]
    annexes: Callable[[int], Sequence[str]]
    collection: bool
    starts: list[int]
    resume: int = 0
    names: dict[int, list[str]] = field(default_factory=dict)  # what each open document names, asked once

    def document_at(self, i: int) -> int | None:
        """The first paragraph of the document whose number or title stands at `i`; None where none begins."""
        paragraph = self.paragraphs[i]
        text = paragraph.text
        if (
            not 4 <= len(text) <= 2 * _TITLE_LINE
            or text[-1] in _NO_TITLE_END
            or paragraph.first.kind is not LineKind.TEXT
        ):
            return None
        if "号" in text and NUMBER_LINE.match(text):
            return self._numbered(i)
        last = self._title_end(i)
        return self._titled(i, last) if last is not None else None

    def _numbered(self, i: int) -> int | None:
        """A 发文字号 on its line with a title below or above it."""
        first = head_start(self.paragraphs, i, self.starts[-1], numbered=True)
        title = next(
            (j for j in range(i + 1, min(i + 4, len(self.paragraphs))) if self._title_end(j) is not None), None
        )
        if title is None:
            above = self._title_start_above(first)
            if above is None:
                return None
            first, title = above, above
        last = self._title_end(title)
        if (
            last is None
            or not self._closed_before(first, title, last, numbered=title > i)
            or self._is_known(title, last)
        ):
            return None
        self.resume = max(last, i) + 1
        return self._with_part_line(first)

    def _title_start_above(self, number: int) -> int | None:
        for first in range(max(self.starts[-1] + 1, self.resume, number - _TITLE_LINES), number):
            if self._title_end(first) == number - 1:
                return first
        return None

    def _titled(self, first: int, last: int) -> int | None:
        """A title without number above it: what stands before and below it must say that a document begins."""
        start = head_start(self.paragraphs, first, self.starts[-1])
        if (
            not self._closed_before(start, first, last, numbered=False)
            or self._is_known(first, last)
            or not self._shows_document(start, first, last)
        ):
            return None
        self.resume = last + 1
        return self._with_part_line(start)

    def _with_part_line(self, start: int) -> int:
        """The document's start, with the head over several rules that stands right above it."""
        above = start - 1
        if self.collection and above > self.starts[-1] and is_part_line(self.paragraphs[above].text):
            return above
        return start

    def _title_end(self, first: int) -> int | None:
        """Last paragraph of the title that begins at `first`; None where none does."""
        joined = ""
        for i in range(first, min(first + _TITLE_LINES, len(self.paragraphs))):
            paragraph = self.paragraphs[i]
            text = paragraph.text.strip()
            if paragraph.first.kind is not LineKind.TEXT or len(text) > 2 * _TITLE_LINE or not text:
                return None
            if ends_sentence(text) or text.endswith(_SENTENCE_GOES_ON) or marker_at(text) is not None:
                return None
            if stands_alone(text) or "".join(text.split()) == "文件":
                return None
            joined += "".join(text.split())
            if is_title_like(joined) or (len(joined) >= 4 and self._is_short_title(joined, i)):
                return i
            if self.collection and 4 <= len(joined) <= 60 and contents_entry(joined) in self.entries:
                return i
        return None

    def _is_short_title(self, joined: str, last: int) -> bool:
        """Whether a few words that end in a 文种 are the title of a rule: its first 条 or its 题注 stands right below."""
        if len(joined) > _SHORT_TITLE or TYPE_AT_END.search(joined) is None or last + 1 >= len(self.paragraphs):
            return False
        below = self.paragraphs[last + 1].text
        marker = marker_at(below)
        return _ENACTED.match(below) is not None or (marker is not None and self._begins_rule(marker))

    def _begins_rule(self, marker: Marker) -> bool:
        """Whether a number is the first of a rule: 第一条, 第一章; 一、 as well in a collection."""
        families = (Family.CHINESE,) if self.collection else ()
        return marker.ordinal == (1,) and (marker.family <= Family.ARTICLE or marker.family in families)

    def _closed_before(self, start: int, title: int, last: int, *, numbered: bool) -> bool:
        """Whether what stands before is at its end: a signature, an imprint, a table, a finished sentence, a new page."""
        first = self.paragraphs[start].first
        before = self.paragraphs[start - 1]
        text = before.text
        if ANNEX_HEAD.match(text) and len(text) < 20:
            return False
        if first.page_break_before or first.heading_level == 1 or before.first.kind is LineKind.TABLE_ROW:
            return True
        if self._has_red_head(start, title):
            return True  # a red head begins a notice wherever it stands
        if numbered and self._goes_on_below(last):
            return True  # so do number, title and what a notice goes on with
        if self.collection and (is_part_line(text) or len(self.starts) == 1):
            return True
        return bool(ends_sentence(text) or self._closes_strongly(start))

    def _has_red_head(self, start: int, title: int) -> bool:
        """Whether a red head stands between a document's start and its title: ××文件."""
        texts = [p.text for p in self.paragraphs[start:title]]
        return any(issuers.bodies_of_red_head(text) or "".join(text.split()) == "文件" for text in texts)

    def _goes_on_below(self, last: int) -> bool:
        """Whether 主送机关 or running text stands below a title, not the next entry of a list."""
        below = self.paragraphs[last + 1].text if last + 1 < len(self.paragraphs) else ""
        marker = marker_at(below)
        begins = marker is not None and marker.ordinal == (1,) and TYPE_AT_END.search("".join(below.split())) is None
        return begins or _ADDRESSEE.match(below) is not None or (len(below) >= _PROSE and ends_sentence(below))

    def _closes_strongly(self, start: int) -> bool:
        text = self.paragraphs[start - 1].text
        return bool(
            DATE_LINE.match(text)
            or SIGNED.match(text)
            or PRINTED.match(text)
            or COPIED_TO.match(text)
            or NOTE.match(text)
            or PRINT_RUN.match(text)
        )

    def _is_known(self, first: int, last: int) -> bool:
        """Whether the document that is open names this title itself: as what it issues, or as its annex."""
        printed = "".join(bare_title(p.text) for p in self.paragraphs[first : last + 1])
        open_document = self.starts[-1]
        if open_document not in self.names:
            self.names[open_document] = [*self.issued(open_document), *self.annexes(open_document)]
        known = any(is_same_title(printed, name) for name in self.names[open_document])
        if known:
            self.resume = last + 1  # what is left of it is no title either
        return known

    def _shows_document(self, start: int, first: int, last: int) -> bool:
        """Whether a title is followed by what only a document's head is: 题注, 主送机关, 第一条, or an entry points to it."""
        printed = "".join(bare_title(p.text) for p in self.paragraphs[first : last + 1])
        line = self.paragraphs[first].first
        listed = contents_entry(printed) in self.entries
        has_head = self._has_red_head(start, first)
        strong = has_head or self._closes_strongly(start) or line.page_break_before or line.heading_level is not None
        centred = line.alignment is Alignment.CENTER
        in_annex = self._in_annex(first)
        following = self.paragraphs[last + 1 : last + 1 + _AFTER_TITLE]
        for position, paragraph in enumerate(following):
            text = paragraph.text
            if paragraph.first.kind is LineKind.TABLE_ROW:
                break
            if NUMBER_LINE.match(text.strip().strip("（）()")) or _ENACTED.match(text):
                return not text.rstrip("）)").endswith("。")
            if _ADDRESSEE.match(text) and len(text) <= 120:
                return strong or centred or listed or self.collection
            marker = marker_at(text)
            if marker is not None and (marker.family <= Family.ARTICLE or self._begins_rule(marker)):
                if marker.ordinal != (1,) or (in_annex and not (listed or self.collection)):
                    return False
                return listed or self.collection or strong or centred or self._articles_before(first)
            if CONTENTS_HEAD.match(text):
                return strong or centred or self.collection
            if not (TITLE_TAIL.match(text) or issuers.bodies_in(text) or DATE_LINE.match(text)):
                break
            if position and DATE_LINE.match(text):
                continue
        if listed and (self.collection or strong or centred):
            return True
        if in_annex:
            return False
        if self.collection and (line.heading_level is not None or centred or line.page_break_before):
            return TYPE_AT_END.search(printed) is not None
        is_notice = _NOTICE_TITLE.search(printed) is not None and self._goes_on_below(last)
        return is_notice and (has_head or self._closes_strongly(start))

    def _articles_before(self, first: int) -> bool:
        """Whether the document that is open has 第X条 of its own, which now begin again."""
        return any(
            (marker := marker_at(p.text)) is not None and marker.family is Family.ARTICLE
            for p in self.paragraphs[self.starts[-1] : first]
            if p.text.lstrip()[:1] == "第"
        )

    def _in_annex(self, first: int) -> bool:
        """Whether an annex of the open document stands above."""
        return any(
            len(p.text) < 40 and ANNEX_HEAD.match(p.text) is not None
            for p in self.paragraphs[self.starts[-1] + 1 : first]
            if "附" in p.text[:4]
        )
