"""The lexical index: BM25 over our own tokens, kept by tantivy, derived from library.db."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from index.lexical_build import tokens_of_rows
from index.lexical_files import open_words_index
from index.library import Library
from index.model import WordQuery
from index.passage_tokens import PassageTokens as PassageTokens
from index.passage_tokens import passage_tokens as passage_tokens
from index.passages import PASSAGE_RECIPE
from index.row_set import Rows, RowSet, rows_beside
from index.selection import Selection
from index.tokenizer import tokenizer_fingerprint
from index.word_terms import TEXT_FIELDS, counted_terms, telling_words
from index.word_terms import FieldWeights as FieldWeights
from ingest.errors import IndexBuildError

_FOLDER = "lexical"
_LIST_OF_FILES = "meta.json"
# tantivy keeps new documents in memory up to here, then writes a segment.
_HEAP_BYTES = 64_000_000
# For very many it may be more: fewer segments, fewer of them merged.
_MANY, _HEAP_BYTES_FOR_MANY = 100_000, 256_000_000
# Ties are broken by row, so that the k best do not depend on how the index lies on the disk: as many more are read.
_TIE_MARGIN = 32
# So many documents, or clauses, are made a condition of the search. Of more, the ranking of all is read and sifted: down
# to so many.
_FEW_DOCUMENTS, _DEEPEST_SIFTED, _MORE_TO_SIFT = 2_500, 20_000, 1.3
# Row 0 is no clause (keys begin at 1): it carries the stamp, which is committed with the clauses or not at all.
_STAMP_ROW = 0
# So many rows are listed at once.
_STRETCH = 50_000
# A passage is the clause whole (0) or one row of a table in it (1, 2, …).
_CLAUSE = 0


@dataclass(frozen=True, slots=True)
class LexicalStamp:
    """The state of the library that an index was made from."""

    library_id: str
    generation: int
    recipe: str

    @classmethod
    def of(cls, library: Library) -> LexicalStamp:
        """Return what an index of this library, made now, would bear."""
        return cls(library.library_id, library.generation, f"{PASSAGE_RECIPE}/{tokenizer_fingerprint()}")


class LexicalIndex:
    """The clauses of one library by their words. One writer at a time; readers see the last commit."""

    def __init__(self, folder: Path, weights: FieldWeights | None = None, *, create: bool = False) -> None:
        """Open the index below a library's folder.

        With `create` (needs the library's write lock) an empty one is made where there is none or a broken one;
        without, such an index finds nothing and has no stamp.
        """
        self._folder = folder / _FOLDER
        self._weights = weights or FieldWeights()
        self._files_read = self._files_now()
        self._index = open_words_index(self._folder, create=create)
        self._writer: Any = None
        self._uncommitted = False

    @property
    def clause_count(self) -> int:
        """Clauses in the last commit, counted without reading them; rows of long tables are no clauses."""
        if self._index is None:
            return 0
        clauses = tantivy.Query.term_set_query(self._index.schema, "part", [_CLAUSE])
        return int(self._index.searcher().search(clauses, 1, count=True).count or 0)

    @property
    def stamp(self) -> LexicalStamp | None:
        """The state of the library this index was last committed at; None for an empty index."""
        if self._index is None:
            return None
        searcher = self._index.searcher()
        query = tantivy.Query.term_query(self._index.schema, "row", _STAMP_ROW)
        found = searcher.search(query, 1, count=False).hits
        if not found:
            return None
        return LexicalStamp(**json.loads(searcher.doc(found[0][1]).get_first("stamp")))

    def passages_with(self, token: str) -> int:
        """Return how many passages have a token in their text."""
        return int(self._index.searcher().doc_freq("body", token)) if self._index is not None else 0

    def rows(self) -> Rows:
        """Return the rows of all clauses in the index, ascending; one that is there twice stands there twice.

        A stretch of rows after the other: a million at once take 200 MB.
        """
        searcher, schema, must = self._index.searcher(), self._index.schema, tantivy.Occur.Must
        clauses = tantivy.Query.term_set_query(schema, "part", [_CLAUSE])
        left, found = self.clause_count, [np.empty(0, np.int64)]
        first, stretch = _STAMP_ROW + 1, _STRETCH
        while left > 0:
            last = first + stretch - 1
            inside = tantivy.Query.range_query(schema, "row", tantivy.FieldType.Unsigned, first, last)
            hits = _search(searcher, tantivy.Query.boolean_query([(must, inside), (must, clauses)]), left)
            rows = np.array(searcher.fast_field_values("row", [address for _, address in hits]), np.int64)
            found.append(np.sort(rows))
            left -= len(rows)
            first = last + 1
            stretch = _STRETCH if len(rows) else 2 * stretch  # whole files went
        return np.concatenate(found)

    def rank(
        self, words: WordQuery, k: int, inside: Selection | RowSet | Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the k best (clause row, BM25 score) for these tokens, each match counted by its token's weight; best first, ties by row.

        `inside` is what may be seen: documents, as a filter has chosen them or by key, or clauses; None: all.
        """
        if self._index is None or not words or k < 1:
            return []
        clauses = _clauses_of_many(inside)
        if clauses is not None:
            found = self._rank_and_sift(words, k, clauses)
            if found is not None:
                return found
        condition = _condition_of(inside)
        if condition is not None and not condition[1]:
            return []
        searcher, query = self._index.searcher(), self._query(words, condition)
        limit = k + _TIE_MARGIN
        while True:
            hits = _search(searcher, query, limit)
            best = _best_of_clauses(searcher, hits)
            if len(best) >= k or len(hits) < limit:
                return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
            limit *= 4  # the rows of a long table may fill a whole page of results

    def _rank_and_sift(self, words: WordQuery, k: int, clauses: RowSet) -> list[tuple[int, float]] | None:
        """The same by reading down the ranking of all until k of the clauses are found; None where that goes too deep.

        A search without a condition passes over what cannot come among the best, one with a condition scores all.
        """
        searcher, query = self._index.searcher(), self._query(words, None)
        limit = int((k + _TIE_MARGIN) * max(1.0, searcher.num_docs / max(1, clauses.count)) * _MORE_TO_SIFT)
        while limit <= _DEEPEST_SIFTED:
            hits = _search(searcher, query, limit)
            best = _best_of_clauses(searcher, hits)
            inside = clauses.holds(np.fromiter(best, np.int64, len(best)))
            if np.count_nonzero(inside) >= k or len(hits) < limit:
                seen = [pair for pair, held in zip(best.items(), inside.tolist(), strict=True) if held]
                return sorted(seen, key=lambda pair: (-pair[1], pair[0]))[:k]
            limit *= 4
        return None

    def add(self, row: int, document_row: int, tokens: PassageTokens) -> None:
        """Add a clause, and each row of a long table in it by itself; they are seen after the next commit."""
        writer = self._open_writer()
        self._uncommitted = True
        for part, body in enumerate((tokens.body, *tokens.rows)):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_unsigned("part", part)
            document.add_unsigned("document", document_row)
            for field, text in zip(TEXT_FIELDS, (tokens.title, tokens.headings, body, tokens.number), strict=True):
                document.add_text(field, text)
            try:
                writer.add_document(document)
            except ValueError as error:  # its thread has died of a full disk
                raise self._unwritten(error) from error

    def remove(self, rows: Sequence[int]) -> None:
        """Remove clauses; they are gone after the next commit."""
        if rows:
            # Not by term: the binding makes a signed term of a number, which never meets our unsigned field.
            query = tantivy.Query.term_set_query(self._index.schema, "row", rows)
            self._open_writer().delete_documents_by_query(query)
            self._uncommitted = True

    def commit(self, stamp: LexicalStamp) -> None:
        """Make what was added and removed visible and lasting, together with the stamp."""
        writer = self._open_writer()
        self.remove([_STAMP_ROW])
        document = tantivy.Document()
        document.add_unsigned("row", _STAMP_ROW)
        document.add_text("stamp", json.dumps({f: getattr(stamp, f) for f in LexicalStamp.__slots__}))
        try:
            writer.add_document(document)
            writer.commit()
        except ValueError as error:
            raise self._unwritten(error) from error
        self._uncommitted = False
        self._index.reload()

    def expect(self, clauses: int) -> None:
        """Make ready for so many clauses to be added."""
        if clauses >= _MANY and self._writer is None:
            self._open_writer(_HEAP_BYTES_FOR_MANY)

    def close_writer(self) -> None:
        """Let other processes write; what was not committed is dropped."""
        if self._writer is not None:
            if self._uncommitted:  # only then: a rollback beside a running merge can bring removed clauses back
                self._writer.rollback()
                self._uncommitted = False
            self._writer.wait_merging_threads()  # also gives the index's own lock back
            self._writer = None

    def reload(self) -> None:
        """See what another process has committed."""
        self._files_read = self._files_now()  # before reading: what comes meanwhile is read the next time
        if self._index is None:
            self._index = open_words_index(self._folder, create=False)
        else:
            self._index.reload()

    def reload_if_committed(self) -> None:
        """See what another process has committed, if it has since the last look."""
        if self._files_now() != self._files_read:
            self.reload()

    def clear(self) -> None:
        """Begin again with an empty index."""
        writer = self._open_writer()
        try:
            writer.delete_all_documents()
            writer.commit()
        except ValueError as error:
            raise self._unwritten(error) from error
        self._index.reload()

    def _files_now(self) -> tuple[int, int] | None:
        """What is different after each commit, which puts a new list of the files in the place of the old one."""
        try:
            listed = (self._folder / _LIST_OF_FILES).stat()
        except OSError:
            return None
        return listed.st_mtime_ns, listed.st_ino

    def _unwritten(self, error: ValueError) -> IndexBuildError:
        reason = "磁盘已满" if "No space left" in str(error) else str(error)
        return IndexBuildError(self._folder, f"词语索引写入失败（{reason}）", "请检查磁盘空间后重新运行")

    def _open_writer(self, heap_bytes: int = _HEAP_BYTES) -> Any:
        if self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=heap_bytes, num_threads=1)
            except ValueError as error:
                raise IndexBuildError(
                    self._folder, f"词语索引不能写入（{error}）", "请确认没有别的程序正在更新这个资料库"
                ) from error
        return self._writer

    def _query(self, query: WordQuery, condition: tuple[str, Sequence[int]] | None) -> Any:
        schema, should = self._index.schema, tantivy.Occur.Should
        searcher = self._index.searcher()
        telling = telling_words(query, searcher.num_docs, lambda token: searcher.doc_freq("body", token))
        words = []
        for field, token, weight in counted_terms(telling, self._weights):
            term = tantivy.Query.term_query(schema, field, token, index_option="freq")
            words.append((should, term if weight == 1.0 else tantivy.Query.boost_query(term, weight)))
        matching = tantivy.Query.boolean_query(words)
        if condition is None:
            return matching
        seen = tantivy.Query.term_set_query(schema, *condition)
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, matching), (must, tantivy.Query.const_score_query(seen, 0.0))])


def is_stale(index: LexicalIndex, library: Library) -> bool:
    """Whether the index is of another state of the library, or holds another number of clauses than its stamp promises."""
    return index.stamp != LexicalStamp.of(library) or index.clause_count != library.clause_count()


def catch_up(index: LexicalIndex, library: Library) -> str | None:
    """Bring a stale index to the library's state by the difference of their rows; return what was done, None if nothing.

    Needs the library's write lock.
    """
    stamp, wanted = index.stamp, LexicalStamp.of(library)
    if not is_stale(index, library):
        return None
    here, truth = index.rows(), library.clause_rows()
    index.expect(len(truth) - len(here))
    twice = len(here) > 1 and bool((here[1:] == here[:-1]).any())
    put_back = stamp is not None and stamp.generation > wanted.generation  # from a copy: it gives rows out again
    if stamp is None or stamp.library_id != wanted.library_id or stamp.recipe != wanted.recipe or twice or put_back:
        index.clear()
        here = here[:0]
    missing, stale = rows_beside(truth, here).tolist(), rows_beside(here, truth).tolist()
    index.remove(stale)
    for row, document_row, tokens in tokens_of_rows(library, missing):
        index.add(row, document_row, tokens)
    index.commit(wanted)
    return f"词语索引已按资料库补齐：补 {len(missing)} 条，去 {len(stale)} 条" if missing or stale else None


def _clauses_of_many(inside: Selection | RowSet | Sequence[int] | None) -> RowSet | None:
    """The clauses that may be seen where they are too many to be a condition of the search, else None."""
    if isinstance(inside, Selection):
        return inside.clauses if len(inside.document_rows) > _FEW_DOCUMENTS else None
    return inside if isinstance(inside, RowSet) and inside.count > _FEW_DOCUMENTS else None


def _condition_of(inside: Selection | RowSet | Sequence[int] | None) -> tuple[str, Sequence[int]] | None:
    """The field and the values of which a passage must have one, to be seen."""
    if inside is None:
        return None
    if isinstance(inside, RowSet):
        return "row", inside.rows().tolist()
    return "document", inside.document_rows if isinstance(inside, Selection) else inside


def _best_of_clauses(searcher: Any, hits: Sequence[tuple[float, Any]]) -> dict[int, float]:
    """Clause row -> the score of the best of its passages, best first."""
    best: dict[int, float] = {}
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    for row, (score, _) in zip(rows, hits, strict=True):
        if row != _STAMP_ROW:
            best.setdefault(row, float(score))
    return best


def _search(searcher: Any, query: Any, limit: int) -> list[tuple[float, Any]]:
    return searcher.search(query, limit, count=False).hits if limit else []
