"""What clerks type of notices that nobody had seen: wrong words, other places, copies, figures that were replaced."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.answer import ask
from qa.asking.asked_kinds import is_issuer
from qa.asking.catalogue import catalogue_of
from qa.asking.known_names import KnownNames
from qa.asking.question import interpret
from qa.language.lexicon import OWN_LEXICON
from qa.language.values import bounded_value
from qa.model import AnswerOutcome, ValueKind
from qa.search import search
from tests.qa.in_memory import InMemoryIndex, index_of

TODAY = date(2026, 3, 1)

MEALS = """丽水市民政局文件
丽民养〔2025〕31号
丽水市民政局关于做好老年人助餐补贴发放工作的通知
各县（市、区）民政局：
现就有关事项通知如下。
一、补贴标准
午餐补贴由每人每餐5元调整为每人每餐8元。
二、资金
所需资金由市级财政和县级财政按5∶5比例负担。
三、时间
各地应当于9月5日前报送名单。
丽水市民政局
2025年4月3日
"""
REWARD = """中共济宁市委组织部文件
济组发〔2024〕6号
关于表彰离退休干部先进个人的决定
各县（市、区）委组织部：
经研究，决定对先进个人每人发给奖金1000元。
中共济宁市委组织部
2024年9月28日
"""
EXAMINERS = """济宁市人力资源和社会保障局文件
济人社字〔2023〕9号
关于规范面试考官管理的通知
各县（市、区）人力资源社会保障局：
一、报酬
担任考官的，支部书记每半天400元，委员每半天150元。
济宁市人力资源和社会保障局
2023年2月20日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    folder = tmp_path_factory.mktemp("unseen")
    texts = {"助餐": MEALS, "表彰": REWARD, "考官": EXAMINERS, "转来的助餐": f"{MEALS}\n（此件公开发布）\n"}
    files = []
    for name, text in texts.items():
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    return index_of(files)


@pytest.fixture(scope="module")
def names(index: InMemoryIndex) -> KnownNames:
    return catalogue_of(index.library).names


# Filters.


@pytest.mark.parametrize(
    ("question", "chips"),
    [
        ("除了浙江还有哪些地方有助餐补贴", ["地区:浙江以外"]),
        ("浙江以外的补贴", ["地区:浙江以外"]),
        ("除浙江外，补贴多少", ["地区:浙江以外"]),
        ("不是浙江的", ["地区:浙江以外"]),
        ("是不是浙江的", ["地区:浙江"]),
        ("在浙江工作过的离休干部", []),
        ("新疆籍学员餐费", []),
        ("户籍在浙江的老人补贴", ["地区:浙江"]),
        ("市委组织部发的决定", ["发文机关:市委组织部"]),
        ("民政局2025年的通知", ["发文机关:民政局", "年份:2025"]),
        ("民政局发的补贴", []),
        ("县里的意见", ["层级:县"]),
        ("县里的意见不统一", []),
        ("省里2025年出台的通知", ["层级:省", "年份:2025"]),
        ("哪些文件废止了", ["效力:已废止或失效"]),
        ("废止了哪些文件", []),
        ("9号", ["文号:济人社字〔2023〕9号"]),
        ("77号", []),
        ("9号下午", []),
    ],
)
def test_wording_of_clerks_is_read_as_meant(question: str, chips: list[str], names: KnownNames) -> None:
    read = interpret(question, names, today=TODAY)
    assert [f.chip_id for f in read.filters] == chips


def test_a_place_that_is_not_wanted_leaves_its_notices_out(index: InMemoryIndex) -> None:
    found = search(index, "浙江以外的补贴", today=TODAY)
    assert found.results
    assert not any("丽水" in (r.ranked.stored.document.region or "") for r in found.results)
    assert any("丽水" in (r.ranked.stored.document.region or "") for r in search(index, "补贴", today=TODAY).results)


def test_a_place_that_names_its_committee_as_well_leaves_the_committee_its_name(names: KnownNames) -> None:
    read = interpret("济宁市委组织部 表彰", names, today=TODAY)
    assert read.regions == ("济宁",)
    assert "市委组织部" in read.terms


@pytest.mark.parametrize(
    ("asked", "body", "same"),
    [
        ("济宁人社局", "济宁市人力资源和社会保障局", True),
        ("省发改委", "浙江省发展和改革委员会", True),
        ("市卫健局", "济宁市卫生健康局", True),
        ("济宁人社局", "济宁市民政局", False),
    ],
)
def test_departments_are_known_by_their_short_names(asked: str, body: str, same: bool) -> None:
    assert is_issuer(asked, body) is same


# Search.


def test_a_number_without_its_year_is_found_by_words_too(index: InMemoryIndex) -> None:
    found = search(index, "丽民养31号", today=TODAY)
    assert all(r.ranked.lexical_rank for r in found.results[:2])
    assert found.results[0].why is not None
    assert any(w.word == "丽民养31号" for w in found.results[0].why.words)


def test_issuer_and_date_below_a_text_do_not_come_before_it(index: InMemoryIndex) -> None:
    found = search(index, "济组发〔2024〕6号 奖金", today=TODAY)
    assert "1000元" in found.results[0].ranked.stored.clause.text


# Answers.


def test_a_figure_that_was_replaced_is_not_given(index: InMemoryIndex) -> None:
    assert "8元" in ask(index, "午餐补贴每餐多少钱", today=TODAY).statements[0].text
    text = "经费由每人每年800元调整为每人每年1500元。"

    def value(asked: str) -> str:
        span = bounded_value((ValueKind.MONEY,), text, 0, asked)
        return text[slice(*span)] if span else ""

    assert value("经费多少") == "每人每年1500元"
    assert value("经费以前多少") == "每人每年800元"
    day = "从2021年1月起调整为1500元。"
    span = bounded_value((ValueKind.DATE,), day, 0, "什么时候调整")
    assert span is not None and "2021年1月" in day[slice(*span)]


def test_a_ratio_is_read_out_whole(index: InMemoryIndex) -> None:
    assert "5∶5" in ask(index, "市级财政负担多少比例", today=TODAY).answer


def test_a_post_by_its_short_name_is_not_another_post(index: InMemoryIndex) -> None:
    said = ask(index, "支委担任考官每半天多少钱", today=TODAY)
    assert "400元" not in said.statements[0].text


def test_issuer_and_date_below_a_text_answer_no_question_for_a_day(index: InMemoryIndex) -> None:
    said = ask(index, "丽水市民政局关于做好老年人助餐补贴发放工作的通知 几号前报送", today=TODAY)
    assert "9月5日前" in said.statements[0].text
    assert not any(f.path == ("落款",) for f in said.findings)


@pytest.mark.parametrize(
    "question", ["午餐补贴每餐多少钱", "丽民养31号", "丽民养31号的文号是多少", "民政局2025年的通知"]
)
def test_copies_of_one_notice_speak_once(question: str, index: InMemoryIndex) -> None:
    said = ask(index, question, today=TODAY)
    assert said.outcome is AnswerOutcome.ANSWERED
    assert len({f.document_id for f in said.findings}) == 1
    assert len({(f.path, f.quote) for f in said.findings}) == len(said.findings)


def test_a_copy_is_named_and_not_called_silent(index: InMemoryIndex) -> None:
    said = ask(index, "午餐补贴每餐多少钱", today=TODAY)
    assert [Path(c.file).name for f in said.findings for c in f.copies] in (["助餐.txt"], ["转来的助餐.txt"])
    assert not any("助餐" in s.title for s in said.silent)


@pytest.mark.parametrize("question", ["每顿补多少", "每月能领多少", "一张床位补多少？"])
def test_a_verb_of_giving_asks_for_a_sum(question: str) -> None:
    assert interpret(question).wants == (ValueKind.MONEY,)


@pytest.mark.parametrize("question", ["证书发多少份", "开发多少", "提供多少"])
def test_a_verb_with_a_count_does_not(question: str) -> None:
    assert ValueKind.MONEY not in interpret(question).wants


def test_a_year_asked_for_leaves_no_piece_of_itself() -> None:
    assert interpret("特需经费哪年开始执行").subject == "特需经费 开始执行"
    assert interpret("有哪些地方发放慰问金").subject == "发放慰问金"


# A word list.


def test_faults_of_a_word_list_are_told_in_answers(
    tmp_path: Path, index: InMemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / OWN_LEXICON
    words.write_text("补贴\t同义9：饭碗\n", encoding="utf-8")
    monkeypatch.setenv("JUDIAN_LEXICON", str(words))
    assert any("第 1 行" in note for note in ask(index, "午餐补贴多少", today=TODAY).notes)


REPLY = """溪州市民政局
溪民函〔2024〕12号
关于同意设立颐和社区助餐点的批复
东溪街道办事处：
你街道《关于设立颐和社区助餐点的请示》（东街〔2024〕5号）收悉。经研究，批复如下：
同意设立颐和社区助餐点，由东溪街道办事处管理。
溪州市民政局
2024年3月6日
"""


def test_a_reply_answers_by_what_it_decides_and_not_by_the_request_it_names(tmp_path: Path) -> None:
    file = tmp_path / "批复.txt"
    file.write_text(REPLY, encoding="utf-8")
    answer = ask(index_of([file]), "民政局同意设立颐和社区助餐点了吗", today=TODAY)
    assert answer.answer.startswith("是")
    assert "同意设立颐和社区助餐点，由东溪街道办事处管理" in answer.findings[0].quote


def test_years_before_work_points_and_decisions_are_conditions_as_before_notices() -> None:
    for question in ("浙江近五年的要点里党员驿站", "近五年的决定有哪些"):
        assert "年份:2022—2026" in [f.chip_id for f in interpret(question, today=TODAY).filters], question
