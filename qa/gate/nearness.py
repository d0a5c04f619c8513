"""How near a figure stands to the words of a question: what is said of it, and what is said of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from qa.gate.asking import Asked, ways_of
from qa.gate.settings import Setting, names_its_own
from qa.language.signs import OF_THE_WHOLE
from qa.language.values import without_names

# What a pair of characters counts by where it stands.
OWN, INHERITED, LEAD, OPENING, BEFORE, LATER, STRANGERS = 1.0, 0.9, 0.8, 0.2, 0.3, 0.25, 0.2
TITLED = 0.75  # of words that the title says of all of it
CARRIED = 0.1  # of words that go on to hold for a later figure
OF_THE_MEMBER = 0.8  # of words that open the member of a list in which a figure stands
HALF = 0.4  # of a word's pairs: a compound that is printed for the most part
OF_COUNTED_BY_TITLE = 0.15  # a title that names what is counted says little of one figure of many
OF_ANY_SUM = 0.2
SUM_NAMES = ("补贴", "补助", "津贴", "经费", "费用", "资金", "金额", "标准")
SINGLE = 0.4  # a character by itself: 新 of 新学员
OTHER_WORDS = 0.8  # another word for the same
# Characters that stand in every sentence of figures and tell none apart.
_IDLE = frozenset(
    "的了和与及或在为按每人月年日元个次不于低超过最少多高至以上下内一二三四五六七八九十百千万名几是有由对其中要应可得给发领建办做,.。;:()、第条标准"
)

_BREAKS = frozenset("的了和与及或在为是有由对,.。;:()、第几每个名位次月年天日人元")


# 一般离休干部 are those that a scale calls 其他.
_OF_THE_REST = re.compile(r"(?:一般|普通|其它|别的)(?=[离退老]|干部|人员|工作人员|职工|党员|教师|学员|家庭)")


@lru_cache(maxsize=512)
def grams_asked(asked: Asked) -> Mapping[str, float]:
    """The pairs and single characters of the question that may tell figures apart, with what each counts."""
    grams: dict[str, float] = {}
    for stretch in asked.matter:
        for i, character in enumerate(stretch):
            if character not in _IDLE:
                grams.setdefault(character, SINGLE)
            pair = stretch[i : i + 2]
            if len(pair) == 2 and not any(c in _BREAKS for c in pair):
                grams[pair] = 1.0
    for word in asked.words:
        if len(word) == 2 and word[0] not in "一每" and word[1] not in "了过着":
            grams.setdefault(word, 1.0)
        for way in ways_of(word)[1:]:
            if word in way:
                continue  # 先进个人 for 先进: what it says more is not asked
            for i in range(len(way) - 1):
                grams.setdefault(way[i : i + 2], OTHER_WORDS / max(1, len(way) - 2))
    for name in SUM_NAMES:  # every figure beside it is such a sum
        for gram in (name, *name):
            if gram in grams:
                grams[gram] = min(grams[gram], OF_ANY_SUM)
    if _OF_THE_REST.search(asked.text):
        grams |= {"其他": 1.0, "其余": 1.0}
    if "离退休" in asked.text:
        grams |= {"离休": 1.0, "退休": 1.0}
    return grams


@lru_cache(maxsize=8192)
def nearness(asked: Asked, setting: Setting, governing: str = "") -> float:
    """How much of the question is said of a figure, its own words counting most; `governing`: what is said of every figure there."""
    topic = STRANGERS if names_its_own(setting) else INHERITED
    places = (
        (_said(asked, setting.own), OWN), (setting.topic, topic), (governing, LEAD), (setting.earlier, STRANGERS), (setting.lead, LEAD), (setting.opening, OPENING),
        (setting.part, LATER), (setting.before, BEFORE),
    )  # fmt: skip
    return sum(
        weight * next((credit for text, credit in places if gram in text), 0.0)
        for gram, weight in grams_asked(asked).items()
    )


# 井道完工后|拨付40%: the case of one figure, which ends with it.
_OWN_CASE = re.compile(r".*(?:后|时|前|期间|的,|以上的?,?|以下的?,?)(?=.)")


@lru_cache(maxsize=8192)
def alone(asked: Asked, setting: Setting, other: Setting, governing: str = "", title: str = "") -> float:
    """How much of the question is said of a figure by its own words, and of another neither by its own nor by inheritance.

    What stood before the other in its sentence, or governs both, may go on to hold for it and tells little: 特需经费1000元
    after 离休干部公用经费2000元 is for 离休干部 too.
    """
    inherited = "" if names_its_own(other) else other.topic
    theirs = _said(asked, f"{other.own}\n{inherited}\n{other.lead}\n{other.opening}")
    own, before = _said(asked, setting.own), ""
    if setting.sentence != other.sentence and _bare_words(setting) == _bare_words(other):
        # 甲类资助320元,个人缴80元;乙类资助240元,个人缴160元: what opens each member tells them apart
        theirs, before = f"{theirs}\n{_said(asked, other.earlier)}", _said(asked, setting.earlier)
    # What stands behind a figure is done or counted with it alone: 3月31日前报名单,4月14日开始体检.
    at = setting.own.find(setting.value.text)
    case = _OWN_CASE.match(setting.own[:at])
    if case and not _OWN_CASE.match(other.own[: other.own.find(other.value.text)]):
        case = None  # 占用通道的,对单位处5000元,对个人处500元: a case of both
    kept = f"{setting.own[at + len(setting.value.text) :]}{case.group() if case else ''}"
    goes_on = f"{other.earlier}\n{other.before}" if _is_named_alone(asked, other, setting) else ""
    carried = f"{goes_on}\n{governing}"
    return sum(
        weight
        * (TITLED if gram in title else 1.0)
        * (CARRIED if gram in carried and gram not in kept else 1.0 if gram in own else OF_THE_MEMBER)
        for gram, weight in grams_asked(asked).items()
        if (gram in own or gram in before) and gram not in theirs and not _said_outright(asked, gram, theirs)
    )


def _is_named_alone(asked: Asked, setting: Setting, other: Setting) -> bool:
    """Whether a figure's own words name something of the question that those of the other do not: 特需, 单 of 单职工."""
    own, theirs = setting.own, other.own
    if any(word in own and word not in theirs for word in asked.words):
        return True
    inside = "".join(asked.words)
    return any(
        pair in own and pair not in theirs and pair[0] not in inside and pair[1] in inside and pair[0] not in _IDLE
        for stretch in asked.matter
        for pair in (stretch[i : i + 2] for i in range(len(stretch) - 1))
    )


def _bare_words(setting: Setting) -> str:
    """A figure's own words without the figure."""
    return re.sub(
        r"[^\u4e00-\u9fff]|[一二三四五六七八九十百千万亿两半]", "", setting.own.replace(setting.value.text, "")
    )


def _said_outright(asked: Asked, gram: str, text: str) -> bool:
    """Whether a pair comes of another word for what a text names itself: 动室 of 活动室, beside 活动中心."""
    words = _words_behind(asked).get(gram, ())
    return bool(words) and all(word in text for word in words)


@lru_cache(maxsize=512)
def _words_behind(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    """The words of the question for whose other words alone a pair of characters counts."""
    found: dict[str, tuple[str, ...]] = {}
    for word in asked.words:
        for way in ways_of(word)[1:]:
            for pair in (way[i : i + 2] for i in range(len(way) - 1)):
                if not any(pair in stretch for stretch in asked.matter):
                    found[pair] = (*found.get(pair, ()), word)
    return found


# 不能自理 says nothing of who can; what bounds a figure denies nothing.
_DENIED = re.compile("[不未非没无](?!低|少|超|高|满|足|得|到|断|同|仅)[\u4e00-\u9fff]{1,3}")


def without_denied(text: str) -> str:
    """A text without what it says is not so: 不领工资."""
    return _DENIED.sub("", text)


def _said(asked: Asked, text: str) -> str:
    """The words that are said: names of documents and what is denied left out, unless the question denies it too."""
    plain = without_names(text)
    return plain if _DENIED.search(asked.text) else _DENIED.sub("", plain)


def covered(asked: Asked, setting: Setting, headings: str, title: str) -> float:
    """0..1: the share of the question's words that stand about a figure, nearer ones counting more."""
    words = asked.telling or asked.words
    if not words:
        return 1.0
    of_the_whole = 0.9 if OF_THE_WHOLE.search(setting.whole) else 0.3
    places = (
        (setting.own, 1.0), (setting.whole, 0.9), (setting.lead, 0.8), (headings, 0.7), (setting.opening, 0.7), (setting.before, 0.6),
        (setting.previous, 0.35),         (title, of_the_whole),
    )  # fmt: skip
    total = got = 0.0
    if asked.telling_unit and setting.value.quantity is not None:
        total, got = 3.0, 3.0 * (setting.value.quantity.unit == asked.telling_unit)
    for word in words:
        counted = word in asked.focus
        weight = float(min(4, len(word))) * (2.0 if counted else 1.0)
        total += weight
        got += weight * max(
            (
                min(credit, OF_COUNTED_BY_TITLE) * share
                if counted and text is title and not asked.of_effect
                else credit * share
                for text, credit in places
                if (share := share_of(word, text)) > HALF
            ),
            default=0.0,
        )
    return got / total


# 千名|老干部进校园: what is counted stands right behind the figure.
_COUNTED_BEHIND = re.compile(r"(?!以[上下内]|左右|的|参加|参与|进行|为|在|由|分|并|不|至|到|每|占)[\u4e00-\u9fff]{2}")


def counts_what_is_asked(asked: Asked, setting: Setting, headings: str, title: str) -> bool:
    """Whether what the question counts is named near a figure, or the question names nothing in particular.

    A figure that names right behind it what it counts counts nothing else: 千名老干部 are no 先锋 of the same sentence.
    """
    near = (setting.whole, setting.lead, setting.opening, setting.before, headings)
    if asked.counted and setting.value.quantity is not None:
        found = [any(share_of(word, text) > HALF for text in (*near, title)) for word in asked.counted]
        if sum(found) * 2 < len(found) or (sum(found) * 2 == len(found) and not found[-1]):
            return False
        at = setting.part.find(setting.value.text) + len(setting.value.text)
        if _COUNTED_BEHIND.match(setting.part, at) and not any(share_of(w, setting.part) > HALF for w in asked.counted):
            return False
    if not asked.counted and asked.focus and asked.unit in _THINGS and _counts_another(asked, setting):
        return False
    return not asked.focus or any(share_of(word, text) > HALF for word in asked.focus for text in near)


_THINGS = frozenset("个支家项所种")


def _counts_another(asked: Asked, setting: Setting) -> bool:
    """Whether a figure names right behind it what it counts, and that is none of what the question counts: 打造六个品牌."""
    at = setting.part.find(setting.value.text)
    behind = setting.part[at + len(setting.value.text) :]
    return _COUNTED_BEHIND.match(behind) is not None and not any(share_of(w, behind) > HALF for w in asked.focus)


_DENIALS = "未非无不"


def _only_denied(way: str, text: str) -> bool:
    """Whether a word stands in a text only behind 未 or 非: 备案 of 未备案."""
    if "未" not in text and "非" not in text:
        return False
    places = [m.start() for m in re.finditer(re.escape(way), text)]
    return all(at > 0 and text[at - 1] in "未非" for at in places)


@lru_cache(maxsize=32768)
def share_of(word: str, text: str) -> float:
    """0..1: how much of a word, or of another for the same, a text holds."""
    best = 0.0
    denied = word[0] in _DENIALS and len(word) > 2
    for way in ways_of(word):
        if way in text and not _only_denied(way, text):
            return 1.0 if way == word else OTHER_WORDS
        if denied or way in text:
            continue  # 办理备案 is no part of 未办理备案, nor the other way about
        pairs = [way[i : i + 2] for i in range(len(way) - 1)]
        if len(pairs) > 1:
            best = max(best, 0.9 * sum(p in text for p in pairs) / len(pairs))
    return best
