from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from ingest.errors import QueryError
from ingest.model import Status
from ingest.numerals import figure_of
from qa.language.sentences import squeezed_text
from qa.training.bank.ban_questions import ban_questions
from qa.training.bank.numerals import chinese_numeral
from qa.training.bank.rivals import Scope, one_form
from qa.training.model import AskedFor, BankQuestion, Nearness, QuestionKind, Statement, TrainingPack
from qa.training.pack import PackSettings, training_pack

TOPICS = ("活动经费", "书记补贴", "党费", "教育培训", "志愿服务", "高龄津贴", "公积金提取", "老年大学", "医保缴费")


@pytest.fixture(scope="module")
def wide(notices_of_others: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    library = tmp_path_factory.mktemp("wide") / "库"
    ingest_paths(notices_of_others, library, embed=False)
    yield open_index(library)


def faults_of(question: BankQuestion) -> list[str]:
    """What is wrong with a question, found without the code that made it."""
    clause = one_form(question.statement.basis.text)
    faults = []
    title = squeezed_text(question.statement.basis.title or "")
    if squeezed_text(title[title.find("关于") :] if "关于" in title else title) not in squeezed_text(question.stem):
        faults.append("the stem does not name the notice")
    right = [o for o in question.options if o.is_right]
    wrong = [o for o in question.options if not o.is_right]
    if question.options:
        if "".join(o.letter for o in right) != question.key:
            faults.append("the key is not the right options")
        faults += [f"not in the clause: {o.text}" for o in right if one_form(o.text) not in clause]
        unit = re.match(r"[个名]?[\u4e00-\u9fff%]", question.stem.partition("（　　）")[2])
        figures = [figure_of(o.text) for o in question.options]
        if all(f is not None for f in figures):
            assert unit is not None
            faults += [
                f"in the clause: {o.text}"
                for o in wrong
                if re.search(rf"(?<![\d.]){re.escape(one_form(o.text + unit.group()))}", clause)
            ]
            if len(set(figures)) != len(figures):
                faults.append("two options are one figure")
        else:
            faults += [f"in the clause: {o.text}" for o in wrong if one_form(o.text) in clause]
        if len({one_form(o.text) for o in question.options}) != len(question.options):
            faults.append("two options are alike")
        if question.kind is QuestionKind.SINGLE and (len(right) != 1 or len(wrong) != 3):
            faults.append("a question with one answer has other options")
        if question.kind is QuestionKind.MULTIPLE and (len(right) < 2 or not wrong):
            faults.append("a question with several answers has too few")
        told = question.stem.replace("（　　）", "")
        faults += [f"the stem holds the answer: {o.text}" for o in right if len(o.text) > 3 and o.text in told]
    elif question.kind is QuestionKind.BLANK:
        if one_form(question.key) not in clause:
            faults.append("the key is not in the clause")
        if "＿＿＿＿" not in question.stem:
            faults.append("no blank")
    elif question.kind is QuestionKind.TRUE_FALSE:
        faults += _faults_of_claim(question, clause)
    return faults


def _faults_of_claim(question: BankQuestion, clause: str) -> list[str]:
    claim = re.sub(r"^根据.*?》(?:（[^）]*）)?(?:关于“[^”]*”的规定)?，", "", question.stem).rstrip("。")
    stands = one_form(claim) in clause
    if question.key == "对":
        return [] if stands else ["called right, and not in the clause"]
    if stands:
        return ["called wrong, and in the clause"]
    assert question.replaced is not None
    places = [m.start() for m in re.finditer(re.escape(question.replaced), claim)]
    mended = [claim[:p] + question.answer + claim[p + len(question.replaced) :] for p in places]
    return [] if any(one_form(m) in clause for m in mended) else ["no one change makes it right"]


def test_every_key_follows_from_its_clause_and_every_distractor_contradicts_it(pack: TrainingPack) -> None:
    assert len(pack.questions) >= 12
    assert {q.kind for q in pack.questions} == set(QuestionKind)
    for question in pack.questions:
        assert not faults_of(question), (question.stem, faults_of(question))


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("seed", [0, 3])
def test_the_same_holds_over_notices_nobody_wrote_for_it(wide: OpenIndex, topic: str, seed: int) -> None:
    try:
        pack = training_pack(wide, topic, today=date(2024, 9, 1), settings=PackSettings(seed=seed, faq=0, questions=60))
    except QueryError:
        pytest.skip(f"no clause speaks to {topic}")
    told = {q.line_id: faults_of(q) for q in pack.questions if faults_of(q)}
    assert not told, {k: (next(q.stem for q in pack.questions if q.line_id == k), v) for k, v in told.items()}
    assert len({q.stem for q in pack.questions}) == len(pack.questions)


def test_wrong_figures_come_from_other_notices_first(index: OpenIndex) -> None:
    pack = training_pack(index, "经费", ["洛老干〔2023〕8号#四", "青禾老干〔2022〕3号#三"], today=date(2024, 3, 1))
    asked = next(q for q in pack.questions if q.kind is QuestionKind.SINGLE and q.answer == "240")
    assert [o.text for o in asked.options if o.source] == ["180"]
    assert asked.tested is AskedFor.FIGURE
    assert "出自青禾" in asked.explanation or "项出自" in asked.explanation


def test_a_statement_that_the_rule_entails_is_never_called_wrong(wide: OpenIndex, pack: TrainingPack) -> None:
    questions = list(pack.questions)
    for topic in ("高龄津贴", "教育培训"):
        questions += training_pack(wide, topic, settings=PackSettings(faq=0, questions=80)).questions
    for question in questions:
        if (
            question.kind is not QuestionKind.TRUE_FALSE
            or question.key != "错"
            or question.tested is not AskedFor.FIGURE
        ):
            continue
        old, new = figure_of(question.answer), figure_of(question.replaced or "")
        if old is None or new is None:
            continue
        before, _, after = question.stem.rpartition(question.replaced or "")
        if re.search(r"(?:至少|不少于|不低于)[^，。]{0,6}$", before):
            assert new > old, question.stem  # 至少1次 follows from 至少2次
        if re.search(r"(?:不超过|不高于|最多)[^，。]{0,6}$", before):
            assert new < old, question.stem
        if re.match(r"[周个]?[\u4e00-\u9fff]{1,2}以上[^，。；]", after) or before.endswith("年满"):
            assert new < old, question.stem  # a rule for those over 80 holds for those over 100


@pytest.mark.parametrize(
    ("one", "other"),
    [("三次", "3次"), ("至少召开2次", "不少于召开2次"), ("两 名", "2名"), ("应当缴纳", "应交纳"), ("一次", "1次")],
)
def test_what_says_the_same_is_one_form(one: str, other: str) -> None:
    assert one_form(one) == one_form(other)


@pytest.mark.parametrize(
    ("value", "printed"), [(1, "一"), (2, "两"), (10, "十"), (12, "十二"), (20, "二十"), (120, "120")]
)
def test_figures_are_printed_as_the_right_one_is(value: int, printed: str) -> None:
    assert chinese_numeral(value) == printed


def test_nobody_is_asked_for_the_number_of_an_article(wide: OpenIndex) -> None:
    for topic in ("活动经费", "公积金提取"):
        for question in training_pack(wide, topic, settings=PackSettings(faq=0)).questions:
            assert not re.search(
                r"第（　　）条|第＿＿＿＿条|第[一二三四五六七八九十]+条[\u4e00-\u9fff]{2}", question.stem
            )


@pytest.mark.parametrize(
    "sentence",
    [
        "强化“等不得、慢不得”的责任感。",
        "执行干部不得经商办企业的规定。",
        "班子成员因健康原因不能正常履职的，应及时调整。",
    ],
)
def test_what_only_sounds_like_a_ban_is_not_asked(sentence: str, pack: TrainingPack) -> None:
    basis = replace(pack.points[0].statement.basis, text=sentence, is_rule=True, status=Status.UNKNOWN)
    statement = Statement(basis, sentence, sentence, 0, Nearness.CORE, 1.0)
    assert not list(ban_questions([statement], [], Scope(()), lambda s: "某市《某通知》"))


def test_a_ban_is_asked_among_duties(index: OpenIndex) -> None:
    pack = training_pack(index, "纪律", ["洛老干〔2023〕8号#三", "洛老干〔2023〕8号#四"], today=date(2024, 3, 1))
    asked = next(q for q in pack.questions if q.tested is AskedFor.BAN and q.options)
    assert {o.text for o in asked.options if o.is_right} <= {
        "信仰宗教",
        "参加非法组织的活动",
        "利用原任职务的影响谋取利益",
    }
    assert not faults_of(asked)
