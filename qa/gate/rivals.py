"""Whether another figure of the same clause is nearer to the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.figures.units import UnitKind
from ingest.model import Operator
from qa.gate.asking import Asked
from qa.gate.cases import ASKS_CONDITION, THE_REST, Around, place_before, wrong_case, wrong_place, wrong_year
from qa.gate.grounds import Ground
from qa.gate.measures import ANY_KIND, is_wanted, wrong_limit, wrong_measure, wrong_unit
from qa.gate.nearness import HALF, OTHER_WORDS, alone, grams_asked, nearness, share_of
from qa.gate.reasons import Fault
from qa.gate.respective import is_of_the_holder
from qa.gate.settings import Setting, Value, names_its_own
from qa.gate.sums import is_of_another_sum
from qa.language.contrast import fits_condition, reach_of, reaches_in
from qa.language.sentences import squeezed_text
from qa.language.values import is_replaced
from qa.tables.table_cells import holds

MARGIN = 0.5  # by which another figure must be nearer to the question
SEVERAL = 1.5  # the same where several figures are asked for


def rivalled(asked: Asked, ground: Ground, setting: Setting, settings: Sequence[Setting]) -> Fault | None:
    """Another figure of the kind in the same clause is nearer to the question; of a row, that of another holder is asked."""
    governing = _governing(ground.clause.path, ground.clause.text)
    title = squeezed_text(ground.document.title or "")
    of_holder = is_of_the_holder(asked.text, ground.clause.text, setting.sentence, setting.value.end)
    if of_holder is False or any(_is_free_for_its_number(asked, other, setting) for other in settings):
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
        ):
            continue
        if _does_what_is_asked(asked, other, setting):
            return Fault.RIVAL
        if _does_what_is_asked(asked, setting, other) or not _of_one_kind(asked, setting.value, other.value):
            continue
        if _says_more_of_the_event(asked, other, setting) or _outranks(asked, ground, other, setting):
            return Fault.RIVAL
        if _outranks(asked, ground, setting, other):
            continue
        own = alone(asked, setting, other, governing, title)
        theirs = alone(asked, other, setting, governing, title)
        if asked.several:  # 书记和委员: of figures for several cases only one that no word speaks for goes
            if own <= 0 and theirs > SEVERAL:
                return Fault.RIVAL
            continue
        near = nearness(asked, other, governing) - nearness(asked, setting, governing)
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


# 损坏的按原价80%赔偿, beside 押金100元: what is done with money.
_DOINGS = re.compile("赔|退(?!休|役|伍|职|学)|扣|罚|承担|负担|分担")


def _does_what_is_asked(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether the part of a figure says what the question asks to be done, and that of the other, in its own part, not."""
    doings = set(_DOINGS.findall(asked.text))
    if not doings or setting.part == other.part or asked.several:
        return False
    here, there = (set(_DOINGS.findall(s.part)) & doings for s in (setting, other))
    return bool(here) and not there and other.value.kind is not UnitKind.PERIOD


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


# 同时患高血压和糖尿病的: for who meets two conditions, where the question names one.
_BOTH = re.compile("同时(?!废止|施行|执行|按)|既[^,]{1,8}又")
_BOTH_ASKED = re.compile("同时|既|又|都|两[种样]")


def _outranks(asked: Asked, ground: Ground, setting: Setting, other: Setting) -> bool:
    """Whether of two figures the one is for the case of the question by what it says, whatever words stand about the other."""
    return (
        _is_of_a_nearer_tier(asked, setting, other)
        or (_is_for_its_number(asked, setting, other) and not _of_another(asked, ground, setting))
        or _is_bounded_as_asked(asked, setting, other)
        or _is_size_of_bodies(asked, other, setting)
        or _denies_otherwise(asked, other, setting)
        or _is_of_the_place(asked, ground, setting, other)
        or bool(_BOTH.search(other.part) and not _BOTH.search(setting.part) and not _BOTH_ASKED.search(asked.text))
        or (_is_exception(asked, ground, other, setting) and not _of_another(asked, ground, setting))
    )


def _is_of_the_place(asked: Asked, ground: Ground, setting: Setting, other: Setting) -> bool:
    """Whether a place of the question that is not the document's own is named before a figure, and none before the other.

    赴北京、上海的,处级520元, where a county asks.
    """
    over = {place.code for place in ground.places}
    codes = {place.code for place in asked.places if place.code not in over}
    if not codes:
        return False
    named, others = place_before(setting, asked), place_before(other, asked)
    return named is not None and named.code in codes and others is None


def _is_of_a_nearer_tier(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether both reach the number of the question, and the one lies inside the other: of 满3年 and 满5年 the second for six years."""
    reach, wider = (reach_of(asked.text, s.part) or reach_of(asked.text, s.own) for s in (setting, other))
    return reach is not None and wider is not None and reach.lies_in(wider)


def _is_for_its_number(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether the number of the question lies in a figure's own condition, and the other of the sentence has none of the kind.

    70周岁以上的不超过2小时, after 单次不超过4小时; 60周岁以上免费, before 其他市民15元.
    """
    if setting.sentence != other.sentence or setting.value.kind is UnitKind.AGE:
        return False
    reach = reach_of(asked.text, setting.part)
    return reach is not None and all(r.unit != reach.unit for r in reaches_in(other.part))


def _is_free_for_its_number(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether who has the number of the question pays nothing, and another sum is for the rest: 60周岁以上免费,其他市民15元."""
    free = setting.value.word is UnitKind.MONEY and other.value.kind is UnitKind.MONEY
    return free and _is_for_its_number(asked, setting, other)


_ONE_MARK = re.compile(r"(?m)^\s*(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])")
_HEADING = 24  # characters; a longer one is the clause's own first words
_LABEL = re.compile(r"^(?P<label>[^,，。;；:：\d]{2,24})[:：。]")


@lru_cache(maxsize=4096)
def _governing(path: tuple[str, ...], text: str) -> str:
    """What governs every figure of a clause: the headings over it, and what opens it where it is one item: （一）骨干教师研修：."""
    words = squeezed_text(text)
    headings = [heading for part in path if len(heading := squeezed_text(part)) <= _HEADING]
    over = "\n".join(heading for heading in headings if not any(c.isdigit() for c in heading))
    found = _LABEL.match(words) if len(_ONE_MARK.findall(text)) <= 1 else None
    return f"{over}\n{found['label']}" if found else over


def _is_bounded_as_asked(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether the most is asked for, and of two figures of one thing this one is the bound: 由3至5人组成,一般不超过7人."""
    one, two = setting.value.quantity, other.value.quantity
    if one is None or two is None or not asked.wants_most or asked.wants_least or setting.sentence != other.sentence:
        return False
    upper = (Operator.LE, Operator.LT)
    if not _UPPER.search(one.text):
        return False
    return one.operator in upper and two.operator not in upper and not names_its_own(setting)


_UPPER = re.compile("不[得能]?超过|不多于|至多|最[多高]")
# 从业人员超过100人|的企业设专职安全员不少于3名: how large the bodies are of which the figure behind it is said.
_OF_SUCH = re.compile(r"的[\u4e00-\u9fff]{2}")
_ASKS_SIZE = re.compile("(?:多少|几)(?:个|名|位)?人?[^,。]{0,6}(?:才|就|可|能|应|要|须|必|需|的)")


def _is_size_of_bodies(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether a number of people only says of which bodies the next one is said."""
    quantity = setting.value.quantity
    if quantity is None or setting.value.kind is not UnitKind.PERSON or quantity.operator is Operator.EQ:
        return False
    if ASKS_CONDITION.search(asked.text) or _ASKS_SIZE.search(asked.text):
        return False
    behind = (setting.sentence, setting.part) == (other.sentence, other.part) and other.value.start > setting.value.end
    return behind and _OF_SUCH.match(setting.whole, setting.value.end) is not None


# 没办转诊: what is said not to be so.
_NOT_SO = re.compile(r"(?:没有?|未|尚未)(?P<what>[\u4e00-\u9fff]{2})")


def _denies_otherwise(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether the question denies what the other figure's words deny, and this one's do not: 未办理转诊 for 没办转诊."""
    denied = _NOT_SO.search(asked.text)
    if denied is None or _NOT_SO.search(setting.own):
        return False
    return any(denied["what"][0] in found["what"] for found in _NOT_SO.finditer(other.own))


# 到市外举办的,|每人每天550元: for a case of its own.
_OWN_CASE = re.compile(r"^(?P<case>[^,]{2,20})的,(?=.)")


def _is_exception(asked: Asked, ground: Ground, setting: Setting, other: Setting) -> bool:
    """Whether a figure is for a case that the question never names, and another of the clause for none, which says all the question does."""
    case = _OWN_CASE.match(setting.part)
    if case is None or _OWN_CASE.match(other.part) or asked.several:
        return False
    around, governing = Around(ground, setting), _governing(ground.clause.path, ground.clause.text)
    grams = [
        g for g, weight in grams_asked(asked).items() if len(g) > 1 and weight >= OTHER_WORDS and g not in governing
    ]
    if any(gram in case["case"] for gram in grams) or fits_condition(asked.text, setting.part) is True:
        return False
    near = (other.whole, other.lead, around.headings, around.title)
    all_said = all(any(share_of(word, text) > HALF for text in near) for word in asked.telling)
    if not all_said and THE_REST.search(other.own) is None:
        return False
    return nearness(asked, other, governing) + MARGIN >= nearness(asked, setting, governing)


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
