"""The embedding models of this machine and of a library: where each is, which is used, how many clauses it has."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from index.bundled_model import (
    NAME,
    STAMP_FILE,
    Progress,
    bundled_fingerprint,
    bundled_model_folder,
    bundled_model_place,
    fingerprint_of,
    imported_models_folder,
    is_complete,
    is_plain_name,
)
from index.clause_index import DEFAULT_MODEL, MODEL_SETTING, MODEL_VARIABLE, model_name
from index.embedding import BUNDLED, NO_MODEL, Embedder
from index.library import Library
from index.write_lock import WriteLock
from ingest.errors import IndexBuildError, ModelError

NEXT_SETTING = "next_model"  # JSON of a NextModel while a change of model is under way
_NAME_SETTING = "model_of:"  # and a fingerprint: what the model was called when its vectors were made
# models--BAAI--bge-small-zh-v1.5 -> BAAI/bge-small-zh-v1.5
_CACHED = re.compile(r"models--(?P<name>.+)")


class Origin(StrEnum):
    """Where a model comes from."""

    BUNDLED = "bundled"
    IMPORTED = "imported"
    CACHED = "cached"  # in the local cache of the model site
    FOLDER = "folder"  # a folder that the library names
    GONE = "gone"  # vectors of it are left, the model itself is not here


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model of this machine, or one that a library has vectors of."""

    name: str  # what `use` calls it
    origin: Origin
    folder: Path | None
    size: int | None  # bytes on the disk
    dimension: int | None
    fingerprint: str | None  # None: not known before it is loaded
    clauses: int = 0  # of the library, that have a vector of it
    vectors: int = 0  # stored in the library, of texts that no clause has any more too
    is_used: bool = False
    is_next: bool = False  # the library is changing to it


@dataclass(frozen=True, slots=True)
class NextModel:
    """The model that a library is changing to."""

    name: str
    fingerprint: str
    dimension: int
    started: float  # seconds since 1970, of the last start
    done_at_start: int  # texts that had a vector then
    error: str | None = None  # why the last run ended


def known_models(library: Library | None = None) -> list[KnownModel]:
    """Every model that can be named here: bundled, imported, in the local cache, named or left behind by the library."""
    found = {model.name: model for model in (_bundled(), *_imported(), *_cached())}
    if library is None:
        return list(found.values())
    used, coming = model_name(library), next_model(library)
    stored = _stored_vectors(library)
    for name in (used, _own_model(library), coming.name if coming else NO_MODEL, *(s.name for s in stored.values())):
        if name not in found and name != NO_MODEL:
            found[name] = _named(name)
    by_name = {vectors.name: vectors for vectors in stored.values()}
    models = []
    for model in found.values():
        vectors = stored.get(model.fingerprint or "") or by_name.get(model.name)
        models.append(
            replace(
                model,
                dimension=model.dimension or (vectors.dimension if vectors else None),
                fingerprint=model.fingerprint or (vectors.fingerprint if vectors else None),
                clauses=vectors.clauses if vectors else 0,
                vectors=vectors.count if vectors else 0,
                is_used=model.name == used,
                is_next=coming is not None and model.name == coming.name,
            )
        )
    listed = {model.fingerprint for model in models}
    # The same name with other weights: the vectors of the earlier ones are listed by their fingerprint.
    models += [
        KnownModel(v.fingerprint, Origin.GONE, None, None, v.dimension, v.fingerprint, v.clauses, v.count)
        for v in stored.values()
        if v.fingerprint not in listed
    ]
    return models


def model_source(library: Library) -> str:
    """Where the choice of the library's model comes from: environment, library or default."""
    if os.environ.get(MODEL_VARIABLE):
        return "environment"
    return "library" if library.setting(MODEL_SETTING) else "default"


def remember_model(library: Library, name: str, embedder: Embedder) -> None:
    """Keep what the model of a fingerprint is called."""
    value = json.dumps({"name": name, "dimension": embedder.dimension}, ensure_ascii=False)
    if library.setting(_NAME_SETTING + embedder.fingerprint) != value:
        library.set_setting(_NAME_SETTING + embedder.fingerprint, value)


def next_model(library: Library) -> NextModel | None:
    """The model that the library is changing to, None if it keeps the one it has."""
    return read_next(library.setting(NEXT_SETTING))


def read_next(value: str | None) -> NextModel | None:
    """What the setting of the coming model says."""
    return NextModel(**json.loads(value)) if value else None


def forget_vectors(folder: Path, name: str) -> int:
    """Delete the vectors of a model, by name or fingerprint, from a library; return how many.

    Raises ModelError for one that is in use, under this name or another, or has none; IndexBuildError if the library is
    being written.
    """
    with Library.open(folder) as library, WriteLock(folder):
        models = known_models(library)
        found = [m for m in models if name in (m.name, m.fingerprint)]
        _refuse_used(library, name, found, models)
        fingerprints = {m.fingerprint for m in found if m.vectors and m.fingerprint}
        if not fingerprints:
            raise ModelError(name, "资料库里没有这个模型的向量", "请用 judian model list 查看名称")
        return sum(_forget(library, fingerprint) for fingerprint in fingerprints)


def _refuse_used(library: Library, name: str, found: Sequence[KnownModel], models: Sequence[KnownModel]) -> None:
    """Raise ModelError where one of those found is used or coming: the same weights may go by two names."""
    choose = "请先用 judian model use 换成另一个模型"
    uses = {_own_model(library): choose}
    if coming := next_model(library):
        uses.setdefault(coming.name, choose)
    # Who asks without this variable is answered by the library's own model: neither may lose its vectors.
    if asked := os.environ.get(MODEL_VARIABLE):
        uses.setdefault(asked, f"请先取消环境变量 {MODEL_VARIABLE}，或把它改成另一个模型")
    by_fingerprint = {m.fingerprint: m.name for m in models if m.fingerprint and m.name in uses}
    if coming:
        by_fingerprint.setdefault(coming.fingerprint, coming.name)
    for model in found:
        used = model.name if model.name in uses else by_fingerprint.get(model.fingerprint or "")
        if used is not None:
            same = "" if used == name else f"（它和 {used} 是同一个模型）"
            raise ModelError(name, f"资料库正在使用这个模型的向量{same}", uses[used])


def _own_model(library: Library) -> str:
    """The model that answers where nobody asks for another one."""
    return library.setting(MODEL_SETTING) or DEFAULT_MODEL


def _forget(library: Library, fingerprint: str) -> int:
    """Delete the index first, the vectors that it is made from last: what a killed run leaves can be made up for."""
    from index.derived import forget_vectors_elsewhere
    from index.vectors import VectorIndex, VectorStamp

    index = VectorIndex(library.folder, fingerprint)
    index.clear()
    index.save(VectorStamp.of(library, fingerprint))  # of nothing: its files go
    if VectorIndex(library.folder, fingerprint).stamp is not None:
        raise IndexBuildError(
            library.folder, "这个模型的向量索引文件删不掉，可能有程序还开着它", "请关闭正在用这个模型的程序后再试"
        )
    forget_vectors_elsewhere(library, fingerprint)
    with library.transaction() as connection:
        count = connection.execute("DELETE FROM embeddings WHERE fingerprint = ?", (fingerprint,)).rowcount
        connection.execute("DELETE FROM settings WHERE name = ?", (_NAME_SETTING + fingerprint,))
    return count


def folder_of_model(model: str, progress: Progress | None = None) -> Path:
    """The folder of a model that is on this machine, by its name or place; raises ModelError."""
    if model == BUNDLED:
        return bundled_model_folder(progress)
    if is_plain_name(model) and (imported_models_folder() / model).is_dir():
        return imported_models_folder() / model
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    cached = next((m.folder for m in _cached() if m.name == model), None)
    if cached is None:
        raise ModelError(model, "本机没有这个模型", "请用 judian model list 查看名称，或给出模型文件夹")
    return cached


def published_name(model: str, folder: Path) -> str:
    """What a model is called where it is imported: the last part of its name."""
    if (folder / STAMP_FILE).is_file() and model == BUNDLED:
        return NAME
    return Path(model).name or folder.name


# What is on this machine.


def _bundled() -> KnownModel:
    folder = bundled_model_place()
    ready = is_complete(folder)
    return KnownModel(
        BUNDLED,
        Origin.BUNDLED,
        folder if ready else None,
        _size_of(folder) if ready else None,
        _dimension_of(folder) if ready else None,
        bundled_fingerprint(),
    )


def _imported() -> Iterator[KnownModel]:
    if imported_models_folder().is_dir():
        for folder in sorted(imported_models_folder().iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                yield _in_folder(folder.name, Origin.IMPORTED, folder)


def _cached() -> Iterator[KnownModel]:
    """Sentence-transformers models in the local cache of the model site, each by its newest snapshot."""
    for place in sorted(_hub_cache().glob("models--*")):
        snapshots = [s for s in place.glob("snapshots/*") if (s / "modules.json").is_file()]
        named = _CACHED.fullmatch(place.name)
        if snapshots and named:
            newest = max(snapshots, key=lambda s: s.stat().st_mtime)
            yield _in_folder(named["name"].replace("--", "/"), Origin.CACHED, newest)


def _hub_cache() -> Path:
    """Where huggingface_hub keeps what it downloads; read here because importing it takes a tenth of a second."""
    if chosen := os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE"):
        return Path(chosen).expanduser()
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface"
    return Path(home).expanduser() / "hub"


def _named(name: str) -> KnownModel:
    """A model that a library names and that none of the usual places has."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _in_folder(name, Origin.FOLDER, folder)
    return KnownModel(name, Origin.GONE, None, None, None, None)


def _in_folder(name: str, origin: Origin, folder: Path) -> KnownModel:
    whole = is_complete(folder)
    return KnownModel(
        name, origin, folder, _size_of(folder), _dimension_of(folder), fingerprint_of(folder) if whole else None
    )


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _dimension_of(folder: Path) -> int | None:
    """Length of a vector: as the last projection has it, else the pooling, else the encoder."""
    for pattern, key in (
        ("*_Dense/config.json", "out_features"),
        ("*_Pooling/config.json", "word_embedding_dimension"),
        ("config.json", "hidden_size"),
    ):
        for path in sorted(folder.glob(pattern), reverse=True):
            value = _setting_in(path, key)
            if isinstance(value, int):
                return value
    return None


def _setting_in(path: Path, key: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8")).get(key)
    except (OSError, ValueError, AttributeError):
        return None


# What is in the library.


@dataclass(frozen=True, slots=True)
class _StoredVectors:
    """The vectors of one model in a library."""

    fingerprint: str
    name: str
    dimension: int
    clauses: int
    count: int


def _stored_vectors(library: Library) -> dict[str, _StoredVectors]:
    """By fingerprint."""
    clauses = library.select(
        """SELECT e.fingerprint, count(*) AS n FROM clauses c JOIN embeddings e ON e.text_key = c.text_key
           GROUP BY e.fingerprint"""
    )
    of_clauses = {r["fingerprint"]: r["n"] for r in clauses}
    stored = library.select(
        "SELECT fingerprint, count(*) AS n, max(length(vector)) / 2 AS d FROM embeddings GROUP BY fingerprint"
    )
    return {
        r["fingerprint"]: _StoredVectors(
            r["fingerprint"], _name_of(library, r["fingerprint"]), r["d"], of_clauses.get(r["fingerprint"], 0), r["n"]
        )
        for r in stored
    }


def _name_of(library: Library, fingerprint: str) -> str:
    if fingerprint == bundled_fingerprint():
        return BUNDLED
    value = library.setting(_NAME_SETTING + fingerprint)
    try:
        return str(json.loads(value)["name"]) if value else fingerprint
    except (ValueError, KeyError, TypeError):
        return fingerprint
