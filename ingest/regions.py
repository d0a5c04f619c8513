"""Places named in a text or a document number: provinces, cities and counties of China (GB/T 2260)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import add
from pathlib import Path

from ingest.model import Span

_TABLE = Path(__file__).with_name("regions.tsv")
_READ_OVER = Path(__file__).with_name("regions_read_over.txt")


class Level(StrEnum):
    """Rank of a place; districts of the four municipalities are 县."""

    CENTRAL = "中央"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"


@dataclass(frozen=True, slots=True)
class Place:
    """One administrative division, or the whole country."""

    code: str  # six digits of GB/T 2260; 000000 for the whole country
    full_name: str  # 仪征市
    short_name: str  # 仪征
    level: Level
    parent: Place | None
    chain: str  # short names from the province down: 江苏扬州仪征, 浙江丽水, 北京朝阳, 全国

    @property
    def lineage(self) -> tuple[Place, ...]:
        """The place itself, then what it lies in, up to the province."""
        return (self,) if self.parent is None else (self, *self.parent.lineage)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text."""

    place: Place
    span: Span


WHOLE_COUNTRY = Place("000000", "全国", "全国", Level.CENTRAL, None, "全国")
"""What central bodies issue for."""

# 民族自治地方 are called by what stands before the ethnic groups: 恩施土家族苗族自治州 is 恩施.
_GROUPS = (
    "汉|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|俄罗斯|鄂温克|德昂|保安|裕固|鄂伦春|独龙|各"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:(?:{_GROUPS})族?)+自治[区州县旗]")
# What people leave off. 旗 stays after a side or a colour (土默特左旗, 正蓝旗); a name of one character keeps its
# suffix (沙县, 东区).
_PLAIN = re.compile(
    r"(.{2,}?)族?(?:特别行政区|自治[区州县旗]|行政委员会|地区|林区|特区|新区"
    r"|(?<![左右前中后蓝白黄红])旗|盟|省|市|县|(?<!矿)区)"
)
_KEPT_WHOLE = frozenset({"市中区", "中市区", "东市区", "西市区", "南市区", "北市区", "市郊区", "新市区", "老城区"})
_OWN_SHORT_NAMES = {"新疆生产建设兵团": "兵团"}
_MORE_NAMES = {"新疆兵团": "新疆生产建设兵团", "内蒙": "内蒙古自治区"}

# A short name that goes on as the name of something else: another town, street or road, or a city no list holds.
#   matches   柳林|镇 柳林|湾镇 龙泉|街道 龙泉|山乡 中山|路 松江|市委 锦屏|区政府 和平|村委会
#   rejects   丽水|乡村 柳林|镇村 松江|市民 松江|市场监管 龙泉|县级 丽水|各乡镇 丽水|社区养老
_TOWN_OR_ROAD = re.compile(
    r"""(?x)
    [山河湖江溪桥岭坪川湾塘坝关岗坡沟店铺集港洲岛泉井营堡寨庄滩潭口头坑洞东西南北中路]? (?:
      镇 (?!域|级|区|有|、?(?:街|村|乡)|[（(])
    | 乡 (?!土|情|贤|亲|音|里|间|级|域|、?(?:村|镇|街)|[（(])
    | 街道 (?!级|和|、?(?:社区|镇|乡)|[（(])
    | 苏木 )
    | (?:社区|村) (?=居|委|党|支|民委) | 村民委
    | [东南西北中]? 路 (?!网|况|段|灯|政|面|长|桥|线|由|径|演) | 大(?:道|街)"""
)
_OTHER_UNIT = re.compile(
    r"市(?!民(?!政)|场|政[工设道管建公]|容|价|值|面|集|售)|县(?!级|域|城|区|处)|区(?!域|块|间|县|级|位|别|划)|[州盟旗](?=委|人民|政府)"
)
_OTHER_THAN_A_CITY = re.compile(r"[县区](?=委|人民|政府|老干|民政|财政|人力|教育|卫生)")  # 安康|县民政局
# What may stand before a name of two characters: 中共|开县县委, 在|和县; 召|开县, 完|成县, 管|理县 are other words.
_BEFORE_NAME = frozenset("共在到从与由为是赴原于及和的问查省市州")

# 发文机关代字 opens with the province's one-character name (豫政办发, 浙委办发): letter and first digits of the code.
# 贵, 港, 澳 and 台 open the codes of cities only (贵阳, 台州).
_PROVINCE_LETTERS = {
    "京": "11", "津": "12", "冀": "13", "晋": "14", "内": "15", "蒙": "15", "辽": "21", "吉": "22", "黑": "23",
    "沪": "31", "苏": "32", "浙": "33", "皖": "34", "闽": "35", "赣": "36", "鲁": "37", "豫": "41", "鄂": "42",
    "湘": "43", "粤": "44", "桂": "45", "琼": "46", "渝": "50", "川": "51", "黔": "52", "云": "53", "滇": "53",
    "藏": "54", "陕": "61", "甘": "62", "陇": "62", "青": "63", "宁": "64", "新": "65", "兵": "66",
}  # fmt: skip
# Cities whose letter is not the first of their name.
_CITY_LETTERS = {
    "甬": "宁波市", "榕": "福州市", "穗": "广州市", "蓉": "成都市", "筑": "贵阳市", "邕": "南宁市",
    "并": "太原市", "汴": "开封市", "宛": "南阳市", "洪": "南昌市", "莞": "东莞市", "宁": "南京市",
    "锡": "无锡市", "通": "南通市", "埠": "蚌埠市", "鹭": "厦门市", "虔": "赣州市", "瓯": "温州市",
}  # fmt: skip
# Province and city print the same form: 宁政发 (宁夏, 南京), 青政办发 (青海, 青岛). Hints decide, or nothing.
_SHARED_LETTERS = frozenset("宁青")
# A letter followed by what only a city prints: 苏府 (苏州), 赣市府发, 吉市政发, 内府发 (内江), 云府 (云浮).
_CITY_FORM = re.compile(r".市|(?:苏|内|云|甘|吉|鄂|新|台)府")

# 机关代字 of central bodies. 财, 教 and the like alone may be a county's bureau, so they need the ministry's own form.
_NATIONAL_CODE = re.compile(
    r"""(?x)
    国 | 中(?:发|办|委|组|宣|纪|央|共中央|政委|编办|人民银行) | 厅字 | 厅函 | 组(?:通|厅|建|任)?字 | 组厅 | 主席令
    | 发改 (?!局) | 财(?:税|预|社|建|教|库|综|企|金|农|行|资|办|会|关税|政部) | 人社部 | 人社厅 | 劳社部
    | 教(?:育部|师|基|职成|高|党|体艺|督|思政|发厅) (?!局) | 民(?:政部|办发|函|发) (?=$)
    | 银(?:发|保监|监) | 证监 | 工信部 | 卫生部 | 税总 | 公通字 | 司发通 | 住建部 | 商务部
    | 退役军人部 | 应急部 | 法(?:释|发) | 高检发 | 全国
    """
)


@dataclass(frozen=True, slots=True)
class _Name:
    """What one printed name may stand for."""

    places: tuple[Place, ...]  # by rank, then code; empty: a word to read over
    after_parent_only: bool
    short: bool = False  # without what it is: 丽水, not 丽水市


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """All divisions, by what finds them."""

    by_code: dict[str, Place]
    by_chain: dict[str, Place]
    names: dict[str, _Name]
    lengths: dict[str, tuple[int, ...]]  # first two characters -> lengths of the names that begin so, longest first


def short_name_of(full_name: str) -> str:
    """The name as people say it: 山东省 is 山东, 恩施土家族苗族自治州 is 恩施, 东区 stays."""
    if full_name in _KEPT_WHOLE:
        return full_name
    if own := _OWN_SHORT_NAMES.get(full_name):
        return own
    match = _AUTONOMOUS.fullmatch(full_name) if "自治" in full_name else None
    match = match or _PLAIN.fullmatch(full_name)
    return match[1] if match else full_name


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    rows = [row.split("\t") for row in _TABLE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    by_code: dict[str, Place] = {WHOLE_COUNTRY.code: WHOLE_COUNTRY}
    by_chain: dict[str, Place] = {WHOLE_COUNTRY.chain: WHOLE_COUNTRY}
    found: dict[str, list[Place]] = {}
    short: dict[str, list[Place]] = {}
    after_parent_only = {"兵团"}
    # Provinces first, then cities, so that a parent stands before what lies in it; what was abolished comes last.
    rows.sort(key=lambda row: (row[3] != "", not row[0].endswith("0000"), not row[0].endswith("00"), row[0]))
    for code, full_name, parent_code, today, word in rows:
        if today not in ("", "-"):
            found.setdefault(full_name, []).append(by_code[today])
            continue
        short_name = short_name_of(full_name)
        parent = by_code.get(parent_code)
        chain = (parent.chain if parent else "") + short_name
        level = _level_of(code)
        if code in by_code:
            continue
        place = Place(code, full_name, short_name, level, parent, chain)
        by_code[code] = place
        by_chain.setdefault(chain, place)
        if today != "-" or full_name not in found:
            found.setdefault(full_name, []).append(place)
        if short_name != full_name:
            short.setdefault(short_name, []).append(place)
            if word:
                after_parent_only.add(short_name)
        if word == "全":
            after_parent_only.add(full_name)
    for more, full_name in _MORE_NAMES.items():
        found[more] = found[full_name]
    for place in by_code.values():  # 恩施州, 景宁县
        if "自治" in place.full_name and place.full_name[-1] in "州县旗":
            found.setdefault(place.short_name + place.full_name[-1], [place])

    names = {word: _Name((), False) for word in _read_over()}
    for name, places in found.items():
        names[name] = _Name(tuple(places), name in after_parent_only)
    for name, places in short.items():
        if name not in found:
            names[name] = _Name(tuple(places), name in after_parent_only, short=True)
    for name in ("全国", "中国"):
        names.setdefault(name, _Name((), False))
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return _Gazetteer(by_code, by_chain, names, {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()})


def _read_over() -> list[str]:
    """Words that run into a place by chance: 美丽江河 is not 丽江, 确保定期 not 保定."""
    rows = _READ_OVER.read_text(encoding="utf-8").splitlines()
    return [word for row in rows if not row.startswith("#") for word in row.split()]


def _level_of(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def all_places() -> list[Place]:
    """Every place of the table and the whole country, provinces first; abolished ones come last."""
    return list(_gazetteer().by_code.values())


def places_in(text: str) -> list[PlaceMention]:
    """Places named in the text, in printed order, longest names first; they never overlap.

    A name that several places bear (朝阳区, 鼓楼区) counts when the text also names what one of them lies in; otherwise
    it is left out. A short name that is a common word as well (和平) counts right after its parent only: 天津和平.
    So does one that goes on as another unit: 上海松江县 is 松江区 of old, 松江市 a place that no list holds.
    """
    raw = list(_raw_mentions(text))
    certain = {
        part.code
        for name, span in raw
        if len(name.places) == 1 and not name.after_parent_only and not _is_other_unit(name, text, span[1])
        for part in name.places[0].lineage
    }
    mentions: list[PlaceMention] = []
    for name, span in raw:
        before = mentions[-1] if mentions and not text[mentions[-1].span[1] : span[0]].strip() else None
        within = before.place if before else None
        place = _resolved(name, within, certain)
        if place is not None and _is_other_unit(name, text, span[1]) and within not in place.lineage[1:]:
            continue
        if place is not None:
            mentions.append(PlaceMention(place, span))
    return mentions


def _raw_mentions(text: str) -> Iterator[tuple[_Name, Span]]:
    gazetteer = _gazetteer()
    names, lengths_of = gazetteer.names, gazetteer.lengths.get
    end = 0
    for start, pair in enumerate(map(add, text, text[1:])):
        lengths = lengths_of(pair)
        if lengths is None or start < end:
            continue
        for length in lengths:
            name = names.get(text[start : start + length])
            if name is not None:
                before, end = end, min(start + length, len(text))  # what is left of the text may be shorter
                if name.places and _stands(name, text, (start, end), start == before):
                    yield name, (start, end)
                break


def _stands(name: _Name, text: str, span: Span, follows_place: bool) -> bool:
    """Whether a name is that of a place where it stands, and not a piece of other words."""
    start, end = span
    if name.short:
        return _TOWN_OR_ROAD.match(text, end) is None or _names_at(text, end)
    return end - start > 2 or follows_place or _may_begin(text, start)


def _may_begin(text: str, start: int) -> bool:
    """Whether a name of two characters may begin here: after no Chinese character, or one that a name follows."""
    return start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff" or text[start - 1] in _BEFORE_NAME


def _names_at(text: str, start: int) -> bool:
    """Whether the name of a place begins here: 江苏|镇江, 山西|乡宁."""
    gazetteer = _gazetteer()
    lengths = gazetteer.lengths.get(text[start : start + 2], ())
    return any((name := gazetteer.names.get(text[start : start + n])) and name.places for n in lengths)


def _is_other_unit(name: _Name, text: str, end: int) -> bool:
    """Whether a short name goes on as a city or a county that the table does not hold: 松江市, 锦屏市委."""
    if not name.short or name.places[0].level is Level.PROVINCE:
        return False
    form = _OTHER_UNIT if name.places[0].level is Level.COUNTY else _OTHER_THAN_A_CITY
    return form.match(text, end) is not None and not _names_at(text, end)


def _resolved(name: _Name, before: Place | None, certain: set[str]) -> Place | None:
    """The one place meant, given the place printed right before and the codes of places the text names for certain."""
    if before is not None:
        for place in name.places:
            if place.parent is not None and before in place.parent.lineage:
                return place
    if name.after_parent_only:
        return None
    if len(name.places) == 1:
        return name.places[0]
    highest = [place for place in name.places if place.level is name.places[0].level]
    if len(highest) == 1 and highest[0].level is not Level.COUNTY:
        return highest[0]  # 吉林 is the province, 铁岭 the city
    lying_in_named = [
        p for p in name.places if p.parent is not None and any(a.code in certain for a in p.parent.lineage)
    ]
    return lying_in_named[0] if len(lying_in_named) == 1 else None


def place_of_agency_code(code: str, hints: Sequence[Place] = ()) -> Place | None:
    """Where the body behind a 机关代字 sits: 鲁老干 is 山东, 国办发 the whole country; None where it does not say.

    `hints` are places read elsewhere in the document, most trusted first. A city's letter (扬办发) says something only
    with them, since several cities and counties share each letter.
    """
    code = re.sub(r"\s", "", code)
    if not code:
        return None
    if _NATIONAL_CODE.match(code):
        return WHOLE_COUNTRY
    spelled = places_in(code)
    if spelled and spelled[0].span[0] == 0:
        return spelled[0].place
    code = code.removeprefix("新") if code.startswith("新兵") else code  # 新兵发, 兵办发: the Corps
    letter = code[0]
    province = _gazetteer().by_code.get(_PROVINCE_LETTERS.get(letter, "") + "0000")
    for hint in hints:
        for place in hint.lineage:
            if place == province and not _CITY_FORM.match(code):
                return province
            if place.level in (Level.CITY, Level.COUNTY) and _bears_letter(place, letter):
                return place
    if province is not None:
        return None if letter in _SHARED_LETTERS or _CITY_FORM.match(code) else province
    cities = {city.code: city for hint in hints for city in _cities_with(letter) if hint in city.lineage}
    return next(iter(cities.values())) if len(cities) == 1 else None


def _bears_letter(place: Place, letter: str) -> bool:
    return place.short_name[0] == letter or _CITY_LETTERS.get(letter) == place.full_name


def _cities_with(letter: str) -> list[Place]:
    return [p for p in _gazetteer().by_code.values() if p.level is Level.CITY and _bears_letter(p, letter)]


@lru_cache(maxsize=4096)
def places_named(name: str) -> tuple[Place, ...]:
    """All places a person may mean by this name: 浙江, 浙江丽水, 丽水市, 朝阳区 (several); empty when unknown."""
    gazetteer = _gazetteer()
    name = re.sub(r"\s", "", name)
    if place := gazetteer.by_chain.get(name):
        return (place,)
    if (entry := gazetteer.names.get(name)) and entry.places:
        provinces = tuple(place for place in entry.places if place.level is Level.PROVINCE)
        return provinces or entry.places
    if name in ("中央", "国家", "中国"):
        return (WHOLE_COUNTRY,)
    mentions = places_in(name)  # 浙江省丽水市
    if mentions and mentions[0].span[0] == 0 and mentions[-1].span[1] == len(name):
        return (mentions[-1].place,)
    return ()


@lru_cache(maxsize=4096)
def place_of_chain(chain: str) -> Place | None:
    """The place a chain stands for, the county when the chain goes below it (江苏扬州仪征真州); None when unknown."""
    by_chain = _gazetteer().by_chain
    return next((by_chain[chain[:end]] for end in range(len(chain), 1, -1) if chain[:end] in by_chain), None)


@lru_cache(maxsize=16384)
def in_or_under(chain_or_name: str, place_name: str) -> bool:
    """Whether the first place is the second or lies in it: 浙江丽水 is under 浙江省 and 丽水; 全国 under 全国 only."""
    if chain_or_name == place_name:
        return True
    wanted = set(places_named(place_name))
    if not wanted:  # a place the table does not hold, such as a township: its name must stand in the chain
        return bool(place_name) and chain_or_name.endswith(place_name)
    whole = place_of_chain(chain_or_name)
    candidates = (whole,) if whole is not None else places_named(chain_or_name)
    return any(part in wanted for place in candidates for part in place.lineage)
