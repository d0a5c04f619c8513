"""What a digest says, before it is laid out: read from corpus/make/sources/*.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

MARK = "【摘编，非原文，引用请核对原件】"
"""Printed at the head of every digest."""


class BlockKind(StrEnum):
    """Parts of a notice, in the terms of GB/T 9704-2012."""

    HEAD = "head"  # 发文机关标志; a last line of 文件 stands beside the names
    NUMBER = "number"  # 发文字号
    TITLE = "title"
    ADDRESSEES = "addressees"  # 主送机关
    TEXT = "text"
    DATE = "date"  # 成文日期
    INNER_TITLE = "inner_title"  # title of the 意见 or 方案 that is issued, or of the next document in a briefing
    BYLINE = "byline"
    IMPRINT = "imprint"  # 版记


class Rank(StrEnum):
    """What a paragraph is by the marker it opens with."""

    PART = "part"  # 一、
    SECTION = "section"  # （一）
    POINT = "point"  # 1.
    BULLET = "bullet"  # ——
    PLAIN = "plain"


_MARKERS = (
    (Rank.PART, re.compile(r"[一二三四五六七八九十]+、")),
    (Rank.SECTION, re.compile(r"（[一二三四五六七八九十]+）")),
    (Rank.POINT, re.compile(r"\d{1,2}[.．、] ?(?!\d)")),
    (Rank.BULLET, re.compile(r"——")),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its marker apart."""

    rank: Rank
    marker: str  # 「一、」 as printed; "" for plain text
    text: str

    @property
    def printed(self) -> str:
        """Marker and text."""
        return self.marker + self.text


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a notice."""

    kind: BlockKind
    lines: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The lines, taken apart by their markers."""
        return tuple(map(paragraph_of, self.lines))


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest and where it is from."""

    file: str  # name under corpus
    region: str
    source_title: str
    document_number: str | None
    issuer: str | None
    dated_on: date | None
    printed_on: date | None
    automatic_numbering: bool  # Word numbers 一、 and 1. itself; they are then not in the text
    blocks: tuple[Block, ...]

    @property
    def running_title(self) -> str:
        """The document's title on one line."""
        for kind in (BlockKind.TITLE, BlockKind.HEAD):
            for block in self.blocks:
                if block.kind is kind:
                    return "".join(block.lines)
        return self.source_title


def paragraph_of(line: str) -> Paragraph:
    """The line with its marker told from its text."""
    for rank, pattern in _MARKERS:
        if match := pattern.match(line):
            return Paragraph(rank, match[0], line[match.end() :])
    return Paragraph(Rank.PLAIN, "", line)


def read_digest(path: Path) -> Digest:
    """One source file as a Digest."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    blocks = tuple(
        Block(BlockKind(block["kind"]), tuple(line for line in block["text"].splitlines() if line))
        for block in table["block"]
    )
    return Digest(
        file=table["file"],
        region=table["region"],
        source_title=table["source_title"],
        document_number=table.get("document_number"),
        issuer=table.get("issuer"),
        dated_on=table.get("dated_on"),
        printed_on=table.get("printed_on"),
        automatic_numbering=table.get("automatic_numbering", False),
        blocks=blocks,
    )


def read_digests(folder: Path) -> list[Digest]:
    """All digests of a folder, by file name."""
    return sorted(map(read_digest, folder.glob("*.toml")), key=lambda digest: digest.file)
