"""Files and folders into a library and its indexes: adding, refreshing and removing without building anew."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from index import lexical
from index.clause_index import MODEL_SETTING, model_name
from index.corrections import (
    CorrectedParse,
    Correction,
    corrected,
    corrections_of,
    new_correction,
    row_of,
    standing_corrections,
    undone,
)
from index.derived import vectors_kept_elsewhere, words_writer
from index.discovery import Discovery, NotTaken, discover
from index.library import Change, KnownFile, Library
from index.missing_vectors import embed_missing
from index.model import FileReport, IngestReport, Outcome
from index.models import next_model, remember_model
from index.parsing import Parse, Understood, parse_file, read_files, understood
from index.plan import Plan, plan_run
from index.write_lock import WriteLock
from ingest.errors import IngestError, ModelError

if TYPE_CHECKING:
    from index.embedding import Embedder

_logger = logging.getLogger(__name__)

# A commit of the lexical index costs as much as reading a few files; what is lost between two is made up for at the next
# start.
_FILES_PER_COMMIT = 500
# Told what one transaction did, with the words of each clause that it added.
Followed = Callable[[Change, Sequence[lexical.PassageTokens]], None]


class Stage(StrEnum):
    """What a run of ingest is busy with."""

    READ = "读取"
    INDEX = "索引"
    EMBED = "向量"


class Progress(Protocol):
    """Told how far a run is."""

    def __call__(self, stage: Stage, done: int, total: int, item: str = "") -> None:
        """`done` of `total` of this stage are finished; `item` names the file that was, if it is one."""


def ingest_paths(
    paths: Sequence[Path],
    library: Path,
    *,
    model: str | None = None,
    embed: bool = True,
    progress: Progress | None = None,
    parse: Parse = parse_file,
    workers: int | None = None,
    reread: bool = False,
    leave_out: Collection[str] = (),
) -> IngestReport:
    """Add or refresh files and folders; unchanged files are skipped, files gone from a given folder are removed.

    Each file is in whole or not at all, also when the run is killed; the next run goes on where this one stopped. A
    file that cannot be read is listed with its reason and the run goes on. Raises IngestError if none of the paths
    exists, IndexBuildError if the library cannot be written or is being written. `reread` reads unchanged files again;
    files whose content (SHA-256) is in `leave_out` are passed over.
    """
    begun = perf_counter()
    discovery = discover(paths, library).without(leave_out)
    with Library.open(library, create=True) as opened, WriteLock(library):
        run = _Run(opened, progress or _silent)
        parse = CorrectedParse(parse, standing_corrections(opened))
        files, removed = run.update_files(discovery, parse, workers, reread)
        if embed:
            run.update_vectors(model)
        run.close()
    report = IngestReport(str(library), removed, perf_counter() - begun, files, tuple(run.notes))
    _logger.info(
        "ingest: %d files in, %d added, %d updated, %d unchanged, %d failed, %d refused, %d removed",
        len(files),
        *map(report.count, (Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.FAILED, Outcome.REFUSED)),
        removed,
    )
    return report


def correct_document(
    library: Path,
    name: str,
    field: str,
    value: str | None,
    *,
    made_by: str | None = None,
    reason: str | None = None,
    model: str | None = None,
    embed: bool = True,
) -> Correction:
    """Set a field of a document as a person says it is, now and after every later reading; `value` None takes it back.

    Raises QueryError for a document, field or value that cannot be, IndexBuildError if the library is being written.
    """
    with Library.open(library) as opened, WriteLock(library):
        correction = new_correction(opened, name, field, value, made_by=made_by, reason=reason)
        run = _Run(opened, _silent)
        run.correct(name, correction)
        if embed:
            run.update_vectors(model)
        run.close()
    _logger.info("correct: %s %s = %s", name, field, value)
    return correction


def follow_model(library: Library, embedder: Embedder | None) -> None:
    """Bring the indexes to a library whose model has just changed; the caller holds its write lock."""
    run = _Run(library, _silent)
    if embedder is not None:
        run.save_vectors(embedder)
    run.close()


@contextmanager
def followed_changes(library: Library, *, model: str | None = None, embed: bool = True) -> Iterator[Followed]:
    """Tell what is called inside of each change of the library's files, so that the indexes follow; the lock is held."""
    run = _Run(library, _silent)
    yield run.follow
    run.commit_words()
    if embed:
        run.update_vectors(model)
    run.close()


class _Run:
    """One run over one library, its write lock held."""

    def __init__(self, library: Library, progress: Progress) -> None:
        self._library, self._progress = library, progress
        self._lexical, repaired = words_writer(library)
        self.notes = [repaired] if repaired else []
        self._removed_clauses = False

    def update_files(
        self, discovery: Discovery, parse: Parse, workers: int | None, reread: bool
    ) -> tuple[tuple[FileReport, ...], int]:
        """Bring the library and its words to what is on the disk; return the reports by file, and how many are gone."""
        library = self._library
        known = library.known_files()
        plan = plan_run(discovery, known, reread=reread)
        before = {k.facts.resolved: k for k in known}
        reports: dict[str, FileReport] = {}
        try:
            if plan.moves:
                self.follow(library.move_files(plan.moves))
            if plan.gone or plan.forgotten:
                self.follow(library.remove_files((*plan.gone, *plan.forgotten)))
            reports |= self._list_untaken(discovery.not_taken, before)
            reports |= self._read(plan, parse, workers, before)
            troubled = {facts.sha256: report for facts, _ in plan.to_read if (report := reports[facts.file]).error}
            reports |= self._list_untaken([_like_its_original(copy, troubled) for copy in plan.copies], before)
            self.commit_words()
        except BaseException:  # Ctrl-C too: what was read is kept, and found
            self._mend_words()
            raise
        reports |= self._settled(plan)
        return tuple(reports[name] for name in discovery.names), len(plan.gone)

    def update_vectors(self, model: str | None) -> None:
        """Embed what has no vector of the model yet and bring the vector index to the library's state."""
        library = self._library
        name = model_name(library, model)
        embedder = self._embedder(name)
        if embedder is None:
            return
        if model is not None:
            library.set_setting(MODEL_SETTING, model)
        if self._removed_clauses:
            library.forget_unused_vectors()
        remember_model(library, name, embedder)
        try:
            note = embed_missing(library, embedder, partial(self._progress, Stage.EMBED))
        finally:
            self.save_vectors(embedder)
        self.notes += [n for n in (note, _change_under_way(library)) if n]

    def close(self) -> None:
        """Stamp the words with the last state and let other processes write them."""
        if self._lexical.stamp != lexical.LexicalStamp.of(self._library):
            self._lexical.commit(lexical.LexicalStamp.of(self._library))
        self._lexical.close_writer()

    # Files.

    def _read(
        self, plan: Plan, parse: Parse, workers: int | None, before: dict[str, KnownFile]
    ) -> dict[str, FileReport]:
        """Read what is to be read and keep it, a transaction for each file."""
        reports: dict[str, FileReport] = {}
        outcomes = {facts.resolved: outcome for facts, outcome in plan.to_read}
        total = len(plan.to_read)
        self._progress(Stage.READ, 0, total)
        for done, reading in enumerate(read_files([facts for facts, _ in plan.to_read], parse, workers), 1):
            if isinstance(reading, Understood):
                reports |= self._keep(reading, outcomes[reading.facts.resolved])
            else:
                reports |= self._list_untaken([reading], before)
            if done % _FILES_PER_COMMIT == 0:
                self.commit_words()
            self._progress(Stage.READ, done, total, reading.facts.file)
        return reports

    def correct(self, name: str, correction: Correction) -> None:
        """Keep a correction, and the document's file with it, in one transaction."""
        library = self._library
        before = library.parsed_file(name)
        if correction.value is None:
            after = undone(before, correction, corrections_of(library, before.sha256))
        else:
            after = corrected(before, [correction])
        known = next(k for k in library.known_files() if k.kept and k.facts.sha256 == before.sha256)
        reading = understood(known.facts, after)
        change = library.keep_file(known.facts, after, known.outcome, reading.text_keys, row_of(correction))
        self.follow(change, reading.tokens)
        self.commit_words()

    def _keep(self, reading: Understood, outcome: Outcome) -> dict[str, FileReport]:
        """Store one file and its words."""
        facts, parsed = reading.facts, reading.parsed
        try:
            change = self._library.keep_file(facts, parsed, outcome, reading.text_keys)
        except sqlite3.IntegrityError as problem:
            _logger.exception("storing %s", facts.file)
            error = IngestError(facts.file, f"条款编号与库中其他文件冲突（{problem}）", "请把这个文件报告给维护者")
            self.follow(self._library.list_file(facts, Outcome.FAILED, str(error)))
            return {facts.file: FileReport(facts.file, Outcome.FAILED, error=str(error))}
        self.follow(change, reading.tokens)
        report = FileReport(
            facts.file,
            outcome,
            documents=len(parsed.documents),
            clauses=len(change.added),
            coverage=parsed.coverage.ratio,
            warnings=parsed.warnings,
        )
        return {facts.file: report}

    def _list_untaken(self, untaken: Sequence[NotTaken], before: dict[str, KnownFile]) -> dict[str, FileReport]:
        """List the files that do not come in; one that only cannot be opened now keeps what was read from it before."""
        reports = {}
        for n in untaken:
            reports[n.facts.file] = FileReport(n.facts.file, n.outcome, error=n.error)
            known = before.get(n.facts.resolved)
            unreadable_now = not n.facts.sha256
            if known is not None and (
                (known.kept and unreadable_now)
                or (known.facts, known.outcome, known.error) == (n.facts, n.outcome, n.error)
            ):
                continue
            self.follow(self._library.list_file(n.facts, n.outcome, n.error))
        return reports

    def _settled(self, plan: Plan) -> dict[str, FileReport]:
        """Return the reports of the files that needed no reading."""
        if not plan.settled:
            return {}
        stored = {str(f.path): f for f in self._library.files()}
        return {
            facts.file: FileReport(
                facts.file,
                outcome,
                documents=(file := stored[facts.resolved]).documents,
                clauses=file.clauses,
                coverage=file.coverage.ratio if file.coverage else 0.0,
                warnings=file.warnings,
            )
            for facts, outcome in plan.settled
        }

    # Words.

    def follow(self, change: Change, tokens: Sequence[lexical.PassageTokens] = ()) -> None:
        """Do to the lexical index what was done to the library."""
        self._removed_clauses |= bool(change.removed)
        self._lexical.remove(change.removed)
        for (row, document_row), passage in zip(change.added, tokens, strict=True):
            self._lexical.add(row, document_row, passage)

    def commit_words(self) -> None:
        """Make what was told so far findable."""
        stamp = lexical.LexicalStamp.of(self._library)
        if self._lexical.stamp == stamp:
            return
        self._progress(Stage.INDEX, 0, 1)
        self._lexical.commit(stamp)
        self._progress(Stage.INDEX, 1, 1)

    def _mend_words(self) -> None:
        """After an interruption anywhere: the words of the last file may or may not have been added."""
        self._lexical.mend()

    # Vectors.

    def _embedder(self, name: str) -> Embedder | None:
        """Return the embedder, or None with a note: words alone are no failure."""
        from index.embedding import load_embedder

        try:
            return load_embedder(name)
        except ModelError as error:
            _logger.warning("model %s: %s", name, error)
            self.notes.append(f"没有做向量，只能按词语检索。{error}".removesuffix("。"))
            return None

    def save_vectors(self, embedder: Embedder) -> None:
        """Bring the vector index of this model to the library's state."""
        if vectors_kept_elsewhere(self._library, embedder.fingerprint):
            return
        from index.vectors import VectorIndex, VectorStamp, catch_up

        index = VectorIndex(self._library.folder, embedder.fingerprint)
        stamp = VectorStamp.of(self._library, embedder.fingerprint)
        if index.stamp != stamp:
            catch_up(index, self._library, embedder.fingerprint, partial(self._progress, Stage.INDEX))
            index.save(stamp)


def _like_its_original(copy: NotTaken, troubled: Mapping[str, FileReport]) -> NotTaken:
    """Return a copy with the trouble of its original where that one (by SHA-256) did not come in, else as it is."""
    original = troubled.get(copy.facts.sha256)
    if original is None or original.error is None:
        return copy
    trouble = original.error.removeprefix(f"{original.file}：")
    error = f"{copy.facts.file}：内容和 {original.file} 完全相同，结果也一样：{trouble}"
    return NotTaken(copy.facts, original.outcome, error)


def _change_under_way(library: Library) -> str | None:
    """What to say of a change of model: what was added now gets its vectors of the new one before the change."""
    coming = next_model(library)
    if coming is None:
        return None
    return f"资料库正在换用模型 {coming.name}，换好以前仍用原来的；judian model status 可看进度"


def _silent(stage: Stage, done: int, total: int, item: str = "") -> None:
    """Tell nobody."""
