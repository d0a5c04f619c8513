"""Search at 5, 21,000 and 1,000,000 clauses: `python -m eval.bench_scale --clauses 1000000 [--folder F] [--no-peers]`.

The library is made from real clauses by perturbing them (eval/scale_library.py), which the output says. Every figure and
its peer's are from this one run; on a machine with other work the ratios say more than the times.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.articles import article_library
from eval.declared import chosen_sets, declared_sets
from eval.labelled import json_lines
from eval.scale_library import PERTURBED, real_clauses, write_scale_library
from eval.scale_peers import FlatFigures, FtsFigures, measure_flat, measure_fts
from eval.scale_serving import DEPTH, FILTERS, RECALL_AT, Served
from index import lexical, vectors
from index.embedding import load_embedder
from index.library import Library
from index.schema import DATABASE


@dataclass(frozen=True, slots=True)
class Built:
    """How long the two indexes took, in seconds, and what lies on the disk, in bytes."""

    clauses: int
    documents: int
    words_seconds: float
    vectors_seconds: float
    database_bytes: int
    words_bytes: int
    vectors_bytes: int


def main() -> None:
    """Make the library, measure it and its peers, print the table."""
    given = _arguments()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="judian-scale-"))
    library = folder / "library"
    try:
        _tell(f"{PERTURBED}。系统负载 {os.getloadavg()[0]:.1f}，{os.cpu_count()} 核")
        embedder = load_embedder("bundled")
        assert embedder is not None
        stard = next(iter(chosen_sets("stard", declared_sets())))
        assert stard.topics is not None and stard.passages is not None
        if not (library / DATABASE).exists():
            _tell("造库")
            sources = given.of or [article_library("stard", stard.passages, _tell)]
            write_scale_library(library, real_clauses(sources, embedder.fingerprint), given.clauses)
        questions = [str(row["query"]) for row in json_lines(stard.topics)][: given.questions]
        _tell("建索引")
        built = build(library, embedder.fingerprint, anew=not given.reuse)
        with Library.open(library) as opened:  # before a notice comes in
            _tell("对照：FAISS flat")
            asked = np.concatenate([embedder.embed_queries([question]) for question in questions])
            flat = measure_flat(opened, embedder.fingerprint, asked, FILTERS, DEPTH, RECALL_AT)
            fts = None
            if given.peers:
                _tell("对照：SQLite FTS5")
                fts = measure_fts(opened, folder, questions, DEPTH)
        _tell("提问")
        served, whole_start = _serve(library, questions)
        print(table(built, served, whole_start, flat, fts))
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def build(folder: Path, fingerprint: str, *, anew: bool) -> Built:
    """Make both indexes from library.db; with `anew` off those that are there are brought to its state."""
    if anew:
        shutil.rmtree(folder / "lexical", ignore_errors=True)
        for file in [*folder.glob("vectors-*")]:
            file.unlink()
    with Library.open(folder) as library:
        words = lexical.LexicalIndex(folder, create=True)
        begun = time.perf_counter()
        lexical.catch_up(words, library)
        words.close_writer()
        words_seconds = time.perf_counter() - begun
        meaning = vectors.VectorIndex(folder, fingerprint)
        begun = time.perf_counter()
        vectors.catch_up(meaning, library, fingerprint)
        if meaning.count:
            meaning.save(vectors.VectorStamp.of(library, fingerprint), merge=True)
        return Built(
            library.clause_count(),
            int(library.select("SELECT count(*) AS n FROM documents")[0]["n"]),
            words_seconds,
            time.perf_counter() - begun,
            (folder / DATABASE).stat().st_size,
            sum(file.stat().st_size for file in (folder / "lexical").iterdir()),
            sum(file.stat().st_size for file in folder.glob("vectors-*")),
        )


def recall(found: Sequence[Sequence[int]], best: Sequence[Sequence[int]]) -> float:
    """The share of the exact best that were found, over all questions."""
    shared = sum(len(set(a) & set(b)) for a, b in zip(found, best, strict=True))
    wanted = sum(map(len, best))
    return shared / wanted if wanted else 1.0


def table(built: Built, served: Served, whole_start: float, flat: FlatFigures, fts: FtsFigures | None) -> str:
    """The figures as Markdown."""
    lines = [
        f"## {built.clauses:,} 条，{built.documents:,} 份文件（{PERTURBED}）",
        "",
        "| 筛选 | 词语 p50/p95 毫秒 | 意思 p50/p95 | 混合 p50/p95 | 混合，处理器时间 | FAISS flat，处理器时间 "
        "| 意思/flat（处理器时间） | recall@10 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in FILTERS:
        ratio = np.median(served.meaning_processor[name]) / np.median(flat.processor[name])
        lines.append(
            f"| {name} | {_two(served.words[name])} | {_two(served.meaning[name])} | {_two(served.hybrid[name])} "
            f"| {_two(served.hybrid_processor[name])} | {_two(flat.processor[name])} | {ratio:.2f} | {recall(served.found[name], flat.best[name]):.4f} |"
        )
    lines += [
        "",
        "| 项目 | 数值 |",
        "|---|---|",
        f"| 问题算向量 p50/p95（不在上表内） | {_two(served.embed_question)} 毫秒 |",
        f"| 整次 search()，含读题和算向量 p50/p95 | {_two(served.whole_search)} 毫秒 |",
        f"| 打开资料库（含载入模型） | {served.open_seconds:.2f} 秒 |",
        f"| 打开到第一个答案 | {served.first_answer_seconds:.2f} 秒（处理器 {served.first_answer_processor_seconds:.2f} 秒） |",
        f"| 进程启动、提完全部问题 | {whole_start:.1f} 秒 |",
        f"| 常驻内存（其中不是文件页的） | {served.resident_mb:.0f} MB（{served.own_mb:.0f} MB） |",
        f"| 加一份通知，不计算向量 | {_listed(served.add_notice_seconds)} 秒"
        f"（处理器 {_listed(served.add_notice_processor_seconds)} 秒） |",
        f"| 加完后的第一次检索 | {_listed(served.seen_after_seconds)} 秒 |",
        f"| 词语索引 | {built.clauses / built.words_seconds:,.0f} 条/秒，{built.words_bytes / 2**20:.0f} MB |",
        f"| 向量索引 | {built.vectors_seconds:.1f} 秒，{built.vectors_bytes / 2**20:.0f} MB |",
        f"| library.db | {built.database_bytes / 2**20:.0f} MB |",
        f"| FAISS flat float32 | 建 {flat.build_seconds:.1f} 秒，{flat.resident_mb:.0f} MB 内存 |",
    ]
    if fts is not None:
        ratio = np.median(served.words["无筛选"]) / np.median(fts.times)
        lines.append(
            f"| SQLite FTS5（同样的词） | {built.clauses / fts.build_seconds:,.0f} 条/秒，{fts.bytes / 2**20:.0f} MB，"
            f"p50/p95 {_two(fts.times)} 毫秒；词语/FTS5 = {ratio:.2f} |"
        )
    return "\n".join(lines)


def _serve(library: Path, questions: Sequence[str]) -> tuple[Served, float]:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "eval.scale_serving"],
        input=json.dumps({"folder": str(library), "questions": list(questions)}),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return Served(**json.loads(done.stdout.splitlines()[-1])), time.perf_counter() - begun


def _two(times: Sequence[float]) -> str:
    return "/".join(f"{value:.1f}" for value in np.percentile(times, (50, 95)))


def _listed(seconds: Sequence[float]) -> str:
    return "、".join(f"{value:.2f}" for value in seconds)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="不同规模下的检索速度、内存和召回")
    parser.add_argument("--clauses", type=int, default=21_000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="造好的库留在这里，下次直接用；不写则用完删除")
    parser.add_argument("--of", type=Path, nargs="+", help="取真实条款和向量的资料库；不写则用 STARD 法条")
    parser.add_argument("--reuse", action="store_true", help="--folder 里的索引不重建")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="不量 SQLite FTS5")
    return parser.parse_args()


if __name__ == "__main__":
    main()
