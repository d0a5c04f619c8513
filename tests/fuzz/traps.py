"""Files built to hurt: nested without end, turning in circles, claiming more than they hold."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence

from PIL import Image

from tests.fuzz import pdf_traps
from tests.maker.ofd import OfdBody, OfdPage, ofd_package, text, zipped

Trap = Callable[[bytes, random.Random], bytes]

_LINE = "一、总体要求。每月不低于300元。"


# Text


def a_line_of_a_megabyte(data: bytes, draw: random.Random) -> bytes:
    """The whole of it without a break, over and over."""
    line = data.decode("utf-8", "replace").replace("\n", draw.choice(("", " ", "\u3000"))) or "一"
    return (line * (1_000_000 // len(line) + 1))[:1_000_000].encode()


def lone_surrogates(data: bytes, draw: random.Random) -> bytes:
    """UTF-16 with halves of pairs, and the same in UTF-8 as some programs write it."""
    written = data.decode("utf-8", "replace")
    at = draw.randrange(len(written) + 1)
    broken = written[:at] + draw.choice(("\ud83d", "\udc00", "\ud800\ud800")) + written[at:]
    if draw.random() < 0.5:
        return b"\xff\xfe" + broken.encode("utf-16-le", "surrogatepass")
    return broken.encode("utf-8", "surrogatepass")


def mixed_encodings(data: bytes, draw: random.Random) -> bytes:
    """Every other line in GB18030."""
    lines = data.decode("utf-8", "replace").split("\n")
    return b"\n".join(line.encode(draw.choice(("utf-8", "gb18030", "utf-16-le", "big5")), "replace") for line in lines)


def directions_at_markers(data: bytes, draw: random.Random) -> bytes:
    """Marks of direction and of no width around every number and bracket."""
    written = data.decode("utf-8", "replace")
    marks = "\u202e\u202d\u2066\u200f\u200e\u061c\u200b\u2060\ufeff\u00ad"
    return "".join(
        f"{draw.choice(marks)}{c}{draw.choice(marks)}" if c in "一二（）1、第条〔〕" else c for c in written
    ).encode()


def a_hundred_thousand_lines(data: bytes, draw: random.Random) -> bytes:
    """A line of one character, often."""
    return (draw.choice(("一\n", "一、\n", "第一条\n", "附件\n", "（一）x\n", "《\n", "\t\n1\t2\n")) * 100_000).encode()


# Web pages


def divisions_without_end(data: bytes, draw: random.Random) -> bytes:
    """50,000 elements in each other."""
    tag = draw.choice(("div", "b", "blockquote", "ul><li", "table><tr><td", "font"))
    return f"<html><body>{f'<{tag}>' * 50_000}{_LINE}</body></html>".encode()


def divisions_as_deep_as_allowed(data: bytes, draw: random.Random) -> bytes:
    """Elements in each other as deep as a parser just takes them."""
    tag = draw.choice(("div", "b", "blockquote", "span", "font"))
    depth = draw.choice((200, 250, 500, 1000, 2000))
    return f"<html><body>{f'<{tag}>' * depth}{_LINE}{f'</{tag}>' * depth}</body></html>".encode()


def tables_in_tables(data: bytes, draw: random.Random) -> bytes:
    """A table in a cell of a table, and so on, with cells that claim to reach over thousands."""
    depth = draw.choice((20, 60))
    table = '<table><tr><td colspan="1000000" rowspan="1000000">一</td><td colspan="-5">二</td></tr><tr><td>'
    return f"<html><body>{table * depth}{_LINE}{'</td></tr></table>' * depth}</body></html>".encode()


def a_table_of_many_rows(data: bytes, draw: random.Random) -> bytes:
    """20,000 rows, the cells of which reach down."""
    rows = "".join(f'<tr><td rowspan="{draw.choice((1, 3, 65534))}">甲{i}</td><td>乙</td></tr>' for i in range(20_000))
    return f"<html><body><table>{rows}</table></body></html>".encode()


# Word


def _with_part(data: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for other in old.namelist():
            new.writestr(other, part if other == name else old.read(other))
    return out.getvalue()


def _word(data: bytes, body: str, before: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return _with_part(
        data, "word/document.xml", f"{before}<w:document {space}><w:body>{body}</w:body></w:document>".encode()
    )


def word_tables_in_tables(data: bytes, draw: random.Random) -> bytes:
    """Thousands of tables in each other."""
    depth = draw.choice((30, 500, 5000))
    table, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    return _word(data, f"{table * depth}<w:p><w:r><w:t>{_LINE}</w:t></w:r></w:p>{end * depth}")


def word_wrappers_in_wrappers(data: bytes, draw: random.Random) -> bytes:
    """Thousands of content controls, hyperlinks or text boxes in each other."""
    depth = draw.choice((30, 200, 1000, 20_000))
    inner = f"<w:p><w:r><w:t>{_LINE}</w:t></w:r></w:p>"
    if draw.random() < 0.5:
        return _word(data, "<w:sdt><w:sdtContent>" * depth + inner + "</w:sdtContent></w:sdt>" * depth)
    box, end = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
    return _word(data, box * depth + inner + end * depth)


def word_entities(data: bytes, draw: random.Random) -> bytes:
    """Entities that stand for ten of the next, and one that stands for a file."""
    names = "abcdefghij"
    bomb = "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for n, m in zip(names[1:], names, strict=False))
    file = draw.choice(('<!ENTITY f SYSTEM "file:///etc/passwd">', ""))
    doctype = f'<!DOCTYPE x [<!ENTITY a "一二三四五六七八九十">{bomb}{file}]>'
    said = "&f;" if file else "&j;"
    return _word(data, f"<w:p><w:r><w:t>{_LINE}{said}</w:t></w:r></w:p>", doctype)


def word_spans_without_end(data: bytes, draw: random.Random) -> bytes:
    """A table with cells over a million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="100000000"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc>'
    return _word(data, f"<w:tbl>{f'<w:tr>{cell * 3}</w:tr>' * 30}</w:tbl>")


# OFD


def _ofd(objects: Sequence[str], **body: Mapping[str, Sequence[str]] | Mapping[str, str]) -> bytes:
    return zipped(ofd_package(OfdBody([OfdPage(objects)], **body)))  # type: ignore[arg-type]


def drawings_in_themselves(data: bytes, draw: random.Random) -> bytes:
    """A drawing that is made of itself, twice."""
    inner = '<ofd:CompositeObject ID="0" ResourceID="90" Boundary="0 0 100 100"/>'
    return _ofd([text(_LINE, 28, 40), inner], composites={"90": text("内", 1, 5) + inner * 2})


def templates_in_a_circle(data: bytes, draw: random.Random) -> bytes:
    """A template that is drawn on itself."""
    package = ofd_package(OfdBody([OfdPage([text(_LINE, 28, 40)], templates=("80",))], {"80": [text("底", 30, 60)]}))
    for name, part in package.items():
        if b"<ofd:Template" in part and name.endswith("Content.xml"):
            use = part[part.index(b"<ofd:Template") :].split(b">", 1)[0] + b">"
            for other in package:
                if "Tpl" in other or "Temp" in other:
                    package[other] = package[other].replace(b"<ofd:Content>", use + b"<ofd:Content>", 1)
            break
    return zipped(package)


def blocks_in_blocks(data: bytes, draw: random.Random) -> bytes:
    """Blocks in each other."""
    depth = draw.choice((50, 200, 5000, 50_000))
    return _ofd(['<ofd:PageBlock ID="0">' * depth + text(_LINE, 28, 40) + "</ofd:PageBlock>" * depth])


def ofd_entities(data: bytes, draw: random.Random) -> bytes:
    """Entities in a page."""
    package = ofd_package(OfdBody([OfdPage([text(_LINE, 28, 40)])]))
    name = next(n for n in package if n.endswith("Content.xml"))
    page = package[name].decode().replace("总体", "&b;")
    at = page.index("?>") + 2
    bomb = '<!DOCTYPE x [<!ENTITY a "' + "一" * 1000 + '"><!ENTITY b "' + "&a;" * 5000 + '">]>'
    package[name] = (page[:at] + bomb + page[at:]).encode()
    return zipped(package)


def steps_without_end(data: bytes, draw: random.Random) -> bytes:
    """Character steps that repeat a thousand million times."""
    shown = text(_LINE, 28, 40, attributes="", steps=True).replace('DeltaX="', 'DeltaX="g 1000000000 5.6 ')
    return _ofd([shown])


# Archives


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # names given twice are meant
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_hundred_thousand_members(data: bytes, draw: random.Random) -> bytes:
    """An archive of files without end."""
    return _packed([(f"{i}.txt", b"") for i in range(100_000)])


def archives_in_archives(data: bytes, draw: random.Random) -> bytes:
    """An archive in an archive in an archive."""
    for _ in range(draw.choice((2, 3, 4, 30, 200))):
        data = _packed([("套.zip", data)])
    return data


def names_that_lead_out(data: bytes, draw: random.Random) -> bytes:
    """Members named to be written elsewhere, twice, or not at all."""
    names = [
        "../../etc/通知.txt",
        "/tmp/通知.txt",
        "C:\\通知.txt",
        "通\x00知.txt",
        "..",
        "/",
        "a/../../b.txt",
        "通知.txt",
    ]
    names += ["通知.txt", "长" * 300 + ".txt", "CON.txt", "\u202etxt.exe", "\ud800".encode("utf-8", "replace").decode()]
    draw.shuffle(names)
    return _packed([(name or "空", _LINE.encode()) for name in names])


def a_bomb_in_an_archive(data: bytes, draw: random.Random) -> bytes:
    """A file of zeros, or many archives that hold one."""
    zeros = _packed([("通知.txt", bytes(100 << 20))])
    return zeros if draw.random() < 0.5 else _packed([(f"{i}.zip", zeros) for i in range(40)])


# Pictures


def _image(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def a_picture_of_any_size(data: bytes, draw: random.Random) -> bytes:
    """A picture of many pixels in few bytes, or of one pixel's width."""
    size = draw.choice(((30_000, 30_000), (11_000, 11_000), (60_000, 1), (1, 60_000), (1, 1), (20_000, 100)))
    return _image(Image.new("1", size, 1), draw.choice(("PNG", "TIFF")))


def a_cut_photograph(data: bytes, draw: random.Random) -> bytes:
    """A JPEG of which half is missing."""
    whole = _image(Image.open(io.BytesIO(data)).convert("RGB"), "JPEG", quality=70)
    return whole[: len(whole) * draw.randrange(30, 95) // 100]


def an_animation(data: bytes, draw: random.Random) -> bytes:
    """A GIF with many frames, whole or cut."""
    frame = Image.open(io.BytesIO(data)).convert("L")
    frames = [Image.eval(frame, lambda v, n=n: (v + n * 20) % 256) for n in range(5)]  # type: ignore[misc]
    whole = _image(frames[0], "GIF", save_all=True, append_images=frames[1:])
    return whole if draw.random() < 0.5 else whole[: len(whole) * 2 // 3]


def many_bits_a_pixel(data: bytes, draw: random.Random) -> bytes:
    """TIFF of 16 bits, of floating numbers, of ink."""
    mode = draw.choice(("I;16", "F", "I", "CMYK", "LAB"))
    image = Image.open(io.BytesIO(data)).convert("RGB")
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 256).convert("I;16")
    elif mode == "F":
        image = image.convert("L").convert("F").point(lambda value: value * float("1e30") + 0)
    elif mode == "LAB":
        image = Image.new("LAB", image.size)
    else:
        image = image.convert("L").convert(mode) if mode == "I" else image.convert(mode)
    return _image(image, "TIFF")


# RTF


def groups_in_groups(data: bytes, draw: random.Random) -> bytes:
    """Groups or tables in each other."""
    depth = draw.choice((1000, 100_000))
    return rb"{\rtf1\ansi " + b"{" * depth + rb"\u19968?" + b"}" * depth + b"}"


TRAPS: Mapping[str, tuple[Trap, ...]] = {
    "text": (
        a_line_of_a_megabyte,
        lone_surrogates,
        mixed_encodings,
        directions_at_markers,
        a_hundred_thousand_lines,
    ),
    "html": (
        divisions_without_end,
        divisions_as_deep_as_allowed,
        tables_in_tables,
        a_table_of_many_rows,
        lone_surrogates,
        directions_at_markers,
    ),
    "docx": (word_tables_in_tables, word_wrappers_in_wrappers, word_entities, word_spans_without_end),
    "pdf": (
        pdf_traps.arrays_in_arrays,
        pdf_traps.pages_in_a_circle,
        pdf_traps.a_page_of_any_size,
        pdf_traps.a_form_in_itself,
        pdf_traps.references_in_a_circle,
        pdf_traps.a_page_of_many_marks,
        pdf_traps.a_page_that_unpacks_to_much,
        pdf_traps.many_empty_pages,
    ),
    "ofd": (drawings_in_themselves, templates_in_a_circle, blocks_in_blocks, ofd_entities, steps_without_end),
    "zip": (a_hundred_thousand_members, archives_in_archives, names_that_lead_out, a_bomb_in_an_archive),
    "image": (a_picture_of_any_size, a_cut_photograph, an_animation, many_bits_a_pixel),
    "rtf": (groups_in_groups,),
}
"""Every tenth broken file of a format is one of these."""
