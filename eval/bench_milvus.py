"""The two engines side by side on one library: python -m eval.bench_milvus LIBRARY milvus:URI QUESTIONS.txt [HOW_MANY].

Prints, filter by filter, how many of the ten best both have (overlap@10) by words, by meaning and fused, and both times.
The collections are filled first where they are not; QUESTIONS has one a line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from index.clause_index import OpenIndex, open_index
from index.engine import EMBEDDED, INDEX_VARIABLE
from index.model import Filters
from index.tokenizer import query_tokens
from qa.retrieving.fusion import fuse

DEPTH = 100
SHOWN = 10
Rankings = dict[str, list[int]]


def opened(library: Path, place: str) -> OpenIndex:
    """The library with its rankings kept at this place."""
    os.environ[INDEX_VARIABLE] = place
    index = open_index(library)
    for note in index.notes:
        print(f"{place}: {note}", file=sys.stderr)
    return index


def filters_of(index: OpenIndex) -> dict[str, Filters]:
    """No filter, and some that let half, a twentieth and a two-hundredth of the documents through."""
    ids = [d.document.document_id for d in index.library.documents()]
    places = [d.document.region for d in index.library.documents() if d.document.region]
    found = {"none": Filters()}
    for name, step in (("1/2", 2), ("1/20", 20), ("1/200", 200)):
        found[name] = Filters(document_ids=tuple(ids[::step]))
    found["all but 1/20"] = Filters(excluded_ids=tuple(ids[::20]))
    if places:
        found["region"] = Filters(regions=(max(sorted(set(places)), key=places.count),))
    return found


def rankings(index: OpenIndex, words: dict[str, float], vector: object, filters: Filters) -> tuple[Rankings, float]:
    """The ten best by each ranking, and the seconds both searches took."""
    begun = perf_counter()
    by_words = index.clause_index.rank_by_words(words, DEPTH, filters)
    by_meaning = index.clause_index.rank_by_meaning(vector, DEPTH, filters) if vector is not None else []  # type: ignore[arg-type]
    seconds = perf_counter() - begun
    fused = [f.row for f in fuse(by_words, by_meaning)][:SHOWN]
    return {
        "words": [row for row, _ in by_words][:SHOWN],
        "meaning": [row for row, _ in by_meaning][:SHOWN],
        "hybrid": fused,
    }, seconds


def overlap(ours: Sequence[int], theirs: Sequence[int]) -> float:
    """The share of the ten best that both have."""
    return len(set(ours) & set(theirs)) / max(len(ours), len(theirs)) if ours or theirs else 1.0


def compare(library: Path, place: str, questions: Sequence[str], say: Callable[[str], None]) -> None:
    """Print the table."""
    embedded, milvus = opened(library, EMBEDDED), opened(library, place)
    vectors = embedded.embedder.embed_queries(questions) if embedded.embedder else [None] * len(questions)
    say(f"{embedded.library.clause_count()} clauses, {len(questions)} questions, overlap@{SHOWN}")
    say(f"{'filter':<14}{'words':>8}{'meaning':>9}{'hybrid':>8}{'embedded ms':>13}{'milvus ms':>11}")
    for name, filters in filters_of(embedded).items():
        shares: dict[str, list[float]] = {"words": [], "meaning": [], "hybrid": []}
        times: tuple[list[float], list[float]] = ([], [])
        for question, vector in zip(questions, vectors, strict=True):
            words = query_tokens(question)
            (theirs, slow), (ours, quick) = (rankings(i, words, vector, filters) for i in (milvus, embedded))
            times[0].append(quick)
            times[1].append(slow)
            for ranking, values in shares.items():
                values.append(overlap(ours[ranking], theirs[ranking]))
        cells = "".join(f"{mean(values):>{8 + (n == 1)}.3f}" for n, values in enumerate(shares.values()))
        say(f"{name:<14}{cells}{median(times[0]) * 1000:>13.1f}{median(times[1]) * 1000:>11.1f}")


if __name__ == "__main__":
    lines = Path(sys.argv[3]).read_text(encoding="utf-8").splitlines()
    compare(Path(sys.argv[1]), sys.argv[2], lines[: int(sys.argv[4]) if len(sys.argv) > 4 else None], print)
