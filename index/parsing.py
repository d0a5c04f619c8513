"""Files read and understood in worker processes: what comes back is ready to be stored and indexed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from index.cores import available_cores
from index.discovery import NotTaken
from index.lexical import PassageTokens, passage_tokens
from index.model import Outcome
from index.passages import index_text, rows_by_clause, text_key
from index.workers import pool_of, starts
from index.writing import SourceFacts
from ingest.errors import IngestError, RefusedFileError
from ingest.model import ParsedFile
from ingest.secrecy import refuse_classified

_logger = logging.getLogger(__name__)

Parse = Callable[[Path], ParsedFile]

# Below this, starting processes takes longer than they save.
_FEW_FILES = 4
_FEW_BYTES = 2_000_000
# Results are taken in order; this many may wait behind one slow file.
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Understood:
    """One file, read; with what the indexes need of each clause, in the order of its documents' clauses."""

    facts: SourceFacts
    parsed: ParsedFile
    text_keys: tuple[bytes, ...]
    tokens: tuple[PassageTokens, ...]


Reading = Understood | NotTaken


def parse_file(path: Path) -> ParsedFile:
    """Read and understand one file; the readers are imported when the first file is read."""
    from ingest.documents import parse_file as parse

    return parse(path)


def read_files(
    files: Sequence[SourceFacts], parse: Parse = parse_file, workers: int | None = None
) -> Iterator[Reading]:
    """Yield what came of each file, in the order given; a file that breaks its reader does not break the run.

    `parse` and what it returns must pass between processes.
    """
    workers = min(workers or available_cores(), len(files))
    if len(files) < _FEW_FILES and sum(f.size for f in files) < _FEW_BYTES:
        workers = 1
    if workers <= 1:
        return (read_one(facts, parse) for facts in files)
    return _read_in_processes(files, parse, workers)


def read_one(facts: SourceFacts, parse: Parse) -> Reading:
    """Read, understand and tokenise one file; every failure comes back as a value."""
    path = Path(facts.file)
    try:
        parsed = parse(path)
        if parsed.sha256 != facts.sha256:
            raise IngestError(path, "读取时文件正在变化", "请等它写完后重新入库")
        refuse_classified(parsed)
        return understood(facts, parsed)
    except RefusedFileError as error:
        return NotTaken(facts, Outcome.REFUSED, str(error))
    except IngestError as error:
        return NotTaken(facts, Outcome.FAILED, str(error))
    except MemoryError:
        too_large = IngestError(path, "文件太大，内存不够", "请拆成几个较小的文件再入库")
        return NotTaken(facts, Outcome.FAILED, str(too_large))
    except Exception as problem:
        # A mistake of ours, or a file no reader foresaw: the other files are not to suffer.
        _logger.exception("reading %s", path)
        unforeseen = IngestError(
            path,
            f"读取时出错（{type(problem).__name__}：{problem}）",
            "请核对文件能否正常打开，或另存为其他格式再入库",
        )
        return NotTaken(facts, Outcome.FAILED, str(unforeseen))


def understood(facts: SourceFacts, parsed: ParsedFile) -> Understood:
    """A parsed file with what the indexes need of its clauses."""
    rows = {key: found for document in parsed.documents for key, found in rows_by_clause(document).items()}
    passages = [(c, document, rows.get(c.clause_id, ())) for document in parsed.documents for c in document.clauses]
    keys = tuple(text_key(index_text(*passage)) for passage in passages)
    return Understood(facts, parsed, keys, tuple(passage_tokens(*passage) for passage in passages))


def _read_in_processes(files: Sequence[SourceFacts], parse: Parse, workers: int) -> Iterator[Reading]:
    """Yield the readings in order.

    A worker that dies takes its pool with it: the files under way are then read again, each in a process of its own,
    so that only the one that kills its reader is lost.
    """
    done = 0
    while done < len(files):
        pool = pool_of(workers)
        try:
            if not starts(pool):
                _logger.warning("worker processes do not start here; reading in this one")
                yield from (read_one(facts, parse) for facts in files[done:])
                return
            for reading in _in_order(pool, files[done:], parse):
                done += 1
                yield reading
        except BrokenProcessPool:
            _logger.warning("a worker process died; reading the files under way one by one")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        for facts in files[done : done + _AHEAD]:
            done += 1
            yield _read_alone(facts, parse)


def _in_order(pool: ProcessPoolExecutor, files: Sequence[SourceFacts], parse: Parse) -> Iterator[Reading]:
    """Yield results in the order of the files, never more than _AHEAD under way."""
    waiting: list[Future[Reading]] = []
    for facts in files:
        waiting.append(pool.submit(read_one, facts, parse))
        if len(waiting) >= _AHEAD:
            yield waiting.pop(0).result()
    while waiting:
        yield waiting.pop(0).result()


def _read_alone(facts: SourceFacts, parse: Parse) -> Reading:
    with pool_of(1) as pool:
        try:
            return pool.submit(read_one, facts, parse).result()
        except BrokenProcessPool:
            error = IngestError(facts.file, "读取这个文件时程序意外退出", "文件可能已损坏，请另存为其他格式再入库")
            return NotTaken(facts, Outcome.FAILED, str(error))
