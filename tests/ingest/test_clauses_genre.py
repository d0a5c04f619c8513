"""Ways in which notices number and head their parts, one small document each: what is a clause, and what is none."""

from __future__ import annotations

import pytest

from ingest.model import Alignment, ClauseKind, Line, LineKind
from tests.ingest.reading import read_lines, read_text, tree

TITLE = "关于做好养老服务工作的通知\n各县区民政局：\n现通知如下。\n"

# name -> the text below the head, and the paths to be read, a / between headings
TREES: dict[str, tuple[str, list[str]]] = {
    "1. under 一、 without （一）": (
        "一、任务\n1.建台账。每月更新。\n2.抓落实。责任到人。\n二、要求\n1.重视。要重视。",
        ["一、任务", "一、任务/1.建台账", "一、任务/2.抓落实", "二、要求", "二、要求/1.重视"],
    ),
    "（1） under 一、 without 1.": (
        "一、任务\n（1）建台账。每月更新。\n（2）抓落实。责任到人。\n二、要求\n抓好。",
        ["一、任务", "一、任务/（1）建台账", "一、任务/（2）抓落实", "二、要求"],
    ),
    "all four levels": (
        "一、任务\n（一）台账\n1.建立\n（1）内容。写全。\n（2）时限。当月。\n2.更新。每月。\n（二）落实\n抓好。\n二、要求\n重视。",
        [
            "一、任务",
            "一、任务/（一）台账",
            "一、任务/（一）台账/1.建立",
            "一、任务/（一）台账/1.建立/（1）内容",
            "一、任务/（一）台账/1.建立/（2）时限",
            "一、任务/（一）台账/2.更新",
            "一、任务/（二）落实",
            "二、要求",
        ],
    ),
    "numbers that run on across sections": (
        "一、任务\n1.甲。做。\n2.乙。做。\n二、要求\n3.丙。做。\n4.丁。做。",
        ["一、任务", "一、任务/1.甲", "一、任务/2.乙", "二、要求", "二、要求/3.丙", "二、要求/4.丁"],
    ),
    "第一部分 over 一、": (
        "第一部分　总体要求\n一、目标\n建成。\n二、原则\n坚持。\n第二部分　重点任务\n一、服务\n优化。",
        [
            "第一部分总体要求",
            "第一部分总体要求/一、目标",
            "第一部分总体要求/二、原则",
            "第二部分重点任务",
            "第二部分重点任务/一、服务",
        ],
    ),
    "chapters, sections, articles": (
        "第一章 总则\n第一条 甲。\n第二章 服务\n第一节 内容\n第二条 乙：\n（一）丙；\n（二）丁。\n第二节 方式\n第三条 戊。",
        [
            "第一章 总则",
            "第一章 总则/第一条",
            "第二章 服务",
            "第二章 服务/第一节 内容",
            "第二章 服务/第一节 内容/第二条",
            "第二章 服务/第二节 方式",
            "第二章 服务/第二节 方式/第三条",
        ],
    ),
    "一、 over articles": (
        "一、总则\n第一条 甲。\n第二条 乙。\n二、附则\n第三条 丙。",
        ["一、总则", "一、总则/第一条", "一、总则/第二条", "二、附则", "二、附则/第三条"],
    ),
    "1 and 1.1 and 1.1.1": (
        "1 总则\n1.1 目的\n为了规范。\n1.2 依据\n依据条例。\n2 组织\n2.1 领导\n2.1.1 组长\n由局长担任。\n2.2 办公室\n设在科室。",
        [
            "1总则",
            "1总则/1.1目的",
            "1总则/1.2依据",
            "2组织",
            "2组织/2.1领导",
            "2组织/2.1领导/2.1.1组长",
            "2组织/2.2办公室",
        ],
    ),
    "circled items stay in the text": (
        "一、任务\n要做到：\n①建台账；\n②抓落实。\n二、要求\n抓好。",
        ["一、任务", "二、要求"],
    ),
    "一是 二是 stay in the text": (
        "一、任务\n一是建台账。\n二是抓落实。\n三是严考核。\n二、要求\n抓好。",
        ["一、任务", "二、要求"],
    ),
    "第一，第二， stay in the text": (
        "一、任务\n第一，建台账。\n第二，抓落实。\n第三、严考核。\n二、要求\n抓好。",
        ["一、任务", "二、要求"],
    ),
    "bullets stay in the text": (
        "一、任务\n要做到：\n——建台账。每月更新。\n——抓落实。\n●严考核。\n二、要求\n抓好。",
        ["一、任务", "二、要求"],
    ),
    "letters stay in the text": (
        "一、任务\n1.对象。有：\nA.离休干部；\nB.退休干部。\n2.标准。按规定。",
        ["一、任务", "一、任务/1.对象", "一、任务/2.标准"],
    ),
    "1） stays in the text": (
        "一、任务\n要做到：\n1）建台账；\n2）抓落实。\n二、要求\n抓好。",
        ["一、任务", "二、要求"],
    ),
    "a heading that runs into its text": (
        "一、加强领导。各单位要重视。要落实。\n二、严格考核。要考核。",
        ["一、加强领导", "二、严格考核"],
    ),
    "a caption before a colon": (
        "一、时间：4月6日。\n二、地点：云州市。\n三、人员：有关人员。",
        ["一、时间", "二、地点", "三、人员"],
    ),
    "roman numbers over 一、": (
        "Ⅰ．总体要求\n一、目标\n建成。\nⅡ．重点任务\n一、服务\n优化。",
        ["Ⅰ．总体要求", "Ⅰ．总体要求/一、目标", "Ⅱ．重点任务", "Ⅱ．重点任务/一、服务"],
    ),
    "（一） alone": (
        "（一）台账。建立。\n（二）落实。抓好。\n（三）考核。严格。",
        ["（一）台账", "（二）落实", "（三）考核"],
    ),
    "1. over （1）": (
        "1.任务\n（1）台账。建立。\n（2）落实。抓好。\n2.要求\n（1）重视。要重视。",
        ["1.任务", "1.任务/（1）台账", "1.任务/（2）落实", "2.要求", "2.要求/（1）重视"],
    ),
    "（一） under 1.": (
        "1.任务\n（一）台账。建立。\n（二）落实。抓好。\n2.要求\n（一）重视。要重视。",
        ["1.任务", "1.任务/（一）台账", "1.任务/（二）落实", "2.要求", "2.要求/（一）重视"],
    ),
    "一. and 1、 and full width": (
        "一．任务\n1、台账。建立。\n２．落实。抓好。\n二．要求\n重视。",
        ["一．任务", "一．任务/1、台账", "一．任务/２．落实", "二．要求"],
    ),
    "an article with a caption": (
        "第一条（目的）为规范，制定。\n第二条（范围）适用于全市。",
        ["第一条（目的）", "第二条（范围）"],
    ),
    "an inserted article": ("第一条 甲。\n第一条之一 乙。\n第二条 丙。", ["第一条", "第一条之一", "第二条"]),
    "heads in black brackets": (
        "【活动目的】\n丰富生活。\n【活动时间】\n4月6日。\n【活动地点】云州市。",
        ["【活动目的】", "【活动时间】", "【活动地点】"],
    ),
    "questions and answers": (
        "问：补贴标准是多少？\n答：每月三百元。\n问：何时发放？\n答：每季度末。",
        ["问：补贴标准是多少？", "问：何时发放？"],
    ),
    "numbered questions": (
        "1.问：补贴标准是多少？\n答：每月三百元。\n2.问：何时发放？\n答：每季度末。",
        ["1.问：补贴标准是多少？", "2.问：何时发放？"],
    ),
    "minutes": (
        "会议议定以下事项：\n一、关于经费\n会议同意。\n二、关于场地\n会议要求。",
        ["一、关于经费", "二、关于场地"],
    ),
    "restart inside sections": (
        "一、甲\n（一）子。做。\n（二）丑。做。\n二、乙\n（一）寅。做。\n三、丙\n做。",
        ["一、甲", "一、甲/（一）子", "一、甲/（二）丑", "二、乙", "二、乙/（一）寅", "三、丙"],
    ),
    "tasks with who is responsible": (
        "一、任务\n（一）建台账。每月更新。（责任单位：市民政局）\n（二）抓落实。（市民政局、市财政局负责）\n二、要求\n抓好。",
        ["一、任务", "一、任务/（一）建台账", "一、任务/（二）抓落实", "二、要求"],
    ),
    "a list that begins without a heading over it": (
        "1.台账。建立。\n2.落实。抓好。\n3.考核。严格。",
        ["1.台账", "2.落实", "3.考核"],
    ),
    "more than ten and more than twenty": (
        "\n".join(f"{n}、事项。做。" for n in ("十", "十一", "十九", "二十", "二十一")),
        ["十、事项", "十一、事项", "十九、事项", "二十、事项", "二十一、事项"],
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_a_way_of_numbering_is_read_as_printed(name: str) -> None:
    text, expected = TREES[name]
    parsed = read_text(TITLE + text)
    assert [path.replace(" > ", "/") for path in tree(parsed)] == ["正文", *expected]
    assert parsed.coverage.ratio == 1.0
    for clause in parsed.documents[0].clauses:
        assert parsed.text[slice(*clause.span)] == clause.text


# Lines that begin as a numbered part does and are none; each stands inside 一、 as a paragraph of its own.
NO_CLAUSES = [
    "2022.年底前完成。",
    "2022年1月起施行。",
    "3.5万元以上的项目。",
    "1.5倍发放补贴。",
    "3.2%的增长。",
    "一、二年级学生参加。",
    "一、二、三等奖各一名。",
    "一、二线岗位人员。",
    "二、三产业协调发展。",
    "三、四季度各报一次。",
    "（一）至（三）项所列人员。",
    "（二）项规定的情形。",
    "第三条规定的情形。",
    "第一、二条所列事项。",
    "第二章所称单位。",
    "第一书记要带头。",
    "第一批名单见附件。",
    "第三季度完成。",
    "一带一路建设。",
    "一方面要重视，另一方面要落实。",
    "三会一课要经常。",
    "10000元以下的项目。",
    "12345热线受理。",
    "120人参加。",
    "（2022年修订）的规定执行。",
    "（含本数）以上。",
    "①②③项一并执行。",
    "4月6日前报送。",
    "2—3次为宜。",
    "1/3以上成员同意。",
    "2:1的比例配备。",
    "第一步抓调研。",
]


@pytest.mark.parametrize("line", NO_CLAUSES)
def test_a_number_in_prose_at_the_head_of_a_line_begins_no_clause(line: str) -> None:
    parsed = read_text(TITLE + f"一、任务\n抓好落实。\n{line}\n继续抓好。\n二、要求\n抓好。")
    assert tree(parsed) == ["正文", "一、任务", "二、要求"]


def test_unnumbered_subheads_set_in_the_middle_head_the_parts_of_a_speech() -> None:
    def body(text: str) -> Line:
        return Line(text, whole_paragraph=True, alignment=Alignment.START)

    def middle(text: str) -> Line:
        return Line(text, whole_paragraph=True, alignment=Alignment.CENTER)

    parsed = read_lines(
        [
            middle("在全市老干部工作会议上的讲话"),
            body("同志们，今天的会议很重要，我讲三点意见。"),
            middle("认清形势"),
            body("形势很好，任务很重。"),
            middle("抓好落实"),
            body("责任到人，抓出成效。"),
            body("还要加强督查。"),
        ]
    )
    assert tree(parsed) == ["正文", "认清形势", "抓好落实"]
    assert parsed.documents[0].clauses[-1].text.endswith("还要加强督查。")


def test_a_table_inside_a_clause_stays_inside_it_whatever_its_cells_begin_with() -> None:
    rows = [("序号", "事项"), ("1.", "走访"), ("一、", "慰问"), ("（一）", "体检")]
    lines = [Line(text) for text in (TITLE + "一、标准\n按下表执行。").split("\n")]
    lines += [Line("\t".join(row), kind=LineKind.TABLE_ROW, table=1) for row in rows]
    lines += [Line("二、要求"), Line("抓好落实。")]
    parsed = read_lines(lines)
    assert tree(parsed) == ["正文", "一、标准", "二、要求"]
    assert "慰问" in parsed.documents[0].clauses[1].text


@pytest.mark.parametrize(
    "caption", ["附表：建设项目分类名录", "建设项目分类名录", "建设项目分类管理表", "附表1 建设项目分类名录"]
)
def test_a_captioned_table_below_the_last_article_is_a_clause_of_its_own(caption: str) -> None:
    lines = [Line(text) for text in "建设项目管理规定\n第一条 甲。\n第二条 本规定自发布之日起施行。".split("\n")]
    lines.append(Line(caption))
    lines += [Line("\t".join(row), kind=LineKind.TABLE_ROW, table=1) for row in (("序号", "类别"), ("1", "畜牧业"))]
    parsed = read_lines(lines)
    *articles, table = parsed.documents[0].clauses
    assert [c.path for c in articles] == [("第一条",), ("第二条",)]
    assert articles[-1].text == "第二条 本规定自发布之日起施行。"
    assert table.kind in (ClauseKind.TABLE, ClauseKind.ANNEX)
    assert table.text.startswith(caption)
    assert "畜牧业" in table.text


def test_a_table_below_the_last_article_without_a_caption_stays_in_it() -> None:
    lines = [Line(text) for text in "建设项目管理规定\n第一条 甲。\n第二条 按下表执行：".split("\n")]
    lines += [Line("\t".join(row), kind=LineKind.TABLE_ROW, table=1) for row in (("序号", "类别"), ("1", "畜牧业"))]
    parsed = read_lines(lines)
    assert [c.path for c in parsed.documents[0].clauses] == [("第一条",), ("第二条",)]


@pytest.mark.parametrize("marker", ["一、", "（一）", "1."])
def test_a_number_alone_on_its_line_goes_with_the_heading_below_it(marker: str) -> None:
    parsed = read_text(TITLE + f"{marker}\n总体要求\n抓好落实，务求实效。\n")
    assert tree(parsed) == ["正文", f"{marker}总体要求"]


@pytest.mark.parametrize("preamble", ["", "各单位：\n现印发给你们。\n"], ids=["rule", "notice"])
@pytest.mark.parametrize(
    "scope", ["1.2 适用范围\n本市。", "1.2 适用范围，本市行政区域内发生的洪涝灾害，以及次生灾害的防范"]
)
def test_parts_numbered_1_and_1_1_right_below_the_title_are_clauses(preamble: str, scope: str) -> None:
    text = f"平川市防汛应急预案\n{preamble}1 总则\n1.1 编制目的\n为规范防汛，制定本预案。\n{scope}\n2 组织体系\n2.1 指挥部\n各负其责。"
    markers = [clause.marker for clause in read_text(text).documents[0].clauses]
    assert [marker for marker in markers if marker != "正文"] == ["1", "1.1", "1.2", "2", "2.1"]
