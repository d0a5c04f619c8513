from pathlib import Path

import pytest

from eval.declared import EvalError, chosen_sets, declared_sets
from eval.labelled import document_files, json_lines

SET = """
title = "某集"
kind = "questions"
topics = "topics/some.jsonl"
documents = ["../../beside/documents"]
systems = ["ask"]
measures = ["evidence@1"]
"""


def test_the_projects_sets_are_declared_in_order() -> None:
    names = [s.name for s in declared_sets()]
    first = ["clauses", "metadata", "coverage", "stard", "fusion", "questions", "corpus", "quantities"]
    assert names[:10] == [*first, "numbers", "filters"]


def test_the_set_over_our_own_notices_needs_nothing_from_outside() -> None:
    [corpus] = chosen_sets("corpus", declared_sets())
    assert not corpus.missing()


def test_an_unknown_set_is_refused_with_the_known_ones() -> None:
    with pytest.raises(EvalError, match="clauses、metadata"):
        chosen_sets("nothing", declared_sets())


def test_paths_count_from_the_folder_of_the_sets_home_and_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "3-some.toml").write_text(SET, encoding="utf-8")
    [declared] = declared_sets(tmp_path)
    root = Path(__file__).resolve().parents[2]
    assert declared.name == "some"
    assert declared.topics == root / "eval" / "topics" / "some.jsonl"
    assert declared.documents == (root.parent / "beside" / "documents",)
    assert declared.missing() == (declared.topics, *declared.documents)


def test_a_data_sets_own_text_of_a_document_is_no_document(tmp_path: Path) -> None:
    for name in ("b.txt", "a.pdf", "a.gold.txt", ".hidden", "questions.jsonl"):
        (tmp_path / name).write_text("文", encoding="utf-8")
    assert [p.name for p in document_files([tmp_path])] == ["a.pdf", "b.txt"]


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"a": 1}\n{"a": \n', encoding="utf-8")
    with pytest.raises(EvalError, match="第 2 行"):
        list(json_lines(path))
