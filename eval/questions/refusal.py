"""How well the plain no separates what the documents say from what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.measures import f1, mean
from eval.model import Reliability


@dataclass(frozen=True, slots=True)
class Refusal:
    """Whether a plain no was due, and whether it was given."""

    due: bool
    given: bool


def refusal_scores(refusals: Iterable[Refusal]) -> dict[str, float]:
    """Precision, recall and F1 of the plain no; empty where none was due."""
    counted = list(refusals)
    due, given = sum(r.due for r in counted), sum(r.given for r in counted)
    if not due:
        return {}
    right = sum(r.due and r.given for r in counted)
    precision, recall = (right / given if given else 0.0), right / due
    return {"refusal_precision": precision, "refusal_recall": recall, "refusal_F1": f1(precision, recall)}


def reliability(judged: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[Reliability, ...]:
    """Bin (confidence, whether it was right) by confidence in equal widths; empty bins are left out."""
    placed: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        placed.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, right))
    return tuple(
        Reliability(
            place / bins,
            (place + 1) / bins,
            len(of),
            mean(confidence for confidence, _ in of),
            mean(float(right) for _, right in of),
        )
        for place, of in sorted(placed.items())
    )


def calibration_error(curve: Sequence[Reliability]) -> float:
    """Expected calibration error: the mean over answers of |confidence - share right| of their bin (Naeini et al. 2015)."""
    answers = sum(b.answers for b in curve)
    return sum(b.answers * abs(b.confidence - b.right) for b in curve) / answers if answers else 0.0
