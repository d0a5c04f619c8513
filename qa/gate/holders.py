"""Whose figure it is: of which party organisation, of bodies of which level, and whether words exempt others only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures.units import UnitKind
from ingest.regions import Level, place_of_chain
from qa.gate.asking import Asked
from qa.gate.grounds import Ground
from qa.gate.reasons import Fault
from qa.gate.settings import Setting
from qa.language.sentences import sentences_of, squeezed_text
from qa.language.signs import exempts_others

# Party organisations from the larger to the smaller; a longer name counts before a shorter one in it.
#   matches   党总支书记 | 支部委员 | 党小组组长
#   rejects   支部活动经费 | 党委老干部局 (no post behind it)
_ORGANISATION = re.compile(
    r"""(?x) (?P<kind> 党委 | 党?总支(?:部|委)? | 党?支部(?:委员会)? | 党小组 )
    (?P<post> 副?书记 | (?:[\u4e00-\u9fff]{0,2})委员(?!会) | 副?组长 | 班子成员 )"""
)
_SMALLER = re.compile("党小组|党?总支|党?支部")
_SAME_KIND = {"总支": "党总支", "党总支部": "党总支", "总支部": "党总支", "总支委": "党总支", "支部": "党支部"}
# What kind of branch or member it is; a figure for one kind is none for another, nor for those without the word.
_WHICH = re.compile(
    r"(?P<which>联合|混合|临时|流动|功能[型性]|特设|示范性?|区域性?|[一二三四五六七八九十]星级)(?:离退休(?:干部)?)?(?:党员)?(?:的)?(?=党?(?:总支|支部|小组|组织))"
)

_GRASSROOTS = "乡"
_SAME_LEVEL = {"自治区": "省", "州": "市", "区": "县", "旗": "县"}
# By the level of a notice's place, what it calls the bodies of its own; 市直 of a county-level city as well.
_OWN_BODIES = {
    Level.PROVINCE: frozenset({"省", "市"}),
    Level.CITY: frozenset({"市"}),
    Level.COUNTY: frozenset({"县", "市"}),
}
# 省直单位, 市属国有企业, 县直机关: bodies by the level they belong to.
#   rejects   市直接拨付 | 省直管县 | 由省直单位承担 (who pays)
_LEVEL = r"(?<![由经报向同])(?P<level>自治区|省|市|州|县|区|旗)(?:直(?![接播达辖管至到径])|属(?![于地])|级(?=各?部门|机关|单位))"
_OF_LEVEL = re.compile(_LEVEL)
# 各县(区), 县(市、区): all bodies of the places below.
#   rejects   县区财政 (who pays) | 各县区委老干部局 (whom a notice is for)
_OF_PLACES_BELOW = re.compile(
    r"(?:各县\(?[市区](?:、区)?\)?|县\(市(?:、区)?\)|县\(区\)|各?县市?区|各区县|区县)(?!委|局|财政|政府|人民政府|级)"
)
#   rejects   乡镇财政 (who pays)
_OF_GRASSROOTS = re.compile(r"(?:乡镇|镇街|街道|社区|村[级居])(?!财政|政府|党委|级财政)")
_MARKS = (
    r"(?:第[一二三四五六七八九十百零\d]+条|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|对|[一二三四五六七八九十]是)*"
)
_OPENS_WITH_LEVEL = re.compile(f"^{_MARKS}{_LEVEL}")


def wrong_organisation(asked: Asked, outwards: Sequence[str]) -> Fault | None:
    """党总支书记 is asked and 党支部书记 stated; 联合党支部 is asked and 党支部 stated, or the other way about.

    `outwards`: what is said about a figure, from the nearest words to the title.
    """
    wanted = _kinds(asked.text)
    named = next((k for text in outwards if (k := _kinds(text))), frozenset[str]())
    if wanted and named and wanted.isdisjoint(named):
        return Fault.GROUP
    bare = _bare_kinds(asked.text)
    here = next((k for text in outwards if (k := _bare_kinds(text))), frozenset[str]())
    if bare and here and bare.isdisjoint(here) and not any("党组织" in text for text in outwards[:3]):
        return Fault.GROUP
    which = {m["which"] for m in _WHICH.finditer(asked.text)}
    if which and not any(w in text for w in which for text in outwards):
        return Fault.CONDITION
    return None


def _bare_kinds(text: str) -> frozenset[str]:
    """The smaller party organisations that a text names, with or without a post: 党小组 is no 党支部."""
    return frozenset(_SAME_KIND.get(m.group(), m.group()) for m in _SMALLER.finditer(text))


def _kinds(text: str) -> frozenset[str]:
    return frozenset(_SAME_KIND.get(m["kind"], m["kind"]) for m in _ORGANISATION.finditer(text))


def wrong_level(asked: Asked, setting: Setting, ground: Ground, headings: str) -> Fault | None:
    """省直单位 are asked about and 市直单位 stated; what holds for 省直单位 says nothing of a city or a township.

    A city's 市直单位 are its own: those of a place in it are others, by whatever name.
    """
    here = _level_over(setting, ground, headings)
    if not here:
        return None
    wanted = _levels(asked.text)
    if wanted and wanted.isdisjoint(here):
        return Fault.GROUP
    own = place_of_chain(ground.document.region or "")
    if asked.several or not asked.places or own is None:
        return None
    within = all(own.code != place.code and own in place.lineage for place in asked.places)
    return Fault.GROUP if within and here <= _OWN_BODIES.get(own.level, frozenset()) else None


def _levels(text: str) -> frozenset[str]:
    """The levels whose bodies a text names."""
    found = frozenset(_SAME_LEVEL.get(m["level"], m["level"]) for m in _OF_LEVEL.finditer(text))
    found |= {"县"} if _OF_PLACES_BELOW.search(text) else frozenset()
    return found | {_GRASSROOTS} if _OF_GRASSROOTS.search(text) else found


def _level_over(setting: Setting, ground: Ground, headings: str) -> frozenset[str]:
    """The level of the bodies that a figure is for: from its own words outwards, else from the sentence that opened the matter."""
    for text in (setting.own, setting.earlier, setting.before, setting.lead):
        if found := _levels(text):
            return found
    for sentence in reversed(sentences_of(ground.clause.text)[: setting.sentence]):
        if _OPENS_WITH_LEVEL.match(sentence.squeezed):
            return _levels(sentence.squeezed[:16])
    return _levels(headings) or _levels(squeezed_text(ground.document.title or "")) - {_GRASSROOTS}


# 普通党员 are not 骨干党员.
_COMMON = re.compile(r"(?:普通|一般)(?:离退休|退休|离休|老)?(?=党员|干部|职工|群众|教师|学员|居民|人员|员工)")
_CHOSEN = re.compile(r"(?:骨干|优秀|先进|重点|领军|高层次)(?=党员|干部|职工|教师|学员|人员|员工|人才)")


def is_of_the_chosen(asked: Asked, setting: Setting) -> bool:
    """Whether a figure is for 骨干党员 where 普通党员 are asked about."""
    return bool(_COMMON.search(asked.text) and _CHOSEN.search(setting.own) and not _CHOSEN.search(asked.text))


def is_for_others(asked: Asked, setting: Setting) -> bool:
    """Whether 免收 and 免费 are said of people that the question does not name: 特困人员免收学费."""
    spared = setting.own[: setting.own.find(setting.value.text) + len(setting.value.text)]
    return setting.value.word is UnitKind.MONEY and exempts_others(asked.text, spared)
