"""Questions for a document's own number, answered from its masthead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from ingest.model import Evidence, PolicyDocument, Span
from qa.catalogue import Catalogue, Entry, holds_in
from qa.citations import citation_of, title_of
from qa.compose import NOT_FOUND
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, SilentDocument, Statement
from qa.reader import Reading
from qa.scope import Scope, fits_regions, fits_years
from qa.sentences import squeezed_text, tidy
from qa.wording import why_nothing

MASTHEAD = ("版头",)
# Share of the question's words that a title must hold to be the one asked for.
TITLE_NAMED = 0.6


class WholeDocuments(Protocol):
    """Where the masthead's evidence is read."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""


def answer_from_masthead(
    library: WholeDocuments,
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    readings: Sequence[Reading],
) -> Answer:
    """The number of the document named in the question, with the place it was read from; a plain no where it has none."""
    named = documents_named(interpretation, scope, catalogue)
    findings = [f for entry in named if (f := _number_finding(library, entry))]
    if not findings:
        return _no_number(question, interpretation, scope, catalogue, named, readings)
    lines = [
        Statement(f"{_named(entry)}的文号：{tidy(f.quote)}。", (f.clause_id,))
        for f in findings
        for entry in named
        if entry.document.document_id == f.document_id
    ]
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.ANSWERED,
        answer="\n".join(line.text for line in lines),
        statements=tuple(lines),
        findings=tuple(findings),
        silent=(),
        nearest=(),
        why_not=None,
        milliseconds=0.0,
        notes=scope.notes,
    )


def _named(entry: Entry) -> str:
    return f"{entry.document.region or ''}{title_of(entry.document)}"


def documents_named(interpretation: Interpretation, scope: Scope, catalogue: Catalogue) -> list[Entry]:
    """The notices whose title the question names, best first, none that misses by far; of the asked region and year."""
    allowed = set(scope.filters.document_ids)
    entries = [e for e in catalogue.entries if not allowed or e.document.document_id in allowed]
    fitting = [
        e
        for e in entries
        if fits_years(e.document, "", interpretation.years)
        and _dated_then(e, interpretation.years)
        and fits_regions(e.document, "", interpretation.regions)
    ]
    scores = {e.document.document_id: title_score(e, interpretation, entries) for e in fitting}
    best = max(scores.values(), default=0.0)
    if best < TITLE_NAMED:
        return []
    near = [e for e in fitting if scores[e.document.document_id] >= 0.95 * best]
    in_region = [e for e in near if any(holds_in(e.document.region, name) for name in interpretation.regions)]
    return sorted(in_region or near, key=lambda e: (-scores[e.document.document_id], e.document.document_id))


def _dated_then(entry: Entry, years: Sequence[int]) -> bool:
    """Whether the notice is of one of these years, or says nothing of its own: one asks for that year's number."""
    if not years:
        return True
    text = f"{entry.document.title or ''}{entry.document.document_number or ''}{entry.document.dated_on or ''}"
    return any(str(year) in text for year in years) or not any(c.isdigit() for c in text)


def title_score(entry: Entry, interpretation: Interpretation, entries: Sequence[Entry]) -> float:
    """0..1: how far the title, with the issuers and the covering title, holds the words of the question."""
    title = squeezed_text(f"{entry.title}{''.join(entry.document.issuing_authorities)}")
    if any(squeezed_text(t) in title or title in squeezed_text(t) for t in interpretation.titles if t):
        return 1.0
    pairs = {
        text[i : i + 2]
        for stretch in interpretation.subject.split()
        if (text := squeezed_text(stretch))
        for i in range(len(text) - 1)
    }
    if not pairs:
        return 0.0
    titles = [squeezed_text(e.title) for e in entries]
    weights = {p: math.log(1 + (len(titles) + 1) / (sum(p in t for t in titles) + 0.5)) for p in pairs}
    return sum(w for p, w in weights.items() if p in title) / sum(weights.values())


def _number_finding(library: WholeDocuments, entry: Entry) -> Finding | None:
    """The printed number, quoted where it stands; cited by the document's first clause, since a masthead is none."""
    for document_id in (entry.document.document_id, *entry.covers):
        document = library.document(document_id)
        evidence: Evidence | None = document.evidence.get("document_number")
        if document.document_number is None or evidence is None or not document.clauses:
            continue
        span: Span = evidence.span
        return Finding(
            document_id=entry.document.document_id,
            file=entry.file,
            region=entry.document.region,
            clause_id=document.clauses[0].clause_id,
            path=MASTHEAD,
            citation=citation_of(document, MASTHEAD),
            quote=document.text[span[0] : span[1]],
            span=span,
            quantities=(),
            status=document.status,
            score=1.0,
        )
    return None


def _no_number(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    named: Sequence[Entry],
    readings: Sequence[Reading],
) -> Answer:
    """Either the document is not here, or it prints no number."""
    if named:
        why = f"{_named(named[0])}在资料库中，但文中没有印文号。"
    else:
        why = why_nothing(interpretation, scope, readings[:1])
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.NOT_FOUND,
        answer=NOT_FOUND[AsksFor.DOCUMENT_NUMBER],
        statements=(),
        findings=(),
        silent=tuple(
            SilentDocument(e.document.document_id, e.document.region, e.title, e.file) for e in catalogue.entries
        ),
        nearest=tuple(r.ranked.stored.clause.clause_id for r in readings[:3]),
        why_not=why,
        milliseconds=0.0,
        notes=scope.notes,
    )
