"""SQLite's full-text index, which every Python brings: words only."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path

from eval.peers.model import Found, Mode, Passage, Vector, Vectors
from eval.peers.words import chinese_words

_FILE = "fts5.db"
_TRIGRAM = 3
_RUN = re.compile(r"\w+")


class SqliteFts5:
    """An FTS5 table with its trigram tokenizer, or over jieba's words."""

    def __init__(self, jieba_words: bool = False) -> None:
        self._jieba_words = jieba_words
        self._connection: sqlite3.Connection | None = None

    def build(self, passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Write the table; the vectors are not for it."""
        tokenizer = "unicode61" if self._jieba_words else "trigram"
        connection = sqlite3.connect(folder / _FILE)
        connection.execute(
            f"CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, shown UNINDEXED, words, tokenize='{tokenizer}')"
        )
        rows = ((p.passage_id, p.content if self._jieba_words else "", self._words(p.content)) for p in passages)
        connection.executemany("INSERT INTO articles VALUES (?, ?, ?)", rows)
        connection.execute("INSERT INTO articles (articles) VALUES ('optimize')")
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._connection = sqlite3.connect(folder / _FILE)

    def search(self, text: str, vector: Vector, k: int, wanted: Collection[Mode]) -> Found:
        """Return the passages that have any of the tokens, by FTS5's own bm25 (k1 1.2, b 0.75)."""
        assert self._connection is not None
        tokens = dict.fromkeys(self._tokens(text))
        if not tokens:
            return {Mode.WORDS: []}
        query = " OR ".join(f'"{token}"' for token in tokens)
        shown = "shown" if self._jieba_words else "words"
        statement = f"SELECT id, {shown} FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?"
        return {Mode.WORDS: [row[0] for row in self._connection.execute(statement, (query, k))]}

    def _words(self, text: str) -> str:
        return " ".join(chinese_words(text)) if self._jieba_words else text

    def _tokens(self, text: str) -> list[str]:
        """Return what to ask for: a question as it stands would be a phrase, which no article holds."""
        if self._jieba_words:
            return chinese_words(text)
        runs = _RUN.findall(text)
        return [run[i : i + _TRIGRAM] for run in runs for i in range(len(run) - _TRIGRAM + 1)]
