"""The clauses and documents that a question names outright: put first in a search, and shown as they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from index.listed import Masthead
from index.model import RankedClause, StoredClause
from ingest.document_number import find_document_numbers
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.asked_clauses import clauses_named
from qa.asking.catalogue import Catalogue, Entry, holds_in
from qa.asking.scope import Scope
from qa.deciding.judging import AnswerSettings
from qa.language.citations import citation_of
from qa.language.sentences import squeezed_text, tidy
from qa.model import Answer, AsksFor, FilterKind, Finding, Interpretation, Statement
from qa.reading.reader import Reading, must_be_stated
from qa.retrieving.duplicates import once_each
from qa.retrieving.silent import silent_among
from qa.saying.outcomes import answered, plain_no
from qa.standing.findings import finding_of
from qa.standing.standing import ended_mark

# Documents of one number or title that are looked into, newest first.
MOST_DOCUMENTS = 8
MOST_SHOWN = 12
# What is left of a question that only asks to be shown what it names. Longer words first, and what matched stays
# matched: 下发 read in two ways, thirty times over, would take minutes.
_NO_MATTER = re.compile(
    r"(?:下发|说了?|讲了?|写了?|规定了?|内容|原文|全文|条文|正文|具体|里面?|中|的|是|有|请|给出|给我|列出|查看?|看看?|打开|找到?|显示|主要|大意|大概|要求|"
    r"文件|通知|意见|办法|方案|条例|要点|这个|那个|该|此|一下|介绍|概括|总结|关于|哪份|一份|下|号|文|了|印发|出台|发布|颁布|制定|发|现有|目前|现在|都|全部|所有|份|年|公文|相关|有关|联合|共同|和|与|[\s,。、;:·“”\"'‘’《》()（）-])*+"
)


class ReadableLibrary(Protocol):
    """Where documents are read whole."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""


@runtime_checkable
class ClausesById(Protocol):
    """A library that finds a clause by its id."""

    def clause(self, clause_id: str) -> StoredClause | None:
        """One clause."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A document with those of its clauses that the question names."""

    entry: Entry
    document: PolicyDocument
    clauses: tuple[Clause, ...]


def only_names(interpretation: Interpretation) -> bool:
    """Whether a question names a document or its clauses and asks for nothing in particular of them."""
    named = interpretation.document_numbers or interpretation.named or interpretation.pinpoints
    return bool(named) and has_no_matter(interpretation)


def has_no_matter(interpretation: Interpretation) -> bool:
    """Whether nothing is left of a question besides titles and words that ask to be shown something."""
    return _NO_MATTER.fullmatch(without_titles(interpretation)) is not None


def without_titles(interpretation: Interpretation) -> str:
    """What a question is about, the titles that it names left out, squeezed."""
    rest = squeezed_text(interpretation.subject)
    places = [f.text for f in interpretation.filters_of(FilterKind.REGION)]
    for title in (*interpretation.titles, *(f.value for f in interpretation.filters_of(FilterKind.TITLE))):
        rest = rest.replace(squeezed_text(title), "")
        for place in places:  # 四川省养老服务…办法: the place has been taken out of the question
            rest = rest.replace(squeezed_text(title.replace(place, " ")), "")
    return rest


def named_first(
    library: ReadableLibrary,
    interpretation: Interpretation,
    catalogue: Catalogue,
    scope: Scope,
    ranked: Sequence[RankedClause],
) -> list[RankedClause]:
    """A ranking with the clauses first that the question names; all of a named document in printed order, newest first,
    where the question asks for nothing else.
    """
    if interpretation.pinpoints:
        ids = [c.clause_id for named in _named(library, interpretation, catalogue, scope) for c in named.clauses]
        return _put_first(library, ids, ranked)
    if not only_names(interpretation) or FilterKind.NUMBER in scope.relaxed:
        return list(ranked)
    order = {e.document.document_id: place for place, e in enumerate(_newest_first(catalogue, scope))}
    last = len(order)
    return _scored(sorted(ranked, key=lambda r: (order.get(r.stored.document.document_id, last), r.stored.row)))


def _put_first(library: object, ids: Sequence[str], ranked: Sequence[RankedClause]) -> list[RankedClause]:
    here = {r.stored.clause.clause_id: r for r in ranked}
    first: list[RankedClause] = []
    for clause_id in dict.fromkeys(ids):
        if clause_id in here:
            first.append(here[clause_id])
        elif isinstance(library, ClausesById) and (stored := library.clause(clause_id)) is not None:
            first.append(RankedClause(stored, 0.0, None, None))
    return _scored([*first, *(r for r in ranked if r.stored.clause.clause_id not in set(ids))])


def _scored(ranked: Sequence[RankedClause]) -> list[RankedClause]:
    """The same clauses with scores that fall in the order they are in."""
    scores = sorted((r.score for r in ranked), reverse=True)
    return [replace(r, score=score) for r, score in zip(ranked, scores, strict=True)]


def pinned(
    library: ReadableLibrary,
    interpretation: Interpretation,
    catalogue: Catalogue,
    scope: Scope,
    ranked: Sequence[RankedClause],
) -> list[RankedClause]:
    """The clauses alone that the question names, where the named documents have them; else the ranking as it is."""
    if not interpretation.pinpoints:
        return list(ranked)
    ids = [c.clause_id for named in _named(library, interpretation, catalogue, scope) for c in named.clauses]
    return [r for r in _put_first(library, ids, ranked) if r.stored.clause.clause_id in ids] or list(ranked)


def asks_of_named_clause(interpretation: Interpretation) -> bool:
    """Whether a question asks a value of a clause that it names, and names no matter by which to judge the clause."""
    return bool(interpretation.pinpoints) and only_names(interpretation)


def of_named_clause(settings: AnswerSettings) -> AnswerSettings:
    """The settings for clauses that need not show that they are about the matter: the question names them."""
    return replace(
        settings,
        answers=0.0,
        side=0.0,
        side_when_near=0.0,
        further=0.0,
        spoken_of=0.0,
        near_best=0.0,
        figureless_words=0.0,
        held_of_matter=0.0,
    )


def _newest_first(catalogue: Catalogue, scope: Scope) -> list[Entry]:
    ids = set(scope.filters.document_ids)
    return sorted((e for e in catalogue.entries if e.document.document_id in ids), key=lambda e: _age(e.document))


def _age(document: Masthead) -> tuple[int, int, str]:
    day = document.dated_on or document.printed_on
    year = next((m.year for m in find_document_numbers(document.document_number or "") if m.year), None)
    return -(day.year if day else year or 0), -(day.toordinal() if day else 0), document.document_id


def _named(
    library: ReadableLibrary, interpretation: Interpretation, catalogue: Catalogue, scope: Scope
) -> list[_Named]:
    """The named documents, newest first, each with the clauses that are named and what stands under them."""
    found = []
    entries = _newest_first(catalogue, scope)
    own = [e for e in entries if any(holds_in(e.document.region, name) for name in interpretation.regions)]
    for entry in once_each((own or entries)[:MOST_DOCUMENTS]):
        document = library.document(entry.document.document_id)
        heads = clauses_named(document, interpretation.pinpoints)
        clauses = {c.clause_id: c for head in heads for c in (head, *_under(document, head))}
        if clauses:
            found.append(_Named(entry, document, tuple(clauses.values())))
    return found


def _under(document: PolicyDocument, head: Clause) -> list[Clause]:
    depth = len(head.path)
    return [
        c for c in document.clauses if len(c.path) > depth and c.path[:depth] == head.path and c.span[0] >= head.span[0]
    ]


def answer_by_name(
    library: ReadableLibrary,
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    near: Sequence[str] = (),
) -> Answer | None:
    """The named clauses as printed, or the headings of the named document; None where the question asks for more.

    A plain no where the library does not have it; `near` are the ids of clauses that name it.
    """
    if not only_names(interpretation):
        return None
    if FilterKind.NUMBER in scope.relaxed:
        return _not_here(question, interpretation, scope, near)
    if scope.relaxed & {FilterKind.TITLE, FilterKind.REGION, FilterKind.TYPE}:
        return None
    if must_be_stated(interpretation) or interpretation.asks_for is AsksFor.YES_NO:
        return None
    if interpretation.pinpoints:
        named = _named(library, interpretation, catalogue, scope)
    else:
        documents = [
            (e, library.document(e.document.document_id))
            for e in once_each(_newest_first(catalogue, scope)[:MOST_DOCUMENTS])[:3]
        ]
        named = [_Named(e, d, _heads(d)) for e, d in documents]
    shown = [(n, c) for n in named for c in n.clauses][:MOST_SHOWN]
    if not shown:
        return None
    return _shown(question, interpretation, scope, catalogue, shown)


def mentioning(readings: Sequence[Reading], numbers: Sequence[str], most: int) -> list[str]:
    """Ids of the clauses that name one of these numbers, best first."""
    wanted = set(numbers)
    clauses = (r.ranked.stored.clause for r in readings)
    return [
        c.clause_id for c in clauses if any(wanted & {m.normal, m.without_year} for m in find_document_numbers(c.text))
    ][:most]


def _not_here(question: str, interpretation: Interpretation, scope: Scope, near: Sequence[str]) -> Answer:
    numbers = "、".join(interpretation.document_numbers)
    return plain_no(
        question,
        interpretation,
        scope,
        f"资料库中没有{numbers}；提到它的条款，如果有，列在相近的条款里。",
        answer="没有找到依据：资料库中没有这份文件。",
        nearest=near,
    )


def _heads(document: PolicyDocument) -> tuple[Clause, ...]:
    """The clauses of the first level; the articles of a rule."""
    own = [c for c in document.clauses if c.kind not in (ClauseKind.SIGNATURE, ClauseKind.PREAMBLE)]
    top = min((c.level for c in own), default=0)
    return tuple(c for c in own if c.level == top) or document.clauses[:1]


def _shown(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    shown: Sequence[tuple[_Named, Clause]],
) -> Answer:
    lines: list[Statement] = []
    findings: list[Finding] = []
    for named, clause in shown:
        document = replace(named.document, text="", clauses=())
        text = clause.text if interpretation.pinpoints else _heading(clause)
        quote = text.rstrip()
        stored = StoredClause(clause, document, named.entry.file, 0)
        span = (clause.span[0], clause.span[0] + len(quote))
        findings.append(finding_of(stored, clause, quote, span, 1.0))
        lines.append(
            Statement(
                f"{citation_of(document, clause.path)}{ended_mark(document)}：「{tidy(quote)}」", (clause.clause_id,)
            )
        )
    if len(lines) > 1 and not interpretation.pinpoints:
        headings = "；".join(tidy(f.quote).rstrip("。；") for f in findings)
        lines.insert(
            0, Statement(f"{ended_mark(shown[0][0].document)}{headings}。", tuple(f.clause_id for f in findings))
        )
    silent = silent_among(catalogue, scope, {f.document_id for f in findings})
    return answered(question, interpretation, scope, lines, findings, silent=silent)


def _heading(clause: Clause) -> str:
    """The first line or sentence of a clause, as printed."""
    first = re.match(r"[^。\n]+。?", clause.text)
    return first[0] if first else clause.text
