"""A very small model in the wheel's file layout, so that recovery can be tested in a moment and without the wheel."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS = 32, 2, 2, 64, 512
PIECES = (
    *("<s>", "<pad>", "</s>", "<unk>", ",", "。", "▁", "▁query", "▁passage", ":", "。。", "老", "老干部", "党", "支部"),
    *("1", "2022", "〔", "〕", "号", "▁the", "ст", "한국", "é", "<mask>"),
)
CUT = ("ст", "한국")  # nothing a notice is written with


def write_packed_file(path: Path) -> None:
    """Write a random model, the same one every time."""
    random = np.random.default_rng(7)
    shapes: dict[str, tuple[int, int]] = {"emb.word": (len(PIECES), HIDDEN)}
    vectors: dict[str, NDArray[np.float32]] = {
        "emb.pos": random.normal(size=POSITIONS * HIDDEN).astype(np.float32),
        "emb.type": np.zeros(2 * HIDDEN, np.float32),
        "emb.ln.w": np.ones(HIDDEN, np.float32),
        "emb.ln.b": np.zeros(HIDDEN, np.float32),
    }
    for layer in range(LAYERS):
        for name, outputs, inputs in (
            *((short, HIDDEN, HIDDEN) for short in ("q", "k", "v", "ao")),
            ("fi", INTERMEDIATE, HIDDEN),
            ("fo", HIDDEN, INTERMEDIATE),
        ):
            shapes[f"l{layer}.{name}.w"] = (outputs, inputs)
            vectors[f"l{layer}.{name}.b"] = random.normal(size=outputs).astype(np.float32)
        for name in ("aln", "oln"):
            vectors[f"l{layer}.{name}.w"] = np.ones(HIDDEN, np.float32)
            vectors[f"l{layer}.{name}.b"] = random.normal(size=HIDDEN).astype(np.float32)
    contents = {name: (0, value.tobytes()) for name, value in vectors.items()}
    contents |= {name: (1, _four_bits(random, *shape)) for name, shape in shapes.items()}

    texts = [piece.encode() for piece in PIECES]
    head = struct.pack(
        "<4sI7if6i", b"E5S1", 1, HIDDEN, LAYERS, HEADS, INTERMEDIATE, len(PIECES), POSITIONS, 2, 1e-12, 32,
        len(PIECES), 0, 2, 1, 3,
    )  # fmt: skip
    head += struct.pack("<Q", sum(map(len, texts)))
    head += np.cumsum([0, *map(len, texts)]).astype(np.uint32).tobytes()
    head += (-np.arange(len(PIECES), dtype=np.float32)).tobytes() + b"".join(texts)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(contents))
    offset = len(head) + sum(2 + len(name) + 21 for name in contents)
    body = b""
    for name, (kind, content) in contents.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, 0, offset + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    path.write_bytes(head + body)


def _four_bits(random: np.random.Generator, rows: int, columns: int) -> bytes:
    blocks = rows * columns // 32
    scales = random.uniform(0.02, 0.05, blocks).astype(np.float16).view(np.uint8).reshape(blocks, 2)
    return np.hstack([scales, random.integers(0, 256, (blocks, 16), dtype=np.uint8)]).tobytes()
