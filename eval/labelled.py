"""Label files and the documents they speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from eval.declared import EvalError
from ingest.documents import parse_file
from ingest.errors import IngestError
from ingest.model import ParsedFile

# Beside the documents of a set, never documents themselves: a data set's own text of one of them.
GOLD_TEXT = ".gold.txt"
_NOT_DOCUMENTS = {".toml", ".json", ".jsonl", ".py"}


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file. Raises EvalError with the line's number."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError as error:
            raise EvalError(path, f"第 {number} 行不是 JSON", "请改正这一行") from error


def document_files(places: Iterable[Path]) -> list[Path]:
    """Return the documents in files and folders, folders in the order given and each sorted by name."""
    files: list[Path] = []
    for place in places:
        if place.is_file():
            files.append(place)
        elif place.is_dir():
            files.extend(p for p in sorted(place.iterdir()) if p.is_file() and _is_document(p))
    return files


def find_document(name: str, places: Iterable[Path]) -> Path | None:
    """Return the document of this file name, None where no place has it."""
    return next((p for p in document_files(places) if p.name == name), None)


def parse_labelled(name: str, places: Iterable[Path]) -> ParsedFile | str:
    """Return the document understood, or in Chinese why it could not be."""
    path = find_document(name, places)
    if path is None:
        return "找不到这个文件"
    try:
        return parse_file(path)
    except IngestError as error:
        return f"读不了：{error.problem}"


def _is_document(path: Path) -> bool:
    return not (path.name.startswith(".") or path.name.endswith(GOLD_TEXT) or path.suffix in _NOT_DOCUMENTS)
