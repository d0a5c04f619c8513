"""What learning prints: weights with their range over the folds, figures for each set, the reliability curve, failures."""

from __future__ import annotations

from collections.abc import Sequence

from eval.learning.cases import Asking
from eval.learning.examples import Example, signs_matrix
from eval.learning.trial import Trial, is_partly, own, refusals_of
from eval.measures import mean
from eval.questions.printed import short_line
from eval.questions.refusal import reliability
from qa.deciding.likelihood import SIGNS, JudgeWeights


def print_weights(whole: JudgeWeights, without: Sequence[JudgeWeights], examples: Sequence[Example]) -> None:
    """Each sign: weight, its range over the folds, and its mean where the reading was right and where it was wrong."""
    signs = signs_matrix(examples)
    right = [e.is_right for e in examples]
    print(f"{'sign':18}{'weight':>8}{'over the folds':>18}{'right':>8}{'wrong':>8}")
    print(f"{'base':18}{whole.base:8.2f}")
    for place, name in enumerate(SIGNS):
        over = [w.of[place] for w in without]
        shares = [
            [float(x) for x, r in zip(signs[:, place], right, strict=True) if r == wanted] for wanted in (True, False)
        ]
        means = [mean(of) for of in shares]
        print(f"{name:18}{whole.of[place]:8.2f}{min(over):9.2f} …{max(over):6.2f}{means[0]:8.2f}{means[1]:8.2f}")


def print_figures(trials: Sequence[Trial]) -> None:
    """For each set and all: refusals over every case, and what the questions of the whole library got."""
    print(
        f"{'':10}{'cases':>6}{'P':>7}{'R':>7}{'F1':>7}{'false no':>10}{'false answer: own':>19}{'removed':>9}{'elsewhere':>10}"
        f"{'evidence@1':>11}{'short':>7}{'wrong figure':>13}"
    )
    sources = dict.fromkeys(t.case.source for t in trials)
    for name in (*sources, "all"):
        of = [t for t in trials if name in ("all", t.case.source)]
        scores = refusals_of(of)
        falsely = [sum(t.is_answered_falsely for t in of if t.case.asking is asking) for asking in Asking]
        asked = own(of)
        said = [t for t in asked if t.case.asked.is_answerable]
        print(
            f"{name:10}{len(of):6}{scores['refusal_precision']:7.3f}{scores['refusal_recall']:7.3f}"
            f"{scores['refusal_F1']:7.3f}{sum(t.is_refused_falsely for t in of):10}{falsely[0]:19}{falsely[1]:9}{falsely[2]:10}"
            f"{mean(float(t.has_evidence_first) for t in said):11.3f}"
            f"{mean(t.judged.scores.get('short_answer', 0.0) for t in said):7.3f}"
            f"{sum(t.judged.scores['wrong_figure'] for t in asked):13.0f}"
        )


def print_curve(pairs: Sequence[tuple[float, bool]], error: float) -> None:
    """Confidence against how often it was right, in ten bins, and the expected calibration error."""
    print(f"confidence of {len(pairs)} answers, calibration error {error:.3f}")
    for bin_ in reliability(pairs):
        print(f"  {bin_.low:.1f}–{bin_.high:.1f} n={bin_.answers:4} said {bin_.confidence:.2f} was {bin_.right:.2f}")


def print_failures(trials: Sequence[Trial]) -> None:
    """Each false no and each false answer, with the short line that was given."""
    for trial in trials:
        if not (trial.is_refused_falsely or trial.is_answered_falsely):
            continue
        case, answer = trial.case, trial.judged.answer
        kind = "错答" if trial.is_answered_falsely else "错拒"
        part = "（部分）" if is_partly(trial) else ""
        line = "".join(short_line(answer).split())[:90]
        first = answer.findings[0] if answer.findings else None
        cited = f" [{first.citation[:40]}]" if first else f" ← {answer.why_not}"
        print(
            f"{kind}{part} {case.source} {case.asking.value} {case.asked.question_id} {answer.interpretation.asks_for.value}"
            f" {case.asked.question} → {line}{cited}"
        )
