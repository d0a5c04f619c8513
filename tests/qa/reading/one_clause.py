"""A question put to one clause: what the reader takes from it and what would be read out."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from index.model import RankedClause, StoredClause
from ingest.model import Clause, ClauseKind, PolicyDocument
from qa.asking.question import interpret
from qa.language.sides import told_side
from qa.model import AsksFor
from qa.reading.reader import Reading, read_clauses
from qa.saying.wording import gist_of

CASES = Path(__file__).with_name("cases.jsonl")


@dataclass(frozen=True, slots=True)
class Case:
    """A question and a clause, with what the short answer must hold and must not."""

    case_id: str
    kind: str
    domain: str
    question: str
    path: tuple[str, ...]
    text: str
    says: tuple[str, ...]  # none: no value may be taken from the clause
    never: tuple[str, ...]


def read_cases(path: Path = CASES) -> list[Case]:
    """The cases of a JSON Lines file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            r["id"],
            r["kind"],
            r["domain"],
            r["question"],
            tuple(r["path"]),
            r["text"],
            tuple(r["says"]),
            tuple(r["never"]),
        )
        for r in rows
    ]


def readings_of(question: str, text: str, path: tuple[str, ...], title: str = "") -> list[Reading]:
    """What the reader takes from a clause that is the only one."""
    clause = Clause("d#1", path, "", None, text, (0, len(text)), None, (), len(path), ClauseKind.CLAUSE)
    document = PolicyDocument("d", text, (0, len(text)), title=title or None)
    stored = StoredClause(clause, document, "d.txt", 0)
    return read_clauses(question, interpret(question), [RankedClause(stored, 1.0, 1, None)])


def short_answer(question: str, readings: list[Reading]) -> str:
    """The words read out: the side, the value, or what the quote says in few words."""
    if not readings:
        return ""
    best, asked = readings[0], interpret(question)
    if asked.asks_for is AsksFor.YES_NO:
        return told_side(question, best.quote) or ""
    return best.value or gist_of(best, asked)


def faults(case: Case) -> list[str]:
    """What is wrong with the short answer."""
    short = short_answer(case.question, readings_of(case.question, case.text, case.path))
    said = "".join(short.split())
    missing = [f"缺「{words}」" for words in case.says if words not in said]
    return missing + [f"多「{words}」" for words in case.never if _stands(words, said)]


def _stands(words: str, said: str) -> bool:
    """Whether words stand in the answer, figures as whole figures: 20元 is no part of 120元."""
    return re.search(rf"(?<![\d.]){re.escape(words)}", said) is not None if words[0].isdigit() else words in said


def main(path: str | None = None) -> None:
    """Print how many cases of each kind are right, then those that are not."""
    cases = read_cases(Path(path) if path else CASES)
    found = {case.case_id: faults(case) for case in cases}
    for kind in dict.fromkeys(case.kind for case in cases):
        of = [case for case in cases if case.kind == kind]
        print(f"{kind:12}{sum(not found[c.case_id] for c in of):4} / {len(of)}")
    print(f"{'all':12}{sum(not f for f in found.values()):4} / {len(cases)}")
    for case in cases:
        if found[case.case_id]:
            short = short_answer(case.question, readings_of(case.question, case.text, case.path))
            print(f"- {case.case_id} {case.question} {found[case.case_id]}\n    {short!r}   《{case.text[:60]}》")


if __name__ == "__main__":
    main(*sys.argv[1:2])
