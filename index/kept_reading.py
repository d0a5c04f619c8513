"""What was read out of a library, for the questions to come: as of one generation, the oldest let go."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class KeptReading(Generic[Key, Value]):
    """Values by key, as many at most as it is made for. Safe from any thread; none waits while another reads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._generation: int | None = None
        self._kept: dict[Key, Value] = {}
        self._changing = Lock()

    def of(
        self, keys: Sequence[Key], generation: int, read: Callable[[list[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """Return the values of these keys, those that are not kept from `read`; keys that it does not find are left out.

        `generation`: the library's, asked for before; what was read of another one is let go.
        """
        with self._changing:
            if generation != self._generation:
                self._generation, self._kept = generation, {}
            kept = self._kept
            found = {key: kept[key] for key in keys if key in kept}
        if missing := [key for key in dict.fromkeys(keys) if key not in found]:
            new = read(missing)
            found |= new
            with self._changing:  # what was read of a generation that has passed goes where nobody looks any more
                kept.update(new)
                while len(kept) > self._most:
                    del kept[next(iter(kept))]
        return found
