"""Whose a figure is, by nouns of people, households and payers that the question names and the clause does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.gate.asking import Asked, ways_of
from qa.gate.settings import Setting

# 护理员, 检验师, 站长, 实习生, 低保户, 编外人员: people and households by what they are called.
#   rejects   人员 | 每户 | 增长 | 卫生 | 民生 | 动员 | 账户
_ENDS = r"(?:人员|职工|员|师|长|生|户)"
_NOUN = re.compile(rf"[\u4e00-\u9fff]{{1,6}}{_ENDS}")
_NO_HOLDER = re.compile(
    r"(?:增|延|时|特|成|最|多|较|周|加|伸|市|省|县|区|镇|乡|家)长"
    r"|(?:卫|发|产|民|人|养|出|再|新|每|学|先|衍|滋|安|考|招|师)生"
    r"|(?:账|帐|开|落|每|门|入|农|用|按|分|一|到|立|销|上)户"
    r"|(?:动|全|党|成|委|会|人|学|职|定|满|超|缺|裁|官|议|随|复|退|兵|海)员|(?:出|老|教)师"
    r"|(?:有关|相关|其他|各类|所有|全体|本单位|工作|上述|符合条件的?|退休|在职|离休)(?:人员|职工)"
)
# 户 of 脱贫户, 员 of 巡河员, where the word before it was read by itself.
_JOINED_END = re.compile(r"\A(?:人员|员(?![工额])|户(?![口籍外]))")
_PAYING = re.compile("承担|分担|负担|出资|配套|出(?=几|多少)")
#   matches   省财政承担多少 | 个人负担比例 | 由市级出多少
_PAYER = re.compile(
    r"(?P<payer>中央|省|自治区|市|州|县区|区县|县|区|乡镇|村)(?:级|本级)?财政|(?P<other>个人|单位|企业|用人单位|集体|学校|家庭|机构)"
    r"(?=(?:应|要|需|须|得|各|自己|部分)?(?:承担|分担|负担|出资|配套))"
)


def unnamed_holder(asked: Asked, outwards: Sequence[str], context: str) -> bool:
    """Whether the question's holder, 网格员, stands nowhere in the context while the figure is that of another, 护理员.

    `outwards`: what is said about the figure, from the nearest words to the title; `context`: clause, headings, title.
    """
    joined = [f"{w}{m.group()}" for w in asked.words for m in _JOINED_END.finditer(asked.text.partition(w)[2], 0, 2)]
    wanted = [w for w in (*asked.words, *joined) if _is_holder(w)]
    if not wanted or any(_stands(word, context) for word in wanted):
        return False
    return any(_is_holder(m.group()) for text in outwards for m in _NOUN.finditer(text))


# 教育局, 卫健委, 城关镇: a body by what it is called.
_BODY = re.compile(r"[\u4e00-\u9fff]{1,8}(?:局|卫健委|发改委|经信委|厅|街道|镇|分公司|学院|医院)")


# 辽宁大学, 丽水医院: a body that bears a place's name is not the place.
_NAMED_AFTER = ("大学", "学院", "医院", "师范", "集团")


def unnamed_body(asked: Asked, context: str) -> bool:
    """Whether a number of a body's own is asked for, 教育局几名, and the clause, what governs it and the issuers never name it."""
    own = [f"{name}{kind}" for name in asked.region_names for kind in _NAMED_AFTER if f"{name}{kind}" in asked.text]
    if own and not any(name in context for name in own):
        return True
    bodies = [w for w in asked.words if _BODY.fullmatch(w)] if asked.counts or "名额" in asked.text else []
    return bool(bodies) and not any(way in context for word in bodies for way in (*ways_of(word), word[:-1]))


def _is_holder(word: str) -> bool:
    found = _NOUN.fullmatch(word)
    return found is not None and not _NO_HOLDER.search(word[-6:])


def _stands(word: str, context: str) -> bool:
    """Whether a holder is named in some way: by another word, or by what it does, 网格 for 网格员."""
    stem = re.sub(f"{_ENDS}$", "", word)
    return any(way in context for way in ways_of(word)) or (len(stem) > 1 and stem in context)


# 预备党员, 企业退休干部: which of them it is, right before what they are called.
_MODIFIED = re.compile(
    r"(?P<which>[\u4e00-\u9fff]{2})(?P<holder>党员|学员|委员(?!会)|老人|老年人|家庭|教师|职工|志愿者|队员|会员)"
)
_ANY_WHICH = re.compile(
    "其他|其余|离休|退休|离退|干部|全体|普通|一般|所有|老年|优秀|符合|以上|以下|支部|党组|每名|名|个|的|等|和|与|及|或|对|为|给|由|在职|正式|本|该|各|市|县|区|省"
)


def of_others_by_that_name(asked: Asked, setting: Setting, context: str) -> bool:
    """Whether 预备党员 are asked about, of whom nothing or another part of the sentence speaks, and a figure is that of 农民党员."""
    wanted = {
        (m["which"], m["holder"])
        for m in _MODIFIED.finditer(asked.text)
        if not _ANY_WHICH.search(m["which"]) and m["which"] in asked.words
    }
    named = [(which, holder, any(way in context for way in ways_of(which))) for which, holder in wanted]
    return any(
        m["holder"] == holder and not _ANY_WHICH.search(m["which"])
        for which, holder, stands in named
        for m in _MODIFIED.finditer(setting.own)
        if not any(way in setting.own for way in ways_of(which)) and (not stands or which in setting.whole)
    )


def wrong_payer(asked: Asked, setting: Setting) -> bool:
    """Whether it is asked what one named payer bears, 省财政承担多少, and a figure is not said to be borne by it."""
    payer = _PAYER.search(asked.text) if _PAYING.search(asked.text) else None
    if payer is None or asked.several:
        return False
    if payer["other"]:
        ways = (*ways_of(payer["other"]), *(("本人", "自") if payer["other"] == "个人" else ("单位",)))
        return not any(way in setting.whole for way in ways)
    level = payer["payer"]
    if level in ("县区", "区县", "县", "区"):
        level = r"(?:县\(?区?\)?|区县|县\(市、?区\)|区)"
    borne = rf"{level}(?:本?级)?(?:财政|承担|负担|分担)|{level}(?:本?级)?[、和与][^,;。]{{0,4}}财政|各级财政|财政全额"
    return re.search(borne, setting.part) is None
