"""What an OFD package holds: its documents, their pages, templates, notes, attachments and seals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import IngestError
from ingest.readers.ofd.package import OfdPackage, PartError
from ingest.readers.ofd.resources import Resources
from ingest.readers.ofd.values import (
    Rectangle,
    XmlElement,
    child,
    child_text,
    children,
    is_true,
    local_name,
    number,
    rectangle,
)

A4 = Rectangle(0.0, 0.0, 210.0, 297.0)
MOST_PAGES = 10_000
MOST_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class OfdDocument:
    """One DocBody of OFD.xml."""

    part: str
    box: Rectangle  # of pages that name none of their own
    pages: tuple[tuple[str, str | None], ...]  # ID and part; None where the part is missing
    templates: dict[str, str]  # part by ID
    resources: Resources
    annotations: dict[str, tuple[str, ...]]  # parts by ID of the page
    attachments: tuple[str, ...]  # names, for people
    seals: int


def documents_of(package: OfdPackage) -> tuple[list[OfdDocument], list[str]]:
    """The documents in printed order, and warnings about those that cannot be read; raises IngestError where none can."""
    try:
        root = package.read_xml("OFD.xml")
    except PartError as error:
        raise _unreadable(package, f"OFD 的入口文件 OFD.xml {error}") from error
    bodies = children(root, "DocBody")
    documents: list[OfdDocument] = []
    notes: list[str] = []
    for place, body in enumerate(bodies[:MOST_DOCUMENTS], 1):
        try:
            documents.append(_document(body, package))
        except PartError as error:
            notes.append(f"文件包中第 {place} 个文档（共 {len(bodies)} 个）读不出来：{error}")
    if len(bodies) > MOST_DOCUMENTS:
        notes.append(f"文件包中有 {len(bodies)} 个文档，只读了前 {MOST_DOCUMENTS} 个")
    if not any(document.pages for document in documents):
        raise _unreadable(package, "OFD 中没有一页可读" + (f"（{notes[0]}）" if notes else ""))
    return documents, notes


def _unreadable(package: OfdPackage, problem: str) -> IngestError:
    if package.is_encrypted:
        return IngestError(
            package.path, "OFD 文件已加密，无法读取", "请用 OFD 阅读器打开，解除密码后另存，或向发文单位索取"
        )
    return IngestError(package.path, f"{problem}，文件可能已损坏", "请重新下载，或用 OFD 阅读器打开后另存")


def _document(body: XmlElement, package: OfdPackage) -> OfdDocument:
    part = _document_root(body, package)
    root = package.read_xml(part)
    common = child(root, "CommonData")
    pages = children(child(root, "Pages"), "Page")
    if len(pages) > MOST_PAGES:
        raise IngestError(package.path, f"OFD 有 {len(pages)} 页，超过 {MOST_PAGES} 页的上限，未读取", "请拆分后再收入")
    templates = {
        (page.get("ID") or "").strip(): found
        for page in children(common, "TemplatePage")
        if (found := package.resolve(part, page.get("BaseLoc")))
    }
    resources = [package.resolve(part, shared.text) for shared in children(common, "PublicRes", "DocumentRes")]
    return OfdDocument(
        part=part,
        box=rectangle(child_text(child(common, "PageArea"), "PhysicalBox")) or A4,
        pages=tuple(((page.get("ID") or "").strip(), package.resolve(part, page.get("BaseLoc"))) for page in pages),
        templates=templates,
        resources=Resources().over(resources, package),
        annotations=_annotations(package, package.resolve(part, child_text(root, "Annotations"))),
        attachments=tuple(_attachments(package, package.resolve(part, child_text(root, "Attachments")))),
        seals=_seals(package, package.resolve("OFD.xml", child_text(body, "Signatures"))),
    )


def _document_root(body: XmlElement, package: OfdPackage) -> str:
    """The Document.xml of the version in force: of several, that marked as current, else of the highest index."""
    versions = children(child(body, "Versions"), "Version")
    versions.sort(key=lambda v: (is_true(v.get("Current"), False), number(v.get("Index"))), reverse=True)
    for version in versions:
        part = package.resolve("OFD.xml", version.get("BaseLoc"))
        if part is None:
            continue
        root = package.read_xml(part)
        if local_name(root) == "Document":
            return part
        if found := package.resolve(part, child_text(root, "DocRoot")):
            return found
    found = package.resolve("OFD.xml", child_text(body, "DocRoot"))
    if found is None:
        raise PartError("缺少文档根文件 Document.xml")
    return found


def _optional(package: OfdPackage, part: str | None) -> XmlElement | None:
    """The root of a part that the text can do without."""
    try:
        return None if part is None else package.read_xml(part)
    except PartError:
        return None


def _annotations(package: OfdPackage, part: str | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for page in children(_optional(package, part), "Page"):
        number_of_page = (page.get("PageID") or "").strip()
        parts = [package.resolve(part or "", location.text) for location in children(page, "FileLoc")]
        found[number_of_page] = (*found.get(number_of_page, ()), *(p for p in parts if p is not None))
    return found


def _attachments(package: OfdPackage, part: str | None) -> Iterator[str]:
    for attachment in children(_optional(package, part), "Attachment"):
        if is_true(attachment.get("Visible"), True):
            location = child_text(attachment, "FileLoc").replace("\\", "/").rsplit("/", 1)[-1]
            yield (attachment.get("Name") or location or "未命名").strip()


def _seals(package: OfdPackage, part: str | None) -> int:
    return len(children(_optional(package, part), "Signature"))
