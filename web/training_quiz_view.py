"""The quiz as HTML: one question, its answer with the clause, and the score at the end."""

from __future__ import annotations

from html import escape

from qa.language.sentences import tidy
from qa.training.model import BankQuestion, QuestionKind
from web.compare_view import action
from web.shown_text import shown
from web.training_quiz import Given, Quiz

# data-target: what has the keys when the page has changed, so that the quiz goes on without a mouse.
_HERE = ' data-target tabindex="-1"'


def quiz_html(quiz: Quiz, focused: str = "") -> str:
    """What is on the page now; `focused` is the option that was pressed last and keeps the keys."""
    question = quiz.current
    if question is None:
        return _finished(quiz)
    head = (
        f'<p class="progress">第 {quiz.number} 题，共 {len(quiz.questions)} 题　{question.kind.value}'
        f"（难度{question.difficulty.value}）</p>"
        f'<p class="stem"{"" if quiz.told or focused else _HERE}>{shown(question.stem)}</p>'
    )
    body = _told(quiz.given[-1], quiz) if quiz.told else _choices(question, quiz, focused)
    return f'<section class="quiz" aria-live="polite">{head}{body}</section>'


def _choices(question: BankQuestion, quiz: Quiz, focused: str) -> str:
    if question.kind is QuestionKind.TRUE_FALSE:
        return _buttons([(word, word, "answer") for word in "对错"])
    if question.kind is QuestionKind.SINGLE:
        return _buttons([(o.letter, f"{o.letter}．{o.text}", "answer") for o in question.options])
    if question.kind is QuestionKind.MULTIPLE:
        options = "".join(
            f'<button type="button" class="option" aria-pressed="{str(o.letter in quiz.marked).lower()}"'
            f"{' data-target' if o.letter == focused else ''}"
            f' data-open="{escape(action("mark", o.letter))}"><span class="box" aria-hidden="true">'
            f"{'✓' if o.letter in quiz.marked else ''}</span>{o.letter}．{shown(o.text)}</button>"
            for o in question.options
        )
        submit = (
            f'<button type="button" class="main" data-open="{escape(action("answer", quiz.marked))}">提交</button>'
            if quiz.marked
            else '<span class="note">可以选多项，选好后提交。</span>'
        )
        return f'<div class="options">{options}</div><p class="actions">{submit}</p>'
    return ""  # words are typed below the block


def _buttons(options: list[tuple[str, str, str]]) -> str:
    drawn = "".join(
        f'<button type="button" class="option" data-open="{escape(action(name, answer))}">{shown(text)}</button>'
        for answer, text, name in options
    )
    return f'<div class="options">{drawn}</div>'


def _told(given: Given, quiz: Quiz) -> str:
    question, basis = given.question, given.question.statement.basis
    if given.is_right is None:
        verdict = '<p class="verdict">请对照参考答案</p>'
        go_on = (
            f'<button type="button" class="main" data-target data-open="{escape(action("judge", "right"))}">我答对了</button>'
            f'<button type="button" data-open="{escape(action("judge", "wrong"))}">没答对</button>'
        )
    else:
        verdict = f'<p class="verdict">{"正确" if given.is_right else "不正确"}</p>'
        last = len(quiz.given) == len(quiz.questions)
        go_on = (
            f'<button type="button" class="main" data-target data-open="{escape(action("next"))}">'
            f"{'看成绩' if last else '下一题'}</button>"
        )
    look = {True: "right", False: "wrong", None: "open"}[given.is_right]
    answer = f"<p>您的答案：{shown(given.answer) or '（没有写）'}</p>" if given.is_right is not True else ""
    return (
        f'<div class="told {look}">{verdict}{answer}<p><b>答案：{shown(_key(question))}</b></p>'
        f"<p>{shown(question.explanation)}</p>"
        f'<p class="rests-on"><button type="button" data-open="{escape(basis.clause_id)}"'
        f' aria-label="查看原文：{shown(basis.citation)}">{shown(tidy(basis.citation))}</button></p></div>'
        f'<p class="actions">{go_on}</p>'
    )


def _key(question: BankQuestion) -> str:
    """The key with the words of its options."""
    right = [f"{o.letter}．{o.text}" for o in question.options if o.is_right]
    return "；".join(right) or question.key


def _finished(quiz: Quiz) -> str:
    wrong = quiz.wrong
    rows = "".join(
        f'<li><p class="stem">{shown(g.question.stem)}</p><p>您的答案：{shown(g.answer) or "（没有写）"}</p>'
        f"<p><b>答案：{shown(_key(g.question))}</b></p>"
        f'<p class="rests-on"><button type="button" data-open="{escape(g.question.statement.basis.clause_id)}"'
        f' aria-label="查看原文：{shown(g.question.statement.basis.citation)}">'
        f"{shown(tidy(g.question.statement.basis.citation))}</button></p></li>"
        for g in wrong
    )
    again = (
        f'<button type="button" class="main" data-open="{escape(action("wrong"))}">错题再做一遍（{len(wrong)} 题）</button>'
        if wrong
        else ""
    )
    return (
        '<section class="quiz" aria-live="polite">'
        f'<p class="score"{_HERE}>答对 {quiz.right} 题，共 {len(quiz.questions)} 题</p>'
        f'<p class="actions">{again}<button type="button" data-open="{escape(action("all"))}">全部重做</button></p>'
        + (f'<h2>没有答对的</h2><ol class="bank">{rows}</ol>' if rows else "")
        + "</section>"
    )
