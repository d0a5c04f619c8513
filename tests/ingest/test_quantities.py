"""Figures in sentences of the genre become quantities; what only looks like one does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.documents import parse_file, parse_source
from ingest.model import (
    Clause,
    ClauseKind,
    FileFormat,
    Line,
    Quantity,
    SourceText,
    Table,
    TableCell,
    TableRow,
)
from ingest.numerals import figure_of
from ingest.quantities import find_quantities, read_quantities
from ingest.squeezed import squeeze

ORIGINALS = Path(__file__).resolve().parents[2].parent / "shared" / "originals"


def clause_of(text: str, start: int = 0, marker: str = "", heading: str | None = None) -> Clause:
    span = (start, len(text))
    return Clause("甲#一", ("一",), marker, heading, text[start:], span, None, (), 1, ClauseKind.CLAUSE)


def read(text: str, marker: str = "", heading: str | None = None) -> list[Quantity]:
    found = list(find_quantities(text, (clause_of(text, 0, marker, heading),)))
    for quantity in found:
        assert text[slice(*quantity.span)] == quantity.text
    return found


def brief(quantities: list[Quantity]) -> list[str]:
    """Each as 「text|operator value[—upper] unit [per]」."""
    return [
        f"{q.text}|{q.operator} {q.value:g}{'' if q.upper is None else f'—{q.upper:g}'} {q.unit} {q.per or ''}".strip()
        for q in quantities
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("书记补贴每月不低于300元", ["每月不低于300元|ge 300 元 每月"]),
        ("补助五百元", ["五百元|eq 500 元"]),
        ("伙食费100元/人·天", ["100元/人·天|eq 100 元 每人每天"]),
        ("伙食费100元/（人·天）", ["100元/（人·天）|eq 100 元 每人每天"]),
        ("资金３．５亿元", ["３．５亿元|eq 3.5e+08 元"]),
        ("罚款1，000元以上5,000元以下", ["1，000元以上5,000元以下|range 1000—5000 元"]),
        ("每年安排3至5万元", ["每年安排3至5万元|range 30000—50000 元 每年"]),
        ("奖励5000元至1万元", ["5000元至1万元|range 5000—10000 元"]),
        ("合计人民币叁拾伍万元整", ["人民币叁拾伍万元|eq 350000 元"]),
        ("最高奖励100万元", ["最高奖励100万元|le 1e+06 元"]),
        ("按最高罚款数额的20%确定", ["20%|eq 20 %"]),
        ("每两年一次", ["每两年一次|eq 1 次 每两年"]),
        ("半年一次，三年一次", ["半年一次|eq 1 次 每半年", "三年一次|eq 1 次 每三年"]),
        ("一周至少2次", ["一周至少2次|ge 2 次 每周"]),
        ("每两年表彰先进集体", ["每两年|eq 2 年"]),
        ("每超过一天加收50元", ["每超过一天加收50元|eq 50 元 每天"]),
        ("不超过本人月工资的3倍", ["不超过本人月工资的3倍|le 3 倍"]),
        ("60人以上、80人以下", ["60人以上、80人以下|range 60—80 人"]),
        ("1000亩以下300亩及以上", ["1000亩以下300亩及以上|range 300—1000 亩"]),
        ("60人以上、不足80人", ["60人以上|ge 60 人", "不足80人|lt 80 人"]),
        ("30公里（不含）以上", ["30公里（不含）以上|gt 30 公里"]),
        ("容量65吨/小时（45.5兆瓦）以上", ["65吨/小时|ge 65 吨 每小时", "45.5兆瓦|ge 45.5 兆瓦"]),
        (
            "三分之二以上、1/3、七成、半数",
            ["三分之二以上|ge 66.6667 %", "1/3|eq 33.3333 %", "七成|eq 70 %", "半数|eq 50 %"],
        ),
        ("千分之三、万分之五", ["千分之三|eq 3 ‰", "万分之五|eq 5 ‱"]),
        ("获得过半数赞成票", ["过半数|gt 50 %"]),
        ("党员12万余名、近百名志愿者", ["12万余名|about 120000 名", "近百名|about 100 名"]),
        ("近三年考核合格", ["三年|eq 3 年"]),
        ("设书记一名、委员两名", ["一名|eq 1 名", "两名|eq 2 名"]),
        ("于20个工作日内办结", ["20个工作日内|le 20 工作日"]),
        ("届满30日前申请换证", ["30日前|ge 30 日"]),
        ("一年零六个月、两年半、三个半月", ["一年零六个月|eq 18 个月", "两年半|eq 2.5 年", "三个半月|eq 3.5 个月"]),
        ("将“三年”修改为“五年”", ["三年|eq 3 年", "五年|eq 5 年"]),
        ("每名党员每年缴纳120元", ["每名党员每年缴纳120元|eq 120 元 每人每年"]),
        ("人均可支配收入增长7%", ["7%|eq 7 %"]),
        ("人均收入2万元", ["人均收入2万元|eq 20000 元 每人"]),
        ("每月补贴书记500元、副书记400元", ["每月补贴书记500元|eq 500 元 每月", "400元|eq 400 元 每月"]),
        ("排放浓度≤30mg/m³", ["≤30mg/m³|le 30 mg/m³"]),
        ("经 费 每 年 5 万 元", ["每 年 5 万 元|eq 50000 元 每年"]),
        ("拨付4 500万元", ["4 500万元|eq 4.5e+07 元"]),
    ],
)
def test_a_figure_is_read_with_its_bounds_unit_and_measure(sentence: str, found: list[str]) -> None:
    assert brief(read(sentence)) == found


@pytest.mark.parametrize(
    "text",
    [
        "纪念建党70周年，学习党的二十大精神",
        "2022年11月5日10时30分，第3号楼，A4纸",
        "每月15日前，于15日前，6月30日前，5日、6日，10月1日至7日",
        "第一书记，第三条第二款，第12次会议，前三名，排名后3位",
        "“四个意识”“两个维护”，“两个”仍然，坚持四个自信，践行三个代表重要思想",
        "三会一课、两学一做、五老、双先、十四五、三农",
        "一是统一思想；二是千方百计；万无一失，唯一，一定，十分重视，一线，一次性告知",
        "作为一名老党员，成为一个战斗堡垒，一户一策，新的一年",
        "浙委办发〔2017〕51号，《关于2021年3次会议的通知》",
        "电话0571-87654321，邮编310007，13800138000",
        "一、总则（三）范围 1.目标 （2）任务",
        "上半年、下半年，二次分配，一期工程，三年行动计划",
        "十几万元、数十名、几百个、若干项",
        "2021—2025年，2022年度，90年代",
        "会议于14:30召开，以3:1战胜对手，1:500地形图，按1∶1∶1分担",
        "提三点意见，讲了5点要求，一日三餐，每月一次性结清",
        "“一元钱”午餐，“120元体检”套餐，“最多跑一次”改革，“课前三分钟，思想不放松”活动，“1小时服务圈”",
        "百家争鸣、百年大计、万里长征、三八节",
    ],
)
def test_ordinals_dates_names_and_numbers_of_documents_are_no_quantities(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("每户一次性补助800元", ["每户一次性补助800元|eq 800 元 每户"]),
        ("一次性奖励2000元", ["2000元|eq 2000 元"]),
        ("低于当地低保标准1.5倍的", ["低于当地低保标准1.5倍|lt 1.5 倍"]),
        ("高于上年人均收入2倍", ["高于上年人均收入2倍|gt 2 倍"]),
        ("不足应缴额50%", ["不足应缴额50%|lt 50 %"]),
        ("低于低保标准按50%发放", ["50%|eq 50 %"]),
        ("高于全省平均水平10%", ["10%|eq 10 %"]),
        ("高于全省平均水平5个百分点", ["5个百分点|eq 5 百分点"]),
        ("未达到合格线60分，超过核定的200万元", ["未达到合格线60分|lt 60 分", "超过核定的200万元|gt 2e+06 元"]),
        ("60—79周岁每人每餐补贴2元", ["60—79周岁|range 60—79 周岁", "每人每餐补贴2元|eq 2 元 每人每餐"]),
        ("70—79岁每人每月100元", ["70—79岁|range 70—79 岁", "每人每月100元|eq 100 元 每人每月"]),
        ("补助500元每人每月", ["500元每人每月|eq 500 元 每人每月"]),
        ("每人每天不超过2餐", ["每人每天不超过2餐|le 2 餐 每人每天"]),
        (
            "护理费每人每月：一级3000元，二级2500元，合计5500元",
            ["3000元|eq 3000 元 每人每月", "2500元|eq 2500 元 每人每月", "5500元|eq 5500 元"],
        ),
        ("标准（每人每年）：书记600元。另拨5万元", ["600元|eq 600 元 每人每年", "5万元|eq 50000 元"]),
        (
            "将“每月50元”修改为“每月80元”，第七条改为：“期限为12个月。”",
            ["每月50元|eq 50 元 每月", "每月80元|eq 80 元 每月", "12个月|eq 12 个月"],
        ),
        ("按“一千元以上五千元以下”处罚", ["一千元以上五千元以下|range 1000—5000 元"]),
        ("接访412件次，巡诊48场次", ["412件次|eq 412 件次", "48场次|eq 48 场次"]),
        ("师生比不低于1：18", ["不低于1：18|ge 0.0555556 比"]),
        ("配备比例不低于1∶4，按3:1的比例配套", ["不低于1∶4|ge 0.25 比", "3:1|eq 3 比"]),
        ("每年补助不低于\n三百元，最高\n300元", ["每年补助不低于\n三百元|ge 300 元 每年", "最高\n300元|le 300 元"]),
    ],
)
def test_words_between_a_figure_and_what_bounds_or_counts_it_are_read(sentence: str, found: list[str]) -> None:
    assert brief(read(sentence)) == found


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("补贴5 00元", "5 00元"),
        ("党员1 2名", "1 2名"),
        ("补助2 0 0元", "2 0 0元"),
        ("支出达3. 5万元", "3. 5万元"),
        ("支出1, 200元", "1, 200元"),
        ("奖金2021 300元", "2021 300元"),
        ("每年不低于2\n00元", "2\n00元"),
        ("面积1\n2平方米以上", "1\n2平方米"),
        ("自受理之日起15\n个工作日内办结", "15\n个工作日"),
        ("期限12个\n月", "12个\n月"),
        ("安排20个工\n作日", "20个工\n作日"),
        ("接访3人\n次", "3人\n次"),
        ("不少于三分\n之二", "三分\n之二"),
        ("比例百分之八\n十五", "百分之八\n十五"),
        ("奖励300元至\n500元", "300元至\n500元"),
        ("投入3\n.5万元", "3\n.5万元"),
        ("共120\n万元以上", "120\n万元"),
        ("标准100元/\n人·月", "100元/\n人"),
        ("期限20个工作日\n内办结", "20个工作日\n内"),
        ("标准不低\n于300元", "不低\n于300元"),
        ("标准每\n月300元", "每\n月300元"),
        ("面积1\n2.5平方米以上", "1\n2.5平方米"),
    ],
)
def test_a_figure_torn_apart_is_left_out_and_told(text: str, torn: str) -> None:
    reading = read_quantities(text, (clause_of(text),))
    assert reading.quantities == ()
    assert [text[slice(*span)] for span in reading.torn] == [torn]


@pytest.mark.parametrize(
    "text",
    [
        "共20名\n3月15日开会",
        "名额12名\n二、经费",
        "一、名额12名\n3. 3名以上",
        "补助4 500万元",
        "1. 3名以上；2. 5名委员",
        "党员\t12\n3名\t300元",
        "补助5万元\n人民币结算",
    ],
)
def test_figures_that_only_stand_side_by_side_are_not_torn(text: str) -> None:
    reading = read_quantities(text, (clause_of(text),))
    assert reading.torn == ()
    assert reading.quantities


def test_torn_figures_are_on_the_review_list_of_their_document() -> None:
    lines = ("关于发放补贴的通知", "一、标准", "每年补助不低于2", "00元，每月1 50元。")
    source = SourceText(FileFormat.TXT, None, tuple(Line(t, whole_paragraph=True) for t in lines), (), 40)
    [document] = parse_source(source, "甲.txt", "0" * 64).documents
    items = [item for item in document.review if item.field == "quantities"]
    assert document.quantities == ()
    assert [item.message for item in items] == [
        "文中数字被换行拆开，未计入：“2⏎00元”，请对照原件核对",
        "文中数字被空格拆开，未计入：“1 50元”，请对照原件核对",
    ]
    for item in items:
        assert all(document.text[slice(*e.span)] == e.text for e in item.evidence)


def test_the_texts_own_rule_on_bounds_is_followed() -> None:
    excluding = "人数60人以上、80人以下的设总支。所称“以上”包括本数，“以下”不包括本数。"
    assert brief(read(excluding)) == ["60人以上|ge 60 人", "80人以下|lt 80 人"]
    including = "本法所称以上、以下、以内，包括本数；所称不满，不包括本数。人数60人以上、80人以下。"
    assert brief(read(including)) == ["60人以上、80人以下|range 60—80 人"]


def test_the_marker_of_a_line_is_no_part_of_a_figure() -> None:
    assert brief(read("1.3名以上正式党员\n2.5名入党积极分子")) == ["3名以上|ge 3 名", "5名|eq 5 名"]
    assert brief(read("3.1.5万元以上的项目", marker="3.")) == ["1.5万元以上|ge 15000 元"]
    assert read("4.2022年起执行", marker="4.") == []


def test_spans_count_in_the_stored_text_past_blanks() -> None:
    text = "　　前言 部分\n（一）补 贴 每月 300 元 。"
    start = text.index("（一）")
    [quantity] = find_quantities(text, (clause_of(text, start, "（一）"),))
    assert text[slice(*quantity.span)] == quantity.text == "每月 300 元"


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("党组织书记工作补贴每月不低于300元", "党组织书记工作补贴"),
        ("给予每月300元工作补贴", "工作补贴"),
        ("每年召开2次座谈会", "座谈会"),
        ("每年走访慰问离退休干部不少于2次", "走访慰问离退休干部"),
        ("年满70周岁的老党员", "老党员"),
        ("委员会每届任期5年", "任期"),
        ("发给工作补贴，标准为每月不低于300元", "工作补贴标准"),
        ("自收到申请之日起20个工作日内作出决定", None),
        ("第二条返聘人员年龄不超过65周岁", "返聘人员年龄"),
        ("三、运营补贴每床每月200元", "运营补贴"),
        ("1.运营补贴每床每月200元", "运营补贴"),
        ("第四条【合格分数线】笔试60分以上", "笔试"),
        ("一是培训时间不少于40学时", "培训时间"),
        ("及时受理率不低于95%", "及时受理率"),
        ("调整后编制总数为30名", "调整后编制总数"),
        ("故障响应不超过2小时", "故障响应"),
        ("行政许可办理时限不超过5个工作日", "行政许可办理时限"),
        ("为老服务用房面积不少于200平方米", "为老服务用房面积"),
        ("项目通过率不低于90%", "项目通过率"),
        ("街道办事处不少于2名", "街道办事处"),
    ],
)
def test_the_subject_is_the_noun_that_is_measured_or_none(sentence: str, subject: str | None) -> None:
    assert [q.subject for q in read(sentence)] == [subject]


def test_a_heading_names_what_a_bare_figure_measures() -> None:
    [quantity] = read("每月不低于300元。", heading="（三）工作补贴")
    assert quantity.subject == "工作补贴"


def test_bare_figures_of_a_table_take_the_unit_of_their_columns_head() -> None:
    text = "职务\t补贴标准（元/人·月）\t经费（万元）\n书记\t300\t1,200.5\n委员\t200—300\t≥60\n干事\t150元\t无"
    heads = ("职务", "补贴标准（元/人·月）", "经费（万元）")

    def row(line: str) -> TableRow:
        begin = text.index(line)
        cells = []
        for head, cell in zip(heads, line.split("\t"), strict=True):
            at = text.index(cell, begin)
            cells.append(TableCell(head, cell, (at, at + len(cell))))
        return TableRow((begin, begin + len(line)), None, tuple(cells))

    table = Table("甲#一", (0, len(text)), None, tuple(row(line) for line in text.split("\n")[1:]))
    found = list(find_quantities(text, (clause_of(text),), (table,)))
    assert brief(found) == [
        "300|eq 300 元 每人每月",
        "1,200.5|eq 1.2005e+07 元",
        "200—300|range 200—300 元 每人每月",
        "≥60|ge 600000 元",
        "150元|eq 150 元",
    ]
    assert found[0].subject == "书记补贴标准"
    assert all(text[slice(*q.span)] == q.text for q in found)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.1万", 11000),
        ("一亿二千万", 120_000_000),
        ("壹仟贰佰", 1200),
        ("一百零五", 105),
        ("一点五", 1.5),
        ("半", 0.5),
    ],
)
def test_a_printed_figure_has_an_exact_value(printed: str, value: float) -> None:
    assert figure_of(printed) == value or float(figure_of(printed) or 0) == value


@pytest.mark.parametrize("printed", ["二〇二二", "三万五", "一百五", "5 00", "12345,678", ""])
def test_a_figure_in_doubt_has_no_value(printed: str) -> None:
    assert figure_of(printed) is None


def test_every_place_of_a_squeezed_text_leads_back() -> None:
    text = "甲 乙　丙\n 4 500 元"
    squeezed = squeeze(text)
    for place, character in enumerate(squeezed.text):
        assert text[squeezed.printed(place)] == character
        assert squeezed.place(squeezed.printed(place)) == place


@pytest.mark.parametrize("piece", ["1", "一", "1,", "每", "不低于", "百分之", "“", "《", "3人", "三元至", "　"])
def test_a_line_of_a_hundred_thousand_characters_is_read_at_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.thread_time()
    find_quantities(text, (clause_of(text),))
    # Some seconds for the 50,000 figures of 3人3人…; quadratic would be hours.
    assert time.thread_time() - started < 10


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="没有 shared/originals，无法读真实公文")
def test_figures_of_a_real_notice_are_found() -> None:
    parsed = parse_file(next(ORIGINALS.glob("004_*.txt")))
    found = brief([q for d in parsed.documents for q in d.quantities])
    squeezed = ["".join(line.split("|")[0].split()) + "|" + line.split("|")[1] for line in found]
    assert "每月不低于300元|ge 300 元 每月" in squeezed
    assert "50人以上、100人以下|range 50—100 人" in squeezed
    assert "每年就近组织1—2次|range 1—2 次 每年" in squeezed
    assert not any("意识" in line or "维护" in line for line in squeezed)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("培育千名乡村工匠、万名骨干农民。", ["千名", "万名"]),
        ("开展百场宣讲，服务群众万人次。", ["百场", "万人次"]),
        ("打造百个示范站点，表彰先进百名。", ["百个", "百名"]),
        ("走进千家万户，百花齐放。", []),
        ("数百名干部参加，成千上万名群众观看。", []),
        ("百名专家下乡活动，万人大会。", []),
        ("百日攻坚，千年古镇。", []),
    ],
)
def test_a_round_numeral_before_a_measure_word_counts_and_a_saying_does_not(text: str, figures: list[str]) -> None:
    assert [q.text for q in find_quantities(text, [clause_of(text)])] == figures
