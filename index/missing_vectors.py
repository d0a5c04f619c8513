"""The vectors that clauses do not have yet, made in batches: what was made is kept, whatever ends the run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from index.embedding import Embedder, cut_texts
from index.library import Library
from index.passages import index_text, text_key
from index.row_set import Rows
from index.vectors import rows_not_indexed

# What an interruption costs at most. Sorted by length inside a batch, a hundredth of what is computed is padding.
TEXTS_PER_BATCH = 512
# Clauses that an index has, looked up in library.db before the index is believed.
_LOOKED_AT = 512

Progress = Callable[[int, int], None]  # vectors made, of those that were missing at the start


def embed_missing(
    library: Library,
    embedder: Embedder,
    progress: Progress | None = None,
    *,
    wanted: Callable[[], bool] | None = None,
    announce: bool = True,
    thoroughly: bool = False,
) -> str | None:
    """Embed each index text that has no vector of this model yet; return what a person should know of it.

    A text is embedded once, whatever file or clause it stands in. `wanted` is asked before each batch; `announce` off
    leaves the library's generation as it is, for vectors that nobody reads yet. `thoroughly`: every clause is looked at,
    whatever the model's index claims.
    """
    among = None if thoroughly else _where_to_look(library, embedder.fingerprint)
    missing = library.rows_without_vector(embedder.fingerprint, among)
    tell = progress or (lambda made, total: None)
    tell(0, len(missing))
    before = cut.count if (cut := cut_texts(embedder)) else 0
    for start in range(0, len(missing), TEXTS_PER_BATCH):
        if wanted is not None and not wanted():
            break
        stored = library.clauses(missing[start : start + TEXTS_PER_BATCH])
        rows = library.table_rows([s.clause.clause_id for s in stored])
        texts = [index_text(s.clause, s.document, rows.get(s.clause.clause_id, ())) for s in stored]
        vectors = embedder.embed_passages(texts, lambda made, start=start: tell(start + made, len(missing)))  # type: ignore[misc]
        library.add_vectors(embedder.fingerprint, [text_key(text) for text in texts], vectors, announce=announce)
        tell(start + len(stored), len(missing))
    if cut and cut.count > before:
        return (
            f"有 {cut.count - before} 条条款超过模型能读的 {cut.max_tokens} 个词元，向量只代表开头部分；"
            "按词语检索不受影响"
        )
    return None


def _where_to_look(library: Library, fingerprint: str) -> Rows | None:
    """The clauses that the model's index does not have; None, for all, where it has some that the library has no vector of.

    So it is after the vectors of a model went and their index did not. A spread of clauses is looked at: to count all of
    a million takes a second.
    """
    among = rows_not_indexed(library, fingerprint)
    if among is None:
        return None
    ends = library.select("SELECT min(row) AS first, max(row) AS last FROM clauses")[0]
    if ends["first"] is None:
        return among
    spread = np.unique(np.linspace(ends["first"], ends["last"], _LOOKED_AT).astype(np.int64))
    looked_at = np.setdiff1d(spread, among)
    return among if not len(library.rows_without_vector(fingerprint, looked_at)) else None
