"""Other search programs beside ours on the same clauses, questions and vectors: `python -m eval.bench_peers`.

    --write            put the tables into docs/benchmarks.md and the figures into eval/results/peers.json
    --again            measure all anew; otherwise a peer is measured only where it, the articles or our program changed
    --only NAME,NAME   these peers alone (ours is always there)
    --bench FOLDER     corpus.jsonl, queries.jsonl and qrels.tsv; default ../shared/dev/bench/stard beside the project

Peers that are not installed are named and left out: pip install -e '.[bench]'.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.status import Status

from eval.declared import HOME
from eval.peers.asking import Effort
from eval.peers.collecting import Bench, collect, default_home
from eval.peers.measured import PeerResult
from eval.peers.measuring import Comparison
from eval.peers.process import cores
from eval.peers.registry import OURS, PeerEntry, peer_named, peers
from eval.peers.tables import as_markdown, cost_lines, drawn, figures, ranking_lines, write_between_marks
from eval.results import RESULTS, results_file
from ingest.errors import PolicyError

PAGE = HOME.parent / "docs" / "benchmarks.md"
BENCH = HOME.parent.parent / "shared" / "dev" / "bench" / "stard"


def main(arguments: Sequence[str]) -> int:
    """Measure what is not known yet, print the tables; 1 where nothing could be measured."""
    asked = _parser().parse_args(arguments)
    console = Console(stderr=True, highlight=False)
    bench = Bench(asked.bench.absolute())
    if missing := bench.missing():
        console.print(f"没有测：缺少 {'、'.join(map(str, missing))}。请用 --bench 指定放着这三个文件的文件夹。")
        return 1
    try:
        results = _measured(bench, _chosen(asked.only), asked.again, console)
    except PolicyError as error:
        console.print(str(error), style="red")
        return 1
    except KeyboardInterrupt:
        console.print("已停下。测完的系统都留着，再运行一次从下一个接着测。")
        return 130
    return _report(results, asked.write)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.bench_peers", description="和别的检索程序同题同卷比较")
    parser.add_argument("--write", action="store_true", help="把表格写进 docs/benchmarks.md")
    parser.add_argument("--again", action="store_true", help="全部重测")
    parser.add_argument("--only", default="", help="只测这些系统，用逗号隔开")
    parser.add_argument("--bench", type=Path, default=BENCH, help="评测集的文件夹")
    return parser


def _chosen(names: str) -> list[PeerEntry]:
    """Return the peers asked for, ours before them."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    chosen = [peer_named(name) for name in wanted] if wanted else list(peers())
    return [peer_named(OURS), *(entry for entry in chosen if entry.name != OURS)]


def _measured(bench: Bench, entries: Sequence[PeerEntry], again: bool, console: Console) -> list[PeerResult]:
    home = default_home()
    home.mkdir(parents=True, exist_ok=True)
    collection = collect(bench, home, lambda words: console.print(words, style="dim"))
    with tempfile.TemporaryDirectory(prefix="indexes-", dir=home) as indexes, console.status("") as status:
        progress = _Told(console, status)
        comparison = Comparison(
            collection, bench.judgements(), peer_named(OURS), home / "results", Path(indexes), progress
        )
        results = []
        for entry in entries:
            progress.title = entry.title
            results.append(comparison.measure(entry, again, Effort()))
            console.print(f"{entry.title}：{results[-1].problem or '已测'}", style="dim")
    return results


class _Told:
    """Progress as a line that changes, and where that cannot be seen as a line for every tenth."""

    def __init__(self, console: Console, status: Status) -> None:
        self._console, self._status = console, status
        self._told = ("", "", 0)
        self.title = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far one stage of one peer is."""
        words = f"{self.title}：{stage} {done}/{total}"
        tenth = (self.title, stage, 10 * done // max(1, total))
        if self._console.is_terminal:
            self._status.update(words)
        elif tenth != self._told:
            self._told = tenth
            self._console.print(words, style="dim")


def _report(results: Sequence[PeerResult], write: bool) -> int:
    """Print the tables, and write them where that is asked for; 1 where there is nothing of ours to compare with."""
    out = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    measured = [result for result in results if result.quality]
    if not measured or measured[0].name != OURS:
        out.print(f"据典自己没有测成：{results[0].problem}", soft_wrap=True)
        return 1
    tables = ranking_lines(measured), cost_lines(measured)
    for lines in tables:
        out.print(drawn(lines))
    absent = [f"{result.title}：{result.problem}" for result in results if result.problem]
    for words in absent:
        out.print(words, soft_wrap=True)
    if not write:
        return 0
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {len(cores())} cores."
    left_out = "".join(f"\n\nNot measured: {r.title}." for r in results if not r.quality)
    write_between_marks(PAGE, "\n\n".join(map(as_markdown, tables)) + f"\n\n{machine}{left_out}")
    kept = results_file("peers", RESULTS)
    kept.write_text(json.dumps(figures(measured), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    out.print(f"已写入 {PAGE} 和 {kept}", soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
