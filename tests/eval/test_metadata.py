"""How fields are compared with labels."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.metadata import compare_cited, compare_fields, labelled_fields, measure_metadata, same_value
from eval.model import EvalSet, SetKind
from ingest.model import Coverage, FileFormat, ParsedFile, PolicyDocument, Reference, Relation


def document(**fields: Any) -> PolicyDocument:
    return PolicyDocument(fields.pop("document_id", "甲"), "", (0, 0), **fields)


def file_of(*documents: PolicyDocument) -> ParsedFile:
    return ParsedFile("甲.txt", "", FileFormat.TXT, None, "", documents, Coverage(0, 0, 0, ()), ())


def cites(title: str | None = None, number: str | None = None) -> Reference:
    return Reference(Relation.MENTIONS, title, number, (0, 0), None)


def label(**values: Any) -> dict[str, Any]:
    empty = {"file": "甲.txt", "title": None, "doc_number": None, "issuer": None, "date": None, "addressees": None}
    return empty | {"cited_documents": None} | values


@pytest.mark.parametrize(
    ("field", "value", "wanted", "same"),
    [
        ("title", "县农业局 县水利局\n关于春灌的通知", "县农业局县水利局关于春灌的通知", True),
        ("title", "关于春灌的通知", "关于春灌工作的通知", False),
        ("document_number", "农发[2021]3 号", "农发〔2021〕3号", True),
        ("document_number", "农发〔2021〕3号", "农发〔2021〕13号", False),
        ("issuer", "县农业局、县水利局", "县农业局、县水利局", True),
        ("issuer", "县农业局", "县农业局、县水利局", False),
        ("addressees", "各镇，各办", "各镇、各办：", True),
        ("date", None, None, True),
        ("date", "2021-03-01", None, False),
        ("date", None, "2021-03-01", False),
    ],
)
def test_a_value_is_compared_by_what_it_says(field: str, value: str | None, wanted: str | None, same: bool) -> None:
    assert same_value(field, value, wanted) is same


def test_a_field_that_was_not_labelled_is_left_out() -> None:
    fields = labelled_fields(label(note="issuer not labelled: a test prefix stands before it"))
    assert "issuer" not in fields
    assert "title" in fields


def test_an_invented_value_is_wrong_where_the_text_says_nothing() -> None:
    scores, problems = compare_fields(file_of(document(document_number="农发〔2021〕3号")), label())
    assert scores["document_number"] == 0.0
    assert scores["fields"] == pytest.approx(4 / 5)
    assert "document_number" in problems[0]


def test_the_printing_date_stands_in_where_the_text_has_no_other() -> None:
    scores, _ = compare_fields(file_of(document(printed_on=date(2021, 3, 5))), label(date="2021-03-05"))
    assert scores["date"] == 1.0


def test_the_masthead_is_the_first_documents() -> None:
    parsed = file_of(document(title="关于印发方案的通知"), document(title="方案"))
    assert compare_fields(parsed, label(title="关于印发方案的通知"))[0]["title"] == 1.0


def test_a_document_that_cannot_be_read_has_every_field_wrong_and_is_left_out_of_fields_read(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("关于春灌的通知\n\n各镇：\n\n请开闸。\n", encoding="utf-8")
    (tmp_path / "乙.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    rows = [label(title="关于春灌的通知", addressees="各镇"), label(file="乙.png", title="某通知")]
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    declared = EvalSet("some", SetKind.METADATA, "某集", labels, (tmp_path,), ("ingest",), ("fields",))
    [system] = measure_metadata(declared)
    assert system.figures["fields"] == 0.5
    assert system.figures["fields_read"] == 1.0
    assert "读不了" in system.queries[1].note


def test_a_cited_document_is_found_by_number_or_title_in_any_document_of_the_file() -> None:
    inner = document(references=(cites("关于治水的意见", "水发〔2020〕1 号"), cites("防洪法")))
    found = compare_cited([document(), inner], ["水发〔2020〕1号", "防洪法", "节水条例"])
    assert found.missing == ("节水条例",)
    assert found.recall == pytest.approx(2 / 3)
    assert found.precision == 1.0


def test_a_document_named_twice_is_cited_once() -> None:
    twice = document(references=(cites("防洪法"), cites("防洪法"), cites("水法")))
    assert compare_cited([twice], ["防洪法"]).found == 2


def test_the_rule_that_a_notice_issues_counts_as_cited() -> None:
    outer = document(document_id="外", title="关于印发治水方案的通知", wraps="内")
    inner = document(document_id="内", title="治水方案")
    found = compare_cited([outer, inner], ["治水方案"])
    assert not found.missing
    assert not found.surplus
