"""A digest says that it is one, whether its head or its running head says it."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.model import Outcome, StoredFile
from ingest.model import Coverage, DroppedText, Evidence, FileFormat, PolicyDocument
from web.copy_note import copy_note

NOTE = "摘编，非原文，引用请核对原件"


def source(*dropped: str) -> StoredFile:
    left_out = tuple(DroppedText(text, "页眉", 1) for text in dropped)
    coverage = Coverage(100, 90, 5, left_out)
    return StoredFile("a.pdf", Path("a.pdf"), "0", 1, FileFormat.PDF, 1, Outcome.ADDED, 1, 1, coverage)


@pytest.mark.parametrize("printed", [f"【{NOTE}】", f"（{NOTE}）", f" [{NOTE}]"])
def test_the_note_is_found_at_the_head_and_in_a_running_head(document: PolicyDocument, printed: str) -> None:
    marked = replace(document, evidence={"copy_note": Evidence(printed, (0, 1), None)})
    assert copy_note(marked, source()) == NOTE
    assert copy_note(document, source("— 1 —", printed)) == NOTE


def test_an_original_has_no_note(document: PolicyDocument) -> None:
    assert copy_note(document, source("— 1 —", "柳老干〔2023〕9号")) is None
    assert copy_note(document, replace(source(), coverage=None)) is None
