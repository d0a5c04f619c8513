"""The peers by name, with what each needs installed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.declared import EvalError
from eval.peers.model import Mode, Peer

OURS = "judian"
_HERE = Path(__file__).parent
_OWN_SOURCES = ("ingest", "index", "qa")


@dataclass(frozen=True, slots=True)
class PeerEntry:
    """One peer as it is compared."""

    name: str
    title: str  # as the table has it
    packages: tuple[str, ...]  # as pip knows them
    source: str  # its file here
    make: Callable[[], Peer]
    modes: tuple[Mode, ...] = tuple(Mode)  # the rankings it can give
    keeps_files: bool = True  # else it is built in the memory of each process that serves it

    def missing(self) -> list[str]:
        """Return the packages that are not installed."""
        return [name for name in self.packages if _version(name) is None]

    def versions(self) -> dict[str, str]:
        """Return the version of each package."""
        return {name: _version(name) or "?" for name in self.packages}

    def stamp(self) -> str:
        """Return what changes when its results may: its file here, the versions, and for ours all of our source."""
        digest = hashlib.sha256(repr(sorted(self.versions().items())).encode())
        for name in (self.source, "model.py", "words.py"):
            digest.update((_HERE / name).read_bytes())
        if self.name == OURS:
            root = _HERE.parent.parent
            for path in sorted(p for package in _OWN_SOURCES for p in (root / package).rglob("*")):
                if path.suffix in (".py", ".tsv", ".txt"):
                    digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


def peers() -> tuple[PeerEntry, ...]:
    """Return all of them, ours first."""
    return (
        PeerEntry(OURS, "Judian", (), "ours.py", _ours),
        _haystack_entry("haystack", "Haystack InMemory, as it comes", _haystack),
        _haystack_entry("haystack-jieba", "Haystack InMemory, jieba words", _haystack_jieba),
        PeerEntry("bm25s-faiss", "bm25s (jieba words) + FAISS flat", ("bm25s", "faiss-cpu"), "bm25s_faiss.py", _bm25s),
        PeerEntry("lancedb", "LanceDB, character pairs", ("lancedb",), "lance.py", _lance),
        PeerEntry("lancedb-default", "LanceDB, as it comes", ("lancedb",), "lance.py", _lance_default),
        PeerEntry("fts5-trigram", "SQLite FTS5, trigram", (), "fts5.py", _fts5, (Mode.WORDS,)),
        PeerEntry("fts5-jieba", "SQLite FTS5, jieba words", (), "fts5.py", _fts5_jieba, (Mode.WORDS,)),
    )


def peer_named(name: str) -> PeerEntry:
    """Return the peer of a name. Raises EvalError for an unknown one."""
    for entry in peers():
        if entry.name == name:
            return entry
    raise EvalError(name, "没有这个对比系统", f"请从这些里选：{'、'.join(e.name for e in peers())}")


def _haystack_entry(name: str, title: str, make: Callable[[], Peer]) -> PeerEntry:
    return PeerEntry(name, title, ("haystack-ai",), "haystack_store.py", make, keeps_files=False)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


# Each imports its own library only, so that a process that serves one carries nothing of the others.


def _ours() -> Peer:
    from eval.peers.ours import Judian

    return Judian()


def _haystack() -> Peer:
    from eval.peers.haystack_store import HaystackInMemory

    return HaystackInMemory()


def _haystack_jieba() -> Peer:
    from eval.peers.haystack_store import HaystackInMemory

    return HaystackInMemory(jieba_words=True)


def _bm25s() -> Peer:
    from eval.peers.bm25s_faiss import Bm25sFaiss

    return Bm25sFaiss()


def _lance() -> Peer:
    from eval.peers.lance import LanceDb

    return LanceDb()


def _lance_default() -> Peer:
    from eval.peers.lance import LanceDb

    return LanceDb(pairs=False)


def _fts5() -> Peer:
    from eval.peers.fts5 import SqliteFts5

    return SqliteFts5()


def _fts5_jieba() -> Peer:
    from eval.peers.fts5 import SqliteFts5

    return SqliteFts5(jieba_words=True)
