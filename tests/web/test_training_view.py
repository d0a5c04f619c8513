"""A training pack on the page, its quiz and its check, as HTML and as plain state."""

import re
from dataclasses import replace
from datetime import date

import pytest

from index.clause_index import open_index
from index.update import ingest_paths
from qa.training.model import Change, CheckReport, ManifestLine, QuestionKind, StaleLine, TrainingPack
from qa.training.pack import training_pack
from qa.training.projects import Line, TrainingProject, edited_pack, lines_of, reworded, without_line
from tests.qa.training.notices import TOPIC, written
from web.compare_view import action
from web.training_check_view import check_html
from web.training_choice import address_of_material, material_in, same_material
from web.training_quiz import Quiz, all_again, answered, gone_on, is_right, judged, marked, wrong_again
from web.training_quiz_view import quiz_html
from web.training_view import bank_html, dropped_html, faq_html, figures_html, handout_html, head_html, picture_html

HOSTILE = '"><script>alert(1)</script>\u202e'


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> TrainingPack:
    folder = tmp_path_factory.mktemp("views")
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return training_pack(open_index(folder / "library", "none"), TOPIC, today=date(2024, 3, 1))


def test_every_point_figure_and_question_carries_a_button_to_its_clause(pack: TrainingPack) -> None:
    for html, bases in (
        (handout_html(pack), [p.statement.basis for p in pack.points]),
        (figures_html(pack), [f.statement.basis for f in pack.figures]),
        (faq_html(pack), [s.basis for e in pack.faq for s in e.lines]),
        (bank_html(pack), [q.statement.basis for q in pack.questions]),
    ):
        for basis in bases:
            assert f'data-open="{basis.clause_id}"' in html
    assert f"{len(pack.questions)} 道题" in head_html(pack)


def test_a_line_left_out_is_gone_from_page_manifest_and_sources(pack: TrainingPack) -> None:
    for line in lines_of(pack):
        edited = edited_pack(without_line(TrainingProject("", TOPIC), line), pack)
        assert line not in lines_of(edited)
        assert len(lines_of(edited)) >= len(lines_of(pack)) - 2  # the same words twice in one clause go together
        assert {c for s in edited.sources for c in s.clause_ids} <= {c.clause_id for c in edited.manifest.clauses}
    assert "恢复讲义" in dropped_html([Line("讲义", "甲#一", "按月交纳")])


def test_a_persons_words_are_marked_as_theirs_and_keep_the_clause(pack: TrainingPack) -> None:
    point = pack.points[0]
    basis = point.statement.basis
    project = reworded(TrainingProject("", TOPIC), basis.clause_id, point.text, "照此 办理")
    edited = edited_pack(project, pack)
    assert edited.points[0].text == "照此 办理"
    html = handout_html(edited, editing=True)
    assert '照此 办理<span class="own">编者改写</span>' in html
    assert f'data-open="{action("reword", basis.clause_id, point.text)}"' in html.replace("&#x27;", "'")
    line = next(n for n in edited.manifest.lines if n.line_id == point.line_id)
    assert line.text == "照此 办理（编者改写）"
    assert (line.clause_id, line.quote) == (basis.clause_id, point.statement.quote)
    assert reworded(project, basis.clause_id, point.text, "") == TrainingProject("", TOPIC)


def test_words_whose_sentence_is_gone_are_told(pack: TrainingPack) -> None:
    project = reworded(TrainingProject("", TOPIC), "没有#一", "没有的句子", "照此办理")
    assert any("照此办理" in note for note in edited_pack(project, pack).notes)


def test_the_address_gives_back_the_material() -> None:
    project = TrainingProject("党课", "党费", ("甲#一",), ("浙江",), date(2023, 6, 30), 25)
    assert material_in(address_of_material(project, "bank")) == project
    assert same_material(project, without_line(project, Line("讲义", "甲#一", "按月交纳")))
    assert material_in({"region": ["浙江"]}) is None
    assert material_in({"topic": ["党费"], "questions": ["many"]}) == TrainingProject("", "党费")


def answer_to(pack: TrainingPack, quiz: Quiz, *, right: bool) -> Quiz:
    question = quiz.current
    assert question is not None
    told = answered(quiz, question.key if right else "别的")
    return judged(told, right) if question.kind is QuestionKind.SHORT else gone_on(told)


def test_a_run_ends_with_its_score_and_what_was_wrong_is_asked_again(pack: TrainingPack) -> None:
    quiz = all_again(pack.questions)
    for place in range(len(pack.questions)):
        assert quiz.number == place + 1
        quiz = answer_to(pack, quiz, right=place % 3 > 0)
    assert quiz.current is None
    assert quiz.right == sum(place % 3 > 0 for place in range(len(pack.questions)))
    assert f"答对 {quiz.right} 题，共 {len(pack.questions)} 题" in quiz_html(quiz)
    again = wrong_again(quiz)
    assert again.questions == pack.questions[::3]
    assert again.number == 1


def test_the_answer_is_not_on_the_page_before_it_is_given(pack: TrainingPack) -> None:
    quiz = all_again(pack.questions)
    while quiz.current is not None:
        question = quiz.current
        assert question.explanation[:12] not in quiz_html(quiz)
        assert "答案" not in quiz_html(quiz)
        quiz = answered(quiz, "别的")
        html = quiz_html(quiz)
        assert f'data-open="{question.statement.basis.clause_id}"' in html
        assert html.count("data-target") == 1  # what has the keys
        quiz = judged(quiz, False) if question.kind is QuestionKind.SHORT else gone_on(quiz)


def test_a_second_press_changes_no_answer(pack: TrainingPack) -> None:
    quiz = answered(all_again(pack.questions), "甲")
    assert answered(quiz, "乙") == quiz


def test_answers_are_held_to_the_key_whatever_their_order_width_and_stop(pack: TrainingPack) -> None:
    question = pack.questions[0]
    several = replace(question, kind=QuestionKind.MULTIPLE, key="ACD")
    assert is_right(several, "DCA")
    assert not is_right(several, "AC")
    blank = replace(question, kind=QuestionKind.BLANK, key="3次")
    assert is_right(blank, " ３ 次。")
    assert not is_right(blank, "")
    quiz = marked(marked(marked(Quiz((several,)), "C"), "A"), "C")
    assert quiz.marked == "A"


def test_a_stale_line_shows_old_and_new_figures_whole() -> None:
    line = ManifestLine("要点01", "讲义", HOSTILE, "甲#一", "每月不低于260元")
    stale = StaleLine(line, Change.CHANGED, HOSTILE, "每月不低于260元", "每月不低于320元", "甲#一")
    html = check_html(CheckReport(HOSTILE, HOSTILE, date(2024, 1, 1), 9, (stale,), (line,), (HOSTILE,)))
    assert "<del>260</del>" in html
    assert "<ins>320</ins>" in html
    assert "条款改了" in html
    assert "核对了 9 行：1 行不再成立" in html
    assert "<script" not in html
    assert "\u202e" not in html
    assert "都还成立" in check_html(CheckReport("讲义.docx", "党费", date(2024, 1, 1), 9, (), ()))


def test_a_hostile_pack_is_shown_and_does_nothing(pack: TrainingPack) -> None:
    themes = tuple(
        replace(t, title=HOSTILE, points=tuple(replace(p, text=HOSTILE) for p in t.points)) for t in pack.themes
    )
    questions = tuple(
        replace(
            q,
            stem=HOSTILE,
            key=HOSTILE,
            explanation=HOSTILE,
            options=tuple(replace(o, text=HOSTILE) for o in q.options),
        )
        for q in pack.questions
    )
    figures = tuple(replace(f, subject=HOSTILE, value=HOSTILE) for f in pack.figures)
    hostile = replace(pack, topic=HOSTILE, themes=themes, questions=questions, figures=figures, notes=(HOSTILE,))
    quiz = all_again(hostile.questions)
    pages = [head_html(hostile), handout_html(hostile, editing=True), figures_html(hostile, editing=True)]
    pages += [bank_html(hostile, editing=True), picture_html(hostile, "<svg/>"), quiz_html(quiz)]
    pages += [quiz_html(answered(quiz, HOSTILE))]
    for html in pages:
        assert "<script" not in html
        assert "\u202e" not in re.sub(r'data-\w+="[^"]*"', "", html)
