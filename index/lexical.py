"""The lexical index: BM25 over our own tokens, kept by tantivy, derived from library.db."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy

from index.library import Library
from index.model import WordQuery
from index.passages import PASSAGE_RECIPE, passage_text
from index.tokenizer import tokenizer_fingerprint, tokens_of
from ingest.errors import IndexBuildError
from ingest.model import Clause, PolicyDocument, TableRow

_FOLDER = "lexical"
# tantivy keeps new documents in memory up to here, then writes a segment.
_HEAP_BYTES = 64_000_000
# Ties are broken by row, so that the k best do not depend on how the index lies on the disk: as many more are read.
_TIE_MARGIN = 32
# Row 0 is no clause (keys begin at 1): it carries the stamp, which is committed with the clauses or not at all.
_STAMP_ROW = 0
# A passage is the clause whole (0) or one row of a table in it (1, 2, …).
_CLAUSE = 0
_TEXT_FIELDS = ("title", "headings", "body", "number")


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What a match in each field is worth beside one in the text of the clause (1.0)."""

    title: float = 0.3
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
        _joined_tokens(text.headings),
        " ".join(tokens_of(text.body)),
        _joined_tokens(text.number),
        tuple(" ".join(tokens_of(row)) for row in text.rows),
    )


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

    def rows(self) -> list[int]:
        """Return the rows of all clauses in the index, ascending."""
        searcher = self._index.searcher()
        clauses = tantivy.Query.term_set_query(self._index.schema, "part", [_CLAUSE])
        addresses = [address for _, address in _search(searcher, clauses, searcher.num_docs)]
        return sorted(row for row in searcher.fast_field_values("row", addresses) if row != _STAMP_ROW)

    def rank(self, words: WordQuery, k: int, documents: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return the k best (clause row, BM25 score) for these tokens, each match counted by its token's weight; best first, ties by row.

        `documents` are the keys of the documents that may be seen; None: all.
        """
        if self._index is None or not words or k < 1 or (documents is not None and not documents):
            return []
        searcher, query = self._index.searcher(), self._query(words, documents)
        limit = k + _TIE_MARGIN
        while True:
            hits = _search(searcher, query, limit)
            best: dict[int, float] = {}  # a clause ranks by the best of its passages
            for row, (score, _) in zip(
                searcher.fast_field_values("row", [address for _, address in hits]), hits, strict=True
            ):
                if row != _STAMP_ROW:
                    best.setdefault(row, float(score))
            if len(best) >= k or len(hits) < limit:
                return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
            limit *= 4  # the rows of a long table may fill a whole page of results

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

    def _open_writer(self) -> Any:
        if self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            except ValueError as error:
                raise IndexBuildError(
                    self._folder, f"词语索引不能写入（{error}）", "请确认没有别的程序正在更新这个资料库"
                ) from error
        return self._writer

    def _query(self, query: WordQuery, documents: Sequence[int] | None) -> Any:
        schema, should = self._index.schema, tantivy.Occur.Should
        words = []
        for token, token_weight in query.items():
            for field in _TEXT_FIELDS:
                weight = getattr(self._weights, field) * token_weight
                if weight and (field != "number" or token.endswith("号")):
                    term = tantivy.Query.term_query(schema, field, token, index_option="freq")
                    words.append((should, term if weight == 1.0 else tantivy.Query.boost_query(term, weight)))
        matching = tantivy.Query.boolean_query(words)
        if documents is None:
            return matching
        seen = tantivy.Query.term_set_query(schema, "document", documents)
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
    here = index.rows()
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
    for row, document_row, tokens in _tokens_of_rows(library, missing):
        index.add(row, document_row, tokens)
    index.commit(wanted)
    return f"词语索引已按资料库补齐：补 {len(missing)} 条，去 {len(stale)} 条" if missing or stale else None


def _tokens_of_rows(library: Library, rows: Sequence[int]) -> Iterator[tuple[int, int, PassageTokens]]:
    """Yield (clause row, document row, tokens) for these rows."""
    for start in range(0, len(rows), 500):
        batch = rows[start : start + 500]
        owners = library.document_row_of(batch)
        clauses = library.clauses(batch)
        table_rows = library.table_rows([stored.clause.clause_id for stored in clauses])
        for stored in clauses:
            rows_of_tables = table_rows.get(stored.clause.clause_id, ())
            yield stored.row, owners[stored.row], passage_tokens(stored.clause, stored.document, rows_of_tables)


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


def _search(searcher: Any, query: Any, limit: int) -> list[tuple[float, Any]]:
    return searcher.search(query, limit, count=False).hits if limit else []
