"""Running heads, feet and page numbers: told by standing at the same place of page after page, and named as dropped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pages.glyphs import PrintedLine

HEAD_ZONE = 0.14  # of the height of a page, from its edge
FOOT_ZONE = 0.86
HEADER = "页眉"
FOOTER = "页脚"
PAGE_NUMBER = "页码"

# A page number that can be nothing else; white space removed.
#   matches   —5— | -12- | 第5页 | 第5页共8页 | 5/8 | Page5of8 | ·3·
#   rejects   2022 | 5. | 第五条
SURE_NUMBER = re.compile(
    r"""(?xi)(?:
      [—–\-－―─‐﹣·•・~～_]{1,4}(?P<dashed>\d{1,4}|[ivxlc]{1,6})[—–\-－―─‐﹣·•・~～_]{1,4}
    | 第(?P<counted>\d{1,4})页[,，/／、（(]?(?:共\d{1,4}页)?[)）]?
    | (?:page)?(?P<slashed>\d{1,4})(?:/|／|of)\d{1,4}
    | page(?P<paged>\d{1,4})
    )$"""
)
BARE_NUMBER = re.compile(r"\d{1,4}$")
ANNEX_HEAD = re.compile(r"附[件录表]|表\d|图\d")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The text lines of one page, from the top down."""

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]


def running_lines(pages: Sequence[PageLines]) -> dict[tuple[int, int], str]:
    """Lines that belong to the page and not to the text: {(page number, place among its lines): reason}."""
    found = _sure_numbers(pages)
    found.update(_bare_numbers(pages, found))
    found.update(_repeated(pages, found))
    return found


def _sure_numbers(pages: Sequence[PageLines]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for page in pages:
        for i in _edge_places(page, 2):
            line = page.lines[i]
            if SURE_NUMBER.match(_squeezed(line.text)) and _zone(line, page) is not None:
                found[page.number, i] = PAGE_NUMBER
    return found


def _bare_numbers(pages: Sequence[PageLines], found: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Numbers without dashes: they count along with the pages, which a figure in the text does not."""
    offered: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for i in _edge_places(page, 1):
            line = page.lines[i]
            zone = _zone(line, page)
            text = _squeezed(line.text)
            if zone is not None and (page.number, i) not in found and BARE_NUMBER.match(text):
                offered[zone, int(text) - page.number].append((page.number, i))
    # One page tells nothing of counting; a figure at its foot is its number only if it is 1.
    counted = [places for (_, ahead), places in offered.items() if len(places) > 1 or (len(pages) == 1 and ahead == 0)]
    return {place: PAGE_NUMBER for places in counted for place in places}


def _repeated(pages: Sequence[PageLines], found: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    offered: dict[tuple[str, str, int], list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for i in _edge_places(page, 3):
            line = page.lines[i]
            zone = _zone(line, page)
            if zone is None or (page.number, i) in found or ANNEX_HEAD.match(line.text.strip()):
                continue
            key = re.sub(r"\d+", "#", _squeezed(line.text))
            if not key.strip("#"):
                continue  # a bare figure is a page number or belongs to the text
            offered[zone, key, round(line.top / page.height * 50)].append((page.number, i))
    repeated: dict[tuple[int, int], str] = {}
    heights = _text_edges(pages, found, {place for places in offered.values() if len(places) > 1 for place in places})
    for (zone, _, _), places in offered.items():
        if len(places) < max(2, min(3, len(pages))) and not (len(pages) == 2 and len(places) == 2):
            continue
        if _counts_along(places, pages) and _stands_outside(zone, places, pages, heights):
            repeated.update(dict.fromkeys(places, zone))
    return repeated


def _counts_along(places: Sequence[tuple[int, int]], pages: Sequence[PageLines]) -> bool:
    """Whether the figures in repeated lines stay the same or count with the pages; others are figures of the text."""
    by_number = {page.number: page for page in pages}
    figures = [
        [(int(figure), number) for figure in re.findall(r"\d{1,9}", by_number[number].lines[i].text)]
        for number, i in places
    ]
    if len({len(row) for row in figures}) > 1:
        return False
    return all(
        len({figure for figure, _ in column}) == 1 or len({figure - number for figure, number in column}) == 1
        for column in zip(*figures, strict=True)
    )


def _text_edges(
    pages: Sequence[PageLines], found: dict[tuple[int, int], str], offered: set[tuple[int, int]]
) -> Counter[tuple[str, int]]:
    """How often the text of a page begins (HEADER) and ends (FOOTER) at each height, in points."""
    edges: Counter[tuple[str, int]] = Counter()
    for page in pages:
        plain = [
            line
            for i, line in enumerate(page.lines)
            if (page.number, i) not in found and (page.number, i) not in offered
        ]
        if plain:
            edges[HEADER, round(plain[0].top)] += 1
            edges[FOOTER, round(plain[-1].bottom)] += 1
    return edges


def _stands_outside(
    zone: str, places: Sequence[tuple[int, int]], pages: Sequence[PageLines], edges: Counter[tuple[str, int]]
) -> bool:
    """Whether lines stand above (below) where the text of nearly all pages begins (ends)."""
    by_number = {page.number: page for page in pages}
    lines = [by_number[number].lines[i] for number, i in places]
    if zone == HEADER:
        limit = max(line.top for line in lines)
        crossing = sum(count for (kind, height), count in edges.items() if kind == HEADER and height <= limit + 1)
    else:
        limit = min(line.bottom for line in lines)
        crossing = sum(count for (kind, height), count in edges.items() if kind == FOOTER and height >= limit - 1)
    return crossing * 10 <= max(len(places), len(pages) // 2)


def _edge_places(page: PageLines, count: int) -> list[int]:
    """Places of the first and last lines of a page."""
    last = len(page.lines)
    return sorted({*range(min(count, last)), *range(max(0, last - count), last)})


def _zone(line: PrintedLine, page: PageLines) -> str | None:
    if line.bottom <= page.height * HEAD_ZONE:
        return HEADER
    return FOOTER if line.top >= page.height * FOOT_ZONE else None


def _squeezed(text: str) -> str:
    return "".join(text.split())
