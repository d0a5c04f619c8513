"""The editions of one rule in a library."""

from dataclasses import replace
from datetime import date

from index.listed import ListedDocument, listed_document
from index.model import StoredDocument
from ingest.model import PolicyDocument
from qa.documents.versions import versions_of

RULE = PolicyDocument(
    "2013",
    "",
    (0, 0),
    title="公园管理办法（2013年修订）",
    issuing_authorities=("柳溪县人民政府",),
    dated_on=date(2013, 2, 6),
)


def listed(document: PolicyDocument, **changes: object) -> ListedDocument:
    return listed_document(StoredDocument(replace(document, **changes), "a.txt", 1, 1))  # type: ignore[arg-type]


def test_editions_of_one_title_and_issuer_stand_by_date() -> None:
    newer = listed(RULE, document_id="2024", title="公园管理办法（2024年修订）", dated_on=date(2024, 2, 6))
    assert [v.document_id for v in versions_of(RULE, [newer, listed(RULE)])] == ["2013", "2024"]


def test_other_issuers_other_places_and_copies_are_no_editions() -> None:
    others = [
        listed(RULE),
        listed(RULE, document_id="乡", issuing_authorities=("某乡人民政府",), dated_on=date(2020, 1, 1)),
        listed(RULE, document_id="别处", region="浙江", dated_on=date(2021, 1, 1)),
        listed(RULE, document_id="副本"),
    ]
    assert versions_of(RULE, others) == ()
    assert versions_of(replace(RULE, title=None), others) == ()


def test_of_copies_the_document_itself_stands_for_its_edition() -> None:
    newer = listed(RULE, document_id="2024", dated_on=date(2024, 2, 6))
    copy = listed(RULE, document_id="0副本")
    assert [v.document_id for v in versions_of(RULE, [copy, listed(RULE), newer])] == ["2013", "2024"]
