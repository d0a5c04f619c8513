"""Where on a page something is printed: frames around a clause, and the characters that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from ingest.archives import file_on_disk
from ingest.model import Box, FileFormat

MARGIN = 3.0  # points left free between the text and its frame
_GAP = 1.6  # line heights between two lines of one block
_LEVEL = 0.6  # of a box's height that lies beside another one of the same line
_SHARED = 0.25  # of the narrower line's width: lines above one another


class PrintedCharacter(NamedTuple):
    """A character of a page's own text and where it stands."""

    text: str
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """The point that says where it is."""
        return (self.box.x0 + self.box.x1) / 2, (self.box.y0 + self.box.y1) / 2


def frames_of(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The smallest frames around boxes of lines, with a margin: one for each block of lines below one another.

    A clause that goes on in the next column or on the next page has one frame in each.
    """
    frames: list[Box] = []
    for page, here in groupby(sorted(set(boxes), key=lambda b: (b.page, b.y0, b.x0)), key=lambda b: b.page):
        blocks: list[Box] = []
        for box in here:
            at = next((i for i in range(len(blocks) - 1, -1, -1) if _goes_on(blocks[i], box)), None)
            if at is None:
                blocks.append(box)
            else:
                blocks[at] = _around(blocks[at], box)
        frames += [Box(page, b.x0 - MARGIN, b.y0 - MARGIN, b.x1 + MARGIN, b.y1 + MARGIN) for b in blocks]
    return tuple(frames)


def _goes_on(block: Box, line: Box) -> bool:
    """Whether a box goes on where a block ends: below it, or beside it in the same line."""
    height = line.y1 - line.y0
    level = min(block.y1, line.y1) - max(block.y0, line.y0) >= _LEVEL * height
    if level and max(line.x0 - block.x1, block.x0 - line.x1) <= height:
        return True
    shared = min(block.x1, line.x1) - max(block.x0, line.x0)
    narrower = min(block.x1 - block.x0, line.x1 - line.x0)
    return line.y0 - block.y1 <= _GAP * height and shared >= _SHARED * narrower


def _around(a: Box, b: Box) -> Box:
    return Box(a.page, min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


def text_inside(frames: Sequence[Box], characters: Iterable[PrintedCharacter]) -> str:
    """The characters whose middle lies in a frame, in their order, without white space."""
    return "".join(c.text for c in characters if any(_holds(frame, c) for frame in frames) and c.text.strip())


def _holds(frame: Box, character: PrintedCharacter) -> bool:
    x, y = character.middle
    return frame.page == character.box.page and frame.x0 <= x <= frame.x1 and frame.y0 <= y <= frame.y1


def frames_of_text(text: str, characters: Sequence[PrintedCharacter]) -> tuple[Box, ...]:
    """Frames around the first place where a text is printed, white space aside; () where it is not."""
    wanted = "".join(text.split())
    printed = [c for c in characters if c.text.strip()]
    starts: list[int] = []  # by place in the joined text: which character it is of
    for place, character in enumerate(printed):
        starts += [place] * len(character.text)
    at = "".join(c.text for c in printed).find(wanted) if wanted else -1
    if at < 0:
        return ()
    return frames_of(printed[place].box for place in dict.fromkeys(starts[at : at + len(wanted)]))


def printed_characters(path: Path, format: FileFormat, page: int) -> list[PrintedCharacter]:
    """The characters that a page's own text layer holds, in the file's order; none of a picture, or a page on its side.

    Raises IngestError, OSError or PdfiumError where the file is not what it was.
    """
    with file_on_disk(path) as file:
        if format is FileFormat.OFD:
            return _of_ofd(file.path, page)
        return _of_pdf(file.path, page) if format is FileFormat.PDF else []


def _of_ofd(file: Path, page: int) -> list[PrintedCharacter]:
    from ingest.readers.ofd.package import OfdPackage
    from web.page_ofd import page_content

    with OfdPackage(file) as package:
        chars = page_content(package, page).chars
    return [
        PrintedCharacter(str(c["text"]), Box(page, float(c["x0"]), float(c["top"]), float(c["x1"]), float(c["bottom"])))
        for c in chars
    ]


def _of_pdf(file: Path, page: int) -> list[PrintedCharacter]:
    with pypdfium2.PdfDocument(file) as document:
        found = document[page - 1]
        if found.get_rotation():
            return []
        left, _, _, top = found.get_mediabox()
        layer = found.get_textpage()
        text = [layer.get_text_range(i, 1) for i in range(layer.count_chars())]
        boxes = [layer.get_charbox(i, loose=True) for i in range(len(text))]
    return [
        PrintedCharacter(character, Box(page, x0 - left, top - y1, x1 - left, top - y0))
        for character, (x0, y0, x1, y1) in zip(text, boxes, strict=True)
    ]
