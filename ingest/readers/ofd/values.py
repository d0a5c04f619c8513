"""Values as OFD writes them in attributes: numbers, boxes, transforms and lists of steps."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

XmlElement = Any  # lxml carries no types

POINTS_PER_MILLIMETRE = 72 / 25.4
FURTHEST = 1e6  # millimetres; a coordinate beyond is damage, and products of such are no numbers any more


class Rectangle(NamedTuple):
    """ST_Box: millimetres from the top left."""

    x: float
    y: float
    width: float
    height: float


class Transform(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f; y counts downwards."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the inner space lies in the outer one."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Transform) -> Transform:
        """The transform that applies `inner` first and this one then."""
        e, f = self.point(inner.e, inner.f)
        return Transform(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )


IDENTITY = Transform()


def local_name(element: XmlElement) -> str:
    """Its name without namespace and prefix; producers use several namespaces and any prefix."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""  # a comment or a processing instruction
    return tag.rpartition("}")[2].rpartition(":")[2]


def children(element: XmlElement | None, *names: str) -> list[XmlElement]:
    """Direct children with one of these names."""
    return [] if element is None else [child for child in element if local_name(child) in names]


def child(element: XmlElement | None, name: str) -> XmlElement | None:
    """The first direct child with this name."""
    return next(iter(children(element, name)), None)


def child_text(element: XmlElement | None, name: str) -> str:
    """What the first direct child with this name holds; "" where there is none."""
    found = child(element, name)
    return "" if found is None or found.text is None else str(found.text).strip()


def number(value: str | None, default: float = 0.0) -> float:
    """A finite number; the default where none is written."""
    try:
        parsed = float(value) if value and len(value) < 64 else default
    except ValueError:
        return default
    return parsed if abs(parsed) <= FURTHEST else default  # false of nan as well


def numbers(value: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly `count` numbers, parted by white space or commas; None where they are not there."""
    parts = (value or "").replace(",", " ").split(maxsplit=count)
    if len(parts) < count:
        return None
    parsed = tuple(number(part, math.nan) for part in parts[:count])
    return None if any(math.isnan(n) for n in parsed) else parsed


def rectangle(value: str | None) -> Rectangle | None:
    """ST_Box; None for one that cannot be read or has no room."""
    found = numbers(value, 4)
    return Rectangle(*found) if found and found[2] > 0 and found[3] > 0 else None


def origin(value: str | None) -> tuple[float, float]:
    """Top left of a Boundary; a line drawn by a path may have no height, its box is not empty for that."""
    found = numbers(value, 4) or numbers(value, 2) or (0.0, 0.0)
    return found[0], found[1]


def object_transform(element: XmlElement) -> Transform:
    """From the inner space of a graphic object to that around it: its CTM, moved to its Boundary."""
    matrix = numbers(element.get("CTM"), 6)
    x, y = origin(element.get("Boundary"))
    inner = Transform(*matrix) if matrix else IDENTITY
    return Transform(1.0, 0.0, 0.0, 1.0, x, y).after(inner)


def steps(value: str | None, most: int) -> list[float]:
    """DeltaX or DeltaY with `g 3 2.5` written out as three steps of 2.5; at most `most` of them are read.

    GB/T 33190-2016 section 11.3. A step that cannot be read repeats the one before it.
    """
    found: list[float] = []
    # A step takes one word, or three for a repetition; the rest of a longer list is never looked at.
    words = (value or "").replace(",", " ").split(maxsplit=3 * most)[: 3 * most] if most > 0 else []
    at = 0
    while at < len(words) and len(found) < most:
        before = found[-1] if found else 0.0
        if words[at].lower() == "g" and at + 2 < len(words):
            count = min(max(int(number(words[at + 1])), 0), most - len(found))
            found += [number(words[at + 2], before)] * count
            at += 3
        else:
            found.append(number(words[at], before))
            at += 1
    return found


def is_true(value: str | None, default: bool) -> bool:
    """xs:boolean."""
    word = (value or "").strip().lower()
    return default if not word else word in ("true", "1")
