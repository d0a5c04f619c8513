"""PDF files built to hurt: circles, depths, pages of any size, streams that unpack to much."""

from __future__ import annotations

import random
import zlib


def _pdf(*objects: str, root: int = 1) -> bytes:
    """A file of these objects, numbered from 1."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<</Size {len(objects) + 1}/Root {root} 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


_CATALOG = "<</Type/Catalog/Pages 2 0 R>>"
_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _stream(content: str, more: str = "") -> str:
    return f"<</Length {len(content)}{more}>>\nstream\n{content}\nendstream"


def _one_page(content: str, page: str = "", *objects: str, box: str = "0 0 595 842") -> bytes:
    resources = "/Resources<</Font<</F1 5 0 R>>/XObject<</X1 6 0 R>>>>"
    return _pdf(
        _CATALOG,
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{resources}{page}>>",
        _stream(content),
        _FONT,
        *objects,
    )


_SHOWN = "BT /F1 16 Tf 72 700 Td (A notice of 300 yuan) Tj ET"


def arrays_in_arrays(data: bytes, draw: random.Random) -> bytes:
    """Arrays or dictionaries a thousand deep, in the page or in its content."""
    depth = draw.choice((1000, 20_000))
    opened, closed = draw.choice((("[", "]"), ("<</A ", ">>")))
    nested = opened * depth + "1" + closed * depth
    if draw.random() < 0.5:
        return _one_page(f"{nested} TJ {_SHOWN}")
    return _one_page(_SHOWN, f"/Nested {nested}")


def pages_in_a_circle(data: bytes, draw: random.Random) -> bytes:
    """A tree of pages that holds itself."""
    kids = draw.choice(("2 0 R", "2 0 R 3 0 R", "3 0 R 2 0 R"))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return _pdf(_CATALOG, f"<</Type/Pages/Parent 2 0 R/Kids[{kids}]/Count 3>>", page, _stream(_SHOWN), _FONT)


def a_page_of_any_size(data: bytes, draw: random.Random) -> bytes:
    """A page as large as a field, as small as a point, inside out, or of no size."""
    boxes = (
        "0 0 1e9 1e9",
        "0 0 1e38 1e38",
        "0 0 0 0",
        "595 842 0 0",
        "0 0 1 1",
        "-1e6 -1e6 1e6 1e6",
        "a b c d",
        "0 0 5",
    )
    return _one_page(draw.choice((_SHOWN, "0 0 100 100 re f")), box=draw.choice(boxes))


def a_form_in_itself(data: bytes, draw: random.Random) -> bytes:
    """A drawing that draws itself."""
    form = _stream(
        f"{_SHOWN} /X1 Do /X1 Do",
        "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X1 6 0 R>>/Font<</F1 5 0 R>>>>",
    )
    return _one_page("/X1 Do", "", form)


def references_in_a_circle(data: bytes, draw: random.Random) -> bytes:
    """Objects that are nothing but references to each other."""
    return _pdf("<</Type/Catalog/Pages 2 0 R>>", "3 0 R", draw.choice(("2 0 R", "3 0 R")))


def a_page_of_many_marks(data: bytes, draw: random.Random) -> bytes:
    """A page of a hundred thousand characters or rulings."""
    if draw.random() < 0.5:
        return _one_page(
            "BT /F1 1 Tf " + "".join(f"1 0 0 1 {i % 590} {i % 840} Tm (a) Tj " for i in range(60_000)) + "ET"
        )
    lines = "".join(f"{i % 595} {i % 842} m {i * 7 % 595} {i % 842} l S " for i in range(30_000))
    return _one_page(lines + _SHOWN)


def a_page_that_unpacks_to_much(data: bytes, draw: random.Random) -> bytes:
    """A content, or a drawing used in it, of 200 megabytes in a few bytes."""
    packed = zlib.compress(b"1 0 0 1 0 0 cm " * 14_000_000, 9).decode("latin-1")
    if draw.random() < 0.5:
        return _one_page(packed).replace(b"/Length", b"/Filter/FlateDecode/Length", 1)
    form = _stream(packed, "/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return _one_page(f"{_SHOWN} /X1 Do", "", form)


def many_empty_pages(data: bytes, draw: random.Random) -> bytes:
    """5,000 pages, all the same one."""
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return _pdf(_CATALOG, f"<</Type/Pages/Kids[{'3 0 R ' * 5000}]/Count 5000>>", page, _stream(_SHOWN), _FONT)
