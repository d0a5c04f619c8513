"""OLE2 compound files, the container of Office before 2007 ([MS-CFB]): streams by their name."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_LENGTH = 512
ENTRY_LENGTH = 128
STREAM = 2
ROOT = 5
LAST_SECTOR = 0xFFFFFFFA  # higher numbers end a chain or mark a sector as free


class BrokenCompoundFileError(ValueError):
    """The container does not hold together."""


@dataclass(frozen=True, slots=True)
class _Entry:
    start: int
    size: int


class CompoundFile:
    """The streams of one file. Raises BrokenCompoundFileError where the container is damaged."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._open()
        except (struct.error, IndexError) as error:
            raise BrokenCompoundFileError(str(error)) from error

    @property
    def names(self) -> frozenset[str]:
        """Names of the streams, without the storages they lie in."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream; None where there is none of this name."""
        entry = self._streams.get(name)
        if entry is None:
            return None
        if entry.size < self._mini_cutoff:
            content = b"".join(self._mini(entry.start))
        else:
            content = b"".join(self._sector(s) for s in self._chain(entry.start, self._next))
        if len(content) < entry.size:
            raise BrokenCompoundFileError(f"stream {name} is cut off")
        return content[: entry.size]

    def _open(self) -> None:
        content = self._content
        if content[:8] != SIGNATURE:
            raise BrokenCompoundFileError("no compound file")
        sector_shift, mini_shift = struct.unpack_from("<HH", content, 0x1E)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise BrokenCompoundFileError("sectors of an unknown size")
        self._sector_length, self._mini_length = 1 << sector_shift, 1 << mini_shift
        directory, _, self._mini_cutoff, mini_table = struct.unpack_from("<IIII", content, 0x30)
        self._next = self._allocation_table()
        entries = b"".join(self._sector(s) for s in self._chain(directory, self._next))
        self._streams: Mapping[str, _Entry] = dict(self._entries(entries))
        root = next(self._entries(entries, ROOT), None)
        container = [] if root is None else self._chain(root[1].start, self._next)
        self._mini_container = b"".join(self._sector(s) for s in container)
        packed = b"".join(self._sector(s) for s in self._chain(mini_table, self._next))
        self._mini_next = struct.unpack(f"<{len(packed) // 4}I", packed)

    def _allocation_table(self) -> tuple[int, ...]:
        """For every sector the one that follows it."""
        sectors = list(struct.unpack_from("<109I", self._content, 0x4C))
        following, count = struct.unpack_from("<II", self._content, 0x44)
        per_sector = self._sector_length // 4 - 1
        for _ in range(min(count, len(self._content) // self._sector_length + 1)):
            if following >= LAST_SECTOR:
                break
            more = struct.unpack(f"<{per_sector + 1}I", self._sector(following))
            sectors += more[:-1]
            following = more[-1]
        packed = b"".join(self._sector(s) for s in sectors if s < LAST_SECTOR)
        return struct.unpack(f"<{len(packed) // 4}I", packed)

    def _entries(self, directory: bytes, kind: int = STREAM) -> Iterator[tuple[str, _Entry]]:
        for at in range(0, len(directory) - ENTRY_LENGTH + 1, ENTRY_LENGTH):
            entry = directory[at : at + ENTRY_LENGTH]
            length = struct.unpack_from("<H", entry, 64)[0]
            if entry[66] == kind and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le", errors="replace")
                start, size = struct.unpack_from("<II", entry, 116)
                yield name, _Entry(start, size)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_length
        sector = self._content[start : start + self._sector_length]
        if not sector:
            raise BrokenCompoundFileError("a sector lies behind the end of the file")
        return sector.ljust(self._sector_length, b"\0")  # the last one may be short

    def _chain(self, start: int, following: tuple[int, ...]) -> Iterator[int]:
        seen = 0
        while start < LAST_SECTOR:
            if seen > len(following):
                raise BrokenCompoundFileError("sectors run in a circle")
            yield start
            start = following[start]
            seen += 1

    def _mini(self, start: int) -> Iterator[bytes]:
        for number in self._chain(start, self._mini_next):
            yield self._mini_container[number * self._mini_length : (number + 1) * self._mini_length]
