"""Files that came through the page or another program: kept whole in the library's own folder, so that they can be opened."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path, PurePath

from index.device_names import is_device_name
from index.whole_files import write_new
from ingest.documents import sha256_of
from ingest.errors import IngestError, RefusedFileError
from ingest.readers import LARGEST_FILE

UPLOADS = "uploads"
"""The folder inside the library's own."""
LARGEST_UPLOAD = LARGEST_FILE
"""Bytes of one file: what the readers take at most."""

# What no file system takes in a name, and what hides a file or turns its name around on the screen.
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME = 180  # bytes of UTF-8 without the ending; file systems take 255
_NO_NAME = "未命名"


def uploads_folder(library: Path) -> Path:
    """Where the files that came through the page lie."""
    return library / UPLOADS


def keep_upload(library: Path, name: str, content: bytes) -> Path:
    """Keep a file under its own name and return where; the same content is kept once, another of that name beside it.

    Raises RefusedFileError for one that is too large, IngestError where the folder cannot be written.
    """
    plain = plain_name(name)
    if len(content) > LARGEST_UPLOAD:
        size, most = len(content) >> 20, LARGEST_UPLOAD >> 20
        raise RefusedFileError(PurePath(plain), f"文件太大（{size} MB，最多 {most} MB）", "请拆成几个较小的文件再收入")
    folder = uploads_folder(library)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _kept(folder, plain, content)
    except OSError as error:
        raise IngestError(folder, f"文件存不下来（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error


def plain_name(name: str) -> str:
    """A name that any file system takes, out of what a browser sent; never a path."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # What is not UTF-8 has lone surrogates.
    cleaned = _UNFIT.sub("", last.encode("utf-8", "ignore").decode("utf-8")).strip().lstrip(".").rstrip(". ")
    path = PurePath(cleaned or _NO_NAME)
    stem = path.stem
    while len(stem.encode("utf-8")) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{'_' if is_device_name(path.name) else ''}{stem}{path.suffix[:16]}"


def is_upload(library: Path, path: Path) -> bool:
    """Whether a file lies among those that came through the page."""
    return path.resolve().parent == uploads_folder(library).resolve()


def _kept(folder: Path, name: str, content: bytes) -> Path:
    """Where a content lies now: under its name, else under the first that no other content has.

    A name is taken by writing it: another process may be looking for one as well.
    """
    path, digest = PurePath(name), hashlib.sha256(content).hexdigest()
    number = 1
    while True:
        place = folder / (name if number == 1 else f"{path.stem}（{number}）{path.suffix}")
        if not place.exists():
            try:
                write_new(place, content)
            except FileExistsError:
                pass  # just now: what came there is looked at as any other
            else:
                return place
        if place.is_file() and place.stat().st_size == len(content) and sha256_of(place) == digest:
            return place
        number += 1
