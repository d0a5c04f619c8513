"""Bulletins: a head, a list of contents, and items that keep to themselves."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ingest.documents import parse_file
from ingest.model import Alignment, FileFormat, Form, Line, ParsedFile
from tests.ingest.reading import read_lines, read_text, titles, tree

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

HEAD = "老干部工作简报\n第3期（总第21期）\n云州市委老干部局\n2023年4月6日\n"
SPEECH = "在全市老干部工作会议上的讲话\n（2023年3月20日）\n李 明\n同志们：\n今天的会议很重要。\n一、认清形势\n形势很好。\n二、抓好落实\n责任到人。\n"
REPORT = "抓实党支部建设 凝聚银发力量\n清河县委老干部局\n近年来，清河县着力抓党建。\n一、主要做法\n建立制度。\n二、下一步打算\n继续努力。\n"
OTHER = "搭建平台发挥作用\n桐山镇党委\n桐山镇注重发挥作用。\n（一）抓队伍\n组建队伍。\n（二）抓阵地\n建设阵地。\n"
FOOT = "报：市委常委。\n送：市直各单位。\n发：各县区委老干部局。\n责任编辑：王红　联系电话：88880000\n（共印200份）"


def accounts_for_all(parsed: ParsedFile) -> bool:
    coverage = parsed.coverage
    return coverage.characters == coverage.in_clauses + coverage.in_fields + coverage.in_dropped


def test_a_bulletin_is_a_head_and_its_items_each_with_title_author_date_and_tree() -> None:
    parsed = read_text(HEAD + "本期要目\n领导讲话\n经验交流材料2篇\n" + SPEECH + REPORT + OTHER + FOOT)
    head, speech, report, other = parsed.documents
    assert (head.title, head.form) == ("老干部工作简报 第3期（总第21期）", Form.BULLETIN)
    assert (head.issuing_authorities, str(head.dated_on)) == (("云州市委老干部局",), "2023-04-06")
    assert {d.part_of for d in (speech, report, other)} == {head.document_id}
    assert [d.document_id.rpartition(".")[2] for d in (speech, report, other)] == ["2", "3", "4"]
    assert speech.title == "在全市老干部工作会议上的讲话"
    assert (str(speech.dated_on), speech.evidence["author"].text) == ("2023-03-20", "李 明")
    assert speech.issuing_authorities == ("云州市委老干部局",)
    assert (report.title, report.issuing_authorities) == ("抓实党支部建设凝聚银发力量", ("清河县委老干部局",))
    assert (other.title, other.issuing_authorities) == ("搭建平台发挥作用", ("桐山镇党委",))
    assert str(report.dated_on) == "2023-04-06"
    assert tree(parsed, 1) == ["正文", "一、认清形势", "二、抓好落实"]
    assert tree(parsed, 2) == ["正文", "一、主要做法", "二、下一步打算"]
    assert tree(parsed, 3) == ["正文", "（一）抓队伍", "（二）抓阵地"]
    assert head.copied_to == ("市委常委", "市直各单位", "各县区委老干部局")
    assert other.clauses[-1].text == "（二）抓阵地\n建设阵地。"
    assert accounts_for_all(parsed)


@pytest.mark.parametrize(
    "issue",
    [
        "第3期",
        "第 3 期",
        "（第3期）",
        "2023年第3期",
        "〔2023〕第3期",
        "第三期（总第二十一期）",
        "第3期　　云州市委老干部局编　　2023年4月6日",
        "2023年第3期 总第21期",
    ],
)
@pytest.mark.parametrize(
    "name", ["老干部工作简报", "离退休干部工作动态", "情况反映", "工作信息", "学习通讯", "抗疫专刊"]
)
def test_the_issue_is_printed_in_many_ways(name: str, issue: str) -> None:
    parsed = read_text(f"{name}\n{issue}\n云州市委老干部局\n2023年4月6日\n{REPORT}{OTHER}")
    assert parsed.documents[0].form is Form.BULLETIN
    assert (parsed.documents[0].title or "").startswith(f"{name} ")
    assert titles(parsed)[1:] == ["抓实党支部建设凝聚银发力量", "搭建平台发挥作用"]
    assert str(parsed.documents[0].dated_on) == "2023-04-06"


def test_name_and_issue_may_share_a_line() -> None:
    parsed = read_text(f"老干部工作简报（第3期）\n云州市委老干部局编印　2023年4月6日\n{REPORT}{OTHER}")
    assert parsed.documents[0].title == "老干部工作简报 （第3期）"
    assert parsed.documents[0].issuing_authorities == ("云州市委老干部局",)
    assert len(parsed.documents) == 3


def test_entries_of_the_contents_tell_titles_that_have_no_author_below() -> None:
    parsed = read_text(
        HEAD
        + "本期要目\n●我市启动银龄行动……1\n●清河县举办书画展……2\n我市启动银龄行动\n4月1日，我市启动银龄行动。\n活动为期一年。\n"
        "清河县举办书画展\n4月2日，清河县举办书画展。\n主要特点\n作品很多。\n"
    )
    assert titles(parsed)[1:] == ["我市启动银龄行动", "清河县举办书画展"]
    assert tree(parsed, 0) == ["正文"]
    assert "主要特点" in parsed.documents[2].clauses[-1].text
    assert accounts_for_all(parsed)


def test_a_section_head_belongs_to_the_item_below_it() -> None:
    parsed = read_text(HEAD + "【领导讲话】\n" + SPEECH + "【经验交流】\n" + REPORT + OTHER)
    assert titles(parsed)[1:] == ["在全市老干部工作会议上的讲话", "抓实党支部建设凝聚银发力量", "搭建平台发挥作用"]
    assert [d.evidence["section"].text for d in parsed.documents[1:3]] == ["【领导讲话】", "【经验交流】"]
    assert accounts_for_all(parsed)


def test_an_item_signed_at_its_end_keeps_its_signature() -> None:
    parsed = read_text(
        HEAD
        + "抓实党支部建设\n近年来着力抓党建，成效明显。（清河县委老干部局）\n搭建平台发挥作用\n桐山镇注重发挥作用。（张明 供稿）\n"
        "书画展开幕\n展览为期三天。"
    )
    assert titles(parsed)[1:] == ["抓实党支部建设", "搭建平台发挥作用", "书画展开幕"]
    assert parsed.documents[1].clauses[-1].text.endswith("（清河县委老干部局）")


def test_a_subtitle_goes_with_its_title() -> None:
    parsed = read_text(
        HEAD + "让余热生辉\n——清河县发挥老干部作用的做法\n清河县委老干部局\n近年来，做法很多。\n" + OTHER
    )
    assert titles(parsed)[1] == "让余热生辉——清河县发挥老干部作用的做法"


def test_a_title_that_ends_as_the_name_of_a_unit_is_no_author() -> None:
    parsed = read_text(HEAD + REPORT + "建设银龄志愿者团队\n推进转型发展\n桐山镇党委\n桐山镇注重发挥作用。\n")
    assert titles(parsed)[2] == "建设银龄志愿者团队推进转型发展"


def test_an_editors_note_stays_with_the_head() -> None:
    parsed = read_text(HEAD + "编者按：现刊发两篇材料，供参考。\n" + REPORT + OTHER)
    assert parsed.documents[0].clauses[0].text == "编者按：现刊发两篇材料，供参考。"
    assert len(parsed.documents) == 3


# A heading without number inside an item, a name in the text, a signature: none of them begins an item.
INSIDE = {
    "a subheading": "主要做法\n建立制度。\n基本经验\n贵在坚持。\n",
    "a slogan": "一、做法\n打造阵地。\n打造“银龄家园”\n建成家园十个。\n",
    "a body named in a list": "参加单位有：\n清河县委老干部局\n桐山镇党委\n大家作了发言。\n",
    "a name in a list": "受表彰的有：\n李 明\n王 红\n希望再接再厉。\n",
    "a date alone": "活动时间：\n2023年4月1日\n活动地点在市委党校。\n",
}


@pytest.mark.parametrize("text", INSIDE.values(), ids=[name.replace(" ", "-") for name in INSIDE])
def test_what_stands_inside_an_item_begins_no_other(text: str) -> None:
    parsed = read_text(HEAD + REPORT + text + OTHER)
    assert titles(parsed)[1:] == ["抓实党支部建设凝聚银发力量", "搭建平台发挥作用"]


@pytest.mark.parametrize(
    "text",
    [
        "关于举办第3期培训班的通知\n各县区委老干部局：\n第3期培训班定于4月举办。\n一、时间\n4月6日。",
        "关于报送工作信息的通知\n各县区委老干部局：\n请报送《工作简报》第3期材料。\n一、内容\n工作动态。",
        "培训班安排\n第一期\n4月1日至3日。\n第二期\n4月5日至7日。",
    ],
)
def test_a_notice_that_speaks_of_an_issue_is_not_split_as_a_bulletin(text: str) -> None:
    assert len(read_text(text).documents) == 1


def test_a_heading_style_tells_an_item_of_a_web_page_or_word_file() -> None:
    def line(text: str, level: int | None = None, place: Alignment = Alignment.UNKNOWN) -> Line:
        return Line(text, heading_level=level, alignment=place, whole_paragraph=True)

    parsed = read_lines(
        [
            line("老干部工作简报", None, Alignment.CENTER),
            line("第3期", None, Alignment.CENTER),
            line("云州市委老干部局　2023年4月6日"),
            line("抓实党支部建设", 2),
            line("清河县委老干部局"),
            line("近年来着力抓党建。"),
            line("搭建平台发挥作用", 2),
            line("桐山镇党委"),
            line("桐山镇注重发挥作用。"),
        ]
    )
    assert titles(parsed)[1:] == ["抓实党支部建设", "搭建平台发挥作用"]


def test_the_bulletin_of_two_speeches_and_eight_reports_is_split_into_them() -> None:
    found = sorted((SHARED / "originals").glob("002_*.txt"))
    if not found:
        pytest.skip("the real documents are not beside this checkout")
    parsed = parse_file(found[0])
    head, *items = parsed.documents
    assert (head.form, len(items), parsed.format) == (Form.BULLETIN, 10, FileFormat.TXT)
    assert {d.part_of for d in items} == {head.document_id}
    assert [d.evidence["author"].text.replace(" ", "") for d in items[:2]] == ["刘文生", "张克"]
    assert [str(d.dated_on) for d in items[:3]] == ["2020-07-13", "2020-07-17", "2020-07-23"]
    assert [d.issuing_authorities[0] for d in items[2:]] == [
        "中共沈阳市委老干部局",
        "中共大连市委老干部局",
        "中共盘锦市委老干部局",
        "中共朝阳市委老干部局",
        "中共丹东市振兴区委组织部",
        "中共铁岭县委组织部",
        "铁法煤业（集团）有限责任公司老干部管理服务中心",
        "辽宁大学离退休工作处",
    ]
    # Each text holds its own: the spans do not touch, and each begins where its title does.
    for before, after in pairwise(items):
        assert before.span[1] < after.span[0]
        assert all(before.span[0] <= c.span[0] and c.span[1] <= before.span[1] for c in before.clauses)
    assert items[1].title == "在全省老干部系统党建工作能力提升班暨工作推进会上的总结讲话"
    assert accounts_for_all(parsed)


def test_a_list_of_contents_dropped_as_such_still_tells_the_titles() -> None:
    parsed = read_text(
        HEAD + "目　录\n我市启动银龄行动……1\n清河县举办书画展……2\n我市启动银龄行动\n4月1日，我市启动银龄行动。\n"
        "清河县举办书画展\n4月2日，清河县举办书画展。\n主要特点\n作品很多。\n"
    )
    assert titles(parsed)[1:] == ["我市启动银龄行动", "清河县举办书画展"]
    assert "主要特点" in parsed.documents[2].clauses[-1].text
    assert accounts_for_all(parsed)


# Titles that end as the name of a body or a unit does, and say what happened.
EVENTS = (
    "市委召开老干部工作情况通报会",
    "我市举行离退休干部迎春茶话会",
    "清河县举办老年健康知识讲座进社区",
    "市老龄办领导走访慰问红旗社区",
    "全市老干部工作推进会",
    "志愿者送医送药到桐山街道",
    "“银发讲堂”走进桥东党支部",
    "清河县召开离退休干部座谈会",
)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not-listed"])
def test_a_title_that_says_what_happened_names_no_author(event: str, listed: bool) -> None:
    contents = f"本期要目\n★{event}\n★桐山镇办好老年食堂\n" if listed else ""
    parsed = read_text(
        f"{HEAD}{contents}{event}\n\n　　4月1日上午，活动如期进行，共有120名老同志参加，大家畅所欲言。\n\n桐山镇办好老年食堂\n\n"
        "　　近日，桐山镇新建食堂五个，日均就餐三百人次。\n（桐山镇供稿）\n"
    )
    assert titles(parsed)[1:] == [event, "桐山镇办好老年食堂"]
    assert parsed.documents[1].issuing_authorities == ("云州市委老干部局",)
    # and further down, below an item that is not signed
    parsed = read_text(
        f"{HEAD}本期要目\n★桐山镇办好老年食堂\n★{event}\n桐山镇办好老年食堂\n桐山镇新建食堂五个。\n{event}\n4月1日，活动如期进行。\n"
    )
    assert titles(parsed)[1:] == ["桐山镇办好老年食堂", event]


def test_an_entry_of_the_contents_is_a_title_though_it_reads_like_a_body() -> None:
    parsed = read_text(
        HEAD + "本期要目\n●桐山镇办好老年食堂\n●桥东街道银龄志愿服务队\n桐山镇办好老年食堂\n桐山镇新建食堂五个。\n"
        "桥东街道银龄志愿服务队\n服务队成立于2019年，现有队员40名。\n"
    )
    assert titles(parsed)[1:] == ["桐山镇办好老年食堂", "桥东街道银龄志愿服务队"]
    assert parsed.documents[2].issuing_authorities == ("云州市委老干部局",)


CREDITS = (
    "（桐山镇供稿）",
    "（供稿：桐山镇党委）",
    "（清河县老龄办供稿）",
    "（清河县民政局  王五）",
    "来源：清河县老龄办",
    "（清河县委老干部局 张敏 供稿）",
    "（信息来源：清河县老龄办）",
    "（通讯员 李明）",
)


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("place", ["below", "above"])
def test_who_sent_an_item_in_is_not_who_issued_it(credit: str, place: str) -> None:
    above, below = (f"{credit}\n", "") if place == "above" else ("", f"{credit}\n")
    parsed = read_text(
        f"{HEAD}目　录\n1.桐山镇办好老年食堂\n2.清河县成立银龄志愿队\n\n桐山镇办好老年食堂\n{above}\n　　桐山镇新建食堂五个。\n{below}\n"
        f"清河县成立银龄志愿队\n{above}\n　　志愿队现有队员四十名。\n{below}\n报：市委常委。\n"
    )
    assert titles(parsed)[1:] == ["桐山镇办好老年食堂", "清河县成立银龄志愿队"]
    assert {d.issuing_authorities for d in parsed.documents} == {("云州市委老干部局",)}
    assert accounts_for_all(parsed)


@pytest.mark.parametrize("lead", ["", "　　", "                "])
def test_titles_that_stand_apart_and_tell_news_begin_items_without_a_list_of_contents(lead: str) -> None:
    news = (
        "云州市召开全市老龄工作会议部署重点任务",
        "清河县扎实开展“敬老月”走访慰问活动",
        "桐山镇“三个强化”办好老年食堂",
    )
    texts = (
        "4月3日，会议召开，参加人员80名。会议要求各县区落实责任。",
        "近日，清河县慰问老年人50名。县领导参加慰问。",
        "今年以来，桐山镇新建食堂五个。日均就餐三百人次。",
    )
    parsed = read_text(
        HEAD + "\n" + "\n\n".join(f"{lead}{t}\n\n　　{b}" for t, b in zip(news, texts, strict=True)) + "\n\n" + FOOT
    )
    assert titles(parsed)[1:] == list(news)
    assert accounts_for_all(parsed)


@pytest.mark.parametrize("head", ["加强县乡村三级阵地建设", "坚持分类施策", "主要做法和成效", "强化组织领导，压实责任"])
def test_a_subheading_that_stands_apart_begins_no_item(head: str) -> None:
    parsed = read_text(
        f"{HEAD}\n清河县扎实推进老年食堂建设\n\n近日，清河县新建食堂五个。\n\n{head}\n\n县里成立专班，每月调度，逐项落实。\n\n{FOOT}"
    )
    assert titles(parsed)[1:] == ["清河县扎实推进老年食堂建设"]


@pytest.mark.parametrize(
    ("issuer", "title", "region"),
    [
        ("中共云南省委老干部局", "楚雄州：把课堂搬进古镇", "云南楚雄"),
        ("中共云南省委老干部局", "云南大理：洱海边的银发讲堂", "云南大理"),
        ("国家医疗保障局", "浙江丽水：药费不用先垫付", "浙江丽水"),
        (
            "中共云南省委老干部局",
            "四川攀枝花：阳光康养",
            "云南",
        ),  # a neighbour's, reprinted: not known to be under the issuer
        ("中共云南省委老干部局", "银发讲堂：在楚雄开讲", "云南"),
        ("中共云南省委老干部局", "楚雄经验：把课堂搬进古镇", "云南"),
    ],
)
def test_an_item_headed_by_a_place_and_a_colon_speaks_for_that_place(issuer: str, title: str, region: str) -> None:
    head = f"工作简报\n第3期（总第21期）\n{issuer}\n2023年4月6日\n本期要目\n{title}\n短讯两则\n"
    item = f"{title}\n今年开讲40场，听众2000人次。\n一是请好讲师。\n"
    parsed = read_text(head + item + "短讯两则\n6月举办培训班。\n" + "报：领导。\n（共印20份）")
    found = next(d for d in parsed.documents if d.title == title)
    assert found.region == region
    assert accounts_for_all(parsed)
