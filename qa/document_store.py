"""A library as a Haystack document store: clauses of notices to read, and documents that a pipeline writes itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from haystack import Document, default_from_dict, default_to_dict
from haystack.document_stores.errors import DocumentStoreError, DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy

from index.clause_index import OpenIndex, open_index
from index.conditions import FIELDS
from index.library import Library
from index.written import IdTakenError, IfPresent
from ingest.errors import PolicyError
from qa.store.clause_documents import document_from, merged_meta, written_from
from qa.store.store_search import OpenStore

_logger = logging.getLogger(__name__)
# With no policy given, a document that is there already is not lost without a word.
_POLICIES = {
    DuplicatePolicy.NONE: IfPresent.FAIL,
    DuplicatePolicy.FAIL: IfPresent.FAIL,
    DuplicatePolicy.SKIP: IfPresent.SKIP,
    DuplicatePolicy.OVERWRITE: IfPresent.OVERWRITE,
}
Filters = dict[str, Any]

# Stores over one library that live at the same time, as the retrievers of one pipeline made from YAML have, share what
# they opened: the model alone is a hundred megabytes.
_opened: WeakValueDictionary[tuple[Path, str | None], OpenStore] = WeakValueDictionary()
_opening = Lock()


class ReadOnlyClauseError(PolicyError, DocumentStoreError):
    """A clause of a notice was to be deleted or changed: what it says is what its file says."""


class ClauseDocumentStore:
    """The documents of one library folder.

    Clauses of the notices that `judian ingest` read are there to be counted, filtered and found, and are never changed
    or deleted through the store. Documents written through it are kept beside them in the same library.db.
    """

    def __init__(self, library: str | Path, model: str | None = None, create: bool = False) -> None:
        """`model` names the embedding model (None: the library's own, "none": words only); `create`: where there is no
        library yet, an empty one is made.
        """
        self.library, self.model, self.create = str(library), model, create
        self._store: OpenStore | None = None

    @classmethod
    def over(cls, index: OpenIndex, model: str | None = None) -> ClauseDocumentStore:
        """The store of a library that is open already."""
        store = cls(index.library.folder, model)
        store._store = OpenStore(index)
        return store

    def to_dict(self) -> dict[str, Any]:
        """The folder and the settings; documents stay in the library."""
        return default_to_dict(self, library=self.library, model=self.model, create=self.create)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ClauseDocumentStore:
        """The store as `to_dict` gave it, over the same folder."""
        return default_from_dict(cls, data)

    def opened(self) -> OpenStore:
        """The library, opened at the first use; raises IndexBuildError where there is none."""
        if self._store is None:
            self._store = _shared(Path(self.library), self.model, create=self.create)
        return self._store

    # Reading.

    def count_documents(self) -> int:
        """How many clauses and written documents there are."""
        return self.count_documents_by_filter({})

    def count_documents_by_filter(self, filters: Filters) -> int:
        """How many clauses and written documents pass a filter."""
        store = self.opened()
        written = len(store.written_inside(filters)) if filters else store.written.count()
        return store.conditions.count(filters) + written

    def filter_documents(self, filters: Filters | None = None) -> list[Document]:
        """The clauses that pass, in the order of the library, then the written documents, in the order written.

        Clauses have no embeddings; written documents have those they were written with.
        """
        store = self.opened()
        rows = store.written_inside(filters) if filters else None
        clauses = store.clause_documents(store.conditions.clause_rows(filters))
        return clauses + [document_from(w) for w in store.written.read(rows)]

    # Writing.

    def write_documents(self, documents: list[Document], policy: DuplicatePolicy = DuplicatePolicy.NONE) -> int:
        """Keep documents beside the clauses; return how many were written. All of them in one transaction, or none.

        NONE is FAIL. A clause's id counts as there: SKIP passes over it, OVERWRITE raises ReadOnlyClauseError.
        """
        given = _checked(documents)
        store = self.opened()
        try:
            written = store.written.write([written_from(d) for d in given], _POLICIES[policy])
        except IdTakenError as error:
            if error.of_clause and policy is DuplicatePolicy.OVERWRITE:
                raise _read_only(error.document_id, "不能改写") from error
            raise DuplicateDocumentError(f"编号 {error.document_id!r} 已经有了，这一批都没有写入") from error
        store.make_vectors()
        return written

    def delete_documents(self, document_ids: list[str]) -> None:
        """Delete written documents; ids that are not there are passed over. ReadOnlyClauseError for a clause's id."""
        store = self.opened()
        if clauses := store.conditions.ids_of_clauses(document_ids):
            raise _read_only(clauses[0], "不能单独删除")
        store.written.delete(list(store.written.rows_of(document_ids).values()))

    def delete_all_documents(self) -> None:
        """Delete every written document. The notices stay: their files were not written through a store."""
        store = self.opened()
        deleted = store.written.clear()
        _logger.info(
            "%s: %d documents deleted, %d clauses of notices stay", self.library, deleted, store.conditions.count({})
        )

    def delete_by_filter(self, filters: Filters) -> int:
        """Delete the written documents that pass; return how many. ReadOnlyClauseError, and nothing, if clauses pass."""
        store = self.opened()
        self._refuse_clauses(filters, "不能删除")
        return store.written.delete(store.written_inside(filters))

    def update_by_filter(self, filters: Filters, meta: dict[str, Any]) -> int:
        """Put values over the meta of the written documents that pass; return how many. Clauses are as above."""
        store = self.opened()
        self._refuse_clauses(filters, "不能改写")
        found = store.written.read(store.written_inside(filters))
        if found:
            store.written.set_meta([(w.row, merged_meta(w, meta)) for w in found])
        return len(found)

    # What is in meta.

    def count_unique_metadata_by_filter(self, filters: Filters, metadata_fields: list[str]) -> dict[str, int]:
        """How many different values each field has inside a filter, by its name without "meta."."""
        names = [name.removeprefix("meta.") for name in metadata_fields]
        return {name: len(self._values(name, filters)) for name in names}

    def get_metadata_fields_info(self) -> dict[str, dict[str, str]]:
        """The type of each field: keyword, int, float or boolean."""
        store = self.opened()
        types = {}
        if store.library.clause_count():
            for name in FIELDS:
                types[name] = "int" if name in ("year", "page", "depth") else "keyword"
        for meta in store.metas({}):
            types |= {name: _type_of(value) for name, value in meta.items() if value is not None}
        return {name: {"type": kind} for name, kind in types.items()}

    def get_metadata_field_min_max(self, metadata_field: str) -> dict[str, Any]:
        """The least and the greatest value of a field; None for one that no document has, or that mixes types."""
        values = [v for v in self._values(metadata_field.removeprefix("meta."), {}) if isinstance(v, (int, float, str))]
        try:
            return {"min": min(values), "max": max(values)}
        except (TypeError, ValueError):
            return {"min": None, "max": None}

    def get_metadata_field_unique_values(
        self,
        metadata_field: str,
        search_term: str | None = None,
        from_: int = 0,
        size: int = 10,
        filters: Filters | None = None,
    ) -> tuple[list[Any], int]:
        """A page of the different values of a field, sorted as text, and how many there are."""
        values = self._values(metadata_field.removeprefix("meta."), filters or {})
        if search_term:
            values = [v for v in values if search_term.lower() in str(v).lower()]
        values = sorted(values, key=lambda v: (str(v), type(v).__name__))
        return values[from_ : from_ + size], len(values)

    # The same beside an event loop.

    async def count_documents_async(self) -> int:
        """As `count_documents`."""
        return await asyncio.to_thread(self.count_documents)

    async def count_documents_by_filter_async(self, filters: Filters) -> int:
        """As `count_documents_by_filter`."""
        return await asyncio.to_thread(self.count_documents_by_filter, filters)

    async def filter_documents_async(self, filters: Filters | None = None) -> list[Document]:
        """As `filter_documents`."""
        return await asyncio.to_thread(self.filter_documents, filters)

    async def write_documents_async(
        self, documents: list[Document], policy: DuplicatePolicy = DuplicatePolicy.NONE
    ) -> int:
        """As `write_documents`."""
        return await asyncio.to_thread(self.write_documents, documents, policy)

    async def delete_documents_async(self, document_ids: list[str]) -> None:
        """As `delete_documents`."""
        await asyncio.to_thread(self.delete_documents, document_ids)

    async def delete_all_documents_async(self) -> None:
        """As `delete_all_documents`."""
        await asyncio.to_thread(self.delete_all_documents)

    async def delete_by_filter_async(self, filters: Filters) -> int:
        """As `delete_by_filter`."""
        return await asyncio.to_thread(self.delete_by_filter, filters)

    async def update_by_filter_async(self, filters: Filters, meta: dict[str, Any]) -> int:
        """As `update_by_filter`."""
        return await asyncio.to_thread(self.update_by_filter, filters, meta)

    async def count_unique_metadata_by_filter_async(
        self, filters: Filters, metadata_fields: list[str]
    ) -> dict[str, int]:
        """As `count_unique_metadata_by_filter`."""
        return await asyncio.to_thread(self.count_unique_metadata_by_filter, filters, metadata_fields)

    async def get_metadata_fields_info_async(self) -> dict[str, dict[str, str]]:
        """As `get_metadata_fields_info`."""
        return await asyncio.to_thread(self.get_metadata_fields_info)

    async def get_metadata_field_min_max_async(self, metadata_field: str) -> dict[str, Any]:
        """As `get_metadata_field_min_max`."""
        return await asyncio.to_thread(self.get_metadata_field_min_max, metadata_field)

    async def get_metadata_field_unique_values_async(
        self,
        metadata_field: str,
        search_term: str | None = None,
        from_: int = 0,
        size: int = 10,
        filters: Filters | None = None,
    ) -> tuple[list[Any], int]:
        """As `get_metadata_field_unique_values`."""
        return await asyncio.to_thread(
            self.get_metadata_field_unique_values, metadata_field, search_term, from_, size, filters
        )

    # Inside.

    def _refuse_clauses(self, filters: Mapping[str, Any], what: str) -> None:
        clauses = self.opened().conditions.count(filters)
        if clauses:
            raise ReadOnlyClauseError(
                "筛选条件",
                f"选中了 {clauses} 条公文条款，条款以原文为准，{what}",
                '请加上条件 {"field": "meta.clause_id", "operator": "==", "value": None}，只选自己写入的文档',
            )

    def _values(self, name: str, filters: Mapping[str, Any]) -> list[Any]:
        """The different values of a field of meta inside a filter; 1, 1.0, "1" and True are four."""
        store = self.opened()
        metas = store.metas(filters)
        values = [*store.conditions.values(name, filters), *(m[name] for m in metas if m.get(name) is not None)]
        return list({_told_apart(value): value for value in values}.values())


def _shared(folder: Path, model: str | None, *, create: bool) -> OpenStore:
    key = (folder.resolve(), model)
    with _opening:
        store = _opened.get(key)
        if store is None or not store.library.folder.is_dir():
            if create:
                Library.open(folder, create=True).close()
            store = _opened[key] = OpenStore(open_index(folder, model))
            for note in store.index.notes:
                _logger.warning("%s: %s", folder, note)
    return store


def _checked(documents: object) -> Sequence[Document]:
    if not isinstance(documents, Iterable) or isinstance(documents, str):
        raise ValueError("documents 应当是 Document 的列表")
    given = list(documents)
    if not all(isinstance(d, Document) for d in given):
        raise ValueError("documents 应当是 Document 的列表")
    return given


def _read_only(clause_id: str, what: str) -> ReadOnlyClauseError:
    return ReadOnlyClauseError(
        clause_id,
        f"是公文的条款，以原文为准，{what}",
        "要改请更正或替换原文件，再运行 judian ingest；要去掉请移走原文件后重新入库",
    )


def _told_apart(value: object) -> tuple[object, ...]:
    """A key that is equal for values of the same type and content alone."""
    return (type(value).__name__, *_parts(value))


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from sorted((str(key), _told_apart(item)) for key, item in value.items())
    elif isinstance(value, list):
        yield from map(_told_apart, value)
    else:
        yield value


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {int: "int", float: "float"}.get(type(value), "keyword")
