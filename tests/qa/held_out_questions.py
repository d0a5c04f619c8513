"""The held-out questions and how an answer to one of them is judged.

Run `python -m tests.qa.held_out_questions [none]` to print the figures for each kind of question, with the library's
model or by words only.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from ingest.errors import PolicyError
from qa.answer import ask
from qa.model import Answer, AnswerOutcome

HELD_OUT = Path(__file__).parent / "held_out"
# Kinds of which every listed place is wanted; elsewhere any one is enough.
_ALL_WANTED = ("list", "comparison", "two_parts")


@dataclass(frozen=True)
class Place:
    file: str
    clause_path: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class HeldOutQuestion:
    question_id: str
    question: str
    kind: str
    places: tuple[Place, ...]
    outcome: AnswerOutcome
    says: tuple[str, ...]  # what the short line must hold
    never: tuple[str, ...]  # figures of something else: neither in the short line nor in the first quote
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    asked: HeldOutQuestion
    answer: Answer
    outcome: bool  # answered, partly or not_found as it should be
    evidence: bool  # the first finding quotes the evidence (all the findings, where every place is wanted)
    path: bool  # and is of the labelled clause
    says: bool  # the short line holds what it must
    wrong: tuple[str, ...]  # figures of something else that stand in the short line or the first quote


def read_held_out(folder: Path = HELD_OUT) -> list[HeldOutQuestion]:
    """The questions with their labels."""
    rows = (json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        HeldOutQuestion(
            row["id"],
            row["question"],
            row["kind"],
            tuple(Place(a["file"], tuple(a["clause_path"]), a["evidence"]) for a in row["answers"]),
            AnswerOutcome(row["outcome"]),
            tuple(row["says"]),
            tuple(row["never"]),
            tuple(row.get("regions", ())),
        )
        for row in rows
    ]


def judged(asked: HeldOutQuestion, answer: Answer) -> Verdict:
    """What is right and wrong with an answer."""
    first = answer.findings[0] if answer.findings else None
    depth = len(answer.findings) if asked.kind in _ALL_WANTED else 1
    quoted = [_holds(p, answer, depth) for p in asked.places]
    at_path = [_at_path(p, answer, depth) for p in asked.places]
    wanted = all if asked.kind in _ALL_WANTED else any
    short = plain(answer.statements[0].text if answer.statements else answer.answer)
    shown = short + plain(first.quote if first else "")
    return Verdict(
        asked,
        answer,
        answer.outcome is asked.outcome,
        wanted(quoted) if quoted else not answer.findings,
        wanted(at_path) if at_path else not answer.findings,
        all(plain(words) in short for words in asked.says) and answer.outcome is not AnswerOutcome.NOT_FOUND
        if asked.places
        else answer.outcome is AnswerOutcome.NOT_FOUND,
        tuple(figure for figure in asked.never if re.search(rf"(?<![\d.]){re.escape(plain(figure))}(?!\d)", shown)),
    )


def _holds(place: Place, answer: Answer, depth: int) -> bool:
    return any(
        Path(f.file).name == place.file and plain(place.evidence) in plain(f.quote) for f in answer.findings[:depth]
    )


def _at_path(place: Place, answer: Answer, depth: int) -> bool:
    return any(
        Path(f.file).name == place.file and f.path[-1:] == place.clause_path[-1:] for f in answer.findings[:depth]
    )


def plain(text: str) -> str:
    """Without white space, for comparing."""
    return "".join(text.split())


def ask_all(index: OpenIndex, questions: Sequence[HeldOutQuestion]) -> list[Verdict]:
    """Ask each question of a library that holds the notices."""
    return [judged(q, ask(index, q.question, regions=q.regions)) for q in questions]


def library_of_held_out(folder: Path, *, embed: bool) -> None:
    """Take the notices into a library."""
    ingest_paths([HELD_OUT / "notices"], folder, embed=embed)


def _print_figures(verdicts: Sequence[Verdict]) -> None:
    answerable = [v for v in verdicts if v.asked.places]
    groups = {"answerable": answerable, "unanswerable": [v for v in verdicts if not v.asked.places]}
    for kind in dict.fromkeys(v.asked.kind for v in verdicts):
        groups[kind] = [v for v in verdicts if v.asked.kind == kind]
    print(f"{'':16}{'n':>4}{'outcome':>9}{'evidence':>9}{'path':>7}{'line':>7}{'wrong':>7}")
    for name, of in groups.items():
        shares = [sum(getattr(v, m) for v in of) / len(of) for m in ("outcome", "evidence", "path", "says")]
        print(
            f"{name:16}{len(of):4}{shares[0]:9.2f}{shares[1]:9.2f}{shares[2]:7.2f}{shares[3]:7.2f}"
            f"{sum(bool(v.wrong) for v in of):7}"
        )
    for v in verdicts:
        if v.outcome and v.evidence and v.says and not v.wrong:
            continue
        missed = [m for m in ("outcome", "evidence", "path", "says") if not getattr(v, m)] + list(v.wrong)
        print(
            f"- {v.asked.question_id} {v.asked.question} {missed}\n    {v.answer.outcome.value}: {v.answer.answer[:160]!r}"
        )


def main(model: str | None) -> None:
    """Print the figures for each kind, then what failed."""
    with tempfile.TemporaryDirectory() as folder:
        library_of_held_out(Path(folder), embed=model != "none")
        index = open_index(Path(folder), model)
        try:
            _print_figures(ask_all(index, read_held_out()))
        except PolicyError as problem:
            print(problem, file=sys.stderr)
        finally:
            index.library.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
