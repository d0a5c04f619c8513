"""A pattern that is compiled when it is first looked for: a cold question needs few of the many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class LatePattern:
    """A pattern with the methods of a compiled one; compiling all of those that read questions takes 30 ms."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def search(self, text: str, place: int = 0) -> re.Match[str] | None:
        """The first match from `place` on."""
        return self._compiled.search(text, place)

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """The match that begins at `place`."""
        return self._compiled.match(text, place)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self._compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in their order."""
        return self._compiled.finditer(text)

    def sub(self, by: str, text: str) -> str:
        """The text with every match replaced."""
        return self._compiled.sub(by, text)
