"""Questions for a case: what is to be done where …; and what a clause asks for altogether."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Span
from qa.gate.normal import pairs_of
from qa.training.bank.drafts import Draft, Wrong
from qa.training.bank.rivals import Scope, says_alike, stands_in
from qa.training.bank.windows import BLANK, Naming, inner_quotes, lead_of, stands_alone
from qa.training.model import AskedFor, Difficulty, Nearness, QuestionKind, Statement
from qa.training.plain_words import in_plain_words, without_ornament
from qa.training.themes import heading_of

#   matches   对身患重病的同志，可以… | 对长期不参加组织生活的，要… | 离退休干部党员较多的单位，应…
#   rejects   对此，… | 在…的同时，…
_CASE = re.compile(
    r"""(?x)^(?P<case>(?:对于?|凡|如|若|因)?[^，,；;。：:“”]{3,44}?的(?:(?:离退休|退休|离休)?(?:干部)?(?:党员|干部|老干部|单位|党组织|人员|地方|村|社区|同志|申请人|企业|部门|遗属|职工|家庭|老人|老年人))?)
    [，,](?P<rule>(?:[^，,；;。]{0,24}[，,])?(?P<main>(?:[^，,；;。]{0,12})(?:要|应当|应|可以|可|须|必须|不作|由|按|给予|不得|参照|一般)[^；;。]{4,70}))$"""
)
_SAME = re.compile(r"同时|基础上|前提下")
# A rule that leans on its case, and says nothing without it.
_GOES_ON = re.compile(r"才|方可|还|也|再|则|就|即|并|且|仍")
_POINTS = 8
# Pairs that any rule may hold.
_COMMON = pairs_of("应当可以必须要应可党组织党员干部离退休退休老干部单位部门规定有关按照给予进行工作")


@dataclass(frozen=True, slots=True)
class _Case:
    """A case and its rule."""

    statement: Statement
    case: str
    rule: str
    text: str
    place: Span


def case_questions(
    statements: Sequence[Statement], beside: Sequence[Statement], scope: Scope, name: Naming
) -> Iterator[Draft]:
    """How a case is to be handled, among the handlings of other cases; and in the candidate's own words."""
    cases = [c for s in statements for c in _cases_of(s)]
    pool = [*cases, *(c for s in beside for c in _cases_of(s))]
    for case in cases:
        lead = lead_of(case.statement, name, case.rule)
        if lead is None:
            continue
        wrong = _other_handlings(case, pool, name)
        if len(wrong) >= 3 and len(case.rule) <= 46 and kind_of_case(case.case) != "other":
            yield Draft(
                QuestionKind.SINGLE, AskedFor.CASE, f"{lead}{case.case}，{BLANK}。", case.statement, case.rule,
                case.place, (case.rule,), wrong, worth=0.8, why=f"原文为“{case.text}”",
            )  # fmt: skip
        asked = case.case if re.match("对|凡|如|若|因", case.case) else f"对{case.case}"
        yield Draft(
            QuestionKind.SHORT, AskedFor.CASE, f"{lead}{asked}，{'应当怎样处理' if _handles(case.rule) else '有什么规定'}？", case.statement, case.rule, case.place, key=case.rule, worth=0.7,
        )  # fmt: skip


def kind_of_case(case: str) -> str:
    """What a case is of: a person, a body, or neither: handlings of one kind may be taken for one another."""
    if re.search(r"(?:党员|干部|同志|人员|人|者|遗属|职工|书记|家庭)$", case):
        return "person"
    return "body" if re.search(r"(?:单位|组织|部门|支部|地方|村|社区|企业|学校|机构)$", case) else "other"


def _handles(rule: str) -> bool:
    return bool(re.search(r"批评|处理|处置|整改|教育|处分|追究", rule))


def _cases_of(statement: Statement) -> list[_Case]:
    text = without_ornament(statement.text).rstrip("。；; ")
    found = _CASE.match(text)
    if found is None or _SAME.search(found["case"]) or not stands_alone(text) or len(text) > 120:
        return []
    start = statement.text.find(found["rule"])
    if start < 0 or _GOES_ON.match(found["rule"]) or found["case"].endswith(("目的", "的的")):
        return []
    return [_Case(statement, found["case"], found["rule"], text, (start, start + len(found["rule"])))]


def _other_handlings(case: _Case, pool: Sequence[_Case], name: Naming) -> tuple[Wrong, ...]:
    """What other clauses rule for other cases; nothing like this rule, and nothing for a case like this one."""
    chosen: list[Wrong] = []
    for other in pool:
        basis, own = other.statement.basis, case.statement.basis
        if basis.clause_id == own.clause_id or says_alike(other.case, case.case, 0.3):
            continue
        if kind_of_case(other.case) != kind_of_case(case.case) or stands_in(other.rule, own.text):
            continue
        if pairs_of(other.rule) & pairs_of(case.rule) - _COMMON:
            continue
        if pairs_of(other.rule) & pairs_of(other.case) - _COMMON:
            continue  # it says itself whose case it is for
        if (
            any(says_alike(other.rule, w.text, 0.5) for w in chosen)
            or not 0.4 <= len(other.rule) / len(case.rule) <= 2.5
        ):
            continue
        from_other = basis.document_id != own.document_id
        chosen.append(
            Wrong(other.rule, basis.clause_id if from_other else None, name(other.statement) if from_other else None)
        )
    return tuple(chosen[:6])


def short_questions(
    statements: Sequence[Statement], beside: Sequence[Statement], scope: Scope, name: Naming
) -> Iterator[Draft]:
    """What a clause near the topic asks for altogether: all its sentences are the answer, so it may not be a long one.

    Only a clause with a heading of its own is asked for, that has no clauses below it and no list that is cut off.
    """
    parents = {c.path[:-1] for d in scope.documents for c in d.clauses}
    by_clause: dict[str, list[Statement]] = {
        s.basis.clause_id: []
        for s in statements
        if heading_of(s.basis.path[-1:]) and s.basis.path not in parents and "\t" not in s.basis.text
    }
    for statement in (*statements, *beside):
        if statement.basis.clause_id in by_clause and in_plain_words(statement.text):
            by_clause[statement.basis.clause_id].append(statement)
    for of_clause in by_clause.values():
        said = sorted(of_clause, key=lambda s: s.start)
        if 2 * sum(s.nearness < Nearness.BESIDE for s in said) < len(said):
            continue  # the clause is about something else
        if not any(s.nearness <= Nearness.HEADED for s in said):
            continue
        if not 2 <= len(said) <= _POINTS or any(s.text.rstrip().endswith(("：", ":")) for s in said):
            continue
        heading = heading_of(said[0].basis.path)
        lead = lead_of(said[0], name)
        points = [in_plain_words(s.text) for s in said]
        if not heading or lead is None:
            continue
        stem = f"简述{name(said[0])}关于“{inner_quotes(heading)}”的主要规定（至少答出{'两' if len(said) < 4 else '三'}点）。"
        key = "；".join(f"{i}．{p}" for i, p in enumerate(points, 1))
        yield Draft(
            QuestionKind.SHORT, AskedFor.DUTY, stem, said[0], said[0].text, (0, 0), key=key,
            difficulty=Difficulty.HARD, worth=0.75,
        )  # fmt: skip
