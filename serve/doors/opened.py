"""The library that a door reads: opened when it is first asked, and again when it is another one by now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from index.clause_index import OpenIndex, model_name, open_index
from index.engine import index_place
from index.library import Library
from index.schema import DATABASE
from ingest.errors import IndexBuildError
from qa.reading.reader import SentenceVectors
from qa.retrieving.retrieve import QueryEmbedder


class OpenedLibrary:
    """One library for all requests, from any thread; what another process writes to it is followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opening = Lock()
        self._opened: _Opened | None = None
        self._vectors: SentenceVectors | None = None

    def index(self) -> OpenIndex:
        """The library with its indexes as they are now; IndexBuildError where there is none or it cannot be read."""
        opened = self._opened
        if opened is not None and opened.is_current(self.folder):
            return opened.index
        with self._opening:
            if self._opened is None or not self._opened.is_current(self.folder):
                self._opened = _newly_opened(self.folder)
            return self._opened.index

    def sentence_vectors(self, embedder: QueryEmbedder | None) -> SentenceVectors | None:
        """Vectors of sentences already read, for all questions: half of what a question costs; None: words only."""
        if embedder is None:
            return None
        with self._opening:
            if self._vectors is None or self._vectors.embedder is not embedder:
                self._vectors = SentenceVectors(embedder)
            return self._vectors


@dataclass(frozen=True, slots=True)
class _Opened:
    index: OpenIndex
    file: tuple[int, int]  # the device and number of library.db
    state: str

    def is_current(self, folder: Path) -> bool:
        """Whether the folder still has this library, with the same model and place of its rankings.

        It is asked of the library as it is open: to open it again for every question costs more than to look.
        """
        try:
            return self.file == _file_in(folder) and self.state == _state_of(self.index.library)
        except (OSError, IndexBuildError):  # opening it anew tells what is wrong
            return False


def _newly_opened(folder: Path) -> _Opened:
    with Library.open(folder) as library:  # says in words where there is none
        file, state = _file_in(folder), _state_of(library)
    return _Opened(open_index(folder), file, state)


def _file_in(folder: Path) -> tuple[int, int]:
    kept = (folder / DATABASE).stat()
    return kept.st_dev, kept.st_ino


def _state_of(library: Library) -> str:
    """Which library, model and place of its rankings it is by now."""
    return f"{library.library_id} {model_name(library)} {index_place(library)}"
