"""Questions for a document's own number, date, issuers or copies, answered from its masthead and imprint."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Protocol

from index.standing import ENDED
from ingest.model import Evidence, PolicyDocument, Span
from qa.asking.catalogue import Catalogue, Entry, holds_in
from qa.asking.scope import Scope, fits_regions, fits_years
from qa.deciding.refusal import why_nothing
from qa.documents.described import DESCRIBED, called, described_by, documents_described
from qa.documents.mentioned_numbers import answer_with_mentioned
from qa.language.citations import citation_of
from qa.language.sentences import squeezed_text, tidy
from qa.model import Answer, AsksFor, Finding, Interpretation, Statement
from qa.reading.reader import Reading
from qa.retrieving.duplicates import once_each
from qa.retrieving.silent import silent_of
from qa.saying.outcomes import answered, plain_no
from qa.standing.standing import ended_mark

MASTHEAD = ("版头",)
# Share of the question's words that a title must hold to be the one asked for.
TITLE_NAMED = 0.6


# Fields in the order they answer, with what the answer calls them.
_NUMBER = (("document_number", "文号"),)
_DATES = (("dated_on", "成文日期"), ("printed_on", "印发日期"))
_FIELD_QUESTIONS: tuple[tuple[re.Pattern[str], tuple[tuple[str, str], ...]], ...] = (
    (re.compile(r"抄送|抄报"), (("copied_to", "抄送"),)),
    (re.compile(r"主送|发给(?:谁|哪)|印发给(?:谁|哪)"), (("addressees", "主送机关"),)),
    (
        re.compile(
            r"发文(?:机关|单位|部门)|(?:是?谁|哪个?(?:部门|单位|机关)|什么(?:部门|单位|机关))(?:印|制|联合)?(?:发|出台)"
        ),
        (("issuing_authorities", "发文机关"),),
    ),
    (
        re.compile(
            r"(?:什么时候|啥时候?|何时|几时|多会儿?|哪一?[天年]|几[月号日]).{0,3}(?:印(?!章)|签发|发布|公布|颁布|发文|成文|下发|出台|落款|[发出下]的)"
            r"|(?:印发|成文|发文|发布|公布|颁布|落款)(?:的)?(?:日期|时间|是(?:什么时候|哪一?天|几月))"
        ),
        _DATES,
    ),
)


# 现行的医疗保障办法是哪个文
_WHICH_DOCUMENT = re.compile(r"是(?:哪|什么)(?:一)?[个份]?(?:文件|文)(?:[?？。]|$)")
_IN_FORCE = re.compile(r"现行|现在|目前|最新|有效的")


def fields_asked(question: str, interpretation: Interpretation) -> tuple[tuple[str, str], ...]:
    """The fields of a masthead that a question wants, with their names in Chinese; () where it asks for a rule."""
    if interpretation.asks_for is AsksFor.DOCUMENT_NUMBER:
        return _NUMBER
    if interpretation.named and _WHICH_DOCUMENT.search(question):
        return _NUMBER
    if not (interpretation.document_numbers or interpretation.titles):
        return ()
    return next((fields for pattern, fields in _FIELD_QUESTIONS if pattern.search(question)), ())


def dates_of_described(
    question: str, interpretation: Interpretation, catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    """The dates of a document described in passing (那份实施意见是哪天印发的); () where its words are of something in it."""
    if next((fields for pattern, fields in _FIELD_QUESTIONS if pattern.search(question)), ()) != _DATES:
        return ()
    entries = documents_described(interpretation, catalogue)
    names = [squeezed_text(called(e)) for e in catalogue.entries]
    return (
        _DATES
        if any(described_by(interpretation, squeezed_text(called(e)), names) >= DESCRIBED for e in entries)
        else ()
    )


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
    fields: Sequence[tuple[str, str]] = _NUMBER,
) -> Answer:
    """The field of the document named in the question, with the place it was read from; a plain no where it has none."""
    named = documents_named(interpretation, scope, catalogue) or documents_described(interpretation, catalogue)
    if _IN_FORCE.search(question):
        named = [e for e in named if e.document.status not in ENDED] or named
    if not named and interpretation.document_numbers:
        allowed = set(scope.filters.document_ids)
        named = [e for e in catalogue.entries if e.document.document_id in allowed]
    found = [(entry, name, f) for entry in once_each(named) for name, f in field_findings(library, entry, fields)]
    findings = [f for _, _, f in found]
    if not findings:
        heard = () if named or fields != _NUMBER else [r.ranked.stored.document.document_id for r in readings]
        if heard and (
            told := answer_with_mentioned(library.document, question, interpretation, scope, catalogue, heard)
        ):
            return told
        return _no_field(question, interpretation, scope, catalogue, named, readings, fields[0][1])
    lines = [
        Statement(
            f"{called(entry)}{ended_mark(entry.document)}的{name}：{_said(library.document(entry.document.document_id), name, f)}。",
            (f.clause_id,),
        )
        for entry, name, f in found
    ]
    return answered(question, interpretation, scope, lines, findings)


def _said(document: PolicyDocument, name: str, finding: Finding) -> str:
    """What a field says, without the words it is printed between: 抄送： …， ××文件, … 印发."""
    lists = {
        "发文机关": document.issuing_authorities,
        "抄送": document.copied_to,
        "主送机关": document.addressees,
    }
    if lists.get(name):
        return ("、" if name == "发文机关" else "；").join(lists[name])
    return re.sub(r"印发$", "", tidy(finding.quote).strip("。（）() "))


def documents_named(interpretation: Interpretation, scope: Scope, catalogue: Catalogue) -> list[Entry]:
    """The notices whose title the question names, best first, none that misses by far; of the asked region and year."""
    allowed = set(scope.filters.document_ids)
    entries = [e for e in catalogue.entries if not allowed or e.document.document_id in allowed]
    fitting = [
        e
        for e in entries
        if fits_years(e.document, "", interpretation.matter_years)
        and _dated_then(e, interpretation.matter_years)
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


def field_findings(
    library: WholeDocuments, entry: Entry, fields: Sequence[tuple[str, str]]
) -> list[tuple[str, Finding]]:
    """The fields as printed, quoted where they stand; cited by the document's first clause, since a masthead is none."""
    for document_id in (entry.document.document_id, *entry.covers):
        document = library.document(document_id)
        found: list[tuple[str, Finding]] = []
        for field, name in fields:
            evidence: Evidence | None = document.evidence.get(field)
            if getattr(document, field) in (None, ()) or evidence is None or not document.clauses:
                continue
            span: Span = evidence.span
            found.append(
                (
                    name,
                    Finding(
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
                    ),
                )
            )
        if found:
            return found
    return []


def _no_field(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    named: Sequence[Entry],
    readings: Sequence[Reading],
    field_name: str,
) -> Answer:
    """Either the document is not here, or it prints no such field."""
    if named:
        why = f"{called(named[0])}在资料库中，但文中没有印{field_name}。"
    else:
        why = why_nothing(interpretation, scope, readings[:1])
    return plain_no(
        question,
        interpretation,
        scope,
        why,
        nearest=[r.ranked.stored.clause.clause_id for r in readings[:3]],
        silent=silent_of(catalogue.entries, frozenset()),
    )
