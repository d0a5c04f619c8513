"""Worker processes: started so that they cost little, ended with the program that started them."""

from __future__ import annotations

import copyreg
import multiprocessing
import os
import signal
import threading
import warnings
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from multiprocessing import forkserver
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from operator import attrgetter
from typing import Any

# What every worker needs is loaded once, rjieba's dictionary too; what is not installed is passed over.
_PRELOADED = ["index.parsing", "ingest.documents", "rjieba"]


def pool_of(workers: int) -> ProcessPoolExecutor:
    """Return a pool whose workers have loaded what reading needs."""
    return ProcessPoolExecutor(workers, mp_context=_context(), initializer=_start_worker)


def starts(pool: ProcessPoolExecutor) -> bool:
    """Whether the pool's processes come up: they do not under a script that starts work on import."""
    try:
        return pool.submit(os.getpid).result() > 0
    except BrokenProcessPool:
        return False


def load_ahead() -> None:
    """Let what workers need be loaded beside this program, which goes on at once: a second less to wait for them."""
    if isinstance(_context(), multiprocessing.context.ForkServerContext):
        forkserver.ensure_running()


def _context() -> BaseContext:
    """Return a way to start processes that is safe in a program with threads."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        return context
    return multiprocessing.get_context("spawn")


def _start_worker() -> None:
    """Leave interrupts to the parent, and do not outlive it."""
    # Ctrl-C reaches every process of the terminal; the parent alone decides what is kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What Python's own warnings say of a broken file is said to people by the readers.
    warnings.filterwarnings("ignore")
    from index.passage_tokens import PassageTokens
    from ingest.model import Clause, Evidence, Quantity, Reference

    for kind in (Clause, Quantity, Reference, Evidence, PassageTokens):
        _pass_by_constructor(kind)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _pass_by_constructor(kind: type[Any]) -> None:
    """Let values of a frozen dataclass go to the parent as its arguments: half the time of the way that it has itself."""
    fields_of = attrgetter(*(f.name for f in fields(kind)))  # of two fields or more: a tuple
    copyreg.pickle(kind, lambda value: (kind, fields_of(value)))


def _end_with_the_parent() -> None:
    """End this process when the parent is killed: the pool's queue would let it wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
