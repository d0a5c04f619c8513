"""A page of an OFD file as a picture: its images and paths, and its text at the places that the file names."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.errors import IngestError
from ingest.readers.ofd.content import PageContent, gather_page, gather_template
from ingest.readers.ofd.documents import OfdDocument, documents_of
from ingest.readers.ofd.package import OfdPackage, PartError
from ingest.readers.ofd.raster import page_picture
from ingest.readers.ofd.resources import Resources
from ingest.readers.ofd.text import DESCENT
from ingest.readers.ofd.typeset import typeset_page
from ingest.readers.ofd.values import POINTS_PER_MILLIMETRE, XmlElement, child, child_text, children, rectangle
from serve.training.picture_files import fonts_here

OWN_FONTS = "OFD 页面：按文件自带的字体重绘"
BY_PLACE = "OFD 页面：按文字位置重绘，字体和颜色与原件不尽相同"
_DPI = 144.0
_LARGEST_SIDE = 5000.0  # millimetres; a page that says it is larger is damaged and taken for A4
_LARGEST_TYPE = 400  # pixels
_SIMPLIFIED = 2  # face SC in a collection of Noto's five
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page that was drawn anew."""

    picture: Image.Image
    width: float  # points
    height: float
    note: str


def ofd_page(file: Path, page: int) -> DrawnPage:
    """One page (`page` from 1, through all documents of the file). Raises IngestError where it cannot be drawn."""
    with OfdPackage(file) as package:
        content = page_content(package, page)
        width, height = (side * POINTS_PER_MILLIMETRE for side in (content.box.width, content.box.height))
        size = (max(1, round(width * _DPI / 72)), max(1, round(height * _DPI / 72)))
        paper = _painted(content, package, size)
        own = typeset_page(content, package) if content.chars else None
        if own is not None:
            letters = Image.fromarray(own.pixels).resize(size, Image.Resampling.LANCZOS)
            return DrawnPage(ImageChops.multiply(paper, letters), width, height, OWN_FONTS)
        if content.chars and fonts_here() is None:
            raise IngestError(file, "本机没有中文字体，不能重绘这一页", "请安装一种中文字体（如思源黑体）后再试")
        _set_text(paper, content)
        return DrawnPage(paper, width, height, BY_PLACE)


def page_content(package: OfdPackage, page: int) -> PageContent:
    """What is painted on one page, characters with their places in points. Raises IngestError for a page that is not there."""
    documents, _ = documents_of(package)
    pages = [(document, part) for document in documents for _, part in document.pages]
    if not 1 <= page <= len(pages):
        raise IngestError(package.path, f"没有第 {page} 页", "原件可能已更换，请重新入库")
    document, part = pages[page - 1]
    root = _root(package, part)
    if root is None:
        raise IngestError(package.path, f"第 {page} 页缺失或已损坏", "请重新下载，或用 OFD 阅读器打开后另存")
    box = rectangle(child_text(child(root, "Area"), "PhysicalBox")) or document.box
    if max(box.width, box.height) > _LARGEST_SIDE:
        box = box._replace(width=210.0, height=297.0)
    content = PageContent(page, box)
    for template, resources in _templates(root, document, package):
        gather_template(template, resources, content, is_repeated=False)
    gather_page(root, _resources(root, part, document, package), content)
    return content


def _templates(root: XmlElement, document: OfdDocument, package: OfdPackage) -> Iterator[tuple[XmlElement, Resources]]:
    for used in children(root, "Template"):
        part = document.templates.get((used.get("TemplateID") or "").strip())
        template = _root(package, part)
        if template is not None:
            yield template, _resources(template, part, document, package)


def _root(package: OfdPackage, part: str | None) -> XmlElement | None:
    try:
        return None if part is None else package.read_xml(part)
    except PartError:
        return None


def _resources(root: XmlElement, part: str | None, document: OfdDocument, package: OfdPackage) -> Resources:
    """The resources of a page: its own over those of the document."""
    own = [package.resolve(part or "", shared.text) for shared in children(root, "PageRes")]
    return document.resources.over(own, package)


def _painted(content: PageContent, package: OfdPackage, size: tuple[int, int]) -> Image.Image:
    """The paper with the page's images and paths."""
    painted, _ = page_picture(content, package, content.pictures, content.outlines)
    if painted is None:
        return Image.new("RGB", size, "white")
    return Image.fromarray(np.asarray(painted.pixels)).resize(size, Image.Resampling.LANCZOS)


def _set_text(paper: Image.Image, content: PageContent) -> None:
    """Each character in a font of this machine, on its base line, as wide as the file sets it."""
    drawing, scale = ImageDraw.Draw(paper), _DPI / 72
    for char in content.chars:
        text = str(char["text"])
        if not text.strip():
            continue
        try:
            font = _font(min(max(round(char["size"] * scale), 4), _LARGEST_TYPE))
            base = (char["bottom"] - DESCENT * char["size"]) * scale
            if len(text) == 1:
                drawing.text((char["x0"] * scale, base), text, fill="black", font=font, anchor="ls")
            else:  # a label set downwards is one text: its characters stand below one another
                for row, character in enumerate(text):
                    drawing.text((char["x0"] * scale, base + row * char["size"] * scale), character, "black", font)
        except (OSError, ValueError) as error:
            _logger.debug("character %r cannot be drawn: %s", text, error)


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    fonts = fonts_here()
    assert fonts is not None  # asked before
    index = _SIMPLIFIED if fonts[0].name.startswith("NotoSansCJK") else 0
    return ImageFont.truetype(str(fonts[0]), size, index=index)
