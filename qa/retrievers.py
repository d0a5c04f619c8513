"""Haystack retrievers over a ClauseDocumentStore: thin shells over `OpenStore`, for pipelines of others."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from haystack import Document, component, default_from_dict, default_to_dict
from haystack.document_stores.types import FilterPolicy, apply_filter_policy

from ingest.errors import QueryError
from qa.document_store import ClauseDocumentStore

Filters = dict[str, Any]
Found = dict[str, list[Document]]


class _OverStore:
    """What the retrievers share: the store, the filter and how many Documents to return."""

    def __init__(
        self,
        document_store: ClauseDocumentStore,
        filters: Filters | None = None,
        top_k: int = 10,
        filter_policy: FilterPolicy | str = FilterPolicy.REPLACE,
    ) -> None:
        """`filters` given to `run` take the place of these (REPLACE), or hold beside them (MERGE)."""
        if not isinstance(document_store, ClauseDocumentStore):
            raise TypeError("document_store 应当是 ClauseDocumentStore")
        if top_k < 1:
            raise QueryError("top_k", f"不能是 {top_k}", "请给出 1 以上的整数")
        self.document_store, self.filters, self.top_k = document_store, filters, top_k
        self.filter_policy = FilterPolicy.from_str(filter_policy) if isinstance(filter_policy, str) else filter_policy

    def warm_up(self) -> None:
        """Open the library and load its model."""
        self.document_store.opened()

    def to_dict(self) -> dict[str, Any]:
        """The settings, with the store's folder."""
        return default_to_dict(
            self,
            document_store=self.document_store,
            filters=self.filters,
            top_k=self.top_k,
            filter_policy=self.filter_policy.value,
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The retriever as `to_dict` gave it."""
        return default_from_dict(cls, data)

    def _asked(self, filters: Filters | None, top_k: int | None) -> tuple[int, Filters | None]:
        """How many to return, and the filter that holds for this run."""
        k = self.top_k if top_k is None else top_k
        if k < 0:
            raise QueryError("top_k", f"不能是 {k}", "请给出 0 以上的整数")
        return k, apply_filter_policy(self.filter_policy, self.filters, filters)


@component
class ClauseLexicalRetriever(_OverStore):
    """Find clauses and written documents by the words of a query."""

    @component.output_types(documents=list[Document])
    def run(self, query: str, filters: Filters | None = None, top_k: int | None = None) -> Found:
        """Return Documents, best first, with BM25 scores; a document number in the query goes straight to its notice."""
        return {"documents": self.document_store.opened().by_words(query, *self._asked(filters, top_k))}

    @component.output_types(documents=list[Document])
    async def run_async(self, query: str, filters: Filters | None = None, top_k: int | None = None) -> Found:
        """As `run`, beside an event loop."""
        return await asyncio.to_thread(self.run, query, filters, top_k)


@component
class ClauseEmbeddingRetriever(_OverStore):
    """Find clauses and written documents by the meaning of a query: its text, or a vector made by the same model."""

    @component.output_types(documents=list[Document])
    def run(
        self,
        query: str | None = None,
        query_embedding: list[float] | None = None,
        filters: Filters | None = None,
        top_k: int | None = None,
    ) -> Found:
        """Return Documents, best first, with cosines as scores; a text is embedded by the library's own model."""
        k, filters = self._asked(filters, top_k)
        return {"documents": self.document_store.opened().by_meaning(query, query_embedding, k, filters)}

    @component.output_types(documents=list[Document])
    async def run_async(
        self,
        query: str | None = None,
        query_embedding: list[float] | None = None,
        filters: Filters | None = None,
        top_k: int | None = None,
    ) -> Found:
        """As `run`, beside an event loop."""
        return await asyncio.to_thread(self.run, query, query_embedding, filters, top_k)


@component
class ClauseHybridRetriever(_OverStore):
    """Find clauses and written documents by words and meaning together, ranked as `judian search` ranks them."""

    @component.output_types(documents=list[Document])
    def run(
        self,
        query: str,
        query_embedding: list[float] | None = None,
        filters: Filters | None = None,
        top_k: int | None = None,
    ) -> Found:
        """Return Documents, best first, with fused scores; without a model by words alone."""
        k, filters = self._asked(filters, top_k)
        return {"documents": self.document_store.opened().by_both(query, query_embedding, k, filters)}

    @component.output_types(documents=list[Document])
    async def run_async(
        self,
        query: str,
        query_embedding: list[float] | None = None,
        filters: Filters | None = None,
        top_k: int | None = None,
    ) -> Found:
        """As `run`, beside an event loop."""
        return await asyncio.to_thread(self.run, query, query_embedding, filters, top_k)
