"""The quiz on the page 培训: one question at a time, by mouse or keys alone."""

from __future__ import annotations

import streamlit as st

from qa.training.model import QuestionKind, TrainingPack
from web.blocks import show_block
from web.compare_view import action_in
from web.original_view import open_clause
from web.training_quiz import Quiz, all_again, answered, gone_on, judged, marked, wrong_again
from web.training_quiz_view import quiz_html

_QUIZ, _OF, _FOCUSED = "training quiz", "training quiz of", "training quiz focused"


def draw_quiz(pack: TrainingPack) -> None:
    """Draw the question that is on, or the score; the run is kept while the pack asks the same."""
    if not pack.questions:
        st.html('<p class="judian">这些条款里没有适合出题的句子，或者所依据的文件已经失效。</p>')
        return
    asked = tuple((q.line_id, q.stem) for q in pack.questions)
    if st.session_state.get(_OF) != asked:
        st.session_state[_OF] = asked
        st.session_state[_QUIZ] = all_again(pack.questions)
    quiz: Quiz = st.session_state[_QUIZ]
    _follow(show_block(quiz_html(quiz, st.session_state.get(_FOCUSED, "")), key="quiz"), quiz, pack)
    question = quiz.current
    if question is None or quiz.told or question.kind not in (QuestionKind.BLANK, QuestionKind.SHORT):
        return
    with st.form(f"quiz words {quiz.number} {question.line_id}", border=False):
        if question.kind is QuestionKind.BLANK:
            words = st.text_input("您的答案，按回车键提交")
        else:
            words = st.text_area("您的答案（写好后对照参考答案，自己判断对错）")
        if st.form_submit_button("提交", type="primary"):
            _go_on(answered(quiz, words.strip()))


def _follow(reported: str | None, quiz: Quiz, pack: TrainingPack) -> None:
    """Do what the pressed button asks."""
    match action_in(reported):
        case ("mark", letter):
            st.session_state[_FOCUSED] = letter
            st.session_state[_QUIZ] = marked(quiz, letter)
            st.rerun(scope="fragment")
        case ("answer", answer):
            _go_on(answered(quiz, answer))
        case ("judge", verdict):
            _go_on(judged(quiz, verdict == "right"))
        case ("next",):
            _go_on(gone_on(quiz))
        case ("wrong",):
            _go_on(wrong_again(quiz))
        case ("all",):
            _go_on(all_again(pack.questions))
        case _:
            open_clause(reported)


def _go_on(quiz: Quiz) -> None:
    st.session_state.pop(_FOCUSED, None)
    st.session_state[_QUIZ] = quiz
    st.rerun(scope="fragment")
