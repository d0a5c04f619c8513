"""A new edition against the old one: clauses aligned, changed figures first."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.library import Library
from index.lineage import find_named
from ingest.difference import ClauseView, DocumentView, differences, view_of
from ingest.documents import parse_file
from ingest.errors import QueryError
from ingest.model import Clause, ParsedFile, PolicyDocument, Quantity
from qa.comparing.edition_model import (
    ClauseDiff,
    ClauseFate,
    EditionClause,
    EditionDiff,
    EditionSide,
    FigureChange,
    FigureFate,
)
from qa.comparing.figures import ClauseText, figure_changes
from qa.language.citations import citation_of
from qa.language.lexicon import whole_words
from qa.language.sentences import squeezed_text

_ALIKE = 0.5  # of two clauses' characters, for one to be the other changed
_SAME_PLACE = 0.25  # the same where they stand under the same number
_MOST_COMPARED = 60_000  # pairs of clauses
_FIGURE_ORDER = {fate: at for at, fate in enumerate(FigureFate)}
_Pair = tuple[ClauseView | None, ClauseView | None]


def diff_editions(library: Library | None, old: str, new: str) -> EditionDiff:
    """What the new edition changes; each is a file, or an id, number or title in the library.

    Raises QueryError for what is neither, IngestError for a file that cannot be read.
    """
    (before_file, before), (after_file, after) = (_edition(library, name) for name in (old, new))
    return diff_documents(before, before_file, after, after_file)


def _edition(library: Library | None, name: str) -> tuple[ParsedFile, PolicyDocument]:
    """A file's document, or one of the library; of a notice and the rule it issues the rule."""
    if Path(name).is_file():
        parsed = parse_file(Path(name))
        return parsed, _speaking(parsed, None)
    if library is None:
        raise QueryError(name, "没有这个文件", "请核对路径，或用 --library 指出资料库后给出文号、标题")
    found = find_named(library, name)
    if found.document_id is None:
        raise QueryError(name, "资料库里没有这份文件，只有别的文件提到它", "请先把文件入库，或直接给出文件路径")
    parsed = library.parsed_file(found.document_id)
    return parsed, _speaking(parsed, found.document_id)


def _speaking(parsed: ParsedFile, document_id: str | None) -> PolicyDocument:
    by_id = {d.document_id: d for d in parsed.documents}
    if not by_id:
        raise QueryError(parsed.file, "没有读出文件的内容", "请用 judian inspect 查看这份文件")
    chosen = by_id[document_id] if document_id else max(parsed.documents, key=lambda d: len(d.clauses))
    inner = by_id.get(chosen.wraps) if chosen.wraps else None
    return inner or chosen


def diff_documents(
    before: PolicyDocument, before_file: ParsedFile, after: PolicyDocument, after_file: ParsedFile
) -> EditionDiff:
    """Two documents held against each other, clause by clause."""
    old_view, new_view = _view(before, before_file), _view(after, after_file)
    difference = differences([old_view], [new_view])[0]
    changed = [(c.old, c.new) for c in difference.clauses]
    seen = {c.clause_id for pair in changed for c in pair if c is not None}
    pairs = [*_kept(old_view, new_view, seen), *_realigned(changed)]
    clauses = tuple(_in_order([_diff_of(pair, before, after) for pair in pairs], old_view, new_view))
    figures = sorted(_figures(clauses, _texts(before), _texts(after)), key=_figure_order)
    return EditionDiff(_side(before, before_file), _side(after, after_file), tuple(figures), clauses, difference.fields)


def _view(document: PolicyDocument, parsed: ParsedFile) -> DocumentView:
    return next(v for v in view_of(parsed) if v.document_id == document.document_id)


def _kept(old: DocumentView, new: DocumentView, seen: set[str]) -> Iterator[_Pair]:
    """The clauses that are the same in both under the same path, which a difference only counts."""
    waiting: dict[tuple[tuple[str, ...], str], list[ClauseView]] = {}
    for clause in new.clauses:
        if clause.clause_id not in seen:
            waiting.setdefault((clause.path, squeezed_text(clause.text)), []).append(clause)
    for clause in old.clauses:
        if clause.clause_id not in seen and (same := waiting.get((clause.path, squeezed_text(clause.text)))):
            yield clause, same.pop(0)


def _realigned(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Pairs whose texts are those of one clause; where numbers shifted, each clause finds its own words again."""
    settled = [(a, b) for a, b in pairs if a and b and _same_words(a, b)]
    old = [a for a, b in pairs if a and not (b and _same_words(a, b))]
    new = [b for a, b in pairs if b and not (a and _same_words(a, b))]
    given = {(a.clause_id, b.clause_id) for a, b in pairs if a and b}
    scored = sorted(_scores(old, new, given))
    partner: dict[int, int] = {}
    for _, i, j in scored:
        if i not in partner and j not in partner.values():
            partner[i] = j
    taken = set(partner.values())
    return [
        *settled,
        *((a, new[partner[i]] if i in partner else None) for i, a in enumerate(old)),
        *((None, b) for j, b in enumerate(new) if j not in taken),
    ]


def _scores(
    old: Sequence[ClauseView], new: Sequence[ClauseView], given: set[tuple[str, str]]
) -> Iterator[tuple[float, int, int]]:
    every = len(old) * len(new) <= _MOST_COMPARED
    for i, a in enumerate(old):
        matcher = difflib.SequenceMatcher(a="", b=_body(a), autojunk=False)
        for j, b in enumerate(new):
            same_place = _markers(a) == _markers(b)
            if not (every or same_place or (a.clause_id, b.clause_id) in given):
                continue
            least = _SAME_PLACE if same_place else _ALIKE
            matcher.set_seq1(_body(b))
            if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
                continue
            ratio = matcher.ratio()
            if ratio >= least:
                yield -(ratio + (0.1 if same_place else 0.0)), i, j


def _same_words(a: ClauseView, b: ClauseView) -> bool:
    return _body(a) == _body(b)


_MARKER = re.compile(r"^(?:第[一二三四五六七八九十百零〇\d]+[编章节条款项]|[(]?[一二三四五六七八九十\d]+[)、.．])[\s]*")


def _body(clause: ClauseView) -> str:
    """The text without the clause's own number."""
    return _MARKER.sub("", squeezed_text(clause.text))


def _markers(clause: ClauseView) -> str:
    return squeezed_text(clause.clause_id.partition("#")[2])


def _diff_of(pair: _Pair, before: PolicyDocument, after: PolicyDocument) -> ClauseDiff:
    a, b = pair
    old = EditionClause(a.clause_id, a.path, a.text, citation_of(before, a.path)) if a else None
    new = EditionClause(b.clause_id, b.path, b.text, citation_of(after, b.path)) if b else None
    if a is None or b is None:
        return ClauseDiff(ClauseFate.ADDED if b else ClauseFate.REMOVED, old, new)
    moved = _markers(a) != _markers(b)
    if _same_words(a, b):
        return ClauseDiff(ClauseFate.MOVED if moved else ClauseFate.KEPT, old, new)
    return ClauseDiff(ClauseFate.CHANGED, old, new, tuple(_changed_parts(a.text, b.text)), moved)


# Figures and Latin words whole: 1800 that becomes 3200 is never shown as 183200.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|[\u4e00-\u9fff]+|\s+|.", re.DOTALL)


def _changed_parts(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """What changed between two texts word by word, in order: (kept, "", "") or ("", taken out, put in).

    Widths of signs and breaks of lines are no change; what is kept stands as the new edition prints it.
    """
    before, after = _tokens(old), _tokens(new)
    keys = [[squeezed_text(token) for token in tokens] for tokens in (before, after)]
    for tag, a, b, c, d in difflib.SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal" or squeezed_text(gone) == squeezed_text(come):
            yield come, "", ""
        else:
            yield "", gone, come


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for piece in _TOKEN.findall(text):
        tokens += whole_words(piece) if "\u4e00" <= piece[0] <= "\u9fff" else [piece]
    return tokens


def _in_order(diffs: Sequence[ClauseDiff], old: DocumentView, new: DocumentView) -> list[ClauseDiff]:
    """In the order of the new edition; what it has no more stands where the old one had it."""
    at_new = {c.clause_id: i for i, c in enumerate(new.clauses)}
    at_old = {c.clause_id: i for i, c in enumerate(old.clauses)}
    partner = {at_old[d.old.clause_id]: at_new[d.new.clause_id] for d in diffs if d.old and d.new}

    def place(diff: ClauseDiff) -> tuple[float, int]:
        if diff.new is not None:
            return at_new[diff.new.clause_id], 0
        assert diff.old is not None  # one of the two has it
        own = at_old[diff.old.clause_id]
        before = max((partner[k] for k in range(own) if k in partner), default=-1)
        return before + 0.5, own

    return sorted(diffs, key=place)


def _texts(document: PolicyDocument) -> Mapping[str, ClauseText]:
    quantities: dict[str, list[Quantity]] = {}
    for q in document.quantities:
        quantities.setdefault(q.clause_id, []).append(q)
    own = _own_texts(document.clauses)
    return {
        c.clause_id: ClauseText(c.clause_id, own[c.clause_id], c.span[0], tuple(quantities.get(c.clause_id, ())))
        for c in document.clauses
    }


def _own_texts(clauses: Sequence[Clause]) -> dict[str, str]:
    """The text of each clause up to a clause printed inside it, so that no figure is counted twice."""
    own = {}
    for clause in clauses:
        inner = [
            c.span[0]
            for c in clauses
            if c is not clause and clause.span[0] <= c.span[0] and c.span[1] <= clause.span[1] and c.span != clause.span
        ]
        own[clause.clause_id] = clause.text[: min(inner) - clause.span[0]] if inner else clause.text
    return own


def _figures(
    clauses: Sequence[ClauseDiff], old: Mapping[str, ClauseText], new: Mapping[str, ClauseText]
) -> Iterator[FigureChange]:
    for diff in clauses:
        if diff.fate in (ClauseFate.KEPT, ClauseFate.MOVED):
            continue
        yield from figure_changes(
            old[diff.old.clause_id] if diff.old else None, new[diff.new.clause_id] if diff.new else None
        )


def _figure_order(change: FigureChange) -> tuple[int, tuple[int, int]]:
    shown = change.new or change.old
    return _FIGURE_ORDER[change.fate], shown.span if shown else (0, 0)


def _side(document: PolicyDocument, parsed: ParsedFile) -> EditionSide:
    return EditionSide(
        document.document_id,
        citation_of(document, ()),
        document.title,
        document.dated_on or document.printed_on,
        parsed.file,
    )
