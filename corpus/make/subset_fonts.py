"""Cut the fonts in corpus/make/fonts to the characters that the PDF digests print.

Run only when a source prints a character that the fonts lack: `python -m corpus.make.subset_fonts REGULAR.ttc BOLD.ttc`,
with Noto Serif CJK (SIL Open Font License 1.1; Debian's package fonts-noto-cjk) and fonttools installed. The outlines
are turned into TrueType ones because reportlab embeds no others.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.make.source import MARK, read_digests

_MAKE = Path(__file__).resolve().parent
_SIMPLIFIED_CHINESE = 2  # number of the face in Noto's collections: JP, KR, SC, TC, HK


def needed_characters() -> str:
    """Every character of the digests that become PDF, with ASCII and the page number's dash."""
    text = MARK + "—" + "".join(map(chr, range(0x20, 0x7F)))
    for digest in read_digests(_MAKE / "sources"):
        if digest.file.endswith(".pdf"):
            text += "".join(line for block in digest.blocks for line in block.lines)
    return "".join(sorted(set(text)))


def subset(source: Path, target: Path, characters: str) -> None:
    """Write the face cut down to `characters`, with TrueType outlines and a fixed date."""
    from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-not-found]
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-not-found]
    from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found]
    from fontTools.ttLib import TTFont, newTable  # type: ignore[import-not-found]

    font = TTFont(source, fontNumber=_SIMPLIFIED_CHINESE, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    for field in (
        *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
        *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints"),
        *("maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(limits, field, 1 if field == "maxZones" else 0)
    font["post"].formatType = 3.0
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\000\001\000\000"
    font.save(target)


def main(regular: str, bold: str) -> None:
    """Write both fonts."""
    characters = needed_characters()
    for source, name in ((regular, "Regular"), (bold, "Bold")):
        subset(Path(source), _MAKE / "fonts" / f"NotoSerifSC-{name}-subset.ttf", characters)


if __name__ == "__main__":
    main(*sys.argv[1:])
