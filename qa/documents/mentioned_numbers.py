"""The number of a document that the library does not have and another one names: 2019年那个发放办法是什么文号."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.model import StoredClause
from ingest.document_number import find_document_numbers, normal_document_number
from ingest.model import PolicyDocument, Reference, Relation
from qa.asking.catalogue import Catalogue, Entry, holds_in
from qa.asking.scope import Scope
from qa.documents.described import DESCRIBED, called, described_by
from qa.language.sentences import sentence_naming, squeezed_text
from qa.model import Answer, Finding, Interpretation, Statement
from qa.saying.outcomes import answered
from qa.standing.findings import finding_of

_MOST_READ = 60  # documents of the region; those whose clauses were found come first
_MOST_TOLD = 3
_SAID = {
    Relation.REPEALS: "废止的",
    Relation.AMENDS: "修改的",
    Relation.BASED_ON: "依据的",
    Relation.IMPLEMENTS: "贯彻的",
    Relation.FORWARDS: "转发的",
}


def answer_with_mentioned(
    document_of: Callable[[str], PolicyDocument],
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    heard: Sequence[str],
) -> Answer | None:
    """The number that a notice prints beside the title the question describes, with the sentence; None where none does.

    `heard` are the document_ids whose clauses were found for the question, best first. The year asked for is the
    number's own; the region is that of the notice that names it.
    """
    if not interpretation.subject:
        return None
    found: dict[str, tuple[Entry, Reference, Finding]] = {}
    for entry in _to_read(catalogue, interpretation, heard):
        document = document_of(entry.document.document_id)
        for reference in _meant(document, interpretation, catalogue):
            number = normal_document_number(reference.document_number or "") or ""
            if number not in found and (finding := _finding(document, entry, reference)) is not None:
                found[number] = entry, reference, finding
    if not 0 < len(found) <= _MOST_TOLD:
        return None
    lines = [
        Statement(
            f"{called(entry)}{_SAID.get(reference.relation, '提到的')}文件：{_title(reference)}（{finding.value}）。",
            (finding.clause_id,),
        )
        for entry, reference, finding in found.values()
    ]
    return answered(question, interpretation, scope, lines, [finding for _, _, finding in found.values()])


def _to_read(catalogue: Catalogue, interpretation: Interpretation, heard: Sequence[str]) -> list[Entry]:
    """The notices of the region asked for, those that were found for the question first; all of these without a region."""
    order = {document_id: place for place, document_id in enumerate(heard)}
    entries = [
        e
        for e in catalogue.entries
        if (e.document.document_id in order and not interpretation.regions)
        or any(holds_in(e.document.region, name) for name in interpretation.regions)
    ]
    entries.sort(key=lambda e: (order.get(e.document.document_id, len(order)), e.document.document_id))
    return entries[:_MOST_READ]


def _meant(document: PolicyDocument, interpretation: Interpretation, catalogue: Catalogue) -> Iterator[Reference]:
    """The references to a titled and numbered document, not in the library, that the question's words and year describe."""
    named = [r for r in document.references if r.title and r.document_number]
    titles = [squeezed_text(r.title or "") for r in named]
    for reference, title in zip(named, titles, strict=True):
        number = normal_document_number(reference.document_number or "")
        if number is None or catalogue.numbered(number):
            continue
        years = {mention.year for mention in find_document_numbers(reference.document_number or "")}
        if interpretation.years and not years & set(interpretation.years):
            continue
        if described_by(interpretation, title, titles) >= DESCRIBED:
            yield reference


def _title(reference: Reference) -> str:
    return f"《{(reference.title or '').replace('《', '〈').replace('》', '〉')}》"


def _finding(document: PolicyDocument, entry: Entry, reference: Reference) -> Finding | None:
    """The sentence that names the document, its number as the value."""
    clause = next((c for c in document.clauses if c.clause_id == reference.clause_id), None)
    if clause is None:
        return None
    start, end = sentence_naming(clause, reference)
    stored = StoredClause(clause, document, entry.file, -1)
    number = re.sub(r"\s", "", reference.document_number or "")
    span = (clause.span[0] + start, clause.span[0] + end)
    return finding_of(stored, clause, clause.text[start:end], span, 1.0, number)
