"""Notices of questions and answers: the printed question says what the answer is of, and answers nothing itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answer import ask
from qa.model import AnswerOutcome
from tests.qa.in_memory import InMemoryIndex, index_of

CARE = """《云州市长期护理保险实施细则》政策问答

为便于群众了解政策，现就有关问题解答如下。

1．问：哪些人可以参保？
答：参加本市职工医保和居民医保的人员，均纳入参保范围。
2．问：待遇标准是多少？
答：上门护理每小时65元，每月不超过30小时。
3．问：哪些情形不予支付？
答：下列费用不予支付：（一）应当由工伤保险支付的；（二）应当由第三人负担的；（三）在境外发生的。
4．问：失能评定怎么申请？分几步？
答：按照下列程序办理：本人提出申请；评估机构上门评估；医保经办机构公示结论；无异议的次月起享受待遇。
5．问：在家护理可以领钱吗？
答：居家亲情护理不得折算现金。

云州市医疗保障局
2024年5月6日
"""
SIGNS = """云州市户外广告设施管理办法政策问答

【问】哪些人可以申请设置？
【答】依法登记的经营者均可以提出设置请求。

【问】审批需要几天？
【答】自受理之日起7个工作日内办结。

【问】临街住宅可以挂广告吗？
【答】临街住宅的外墙不得设置户外广告。

【问】什么是户外广告设施？
【答】本办法所称户外广告设施，是指利用建筑物设置的灯箱、霓虹灯和展示牌。户外广告设施由设置人维护。

云州市城市管理局
2024年6月6日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("answers")
    files: list[Path] = []
    for name, text in (("长护险", CARE), ("广告", SIGNS)):
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    return index_of(files)


# question, what the first line must say, what it must not say
ANSWERED = [
    ("长期护理保险哪些人可以参保", ["职工医保和居民医保"], ["工伤", "？"]),
    ("长护险上门护理每小时多少元", ["65元"], ["30小时"]),
    ("长期护理保险哪些情形不予支付", ["工伤保险", "第三人", "境外"], ["职工医保"]),
    ("长期护理保险失能评定怎么申请", ["本人提出申请", "上门评估", "公示结论", "享受待遇"], ["怎么申请"]),
    ("长期护理保险居家亲情护理可以折算现金吗", ["不得"], ["可以。", "吗？"]),
    ("户外广告哪些人可以申请设置", ["经营者"], ["？"]),
    ("户外广告审批需要几天", ["7个工作日"], ["？"]),
    ("临街住宅可以挂户外广告吗", ["不得"], ["可以。", "吗？"]),
    ("户外广告设施是怎么界定的", ["灯箱、霓虹灯"], []),
]


@pytest.mark.parametrize(("question", "said", "unsaid"), ANSWERED, ids=[a[0] for a in ANSWERED])
def test_the_answer_below_the_printed_question_is_given(
    index: InMemoryIndex, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED, answer.why_not
    first = answer.answer.split("\n")[0]
    assert all(words in first for words in said), first
    assert not any(words in first for words in unsaid), first


def test_no_quote_is_a_printed_question_alone(index: InMemoryIndex) -> None:
    for question, _, _ in ANSWERED:
        assert not any(f.quote.rstrip().endswith("？") for f in ask(index, question).findings), question
