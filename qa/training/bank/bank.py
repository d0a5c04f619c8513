"""The question bank: drafts chosen so that kinds and clauses are mixed, options lettered, explanations written."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.numerals import figure_of
from qa.language.sentences import squeezed_text, tidy
from qa.training.bank.ban_questions import ban_questions
from qa.training.bank.case_questions import case_questions, short_questions
from qa.training.bank.drafts import Draft
from qa.training.bank.figure_questions import figure_questions
from qa.training.bank.list_questions import list_questions
from qa.training.bank.rivals import Scope, one_form, stands_in
from qa.training.bank.stance_questions import stance_questions
from qa.training.bank.when_questions import when_questions
from qa.training.bank.who_questions import who_questions
from qa.training.bank.windows import Naming
from qa.training.model import AskedFor, BankQuestion, Nearness, Option, QuestionKind, Statement

_SHARES = {
    QuestionKind.SINGLE: 0.32,
    QuestionKind.MULTIPLE: 0.2,
    QuestionKind.TRUE_FALSE: 0.2,
    QuestionKind.BLANK: 0.14,
    QuestionKind.SHORT: 0.14,
}
_OF_ONE_STATEMENT = 3
_OF_ONE_PLACE = 2
# These of one place are one question in several forms.
_ONE_FORM = frozenset({QuestionKind.SINGLE, QuestionKind.BLANK, QuestionKind.SHORT, QuestionKind.MULTIPLE})
_AT_MOST = 1.5  # times its share, where other kinds yield too little
_OF_RESPONSIBLE = 1
_NEAR_ONLY = frozenset({QuestionKind.SHORT})  # asked of clauses near the topic alone
_LETTERS = "ABCDEFG"
_OPTIONS = 4
_LEAST = 10  # questions: up to so many, sentences beside the topic's own are asked about as well
_OPTIONS_OF_SEVERAL = 5
_BESIDE_COSTS = 0.45


def bank_of(
    statements: Sequence[Statement],
    further: Sequence[Statement],
    scope: Scope,
    name: Naming,
    *,
    questions: int,
    seed: int,
    topic: str,
) -> tuple[BankQuestion, ...]:
    """At most so many questions, by kind; the same for the same clauses and seed.

    Only clauses of rules that are in force, and in their newest edition, are asked about. Sentences beside the topic are asked about where the
    topic's own do not yield enough. `further` only lend wrong answers.
    """
    asked = [s for s in statements if s.basis.is_rule and not s.basis.ended and not s.basis.newer and s.basis.title]
    near = [s for s in asked if s.nearness < Nearness.BESIDE]
    beside = [s for s in asked if s.nearness is Nearness.BESIDE]
    rng = random.Random(f"{seed}:{topic}")
    far = (s for s in asked if s.nearness is Nearness.FAR)
    lending: list[Statement] = [
        *beside,
        *far,
        *(s for s in further if s.basis.is_rule and not s.basis.ended and s.basis.title),
    ]
    drafts = [d for d in drafts_of(near, lending, scope, name) if is_sound(d)]
    chosen = _chosen(drafts, questions, rng)
    least = min(questions, _LEAST)
    if len(chosen) < least:
        more = [
            d for d in drafts_of(beside, [*near, *lending], scope, name) if is_sound(d) and d.kind not in _NEAR_ONLY
        ]
        chosen = _chosen([*drafts, *more], least, rng)
    ordered = [d for kind in _SHARES for d in chosen if d.kind is kind]
    return tuple(_question(d, f"题{place:02d}", rng) for place, d in enumerate(ordered, 1))


def drafts_of(
    statements: Sequence[Statement], beside: Sequence[Statement], scope: Scope, name: Naming
) -> Iterator[Draft]:
    """Every question that the statements yield."""
    yield from figure_questions(statements, scope, name)
    yield from when_questions(statements, scope, name)
    yield from ban_questions(statements, beside, scope, name)
    yield from stance_questions(statements, name)
    yield from who_questions(statements, beside, scope, name)
    yield from case_questions(statements, beside, scope, name)
    yield from list_questions(statements, beside, scope, name)
    yield from short_questions(statements, beside, scope, name)


def is_sound(draft: Draft) -> bool:
    """Whether key and options hold: the key stands in the clause, no wrong answer does, no two options say the same."""
    clause = draft.statement.basis.text
    if not all(stands_in(right, clause) for right in draft.right or (draft.answer,)):
        return False
    if any(stands_in(w.text, clause) for w in draft.wrong):
        return False
    forms = [one_form(t) for t in (*draft.right, *(w.text for w in draft.wrong))]
    return len(set(forms)) == len(forms)


def _chosen(drafts: Sequence[Draft], questions: int, rng: random.Random) -> list[Draft]:
    """The best drafts within each kind's share, then the best of the rest; none asks the same thing as another."""
    order = list(drafts)
    rng.shuffle(order)
    order.sort(key=lambda d: -_value(d))
    chosen: list[Draft] = []
    of_kind: Counter[QuestionKind] = Counter()
    of_key: Counter[str] = Counter()
    for most in (1.0, _AT_MOST):
        for draft in order:
            if len(chosen) >= questions:
                break
            if of_kind[draft.kind] >= max(1, round(most * _SHARES[draft.kind] * questions)):
                continue
            if draft in chosen or not _is_new(draft, chosen) or not _is_balanced(draft, of_key):
                continue
            chosen.append(draft)
            of_kind[draft.kind] += 1
            of_key[draft.key] += draft.kind is QuestionKind.TRUE_FALSE
    return chosen


def _is_balanced(draft: Draft, of_key: Counter[str]) -> bool:
    """Whether right and wrong statements stay about as many."""
    if draft.kind is not QuestionKind.TRUE_FALSE:
        return True
    return of_key[draft.key] <= of_key["对" if draft.key == "错" else "错"] + 1


def _value(draft: Draft) -> float:
    nearness = draft.statement.nearness
    return draft.worth + 0.2 * (nearness is Nearness.CORE) - (_BESIDE_COSTS if nearness is Nearness.BESIDE else 0.0)


def _is_new(draft: Draft, chosen: Sequence[Draft]) -> bool:
    said = squeezed_text(draft.statement.text)
    of_statement = [c for c in chosen if squeezed_text(c.statement.text) == said]
    if len(of_statement) >= _OF_ONE_STATEMENT:
        return False
    if draft.tested is AskedFor.WHO and draft.kind is QuestionKind.MULTIPLE:
        of_responsible = [c for c in chosen if c.tested is AskedFor.WHO and c.kind is QuestionKind.MULTIPLE]
        if len(of_responsible) >= _OF_RESPONSIBLE:
            return False
    of_place = [c for c in of_statement if c.place[0] < draft.place[1] and draft.place[0] < c.place[1]]
    kinds = {c.kind for c in of_place}
    if draft.kind in kinds or (draft.kind in _ONE_FORM and kinds & _ONE_FORM):
        return False
    if any(squeezed_text(c.stem) == squeezed_text(draft.stem) for c in chosen):
        return False
    return len(of_place) < _OF_ONE_PLACE


def _question(draft: Draft, line_id: str, rng: random.Random) -> BankQuestion:
    options, key = _options(draft, rng)
    return BankQuestion(
        line_id=line_id,
        kind=draft.kind,
        tested=draft.tested,
        stem=draft.stem,
        options=options,
        key=key,
        difficulty=draft.difficulty,
        explanation=_explanation(draft, options),
        statement=draft.statement,
        answer=draft.answer,
        replaced=draft.replaced,
    )


def _options(draft: Draft, rng: random.Random) -> tuple[tuple[Option, ...], str]:
    """The options in a drawn order; figures stand in the order of their size."""
    if not draft.right:
        return (), draft.key
    count = _OPTIONS if len(draft.right) == 1 else _OPTIONS_OF_SEVERAL
    wrong = draft.wrong[: count - len(draft.right)]
    texts = [(r, True, None) for r in draft.right] + [(w.text, False, w.source) for w in wrong]
    rng.shuffle(texts)
    sizes = {t[0]: figure_of(t[0].replace(",", "")) for t in texts}
    if all(size is not None for size in sizes.values()):
        texts.sort(key=lambda t: sizes[t[0]] or 0)
    options = tuple(Option(letter, *t) for letter, t in zip(_LETTERS, texts, strict=False))
    return options, "".join(o.letter for o in options if o.is_right)


def _explanation(draft: Draft, options: Sequence[Option]) -> str:
    """Why the key is right, where it stands, and whose rules the wrong options are."""
    parts = [f"{draft.why}。"] if draft.why and draft.why not in draft.statement.text else []
    parts.append(f"依据{draft.statement.basis.citation}：“{tidy(draft.statement.text).rstrip('。；;')}。”")
    names = {w.text: w.source_name for w in draft.wrong if w.source_name}
    whose: dict[str, list[str]] = {}
    for option in options:
        if not option.is_right and option.text in names:
            whose.setdefault(names[option.text], []).append(option.letter)
    if whose:
        said = "；".join(f"{'、'.join(letters)}项出自{notice}" for notice, letters in whose.items())
        parts.append(f"{said}，不是本题所问的规定。")
    return "".join(parts)
