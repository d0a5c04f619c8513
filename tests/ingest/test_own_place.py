"""The place of texts without issuer, number or place in the title: speeches, minutes, summaries, reports."""

from __future__ import annotations

import hashlib

import pytest

from ingest.documents import parse_source
from ingest.model import FileFormat, Line, ParsedFile, PolicyDocument, Problem, SourceText, printed_length
from tests.ingest.test_clauses import parse

SPEECH = "{title}\n{speaker}\n（2023年3月8日）\n同志们：\n今天会议的任务是部署工作。\n一、明确任务\n{said}\n"
COUNTY_MEETING = "在全县老干部工作会议上的讲话"


def first(text: str) -> PolicyDocument:
    return parse(text).documents[0]


def speech(speaker: str, said: str = "每个支部每月学习一次。", title: str = COUNTY_MEETING) -> PolicyDocument:
    return first(SPEECH.format(title=title, speaker=speaker, said=said))


def named(text: str, file: str) -> ParsedFile:
    lines = tuple(Line(printed) for printed in text.split("\n") if printed.strip())
    source = SourceText(FileFormat.TXT, None, lines, (), printed_length(text))
    return parse_source(source, file, hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("speaker", "region", "level"),
    [
        ("中共桐庐县委常委、组织部部长　钟德明", "浙江杭州桐庐", "县"),
        ("芜湖市应急管理局局长　周平", "安徽芜湖", "市"),
        ("云南省人民政府副省长　杨文", "云南", "省"),
        ("民政部副部长　高平", "全国", "中央"),
        ("市委书记　赵平", None, None),  # of which city nothing says
        ("张立国", None, None),
    ],
)
def test_a_speech_is_of_the_place_whose_office_its_speaker_holds(
    speaker: str, region: str | None, level: str | None
) -> None:
    document = speech(speaker)
    assert (document.region, document.level) == (region, level)
    if region is not None:
        evidence = document.evidence["region"]
        start, end = evidence.span
        assert document.text[start:end] == evidence.text == speaker


def test_a_speaker_from_a_university_speaks_for_no_province() -> None:
    assert speech("浙江大学教授　钟德明").region is None


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("江阴、宜兴两市要加固堤防，惠山区抓好排查。全市每个街道配备泵车两台。", "江苏无锡"),
        ("江阴、宜兴要带头，学习杭州的做法。全市每个支部每月学习一次。", "江苏无锡"),
        ("神木、府谷的支部可以两个月集中一次，由市委老干部局调度。", "陕西榆林"),
        ("江阴、义乌要带头。全市每个支部每月学习一次。", None),  # of two cities: somebody is an example
        ("江阴要带头。全市每个支部每月学习一次。", None),  # one county may be anybody's
        ("江阴、宜兴要带头，各地都要学。", None),  # of no 全市
        ("要学习浙江的经验，全省每个支部每月学习一次。", None),  # praised in passing
        ("赴江苏考察归来，我省要有新作为。", None),
    ],
)
def test_several_counties_of_one_city_say_which_city_speaks_and_an_example_does_not(
    said: str, region: str | None
) -> None:
    document = speech("市应急管理局局长　周平", said, "在全市防汛工作会上的讲话")
    assert document.region == region
    doubts = [(item.field, item.problem) for item in document.review if item.field == "region"]
    assert doubts == ([("region", Problem.DOUBTFUL)] if region else [])


def test_minutes_and_summaries_are_of_the_place_whose_bodies_and_counties_they_name() -> None:
    minutes = first(
        "市养老服务联席会议纪要\n（2024年第2期）\n2024年5月6日，副市长陈刚主持召开联席会议。纪要如下。\n"
        "一、关于食堂建设\n会议同意如东县、海安市各建设食堂5个，全市共20个。\n"
    )
    assert (minutes.region, minutes.level) == ("江苏南通", "市")
    summary = first(
        "2023年养老服务工作总结\n今年以来，桐庐县民政局做了以下工作。\n一、抓阵地\n建成食堂3个。\n"
        "二、抓服务\n走访120人次。桐庐县财政局拨付经费20万元。\n"
    )
    assert (summary.region, summary.level) == ("浙江杭州桐庐", "县")
    assert [item.field for item in summary.review if "地区" in item.message] == ["region"]


def test_one_body_named_once_does_not_make_a_text_its_places() -> None:
    report = first("养老服务简讯\n近日，云南省民政厅组织座谈会，各地介绍了情况。\n一、情况\n参加人员120人。\n")
    assert report.region is None


def test_a_line_of_the_head_that_is_no_element_tells_the_place_for_review() -> None:
    document = first("让老同志暖心\n——桐庐县工作经验交流材料\n近年来，我们坚持服务。\n一、抓阵地\n建成活动室3个。\n")
    assert document.region == "浙江杭州桐庐"
    assert any(item.field == "region" and item.problem is Problem.DOUBTFUL for item in document.review)


def test_a_reply_is_not_of_the_place_it_answers() -> None:
    reply = first("关于党费收缴问题的复函\n桐庐县委组织部：\n来函收悉。现函复如下。\n一、标准\n按月交纳。\n")
    assert reply.region is None


NAMELESS = SPEECH.format(title=COUNTY_MEETING, speaker="张立国", said="每个支部每月学习一次。")


def test_the_files_name_is_the_last_to_tell_a_place_and_is_always_reviewed() -> None:
    document = named(NAMELESS, "桐庐-讲话-2023.docx").documents[0]
    assert (document.region, document.level) == ("浙江杭州桐庐", "县")
    assert "region" not in document.evidence  # nothing in the text says so
    (item,) = [item for item in document.review if item.field == "region"]
    assert item.problem is Problem.DOUBTFUL and "文件名" in item.message and "桐庐-讲话-2023" in item.message


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (NAMELESS, "讲话稿2023.docx"),
        (NAMELESS, "桐庐和义乌讲话.docx"),  # of two places
        (NAMELESS.replace("每月学习一次", "每月学习一次，昆明也要办"), "桐庐-讲话.docx"),  # the text names another
        (
            "新阳市老龄办文件\n新老办〔2022〕2号\n关于走访的通知\n各单位：\n请抓好落实。\n",
            "桐庐.docx",
        ),  # a body no list holds
    ],
)
def test_a_files_name_says_nothing_against_the_text_or_of_two_places(text: str, file: str) -> None:
    assert named(text, file).documents[0].region is None
