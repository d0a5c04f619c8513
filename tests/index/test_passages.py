import json
from datetime import date

from index.model import StoredClause
from index.passages import from_passage, index_text, passage_text, text_key, to_passage
from ingest.model import Box, Clause, ClauseKind, PolicyDocument, Status

CLAUSE = Clause(
    clause_id="扬办发〔2022〕170号~12345678#三/（二）",
    path=("三、工作措施", "（二）健全保障"),
    marker="（二）",
    heading="（二）健全保障",
    text="（二）健全保障。每月不低于300元。",
    span=(120, 137),
    page=2,
    boxes=(Box(2, 72.0, 100.5, 500.0, 130.0),),
    level=2,
    kind=ClauseKind.CLAUSE,
)
DOCUMENT = PolicyDocument(
    document_id="扬办发〔2022〕170号~12345678",
    text="",
    span=(0, 900),
    title="实施方案",
    document_number="扬办发〔2022〕170号",
    issuing_authorities=("中共扬州市委办公室", "扬州市人民政府办公室"),
    region="江苏扬州",
    dated_on=date(2023, 1, 9),
    status=Status.IN_FORCE,
)


def test_a_clause_goes_to_haystack_and_back() -> None:
    stored = StoredClause(CLAUSE, DOCUMENT, "notices/a.pdf", 17)
    passage = to_passage(stored)
    assert (passage.id, passage.content) == (CLAUSE.clause_id, CLAUSE.text)
    assert from_passage(passage) == stored


def test_what_travels_is_plain_values() -> None:
    meta = to_passage(StoredClause(CLAUSE, DOCUMENT, "a.pdf", 17)).meta
    assert json.loads(json.dumps(meta)) == meta


def test_the_index_text_carries_what_the_clause_alone_does_not_say() -> None:
    text = index_text(CLAUSE, DOCUMENT)
    for part in ("实施方案", "扬办发〔2022〕170号", "扬州市人民政府办公室", "2022年", "三、工作措施", CLAUSE.text):
        assert part in text
    assert text.count("健全保障") == 1  # the heading the text begins with is not said twice


def test_the_key_of_an_embedding_follows_the_index_text() -> None:
    assert text_key(index_text(CLAUSE, DOCUMENT)) == text_key(index_text(CLAUSE, DOCUMENT))
    assert text_key("甲") != text_key("乙")


def test_lexical_parts_are_kept_apart() -> None:
    parts = passage_text(CLAUSE, DOCUMENT)
    assert "江苏扬州" in parts.title and "2022年" in parts.title
    assert (parts.number, parts.body) == ("扬办发〔2022〕170号", CLAUSE.text)
    assert "三、工作措施" in parts.headings
