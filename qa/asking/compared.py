"""A question of several places or editions (甲市和乙县的补贴哪个高, 新旧标准有什么变化): what it asks of each alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.model import Span
from qa.language.editions import OF_CHANGE
from qa.model import FilterKind, Interpretation

MOST_PLACES = 4
NEW_AND_OLD = "新旧"
ALL_PLACES = "各地"
# 各地对…的标准 | 各市 | 省市县三级对… | 省、市、县分别怎么定的
_ALL_PLACES = re.compile(
    r"(?:各(?:地区?|省份?|市(?!场)州?|县区?)|省、?市、?(?:[和与]?县区?、?)?(?:[和与]?乡镇?)?(?:[两二三四]级|各级|(?=分别|各[是有怎]|对)))(?:之间|的|对(?!比))?"
)
LONGEST_QUALIFIER = 8  # characters of 市直单位, 城区标准 behind a place
# What stands between two places that are named side by side: a word or two of the first (省直), and the joint.
#   matches   、| 和 | 市直、 | 省定标准和 | 以及
#   rejects   的补贴多少，和 (asked of the first already)
_JOINT = re.compile(r"(?P<qualifier>[^，,；;。？?的]{0,8}?)\s*(?:、|以及|和|与|跟|同|及|对比|比)\s*")
_QUALIFIER = re.compile(r"[省市州县区乡镇]?(?:里|直(?:单位|机关|属)?|级(?:单位|机关)?|本级)?")
# How many places there were, said again behind the last.
#   matches   三级对…  两地的…  两个市各…
#   rejects   两年一次
_COUNTED = re.compile(r"^\s*(?:这?[两二三四]个?(?:地方|省份?|市|县|地|级|家|处))?\s*")
# Words of comparing, which ask nothing of one place alone.
#   matches   哪个高 | 谁的更严 | 一样吗 | 有什么区别 | 对比一下 | 差多少 | 各是怎么定的 | 各有什么规定
#   rejects   哪个部门 | 各单位 | 有什么材料
_COMPARING = re.compile(
    r"""(?x)
      (?: 谁 | 哪(?:个|里|边|儿|一?[省市县地家]) ) 的? (?:更|比较|最)? (?:高|低|多|少|大|小|长|短|早|晚|严|宽松?) (?:一[些点]|些|点)? (?=[？?。，,\s]|$)
    | (?:高|低|多|少|严)(?:一[些点]|些|点)?的是(?:谁|哪[个里儿]?)
    | (?:是否|是不是|都)? (?:一样|相同|一致) (?:吗|么|不)? (?=[？?。，,\s]|$)
    | 有 (?:什么|何|哪些|啥|没有)? (?:不同|区别|差别|差异|异同|不一样) (?:吗|之处|的地方)? | (?:区别|差别|不同)在哪里?
    | 相?差(?:了)?(?:多少|几[\u4e00-\u9fff]?) | (?:高|低|多|少)(?:出|了)?多少 (?=[？?。，,\s]|$)
    | (?:作?一?个?(?:对比|比较)|相比|对照)(?:一下)?
    """
)
#   matches   分别是多少 | 各有什么要求 | 各允许花在哪里
#   rejects   各单位 | 各类人员 | 分别管理
_EACH = re.compile(r"(?:分别|各自|各)(?=是|为|有|多[少高大久长]|几|怎|如何|要求|规定|允许|可以?|能|需)")
# How it is laid down, where a figure is what is laid down: 年龄有什么规定, 补贴是怎么定的, 学时的要求.
_LAID_DOWN = re.compile(r"(?:有(?:什么|哪些|何|啥)(?:样的)?|是?(?:怎么|如何|怎样)|的)(?:要求|规定|定)的?[？?。\s]*$")
_FIGURED_NOUN = re.compile(
    r"(?:标准|补贴|补助|津贴|[\u4e00-\u9fff]费|[\u4e00-\u9fff]{2}金|额度|限额|金额|总额|数额|定额|保额|比例|次数|人数|年龄|岁数|学[时分]|课时|期限|时限|面积|天数|起付线)$"
)
# Words of what became of a rule; without them the question asks for the rule itself.
#   matches   前后两个办法有什么变化 | 新旧办法有哪些不同 | 老办法和新办法各 | 涨了多少 | 调整后变成多少
_OF_EDITIONS = re.compile(
    r"""(?x)
      [老旧新]的?(?:办法|规定|文件|政策|版)? (?:和|与|跟|、) [老旧新]的?(?:办法|规定|文件|政策|版)?
    | (?:比|跟|和|与)? (?:以前|过去|原来|原先|老办法|旧办法|老规定|旧规定) (?:相比|比)?
    | (?:新旧|新老|前后) (?:[两二]个?|[两二]份|[两二]版)? (?:的|办法|规定|文件|版本?|政策)*
    | (?:有|发生|做|作)了? (?:什么|哪些|何|啥|没有)? (?:变化|变动|改动|调整|改变) (?:吗|没有)?
    | (?:涨|提高|降低?|增加|减少|上调|下调) (?:了|到|至|为)+ (?:多少|几)?
    | (?:变|改|调整?) (?:成|为|到|至)? 了? (?:多少|什么)
    """
)
_ASKS = re.compile(r"多少|几(?=[^乎何])|多[大高久长]|哪|什么|谁|何|怎|如何|吗|是否|有没有|([\u4e00-\u9fff])不\1")
_BARE = re.compile(r"(?:是|为|有)?多少[？?。\s]*$")


def asked_of_each_place(question: str, interpretation: Interpretation) -> tuple[tuple[str, str], ...]:
    """Each place that a question names side by side with others and the question of it alone; () for one place.

    Words of comparing become those that ask it of one: 哪个高 and 一样吗 want the figure of each.
    """
    text = question.strip()
    places = [f.span for f in interpretation.filters_of(FilterKind.REGION) if not f.is_elsewhere]
    joined = _side_by_side(text, _whole_names(places))
    if joined is None:
        return ()
    head, members, tail = joined
    asked = _of_one(_COUNTED.sub("", tail))
    if head and _ASKS.search(head) and (not asked or _BARE.fullmatch(asked)):
        head = head.rstrip("，,：: ")  # 每年几次，甲市和乙市各是多少
        return tuple((member, f"{member}{head}") for member in members)
    return tuple((member, f"{head}{member}{asked}") for member in members)


def asked_of_all_places(question: str) -> str:
    """The figure asked for where a question wants to know how all places lay it down (各地是怎么定的); "" for others."""
    if not _ALL_PLACES.search(question):
        return ""
    rest = _ALL_PLACES.sub("", question.strip())
    bare = _of_one(rest)
    return f"{ALL_PLACES}{bare}" if bare.endswith("是多少") and not _BARE.search(rest) else ""


def _whole_names(places: Sequence[Span]) -> list[Span]:
    """The places with those that are written as one (浙江丽水) as one."""
    names: list[Span] = []
    for start, end in places:
        if names and start <= names[-1][1]:
            names[-1] = (names[-1][0], max(end, names[-1][1]))
        else:
            names.append((start, end))
    return names


def asked_of_editions(question: str) -> str:
    """The rule itself asked for where a question wants to know how it changed; "" where it names no figure, or no change.

    新旧 stays in front, so that every edition speaks.
    """
    if not OF_CHANGE.search(question):
        return ""
    bare = _of_one(_OF_EDITIONS.sub("", question.strip()))
    changed = bare != question.strip().rstrip("？?。，, ")
    return f"{NEW_AND_OLD}{bare}" if changed and (_BARE.search(bare) or bare.endswith("多少元")) else ""


def _side_by_side(text: str, places: Sequence[Span]) -> tuple[str, list[str], str] | None:
    """What stands before the places, each of them with the words that belong to it, and what stands behind them all."""
    if not 2 <= len(places) <= MOST_PLACES:
        return None
    members: list[str] = []
    qualifier = ""
    for (start, end), (following, _) in pairwise(places):
        joint = _JOINT.fullmatch(text, end, following)
        if joint is None:
            return None
        qualifier = joint["qualifier"] or qualifier
        members.append(text[start:end] + joint["qualifier"])
    start, end = places[-1]
    own = _own_words(qualifier, text[end:])
    members.append(text[start : end + own])
    return text[: places[0][0]], members, text[end + own :]


def _own_words(qualifier: str, behind: str) -> int:
    """How many characters behind the last place belong to it, as 省直 does to the first: 县直 of 县直的补贴."""
    if not qualifier:
        return 0
    if _QUALIFIER.fullmatch(qualifier) and (found := _QUALIFIER.match(behind)):
        return found.end()
    place = behind[:LONGEST_QUALIFIER].find(qualifier[-2:])
    return place + len(qualifier[-2:]) if place >= 0 else 0


def _of_one(words: str) -> str:
    """The words behind the places as they ask it of one: 补贴哪个高 becomes 补贴是多少."""
    bare = _EACH.sub("", _COMPARING.sub("", words)).strip("？?。，, ")
    figure = _LAID_DOWN.sub("", bare).rstrip("，,")
    if _FIGURED_NOUN.search(figure) and not _ASKS.search(figure):
        return f"{figure}是多少"
    return bare if figure == bare else f"{figure}的规定"
