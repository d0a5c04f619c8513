"""python -m tests.fuzz [COUNT] [KIND...]: COUNT broken files of each format, read; each one that breaks the program is named."""

from __future__ import annotations

import sys
import time

from tests.fuzz.sources import SOURCES
from tests.fuzz.trial import try_all


def main(count: int, kinds: list[str]) -> int:
    """Print what failed, by kind; the number of failures is the exit status."""
    total = 0
    for kind in kinds:
        begun = time.perf_counter()
        trials = try_all([(kind, seed) for seed in range(count)])
        failed = [trial for trial in trials if trial.fault]
        unforeseen = [trial for trial in trials if trial.unforeseen]
        total += len(failed)
        slowest = max(trials, key=lambda trial: trial.seconds)
        largest = max(trials, key=lambda trial: trial.resident)
        print(
            f"{kind}: {count} 个坏文件，读入 {sum(t.was_read for t in trials)} 个，{len(failed)} 个出错，"
            f"{len(unforeseen)} 个因未料到的错误被拒；最慢 {slowest.seconds:.1f} 秒（seed {slowest.seed}），"
            f"最多占 {largest.resident >> 20} MB（seed {largest.seed}）；共 {time.perf_counter() - begun:.0f} 秒",
            flush=True,
        )
        for trial in failed:
            print(f"  seed {trial.seed} {trial.done}: {trial.fault[:300]}", flush=True)
        for trial in unforeseen:
            print(f"  (seed {trial.seed} {trial.done}: {trial.unforeseen[:200]})", flush=True)
    return min(total, 100)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    sys.exit(main(number, sys.argv[2:] or list(SOURCES)))
