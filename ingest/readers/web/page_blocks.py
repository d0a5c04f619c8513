"""The printed blocks of a web page in reading order: paragraphs, lines ended by <br>, and the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ingest.model import Alignment, Cell, printed_length
from ingest.readers.pages.emphasis import HEADING_TYPEFACE
from ingest.readers.pages.grids import GridFiller, grid_rows_in_print, row_text
from ingest.readers.pages.invisible import without_invisible

Element = Any  # an lxml element; lxml carries no types

NOT_PRINTED = frozenset(
    {"script", "style", "template", "noscript", "title", "head", "iframe", "object", "svg", "canvas"}
)
CONTROLS = frozenset({"select", "option", "button", "textarea", "optgroup", "datalist"})
BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption
    legend frameset noframes""".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FILE_LINK = re.compile(r"(?i)\.(?:docx?|wps|pdf|ofd|xlsx?|et|pptx?|zip|rar|7z|jpe?g|png|tiff?)(?:[?#].*)?$")

MOST_CELL_PARAGRAPHS = 12
LONGEST_CELL = 1500  # printed characters; a cell of a table for readers is shorter

HIDDEN = re.compile(r"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)")
TEXT_ALIGN = re.compile(r"(?i)(?:^|[;\s])text-align\s*:\s*(left|right|center|justify|start|end)")
FONT_WEIGHT = re.compile(r"(?i)(?:^|[;\s])font-weight\s*:\s*(bold|bolder|normal|\d{3})")
FONT_FAMILY = re.compile(r"(?i)(?:^|[;\s])font-family\s*:\s*[\"']?([^;,\"']+)")

ALIGNMENTS = {
    "left": Alignment.START,
    "justify": Alignment.START,
    "start": Alignment.START,
    "right": Alignment.END,
    "end": Alignment.END,
    "center": Alignment.CENTER,
    "middle": Alignment.CENTER,
}


@dataclass(frozen=True, slots=True)
class Block:
    """One printed line or paragraph of a page."""

    text: str
    element: Element  # the innermost block element that holds it
    cells: tuple[Cell, ...] = ()  # of a table row
    table: int | None = None  # of a table row: ordinal of its table on the page
    is_header: bool = False  # of a table row: all its cells are <th>, or it stands in <thead>
    alignment: Alignment = Alignment.UNKNOWN
    heading_level: int | None = None
    bold_until: int = 0
    blank_before: bool = False
    link_length: int = 0  # printed characters inside links that lead to other pages
    links: int = 0
    hidden: bool = False
    control: bool = False  # text of a form control

    @property
    def length(self) -> int:
        """Printed characters."""
        return printed_length(self.text)

    @property
    def is_link(self) -> bool:
        """Whether most of it is there to be clicked."""
        return self.links > 0 and self.link_length * 2 > self.length


@dataclass(frozen=True, slots=True)
class PageText:
    """All blocks of a page and what its walk took out or added."""

    blocks: tuple[Block, ...]
    invisible: str
    generated: int  # printed characters that the browser adds: the numbers of <ol>


@dataclass(slots=True)
class _Style:
    """What an element hands down to the text inside it."""

    element: Element
    alignment: Alignment
    bold: bool
    heading_level: int | None
    link: bool
    hidden: bool
    control: bool
    preformatted: bool


def page_blocks(body: Element) -> PageText:
    """Walk a page without recursion, so that no depth of nesting breaks it."""
    walk = _Walk(body)
    walk.run()
    return PageText(tuple(walk.blocks), "".join(walk.invisible), walk.generated)


class _Walk:
    def __init__(self, body: Element) -> None:
        self.body = body
        self.blocks: list[Block] = []
        self.invisible: list[str] = []
        self.generated = 0
        self._styles = [_Style(body, Alignment.UNKNOWN, False, None, False, False, False, False)]
        self._pieces: list[tuple[str, bool, bool]] = []  # text, bold, inside a link
        self._links = 0
        self._blank_before = False
        self._written = 0  # blocks when the innermost paragraph began
        self._tables = 0

    def run(self) -> None:
        walker = etree.iterwalk(self.body, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else None
            if event == "start":
                if tag is None or tag in NOT_PRINTED:
                    walker.skip_subtree()
                elif tag == "table" and is_printed_table(element):
                    self._flush()
                    self._push(element)
                    self._add_rows(element)
                    self._styles.pop()
                    walker.skip_subtree()
                else:
                    self._start(tag, element)
            elif tag is not None and tag not in NOT_PRINTED and not (tag == "table" and is_printed_table(element)):
                self._end(tag, element)
            if event == "end" and element is not self.body and element.tail:
                self._keep(element.tail)
        self._flush()

    def _start(self, tag: str, element: Element) -> None:
        if tag == "br":
            if not self._flush():
                self._blank_before = True
            return
        if tag in BLOCKS:
            self._flush()
            self._written = len(self.blocks)
        self._push(element)
        if tag == "li":
            self._number_item(element)
        if tag == "a" and element.get("href") and not FILE_LINK.search(element.get("href")):
            self._links += 1
        if element.text:
            self._keep(element.text)

    def _end(self, tag: str, element: Element) -> None:
        if tag == "br":
            return
        if tag in BLOCKS:
            self._flush()
            if tag in ("p", "hr") and len(self.blocks) == self._written:
                self._blank_before = True  # an empty paragraph
        self._styles.pop()

    def _push(self, element: Element) -> None:
        above = self._styles[-1]
        tag, style = element.tag, element.get("style") or ""
        face = (FONT_FAMILY.search(style) or [None, element.get("face") or ""])[1]
        weight = FONT_WEIGHT.search(style)
        bold = above.bold
        if face:
            bold = HEADING_TYPEFACE.search(face) is not None
        if tag in ("b", "strong"):
            bold = True
        if weight:
            bold = weight[1].lower() not in ("normal", "100", "200", "300", "400", "500")
        align = TEXT_ALIGN.search(style)
        named = (align[1] if align else element.get("align") or ("center" if tag == "center" else "")).lower()
        href = element.get("href") if tag == "a" else None
        self._styles.append(
            _Style(
                element=element if tag in BLOCKS else above.element,
                alignment=ALIGNMENTS.get(named, above.alignment),
                bold=bold,
                heading_level=HEADINGS.get(tag, above.heading_level),
                link=above.link or (href is not None and not FILE_LINK.search(href)),
                hidden=above.hidden or HIDDEN.search(style) is not None or element.get("hidden") is not None,
                control=above.control or tag in CONTROLS,
                preformatted=above.preformatted or tag == "pre",
            )
        )

    def _keep(self, text: str) -> None:
        text, invisible = without_invisible(text)
        if invisible:
            self.invisible.append(invisible)
        style = self._styles[-1]
        if style.preformatted and "\n" in text:
            for i, row in enumerate(text.splitlines()):
                if i and not self._flush():
                    self._blank_before = True
                self._pieces.append((row, style.bold, style.link))
            return
        self._pieces.append((text, style.bold, style.link))

    def _number_item(self, element: Element) -> None:
        parent = element.getparent()
        if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return
        if re.match(r"\s*[（(]?[\d一二三四五六七八九十]+[、.．）)]", "".join(element.itertext())[:20]):
            return  # numbered by hand as well: the site hides the number of the list
        start = parent.get("start") or "1"
        before = sum(1 for item in element.itersiblings("li", preceding=True))
        number = f"{before + (int(start) if start.isdecimal() else 1)}."
        self.generated += printed_length(number)
        self._pieces.append((number + " ", self._styles[-1].bold, False))

    def _flush(self) -> bool:
        """End the block being read; whether it held anything."""
        pieces, self._pieces = self._pieces, []
        links, self._links = self._links, 0
        raw = "".join(text for text, _, _ in pieces)
        text = collapsed(raw)
        if not text:
            return False
        style = self._styles[-1]
        self.blocks.append(
            Block(
                text=text,
                element=style.element,
                alignment=style.alignment,
                heading_level=style.heading_level,
                bold_until=_bold_until(pieces, text),
                blank_before=self._blank_before,
                link_length=sum(printed_length(part) for part, _, link in pieces if link),
                links=links,
                hidden=style.hidden,
                control=style.control,
            )
        )
        self._blank_before = False
        return True

    def _add_rows(self, table: Element) -> None:
        caption = table.find("caption")
        if caption is not None and (text := self._visible(_cell_text(caption))):
            self._add_row(caption, text, (), is_header=False)
        self._tables += 1
        elements = list(table.iter("tr"))
        filler = GridFiller()
        rows = [filler.place([self._cell(cell) for cell in row.xpath("./td | ./th")]) for row in elements]
        for at, cells in grid_rows_in_print(rows):
            self._add_row(elements[at], row_text(cells), cells, _names_columns(elements[at]))

    def _cell(self, cell: Element) -> tuple[str, int, int]:
        return self._visible(_cell_text(cell)), _count(cell.get("colspan")), _count(cell.get("rowspan"))

    def _visible(self, text: str) -> str:
        visible, invisible = without_invisible(text)
        if invisible:
            self.invisible.append(invisible)
        return collapsed(visible)

    def _add_row(self, element: Element, text: str, cells: tuple[Cell, ...], is_header: bool) -> None:
        style = self._styles[-1]
        links = element.xpath(".//a[@href]")
        self.blocks.append(
            Block(
                text=text,
                element=element,
                cells=cells,
                table=self._tables if cells else None,
                is_header=is_header,
                blank_before=self._blank_before,
                link_length=sum(printed_length(link.text_content()) for link in links),
                links=len(links),
                hidden=style.hidden,
                control=style.control,
            )
        )
        self._blank_before = False


def collapsed(text: str) -> str:
    """Text with white space as a browser prints it; a line break of the source between Chinese characters is nothing."""
    text = re.sub(r"[ \t\r\n\f\v]+", _one_space, text)
    return text.strip()


def _one_space(space: re.Match[str]) -> str:
    if "\n" not in space.group() and "\r" not in space.group():
        return " "
    before, after = space.string[: space.start()][-1:], space.string[space.end() :][:1]
    return "" if before > "\u2e80" and after > "\u2e80" else " "


def _bold_until(pieces: Sequence[tuple[str, bool, bool]], text: str) -> int:
    end = 0
    for part, bold, _ in pieces:
        if not bold and part.strip():
            break
        end += len(part)
    leading = collapsed("".join(part for part, _, _ in pieces)[:end])
    return len(leading) if text.startswith(leading) else 0


def is_printed_table(table: Element) -> bool:
    """Whether a table is one for readers; most tables of old pages only lay them out."""
    if table.xpath("boolean(.//table)") or table.xpath("boolean(.//h1 | .//h2 | .//h3 | .//form | .//iframe)"):
        return False
    if table.xpath("boolean(./text()[normalize-space()] | .//tr/text()[normalize-space()])"):
        return False  # words outside its cells would be lost
    rows = [row.xpath("./td | ./th") for row in table.iter("tr")]
    divided = sum(len(cells) >= 2 or any(_count(cell.get("colspan")) > 1 for cell in cells) for cells in rows)
    if len(rows) < 2 or divided * 2 < len(rows) or not any(len(cells) >= 2 for cells in rows):
        return False
    return not _holds_article(table)


def _holds_article(table: Element) -> bool:
    """Whether one of its cells holds running text of the length of a notice: a table that only lays out the page."""
    cells = list(table.iter("td", "th"))
    if any(len(cell.xpath("./p | ./div | ./ul")) > MOST_CELL_PARAGRAPHS for cell in cells):
        return True
    lengths = [printed_length(cell.text_content()) for cell in cells]
    longest = max(lengths, default=0)
    return longest > LONGEST_CELL and longest * 2 > sum(lengths)


def _names_columns(row: Element) -> bool:
    """Whether the page itself says that a row names the columns; a <th> at the head of a row names the row."""
    if row.getparent().tag == "thead":
        return True
    cells = [cell.tag for cell in row.xpath("./td | ./th")]
    return len(cells) > 1 and all(tag == "th" for tag in cells)


def _count(value: str | None) -> int:
    return min(max(int(value), 1), 100) if value and value.strip().isdecimal() else 1


def _cell_text(cell: Element) -> str:
    parts: list[str] = []
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, node in walker:
        is_break = isinstance(node.tag, str) and node is not cell and (node.tag == "br" or node.tag in BLOCKS)
        if event == "start":
            if not isinstance(node.tag, str) or node.tag in NOT_PRINTED:
                walker.skip_subtree()
            else:
                parts += [" " if is_break else "", node.text or ""]
        elif node is not cell:
            parts += [" " if is_break and node.tag != "br" else "", node.tail or ""]
    return "".join(parts)
