"""The files below the paths a person gives, in a settled order, and what could not be looked into."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from index.model import Outcome
from index.schema import DATABASE
from index.writing import SourceFacts
from ingest.archives import (
    UNPACKING_ERRORS,
    LeftOut,
    Member,
    archive_above,
    file_on_disk,
    left_out,
    not_unpacked,
    opened_archive,
)
from ingest.errors import IngestError, RefusedFileError
from ingest.sniff import is_archive

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that does not come into the library, and why."""

    facts: SourceFacts
    outcome: Outcome  # FAILED or REFUSED
    error: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a run of ingest has before it."""

    files: tuple[SourceFacts, ...]  # each place once, in order
    not_taken: tuple[NotTaken, ...]  # no permission, a loop of links, a second name for the same place
    names: tuple[str, ...]  # of both, in the order they were met
    folders: tuple[str, ...]  # folders and archives listed whole, from the root: files missing below them are gone
    unlisted: tuple[str, ...]  # those that could not be listed: nothing is known of the files below them

    def without(self, contents: Collection[str]) -> Discovery:
        """The same, but for files with such a content (SHA-256)."""
        passed_over = {f.file for f in self.files if f.sha256 in contents}
        if not passed_over:
            return self
        files = tuple(f for f in self.files if f.file not in passed_over)
        return replace(self, files=files, names=tuple(n for n in self.names if n not in passed_over))


def discover(paths: Sequence[Path], library: Path) -> Discovery:
    """Return the files at and below these paths, sorted in each folder, links followed; hidden files are left out.

    An archive counts as a folder of the files in it.

    Raises IngestError if none of the paths exists.
    """
    walk = _Walk(library.resolve())
    for path in paths:
        walk.visit_given(path)
    if walk.nothing_there:
        raise IngestError(paths[0], "没有这个文件或文件夹", "请核对路径")
    return Discovery(
        tuple(walk.files), tuple(walk.not_taken), tuple(walk.names), tuple(walk.folders), tuple(walk.unlisted)
    )


def facts_of(path: Path) -> SourceFacts:
    """Return what identifies a file as it lies on the disk; raises OSError if it cannot be read."""
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        sha256, _ = _digest(file)
    return SourceFacts(str(path), _absolute(path), str(path.resolve()), sha256, state.st_size, state.st_mtime_ns)


def _facts_of_member(archive: Path, member: Member) -> SourceFacts:
    """Return the same of a file in an archive: it lies below the archive as below a folder."""
    with member.read() as file:
        sha256, size = _digest(file)
    inner = member.name.replace("/", os.sep)
    return SourceFacts(
        file=f"{archive}/{member.name}",
        absolute=_absolute(archive) + os.sep + inner,
        resolved=str(archive.resolve()) + os.sep + inner,
        sha256=sha256,
        size=size,
        mtime_ns=archive.stat().st_mtime_ns,
    )


def _digest(file: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and number of the bytes."""
    digest, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


class _Walk:
    """One walk over all given paths; remembers where it has been."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._taken: dict[str, SourceFacts] = {}  # by resolved path
        self._archives: set[str] = set()  # resolved paths
        self.files: list[SourceFacts] = []
        self.not_taken: list[NotTaken] = []
        self.names: dict[str, None] = {}
        self.folders: list[str] = []
        self.unlisted: list[str] = []
        self.nothing_there = True

    def visit_given(self, path: Path) -> None:
        """Take a path as a person gave it: also a hidden one."""
        try:
            is_there, is_folder = path.exists() or path.is_symlink(), path.is_dir()
        except OSError as error:  # a folder above it is locked
            self.nothing_there = False
            self._fail(path, f"打不开（{_reason(error)}）", "请检查访问权限后重新入库")
            return
        if not is_there and (archive := archive_above(path)) is not None:
            self.nothing_there = False
            self._visit_archive(archive, only=path.relative_to(archive).as_posix())
            return
        if not is_there:
            self._fail(path, "没有这个文件或文件夹", "请核对路径；如果它在移动硬盘或网络盘上，请先接上")
            return
        self.nothing_there = False
        if is_folder:
            self.folders.append(_absolute(path))
            self._visit_folder(path, ())
        else:
            self._visit_file(path)

    def _visit_folder(self, folder: Path, above: tuple[str, ...]) -> None:
        resolved = str(folder.resolve())
        if resolved in above:
            self._refuse(folder, "符号链接指回了上级文件夹，形成循环", "请删除这个链接")
            return
        if not _storable(_absolute(folder), resolved):
            self.unlisted.append(_absolute(folder))
            self._fail(folder, "文件夹名不是 UTF-8 编码，多见于旧系统拷来或解压出的文件", "请给文件夹改名后重新入库")
            return
        try:
            if (folder / DATABASE).is_file() or folder.resolve() == self._library:
                self.unlisted.append(_absolute(folder))  # its uploads are not gone
                return
            names = sorted(entry.name for entry in os.scandir(folder))
        except OSError as error:
            self.unlisted.append(_absolute(folder))
            self._fail(folder, f"文件夹打不开（{_reason(error)}）", "请检查访问权限后重新入库")
            return
        for path in (folder / name for name in names if not left_out(name)):
            try:
                is_folder = path.is_dir()
            except OSError as error:
                self._fail(path, f"打不开（{_reason(error)}）", "请检查访问权限后重新入库")
                continue
            if is_folder:
                self._visit_folder(path, (*above, resolved))
            else:
                self._visit_file(path)

    def _visit_file(self, path: Path) -> None:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            if error.errno == errno.ELOOP:
                self._refuse(path, "符号链接互相指向，形成循环", "请删除这个链接")
            elif path.is_symlink():
                self._fail(path, "符号链接指向的文件不存在", "请删除这个链接，或恢复原文件")
            else:
                self._fail(path, f"文件读不了（{_reason(error)}）", "请检查访问权限后重新入库")
            return
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            self._refuse(path, "不是普通文件（是管道、套接字或设备）", "请从资料夹中移出")
            return
        if not _storable(_absolute(path), str(path.resolve())):
            self._fail(path, "文件名不是 UTF-8 编码，多见于旧系统拷来或解压出的文件", "请给文件改名后重新入库")
            return
        first = self._taken.get(str(path.resolve()))
        if first is not None:
            if first.absolute != _absolute(path):  # the same path given twice is no news
                self._refuse(path, f"和 {first.file} 是同一个文件", "不必重复入库")
            return
        if str(path.resolve()) in self._archives:
            return
        try:
            if is_archive(path):
                self._visit_archive(path)
                return
            facts = facts_of(path)
        except OSError as error:
            self._fail(path, f"文件读不了（{_reason(error)}）", "请检查访问权限，关闭正在使用它的程序，再重新入库")
            return
        self._take(facts)

    def _visit_archive(self, path: Path, only: str | None = None) -> None:
        """Take the files of an archive, or one of them."""
        try:
            with opened_archive(path, only) as members:
                if only is None:
                    self._archives.add(str(path.resolve()))
                    self.folders.append(_absolute(path))
                chosen = sorted((m for m in members if only is None or m.name == only), key=lambda m: m.name)
                for member in chosen:
                    self._visit_member(path, member)
        except IngestError as error:
            self.unlisted.append(_absolute(path))
            self._leave(path, _outcome(error), error)
            return
        except OSError as error:
            self.unlisted.append(_absolute(path))
            self._fail(path, f"文件读不了（{_reason(error)}）", "请检查访问权限，关闭正在使用它的程序，再重新入库")
            return
        if not chosen:
            what = "压缩包里没有可以收入的文件" if only is None else f"压缩包里没有 {only} 这个文件"
            self._fail(path, what, "请解压核对其中的内容")

    def _visit_member(self, archive: Path, member: Member | LeftOut) -> None:
        place = archive / member.name
        if isinstance(member, LeftOut):
            self.unlisted.append(_absolute(place))  # an archive in the archive
            self._leave(place, _outcome(member.error), member.error)
            return
        try:
            facts = _facts_of_member(archive, member)
        except UNPACKING_ERRORS as error:
            self._leave(place, Outcome.FAILED, not_unpacked(str(place), error))
            return
        if facts.resolved not in self._taken:
            self._take(facts)

    def _take(self, facts: SourceFacts) -> None:
        self._taken[facts.resolved] = facts
        self.files.append(facts)
        self.names[facts.file] = None

    def _fail(self, path: Path, problem: str, remedy: str) -> None:
        self._leave(path, Outcome.FAILED, IngestError(path, problem, remedy))

    def _refuse(self, path: Path, problem: str, remedy: str) -> None:
        self._leave(path, Outcome.REFUSED, RefusedFileError(path, problem, remedy))

    def _leave(self, path: Path, outcome: Outcome, error: IngestError) -> None:
        # Links are not followed for these: what they lead to may be a file of its own.
        absolute = _escaped(_absolute(path))
        facts = SourceFacts(_escaped(str(path)), absolute, absolute, "", 0, 0)
        self.not_taken.append(NotTaken(facts, outcome, _escaped(str(error))))
        self.names[facts.file] = None


def _outcome(error: IngestError) -> Outcome:
    return Outcome.REFUSED if isinstance(error, RefusedFileError) else Outcome.FAILED


def _storable(*paths: str) -> bool:
    """Whether library.db can hold these paths: one that is not UTF-8 has lone surrogates in Python."""
    return all(_escaped(path) == path for path in paths)


def _escaped(text: str) -> str:
    r"""Return the text with `\udcXX` written out for each byte that is not UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow the links


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有权限"
    return error.strerror or type(error).__name__


def below(path: str, folders: Sequence[str]) -> bool:
    """Whether a path from the root lies below one of the folders."""
    return any(path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def on_disk_with(sha256: str, facts: SourceFacts) -> bool:
    """Whether the file is still where the library found it, with this content."""
    try:
        with file_on_disk(Path(facts.resolved)) as file:
            return file.path.is_file() and facts_of(file.path).sha256 == sha256
    except (OSError, IngestError):
        return False
