"""Heads and feet of small notices of our own, one trait each."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import PolicyDocument
from tests.ingest.test_clauses import parse


def first(text: str) -> PolicyDocument:
    return parse(text).documents[0]


BODY = "各区县委组织部：\n为做好有关工作，现将事项通知如下。\n一、任务\n抓好落实。\n"


@pytest.mark.parametrize(
    "printed",
    ["浙组发〔2021〕8号", "浙组发[2021]8号", "浙组发（2021） 8 号", "浙组发〔２０２１〕８号", "浙组发 〔2021〕 第8号"],
)
def test_a_document_number_is_read_in_every_printed_form(printed: str) -> None:
    document = first(f"中共浙江省委组织部文件\n{printed}\n关于做好走访慰问工作的通知\n{BODY}")
    assert document.document_number is not None
    assert document.document_number.replace("第", "") == "浙组发〔2021〕8号"
    assert document.evidence["document_number"].text == printed
    assert (document.region, document.level) == ("浙江", "省")


def test_a_title_over_several_lines_is_one_and_begins_with_its_joint_bodies() -> None:
    document = first(
        "浙组发〔2021〕8号\n中共浙江省委组织部\n中共浙江省委老干部局\n关于进一步做好离退休干部\n走访慰问工作的通知\n"
        + BODY
    )
    assert document.title == "中共浙江省委组织部 中共浙江省委老干部局关于进一步做好离退休干部走访慰问工作的通知"
    assert document.issuing_authorities == ("中共浙江省委组织部", "中共浙江省委老干部局")
    assert document.document_type == "通知"


def test_what_the_text_does_not_print_is_none_and_never_guessed() -> None:
    document = first("关于做好走访慰问工作的通知\n" + BODY)
    assert (document.document_number, document.dated_on, document.printed_on) == (None, None, None)
    assert (document.issuing_authorities, document.region, document.level) == ((), None, None)


def test_a_title_cut_off_inside_its_quotation_is_none_and_named_as_not_read() -> None:
    parsed = parse(
        "印发《关于进一步做好离退休干部\n各区县委组织部：\n《关于进一步做好有关工作的意见》已经同意，现印发给你们。\n"
    )
    assert parsed.documents[0].title is None
    assert any("印发《" in dropped.text for dropped in parsed.coverage.dropped)
    assert any("标题" in warning for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2021年3月5日", date(2021, 3, 5)),
        ("二〇二一年三月五日", date(2021, 3, 5)),
        ("２０２１年３月１５日", date(2021, 3, 15)),
        ("2021 年 12 月 30 日", date(2021, 12, 30)),
    ],
)
def test_the_date_below_the_signature_is_the_documents_date(printed: str, expected: date) -> None:
    document = first("关于做好走访慰问工作的通知\n" + BODY + f"中共浙江省委组织部\n{printed}\n（此件公开发布）")
    assert document.dated_on == expected
    assert document.issuing_authorities == ("中共浙江省委组织部",)
    assert document.clauses[-1].path == ("落款",)


def test_the_imprint_gives_copies_and_the_printing_day_and_is_in_no_clause() -> None:
    document = first(
        "关于做好走访慰问工作的通知\n"
        + BODY
        + "抄送：省委办公厅，省政府办公厅。\n中共浙江省委组织部办公室　2021年3月8日印发"
    )
    assert document.copied_to == ("省委办公厅", "省政府办公厅")
    assert document.printed_on == date(2021, 3, 8)
    assert document.issuing_authorities == ("中共浙江省委组织部",)
    assert "抄送" not in "".join(c.text for c in document.clauses)


def test_addressees_are_parted_at_commas_outside_brackets() -> None:
    document = first(
        "关于做好走访慰问工作的通知\n各市、县（市、区）委组织部，省直各单位党委（党组，总支）：\n现通知如下。\n一、甲\n做。"
    )
    assert document.addressees == ("各市、县（市、区）委组织部", "省直各单位党委（党组，总支）")


def test_region_without_any_issuer_is_what_the_text_calls_its_own() -> None:
    text = "为贯彻浙江省要求，结合我市实际，制定本方案。\n一、目标\n在丽水建成示范点，全市推广。丽水各县参照执行。"
    document = first("加强阵地建设工作方案\n" + text)
    assert document.region == "浙江丽水"
    assert document.evidence["region"].text == "丽水"


def test_a_bulletin_is_named_by_its_name_and_issue() -> None:
    document = first(
        "内部资料\n老干部工作简报\n第3期（总第20期）\n中共浙江省委老干部局\n2021年3月8日\n本期要览\n一、甲事\n内容。"
    )
    assert document.title == "老干部工作简报 第3期（总第20期）"
    assert document.dated_on == date(2021, 3, 8)


def test_named_documents_carry_their_relation_and_the_clause_that_names_them() -> None:
    document = first(
        "关于做好走访慰问工作的通知\n各区县委组织部：\n根据《关于加强走访工作的意见》（浙委发〔2019〕3号）精神，现通知如下。\n"
        "一、任务\n贯彻落实《走访慰问办法》，抓好落实。\n二、附则\n《关于走访的通知》（浙组发〔2010〕2号）同时废止。"
    )
    found = [(r.relation.value, r.title, r.document_number) for r in document.references]
    assert found == [
        ("based_on", "关于加强走访工作的意见", "浙委发〔2019〕3号"),
        ("implements", "走访慰问办法", None),
        ("repeals", "关于走访的通知", "浙组发〔2010〕2号"),
    ]
    assert [r.clause_id.split("#")[1] for r in document.references if r.clause_id] == ["正文", "一", "二"]
