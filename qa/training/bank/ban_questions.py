"""Questions for what is forbidden: 不得, 不能, 严禁."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.training.bank.drafts import Draft, Wrong
from qa.training.bank.rivals import Scope, says_alike, stands_in
from qa.training.bank.windows import Naming, lead_of, stands_alone, window_of
from qa.training.model import AskedFor, Difficulty, QuestionKind, Statement

#   matches   不得妄议… | 不能信仰宗教 | 严禁…
#   rejects   不能正常履职 (a case), 不得不, 能不能, 只能加强、不能削弱 (no act that a person could do)
_BAN = re.compile(
    r"(?<![能不可])(?P<word>不得(?!不|低于|少于|超过|高于|晚于|迟于|已|了)|不能(?!正常|按时|按期|胜任|履行|及时|参加|不|低于|少于|超过|削弱|替代|只)|严禁|禁止|不准|不允许)"
    r"(?P<act>[\u4e00-\u9fff“《][^，,。；;、：:]{1,39}(?:、(?!不得|不能|严禁|禁止|不准)[^，,。；;、：:]{2,14})*)"
)
#   matches   党员要按规定自觉交纳党费 -> 按规定自觉交纳党费
_DUTY = re.compile(
    r"(?:党员|干部|同志|人员|申请人|单位|组织|部门|书记|支部|机构|党委|负责人|学校|企业)(?:要|应当|应|须|可以|可)(?P<act>[^，,。；;：:不未无]{6,26})(?=[，,。；;]|$)"
)
# Acts that go on into what is cut off are no whole acts.
_CUT_OFF = re.compile(
    r"(?:规定|要求|基础上|原则)$|^(?:按照|根据|在|依照|本着|依据)|(?:的|和|与|及|把|将|对|由|在|为|以|通过|按照|根据)$|^(?:是|把|将|对|由|向|被|为)|[“（《][^”）》]*$"
)
# 执行干部不得经商办企业的规定: what is forbidden only names a rule there.
_QUALIFIES = re.compile(r"的[\u4e00-\u9fff]{0,4}(?:纪律|规定|要求|原则|制度|底线|红线|规矩)$")
_MOST_RIGHT = 3


@dataclass(frozen=True, slots=True)
class _Ban:
    """A forbidden act."""

    statement: Statement
    word: str
    act: str
    start: int  # of the word, in the statement's text
    end: int


def ban_questions(
    statements: Sequence[Statement], beside: Sequence[Statement], scope: Scope, name: Naming
) -> Iterator[Draft]:
    """Which act is forbidden, among acts that are owed; and whether a forbidden one is allowed."""
    bans = [ban for s in statements for ban in _bans_of(s)]
    forbidden = [*bans, *(ban for s in beside for ban in _bans_of(s))]
    duties = [(s, a) for s in (*statements, *beside) for a in _duties_of(s)]
    by_statement: dict[int, list[_Ban]] = {}
    for ban in bans:
        by_statement.setdefault(id(ban.statement), []).append(ban)
    for of_one in by_statement.values():
        yield from _which_are_forbidden(of_one, forbidden, duties, scope, name)
        for ban in of_one:
            yield from _is_it_allowed(ban, name)


def _bans_of(statement: Statement) -> list[_Ban]:
    return [
        _Ban(statement, m["word"], m["act"].rstrip("、"), m.start(), m.end())
        for m in _BAN.finditer(statement.text)
        if not (_CUT_OFF.search(m["act"]) or _QUALIFIES.search(m["act"]))
        and not re.match(r"[^，,。；;]{0,12}的[，,]", statement.text[m.end("word") :])
    ]


def _duties_of(statement: Statement) -> list[str]:
    return [m["act"] for m in _DUTY.finditer(statement.text) if not _CUT_OFF.search(m["act"])]


def _which_are_forbidden(
    bans: Sequence[_Ban], all_bans: Sequence[_Ban], duties: Sequence[tuple[Statement, str]], scope: Scope, name: Naming
) -> Iterator[Draft]:
    statement = bans[0].statement
    lead = lead_of(statement, name, bans[0].act)
    acts = list(dict.fromkeys(b.act for b in bans))
    wrong = _allowed_acts(statement, all_bans, duties, scope, name)
    if lead is None or not acts:
        return
    word = bans[0].word if len({b.word for b in bans}) == 1 else "不得"
    place = (bans[0].start, bans[-1].end)
    if len(wrong) >= 3:
        yield Draft(
            QuestionKind.SINGLE, AskedFor.BAN, f"{lead}下列各项中，文件写明“{word}”的是（　　）。", statement, acts[0],
            place, (acts[0],), wrong, difficulty=Difficulty.EASY, worth=0.8, why=f"文件写明“{word}{acts[0]}”",
        )  # fmt: skip
    if len(acts) >= 2 and len(wrong) + len(acts[:_MOST_RIGHT]) >= 4:
        yield Draft(
            QuestionKind.MULTIPLE, AskedFor.BAN, f"{lead}下列各项中，文件写明“{word}”的有（　　）。", statement,
            "、".join(acts[:_MOST_RIGHT]), place, tuple(acts[:_MOST_RIGHT]), wrong, worth=0.9,
            why="文件明令禁止的是" + "；".join(acts[:_MOST_RIGHT]),
        )  # fmt: skip


def _allowed_acts(
    statement: Statement, bans: Sequence[_Ban], duties: Sequence[tuple[Statement, str]], scope: Scope, name: Naming
) -> tuple[Wrong, ...]:
    """Acts that rules ask for, none of them like anything that is forbidden or stands in the clause."""
    forbidden = [b.act for b in bans]
    texts = scope.texts_for(statement.basis)
    chosen: list[Wrong] = []
    own_first = sorted(duties, key=lambda pair: pair[0].basis.document_id != statement.basis.document_id)
    for source, act in own_first:
        if stands_in(act, statement.basis.text) or any(says_alike(act, f) for f in forbidden):
            continue
        if any(f"不得{act}" in text or f"严禁{act}" in text for text in texts):
            continue
        if any(says_alike(act, w.text) for w in chosen):
            continue
        other = source.basis.document_id != statement.basis.document_id
        chosen.append(Wrong(act, source.basis.clause_id if other else None, name(source) if other else None))
    return tuple(chosen[:6])


def _is_it_allowed(ban: _Ban, name: Naming) -> Iterator[Draft]:
    """Whether a forbidden act is allowed: the sentence with 可以 in place of 不得, and as it stands."""
    if ban.word not in ("不得", "不能", "不准", "不允许"):
        return
    window = window_of(ban.statement, (ban.start, ban.start + len(ban.word)), right=False)
    if (
        window is None
        or len(_BAN.findall(window.text)) != 1
        or "只" in window.text
        or not stands_alone(window.with_words("可以"))
    ):
        return
    lead = lead_of(ban.statement, name, "")
    if lead is None:
        return
    yield Draft(
        QuestionKind.TRUE_FALSE, AskedFor.BAN, f"{lead}{window.with_words('可以')}。", ban.statement, ban.word,
        (ban.start, ban.end), key="错", difficulty=Difficulty.EASY, worth=0.7, replaced="可以",
        why=f"应为“{ban.word}{ban.act}”",
    )  # fmt: skip
    yield Draft(
        QuestionKind.TRUE_FALSE, AskedFor.BAN, f"{lead}{window.text}。", ban.statement, ban.word, (ban.start, ban.end),
        key="对", difficulty=Difficulty.EASY, worth=0.6,
    )  # fmt: skip
