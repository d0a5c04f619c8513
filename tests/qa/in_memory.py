"""A library and its rankings in memory, small enough to be read: plain BM25, and meaning by shared characters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.listed import ListedDocument, listed_document
from index.model import Filters, StoredClause, StoredDocument, WordQuery
from index.passages import index_text, rows_by_clause
from index.tokenizer import tokens_of
from ingest.documents import parse_file
from ingest.model import ParsedFile, PolicyDocument, Quantity, TableRow
from ingest.regions import in_or_under


def allowed(document: PolicyDocument, filters: Filters) -> bool:
    if filters.document_ids and document.document_id not in filters.document_ids:
        return False
    if filters.regions and not any(document.region and in_or_under(document.region, r) for r in filters.regions):
        return False
    return not filters.issuers or any(i in a for i in filters.issuers for a in document.issuing_authorities)


class InMemoryLibrary:
    def __init__(self, files: Sequence[ParsedFile]) -> None:
        self.whole = {d.document_id: d for f in files for d in f.documents}
        self.stored_documents = [
            StoredDocument(replace(d, text="", clauses=(), references=(), evidence={}), f.file, len(d.clauses), row)
            for row, (f, d) in enumerate((f, d) for f in files for d in f.documents)
        ]
        self.stored_clauses = [
            StoredClause(clause, stored.document, stored.file, row)
            for row, (stored, clause) in enumerate(
                (s, c) for s in self.stored_documents for c in self.whole[s.document.document_id].clauses
            )
        ]

    def clauses(self, rows: Sequence[int]) -> list[StoredClause]:
        return [self.stored_clauses[row] for row in rows]

    def listed(self, filters: Filters | None = None) -> list[ListedDocument]:
        return [listed_document(s) for s in self.stored_documents if allowed(s.document, filters or Filters())]

    def document(self, document_id: str) -> PolicyDocument:
        return self.whole[document_id]

    def table_rows(self, clause_ids: Sequence[str]) -> dict[str, tuple[TableRow, ...]]:
        rows = {k: v for document in self.whole.values() for k, v in rows_by_clause(document).items()}
        return {key: rows[key] for key in clause_ids if key in rows}

    def quantities(self, clause_ids: Sequence[str]) -> dict[str, tuple[Quantity, ...]]:
        return {
            key: tuple(q for document in self.whole.values() for q in document.quantities if q.clause_id == key)
            for key in clause_ids
        }


class InMemoryRanker:
    def __init__(self, library: InMemoryLibrary, embedder: SharedCharacters | None) -> None:
        self.library = library
        texts = [index_text(s.clause, s.document) for s in library.stored_clauses]
        self.counts = [Counter(tokens_of(t)) for t in texts]
        self.holding = Counter(token for count in self.counts for token in count)
        self.mean = sum(sum(c.values()) for c in self.counts) / max(1, len(self.counts))
        self.vectors = embedder.embed_passages(texts) if embedder else None

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> list[tuple[int, float]]:
        scores = []
        for row, count in enumerate(self.counts):
            if not allowed(self.library.stored_clauses[row].document, filters):
                continue
            length = 0.25 + 0.75 * sum(count.values()) / self.mean
            score = sum(
                weight
                * math.log(1 + (len(self.counts) - self.holding[t] + 0.5) / (self.holding[t] + 0.5))
                * count[t]
                * 2.2
                / (count[t] + 1.2 * length)
                for t, weight in words.items()
                if count[t]
            )
            if score:
                scores.append((row, score))
        return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:k]

    def rank_by_meaning(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[int, float]]:
        assert self.vectors is not None
        scores = [
            (row, float(score))
            for row, score in enumerate(self.vectors @ vector)
            if allowed(self.library.stored_clauses[row].document, filters)
        ]
        return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:k]


class SharedCharacters:
    """Vectors of character counts, hashed: near when texts share characters."""

    fingerprint = "shared-characters"
    dimension = 256

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for character in text:
                vectors[row, ord(character) % self.dimension] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)

    embed_queries = embed_passages


@dataclass(frozen=True)
class InMemoryIndex:
    library: InMemoryLibrary
    clause_index: InMemoryRanker
    embedder: SharedCharacters | None
    notes: tuple[str, ...] = ()


def index_of(files: Sequence[Path], embedder: SharedCharacters | None = None) -> InMemoryIndex:
    library = InMemoryLibrary([parse_file(f) for f in files])
    return InMemoryIndex(library, InMemoryRanker(library, embedder), embedder)
