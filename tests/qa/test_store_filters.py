"""Filters over clauses and written documents: what SQL finds is what Haystack's own comparison lets pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from haystack import Document
from haystack.errors import FilterError
from haystack.utils.filters import document_matches_filter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.conditions import FIELDS
from index.update import ingest_paths
from qa.document_store import ClauseDocumentStore
from tests.qa.notices import written

WRITTEN = [
    Document(content="自己写的一段话", meta={"region": "江苏", "year": 2022, "tags": ["补贴"], "nested": {"a": 1}}),
    Document(content="另一段话", meta={"region": "云南", "year": "2022", "dated_on": "2022-05-01T00:00:00"}),
    Document(content="第三段话", meta={"year": 2021.0, "checked": True, "nested": "平"}, embedding=[0.1, 0.2]),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ClauseDocumentStore:
    folder = tmp_path_factory.mktemp("library")
    ingest_paths(written(tmp_path_factory.mktemp("notices")), folder, model="none", workers=1)
    store = ClauseDocumentStore(folder, model="none")
    store.write_documents(WRITTEN)
    return store


@pytest.fixture(scope="module")
def documents(store: ClauseDocumentStore) -> list[Document]:
    return store.filter_documents()


def passing(documents: list[Document], filters: dict[str, Any]) -> list[str] | type[Exception]:
    try:
        return [d.id for d in documents if document_matches_filter(filters, d)]
    except (FilterError, TypeError):
        return FilterError


def found(store: ClauseDocumentStore, filters: dict[str, Any]) -> list[str] | type[Exception]:
    try:
        return [d.id for d in store.filter_documents(filters)]
    except FilterError:
        return FilterError


def test_everything_is_there_once_and_counted(store: ClauseDocumentStore, documents: list[Document]) -> None:
    assert len(documents) == store.count_documents() == len({d.id for d in documents})
    assert documents[-3:] == WRITTEN
    assert documents[0].meta["clause_id"] == documents[0].id


def test_all_of_a_clauses_meta_can_be_filtered_by(documents: list[Document]) -> None:
    assert set(documents[0].meta) - set(FIELDS) == {"citation"}


OWN_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(
        [0, 1, 2021, 2022, 2022.0, 1.5, "2022", "2022-05-01", "2022-05-01T00:00:00", "2021-12-31T08:00:00"]
    ),
    st.sampled_from(["江苏", "云南", "省", "clause", "article", "unknown", "in_force", "", "1", "补贴"]),
    st.sampled_from([["补贴"], [], {"a": 1}]),
)


@st.composite
def filters_over(draw: st.DrawFn, documents: list[Document]) -> dict[str, Any]:
    fields = [f"meta.{name}" for name in FIELDS]
    fields += ["id", "content", "meta.absent", "meta.nested.a", "meta.nested", "meta.checked", "meta.tags", "score"]
    fields += ["region", "year", "embedding", "meta.region.x"]

    def comparison() -> dict[str, Any]:
        field = draw(st.sampled_from(fields))
        one = draw(st.sampled_from(documents))
        seen = one.meta.get(field.removeprefix("meta.")) if field.startswith("meta.") else getattr(one, field, None)
        value = draw(st.one_of(st.just(seen), OWN_VALUES))
        operator = draw(st.sampled_from(["==", "!=", ">", ">=", "<", "<=", "in", "not in"]))
        return {"field": field, "operator": operator, "value": [value, "江苏"] if "in" in operator else value}

    def tree(depth: int) -> dict[str, Any]:
        if depth == 0 or draw(st.integers(0, 2)):
            return comparison()
        parts = [tree(depth - 1) for _ in range(draw(st.integers(0, 3)))]
        return {"operator": draw(st.sampled_from(["AND", "OR", "NOT"])), "conditions": parts}

    return tree(2)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_filter_finds_what_haystacks_comparison_lets_pass(
    store: ClauseDocumentStore, documents: list[Document], data: st.DataObject
) -> None:
    filters = data.draw(filters_over(documents))
    expected, got = passing(documents, filters), found(store, filters)
    # Haystack stops at the first condition that decides; a comparison that makes no sense is told in any case.
    if got is not FilterError:
        assert got == expected
        assert store.count_documents_by_filter(filters) == len(expected)
    elif "conditions" not in filters:
        assert expected is FilterError


@pytest.mark.parametrize(
    "malformed",
    [
        "region",
        {"operator": "AND"},
        {"operator": "XOR", "conditions": []},
        {"operator": "AND", "conditions": {}},
        {"field": "meta.region", "operator": "==="},
        {"field": "meta.region", "operator": "like", "value": "江"},
        {"field": "meta.region", "operator": "in", "value": "江苏"},
        {"field": "meta.citation", "operator": "==", "value": "《通知》"},
    ],
)
def test_a_malformed_filter_is_told_in_an_empty_store_too(tmp_path: Path, malformed: Any) -> None:
    with pytest.raises(FilterError):
        ClauseDocumentStore(tmp_path / "new", model="none", create=True).filter_documents(malformed)


def test_values_of_notices_and_written_documents_stand_together(
    store: ClauseDocumentStore, documents: list[Document]
) -> None:
    regions, total = store.get_metadata_field_unique_values("region", size=100)
    assert set(regions) == {d.meta["region"] for d in documents if d.meta.get("region")}
    assert total == len(regions)
    assert store.count_unique_metadata_by_filter({}, ["meta.kind"]) == {
        "kind": len({d.meta["kind"] for d in documents if "kind" in d.meta})
    }
    assert store.get_metadata_field_min_max("page") == {"min": None, "max": None}
    assert store.get_metadata_fields_info()["checked"] == {"type": "boolean"}
