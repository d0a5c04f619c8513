"""Models carried between machines: exported as a folder or zip file that says what is in it, imported when it is whole."""

from __future__ import annotations

import json
import logging
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from index.bundled_model import (
    STAMP_FILE,
    Progress,
    bundled_fingerprint,
    bundled_model_place,
    fingerprint_of,
    imported_models_folder,
    is_complete,
    is_plain_name,
)
from index.embedding import BUNDLED, NO_MODEL, OnnxEmbedder
from index.models import folder_of_model, published_name
from index.packed_weights import sha256_of
from ingest.errors import ModelError

log = logging.getLogger(__name__)

MANIFEST_FILE = "judian-files.json"  # name and fingerprint of an exported model, sizes and SHA-256 of its files
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """A model that is now on this machine."""

    name: str  # what `use` calls it
    folder: Path
    was_there: bool  # the same model had been imported before


def export_model(target: Path, progress: Progress | None = None, model: str = BUNDLED) -> Path:
    """Copy a model of this machine into a new or empty folder, or a new .zip file; returns where it is.

    It is used elsewhere after `import_model`, as `JUDIAN_MODEL=folder`, or by any program that loads
    sentence-transformers models. Raises ModelError.
    """
    as_zip = target.suffix.lower() == ".zip"
    if target.exists() and (as_zip or not target.is_dir() or any(target.iterdir())):
        raise ModelError(target, "要导出到的位置已有内容", "请换一个新的或空的文件夹，或另一个文件名")
    ready = folder_of_model(model, progress)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            copy = Path(scratch) / "model"
            shutil.copytree(ready, copy, ignore=shutil.ignore_patterns(".*", MANIFEST_FILE))
            _write_manifest(copy, published_name(model, ready))
            if as_zip:
                _zip(copy, Path(scratch) / "model.zip").replace(target)
            else:
                if target.exists():
                    target.rmdir()
                copy.rename(target)
    except OSError as problem:
        raise ModelError(target, f"模型导出失败（{problem.strerror or problem}）", "请检查磁盘空间和权限") from problem
    log.info("exported %s to %s", ready, target)
    return target


def import_model(source: Path, name: str | None = None) -> ImportedModel:
    """Take an exported folder or zip file, or any sentence-transformers folder, onto this machine; no network is used.

    Nothing is kept of one that is not whole. The bundled model becomes "bundled" here too, also where its wheel cannot
    be installed; another one is used by its name. Raises ModelError.
    """
    if not source.exists():
        raise ModelError(source, "没有这个文件或文件夹", "请检查路径")
    try:
        with _beside_the_models() as scratch:
            copy = _copied(source, scratch)
            _check_files(source, copy)
            _check_it_runs(source, copy)
            return _put_in_place(source, copy, name)
    except OSError as problem:
        raise ModelError(
            source,
            f"模型导入失败（{problem.strerror or problem}）",
            "请检查磁盘空间和权限，或用环境变量 JUDIAN_CACHE 指定另一个可写的文件夹",
        ) from problem


# Exporting.


def _write_manifest(folder: Path, name: str) -> None:
    stamped = (folder / STAMP_FILE).is_file()
    manifest = {
        "name": name,
        "fingerprint": fingerprint_of(folder) if stamped else None,
        "files": {
            path.relative_to(folder).as_posix(): {"size": path.stat().st_size, "sha256": sha256_of(path)}
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")


def _zip(folder: Path, target: Path) -> Path:
    # Weights hardly shrink: stored as they are, the file is written and read at the disk's pace.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())
    return target


# Importing.


@contextmanager
def _beside_the_models() -> Iterator[Path]:
    """A folder that can be renamed into its place, and is gone afterwards."""
    imported_models_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=imported_models_folder(), prefix=".import-") as scratch:
        yield Path(scratch)


def _copied(source: Path, scratch: Path) -> Path:
    """The model's own folder, copied or unpacked."""
    copy = scratch / "model"
    if source.is_dir():
        shutil.copytree(source, copy)
    elif zipfile.is_zipfile(source):
        _unpack(source, copy)
    else:
        raise ModelError(source, "不是模型文件夹，也不是完整的 zip 文件", "请重新导出或重新拷贝")
    # A zip made by hand holds the folder and not what is in it.
    inside = [path for path in copy.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else copy


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as packed:
            for member in packed.infolist():
                place = PurePosixPath(member.filename.replace("\\", "/"))
                if place.is_absolute() or ".." in place.parts or ":" in member.filename:
                    raise ModelError(source, f"压缩包里有越出文件夹的路径（{member.filename}）", "请只导入可信的模型")
            packed.extractall(folder)  # checks the CRC of each file
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as problem:
        raise ModelError(source, f"压缩包不完整或不能解开（{problem}）", "请重新导出或重新拷贝") from problem


def _check_files(source: Path, folder: Path) -> None:
    """Every file is there as it was exported; of a folder without a manifest what can be told."""
    again = "请重新导出或重新拷贝"
    manifest = _manifest_of(source, folder)
    for name, facts in manifest["files"].items() if manifest else ():
        path = folder / name
        if not path.is_file():
            raise ModelError(source, f"缺少文件 {name}", again)
        if path.stat().st_size != facts["size"] or sha256_of(path) != facts["sha256"]:
            raise ModelError(source, f"文件 {name} 与导出时不同，可能拷贝时损坏", again)
    if (folder / STAMP_FILE).exists():
        if not is_complete(folder):
            raise ModelError(source, "模型文件夹不完整", again)
        if manifest and manifest["fingerprint"] != fingerprint_of(folder):
            raise ModelError(source, "模型的指纹与导出时不同", again)
        return
    weights = [path for pattern in _WEIGHTS for path in folder.rglob(pattern)]
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelError(source, "不是 sentence-transformers 模型（没有 modules.json 或 config.json）", "请检查路径")
    if not weights:
        raise ModelError(source, "模型里没有权重文件（*.safetensors）", again)
    for path in weights:
        if path.suffix == ".safetensors" and not _is_whole(path):
            raise ModelError(source, f"权重文件 {path.name} 不完整", again)


def _manifest_of(source: Path, folder: Path) -> Any:
    path = folder / MANIFEST_FILE
    if not path.exists():
        return None
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for name, facts in manifest["files"].items():
            _ = (folder / name, int(facts["size"]), str(facts["sha256"]))
        _ = (manifest["name"], manifest["fingerprint"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ModelError(source, f"文件清单 {MANIFEST_FILE} 已损坏", "请重新导出或重新拷贝") from problem
    return manifest


def _is_whole(weights: Path) -> bool:
    """Whether a safetensors file ends where its header says: eight bytes of length, the header, the tensors."""
    try:
        with weights.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > weights.stat().st_size:
                return False
            header = json.loads(file.read(length))
        ends = [tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"]
        return bool(weights.stat().st_size == 8 + length + max(ends, default=0))
    except (ValueError, KeyError, TypeError, IndexError, struct.error):
        return False


def _check_it_runs(source: Path, folder: Path) -> None:
    """A model of ours embeds a question; another one needs the extra, and is tried when it is used."""
    if not (folder / STAMP_FILE).is_file():
        return
    try:
        embedder = OnnxEmbedder(folder)
        vector = embedder.embed_queries(["党支部书记补贴标准"])[0]
        runs = len(vector) == embedder.dimension and abs(float(vector @ vector) - 1) < 1e-3
    except Exception as problem:  # a damaged graph or tokenizer raises types of its own
        raise ModelError(source, f"模型不能运行（{problem}）", "请重新导出或重新拷贝") from problem
    if not runs:
        raise ModelError(source, "模型算出的向量不对", "请重新导出或重新拷贝")


def _put_in_place(source: Path, folder: Path, name: str | None) -> ImportedModel:
    if (folder / STAMP_FILE).is_file() and fingerprint_of(folder) == bundled_fingerprint() and name is None:
        place, name = bundled_model_place(), BUNDLED
        if is_complete(place):
            return ImportedModel(name, place, was_there=True)
        shutil.rmtree(place, ignore_errors=True)  # what is not whole there is of no use
    else:
        manifest = _manifest_of(source, folder)
        name = name or (manifest["name"] if manifest else source.name.removesuffix(".zip"))
        if not is_plain_name(name) or name.startswith(".") or name in (BUNDLED, NO_MODEL):
            raise ModelError(source, f"「{name}」不能用作模型的名称", "请用 --name 另起一个名称")
        place = imported_models_folder() / name
        if place.exists():
            if _same_files(folder, place):
                return ImportedModel(name, place, was_there=True)
            raise ModelError(source, f"已经有一个名为「{name}」的模型，内容不同", "请用 --name 另起一个名称")
    folder.rename(place)
    place.chmod(0o755)
    log.info("imported %s into %s", source, place)
    return ImportedModel(name, place, was_there=False)


def _same_files(one: Path, other: Path) -> bool:
    def files(folder: Path) -> dict[str, int]:
        return {p.relative_to(folder).as_posix(): p.stat().st_size for p in folder.rglob("*") if p.is_file()}

    return files(one) == files(other) and all(sha256_of(one / name) == sha256_of(other / name) for name in files(one))
