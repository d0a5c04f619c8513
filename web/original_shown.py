"""Which pages of an original are shown, and their pictures: those of the clause, those turned to, that of a field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import streamlit as st

from index.model import StoredFile
from ingest.archives import file_on_disk
from ingest.errors import IngestError, PolicyError
from ingest.model import Box, Clause, FileFormat, PolicyDocument
from web.opened import Opened
from web.original_pages import frame_numbers, pages_of
from web.page_frames import frames_of_text, printed_characters
from web.page_picture import PICTURED, PagePicture, picture_of_page


@dataclass(frozen=True, slots=True)
class Original:
    """A document as it is shown."""

    opened: Opened
    document: PolicyDocument
    clause: Clause | None
    source: StoredFile
    note: str | None  # of the address

    @property
    def may_open(self) -> frozenset[str]:
        """Ids of the documents that this page may show."""
        return frozenset(s.document.document_id for s in self.opened.documents)


def pictures_shown(original: Original, turned_to: Mapping[str, object]) -> tuple[Sequence[PagePicture], str | None]:
    """The pages that are shown where the original has any, and why they cannot be."""
    source = original.source
    if source.format not in PICTURED:
        return (), None
    try:
        state = _state_of_file(source)
        pictures = [_picture(source, page, state, _boxes_on(original, page)) for page in _pages(original, turned_to)]
    except (PolicyError, OSError) as error:
        return (), f"不能显示原件页面。{error}"
    changed = "原件在入库之后改动过，页面与文字可能对不上；请重新入库。" if state != source.sha256 else None
    return pictures, changed


def _pages(original: Original, turned_to: Mapping[str, object]) -> list[int]:
    document, page, item = original.document, turned_to.get("page"), str(turned_to.get("item") or "")
    if isinstance(page, int | float):
        return [min(max(int(page), 1), max(original.source.pages or 1, 1))]
    if item.startswith("f-") and (evidence := document.evidence.get(item[2:])) is not None and evidence.page:
        return [evidence.page]
    clause = original.clause
    if re.fullmatch(r"c\d{1,6}", item) and int(item[1:]) < len(document.clauses):
        clause = document.clauses[int(item[1:])]
    return (pages_of(clause) if clause else []) or [_first_page(document)]


def _first_page(document: PolicyDocument) -> int:
    pages = [c.page for c in document.clauses if c.page] + [e.page for e in document.evidence.values() if e.page]
    return min(pages, default=1)


def _boxes_on(original: Original, page: int) -> tuple[Box, ...]:
    return tuple(b for c in original.document.clauses for b in c.boxes if b.page == page)


@st.cache_data(max_entries=64, show_spinner=False)
def _hash_of(path: str, size: int, changed: int) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()


def _state_of_file(source: StoredFile) -> str:
    """The hash of the file as it lies there now; that of the library for one inside an archive."""
    try:
        state = source.path.stat()
    except FileNotFoundError:
        with file_on_disk(source.path) as file:
            if not file.path.exists():
                raise IngestError(source.path, "原件已不在原处", "请把文件放回原处，或重新入库") from None
        return source.sha256
    except NotADirectoryError:
        return source.sha256
    return _hash_of(str(source.path), state.st_size, state.st_mtime_ns)


def _picture(source: StoredFile, page: int, state: str, boxes: tuple[Box, ...]) -> PagePicture:
    assert source.format is not None
    return _kept_picture(str(source.path), source.format.value, page, state, boxes)


@st.cache_data(max_entries=48, show_spinner=False)
def _kept_picture(path: str, format: str, page: int, state: str, boxes: tuple[Box, ...]) -> PagePicture:
    return picture_of_page(Path(path), FileFormat(format), page, boxes)


def field_frames(original: Original, turned_to: Mapping[str, object]) -> dict[str, list[list[float]]]:
    """Frames around the field that was asked for, where the page says in characters what is printed on it."""
    item, source = str(turned_to.get("item") or ""), original.source
    evidence = original.document.evidence.get(item.removeprefix("f-")) if item.startswith("f-") else None
    if evidence is None or source.format not in PICTURED:
        return {}
    try:
        assert source.format is not None
        characters = printed_characters(source.path, source.format, evidence.page) if evidence.page else []
        return {item: frame_numbers(frames_of_text(evidence.text, characters))}
    except Exception:  # whatever a file that has changed comes to: the page is shown without a frame
        return {item: []}
