"""Web pages: the document alone, its metadata in front, the rest of the page named as dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import lxml.etree
import lxml.html

from ingest.model import DroppedText, FileFormat, Line, LineKind, SourceText, printed_length
from ingest.readers.pages.emphasis import without_uniform_bold
from ingest.readers.pages.invisible import dropped_invisible
from ingest.readers.plain.text import damage_warnings
from ingest.readers.web.main_text import select_main_text
from ingest.readers.web.page_blocks import NOT_PRINTED, Block, Element, page_blocks
from ingest.readers.web.page_metadata import EMPTY, read_page_metadata

XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")  # lxml refuses one in text that is decoded already
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")  # the parser would end the page at the first zero character


class NestedTooDeepError(ValueError):
    """A page of which the parser leaves out what lies too deep."""


def read_html(text: str) -> SourceText:
    """The document a page shows."""
    controls = "".join(c for c in CONTROL.findall(text) if not c.isspace())
    markup = XML_DECLARATION.sub("", CONTROL.sub("", text), count=1)
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    if not markup.strip():
        return SourceText(FileFormat.HTML, None, (), (), 0)
    root = lxml.html.document_fromstring(markup, parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        # The parser leaves out what lies deeper: half a document must not pass for the whole.
        raise NestedTooDeepError("the page is nested deeper than any real one")
    for further in list(root.itersiblings(lxml.etree.Element)):
        root.append(further)  # what stands behind </html> is a tree of its own
    body = root.find("body")
    if body is None or _printed_characters(body) < _printed_characters(root):
        body = root  # text behind the end of the page, or two pages in one file
    page = page_blocks(body)
    metadata = read_page_metadata(page.blocks)
    title = root.findtext(".//title") or ""
    chosen = select_main_text(page.blocks, body, title, metadata.blocks)
    lines = [_line(page.blocks[i]) for i in chosen.kept]
    dropped = [DroppedText(label, EMPTY) for label in metadata.empty]
    dropped += _left_out(page.blocks, chosen.left_out)
    dropped += dropped_invisible(page.invisible)
    dropped += dropped_invisible(controls)
    return SourceText(
        format=FileFormat.HTML,
        pages=None,
        lines=(*metadata.lines, *without_uniform_bold(lines)),
        dropped=tuple(dropped),
        characters=_printed_characters(root) + page.generated + printed_length(controls),
        warnings=(*damage_warnings(text), *_unclosed_comment(text)),
    )


def _unclosed_comment(text: str) -> tuple[str, ...]:
    """A warning where a page hides all that follows an opening of a comment, as browsers do."""
    at = text.rfind("<!--")
    if at < 0 or "-->" in text[at:] or not printed_length(text[at + 4 :]):
        return ()
    return ("网页中有一处注释没有结束，浏览器不显示其后的文字，未读入，请对照原件核对",)


def _line(block: Block) -> Line:
    return Line(
        text=block.text,
        kind=LineKind.TABLE_ROW if block.cells else LineKind.TEXT,
        cells=block.cells,
        table=block.table,
        is_header=block.is_header,
        alignment=block.alignment,
        heading_level=block.heading_level,
        whole_paragraph=True,
        blank_before=block.blank_before,
        bold_until=block.bold_until,
    )


def _left_out(blocks: Sequence[Block], reasons: dict[int, str]) -> list[DroppedText]:
    """One entry for each run of blocks that were left out for the same reason."""
    runs = groupby(sorted(reasons), key=lambda i: reasons[i])
    return [DroppedText("\n".join(blocks[i].text for i in run), reason) for reason, run in runs]


def _printed_characters(element: Element) -> int:
    """Printed characters of all text below an element but code and its title, counted from the tree itself."""
    unprinted = " or ".join(f"ancestor::{tag}" for tag in sorted(NOT_PRINTED))
    return sum(map(printed_length, element.xpath(f".//text()[not({unprinted})]")))
