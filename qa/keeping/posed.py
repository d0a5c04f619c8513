"""A question as it was put: its words, what it leans on, and what it was held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Posed:
    """All that it takes to ask a question again and get the same answer from the same library."""

    typed: str
    after: str = ""  # the question before it, on which it may lean; "" for none
    regions: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    as_of: date | None = None
    without: tuple[str, ...] = ()  # chips that the person took away

    @property
    def scope(self) -> str:
        """What the person held it to, in words: 浙江，2021年，截至2021-12-31; "" for nothing."""
        day = (f"截至{self.as_of.isoformat()}",) if self.as_of else ()
        return "，".join((*self.regions, *self.issuers, *(f"{year}年" for year in self.years), *day))


def posed_object(posed: Posed) -> dict[str, object]:
    """The question as JSON: question, after, regions, issuers, years, as_of, without."""
    return {
        "question": posed.typed,
        "after": posed.after,
        "regions": list(posed.regions),
        "issuers": list(posed.issuers),
        "years": list(posed.years),
        "as_of": posed.as_of.isoformat() if posed.as_of else None,
        "without": list(posed.without),
    }


def posed_of(kept: Mapping[str, Any]) -> Posed:
    """The question that such an object holds; KeyError, TypeError or ValueError where it is none."""
    return Posed(
        str(kept["question"]),
        str(kept["after"]),
        tuple(map(str, kept["regions"])),
        tuple(map(str, kept["issuers"])),
        tuple(map(int, kept["years"])),
        date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
        tuple(map(str, kept["without"])),
    )
