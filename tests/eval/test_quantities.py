"""How quantities are compared with labelled sentences, and how well they are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.declared import chosen_sets, declared_sets
from eval.labelled import json_lines
from eval.model import EvalSet, SetKind
from eval.quantities import compare_sentence, measure_quantities

LABEL = {
    "text": "每月不低于300元",
    "start": 2,
    "operator": "ge",
    "value": 300.0,
    "upper": None,
    "unit": "元",
    "per": "每月",
    "subject": "补贴",
}
SENTENCE = "补贴每月不低于300元"


def declared() -> EvalSet:
    return chosen_sets("quantities", declared_sets())[0]


def test_a_quantity_as_labelled_is_right_with_its_subject() -> None:
    tally, problems = compare_sentence(SENTENCE, [LABEL])
    assert (tally.right, tally.surplus, tally.missing, tally.subjects) == (1, 0, 0, 1)
    assert problems == []


@pytest.mark.parametrize(
    "changed",
    [
        {"operator": "gt"},
        {"value": 3000.0},
        {"unit": "个"},
        {"per": None},
        {"text": "300元", "start": 7},
        {"upper": 400.0},
    ],
)
def test_a_quantity_that_differs_in_anything_is_missing_and_surplus(changed: dict[str, object]) -> None:
    tally, problems = compare_sentence(SENTENCE, [LABEL | changed])
    assert (tally.right, tally.surplus, tally.missing) == (0, 1, 1)
    assert "应有" in problems[0] and "多出" in problems[1]


def test_another_subject_is_counted_apart() -> None:
    tally, _ = compare_sentence(SENTENCE, [LABEL | {"subject": None}])
    assert (tally.right, tally.subjects) == (1, 0)


def test_figures_are_over_all_spans_and_for_each_part(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "part": "tuned", "sentence": SENTENCE, "spans": [LABEL]},
        {"id": "2", "part": "held_out", "sentence": "没有数量", "spans": [LABEL]},
    ]
    topics = tmp_path / "topics.jsonl"
    topics.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    small = EvalSet("某", SetKind.QUANTITIES, "某集", topics, (), ("ingest",), ("F1",))
    [system] = measure_quantities(small)
    assert system.figures["F1"] == pytest.approx(2 / 3)
    assert system.groups["tuned"]["F1"] == 1.0
    assert system.groups["held_out"]["R"] == 0.0


def test_labels_stand_in_their_sentences_and_a_hundred_are_held_out() -> None:
    topics = declared().topics
    assert topics is not None
    rows = list(json_lines(topics))
    spans = {"held_out": 0, "seen": 0, "tuned": 0, "fresh": 0}
    for row in rows:
        for label in row["spans"]:
            assert row["sentence"][label["start"] :].startswith(label["text"]), row["id"]
        spans[row["part"]] += len(row["spans"])
    assert sum(spans.values()) >= 260
    assert spans["held_out"] >= 100
    assert len({row["sentence"] for row in rows}) == len(rows)


def test_labelled_sentences_are_read_well() -> None:
    [system] = measure_quantities(declared())
    assert system.groups["held_out"]["F1"] >= 0.97
    assert system.figures["subject"] >= 0.75
