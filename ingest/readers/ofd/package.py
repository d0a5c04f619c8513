"""The parts of an OFD file: found whatever way their place is written, read within limits."""

from __future__ import annotations

import logging
import posixpath
import re
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from ingest.errors import IngestError
from ingest.readers.ofd.values import XmlElement

logger = logging.getLogger(__name__)

LARGEST_XML = 16 << 20  # bytes when unpacked; one page of this size is a trap or broken
LARGEST_MEDIA = 64 << 20  # bytes of an image or a font
LARGEST_TOTAL = 256 << 20  # bytes of all XML of one file; 500 full pages take a tenth of it
MOST_PARTS = 50_000

_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^<>!?][^<>]*>")
_ELEMENT_PREFIX = re.compile(r"^(</?)[^\s<>/=\"':]*:")
_NAMESPACES = re.compile(r"""\s+xmlns(?::[^\s=]*)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_ATTRIBUTE_PREFIX = re.compile(r"""(\s)[^\s<>/="':]+:(?=[^\s<>/="':]+\s*=)""")
# What XML 1.0 forbids, as such and as a reference; it shows nothing.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]));"
)
# GB18030 holds all that files declared in one of these hold.
_CHINESE_ENCODINGS = frozenset({"gb2312", "gbk", "cp936", "x-gbk", "gb18030"})


class PartError(Exception):
    """A part is missing or cannot be read; the message says in Chinese what is the matter."""


class OfdPackage:
    """The zip container of an OFD file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise IngestError(path, "OFD 文件不完整，打不开（文件尾缺失或已损坏）", "请重新下载或复制该文件") from error
        entries = [entry for entry in self._zip.infolist() if entry.filename and not entry.is_dir()]
        if len(entries) > MOST_PARTS:
            self.close()
            raise IngestError(
                path, f"OFD 内部有 {len(entries)} 个部件，超过上限，未读取", "请核对文件来源，或拆分后再收入"
            )
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._entries.setdefault(_key(_entry_name(entry)), entry)
        self._read = 0

    def __enter__(self) -> OfdPackage:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def is_encrypted(self) -> bool:
        """Whether parts are locked, by zip's own means or those of GM/T 0099."""
        return any(entry.flag_bits & 1 for entry in self._entries.values()) or any(
            posixpath.basename(name) == "encryptions.xml" for name in self._entries
        )

    def resolve(self, base: str, location: str | None) -> str | None:
        """The part that a location inside the part `base` means; None where there is none.

        ST_Loc: relative to the part that names it, absolute from the root. Producers get it wrong often enough that a
        relative one is also tried from the root, and upper and lower case never count.
        """
        place = (location or "").strip().replace("\\", "/")
        if not place or len(place) > 1000:
            return None
        folder = "" if place.startswith("/") else posixpath.dirname(base)
        for candidate in (posixpath.join(folder, place), place):
            key = _key(posixpath.normpath("/" + candidate.lstrip("/")))
            if key in self._entries:
                return key
        return None

    def read(self, name: str, most: int = LARGEST_MEDIA) -> bytes:
        """The bytes of a part, by its resolved name; raises PartError."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise PartError("缺失")
        if entry.file_size > most:
            raise PartError(f"展开后有 {entry.file_size >> 20} MB，过大")
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(most + 1)
        except RuntimeError as error:  # zipfile: the part is locked
            raise PartError("已加密") from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise PartError("已损坏，解压出错") from error
        if len(content) > most:
            raise PartError("展开后过大")
        return content

    def read_xml(self, name: str) -> XmlElement:
        """The root element of an XML part; raises PartError."""
        content = self.read(name, LARGEST_XML)
        self._read += len(content)
        if self._read > LARGEST_TOTAL:
            problem = f"OFD 的页面内容展开后超过 {LARGEST_TOTAL >> 20} MB，未读取"
            raise IngestError(self.path, problem, "请核对文件来源，或拆分后再收入")
        return parse_xml(content)


def parse_xml(content: bytes) -> XmlElement:
    """The root element; undeclared prefixes and forbidden signs are taken out, nothing else is mended. Raises PartError.

    Mending more, as parsers offer, would pass a page off as whole that lost what stood behind the damage.
    """
    text = _decode(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise PartError("含有实体声明，不安全")  # OFD knows none
    text = _DECLARATION.sub("", text, count=1).strip("\ufeff\x00 \t\r\n")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        logger.debug("mending a part: %s", error)
    try:
        return etree.fromstring(_TAG.sub(_without_prefixes, _FORBIDDEN.sub("", text)).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise PartError("已损坏，读不通") from error


def _without_prefixes(tag: re.Match[str]) -> str:
    bare = _NAMESPACES.sub("", _ELEMENT_PREFIX.sub(r"\1", tag.group(), count=1))
    return _ATTRIBUTE_PREFIX.sub(r"\1", bare)


def _decode(content: bytes) -> str:
    """The text of an XML part, strictly: a page that cannot be decoded is damaged and must not be read as mojibake."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        declared = _DECLARED_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        name = declared[1].decode("ascii", "replace").lower() if declared else ""
        # Some producers declare UTF-8 and write GBK: read as that only if every byte of it fits.
        encodings = ["gb18030", "utf-8-sig"] if name in _CHINESE_ENCODINGS else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PartError("已损坏，文字编码有误")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").removeprefix("./").casefold()


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as its producer wrote it: without the UTF-8 flag, zipfile takes Chinese names for those of DOS."""
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
