"""题注 of small rules of our own: whose meeting passed them, who published them, and on which day."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import PolicyDocument
from tests.ingest.reading import read_text

TITLE = "云州市老年助餐管理规定\n"
RULE = "第一章　总则\n第一条　为规范助餐服务，制定本规定。\n第二条　本规定自2023年8月1日起施行。"


def rule(note: str, before: str = "", after: str = "") -> PolicyDocument:
    """The one document of a rule with a 题注 below its title."""
    (document,) = read_text(f"{before}{TITLE}{note}\n{RULE}{after}").documents
    assert document.clauses[0].path == ("第一章 总则",), "the 题注 stands in no clause"
    return document


@pytest.mark.parametrize(
    ("note", "body"),
    [
        ("（2023年7月5日云州市住房公积金管理委员会第4次会议通过）", "云州市住房公积金管理委员会"),
        ("2023年7月5日云州市住房公积金管理委员会第4次会议通过", "云州市住房公积金管理委员会"),
        ("（2023年7月5日　云州市医疗保障基金监督委员会 第 3 次会议审议通过）", "云州市医疗保障基金监督委员会"),
        ("（云州市老年大学协会第六次会员代表大会2018年10月20日通过）", "云州市老年大学协会"),
        ("（2023年7月5日国务院第170次常务会议通过）", "国务院"),
        ("（2023年7月5日教育部部务会议审议通过）", "教育部"),
        ("（2023年7月5日国家市场监督管理总局2023年第3次局务会议审议通过）", "国家市场监督管理总局"),
        ("（2023年7月5日经云州大学校长办公会议研究通过）", "云州大学"),
        ("（2023年7月5日云州市老年学学会第三届会员代表大会第一次会议表决通过）", "云州市老年学学会"),
        ("（2023年7月5日云州市总工会第十五届委员会第三次全体会议通过）", "云州市总工会"),
        ("（2023年7月5日中共云州市委常委会会议审议批准）", "中共云州市委"),
        ("（2023年7月5日中共云州市第七届委员会第六次全体会议通过）", "中共云州市委员会"),
        ("（2023年7月5日云州市人民政府第5次常务会议通过　2023年7月9日起印发各县区）", "云州市人民政府"),
    ],
)
def test_the_body_whose_meeting_passed_a_rule_stands_for_its_issuer_and_is_to_be_looked_at(
    note: str, body: str
) -> None:
    document = rule(note)
    assert document.issuing_authorities == (body,)
    evidence = document.evidence["issuing_authorities"]
    assert document.text[slice(*evidence.span)] == evidence.text
    assert evidence.text in note
    assert [item.field for item in document.review if item.field == "issuing_authorities"]


def test_a_congress_is_named_without_its_term_and_without_the_word_before_it() -> None:
    document = rule("（2023年7月5日经云州市第15届人民代表大会常务委员会第30次会议审议通过）")
    assert document.issuing_authorities == ("云州市人民代表大会常务委员会",)


@pytest.mark.parametrize(
    "note",
    [
        "（2023年7月5日市政府第45次常务会议通过）",
        "（2023年7月5日局党组会议通过）",
        "（2023年7月5日云州市财政局党组会议审议通过）",
        "（2023年7月5日第五届职工代表大会第二次会议通过）",
        "（2023年7月5日校长办公会通过）",
        "（2023年7月5日全市老年协会通过）",
    ],
)
def test_a_meeting_that_leaves_out_whose_it_was_names_no_issuer(note: str) -> None:
    document = rule(note)
    assert document.issuing_authorities == ()
    assert document.dated_on == date(2023, 7, 5)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("云州市民政局文件\n云民发〔2023〕3号\n", ""),
        ("", "\n云州市民政局\n2023年7月9日"),
        ("", "\n云州市民政局办公室　2023年7月9日印发"),
    ],
    ids=["red-head", "signature", "imprint"],
)
def test_who_passed_a_rule_gives_way_to_who_issued_it(before: str, after: str) -> None:
    document = rule("（2023年7月5日云州市人民政府第45次常务会议审议通过）", before, after)
    assert document.issuing_authorities == ("云州市民政局",)


def test_who_passed_a_rule_gives_way_to_the_notice_around_it() -> None:
    parsed = read_text(
        "关于印发《云州市老年助餐管理规定》的通知\n各县区民政局：\n现将《云州市老年助餐管理规定》印发给你们。\n云州市民政局\n2023年7月9日\n"
        f"{TITLE}（2023年7月5日云州市人民政府第45次常务会议审议通过）\n{RULE}"
    )
    assert [d.issuing_authorities for d in parsed.documents] == [("云州市民政局",)] * 2


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "（2018年1月5日云州市老龄工作委员会第一次会议通过　2023年7月5日云州市老龄工作委员会第四次会议修订）",
            (2023, 7, 5),
        ),
        ("（2023年7月5日云州市人民政府第4次常务会议通过　2023年7月9日云州市人民政府令第12号公布）", (2023, 7, 9)),
        ("（2023年7月9日云州市民政局发布，2023年8月1日起施行）", (2023, 7, 9)),
        ("（2013年7月9日云州市民政局发布　根据2021年3月4日《云州市民政局关于修改部分文件的决定》修正）", (2021, 3, 4)),
    ],
)
def test_of_several_days_the_last_that_published_or_amended_the_text_counts(
    note: str, expected: tuple[int, int, int]
) -> None:
    assert rule(note).dated_on == date(*expected)


def test_a_note_on_many_amendments_is_read_whatever_its_length() -> None:
    session = "云州彝族自治州第{}届人民代表大会常务委员会第二十次会议"
    note = (
        f"（2010年3月1日{session.format('十三')}通过　2015年5月6日{session.format('十四')}修正　"
        f"2021年7月8日{session.format('十五')}第二次修正　2022年9月10日{session.format('十五')}第三次修正）"
    )
    assert len(note) > 160
    document = rule(note)
    assert document.issuing_authorities == ("云州彝族自治州人民代表大会常务委员会",)
    assert document.dated_on == date(2022, 9, 10)


@pytest.mark.parametrize(
    "note",
    [
        "（云州市财政局、云州市民政局2023年9月6日印发）",
        "（云州市财政局　云州市民政局　2023年9月6日）",
        "（2023年9月6日　云州市财政局　云州市民政局）",
        "（2023年9月6日　云州市财政局　云州市民政局联合印发）",
    ],
)
def test_bodies_and_day_in_brackets_are_read_in_either_order(note: str) -> None:
    document = rule(note)
    assert document.issuing_authorities == ("云州市财政局", "云州市民政局")
    assert document.dated_on == date(2023, 9, 6)
