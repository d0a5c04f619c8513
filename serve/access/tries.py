"""How often a password may be tried: one rule for the pages and the doors."""

from __future__ import annotations

from threading import Lock

TRIES, WITHIN, WAIT = 5, 600.0, 60.0  # so many wrong passwords for a name in so many seconds: then wait
_MOST_NAMES = 10_000


class WrongTries:
    """Wrong passwords of late, by name. Times are seconds of one clock, given by who calls. Safe from any thread."""

    def __init__(self) -> None:
        self._failed: dict[str, tuple[float, ...]] = {}
        self._changing = Lock()

    def failed(self, name: str, now: float) -> None:
        """A wrong password was given for a name, whether anybody bears it or not."""
        with self._changing:
            if len(self._failed) >= _MOST_NAMES:
                self._failed = {n: times for n, times in self._failed.items() if times[-1] > now - WITHIN}
            while len(self._failed) >= _MOST_NAMES:
                del self._failed[next(iter(self._failed))]
            self._failed[_key(name)] = (*self._recent(name, now), now)[-TRIES:]

    def succeeded(self, name: str) -> None:
        """The right password was given: what went wrong before is forgotten."""
        with self._changing:
            self._failed.pop(_key(name), None)

    def wait(self, name: str, now: float) -> float:
        """How many seconds it is until a password may be tried again for a name; 0: now."""
        times = self._recent(name, now)
        return max(0.0, times[-1] + WAIT - now) if len(times) >= TRIES else 0.0

    def _recent(self, name: str, now: float) -> tuple[float, ...]:
        return tuple(t for t in self._failed.get(_key(name), ()) if t > now - WITHIN)


def _key(name: str) -> str:
    """As `user_named` takes a name: the same person by whichever way of writing it. No user's name is longer."""
    return name.strip().casefold()[:64]
