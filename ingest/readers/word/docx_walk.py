"""Ways through the elements of a Word file that do not stop at what only wraps others."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.word.docx_package import MC, W, XmlElement, on
from ingest.readers.word.docx_text import WORD_ART, chosen_rendering

# Elements that only wrap others.
WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo")
)
BLOCKS = frozenset(f"{W}{name}" for name in ("p", "tbl", "altChunk"))
STRUCK_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))


def block_children(parent: XmlElement) -> Iterator[XmlElement]:
    """Paragraphs, tables and embedded files, and what stands in their place: deletions, prompts."""
    for child in parent:
        if child.tag in BLOCKS or child.tag in STRUCK_OUT or is_placeholder(child):
            yield child
        elif child.tag in WRAPPERS:
            yield from block_children(child)
        elif child.tag == f"{MC}AlternateContent":
            for rendering in chosen(child):
                yield from block_children(rendering)


def children_of(parent: XmlElement, tag: str) -> Iterator[XmlElement]:
    """Children of one kind, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from children_of(child, tag)


def unfolded(run: XmlElement) -> Iterator[XmlElement]:
    """What a run holds; of several renderings one."""
    for child in run:
        if child.tag == f"{MC}AlternateContent":
            for rendering in chosen(child):
                yield from unfolded(rendering)
        else:
            yield child


def text_boxes(element: XmlElement) -> Iterator[XmlElement]:
    """The contents of text boxes in a drawing, outermost ones only, and word art."""
    for child in element:
        if child.tag in (f"{W}txbxContent", WORD_ART):
            yield child
        elif child.tag == f"{MC}AlternateContent":
            for rendering in chosen(child):
                yield from text_boxes(rendering)
        elif isinstance(child.tag, str):
            yield from text_boxes(child)


def chosen(alternatives: XmlElement) -> Iterator[XmlElement]:
    """The rendering that is read, if there is one."""
    rendering = chosen_rendering(alternatives)
    if rendering is not None:
        yield rendering


def is_placeholder(control: XmlElement) -> bool:
    """Whether a content control shows only what should be filled in there."""
    return control.tag == f"{W}sdt" and bool(on(control.find(f"{W}sdtPr/{W}showingPlcHdr")))
