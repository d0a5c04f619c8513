"""Printed lines joined to paragraphs: what a margin cut is whole again, and what begins a paragraph stays its own."""

from __future__ import annotations

import pytest

from ingest.model import Line
from ingest.paragraphs import join_paragraphs
from tests.ingest.reading import read_text, tree

HEAD = "云州市民政局关于召开养老服务座谈会的通知\n各县区民政局：\n经研究，定于近期召开座谈会，现将有关事项通知如下。\n"
FOOT = "云州市民政局\n2023年5月8日"

# Items that end in no full stop, long and with commas, as lists of particulars do.
TIME = "一、报到时间：2023年5月18日（星期四）下午3时，提前半小时签到入场"
PLACE = "二、报到地点：云州市社会福利中心三楼多功能厅，凭通知进入，车辆停放地下车库"
PEOPLE = "三、参加人员：各县区民政局分管负责人，养老机构负责人40名，志愿者代表10名"
LAST = "四、其他事项\n请按时参加。\n"


def paragraphs_of(text: str) -> list[str]:
    lines: list[Line] = []
    blank = False
    for row in text.split("\n"):
        if row.strip():
            lines.append(Line(row, blank_before=blank))
        blank = not row.strip()
    return [p.text for p in join_paragraphs(lines)[1]]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n　　", "\n    "], ids=["plain", "blank", "indent", "spaces"])
def test_numbered_lines_without_a_stop_are_clauses_of_their_own(between: str) -> None:
    parsed = read_text(HEAD + between.join((TIME, PLACE, PEOPLE, LAST)) + FOOT)
    assert [path.split("、")[0] for path in tree(parsed)] == ["正文", "一", "二", "三", "四", "落款"]


@pytest.mark.parametrize("number", ["{}.", "{}．", "（{}）", "{}、"])
def test_a_signature_below_items_without_a_stop_is_none_of_them(number: str) -> None:
    words = (
        "报到时间：2023年5月18日（星期四）下午3时，会期一天",
        "报到地点：社会福利中心三楼多功能厅，凭本通知进入会场",
        "参加人员：各县区民政局分管负责人，养老机构代表40名",
    )
    items = [number.format(i) + w for i, w in enumerate(words, start=1)]
    parsed = read_text(HEAD + "\n".join(items) + "\n" + FOOT)
    assert parsed.documents[0].issuing_authorities == ("云州市民政局",)
    assert [c.text for c in parsed.documents[0].clauses[1:4]] == items
    assert parsed.documents[0].clauses[4].text == FOOT


def test_joint_signers_below_an_item_without_a_stop_are_none_of_it() -> None:
    item = "二、办理时间：自通知印发之日起至年底，每周一至周五，节假日除外"
    printed = paragraphs_of(f"一、范围\n全市。\n{item}\n云州市民政局\n云州市财政局\n2023年5月8日")
    assert printed[2:] == [item, "云州市民政局", "云州市财政局", "2023年5月8日"]


@pytest.mark.parametrize(
    "items",
    [
        ["1.入户走访（责任科室：老龄科，完成时限：6月底前）", "2.组织体检（责任科室：卫生科，完成时限：9月底前）"],
        [
            "（一）牵头单位，市民政局，负责统筹协调、督促检查和情况汇总",
            "（二）配合单位，市财政局，负责经费保障、绩效评价和监督",
        ],
        [
            "（1）户籍在本市，年满60周岁，且家庭人均收入在标准以下的老年人",
            "（2）户籍在本市，年满80周岁，且长期独居、无人照料的老年人",
        ],
        [
            "第一条 范围：全市各街道、各社区，以及依法登记的养老服务机构",
            "第二条 对象：户籍在本市，年满60周岁，生活不能自理的老年人",
        ],
        [
            "1.1 应急指挥部由市民政局牵头，财政局、卫生健康局等单位参加",
            "1.2 工作小组设在市民政局，日常工作由养老服务科承担，不另设编制",
        ],
        [
            "【活动时间】2023年5月18日上午9时开始，会期一天，请提前安排",
            "【活动地点】云州市社会福利中心三楼多功能厅，凭通知进入",
        ],
    ],
    ids=lambda items: items[0][:4],
)
def test_what_counts_on_from_the_item_above_begins_a_paragraph(items: list[str]) -> None:
    assert paragraphs_of("\n".join(items)) == items


def test_a_heading_that_counts_on_is_not_drawn_into_an_item_of_a_lower_kind_or_into_text_without_a_number() -> None:
    printed = [
        "一、工作任务",
        "1.开展摸底调查，逐户登记造册，由各社区于每季度末汇总上报（责任单位：老龄科）",
        "2.开展结对帮扶，由志愿者每周上门一次，陪聊、送餐、打扫卫生（责任单位：社工科）",
        "二、工作要求",
        "各单位要高度重视，明确专人负责，按时报送，确保工作顺利开展，取得实效",
        "三、联系方式",
    ]
    assert paragraphs_of("\n".join(printed)) == printed


def test_a_list_that_begins_below_a_line_without_a_stop_is_a_list() -> None:
    printed = [
        "一、参加人员，各县区民政局分管负责人，各养老机构负责人，具体名额分配",
        "1.城区20名",
        "2.各县10名",
        "二、会务",
    ]
    assert paragraphs_of("\n".join(printed)) == printed


# Broken at a margin of about 24 characters: the number at the head of a line is named in the sentence.
MENTIONS = {
    "an article": (
        "第二条　市民政局负责全市养老机构的登记和监督管\n理工作，各县区民政局按照本办法第一条、第二条和\n"
        "第三条办理具体事项，街道办事处和居民委员会协助\n做好相关工作，重大事项及时报告市民政局研究处理。"
    ),
    "an article that counts on": (
        "第二条　市民政局负责全市养老机构的登记和监督管\n理工作，各县区民政局发现机构有违规情形的，根据\n"
        "第三条办理具体事项，街道办事处和居民委员会协助\n做好相关工作，重大事项及时报告市民政局研究处理。"
    ),
    "school years": (
        "二、全市中小学开展敬老教育，城区小学和乡镇小学\n从一年级开始，其中城区和乡镇中心小学重点组织好\n"
        "三、四年级学生参加，村小学可以根据实际情况安排\n确定参加的年级和人数，保证活动安全有序顺利开展。"
    ),
    "a number of a list": (
        "一、各单位负责人要对照清单逐项检查，其中清单第\n二、三项由街道办事处负责落实，其余各项由区民政\n"
        "局负责落实并于每月底前报送进展情况，确保按期全\n部完成各项任务，并将完成情况在门户网站予以公布。"
    ),
}


@pytest.mark.parametrize("text", MENTIONS.values(), ids=MENTIONS)
def test_a_number_inside_a_sentence_that_the_margin_cut_begins_no_paragraph(text: str) -> None:
    assert paragraphs_of(text) == [text.replace("\n", "")]


@pytest.mark.parametrize(
    "lines",
    [
        ("各社区食堂对老年人的补助每年不低于2", "00元，由区财政承担。"),
        ("一、机构房间使用面积1", "2平方米以上。"),
        ("经审核符合条件的，街道办事处在15", "个工作日内办结。"),
        ("护理补贴每人每月不低于", "三百元，按月发放。"),
        ("3.资金总额达1.", "5万元的项目。"),
        ("自2023年5", "月8日起施行。"),
        ("自2023", "年5月8日起施行。"),
        ("按照不高于", "50%的比例补助。"),
        ("入住率达到8", "0％以上的机构。"),
    ],
)
def test_a_figure_that_a_ragged_line_break_cut_is_whole_again(lines: tuple[str, str]) -> None:
    assert paragraphs_of("\n".join(lines)) == ["".join(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ("联系电话：12345678", "2023年计划另行通知。"),
        ("联系电话：0571-8812", "0571-8813（传真）"),
        ("参加人数：40", "2.报到时间"),
        ("第3期 总第15", "2023年5月8日"),
        ("一、补助标准每人200", "二、补助对象"),
        ("合计：300", "15人参加的，另行核定。"),
    ],
)
def test_figures_of_two_lines_are_not_made_one(lines: tuple[str, str]) -> None:
    assert paragraphs_of("\n".join(lines)) == list(lines)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("1.入户走访（责任单位：老龄科）", "1.入户走访（责任单位：老龄科）"),
        ("1.入户走访(责任单位：老龄科，时限：6月底)", "1.入户走访(责任单位：老龄科，时限：6月底)"),
        ("一、元旦（1月1日）：放假一天。", "一、元旦（1月1日）"),
        ("一、报到时间：5月18日。", "一、报到时间"),
        ("（一）走访（由社区负责）。责任单位：老龄科。", "（一）走访（由社区负责）"),
    ],
)
def test_a_caption_does_not_end_inside_brackets(line: str, heading: str) -> None:
    parsed = read_text(HEAD + line + "\n" + FOOT)
    assert parsed.documents[0].clauses[1].heading == heading
