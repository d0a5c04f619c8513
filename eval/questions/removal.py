"""A library as it would be had some of its files never been taken in."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.questions.labels import LabelledQuestion, plain
from index.clause_index import OpenIndex, open_index
from index.embedding import NO_MODEL, Embedder
from index.library import Library

_DATABASE = "library.db"
# Evidence as short as this may stand in a file that answers nothing.
_TELLING = 6


def files_that_answer(question: LabelledQuestion, texts: dict[str, str]) -> frozenset[str]:
    """Names of the files that are labelled, or hold labelled evidence word for word: copies, scanned pages."""
    evidence = [plain(a.evidence) for a in question.answers]
    holding = {name for name, text in texts.items() if any(len(e) >= _TELLING and e in text for e in evidence)}
    return frozenset({*question.files, *question.also_in, *holding})


def texts_of(library: Library) -> dict[str, str]:
    """File name -> everything its documents print, without white space."""
    texts: dict[str, str] = {}
    for stored in library.documents():
        texts.setdefault(Path(stored.file).name, plain(library.document(stored.document.document_id).text))
    return texts


@contextmanager
def index_without(folder: Path, names: Collection[str], embedder: Embedder | None) -> Iterator[OpenIndex]:
    """Open a copy of a library from which the files of these names are gone, its indexes built anew over what is left.

    Nothing remembers them: not the catalogue, the silent notices, the word statistics or the vectors.
    """
    with TemporaryDirectory(prefix="judian-eval-") as place:
        with (
            closing(sqlite3.connect(f"file:{folder / _DATABASE}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(Path(place) / _DATABASE)) as copy,
        ):
            source.backup(copy)
        with Library.open(Path(place)) as library:
            library.remove_files([f.row for f in library.known_files() if Path(f.facts.file).name in names])
        index = open_index(Path(place), NO_MODEL if embedder is None else None, embedder)
        try:
            yield index
        finally:
            index.library.close()
