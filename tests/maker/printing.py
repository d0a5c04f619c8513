"""Prints a notice into a file with its wounds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.maker.notice import Notice
from tests.maker.page import Block, Part, Place, TableRowBlock, width_of, wrap
from tests.maker.tables import markdown_table
from tests.maker.wounds import Breaks, Numbers, Wounds

_FIGURE_SEAM = re.compile(r"(?<=[\u4e00-\u9fff〔〕])(?=[0-9])|(?<=[0-9])(?=[\u4e00-\u9fff〔〕])")
_HAN_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
# What a page may end with so that whoever turns it knows the sentence goes on.
_GOES_ON = re.compile(r"[\u4e00-\u9fff，、]$")


PAGE_LINE = "发布时间：2021-03-09 08:30　来源：本站　字体：大 中 小"
"""What a web page prints below its title; no part of the notice."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file before spaces and blanks are put in."""

    block: Block
    text: str
    page: int
    first: bool  # the block begins with it


def file_bytes(notice: Notice) -> bytes:
    """The file of a notice."""
    text = file_text(notice)
    if notice.wounds.crlf:
        text = text.replace("\n", "\r\n")
    return text.encode(notice.wounds.encoding)


def file_suffix(notice: Notice) -> str:
    """Ending of the file's name."""
    return ".md" if notice.wounds.markdown else ".txt"


def file_text(notice: Notice) -> str:
    """The file of a notice as text."""
    draw = random.Random(notice.seed)
    lines = list(_markdown(notice, draw) if notice.wounds.markdown else _plain(notice, draw))
    if notice.wounds.title_first:
        lines[:0] = [f"# {notice.title}", ""] if notice.wounds.markdown else [notice.title, ""]
        if notice.wounds.page_line:
            lines[1:1] = ["", PAGE_LINE]
    if notice.wounds.trailing_space:
        lines = [line + draw.choice(("", "  ", "　", " ")) for line in lines]
    if notice.wounds.blank_noise:
        lines = ["", " 　", *lines, "", "　　", " "]
    return "\n".join(lines) + "\n"


def rows_of(notice: Notice, *, ruled: bool = False) -> list[_Row]:
    """Lines of the file with the page each stands on; `ruled`: tables are drawn, their head on every page that says so."""
    wounds = notice.wounds
    rows: list[_Row] = []
    page, used = 1, 0
    for block in notice.blocks:
        if block.row is not None and ruled:
            page, used = _place_table_row(rows, block, block.row, page, used, wounds.lines_of_a_page)
            continue
        if block.new_page and used:
            page, used = page + 1, 0
        indent = 2.0 if block.place is Place.INDENT else 0.0
        lines = [block.text] if block.row is not None else wrap(block.text, wounds.width, indent)
        placed: list[tuple[int, str]] = []
        for line in lines:
            if used == wounds.lines_of_a_page:
                page, used = page + 1, 0
            used += 1
            placed.append((page, line))
        if wounds.breaks is Breaks.WHOLE:
            placed = _paragraph_pieces(block, placed, cut=wounds.cut_by_pages)
        rows.extend(_Row(block, text, at, i == 0) for i, (at, text) in enumerate(placed))
    return rows


def _place_table_row(
    rows: list[_Row], block: Block, row: TableRowBlock, page: int, used: int, room: int
) -> tuple[int, int]:
    """Put a row of a table on the page or at the top of the next; where the page is and how many lines it has used."""
    grid, number = row
    height = grid.height(number)
    first = grid.titles + grid.head
    if number == 0:  # the head never stands without a row below it
        height = sum(map(grid.height, range(first + 1)))
    if used + height > room:
        page, used = page + 1, 0
        if number > first and grid.repeats_head:
            for n in range(grid.titles, first):
                rows.append(_Row(replace(block, row=TableRowBlock(grid, n)), grid.line(n), page, True))
                used += grid.height(n)
    rows.append(_Row(block, block.text, page, True))
    return page, used + grid.height(number)


def table_parts(rows: Sequence[_Row]) -> dict[int, list[int]]:
    """Where a table or its part on a page begins among the rows: the numbers of its rows that stand together."""
    parts: dict[int, list[int]] = {}
    begun = 0
    for i, row in enumerate(rows):
        if row.block.row is None:
            continue
        before = rows[i - 1] if i else None
        goes_on = before is not None and before.block.row is not None and before.page == row.page
        if not goes_on or row.block.row.number == 0:
            begun = i
            parts[begun] = []
        parts[begun].append(row.block.row.number)
    return parts


def _paragraph_pieces(block: Block, placed: list[tuple[int, str]], *, cut: bool) -> list[tuple[int, str]]:
    """A paragraph on one line, or on two where a page ended in the middle of a sentence."""
    first_page = placed[0][0]
    before = "".join(text for page, text in placed if page == first_page)
    after = "".join(text for page, text in placed if page != first_page)
    if (
        cut
        and block.part is Part.BODY
        and len(before) >= max(30, block.run_in + 4)
        and len(after) >= 6
        and _GOES_ON.search(before)
    ):
        return [(first_page, before), (placed[-1][0], after)]
    return [(first_page, before + after)]


def _plain(notice: Notice, draw: random.Random) -> Iterator[str]:
    wounds = notice.wounds
    rows = rows_of(notice)
    if rows[-1].page < 3 and wounds.page_numbers is Numbers.BARE:
        wounds = replace(wounds, page_numbers=Numbers.DASH)  # one bare figure says nothing; three that count up do
    if width_of(notice.title) > wounds.width - 2:
        wounds = replace(wounds, running_head=False)
    page = 1
    for i, row in enumerate(rows):
        if row.page != page:
            yield from _page_end(wounds, page)
            if wounds.form_feeds:
                yield "\f" + (notice.title if wounds.running_head else "")
            elif wounds.running_head:
                yield notice.title
            page = row.page
        # A paragraph without its indent at the head of a page, below a heading, would be the heading's second line.
        after_heading = i > 0 and rows[i - 1].block.part is Part.HEADING
        yield _set(row, replace(wounds, patchy_indent=wounds.patchy_indent and not after_heading), draw)
        ends_block = i + 1 == len(rows) or rows[i + 1].first
        if wounds.blank_lines or (wounds.blank_paragraphs and (ends_block or rows[i + 1].page != page)):
            yield ""
    if page > 1:
        yield from _page_end(wounds, page)


def _page_end(wounds: Wounds, page: int) -> Iterator[str]:
    if wounds.page_numbers is Numbers.NONE:
        return
    if wounds.blank_lines or wounds.blank_paragraphs:
        yield ""
    yield wounds.page_numbers.format(page)
    if wounds.blank_lines or wounds.blank_paragraphs:
        yield ""


def _set(row: _Row, wounds: Wounds, draw: random.Random) -> str:
    """The line with the white space of its place and of its wounds."""
    text = _spaced(row, wounds, draw)
    room = wounds.width - width_of(text)
    match row.block.place:
        case Place.CENTER if wounds.centred:
            return " " * int(max(room, 0)) + text
        case Place.RIGHT if wounds.centred:
            return " " * int(2 * max(room - 3, 0)) + text
        case Place.INDENT if row.first and not (wounds.patchy_indent and draw.random() < 0.5):
            return wounds.indent + text
    return text


def _spaced(row: _Row, wounds: Wounds, draw: random.Random) -> str:
    text = row.text
    if row.block.part in (Part.HEADING, Part.TITLE) and width_of(text) <= 12 and draw.random() < wounds.spaced_heads:
        return _HAN_SEAM.sub(" ", text)
    if wounds.spaced_figures and row.block.part in (Part.BODY, Part.SIGNATURE, Part.NUMBER, Part.IMPRINT):
        return _FIGURE_SEAM.sub(lambda _: " " if draw.random() < wounds.spaced_figures else "", text)
    return text


def _markdown(notice: Notice, draw: random.Random) -> Iterator[str]:
    """The file as a converter to Markdown leaves it: marks where it saw large or bold type."""
    wounds = notice.wounds
    marks_headings, marks_run_in = draw.random() < 0.6, draw.random() < 0.4
    titles: list[str] = []
    for row in rows_of(notice):
        text = _spaced(row, wounds, draw)
        block = row.block
        if block.row is not None:
            if block.row.number == 0:
                yield from (*markdown_table(block.row.grid), "")
            continue
        if block.part is Part.TITLE:
            titles.append(text)
            continue
        if titles:
            yield from (f"# {' '.join(titles)}", "")
            titles = []
        if block.part is Part.HEADING and marks_headings:
            bold = "**" if draw.random() < 0.15 else ""
            text = f"{'#' * min(block.depth + 1, 6)} {bold}{text.strip()}{bold}"
        elif block.run_in and row.first and marks_run_in:
            cut = len(row.text) and block.run_in + len(text) - len(text.lstrip())
            text = f"**{text[:cut]}**{text[cut:]}" if text == row.text else text
        elif block.part is Part.IMPRINT and draw.random() < 0.3:
            yield from ("---", "")
        yield from (text, "")
