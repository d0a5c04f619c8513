"""Clause trees from small notices of our own, one trait each."""

from __future__ import annotations

import hashlib

import pytest

from ingest.documents import parse_source
from ingest.model import ClauseKind, FileFormat, Line, ParsedFile, SourceText, printed_length


def parse(text: str) -> ParsedFile:
    lines: list[Line] = []
    blank = False
    for printed in text.split("\n"):
        if printed.strip():
            lines.append(Line(printed, blank_before=blank))
        blank = not printed.strip()
    source = SourceText(FileFormat.TXT, None, tuple(lines), (), printed_length(text))
    return parse_source(source, "notice.txt", hashlib.sha256(text.encode()).hexdigest())


def paths(parsed: ParsedFile) -> list[str]:
    return [" > ".join(c.path) for d in parsed.documents for c in d.clauses]


HEAD = "关于做好志愿服务工作的通知\n各县（市、区）委组织部：\n为做好有关工作，现通知如下。\n"


def test_headings_stand_alone_or_run_into_their_text_up_to_the_first_full_stop() -> None:
    parsed = parse(
        HEAD + "一、总体要求\n要把握方向。\n（一）加强领导。各单位要定期研究。不得拖延。\n1．建立台账。每月更新。"
    )
    assert paths(parsed) == [
        "正文",
        "一、总体要求",
        "一、总体要求 > （一）加强领导",
        "一、总体要求 > （一）加强领导 > 1．建立台账",
    ]
    assert parsed.documents[0].clauses[2].text == "（一）加强领导。各单位要定期研究。不得拖延。"


def test_numbers_that_run_on_across_sections_stay_under_their_section() -> None:
    parsed = parse(HEAD + "一、甲事项\n1.第一点。做。\n2.第二点。做。\n二、乙事项\n3.第三点。做。\n4.第四点。做。")
    assert paths(parsed)[1:] == [
        "一、甲事项",
        "一、甲事项 > 1.第一点",
        "一、甲事项 > 2.第二点",
        "二、乙事项",
        "二、乙事项 > 3.第三点",
        "二、乙事项 > 4.第四点",
    ]
    assert parsed.documents[0].clauses[-1].clause_id.endswith("#二/4")


def test_items_stay_in_the_text_of_their_article_and_a_named_article_is_no_heading() -> None:
    parsed = parse(
        "活动中心管理办法\n第一章 总则\n第一条 为规范管理，制定本办法。\n第二条 有下列情形的，按照第一条办理：\n"
        "（一）情形甲；\n（二）情形乙。\n第一条规定的事项除外。\n第二章 附则\n第三条 本办法自印发之日起施行。"
    )
    document = parsed.documents[0]
    assert [c.path for c in document.clauses] == [
        ("第一章 总则",),
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第二条"),
        ("第二章 附则",),
        ("第二章 附则", "第三条"),
    ]
    assert document.clauses[2].text.endswith("第一条规定的事项除外。")
    assert document.clauses[0].kind is ClauseKind.HEADING


def test_a_short_caption_before_a_colon_is_the_heading() -> None:
    parsed = parse(HEAD + "一、元旦：放假一天。\n二、各单位要切实加强领导，做到：责任到人。")
    assert paths(parsed)[1:] == ["一、元旦", "二、各单位要切实加强领导，做到：责任到人"]


def test_annex_clauses_carry_the_annex_head_and_number_anew() -> None:
    parsed = parse(
        HEAD + "一、甲\n内容甲。\n附件：1.名册\n2.评分办法\n某某县委组织部\n2023年5月6日\n附件1\n名册\n姓名　单位\n"
        "附件2\n评分办法\n一、原则\n公平。\n二、方法\n打分。"
    )
    assert paths(parsed) == [
        "正文",
        "一、甲",
        "落款",
        "附件1 名册",
        "附件2 评分办法",
        "附件2 评分办法 > 一、原则",
        "附件2 评分办法 > 二、方法",
    ]
    assert parsed.documents[0].clauses[-1].clause_id.endswith("#附件2/二")


def test_lines_broken_inside_words_are_joined_and_the_page_number_between_them_is_dropped_by_name() -> None:
    body = "一、任务\n各级组织部门要把离退休干部党建工作摆上重要议事日程统筹谋\n划，定期听取汇报，研究解决突出问题，确保各项任务落到实\n— 3 —\n处，并于年底前报送情况。"
    parsed = parse(
        HEAD + body + "\n二、要求\n各单位要结合实际制定具体措施并抓好落实，每季度向上级老干\n部局报送一次进展情况。"
    )
    clause = parsed.documents[0].clauses[1]
    assert "统筹谋划" in clause.text
    assert "落到实处" in clause.text
    assert [(d.text, d.reason) for d in parsed.coverage.dropped] == [("— 3 —", "页码")]
    assert parsed.coverage.ratio == 1.0


@pytest.mark.parametrize("mention", ["（一）项所列单位", "二、三款所称人员", "第三条规定的情形"])
def test_a_number_named_at_the_head_of_a_broken_line_begins_no_clause(mention: str) -> None:
    filler = "各单位要认真对照本通知要求逐项检查落实情况，重点核查上述\n"
    parsed = parse(
        HEAD + "一、任务\n" + filler + mention + "是否全部纳入台账，做到底数清、情况明。\n" + filler * 3 + "事项。"
    )
    assert paths(parsed) == ["正文", "一、任务"]


def test_a_repeated_path_gets_a_counter_and_every_span_points_home() -> None:
    parsed = parse(HEAD + "一、甲\n内容。\n一、甲\n内容又一。")
    document = parsed.documents[0]
    assert [c.clause_id.split("#")[1] for c in document.clauses] == ["正文", "一", "一~2"]
    for clause in document.clauses:
        assert document.text[clause.span[0] : clause.span[1]] == clause.text


def test_an_issued_rule_becomes_a_second_document_that_takes_the_number_of_its_notice() -> None:
    parsed = parse(
        "中共云州市委组织部文件\n云组发〔2023〕8号\n关于印发《云州市志愿服务办法》的通知\n各县区委组织部：\n"
        "现将《云州市志愿服务办法》印发给你们，请遵照执行。\n中共云州市委组织部\n2023年3月1日\n云州市志愿服务办法\n"
        "第一条 制定本办法。\n第二条 自印发之日起施行。\n抄送：市委办公室。\n中共云州市委组织部办公室　2023年3月2日印发"
    )
    notice, rule = parsed.documents
    assert notice.wraps == rule.document_id == notice.document_id + ".2"
    assert (rule.title, rule.document_number) == ("云州市志愿服务办法", "云组发〔2023〕8号")
    assert [c.path[-1] for c in rule.clauses] == ["第一条", "第二条"]
    assert (str(notice.dated_on), str(notice.printed_on), notice.copied_to) == (
        "2023-03-01",
        "2023-03-02",
        ("市委办公室",),
    )
    assert parsed.coverage.ratio == 1.0


def test_a_table_of_contents_is_dropped_by_name_and_its_entries_are_no_clauses() -> None:
    parsed = parse(
        "志愿服务条例\n目　录\n第一章　总则……1\n第二章　附则……3\n第一章　总则\n第一条　制定本条例。\n第二章　附则\n第二条　自公布之日起施行。"
    )
    assert [c.path for c in parsed.documents[0].clauses] == [
        ("第一章 总则",),
        ("第一章 总则", "第一条"),
        ("第二章 附则",),
        ("第二章 附则", "第二条"),
    ]
    assert {d.reason for d in parsed.coverage.dropped} == {"目录"}
    assert parsed.coverage.ratio == 1.0


def test_a_one_that_a_scan_gives_as_a_dash_still_begins_its_clause() -> None:
    parsed = parse(HEAD + "—、总体要求\n抓好落实。\n二、任务\n（—）加强领导。要重视。\n（二）抓好落实。要督查。")
    assert [c.clause_id.split("#")[1] for c in parsed.documents[0].clauses] == [
        "正文",
        "一",
        "二",
        "二/（一）",
        "二/（二）",
    ]
