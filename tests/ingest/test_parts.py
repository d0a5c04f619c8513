"""Which documents a file holds: issued and forwarded ones, annexes that stay, notices and rules one after another."""

from __future__ import annotations

import pytest

from ingest.model import ClauseKind, Form, ParsedFile
from tests.ingest.reading import read_text, titles, tree

ISSUING = """中共云州市委组织部文件
云组发〔2023〕8号
关于印发《云州市志愿服务办法》的通知
各县区委组织部：
现将《云州市志愿服务办法》印发给你们，请遵照执行。
中共云州市委组织部
2023年3月1日
"""
RULE = """云州市志愿服务办法
第一条 为规范志愿服务，制定本办法。
第二条 本办法自印发之日起施行。"""


def links(parsed: ParsedFile) -> list[tuple[str, str | None, str | None]]:
    """Each document's id, wraps and part_of, by what stands after the ~hash."""

    def short(document_id: str | None) -> str | None:
        return None if document_id is None else document_id.partition("~")[2][8:] or ".1"

    return [(short(d.document_id) or "", short(d.wraps), short(d.part_of)) for d in parsed.documents]


def accounts_for_all(parsed: ParsedFile) -> bool:
    coverage = parsed.coverage
    return coverage.characters == coverage.in_clauses + coverage.in_fields + coverage.in_dropped


@pytest.mark.parametrize(
    "head", ["", "附件\n", "附件：\n", "附件1\n", "附  件\n"], ids=["plain", "annex", "colon", "one", "spaced"]
)
def test_a_rule_that_the_title_issues_is_a_document_also_where_it_is_printed_under_an_annex_head(head: str) -> None:
    parsed = read_text(ISSUING + head + RULE)
    assert titles(parsed) == ["关于印发《云州市志愿服务办法》的通知", "云州市志愿服务办法"]
    assert links(parsed) == [(".1", ".2", None), (".2", None, None)]
    assert tree(parsed, 0) == ["正文", "落款"]
    assert tree(parsed, 1) == ["第一条", "第二条"]
    assert parsed.documents[1].document_number == "云组发〔2023〕8号"
    assert accounts_for_all(parsed)


def test_what_only_a_sentence_mentions_and_an_annex_head_prints_stays_an_annex() -> None:
    parsed = read_text(
        "关于开展志愿服务的通知\n各县区委组织部：\n现将《志愿服务评分标准》印发给你们。\n一、时间\n全年开展。\n二、要求\n抓好落实。\n"
        "附件：志愿服务评分标准\n中共云州市委组织部\n2023年3月1日\n附件\n志愿服务评分标准\n一、组织\n十分。"
    )
    assert titles(parsed) == ["关于开展志愿服务的通知"]
    assert tree(parsed)[-2:] == ["附件 志愿服务评分标准", "附件 志愿服务评分标准 > 一、组织"]


def test_an_annex_note_that_lists_the_rule_before_the_signature_does_not_begin_it() -> None:
    parsed = read_text(
        "关于印发《云州市志愿服务办法》的通知\n各县区委组织部：\n现将《云州市志愿服务办法》印发给你们。\n附件：\n1.云州市志愿服务办法\n"
        "中共云州市委组织部\n2023年3月1日\n附件\n" + RULE
    )
    assert titles(parsed) == ["关于印发《云州市志愿服务办法》的通知", "云州市志愿服务办法"]
    assert parsed.documents[0].dated_on is not None
    assert "落款" in tree(parsed, 0)


FORWARDED = """中共清河县委组织部文件
清组发〔2022〕11号
转发《中共云州市委组织部关于印发〈云州市志愿服务办法〉的通知》的通知
各乡镇党委：
现将《中共云州市委组织部关于印发〈云州市志愿服务办法〉的通知》（云组发〔2022〕8号）转发给你们，请认真贯彻执行。
中共清河县委组织部
2022年5月9日
中共云州市委组织部
关于印发《云州市志愿服务办法》的通知
云组发〔2022〕8号
各县区委组织部：
现将《云州市志愿服务办法》印发给你们，请遵照执行。
中共云州市委组织部
2022年3月1日
"""


def test_a_forwarded_notice_with_the_rule_it_issues_is_a_chain_of_three() -> None:
    parsed = read_text(FORWARDED + RULE)
    assert titles(parsed) == [
        "转发《中共云州市委组织部关于印发〈云州市志愿服务办法〉的通知》的通知",
        "中共云州市委组织部关于印发《云州市志愿服务办法》的通知",
        "云州市志愿服务办法",
    ]
    assert links(parsed) == [(".1", ".2", None), (".2", ".3", None), (".3", None, None)]
    outer, middle, inner = parsed.documents
    assert [d.document_number for d in parsed.documents] == [
        "清组发〔2022〕11号",
        "云组发〔2022〕8号",
        "云组发〔2022〕8号",
    ]
    assert [str(d.dated_on) for d in (outer, middle, inner)] == ["2022-05-09", "2022-03-01", "2022-03-01"]
    assert middle.issuing_authorities == inner.issuing_authorities == ("中共云州市委组织部",)
    assert middle.addressees == ("各县区委组织部",)
    assert tree(parsed, 2) == ["第一条", "第二条"]
    assert accounts_for_all(parsed)


def test_a_forwarding_notice_that_prints_only_the_rule_is_a_chain_of_two() -> None:
    head = FORWARDED.split("中共云州市委组织部\n关于印发")[0]
    parsed = read_text(head + RULE)
    assert links(parsed) == [(".1", ".2", None), (".2", None, None)]
    assert titles(parsed)[1] == "云州市志愿服务办法"


def test_a_notice_that_issues_two_rules_holds_both() -> None:
    parsed = read_text(
        "云组发〔2023〕9号\n关于印发《云州市志愿服务办法》和《云州市志愿者评选细则》的通知\n各县区委组织部：\n"
        "现将《云州市志愿服务办法》《云州市志愿者评选细则》印发给你们。\n中共云州市委组织部\n2023年3月1日\n"
        + RULE
        + "\n云州市志愿者评选细则\n第一条 制定本细则。\n第二条 每年评选一次。"
    )
    assert titles(parsed)[1:] == ["云州市志愿服务办法", "云州市志愿者评选细则"]
    assert links(parsed) == [(".1", ".2", None), (".2", None, None), (".3", None, ".1")]
    assert tree(parsed, 2) == ["第一条", "第二条"]
    assert all(d.document_number == "云组发〔2023〕9号" for d in parsed.documents)


def test_a_reply_that_approves_a_plan_holds_the_plan() -> None:
    parsed = read_text(
        "云州市人民政府\n关于云州市养老服务规划的批复\n云政复〔2021〕30号\n市民政局：\n"
        "你局《关于报请批准〈云州市养老服务规划〉的请示》收悉。现批复如下：\n一、原则同意《云州市养老服务规划》，请认真组织实施。\n"
        "二、要加强领导。\n云州市人民政府\n2021年8月2日\n云州市养老服务规划\n一、现状\n老年人增多。\n二、目标\n建成体系。"
    )
    assert titles(parsed) == ["云州市人民政府关于云州市养老服务规划的批复", "云州市养老服务规划"]
    assert links(parsed)[0][1] == ".2"
    assert tree(parsed, 1) == ["一、现状", "二、目标"]


def test_a_forwarded_opinion_keeps_its_own_author_and_date() -> None:
    parsed = read_text(
        "云州市人民政府办公室\n关于转发市民政局《关于加强养老服务的意见》的通知\n云政办发〔2021〕5号\n各县区人民政府：\n"
        "市民政局《关于加强养老服务的意见》已经市政府同意，现转发给你们。\n云州市人民政府办公室\n2021年4月6日\n"
        "关于加强养老服务的意见\n云州市民政局\n（2021年3月20日）\n为加强养老服务，提出以下意见。\n一、目标\n建成体系。"
    )
    outer, inner = parsed.documents
    assert outer.wraps == inner.document_id
    assert (str(inner.dated_on), inner.issuing_authorities) == ("2021-03-20", ("云州市民政局",))
    assert (str(outer.dated_on), outer.issuing_authorities) == ("2021-04-06", ("云州市人民政府办公室",))
    assert inner.document_number == "云政办发〔2021〕5号"


def test_the_rules_title_may_be_printed_over_several_lines_twice_or_with_a_version() -> None:
    parsed = read_text(ISSUING + "云州市\n志愿服务办法（试行）\n第一条 制定本办法。\n第二条 自印发之日起施行。")
    assert titles(parsed)[1] == "云州市志愿服务办法（试行）"
    twice = read_text(ISSUING + "云州市志愿服务办法\n" + RULE)
    assert titles(twice)[1:] == ["云州市志愿服务办法"]
    assert tree(twice, 1) == ["第一条", "第二条"]


def test_a_notice_names_its_rule_without_quotation_marks() -> None:
    parsed = read_text(
        "云州市人民政府关于印发云州市养老服务三年行动方案的通知\n云政发〔2022〕3号\n各县区人民政府：\n现予印发，请认真贯彻执行。\n"
        "云州市人民政府\n2022年1月5日\n云州市养老服务三年行动方案\n一、目标\n建成体系。\n二、任务\n抓好落实。"
    )
    assert titles(parsed)[1:] == ["云州市养老服务三年行动方案"]
    assert tree(parsed, 1) == ["一、目标", "二、任务"]


TWO = """云政发〔2022〕3号
云州市人民政府关于做好养老服务工作的通知
各县区人民政府：
现就有关事项通知如下。
一、目标
建成体系。
云州市人民政府
2022年1月5日
抄送：市委办公室。
云州市人民政府办公室　2022年1月6日印发
云政发〔2022〕4号
云州市人民政府关于开展健康体检的通知
各县区人民政府：
现就有关事项通知如下。
一、对象
老年人。
云州市人民政府
2022年2月8日
抄送：市人大常委会办公室。
云州市人民政府办公室　2022年2月9日印发"""


def test_two_notices_in_one_file_are_two_documents_each_with_its_own_imprint() -> None:
    parsed = read_text(TWO)
    assert links(parsed) == [(".1", None, None), (".2", None, None)]
    assert "文件中还接排有 1 份公文，请核对分界：《云州市人民政府关于开展健康体检的通知》" in parsed.warnings
    first, second = parsed.documents
    assert (first.document_number, second.document_number) == ("云政发〔2022〕3号", "云政发〔2022〕4号")
    assert second.document_id.startswith("云政发〔2022〕4号~")
    assert (str(first.dated_on), str(second.dated_on)) == ("2022-01-05", "2022-02-08")
    assert (first.copied_to, second.copied_to) == (("市委办公室",), ("市人大常委会办公室",))
    assert (str(first.printed_on), str(second.printed_on)) == ("2022-01-06", "2022-02-09")
    assert tree(parsed, 0) == ["正文", "一、目标", "落款"]
    assert tree(parsed, 1) == ["正文", "一、对象", "落款"]
    assert accounts_for_all(parsed)


def test_notices_without_numbers_are_told_by_signature_title_and_addressees() -> None:
    parsed = read_text(
        "关于做好养老服务工作的通知\n各县区民政局：\n请抓好落实。\n云州市民政局\n2022年1月5日\n"
        "关于开展健康体检的通知\n各县区民政局：\n请抓好落实。\n云州市民政局\n2022年2月8日\n"
        "关于报送总结的通知\n各县区民政局：\n请按时报送。\n云州市民政局\n2022年3月8日"
    )
    assert titles(parsed) == ["关于做好养老服务工作的通知", "关于开展健康体检的通知", "关于报送总结的通知"]
    assert [str(d.dated_on) for d in parsed.documents] == ["2022-01-05", "2022-02-08", "2022-03-08"]


def test_rules_that_follow_one_another_restart_their_articles_and_do_not_mix() -> None:
    parsed = read_text(
        "云州市志愿服务办法\n（2020年5月1日云州市人民政府发布）\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n"
        "云州市老年大学管理规定\n（2021年6月2日云州市人民政府发布）\n第一章 总则\n第一条 丙。\n第二条 丁。"
    )
    assert titles(parsed) == ["云州市志愿服务办法", "云州市老年大学管理规定"]
    assert tree(parsed, 1) == ["第一章 总则", "第一章 总则 > 第一条", "第一章 总则 > 第二条"]
    assert [str(d.dated_on) for d in parsed.documents] == ["2020-05-01", "2021-06-02"]


COLLECTION = """云州市老干部工作制度汇编
云州市委老干部局编
2023年6月
编印说明
为便于查阅，现将有关制度汇编成册。
目　录
志愿服务办法……1
老年大学管理规定……5
走访慰问制度……9
志愿服务办法
第一条 甲。
第二条 乙。
老年大学管理规定
（2021年6月2日发布）
第一条 丙。
第二条 丁。
走访慰问制度
一、对象
离休干部。
二、标准
每人五百元。"""


def test_a_collection_is_a_head_and_its_rules() -> None:
    parsed = read_text(COLLECTION)
    assert titles(parsed) == ["云州市老干部工作制度汇编", "志愿服务办法", "老年大学管理规定", "走访慰问制度"]
    head = parsed.documents[0]
    assert head.form is Form.COLLECTION
    assert [d.part_of for d in parsed.documents[1:]] == [head.document_id] * 3
    assert tree(parsed, 1) == ["第一条", "第二条"]
    assert tree(parsed, 3) == ["一、对象", "二、标准"]
    assert accounts_for_all(parsed)


# What looks like a second document and is none.
ONE_DOCUMENT = {
    "a cited title alone in a line": "一、依据\n按照以下文件执行。\n《云州市志愿服务办法》\n一并做好宣传。\n二、要求\n抓好落实。",
    "a list of titles": "一、废止下列文件。\n云州市志愿服务办法\n云州市老年大学管理规定\n云州市走访慰问制度\n二、要求\n抓好落实。",
    "an inner heading without a number": "一、任务\n抓好落实。\n关于经费保障\n要列入预算。\n关于队伍建设\n要配齐配强。",
    "a heading that ends in 方案": "一、任务\n抓好落实。\n1.制定实施方案\n各单位要制定。\n（二）完善管理办法\n要完善。",
    "a number alone in a line": "一、依据\n依据下列文件办理。\n云政发〔2020〕3号\n云政发〔2021〕4号\n二、要求\n抓好落实。",
    "articles in an annex": "一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n附件1\n志愿服务办法\n第一条 甲。\n第二条 乙。\n附件2\n"
    "志愿者守则\n第一条 丙。\n第二条 丁。",
    "a copy of a notice as annex": "一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n附件\n云政发〔2020〕3号\n"
    "云州市人民政府关于做好养老服务工作的通知\n各县区人民政府：\n请抓好落实。\n云州市人民政府\n2020年1月5日",
    "an annex headed by its title alone": "一、任务\n抓好落实。\n附件：1.养老服务工作台账\n2.关于养老服务指标的说明\n云州市民政局\n2022年3月1日\n"
    "养老服务工作台账\n序号　事项\n关于养老服务指标的说明\n一、范围\n全市。",
    "a list of repealed documents": "一、废止下列文件。\n云州市民政局\n2022年3月1日\n附件\n废止文件目录\n云政发〔2000〕1号\n"
    "关于加强养老服务的意见\n云政发〔2001〕2号\n关于印发志愿服务办法的通知",
    "links to other documents below the date": "一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n关于加强养老服务的意见\n"
    "关于印发志愿服务办法的通知\n关于开展健康体检的通知",
    "a letter quoted inside": "来函如下：\n关于征求意见的函\n各市民政局：\n请于5日前反馈。\n请各县区按函要求办理。",
    "a model of a notice": "一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n附件\n通知范本\n关于开展××工作的通知\n各有关单位：\n"
    "请抓好落实。\n××局\n2023年1月1日",
    "a title printed again on the next page": "一、任务\n抓好落实。\n关于做好养老服务工作的通知\n二、要求\n抓好落实。",
}


@pytest.mark.parametrize("body", ONE_DOCUMENT.values(), ids=[name.replace(" ", "-") for name in ONE_DOCUMENT])
def test_what_is_cited_listed_or_attached_is_no_further_document(body: str) -> None:
    parsed = read_text("云州市民政局关于做好养老服务工作的通知\n各县区民政局：\n现通知如下。\n" + body)
    assert len(parsed.documents) == 1, titles(parsed)
    assert accounts_for_all(parsed)


def test_a_collection_without_contents_restarts_its_numbers_with_each_rule() -> None:
    parsed = read_text(
        "云州市老干部工作制度汇编\n云州市委老干部局\n学习制度\n一、时间\n每月一次。\n二、内容\n理论。\n阅文制度\n一、地点\n阅文室。\n"
        "二、纪律\n保密。\n慰问制度\n第一条 春节慰问。\n第二条 生病慰问。"
    )
    assert titles(parsed) == ["云州市老干部工作制度汇编", "学习制度", "阅文制度", "慰问制度"]
    assert [tree(parsed, i) for i in (1, 2, 3)] == [
        ["一、时间", "二、内容"],
        ["一、地点", "二、纪律"],
        ["第一条", "第二条"],
    ]


def test_the_head_over_several_rules_of_a_collection_is_a_field_of_the_rule_below_it() -> None:
    parsed = read_text(
        "云州市养老服务政策汇编\n第一部分　综合\n云州市养老服务办法\n（2020年5月1日云州市人民政府发布）\n第一条 甲。\n第二条 乙。\n"
        "第二部分　经费\n关于提高补贴标准的通知\n云财发〔2021〕3号\n各县区财政局：\n每人每月三百元。\n云州市财政局\n2021年5月6日"
    )
    assert titles(parsed)[1:] == ["云州市养老服务办法", "关于提高补贴标准的通知"]
    assert [d.evidence["section"].text for d in parsed.documents[1:]] == ["第一部分　综合", "第二部分　经费"]
    assert tree(parsed, 1) == ["第一条", "第二条"]
    assert parsed.documents[2].document_number == "云财发〔2021〕3号"
    assert accounts_for_all(parsed)


def test_two_issued_rules_under_numbered_annex_heads_leave_the_third_annex_an_annex() -> None:
    parsed = read_text(
        "云组发〔2023〕9号\n关于印发《云州市志愿服务办法》《云州市志愿者评选细则》的通知\n各县区委组织部：\n"
        "现将《云州市志愿服务办法》《云州市志愿者评选细则》印发给你们。\n附件：1.云州市志愿服务办法\n2.云州市志愿者评选细则\n3.志愿者登记表\n"
        "中共云州市委组织部\n2023年3月1日\n附件1\n云州市志愿服务办法\n第一条 甲。\n附件2\n云州市志愿者评选细则\n第一条 丙。\n"
        "附件3\n志愿者登记表\n姓名　单位"
    )
    assert titles(parsed)[1:] == ["云州市志愿服务办法", "云州市志愿者评选细则"]
    assert [tree(parsed, i) for i in (1, 2)] == [["第一条"], ["第一条", "附件3 志愿者登记表"]]
    assert str(parsed.documents[0].dated_on) == "2023-03-01"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("《实施方案》", "云州市2023年养老服务工作实施方案"),
        ("实施方案", "云州市2023年养老服务工作实施方案"),
        ("《关于养老服务工作的意见》", "关于进一步加强全市养老服务工作的若干意见"),
    ],
)
def test_a_rule_named_in_other_words_is_known_by_its_place_and_kind(name: str, printed: str) -> None:
    parsed = read_text(
        f"云组发〔2023〕9号\n关于印发{name}的通知\n各县区委组织部：\n现将{name}印发给你们，请认真贯彻执行。\n中共云州市委组织部\n"
        f"2023年3月1日\n{printed}\n为做好工作，制定以下措施。\n一、目标\n建成体系。\n二、任务\n抓好落实。"
    )
    assert titles(parsed)[1:] == [printed]
    assert parsed.documents[0].wraps == parsed.documents[1].document_id
    assert tree(parsed, 1) == ["正文", "一、目标", "二、任务"]


def test_what_another_kind_of_title_heads_below_the_signature_is_not_what_the_notice_issues() -> None:
    parsed = read_text(
        "关于落实《养老服务办法》的通知\n各县区：\n现将《养老服务办法》转发如下网址，请查阅。\n云州市民政局\n2023年3月1日\n"
        "养老服务工作情况说明\n一、现状\n良好。"
    )
    assert len(parsed.documents) == 1


def test_an_order_promulgates_the_rule_below_it() -> None:
    parsed = read_text(
        "云州市人民政府令\n第12号\n《云州市志愿服务办法》已经2020年5月1日市人民政府常务会议通过，现予公布，自2020年7月1日起施行。\n"
        "市长　李明\n2020年5月8日\n" + RULE
    )
    assert titles(parsed)[1:] == ["云州市志愿服务办法"]
    assert parsed.documents[0].wraps == parsed.documents[1].document_id
    assert tree(parsed, 1) == ["第一条", "第二条"]


def test_annexes_titled_as_the_annex_note_names_them_need_no_head_line() -> None:
    parsed = read_text(
        "关于做好养老服务工作的通知\n各县区民政局：\n现通知如下。\n一、任务\n抓好落实。\n附件：1.养老服务工作台账\n2.养老服务评分办法\n"
        "云州市民政局\n2022年3月1日\n养老服务工作台账\n序号　事项\n养老服务评分办法\n一、范围\n全市。\n二、分值\n十分。"
    )
    assert tree(parsed) == [
        "正文",
        "一、任务",
        "落款",
        "养老服务工作台账",
        "养老服务评分办法",
        "养老服务评分办法 > 一、范围",
        "养老服务评分办法 > 二、分值",
    ]
    assert [c.kind for c in parsed.documents[0].clauses][3:5] == [ClauseKind.ANNEX, ClauseKind.ANNEX]
    assert str(parsed.documents[0].dated_on) == "2022-03-01"


def test_annexes_of_an_annex_stand_under_it_and_number_anew() -> None:
    parsed = read_text(
        "关于做好养老服务工作的通知\n各县区民政局：\n一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n附件1\n评分办法\n一、范围\n全市。\n"
        "附件1-1\n评分表\n一、组织\n十分。\n附件1-2 自评报告\n一、做法\n略。\n附表1\n汇总表\n单位 得分\n附件2\n工作台账\n一、事项\n略。"
    )
    assert tree(parsed)[1:] == [
        "落款",
        "附件1 评分办法",
        "附件1 评分办法 > 一、范围",
        "附件1 评分办法 > 附件1-1 评分表",
        "附件1 评分办法 > 附件1-1 评分表 > 一、组织",
        "附件1 评分办法 > 附件1-2 自评报告",
        "附件1 评分办法 > 附件1-2 自评报告 > 一、做法",
        "附件1 评分办法 > 附表1 汇总表",
        "附件2 工作台账",
        "附件2 工作台账 > 一、事项",
    ]
    assert accounts_for_all(parsed)


def test_several_rules_under_one_annex_head_do_not_mix() -> None:
    parsed = read_text(
        "关于做好养老服务工作的通知\n各县区民政局：\n一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n附件\n有关制度\n学习制度\n第一条 甲。\n"
        "第二条 乙。\n阅文制度\n第一条 丙。\n第二条 丁。"
    )
    root = "附件 有关制度"
    assert tree(parsed)[-4:] == [
        f"{root} > 学习制度 > 第二条",
        f"{root} > 阅文制度",
        f"{root} > 阅文制度 > 第一条",
        f"{root} > 阅文制度 > 第二条",
    ]
    assert parsed.documents[0].clauses[-3].text == "阅文制度"


def test_annexes_before_the_imprint_leave_it_to_the_notice() -> None:
    parsed = read_text(
        "关于做好养老服务工作的通知\n各县区民政局：\n一、任务\n抓好落实。\n云州市民政局\n2022年3月1日\n附件\n工作台账\n一、事项\n略。\n"
        "抄送：市委办公室。\n云州市民政局办公室　2022年3月2日印发"
    )
    (document,) = parsed.documents
    assert document.copied_to == ("市委办公室",)
    assert document.clauses[-1].text.endswith("略。")
