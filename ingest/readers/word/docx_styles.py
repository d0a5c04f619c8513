"""What Word's styles say of a paragraph and of its runs, followed up the chain they are based on."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import Alignment
from ingest.readers.pages.emphasis import HEADING_TYPEFACE
from ingest.readers.word.docx_package import W, XmlElement, on

ALIGNMENTS = {
    "left": Alignment.START,
    "start": Alignment.START,
    "both": Alignment.START,
    "distribute": Alignment.START,
    "center": Alignment.CENTER,
    "right": Alignment.END,
    "end": Alignment.END,
}
BODY_LEVEL = 9  # w:outlineLvl 9 is text


class Styles:
    """The styles of one file."""

    def __init__(self, root: XmlElement | None) -> None:
        self._by_id: dict[str, XmlElement] = {}
        self._default_paragraph: str | None = None
        self._default_run: XmlElement | None = None
        self._default_properties: XmlElement | None = None
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            style_id = str(style.get(f"{W}styleId"))
            self._by_id[style_id] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default_paragraph = style_id
        self._default_run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default_properties = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")

    def paragraph_properties(self, paragraph: XmlElement) -> Iterator[XmlElement]:
        """Every w:pPr that bears on a paragraph, the nearest first."""
        direct = paragraph.find(f"{W}pPr")
        if direct is not None:
            yield direct
        for style in self._chain(self.style_of(paragraph)):
            properties = style.find(f"{W}pPr")
            if properties is not None:
                yield properties
        if self._default_properties is not None:
            yield self._default_properties

    def style_of(self, paragraph: XmlElement) -> str | None:
        """Id of the style of a paragraph."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._default_paragraph if named is None else str(named.get(f"{W}val"))

    def numbering_of_style(self, style_id: str) -> XmlElement | None:
        """The w:numPr of a numbering style, which an abstract numbering may point at."""
        style = self._by_id.get(style_id)
        return None if style is None else style.find(f"{W}pPr/{W}numPr")

    def alignment(self, paragraph: XmlElement) -> Alignment:
        """Where its lines stand."""
        for properties in self.paragraph_properties(paragraph):
            found = properties.find(f"{W}jc")
            if found is not None:
                return ALIGNMENTS.get(str(found.get(f"{W}val")), Alignment.UNKNOWN)
        return Alignment.START

    def heading_level(self, paragraph: XmlElement) -> int | None:
        """1.. for a paragraph with an outline level; None for text."""
        for properties in self.paragraph_properties(paragraph):
            found = properties.find(f"{W}outlineLvl")
            if found is not None:
                value = str(found.get(f"{W}val"))
                return int(value) + 1 if value.isdecimal() and int(value) < BODY_LEVEL else None
        return None

    def is_set_apart(self, run: XmlElement, paragraph: XmlElement) -> bool:
        """Whether a run is bold or in a typeface that notices keep for headings."""
        bold: bool | None = None
        apart_face: bool | None = None
        for properties in self._run_properties(run, paragraph):
            if bold is None:
                bold = on(properties.find(f"{W}b"))
            fonts = properties.find(f"{W}rFonts")
            if apart_face is None and fonts is not None:
                face = fonts.get(f"{W}eastAsia")
                apart_face = None if face is None else HEADING_TYPEFACE.search(face) is not None
        return bool(bold) or bool(apart_face)

    def is_hidden(self, run: XmlElement, paragraph: XmlElement) -> bool:
        """Whether a run is set not to be printed."""
        states = (on(properties.find(f"{W}vanish")) for properties in self._run_properties(run, paragraph))
        return next((state for state in states if state is not None), False)

    def _run_properties(self, run: XmlElement, paragraph: XmlElement) -> Iterator[XmlElement]:
        direct = run.find(f"{W}rPr")
        if direct is not None:
            yield direct
            named = direct.find(f"{W}rStyle")
            if named is not None:
                for style in self._chain(str(named.get(f"{W}val"))):
                    yield from style.iterfind(f"{W}rPr")
        for style in self._chain(self.style_of(paragraph)):
            yield from style.iterfind(f"{W}rPr")
        if self._default_run is not None:
            yield self._default_run

    def _chain(self, style_id: str | None) -> Iterator[XmlElement]:
        seen: set[str] = set()
        while style_id is not None and style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            style = self._by_id[style_id]
            yield style
            based_on = style.find(f"{W}basedOn")
            style_id = None if based_on is None else str(based_on.get(f"{W}val"))
