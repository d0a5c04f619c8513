"""The passages of a library written to Milvus by their words: added, removed, committed, and caught up."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import starmap

from index.engine import MilvusPlace
from index.lexical import LexicalStamp, PassageTokens
from index.lexical_build import tokens_of_rows
from index.library import Library
from index.milvus.conditions import one_of
from index.milvus.difference import difference
from index.milvus.schema import (
    CLAUSE_PART,
    STAMP_PART,
    STAMP_ROW,
    Entity,
    about_documents,
    collection_prefix,
    words_collection,
    words_entity,
    words_stamp,
)
from index.milvus.statistics import Tally, WordStatistics
from index.milvus.store import MOST_RESULTS, MilvusStore
from index.milvus.weights import Lengths, lengths_of, passage_weights, passages_of
from ingest.errors import IndexBuildError

_logger = logging.getLogger(__name__)

# Passages in one request: about 1 MB of weights, well below the 64 MB that a server takes.
_BATCH = 500
# Clauses of which the first average lengths are taken, before anything is sent.
_FIRST_LOOK = 2_000
# Passages sent between two times that the counts are brought up; what a killed run does again at most.
_UNCOUNTED = 20_000
# An average that has moved by more than this since passages were weighed has them weighed again. On 7,149 statute articles
# averages wrong by a tenth leave 99% of the ten best, by a fifth 97%, by a half 94%.
_DRIFT = 0.10
_ROWS_AT_ONCE = 200
_PARTS_AT_ONCE = 64
_UNFINISHED = -1


@dataclass(frozen=True, slots=True)
class WordsStamp:
    """The state of the library that the passages were made from, and what they were weighed against."""

    library: LexicalStamp
    state: str  # new with every commit, and kept beside library.db as well
    last_row: int  # of a clause: no later one had been there
    epoch: int
    averages: Lengths

    def as_text(self) -> str:
        """Return it as `from_text` reads it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> WordsStamp:
        """Return what `as_text` was called on."""
        record = json.loads(text)
        return cls(**{**record, "library": LexicalStamp(**record["library"]), "averages": tuple(record["averages"])})


@dataclass(frozen=True, slots=True)
class _Waiting:
    row: int
    document: int
    tokens: PassageTokens


class MilvusWords:
    """One writer at a time, under the library's write lock. What is added and removed lasts after the next commit."""

    def __init__(self, library: Library, store: MilvusStore, statistics: WordStatistics) -> None:
        """For `open_words`, which makes the collection."""
        self._library, self._store, self._statistics = library, store, statistics
        self._name = words_collection(library.library_id)
        self._stamp = read_stamp(store, self._name)
        self._averages = (self._stamp and self._stamp.averages) or None
        self._epoch = self._stamp.epoch if self._stamp else 1
        self._added: list[_Waiting] = []
        self._removed: set[int] = set()
        self._sent, self._notes = Tally(), list[int]()  # in Milvus, not yet counted; their notes in the journal

    @property
    def stamp(self) -> LexicalStamp | None:
        """The state of the library at the last commit; None if there was none."""
        return self._stamp.library if self._stamp else None

    # Writing, as LexicalIndex has it.

    def add(self, row: int, document_row: int, tokens: PassageTokens) -> None:
        """Add a clause, and each row of a long table in it by itself."""
        self._added.append(_Waiting(row, document_row, tokens))
        if len(self._added) >= (_BATCH if self._averages else _FIRST_LOOK):
            self._send()

    def remove(self, rows: Sequence[int]) -> None:
        """Remove clauses."""
        self._removed.update(rows)
        if len(self._removed) >= _UNCOUNTED:
            self._take_away()

    def commit(self, stamp: LexicalStamp) -> None:
        """Send what is waiting, and stamp the collection."""
        self._take_away()
        self._send()
        self._count_sent()
        self._weigh_again_if_drifted()
        last = self._library.select("SELECT coalesce(max(row), 0) AS row FROM clauses")[0]["row"]
        self._set_stamp(stamp, last)
        self._store.settle(self._name)

    def begin(self) -> None:
        """Stamp the collection as one that is being filled: who finds it so goes on from what is there."""
        self._set_stamp(replace(LexicalStamp.of(self._library), generation=_UNFINISHED), 0)

    def mend(self) -> None:
        """After an interruption anywhere: bring the collection to the library's state, and let go of it."""
        self._added.clear()
        self._removed.clear()
        self._sent, self._notes = Tally(), []
        self.catch_up()
        self.close_writer()

    def close_writer(self) -> None:
        """Let other processes write; what was not committed is sent again by the next one."""
        self._added.clear()
        self._removed.clear()
        self._statistics.close()
        self._store.close()

    # Catching up.

    def catch_up(self, *, thoroughly: bool = False) -> str | None:
        """Bring the collection to the library's state; return what was done, None if nothing.

        `thoroughly`: also what the stamp promises is looked at, row by row.
        """
        wanted, clauses = LexicalStamp.of(self._library), self._library.clause_count()
        self._settle_journal()
        if self.stamp == wanted and not thoroughly and self.count(1, 1 << 62) == clauses:
            return None
        trusted = self._stamp.last_row + 1 if self._stamp and not thoroughly and self.stamp != wanted else 0
        found = difference(self, self._library.clause_rows(), trusted_below=trusted, page=MOST_RESULTS)
        if not trusted and (found.missing or found.stale):
            self.begin()  # the stamp promised otherwise; a run killed from here on trusts no count
        self.remove(found.stale)
        self._take_away()
        self._add_from_library(found.missing)
        self.commit(wanted)
        if not (found.missing or found.stale):
            return None
        return f"Milvus 中的词语索引已按资料库补齐：补 {len(found.missing)} 条，去 {len(found.stale)} 条"

    def count(self, low: int, high: int) -> int:
        """Return how many clauses of a range of rows are there."""
        return self._store.count(self._name, f"part == {CLAUSE_PART} and row >= {low} and row < {high}")

    def rows(self, low: int, high: int) -> list[int]:
        """Return the clause rows of a range that are there."""
        condition = f"part == {CLAUSE_PART} and row >= {low} and row < {high}"
        return [int(e["row"]) for e in self._store.entities(self._name, condition, ["row"])]

    def _settle_journal(self) -> None:
        """Undo what was half added, finish what was half removed: then what is there is what is counted."""
        for number, rows, removed in self._statistics.under_way():
            self._delete(rows)
            self._statistics.finish([number], removed or Tally(), -1)

    def _add_from_library(self, rows: Sequence[int]) -> None:
        if self._averages is None and len(rows) > _FIRST_LOOK:
            step = len(rows) // _FIRST_LOOK
            self._fix_averages(_averages_of(w.tokens for w in self._read(rows[::step])))
        for waiting in tokens_of_rows(self._library, rows):
            self.add(*waiting)

    def _read(self, rows: Sequence[int]) -> Iterable[_Waiting]:
        return starmap(_Waiting, tokens_of_rows(self._library, rows))

    def _set_stamp(self, library: LexicalStamp, last_row: int) -> None:
        """Stamp the collection; its state is noted beside library.db before and after, so that a copy is told from us."""
        new = WordsStamp(library, uuid.uuid4().hex, last_row, self._epoch, self._averages or ())
        self._statistics.set_state(new.state, written=False)
        self._store.put(self._name, [words_stamp(new.as_text())])
        self._statistics.set_state(new.state, written=True)
        self._stamp = new

    def _fix_averages(self, averages: Lengths) -> None:
        """Weigh against these from now on, this run and the next."""
        self._averages = averages
        self.begin()

    # Sending.

    def _send(self) -> None:
        """Put what is waiting, noted in the journal first; a clause whole comes last, so that it stands for its parts."""
        waiting = [w for w in self._added if w.row not in self._removed]
        self._added.clear()
        if not waiting:
            return
        if self._averages is None:
            self._fix_averages(_averages_of(w.tokens for w in waiting))
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            self._notes.append(self._statistics.begin([w.row for w in batch]))
            self._put(batch, self._sent)
        if self._sent.passages >= _UNCOUNTED:
            self._count_sent()

    def _put(self, batch: Sequence[_Waiting], tally: Tally) -> None:
        about = about_documents(self._library, [w.document for w in batch])
        parts: list[Entity] = []
        whole: list[Entity] = []
        for waiting in batch:
            for part, passage in enumerate(passages_of(waiting.tokens)):
                lengths = lengths_of(passage)
                words = passage_weights(passage, self._averages or ())
                entity = words_entity(waiting.row, part, about[waiting.document], words, lengths, self._epoch)
                tally.count(entity["words"], lengths)
                (parts if part != CLAUSE_PART else whole).append(entity)
        for entities in (parts, whole):
            for start in range(0, len(entities), _BATCH):
                self._store.put(self._name, entities[start : start + _BATCH])

    def _count_sent(self) -> None:
        if self._notes:
            self._statistics.finish(self._notes, self._sent, 1)
            self._sent, self._notes = Tally(), []

    def _take_away(self) -> None:
        """Remove what is to be removed: its words are read back first, so that they are counted no more."""
        self._count_sent()
        rows = sorted(self._removed)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            batch = rows[start : start + _ROWS_AT_ONCE]
            tally = Tally()
            for entity in self._passages(batch):
                tally.count(entity["words"], json.loads(entity["lengths"]))
            number = self._statistics.begin(batch, tally)
            self._delete(batch)
            self._statistics.finish([number], tally, -1)
        self._added = [w for w in self._added if w.row not in self._removed]
        self._removed.clear()

    def _passages(self, rows: Sequence[int]) -> list[Entity]:
        """All passages of a few clauses, with their words and lengths."""
        found: list[Entity] = []
        part, left = 0, list(rows)
        while left:
            block = f"{one_of('row', left)} and part >= {part} and part < {part + _PARTS_AT_ONCE}"
            here = self._store.entities(self._name, block, ["row", "part", "words", "lengths"])
            found += here
            part += _PARTS_AT_ONCE
            left = sorted({int(e["row"]) for e in here if e["part"] == part - 1})
        return found

    def _delete(self, rows: Sequence[int]) -> None:
        """Delete clauses from this collection and from those of vectors, a clause whole after its parts."""
        prefix = collection_prefix(self._library.library_id)
        others = [name for name in self._store.names(prefix) if name != self._name]
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            batch = rows[start : start + _ROWS_AT_ONCE]
            self._store.remove(self._name, f"{one_of('row', batch)} and part > {CLAUSE_PART}")
            self._store.remove(self._name, f"{one_of('row', batch)} and part == {CLAUSE_PART}")
            for name in others:
                self._store.remove(name, one_of("pk", batch))

    # Weighing.

    def _weigh_again_if_drifted(self) -> None:
        now = self._statistics.averages()
        if self._averages is None or not any(now):
            return
        drifted = any(abs(a - b) > _DRIFT * b for a, b in zip(now, self._averages, strict=True))
        if drifted:
            _logger.info("words in Milvus: lengths have moved from %s to %s, weighing again", self._averages, now)
            self._averages, self._epoch = now, self._epoch + 1
            self.begin()  # a run killed from here on is taken up with these
        old = self._store.count(self._name, f"epoch < {self._epoch} and part >= {CLAUSE_PART}")
        if old:
            self._weigh_again()

    def _weigh_again(self) -> None:
        """Send every passage of an earlier epoch anew; the counts stay, as the words do."""
        rows = self._library.clause_rows().tolist()
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            condition = f"epoch < {self._epoch} and part == {CLAUSE_PART} and row >= {batch[0]} and row <= {batch[-1]}"
            held = {int(e["row"]) for e in self._store.entities(self._name, condition, ["row"])}
            self._put(list(self._read([row for row in batch if row in held])), Tally())


def open_words(library: Library, place: MilvusPlace, *, take_over: bool = False) -> tuple[MilvusWords, str | None]:
    """Return the writer of a library's words on Milvus, caught up, and what that took; needs the library's write lock.

    Raises IndexBuildError when the collection was last written by another copy of the library, unless `take_over`:
    then it is made anew.
    """
    store, statistics = MilvusStore(place), WordStatistics(library.folder, create=True)
    name = words_collection(library.library_id)
    there = store.ready(name)
    stamp = read_stamp(store, name) if there else None
    foreign = stamp is not None and stamp.state not in statistics.states
    if foreign and statistics.states and not take_over:
        raise another_copy(place)
    recipe = LexicalStamp.of(library).recipe
    kept = stamp is not None and not foreign and stamp.library.recipe == recipe
    if not kept:
        for old in store.names(collection_prefix(library.library_id)):
            store.drop(old)
        statistics.clear()
        store.make_words(name)
    words = MilvusWords(library, store, statistics)
    if not kept:
        words.begin()
    return words, words.catch_up(thoroughly=take_over)


def read_stamp(store: MilvusStore, name: str) -> WordsStamp | None:
    """Return the stamp of a collection of words; None for one that never was whole."""
    found = store.entities(name, f"row == {STAMP_ROW} and part == {STAMP_PART}", ["stamp"])
    return WordsStamp.from_text(found[0]["stamp"]) if found else None


def another_copy(place: MilvusPlace) -> IndexBuildError:
    """Return the error for a collection that another copy of the same library has written."""
    return IndexBuildError(
        place.uri,
        "Milvus 里这个资料库的索引不是由这个文件夹写的：文件夹可能是复制来的，或是从备份恢复的",
        f"如以这个文件夹为准，请运行 judian index use milvus --uri {place.uri} 重建；"
        "否则请用 judian index use embedded 改用本机索引",
    )


def _averages_of(tokens: Iterable[PassageTokens]) -> Lengths:
    tally = Tally()
    for passages in tokens:
        for passage in passages_of(passages):
            tally.count((), lengths_of(passage))
    return tuple(length / tally.passages for length in tally.lengths)
