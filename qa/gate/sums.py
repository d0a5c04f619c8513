"""Whether a sum of money is called by another name than the one asked for, or is given towards what is asked for."""

from __future__ import annotations

import re

from ingest.figures.units import UnitKind
from qa.gate.asking import Asked
from qa.gate.cases import Around
from qa.gate.nearness import without_denied
from qa.gate.settings import Setting
from qa.language.lexicon import same_words


def is_of_another_sum(asked: Asked, setting: Setting, around: Around) -> bool:
    """Whether a figure is of another sum: 工资 is asked and 误餐补助 stated, 保费 and what the state gives towards it."""
    return _other_sum_named(asked, setting, around) or _is_given(asked, setting) or _is_of_no_payer(asked, setting)


# 保费由财政补贴15元, 学费减免一半: what is given towards a charge, and not the charge.
_GIVEN = re.compile(
    r"(?P<verb>补贴|补助|资助|减免|减收|优惠|返还|奖励|报销|代缴)(?:约|最高|最低|不[少低超][于过]|[:为])*$"
)
_CHARGE = re.compile(r"[\u4e00-\u9fff](?:费|价|租金|押金)(?![用工劳]|补|标准补)")


def _is_given(asked: Asked, setting: Setting) -> bool:
    """Whether a figure says what is given towards the charge that is asked for."""
    charges = [m.group() for m in _CHARGE.finditer(asked.text)]
    if not charges or setting.value.quantity is None or setting.value.kind is not UnitKind.MONEY:
        return False
    given = _GIVEN.search(setting.own[: max(0, setting.own.find(setting.value.text))])
    if (
        given is None
        or given["verb"] in asked.text
        or any(way in asked.text for way in same_words().get(given["verb"], ()))
    ):
        return False
    return not any(f"{charge}{given['verb']}" in setting.own for charge in charges)


# 市里出多少, 个人承担几成: who pays is asked for, and said beside the figure.
_PAYER_ASKED = re.compile(
    r"(?P<payer>[省市县区镇乡](?=里)?里?|中央|国家|财政|个人|自己|单位|集体|企业|家庭)(?:级?财政|里|要|还|须|得|应|需)*(?:出|掏|承担|负担|投|拿出|自付|自筹)(?:多少|几)"
)
_PAYS = re.compile(
    r"财政|承担|负担|自付|自筹|出资|投入|列支|拿出|拨|补助|补贴|支持|缴|由|自理|掏|付|[省市县区](?:级|里|委)"
)


def _is_of_no_payer(asked: Asked, setting: Setting) -> bool:
    """Whether it is asked how much one of several pays, and nothing beside the figure says that anybody pays it."""
    found = _PAYER_ASKED.search(asked.text)
    if found is None:
        return False
    payer = found["payer"].removesuffix("里")
    return not _PAYS.search(setting.own) or (payer in setting.whole and payer not in setting.own)


def _other_sum_named(asked: Asked, setting: Setting, around: Around) -> bool:
    """Whether the words of a figure call it a sum of another kind: 工资 is asked and 误餐补助 stated."""
    wanted = [name for name in _SUMS if name in asked.text]
    own = without_denied(setting.own)
    if "起付" in asked.text and not any("起付" in text for text in (setting.whole, setting.lead, around.headings)):
        return True
    if not any(name in own for name in _SUMS) and any(name in around.headings for name in _SUMS):
        own = around.headings  # 教师课酬标准 over 正高级每课时200元
    stated = [name for name in _SUMS if name in own]
    return bool(wanted and stated) and not any(
        way in f"{own}{setting.whole}{setting.lead}{setting.before}" if own is around.headings else way in own
        for name in wanted
        for way in (name, *same_words().get(name, ()))
    )


_SUMS = (
    "补贴", "补助", "津贴", "奖金", "奖励", "罚款", "工资", "护理费", "抚恤金", "生活费", "讲课费", "课酬", "住宿费", "伙食费", "交通费",
    "丧葬费", "学费", "押金", "保证金", "报酬", "保额", "经费", "投资",
)  # fmt: skip
