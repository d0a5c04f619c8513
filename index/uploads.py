"""Files that came through the page or another program: kept whole in the library's own folder, so that they can be opened."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path, PurePath

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
        place, is_there = _free_place(folder, plain, content)
        if not is_there:
            _write_whole(place, content)
    except OSError as error:
        raise IngestError(folder, f"文件存不下来（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error
    return place


def plain_name(name: str) -> str:
    """A name that any file system takes, out of what a browser sent; never a path."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # What is not UTF-8 has lone surrogates.
    cleaned = _UNFIT.sub("", last.encode("utf-8", "ignore").decode("utf-8")).strip().lstrip(".").rstrip(". ")
    path = PurePath(cleaned or _NO_NAME)
    stem = path.stem
    while len(stem.encode("utf-8")) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}{path.suffix[:16]}"


def is_upload(library: Path, path: Path) -> bool:
    """Whether a file lies among those that came through the page."""
    return path.resolve().parent == uploads_folder(library).resolve()


def _free_place(folder: Path, name: str, content: bytes) -> tuple[Path, bool]:
    """Where a content goes, and whether it lies there already."""
    digest = hashlib.sha256(content).hexdigest()
    path = PurePath(name)
    number = 1
    while True:
        place = folder / (name if number == 1 else f"{path.stem}（{number}）{path.suffix}")
        if not place.exists():
            return place, False
        if place.is_file() and place.stat().st_size == len(content) and sha256_of(place) == digest:
            return place, True
        number += 1


def _write_whole(place: Path, content: bytes) -> None:
    """All of it or nothing: a killed program leaves no half of a file under its name."""
    handle, name = tempfile.mkstemp(prefix=".", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
