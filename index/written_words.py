"""The lexical index of the written documents: kept by tantivy as the clauses' is, derived from their table."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock

from index.lexical import LexicalIndex, LexicalStamp, PassageTokens
from index.model import WordQuery
from index.tokenizer import tokens_of
from index.write_lock import WriteLock
from index.written import WrittenDocuments

_logger = logging.getLogger(__name__)
_FOLDER = "written"
_BATCH = 1_000
_PATIENCE, _PAUSE = 10.0, 0.05  # seconds to wait for another process that is at it already


class WrittenWords:
    """The written documents of one library by their words. Catches up when it is asked; deleting it loses nothing."""

    def __init__(self, documents: WrittenDocuments) -> None:
        self._documents = documents
        self._folder = documents.library.folder / _FOLDER
        self._index: LexicalIndex | None = None
        self._stamp: LexicalStamp | None = None
        self._following = Lock()

    def rank(
        self,
        words: WordQuery,
        k: int,
        rows: Sequence[int] | None,
        clauses: int,
        clauses_with: Callable[[str], int],
    ) -> list[tuple[int, float]]:
        """Return the k best (row, BM25 score) among `rows` (None: all), best first, ties by row.

        How rare a token is, is counted over clauses and written documents together: two collections with a scale each
        could not be put into one ranking. `clauses` is how many there are, `clauses_with` how many hold a token.
        """
        if k < 1 or not words or (rows is not None and not rows) or not self._documents.count():
            return []
        index = self._followed()
        own, scale = index.clause_count + 1, {}  # the index counts its stamp among its texts
        for token, weight in words.items():
            if here := index.passages_with(token):
                own_worth, everywhere = _rarity(own, here), here + clauses_with(token)
                scale[token] = weight * _rarity(own + clauses, everywhere) / own_worth
        if not scale:
            return []
        # The index takes a token of a weight below 1 for one that stands for another, so all are lifted above it.
        lift = max(1.0, 1.0 / min(scale.values()))
        ranked = index.rank({token: weight * lift for token, weight in scale.items()}, k, rows)
        return [(row, score / lift) for row, score in ranked]

    def _followed(self) -> LexicalIndex:
        """The index at the state of the table."""
        library = self._documents.library
        wanted = replace(LexicalStamp.of(library), generation=self._documents.generation)
        with self._following:
            if self._index is None:
                self._index = LexicalIndex(self._folder)
                self._stamp = self._index.stamp
            if self._stamp != wanted:
                self._index = self._caught_up(wanted)
                self._stamp = self._index.stamp
            return self._index

    def _caught_up(self, wanted: LexicalStamp) -> LexicalIndex:
        lock = WriteLock(self._folder)
        if not self._acquired(lock):
            _logger.warning("%s: 自行写入的文档正在编入索引，或不能写入：结果可能还不完整", self._folder)
            return LexicalIndex(self._folder)
        try:
            index = LexicalIndex(self._folder, create=True)
            stamp = index.stamp
            if stamp != wanted:
                same = stamp is not None and replace(stamp, generation=wanted.generation) == wanted
                self._write(index, wanted, anew=not same)
            return index
        finally:
            lock.release()

    def _acquired(self, lock: WriteLock) -> bool:
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError:
            return False
        until = time.monotonic() + _PATIENCE
        while not lock.acquired():
            if not lock.is_taken or time.monotonic() > until:
                return False
            time.sleep(_PAUSE)
        return True

    def _write(self, index: LexicalIndex, wanted: LexicalStamp, *, anew: bool) -> None:
        """Bring the index to the table's state by the difference of their rows, or all `anew`; contents never change."""
        before = index.rows().tolist()
        truth = self._documents.rows()
        here = set() if anew else set(before)
        index.remove(before if anew else sorted(here.difference(truth)))
        missing = [row for row in truth if row not in here]
        for start in range(0, len(missing), _BATCH):
            for document in self._documents.read(missing[start : start + _BATCH]):
                body = " ".join(tokens_of(document.content or ""))
                index.add(document.row, document.row, PassageTokens("", "", body, ""))
        index.commit(wanted)
        index.close_writer()


def _rarity(total: int, holding: int) -> float:
    """BM25's idf, as tantivy has it."""
    total = max(total, holding)
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
