"""The place a text speaks as where neither issuer nor number nor title names one: its speaker, its prose, its file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from ingest.fields import LOOSE, doubted
from ingest.model import Evidence, PolicyDocument, Problem, ReviewItem, Span
from ingest.regions import WHOLE_COUNTRY, Level, Place, PlaceMention, places_in

# Less sure than what a text calls its own outright: listed for review.
_PIECED_TOGETHER = 0.45
_AGREEING = 0.8  # of the places named
_LONGEST_PLACE_LINE = 60

# 我市, 全县; 由市委老干部局 (no place before it): not 雁峰区委, which is somebody's workplace
_SELF = re.compile(
    r"(?:我|全|本)(?P<unit>省|自治区|市|州|盟|县|区|旗)(?![域间])"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[由经报向受和及与对在按据照]))(?P<committee>省|市|县|区|州|旗)委"
)
_UNITS = {"省": "省", "自治区": "区", "市": "市", "州": "州", "盟": "盟", "县": "县", "区": "区", "旗": "旗"}
# What stands in brackets, and names of other documents: where a person works, who is in charge.
_ASIDE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|[（(][^（）()\n]*[）)]")
_FIRST_ANNEX = re.compile(r"(?m)^[ \t\u3000]*附[ \u3000]*件[ \u3000]*[0-9一二三四五六七八九十]{0,3}[：:]?[ \t\u3000]*$")
_PROSE_LINE = re.compile(r"[。；，：;,:]")

# A place that is looked up to or visited, and is not whose text it is.
#   matches   学习浙江的经验 | 赴杭州考察 | 外省如广东 | 借鉴上海、深圳等地做法
#   rejects   榆林的工作 | 赴任 (no place behind it)
_LOOKED_UP_TO = re.compile(
    r"(?:学习|借鉴|参照|赴|考察|外省|外市|兄弟(?:省|市|县)|对标|比照|来自|调任|前往)[^。；！\n]{0,8}$"
)
_ITS_EXAMPLE = re.compile(r"[^。；，！\n]{0,6}(?:经验|做法|模式|样板)")
# A title that begins with a place and nothing else, then says what was done there.
#   matches   安顺市：一张卡管好三件事 | 浙江丽水:… | ◆临夏州——…
#   rejects   安顺市委老干部局：… (a body, read as the author) | 在安顺的探索：…
_PLACE_HEAD = re.compile(r"^[\s◆●▲★■◇○]*(?P<head>[\u4e00-\u9fff]{2,12}?)\s*(?:[：:]|——)(?=.{2})")
# A body of the place, right behind its name.
#   matches   三台县|委老干部局 | 信丰县|财政局 | 榆林市|人民政府
#   rejects   浙江|大学 | 西安|医院 | 榆林|神木 | 成都|银行
_ITS_BODY = re.compile(
    r"(?:省|市|县|区|州|盟|旗)?(?:委(?!托|员|派|培)|人民政府|政府|人大|政协|纪委|监委|直(?:机关|属)?"
    r"|[\u4e00-\u9fff]{0,10}?(?:局|厅|党委|委员会|联合会|工委|老龄办|老科协|关工委))(?!大学|学院|医院)"
)
_NO_OFFICE = re.compile(r"记者|通讯员|编辑|作者|代表|教授|律师|大学|学院|医院|公司|集团|日报|晚报|电视台")
# An office of the whole country: 民政部副部长 | 国家税务总局局长 | 中共中央组织部部长
_CENTRAL_OFFICE = re.compile(
    r"^(?:中共中央|中央|国务院|全国人大|全国政协|全国老龄|国家|[\u4e00-\u9fff]{2,10}(?<![省市县区])部(?=副?部长|[\u4e00-\u9fff]{0,10}司))"
    r"[^、，\s]*(?:部长|局长|主任|书记|司长|总理|主席|委员长)"
)


def place_of_speaker(speaker: Evidence) -> tuple[Place, Evidence] | None:
    """The place whose office a speaker holds: 中共榆林市委组织部副部长 speaks for 榆林, a professor for none."""
    if _NO_OFFICE.search(speaker.text):
        return None
    mentions = [m for m in places_in(speaker.text) if _ITS_BODY.match(speaker.text, m.span[1])]
    place = _deepest_of_one([m.place for m in mentions])
    if place is not None:
        return place, speaker
    if not mentions and _CENTRAL_OFFICE.match(speaker.text):
        return WHOLE_COUNTRY, speaker
    return None


def place_of_prose(text: str, part: Span) -> tuple[Place, Evidence] | None:
    """The one place as which the sentences speak.

    It calls itself 我市, 全省 and names itself; or it names several counties of one 市, and nothing else, as its own; or
    it names bodies of one place and nothing of another. Names set in lists, in brackets or in annexes are not who speaks,
    and neither is a place that is held up as an example.
    """
    annex = _FIRST_ANNEX.search(text, *part)
    body = _ASIDE.sub(lambda m: "　" * len(m.group()), text[part[0] : annex.start() if annex else part[1]])
    body = "\n".join(line if _PROSE_LINE.search(line) else "　" * len(line) for line in body.split("\n"))
    mentions = [m for m in places_in(body) if not _is_example(body, m)]
    if not mentions:
        return None
    units = {_UNITS[m["unit"] or m["committee"]] for m in _SELF.finditer(body)}
    if units and (found := _called_its_own(mentions, units)):
        return found[0], _evidence(body, part, found[1], LOOSE)
    found = _holding(mentions, units) or _named_by_bodies(body, mentions, units)
    return (found[0], _evidence(body, part, found[1], _PIECED_TOGETHER)) if found else None


def place_of_item(title: str, published_by: Place) -> Place | None:
    """The place that heads the title of an item which a body over it published: 安顺市 of 安顺市：一张卡管好三件事."""
    head = _PLACE_HEAD.match(title)
    place = _deepest_of_one([m.place for m in places_in(head["head"])]) if head else None
    over = place is not None and (published_by == WHOLE_COUNTRY or published_by in place.lineage[1:])
    return place if head and over and places_in(head["head"])[-1].span[1] == len(head["head"]) else None


def place_of_lines(lines: Sequence[Evidence]) -> tuple[Place, Evidence] | None:
    """The place that short lines of the head name which are none of its elements: ——三台县经验交流材料."""
    found = [(m.place, line) for line in lines if len(line.text) <= _LONGEST_PLACE_LINE for m in places_in(line.text)]
    place = _deepest_of_one([p for p, _ in found])
    if place is None:
        return None
    return place, doubted(next(line for p, line in found if p == place), _PIECED_TOGETHER)


def with_place_of_file(documents: Sequence[PolicyDocument], file: str) -> list[PolicyDocument]:
    """The documents of a file that names no place at all, given the place that the file's name bears, for review."""
    if any(d.region is not None or d.level is not None or d.issuing_authorities for d in documents) or not documents:
        return list(documents)
    stem = PurePath(file).stem
    place = _deepest_of_one([m.place for m in places_in(stem)])
    if place is None:
        return list(documents)
    text = documents[0].text
    if any(place not in m.place.lineage and m.place not in place.lineage for m in places_in(text)):
        return list(documents)
    message = f"文中没有写明地区，地区“{place.chain}”取自文件名“{stem}”，请核对"
    item = ReviewItem("region", Problem.DOUBTFUL, message)
    level = "中央" if place.level is Level.CENTRAL else str(place.level)
    return [replace(d, region=place.chain, level=level, review=(*d.review, item)) for d in documents]


def _deepest_of_one(places: Sequence[Place]) -> Place | None:
    """The deepest of these where all the others are what it lies in."""
    deepest = max(places, key=lambda p: len(p.lineage), default=None)
    return deepest if deepest is not None and all(p in deepest.lineage for p in places) else None


def _is_example(body: str, mention: PlaceMention) -> bool:
    start, end = mention.span
    return (
        _LOOKED_UP_TO.search(body, max(0, start - 16), start) is not None or _ITS_EXAMPLE.match(body, end) is not None
    )


def _called_its_own(mentions: Sequence[PlaceMention], units: set[str]) -> tuple[Place, PlaceMention] | None:
    """The deepest place named, where 我市 may be it and nearly all the others are what it lies in."""
    deepest = max((m.place for m in mentions), key=lambda p: len(p.lineage))
    agreeing = [m for m in mentions if m.place in deepest.lineage]
    if deepest.full_name[-1] not in units or len(agreeing) < _AGREEING * len(mentions):
        return None
    own = [m for m in agreeing if m.place == deepest]
    # 江阴 named once, in short, may be a county of the 市 that speaks.
    in_short = own[0].span[1] - own[0].span[0] < len(deepest.full_name)
    if len(mentions) == 1 and in_short and deepest.level is Level.COUNTY and deepest.full_name[-1] == "市":
        return None
    if len(own) < 2 and len({m.place for m in mentions}) > 1 and len(mentions) > 4:
        return None
    return deepest, own[0]


def _holding(mentions: Sequence[PlaceMention], units: set[str]) -> tuple[Place, PlaceMention] | None:
    """The 市 (or the province) of which several parts are named, and which the text calls 全市: 神木, 府谷 are 榆林's."""
    for level in (Level.COUNTY, Level.CITY):
        parts = [m for m in mentions if m.place.level is level]
        holders = {m.place.parent for m in parts}
        holder = holders.pop() if len(holders) == 1 else None
        if holder is None or len({m.place for m in parts}) < 2 or holder.full_name[-1] not in units:
            continue
        if all(m in parts or m.place in holder.lineage for m in mentions):
            return holder, parts[0]
    return None


def _named_by_bodies(body: str, mentions: Sequence[PlaceMention], units: set[str]) -> tuple[Place, PlaceMention] | None:
    """The place two of whose bodies are named, where no other place and no other 全省 is."""
    place = _deepest_of_one([m.place for m in mentions])
    if place is None or units - {place.full_name[-1]}:
        return None
    with_bodies = [m for m in mentions if m.place == place and _ITS_BODY.match(body, m.span[1])]
    return (place, with_bodies[0]) if len(with_bodies) > 1 else None


def _evidence(body: str, part: Span, mention: PlaceMention, confidence: float) -> Evidence:
    start, end = mention.span
    return Evidence(body[start:end], (part[0] + start, part[0] + end), None, confidence)
