"""Quantities against labelled sentences: each must be the labelled words with operator, value, unit and per."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.labelled import json_lines
from eval.model import EvalSet, QueryScores, SystemResult
from ingest.model import Clause, ClauseKind, Quantity
from ingest.quantities import find_quantities


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted over one sentence or many."""

    right: int = 0
    surplus: int = 0
    missing: int = 0
    subjects: int = 0  # right ones whose subject is the labelled one

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.surplus + other.surplus,
            self.missing + other.missing,
            self.subjects + other.subjects,
        )

    def scores(self) -> dict[str, float]:
        """F1, P, R and the share of right quantities with the right subject; all 1 where there is nothing to find."""
        found, labelled = self.right + self.surplus, self.right + self.missing
        return {
            "F1": 2 * self.right / (found + labelled) if found + labelled else 1.0,
            "P": self.right / found if found else 1.0,
            "R": self.right / labelled if labelled else 1.0,
            "subject": self.subjects / self.right if self.right else 1.0,
        }


def measure_quantities(declared: EvalSet) -> list[SystemResult]:
    """Read every labelled sentence as a clause of its own; figures over all spans, and for each part of the set."""
    assert declared.topics is not None
    tallies: dict[str, Tally] = {}
    queries: list[QueryScores] = []
    for row in json_lines(declared.topics):
        tally, problems = compare_sentence(row["sentence"], row["spans"])
        tallies[row["part"]] = tallies.get(row["part"], Tally()) + tally
        queries.append(QueryScores(row["id"], row["part"], tally.scores(), "；".join(problems)))
    figures = sum(tallies.values(), Tally()).scores()
    groups = {part: tally.scores() for part, tally in sorted(tallies.items())}
    return [SystemResult(system, figures, tuple(queries), groups) for system in declared.systems]


def compare_sentence(sentence: str, labels: Iterable[Mapping[str, Any]]) -> tuple[Tally, list[str]]:
    """Count what was found in a sentence against its labels, and say in Chinese what is wrong."""
    clause = Clause("评测#句", ("句",), "", None, sentence, (0, len(sentence)), None, (), 1, ClauseKind.CLAUSE)
    surplus = list(find_quantities(sentence, (clause,)))
    problems: list[str] = []
    right = subjects = missing = 0
    for label in labels:
        match = next((q for q in surplus if is_as_labelled(q, label)), None)
        if match is None:
            missing += 1
            problems.append(f"应有「{label['text']}」{_label_words(label)}")
            continue
        surplus.remove(match)
        right += 1
        subjects += match.subject == label["subject"]
    problems += [f"多出「{q.text}」{q.operator} {q.value:g} {q.unit} {q.per or ''}".rstrip() for q in surplus]
    return Tally(right, len(surplus), missing, subjects), problems


def is_as_labelled(quantity: Quantity, label: Mapping[str, Any]) -> bool:
    """Whether everything but the subject is as labelled; values to nine digits, for 三分之二 has no last one."""
    return (
        (quantity.span[0], quantity.text, quantity.operator.value, quantity.unit, quantity.per)
        == (label["start"], label["text"], label["operator"], label["unit"], label["per"])
        and math.isclose(quantity.value, label["value"], rel_tol=1e-9)
        and (quantity.upper is None) == (label["upper"] is None)
        and math.isclose(quantity.upper or 0, label["upper"] or 0, rel_tol=1e-9)
    )


def _label_words(label: Mapping[str, Any]) -> str:
    return f"{label['operator']} {label['value']:g} {label['unit']} {label['per'] or ''}".rstrip()
