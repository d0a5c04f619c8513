"""Splitting a document into its clauses, as the document itself is built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from ingest.frozen import quickly_made
from ingest.line_forms import ends_sentence
from ingest.markers import Family, Marker, decimal_marker_at, marker_at
from ingest.model import Box, Clause, ClauseKind, LineKind
from ingest.paragraphs import Paragraph
from ingest.titled_heads import HEADING_TAIL, titled_heads

PREAMBLE = "正文"
SIGNATURE = "落款"

_CAPTION_LENGTH = 20
# 「一、元旦：2018年…」: a caption of a few words before the first ：, with nothing but words in it; a ： inside brackets
# (1.走访（责任单位：老龄科）) ends none.
_CAPTION = re.compile(r"(?:[^。，,；;！？!?：:、（(]|[（(][^（）()。]{0,20}[）)]){1,20}[：:]")
# 1.问：补贴标准是多少？由谁发？: the question is the heading, whole, and not 问.
_QUESTION = re.compile(r"\s*问(?:题)?\s*[：:][^？?。]{2,120}(?:[？?](?:\s*(?!答)[^？?。：:]{2,60}(?=[？?]))?){0,4}")
# 第三条（适用范围） 第三条【适用范围】: a caption the text gives its article; （一）begins an item instead.
_ARTICLE_CAPTION = re.compile(
    r"[ \t\u3000]*[（(【〔\[](?![一二三四五六七八九十\d]+[）)】〕\]])[^（）()【】〔〕\[\]。，；]{2,20}[）)】〕\]]"
)
_MARKERS_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Scope:
    """A run of paragraphs with numbering of its own: the body of a document, or one annex."""

    text: str  # the stored text that spans count in
    paragraphs: tuple[Paragraph, ...]
    annex: str | None = None  # the annex's head line, path[0] of all its clauses
    annex_marker: str | None = None  # 附件1
    annex_paragraphs: tuple[Paragraph, ...] = ()  # the head line itself and the annex's title
    within: str | None = None  # head line of the annex that this annex is a part of
    within_marker: str | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """What the paths of all its clauses begin with; nothing in the body of a document."""
        return tuple(name for name in (self.within, self.annex) if name is not None)

    @property
    def ids(self) -> tuple[str, ...]:
        """Markers of `path`."""
        markers = (self.within_marker or self.within, self.annex_marker or self.annex)
        return tuple(marker for marker in markers if marker is not None)


@quickly_made
@dataclass(frozen=True, slots=True)
class _Start:
    """A paragraph that begins a clause."""

    index: int  # of the paragraph in its scope
    rank: float
    marker: Marker | None
    heading: str
    path: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    level: int = 1
    is_table: bool = False


@dataclass(slots=True)
class _Numbering:
    """Where the numbering of a scope stands while it is read."""

    ranks: dict[Family, float] = field(default_factory=dict)
    last: dict[Family, tuple[int, ...]] = field(default_factory=dict)
    open: list[_Start] = field(default_factory=list)


def split_clauses(document_id: str, scopes: Iterable[Scope]) -> list[Clause]:
    """The clauses of a document in printed order; spans count in the stored text."""
    clauses: list[Clause] = []
    seen: dict[str, int] = {}
    for scope in scopes:
        clauses.extend(_clauses_of(scope, partial(_clause_id, document_id, seen)))
    return clauses


def signature_clause(document_id: str, text: str, paragraphs: Sequence[Paragraph]) -> Clause:
    """The signature of a document, 署名 and 成文日期, as a clause of its own."""
    clause_id = f"{document_id}#{SIGNATURE}"
    return _clause(text, (SIGNATURE,), clause_id, SIGNATURE, None, paragraphs, 1, ClauseKind.SIGNATURE)


def _clause_id(document_id: str, seen: dict[str, int], ids: Sequence[str | None]) -> str:
    """The id made of markers; `seen` counts how often each came."""
    key = _MARKERS_SEPARATOR.join(part for part in ids if part)
    seen[key] = seen.get(key, 0) + 1
    suffix = f"~{seen[key]}" if seen[key] > 1 else ""
    return f"{document_id}#{key}{suffix}"


def _clauses_of(scope: Scope, name: Callable[[Sequence[str | None]], str]) -> list[Clause]:
    starts = _starts(scope.paragraphs)
    clauses: list[Clause] = []
    first = starts[0].index if starts else len(scope.paragraphs)
    prefix, prefix_ids = scope.path, scope.ids
    before = (*scope.annex_paragraphs, *scope.paragraphs[:first])
    if before:
        path, ids = (prefix, prefix_ids) if scope.annex is not None else ((PREAMBLE,), (PREAMBLE,))
        kind = ClauseKind.PREAMBLE if scope.annex is None else ClauseKind.ANNEX
        clauses.append(_clause(scope.text, path, name(ids), ids[-1], scope.annex, before, len(path), kind))
    for i, start in enumerate(starts):
        end = starts[i + 1].index if i + 1 < len(starts) else len(scope.paragraphs)
        paragraphs = scope.paragraphs[start.index : end]
        # A table below the last 条 is attached to the rule, with or without the word 附表 over it.
        kind = ClauseKind.ANNEX if start.is_table else ClauseKind.CLAUSE
        if start.marker is not None and start.marker.family is Family.ARTICLE:
            kind = ClauseKind.ARTICLE
        elif start.marker is not None and start.marker.family < Family.ARTICLE and len(paragraphs) == 1:
            kind = ClauseKind.HEADING
        clauses.append(
            _clause(
                scope.text,
                (*prefix, *start.path),
                name((*prefix_ids, *start.ids)),
                start.marker.text if start.marker else start.heading,
                start.heading,
                paragraphs,
                len(prefix) + start.level,
                kind,
            )
        )
    return clauses


def _clause(
    stored_text: str,
    path: tuple[str, ...],
    clause_id: str,
    marker: str,
    heading: str | None,
    paragraphs: Sequence[Paragraph],
    level: int,
    kind: ClauseKind,
) -> Clause:
    # An imprint in the middle of a file was taken out of its paragraphs; it stays in the span, which has no holes.
    span = (paragraphs[0].span[0], paragraphs[-1].span[1])
    boxes: list[Box] = [box for p in paragraphs for piece in p.pieces for box in piece.line.boxes]
    return Clause(
        clause_id=clause_id,
        path=path,
        marker=marker,
        heading=heading,
        text=stored_text[span[0] : span[1]],
        span=span,
        page=paragraphs[0].page,
        boxes=tuple(boxes),
        level=level,
        kind=kind,
    )


def _starts(paragraphs: Sequence[Paragraph]) -> list[_Start]:
    decimal = _is_decimal(paragraphs)
    markers = [_marker_of(p, decimal=decimal) for p in paragraphs]
    numbering = _Numbering(ranks=_ranks(markers))
    titled = titled_heads(paragraphs, markers)
    starts: list[_Start] = []
    for i, marker in enumerate(markers):
        if marker is not None:
            start = _numbered_start(i, paragraphs, markers, numbering)
        elif head := titled.get(i):
            start = _Start(i, head.rank, None, head.heading, is_table=head.is_table)
        else:
            continue
        if start is None:
            continue
        while numbering.open and numbering.open[-1].rank >= start.rank:
            numbering.open.pop()
        parent = numbering.open[-1] if numbering.open else None
        identity = marker.text if marker else start.heading
        start = _Start(
            start.index,
            start.rank,
            marker,
            start.heading,
            path=((*parent.path, start.heading) if parent else (start.heading,)),
            ids=((*parent.ids, identity) if parent else (identity,)),
            level=parent.level + 1 if parent else 1,
            is_table=start.is_table,
        )
        numbering.open.append(start)
        if marker is not None:
            numbering.last[marker.family] = marker.ordinal
            # Numbering inside a new section may begin again; its last number is still known, for 1 to 20 run on.
        starts.append(start)
    return starts


def _marker_of(paragraph: Paragraph, *, decimal: bool) -> Marker | None:
    if paragraph.first.kind is not LineKind.TEXT:
        return None
    return marker_at(paragraph.text, decimal=decimal)


def _is_decimal(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the text numbers its parts 1 / 1.1 / 1.1.1, as 应急预案 do."""
    found = [m for p in paragraphs if p.first.kind is LineKind.TEXT and (m := decimal_marker_at(p.text))]
    return len(found) >= 2 and found[0].ordinal[1:] == (1,) * (len(found[0].ordinal) - 1)


def _ranks(markers: Sequence[Marker | None]) -> dict[Family, float]:
    """Rank of each kind of numbering in this text, outermost lowest.

    The usual order holds but where the text shows another: 一、 standing over 第X条, or （一） under 1.
    """
    ranks = {family: float(family) for family in Family}
    present = [m for m in markers if m is not None]
    order = list(dict.fromkeys(m.family for m in present))
    if (
        Family.ARTICLE in order
        and Family.CHINESE in order
        and order.index(Family.CHINESE) < order.index(Family.ARTICLE)
    ):
        after = [m for m in present[[m.family for m in present].index(Family.ARTICLE) :] if m.family is Family.CHINESE]
        before = [m for m in present[: [m.family for m in present].index(Family.ARTICLE)] if m.family is Family.CHINESE]
        if after and before and after[0].ordinal[0] == before[-1].ordinal[0] + 1:
            ranks[Family.ARTICLE] = Family.CHINESE + 5.0
    for inner, outer in ((Family.BRACKETED_CHINESE, Family.ARABIC), (Family.CHINESE, Family.ARABIC)):
        if (
            inner in order
            and outer in order
            and order.index(outer) < order.index(inner)
            and _nests(present, inner, outer)
        ):
            ranks[inner] = ranks[outer] + (1.0 if inner is Family.BRACKETED_CHINESE else 0.5)
    return ranks


def _nests(markers: Sequence[Marker], inner: Family, outer: Family) -> bool:
    """Whether `outer` counts on after a run of `inner` that began at one: 1. （一）（二） 2. （一） …"""
    last_outer: int | None = None
    inside = False
    for marker in markers:
        if marker.family is outer:
            if inside and last_outer is not None:
                return marker.ordinal[0] == last_outer + 1
            last_outer = marker.ordinal[0]
        elif marker.family is inner:
            if last_outer is None or (not inside and marker.ordinal[0] != 1):
                return False
            inside = True
        elif marker.family < min(inner, outer):
            if inside:
                return False
            last_outer = None
    return False


def _numbered_start(
    index: int, paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None], numbering: _Numbering
) -> _Start | None:
    paragraph, marker = paragraphs[index], markers[index]
    assert marker is not None
    rank = numbering.ranks[marker.family]
    if marker.family is Family.DECIMAL:
        rank += 0.1 * len(marker.ordinal)
    # 款 and 项 stay in the text of their 条.
    if rank > numbering.ranks[Family.ARTICLE] and any(
        s.is_table or (s.marker is not None and s.marker.family is Family.ARTICLE) for s in numbering.open
    ):
        return None
    if marker.family >= Family.HALF_BRACKETED:
        return None  # 1） and ① are the finest items; they stay in the text of the clause that lists them
    if not _is_plausible(marker, numbering, paragraphs, index):
        return None
    heading = _heading(paragraph, marker, paragraphs[index + 1] if index + 1 < len(paragraphs) else None)
    return _Start(index, rank, marker, heading)


def _is_plausible(marker: Marker, numbering: _Numbering, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the number goes on with the numbering; one that jumps must at least begin where a sentence ended."""
    last = numbering.last.get(marker.family)
    if marker.ordinal[-1] == 1 or last is None:
        return True
    if marker.family is Family.DECIMAL:
        text = paragraphs[index].text
        if len(marker.ordinal) == 1:  # a bare number counts only where the parts count on and the line is a heading
            return marker.ordinal[0] == last[0] + 1 and len(text) <= 40 and not re.search(r"[。，；]", text)
        return marker.ordinal > last
    if marker.ordinal[0] == last[0] + 1 or (marker.ordinal[0] == last[0] and len(marker.ordinal) > len(last)):
        return True
    before = paragraphs[index - 1] if index else None
    return before is None or ends_sentence(before.text) or len(before.text) < 40


def _heading(paragraph: Paragraph, marker: Marker, following: Paragraph | None) -> str:
    text = paragraph.text
    if marker.family is Family.ARTICLE:
        caption = _ARTICLE_CAPTION.match(text, marker.end)
        if caption:
            return marker.text + "".join(caption.group().split())
        rest = text[marker.end :].strip()
        alone = rest and len(rest) <= _CAPTION_LENGTH and not re.search(r"[，。；：、]", rest)
        if alone and following is not None and marker_at(following.text) is None:
            return f"{marker.text} {rest}"
        return marker.text
    end = len(text)
    stop = text.find("。", marker.end)
    if stop >= 0:
        end = stop
    caption = _CAPTION.match(text, marker.end)
    if question := _QUESTION.match(text, marker.end):
        end = question.end()
    elif caption and caption.end() < end:
        end = caption.end()
    bold = paragraph.first.bold_until
    if marker.end + 2 <= bold < end and re.search(r"[。：:；\s]$", text[:bold]):
        end = bold
    words = "".join(text[marker.end : end].split()).rstrip(HEADING_TAIL)
    number = "".join(text[: marker.end].split())
    if marker.family in (Family.CHAPTER, Family.SECTION):
        return f"{number} {words}".strip()
    return number + words
