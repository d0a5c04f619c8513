"""The parts of a docx file as XML: its main text and what that refers to."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.errors import IngestError

XmlElement = Any  # lxml carries no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# ISO/IEC 29500 Strict names the same elements in other namespaces; read as the transitional ones.
STRICT_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
LARGEST_PART = 100 << 20  # bytes when unpacked; a part of this size is a trap or broken

MAIN_CONTENT_TYPES = ("document.main+xml", "template.main+xml", "document.macroEnabled.main+xml")


@dataclass(frozen=True, slots=True)
class DocxPackage:
    """The parsed parts. A part that the file does not have is None or ()."""

    body: XmlElement
    styles: XmlElement | None
    numbering: XmlElement | None
    headers: tuple[XmlElement, ...] = ()
    footers: tuple[XmlElement, ...] = ()
    footnotes: tuple[XmlElement, ...] = ()
    endnotes: tuple[XmlElement, ...] = ()
    comments: tuple[XmlElement, ...] = field(default=())


def open_package(path: Path) -> DocxPackage:
    """The parts of the file at `path`; raises IngestError where it is broken or locked."""
    try:
        with zipfile.ZipFile(path) as package:
            return _Parts(path, package).read()
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, KeyError, NotImplementedError) as error:
        raise _broken(path) from error
    except RuntimeError as error:  # zipfile: a part is encrypted
        raise IngestError(path, "文件设有打开密码，无法读取", "请用 Word 或 WPS 打开，取消密码后另存") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _broken(path) from error


def _broken(path: Path) -> IngestError:
    return IngestError(path, "docx 文件已损坏，内部缺少正文或读不通", "请用 Word 或 WPS 打开修复，再另存为 docx")


class _Parts:
    def __init__(self, path: Path, package: zipfile.ZipFile) -> None:
        self.path = path
        self.package = package
        self.names = {name.lower(): name for name in package.namelist()}

    def read(self) -> DocxPackage:
        main = self._main_part()
        document = self._parse(main)
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise _broken(self.path)
        related = self._related(main)
        return DocxPackage(
            body=body,
            styles=self._first(related, "styles"),
            numbering=self._first(related, "numbering"),
            headers=self._all(related, "header"),
            footers=self._all(related, "footer"),
            footnotes=self._all(related, "footnotes"),
            endnotes=self._all(related, "endnotes"),
            comments=self._all(related, "comments"),
        )

    def _main_part(self) -> str:
        types = self._parse("[Content_Types].xml")
        if types is not None:
            for override in types:
                if str(override.get("ContentType") or "").endswith(MAIN_CONTENT_TYPES):
                    return str(override.get("PartName")).lstrip("/")
        return "word/document.xml"

    def _related(self, part: str) -> list[tuple[str, str]]:
        """(kind, part name) of what a part refers to, in the order of its ids."""
        folder, name = posixpath.split(part)
        relations = self._parse(f"{folder}/_rels/{name}.rels")
        if relations is None:
            return []
        found = []
        for relation in relations:
            kind = str(relation.get("Type") or "").rsplit("/", 1)[-1]
            target = str(relation.get("Target") or "")
            if relation.get("TargetMode") != "External" and target:
                absolute = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found.append((str(relation.get("Id") or ""), kind, absolute))
        # rId10 after rId9
        found.sort(key=lambda item: [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", item[0])])
        return [(kind, target) for _, kind, target in found]

    def _first(self, related: list[tuple[str, str]], wanted: str) -> XmlElement | None:
        return next(iter(self._all(related, wanted)), None)

    def _all(self, related: list[tuple[str, str]], wanted: str) -> tuple[XmlElement, ...]:
        targets = dict.fromkeys(target for kind, target in related if kind == wanted)
        parts = (self._parse(target) for target in targets)
        return tuple(part for part in parts if part is not None)

    def _parse(self, name: str) -> XmlElement | None:
        real_name = self.names.get(name.lower())
        if real_name is None:
            return None
        if self.package.getinfo(real_name).file_size > LARGEST_PART:
            raise IngestError(self.path, f"内部部件 {real_name} 展开后过大，未读取", "请拆分文件，或核对文件来源")
        markup = self.package.read(real_name)
        for strict, transitional in STRICT_NAMESPACES:
            markup = markup.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(markup, parser)
