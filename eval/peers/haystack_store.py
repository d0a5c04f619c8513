"""Haystack's in-memory document store: BM25, embedding retrieval, and its DocumentJoiner for both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from eval.peers.model import DEPTH, Found, Mode, Passage, Vector, Vectors
from eval.peers.words import chinese_words


class HaystackInMemory:
    """The store as it comes (each Chinese character a token), or over jieba's words."""

    def __init__(self, jieba_words: bool = False) -> None:
        self._jieba_words = jieba_words
        # The words are joined with spaces, and a token is what stands between two.
        self._store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+") if jieba_words else InMemoryDocumentStore()
        self._by_words = InMemoryBM25Retriever(self._store)
        self._by_meaning = InMemoryEmbeddingRetriever(self._store)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def build(self, passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Write the passages into the store; nothing is left on the disk."""
        self._store.write_documents(
            [
                Document(id=p.passage_id, content=self._text(p.content), embedding=vector.tolist())
                for p, vector in zip(passages, vectors, strict=True)
            ]
        )

    def open(self, folder: Path) -> None:
        """Do nothing: the store is in the memory of the process that built it."""

    def search(self, text: str, vector: Vector, k: int, wanted: Collection[Mode]) -> Found:
        """Return what the retrievers and the joiner give."""
        depth = max(k, DEPTH) if Mode.FUSED in wanted else k
        words: list[Document] = []
        meaning: list[Document] = []
        joined: list[Document] = []
        if Mode.WORDS in wanted or Mode.FUSED in wanted:
            asked = self._text(text)  # the retriever takes no empty question
            words = self._by_words.run(query=asked, top_k=depth)["documents"] if asked else []
        if Mode.MEANING in wanted or Mode.FUSED in wanted:
            meaning = self._by_meaning.run(query_embedding=vector.tolist(), top_k=depth)["documents"]
        if Mode.FUSED in wanted:
            joined = self._joiner.run(documents=[words, meaning], top_k=k)["documents"]
        rankings = {Mode.WORDS: words, Mode.MEANING: meaning, Mode.FUSED: joined}
        return {mode: [d.id for d in rankings[mode]][:k] for mode in wanted}

    def _text(self, text: str) -> str:
        return " ".join(chinese_words(text)) if self._jieba_words else text
