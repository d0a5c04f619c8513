"""A library's change of model: the vectors of the new one are made beside the old, which answers until they are whole."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.clause_index import MODEL_SETTING, model_name
from index.engine import index_place
from index.library import Library
from index.missing_vectors import embed_missing
from index.models import NEXT_SETTING, NextModel, next_model, read_next, remember_model
from index.update import follow_model
from index.write_lock import WriteLock
from index.writing import bump
from ingest.errors import IndexBuildError, ModelError, PolicyError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from index.embedding import Embedder

_logger = logging.getLogger(__name__)

LOG_FILE = "model-switch.log"
_LOCK_FILE = "model-switch.lock"
_RETRY_SECONDS = 0.5
_STARTING_SECONDS = 20.0
# How long a run waits for an earlier one to see that its model is not wanted any more: a batch of it.
_HAND_OVER_SECONDS = 120.0

Progress = Callable[[int, int], None]  # texts that have a vector, of all


@dataclass(frozen=True, slots=True)
class SwitchState:
    """How far a change of model is."""

    used: str  # the model that answers
    coming: NextModel | None  # None: no change is under way
    done: int = 0  # texts that have a vector of the coming model
    total: int = 0
    is_running: bool = False

    @property
    def is_starting(self) -> bool:
        """Whether a run was started a moment ago and has not begun yet: it imports its libraries first."""
        if self.coming is None or self.is_running or self.coming.error:
            return False
        return time.time() - self.coming.started < _STARTING_SECONDS

    @property
    def seconds_left(self) -> float | None:
        """At the pace of this run; None while there is none."""
        if self.coming is None or not self.is_running:
            return None
        made, seconds = self.done - self.coming.done_at_start, time.time() - self.coming.started
        return (self.total - self.done) * seconds / made if made > 0 and seconds > 0 else None


def switch_state(library: Library) -> SwitchState:
    """How far the library's change of model is; the same from any process."""
    coming = next_model(library)
    if coming is None:
        return SwitchState(model_name(library), None)
    done, total = _counts(library, coming.fingerprint)
    lock = WriteLock(library.folder, _LOCK_FILE)
    free = lock.acquired()
    lock.release()
    return SwitchState(model_name(library), coming, done, total, is_running=not free)


def begin_switch(folder: Path, name: str, embedder: Embedder | None) -> bool:
    """Set the library's model, or note it as the coming one; whether vectors are still to be made (`run_switch`).

    `embedder` is the loaded model, None for words alone. Naming the model in use ends a change that is under way.
    Raises IndexBuildError if the library is being written.
    """
    with Library.open(folder) as library:
        if embedder is None:
            _turn_to(library, name, None)
            return False
        if name == (library.setting(MODEL_SETTING) or "") and not library.rows_without_vector(embedder.fingerprint):
            _keep_next(library, None)
            return False
        done, total = _counts(library, embedder.fingerprint)
        coming = NextModel(name, embedder.fingerprint, embedder.dimension, time.time(), done)
        if done == total:
            _turn_to(library, name, embedder)
            return False
        _keep_next(library, coming)
        return True


def run_switch(folder: Path, name: str, embedder: Embedder, progress: Progress | None = None) -> bool:
    """Make the vectors that are missing and then turn the library to the model; whether it did.

    It does not when another model was chosen meanwhile. A run that is stopped is taken up by the next one. What answers
    or adds files goes on beside it: only the turn itself waits for a run of ingest to end.
    """
    with Library.open(folder) as library, _only_run(library, name):
        done, total = _counts(library, embedder.fingerprint)
        if not _note(library, name, started=time.time(), done_at_start=done, error=None):
            return False
        tell = progress or (lambda done, total: None)
        tell(done, total)

        def wanted() -> bool:
            now = next_model(library)
            return now is not None and now.name == name

        try:
            remember_model(library, name, embedder)
            missing = library.rows_without_vector(embedder.fingerprint)
            while wanted() and missing:
                embed_missing(
                    library,
                    embedder,
                    lambda made, missing: tell(total - missing + made, total),
                    wanted=wanted,
                    announce=False,
                    thoroughly=True,
                )
                # What a run of ingest adds meanwhile is found by the next look.
                before, missing = missing, library.rows_without_vector(embedder.fingerprint)
                if wanted() and set(before) <= set(missing):
                    raise ModelError(
                        name,
                        f"有 {len(before)} 段文字怎么也得不到向量，换用停了下来",
                        "原来的模型照常使用；请把这些文件重新放进一个新的资料库，再换用模型",
                    )
            return wanted() and _turn_when_free(library, name, embedder, wanted)
        except PolicyError as problem:
            _note(library, name, error=str(problem))
            raise


def start_in_background(folder: Path, name: str, command: Sequence[str]) -> int:
    """Start a command that runs the switch, apart from this terminal and behind everything else; return its process."""
    try:
        with (folder / LOG_FILE).open("w", encoding="utf-8") as written:
            if sys.platform == "win32":
                behind = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
                started = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=written, stderr=written, creationflags=behind
                )
            else:
                started = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=written, stderr=written, start_new_session=True
                )
    except OSError as problem:
        raise ModelError(
            name, f"后台进程启动不了（{problem}）", "请加 --wait 在前台运行，并检查资料库文件夹能否写入"
        ) from problem
    return started.pid


def give_way() -> None:
    """Let whatever else the computer does go first: answers and ingest take the cores before a switch does."""
    if hasattr(os, "nice"):
        os.nice(10)


# Inside.


@contextmanager
def _only_run(library: Library, name: str) -> Iterator[None]:
    """One run for a library; an earlier one that is for another model ends when it sees that."""
    lock = WriteLock(library.folder, _LOCK_FILE)
    waited = 0.0
    while not lock.acquired():
        coming = next_model(library)
        if coming is None or coming.name != name or waited > _HAND_OVER_SECONDS:
            raise ModelError(name, "另一个进程正在换用模型", "请用 judian model status 查看进度")
        time.sleep(_RETRY_SECONDS)
        waited += _RETRY_SECONDS
    try:
        yield
    finally:
        lock.release()


def _counts(library: Library, fingerprint: str) -> tuple[int, int]:
    """Texts that have a vector, and all."""
    total = int(library.select("SELECT count(DISTINCT text_key) AS n FROM clauses")[0]["n"])
    return total - len(library.rows_without_vector(fingerprint)), total


def _keep_next(library: Library, coming: NextModel | None) -> None:
    if coming is not None:
        library.set_setting(NEXT_SETTING, json.dumps(asdict(coming), ensure_ascii=False))
        return
    with library.transaction() as connection:
        connection.execute("DELETE FROM settings WHERE name = ?", (NEXT_SETTING,))


def _note(library: Library, name: str, **changes: Any) -> bool:
    """Change what is noted of the coming model, if it is still this one; whether it was."""
    with library.transaction() as connection:
        coming = _coming_in(connection)
        if coming is None or coming.name != name:
            return False
        value = json.dumps(asdict(replace(coming, **changes)), ensure_ascii=False)
        connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (NEXT_SETTING, value))
        return True


def _coming_in(connection: sqlite3.Connection) -> NextModel | None:
    """The coming model as a transaction sees it: nobody changes it before that ends."""
    found = connection.execute("SELECT value FROM settings WHERE name = ?", (NEXT_SETTING,)).fetchone()
    return read_next(found["value"] if found else None)


def _turn_when_free(library: Library, name: str, embedder: Embedder, wanted: Callable[[], bool]) -> bool:
    """Turn to the model as soon as no run of ingest is under way."""
    while wanted():
        try:
            return _turn_to(library, name, embedder, only_if_coming=True)
        except IndexBuildError:
            lock = WriteLock(library.folder)
            if lock.acquired():  # not because another one writes
                lock.release()
                raise
            time.sleep(_RETRY_SECONDS)
    return False


def _turn_to(library: Library, name: str, embedder: Embedder | None, *, only_if_coming: bool = False) -> bool:
    """In one step: the setting, the end of the change, the new generation that every reader sees.

    With `only_if_coming` not where another model was chosen meanwhile; whether it turned.
    """
    with WriteLock(library.folder):
        if embedder is not None:
            remember_model(library, name, embedder)
            embed_missing(library, embedder, announce=False, thoroughly=True)
            _prepare_index(library, embedder)
        with library.transaction() as connection:
            if only_if_coming and ((coming := _coming_in(connection)) is None or coming.name != name):
                return False
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (MODEL_SETTING, name))
            connection.execute("DELETE FROM settings WHERE name = ?", (NEXT_SETTING,))
            bump(connection)
        follow_model(library, embedder)
    _logger.info("model: %s", name)
    return True


def _prepare_index(library: Library, embedder: Embedder) -> None:
    """Make the new model's index before anybody has to wait for it; nobody reads it yet. Needs the library's write lock."""
    from index.vectors import VectorIndex, VectorStamp, catch_up

    if index_place(library) is not None:  # kept elsewhere: done with the turn itself
        return
    index = VectorIndex(library.folder, embedder.fingerprint)
    catch_up(index, library, embedder.fingerprint)
    index.save(VectorStamp.of(library, embedder.fingerprint))
