"""What is learned of the pages of an OFD file beside their lines, as they are read one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.errors import IngestError
from ingest.model import DroppedText
from ingest.readers.ofd.package import OfdPackage

if TYPE_CHECKING:
    from ingest.readers.scans.scan import RecognisedPage


@dataclass(slots=True)
class PageReading:
    """What the pages gave beside their lines."""

    package: OfdPackage
    dropped: list[DroppedText] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0  # glyphs of which the file does not say which character they show
    damaged: list[str] = field(default_factory=list)  # 第 3 页缺失
    without_text: list[int] = field(default_factory=list)  # pages of pictures that were not read
    scans: list[RecognisedPage] = field(default_factory=list)  # pages read by OCR
    unseen: list[int] = field(default_factory=list)  # pages of which a transparent text layer was believed
    misread: list[int] = field(default_factory=list)  # and those of which it was not
    garbled: list[int] = field(default_factory=list)  # pages of wrong codes, drawn and read by OCR
    doubtful: list[int] = field(default_factory=list)  # pages whose characters are strangely distributed
    pictured: list[int] = field(default_factory=list)  # pages with text, on which outlines may be text as well
    hidden_images: list[int] = field(default_factory=list)  # pages of which an image could not be opened
    drawn_heads: list[int] = field(default_factory=list)  # first pages whose head was read by OCR
    ocr_error: IngestError | None = None
    tables: int = 0
    open_edges: tuple[float, ...] = ()  # of the table that the page before ended with
