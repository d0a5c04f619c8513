"""The manifest inside a file of Office: kept as custom properties, which Word, WPS and LibreOffice carry through edits."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import asdict
from pathlib import Path

from lxml import etree

from qa.training.manifest import TrainingFileError, manifest_from, manifest_text
from qa.training.model import Manifest

_PIECE = 240  # characters: a custom property of Word holds 255
_NAME = "judian-manifest"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PART = "docProps/custom.xml"
_LARGEST = 64 * 1024 * 1024  # bytes that a manifest may unfold to
_EPOCH = (1980, 1, 1, 0, 0, 0)
# The days that libraries write into a file: the same pack gives the same bytes.
_WRITTEN_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_SCRIPT = re.compile(r'<script type="application/json" id="judian-manifest">(.*?)</script>', re.DOTALL)


def stamped(package: bytes, manifest: Manifest) -> bytes:
    """The Office package with the manifest in its custom properties; the same bytes for the same content."""
    out = io.BytesIO()
    day = f"{manifest.made_on.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                override = f'<Override PartName="/{_PART}" ContentType="{_CONTENT_TYPE}"/></Types>'
                content = content.replace(b"</Types>", override.encode())
            elif name == "_rels/.rels":
                relation = f'<Relationship Id="rIdJudian" Type="{_RELATION}" Target="{_PART}"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            elif name == "docProps/core.xml":
                content = _WRITTEN_AT.sub(rb"\g<1>" + day + rb"\g<2>", content)
            elif name == _PART:
                continue
            _add(target, name, content)
        _add(target, _PART, _custom_properties(manifest))
    return out.getvalue()


def _add(target: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    target.writestr(entry, content)


def _custom_properties(manifest: Manifest) -> bytes:
    text = manifest_text(manifest)
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    values = {
        "judian-topic": manifest.topic,
        "judian-made-on": manifest.made_on.isoformat(),
        f"{_NAME}-sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    pieces = [packed[i : i + _PIECE] for i in range(0, len(packed), _PIECE)]
    values |= {f"{_NAME}-{place:04d}": piece for place, piece in enumerate(pieces)}
    root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={None: _PROPERTIES, "vt": _TYPES})
    for pid, (name, value) in enumerate(values.items(), 2):
        held = etree.SubElement(
            root, f"{{{_PROPERTIES}}}property", fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", pid=str(pid), name=name
        )
        etree.SubElement(held, f"{{{_TYPES}}}lpwstr").text = value
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def manifest_in(file: Path) -> Manifest:
    """The manifest inside a file made earlier (docx, pptx, xlsx, the quiz, or the manifest itself); TrainingFileError."""
    name = str(file)
    if not file.is_file():
        raise TrainingFileError(name, "没有这个文件", "请核对路径")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise TrainingFileError(name, f"打不开（{error.strerror}）", "请核对读取权限") from error
    return manifest_in_bytes(data, name)


def manifest_in_bytes(data: bytes, name: str) -> Manifest:
    """The manifest inside the content of a file; `name` is what errors call it. TrainingFileError where there is none."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return _checked(manifest_from(_unpacked(data, name), name), name)
    text = data.decode("utf-8", errors="replace")
    if found := _SCRIPT.search(text):
        return _checked(manifest_from(found.group(1).replace("\\u003c", "<"), name), name)
    if text.lstrip().startswith("{"):
        return _checked(manifest_from(text, name), name)
    raise TrainingFileError(name, "不是据典生成的培训材料，里面没有条款清单", "请给出 training make 生成的文件")


def _checked(manifest: Manifest, name: str) -> Manifest:
    """The manifest, each of its lines with the clause it rests on; whoever sent the file may have written it by hand."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(Manifest).validate_python(asdict(manifest))
    except ValidationError as error:
        raise TrainingFileError(name, "里面的条款清单损坏", "请用同时生成的 清单.json 核对") from error
    if not {line.clause_id for line in manifest.lines} <= {clause.clause_id for clause in manifest.clauses}:
        raise TrainingFileError(name, "里面的条款清单不全，有的行没有条款", "请用同时生成的 清单.json 核对")
    return manifest


def _unpacked(data: bytes, name: str) -> str:
    """The manifest's text from the custom properties of a package."""
    nothing = TrainingFileError(
        name, "里面没有条款清单：不是据典生成的，或另存时丢了文档属性", "请用同时生成的 清单.json 核对"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if _PART not in package.namelist() or package.getinfo(_PART).file_size > _LARGEST:
                raise nothing
            root = etree.fromstring(package.read(_PART), etree.XMLParser(resolve_entities=False, no_network=True))
        pieces = {
            held.get("name"): "".join(held.itertext()).strip()
            for held in root
            if re.fullmatch(rf"{_NAME}-\d{{4}}", held.get("name") or "")
        }
        if not pieces:
            raise nothing
        unfolding = zlib.decompressobj()
        packed = base64.b64decode("".join(pieces[key] for key in sorted(pieces)))
        text = unfolding.decompress(packed, _LARGEST).decode()
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, zlib.error, KeyError) as error:
        raise TrainingFileError(name, "里面的条款清单损坏", "请用同时生成的 清单.json 核对") from error
    return text
