"""How far a long step has come, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_LINES = 4


def told(what: str, things: Sequence[T]) -> Iterator[T]:
    """The things one by one; a line for each quarter of them, with the seconds since the first."""
    started = time.perf_counter()
    for done, thing in enumerate(things, 1):
        yield thing
        if done * _LINES // len(things) > (done - 1) * _LINES // len(things):
            print(
                f"{what}: {done} of {len(things)}, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True
            )
