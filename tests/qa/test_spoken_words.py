"""What people say read as the one word that offices print for it, and a mistyped word as the one that was meant."""

from __future__ import annotations

import time

import pytest

from qa.answer import ask
from qa.asking.restated import restated
from qa.language.lexicon import printed_words
from qa.language.same_sound import mistyped_in
from qa.language.spoken import SPOKEN, spoken_in
from qa.model import AnswerOutcome, FilterKind
from tests.qa.in_memory import InMemoryIndex, index_of

# Each holds sums that sound alike in everyday speech and differ.
NOTICES = {
    "待遇.txt": """平遥县人民政府办公室文件
平政办〔2024〕21号
平遥县离退休干部生活待遇办法
各单位：
第一条 离休干部交通费补贴每人每月380元，电话费补贴每人每月70元。
第二条 离休干部护理费每人每月2900元；离休干部住院期间的陪护补助每天110元。
第三条 离休干部采暖补贴每年2300元，退休干部采暖补贴每年1700元。
第四条 离休干部特需费每人每年1400元，不得发给个人。
第五条 离休干部每年体检1次，标准为每人1500元。
第六条 离休干部每人确定一名家庭医生，家庭医生每月上门巡诊不少于2次。
平遥县人民政府办公室
2024年4月2日
""",
    "慰问.txt": """中共平遥县委老干部局文件
平老干〔2024〕5号
平遥县走访慰问和治丧抚恤办法
各单位：
第一条 春节前走访离休干部，慰问金每人1100元，慰问品价值不超过260元。
第二条 离退休干部去世的，丧葬补助费为5500元；一次性抚恤金为本人生前20个月的基本离退休费。
第三条 离退休干部去世的，家属应当在48小时内报告所在单位，敬献花圈的费用不超过350元。
第四条 无固定收入的遗属每人每月发给生活困难补助900元，再婚的自次月起停发。
中共平遥县委老干部局
2024年1月9日
""",
    "党建.txt": """中共偏关县委组织部文件
偏组发〔2024〕3号
关于规范离退休干部党支部工作的通知
各党委：
一、党支部书记每人每月补贴270元，副书记每人每月补贴190元，支部委员每人每月补贴120元。
二、支部委员会每月召开1次会议，支部党员大会每季度召开1次。
三、党费返还比例为55%。党支部活动经费不得用于发放福利。
四、活动中心每周二至周日开放，每周一闭馆；不得携带宠物入场。
五、志愿服务不取报酬；积分不得兑换现金。
六、高龄津贴：80至89周岁每人每月50元，90至99周岁每人每月110元。
中共偏关县委组织部
2024年3月1日
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("spoken")
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return index_of([folder / name for name in NOTICES])


def rows() -> list[tuple[list[str], str]]:
    lines = [line for line in SPOKEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(said.split("、"), printed) for said, printed in (line.split("\t") for line in lines)]


def test_each_row_names_one_word_and_no_way_of_speaking_stands_twice() -> None:
    said = [way for ways, _ in rows() for way in ways]
    assert len(said) == len(set(said)) > 1000
    assert all("、" not in printed and printed == printed.strip() for _, printed in rows())
    assert all(len(way.rstrip("~")) > 1 and way == way.strip() for way in said)


def test_a_way_of_speaking_is_no_word_that_offices_print() -> None:
    assert not [way for ways, word in rows() for way in ways if way in printed_words() and way != word]


def test_a_restated_question_is_not_restated_again() -> None:
    again = [restated(restated(way).text).text for ways, _ in rows() for way in ways if not way.endswith("~")]
    assert again == [restated(way).text for ways, _ in rows() for way in ways if not way.endswith("~")]


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("离休老爷子坐车的钱一个月补多少", "离休干部交通费一个月补多少"),
        ("支委们隔多久碰一回头", "支部委员会多久召开一次会议"),
        ("老人走了，单位给多少办后事的钱", "老人去世，单位给多少丧葬补助费"),
        ("活动中心礼拜几不开门", "活动中心星期几闭馆"),
        ("发现有人骗领该打哪个电话", "发现有人骗领举报电话是多少"),
        ("党费能返回来几成", "党费能返还几成"),
        ("上了八十的老人", "八十岁以上的老人"),
        ("镶假牙的钱给报不", "镶牙的钱给报吗"),
        ("带条小狗进阅览室让进吗", "能携带宠物进阅览室吗"),
        ("退休的党员凑够几个就能自己成立支部", "退休的党员满几名就能单独设立党支部"),
        ("查一回身体给报多少", "体检给报多少"),  # what it costs
        ("几年查一回身体", "几年体检一次"),  # how often
        ("老人走了，家里能拿多少钱", "老人去世后丧葬补助费和抚恤金各是多少"),  # both, for either may be meant
        ("看望老干部的钱市里掏几成", "看望经费市里掏几成"),
    ],
)
def test_a_question_is_read_in_the_words_of_offices(question: str, read_as: str) -> None:
    assert restated(question).text == read_as


@pytest.mark.parametrize(
    "question",
    [
        "老人走了几里路",
        "过了八十天还能报吗",
        "过80岁生日给多少",
        "退休领导干部能兼职吗",
        "这是怎么一回事",
        "一节课最多给多少",  # 多给多少 begins inside 最多
        "新老办法有什么不同",  # 老办法 inside 新老
        "学员能不能现场报名",  # 现场报 of 现场报名
        "离退休支部怎么换届",
        "《老年大学看病号管理办法》第三条",
        "什么叫“红包”",
        "干部走了样",
    ],
)
def test_what_only_looks_like_speech_stays(question: str) -> None:
    assert restated(question).text == question


@pytest.mark.parametrize(
    ("question", "said", "never"),
    [
        ("平遥离休老爷子坐车的钱一个月补多少", "380元", "70元"),
        ("平遥离休的打电话的钱一个月多少", "70元", "380元"),
        ("平遥离休老人一个月给多少请人伺候的钱", "2900元", "110元"),
        ("平遥离休老人冬天烤火的钱一年多少", "2300元", "1700元"),
        ("平遥过年去看离休老人，红包包多少", "1100元", "260元"),
        ("平遥过年看离休老人拎的东西顶多值多少钱", "260元", "1100元"),
        ("平遥老干部走了，给多少办后事的钱", "5500元", "350元"),
        ("平遥送个花圈最多花几个钱", "350元", "5500元"),
        ("平遥离休干部去世了家里能拿多少钱", "5500元", "350元"),
        ("平遥过年慰问离休老人的东西值多少", "260元", "1100元"),
        ("平遥没收入的遗属一个月补多少", "900元", "5500元"),
        ("平遥家庭大夫一个月上门几趟", "2次", "1次"),
        ("平遥离休老人查一回身体给多少钱", "1500元", "1400元"),
        ("偏关支部二把手一个月补多少", "190元", "270元"),
        ("偏关当个支委一个月给几个钱", "120元", "190元"),
        ("偏关过了九十的老人长寿钱每月多少", "110元", "50元"),
        ("偏关攒的分能换成钱不", "不得", "取报酬"),
        ("偏关支部那点钱能发点福利不", "不得", "55%"),
    ],
)
def test_of_sums_that_sound_alike_the_one_asked_for_is_told(
    index: InMemoryIndex, question: str, said: str, never: str
) -> None:
    line = ask(index, question).answer.split("\n")[0]
    assert said in line
    assert never not in line


@pytest.mark.parametrize(
    "question",
    [
        "平遥离休老人一个月给多少房补",
        "平遥买墓的钱给报多少",
        "平遥退休的坐车的钱一个月补多少",
        "偏关小组长一个月补几个钱",
        "偏关义工队长一个月多少工钱",
        "平遥照顾老人的误工的钱一天多少",
    ],
)
def test_a_sum_that_no_notice_fixes_is_no_sum_that_sounds_like_it(index: InMemoryIndex, question: str) -> None:
    assert ask(index, question).outcome is AnswerOutcome.NOT_FOUND


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("支部书记补帖多少", "补贴"),
        ("扶恤金给几个月", "抚恤金"),
        ("离修干部护理费", "离休干部"),
        ("高岭津贴怎么领", "高龄津贴"),
        ("志原服务有没有交通费", "志愿服务"),
        ("家庭医声多久来一次", "家庭医生"),
        ("住方公积金能取吗", "住房公积金"),
    ],
)
def test_a_mistyped_word_is_read_as_it_was_meant_and_told_by_a_chip(typed: str, meant: str) -> None:
    said = restated(typed)
    assert [(chip.kind, chip.value) for chip in said.corrected] == [(FilterKind.WORDING, meant)]
    assert meant in said.text
    assert restated(typed, without=[said.corrected[0].chip_id]).corrected == ()
    assert restated(typed, without=[FilterKind.WORDING.value]).corrected == ()


@pytest.mark.parametrize(
    "text",
    [
        "支部书籍采购",  # 书籍 is a word: no 支部书记
        "活动是每个月几号",  # 是 is a word: no 活动室
        "当支部书记多少钱",
        "抚恤金和补贴、补助",
        "晋老干发〔2023〕7号",
        "石家庄市高邑县津帖",  # what a place is called stays, and 津帖 does not
        "王志愿同志",
    ],
)
def test_what_is_typed_rightly_is_not_corrected(text: str) -> None:
    assert all(found.word == "津贴" for found in mistyped_in(text))


def test_names_of_places_numbers_and_quoted_words_are_never_corrected() -> None:
    assert restated("《离修干部办法》怎么规定").corrected == ()
    assert restated("什么叫“补帖”").corrected == ()
    assert restated("志原服务", ["志原"]).corrected == ()


def test_an_answer_bears_the_question_as_typed_with_spans_in_it(index: InMemoryIndex) -> None:
    question = "偏关支书一个月补帖多少"
    answer = ask(index, question)
    assert answer.question == question
    assert "270元" in answer.answer.split("\n")[0]
    chips = {f.kind: f for f in answer.interpretation.filters}
    assert question[slice(*chips[FilterKind.WORDING].span)] == chips[FilterKind.WORDING].text == "补帖"
    assert question[slice(*chips[FilterKind.REGION].span)] == "偏关"


def test_places_behind_reworded_speech_keep_their_spans(index: InMemoryIndex) -> None:
    question = "离休老爷子坐车的钱，平遥一个月补多少"
    region = next(f for f in ask(index, question).interpretation.filters if f.kind is FilterKind.REGION)
    assert question[slice(*region.span)] == "平遥"


def test_a_librarys_own_list_can_have_a_word_read_as_it_stands() -> None:
    assert restated("烤火的钱多少").text == "采暖补贴多少"
    assert restated("烤火的钱多少", silenced={"烤火的钱"}).text == "烤火的钱多少"


def test_restating_takes_no_time() -> None:
    long = "离休老人走了给多少办后事的钱，支书补帖多少，" * 40
    restated(long)
    started = time.process_time()
    for _ in range(3):
        restated(long)
    assert time.process_time() - started < 0.5
    assert spoken_in("钱" * 1000) == ()
