"""Ways of speaking that mean one thing of the genre, and the one word that offices print for it: 坐车的钱 is 交通费.

A question is read in these words. What may mean one of two things stands in lexicon_lay.tsv instead, and only helps.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.model import Span
from qa.language.lexicon import word_edges

SPOKEN = Path(__file__).with_name("spoken.tsv")
# 坐车~: the ways to speak of what something costs.
_COSTS = ("的钱", "钱", "花的钱", "的花销", "的开销", "的那笔钱", "的费用")
# 讲几次情况 is said as 讲几回情况 too.
_AS_OFTEN = {"几次": ("几回", "几趟", "几遍", "多少次", "多少回"), "一次": ("一回", "一趟", "一遍")}
_TIMES = re.compile("几次|一次")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Reworded:
    """Words of a text in other words."""

    span: Span  # in the text
    word: str


@dataclass(frozen=True, slots=True)
class _Spoken:
    printed: dict[str, str]  # as said -> as printed; a word that stands for itself keeps shorter ones within it
    longest: dict[str, int]  # by its first character: the length of the longest


# How a whole sentence is put, where a list of words does not do; read after the list, in this order.
TURNS: tuple[tuple[re.Pattern[str], str], ...] = (
    #   matches   老人走了 | 离休干部没了以后 | 我爸不在了
    #   rejects   老人走了几里路 | 干部走了样 | 党员没了解情况
    (re.compile(r"(?<=[人部志员偶属爸妈父母爷奶子他她])(?:(?:走|没|不在|死)了|过世)(?=以后|之后|[,，。?？]|$|单位|家|要|给|的?[丧抚]|还|能|多|办|谁|在哪|向|后)"), "去世"),
    #   matches   离休干部去世，家里能拿多少钱 | 人去世了单位给家里多少: both of what is paid at a death
    #   rejects   去世了给多少丧葬补助费
    (re.compile(r"(?P<death>去世|逝世|病故)(?:了|的话|以后|之后|后)?[,，]?(?:单位|公家)?(?:(?:家里人?|家属|家人)(?:一共|总共|还|都)?(?:能|可以|会)?(?:拿|领|得)到?|给(?:家里人?|家属|家人))(?:多少|几个|什么|啥)(?:的?钱)?(?=[?？。]*$)"), r"\g<death>后丧葬补助费和抚恤金各是多少"),
    #   matches   过年慰问离休干部的东西值多少
    (re.compile(r"(?P<visit>慰问|看望|走访)(?P<whom>[^,，。?？的]{0,8})的?(?:东西|物件)"), r"\g<visit>\g<whom>慰问品"),
    #   matches   支委会多久碰一次头 | 隔多久碰头
    #   rejects   碰头会
    (re.compile(r"碰(?P<often>[一几]|多少)[次回]头"), r"召开\g<often>次会议"),
    (re.compile(r"碰头(?!会)"), "召开会议"),
    #   matches   总支二把手 | 党委的二把手
    (re.compile(r"(?<=[支部党委组])的?(?:二把手|二当家)"), "副书记"),
    #   matches   活动中心星期几不开门
    #   rejects   大厅周六不开门: an office is closed in other words
    (re.compile(r"(?P<place>(?:中心|馆|活动室|阅览室|大学|学校|球室)[^,，。?？]{0,8})(?:不开门|关着门|关门(?=[?？]?$))"), r"\g<place>闭馆"),
    #   matches   发现有人骗领打哪个电话
    (re.compile(r"(?P<why>(?:骗|冒领|作假|造假|套取|违规|乱收|贪|克扣)(?:(?!该|要)[^,，。]){0,6}[,，]?)(?:该|要|应该)?(?:打|拨)(?:哪个|什么|哪一个)电话"), r"\g<why>举报电话是多少"),
    (re.compile(r"(?:该|要|应该)?(?:打|拨)(?:哪个|什么|哪一个)电话(?!费)"), "咨询电话是多少"),
    #   matches   退休的党员凑够几个就能… | 学员满几个才开班
    #   rejects   党员有几个月没交党费
    (re.compile(r"(?<=党员|学员|人员|干部|同志|老人)(?:凑够|凑满|凑齐|凑足|够|满|有|到|达到)几个(?=就|才|可以|能|以上|[,，?？]|$)"), "满几名"),
    #   matches   党员过了多少就要分小组 | 过了几个人就得拆开
    #   rejects   过了多少天 | 过了几个月
    (re.compile(r"过了(?=(?:多少|几)(?:个人|人|名|个?党员|就|要|得|便))"), "超过"),
    #   matches   支部书记想领那个钱
    (re.compile(r"(?P<whose>(?:书记|委员|组长)[^,，。?？]{0,12})(?:那|这)(?:个|笔|份|点)钱"), r"\g<whose>补贴"),
    #   matches   去看望老干部的钱，市里掏几成
    (re.compile(r"(?P<visit>看望|走访|慰问|探望)[^,，。?？的]{0,8}的钱(?=[^。?？]{0,8}(?:掏|出|拿|承担|负担)(?:几成|百分之几|多少))"), r"\g<visit>经费"),
    #   matches   老年大学上了一周就退学，交的钱能退多少
    (re.compile(r"(?P<where>(?:大学|学校|课|班)[^。?？]{0,20})(?:交|缴)的(?:那?点?)钱"), r"\g<where>学费"),
    #   matches   带条宠物进活动中心让进吗: leave is asked for the whole of it
    (re.compile(r"带[着条只个](?=宠物)"), "携带"),
    (re.compile(r"(?P<act>[^,，。?？]{4,24})(?<![能会])(?:让不让|让|给|许|准)(?:进|带|去)(?:去|来)?(?:吗|不)?(?=[?？]?$)"), r"能\g<act>吗"),
    #   matches   查一回身体给多少钱: what it costs, and no frequency
    (re.compile(r"(?:检?查)一[次回趟]身体(?=[^,，。?？]{0,6}(?:钱|花|给|补|费|报))"), "体检"),
    (re.compile(r"(?:检?查)(?P<often>一|几|多少)[次回趟]身体"), r"体检\g<often>次"),
    #   matches   过了九十 | 上了八十岁 | 九十往上 | 八十开外
    #   rejects   过了九十天 | 过了八十人
    (re.compile(r"(?:过了|上了|满了)(?P<age>[六七八九]十|[6-9]0)周?岁?(?!大?寿|生日|[\d一二三四五六七八九十天年月日个人名元分多余])"), r"\g<age>岁以上"),
    (re.compile(r"(?P<age>[六七八九]十|[6-9]0)周?岁?(?:往上|朝上|开外|出头)"), r"\g<age>岁以上"),
    #   matches   五千块以上 | 300块钱
    (re.compile(r"(?<=[\d一二两三四五六七八九十百千万])块钱?(?![地田牌砖])"), "元"),
    #   matches   能报不 | 给发福利不？
    #   rejects   要不要 | 行不行 | 能分一点不
    (re.compile(r"(?<=[报销给发退管补领批换钱金利弄办去来用看带住进])不(?=[?？。]*$)"), "吗"),
)  # fmt: skip


def spoken_in(text: str, silenced: Collection[str] = ()) -> tuple[Reworded, ...]:
    """The ways of speaking in a text with the words that are printed, in its order, the longest first and none within another.

    `silenced` words stand for themselves. What is said begins where a word of the text begins (在最多给多少 nobody says 多给多少), and of two characters ends with one too.
    """
    said = (found for found in _said_in(text) if text[slice(*found.span)] not in silenced)
    return tuple(found for found in said if not _is_printed_there(text, found))


def _is_printed_there(text: str, said: Reworded) -> bool:
    """Whether the printed word stands there itself: 现场报 of 现场报名."""
    place = text.find(said.word)
    while place >= 0:
        if place <= said.span[0] and said.span[1] <= place + len(said.word):
            return True
        place = text.find(said.word, place + 1)
    return False


def _said_in(text: str) -> Iterator[Reworded]:
    spoken = _spoken()
    for run in _HAN_RUN.finditer(text):
        words, at = run.group(), 0
        while at < len(words):
            end = _end_of_spoken(words, at, spoken)
            if end:
                yield Reworded((run.start() + at, run.start() + end), spoken.printed[words[at:end]])
            at = end or at + 1


def _end_of_spoken(words: str, at: int, spoken: _Spoken) -> int:
    """Where the longest way of speaking ends that begins here; 0 where none begins."""
    longest = spoken.longest.get(words[at], 0)
    if not longest or at not in (edges := word_edges(words)):
        return 0
    ends = range(min(len(words), at + longest), at + 1, -1)
    return next((e for e in ends if words[at:e] in spoken.printed and (e - at > 2 or e in edges)), 0)


def _ways(listed: str) -> Iterator[str]:
    """A way of speaking as listed, with those that it stands for: 坐车~ and 讲几次情况."""
    if listed.endswith("~"):
        yield from (f"{listed[:-1]}{cost}" for cost in _COSTS)
        return
    yield listed
    if times := _TIMES.search(listed):
        yield from (f"{listed[: times.start()]}{often}{listed[times.end() :]}" for often in _AS_OFTEN[times.group()])


@lru_cache(maxsize=1)
def _spoken() -> _Spoken:
    printed: dict[str, str] = {}
    for line in SPOKEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        said, word = line.split("\t")
        for way in said.split("、"):
            for each in _ways(way):
                printed.setdefault(each, word)
    longest: dict[str, int] = {}
    for way in printed:
        longest[way[0]] = max(longest.get(way[0], 0), len(way))
    return _Spoken(printed, longest)
