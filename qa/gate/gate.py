"""The whole answer held: what does not stand in its clauses, or is not what was asked for, goes, is counted and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.model import StoredClause
from ingest.model import TableRow
from qa.gate.belonging import belonging_faults, states_what_is_asked, table_faults
from qa.gate.grounds import Ground, ground_of
from qa.gate.held import check
from qa.gate.pieces import said_of_each
from qa.gate.reasons import Fault, Reason, fewest
from qa.language.days_to_come import without_from_day
from qa.model import AMENDED, WARNING, Answer, AnswerOutcome, DroppedStatement, Finding, Interpretation, Statement

NOTHING = "没有找到依据：资料库中的文件没有写明所问的内容。"


def gated(
    answer: Answer,
    clauses_by_id: Mapping[str, StoredClause],
    interpretation: Interpretation,
    *,
    nothing_left: Callable[[Sequence[DroppedStatement]], Answer] | None = None,
    tables: Mapping[str, Sequence[TableRow]] | None = None,
    in_force: Mapping[str, StoredClause] | None = None,
) -> Answer:
    """The answer without the sentences and findings that do not hold, counted in `checked` and told in `dropped`.

    `clauses_by_id` are the clauses that statements and findings cite, with their documents as of the day asked about;
    `tables` the rows of their tables; `in_force` what short words are held against instead where a clause amends another
    (see qa/standing/in_force.py): an old figure does not hold, and a new one is of the matter of the amended clause. Where no finding or no statement is left, `nothing_left` gives the plain no; without
    it the answer comes back empty as not_found.
    """
    if answer.outcome is AnswerOutcome.NOT_FOUND:
        return answer
    of_another = _of_another_matter(answer, clauses_by_id, interpretation, tables or {}, in_force or {})
    findings = [f for i, f in enumerate(answer.findings) if i not in of_another]
    dropped = [
        DroppedStatement(answer.findings[i].quote, (answer.findings[i].clause_id,), said(reasons))
        for i, reasons in of_another.items()
    ]
    grounds = grounds_of(findings, clauses_by_id, tables or {})
    of_force = {c: ground_of(s, quotes=[s.clause.text]) for c, s in (in_force or {}).items() if c in grounds}
    kept: list[Statement] = []
    for statement in answer.statements:
        own = grounds if "「" in statement.text else {**grounds, **of_force}
        whole, lost = _held(statement, own, answer.question, interpretation)
        kept += [whole] if whole is not None else []
        dropped += lost
    checked = answer.checked + len(answer.statements)
    cited = {c for statement in kept for c in statement.citations}
    findings = [f for f in findings if f.clause_id in cited]
    told = (*answer.dropped, *dropped)
    lost_the_value = bool(of_another) and not any(
        bool((tables or {}).get(f.clause_id))
        or states_what_is_asked(answer.question, interpretation, grounds[f.clause_id], f.quote)
        for f in findings
    )
    if not kept or (answer.findings and not findings) or lost_the_value:
        nothing = nothing_left(told) if nothing_left else _nothing(answer)
        return replace(nothing, checked=checked, dropped=told)
    if not dropped:
        return replace(answer, checked=checked)
    standing = {f.clause_id for f in findings}
    said_still = {s.text for s in kept}
    return replace(
        answer,
        statements=tuple(kept),
        findings=tuple(findings),
        answer="\n".join(s.text for s in kept),
        conflicts=tuple(c for c in answer.conflicts if standing.issuperset(c.clause_ids) and c.text in said_still),
        checked=checked,
        dropped=told,
    )


def statement_faults(statement: Statement, grounds: Mapping[str, Ground], asked: str) -> tuple[Reason, ...]:
    """What is wrong with a statement: a citation of nothing or of nothing quoted, or words that its clauses do not hold."""
    missing = [c for c in statement.citations if c not in grounds]
    if missing:
        return tuple(Reason(Fault.NO_SUCH_CLAUSE, c) for c in missing)
    if any(not grounds[c].quotes for c in statement.citations):
        return (Reason(Fault.UNQUOTED),)
    return check(statement.text, [grounds[c] for c in statement.citations], asked)


def grounds_of(
    findings: Sequence[Finding], clauses: Mapping[str, StoredClause], tables: Mapping[str, Sequence[TableRow]]
) -> dict[str, Ground]:
    """The cited clauses, each with what the answer quotes of it and the quantities that it knows there."""
    of_clause: dict[str, list[Finding]] = {}
    for finding in findings:
        of_clause.setdefault(finding.clause_id, []).append(finding)
    return {
        clause_id: ground_of(
            stored,
            quotes=[f.quote for f in of_clause.get(clause_id, ())],
            quantities=[q for f in of_clause.get(clause_id, ()) for q in f.quantities],
            rows=tables.get(clause_id, ()),
            also_titled=[f.citation for f in of_clause.get(clause_id, ())],
            spans=[f.span for f in of_clause.get(clause_id, ())],
        )
        for clause_id, stored in clauses.items()
    }


def said(reasons: Sequence[Reason]) -> str:
    """Reasons as people read them."""
    return "；".join(dict.fromkeys(map(str, reasons)))


def _of_another_matter(
    answer: Answer,
    clauses: Mapping[str, StoredClause],
    interpretation: Interpretation,
    tables: Mapping[str, Sequence[TableRow]],
    in_force: Mapping[str, StoredClause],
) -> dict[int, tuple[Reason, ...]]:
    """The findings, by their place, of which no figure belongs to what was asked; rows of tables are read elsewhere.

    A clause that amends what is told need not itself speak of the matter: 将第九条中的“24小时”修改为“12小时”.
    """
    amending = {c for s in answer.statements if s.text.startswith(AMENDED) for c in s.citations}
    found: dict[int, tuple[Reason, ...]] = {}
    for place, finding in enumerate(answer.findings):
        stored = clauses.get(finding.clause_id)
        if stored is None or finding.clause_id in amending:
            continue
        ground = ground_of(stored)
        if rows := tables.get(finding.clause_id, ()):
            if reasons := table_faults(answer.question, interpretation, ground, rows):
                found[place] = reasons
            continue
        quote: str | None = finding.quote
        if finding.clause_id in in_force:
            ground, quote = ground_of(in_force[finding.clause_id]), None
        if reasons := belonging_faults(answer.question, interpretation, ground, quote=quote):
            found[place] = reasons
    return found


def _held(
    statement: Statement, grounds: Mapping[str, Ground], asked: str, interpretation: Interpretation
) -> tuple[Statement | None, list[DroppedStatement]]:
    """A statement as it may stand, and what of it may not: of a line for several notices, those that fail go alone."""
    reasons = _all_faults(statement, grounds, asked, interpretation)
    if not reasons:
        return statement, []
    whole_goes = None, [DroppedStatement(statement.text, statement.citations, said(reasons))]
    told_whole = statement.text.startswith(WARNING) or "「" in statement.text  # half a contradiction is none
    if told_whole or any(c not in grounds for c in statement.citations):
        return whole_goes
    parts = list(_one_by_one(statement, grounds))
    if len(parts) < 2:
        return whole_goes
    kept: list[Statement] = []
    lost: list[DroppedStatement] = []
    for part in parts:
        if of_part := _all_faults(part, grounds, asked, interpretation):
            lost.append(DroppedStatement(part.text, part.citations, said(of_part)))
        else:
            kept.append(part)
    if not kept or not lost:
        return whole_goes
    text = "".join(part.text for part in kept)
    text = text if text[-1] in "。！？" else f"{text.rstrip('；;')}。"
    cited = tuple(dict.fromkeys(c for part in kept for c in part.citations))
    return (Statement(text, cited), lost) if cited else whole_goes


def _one_by_one(statement: Statement, grounds: Mapping[str, Ground]) -> Iterator[Statement]:
    """The parts of a line, each with the citations of the documents it names."""
    cited = [grounds[c] for c in statement.citations]
    for text, scope in said_of_each(statement.text, cited):
        ids = {g.clause.clause_id for g in scope if g.quotes} or {g.clause.clause_id for g in scope}
        yield Statement(text, tuple(c for c in statement.citations if c in ids))


def _all_faults(
    statement: Statement, grounds: Mapping[str, Ground], asked: str, interpretation: Interpretation
) -> tuple[Reason, ...]:
    """What is wrong with a statement in itself, and, where it gives figures in short, with these for this question."""
    reasons = statement_faults(statement, grounds, asked)
    if reasons or "「" in statement.text:
        return reasons
    cited = [grounds[c] for c in statement.citations]
    found: list[Reason] = []
    for stretch, scope in said_of_each(statement.text, cited):
        _, text = without_from_day(stretch)
        tried: list[tuple[Reason, ...]] = []
        for ground in scope:
            if ground.rows:
                continue
            tried.append(belonging_faults(asked, interpretation, ground, value=text, quote="\n".join(ground.quotes)))
            if not tried[-1]:
                break  # one of which a figure belongs is enough
        if tried and all(tried):
            found += fewest(tried)
    return tuple(found)


def _nothing(answer: Answer) -> Answer:
    return replace(
        answer, outcome=AnswerOutcome.NOT_FOUND, answer=NOTHING, statements=(), findings=(), conflicts=(), why_not=None
    )
