"""One peer after another: built, asked everything for quality, then timed beside ours."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from eval.measures import Judgements, measure
from eval.peers.asking import Effort, Progress, answers_of_all, time_together
from eval.peers.collection import Collection
from eval.peers.measured import MEASURES, Built, PeerResult, Quality, load_result, save_result
from eval.peers.model import Mode
from eval.peers.process import PeerError, WorkerProcess, cores
from eval.peers.registry import PeerEntry

_DIGITS = 4


class Comparison:
    """A run over all peers; what is finished is kept at once."""

    def __init__(
        self,
        collection: Collection,
        judgements: Mapping[str, Judgements],
        ours: PeerEntry,
        results: Path,
        indexes: Path,
        progress: Progress,
    ) -> None:
        """`results` is where results are kept between runs, `indexes` an empty folder of this run alone."""
        self._collection, self._judgements, self._ours = collection, judgements, ours
        self._results, self._indexes, self._progress = results, indexes, progress
        self._our_stamp = ours.stamp()
        self._built: dict[str, Built] = {}

    def measure(self, entry: PeerEntry, again: bool, effort: Effort) -> PeerResult:
        """Return all that is to be known of a peer: kept from an earlier run where nothing changed since."""
        if entry.missing():
            return PeerResult(entry.name, entry.title, problem=f"没有安装 {'、'.join(entry.missing())}")
        quality_stamp = f"{self._collection.stamp}-{entry.stamp()}"
        speed_stamp = f"{quality_stamp}-{self._our_stamp}"
        kept = None if again else load_result(self._results, entry.name)
        result = kept or PeerResult(entry.name, entry.title)
        result = replace(result, title=entry.title, versions=entry.versions(), problem=None)
        try:
            if result.quality_stamp != quality_stamp:
                result = replace(result, quality_stamp=quality_stamp, quality=self._quality(entry))
                save_result(self._results, result)
            if result.speed_stamp != speed_stamp:
                result = replace(self._timed(entry, result, effort), speed_stamp=speed_stamp)
                save_result(self._results, result)
        except PeerError as error:
            return replace(result, problem=str(error))
        return result

    def _index_of(self, entry: PeerEntry) -> Path:
        """Return the folder of a peer's index, built once in a run; none is made for one that keeps nothing on the disk."""
        folder = self._indexes / entry.name
        if not entry.keeps_files or entry.name in self._built:
            return folder
        folder.mkdir()
        self._progress("建索引", 0, 1)
        try:
            with WorkerProcess("build", entry.name, self._collection, folder) as worker:
                said = worker.reply()
        except BaseException:
            shutil.rmtree(folder)
            raise
        self._built[entry.name] = Built(said["seconds"], said["peak_mb"], _megabytes(folder))
        return folder

    def _quality(self, entry: PeerEntry) -> dict[Mode, Quality]:
        """Ask every question of as many processes as there are cores, and judge what each ranking gives."""
        folder = self._index_of(entry)
        questions = self._collection.questions()
        with ExitStack() as stack:
            workers = [
                stack.enter_context(WorkerProcess("serve", entry.name, self._collection, folder, core))
                for core in cores()
            ]
            found = answers_of_all(workers, len(questions), entry.modes, self._progress)
        judged = [self._judgements[question.question_id] for question in questions]
        return {mode: _scores([one[mode] for one in found], judged) for mode in entry.modes}

    def _timed(self, entry: PeerEntry, result: PeerResult, effort: Effort) -> PeerResult:
        """Time a peer and ours on one core, block by block in turns; ours is timed alone."""
        core = cores()[-1]
        with ExitStack() as stack:

            def serving(served: PeerEntry) -> WorkerProcess:
                folder = self._index_of(served)
                return stack.enter_context(WorkerProcess("serve", served.name, self._collection, folder, core))

            theirs = serving(entry)
            opened = theirs.reply()
            ours = None if entry.name == self._ours.name else serving(self._ours)
            if ours is not None:
                ours.reply()
            count = len(self._collection.questions())
            speed = {mode: time_together(theirs, ours, mode, count, effort, self._progress) for mode in entry.modes}
            memory = theirs.memory()
        built = self._built.get(entry.name) or Built(opened["seconds"], memory["peak_mb"], None)
        return replace(
            result, speed=speed, built=built, open_seconds=opened["seconds"], resident_mb=memory["resident_mb"]
        )


def _scores(rankings: list[list[str]], judged: list[Judgements]) -> Quality:
    return Quality(
        {
            name: [round(measure(name, ranking, of), _DIGITS) for ranking, of in zip(rankings, judged, strict=True)]
            for name in MEASURES
        }
    )


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
