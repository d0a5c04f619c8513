"""Files read again with the libraries that office programs' files are read with."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

FIGURE = re.compile(r"\d+")


def workbook(path: Path) -> Workbook:
    return load_workbook(path)


def document(path: Path) -> Document:
    return docx.Document(str(path))


def paragraphs_of(document: Document) -> list[str]:
    return ["".join(t.text or "" for t in p._p.iter(f"{W}t")) for p in document.paragraphs]


def text_of_docx(document: Document) -> str:
    """All words of the body, links and tables included."""
    return "\n".join(t.text or "" for t in document.element.body.iter(f"{W}t"))


def text_of_xlsx(book: Workbook) -> str:
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)


def every_part_is_xml(path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
