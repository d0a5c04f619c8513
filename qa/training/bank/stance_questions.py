"""Questions that turn on one word: whether something is allowed, whether all of it, whether it is asked of everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.training.bank.drafts import Draft
from qa.training.bank.windows import Naming, stands_alone, stem_of, window_of
from qa.training.model import AskedFor, Difficulty, QuestionKind, Statement

#   matches   可采取灵活的方式交纳 -> 不得采取…
#   rejects   不可, 可能, 认可, 可操作, 可以不
#   rejects   可回溯管理, 可再生资源
_LEAVE = re.compile(
    r"(?<![不许认宁尽])(?:可以(?!不)|可(?=采取|采用|通过|按|由|在|享受|申请|参加|设立|建立|统筹|结合|从|向|适当|优先|自行|逐步|委托|给予|选择|参照|提前|延长|结转|列支|兼任|担任))"
)
_WHOLE = re.compile(r"全部(?=用于|返还|留|拨付|纳入|计入|划入|由|免)|全额(?=返还|拨付|负担|资助|保障|报销)")
_ASKED_OF_NOBODY = re.compile(r"不作硬性要求|不做硬性要求")
# word -> what stands in its place in a false statement
_TURNED = ((_LEAVE, "不得"), (_WHOLE, "部分"), (_ASKED_OF_NOBODY, "要作硬性要求"))


def stance_questions(statements: Sequence[Statement], name: Naming) -> Iterator[Draft]:
    """Statements with the deciding word turned, and as they stand; only where a sentence holds one such word."""
    for statement in statements:
        for pattern, turned in _TURNED:
            found = list(pattern.finditer(statement.text))
            if len(found) != 1 or re.search(r"不得|严禁|禁止|除|鼓励", statement.text):
                continue
            window = window_of(statement, found[0].span())
            if window is None or not stands_alone(window.with_words(turned)):
                continue
            if window.text.count(window.asked) != 1:
                continue
            false, true = stem_of(window, name, turned), stem_of(window, name, window.asked)
            worth = 0.72 if pattern is _WHOLE else 0.6
            if false:
                yield Draft(
                    QuestionKind.TRUE_FALSE, AskedFor.DUTY, false, statement, window.asked, window.place, key="错",
                    difficulty=Difficulty.EASY, worth=worth, replaced=turned,
                    why=f"原文为“{window.asked}”，题中的“{turned}”有误",
                )  # fmt: skip
            if true:
                yield Draft(
                    QuestionKind.TRUE_FALSE, AskedFor.DUTY, true, statement, window.asked, window.place, key="对",
                    difficulty=Difficulty.EASY, worth=worth,
                )  # fmt: skip
