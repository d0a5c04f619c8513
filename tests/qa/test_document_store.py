"""Haystack's own contract of a document store, held by a library that is empty at first."""

from __future__ import annotations

from pathlib import Path

import pytest
from haystack import Document
from haystack.document_stores.errors import DuplicateDocumentError
from haystack.document_stores.types import DuplicatePolicy
from haystack.testing import document_store as contract
from haystack.testing import document_store_async as contract_async

from qa.document_store import ClauseDocumentStore


@pytest.fixture
def document_store(tmp_path: Path) -> ClauseDocumentStore:
    return ClauseDocumentStore(tmp_path / "library", model="none", create=True)


class TestContract(
    contract.DocumentStoreBaseExtendedTests,
    contract.CountDocumentsByFilterTest,
    contract.CountUniqueMetadataByFilterTest,
    contract.GetMetadataFieldsInfoTest,
    contract.GetMetadataFieldMinMaxTest,
    contract.GetMetadataFieldUniqueValuesTest,
):
    @pytest.fixture
    def document_store(self, tmp_path: Path) -> ClauseDocumentStore:
        return ClauseDocumentStore(tmp_path / "library", model="none", create=True)

    def test_write_documents(self, document_store: ClauseDocumentStore) -> None:
        document = Document(content="test doc")
        assert document_store.write_documents([document]) == 1
        with pytest.raises(DuplicateDocumentError):
            document_store.write_documents([document])
        assert document_store.filter_documents() == [document]


class TestAsyncContract(
    contract_async.CountDocumentsAsyncTest,
    contract_async.CountDocumentsByFilterAsyncTest,
    contract_async.CountUniqueMetadataByFilterAsyncTest,
    contract_async.DeleteAllAsyncTest,
    contract_async.DeleteByFilterAsyncTest,
    contract_async.DeleteDocumentsAsyncTest,
    contract_async.FilterDocumentsAsyncTest,
    contract_async.GetMetadataFieldMinMaxAsyncTest,
    contract_async.GetMetadataFieldUniqueValuesAsyncTest,
    contract_async.GetMetadataFieldsInfoAsyncTest,
    contract_async.UpdateByFilterAsyncTest,
    contract_async.WriteDocumentsAsyncTest,
):
    @pytest.mark.asyncio
    async def test_write_documents_async(self, document_store: ClauseDocumentStore) -> None:
        document = Document(content="test doc")
        assert await document_store.write_documents_async([document]) == 1
        with pytest.raises(DuplicateDocumentError):
            await document_store.write_documents_async([document], DuplicatePolicy.NONE)
        assert await document_store.filter_documents_async() == [document]


def test_no_contract_of_haystacks_is_left_out() -> None:
    held = {base.__name__ for case in (TestContract, TestAsyncContract) for base in case.__mro__}
    offered = {
        name
        for module in (contract, contract_async)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and kind.__module__ == module.__name__ and name.endswith(("Test", "Tests"))
    }
    assert offered - held == set()
