"""Broken files made from whole ones: cut off, bits turned over, pieces doubled, hostile text put in, archives bent."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_HOSTILE_TEXT = (
    "\x00",
    "\x00" * 4096,
    "\u202e反写的文字\u202c",  # right to left override
    "\u200b\ufeff\u00ad" * 50,
    "一" * 1_000_000,  # a line of a million characters
    "（" * 3000,
    "《" * 3000,
    "1." * 5000,
    "第一条" * 2000,
    "附件：" * 2000,
    "〔2022〕" * 2000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u0301" * 500,  # combining marks on nothing
    "\r" * 2000,
    "\t" * 5000,
    "\f" * 500,
    "0" * 20_000,
    "|" * 5000,
    "<div>" * 3000,
    "&#x0;&amp;&lt;&#99999999;",
    "<!--" * 500,
)


def truncated(data: bytes, draw: random.Random) -> bytes:
    """The file cut off somewhere."""
    return data[: draw.randrange(1, max(2, len(data)))]


def headless(data: bytes, draw: random.Random) -> bytes:
    """The file without its beginning."""
    return data[draw.randrange(1, max(2, min(len(data), 2000))) :]


def bits_turned(data: bytes, draw: random.Random) -> bytes:
    """Single bits turned over."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 4, 32, 400))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def spliced(data: bytes, draw: random.Random) -> bytes:
    """A piece of the file put in again elsewhere, or taken out."""
    a, b = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    at = draw.randrange(len(data) + 1)
    if draw.random() < 0.5:
        return data[:a] + data[b:]
    return data[:at] + data[a : min(b, a + 50_000)] + data[at:]


def zeroed(data: bytes, draw: random.Random) -> bytes:
    """A stretch of the file overwritten with zeros, as a broken disk leaves it."""
    at = draw.randrange(len(data))
    length = min(draw.choice((16, 512, 4096)), len(data) - at)
    return data[:at] + bytes(length) + data[at + length :]


def hostile_text(data: bytes, draw: random.Random) -> bytes:
    """Text that no notice holds, put somewhere at a line's end."""
    piece = draw.choice(_HOSTILE_TEXT).encode("utf-8", "surrogatepass")
    ends = [i for i, b in enumerate(data[:200_000]) if b == 0x0A] or [len(data)]
    at = draw.choice(ends)
    return data[:at] + piece + data[at:]


def shuffled_lines(data: bytes, draw: random.Random) -> bytes:
    """The file's lines in another order."""
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def part_bent(data: bytes, draw: random.Random) -> bytes:
    """One part of a zip package bent by another mutation, and the package put together again."""
    return _rezipped(data, draw, lambda part: draw.choice(PLAIN)(part, draw) if part else part)


def part_hostile(data: bytes, draw: random.Random) -> bytes:
    """One part of a zip package with hostile text between two of its tags."""

    def bend(part: bytes) -> bytes:
        places = [i for i, b in enumerate(part[:200_000]) if b == 0x3E] or [0]
        at = draw.choice(places) + 1
        text = draw.choice(_HOSTILE_TEXT).replace("\x00", "").replace("<", "&lt;").replace("&#", "")
        return part[:at] + text.encode("utf-8", "surrogatepass") + part[at:]

    return _rezipped(data, draw, bend)


def part_missing(data: bytes, draw: random.Random) -> bytes:
    """A zip package without one of its parts."""
    return _rezipped(data, draw, lambda part: None)


def deeply_nested(data: bytes, draw: random.Random) -> bytes:
    """One part of a zip package with its elements nested thousands deep."""
    depth = draw.choice((500, 5000, 50_000))

    def bend(part: bytes) -> bytes:
        at = part.find(b">", part.find(b"<", 60)) + 1
        return part[:at] + b"<x>" * depth + b"</x>" * depth + part[at:]

    return _rezipped(data, draw, bend)


def bomb(data: bytes, draw: random.Random) -> bytes:
    """A zip package with a part that unpacks to a hundred times its size."""
    names = _names(data)
    if not names:
        return data
    name = draw.choice(names)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for other in names:
            new.writestr(other, old.read(other) if other != name else b"<a>" + b"0" * 60_000_000 + b"</a>")
    return out.getvalue()


def _rezipped(data: bytes, draw: random.Random, bend: Callable[[bytes], bytes | None]) -> bytes:
    names = _names(data)
    if not names:
        return bits_turned(data, draw)
    chosen = draw.choice([n for n in names if n.endswith(".xml")] or names)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in names:
            part: bytes | None = old.read(name)
            if name == chosen and part is not None:
                part = bend(part)
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def _names(data: bytes) -> list[str]:
    """The parts of a package; none where an earlier mutation left no whole one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.namelist() if package.testzip() is None else []
    except Exception:
        return []


PLAIN: tuple[Mutation, ...] = (truncated, headless, bits_turned, spliced, zeroed, hostile_text, shuffled_lines)
PACKAGE: tuple[Mutation, ...] = (
    truncated,
    bits_turned,
    spliced,
    zeroed,
    part_bent,
    part_hostile,
    part_missing,
    deeply_nested,
    bomb,
)
