"""Damage that pdfminer reads over in silence: streams that do not unpack, pages that are counted but not there, circles."""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pdfplumber.pdf
from pdfminer.ascii85 import ascii85decode
from pdfminer.pdfdocument import PDFDocument, PDFXRefFallback
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

_FLATE = frozenset({"FlateDecode", "Fl"})
_ASCII85 = frozenset({"ASCII85Decode", "A85"})
MOST_CONTENT = 4 << 20  # bytes that draw a page; a full page of text has 30,000, its reading takes seconds a megabyte
_MOST_REFERENCES = 32  # from one to the next; files have one

# What pdfminer logs where text is lost. Much else that it logs is harmless: colours, boxes of fonts.
#   matches   Data-loss while decompressing corrupted data | Cannot render horizontal string because …
#   rejects   Could not get FontBBox from font descriptor because None cannot be parsed as 4 floats
_TELLING_LOGGERS = ("pdfminer.pdftypes", "pdfminer.pdfdevice")
_LOSSES = ("Data-loss", "Cannot render")

# A library has its say through the warnings of a reading, not on the screen of whoever reads with it.
for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class _Document(PDFDocument):
    """A document whose references end: pdfminer follows those that lead in a circle for ever."""

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        for _ in range(_MOST_REFERENCES):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        raise PDFObjectNotFound(objid)


vars(pdfplumber.pdf)["PDFDocument"] = _Document  # it offers no other way in


class Losses(logging.Handler):
    """How often pdfminer said that it lost text, in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record."""
        if record.thread == self._thread and str(record.msg).startswith(_LOSSES):
            self.count += 1


@contextmanager
def heard_losses() -> Iterator[Losses]:
    """What pdfminer says of lost text meanwhile, whatever level its loggers have."""
    losses = Losses()
    loggers = [logging.getLogger(name) for name in _TELLING_LOGGERS]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.addHandler(losses)
        each.setLevel(logging.WARNING)
    try:
        yield losses
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.removeHandler(losses)
            each.setLevel(level)


@dataclass(frozen=True, slots=True)
class PageStreams:
    """What a page is drawn by."""

    whole: bool  # every stream is there and unpacks by its own checksum
    heavy: bool  # they unpack to more than any page of text has


def look_at_streams(page: Any) -> PageStreams:
    """The streams of a page of pdfplumber and of the drawings it uses, looked at before they are read."""
    streams = [resolve1(content) for content in page.page_obj.contents]
    whole = all(isinstance(stream, PDFStream) for stream in streams)
    room = MOST_CONTENT
    for stream in [s for s in streams if isinstance(s, PDFStream)] + _forms(page.page_obj.resources, set()):
        size, unpacks = _unpacked(stream, room)
        whole, room = whole and unpacks, room - size
        if room < 0:
            return PageStreams(whole, heavy=True)
    return PageStreams(whole, heavy=False)


def _forms(resources: Any, seen: set[int]) -> list[PDFStream]:
    """The drawings that a page or a drawing uses, and those that these use."""
    found: list[PDFStream] = []
    waiting = [resources]
    while waiting:
        used = resolve1(waiting.pop())
        drawings = resolve1(used.get("XObject")) if isinstance(used, dict) else None
        for drawing in drawings.values() if isinstance(drawings, dict) else ():
            stream = resolve1(drawing)
            if not isinstance(stream, PDFStream) or id(stream) in seen:
                continue
            seen.add(id(stream))
            if getattr(resolve1(stream.get("Subtype")), "name", None) == "Form":
                found.append(stream)
                waiting.append(stream.get("Resources"))
    return found


def file_damage(pdf: Any, pages: int) -> list[str]:
    """What is missing of a file of pdfplumber of which so many pages were read, for people."""
    found = []
    if any(isinstance(xref, PDFXRefFallback) for xref in pdf.doc.xrefs):
        found.append("PDF 的对象索引已损坏，文字是按残存内容拼接的，可能缺页缺字，请对照原件核对")
    tree = resolve1(pdf.doc.catalog.get("Pages"))
    if not isinstance(tree, dict):
        found.append("PDF 的页面目录已损坏，页面是逐个找回的，可能缺页，请对照原件核对")
    counted = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if isinstance(counted, int) and counted > pages:
        found.append(f"PDF 标明有 {counted} 页，只读到 {pages} 页，请对照原件核对")
    return found


def _unpacked(stream: PDFStream, room: int) -> tuple[int, bool]:
    """The size of a stream, counted a little beyond `room`, and whether it is whole by its own checksum if it has one."""
    packed = stream.get_rawdata()
    if packed is None or stream.decipher is not None:
        return len(stream.get_data()), True  # unpacked before, or locked
    filters = _names(stream.get_filters())
    try:
        if filters and filters[0] in _ASCII85:
            packed, filters = ascii85decode(packed), filters[1:]
        if not filters or filters[0] not in _FLATE:
            return len(packed), True
        unpacker = zlib.decompressobj()
        size = len(unpacker.decompress(packed, room + 1))
    except (zlib.error, ValueError):
        return len(packed), False
    return size, unpacker.eof or size > room


def _names(filters: Sequence[tuple[Any, Any]]) -> list[str]:
    return [str(getattr(name, "name", name)) for name, _ in filters]
