"""A question for documents themselves (山东有哪些通知, 2020年印发的文件): answered with their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.asking.catalogue import Catalogue, Entry
from qa.asking.scope import SOFT, Scope, year_of
from qa.documents.masthead import WholeDocuments, field_findings
from qa.documents.named_clauses import has_no_matter
from qa.language.citations import title_of
from qa.model import Answer, FilterKind, Finding, Interpretation, Statement
from qa.retrieving.duplicates import once_each
from qa.saying.outcomes import answered, plain_no
from qa.standing.standing import ended_mark

MOST_LISTED = 30
_FOR_DOCUMENTS = re.compile(
    r"哪些|哪几|什么|几[个份部]|(?:文件|通知|通报|意见|办法|方案|条例|细则|批复|公告|通告|要点)[?？。]?$|列出"
)

_FILES = re.compile(r"文件|公文")


def asks_for_documents(question: str, interpretation: Interpretation) -> bool:
    """Whether filters are all that a question says, and documents what it wants."""
    if interpretation.document_numbers or interpretation.named:
        return False
    kinds = {f.kind for f in interpretation.filters}
    of_kind = bool(kinds & set(SOFT)) or (FilterKind.REGION in kinds and _FILES.search(question) is not None)
    return of_kind and has_no_matter(interpretation) and _FOR_DOCUMENTS.search(question) is not None


def answer_with_documents(
    library: WholeDocuments, question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue
) -> Answer | None:
    """The titles of the documents in scope, newest first, or that there are none; None where a question asks for more."""
    held = {f.kind for f in interpretation.filters} - scope.relaxed
    if not asks_for_documents(question, interpretation):
        return None
    if not held:
        return _none(question, interpretation, scope)
    ids = set(scope.filters.document_ids)
    entries = [e for e in catalogue.entries if e.document.document_id in ids]
    if FilterKind.REGION in held:  # those of the place itself before those from above it
        entries = [e for e in entries if e.document.region not in ("全国", None)] or entries
    entries.sort(key=lambda e: (-(year_of(e.document) or 0), e.document.document_id))
    listed = _listed(library, once_each(entries[:MOST_LISTED]))
    if not listed:
        return None
    lines = [
        Statement(
            f"{e.document.region or ''}{title_of(e.document)}{_number(e)}{ended_mark(e.document)}", (f.clause_id,)
        )
        for e, f in listed
    ]
    titles = "、".join(dict.fromkeys(f"{title_of(e.document)}{ended_mark(e.document)}" for e, _ in listed))
    first = Statement(f"{titles}。", tuple(f.clause_id for _, f in listed))
    more = f"只列出前面的，另有 {len(entries) - MOST_LISTED} 份" if len(entries) > MOST_LISTED else None
    return answered(
        question, interpretation, scope, (first, *lines), [f for _, f in listed], notes=[more] if more else []
    )


def _none(question: str, interpretation: Interpretation, scope: Scope) -> Answer:
    wanted = "，".join(f"{f.kind.value} {f.value}" for f in interpretation.filters)
    return plain_no(
        question,
        interpretation,
        scope,
        f"要找的是“{wanted}”的文件，资料库中没有。",
        answer="没有找到依据：资料库中没有这样的文件。",
    )


def _listed(library: WholeDocuments, entries: Sequence[Entry]) -> list[tuple[Entry, Finding]]:
    """The documents with their printed titles; those that print none are left out."""
    found = [(e, field_findings(library, e, (("title", "标题"),))) for e in entries if e.document.title]
    return [(e, findings[0][1]) for e, findings in found if findings]


def _number(entry: Entry) -> str:
    number = entry.document.document_number
    return f"（{''.join(number.split())}）" if number else ""
