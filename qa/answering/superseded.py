"""The rule in force beside one that has ended: what has ended is never the whole answer where the library has its successor.

A clause of the successor may say no more than 一、收费标准: what matter it is of stands in the title, so its clauses are read
for the same question without having to show it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.listed import ListedDocument
from index.model import RankedClause, StoredClause
from qa.answering.compose import compose, retold
from qa.asking.catalogue import Catalogue, Entry
from qa.asking.scope import Scope
from qa.deciding.judging import AnswerSettings
from qa.documents.named_clauses import of_named_clause
from qa.documents.terms_of_documents import without_number
from qa.documents.validity import StandingReader
from qa.language.citations import title_of
from qa.language.editions import OF_CHANGE, same_rule
from qa.language.sentences import squeezed_text, tidy
from qa.language.values import FIGURED, value_spans
from qa.model import Answer, AnswerOutcome, AsksFor, Finding, Interpretation, Statement
from qa.reading.reader import Reading, must_be_stated, read_clauses
from qa.retrieving.askable import AskableLibrary
from qa.saying.wording import asked_name
from qa.standing.findings import finding_of
from qa.standing.standing import ENDED_WORDS, StandingLibrary

MOST_EDITIONS = 4  # one after the other
# Of the character pairs of the old words, the title's left out, how many stand in the clause that takes their place.
TAKES_ITS_PLACE = 0.3
LONGEST_TOLD = 60  # characters of what a newer edition says instead of a value
NEAR_BEST = 0.75  # of the nearest clause's: below it a clause is of something else


def with_rule_in_force(
    library: AskableLibrary,
    said: Answer,
    scope: Scope,
    catalogue: Catalogue,
    settings: AnswerSettings,
) -> Answer:
    """The answer led by the successor of a rule that has ended, where it states what is asked; else with that it does not.

    Who names the rule, a year or a change asks for what was, and is given that.
    """
    interpretation = said.interpretation
    asks = must_be_stated(interpretation) or interpretation.asks_for is AsksFor.YES_NO
    if said.outcome is not AnswerOutcome.ANSWERED or not said.findings or not asks or OF_CHANGE.search(said.question):
        return said
    if interpretation.document_numbers or interpretation.named or interpretation.years or interpretation.as_of:
        return said
    leading = said.findings[0]
    whole_ended = leading.status in ENDED_WORDS and not _is_of_a_deleted_clause(library, leading)
    is_older = isinstance(library, StandingReader) and library.standing(leading.document_id).newer is not None
    successor = _successor(library, catalogue, leading) if whole_ended or is_older else None
    if successor is None or any(f.value for f in said.findings if f.document_id == successor.document.document_id):
        return said
    readings = _read(library, said.question, interpretation, successor)
    stating = _in_place_of(leading, successor, [r for r in readings if r.states and not r.other_case])
    led = compose(said.question, interpretation, scope, catalogue, stating, of_named_clause(settings))
    if led.outcome is AnswerOutcome.ANSWERED and any(f.value for f in led.findings):
        return _led_by(led, said, scope, catalogue)
    if not whole_ended:
        return _newer_first(said, leading, successor)
    return _not_in_successor(said, leading, successor, readings, scope, catalogue)


def _is_of_a_deleted_clause(library: AskableLibrary, finding: Finding) -> bool:
    """Whether only the clause is no longer in force, and not its document."""
    amended = library.amendments.amended.get(finding.clause_id) if isinstance(library, StandingLibrary) else None
    return amended is not None and amended.is_deleted


def _successor(library: AskableLibrary, catalogue: Catalogue, ended: Finding) -> Entry | None:
    """The document that repealed one that has ended, or the newest later edition of it; None where neither stands here."""
    by_id = {i: e for e in catalogue.entries for i in (e.document.document_id, *e.covers)}
    older = by_id.get(ended.document_id)
    at = older
    for _ in range(MOST_EDITIONS if isinstance(library, StandingReader) else 0):
        if at is None or not isinstance(library, StandingReader):
            break
        by = library.standing(at.document.document_id).by
        at = by_id.get(by) if by else None
        if at is not None and at.document.status not in ENDED_WORDS:
            return at
    if older is None or older.document.dated_on is None:
        return None
    later = [
        e for e in catalogue.entries if _is_later_edition(e.document, older.document) and _begun(library, e.document)
    ]
    return max(later, key=lambda e: (e.document.dated_as_kept or "", e.document.document_id), default=None)


def _begun(library: AskableLibrary, document: ListedDocument) -> bool:
    """Whether a document applies on the day; of a library that knows no days, every one does."""
    return not isinstance(library, StandingReader) or library.standing(document.document_id).begun


def _is_later_edition(document: ListedDocument, ended: ListedDocument) -> bool:
    if document.region != ended.region or document.status in ENDED_WORDS or document.dated_on is None:
        return False
    return ended.dated_on is not None and document.dated_on > ended.dated_on and same_rule(document, ended)


def _in_place_of(ended: Finding, successor: Entry, readings: Sequence[Reading]) -> list[Reading]:
    """The readings of the clauses that take the place of the old words; the words of the title are said of every clause."""
    old = _pairs(ended.quote) - _pairs(successor.title)
    shared = {id(r): len(old & _pairs("".join((*r.ranked.stored.clause.path, r.quote)))) for r in readings}
    enough = max(TAKES_ITS_PLACE * len(old), NEAR_BEST * max(shared.values(), default=0), 1.0)
    return sorted((r for r in readings if shared[id(r)] >= enough), key=lambda r: -shared[id(r)])


def _pairs(text: str) -> frozenset[str]:
    """The pairs of Chinese characters of a text."""
    return frozenset(
        pair for run in re.findall("[\u4e00-\u9fff]+", squeezed_text(text)) for pair in map("".join, pairwise(run))
    )


def _read(library: AskableLibrary, question: str, interpretation: Interpretation, entry: Entry) -> list[Reading]:
    """What every clause of a document says to the question, best first."""
    whole = library.document(entry.document.document_id)
    document = replace(whole, text="", clauses=())
    ranked = [
        RankedClause(StoredClause(clause, document, entry.file, row), 1.0, None, None)
        for row, clause in enumerate(whole.clauses)
    ]
    tables = library.table_rows([c.clause_id for c in whole.clauses])
    return read_clauses(question, interpretation, ranked, tables=tables)


def _led_by(led: Answer, said: Answer, scope: Scope, catalogue: Catalogue) -> Answer:
    """The successor's short line and quotes, then the quotes of what has ended."""
    statements = (*led.statements, *said.statements[1:])
    findings = (*led.findings, *said.findings)
    return retold(said, statements, findings, scope, catalogue)


def _newer_first(said: Answer, older: Finding, newer: Entry) -> Answer:
    """The answer led by what a newer edition says without a value, where it speaks; the value of the older comes behind."""
    told = next((f for f in said.findings if f.document_id == newer.document.document_id), None)
    if told is None or not older.value:
        return said
    name, region = title_of(newer.document), newer.document.region or ""
    now = tidy(told.quote).rstrip("。；;")
    if len(now) > LONGEST_TOLD:
        now = f"有规定，未定{asked_name(said.interpretation)}"
    title = _title_in(older.citation) or name
    line = f"{region}{name}（新版）：{without_number(now)}；{older.region or ''}{title}（旧版）：{older.value}。"
    rest = sorted(said.statements[1:], key=lambda s: told.clause_id not in s.citations)
    statements = (Statement(line, (told.clause_id, older.clause_id)), *rest)
    findings = tuple(sorted(said.findings, key=lambda f: f.document_id != told.document_id))
    return replace(said, statements=statements, answer="\n".join(s.text for s in statements), findings=findings)


def with_older_marked(answer: Answer) -> Answer:
    """The answer in which the words of an older edition say that they are, and come last where the newer one speaks.

    Who asks how things were gets every edition in its place.
    """
    answer = answer if OF_CHANGE.search(answer.question) else _older_last(answer)
    statements = answer.statements
    for finding in answer.findings:
        if finding.newer is None or finding.status in ENDED_WORDS:
            continue
        names = [n for n in (finding.region, _title_in(finding.citation)) if n]
        statements = tuple(_marked(s, names) if finding.clause_id in s.citations else s for s in statements)
    if statements == answer.statements:
        return answer
    return replace(answer, statements=statements, answer="\n".join(s.text for s in statements))


def _older_last(answer: Answer) -> Answer:
    """The findings and quotes of older editions behind all others, where their newer editions speak."""
    there = {f.document_id for f in answer.findings}
    older = {f.clause_id for f in answer.findings if f.newer in there and f.newer is not None}
    if not older:
        return answer
    rest = sorted(answer.statements[1:], key=lambda s: bool(s.citations) and older.issuperset(s.citations))
    findings = tuple(sorted(answer.findings, key=lambda f: f.clause_id in older))
    statements = (*answer.statements[:1], *rest)
    return replace(answer, statements=statements, findings=findings, answer="\n".join(s.text for s in statements))


def _title_in(citation: str) -> str:
    """The title with which a citation begins, its own 〈〉 in it."""
    depth = 0
    for place, character in enumerate(citation):
        depth += (character == "《") - (character == "》")
        if depth == 0:
            return citation[: place + 1] if character == "》" else ""
    return ""


def _marked(statement: Statement, names: Sequence[str]) -> Statement:
    """A statement with the mark of an older edition behind the name of a place or document that says whose words follow."""
    for name in names:
        for opening, closing in (("", "："), ("（", "）")):
            label = f"{opening}{name}{closing}"
            if statement.text.count(label) == 1:
                marked = f"{opening}{name}（旧版）{closing}"
                return Statement(statement.text.replace(label, marked), statement.citations)
    return statement


def _not_in_successor(
    said: Answer,
    ended: Finding,
    successor: Entry,
    readings: Sequence[Reading],
    scope: Scope,
    catalogue: Catalogue,
) -> Answer:
    """A short line that the rule has ended and its successor states nothing, above what it said."""
    own = next((e for e in catalogue.entries if ended.document_id in (e.document.document_id, *e.covers)), None)
    if own is None:
        return said
    name = asked_name(said.interpretation)
    line = f"{_name(own)}{ENDED_WORDS[ended.status]}。{_name(successor)}：有规定，未定{name}。"
    told = next((f for f in said.findings if f.document_id == successor.document.document_id), None)
    finding = told or _without_figure(said.interpretation, readings)
    if finding is None:
        return said
    first = Statement(line, (ended.clause_id, finding.clause_id))
    statements = (first, *said.statements[1:])
    findings = said.findings if told else (*said.findings, finding)
    return retold(said, statements, findings, scope, catalogue)


def _without_figure(interpretation: Interpretation, readings: Sequence[Reading]) -> Finding | None:
    """The best words of the successor that hold no figure of the kind asked for."""
    wants = tuple(kind for kind in interpretation.wants if kind in FIGURED)
    found = next((r for r in readings if not value_spans(wants, squeezed_text(r.quote))), None)
    stored = found.ranked.stored if found else None
    return finding_of(stored, stored.clause, found.quote, found.span, found.score) if found and stored else None


def _name(entry: Entry) -> str:
    number = "".join((entry.document.document_number or "").split())
    return f"{title_of(entry.document)}（{number}）" if number else title_of(entry.document)
