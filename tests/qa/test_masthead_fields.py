"""Questions for a notice's own date, issuers or copies are answered from its masthead and imprint."""

from __future__ import annotations

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask
from qa.language.sides import side_of, told_side
from qa.model import AnswerOutcome

NOTICE = """中共浙江省委组织部文件
浙组发〔2021〕8号
关于做好走访慰问工作的通知
各市委组织部：
为做好有关工作，现通知如下。
一、时间
每年春节前走访1次。
中共浙江省委组织部
2021年3月5日
抄送：省委办公厅，省政府办公厅。
中共浙江省委组织部办公室　2021年3月8日印发
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("notices")
    (folder / "a.txt").write_text(NOTICE, encoding="utf-8")
    ingest_paths([folder], folder / "library", model="none", embed=False)
    return open_index(folder / "library", "none")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("浙组发〔2021〕8号什么时候印发", ["2021年3月5日", "2021年3月8日"]),
        ("浙组发〔2021〕8号那份，哪天印的", ["2021年3月8日"]),
        ("浙组发〔2021〕8号是几时签发的", ["2021年3月5日"]),
        ("浙组发〔2021〕8号是谁发的", ["中共浙江省委组织部"]),
        ("浙组发〔2021〕8号抄送给谁", ["省委办公厅", "省政府办公厅"]),
        ("浙组发〔2021〕8号的主送机关", ["各市委组织部"]),
    ],
)
def test_a_field_of_a_named_notice_is_answered_as_printed(index: OpenIndex, question: str, expected: list[str]) -> None:
    answer = ask(index, question)
    assert answer.outcome is AnswerOutcome.ANSWERED
    assert all(words in answer.answer for words in expected)
    text = index.library.document(answer.findings[0].document_id).text
    assert all(text[f.span[0] : f.span[1]] == f.quote for f in answer.findings)


@pytest.mark.parametrize(
    ("question", "quote", "side"),
    [
        ("退休党员必须转组织关系吗", "国有企业退休党员要把组织关系转入社区。", None),
        ("党员必须参加组织生活吗", "对身体条件允许的同志，要组织他们参加；行动不便的可送学上门。", None),
        ("党员必须参加组织生活吗", "党员必须参加组织生活。", "是"),
        ("行动不便的党员必须参加组织生活吗", "对行动不便的党员不作硬性要求。", "否"),
    ],
)
def test_a_duty_of_some_is_not_told_as_a_duty_of_all(question: str, quote: str, side: str | None) -> None:
    assert side_of(question, quote) == side


@pytest.mark.parametrize(
    ("question", "quote", "said"),
    [
        (
            "活动经费能不能拿来订报纸",
            "活动经费不得用于发放补贴，可以用于订阅报刊、租用场地。",
            "可以。可以用于订阅报刊、租用场地",
        ),
        (
            "返聘的老同志当书记还发补贴吗",
            "补贴发给担任党支部书记的离退休干部党员。返聘并领取报酬的，不再发给。",
            "否。返聘并领取报酬的，不再发给",
        ),
        ("食堂能不能对外营业", "食堂不得转包经营，经批准可以对外营业。", "可以。经批准可以对外营业"),
        ("景区对军人收门票吗", "现役军人凭有效证件免收景区首道门票。", "否。现役军人凭有效证件免收景区首道门票"),
    ],
)
def test_a_side_is_told_with_its_words_and_never_of_something_else(question: str, quote: str, said: str | None) -> None:
    assert told_side(question, quote) == said
