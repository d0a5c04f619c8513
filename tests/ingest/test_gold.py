"""Real documents read as their labels say. They lie beside the checkout; without them these tests are skipped."""

from pathlib import Path
from typing import Any

import pytest

from eval.clauses import compare_trees, describe, labelled_clauses, listed_clauses
from eval.labelled import document_files, json_lines
from eval.metadata import compare_fields
from ingest.model import ParsedFile
from tests.ingest.real_documents import FOLDERS, SHARED, parsed_of

ABSENT = "the real documents are not beside this checkout"


def rows(name: str) -> list[Any]:
    path = SHARED / "dev" / name
    if not path.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT), id="absent")]
    return [pytest.param(row, id=row["file"]) for row in json_lines(path)]


def files() -> list[Any]:
    found = document_files(FOLDERS)
    if not found:
        return [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT), id="absent")]
    return [pytest.param(path, id=path.name) for path in found]


def parsed(name: str) -> ParsedFile:
    path = next(p for p in document_files(FOLDERS) if p.name == name)
    return parsed_of(path)


@pytest.mark.parametrize("row", rows("clauses_gold.jsonl"))
def test_the_clauses_are_the_labelled_ones_in_printed_order(row: dict[str, Any]) -> None:
    difference = compare_trees(listed_clauses(parsed(row["file"])), labelled_clauses(row))
    assert not describe(difference)
    assert difference.exact


@pytest.mark.parametrize("row", rows("metadata_gold.jsonl"))
def test_the_masthead_says_what_its_labels_say(row: dict[str, Any]) -> None:
    _, problems = compare_fields(parsed(row["file"]), row)
    assert not problems


@pytest.mark.parametrize("path", files())
def test_every_character_is_in_a_clause_a_field_or_dropped_by_name(path: Path) -> None:
    coverage = parsed_of(path).coverage
    assert coverage.characters == coverage.in_clauses + coverage.in_fields + coverage.in_dropped
    assert all(d.text.strip() and d.reason for d in coverage.dropped)


@pytest.mark.parametrize("path", files())
def test_every_span_points_home(path: Path) -> None:
    whole = parsed_of(path)
    for document in whole.documents:
        assert document.text == whole.text
        for clause in document.clauses:
            assert whole.text[slice(*clause.span)] == clause.text
        for evidence in document.evidence.values():
            assert whole.text[slice(*evidence.span)] == evidence.text
