"""Many questions in one process: one a line in, one JSON object a line out, in the same order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ingest.errors import QueryError
from serve.contract import JsonObject, error_object

STANDARD_INPUT = "-"


def answer_lines(questions: Iterator[str], answer: Callable[[str], JsonObject]) -> Iterator[JsonObject]:
    """One object for each question; one that fails gives its error, and the run goes on."""
    for question in questions:
        try:
            yield answer(question)
        except Exception as error:  # whatever one question meets, the next one is still answered
            yield error_object(question, error)


@contextmanager
def opened_questions(file: str) -> Iterator[Iterator[str]]:
    """The questions of a file, or of standard input for "-", read as they come; QueryError where it cannot be read."""
    if file == STANDARD_INPUT:
        yield _lines(sys.stdin.buffer)
        return
    path = Path(file)
    try:
        stream = path.open("rb")
    except OSError as problem:
        raise QueryError(
            path, f"问题文件打不开（{problem.strerror}）", "请检查文件名和权限；从标准输入读请用 -"
        ) from problem
    with stream:
        yield _lines(stream)


def _lines(stream: BinaryIO) -> Iterator[str]:
    """Lines as text: UTF-8, with or without a mark at its head, or GB18030 as older Windows programs save."""
    for number, raw in enumerate(stream):
        line = raw.rstrip(b"\r\n")
        if number == 0:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            yield line.decode("utf-8").strip()
        except UnicodeDecodeError:
            yield line.decode("gb18030", errors="replace").strip()
