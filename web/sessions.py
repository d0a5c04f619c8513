"""Who is signed in at the app: a random key in the browser's cookie, the rest in the memory of this process."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from threading import Lock

from serve.access.users import User

LASTS = 12 * 3600.0  # seconds
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    password: str | None  # as kept when it began: with another password it has ended
    ends: float


class Sessions:
    """The sessions of one library. Times are seconds of one clock, given by who calls. Safe from any thread."""

    def __init__(self) -> None:
        self._open: dict[str, _Session] = {}
        self._noted: dict[str, None] = {}
        self._changing = Lock()

    def begin(self, user: User, now: float) -> str:
        """Begin a session; return its key, which is kept nowhere here but as a hash."""
        key = secrets.token_urlsafe(32)
        with self._changing:
            self._open = {k: s for k, s in self._open.items() if s.ends > now}
            while len(self._open) >= _MOST_KEPT:
                self._open.pop(next(iter(self._open)))
            self._open[_digest(key)] = _Session(user.name, user.password, now + LASTS)
        return key

    def name_of(self, key: str, now: float) -> str | None:
        """Who a key's session is of; None where it has ended or never was."""
        found = self._open.get(_digest(key))
        return found.name if found is not None and found.ends > now else None

    def holds(self, key: str, user: User) -> bool:
        """Whether the password of a session's user is still the one it began with."""
        found = self._open.get(_digest(key))
        return found is not None and found.name == user.name and found.password == user.password

    def is_new(self, signing_in: str) -> bool:
        """Whether a signing in at a provider, told by who and when, is seen for the first time; it has been from now on."""
        with self._changing:
            is_new = signing_in not in self._noted
            self._noted[signing_in] = None
            while len(self._noted) > _MOST_KEPT:
                del self._noted[next(iter(self._noted))]
        return is_new

    def end(self, key: str) -> None:
        """End a session."""
        with self._changing:
            self._open.pop(_digest(key), None)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()
