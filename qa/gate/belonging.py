"""Whether a figure of a clause is the one that was asked for, and not that of a neighbour, a place, a year or a group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import ClauseKind
from qa.contrast import fits_condition
from qa.gate.asking import Asked, asked_of
from qa.gate.cases import Around, wrong_case, wrong_place, wrong_year
from qa.gate.figures import figures_of, same_quantity, without_weekdays
from qa.gate.grounds import Ground
from qa.gate.measures import is_wanted, wrong_limit, wrong_measure, wrong_unit
from qa.gate.nearness import counts_what_is_asked, covered, without_denied
from qa.gate.reasons import Fault, Reason, fewest
from qa.gate.rivals import rivalled
from qa.gate.settings import Setting, settings_of
from qa.lexicon import same_words
from qa.model import Interpretation
from qa.sentences import squeezed_text

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
    open_to = [s for s in settings if is_wanted(s.value, asked) and _is_within(s, quote) and _is_stated(s, value)]
    if not open_to:
        return ()
    tried = [setting_faults(asked, ground, s, settings) for s in open_to]
    return () if any(not t for t in tried) else tuple(fewest(tried))


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
            wrong_case(asked, setting, around),
            _wrong_subject(asked, ground, setting, around),
            rivalled(asked, ground, setting, settings),
        )
        if fault is not None
    ]
    return tuple(Reason(fault, setting.value.text) for fault in found)


# The date below a text answers when it was issued, and nothing else.
_OF_ISSUING = re.compile("成文|印发|发布|发文|下发|落款|签署|签发|公布")
_EFFECT = re.compile("执行|施行|实施|生效|试行|起算|适用")


def _wrong_subject(asked: Asked, ground: Ground, setting: Setting, around: Around) -> Fault | None:
    """What is counted stands nowhere near the figure: not in its sentence, nor in what governs it."""
    if ground.clause.kind is ClauseKind.SIGNATURE and _OF_ISSUING.search(asked.text):
        return None
    if _other_sum_named(asked, setting):
        return Fault.SUBJECT
    if asked.of_effect and setting.value.day is not None and not _EFFECT.search(setting.own):
        return Fault.SUBJECT
    if fits_condition(asked.text, setting.part) is True:
        return None
    if asked.counts and not asked.several and not counts_what_is_asked(asked, setting, around.headings):
        return Fault.SUBJECT
    enough = COVERED / 2 if asked.several else COVERED
    return Fault.SUBJECT if covered(asked, setting, around.headings, around.title) < enough else None


def _other_sum_named(asked: Asked, setting: Setting) -> bool:
    """Whether the words of a figure call it a sum of another kind: 工资 is asked and 误餐补助 stated."""
    wanted = [name for name in _SUMS if name in asked.text]
    own = without_denied(setting.own)
    stated = [name for name in _SUMS if name in own]
    return bool(wanted and stated) and not any(
        way in own for name in wanted for way in (name, *same_words().get(name, ()))
    )


_SUMS = (
    "补贴", "补助", "津贴", "奖金", "奖励", "罚款", "工资", "护理费", "抚恤金", "生活费", "讲课费", "课酬", "住宿费", "伙食费", "交通费",
    "丧葬费", "学费", "押金", "保证金", "报酬", "保额", "经费",
)  # fmt: skip
