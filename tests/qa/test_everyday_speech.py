"""Questions in the words of people who read no notices, answered from the words that offices print; and no more than that."""

from __future__ import annotations

import pytest

from qa.answer import ask
from qa.language.values import bounded_value
from qa.model import AnswerOutcome, ValueKind
from tests.qa.in_memory import InMemoryIndex, index_of

NOTICES = {
    "接待.txt": """桐庐县财政局文件
桐财行〔2023〕9号
桐庐县公务接待管理办法
各单位：
第一条 公务接待应当有派出单位公函。
第二条 工作餐由接待单位安排一次，陪餐人数不得超过4人。
第三条 不得向接待对象赠送礼品、纪念品和土特产品。
桐庐县财政局
2023年6月1日
""",
    "医保.txt": """芜湖市医疗保障局文件
芜医保〔2024〕3号
关于居民参保缴费有关事项的通知
各县（市）医疗保障局：
一、新生儿参保。新生儿应当在出生后60日内办理参保登记。
二、中断缴费。中断缴费的，设置3个月等待期。
芜湖市医疗保障局
2024年8月1日
""",
    "党建.txt": """中共丽水市委组织部文件
丽组〔2023〕12号
关于离退休干部党支部书记补贴的通知
市直各单位：
一、标准。党支部书记每人每月补贴280元。
二、停发。书记连续两个月不能履职的，自第三个月起停发补贴。
中共丽水市委组织部
2023年2月1日
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("everyday")
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return index_of([folder / name for name in NOTICES])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("来了客人最多几个人作陪", "4人"),
        ("宝宝生下来多少天内要上医保", "60日"),
        ("支书生病干不了了，补贴还发不发", "停发"),
    ],
)
def test_what_is_asked_in_everyday_words_is_answered(index: InMemoryIndex, question: str, said: str) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert said in answer.answer


@pytest.mark.parametrize("question", ["客人住一晚最多多少钱", "老人走了送花圈要花多少钱", "租金一个月交多少"])
def test_everyday_words_do_not_make_an_answer_of_another_matter(index: InMemoryIndex, question: str) -> None:
    assert ask(index, question).outcome is AnswerOutcome.NOT_FOUND


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        (ValueKind.PEOPLE, "来宾在12人以内的,陪餐人数不得超过4人。", "不得超过4人"),
        (ValueKind.PEOPLE, "党员超过60人的,可以配备副书记3人。", "3人"),
        (ValueKind.PEOPLE, "每期培训60人。", "每期培训60人"),
    ],
)
def test_the_figure_that_sets_the_case_is_not_the_one_told(kind: ValueKind, words: str, told: str) -> None:
    span = bounded_value((kind,), words, 0, "最多几个人")
    assert span is not None and words[slice(*span)] == told
