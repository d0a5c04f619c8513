"""An answer held against its label: every measure of one question, and in words what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from eval.model import Scores
from eval.questions.evidence import Cited, citation_scores, evidence_scores, findings_recall
from eval.questions.fitting import cites_what_ended, speaks_of_another_region
from eval.questions.labels import LabelledQuestion, plain
from eval.questions.printed import short_line
from eval.questions.short import answers_as_labelled, figures_exact, prints_label
from eval.questions.standing_on import Kept, faults_of
from eval.questions.wrong_figures import wrong_figures
from qa.model import Answer, AnswerOutcome

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and what it scores."""

    question: LabelledQuestion
    answer: Answer
    scores: Scores
    problems: tuple[str, ...]  # Chinese, for people; () when all is right

    @property
    def is_refused(self) -> bool:
        """Whether a plain no was given."""
        return self.answer.outcome is AnswerOutcome.NOT_FOUND

    @property
    def is_right(self) -> bool:
        """What a confidence speaks of: the short line is the label's, or a plain no was due and given.

        Where no short answer is labelled, the first finding is the evidence.
        """
        if self.question.is_refused_rightly:
            return self.is_refused
        return self.scores.get("short_answer", self.scores.get("evidence@1")) == 1.0

    def described(self) -> str:
        """Question, label, short line, first quote, outcome and what is wrong; "" when nothing is."""
        if not self.problems:
            return ""
        labels = [f"{a.answer or a.evidence}（{a.file} {'/'.join(a.clause_path)}）" for a in self.question.answers]
        first = self.answer.findings[0] if self.answer.findings else None
        return "\n".join(
            (
                f"{self.question.question} [{self.question.kind}] {'；'.join(self.problems)}",
                f"    应为 {'；'.join((*self.question.says, *labels)) or '未找到'}",
                f"    {self.answer.outcome.value}：{_cut(short_line(self.answer))}",
                f"    首条 {first.citation}「{_cut(first.quote)}」" if first else "    没有一条",
            )
        )


def judge(question: LabelledQuestion, answer: Answer, library: Kept, today: date) -> Judged:
    """Score one answer. docs/evaluation.md says what each measure means; those of LESS_IS_BETTER count what is wrong."""
    refused = answer.outcome is AnswerOutcome.NOT_FOUND
    wrong, faults = wrong_figures(question, answer), faults_of(answer, library)
    scores = {"wrong_figure": float(bool(wrong)), "citations_valid": float(not faults)}
    if question.is_refused_rightly:
        scores["refused"] = float(refused)
    else:
        scores |= _scores_of_answerable(question, answer, library)
    another, ended = speaks_of_another_region(question, answer), cites_what_ended(answer, library, today)
    scores |= {
        name: float(found)
        for name, found in {"wrong_region": another, "expired_citation": ended}.items()
        if found is not None
    }
    dropped = [f"核对时误去：{text}" for text in _dropped_though_right(question, answer)]
    figures = [f"错数 {w}" for w in wrong]
    return Judged(question, answer, scores, (*_problems(question, scores), *figures, *dropped, *faults))


def cited_clauses(answer: Answer, library: Kept) -> Cited:
    """The clauses that an answer's findings and statements cite, by id; those that exist."""
    ids = (*(f.clause_id for f in answer.findings), *(c for s in answer.statements for c in s.citations))
    clauses = {clause_id: library.clause(clause_id) for clause_id in dict.fromkeys(ids)}
    return {clause_id: stored for clause_id, stored in clauses.items() if stored is not None}


def _scores_of_answerable(question: LabelledQuestion, answer: Answer, library: Kept) -> dict[str, float]:
    cited, line = cited_clauses(answer, library), short_line(answer)
    scores = evidence_scores(question, answer.findings, cited)
    scores["answered"] = float(answer.outcome is not AnswerOutcome.NOT_FOUND)
    if question.outcome is not None:
        scores["outcome"] = float(answer.outcome is question.outcome)
    if question.says or any(a.answer for a in question.answers):
        scores["short_answer"] = float(answers_as_labelled(question, answer))
        scores["printed_answer"] = float(prints_label(question, answer, answer.answer.replace("\n", "；")))
    exact, recall = figures_exact(question, line), findings_recall(question, answer.findings)
    scores |= {} if exact is None else {"figure_exact": float(exact)}
    scores |= {} if recall is None else {"findings_recall": recall}
    if answer.checked:
        scores["dropped_right"] = len(_dropped_though_right(question, answer)) / answer.checked
    return scores | citation_scores(question, answer, cited)


def _dropped_though_right(question: LabelledQuestion, answer: Answer) -> list[str]:
    """Sentences that the gate let go and that hold the labelled evidence or answer."""
    evidence = [plain(a.evidence) for a in question.answers]
    return [
        d.text
        for d in answer.dropped
        if any(e in plain(d.text) for e in evidence) or prints_label(question, answer, d.text)
    ]


def _problems(question: LabelledQuestion, scores: Scores) -> list[str]:
    """What is wrong, in a few words each."""
    if scores.get("refused") == 0.0:
        return ["应答未找到"]
    wanted = {
        "answered": "误答未找到",
        "evidence@1": "首条不是依据",
        "evidence@5": "前五条缺依据",
        "short_answer": "短答不符",
        "figure_exact": "数字不全同",
        "outcome": "结论不符",
    }
    said = [words for name, words in wanted.items() if scores.get(name) == 0.0]
    if scores.get("findings_recall", 1.0) < 1.0:
        said.append("有文件没有说到")
    counted = {"wrong_region": "地区不对", "expired_citation": "失效文件未标明或排在前面"}
    return [*said, *(words for name, words in counted.items() if scores.get(name))]


def _cut(text: str) -> str:
    text = "".join(text.split())
    return text if len(text) <= _SHOWN * 2 else f"{text[: _SHOWN * 2 - 1]}…"
