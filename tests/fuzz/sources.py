"""Whole files of every format, drawn by the maker, for the mutations to break."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

from tests.formats.reading import write_notice
from tests.fuzz.mutations import PACKAGE, PLAIN, Mutation
from tests.fuzz.traps import TRAPS
from tests.maker.formats import FORMATS, PAGES
from tests.maker.notice import draw_notice
from tests.maker.ofd import ofd_bytes
from tests.maker.printing import file_bytes, file_suffix
from tests.maker.scan import image_bytes

FONT = Path(__file__).resolve().parents[2] / "corpus/make/fonts/NotoSerifSC-Regular-subset.ttf"

RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}"
    rb"\pard\qc \'b9\'d8\'d3\'da\'d7\'f6\'ba\'c3\'b9\'a4\'d7\'f7\'b5\'c4\'cd\'a8\'d6\'aa\par"
    rb"\pard \u19968?\u12289?\u35201?\u27714?\u12290?\u27599?\u26376?300\u20803?\u12290?\par}"
)


def text_file(seed: int) -> tuple[str, bytes]:
    """A text or Markdown file."""
    notice = draw_notice(seed)
    return file_suffix(notice), file_bytes(notice)


def printed_file(suffix: str) -> Callable[[int], tuple[str, bytes]]:
    """A file of one of the maker's formats."""
    write, wounds = FORMATS[suffix]
    return lambda seed: (f".{suffix}", write(draw_notice(seed, wounds=wounds)))


def zip_file(seed: int) -> tuple[str, bytes]:
    """An archive of a text and a Word file."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for make in (text_file, printed_file("docx")):
            suffix, data = make(seed)
            archive.writestr(f"公文/通知{suffix}", data)
    return ".zip", out.getvalue()


def ofd_file(seed: int) -> tuple[str, bytes]:
    """An OFD package."""
    return ".ofd", ofd_bytes(draw_notice(seed, wounds=PAGES))


@cache
def image_file(seed: int) -> tuple[str, bytes]:
    """A small picture with a line of text: what is broken is the file, not the reading of it."""
    draw = random.Random(seed)
    form = draw.choice(("png", "jpeg", "tiff", "bmp", "gif"))
    font = ImageFont.truetype(str(FONT), 28)
    page = Image.new("RGB", (420, 90), "white")
    ImageDraw.Draw(page).text(
        (20, 24), draw.choice(("关于做好工作的通知", "一、总体要求。", "每月300元。")), "black", font
    )
    return f".{form}", image_bytes(page, form.upper())


def word_97_file(seed: int) -> tuple[str, bytes]:
    """A Word 97 file, or one of WPS Office, which writes the same."""
    return (".doc", ".wps")[seed % 2], _word_97()


@cache
def _word_97() -> bytes:
    with TemporaryDirectory() as folder:
        return write_notice(Path(folder), "doc").read_bytes()


SOURCES: Mapping[str, tuple[Callable[[int], tuple[str, bytes]], tuple[Mutation, ...]]] = {
    "text": (text_file, PLAIN),
    "html": (printed_file("html"), PLAIN),
    "docx": (printed_file("docx"), PACKAGE),
    "pdf": (printed_file("pdf"), PLAIN),
    "rtf": (lambda seed: (".rtf", RTF), PLAIN),
    "zip": (zip_file, PACKAGE),
    "ofd": (ofd_file, PACKAGE),
    "image": (image_file, PLAIN),
    "doc": (word_97_file, PLAIN),
}


# What leaves every character of a file in it, so that a reading that lacks some must say so. A text or a page that is cut off
# cannot be told from one that ends there.
_CHECKED = frozenset({"docx", "ofd", "pdf"})  # formats that hold checksums or tell their length
_TRAPS_AT_FIRST = 300
_ADDS_ONLY = frozenset({"hostile_text", "part_hostile", "shuffled_lines"})


def broken_file(kind: str, seed: int) -> tuple[str, str, bytes]:
    """(what was done to it, file name ending, bytes) of the broken file of a seed; the same every time."""
    draw = random.Random(f"{kind}-{seed}")
    make, mutations = SOURCES[kind]
    suffix, data = make(draw.randrange(60))
    every = 10 if seed < _TRAPS_AT_FIRST else 50  # a trap takes longer than a hundred other files
    if seed % every == 9 and (traps := TRAPS.get(kind)):
        trap = traps[seed // every % len(traps)]
        return trap.__name__, suffix, trap(data, draw)
    done = []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        mutation = draw.choice(mutations)
        done.append(mutation.__name__)
        data = mutation(data, draw) or b"\x00"
    return "+".join(done), suffix, data


def whole_file(kind: str, seed: int) -> tuple[str, bytes]:
    """(file name ending, bytes) of what the broken file of a seed was made from."""
    return SOURCES[kind][0](random.Random(f"{kind}-{seed}").randrange(60))


def keeps_its_text(kind: str, done: str) -> bool:
    """Whether a reading of what was broken in this way has all characters of the whole file, or says that it lacks some."""
    if kind in _CHECKED:
        return done not in {trap.__name__ for trap in TRAPS[kind]} and "part_" not in done and "bomb" not in done
    return kind in ("text", "html") and set(done.split("+")) <= _ADDS_ONLY
