"""How strongly a sentence binds: 不得, 应当, 可以, 鼓励."""

from __future__ import annotations

import re

from qa.comparing.model import Arrow, Verb

# The strongest first; what a word is part of may be another thing: 可以 in 可以说, 要 in 重要, 应 in 相应.
#   matches   不得、禁止、严禁 | 应当、必须、要组织、须 | 可以、可采取 | 鼓励、提倡、有条件的地方要
#   rejects   不得已 | 重要、主要、需要、要求、要点、要素 | 相应、适应、反应、应急、供应 | 可能、可靠、认可、可操作
_PATTERNS: tuple[tuple[Verb, re.Pattern[str]], ...] = (
    (Verb.FORBIDS, re.compile(r"不得(?!已|不)|不准|不许|严禁|禁止|不能(?!够|不)|不应当?|不可(?!或缺|避免|替代|抗)|一律不")),
    (Verb.ENCOURAGES, re.compile(r"鼓励(?!办法|机制)|提倡|倡导|有条件的|积极探索|探索(?=建立|研究|规范|“|开展|推行)|支持(?=有条件)|不作硬性要求")),
    (
        Verb.MUST,
        re.compile(
            r"应当|必须|(?<![相适反对供响呼顺效回])应(?![急用对邀付答有力])|(?<![必所无军急])须(?!知)|务必|一律|确保"
            r"|(?<![重主需纪摘概首紧将只想扼简提机显险])要(?![求点素闻览件目职害领])"
        ),
    ),
    (Verb.MAY, re.compile(r"可以(?!说|看)|(?<![许认不宁尚])可(?![能靠持见行操谓观以信爱贵选及信比控])")),
)  # fmt: skip


def verb_of(squeezed: str) -> Verb | None:
    """The verb that says how far a sentence binds; None where it states without one.

    A sentence that forbids forbids, one that encourages does no more than that although it says 要 besides.
    """
    plain = re.sub(r"《[^《》]*》|[“\"][^“”\"]{1,12}[”\"]", "", squeezed)
    return next((verb for verb, pattern in _PATTERNS if pattern.search(plain)), None)


def verb_arrows(verbs: list[Verb | None]) -> list[Arrow | None]:
    """For each verb of a row how strongly it binds beside the others; None where fewer than two say."""
    present = [v.strength for v in verbs if v is not None]
    if len(present) < 2:
        return [None] * len(verbs)
    if min(present) == max(present):
        return [None if v is None else Arrow.SAME for v in verbs]
    return [None if v is None else Arrow.STRICTER if v.strength == max(present) else Arrow.LOOSER for v in verbs]
