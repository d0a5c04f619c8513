"""The sets that the weights are learned from, each with its library, and the cases that come of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.labelled import document_files
from eval.learning.cases import Case, asked_elsewhere, near_misses, own_cases, without_answers
from eval.learning.views import Remembering, ViewWithout, index_without
from index.bundled_model import cache_folder
from index.clause_index import OpenIndex, open_index
from index.embedding import NO_MODEL
from index.schema import SCHEMA_VERSION
from index.update import ingest_paths
from ingest.regions import places_in

_ROOT = Path(__file__).resolve().parents[2]
_SHARED = _ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Source:
    """A set of labelled questions and the notices they are asked of."""

    name: str
    topics: Path
    documents: tuple[Path, ...]
    elsewhere: re.Pattern[str] | None = None  # ids of questions that the notices of CORPUS say nothing of

    @property
    def is_there(self) -> bool:
        """Whether the files are on this machine: dev is not part of the project."""
        return self.topics.is_file()


CORPUS = "corpus"
SOURCES = (
    Source(
        "dev", _SHARED / "dev/questions.jsonl", (_SHARED / "originals", _SHARED / "dev/documents"), re.compile(r"H\d")
    ),
    Source(CORPUS, _ROOT / "eval/topics/corpus.jsonl", (_ROOT / "corpus",)),
    Source("held_out", _ROOT / "tests/qa/held_out/questions.jsonl", (_ROOT / "tests/qa/held_out/notices",)),
    Source("practice", _ROOT / "eval/topics/practice.jsonl", (_ROOT / "eval/notices/practice",)),
    Source("further", _ROOT / "eval/topics/further.jsonl", (_ROOT / "eval/notices/further",)),
    Source("unseen", _ROOT / "eval/topics/unseen.jsonl", (_ROOT / "eval/notices/unseen",)),
)


@dataclass(frozen=True, slots=True)
class Libraries:
    """The libraries of all sets, open, and the cases asked of them."""

    indexes: Mapping[str, OpenIndex]
    embedder: Remembering | None  # one model for all
    cases: Sequence[Case]
    _views: dict[tuple[str, frozenset[str]], ViewWithout]

    def index_of(self, case: Case) -> ViewWithout:
        """The library that a case is asked of, without the files that it leaves out."""
        key = (case.library, case.without)
        if key not in self._views:
            self._views[key] = index_without(self.indexes[case.library], case.without, self.embedder)
        return self._views[key]


def library_folder(source: Source) -> Path:
    """Where the library of a set is kept between runs."""
    return cache_folder() / "eval" / f"learning-{source.name}" / f"library-{SCHEMA_VERSION}"


def read_in(source: Source) -> Path:
    """Take a set's notices into its library, all anew: how they are read may have changed. Vectors are kept."""
    folder = library_folder(source)
    ingest_paths(document_files(source.documents), folder, reread=True)
    return folder


@contextmanager
def opened(folders: Mapping[Source, Path], *, by_words: bool) -> Iterator[Libraries]:
    """The libraries with their cases, with vectors or by words only."""
    with ExitStack() as closing:
        indexes: dict[str, OpenIndex] = {}
        for source, folder in folders.items():
            index = open_index(folder, NO_MODEL if by_words else None)
            closing.callback(index.library.close)
            indexes[source.name] = index
        embedder = next((i.embedder for i in indexes.values() if i.embedder is not None), None)
        remembering = Remembering(embedder, cache_folder() / "eval") if embedder is not None else None
        cases = [case for source in folders for case in _cases(source, indexes)]
        yield Libraries(indexes, remembering, cases, {})
        if remembering is not None:
            remembering.keep()


def _cases(source: Source, indexes: Mapping[str, OpenIndex]) -> list[Case]:
    own = [*own_cases(source.topics, source.name), *near_misses(source.name)]
    cases = [*own, *without_answers(own, indexes[source.name].library)]
    if source.name == CORPUS or CORPUS not in indexes:
        return cases
    if source.elsewhere is not None:
        return [*cases, *asked_elsewhere([c for c in own if source.elsewhere.match(c.asked.question_id)], CORPUS)]
    held = {d.region for d in indexes[CORPUS].library.listed() if d.region}
    return [*cases, *asked_elsewhere([c for c in own if _names_another_place(c, held)], CORPUS)]


def _names_another_place(case: Case, regions: set[str]) -> bool:
    """Whether a question names places, none of them in one line with the regions of a library."""
    chains = [mention.place.chain for mention in places_in(case.asked.question)]
    return bool(chains) and not any(c.startswith(r) or r.startswith(c) for c in chains for r in regions)
