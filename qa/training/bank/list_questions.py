"""Questions for what a sentence lists: the ways, forms, conditions and matters that stand in a row there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Span
from qa.training.bank.drafts import Draft, Wrong
from qa.training.bank.rivals import Scope, says_alike, stands_in
from qa.training.bank.windows import BLANK, Naming, lead_of, window_of
from qa.training.model import AskedFor, Difficulty, QuestionKind, Statement

_HAN = r"\u4e00-\u9fff"
_ITEM = rf"[{_HAN}A-Za-z0-9“”（）《》＋+—·]{{2,14}}?"
# What a list begins behind: the word that governs all its items.
_LEADS = (
    "采取|采用|通过|包括|分为|依托|利用|围绕|开展|提供|参加|完善和落实|落实|执行|选配|具备|提交|出示|给予|涵盖|用于|实行|享受|办理|适用于|"
    "领取|携带|遵守|遵循|坚持|设立"
)
_TAILS = "方式|形式|制度|活动|方面|办法|渠道|途径|条件|措施|材料|内容|费用|支出|待遇|服务|机制|手段|平台|阵地|场所|组织|部门|单位|情形|行为|原则|载体|因素|人员|对象|项目|资料|证明|工作"
#   matches   采取函告、约谈、现场督办等方式 | 在春节、国庆和重阳节期间
#   rejects   a row whose beginning or end no word marks
_LIST = re.compile(
    rf"""(?x) (?<!、)(?P<lead>{_LEADS})
    (?P<row> {_ITEM} (?:、{_ITEM}){{1,8}} (?:(?:和|以及|及|与|或者|或){_ITEM})? )
    (?P<end> 等(?P<tail>[{_HAN}]{{0,4}}?(?:{_TAILS})) | 等(?=[，,。；;]) | (?P<bare>{_TAILS})(?=[，,。；;]|$) )(?!、)"""
)
_LAST = re.compile(r"(?:和|以及|及|与|或者|或)")
_WRONG_MOST = 3
# A word at the head of an item that governs what follows; an item of a row of nouns has none.
_GOVERNS = re.compile(rf"^(?:{_LEADS}|对|把|将|向|由|从|要|应|可)")
_NO_ITEM = re.compile(r"等|的|^(?:好|了|到|和|及|与|或)|纳入|列入")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of items in a sentence."""

    statement: Statement
    items: tuple[str, ...]
    span: Span  # of the row in the statement's text
    lead: str
    tail: str


def list_questions(
    statements: Sequence[Statement], beside: Sequence[Statement], scope: Scope, name: Naming
) -> Iterator[Draft]:
    """Which items a sentence lists; wrong ones come from rows of the same kind elsewhere."""
    rows = [row for s in statements for row in _rows_of(s)]
    pool = [*rows, *(row for s in beside for row in _rows_of(s))]
    for row in rows:
        yield from _of_row(row, pool, name)


def _rows_of(statement: Statement) -> list[_Row]:
    found = []
    for m in _LIST.finditer(statement.text):
        items = _items(m["row"])
        if len(items) < 3 or not _is_even(items):
            continue
        found.append(_Row(statement, items, m.span("row"), m["lead"], (m["tail"] or m["bare"] or "")[-2:]))
    return found


def _items(row: str) -> tuple[str, ...]:
    """The items of a row, the last two parted at the 和 or 或 between them."""
    items = row.split("、")
    last = items.pop()
    parts = _LAST.split(last, maxsplit=1)
    items += parts if len(parts) == 2 and all(len(p) >= 2 for p in parts) else [last]
    return tuple(item.strip() for item in items)


def _is_even(items: Sequence[str]) -> bool:
    """Whether the items are alike in length, whole, and told apart."""
    lengths = [len(i) for i in items]
    if max(lengths) > 14 or min(lengths) < 2 or lengths[0] > 2 * sorted(lengths)[len(lengths) // 2] + 2:
        return False
    if any(_GOVERNS.match(i) for i in items[:1]) or any(_unbalanced(i) or _NO_ITEM.search(i) for i in items):
        return False
    return len(set(items)) == len(items)


def _unbalanced(item: str) -> bool:
    return any(item.count(a) != item.count(b) for a, b in ("“”", "（）", "《》"))


def _of_row(row: _Row, pool: Sequence[_Row], name: Naming) -> Iterator[Draft]:
    window = window_of(row.statement, row.span)
    lead = lead_of(row.statement, name)
    if window is None or lead is None or window.text.count(window.asked) != 1:
        return
    if any(item in lead or item in window.with_words("") for item in row.items):
        return
    wrong = _wrong_items(row, pool, name)
    right = tuple(row.items[:4])
    stem = f"{lead}{window.with_words(BLANK)}。上文空白处，文件列明的有："
    if wrong and len(right) + len(wrong) >= 4:
        right = right if len(wrong) > 1 or len(right) < 4 else right[:3]
        yield Draft(
            QuestionKind.MULTIPLE, AskedFor.LIST, stem, row.statement, window.asked, window.place, right,
            wrong[: max(1, 5 - len(right))], difficulty=Difficulty.MEDIUM if len(right) < 4 else Difficulty.HARD,
            worth=0.7 if row.statement.nearness else 0.85, why=f"文件列明的是“{window.asked}”",
        )  # fmt: skip
    question = window.with_words("哪些") if row.tail else None
    if question and f"哪些等{row.tail}" not in question:
        question = question.replace("哪些等", "哪些")
    if question and len(row.items) >= 3 and "哪些等" not in question:
        yield Draft(
            QuestionKind.SHORT, AskedFor.LIST, f"{lead}{question}？", row.statement, window.asked, window.place,
            key="；".join(row.items), difficulty=Difficulty.MEDIUM, worth=0.55,
        )  # fmt: skip


def _wrong_items(row: _Row, pool: Sequence[_Row], name: Naming) -> tuple[Wrong, ...]:
    """Items of rows of the same kind, in no clause of the row's own, unlike anything that is listed."""
    clause = row.statement.basis
    chosen: list[Wrong] = []
    middle = sorted(map(len, row.items))[len(row.items) // 2]
    for other in sorted(pool, key=lambda o: (o.tail != row.tail, o.lead != row.lead)):
        if other.statement.basis.clause_id == clause.clause_id:
            continue
        if not row.tail or other.tail != row.tail:
            continue
        for item in other.items:
            if stands_in(item, clause.text) or any(says_alike(item, i, 0.25) for i in row.items):
                continue
            if any(says_alike(item, w.text, 0.25) for w in chosen) or abs(len(item) - middle) > 5:
                continue
            from_other = other.statement.basis.document_id != clause.document_id
            chosen.append(
                Wrong(
                    item,
                    other.statement.basis.clause_id if from_other else None,
                    name(other.statement) if from_other else None,
                )
            )
    return tuple(chosen[:_WRONG_MOST])
