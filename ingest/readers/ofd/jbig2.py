"""JBIG2 images (ITU-T T.88), as scanners put them into OFD: decoded by PDFium, to which they are handed in a PDF."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from PIL import Image

SIGNATURE = b"\x97JB2\r\n\x1a\n"
MOST_SEGMENTS = 10_000
MOST_PIXELS = 80_000_000  # A3 at 600 dpi
LARGEST_SIDE = 14_000  # pixels; PDFium takes no larger page
_PAGE_INFORMATION, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51
_UNKNOWN_LENGTH = 0xFFFFFFFF
_SEQUENTIAL, _PAGES_UNKNOWN = 1, 2


@dataclass(frozen=True, slots=True)
class _Segment:
    kind: int
    page: int
    header: bytes
    length: int


def is_jbig2(content: bytes) -> bool:
    """Whether these are the bytes of a JBIG2 file."""
    return content.startswith(SIGNATURE)


def jbig2_image(content: bytes) -> Image.Image:
    """The first page of a JBIG2 file; raises ValueError for a broken one."""
    import pypdfium2

    (width, height), stream = _first_page(content)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= MOST_PIXELS):
        raise ValueError("no size of an image")
    try:
        document = pypdfium2.PdfDocument(_in_pdf(width, height, stream))
    except pypdfium2.PdfiumError as error:
        raise ValueError("not decoded") from error
    try:
        return Image.fromarray(document[0].render(scale=1, grayscale=True).to_numpy().squeeze().copy())
    finally:
        document.close()


def _first_page(content: bytes) -> tuple[tuple[int, int], bytes]:
    """Its size, and its segments one after the other as PDF wants them (T.88, annex D.3)."""
    at = len(SIGNATURE)
    flags = content[at] if is_jbig2(content) and len(content) > at else 0
    at += 1 if flags & _PAGES_UNKNOWN else 5
    size, parts = (0, 0), list[bytes]()
    try:
        for segment, start in _segments(content, at, is_sequential=bool(flags & _SEQUENTIAL)):
            part = content[start : start + segment.length]
            if segment.page > 1 or segment.kind in (_END_OF_PAGE, _END_OF_FILE):
                continue
            if segment.kind == _PAGE_INFORMATION:
                size = struct.unpack_from(">II", part)
            parts += [segment.header, part]
    except (struct.error, IndexError) as error:
        raise ValueError("broken segments") from error
    return size, b"".join(parts)


def _segments(content: bytes, at: int, *, is_sequential: bool) -> list[tuple[_Segment, int]]:
    """Segments with where their data begins: behind each header, or behind all of them."""
    found: list[tuple[_Segment, int]] = []
    while at < len(content):
        segment = _segment(content, at)
        at += len(segment.header)
        found.append((segment, at))
        if len(found) > MOST_SEGMENTS:
            raise ValueError("too many segments")
        if segment.kind == _END_OF_FILE:
            break
        if is_sequential:
            at += segment.length
    if is_sequential:
        return found
    placed: list[tuple[_Segment, int]] = []
    for segment, _ in found:
        placed.append((segment, at))
        at += segment.length
    return placed


def _segment(content: bytes, start: int) -> _Segment:
    """The segment whose header begins at `start`; T.88 section 7.2."""
    number, flags, count = struct.unpack_from(">IBB", content, start)
    at = start + 5
    referred = count >> 5
    if referred == 7:
        referred = struct.unpack_from(">I", content, at)[0] & 0x1FFFFFFF
        at += 4 + (referred + 8) // 8
    else:
        at += 1
    at += referred * (1 if number <= 256 else 2 if number <= 65536 else 4)
    if flags & 0x40:
        page = struct.unpack_from(">I", content, at)[0]
        at += 4
    else:
        page = content[at]
        at += 1
    length = struct.unpack_from(">I", content, at)[0]
    at += 4
    if length == _UNKNOWN_LENGTH:
        length = len(content) - at
    return _Segment(flags & 0x3F, page, content[start:at], length)


def _in_pdf(width: int, height: int, stream: bytes) -> bytes:
    """A PDF of one page that shows nothing but the image, a point to the pixel."""
    drawn = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
    image = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 1"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<<%s/Filter/JBIG2Decode/Length %d>>stream\n%s\nendstream" % (image.encode(), len(stream), stream),
    ]
    written, offsets = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(bodies, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    return written + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
