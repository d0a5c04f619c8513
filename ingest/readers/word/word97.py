"""What a Word 97 to 2003 file says of itself ([MS-DOC]): is it locked, and which characters does it hold.

The text is read to be counted, not to be understood: a program that converts the file is held against this count.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.readers.word.compound_file import CompoundFile
from ingest.readers.word.docx_text import circled

WORD_MARKS = (0xA5EC, 0xA5DC)  # wIdent of Word 97 and later, and of Word 6
FIRST_VERSION = 0x00C1  # nFib of Word 97; Word 6 and 95 keep their text otherwise
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200  # bits of the FIB's flags
# Offsets in the FIB of Word 97, which later versions keep.
FLAGS, TEXT_LENGTHS, PIECES = 0x0A, 0x4C, 0x01A2
COMPRESSED = 0x40000000  # a piece in one byte a character

FIELD_BEGIN, FIELD_SEPARATOR, FIELD_END = "\x13", "\x14", "\x15"


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of the file information block that matter here."""

    version: int
    encrypted: bool
    body: str | None  # main text, notes and text boxes with all marks; None: an older file, or pieces that are broken


def read_word_file(container: CompoundFile) -> WordFile | None:
    """The facts of a Word file; None where the container holds no Word document."""
    stream = container.read("WordDocument")
    if stream is None or len(stream) < 0x20:
        return None
    mark, version = struct.unpack_from("<HH", stream, 0)
    if mark not in WORD_MARKS:
        return None
    flags = struct.unpack_from("<H", stream, FLAGS)[0]
    encrypted = bool(flags & ENCRYPTED)
    body = None
    if not encrypted and version >= FIRST_VERSION and len(stream) >= PIECES + 8:
        table = container.read("1Table" if flags & SECOND_TABLE else "0Table")
        body = None if table is None else _body(stream, table)
    return WordFile(version, encrypted, body)


def printed_characters(body: str) -> Counter[str]:
    """How often each printed character stands there: field instructions and marks left out."""
    return Counter(_printed(body))


def _printed(body: str) -> Iterator[str]:
    instructions: list[list[str] | None] = []  # of each open field; None once its result is being read
    reading = 0  # how many of them are still being read
    for character in body:
        if character == FIELD_BEGIN:
            instructions.append([])
            reading += 1
        elif character == FIELD_SEPARATOR and instructions and instructions[-1] is not None:
            instructions[-1] = None
            reading -= 1
        elif character == FIELD_END and instructions:
            instruction = instructions.pop()
            if instruction is not None:
                reading -= 1
                yield from circled("".join(instruction)) or ""
        elif reading:
            if instructions[-1] is not None:
                instructions[-1].append(character)
        elif character >= " " and not character.isspace():
            yield character
        elif character == "\x1e":
            yield "-"  # a hyphen that does not break


def _body(stream: bytes, table: bytes) -> str | None:
    """Main text, footnotes, endnotes and text boxes; heads, feet and comments are left to the converter."""
    text = _pieces(stream, table)
    if text is None:
        return None
    lengths = struct.unpack_from("<8i", stream, TEXT_LENGTHS)
    parts: list[str] = []
    position = 0
    # main, footnotes, heads and feet, macros, comments, endnotes, text boxes, text boxes of heads
    for length, counts in zip(lengths, (True, True, False, False, False, True, True, False), strict=True):
        if length < 0 or position + length > len(text) + 1:
            return None
        if counts:
            parts.append(text[position : position + length])
        position += length
    return "".join(parts)


def _pieces(stream: bytes, table: bytes) -> str | None:
    """The text of the file, put together from its pieces; None where the piece table is broken."""
    start, length = struct.unpack_from("<II", stream, PIECES)
    clx = table[start : start + length]
    at = 0
    while at < len(clx) and clx[at] == 1:  # properties of pieces
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if at + 5 > len(clx) or clx[at] != 2:
        return None
    size = int.from_bytes(clx[at + 1 : at + 5], "little")
    pieces = clx[at + 5 : at + 5 + size]
    count = (size - 4) // 12
    if count < 1 or len(pieces) != size:
        return None
    places = struct.unpack_from(f"<{count + 1}I", pieces, 0)
    found: list[str] = []
    for i in range(count):
        characters = places[i + 1] - places[i]
        offset = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * i + 2)[0]
        found.append(_piece(stream, offset, characters))
    return "".join(found)


def _piece(stream: bytes, offset: int, characters: int) -> str:
    if offset & COMPRESSED:
        begin = (offset & ~COMPRESSED) // 2
        return stream[begin : begin + max(characters, 0)].decode("cp1252", errors="replace")
    return stream[offset : offset + 2 * max(characters, 0)].decode("utf-16-le", errors="replace")
