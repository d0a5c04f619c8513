"""Questions for when and how often, where no figure counts it: 每年, 每年底, 上半年, 任期内."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.training.bank.drafts import Draft, Wrong
from qa.training.bank.rivals import Scope, is_printed, stands_in
from qa.training.bank.windows import Naming, stem_of, window_of
from qa.training.model import AskedFor, Difficulty, QuestionKind, Statement

_OFTEN = ("每月", "每季度", "每半年", "每年", "每两年")
_PART = ("上半年", "下半年", "年初", "年底")
_EACH_END = ("每年底", "每季度末", "每月底", "每半年末")
#   matches   每年听取汇报 | 每年研究部署
#   rejects   每年至少2次 (a figure), 每年底 (below), 在每年 (of what is counted)
_EVERY = re.compile(
    r"(?<![人名户位])(?P<when>每(?:半年|两年|季度|年|月))(?!底|初|末|度|的|新|人|不|至|[\d一二三四五六七八九十两]|约)(?=[\u4e00-\u9fff])(?![^，,。；;]{0,12}(?:\d|[一二两三四五六七八九十]+[次期场个名轮元]))"
)
_END = re.compile(r"(?P<when>每年底|每季度末|每月底)")
_HALF = re.compile(r"(?<![\d年每])(?P<when>上半年|下半年|年底|年初)(?!前|以)")


def when_questions(statements: Sequence[Statement], scope: Scope, name: Naming) -> Iterator[Draft]:
    """When or how often something is to be done."""
    for statement in statements:
        for pattern, others in ((_EVERY, _OFTEN), (_END, _EACH_END), (_HALF, _PART)):
            for found in pattern.finditer(statement.text):
                yield from _of_time(statement, found, others, scope, name)


def _of_time(
    statement: Statement, found: re.Match[str], others: Sequence[str], scope: Scope, name: Naming
) -> Iterator[Draft]:
    window = window_of(statement, found.span("when"))
    if window is None or window.text.count(window.asked) != 1:
        return
    texts = scope.texts_for(statement.basis)
    before, after = window.text[: window.span[0]], window.text[window.span[1] :]
    wrong = tuple(
        Wrong(o)
        for o in others
        if o != window.asked
        and not stands_in(o, statement.basis.text)
        and not is_printed(before, o, after, texts)
        and not is_printed("", o, after, texts)
    )
    stem = stem_of(window, name)
    if stem is None or not wrong:
        return
    if len(wrong) >= 3:
        yield Draft(
            QuestionKind.SINGLE, AskedFor.WHEN, stem, statement, window.asked, window.place, (window.asked,), wrong,
            difficulty=Difficulty.EASY, worth=0.65, why=f"规定的是“{window.asked}”",
        )  # fmt: skip
    if false := stem_of(window, name, wrong[0].text):
        yield Draft(
            QuestionKind.TRUE_FALSE, AskedFor.WHEN, false, statement, window.asked, window.place, key="错",
            difficulty=Difficulty.EASY, worth=0.6, replaced=wrong[0].text,
            why=f"应为“{window.asked}”，题中的“{wrong[0].text}”有误",
        )  # fmt: skip
