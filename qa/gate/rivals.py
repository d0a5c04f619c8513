"""Whether another figure of the same clause is nearer to the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.gate.asking import Asked
from qa.gate.cases import ASKS_CONDITION, Around, wrong_case, wrong_place, wrong_year
from qa.gate.grounds import Ground
from qa.gate.measures import ANY_KIND, is_wanted, wrong_limit, wrong_measure, wrong_unit
from qa.gate.nearness import alone, nearness
from qa.gate.reasons import Fault
from qa.gate.respective import is_of_the_holder
from qa.gate.settings import Setting, Value
from qa.gate.sums import is_of_another_sum
from qa.language.contrast import fits_condition
from qa.language.values import is_replaced
from qa.tables.table_cells import holds

MARGIN = 0.5  # by which another figure must be nearer to the question
SEVERAL = 1.5  # the same where several figures are asked for


def rivalled(asked: Asked, ground: Ground, setting: Setting, settings: Sequence[Setting]) -> Fault | None:
    """Another figure of the kind in the same clause is nearer to the question; of a row, that of another holder is asked."""
    of_holder = is_of_the_holder(asked.text, ground.clause.text, setting.sentence, setting.value.end)
    if of_holder is False:
        return Fault.RIVAL
    for other in settings:
        if (
            other is setting
            or is_replaced(other.whole, (other.value.start, other.value.end), asked.text)
            or (of_holder and other.sentence == setting.sentence)  # the holders may be ages
            or other.own == setting.own
            or _qualifies(other, setting)
            or _is_its_condition(asked, other, setting)
            or (setting.row is not None and (setting.sentence, setting.row) == (other.sentence, other.row))
            or _is_of_the_event(asked, setting, other)
            or _is_of_another_tier(asked, setting, other)
            or not is_wanted(other.value, asked)
            or not _of_one_kind(asked, setting.value, other.value)
        ):
            continue
        if _says_more_of_the_event(asked, other, setting):
            return Fault.RIVAL
        own, theirs = alone(asked, setting, other), alone(asked, other, setting)
        if asked.several:  # 书记和委员: of figures for several cases only one that no word speaks for goes
            if own <= 0 and theirs > SEVERAL:
                return Fault.RIVAL
            continue
        near = nearness(asked, other) - nearness(asked, setting)
        if near >= 0 and _is_part(asked, setting) and not _is_part(asked, other):
            return Fault.RIVAL
        if (theirs > own + MARGIN or (theirs >= own and near > MARGIN)) and not _of_another(asked, ground, other):
            return Fault.RIVAL
    return None


def _is_of_the_event(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether the sentence of a value says what happens on the day, or past the limit, asked for, and that of the other not."""
    if not asked.event or setting.sentence == other.sentence:
        return False
    return any(holds(setting.whole, event) and not holds(other.whole, event) for event in asked.event)


def _says_more_of_the_event(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether what a value is said of shares a character with the event asked for, and that of the other none: 24小时内修复 of 多久修好."""
    if not asked.event or setting.value.kind is not other.value.kind or setting.sentence != other.sentence:
        return False
    behind, theirs = (s.own[s.own.find(s.value.text) + len(s.value.text) :] for s in (setting, other))
    event = "".join(asked.event)
    return bool(behind and theirs) and any(c in behind for c in event) and not any(c in theirs for c in event)


def _is_of_another_tier(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether a figure's own reach holds the number of the question, and that of the other does not: 95 in 90至99周岁."""
    return fits_condition(asked.text, setting.part) is True and fits_condition(asked.text, other.part) is False


# 老年大学90个班级中建了70个: of a part, where the whole may be asked about.
_OF_A_PART = re.compile("(?P<whole>[\u4e00-\u9fff]{2})[中里](?:建|有|设|成立|评|选)")


def _is_part(asked: Asked, setting: Setting) -> bool:
    found = _OF_A_PART.search(setting.own)
    return found is not None and found["whole"] not in asked.text


def _qualifies(other: Setting, setting: Setting) -> bool:
    """Whether the other value is part of what is said of this one: 三类课程占70%."""
    return other.sentence == setting.sentence and other.value.text in setting.own


def _is_its_condition(asked: Asked, other: Setting, setting: Setting) -> bool:
    """Whether the other value only says when this one applies: 接待对象在10人以内的,陪餐人数不得超过3人."""
    opens = other.sentence == setting.sentence and other.value.end < setting.value.start
    return opens and other.whole.startswith("的,", other.value.end) and ASKS_CONDITION.search(asked.text) is None


def _of_one_kind(asked: Asked, value: Value, other: Value) -> bool:
    if value.day is not None or other.day is not None or (asked.kinds == ANY_KIND and asked.unit is None):
        return True  # dates and periods, and any figure where any is asked for
    return value.kind is other.kind and (other.word is None or value.word is not None)


def _of_another(asked: Asked, ground: Ground, setting: Setting) -> bool:
    """Whether a rival is itself of another unit, measure, limit, place, year or case."""
    around = Around(ground, setting)
    return any(
        (
            wrong_unit(asked, setting),
            wrong_measure(asked, setting),
            wrong_limit(asked, setting.value),
            wrong_place(asked, setting, ground),
            wrong_year(asked, setting, ground),
            wrong_case(asked, setting, ground, around),
            is_of_another_sum(asked, setting, around),
        )
    )
