"""Places that a question names: by their names, by the letters that codes begin with, by the level of the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Span
from ingest.regions import WHOLE_COUNTRY, place_of_chain, places_in
from qa.asking.place_names import name_of, read_doubtful_names
from qa.language.late_pattern import LatePattern

# The provinces by one character. Those of _WORDS_TOO are common characters as well and count beside others only.
LETTERS = {
    "京": "北京", "津": "天津", "冀": "河北", "晋": "山西", "蒙": "内蒙古", "辽": "辽宁", "吉": "吉林", "黑": "黑龙江",
    "沪": "上海", "苏": "江苏", "浙": "浙江", "皖": "安徽", "闽": "福建", "赣": "江西", "鲁": "山东", "豫": "河南",
    "鄂": "湖北", "湘": "湖南", "粤": "广东", "桂": "广西", "琼": "海南", "渝": "重庆", "川": "四川", "蜀": "四川",
    "黔": "贵州", "贵": "贵州", "滇": "云南", "云": "云南", "藏": "西藏", "陕": "陕西", "甘": "甘肃", "陇": "甘肃",
    "青": "青海", "宁": "宁夏", "新": "新疆",
}  # fmt: skip
_WORDS_TOO = "吉黑桂川贵云藏甘青宁新苏蒙津"
_ANY = "".join(LETTERS)
_ALONE = "".join(c for c in _ANY if c not in _WORDS_TOO)
_EDGE = r"[\s,，、;；:：?？/]"

# Letters that can be nothing but regions where they stand.
#   matches   鲁 补贴标准 | 在鲁 | 鲁、浙两省 | 苏浙沪 | 鲁和浙的规定 | 京津冀三地
#   rejects   浙里办 | 苏式 | 京沪高铁 | 云贵高原 | 川菜 | 鲁莽
_LISTED = LatePattern(
    rf"""(?x)
    (?<![\u4e00-\u9fff]) (?P<joined> [{_ANY}] (?: \s*[、/和与]\s* [{_ANY}] )+ )
        (?= $ | {_EDGE} | [两三四五] (?:省|地|市|家) | 各?省 | 各?地(?!铁) | 的 | 对比 | 比较 | 相比 | 分别 | 关于 | 有 | 怎么 | 如何 | 哪 | 对 )
    | (?<![\u4e00-\u9fff]) (?P<adjacent> [{_ANY}]{{2,5}} )
        (?= $ | {_EDGE} | [两三四五] (?:省|地|市|家) | 各省 | 各?地区 | 等地 | 对比 | 比较 | 分别 | 的(?:规定|文件|标准|政策|做法) )
    | (?<![\u4e00-\u9fff]) (?P<several> [{_ANY}]{{3,5}} ) (?! [{_ANY}高铁线路边区干渠话菜剧] )"""
)
_SINGLE = LatePattern(
    rf"(?x) (?: ^ | (?<={_EDGE}) | (?<=\s在) | ^在 | (?<=\s) ) (?P<letter>[{_ALONE}])省? (?= {_EDGE} | $ )"
)

# The level whose documents are meant, and not a body, a prize or a budget of that level.
#   matches   省级文件 | 市级层面的规定 | 县级有哪些办法 | 中央文件 | 国家层面 | 省里出台的
#   rejects   依据的中央文件 | 国家规定的标准 | 省级表彰 | 县级以上 | 市级机关培训费办法 | 省级财政
_LEVEL = LatePattern(
    r"""(?x) (?<![的据彻实行用照合反达习级]) (?P<level> 省部?级 | 地?市级 | 县(?:市区|区)?级 | 区县级 | 中央 | 国家 | 全国性? | 省里 | 市里 | 县里 )
    (?: 层面 (?:上)? (?:的|出台的?|制定的?)? | (?<!中央) (?<!国家) 的? (?= 文件 | 政策 | 规定(?!的) ) | 的? (?= 文件 | 有(?:哪些|什么)(?:文件|规定|政策|办法|通知) )
      | (?<=里) 的 (?= (?:实施|指导)?(?:意见|方案|办法) (?!不|是|要) | 通知 | 决定 | 条例 | 细则 | 政策 | 规定 | 公告 | 批复 )
      | (?<=里) (?= \x00+ (?:出台|印发|下发|发)? 的 (?:文件|通知|意见|办法|方案|决定|政策|规定) )  # a year, read before
      | (?:出台|印发|下发|发)的? (?= 文件|政策|规定|通知|意见|办法|方案|哪些|什么 ) )"""
)
_LEVELS = {"省": "省", "地": "市", "市": "市", "县": "县", "区": "县", "中": "中央", "国": "中央", "全": "中央"}


# A place that is not wanted.
#   matches   浙江以外 | 除了浙江还有哪些 | 除浙江外 | 浙江除外 | 不是浙江的
#   rejects   是不是浙江的 | 不是浙江的吗
_NOT_OF = LatePattern(r"(?:除去?了?|不含|不包括|排除|(?<![是而])不是|不要|非)\s*$")
_NOT_OF_END = LatePattern(r"(?:以外|之外|除外)的?|外的?(?=[,，、\s还其])")
_DOUBT_AT_END = LatePattern(r"的?(?:吗|么|吧|[?？])")
# A place of a person's life, which says nothing of whose rules are meant.
#   matches   在浙江工作过的 | 新疆籍学员 | 老家在浙江 | 祖籍山东
#   rejects   在浙江工作的 | 户籍在浙江 | 山东籍贯管理
_LIVED = LatePattern(r"(?:工作|任职|服役|当兵|上学|读书|插队|下乡|参军|生活|居住)过|籍(?!贯)")
_HOME = LatePattern(r"(?:老家|祖籍|籍贯|出生地?)(?:在|是|于|为)?\s*$")
# 陕西省|委老干部局 is 省委老干部局 of 陕西: what names the place as well begins the name of its body.
_SEAT = LatePattern(r"[委府直](?!托|员|派)")


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A place of the question."""

    span: Span
    name: str  # short name: 山东, 仪征
    wanted: bool = True  # False: 浙江以外


@dataclass(frozen=True, slots=True)
class AskedLevel:
    """A level of the question."""

    span: Span
    level: str  # 中央 省 市 县, as documents have it


def read_places(text: str, known_chains: Sequence[str]) -> list[AskedPlace]:
    """Places named in a folded question, in its order.

    `known_chains` are the region chains of the library: a name that the gazetteer does not know is read as a region
    when one of them ends with it. 全国 says of what kind (全国表彰大会), not where to look.
    """
    found = [AskedPlace(m.span, name_of(m.place)) for m in places_in(text) if m.place is not WHOLE_COUNTRY]
    found += _letters(text, [p.span for p in found])
    found += [AskedPlace(p.span, p.name) for p in read_doubtful_names(text, known_chains, [p.span for p in found])]
    for chain in known_chains:
        if place_of_chain(chain) is not None:  # the gazetteer has read it, or had its reasons not to
            continue
        for length in range(min(4, len(chain)), 1, -1):
            tail = chain[-length:]
            if any(tail in place.name for place in found):
                continue
            if spans := [m.span() for m in re.finditer(re.escape(tail), text)]:
                found += [AskedPlace(span, tail) for span in spans]
                break
    return sorted(found, key=lambda place: place.span)


def asked_places(text: str, places: Sequence[AskedPlace]) -> list[AskedPlace]:
    """The places that say whose documents are meant, or not meant; their spans with the words that say so."""
    found = []
    for place in places:
        start, end = place.span
        if (_LIVED.match(text, end) and (text[end] == "籍" or text[:start].endswith("在"))) or _HOME.search(
            text[:start]
        ):
            continue
        before, after = _NOT_OF.search(text[:start]), _NOT_OF_END.match(text, end)
        if (before and not _DOUBT_AT_END.match(text, end)) or after:
            span = (before.start() if before else start, after.end() if after else end)
            found.append(AskedPlace(span, place.name, wanted=False))
            continue
        if end - start > 2 and text[end - 1] in "省市县区州旗" and _SEAT.match(text, end):
            end -= 1
        found.append(AskedPlace((start, end), place.name))
    return found


def _letters(text: str, taken: Sequence[Span]) -> list[AskedPlace]:
    if not any(c in LETTERS and not any(a <= i < b for a, b in taken) for i, c in enumerate(text)):
        return []
    found: list[AskedPlace] = []
    for match in (*_LISTED.finditer(text), *_SINGLE.finditer(text)):
        for place in range(*match.span()):
            inside = any(a <= place < b for a, b in taken) or any(p.span[0] == place for p in found)
            if text[place] in LETTERS and not inside:
                found.append(AskedPlace((place, place + 1), LETTERS[text[place]]))
    return found


def read_levels(text: str) -> list[AskedLevel]:
    """Levels whose documents a folded question wants."""
    if not any(word in text for word in ("级", "国", "中央", "里")):
        return []
    return [AskedLevel(m.span(), _LEVELS[m["level"][0]]) for m in _LEVEL.finditer(text)]
