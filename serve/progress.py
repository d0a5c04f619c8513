"""Progress bars on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from index.update import Stage


class StageBars:
    """One bar for each stage of a run of ingest, made when the stage begins."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[Stage, TaskID] = {}

    def __call__(self, stage: Stage, done: int, total: int, item: str = "") -> None:
        """Move the bar of a stage."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage.value, total=total, item="")
        name = PurePath(item).name
        shown = escape(name if len(name) <= 30 else f"{name[:14]}…{name[-15:]}")
        self._progress.update(self._tasks[stage], completed=done, total=total, item=shown)


@contextmanager
def ingest_progress(console: Console) -> Iterator[StageBars]:
    """Bars for the stages of a run of ingest."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[item]}", style="dim"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield StageBars(progress)


@contextmanager
def fraction_progress(console: Console, description: str) -> Iterator[Callable[[float], None]]:
    """A bar that is told the fraction done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(description, total=1.0)
        yield lambda fraction: progress.update(task, completed=fraction)
