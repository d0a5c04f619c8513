"""A rule that another notice has amended is never told without the words that amend it, nor these without the old ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.model import StoredClause
from ingest.model import Span
from qa.language.citations import title_of
from qa.language.sentences import sentences_of, squeezed_text, tidy
from qa.model import AMENDED, Answer, Finding, Statement
from qa.standing.findings import finding_of
from qa.standing.in_force import AmendedClause, Amendments
from qa.standing.standing import StandingLibrary

MOST_TOLD = 3
BEFORE = "（修改前）"
# 将第五条中的…修改为…, 第九条第二款改为, 增加一条, 删去第三条: what an amending clause begins with.
_AMENDS = re.compile(r"修改为|修订为|调整为|改为|增加|删去|删除|废止")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")


def with_amendments(answer: Answer, library: object) -> Answer:
    """The answer with the old words behind those that amend them, and the amending words before old ones that it quotes."""
    if not isinstance(library, StandingLibrary) or not answer.findings or not library.amending:
        return answer
    amendments = library.amendments
    there = {f.clause_id for f in answer.findings}
    new: dict[str, tuple[StoredClause, Finding]] = {}
    old: dict[str, list[tuple[StoredClause, Finding]]] = {}
    for finding in answer.findings:
        for stored, span in _amending(library, amendments, finding):
            if stored.clause.clause_id not in there:
                new.setdefault(stored.clause.clause_id, (stored, _as_finding(stored, span)))
        for amended in _amended_by(amendments, finding):
            if amended.clause.clause_id not in there and len(old) < MOST_TOLD:
                there.add(amended.clause.clause_id)
                told = replace(_as_finding(amended.printed, _old_words(amended)), value=None)
                old.setdefault(finding.clause_id, []).append((amended.printed, told))
    chosen = dict(list(new.items())[:MOST_TOLD])
    if not chosen and not old:
        return answer
    answer = _led_by_deletion(answer, amendments, list(chosen.values()))
    lines = [_line(stored, f) for stored, f in chosen.values()]
    rest = [line for s in answer.statements[1:] for line in (s, *_old_lines(old, s))]
    leads = bool(lines) and any(_holds_old_words(answer.statements[0], amendments, f) for f in answer.findings)
    statements = (*lines, *answer.statements[:1], *rest) if leads else (*answer.statements[:1], *lines, *rest)
    further = (*(f for _, f in chosen.values()), *(f for members in old.values() for _, f in members))
    return replace(
        answer,
        statements=statements,
        answer="\n".join(s.text for s in statements),
        findings=(*answer.findings, *further),
        silent=tuple(s for s in answer.silent if s.document_id not in {f.document_id for f in further}),
    )


def _led_by_deletion(answer: Answer, amendments: Amendments, new: Sequence[tuple[StoredClause, Finding]]) -> Answer:
    """The answer that says first, where only deleted clauses speak, that they are: not what they laid down."""
    first = answer.statements[0]
    deleted = [a for c in first.citations if (a := amendments.amended.get(c)) is not None and a.is_deleted]
    by = [f for _, f in new if any(s.clause.clause_id == f.clause_id for a in deleted for s in a.sources)]
    if not by or len(deleted) < len(first.citations):
        return answer
    named = dict.fromkeys(f"{title_of(a.document)}{a.clause.marker}" for a in deleted)
    line = Statement(f"{'、'.join(named)}已废止。", (*(f.clause_id for f in by), *first.citations))
    return replace(answer, statements=(line, *answer.statements[1:]))


def _line(stored: StoredClause, finding: Finding, mark: str = "") -> Statement:
    words = f"{AMENDED}{finding.region or ''}{title_of(stored.document)}{mark}：「{tidy(finding.quote)}」"
    return Statement(words, (finding.clause_id,))


def _old_lines(old: dict[str, list[tuple[StoredClause, Finding]]], statement: Statement) -> list[Statement]:
    """The lines for the old words that the words quoted in a statement amend."""
    if "「" not in statement.text or len(statement.citations) != 1:
        return []
    return [_line(stored, f, BEFORE) for stored, f in old.get(statement.citations[0], ())]


def _amended_by(amendments: Amendments, finding: Finding) -> Iterator[AmendedClause]:
    """The clauses that the words of a finding amend; where several, those in which its short value is in force."""
    targets = amendments.targets.get(finding.clause_id, ())
    for target in targets:
        amended = amendments.amended[target]
        if len(targets) == 1 or not finding.value or squeezed_text(finding.value) in squeezed_text(amended.clause.text):
            yield amended


def _amending(
    library: StandingLibrary, amendments: Amendments, finding: Finding
) -> Iterator[tuple[StoredClause, Span | None]]:
    """The clauses of other documents that amend what a finding quotes, each with the words of it that do, where known."""
    amended = amendments.amended.get(finding.clause_id)
    if amended is not None:
        start = finding.span[0] - amended.printed.clause.span[0]
        end = start + finding.span[1] - finding.span[0]
        for by in dict.fromkeys(g.by for g in amended.gone if g.span[0] < end and start < g.span[1]):
            yield amended.sources[by], None
    articles = {a for heading in finding.path for a in _ARTICLE.findall(heading)}
    value = squeezed_text(finding.value or "")
    for clause_id in library.amending.get(finding.document_id, ()):
        stored = library.clause(clause_id) if clause_id not in amendments.targets else None
        if stored is None or stored.document.document_id == finding.document_id:
            continue
        text = squeezed_text(stored.clause.text)
        named = set(_ARTICLE.findall(stored.clause.text))
        if _AMENDS.search(text) and (articles & named or (value and value in text)):
            yield stored, None


def _old_words(amended: AmendedClause) -> Span:
    """The sentences of the printed clause that hold words no longer in force."""
    spans = [s.span for s in sentences_of(amended.printed.clause.text)]
    held = [s for s in spans if any(g.span[0] < s[1] and s[0] < g.span[1] for g in amended.gone)]
    return (held[0][0], held[-1][1]) if held else (0, len(amended.printed.clause.text))


def _holds_old_words(statement: Statement, amendments: Amendments, finding: Finding) -> bool:
    """Whether a line says what a clause that it cites printed and that is no longer in force."""
    amended = amendments.amended.get(finding.clause_id)
    if amended is None or finding.clause_id not in statement.citations:
        return False
    text, said = amended.printed.clause.text, squeezed_text(statement.text)
    return any(squeezed_text(text[slice(*g.span)]) in said for g in amended.gone)


def _as_finding(stored: StoredClause, words: Span | None) -> Finding:
    """Words of a clause as a finding; without any its sentence that amends."""
    sentences: Sequence[Span] = [s.span for s in sentences_of(stored.clause.text)]
    start, end = words or next(
        (span for span in sentences if _AMENDS.search(stored.clause.text[slice(*span)])), (0, len(stored.clause.text))
    )
    whole = (stored.clause.span[0] + start, stored.clause.span[0] + end)
    return finding_of(stored, stored.clause, stored.clause.text[start:end], whole, 0.0)
