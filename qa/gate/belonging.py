"""Whether a figure of a clause is the one that was asked for, and not that of a neighbour, a place, a year or a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.figures.units import UnitKind
from ingest.model import ClauseKind, TableRow
from qa.gate.asking import Asked, asked_of
from qa.gate.cases import Around, wrong_case, wrong_place, wrong_year
from qa.gate.figures import figures_of, kind_of_unit, same_quantity, without_weekdays
from qa.gate.grounds import Ground
from qa.gate.measures import is_wanted, wrong_limit, wrong_measure, wrong_unit
from qa.gate.nearness import HALF, counts_what_is_asked, covered, share_of
from qa.gate.other_subjects import (
    is_asked_of_another,
    is_counted_from_it,
    is_done_as_asked,
    is_not_decided,
    is_of_its_neighbour,
    is_only_planned,
    is_said_without_it,
    is_share_of_another_doing,
    is_when_it_must,
)
from qa.gate.reasons import Fault, Reason, fewest
from qa.gate.rivals import rivalled
from qa.gate.settings import Setting, settings_of
from qa.gate.sums import is_of_another_sum
from qa.language.contrast import fits_condition, other_sum
from qa.language.sentences import squeezed_text
from qa.language.values import is_replaced
from qa.model import Interpretation, ValueKind

COVERED = 0.2  # of the question's words: below it a figure is of something else


def belonging_faults(
    question: str, interpretation: Interpretation, ground: Ground, value: str | None = None, quote: str | None = None
) -> tuple[Reason, ...]:
    """Why no figure of a clause belongs to what was asked; () where one does, or no figure is asked for.

    `quote`: only the figures in these words of the clause count; `value`: only those that it states.
    """
    asked = asked_of(question, interpretation)
    if not asked.kinds and not asked.dates:
        return ()
    settings = settings_of(ground.clause.text)
    open_to = [
        i for i, s in enumerate(settings) if is_wanted(s.value, asked) and _is_within(s, quote) and _is_stated(s, value)
    ]
    if not open_to:
        stated = [s for s in settings if _is_within(s, quote) and _is_stated(s, value)]
        return _of_no_sum(asked, interpretation, stated) or _of_no_visits(asked, stated)
    tried: list[tuple[Reason, ...]] = []
    for place in open_to:
        tried.append(_faults_at(place, asked, ground))
        if not tried[-1]:
            return ()
    return tuple(fewest(tried))


def _of_no_sum(asked: Asked, interpretation: Interpretation, stated: Sequence[Setting]) -> tuple[Reason, ...]:
    """Why other figures answer no question for a sum that its name gives away: 每半年 is no 限额, 60% no 起付线."""
    of_sum = asked.kinds == {UnitKind.MONEY} and ValueKind.FIGURE in interpretation.wants
    if not of_sum or not stated or any(s.value.kind is UnitKind.MONEY for s in stated):
        return ()
    return (Reason(Fault.UNIT_ASKED, stated[0].value.text),)


def _of_no_visits(asked: Asked, stated: Sequence[Setting]) -> tuple[Reason, ...]:
    """Why 60人 answer no question for 多少人次."""
    visits = (
        asked.kinds == {UnitKind.TIMES} and asked.unit is not None and asked.unit.endswith("次") and len(asked.unit) > 1
    )
    return (Reason(Fault.UNIT_ASKED, stated[0].value.text),) if visits and stated else ()


def values_that_belong(question: str, interpretation: Interpretation, ground: Ground, quote: str) -> tuple[str, ...]:
    """The figures in these words of a clause, as squeezed there, of which nothing says that they are not what is asked."""
    asked = asked_of(question, interpretation)
    said = squeezed_text(quote)
    found = (
        s.value.text
        for i, s in enumerate(settings_of(ground.clause.text))
        if is_wanted(s.value, asked)
        and s.value.text in said
        and _is_within(s, quote)
        and not _faults_at(i, asked, ground)
    )
    return tuple(dict.fromkeys(found))


def table_faults(
    question: str, interpretation: Interpretation, ground: Ground, rows: Sequence[TableRow]
) -> tuple[Reason, ...]:
    """Why no row of a clause's table can answer: the sum asked for, 体检费, is named nowhere in the clause or the table."""
    asked = asked_of(question, interpretation)
    cells = (cell.column + cell.text for row in rows for cell in row.cells)
    around = squeezed_text("".join((*ground.clause.path, ground.clause.text, ground.document.title or "", *cells)))
    if asked.several or UnitKind.MONEY not in asked.kinds or not other_sum(asked.subject, around):
        return ()
    return (Reason(Fault.SUBJECT, "表中的数"),)


def states_what_is_asked(question: str, interpretation: Interpretation, ground: Ground, quote: str) -> bool:
    """Whether words of a clause give a figure of the kind asked for, or none is asked for."""
    asked = asked_of(question, interpretation)
    if not asked.kinds and not asked.dates:
        return True
    return any(is_wanted(s.value, asked) and _is_within(s, quote) for s in settings_of(ground.clause.text))


def _is_within(setting: Setting, quote: str | None) -> bool:
    """Whether a value stands in the words quoted: its sentence there, or its part of it."""
    if quote is None:
        return True
    said = squeezed_text(quote)
    if setting.whole in said or setting.part in said:
        return True
    return said in setting.whole and setting.value.text in (said if setting.value.quantity else without_weekdays(quote))


def _is_stated(setting: Setting, value: str | None) -> bool:
    """Whether a short value states a figure: in the same words, or as the same quantity."""
    if value is None or setting.value.text in squeezed_text(value) or setting.value.text in without_weekdays(value):
        return True
    quantity = setting.value.quantity
    return quantity is not None and any(
        same_quantity(stated, quantity) and stated.operator is quantity.operator for stated in figures_of(value)
    )


@lru_cache(maxsize=512)
def _faults_at(place: int, asked: Asked, ground: Ground) -> tuple[Reason, ...]:
    """Why a figure of a clause, by its place there, does not belong: every sentence that cites the clause asks this."""
    settings = settings_of(ground.clause.text)
    return setting_faults(asked, ground, settings[place], settings)


def setting_faults(asked: Asked, ground: Ground, setting: Setting, settings: Sequence[Setting]) -> tuple[Reason, ...]:
    """Why a figure does not belong to what was asked, all that is known; () where it does."""
    around = Around(ground, setting)
    found = [
        fault
        for fault in (
            wrong_unit(asked, setting),
            wrong_measure(asked, setting),
            wrong_limit(asked, setting.value),
            wrong_place(asked, setting, ground),
            wrong_year(asked, setting, ground),
            wrong_case(asked, setting, ground, around),
            _wrong_subject(asked, ground, setting, around),
            rivalled(asked, ground, setting, settings),
        )
        if fault is not None
    ]
    return tuple(Reason(fault, setting.value.text) for fault in found)


# The date below a text answers when it was issued, and nothing else.
_OF_ISSUING = re.compile("成文|印发|发布|发文|下发|落款|签署|签发|公布")
_EFFECT = re.compile("执行|施行|实施|生效|试行|起算|适用|有效|失效|废止")


def _wrong_subject(asked: Asked, ground: Ground, setting: Setting, around: Around) -> Fault | None:
    """What is counted stands nowhere near the figure: not in its sentence, nor in what governs it."""
    if ground.clause.kind is ClauseKind.SIGNATURE and _OF_ISSUING.search(asked.text):
        return None
    if is_of_another_sum(asked, setting, around) or _is_change(asked, setting):
        return Fault.SUBJECT
    if _is_no_longer_or_not_yet(asked, setting):
        return Fault.SUBJECT
    if is_when_it_must(asked, setting):
        return Fault.CONDITION
    if is_asked_of_another(asked, ground):
        return Fault.SUBJECT
    if is_of_its_neighbour(asked, setting) or is_counted_from_it(asked, setting):
        return Fault.SUBJECT
    if is_said_without_it(asked, setting, ground, around.governing):
        return Fault.SUBJECT
    if is_share_of_another_doing(asked, setting, around.headings):
        return Fault.SUBJECT
    if asked.of_effect and setting.value.day is not None and not _EFFECT.search(setting.own):
        return Fault.SUBJECT
    if _asks_only_of_term(asked) and _EFFECT.search(setting.part):
        return None
    if fits_condition(asked.text, setting.part) is True:
        return None
    if _is_case_of_another_rule(asked, setting):
        return Fault.SUBJECT
    if not asked.several and _is_of_another_event(asked, setting, around):
        return Fault.SUBJECT
    if _measures_another_thing(asked, setting, around):
        return Fault.SUBJECT
    if asked.counts and not asked.several and not counts_what_is_asked(asked, setting, around.headings, around.title):
        return Fault.SUBJECT
    enough = COVERED / 2 if asked.several or is_done_as_asked(asked, setting) else COVERED
    return Fault.SUBJECT if covered(asked, setting, around.headings, around.title) < enough else None


def _is_no_longer_or_not_yet(asked: Asked, setting: Setting) -> bool:
    """Whether a figure was replaced, or was to come where its sentence says that things stay as they are."""
    if is_only_planned(asked, setting):
        return True
    replaced = is_replaced(setting.whole, (setting.value.start, setting.value.end), asked.text)
    return replaced and not is_not_decided(asked, setting)


# 有效期多久 is answered by 试行两年, 什么时候执行 by 自…起施行: no word of the one need stand in the other.
_WORDS_OF_TERM = re.compile(r"(?:有效期?限?|效期|试行期?|执行|施行|实施|生效|失效|到期|期限|时间|日期|开始)+")


def _asks_only_of_term(asked: Asked) -> bool:
    """Whether nothing is asked but from when or how long the document named applies."""
    return asked.of_effect and all(_WORDS_OF_TERM.fullmatch(word) for word in asked.words)


# 年满75周岁的学员报名,|要有家属签字: the figure says whom the rule is for, and what follows is the rule.
_RULE_BEHIND = re.compile(r"^,(?P<rule>(?:要|须|应当?|必须|由|不得|不能|还要|还须|需要?)[^。;]*)")
_ASKS_WHO_MAY = re.compile(r"(?:才|可以|能|可|准|允许|方可)")


def _is_case_of_another_rule(asked: Asked, setting: Setting) -> bool:
    """Whether an age is only the case of a rule of which the question says nothing: 满几岁能报名 is no 要有家属签字."""
    if setting.value.kind is not UnitKind.AGE or not _ASKS_WHO_MAY.search(asked.text):
        return False
    at = setting.whole.find(setting.part) + len(setting.part)
    behind = _RULE_BEHIND.match(setting.whole[at:])
    return behind is not None and not any(share_of(word, behind["rule"]) > HALF for word in asked.words)


_OF_TIME_OR_DAY = frozenset({UnitKind.PERIOD, UnitKind.DAY})


def _is_of_another_event(asked: Asked, setting: Setting, around: Around) -> bool:
    """Whether a term or a day is that of another act: 审核 in ten days says not when 拨付 is due, nor 出具报告 when 复查 is.

    An act may be said in other words: where none of it stands anywhere, a character that both share lets it pass.
    """
    done = asked.event or asked.act
    if not done or setting.value.kind not in _OF_TIME_OR_DAY or asked.of_effect:
        return False
    near = (setting.whole, setting.lead, setting.before, around.headings)
    if any(share_of(word, text) > HALF for word in done for text in near):
        return False
    if any(share_of(word, text) > HALF for word in done for text in (around.clause, around.title)):
        return bool(asked.event)
    return not any(c in f"{setting.whole}{setting.lead}{around.governing}" for c in "".join(done))


# What is measured, and how: no word of the thing that has it.
_OF_MEASURE = re.compile(r"面积|平方|平米|使用|建筑|占地|公里|公顷|长度|距离|容量")


def _measures_another_thing(asked: Asked, setting: Setting, around: Around) -> bool:
    """Whether a size is asked of a thing that nothing about the figure names: 驿站 are asked about and 活动场所 measured."""
    if asked.unit is None or kind_of_unit(asked.unit) is not UnitKind.MEASURE:
        return False
    things = [w for w in asked.telling if not _OF_MEASURE.search(w) and w != asked.unit]
    near = (setting.whole, setting.lead, setting.opening, setting.before, setting.previous, around.governing)
    return bool(things) and not any(share_of(w, text) > HALF for w in things for text in near)


# 降低10个百分点, 每月增加50元: by how much something changes, and not how much it is.
#   rejects   提高到260元 | 降至60%
_CHANGES = re.compile(
    r"(?:降低|下降|下调|下浮|减少|扣减|提高|上调|上浮|上涨|增加|增长|递增|递减)(?:了|约|不[少低超][于过])*$"
)
_ASKS_CHANGE = re.compile(r"降|减|提高|调|浮|涨|增|扣|幅|多[报发拿领给]|少[报发拿领给交]")


def _is_change(asked: Asked, setting: Setting) -> bool:
    """Whether a figure says by how much something changes where it is asked how much it is."""
    quantity = setting.value.quantity
    if quantity is None or _ASKS_CHANGE.search(asked.text):
        return False
    before = setting.whole[: setting.value.end]
    number = re.search(r"[\d一二两三四五六七八九十百分之半.,]+[^\d]*$", quantity.text)
    return bool(_CHANGES.search(before[: len(before) - len(number.group())] if number else before))
