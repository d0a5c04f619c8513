"""Which program keeps the rankings of a library: the indexes beside library.db, or Milvus."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from ingest.errors import IndexBuildError

if TYPE_CHECKING:
    from index.library import Library

INDEX_VARIABLE = "JUDIAN_INDEX"
INDEX_SETTING = "index"
EMBEDDED = "embedded"
_MILVUS = "milvus:"

VECTOR_INDEXES = ("HNSW", "HNSW_SQ", "IVF_FLAT", "IVF_SQ8", "DISKANN", "FLAT", "AUTOINDEX")


@dataclass(frozen=True, slots=True)
class MilvusPlace:
    """A Milvus server, or a file of Milvus Lite, and how collections are laid out there.

    As text: `milvus:http://10.0.0.5:19530?shards=4&replicas=2`; what is left out has the value below.
    """

    uri: str
    database: str = ""  # of the server; "": its default
    shards: int = 1  # channels that writing is spread over; fixed when a collection is made
    replicas: int = 1  # copies in memory that searching is spread over
    vectors: str = ""  # the kind of the vectors' index; "": HNSW, of Milvus Lite FLAT; fixed when a collection is made

    @property
    def is_lite(self) -> bool:
        """Whether it is Milvus Lite: a file of this machine, for one process at a time."""
        return "://" not in self.uri

    @property
    def vector_index(self) -> str:
        """The kind of the vectors' index. That of Milvus Lite is exact: its HNSW finds little inside a narrow filter."""
        return self.vectors or ("FLAT" if self.is_lite else "HNSW")

    def __str__(self) -> str:
        options = {name: value for name, default in _DEFAULTS.items() if (value := getattr(self, name)) != default}
        return f"{_MILVUS}{self.uri}{'?' if options else ''}{urlencode(options)}"


_DEFAULTS = {"database": "", "shards": 1, "replicas": 1, "vectors": ""}


def index_place(library: Library) -> MilvusPlace | None:
    """Return where the rankings are kept: as the environment says, else the library's own setting; None: beside library.db."""
    return parse_place(os.environ.get(INDEX_VARIABLE) or library.setting(INDEX_SETTING) or EMBEDDED)


def parse_place(text: str) -> MilvusPlace | None:
    """Return the place a setting names, None for `embedded`; raises IndexBuildError for one that cannot be read."""
    if text == EMBEDDED:
        return None
    uri, _, query = text.removeprefix(_MILVUS).partition("?")
    if not text.startswith(_MILVUS) or not uri:
        raise _unreadable(text, "请写成 embedded，或 milvus:http://主机:19530，或 milvus:文件.db")
    options = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := sorted(options.keys() - _DEFAULTS.keys()):
        raise _unreadable(text, f"其中不认识 {'、'.join(unknown)}，请从这些里选：{'、'.join(_DEFAULTS)}")
    vectors = options.get("vectors", "")
    if vectors and vectors not in VECTOR_INDEXES:
        raise _unreadable(text, f"请把 vectors 写成其中之一：{'、'.join(VECTOR_INDEXES)}")
    counts = {}
    for name in ("shards", "replicas"):
        value = options.get(name, "1")
        if not value.isdecimal() or not 1 <= int(value) <= 1024:
            raise _unreadable(text, f"请把 {name} 写成 1 到 1024 的整数")
        counts[name] = int(value)
    return MilvusPlace(uri, options.get("database", ""), vectors=vectors, **counts)


def absolute_place(place: MilvusPlace) -> MilvusPlace:
    """Return the place checked, a file of Milvus Lite named from the root: a setting is read in any folder.

    Raises IndexBuildError for options that cannot be.
    """
    if place.is_lite:
        place = replace(place, uri=str(Path(place.uri).resolve()))
    parse_place(str(place))
    return place


def _unreadable(text: str, remedy: str) -> IndexBuildError:
    return IndexBuildError(text, f"看不懂索引的设置（{INDEX_VARIABLE} 或 judian index use）", remedy)
