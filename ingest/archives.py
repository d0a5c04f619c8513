"""Zip archives of notices: the files in them by name, and each on the disk for as long as it is read.

A file of an archive has the archive's path and its own name in it: `通知.zip/附件/办法.docx`. Nothing is unpacked but into a
temporary folder, under a name of ours: names in an archive lead nowhere.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from ingest.errors import IngestError, RefusedFileError
from ingest.sniff import begins_like_zip, is_archive

# Limits of one archive with all that it holds; nobody packs notices like this, a trap does.
MOST_MEMBERS = 3000
LARGEST_TOTAL = 2 << 30  # bytes unpacked
LARGEST_MEMBER = 200 << 20
HIGHEST_RATIO = 200  # unpacked to packed; a page of text packs 3 to 10 times
RATIO_COUNTS_FROM = 64 << 20  # bytes unpacked: small files of blanks are harmless
DEEPEST = 3  # an archive in an archive in an archive

# Left by systems and office programs beside the files that people put there.
LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
LOCK_FILES = "~$"
# Programs, fonts and data that lie in a folder beside its notices. A file named by itself is always tried.
NO_NOTICES = frozenset(".py .pyc .toml .jsonl .ttf .ttc .otf .woff .woff2 .exe .dll .so .lnk".split())
NO_NOTICE_NAMES = frozenset({"license", "licence", "copying"})

UNPACKING_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
NAMELESS = "无名文件"  # the name of a member that damage left without one
ENCRYPTED, UTF8_NAME = 0x1, 0x800  # bits of a member's flags
LOCAL_HEADER = 30  # bytes before the name that stands again at each file


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str  # with / between folders, and between an archive and what it holds
    read: Callable[[], IO[bytes]]  # opens it; raises what UNPACKING_ERRORS lists
    entry: zipfile.ZipInfo | None = None  # of the outermost archive


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file in an archive that cannot be read, and why."""

    name: str
    error: IngestError


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """Where a file can be read, and what it is called."""

    path: Path
    name: str  # as given; of the only file in an archive, its own name in it


def left_out(name: str) -> bool:
    """Whether a file or folder of this name is passed over in a folder or an archive."""
    lowered = name.lower()
    if name.startswith((".", LOCK_FILES)) or lowered in LITTER or lowered in NO_NOTICE_NAMES:
        return True
    return PurePosixPath(lowered).suffix in NO_NOTICES


@contextmanager
def file_on_disk(path: Path) -> Iterator[FileOnDisk]:
    """A file that can be opened, also for a path that leads into an archive or to one that holds a single file.

    Errors about it carry the name that was given. Raises IngestError where an archive cannot be read, has no such file,
    or holds several.
    """
    archive = archive_above(path)
    if archive is None:
        yield FileOnDisk(path, str(path))
        return
    with TemporaryDirectory(prefix="judian-") as folder:
        name, copy = _unpack(path, archive, Path(folder))
        try:
            yield FileOnDisk(copy, name)
        except IngestError as error:
            raise type(error)(name, error.problem, error.remedy) from error


def _unpack(path: Path, archive: Path, folder: Path) -> tuple[str, Path]:
    """Name and copy of the file that a path names in an archive."""
    wanted = _inside(path, archive)
    state = archive.stat()
    entry = None if wanted is None else _entries(archive, state.st_size, state.st_mtime_ns).get(wanted)
    if entry is not None and (content := _content(archive, entry)) is not None:
        copy = folder / f"file{path.suffix[:20]}"
        copy.write_bytes(content)
        return f"{archive}/{wanted}", copy
    with opened_archive(archive, wanted) as members:
        readable = [member for member in members if isinstance(member, Member)]
        member = _chosen(path, archive, readable, [m for m in members if isinstance(m, LeftOut)])
        name = f"{archive}/{member.name}"
        copy = folder / f"file{PurePosixPath(member.name).suffix[:20]}"
        try:
            with member.read() as packed, copy.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except UNPACKING_ERRORS as error:
            raise not_unpacked(name, error) from error
        return name, copy


# The directory of an archive takes longer to read than one of its notices.
@lru_cache(maxsize=2)
def _entries(archive: Path, _size: int, _changed: int) -> Mapping[str, zipfile.ZipInfo]:
    """Where the files of an archive stand in it, by name; those in archives inside it are left out."""
    with opened_archive(archive, wanted="") as members:
        return {m.name: m.entry for m in members if isinstance(m, Member) and m.entry is not None}


def _content(archive: Path, entry: zipfile.ZipInfo) -> bytes | None:
    """The bytes of one file of an archive; None where they are packed in a rare way or damaged."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & ENCRYPTED:
        return None
    if entry.header_offset < 0:
        return None  # bytes are missing before it
    with archive.open("rb") as file:
        file.seek(entry.header_offset)
        header = file.read(LOCAL_HEADER)
        if len(header) < LOCAL_HEADER:
            return None
        name, extra = struct.unpack_from("<HH", header, LOCAL_HEADER - 4)
        file.seek(name + extra, os.SEEK_CUR)
        content = file.read(entry.compress_size)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, entry.file_size + 1)
        except zlib.error:
            return None
    return content if len(content) == entry.file_size and zlib.crc32(content) == entry.CRC else None


def archive_above(path: Path) -> Path | None:
    """The archive that a path leads to or into; None for any other path."""
    try:
        if path.is_file():
            return path if is_archive(path) else None
        file = next((above for above in path.parents if above.is_file()), None)
        return file if file is not None and begins_like_zip(file) else None
    except OSError:
        return None


@contextmanager
def opened_archive(path: Path, wanted: str | None = None) -> Iterator[Sequence[Member | LeftOut]]:
    """The files of an archive and of the archives in it, in its own order, while it is open.

    Where one file is `wanted`, archives that do not hold it are passed over. Raises RefusedFileError for one that passes the limits, IngestError for one that is broken or locked.
    """
    with TemporaryDirectory(prefix="judian-") as folder:
        walk = _Walk(path, Path(folder), wanted)
        try:
            walk.read(path, "", 1)
            yield walk.members
        finally:
            walk.close()


def not_unpacked(name: str, error: BaseException) -> IngestError:
    """What to tell of a file that does not come out of its archive."""
    if isinstance(error, RuntimeError) and "encrypted" in str(error):
        return _locked(name)
    if isinstance(error, NotImplementedError):
        return IngestError(name, "压缩包里的这个文件用了不支持的压缩方法", "请先解压，再收入解压出的文件")
    return IngestError(name, "压缩包里的这个文件已损坏，解压不出来", "请重新下载或复制压缩包，或先解压核对")


def _inside(path: Path, archive: Path) -> str | None:
    """What a path names in an archive; None for the archive itself."""
    return None if path == archive else path.relative_to(archive).as_posix()


def _chosen(path: Path, archive: Path, readable: Sequence[Member], bad: Sequence[LeftOut]) -> Member:
    """The member that a path names; of a path to the archive itself the only one."""
    if path == archive:
        if len(readable) == 1:
            return readable[0]
        if not readable:
            raise bad[0].error if bad else _empty(archive)
        names = "、".join(member.name for member in readable[:5]) + ("……" if len(readable) > 5 else "")
        remedy = f"请用 judian ingest 收入整个压缩包，或指明其中一个，如 {archive}/{readable[0].name}"
        raise IngestError(archive, f"压缩包里有 {len(readable)} 个文件（{names}）", remedy)
    wanted = _inside(path, archive)
    for member in readable:
        if member.name == wanted:
            return member
    for entry in bad:
        if entry.name == wanted:
            raise entry.error
    raise IngestError(path, "压缩包里没有这个文件", "请核对路径；judian inspect 加压缩包的路径可列出其中的文件")


class _Walk:
    """One walk through an archive and the archives in it."""

    def __init__(self, outermost: Path, folder: Path, wanted: str | None) -> None:
        self.members: list[Member | LeftOut] = []
        self._outermost = outermost
        self._wanted = wanted
        self._folder = folder  # archives in the archive are unpacked here
        self._open: list[zipfile.ZipFile] = []
        self._names: set[str] = set()
        self._total = 0
        self._packed = outermost.stat().st_size

    def read(self, file: Path, prefix: str, depth: int) -> None:
        try:
            package = zipfile.ZipFile(file)
        except UNPACKING_ERRORS as error:
            raise IngestError(
                self._full(prefix.rstrip("/")), "压缩包不完整或已损坏，打不开", "请重新下载或复制压缩包"
            ) from error
        self._open.append(package)
        entries = [(entry, _parts_of(entry)) for entry in package.infolist() if not (entry.filename and entry.is_dir())]
        entries = [(entry, parts) for entry, parts in entries if parts and not any(map(left_out, parts))]
        if entries and all(entry.flag_bits & ENCRYPTED for entry, _ in entries):
            raise _locked(self._full(prefix.rstrip("/")))
        self._check_limits(entry for entry, _ in entries)
        for entry, parts in entries:
            self._add(package, entry, self._unused(prefix + "/".join(parts)), depth)

    def close(self) -> None:
        for package in self._open:
            package.close()

    def _add(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, depth: int) -> None:
        if entry.flag_bits & ENCRYPTED:
            self.members.append(LeftOut(name, _locked(self._full(name))))
        elif entry.file_size > LARGEST_MEMBER:
            self.members.append(LeftOut(name, _too_large(self._full(name), entry.file_size)))
        elif name.lower().endswith(".zip"):
            self._add_inner(package, entry, name, depth)
        else:
            outermost = entry if depth == 1 else None
            self.members.append(Member(name, lambda: package.open(entry), outermost))

    def _add_inner(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, depth: int) -> None:
        """The files of an archive in the archive; one that cannot be opened is one file left out."""
        if self._wanted is not None and not f"{self._wanted}/".startswith(f"{name}/"):
            return
        unpacked = self._folder / f"{len(self._open)}-{len(self.members)}.zip"
        try:
            with package.open(entry) as packed, unpacked.open("wb") as copy:
                shutil.copyfileobj(packed, copy)
        except UNPACKING_ERRORS as error:
            self.members.append(LeftOut(name, not_unpacked(self._full(name), error)))
            return
        try:
            if not is_archive(unpacked):  # a docx with a wrong name
                self.members.append(Member(name, lambda: unpacked.open("rb")))
                return
            if depth == DEEPEST:
                remedy = "请先解压，再收入解压出的文件"
                raise RefusedFileError(self._full(name), f"压缩包嵌套超过 {DEEPEST} 层，未读取", remedy)
            before = len(self.members)
            self.read(unpacked, f"{name}/", depth + 1)
            if len(self.members) == before:
                raise _empty(self._full(name))
        except IngestError as error:
            if isinstance(error, _LimitError):
                raise
            shown = type(error)(self._full(name), error.problem, error.remedy)
            self.members.append(LeftOut(name, shown))

    def _check_limits(self, entries: Iterator[zipfile.ZipInfo]) -> None:
        count = 0
        for entry in entries:
            count += 1
            self._total += min(entry.file_size, LARGEST_MEMBER)  # what is larger is not unpacked
        if len(self.members) + count > MOST_MEMBERS:
            raise self._refused(f"压缩包里的文件超过 {MOST_MEMBERS} 个")
        if self._total > LARGEST_TOTAL:
            raise self._refused(f"压缩包解压后超过 {LARGEST_TOTAL >> 30} GB")
        if self._total > max(RATIO_COUNTS_FROM, HIGHEST_RATIO * self._packed):
            raise self._refused(f"压缩包解压后是原来的 {self._total // max(self._packed, 1)} 倍，像是恶意构造的文件")

    def _refused(self, problem: str) -> _LimitError:
        return _LimitError(self._outermost, f"{problem}，未读取", "请核对来源；确是公文请先解压，再收入解压出的文件夹")

    def _unused(self, name: str) -> str:
        """The name, numbered where the archive holds it twice."""
        unique, path = name, PurePosixPath(name)
        number = 2
        while unique in self._names:
            unique = str(path.with_name(f"{path.stem}（{number}）{path.suffix}"))
            number += 1
        self._names.add(unique)
        return unique

    def _full(self, name: str) -> str:
        return f"{self._outermost}/{name}" if name else str(self._outermost)


class _LimitError(RefusedFileError):
    """The outermost archive passes a limit: none of it is read."""


def _parts_of(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Folders and name of a member as people named them, nothing that leads out of the archive."""
    if not entry.filename:
        return (NAMELESS,)
    name = _decoded(entry).replace("\\", "/").replace(os.sep, "/")
    parts = (re.sub(r"[\x00-\x1f\x7f:]", "_", part).strip() for part in name.split("/"))
    return tuple(part for part in parts if part not in ("", ".", ".."))


def _decoded(entry: zipfile.ZipInfo) -> str:
    """The name of a member. Windows in Chinese writes GBK and says nothing of it; zipfile then reads it as CP437."""
    if entry.flag_bits & UTF8_NAME or entry.orig_filename.isascii():
        return entry.filename
    try:
        written = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _locked(name: str | Path) -> IngestError:
    return IngestError(name, "压缩包设有密码，无法读取", "请用密码解压，再收入解压出的文件")


def _empty(name: str | Path) -> IngestError:
    return IngestError(name, "压缩包里没有可以收入的文件", "请解压核对其中的内容")


def _too_large(name: str, size: int) -> RefusedFileError:
    problem = f"文件解压后有 {size / (1 << 20):.0f} MB，超过 {LARGEST_MEMBER >> 20} MB 的上限，未读取"
    return RefusedFileError(name, problem, "请拆分，或先压缩其中的图片再收入")
