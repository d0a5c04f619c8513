"""What a pipeline of somebody else's finds in a library: clauses and the documents it wrote, inside its filters."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from haystack import Document, Pipeline
from haystack.document_stores.errors import DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy
from haystack.errors import FilterError

from index.clause_index import open_index
from index.conditions import Chosen
from index.model import Filters, WordQuery
from index.row_set import RowSet
from index.update import ingest_paths
from ingest.errors import IndexBuildError, ModelError, QueryError
from qa.document_store import ClauseDocumentStore, ReadOnlyClauseError
from qa.pipeline import ALLOWED_MODULES
from qa.retrievers import ClauseEmbeddingRetriever, ClauseHybridRetriever, ClauseLexicalRetriever
from qa.search import search
from qa.store.store_search import InnerRanker, StoreRanker, Visible
from tests.index.small_notices import CountingEmbedder
from tests.qa.notices import written

YIZHENG = {"field": "meta.document_number", "operator": "==", "value": "仪老干〔2021〕9号"}
OWN = {"field": "meta.clause_id", "operator": "==", "value": None}


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made if model != "none" else None)
    return made


@pytest.fixture
def folder(tmp_path: Path, embedder: CountingEmbedder) -> Path:
    (tmp_path / "notices").mkdir()
    ingest_paths(written(tmp_path / "notices"), tmp_path / "library", workers=1)
    return tmp_path / "library"


@pytest.fixture
def store(folder: Path) -> ClauseDocumentStore:
    return ClauseDocumentStore(folder)


def contents(found: dict[str, list[Document]]) -> list[str]:
    return [d.content or "" for d in found["documents"]]


# Clauses of notices.


def test_words_find_the_clause_with_all_that_a_prompt_needs(store: ClauseDocumentStore) -> None:
    best = ClauseLexicalRetriever(store).run("离退休党支部书记补贴", filters=YIZHENG)["documents"][0]
    assert "260元" in (best.content or "")
    assert best.score is not None and best.score > 0
    assert best.meta["citation"] == "《关于做好离退休党支部工作的通知》（仪老干〔2021〕9号）第二部分（二）"
    assert best.meta["clause_id"] == best.id
    document = store.opened().library.document(best.meta["document_id"])
    start, end = best.meta["span"]
    assert document.text[start:end] == best.content
    assert best.meta["page"] is None and best.meta["region"] == "江苏扬州仪征"


def test_meaning_finds_by_text_and_by_vector_alike(store: ClauseDocumentStore, embedder: CountingEmbedder) -> None:
    retriever = ClauseEmbeddingRetriever(store)
    by_text = retriever.run(query="组织生活 送学上门", top_k=3)["documents"]
    vector = embedder.embed_queries(["组织生活 送学上门"])[0] * 7  # not of length 1, as other models give them
    by_vector = retriever.run(query_embedding=vector.tolist(), top_k=3)["documents"]
    assert [d.id for d in by_text] == [d.id for d in by_vector]
    assert [d.score for d in by_text] == pytest.approx([d.score for d in by_vector])
    assert "送学上门" in (by_text[0].content or "") and 0 < (by_text[0].score or 0) <= 1.001


def test_both_find_what_the_search_command_finds(store: ClauseDocumentStore, folder: Path) -> None:
    for query in ("党支部书记补贴多少", "仪老干〔2021〕9号", "山东的值班巡查"):
        found = ClauseHybridRetriever(store).run(query, top_k=5)["documents"]
        results = search(open_index(folder), query, k=5).results
        assert [(d.id, d.score) for d in found] == [(r.ranked.stored.clause.clause_id, r.ranked.score) for r in results]
        assert [d.meta["lexical_rank"] for d in found] == [r.ranked.lexical_rank for r in results]


@pytest.mark.parametrize("kind", [ClauseLexicalRetriever, ClauseEmbeddingRetriever, ClauseHybridRetriever])
def test_filters_hold_inside_the_search(store: ClauseDocumentStore, kind: Any) -> None:
    store.write_documents([Document(content="党支部书记补贴的笔记", meta={"kind": "笔记"})])
    retriever = kind(store)
    for filters in (
        YIZHENG,
        {
            "field": "meta.kind",
            "operator": "==",
            "value": "signature",
        },  # of a clause, where indexes know documents alone
        {"field": "meta.dated_on", "operator": ">=", "value": "2021-01-01"},
        {"operator": "NOT", "conditions": [YIZHENG]},
        {"operator": "AND", "conditions": [YIZHENG, {"field": "meta.marker", "operator": "in", "value": ["（二）"]}]},
        OWN,
    ):
        allowed = {d.id for d in store.filter_documents(filters)}
        found = {
            d.id for d in retriever.run(query="党支部书记补贴、落款、值班", filters=filters, top_k=50)["documents"]
        }
        assert found and found <= allowed, filters
        if kind is not ClauseLexicalRetriever:  # every vector is near to some degree: nothing inside is lost
            assert found == allowed, filters
    nothing = {"field": "meta.region", "operator": "==", "value": "西藏"}
    assert retriever.run(query="补贴", filters=nothing)["documents"] == []
    with pytest.raises(FilterError):
        retriever.run(query="补贴", filters={"field": "meta.region", "operator": "=", "value": "西藏"})


def test_filters_of_the_component_are_replaced_or_merged(store: ClauseDocumentStore) -> None:
    lishui = {"field": "meta.document_number", "operator": "==", "value": "丽老干〔2020〕4号"}
    replacing = ClauseLexicalRetriever(store, filters=YIZHENG).run("党支部书记补贴", filters=lishui)
    assert {d.meta["document_number"] for d in replacing["documents"]} == {"丽老干〔2020〕4号"}
    merging = ClauseLexicalRetriever(store, filters=YIZHENG, filter_policy="merge")
    kept = merging.run("党支部书记补贴", filters={"field": "meta.kind", "operator": "!=", "value": "preamble"})
    assert {d.meta["document_number"] for d in kept["documents"]} == {"仪老干〔2021〕9号"}


def test_a_library_without_a_model_is_found_by_words_alone(folder: Path) -> None:
    store = ClauseDocumentStore(folder, model="none")
    assert "260元" in contents(ClauseHybridRetriever(store).run("仪征书记补贴"))[0]
    with pytest.raises(ModelError, match="没有启用向量模型"):
        ClauseEmbeddingRetriever(store).run(query="补贴")


def test_a_vector_of_another_length_is_told(store: ClauseDocumentStore) -> None:
    with pytest.raises(QueryError, match="有 7 维"):
        ClauseEmbeddingRetriever(store).run(query_embedding=[0.5] * 7)
    with pytest.raises(QueryError, match="query_embedding"):
        ClauseEmbeddingRetriever(store).run()
    with pytest.raises(QueryError, match="有限的小数"):
        ClauseEmbeddingRetriever(store).run(query_embedding=[float("nan")] * 32)


# Documents that the pipeline wrote.

NOTE = Document(content="关于补贴的内部笔记：书记补贴从党费列支", meta={"author": "老王"})


@pytest.mark.parametrize("kind", [ClauseLexicalRetriever, ClauseEmbeddingRetriever, ClauseHybridRetriever])
def test_written_documents_are_found_among_the_clauses(store: ClauseDocumentStore, kind: Any) -> None:
    retriever = kind(store)
    store.write_documents([NOTE, Document(content="午饭菜单"), Document(meta={"empty": True})])
    found = retriever.run(query="内部笔记：书记补贴从党费列支", top_k=5)["documents"]
    best = next(d for d in found[:2] if d.id == NOTE.id)
    assert (best.content, best.meta, best.score is not None) == (NOTE.content, NOTE.meta, True)
    assert any("clause_id" in d.meta for d in found)
    store.delete_documents([NOTE.id])
    assert NOTE.id not in {d.id for d in retriever.run(query="内部笔记：书记补贴从党费列支")["documents"]}


def test_a_word_is_as_rare_in_a_written_document_as_in_the_library(store: ClauseDocumentStore) -> None:
    """One note beside many clauses stands on the clauses' scale, where alone none of its words would be worth a thing."""
    clause = next(d for d in store.filter_documents() if "15分钟" in (d.content or ""))
    store.write_documents([Document(content=clause.content)])
    found = ClauseLexicalRetriever(store).run("值班巡查火情", top_k=2)["documents"]
    assert [d.content for d in found] == [clause.content] * 2
    scores = [d.score or 0 for d in found]  # a clause has its title and headings besides
    assert 0.5 * scores[0] < scores[1] <= scores[0]


def test_embeddings_that_documents_carry_are_kept_and_compared(store: ClauseDocumentStore) -> None:
    far, near = Document(content="甲", embedding=[0.1, -0.9, 0.0]), Document(content="乙", embedding=[3.3, 0.3, 0.1])
    store.write_documents([far, near])
    assert store.filter_documents(OWN) == [far, near]
    found = ClauseEmbeddingRetriever(store).run(query_embedding=[1.0, 0.0, 0.0])["documents"]
    assert [d.content for d in found] == ["乙", "甲"]  # clauses have no vectors of this length
    assert found[0].embedding == near.embedding
    assert found[0].score == pytest.approx(3.3 / float(np.linalg.norm([3.3, 0.3, 0.1])))


def test_an_embedding_of_the_librarys_length_stands_beside_the_clauses(
    store: ClauseDocumentStore, embedder: CountingEmbedder
) -> None:
    vector = embedder.embed_queries(["防火"])[0].tolist()
    store.write_documents([Document(content="与内容无关的向量", embedding=vector)])
    found = ClauseEmbeddingRetriever(store).run(query_embedding=vector, top_k=30)["documents"]
    assert found[0].content == "与内容无关的向量" and len(found) > 5
    # A question in words is compared with what the documents say, whatever model made the vectors they carry.
    assert ClauseEmbeddingRetriever(store).run(query="防火", top_k=1)["documents"][0].content != "与内容无关的向量"


def test_another_process_sees_what_was_written(store: ClauseDocumentStore, folder: Path) -> None:
    beside = ClauseDocumentStore.over(open_index(folder))
    retriever = ClauseHybridRetriever(beside)
    assert NOTE.id not in {d.id for d in retriever.run("内部笔记")["documents"]}
    store.write_documents([NOTE])
    assert retriever.run("内部笔记", top_k=1)["documents"][0].id == NOTE.id


def test_ingest_leaves_written_documents_alone_and_the_other_way_round(
    store: ClauseDocumentStore, folder: Path, tmp_path: Path
) -> None:
    store.write_documents([NOTE])
    generation = store.opened().library.generation
    (tmp_path / "notices" / "山东.txt").unlink()
    ingest_paths([tmp_path / "notices"], folder, workers=1)
    assert store.opened().library.generation > generation
    assert store.filter_documents(OWN) == [NOTE]
    generation = store.opened().library.generation
    store.delete_all_documents()
    assert store.opened().library.generation == generation
    assert store.count_documents() == store.opened().library.clause_count() > 0


@pytest.mark.parametrize("kind", [ClauseLexicalRetriever, ClauseEmbeddingRetriever, ClauseHybridRetriever])
def test_a_library_of_written_documents_alone_is_searched(
    tmp_path: Path, embedder: CountingEmbedder, kind: Any
) -> None:
    store = ClauseDocumentStore(tmp_path / "new", create=True)
    assert kind(store).run(query="补贴")["documents"] == []
    store.write_documents([NOTE, Document(content="午饭菜单", meta={"author": "老李"})])
    assert kind(store).run(query="书记补贴从党费列支", top_k=1)["documents"][0].id == NOTE.id
    by_li = {"field": "meta.author", "operator": "==", "value": "老李"}
    assert NOTE.id not in {d.id for d in kind(store).run(query="书记补贴", filters=by_li)["documents"]}


def test_ask_and_search_answer_from_notices_alone(store: ClauseDocumentStore, folder: Path) -> None:
    store.write_documents([NOTE])
    ids = {r.ranked.stored.clause.clause_id for r in search(open_index(folder), "内部笔记 书记补贴").results}
    assert ids and NOTE.id not in ids


# Clauses are read only.


def test_a_clause_is_neither_deleted_nor_changed(store: ClauseDocumentStore) -> None:
    store.write_documents([NOTE])
    before = store.filter_documents()
    clause = before[0]
    with pytest.raises(ReadOnlyClauseError, match="不能单独删除"):
        store.delete_documents([NOTE.id, clause.id])
    with pytest.raises(ReadOnlyClauseError, match="条公文条款"):
        store.delete_by_filter({"field": "meta.year", "operator": "!=", "value": 1})
    with pytest.raises(ReadOnlyClauseError, match="条公文条款"):
        store.update_by_filter(YIZHENG, {"checked": True})
    with pytest.raises(ReadOnlyClauseError, match="不能改写"):
        store.write_documents([Document(id="新", content="新"), clause], DuplicatePolicy.OVERWRITE)
    with pytest.raises(DuplicateDocumentError):
        store.write_documents([Document(id="新", content="新"), clause])
    assert store.filter_documents() == before  # nothing was done by halves
    assert store.write_documents([clause], DuplicatePolicy.SKIP) == 0
    assert store.delete_by_filter(OWN) == 1


def test_meta_that_json_cannot_hold_is_told(store: ClauseDocumentStore) -> None:
    with pytest.raises(QueryError, match="isoformat"):
        store.write_documents([Document(content="x", meta={"day": object()})])
    assert store.filter_documents(OWN) == []


# In a pipeline.


def test_a_pipeline_of_retrievers_survives_yaml_and_shares_one_library(folder: Path) -> None:
    from haystack.components.joiners import DocumentJoiner

    store = ClauseDocumentStore(folder)
    pipeline = Pipeline()
    pipeline.add_component("words", ClauseLexicalRetriever(store, top_k=5))
    pipeline.add_component("meaning", ClauseEmbeddingRetriever(store, filters=YIZHENG, top_k=5))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("words", "joiner")
    pipeline.connect("meaning", "joiner")
    asked = {"words": {"query": "书记补贴"}, "meaning": {"query": "书记补贴"}}
    expected = [d.id for d in pipeline.run(asked)["joiner"]["documents"]]
    loaded = Pipeline.loads(pipeline.dumps(), allowed_modules=ALLOWED_MODULES)
    assert [d.id for d in loaded.run(asked)["joiner"]["documents"]] == expected
    stores = [loaded.get_component(name).document_store.opened() for name in ("words", "meaning")]
    assert stores[0] is stores[1] is store.opened()


def test_retrievers_run_beside_an_event_loop(store: ClauseDocumentStore) -> None:
    async def both() -> list[dict[str, list[Document]]]:
        return await asyncio.gather(
            ClauseHybridRetriever(store).run_async("书记补贴"), ClauseLexicalRetriever(store).run_async("书记补贴")
        )

    hybrid, lexical = asyncio.run(both())
    assert hybrid["documents"] and lexical["documents"]


def test_a_library_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexBuildError, match="还没有资料库"):
        ClauseDocumentStore(tmp_path / "none").count_documents()
    assert not (tmp_path / "none").exists()


class HundredsOfClauses:
    """Ranks rows 1 to 900 in that order; keeps how deep it was asked."""

    def __init__(self) -> None:
        self.depths: list[int] = []

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
        self.depths.append(k)
        return [(row, 1.0 / row) for row in range(1, 901)][:k]

    def rank_by_meaning(self, vector: Any, k: int, filters: Filters) -> list[tuple[int, float]]:
        return self.rank_by_words({}, k, filters)


def test_a_ranker_that_knows_documents_alone_is_asked_as_deep_as_a_filter_on_clauses_takes(
    store: ClauseDocumentStore,
) -> None:
    opened = store.opened()
    ranks = HundredsOfClauses()
    for rows, expected in (([3, 700, 899], [3, 700]), ([3, 899], [3, 899]), ([], [])):
        visible = Visible(Chosen(("d",), RowSet.of(rows)), ())
        ranker = StoreRanker(ranks, opened.words, opened.vectors, visible, 900, lambda token: 0, "model")
        assert [row for row, _ in ranker.rank_by_words({"补贴": 1.0}, 2, Filters())] == expected
        assert [row for row, _ in ranker.rank_by_meaning(np.ones(4, np.float32), 2, Filters())] == expected
    assert ranks.depths[:5] == [2, 8, 32, 128, 512]  # and no deeper than it must


def test_a_filter_on_clauses_is_handed_to_a_ranker_that_takes_them(store: ClauseDocumentStore) -> None:
    """A ranking of trained lists ends early: what is sifted out of it afterwards may leave nothing."""

    class EndsEarly(HundredsOfClauses):
        def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
            return super().rank_by_words(words, min(k, 100), filters)

        def rank_by_words_among(
            self, words: WordQuery, k: int, filters: Filters, clauses: RowSet | None
        ) -> list[tuple[int, float]]:
            assert clauses is not None
            self.depths.append(k)
            return [(row, 1.0 / row) for row in clauses.rows().tolist()][:k]

        def rank_by_meaning_among(
            self, vector: Any, k: int, filters: Filters, clauses: RowSet | None
        ) -> list[tuple[int, float]]:
            return self.rank_by_words_among({}, k, filters, clauses)

    opened, ranks = store.opened(), EndsEarly()
    visible = Visible(Chosen(("d",), RowSet.of([700, 899])), ())
    ranker = StoreRanker(ranks, opened.words, opened.vectors, visible, 900, lambda token: 0, "model")
    assert [row for row, _ in ranker.rank_by_words({"补贴": 1.0}, 2, Filters())] == [700, 899]
    assert [row for row, _ in ranker.rank_by_meaning(np.ones(4, np.float32), 2, Filters())] == [700, 899]
    assert ranks.depths == [2, 2]


def test_the_rankers_beside_the_library_take_the_clauses(store: ClauseDocumentStore) -> None:
    assert isinstance(store.opened().index.clause_index, InnerRanker)
