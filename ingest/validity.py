"""How long a document stands, by what it says itself: its dates, its status on a day, and the clause that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ingest.citing.pinpoints import is_in_annex
from ingest.model import (
    Evidence,
    PolicyDocument,
    Problem,
    ReviewItem,
    Status,
    ValidityKind,
    ValidityStatement,
)
from ingest.validity_statements import Saying, sayings_of

# A title that says so: …办法（试行）, 暂行办法, 试行规定; not 关于印发《…办法（试行）》的通知, whose rule is on trial, not it.
_TRIAL_TITLE = re.compile(
    r"[（(](?:试行|暂行|试用)[）)]$|(?:暂行|试行)(?:办法|规定|条例|规则|细则|标准|规范|制度|方案|意见|规程|准则|实施办法|实施细则|管理办法)$"
)
# What a web page says of the document beside its other fields: 有效性：失效 | 时效性　现行有效
_PAGE_FIELD = re.compile(
    r"(?:有\s*效\s*性|时\s*效\s*性|时\s*效|文件状态|效力状态|效力|有效状态|是否有效|文件有效性|状态)\s*[：:\t \u3000]\s*(?P<state>现行有效|继续有效|有效|是|已?失效|已?废止|全文废止|否)(?![\u4e00-\u9fff])"
)
# A stamp on the document: 【已废止】, 本文已废止, （此件已失效）, alone on its line or at the end of the title.
_STAMP = re.compile(
    r"^[ \u3000]*[【（(\[〔]?(?:本文件?|该文件?|此件|此文件?|本件|全文)?(?:现?已(?:经)?(?:被)?|全文|宣布)(?P<state>废止|失效)(?:[^\n。]{0,30})?[】）)\]〕]?[。]?[ \u3000]*$|[【（(\[〔](?:已|全文)(?P<state2>废止|失效)[】）)\]〕]",
    re.MULTILINE,
)
_MARK_REACH = 3000
_ANNEXED = re.compile(r"#附(?:件|表|录)")
_ENDS = (ValidityKind.EXPIRES, ValidityKind.LASTS, ValidityKind.TRIAL)
# A text that was revised since it came out: 自公布之日起施行 then speaks of the first edition, whose day need not be here.
_REVISED = re.compile(r"第[一二三四五六七八九十]+次修[订正]|(?:决定|公布|通过|批准)[^。\n]{0,20}修[订正]|修[订正][）)]")


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a document stands on a day, and what says so."""

    status: Status
    statement: ValidityStatement | None  # what says so; None for unknown, and where a person set the date


def with_validity(document: PolicyDocument, as_of: date | None = None) -> PolicyDocument:
    """The document with its statements of validity, effective_on, expires_on and status, each with its evidence.

    `as_of`: the day of the status; None judges by the text alone, and leaves a document with a last day unknown.
    """
    sayings = sayings_of(document)
    marks = _marks(document)
    effective = _only(_effective_days(document, sayings))
    statements: list[ValidityStatement] = list(marks)
    ends: list[tuple[date, ValidityStatement]] = []
    starts: list[tuple[date, ValidityStatement]] = []
    for saying in sayings:
        statement = _statement(saying, document, effective)
        statements.append(statement)
        if is_in_annex(saying.sentence.clause) or not saying.whole or statement.on is None:
            continue
        if saying.kind is ValidityKind.TAKES_EFFECT:
            starts.append((statement.on, statement))
        elif saying.kind in _ENDS:
            ends.append((statement.on, statement))
    if trial := _trial_title(document):
        statements.append(trial)
    statements.sort(key=lambda s: s.span)
    expires = _only(day for day, _ in ends)
    if effective and expires and expires < effective:
        expires = None
    evidence = dict(document.evidence)
    if effective:
        evidence["effective_on"] = _evidence(document, next(s for day, s in starts if day == effective))
    if expires:
        evidence["expires_on"] = _evidence(document, next(s for day, s in ends if day == expires))
    dated = replace(document, validity=tuple(statements), effective_on=effective, expires_on=expires, evidence=evidence)
    return with_status(dated, as_of)


def with_status(document: PolicyDocument, as_of: date | None) -> PolicyDocument:
    """The document with its status on a day and the evidence for it."""
    standing = standing_of(document, as_of)
    evidence = {name: e for name, e in document.evidence.items() if name != "status"}
    if standing.statement is not None:
        evidence["status"] = _evidence(document, standing.statement)
    return replace(document, status=standing.status, evidence=evidence)


def standing_of(document: PolicyDocument, as_of: date | None) -> Standing:
    """Whether the document stands on a day, by its own text alone; `as_of` None: on no certain day.

    In this order: marked as repealed or lapsed; its last day is over; not yet in force (unknown); on trial; in force by the
    page's mark, by the date it names, or by a last day that is still to come; else unknown. What other documents say of it, the library adds. Needs no clauses.
    """
    own = [s for s in document.validity if s.clause_id is None or not _ANNEXED.search(s.clause_id)]
    for statement in own:
        if statement.kind is ValidityKind.REPEALED:
            return Standing(Status.REPEALED, statement)
        if statement.kind is ValidityKind.EXPIRES and statement.clause_id is None:
            return Standing(Status.EXPIRED, statement)
    if as_of and document.expires_on and document.expires_on < as_of:
        return Standing(Status.EXPIRED, next((s for s in own if s.kind in _ENDS and s.on == document.expires_on), None))
    begun = document.effective_on or document.dated_on
    if as_of and begun and as_of < begun:
        return Standing(Status.UNKNOWN, None)
    if trial := next((s for s in own if s.kind is ValidityKind.TRIAL), None):
        return Standing(Status.TRIAL, trial)
    if mark := next((s for s in own if s.kind is ValidityKind.STANDS), None):
        return Standing(Status.IN_FORCE, mark)
    if document.effective_on and (as_of or not document.expires_on):
        starts = (s for s in own if s.kind is ValidityKind.TAKES_EFFECT and s.on == document.effective_on)
        return Standing(Status.IN_FORCE, next(starts, None))
    if as_of and begun and document.expires_on:  # 有效期至… says that it stands till then; it was issued before
        return Standing(
            Status.IN_FORCE, next((s for s in own if s.kind in _ENDS and s.on == document.expires_on), None)
        )
    return Standing(Status.UNKNOWN, None)


def contradictions(document: PolicyDocument) -> tuple[ReviewItem, ...]:
    """What a person should look at: statements of `document.validity` about the whole of it that name different days."""
    if len({statement.on for statement in document.validity if statement.on}) < 2:
        return ()
    sayings = [s for s in sayings_of(document) if s.whole and not is_in_annex(s.sentence.clause)]
    items: list[ReviewItem] = []
    effective = _only(_effective_days(document, sayings))
    for field, kinds, what in (
        ("effective_on", (ValidityKind.TAKES_EFFECT,), "施行日期"),
        ("expires_on", _ENDS, "失效日期"),
    ):
        stated = [_statement(s, document, effective) for s in sayings if s.kind in kinds]
        dated = [s for s in stated if s.on is not None]
        if len({s.on for s in dated}) > 1:
            evidence = tuple(_evidence(document, s) for s in dated)
            days = "、".join(sorted({s.on.isoformat() for s in dated if s.on}))
            message = f"文中给出的{what}不一致（{days}），未取值，请核对原文"
            items.append(ReviewItem(field, Problem.CONTRADICTION, message, evidence))
    return tuple(items)


def _effective_days(document: PolicyDocument, sayings: Iterable[Saying]) -> Iterable[date]:
    for saying in sayings:
        if saying.kind is ValidityKind.TAKES_EFFECT and saying.whole and not is_in_annex(saying.sentence.clause):
            day = _day_of(saying, document, None)
            if day is not None:
                yield day


def _day_of(saying: Saying, document: PolicyDocument, effective: date | None) -> date | None:
    """The day that a saying names or amounts to; a term runs from the day the document takes effect."""
    if saying.on is not None:
        return saying.on
    issued = None if _is_revised(document) else document.dated_on or document.printed_on
    if saying.from_issue is not None and issued:
        return saying.from_issue.after(issued)
    if saying.lasts is not None and effective:
        return saying.lasts.last_day(effective)
    if saying.kind is ValidityKind.REPEALS:  # what a document repeals ends with its own first day, unless it names one
        return effective
    return None


def _is_revised(document: PolicyDocument) -> bool:
    """Whether the head of the document says that it was revised."""
    first = min((c.span[0] for c in document.clauses), default=document.span[1])
    head = document.text[document.span[0] : min(first, document.span[0] + _MARK_REACH)]
    return _REVISED.search("".join(head.split())) is not None


def _statement(saying: Saying, document: PolicyDocument, effective: date | None) -> ValidityStatement:
    start, end = saying.sentence.span
    return ValidityStatement(
        kind=saying.kind,
        text=document.text[start:end],
        span=saying.sentence.span,
        clause_id=saying.sentence.clause.clause_id,
        on=_day_of(saying, document, effective),
    )


def _trial_title(document: PolicyDocument) -> ValidityStatement | None:
    title = "".join((document.title or "").split())
    source = document.evidence.get("title")
    if source is None or not _TRIAL_TITLE.search(title) or re.search(r"(?:印发|转发|发布|公布)[^》]*$", title):
        return None
    return ValidityStatement(ValidityKind.TRIAL, source.text, source.span, None)


def _marks(document: PolicyDocument) -> list[ValidityStatement]:
    """What a page or a stamp says of the document: 有效性：失效, 【已废止】; only in its head, or on a line of its own."""
    start = document.span[0]
    first = min((c.span[0] for c in document.clauses), default=document.span[1])
    head = document.text[start : min(first, start + _MARK_REACH)]
    found: list[ValidityStatement] = []
    for pattern in (_PAGE_FIELD, _STAMP):
        for match in pattern.finditer(head):
            state = match["state"] or match["state2"] if pattern is _STAMP else match["state"]
            kind = ValidityKind.STANDS
            if "废止" in state:
                kind = ValidityKind.REPEALED
            elif "失效" in state or state == "否":
                kind = ValidityKind.EXPIRES
            text = match.group().strip()
            at = start + match.start() + len(match.group()) - len(match.group().lstrip())
            found.append(ValidityStatement(kind, text, (at, at + len(text)), None))
    return found


def _evidence(document: PolicyDocument, statement: ValidityStatement) -> Evidence:
    clause = next((c for c in document.clauses if c.clause_id == statement.clause_id), None)
    return Evidence(statement.text, statement.span, clause.page if clause else None)


def _only(days: Iterable[date]) -> date | None:
    """The one day that all name; None where they name none, or differ."""
    distinct = set(days)
    return distinct.pop() if len(distinct) == 1 else None
