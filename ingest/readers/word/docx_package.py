"""The parts of a docx file as XML: its main text and what that refers to."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import IO, Any

from lxml import etree

from ingest.errors import IngestError

XmlElement = Any  # lxml carries no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
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
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
)
# A red head or a document number that stands in a header.
#   matches   某某市人民政府文件 | 某政发〔2022〕3号
#   rejects   某某市人民政府 | 关于印发办法的通知 | 内部文件资料
RED_HEAD = re.compile(r"[\u4e00-\u9fff]{4,}文件$|[〔\[［]\d{4}[〕\]］]\d{1,4}号")
# Parts that print text, as people call them; one that is referred to and not there is a loss.
PRINTING_PARTS = {
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "numbering": "自动编号",
    "diagramData": "SmartArt 图形",
    "chart": "图表",
    "aFChunk": "嵌入的文件",
}
_CALLED_BY = {
    "headerReference": "header",
    "footerReference": "footer",
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
    "altChunk": "aFChunk",
}
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
    comments: tuple[XmlElement, ...] = ()
    drawings: tuple[XmlElement, ...] = ()  # SmartArt and charts
    opening_header: XmlElement | None = None  # what the first page alone has at its head
    embedded: Mapping[str, EmbeddedFile] = field(default_factory=dict)  # w:altChunk, by relation id
    missing: tuple[str, ...] = ()  # printing parts that are referred to and not there, as people call them


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that is shown in place of a w:altChunk."""

    name: str
    content: bytes


def open_package(path: Path) -> DocxPackage:
    """The parts of the file at `path`; raises IngestError where it is broken or locked."""
    return open_stream(path, path)


def open_stream(stream: Path | IO[bytes], path: PurePath) -> DocxPackage:
    """The same of an open file; `path` names it in errors."""
    try:
        with zipfile.ZipFile(stream) as package:
            return _Parts(path, package).read()
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, KeyError, NotImplementedError) as error:
        raise _broken(path) from error
    except RuntimeError as error:  # zipfile: a part is encrypted
        raise IngestError(path, "文件设有打开密码，无法读取", "请用 Word 或 WPS 打开，取消密码后另存") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _broken(path) from error


def _broken(path: PurePath) -> IngestError:
    return IngestError(path, "docx 文件已损坏，内部缺少正文或读不通", "请用 Word 或 WPS 打开修复，再另存为 docx")


def on(switch: XmlElement | None) -> bool | None:
    """The state of a switch such as w:b; None where it is not set."""
    if switch is None:
        return None
    return str(switch.get(f"{W}val", "true")).lower() not in ("0", "false", "off", "none")


def _printed(part: XmlElement) -> str:
    return "".join("".join(text.text or "" for text in part.iter(f"{W}t")).split())


class _Parts:
    def __init__(self, path: PurePath, package: zipfile.ZipFile) -> None:
        self.path = path
        self.package = package
        self.names = {name.lower(): name for name in package.namelist()}
        self._parsed: dict[str, XmlElement] = {}

    def read(self) -> DocxPackage:
        main = self._main_part()
        document = self._parse(main)
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise _broken(self.path)
        relations = self._relations(main)
        related = [(kind, target) for _, kind, target in relations]
        return DocxPackage(
            body=body,
            styles=self._first(related, "styles"),
            numbering=self._first(related, "numbering"),
            headers=self._all(related, "header"),
            footers=self._all(related, "footer"),
            footnotes=self._all(related, "footnotes"),
            endnotes=self._all(related, "endnotes"),
            comments=self._all(related, "comments"),
            drawings=(*self._all(related, "diagramData"), *self._all(related, "chart")),
            opening_header=self._opening_header(body, relations),
            embedded={
                key: EmbeddedFile(target, self.package.read(self._checked(self.names[target.lower()])))
                for key, kind, target in relations
                if kind == "aFChunk" and target.lower() in self.names
            },
            missing=self._missing(body, related),
        )

    def _missing(self, body: XmlElement, related: list[tuple[str, str]]) -> tuple[str, ...]:
        """Printing parts that the file or its text calls for and that are not there, as people call them."""
        absent = [kind for kind, target in related if kind in PRINTING_PARTS and target.lower() not in self.names]
        known = {kind for kind, _ in related}
        called = (
            kind for tag, kind in _CALLED_BY.items() if kind not in known and next(body.iter(W + tag), None) is not None
        )
        return tuple(dict.fromkeys(PRINTING_PARTS[kind] for kind in (*absent, *called)))

    def _opening_header(self, body: XmlElement, relations: list[tuple[str, str, str]]) -> XmlElement | None:
        """The header that holds the red head: of the first page alone, or one on every page that the text lacks."""
        references = list(body.iter(f"{W}headerReference"))
        parts = [(r.get(f"{W}type") == "first", self._part_of(r, relations)) for r in references]
        first = [part for is_first, part in parts if is_first and part is not None]
        running = [part for is_first, part in parts if not is_first and part is not None]
        section = next(body.iter(f"{W}sectPr"), None)
        if first and section is not None and on(section.find(f"{W}titlePg")):
            repeated = {_printed(part) for part in running}
            return first[0] if _printed(first[0]) not in repeated else None
        text = _printed(body)
        for part in running:
            if RED_HEAD.search(_printed(part)) and _printed(part) not in text:
                return part
        return None

    def _part_of(self, reference: XmlElement, relations: list[tuple[str, str, str]]) -> XmlElement | None:
        wanted = str(reference.get(f"{R}id"))
        return next((self._parse(target) for key, _, target in relations if key == wanted), None)

    def _main_part(self) -> str:
        types = self._parse("[Content_Types].xml")
        if types is not None:
            for override in types:
                if str(override.get("ContentType") or "").endswith(MAIN_CONTENT_TYPES):
                    return str(override.get("PartName")).lstrip("/")
        return "word/document.xml"

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """(id, kind, part name) of what a part refers to, in the order of its ids."""
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
        return found

    def _first(self, related: list[tuple[str, str]], wanted: str) -> XmlElement | None:
        return next(iter(self._all(related, wanted)), None)

    def _all(self, related: list[tuple[str, str]], wanted: str) -> tuple[XmlElement, ...]:
        targets = dict.fromkeys(target for kind, target in related if kind == wanted)
        parts = (self._parse(target) for target in targets)
        return tuple(part for part in parts if part is not None)

    def _checked(self, real_name: str) -> str:
        if self.package.getinfo(real_name).file_size > LARGEST_PART:
            raise IngestError(self.path, f"内部部件 {real_name} 展开后过大，未读取", "请拆分文件，或核对文件来源")
        return real_name

    def _parse(self, name: str) -> XmlElement | None:
        real_name = self.names.get(name.lower())
        if real_name is None:
            return None
        if real_name not in self._parsed:
            self._parsed[real_name] = self._parse_part(real_name)
        return self._parsed[real_name]

    def _parse_part(self, real_name: str) -> XmlElement:
        markup = self.package.read(self._checked(real_name))
        for strict, transitional in STRICT_NAMESPACES:
            markup = markup.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(markup, parser)
