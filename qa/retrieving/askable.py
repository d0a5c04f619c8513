"""What asking needs of a library and its indexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from index.listed import ListedDocument
from index.model import Filters, StoredClause
from ingest.model import PolicyDocument, Quantity, TableRow
from qa.retrieving.retrieve import ClauseRanker, QueryEmbedder


class AskableLibrary(Protocol):
    """What asking needs of a Library."""

    def clauses(self, rows: Sequence[int]) -> Sequence[StoredClause]:
        """The clauses of these rows."""

    def listed(self, filters: Filters = ...) -> Sequence[ListedDocument]:
        """The documents that pass the filters, by their mastheads alone."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""

    def table_rows(self, clause_ids: Sequence[str]) -> Mapping[str, Sequence[TableRow]]:
        """The rows of the tables in these clauses."""

    def quantities(self, clause_ids: Sequence[str]) -> Mapping[str, Sequence[Quantity]]:
        """The quantities printed in these clauses."""


class AskableIndex(Protocol):
    """What asking needs of an OpenIndex."""

    @property
    def library(self) -> AskableLibrary:
        """The truth."""

    @property
    def clause_index(self) -> ClauseRanker:
        """Ranks by words and by meaning."""

    @property
    def embedder(self) -> QueryEmbedder | None:
        """None: words only."""

    @property
    def notes(self) -> Sequence[str]:
        """What people should know of the index."""
