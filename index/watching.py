"""Folders a library keeps an eye on: remembered with it, looked at when somebody asks, without reading a file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.file_changes import KnownFile
from index.library import Library
from index.removal import removed_contents
from index.schema import DATABASE
from index.write_lock import WriteLock
from ingest.archives import left_out
from ingest.documents import sha256_of
from ingest.errors import IngestError

_SETTING = "watched_folders"


@dataclass(frozen=True, slots=True)
class FolderLook:
    """How a watched folder stands to the library, by names, sizes and times of change alone."""

    folder: Path
    new: tuple[Path, ...]
    changed: tuple[Path, ...]
    gone: tuple[str, ...]  # files of the library that are no longer there, as given to ingest
    files: int  # there now
    problem: str | None = None  # why nothing can be said of it

    @property
    def fresh(self) -> tuple[Path, ...]:
        """What is to be read."""
        return (*self.new, *self.changed)


def watched_folders(library: Library) -> tuple[Path, ...]:
    """The folders, in the order they were named."""
    return tuple(map(Path, json.loads(library.setting(_SETTING) or "[]")))


def watch_folder(library: Path, folder: Path) -> Path:
    """Keep an eye on a folder from now on; return it from the root. Raises IngestError for what is no folder to watch."""
    absolute = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 - links stay as the person wrote them
    if not absolute.is_dir():
        raise IngestError(folder, "没有这个文件夹", "请核对路径；如果它在移动硬盘或网络盘上，请先接上")
    if absolute.resolve().is_relative_to(library.resolve()) or (absolute / DATABASE).is_file():
        raise IngestError(folder, "这是资料库自己的文件夹", "请另选存放公文的文件夹")
    with Library.open(library, create=True) as opened, WriteLock(library):
        folders = watched_folders(opened)
        if absolute not in folders:
            opened.set_setting(_SETTING, json.dumps([*map(str, folders), str(absolute)], ensure_ascii=False))
    return absolute


def unwatch_folder(library: Path, folder: Path) -> None:
    """Look at a folder no more; what was read from it stays."""
    with Library.open(library) as opened, WriteLock(library):
        kept = [str(f) for f in watched_folders(opened) if f != folder]
        opened.set_setting(_SETTING, json.dumps(kept, ensure_ascii=False))


def look_at_folders(library: Library) -> tuple[FolderLook, ...]:
    """What has come, changed or gone in each watched folder; files that a person took out are no news."""
    folders = watched_folders(library)
    if not folders:
        return ()
    known = library.known_files()
    passed_over = removed_contents(library)
    return tuple(_look(folder, known, passed_over) for folder in folders)


def _look(folder: Path, known: Sequence[KnownFile], passed_over: Mapping[str, int]) -> FolderLook:
    prefix = str(folder).rstrip(os.sep) + os.sep
    own = [k for k in known if k.facts.absolute.startswith(prefix)]
    if not folder.is_dir():
        return FolderLook(folder, (), (), (), 0, "现在打不开这个文件夹。如果它在移动硬盘或网络盘上，请先接上")
    there = {str(path): path for path in _files_below(folder)}
    if own and not there:
        return FolderLook(folder, (), (), (), 0, "这个文件夹现在是空的，库里的文件没有动。请核对磁盘是否已接上")
    by_place = {k.facts.absolute: k for k in own}
    archives = {parent for place in by_place if (parent := _archive_of(place, there))}
    new = [p for place, p in there.items() if place not in by_place and place not in archives]
    changed = [p for place, p in there.items() if place in by_place and _has_changed(by_place[place], p)]
    changed += [
        there[place]
        for place in sorted(archives)
        if any(_is_older(k, there[place]) for other, k in by_place.items() if other.startswith(place + os.sep))
    ]
    new = [p for p in new if not _is_passed_over(p, passed_over)]
    gone = tuple(
        k.facts.file
        for place, k in by_place.items()
        if k.kept and place not in there and _archive_of(place, there) is None
    )
    return FolderLook(folder, tuple(new), tuple(changed), gone, len(there))


def _files_below(folder: Path) -> Iterator[Path]:
    """The files that ingest would look at, in its order."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError:
        return
    if any(e.name == DATABASE for e in entries):
        return
    for entry in entries:
        if left_out(entry.name):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(Path(entry.path))
            elif entry.is_file():
                yield Path(entry.path)
        except OSError:
            continue


def _archive_of(place: str, there: dict[str, Path]) -> str | None:
    """The file that a place lies in as in a folder: a.zip of a.zip/b.docx."""
    parent = os.path.dirname(place)  # noqa: PTH120
    while len(parent) > 1:
        if parent in there:
            return parent
        above = os.path.dirname(parent)  # noqa: PTH120
        if above == parent:
            return None
        parent = above
    return None


def _has_changed(known: KnownFile, path: Path) -> bool:
    """Whether a file has another content; one that was only touched has not."""
    if not known.facts.sha256:  # it could not be opened: to try again is for the person
        return False
    try:
        state = path.stat()
        if state.st_size != known.facts.size:
            return True
        return state.st_mtime_ns != known.facts.mtime_ns and sha256_of(path) != known.facts.sha256
    except OSError:
        return False


def _is_older(known: KnownFile, archive: Path) -> bool:
    try:
        return known.facts.mtime_ns != archive.stat().st_mtime_ns
    except OSError:
        return False


def _is_passed_over(path: Path, contents: Mapping[str, int]) -> bool:
    """Whether a person took this content out; few files are read for it, for few have the size."""
    try:
        return path.stat().st_size in contents.values() and sha256_of(path) in contents
    except OSError:
        return False
