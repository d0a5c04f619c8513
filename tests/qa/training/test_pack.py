from __future__ import annotations

from datetime import date

import pytest

from index.clause_index import OpenIndex
from ingest.errors import QueryError
from ingest.model import Operator
from qa.language.sentences import squeezed_text, tidy
from qa.training.model import TrainingPack
from qa.training.pack import PackSettings, training_pack
from qa.training.plain_words import in_brief, in_plain_words
from tests.qa.training.notices import TOPIC


def test_every_key_point_is_cut_from_a_sentence_of_its_clause(pack: TrainingPack) -> None:
    assert pack.points
    for point in pack.points:
        statement = point.statement
        assert statement.quote == statement.basis.text[statement.start : statement.start + len(statement.quote)]
        assert squeezed_text(point.text) in squeezed_text(tidy(statement.quote))


def test_themes_are_headings_of_the_notices_and_hold_both_cities(pack: TrainingPack) -> None:
    by_title = {theme.title: theme for theme in pack.themes}
    assert "组织生活次数" in by_title
    regions = {p.statement.basis.region for theme in pack.themes for p in theme.points}
    assert len({p.statement.basis.document_id for p in pack.points}) >= 2
    assert regions


def test_the_table_gives_each_figure_with_its_bound_and_what_it_is_counted_for(
    index: OpenIndex, pack: TrainingPack
) -> None:
    rows = {(r.amount, r.operator, r.unit, r.per) for r in pack.figures}
    assert (2, Operator.GE, "次", "每季度") in rows
    chosen = training_pack(index, "经费", ["洛老干〔2023〕8号#四"], today=date(2024, 3, 1))
    rows = {(r.value, r.amount, r.operator, r.unit, r.per) for r in chosen.figures}
    assert ("每月不低于300元", 300, Operator.GE, "元", "每月") in rows


def test_questions_and_answers_are_the_programs_own_and_cite_clauses_of_the_pack(pack: TrainingPack) -> None:
    assert pack.faq
    known = {c.clause_id for c in pack.manifest.clauses}
    for entry in pack.faq:
        for line in entry.lines:
            assert line.basis.clause_id in known
            assert squeezed_text(line.quote) in squeezed_text(line.basis.text)


def test_what_has_ended_is_marked_and_not_asked_about(pack: TrainingPack) -> None:
    ended = [p for p in pack.points if p.statement.basis.ended]
    assert ended and all(p.statement.basis.document_number == "洛老干〔2015〕2号" for p in ended)
    assert any(s.ended == "已失效" for s in pack.sources)
    assert any("只作沿革参考" in note for note in pack.notes)
    assert all(not q.statement.basis.ended for q in pack.questions)


def test_sources_stand_in_official_form(pack: TrainingPack) -> None:
    texts = [s.text for s in pack.sources]
    assert "中共洛江市委老干部局．关于规范离退休干部党支部组织生活的通知：洛老干〔2023〕8号［Z］．2023-05-08．" in texts


def test_the_manifest_holds_every_line_with_its_clause(pack: TrainingPack) -> None:
    lines = {line.line_id for line in pack.manifest.lines}
    expected = {p.line_id for p in pack.points} | {r.line_id for r in pack.figures}
    expected |= {e.line_id for e in pack.faq} | {q.line_id for q in pack.questions}
    assert lines == expected
    clauses = {c.clause_id: c for c in pack.manifest.clauses}
    for line in pack.manifest.lines:
        assert squeezed_text(tidy(line.quote)) in squeezed_text(clauses[line.clause_id].text)


def test_the_same_seed_gives_the_same_pack_and_another_one_other_questions(
    index: OpenIndex, pack: TrainingPack
) -> None:
    day = date(2024, 3, 1)
    assert training_pack(index, TOPIC, today=day) == pack
    other = training_pack(index, TOPIC, today=day, settings=PackSettings(seed=7))
    assert [(q.stem, q.key, q.options) for q in other.questions] != [(q.stem, q.key, q.options) for q in pack.questions]


def test_chosen_clauses_alone_make_a_pack(index: OpenIndex) -> None:
    pack = training_pack(index, "经费", ["洛老干〔2023〕8号#四"], today=date(2024, 3, 1))
    assert {c.clause_id.partition("#")[2] for c in pack.manifest.clauses} == {"四"}
    assert any(r.amount == 240 for r in pack.figures)


def test_only_documents_that_stood_are_taken_as_of_a_day(index: OpenIndex) -> None:
    pack = training_pack(index, TOPIC, as_of=date(2022, 12, 31))
    assert {c.document_number for c in pack.manifest.clauses} == {"青禾老干〔2022〕3号"}


@pytest.mark.parametrize("topic", ["", "  "])
def test_an_empty_topic_says_what_to_do(index: OpenIndex, topic: str) -> None:
    with pytest.raises(QueryError, match="请写出主题"):
        training_pack(index, topic)


def test_a_topic_that_no_clause_speaks_to_and_a_clause_that_is_not_there_are_told(index: OpenIndex) -> None:
    with pytest.raises(QueryError, match="没有说到这个主题"):
        training_pack(index, "海洋捕捞许可证")
    with pytest.raises(QueryError, match="没有这一条"):
        training_pack(index, None, ["洛老干〔2099〕1号#一"])


@pytest.mark.parametrize(
    ("sentence", "point"),
    [
        ("按照全面从严治党要求，党支部每月开展1次主题党日。", "党支部每月开展1次主题党日"),
        ("党员要自觉交纳党费。（责任单位：市委组织部）", "党员要自觉交纳党费"),
        ("一是加强学习，每季度不少于2次。", "加强学习，每季度不少于2次"),
        (
            "按时交纳会费，确有困难的，经理事会同意，可以缓交。",
            "按时交纳会费，确有困难的，经理事会同意，可以缓交",
        ),
        ("第十条当年结余的经费可以结转。", "当年结余的经费可以结转"),
    ],
)
def test_lead_ins_and_bodies_are_cut_and_cases_are_not(sentence: str, point: str) -> None:
    assert in_plain_words(sentence) == point


def test_a_headline_loses_its_purpose_but_no_case_and_no_figure() -> None:
    assert in_brief("建立支部联络员制度，推动工作落实") == "建立支部联络员制度，推动工作落实"
    assert in_brief("深入实施党组织建设质量提升行动，推动支部标准化建设") == "深入实施党组织建设质量提升行动"
    assert in_brief("每年开展走访慰问活动安排，确保不少于2次") == "每年开展走访慰问活动安排，确保不少于2次"
