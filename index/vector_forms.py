"""The forms a vector index takes by its size, kept by FAISS: exact float16 while it is small, inverted lists above.

Few vectors lie in float16, which loses nothing against library.db, and are all looked at. Many lie in 8 bits for each
dimension, in inverted lists around trained centres; a search looks at the lists nearest the query, as many as it takes
for the recall set here, which is measured when the lists are made. What 8 bits blur the caller scores again.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.row_set import Rows, RowSet

Vectors = NDArray[np.float32]

# Up to here every vector is looked at: 50,000 of 384 dimensions take a few milliseconds.
MOST_IN_FLAT = 50_000
# Vectors for each centre that training looks at, and lists by the root of the number of vectors.
TRAINED_ON = 40
_LISTS_BY_ROOT = 2.0
# Where a filter leaves no more than this, all of those are looked at, whatever list they are in.
_MOST_LOOKED_AT = 20_000
_RECALL, _RECALL_AT, _TRIED = 0.99, 10, 256
# More lists than measured are looked at, for questions that lie further from the clauses than what was tried.
_RESERVE = 4.0
# The best of the few that a filter lets through lie further off than the best of all: measured at 50%, 5%, 2%, 0.5%.
_GROWTH_WITH_FILTER = 0.25


@dataclass(frozen=True, slots=True)
class Match:
    """Rows with their inner products, in no certain order."""

    rows: Rows
    scores: Vectors


def flat_form(width: int) -> Any:
    """Return an empty exact index: float16, every vector looked at."""
    import faiss

    flat = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap(flat)


def list_count(total: int) -> int:
    """Return into how many lists so many vectors are sorted."""
    return max(1, round(_LISTS_BY_ROOT * math.sqrt(total)))


def listed_form(sample: Vectors, total: int) -> Any:
    """Return an empty index of inverted lists, trained on a sample float32 [n, d] for a total of vectors."""
    import faiss

    faiss.omp_set_num_threads(os.cpu_count() or 1)
    width = sample.shape[1]
    lists = min(list_count(total), len(sample))
    # The Python layer keeps the centres alive as long as the lists.
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(width),
        width,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
        False,  # each vector in 8 bits as it is, not what it is off its centre
    )
    index.cp.seed = 1
    index.cp.niter = 8
    index.cp.max_points_per_centroid = TRAINED_ON
    index.cp.min_points_per_centroid = 1
    index.train(np.ascontiguousarray(sample, np.float32))
    return index


def settle(index: Any, sample: Vectors) -> None:
    """Choose how many lists a search of a filled index looks at: the fewest that keep the recall, and a reserve.

    Tried with points half way between two vectors of the sample, which are near to none.
    """
    half = len(sample) // 2
    tried = sample[:half][:_TRIED] + sample[half:][:_TRIED][: len(sample[:half][:_TRIED])]
    tried = tried / np.linalg.norm(tried, axis=1, keepdims=True)
    exact = _found(index, tried, index.nlist)
    probes = 1
    while probes < index.nlist and _shared(exact, _found(index, tried, probes)) < _RECALL:
        probes = min(index.nlist, max(probes + 1, round(probes * 1.3)))
    index.nprobe = min(index.nlist, round(probes * _RESERVE))


def _found(index: Any, queries: Vectors, probes: int) -> NDArray[np.int64]:
    layer = _python_layer()
    parameters = layer.SearchParametersIVF(nprobe=probes)
    found: NDArray[np.int64] = index.search(queries, _RECALL_AT, params=parameters)[1]
    return found


def _shared(exact: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    shared = sum(len(set(a) & set(b)) for a, b in zip(exact.tolist(), found.tolist(), strict=True))
    return shared / exact.size


def is_listed(index: Any) -> bool:
    """Whether an index is of inverted lists, its scores blurred by 8 bits."""
    return hasattr(index, "nlist")


def rows_in(index: Any) -> Rows:
    """Return the rows in an index, in no certain order."""
    import faiss

    if not is_listed(index):
        return np.asarray(faiss.vector_to_array(index.id_map), np.int64)
    lists = index.invlists
    parts = [
        faiss.rev_swig_ptr(lists.get_ids(number), size).copy()
        for number in range(index.nlist)
        if (size := lists.list_size(number))
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def vectors_in(flat: Any) -> tuple[Rows, NDArray[np.float16]]:
    """Return the rows of an exact index in the order they came in, and their vectors [n, d]."""
    import faiss

    stored: Any = faiss.downcast_index(flat.index)
    codes = faiss.vector_to_array(stored.codes)
    return rows_in(flat), codes.view(np.float16).reshape(-1, flat.d)


def search(index: Any, query: Vectors, k: int, allowed: RowSet | None) -> Match:
    """Return the k best of an index for a query float32 [1, d], among the allowed rows; as many where there are k."""
    import faiss

    k = min(k, index.ntotal if allowed is None else min(index.ntotal, allowed.count))
    if k < 1:
        return Match(np.empty(0, np.int64), np.empty(0, np.float32))
    # One question is too little work to be shared out: waiting for other cores takes longer than the search.
    faiss.omp_set_num_threads(1)
    layer = _python_layer()
    selector = None if allowed is None else layer.IDSelectorBitmap(allowed.bits)
    if not is_listed(index):
        parameters = layer.SearchParameters(sel=selector) if selector is not None else None
        return _match(index, query, k, parameters)
    probes = _probes(index, allowed)
    match = _match(index, query, k, layer.SearchParametersIVF(sel=selector, nprobe=probes))
    if len(match.rows) < k and probes < index.nlist:  # the lists nearest the query have too few of the allowed
        match = _match(index, query, k, layer.SearchParametersIVF(sel=selector, nprobe=int(index.nlist)))
    return match


def _match(index: Any, query: Vectors, k: int, parameters: Any) -> Match:
    scores, rows = index.search(query, k, params=parameters)
    there = rows[0] >= 0
    return Match(rows[0][there], scores[0][there])


def _probes(index: Any, allowed: RowSet | None) -> int:
    """How many lists are looked at for the same recall inside a filter."""
    lists, probes = int(index.nlist), int(index.nprobe)
    if allowed is None or not index.ntotal:
        return probes
    if allowed.count <= _MOST_LOOKED_AT:
        return lists
    share = min(1.0, allowed.count / index.ntotal)
    return min(lists, round(probes / math.pow(share, _GROWTH_WITH_FILTER)))


def _python_layer() -> Any:
    """FAISS as Python calls it, with arrays and keywords; its type stubs know the C++ signatures alone."""
    import faiss

    return faiss
