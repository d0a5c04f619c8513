"""The picture as SVG and as PNG, both from the same shapes."""

from __future__ import annotations

import html
import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from serve.training.picture import Arrow, Box, Picture, Words

FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',SimHei,sans-serif"
)
# Where systems keep fonts with Chinese characters: regular, bold. The first that is there is taken.
_FILES = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    (
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    ),
    ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/msyhbd.ttc"),
    ("C:/Windows/Fonts/simhei.ttf", "C:/Windows/Fonts/simhei.ttf"),
    ("/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/PingFang.ttc"),
    ("/System/Library/Fonts/STHeiti Light.ttc", "/System/Library/Fonts/STHeiti Medium.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
)
_SIMPLIFIED = {"NotoSansCJK-Regular.ttc": 2, "NotoSansCJK-Bold.ttc": 2}  # face SC in a collection of five
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_HEAD = 11.0


def svg_of(picture: Picture) -> str:
    """The picture as an SVG that refers to nothing outside itself."""
    drawn = "\n".join(_svg(shape) for shape in picture.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width:g}" height="{picture.height:g}" '
        f'viewBox="0 0 {picture.width:g} {picture.height:g}" font-family="{FONTS}" role="img">\n'
        f"<title>{html.escape(picture.title)}</title>\n{drawn}\n</svg>\n"
    )


def _svg(shape: Box | Words | Arrow) -> str:
    if isinstance(shape, Box):
        stroke = f' stroke="{shape.stroke}" stroke-width="1.5"' if shape.stroke else ""
        return f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" rx="{shape.radius:g}" fill="{shape.fill}"{stroke}/>'
    if isinstance(shape, Words):
        weight = ' font-weight="700"' if shape.bold else ""
        return f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size:g}" fill="{shape.colour}" text-anchor="{shape.anchor}"{weight}>{html.escape(shape.text)}</text>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _head_of(shape))
    head = f'<polygon points="{points}" fill="{shape.colour}"/>' if shape.has_head else ""
    return (
        f'<line x1="{shape.x0:g}" y1="{shape.y0:g}" x2="{shape.x1:g}" y2="{shape.y1:g}" stroke="{shape.colour}" stroke-width="2"/>'
        f"{head}"
    )


def _head_of(arrow: Arrow) -> list[tuple[float, float]]:
    """The corners of an arrow's head."""
    angle = math.atan2(arrow.y1 - arrow.y0, arrow.x1 - arrow.x0)
    corners = [(arrow.x1, arrow.y1)]
    for turn in (2.7, -2.7):
        corners.append((arrow.x1 + _HEAD * math.cos(angle + turn), arrow.y1 + _HEAD * math.sin(angle + turn)))
    return corners


def fonts_here(files: Sequence[tuple[str, str]] = _FILES) -> tuple[Path, Path] | None:
    """Regular and bold of the first font with Chinese characters that this machine has; None where it has none."""
    for regular, bold in files:
        if Path(regular).is_file():
            return Path(regular), Path(bold) if Path(bold).is_file() else Path(regular)
    return None


def png_of(picture: Picture, fonts: tuple[Path, Path] | None) -> bytes | None:
    """The picture as a PNG; None where the machine has no font with Chinese characters, rather than a page of boxes."""
    if fonts is None:
        return None
    image = Image.new("RGB", (math.ceil(picture.width), math.ceil(picture.height)), "white")
    draw = ImageDraw.Draw(image)
    loaded: dict[tuple[float, bool], ImageFont.FreeTypeFont] = {}
    for shape in picture.shapes:
        if isinstance(shape, Box):
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            draw.rounded_rectangle(
                corners, shape.radius, fill=shape.fill, outline=shape.stroke, width=2 if shape.stroke else 0
            )
        elif isinstance(shape, Words):
            key = (shape.size, shape.bold)
            if key not in loaded:
                file = fonts[1] if shape.bold else fonts[0]
                loaded[key] = ImageFont.truetype(str(file), shape.size, index=_SIMPLIFIED.get(file.name, 0))
            draw.text(
                (shape.x, shape.y), shape.text, fill=shape.colour, font=loaded[key], anchor=_ANCHORS[shape.anchor]
            )
        else:
            draw.line((shape.x0, shape.y0, shape.x1, shape.y1), fill=shape.colour, width=2)
            if shape.has_head:
                draw.polygon(_head_of(shape), fill=shape.colour)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
