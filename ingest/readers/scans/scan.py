"""Scans: page images read by OCR, black text and red ink apart, with a confidence for every line."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ingest.errors import IngestError
from ingest.model import DroppedText, FileFormat, Line, SourceText, printed_length
from ingest.readers.pages.glyphs import SLANTED
from ingest.readers.pages.page_tables import Bounds
from ingest.readers.pages.printed_pages import PrintedItem, PrintedPage, lines_of_pages
from ingest.readers.scans.engine import Corners, Fragment, TextEngine, text_engine
from ingest.readers.scans.ink import separate_inks
from ingest.readers.scans.lines import printed_items
from ingest.readers.scans.page_image import PageImage, Pixels, image_pages, is_animation
from ingest.readers.scans.places import page_factor, reduced, same_place, text_places
from ingest.readers.scans.seal import Seal, find_seals
from ingest.readers.scans.strokes import told_by_slant
from ingest.readers.scans.tables import cut_at_rules, table_cells, unfound_in_cells
from ingest.readers.scans.upright import half_turned, is_upside_down, leans, levelled, runs_upright, skew_of

logger = logging.getLogger(__name__)

SEAL = "印章"
SPECK = "疑似污渍或线条（识别把握低）"
LOW_CONFIDENCE = 0.8  # below, a line is named in the warnings
NAMED_LINES = 5  # as many doubtful lines are quoted, the rest is counted

_READ_SIDE = 2400  # pixels on the longer side of a sheet from which characters are read
_SPECK_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A page read by OCR."""

    page: PrintedPage
    dropped: tuple[DroppedText, ...]
    characters: int  # recognised, before anything was left out
    seals: int
    tables: int = 0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The black layer of a page upright, as read; places still lie askew by `skew` degrees."""

    grey: Pixels
    turns: int  # quarter turns clockwise that brought it upright
    skew: float
    tables: list[list[Bounds]]  # cells of each, in points of the page set level
    fragments: list[Fragment]


def read_image(path: Path) -> SourceText:
    """The text of an image file, page by page; raises IngestError for one that is broken, too large or without text."""
    recognised: list[RecognisedPage] = []
    for image in image_pages(path):
        recognised.append(recognise_page(image, str(path), sum(r.tables for r in recognised)))
    if not any(page.characters for page in recognised):
        raise IngestError(path, "图片里没有认出文字", "请确认图片清晰、方向正确，重新扫描后再收入")
    lines, furniture = lines_of_pages([r.page for r in recognised])
    notes = ("图片是多帧动画，只读了第一帧",) if is_animation(path) else ()
    return SourceText(
        format=FileFormat.IMAGE,
        pages=len(recognised),
        lines=tuple(lines),
        dropped=tuple(sorted([d for r in recognised for d in r.dropped] + furniture, key=lambda d: d.page or 0)),
        characters=sum(r.characters for r in recognised),
        warnings=(*notes, *scan_warnings(recognised, lines)),
    )


def recognise_image(pixels: Pixels, page: int, points_per_pixel: float) -> list[Line]:
    """The lines of uint8 [h, w, 3] RGB in reading order, boxes in points from the top left, each with its confidence."""
    recognised = recognise_page(PageImage(pixels, page, points_per_pixel), f"第 {page} 页")
    return lines_of_pages([recognised.page])[0]


def recognise_page(image: PageImage, source: str, tables: int = 0) -> RecognisedPage:
    """The printed lines of a page, turned upright and set level; `source` is named where OCR is not installed.

    `tables`: how many tables of the file were read so far.
    """
    engine = text_engine(source)
    shrunk = page_factor(image.pixels.shape, _READ_SIDE)
    inks = separate_inks(reduced(image.pixels, shrunk))
    scale = image.points_per_pixel / shrunk
    sheet = _read_upright(engine, inks.black, scale)
    red = None if inks.red is None else np.ascontiguousarray(np.rot90(inks.red, -sheet.turns))
    seals = [] if red is None else find_seals(red, scale)
    red_fragments = [] if red is None else _read_red(engine, red)
    stamped = [f for f in red_fragments if _in_seal(f, seals)]
    black, red_fragments = _without_doubles(sheet.fragments, [f for f in red_fragments if f not in stamped])
    height, width = (side * scale for side in sheet.grey.shape)
    kept, dropped = _sorted_out([*black, *red_fragments], sheet, image.number)
    if stamped:
        dropped.append(DroppedText(" ".join(f.text for f in stamped), SEAL, image.number))
    items = printed_items(kept, sheet.tables, width, scale, tables)
    return RecognisedPage(
        page=PrintedPage(image.number, width, height, tuple(items)),
        dropped=tuple(d for d in dropped if d.text.strip()),
        characters=sum(printed_length(f.text) for f in (*black, *red_fragments, *stamped)),
        seals=len(seals),
        tables=len({item.table for item in items if item.table is not None}),
    )


def _sorted_out(fragments: Sequence[Fragment], sheet: _Sheet, number: int) -> tuple[list[Fragment], list[DroppedText]]:
    """Fragments on the page set level, and those that are no text of it."""
    height, width = sheet.grey.shape
    kept: list[Fragment] = []
    dropped: list[DroppedText] = []
    for fragment in fragments:
        reason = _why_not_read(fragment, sheet.skew)
        if reason is not None:
            dropped.append(DroppedText(fragment.text, reason, number))
        elif fragment.text.strip():
            kept.append(replace(fragment, corners=levelled(fragment.corners, sheet.skew, width, height)))
    return kept, dropped


def _read_upright(engine: TextEngine, grey: Pixels, scale: float) -> _Sheet:
    """The black layer turned upright, and what stands on it."""
    turns = 0
    places = text_places(engine, grey)
    if runs_upright(places):
        grey, turns = np.ascontiguousarray(np.rot90(grey, -1)), 1
        places = text_places(engine, grey)
    sheet = _read_places(engine, grey, places, turns, scale)
    if is_upside_down(engine, grey, sheet.fragments):
        height, width = grey.shape
        turned = [half_turned(place, width, height) for place in places]
        sheet = _read_places(engine, np.ascontiguousarray(grey[::-1, ::-1]), turned, turns + 2, scale)
    return sheet


def _read_places(engine: TextEngine, grey: Pixels, places: Sequence[Corners], turns: int, scale: float) -> _Sheet:
    skew = skew_of(places)
    tables = table_cells(grey, skew, scale)
    height, width = grey.shape
    cells = [(x0 / scale, y0 / scale, x1 / scale, y1 / scale) for table in tables for x0, y0, x1, y1 in table]
    cut = cut_at_rules(places, cells, skew, (width, height)) if cells else list(places)
    cut += unfound_in_cells(grey, cut, cells, skew)
    fragments = [told_by_slant(fragment, grey, skew) for fragment in engine.read(grey, cut)]
    return _Sheet(grey, turns, skew, tables, fragments)


def _read_red(engine: TextEngine, red: Pixels) -> list[Fragment]:
    """What stands in red; looked for only where red is."""
    inked = red < 128
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not rows.size:
        return []
    pad = 12
    top, bottom = max(0, rows[0] - pad), min(red.shape[0], rows[-1] + pad)
    left, right = max(0, columns[0] - pad), min(red.shape[1], columns[-1] + pad)
    region = np.ascontiguousarray(red[top:bottom, left:right])
    offset = np.array([left, top], dtype=np.float32)
    return [replace(f, corners=f.corners + offset) for f in engine.read(region, text_places(engine, region))]


def _without_doubles(black: Sequence[Fragment], red: Sequence[Fragment]) -> tuple[list[Fragment], list[Fragment]]:
    """Fragments of both inks, without those of the one that shine through in the other and were read there as well."""
    kept_black = [
        b for b in black if not any(same_place(r.corners, b.corners) and _weight(r) > _weight(b) for r in red)
    ]
    kept_red = [r for r in red if not any(same_place(b.corners, r.corners) and _weight(b) >= _weight(r) for b in black)]
    return kept_black, kept_red


def _weight(fragment: Fragment) -> float:
    """How much a fragment says for certain."""
    return fragment.confidence * len(fragment.text)


def _why_not_read(fragment: Fragment, skew: float) -> str | None:
    if leans(fragment.corners, skew):
        return SLANTED
    text = fragment.text.strip()
    if len(text) <= 2 and fragment.confidence < _SPECK_CONFIDENCE and not any(c.isdigit() for c in text):
        return SPECK
    return None


def _in_seal(fragment: Fragment, seals: Sequence[Seal]) -> bool:
    x, y = (float(place) for place in fragment.corners.mean(axis=0))
    return any(seal.holds(x, y) for seal in seals)


def scan_warnings(pages: Sequence[RecognisedPage], lines: Sequence[Line]) -> tuple[str, ...]:
    """What a person should look at: seals, and the lines that were hard to read."""
    found = [f"第 {r.page.number} 页有印章" for r in pages if r.seals]
    doubtful = doubtful_lines(lines)
    for page, place, line in doubtful[:NAMED_LINES]:
        found.append(f"第 {page} 页第 {place} 行识别把握低（{line.confidence:.2f}）：{line.text.strip()}")
    if len(doubtful) > NAMED_LINES:
        found.append(f"另有 {len(doubtful) - NAMED_LINES} 行识别把握低，请对照原图核对")
    return tuple(found)


def doubtful_lines(lines: Sequence[Line]) -> list[tuple[int, int, Line]]:
    """Lines of low confidence with their page and their place on it, from 1."""
    found: list[tuple[int, int, Line]] = []
    place: dict[int, int] = {}
    for line in lines:
        page = line.page or 0
        place[page] = place.get(page, 0) + 1
        if line.confidence is not None and line.confidence < LOW_CONFIDENCE:
            found.append((page, place[page], line))
    return found


__all__ = ["PrintedItem", "RecognisedPage", "read_image", "recognise_image", "recognise_page"]
