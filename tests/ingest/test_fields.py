"""How sure a reading is: by the form of its line, and never surer than OCR was of the line."""

from __future__ import annotations

import pytest

from ingest.documents import parse_source
from ingest.fields import are_people, people_in, split_names
from ingest.model import FileFormat, Line, PolicyDocument, SourceText, printed_length
from tests.ingest.test_clauses import parse

HEAD = (
    "云南省民政厅文件",
    "云民发〔2022〕2号",
    "云南省民政厅关于发放高龄津贴的通知",
    "各州（市）民政局：",
    "为做好有关工作，现将事项通知如下。",
    "一、任务",
    "抓好落实。",
    "云南省民政厅",
    "2022年3月5日",
)


def scanned(sure: dict[str, float]) -> PolicyDocument:
    """The head above as OCR read it; lines not named were read without doubt."""
    lines = tuple(Line(text, page=1, confidence=sure.get(text, 0.99), whole_paragraph=True) for text in HEAD)
    source = SourceText(FileFormat.SCAN, 1, lines, (), sum(printed_length(line) for line in HEAD))
    return parse_source(source, "scan.png", "0" * 64).documents[0]


def test_a_field_is_no_surer_than_the_line_it_was_read_from() -> None:
    document = scanned({"云民发〔2022〕2号": 0.7})
    assert document.evidence["document_number"].confidence == pytest.approx(0.7)
    assert document.evidence["title"].confidence == pytest.approx(0.99)
    assert document.evidence["document_number"].page == 1
    assert [item.field for item in document.review] == ["document_number"]


def test_a_scan_read_without_doubt_has_nothing_to_review() -> None:
    assert scanned({}).review == ()


def test_a_number_of_its_own_line_is_surer_than_one_beside_the_title_and_that_one_than_one_below_the_text() -> None:
    body = "各民政局：\n为做好有关工作，现将事项通知如下。\n一、任务\n抓好落实。\n云南省民政厅\n2022年3月5日"
    title = "云南省民政厅关于发放高龄津贴的通知"
    own = f"云民发〔2022〕2号\n{title}\n{body}"
    beside = f"{title}（云民发〔2022〕2号）\n{body}"
    below = f"{title}\n{body}\n（云民发〔2022〕2号）"
    sure = [parse(text).documents[0].evidence["document_number"].confidence for text in (own, beside, below)]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王　明　李大海", ("王明", "李大海")),
        ("王明、李大海", ("王明", "李大海")),
        ("欧阳　明", ()),
        ("王明（省长）", ("王明",)),
        ("买买提·艾力", ("买买提·艾力",)),
        ("关于做好老干部工作的通知", ()),
    ],
)
def test_names_of_people_are_parted_where_spaces_only_fill_the_line(text: str, names: tuple[str, ...]) -> None:
    assert people_in(text) == names


def test_people_begin_with_a_surname() -> None:
    assert are_people(("王明", "李大海"))
    assert not are_people(("请示",))
    assert not are_people(())


def test_bodies_are_parted_by_commas_outside_brackets() -> None:
    assert split_names("各市委组织部、老干部局，省直各单位党委（党组，总支）：") == (
        "各市委组织部、老干部局",
        "省直各单位党委（党组，总支）",
    )
