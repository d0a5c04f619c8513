"""Resources that the pages of an OFD document share: fonts, pictures, composite graphics."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pdfminer.pdffont import TrueTypeFont

from ingest.errors import IngestError
from ingest.readers.ofd.package import OfdPackage, PartError
from ingest.readers.ofd.text import Font, says_nothing
from ingest.readers.ofd.values import XmlElement, child, child_text, children, is_true

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Resources:
    """Resources by ID. Page resources stand over those of their document."""

    fonts: dict[str, Font] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # names of parts
    composites: dict[str, XmlElement] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)  # parts that could not be read

    def over(self, parts: Sequence[str | None], package: OfdPackage) -> Resources:
        """These resources with those of further parts over them."""
        if not parts:
            return self
        joined = Resources(dict(self.fonts), dict(self.pictures), dict(self.composites))
        for part in parts:
            if part is not None:
                joined._add(part, package)
        self.broken += joined.broken
        return joined

    def _add(self, part: str, package: OfdPackage) -> None:
        try:
            root = package.read_xml(part)
        except PartError:
            self.broken.append(part)
            return
        # MediaFile and FontFile count from BaseLoc, and that from the part itself.
        folder = f"{root.get('BaseLoc') or '.'}/"

        def resolved(location: str) -> str | None:
            if location.startswith("/"):
                return package.resolve(part, location)
            return package.resolve(part, folder + location) or package.resolve(part, location)

        for font in children(child(root, "Fonts"), "Font"):
            file = resolved(child_text(font, "FontFile"))
            name = _font_name(font)
            embedded = _EmbeddedFont(package, file) if file else None
            self.fonts[_id(font)] = Font(name, file, embedded.character_of) if embedded else Font(name)
        for media in children(child(root, "MultiMedias"), "MultiMedia"):
            file = resolved(child_text(media, "MediaFile"))
            if file is not None:
                self.pictures[_id(media)] = file
        for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            self.composites[_id(unit)] = unit


def _id(element: XmlElement) -> str:
    return (element.get("ID") or "").strip()


def _font_name(font: XmlElement) -> str:
    bold = " bold" if is_true(font.get("Bold"), False) else ""
    return f"{font.get('FontName') or ''} {font.get('FamilyName') or ''}".strip() + bold


class _EmbeddedFont:
    """What the glyphs of an embedded font show; read when a text asks, which few do."""

    def __init__(self, package: OfdPackage, part: str) -> None:
        self._package, self._part = package, part

    def character_of(self, glyph: int) -> str | None:
        return self._characters.get(glyph)

    @cached_property
    def _characters(self) -> dict[int, str]:
        try:
            content = self._package.read(self._part)
            mapped = TrueTypeFont(self._part, io.BytesIO(content)).create_unicode_map()
        except IngestError:
            raise
        except Exception as error:  # PartError, or whatever pdfminer's reading of a broken font comes to
            logger.debug("font %s names no characters: %s", self._part, error)
            return {}
        return {int(glyph): text for glyph, text in mapped.cid2unichr.items() if not says_nothing(text[:1] or " ")}
