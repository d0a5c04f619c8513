"""What a process that serves a large library takes: time for each ranking, memory, the first answer, one more notice.

`eval.bench_scale` starts it as a process of its own, so that its memory is that of serving and of nothing else.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.clause_index import OpenIndex, open_index
from index.model import Filters
from index.tokenizer import query_tokens
from qa.retrieving.fusion import fuse
from qa.search import search

DEPTH, RECALL_AT = 100, 10
WARM_UPS = 10
FILTERS: Mapping[str, Filters] = {
    "无筛选": Filters(),
    "50%": Filters(regions=("江苏",)),
    "5%": Filters(regions=("浙江",)),
    "0.5%": Filters(regions=("西藏",)),
}
_NOTICE = """关于做好值班工作的通知

各科室：

一、值班安排。每日安排两人值班，节假日同样安排。

二、值班纪律。值班人员每{n}小时巡查一次，不得擅离岗位。

某市机关事务管理局
2024年3月1日
"""


@dataclass
class Served:
    """What was measured in the process; times in milliseconds unless they are named seconds."""

    open_seconds: float = 0.0
    first_answer_seconds: float = 0.0  # from opening the library to the first ranking shown, model loaded
    first_answer_processor_seconds: float = 0.0
    embed_question: list[float] = field(default_factory=list)
    words: dict[str, list[float]] = field(default_factory=dict)
    meaning: dict[str, list[float]] = field(default_factory=dict)
    hybrid: dict[str, list[float]] = field(default_factory=dict)
    meaning_processor: dict[str, list[float]] = field(
        default_factory=dict
    )  # processor time, as it is on a quiet machine
    hybrid_processor: dict[str, list[float]] = field(default_factory=dict)
    whole_search: list[float] = field(default_factory=list)
    found: dict[str, list[list[int]]] = field(default_factory=dict)  # by meaning, for recall
    resident_mb: float = 0.0
    own_mb: float = 0.0  # of these not pages of files
    add_notice_seconds: list[float] = field(default_factory=list)  # without making its vectors
    add_notice_processor_seconds: list[float] = field(default_factory=list)
    seen_after_seconds: list[float] = field(default_factory=list)  # the first question after it


def serve(folder: Path, questions: Sequence[str]) -> Served:
    """Open the library, ask all questions in every way, and add a notice."""
    served = Served()
    begun, processor = time.perf_counter(), time.process_time()
    index = open_index(folder)
    served.open_seconds = time.perf_counter() - begun
    search(index, questions[0])
    served.first_answer_seconds = time.perf_counter() - begun
    served.first_answer_processor_seconds = time.process_time() - processor
    assert index.embedder is not None
    vectors = [index.embedder.embed_queries([question])[0] for question in questions]
    served.embed_question = _each(questions, lambda i: index.embedder and index.embedder.embed_queries([questions[i]]))
    words = [query_tokens(question) for question in questions]
    for name, filters in FILTERS.items():
        _ask_inside(index, name, filters, words, vectors, served)
    served.whole_search = _each(questions, lambda i: search(index, questions[i]))
    served.resident_mb, served.own_mb = _memory()
    _add_notices(index, folder, questions, served)
    return served


def _ask_inside(
    index: OpenIndex,
    name: str,
    filters: Filters,
    words: Sequence[Mapping[str, float]],
    vectors: Sequence[Any],
    served: Served,
) -> None:
    """Ask every question inside a filter that has been used before."""
    ranker = index.clause_index
    for i in range(min(WARM_UPS, len(words))):
        _hybrid(index, words[i], vectors[i], filters)
    served.words[name] = _each(words, lambda i: ranker.rank_by_words(words[i], DEPTH, filters))
    served.meaning[name] = _each(words, lambda i: ranker.rank_by_meaning(vectors[i], DEPTH, filters))
    served.hybrid[name] = _each(words, lambda i: _hybrid(index, words[i], vectors[i], filters))
    clock = time.process_time
    served.meaning_processor[name] = _each(
        words, lambda i: ranker.rank_by_meaning(vectors[i], DEPTH, filters), clock=clock
    )
    served.hybrid_processor[name] = _each(words, lambda i: _hybrid(index, words[i], vectors[i], filters), clock=clock)
    served.found[name] = [[row for row, _ in ranker.rank_by_meaning(v, RECALL_AT, filters)] for v in vectors]


def _hybrid(index: OpenIndex, words: Mapping[str, float], vector: Any, filters: Filters) -> None:
    """Both rankings fused, and the ten best clauses read: a search without reading the question."""
    by_words = index.clause_index.rank_by_words(words, DEPTH, filters)
    by_meaning = index.clause_index.rank_by_meaning(vector, DEPTH, filters)
    index.library.clauses([fused.row for fused in fuse(by_words, by_meaning)[:10]])


def _each(
    questions: Sequence[object], ask: Callable[[int], object], *, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    times = []
    for i in range(len(questions)):
        begun = clock()
        ask(i)
        times.append((clock() - begun) * 1000)
    return times


def _add_notices(index: OpenIndex, folder: Path, questions: Sequence[str], served: Served) -> None:
    """Put a notice in, and two more editions of it."""
    from index.update import ingest_paths

    assert index.embedder is not None
    notice = folder.parent / "notice" / "值班.txt"
    notice.parent.mkdir(exist_ok=True)
    for edition in range(1, 4):
        notice.write_text(_NOTICE.format(n=edition), encoding="utf-8")
        begun, processor = time.perf_counter(), time.process_time()
        with _model_apart(index) as apart:
            ingest_paths([notice], folder)
        served.add_notice_seconds.append(time.perf_counter() - begun - sum(wall for wall, _ in apart))
        served.add_notice_processor_seconds.append(time.process_time() - processor - sum(own for _, own in apart))
        vector = index.embedder.embed_queries([questions[0]])[0]
        begun = time.perf_counter()
        _hybrid(index, query_tokens(questions[0]), vector, Filters())
        served.seen_after_seconds.append(time.perf_counter() - begun)


@contextmanager
def _model_apart(index: OpenIndex) -> Iterator[list[tuple[float, float]]]:
    """Ingest with the model that is loaded; what its vectors take is written down apart."""
    import index.embedding as embedding

    seconds: list[tuple[float, float]] = []  # as the clock has it, and of the processor
    embedder, load = index.embedder, embedding.load_embedder
    embed = embedder.embed_passages if embedder else None

    def timed(*given: Any, **named: Any) -> Any:
        begun, processor = time.perf_counter(), time.process_time()
        assert embed is not None
        made = embed(*given, **named)
        seconds.append((time.perf_counter() - begun, time.process_time() - processor))
        return made

    embedding.load_embedder = lambda *given, **named: embedder
    if embedder is not None:
        embedder.embed_passages = timed  # type: ignore[method-assign]
    try:
        yield seconds
    finally:
        embedding.load_embedder = load
        if embedder is not None and embed is not None:
            embedder.embed_passages = embed  # type: ignore[method-assign]


def _memory() -> tuple[float, float]:
    """Resident memory of this process and what of it is no page of a file, in MB; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("VmRSS", "RssAnon"))}
    return sizes.get("VmRSS", 0.0), sizes.get("RssAnon", 0.0)


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    print(json.dumps(asdict(serve(Path(given["folder"]), given["questions"]))))
