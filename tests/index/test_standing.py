from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.library import Library
from index.standing import Standing, not_standing, standings
from index.update import ingest_paths
from ingest.model import ParsedFile, Reference, Relation, Status, ValidityKind, ValidityStatement
from tests.index.small_notices import parse_small, write_notice


def parse_dated(path: Path) -> ParsedFile:
    """`parse_small`, with what the notice says of its own validity and of others after its last clause as JSON."""
    parsed = parse_small(path)
    (document,) = parsed.documents
    said = json.loads(document.clauses[-1].text)
    clause_id = document.clauses[0].clause_id

    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if name in said else None

    kinds = {
        "effective_on": ValidityKind.TAKES_EFFECT,
        "expires_on": ValidityKind.EXPIRES,
        "trial": ValidityKind.TRIAL,
        "marked": ValidityKind.REPEALED,
    }
    document = replace(
        document,
        effective_on=day("effective_on"),
        expires_on=day("expires_on"),
        validity=tuple(
            ValidityStatement(k, name, (0, 1), clause_id, day(name) if name.endswith("_on") else None)
            for name, k in kinds.items()
            if name in said
        ),
        references=tuple(
            Reference(Relation.REPEALS, None, number, (0, 1), clause_id, pinpoint)
            for number, pinpoint in said.get("repeals", [])
        ),
    )
    return replace(parsed, documents=(document,))


class Shelf:
    """Notices put into a library one by one, by their numbers."""

    def __init__(self, folder: Path) -> None:
        self.notices, self.library = folder / "公文", folder / "库"

    def put(self, number: str, dated_on: str, title: str | None = None, **said: object) -> None:
        path = self.notices / f"{number}.txt"
        write_notice(
            path,
            "一、内容。",
            json.dumps(said),
            title=title or f"{number}办法",
            number=number,
            dated_on=dated_on,
            issuers=["甘州区老干部局"],
        )

    def on(self, day: str) -> dict[str, Standing]:
        ingest_paths([self.notices], self.library, embed=False, parse=parse_dated)
        with Library.open(self.library) as library:
            found = standings(library, date.fromisoformat(day))
        return {key.partition("~")[0]: s for key, s in found.items()}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_nothing_is_known_of_a_document_that_says_nothing(shelf: Shelf) -> None:
    shelf.put("甘老干〔2015〕1号", "2015-01-05")
    assert shelf.on("2024-01-01") == {}


def test_a_document_is_in_force_from_its_day_with_the_clause_that_says_so(shelf: Shelf) -> None:
    shelf.put("甘老干〔2021〕1号", "2021-01-05", effective_on="2021-03-01")
    assert shelf.on("2021-03-01")["甘老干〔2021〕1号"].status is Status.IN_FORCE
    assert (shelf.on("2021-03-01")["甘老干〔2021〕1号"].proof or "").endswith("#一")
    before = shelf.on("2021-02-28")["甘老干〔2021〕1号"]
    assert (before.status, before.begun) == (Status.UNKNOWN, False)


def test_a_document_expires_after_its_last_day(shelf: Shelf) -> None:
    shelf.put("甘老干〔2019〕1号", "2019-01-05", effective_on="2019-02-01", expires_on="2024-01-31")
    assert shelf.on("2024-01-31")["甘老干〔2019〕1号"].status is Status.IN_FORCE
    assert shelf.on("2024-02-01")["甘老干〔2019〕1号"].status is Status.EXPIRED


def test_a_repeal_counts_from_the_day_its_document_applies_and_is_proved(shelf: Shelf) -> None:
    shelf.put("甘老干〔2015〕1号", "2015-01-05")
    shelf.put("甘老干〔2021〕9号", "2021-01-05", effective_on="2021-03-01", repeals=[["甘老干〔2015〕1号", None]])
    assert "甘老干〔2015〕1号" not in shelf.on("2021-02-28")
    ended = shelf.on("2021-03-01")["甘老干〔2015〕1号"]
    assert ended.status is Status.REPEALED
    assert (ended.by or "").startswith("甘老干〔2021〕9号~")
    assert (ended.proof or "").startswith("甘老干〔2021〕9号~")


def test_a_repealed_article_does_not_end_the_document(shelf: Shelf) -> None:
    shelf.put("甘老干〔2015〕1号", "2015-01-05")
    shelf.put("甘老干〔2021〕9号", "2021-01-05", repeals=[["甘老干〔2015〕1号", "第三条"]])
    assert "甘老干〔2015〕1号" not in shelf.on("2024-01-01")


def test_an_older_document_never_repeals_a_newer_one(shelf: Shelf) -> None:
    shelf.put("甘老干〔2022〕1号", "2022-01-05")
    shelf.put("甘老干〔2021〕9号", "2021-01-05", repeals=[["甘老干〔2022〕1号", None]])
    assert "甘老干〔2022〕1号" not in shelf.on("2024-01-01")


def test_a_newer_edition_is_pointed_at_and_is_no_proof_of_a_repeal(shelf: Shelf) -> None:
    shelf.put("甘老干〔2015〕1号", "2015-01-05", title="走访慰问办法")
    shelf.put("甘老干〔2021〕9号", "2021-01-05", title="走访慰问办法（修订）")
    older = shelf.on("2024-01-01")["甘老干〔2015〕1号"]
    assert older.status is Status.UNKNOWN
    assert (older.newer or "").startswith("甘老干〔2021〕9号~")
    assert "甘老干〔2015〕1号" not in shelf.on("2020-01-01")


def test_a_trial_rule_is_called_one_until_its_term_ends(shelf: Shelf) -> None:
    shelf.put("甘老干〔2021〕1号", "2021-01-05", trial="试行", effective_on="2021-02-01", expires_on="2023-01-31")
    assert shelf.on("2022-01-01")["甘老干〔2021〕1号"].status is Status.TRIAL
    assert shelf.on("2023-02-01")["甘老干〔2021〕1号"].status is Status.EXPIRED


def test_what_does_not_stand_is_what_ended_and_what_had_not_begun(shelf: Shelf) -> None:
    shelf.put("甘老干〔2015〕1号", "2015-01-05", expires_on="2018-12-31")
    shelf.put("甘老干〔2021〕1号", "2021-01-05", effective_on="2021-03-01")
    shelf.put("甘老干〔2016〕1号", "2016-01-05")
    found = shelf.on("2020-01-01")
    assert not_standing(found) == ("甘老干〔2015〕1号", "甘老干〔2021〕1号")


def test_a_printed_last_day_that_is_to_come_says_that_it_stands_and_one_set_by_hand_says_nothing_yet(
    shelf: Shelf,
) -> None:
    shelf.put("甘老干〔2020〕1号", "2020-01-01", expires_on="2030-12-31")
    (standing,) = shelf.on("2025-01-01").values()
    assert standing.status is Status.IN_FORCE
    with Library.open(shelf.library) as library:
        with library.transaction() as connection:  # a day that a person set: no sentence says it
            connection.execute("DELETE FROM validity")
        assert standings(library, date(2025, 1, 1)) == {}
        (ended,) = standings(library, date(2031, 1, 1)).values()
        assert ended == Standing(Status.EXPIRED)


def test_of_two_editions_of_one_day_neither_is_newer(shelf: Shelf) -> None:
    shelf.put("甘老干〔2020〕1号", "2020-01-01", title="走访慰问办法")
    shelf.put("甘老干〔2020〕2号", "2020-01-01", title="走访慰问办法")
    assert shelf.on("2025-01-01") == {}


def test_a_repeal_of_what_the_library_does_not_have_ends_nothing(shelf: Shelf) -> None:
    shelf.put("甘老干〔2020〕1号", "2020-01-01")
    shelf.put("甘老干〔2021〕1号", "2021-01-01", repeals=[["甘老干〔2019〕7号", None], ["甘老干〔2020〕1号", None]])
    (ended,) = shelf.on("2025-01-01").items()
    assert (ended[0], ended[1].status) == ("甘老干〔2020〕1号", Status.REPEALED)
