"""The review list: what a clerk should look at, with what it rests on, and silence where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import Form, PolicyDocument, Problem, ReviewItem
from ingest.review import review_items
from tests.ingest.test_clauses import parse

BODY = "各州（市）民政局：\n为做好有关工作，现将事项通知如下。\n一、任务\n抓好落实。\n"
CLEAN = (
    "云南省民政厅文件\n云民发〔2022〕2号\n云南省民政厅关于发放高龄津贴的通知\n"
    + BODY
    + "云南省民政厅\n2022年3月5日\n（此件公开发布）\n抄送：省财政厅。\n云南省民政厅办公室　2022年3月7日印发"
)


def first(text: str) -> PolicyDocument:
    return parse(text).documents[0]


def only(document: PolicyDocument) -> ReviewItem:
    (item,) = document.review
    return item


def test_a_notice_in_order_has_nothing_to_review() -> None:
    assert first(CLEAN).review == ()


def test_each_item_says_what_to_do_and_points_to_what_it_rests_on() -> None:
    item = only(first(CLEAN.replace("〔2022〕", "〔2019〕")))
    assert (item.field, item.problem) == ("document_number", Problem.CONTRADICTION)
    assert "2019" in item.message and "2022年3月5日" in item.message and "核对" in item.message
    assert [e.text for e in item.evidence] == ["云民发〔2019〕2号", "2022年3月5日"]


@pytest.mark.parametrize(
    ("number_year", "day", "problem"),
    [
        (2021, "2022年1月4日", Problem.DOUBTFUL),
        (2022, "2021年12月30日", Problem.DOUBTFUL),
        (2021, "2022年6月4日", Problem.CONTRADICTION),
        (2022, "2022年12月31日", None),
    ],
)
def test_a_number_given_out_around_new_year_is_doubtful_and_any_other_year_contradicts(
    number_year: int, day: str, problem: Problem | None
) -> None:
    text = CLEAN.replace("〔2022〕", f"〔{number_year}〕").replace("2022年3月5日", day).split("抄送")[0]
    assert [item.problem for item in first(text).review] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("head", "signed", "agree"),
    [
        ("中共山东省委组织部", "省委组织部", True),
        ("山东省人力资源和社会保障厅", "山东省人社厅", True),
        ("中共芜湖市纪律检查委员会", "芜湖市纪委", True),
        ("中共江苏省委", "中共江苏省委办公厅", True),
        ("山东省民政厅", "山东省财政厅", False),
        ("扬州市民政局", "丽水市民政局", False),
    ],
)
def test_a_shortened_name_below_the_text_is_the_same_body_and_another_body_is_none(
    head: str, signed: str, agree: bool
) -> None:
    text = f"{head}文件\n测发〔2022〕2号\n关于发放高龄津贴的通知\n{BODY}{signed}\n2022年3月5日"
    fields = {item.field for item in first(text).review}
    assert fields == (set() if agree else {"issuing_authorities"})


def test_a_joint_notice_signed_by_more_bodies_than_its_head_names_is_in_order() -> None:
    text = CLEAN.replace("云南省民政厅\n2022年", "云南省民政厅　云南省财政厅\n2022年")
    assert first(text).review == ()


def test_a_bulletin_needs_no_number_and_a_rule_needs_neither_number_nor_day() -> None:
    rule = first("云南省老年大学管理规定\n第一条 为规范管理，制定本规定。\n第二条 由云南省委老干部局负责。")
    assert "document_number" not in {item.field for item in rule.review}
    assert "dated_on" not in {item.field for item in rule.review}
    bulletin = replace(first(CLEAN), form=Form.BULLETIN, document_number=None)
    assert review_items(bulletin) == ()


def test_a_missing_day_offers_the_day_of_printing() -> None:
    item = only(first(CLEAN.replace("云南省民政厅\n2022年3月5日\n", "")))
    assert (item.field, item.problem) == ("dated_on", Problem.MISSING)
    assert "2022年3月7日" in item.message
    assert [e.text for e in item.evidence] == ["2022年3月7日"]


def test_what_the_notice_around_it_lacks_is_not_asked_of_the_document_it_issues_again() -> None:
    text = (
        "关于印发《高龄津贴发放办法》的通知\n各州（市）民政局：\n现将《高龄津贴发放办法》印发给你们，请认真执行。\n"
        "云南省民政厅\n2022年3月5日\n高龄津贴发放办法\n第一条 为规范发放，制定本办法。\n第二条 每月发放。"
    )
    notice, measures = parse(text).documents
    assert [item.field for item in notice.review] == ["document_number"]
    assert measures.review == ()


def test_a_rule_in_force_more_than_a_year_before_it_was_written_is_doubtful() -> None:
    document = first(CLEAN)
    assert review_items(replace(document, effective_on=date(2022, 1, 1))) == ()
    (item,) = review_items(replace(document, effective_on=date(2020, 1, 1)))
    assert (item.field, item.problem) == ("effective_on", Problem.DOUBTFUL)
    (item,) = review_items(replace(document, expires_on=date(2021, 1, 1)))
    assert (item.field, item.problem) == ("expires_on", Problem.CONTRADICTION)


def test_items_come_in_the_order_of_the_page() -> None:
    fields = [item.field for item in first("关于发放高龄津贴的通知（征求意见稿）\n" + BODY).review]
    assert fields == ["title"]
    fields = [item.field for item in first("关于发放高龄津贴的通知\n" + BODY).review]
    assert fields == ["issuing_authorities", "document_number", "dated_on"]
