"""Questions as people in the street put them: which kind of answer they want, what they are about, and what leads."""

from __future__ import annotations

import pytest

from qa.answer import ask
from qa.asking.asked_value import asks_for_of, wants_of
from qa.asking.question import interpret, subject_of
from qa.language.lexicon import lay_words_in
from qa.model import AsksFor, ValueKind
from tests.qa.in_memory import InMemoryIndex, index_of

NOTICES = {
    "公租房.txt": """浑源县住房和城乡建设局文件
浑建〔2024〕6号
浑源县公共租赁住房管理办法
各乡镇：
第一条 本办法所称公共租赁住房，是指政府投资建设，面向住房困难家庭和新就业职工出租的保障性住房。
第二条 承租人不得转租、转借。
第三条 轮候期限最长不超过两年半。
浑源县住房和城乡建设局
2024年5月1日
""",
    "疗休养.txt": """中共右玉县委老干部局文件
右老干〔2024〕2号
关于做好离休干部服务工作的通知
各单位：
一、离休干部去世后，家属应当在20日内向原单位报告。
二、失能离休干部的护理费每人每月2700元。
三、走访慰问的慰问品，每人每次不超过260元。
中共右玉县委老干部局
2024年3月1日
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("lay")
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return index_of([folder / name for name in NOTICES])


@pytest.mark.parametrize(
    ("question", "asks_for", "wants"),
    [
        ("送花圈最多花几个钱", AsksFor.AMOUNT, ValueKind.MONEY),
        ("看病号一回最多花多少", AsksFor.AMOUNT, ValueKind.MONEY),
        ("没干满三年要退回去多少", AsksFor.AMOUNT, ValueKind.MONEY),
        ("医保给报几个点", AsksFor.THRESHOLD, ValueKind.PERCENT),
        ("低保家庭的房租打几折", AsksFor.THRESHOLD, ValueKind.PERCENT),
        ("床单几天一换", AsksFor.FREQUENCY, ValueKind.TIMES),
        ("支部隔多久开一回会", AsksFor.FREQUENCY, ValueKind.TIMES),
        ("没有公函能接待吗 宁化", AsksFor.YES_NO, ValueKind.PERMISSION),
        ("一个班招多少人", AsksFor.THRESHOLD, ValueKind.PEOPLE),  # 收多少人 is no sum
    ],
)
def test_the_shape_of_a_lay_question_tells_what_it_wants(question: str, asks_for: AsksFor, wants: ValueKind) -> None:
    assert asks_for_of(question) is asks_for
    assert wants_of(question, asks_for)[0][:1] == (wants,)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("打听一下这个护理费到底给几个钱", "护理费 给"),
        ("我家老人的护理费上哪儿领", "老人的护理费 领"),
        ("我市的护理费", "我市的护理费"),  # the notice's own word for its place
        ("好几个单位合起来的支部", "好 单位合起来的支部"),
    ],
)
def test_words_of_asking_are_none_of_the_matter(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_several_is_no_number_that_is_asked_for() -> None:
    wants, _ = wants_of("好几个单位合起来的支部书记一个月补多少", AsksFor.AMOUNT)
    assert wants == (ValueKind.MONEY,)


def test_a_phrase_of_everyday_speech_is_one_word_of_the_question() -> None:
    assert lay_words_in("老人走了以后护理的钱") == ("老人走了以后", "护理的钱")
    assert "护理的钱" in interpret("老人走了以后护理的钱啥时候停").terms
    assert lay_words_in("支书法展") == ()  # two characters count at the edges of words alone


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("政府的便宜房能转手再租出去吗", "不得转租"),  # and not what a 公共租赁住房 is
        ("便宜房排号最多排多久", "两年半"),
        ("离休老人走了以后，家里多长时间内得说一声", "20日"),
        ("离休的老爷子瘫了，请人伺候每月给多少", "2700元"),
        ("去看离休老人拎点东西，一回最多花几个钱", "260元"),
    ],
)
def test_what_is_asked_in_lay_words_is_answered(index: InMemoryIndex, question: str, said: str) -> None:
    assert said in ask(index, question).answer.split("\n")[0]


@pytest.mark.parametrize("question", ["政府的便宜房能养狗吗", "离休老人住院吃饭的钱给报多少"])
def test_a_lay_question_that_nobody_answers_gets_a_plain_no(index: InMemoryIndex, question: str) -> None:
    assert ask(index, question).outcome.value == "not_found"
