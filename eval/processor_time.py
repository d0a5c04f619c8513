"""Processor time of the programs that this one has begun, by what they are for: what a load costs, whoever else is at work.

Read from /proc, so on Linux alone; elsewhere nothing is known and nothing is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_PROC = Path("/proc")
# Words of a command line -> what the program is for. Whoever none of these names is for what its parent is for.
_PARTS = {
    "serve.running.app_process": "网页服务",
    "serve.running.doors_process": "接口服务",
    "chrom": "浏览器",
}


def seconds_by_part(root: int | None = None, proc: Path = _PROC) -> dict[str, float]:
    """Processor seconds so far of each part among the programs below `root` (None: this one), by the part's name."""
    if not (proc / "self" / "stat").exists():
        return {}
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for pid, parent, seconds in _processes(proc):
        children.setdefault(parent, []).append(pid)
        used[pid] = seconds
    found: dict[str, float] = {}
    waiting = [(pid, "") for pid in children.get(os.getpid() if root is None else root, ())]
    while waiting:
        pid, of_parent = waiting.pop()
        part = _part_of(pid, proc) or of_parent
        if part:
            found[part] = found.get(part, 0.0) + used[pid]
        waiting += [(child, part) for child in children.get(pid, ())]
    return found


def told_for_each(before: Mapping[str, float], after: Mapping[str, float], counts: Mapping[str, int]) -> str:
    """A line: what each part used between two looks, for each of the answers it had to do with; "" where nothing is known."""
    told = [
        f"{part} {(after[part] - before.get(part, 0.0)) / counts[part] * 1000:.0f} 毫秒"
        for part in _PARTS.values()
        if part in after and counts.get(part)
    ]
    return f"每次回答用的处理器时间：{'，'.join(told)}" if told else ""


def _processes(proc: Path) -> Iterator[tuple[int, int, float]]:
    """Each process with its parent and the processor seconds it has used."""
    tick = os.sysconf("SC_CLK_TCK")
    for folder in proc.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has ended
            continue
        # The name in brackets may hold spaces and brackets; behind the last one: state, parent, …, utime, stime.
        rest = stat.rpartition(")")[2].split()
        yield int(folder.name), int(rest[1]), (int(rest[11]) + int(rest[12])) / tick


def _part_of(pid: int, proc: Path) -> str:
    try:
        command = (proc / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
    return next((part for word, part in _PARTS.items() if word in command), "")
