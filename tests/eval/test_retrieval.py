"""Ranking articles: our library made of them, the systems by name, and the fusion that was chosen."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.articles import article_library, write_laws
from eval.command import measure_set
from eval.declared import EvalError
from eval.model import EvalSet, QueryScores, SetKind, SystemResult
from eval.results import RESULTS
from eval.retrieval import cross_validated, fusion_named, read_qrels, system_named
from index.library import Library
from qa.retrieving.fusion import FusionMethod, FusionSettings
from qa.retrieving.retrieve import RetrievalSettings
from qa.retrieving.support import SupportSettings

ARTICLES = [
    {"id": "a1", "name": "养犬登记法第一条", "text": "养犬人应当为犬只办理登记。"},
    {"id": "a2", "name": "养犬登记法第二条之一", "text": "犬只伤人的，养犬人应当赔偿医药费。"},
    {"id": "a3", "name": "集市管理法第十条", "text": "摊位按月收取租金。"},
]


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    lines = (json.dumps(a, ensure_ascii=False) for a in ARTICLES)
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    queries = (
        '{"id": 0, "query": "狗咬伤人谁赔偿医药费？"}\n{"id": 1, "query": "摊位租金"}\n{"id": 2, "query": "没有判定"}\n'
    )
    (tmp_path / "queries.jsonl").write_text(queries, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("0\t0\ta2\t1\n1\t0\ta3\t1\n", encoding="utf-8")
    return tmp_path


def declared(folder: Path, *systems: str) -> EvalSet:
    return EvalSet(
        "some", SetKind.RETRIEVAL, "某集", folder / "queries.jsonl", (), systems, ("nDCG@10",),
        folder / "corpus.jsonl", folder / "qrels.tsv", groups="parity",
    )  # fmt: skip


def test_articles_keep_their_ids_laws_and_numbers(collection: Path) -> None:
    folder = article_library("some", collection / "corpus.jsonl", lambda words: None)
    with Library.open(folder) as library:
        clauses = {s.clause.clause_id: s for s in library.clauses(library.clause_rows())}
    assert sorted(clauses) == ["a1", "a2", "a3"]
    assert clauses["a2"].document.title == "养犬登记法"
    assert clauses["a2"].clause.path == ("第二条之一",)


def test_a_collection_that_changed_is_read_again(collection: Path) -> None:
    article_library("some", collection / "corpus.jsonl", lambda words: None)
    (collection / "corpus.jsonl").write_text(json.dumps(ARTICLES[2], ensure_ascii=False), encoding="utf-8")
    with Library.open(article_library("some", collection / "corpus.jsonl", lambda words: None)) as library:
        assert [s.clause.clause_id for s in library.clauses(library.clause_rows())] == ["a3"]


def test_every_judged_query_is_scored_and_without_a_model_meaning_is_said_to_be_missing(collection: Path) -> None:
    words, meaning = measure_set(declared(collection, "words", "meaning")).systems
    assert words.figures == {"nDCG@10": 1.0}
    assert [q.query_id for q in words.queries] == ["0", "1"]
    assert set(words.groups) == {"even", "odd"}
    assert meaning.unavailable


def test_qrels_that_are_no_table_are_named(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("0\t0\ta2\t1\n0 a3\n", encoding="utf-8")
    with pytest.raises(EvalError, match="第 2 行"):
        read_qrels(path)


def test_a_system_is_known_by_its_name() -> None:
    assert fusion_named("fused") == FusionSettings()
    assert fusion_named("rrf 20") == FusionSettings(FusionMethod.RECIPROCAL_RANK, 0.5, 0.5, 20)
    assert fusion_named("min_max 0.3").lexical_weight == 0.3
    for name in ("rrf", "rrf x", "borda 3"):
        with pytest.raises(EvalError):
            fusion_named(name)


def test_weights_stand_in_the_name_of_a_system() -> None:
    system = system_named("fused pairs=0.3 beside=0 lexical=0.5")
    assert (system.words, system.meaning) == (True, True)
    assert system.settings.words.pairs == 0.3
    assert system.settings.words_and_meaning.neighbours == 0.0
    assert system.settings.fusion.lexical_weight == 0.5
    assert system_named("words").settings == RetrievalSettings()
    assert system_named("plain-words").as_typed
    assert not system_named("meaning").words
    assert system_named("meaning").settings.words_and_meaning == SupportSettings(0.0, 0.0)  # nothing of the words
    for name in ("words pairs", "words pairs=x", "words colour=1", "lines"):
        with pytest.raises(EvalError):
            system_named(name)


def test_each_fold_is_scored_by_what_is_best_on_the_others() -> None:
    def system(name: str, *scores: float) -> SystemResult:
        return SystemResult(
            name, {}, tuple(QueryScores(str(i), f"fold {i + 1}", {"nDCG@10": s}) for i, s in enumerate(scores))
        )

    declared = EvalSet("some", SetKind.RETRIEVAL, "某集", None, (), (), ("nDCG@10",))
    # On folds 2 and 3 the second is better, on all others of fold 2 and of fold 3 the first.
    given = [system("words", 1.0, 0.4, 0.4), system("words pairs=1", 0.0, 0.6, 0.6)]
    held_out, chosen = cross_validated("words held-out", given, declared)
    assert [q.scores["nDCG@10"] for q in held_out.queries] == [0.0, 0.4, 0.4]
    assert "fold 1 用其余各折选出的「words pairs=1」" in chosen[0]
    assert cross_validated("words held-out", [], declared)[0].unavailable


def test_queries_fall_into_the_folds_of_the_set(collection: Path) -> None:
    folded = replace(declared(collection, "words", "words pairs=1", "words held-out"), groups="folds 2")
    systems = measure_set(folded).systems
    assert [set(s.groups) for s in systems] == [{"fold 1", "fold 2"}] * 3
    assert systems[2].figures == {"nDCG@10": 1.0}


def test_articles_stand_as_the_law_prints_them(collection: Path) -> None:
    names = ["第十一条", "第二条之一", "第九条", "第二条", "第一百零三条"]
    rows = [{"id": f"x{i}", "name": f"养犬登记法{n}", "text": n} for i, n in enumerate(names)]
    write_laws(collection / "laws", rows)
    (law,) = (collection / "laws").iterdir()
    stored = [a["number"] for a in json.loads(law.read_text(encoding="utf-8"))]
    assert stored == ["第二条", "第二条之一", "第九条", "第十一条", "第一百零三条"]


def committed(name: str) -> Any:
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))["systems"]


def test_the_fusion_in_use_is_the_best_of_those_measured_on_the_half_to_choose_by() -> None:
    systems = committed("fusion")
    candidates = [name for name in systems if name.startswith(("rrf", "min_max"))]
    best = max(candidates, key=lambda name: systems[name]["groups"]["even"]["nDCG@10"])
    chosen = fusion_named(best)
    assert chosen.method is FusionSettings().method
    assert chosen.lexical_weight == pytest.approx(FusionSettings().lexical_weight)


@pytest.mark.parametrize("group", ["even", "odd"])
def test_both_rankings_fused_are_better_than_either_on_both_halves(group: str) -> None:
    figures = {name: stored["groups"][group]["nDCG@10"] for name, stored in committed("fusion").items()}
    assert figures["fused"] > max(figures["words"], figures["meaning"])
