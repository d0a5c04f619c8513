"""One broken file read: what may come of it, and what must not."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import re
import resource
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.archives import LeftOut, archive_above, opened_archive
from ingest.documents import parse_file
from ingest.errors import IngestError
from ingest.model import ParsedFile
from tests.fuzz.sources import broken_file, keeps_its_text, whole_file

LONGEST = 30.0
"""Seconds a file may take: of the processor, since others may be at work beside; four times as many by the clock."""
MOST_RESIDENT = 1 << 30
"""Bytes that the process may come to hold while it reads a file."""
_ADDRESS_SPACE = 6 << 30  # the model of the recognition reserves more than it uses
_HAN = re.compile("[\u4e00-\u9fff]{2}")
# What the readers say of an exception that none of them foresaw.
#   matches   文件内容有误，读取时出错（KeyError）
_UNFORESEEN = re.compile(r"读取时出错（\w+）")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one broken file."""

    kind: str
    seed: int
    done: str  # what was done to it
    fault: str = ""  # what the program did wrong; "" where it did nothing wrong
    was_read: bool = False  # else it was refused
    unforeseen: str = ""  # it was refused because of an exception that no reader foresaw
    seconds: float = 0.0
    resident: int = 0  # bytes, at most


def faults_of(parsed: ParsedFile) -> list[str]:
    """What is wrong with a reading that claims to be whole."""
    faults = []
    if parsed.coverage.ratio != 1.0 and not any("对照原件核对" in warning for warning in parsed.warnings):
        faults.append(f"覆盖率 {parsed.coverage.ratio:.6f}")
    ids: list[str] = []
    for document in parsed.documents:
        ids.append(document.document_id)
        spans = [(c.clause_id, c.span, c.text) for c in document.clauses]
        spans += [(f"{document.document_id} {name}", e.span, e.text) for name, e in document.evidence.items()]
        spans += [(q.clause_id, q.span, q.text) for q in document.quantities]
        spans += [(v.clause_id or "", v.span, v.text) for v in document.validity]
        faults += [f"{name} 的位置不对" for name, (s, e), text in spans if parsed.text[s:e] != text]
        ids += [c.clause_id for c in document.clauses]
    if len(set(ids)) != len(ids):
        faults.append("编号重复")
    try:
        parsed.text.encode()
    except UnicodeEncodeError:
        faults.append("文字存不进库（落单的代理字符）")
    return faults


def lost_silently(parsed: ParsedFile, whole: ParsedFile) -> str:
    """What a broken file's reading lacks of the whole one's without a word about it; "" where nothing."""
    if set(parsed.warnings) - set(whole.warnings):
        return ""
    missing = _printed(whole) - _printed(parsed)
    return f"少了 {missing.total()} 个字而没有说：{''.join(missing)[:20]}" if missing else ""


def _printed(parsed: ParsedFile) -> Counter[str]:
    """The printed characters of a file, wherever they went."""
    counted = Counter(parsed.text)
    for dropped in parsed.coverage.dropped:
        counted.update(dropped.text)
    return Counter({c: n for c, n in counted.items() if not c.isspace()})


@cache
def _whole(suffix: str, data: bytes) -> ParsedFile:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"好{suffix}"
        path.write_bytes(data)
        return parse_file(path)


def read_broken(kind: str, seed: int) -> Trial:
    """Read the broken file of a seed."""
    done, suffix, data = broken_file(kind, seed)
    was_read, unforeseen, faults = False, "", []
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"坏{suffix}"
        path.write_bytes(data)
        spoken = _spoken()
        _forget_peak()
        begun = _worked()
        for read in _readings(path):
            if isinstance(read, ParsedFile):
                was_read = True
                faults += faults_of(read)
                if keeps_its_text(kind, done):
                    faults += filter(None, [lost_silently(read, _whole(*whole_file(kind, seed)))])
            elif isinstance(read, IngestError):
                if not (_HAN.search(read.problem) and _HAN.search(read.remedy)):
                    faults.append(f"说明不是中文：{read}")
                if found := _UNFORESEEN.search(read.problem):
                    unforeseen = f"{found.group()} {read.__cause__!r}"
            else:
                faults.append(f"{type(read).__name__}: {read}")
        seconds, resident = _worked() - begun, _peak()
        if (said := _spoken()) != spoken:
            faults.append(f"向屏幕写了 {said - spoken} 字节")
        if resident > MOST_RESIDENT:
            faults.append(f"占内存 {resident >> 20} MB")
        if seconds > LONGEST:
            faults.append(f"用了 {seconds:.0f} 秒")
    return Trial(kind, seed, done, "；".join(faults[:4]), was_read, unforeseen, seconds, resident)


def _readings(path: Path) -> Iterator[ParsedFile | BaseException]:
    """What comes of a file; of an archive what comes of each file in it."""
    try:
        paths = [path]
        if archive_above(path) is not None:
            with opened_archive(path) as members:
                yield from (m.error for m in members if isinstance(m, LeftOut))
                paths = [path / m.name for m in members if not isinstance(m, LeftOut)][:20]
    except Exception as error:
        yield error
        return
    for each in paths:
        try:
            read: ParsedFile | BaseException = parse_file(each)
        except Exception as error:
            read = error
        yield read


def _worked() -> float:
    """Seconds of the processor that this process and those it started and saw end have used."""
    return sum(os.times()[:4])


def _forget_peak() -> None:
    """Count the most memory from here on (Linux; elsewhere it counts from the start of the process)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """Bytes resident at most."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most << 10
    return int(status.partition("VmHWM:")[2].split()[0]) << 10


def _start_worker(said: str) -> None:
    """Limit the memory, and let all that is printed by whatever library go where it can be counted."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    warnings.filterwarnings("ignore")  # as the workers of an ingest do
    target = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for standard in (1, 2):
        os.dup2(target, standard)
    os.close(target)


def _spoken() -> int:
    """Bytes that this process has written on its standard output and error, where they go to a file."""
    sys.stdout.flush()
    sys.stderr.flush()
    return os.fstat(1).st_size


def try_all(trials: list[tuple[str, int]], workers: int = 2) -> list[Trial]:
    """Read every broken file in worker processes; one that hangs or kills its worker is told of too."""
    done: list[Trial] = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.fuzz.trial"])
    waiting = list(reversed(trials))
    while waiting:
        with TemporaryDirectory() as folder:
            pool = context.Pool(workers, initializer=_start_worker, initargs=(f"{folder}/said",))
            try:
                while waiting and not (done and done[-1].seconds == float("inf")):
                    batch = [waiting.pop() for _ in range(min(workers, len(waiting)))]
                    results = [(trial, pool.apply_async(read_broken, trial)) for trial in batch]
                    found = [_result(trial, result) for trial, result in results]
                    done += sorted(found, key=lambda trial: trial.seconds)
            finally:
                pool.terminate()
                pool.join()
        if done[-1].seconds == float("inf"):
            done[-1:] = [_stuck(done[-1])]
    return done


def _result(trial: tuple[str, int], result: multiprocessing.pool.AsyncResult[Trial]) -> Trial:
    try:
        return result.get(LONGEST * 4)
    except multiprocessing.TimeoutError:
        return Trial(*trial, "", seconds=float("inf"))


def _stuck(trial: Trial) -> Trial:
    done, _, _ = broken_file(trial.kind, trial.seed)
    return Trial(trial.kind, trial.seed, done, f"超过 {LONGEST:.0f} 秒，或读取的进程退出了", seconds=LONGEST)
