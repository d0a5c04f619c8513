"""What documents say of their own validity, the days it amounts to, and the status on a day with its proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.documents import parse_file
from ingest.model import Clause, ClauseKind, Evidence, PolicyDocument, Problem, Status, ValidityKind
from ingest.references import find_references
from ingest.terms import TERM, term_of
from ingest.validity import contradictions, standing_of, with_status, with_validity
from tests.ingest.labelled_sentences import LabelledSentence, labelled_sentences

ISSUED = date(2021, 1, 20)


def document_saying(*texts: str, title: str = "关于节约用水的办法", head: str = "", path: str = "") -> PolicyDocument:
    """A document whose clauses are the texts, dated 2021-01-20."""
    whole = head + title + "\n" + "\n".join(texts)
    clauses, position = [], len(head + title) + 1
    for i, text in enumerate(texts):
        name = path or "一二三四五六七八九"[i]
        span = (position, position + len(text))
        clauses.append(Clause(f"d#{name}", (name,), name, None, text, span, 2, (), 1, ClauseKind.CLAUSE))
        position += len(text) + 1
    span = (0, len(whole))
    return PolicyDocument(
        "d",
        whole,
        span,
        title=title,
        dated_on=ISSUED,
        clauses=tuple(clauses),
        references=find_references(whole, span, clauses, own_number=None, own_title=title),
        evidence={"title": Evidence(title, (len(head), len(head + title)), 1)},
    )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize("sentence", labelled_sentences("validity.txt"), ids=str)
def test_a_sentence_says_what_a_careful_reader_takes_from_it(sentence: LabelledSentence) -> None:
    document = with_validity(document_saying(sentence.text))
    assert [(s.kind.value, iso(s.on)) for s in document.validity] == list(sentence.labels)
    assert (iso(document.effective_on), iso(document.expires_on)) == sentence.fields
    for statement in document.validity:
        assert document.text[slice(*statement.span)] == statement.text
        assert statement.clause_id == "d#一"
    for name in ("effective_on", "expires_on", "status"):
        if name in document.evidence:
            evidence = document.evidence[name]
            assert document.text[slice(*evidence.span)] == evidence.text
            assert evidence.page == 2
    assert ("effective_on" in document.evidence) == (document.effective_on is not None)
    assert ("expires_on" in document.evidence) == (document.expires_on is not None)


def status_on(document: PolicyDocument, day: date | None) -> tuple[Status, str | None]:
    judged = with_status(with_validity(document), day)
    proof = judged.evidence.get("status")
    return judged.status, proof.text if proof else None


def test_status_follows_the_day_and_names_the_sentence_that_says_so() -> None:
    sentence = "本办法自2021年2月1日起施行，有效期5年。"
    document = document_saying("做好节水工作。", sentence)
    assert status_on(document, date(2021, 1, 31)) == (Status.UNKNOWN, None)
    assert status_on(document, date(2021, 2, 1)) == (Status.IN_FORCE, sentence)
    assert status_on(document, date(2026, 1, 31)) == (Status.IN_FORCE, sentence)
    assert status_on(document, date(2026, 2, 1)) == (Status.EXPIRED, sentence)
    assert status_on(document, None) == (Status.UNKNOWN, None)


@pytest.mark.parametrize("sentence", ["本通知有效期至2027年12月31日。", "本办法有效期至2027年12月31日，期满自动失效。"])
def test_a_last_day_alone_says_that_a_document_stands_from_its_date_till_then(sentence: str) -> None:
    document = document_saying("敬老卡免费乘车。", sentence)  # dated 2021-01-20
    assert status_on(document, date(2021, 1, 19)) == (Status.UNKNOWN, None)
    assert status_on(document, date(2027, 12, 31)) == (Status.IN_FORCE, sentence)
    assert status_on(document, date(2028, 1, 1)) == (Status.EXPIRED, sentence)
    assert status_on(document, None) == (Status.UNKNOWN, None)


def test_a_document_without_a_word_on_validity_is_unknown() -> None:
    assert status_on(document_saying("做好节水工作。"), date(2024, 1, 1)) == (Status.UNKNOWN, None)


def test_a_title_on_trial_is_trial_until_the_term_is_over() -> None:
    trial = document_saying("做好节水工作。", title="节约用水管理办法（试行）")
    assert status_on(trial, date(2024, 1, 1)) == (Status.TRIAL, "节约用水管理办法（试行）")
    termed = document_saying("本办法自2021年3月1日起施行，试行期1年。", title="节约用水暂行办法")
    assert status_on(termed, date(2022, 2, 28))[0] is Status.TRIAL
    assert status_on(termed, date(2022, 3, 1))[0] is Status.EXPIRED


@pytest.mark.parametrize("title", ["关于印发《节约用水办法（试行）》的通知", "关于试行垃圾分类的通知", "节约用水办法"])
def test_a_notice_that_issues_a_rule_on_trial_is_not_on_trial(title: str) -> None:
    assert status_on(document_saying("做好工作。", title=title), date(2022, 1, 1))[0] is Status.UNKNOWN


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        ("有效性：失效\n", Status.EXPIRED),
        ("时效性：现行有效\n", Status.IN_FORCE),
        ("文件状态：已废止\n", Status.REPEALED),
        ("【已废止】\n", Status.REPEALED),
        ("（此件已失效）\n", Status.EXPIRED),
        ("本文件已废止\n", Status.REPEALED),
        ("有效性：\n", Status.UNKNOWN),
        ("主题分类：水利\n", Status.UNKNOWN),
    ],
)
def test_a_mark_in_the_head_says_whether_the_document_stands(mark: str, status: Status) -> None:
    found, proof = status_on(document_saying("做好节水工作。", head=mark), date(2024, 1, 1))
    assert found is status
    assert (proof is None) == (status is Status.UNKNOWN)


def test_what_the_text_says_of_other_documents_does_not_mark_it() -> None:
    document = document_saying("《取水办法》已废止。", "未按时换领的证件失效。", "原合同已废止的，重新签订。")
    assert status_on(document, date(2024, 1, 1)) == (Status.UNKNOWN, None)


def test_an_annex_speaks_for_itself_alone() -> None:
    document = with_validity(document_saying("本办法自2021年3月1日起试行，有效期2年。", path="附件1"))
    assert (document.effective_on, document.expires_on, document.status) == (None, None, Status.UNKNOWN)
    assert [s.clause_id for s in document.validity] == ["d#附件1"] * 3
    assert standing_of(replace(document, clauses=()), date(2022, 1, 1)).status is Status.UNKNOWN


def test_days_that_contradict_each_other_give_no_value_and_a_review_item() -> None:
    document = with_validity(document_saying("本办法自2021年3月1日起施行。", "本办法自2021年5月1日起施行。"))
    assert document.effective_on is None
    (item,) = contradictions(document)
    assert (item.field, item.problem, len(item.evidence)) == ("effective_on", Problem.CONTRADICTION, 2)
    assert "2021-03-01、2021-05-01" in item.message
    assert contradictions(document_saying("本办法自2021年3月1日起施行。")) == ()


def test_a_text_revised_since_does_not_date_itself_from_its_last_publication() -> None:
    head = "（2005年3月1日市政府公布　根据2021年1月20日《市政府关于修改部分规章的决定》第一次修正）\n"
    document = with_validity(document_saying("本办法自公布之日起施行。", head=head))
    assert document.effective_on is None
    assert [s.kind for s in document.validity] == [ValidityKind.TAKES_EFFECT]


def test_a_clause_under_the_heading_of_its_date_needs_no_subject(tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    text = "关于做好节水工作的通知\n云水发〔2021〕3号\n各市水务局：\n一、任务\n做好节水。\n二、执行时间\n自2021年3月1日起执行。\n云岭省水利厅\n2021年2月8日\n"
    file.write_text(text, encoding="utf-8")
    (document,) = parse_file(file).documents
    assert document.effective_on == date(2021, 3, 1)


def test_a_rule_takes_its_first_day_from_the_order_that_publishes_it(tmp_path: Path) -> None:
    file = tmp_path / "令.txt"
    text = (
        "云岭省人民政府令\n第88号\n《云岭省志愿服务办法》已经省政府第10次常务会议审议通过，现予公布，自2021年6月1日起施行。\n"
        "省长  王某某\n2021年4月12日\n\n云岭省志愿服务办法\n第一条 为了规范志愿服务，制定本办法。\n第二条 志愿服务应当自愿。\n"
    )
    file.write_text(text, encoding="utf-8")
    order, rule = parse_file(file).documents
    assert order.effective_on == rule.effective_on == date(2021, 6, 1)
    evidence = rule.evidence["effective_on"]
    assert "自2021年6月1日起施行" in rule.text[slice(*evidence.span)]
    assert rule.status is Status.IN_FORCE


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("5年", date(2021, 2, 1), date(2026, 1, 31)),
        ("三年", date(2021, 3, 1), date(2024, 2, 29)),
        ("1年", date(2020, 2, 29), date(2021, 2, 27)),
        ("6个月", date(2021, 8, 31), date(2022, 2, 27)),
        ("两年零六个月", date(2021, 2, 1), date(2023, 7, 31)),
        ("一年半", date(2021, 2, 1), date(2022, 7, 31)),
        ("半年", date(2021, 2, 1), date(2021, 7, 31)),
        ("30日", date(2021, 2, 1), date(2021, 3, 2)),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(printed: str, first: date, last: date) -> None:
    match = TERM.fullmatch(printed)
    assert match is not None
    term = term_of(match)
    assert term is not None
    assert term.last_day(first) == last


@pytest.mark.parametrize("printed", ["20个工作日", "零年", "2025年12月"])
def test_what_is_no_term_by_the_calendar_gives_none(printed: str) -> None:
    match = TERM.fullmatch(printed)
    assert match is None or term_of(match) is None
