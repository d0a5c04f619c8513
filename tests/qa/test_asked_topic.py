"""A question for what is laid down about a topic hears every clause that names it, and calls no notice of it silent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask

PROVINCE = """中共湖北省委老干部局文件
鄂老干〔2022〕9号
关于做好老年教育工作的意见
各市委老干部局：
一、加强组织领导。各级党委要把老年教育列入议事日程。
二、建设师资队伍。老年教育教师实行聘任制，每学期评议1次。
三、丰富活动内容。办好书画、声乐等课程。
四、强化经费保障。老年教育经费列入同级财政预算。
中共湖北省委老干部局
2022年4月2日
"""
CITY = """中共宜昌市委老干部局文件
宜老干〔2022〕21号
关于离退休干部工作的安排
各县市区委老干部局：
一、抓好党建。每月开展主题党日。
二、抓好学习。依托党校举办读书班，推动老年教育向社区延伸。
三、抓好服务。重大节日走访慰问。
中共宜昌市委老干部局
2022年6月8日
"""
OTHER = """中共常德市委老干部局文件
常老干〔2022〕3号
关于走访慰问的通知
各区县市委老干部局：
一、走访对象。生活困难的离退休干部。
二、走访时间。春节前完成。
中共常德市委老干部局
2022年1月5日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("topic")
    notices = folder / "notices"
    notices.mkdir()
    for name, text in {"省": PROVINCE, "市": CITY, "外省": OTHER}.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


@pytest.mark.parametrize("question", ["各地对老年教育有什么要求", "老年教育有哪些规定", "湖北老年教育怎么规定的"])
def test_every_clause_that_names_the_topic_is_a_finding(index: OpenIndex, question: str) -> None:
    answer = ask(index, question)
    said = "".join(f.quote for f in answer.findings)
    for words in ("列入议事日程", "聘任制", "同级财政预算", "向社区延伸"):
        assert words in said, (words, said)
    assert "走访" not in said


def test_only_notices_that_do_not_name_the_topic_are_called_silent(index: OpenIndex) -> None:
    assert [s.title for s in ask(index, "各地对老年教育有什么要求").silent] == ["关于走访慰问的通知"]


def test_a_sentence_about_the_topic_comes_before_one_that_names_it_in_passing(index: OpenIndex) -> None:
    answer = ask(index, "老年教育有哪些规定")
    assert "依托党校" not in answer.findings[0].quote


def test_a_question_for_a_value_is_no_question_for_a_topic(index: OpenIndex) -> None:
    assert len(ask(index, "老年教育教师多久评议一次").findings) == 1
