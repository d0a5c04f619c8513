"""The files of one vector index: a base, and small segments of what came and went since.

`vectors-KEY.NNNN.faiss` is the base, `vectors-KEY.NNNN-MMMM.segment` the segments over it, in order. Each is written
aside, flushed and renamed: it is there whole or not at all. A segment that is missing or broken ends the reading before
it, and the stamp is then that of the state before; the library makes up the rest.
"""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.row_set import Rows
from ingest.errors import IndexBuildError

# Behind the content of each file: its footer as JSON, the footer's length, and this mark.
_MARK = b"JDVEC2\0\0"
_FOOTER = struct.Struct("<Q8s")
_NAME = re.compile(r"\.(?P<base>\d{4,})(?:-(?P<ordinal>\d{4,})\.segment|\.faiss)$")


@dataclass(frozen=True, slots=True)
class VectorStamp:
    """The state of the library and the model that an index was made from."""

    library_id: str
    generation: int
    fingerprint: str

    @classmethod
    def of(cls, library: Library, fingerprint: str) -> VectorStamp:
        """Return what an index of this library and model, made now, would bear."""
        return cls(library.library_id, library.generation, fingerprint)


@dataclass(frozen=True, slots=True)
class Base:
    """The large file of an index, read and mapped by FAISS."""

    number: int
    stamp: VectorStamp
    planned: int  # for how many vectors its form was chosen and trained
    index: Any


@dataclass(frozen=True, slots=True)
class Segment:
    """What came and went between two savings."""

    ordinal: int  # from 1, within its base
    stamp: VectorStamp
    rows: Rows
    vectors: NDArray[np.float16]  # [n, d]
    removed: Rows
    whole: bool  # it stands for all segments before it as well


class VectorFiles:
    """The files of one index in a library's folder."""

    def __init__(self, folder: Path, key: str) -> None:
        """`key` tells models apart: a change of model and back costs nothing and never mixes."""
        self.folder, self._prefix = folder, f"vectors-{key}"

    def base(self) -> Base | None:
        """Read the newest base that is whole; None where there is none."""
        seen: list[Path] | None = None
        while seen != (
            paths := self._paths("*.faiss")
        ):  # again where another process has just put a new one in its place
            seen = paths
            for path in sorted(paths, key=_base_number, reverse=True):
                footer = _footer_of(path)
                index = _read_faiss(path) if footer else None
                if footer and index is not None:
                    return Base(_base_number(path), VectorStamp(**footer["stamp"]), footer["planned"], index)
        return None

    def base_in_memory(self, number: int) -> Any:
        """Read a base to be changed; raises IndexBuildError where it has gone."""
        import faiss

        path = self.folder / f"{self._prefix}.{number:04d}.faiss"
        try:
            return faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexBuildError(path, f"向量索引读不出来（{error}）", "请删除这个文件后重新运行") from error

    def stamp(self) -> VectorStamp | None:
        """The stamp of the newest file, read without the rest; None where there is no whole base."""
        newest: VectorStamp | None = None
        number = -1
        for path in sorted(self._paths("*"), key=lambda p: (_base_number(p), _ordinal(p))):
            footer = _footer_of(path) if path.suffix == ".faiss" or _base_number(path) == number else None
            if footer is not None:
                newest, number = VectorStamp(**footer["stamp"]), _base_number(path)
        return newest

    def segments(self, base: int) -> list[Segment]:
        """Read the segments over a base, without a gap; from a whole one on where there is one."""
        found: list[Segment] = []
        by_ordinal = {_ordinal(p): p for p in self._paths("*.segment") if _base_number(p) == base}
        for ordinal in sorted(by_ordinal):
            segment = _read_segment(by_ordinal[ordinal], ordinal)
            if segment is None:
                break
            if segment.whole:
                found.clear()
            elif ordinal != (found[-1].ordinal if found else 0) + 1:
                break
            found.append(segment)
        return found

    def write_base(self, index: Any, stamp: VectorStamp, planned: int) -> int:
        """Write a new base and let the files before it go; return its number."""
        import faiss

        number = max(map(_base_number, self._paths("*")), default=0) + 1
        before = list(self._paths("*"))

        def fill(file: Path) -> None:
            faiss.write_index(index, str(file))

        self._write(f"{self._prefix}.{number:04d}.faiss", fill, {"stamp": asdict(stamp), "planned": planned})
        _delete(before)
        return number

    def write_segment(self, base: int, segment: Segment) -> None:
        """Write a segment; a whole one lets those before it go."""
        before = [p for p in self._paths("*.segment") if segment.whole or _base_number(p) != base]

        def fill(file: Path) -> None:
            with file.open("wb") as opened:
                for array in (segment.rows, segment.vectors, segment.removed):
                    opened.write(array.tobytes())

        footer = {
            "stamp": asdict(segment.stamp),
            "rows": len(segment.rows),
            "width": segment.vectors.shape[1],
            "removed": len(segment.removed),
            "whole": segment.whole,
        }
        self._write(f"{self._prefix}.{base:04d}-{segment.ordinal:04d}.segment", fill, footer)
        _delete(before)

    def clear(self) -> None:
        """Delete all files of the index."""
        _delete(self._paths("*"))

    def _paths(self, pattern: str) -> list[Path]:
        """The files of this index; older versions kept one file without a number, which counts as base 0 and is broken."""
        return [p for p in sorted(self.folder.glob(f"{self._prefix}{pattern}")) if p.suffix in (".faiss", ".segment")]

    def _write(self, name: str, fill: Callable[[Path], None], footer: dict[str, Any]) -> None:
        target = self.folder / name
        half_written = target.with_suffix(".tmp")
        try:
            fill(half_written)
            with half_written.open("ab") as file:
                ending = json.dumps(footer | {"size": file.tell()}).encode()
                file.write(ending + _FOOTER.pack(len(ending), _MARK))
                file.flush()
                os.fsync(file.fileno())
            half_written.replace(target)
        except (OSError, RuntimeError) as error:
            half_written.unlink(missing_ok=True)
            raise IndexBuildError(target, f"向量索引写入失败（{error}）", "请检查磁盘空间后重新运行") from error


def _read_segment(path: Path, ordinal: int) -> Segment | None:
    footer = _footer_of(path)
    if footer is None:
        return None
    try:
        with path.open("rb") as file:
            rows = np.frombuffer(file.read(8 * footer["rows"]), np.int64)
            vectors = np.frombuffer(file.read(2 * footer["rows"] * footer["width"]), np.float16)
            removed = np.frombuffer(file.read(8 * footer["removed"]), np.int64)
        return Segment(
            ordinal,
            VectorStamp(**footer["stamp"]),
            rows,
            vectors.reshape(len(rows), footer["width"]),
            removed,
            footer["whole"],
        )
    except (OSError, ValueError):
        return None


def _read_faiss(path: Path) -> Any:
    """The index in a file, mapped: its vectors are read when they are looked at; None for a broken one."""
    import faiss

    for flags in (faiss.IO_FLAG_MMAP_IFC, 0):  # a system that cannot map it reads it
        try:
            return faiss.read_index(str(path), flags)
        except RuntimeError:
            continue
    return None


def _footer_of(path: Path) -> dict[str, Any] | None:
    """The footer of a file that is whole: as long as it was when it was written."""
    try:
        with path.open("rb") as file:
            length, mark = _FOOTER.unpack(_last(file, _FOOTER.size, 0))
            if mark != _MARK:
                return None
            footer: dict[str, Any] = json.loads(_last(file, length, _FOOTER.size))
            whole = file.seek(0, os.SEEK_END) == footer["size"] + length + _FOOTER.size
            return footer if whole else None
    except (OSError, ValueError, KeyError, struct.error):
        return None


def _last(file: BinaryIO, length: int, before: int) -> bytes:
    file.seek(-length - before, os.SEEK_END)
    return file.read(length)


def _base_number(path: Path) -> int:
    match = _NAME.search(path.name)
    return int(match["base"]) if match else 0


def _ordinal(path: Path) -> int:
    match = _NAME.search(path.name)
    return int(match["ordinal"] or 0) if match else 0


def _delete(paths: Iterator[Path] | list[Path]) -> None:
    """Delete files that are of no more use; one that another process holds open stays until the next time."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
