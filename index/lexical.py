"""The lexical index: BM25 over our own tokens, kept by tantivy, derived from library.db."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from index.lexical_build import tokens_of_rows
from index.library import Library
from index.model import WordQuery
from index.passages import PASSAGE_RECIPE, passage_text
from index.selection import Selection
from index.tokenizer import tokenizer_fingerprint, tokens_of
from ingest.errors import IndexBuildError
from ingest.model import Clause, PolicyDocument, TableRow

_FOLDER = "lexical"
# tantivy keeps new documents in memory up to here, then writes a segment.
_HEAP_BYTES = 64_000_000
# For very many it may be more: fewer segments, fewer of them merged.
_MANY, _HEAP_BYTES_FOR_MANY = 100_000, 256_000_000
# Ties are broken by row, so that the k best do not depend on how the index lies on the disk: as many more are read.
_TIE_MARGIN = 32
# So many documents are made a condition of the search. Of more, the ranking of all is read and sifted: down to so many.
_FEW_DOCUMENTS, _DEEPEST_SIFTED, _MORE_TO_SIFT = 2_500, 20_000, 1.3
# Row 0 is no clause (keys begin at 1): it carries the stamp, which is committed with the clauses or not at all.
_STAMP_ROW = 0
# A passage is the clause whole (0) or one row of a table in it (1, 2, …).
_CLAUSE = 0
_TEXT_FIELDS = ("title", "headings", "body", "number")
# A light token is one of a weight below 1: a pair that is no word, another word for one that was typed.
_FIELDS_OF_LIGHT_TOKENS = ("headings", "body")
# In a large index a token that so great a share of the passages has costs most of the search and hardly ranks: it is
# left out, a light one sooner. On the STARD part, 21,445 articles, this would move nDCG@10 by 0.003.
_LARGE = 50_000
_COMMON_WORD, _COMMON_LIGHT_TOKEN = 0.22, 0.05


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What a match in each field is worth beside one in the text of the clause (1.0)."""

    title: float = 0.1
    headings: float = 0.5
    body: float = 1.0
    number: float = 2.0


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """The tokens of one passage, field by field, joined with spaces."""

    title: str
    headings: str
    body: str
    number: str
    rows: tuple[str, ...] = ()  # of a long table: a passage each beside the clause's own


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


def passage_tokens(clause: Clause, document: PolicyDocument, rows: Sequence[TableRow] = ()) -> PassageTokens:
    """Return what the index keeps of a clause; `rows` are those of its tables."""
    text = passage_text(clause, document, rows)
    return PassageTokens(
        _joined_tokens(text.title),
        _tokens_of_headings(text.headings),
        " ".join(tokens_of(text.body)),
        _joined_tokens(text.number),
        tuple(" ".join(tokens_of(row)) for row in text.rows),
    )


def _tokens_of_headings(headings: str) -> str:
    """Return the tokens of a path, each of its headings read once for all the clauses below it."""
    if "号" in headings:  # a 发文字号 may look back over line ends
        return _joined_tokens(headings)
    return " ".join(filter(None, map(_joined_tokens, headings.split("\n\n"))))


@lru_cache(maxsize=256)
def _joined_tokens(text: str) -> str:
    """Return the tokens of a text that many clauses share."""
    return " ".join(tokens_of(text))


class LexicalIndex:
    """The clauses of one library by their words. One writer at a time; readers see the last commit."""

    def __init__(self, folder: Path, weights: FieldWeights | None = None, *, create: bool = False) -> None:
        """Open the index below a library's folder.

        With `create` (needs the library's write lock) an empty one is made where there is none or a broken one;
        without, such an index finds nothing and has no stamp.
        """
        self._folder = folder / _FOLDER
        self._weights = weights or FieldWeights()
        self._index = _open_index(self._folder, create=create)
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

    def rows(self) -> list[int]:
        """Return the rows of all clauses in the index, ascending."""
        searcher = self._index.searcher()
        clauses = tantivy.Query.term_set_query(self._index.schema, "part", [_CLAUSE])
        addresses = [address for _, address in _search(searcher, clauses, searcher.num_docs)]
        return sorted(row for row in searcher.fast_field_values("row", addresses) if row != _STAMP_ROW)

    def rank(
        self, words: WordQuery, k: int, documents: Selection | Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the k best (clause row, BM25 score) for these tokens, each match counted by its token's weight; best first, ties by row.

        `documents` are those that may be seen, by key; None: all.
        """
        rows = documents.document_rows if isinstance(documents, Selection) else documents
        if self._index is None or not words or k < 1 or (rows is not None and not rows):
            return []
        if isinstance(documents, Selection) and len(documents.document_rows) > _FEW_DOCUMENTS:
            found = self._rank_and_sift(words, k, documents)
            if found is not None:
                return found
        searcher, query = self._index.searcher(), self._query(words, rows)
        limit = k + _TIE_MARGIN
        while True:
            hits = _search(searcher, query, limit)
            best = _best_of_clauses(searcher, hits)
            if len(best) >= k or len(hits) < limit:
                return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
            limit *= 4  # the rows of a long table may fill a whole page of results

    def _rank_and_sift(self, words: WordQuery, k: int, selection: Selection) -> list[tuple[int, float]] | None:
        """The same by reading down the ranking of all until k of the selection are found; None where that goes too deep.

        A search without a condition passes over what cannot come among the best, one with a condition scores all.
        """
        searcher, query, clauses = self._index.searcher(), self._query(words, None), selection.clauses
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
            for field, text in zip(_TEXT_FIELDS, (tokens.title, tokens.headings, body, tokens.number), strict=True):
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
        if self._index is None:
            self._index = _open_index(self._folder, create=False)
        else:
            self._index.reload()

    def clear(self) -> None:
        """Begin again with an empty index."""
        writer = self._open_writer()
        try:
            writer.delete_all_documents()
            writer.commit()
        except ValueError as error:
            raise self._unwritten(error) from error
        self._index.reload()

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

    def _query(self, query: WordQuery, documents: Sequence[int] | None) -> Any:
        schema, should = self._index.schema, tantivy.Occur.Should
        searcher = self._index.searcher()
        telling = telling_words(query, searcher.num_docs, lambda token: searcher.doc_freq("body", token))
        words = []
        for field, token, weight in counted_terms(telling, self._weights):
            term = tantivy.Query.term_query(schema, field, token, index_option="freq")
            words.append((should, term if weight == 1.0 else tantivy.Query.boost_query(term, weight)))
        matching = tantivy.Query.boolean_query(words)
        if documents is None:
            return matching
        seen = tantivy.Query.term_set_query(schema, "document", documents)
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, matching), (must, tantivy.Query.const_score_query(seen, 0.0))])


def counted_terms(words: WordQuery, weights: FieldWeights) -> Iterator[tuple[str, str, float]]:
    """Yield (field, token, weight) of a question: each of its tokens in each field where it counts, for any engine."""
    for token, token_weight in words.items():
        for field in _TEXT_FIELDS if token_weight >= 1.0 else _FIELDS_OF_LIGHT_TOKENS:
            weight = getattr(weights, field) * token_weight
            if weight and (field != "number" or token.endswith("号")):
                yield field, token, weight


def telling_words(words: WordQuery, passages: int, passages_with: Callable[[str], int]) -> WordQuery:
    """Return the tokens without those that most passages have; all of them where none would be left, or passages are few."""
    if passages < _LARGE:
        return words
    telling = {
        token: weight
        for token, weight in words.items()
        if passages_with(token) <= passages * (_COMMON_WORD if weight >= 1.0 else _COMMON_LIGHT_TOKEN)
    }
    return telling or words


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
    here = index.rows()
    index.expect(library.clause_count() - len(here))
    if (
        stamp is None
        or stamp.library_id != wanted.library_id
        or stamp.recipe != wanted.recipe
        or len(set(here)) < len(here)
    ):
        index.clear()
        here = []
    present, truth = set(here), library.clause_rows().tolist()
    missing = [row for row in truth if row not in present]
    stale = present.difference(truth)
    index.remove(sorted(stale))
    for row, document_row, tokens in tokens_of_rows(library, missing):
        index.add(row, document_row, tokens)
    index.commit(wanted)
    return f"词语索引已按资料库补齐：补 {len(missing)} 条，去 {len(stale)} 条" if missing or stale else None


def _open_index(folder: Path, *, create: bool) -> Any:
    """Open the index in a folder; None for one that is not there or broken, an empty one in its place if `create`."""
    schema = _schema()
    try:
        if folder.is_dir() and tantivy.Index.exists(str(folder)):
            index = tantivy.Index(schema, path=str(folder), reuse=True)
            index.config_reader("manual")
            index.searcher()
            return index
    except (ValueError, OSError):
        pass  # nothing is lost: the library has it all
    except BaseException as error:
        # A segment cut short is no error to tantivy but a panic, which the binding keeps out of Exception.
        if type(error).__name__ != "PanicException":
            raise
    if not create:
        return None
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        index = tantivy.Index(schema, path=str(folder), reuse=True)
    except (ValueError, OSError) as error:
        raise IndexBuildError(
            folder, f"词语索引不能重建（{error}）", "请检查磁盘空间和这个文件夹的权限后重新运行"
        ) from error
    index.config_reader("manual")
    return index


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    builder.add_unsigned_field("part", indexed=True)
    for field in _TEXT_FIELDS:
        # The tokens come ready, separated by spaces; positions are not asked for.
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("stamp", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


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
