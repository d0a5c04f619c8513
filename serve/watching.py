"""Watched folders looked at again and again: what has come or changed is taken in, until somebody says stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from index.background import IngestRun, RunProgress
from index.library import Library
from index.removal import removed_contents
from index.update import Stage, ingest_paths
from index.watching import FolderLook, look_at_folders, unwatch_folder, watched_folders
from ingest.errors import IngestError

Bars = Callable[[Stage, int, int, str], None]
_POLL = 0.2  # seconds between looks at a run


@dataclass(frozen=True, slots=True)
class Round:
    """One look at the folders, and what came of it."""

    looks: tuple[FolderLook, ...]
    run: RunProgress | None = None  # how what was fresh was taken in; None: nothing had come
    problem: str | None = None  # why nothing could be taken in this time

    @property
    def told(self) -> tuple[object, ...]:
        """What a person was told by it: a round that tells the same as the last is no news."""
        return (self.problem, *((look.folder, look.problem, look.gone) for look in self.looks))


def rounds(
    library: Path, every: float, stop: Event, bars: Callable[[], AbstractContextManager[Bars]], *, embed: bool = True
) -> Iterator[Round]:
    """Yield each look at the watched folders of a library, `every` so many seconds, until `stop` is set.

    Files that a person took out stay out, and what has gone from a folder stays in the library. Where the library is
    being written the next look takes in what this one could not. Raises IngestError where no folder is watched.
    """
    while not stop.is_set():
        yield _round(library, stop, bars, embed)
        stop.wait(every)


def _round(library: Path, stop: Event, bars: Callable[[], AbstractContextManager[Bars]], embed: bool) -> Round:
    with Library.open(library) as opened:
        looks = look_at_folders(opened)
        left_out = tuple(removed_contents(opened))
    if not looks:
        raise IngestError(library, "还没有关注的文件夹", "请写明文件夹：judian watch 文件夹")
    fresh = [path for look in looks for path in look.fresh]
    if not fresh:
        return Round(looks)
    run = IngestRun(library, fresh, leave_out=left_out, ingest=partial(ingest_paths, embed=embed))
    with bars() as move:
        run.start()
        while not (now := run.wait(_POLL)).is_over:
            if stop.is_set():
                run.stop()
            move(now.stage, now.done, now.total, now.finished[-1] if now.finished else "")
    return Round(looks, now, now.problem)


def forget_folder(library: Path, folder: Path) -> Path:
    """Watch a folder no more; return it as it was named. Raises IngestError for one that is not watched."""
    with Library.open(library) as opened:
        there = watched_folders(opened)
    found = next((f for f in there if folder.expanduser().resolve() == f.resolve()), None)
    if found is None:
        known = "、".join(map(str, there)) or "没有"
        raise IngestError(folder, "没有关注这个文件夹", f"现在关注的：{known}")
    unwatch_folder(library, found)
    return found
