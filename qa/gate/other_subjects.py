"""Whether words about a figure say that it is another's: the other member of a pair, a sibling place, a plan, the past."""

from __future__ import annotations

import re

from ingest.figures.units import UnitKind
from ingest.regions import places_in
from qa.gate.asking import Asked, ways_of
from qa.gate.grounds import Ground
from qa.gate.measures import is_wanted
from qa.gate.nearness import HALF, share_of
from qa.gate.settings import Setting, values_in
from qa.language.contrast import fits_condition
from qa.language.sentences import sentences_of, squeezed_text
from qa.language.values import is_replaced

# 门球场、游泳馆不列入本次改造,|游泳馆估算投资650万元: of things named together, the one that a figure's part repeats.
_ROW = re.compile(r"[\u4e00-\u9fff]{2,}(?:[、和与及或][\u4e00-\u9fff]{2,})+")
_JOINT = re.compile("[、和与及或]")
_HEAD = 3  # characters by which a member is known again


def is_of_its_neighbour(asked: Asked, setting: Setting) -> bool:
    """Whether the sentence names what is asked about beside another thing, and the figure's own part only the other."""
    before, _, part = setting.whole[: setting.value.start].rpartition(",")
    if len(part) < _HEAD:
        return False
    for row in _ROW.findall(before):
        members = _JOINT.split(row)
        named = [[w for w in asked.telling if m.endswith(w) or m.startswith(w)] for m in members]
        wanted = [w for words in named for w in words]
        if not wanted or any(share_of(word, part) > HALF for word in wanted):
            continue
        if any(not words and m[:_HEAD] in part for words, m in zip(named, members, strict=True)):
            return True
    return False


_NUMBER = re.compile(r"[\d一二三四五六七八九十百]")
_CASE = re.compile("的,")
_NOTHING = re.compile("不予|不再|不得|不发|不退|不享受|停发|取消|免")


def is_said_without_it(asked: Asked, setting: Setting, ground: Ground, governing: str) -> bool:
    """Whether a later sentence of the clause, without such a figure, says what the question says and the figure's does not.

    先进工作者颁发证书,不发奖金 behind 先进个人发放奖金1000元; 居住在农村的,按80%执行 behind 每月700元.
    """
    near = f"{setting.lead}{setting.opening}{setting.before}{setting.whole}{governing}"
    missing = [w for w in asked.telling if share_of(w, near) <= HALF]
    if asked.several or setting.value.day is not None:
        return False
    unconditional = _NUMBER.search(asked.text) is not None and fits_condition(asked.text, setting.part) is None
    if not missing and not unconditional:
        return False
    for sentence in sentences_of(ground.clause.text)[setting.sentence + 1 :]:
        if any(is_wanted(value, asked) for value in values_in(sentence.squeezed)):
            continue
        if unconditional and fits_condition(asked.text, sentence.squeezed) and _NOTHING.search(sentence.squeezed):
            return True  # 第五周起不予退费, where the sixth is asked about
        if not missing:
            continue
        own_case = _CASE.search(sentence.squeezed) or _NOTHING.search(sentence.squeezed)
        said = f"{sentence.squeezed}{governing}{near if own_case else ''}"
        if all(share_of(w, sentence.squeezed) > HALF for w in missing) and all(
            share_of(w, said) > HALF for w in asked.telling
        ):
            return True
    return False


# 扣多少, 退多少: what is done with money, and how a share says that it is done.
_DOINGS = (
    (re.compile("扣"), re.compile("扣|核减|减")),
    (re.compile("赔"), re.compile("赔|补偿")),
    (re.compile("退(?!休|役|伍|职|学)|返还"), re.compile("退(?!休|役|伍|职|学)|返|归还")),
    (
        re.compile("承担|负担|分担|出(?=多少|几)"),
        re.compile("承担|负担|分担|出|负责|由|拨|补助|补贴|资助|自付|自筹|支付"),
    ),
)


def is_done_as_asked(asked: Asked, setting: Setting) -> bool:
    """Whether a share's own part says that with money is done what the question asks: 核减20% for 扣多少."""
    share = setting.value.kind is UnitKind.SHARE and UnitKind.MONEY in asked.kinds and len(asked.kinds) == 2
    return share and any(done.search(asked.text) and how.search(setting.part) for done, how in _DOINGS)


def is_share_of_another_doing(asked: Asked, setting: Setting, headings: str) -> bool:
    """Whether a share answers what is asked as a sum, 扣多少, and its sentence says of nothing that it is so done."""
    if setting.value.kind is not UnitKind.SHARE or UnitKind.MONEY not in asked.kinds or len(asked.kinds) > 2:
        return False
    said = [how for done, how in _DOINGS if done.search(asked.text)]
    return bool(said) and not any(how.search(text) for how in said for text in (setting.whole, setting.lead, headings))


# 八、问:比赛什么时候报名?: what a printed question asks of.
_PRINTED = re.compile(
    r"(?:问[:：])?(?P<what>[\u4e00-\u9fff]{2,6}?)(?:从|在)?(?:什么时候|何时|几号|多少|怎么|哪里|由谁|谁)[^?？]*[?？]?$"
)


def is_asked_of_another(asked: Asked, ground: Ground) -> bool:
    """Whether the question printed over a clause asks the same of another thing than the question: 比赛 for 讲座报名."""
    if not ground.clause.path or not ground.clause.path[-1].rstrip().endswith(("?", "？")):
        return False
    found = _PRINTED.search(squeezed_text(ground.clause.path[-1]))
    if found is None:
        return False
    context = squeezed_text("".join((*ground.clause.path, ground.clause.text, ground.document.title or "")))
    own = [w for w in asked.telling if w not in asked.event]
    return (
        bool(own)
        and not any(share_of(word, context) > HALF for word in own)
        and not any(share_of(word, found["what"]) > HALF for word in asked.words)
    )


# 干满几年才不用退: when something need not be done.
_NEED_NOT = re.compile(r"(?:不用|不必|无需|无须|不需要?|可以?不|免于)(?:再|去|来)?(?P<act>[退交缴报还补赔考认参体])")
_DENIES = re.compile("不|免|无[须需]|停")


def is_when_it_must(asked: Asked, setting: Setting) -> bool:
    """Whether it is asked when something need not be done, and what stands behind the figure is that it must: 满3年的,退还一半."""
    asks = _NEED_NOT.search(asked.text)
    rule = setting.whole[setting.value.end :].rpartition("的,")[2]
    return asks is not None and asks["act"] in rule and _DENIES.search(rule) is None


# What a document says of a plan that it does not carry out.
_NOT_DECIDED = re.compile(
    r"暂[不缓](?:调整|提高|实施|执行|变动|增加|降低|列入)|不予(?:采纳|同意|调整)|未(?:获|予)?(?:通过|采纳|同意)|维持(?:现行|原)(?:标准|规定)|另行研究|提交[^,。;]{0,8}研究|征求意见"
)
_ASKS_OF_PLAN = re.compile("建议|拟|打算|计划|讨论|设想|方案|提议|想要?")


def is_not_decided(asked: Asked, setting: Setting) -> bool:
    """Whether a sentence says that what it speaks of is not carried out: the figure that was to come holds nothing yet."""
    return _NOT_DECIDED.search(setting.whole) is not None and _ASKS_OF_PLAN.search(asked.text) is None


def is_only_planned(asked: Asked, setting: Setting) -> bool:
    """Whether a figure is what something was to become, where the sentence says that it stays: 提高到1000元的建议,暂不调整."""
    span = (setting.value.start, setting.value.end)
    if not is_not_decided(asked, setting) or is_replaced(setting.whole, span, asked.text):
        return False
    return _BECOMES.search(setting.whole[: setting.value.start + 1]) is not None


_BECOMES = re.compile(
    r"(?:调整|提高|提升|增加|上调|下调|降低|减少|延长|缩短|[调提增降升改])(?:为|到|至|成)[^,。;]{0,6}$"
)

# 往年表彰情况, 过去只有60元: of a time that is over.
_PAST_HEADING = re.compile("往年|历年|以往|上(?:一)?年度?(?:情况|完成)|去年|前年")
_PAST = re.compile("^(?:[(（]?[一二三四五六七八九十\\d]{1,3}[)）、.])?(?:往年|以往|此前|过去)")
_ASKS_PAST = re.compile("往年|历年|以往|上年|上一年|去年|前年|过去|以前|此前|原来|原先")


def is_of_the_past(asked: Asked, setting: Setting, headings: str) -> bool:
    """Whether a figure is of years that are over, by its heading or its sentence, and the question names none of them."""
    if asked.years or _ASKS_PAST.search(asked.text):
        return False
    return bool(_PAST_HEADING.search(headings) or _PAST.search(setting.own) or _PAST.search(setting.whole))


# What is ruled for each and all, and not counted of the whole.
_RULES_EACH = re.compile("每|均|各(?!县|区|市)|标准|条件|不少于|不超过|不低于|至少|最[多高]|一般")


# 学校共有党支部26个: what one body has, and not a place.
_OF_ONE_BODY = re.compile(
    r"(?:^|[,;:])(?:我|本|全)?(?P<body>校|院|学校|学院|医院|公司|集团|社区|街道|单位|机关|小区|中心)(?:现|共|有|内|离退休|的|老)"
)


def is_of_one_body(asked: Asked, setting: Setting) -> bool:
    """Whether a number of a place's is asked for, and the sentence counts what one school or company has."""
    if not asked.places or not asked.counts:
        return False
    found = _OF_ONE_BODY.search(setting.whole[: setting.value.start])
    return found is not None and not _NAMES_BODY.search(asked.text) and not _RULES_EACH.search(setting.own)


_NAMES_BODY = re.compile("大学|学院|学校|医院|公司|集团|社区|街道|单位|小区|中心|[本我全该]校")


def is_of_the_whole(asked: Asked, setting: Setting, ground: Ground) -> bool:
    """Whether a clause counts place by place and a figure is that of all together: of 全市20个 a county has its own or none.

    Only for a place below that of the notice.
    """
    if _RULES_EACH.search(setting.own) or setting.value.day is not None:
        return False
    listed = [m.place for m in places_in(ground.clause.text)]
    return any(
        place.level is other.level and place.parent == other.parent for place in asked.places for other in listed
    )


# 开学后|两周内: a time that is counted from what is asked for says not when that is.
def is_counted_from_it(asked: Asked, setting: Setting) -> bool:
    """Whether a time is counted from the very event whose own time is asked for."""
    if setting.value.kind not in (UnitKind.PERIOD, UnitKind.DAY) or not asked.at_what_time:
        return False
    before = setting.own[: max(0, setting.own.find(setting.value.text))]
    said = "|".join(re.escape(way) for word in asked.event for way in ways_of(word))
    if not said or setting.value.day is not None:
        return False
    return re.search(rf"(?:{said})(?:之?[后前起]|以[后前]|期满|届满)(?:的|第)?$", before) is not None
