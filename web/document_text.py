"""The text of a document as HTML, cut where clauses, headings and fields begin and end, so that each can be marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.model import Clause, PolicyDocument, Span
from web.shown_text import shown

_ROW = "\t"  # readers join the cells of a table row with tabs


@dataclass(frozen=True, slots=True)
class _Mark:
    """A run of the text that can be shown: a clause by its place in the document, a field by its name."""

    span: Span
    token: str  # c12, title; "" for a heading, which is only bold


def clause_token(place: int) -> str:
    """What the page's script calls a clause: c0, c1."""
    return f"c{place}"


def text_html(document: PolicyDocument, cited: Clause | None) -> str:
    """All lines of the document; pieces of a clause or field carry its token, those of `cited` are marked."""
    pieces = _Pieces(document, cited)
    drawn: list[str] = []
    for is_table, lines in groupby(_lines(document), key=lambda s: _ROW in document.text[s[0] : s[1]]):
        rows = "".join(pieces.row(line) if is_table else pieces.paragraph(line) for line in lines)
        drawn.append(f'<table class="rows">{rows}</table>' if is_table else rows)
    return "".join(drawn)


class _Pieces:
    """The lines of a document, cut at every edge of a mark."""

    def __init__(self, document: PolicyDocument, cited: Clause | None) -> None:
        self._text = document.text
        self._cited = next(
            (clause_token(i) for i, c in enumerate(document.clauses) if cited and c.clause_id == cited.clause_id), None
        )
        # A place of a document that is no clause of it: an answer's quote.
        self._extra = cited.span if cited and self._cited is None else None
        marks = sorted(_marks(document), key=lambda m: m.span)
        if self._extra:
            marks.append(_Mark(self._extra, "cited"))
            self._cited = "cited"
        self._starts = {m.span[0]: m.token for m in marks if m.token.startswith("c")}
        self._edges = sorted({edge for m in marks for edge in m.span})
        self._names, self._bold = self._swept(marks)
        self._is_first = True

    def _swept(self, marks: Sequence[_Mark]) -> tuple[list[str], list[bool]]:
        """For the stretch that begins at each edge: the tokens over it, and whether it is of a heading."""
        count = len(self._edges)
        names: list[list[str]] = [[] for _ in range(count)]
        bold = [False] * count
        for mark in marks:
            first, last = bisect_left(self._edges, mark.span[0]), bisect_left(self._edges, mark.span[1])
            for i in range(first, last):
                if mark.token:
                    names[i].append(mark.token)
                else:
                    bold[i] = True
        return [" ".join(dict.fromkeys(n)) for n in names], bold

    def paragraph(self, line: Span) -> str:
        """One line that is no row of a table."""
        return f"<p{self._attributes(line)}>{self._links(line)}{self._run(line)}</p>"

    def row(self, line: Span) -> str:
        """One row of a table."""
        cells = []
        start = line[0]
        for cell in self._text[line[0] : line[1]].split(_ROW):
            cells.append(f"<td>{self._run((start, start + len(cell)))}</td>")
            start += len(cell) + len(_ROW)
        return f"<tr{self._attributes(line)}>{''.join(cells)}</tr>"

    def _attributes(self, line: Span) -> str:
        if self._cited is None or not any(self._cited in tokens.split() for _, tokens, _ in self._stretches(line)):
            return ""
        first, self._is_first = self._is_first, False
        return ' class="cited"' + (' data-target tabindex="-1"' if first else "")

    def _links(self, line: Span) -> str:
        """A button beside each clause that begins in the line: its link."""
        at = self._edges[bisect_left(self._edges, line[0]) : bisect_left(self._edges, line[1])]
        tokens = [self._starts[edge] for edge in at if edge in self._starts]
        return "".join(
            f'<button type="button" class="link" data-link="{token}" tabindex="-1" aria-label="复制这一条的链接"></button>'
            for token in tokens[:1]
        )

    def _run(self, span: Span) -> str:
        return "".join(
            self._piece(shown(self._text[start:end]), tokens, bold)
            for (start, end), tokens, bold in self._stretches(span)
        )

    def _piece(self, words: str, tokens: str, bold: bool) -> str:
        if bold:
            words = f"<b>{words}</b>"
        if not tokens:
            return words
        name = "mark" if self._cited in tokens.split() else "span"
        return f'<{name} data-of="{shown(tokens)}">{words}</{name}>'

    def _stretches(self, span: Span) -> Iterator[tuple[Span, str, bool]]:
        """The span cut at the edges of marks, each stretch with the tokens over it."""
        start, end = span
        inner = self._edges[bisect_right(self._edges, start) : bisect_left(self._edges, end)]
        for a, b in pairwise((start, *inner, end)):
            at = bisect_right(self._edges, a) - 1
            yield (a, b), self._names[at] if at >= 0 else "", at >= 0 and self._bold[at]


def _marks(document: PolicyDocument) -> Iterator[_Mark]:
    for place, clause in enumerate(document.clauses):
        yield _Mark(clause.span, clause_token(place))
        heading = _heading_span(document.text, clause)
        if heading is not None:
            yield _Mark(heading, "")
    first, last = document.span
    for field, evidence in document.evidence.items():
        if first <= evidence.span[0] < evidence.span[1] <= last:
            yield _Mark(evidence.span, f"f-{field}")


def _lines(document: PolicyDocument) -> Iterator[Span]:
    """Spans of the printed lines that are not empty, without the white space around them."""
    start, last = document.span
    while start < last:
        end = document.text.find("\n", start, last)
        end = last if end < 0 else end
        line = document.text[start:end]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = end + 1


def _heading_span(text: str, clause: Clause) -> Span | None:
    """Where the clause's own heading is printed; headings are kept without the white space inside them."""
    if not clause.heading:
        return None
    wanted = "".join(clause.path[-1].split())
    position, matched = clause.span[0], 0
    while position < clause.span[1] and matched < len(wanted):
        if not text[position].isspace():
            if text[position] != wanted[matched]:
                return None
            matched += 1
        position += 1
    return (clause.span[0], position) if matched == len(wanted) else None
