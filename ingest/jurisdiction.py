"""Region and level of a document: from its issuers, its number, its title, or what its text says of 「我市」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document_number import find_document_numbers
from ingest.fields import DERIVED, ELSEWHERE, doubted
from ingest.model import Evidence, Span
from ingest.own_place import place_of_lines, place_of_prose, place_of_speaker
from ingest.regions import WHOLE_COUNTRY, Level, Place, place_of_agency_code, places_in

# Bodies of the whole country: by their first word, or a ministry by its name.
_CENTRAL = re.compile(
    r"^(?:中共中央|中央|国务院|全国|国家|最高人民|中华人民共和国|中国人民|"
    r"(?:财政|教育|科学技术|科技|公安|民政|司法|人力资源(?:和)?社会保障|自然资源|生态环境|住房(?:和)?城乡建设|交通运输|水利|"
    r"农业农村|农业|商务|文化和旅游|文化|卫生|国防|外交|退役军人事务|应急管理|应急|工业和信息化|环境保护|国土资源|人事|劳动和社会保障|铁道|建设|监察)部|"
    r"(?:海关|税务|市场监管|市场监督管理|广播电视|广电|体育|统计|质检|工商|安全监管|新闻出版|林业)总局|"
    r"(?:人民银行|审计署|证监会|银保监会|中组部|中宣部|发展改革委))"
)
_BRANCHES = re.compile(
    r"中国人民政治协商会议|中国人民解放军|中国人民银行|国家(?:税务总局|统计局|金融监督管理总局|能源局|邮政局|外汇管理局)|中国(?:银保监会|证监会)"
)
# A name that begins with its place, also where no list holds it: 新阳市老龄办, 中共云岭省委组织部
_LOCAL_BODY = re.compile(r"(?:中共)?(?!中共)[\u4e00-\u9fff]{2,6}?[省市县区州盟旗镇乡](?![级直属域])")
# 新阳市养老服务管理办法; rejects 加强全省老干部工作的通知, 做好城市养老工作的意见
_LOCAL_TITLE = re.compile(
    r"(?!做好|加强|规范|推进|开展|完善|落实|支持)(?:中共)?(?!中共)[\u4e00-\u9fff]{2,4}?(?<![全我本各城])[省市县](?![级直属域场民容])"
)
# Bodies below a county: of a town, a street, a village or a community.
_TOWN = re.compile(
    r"(?:镇|乡|苏木|街道)(?:党委|党工委|党政|纪委|人民政府|办事处|委员会|工作委员会|办公室|人大|综合|社会事务|$)"
    r"|(?:社区|居委会|村)(?:居民委员会|居委会|村民委员会|村委会|委员会|党支部|党总支|党委|$)"
)


def locate(
    text: str,
    part: Span,
    issuers: Sequence[str],
    evidence: dict[str, Evidence],
    title: str | None,
    unread: Sequence[Evidence] = (),
) -> tuple[Place, str, Evidence] | None:
    """The place a document speaks for, its level, and where that was read; None when the text does not say.

    `part` is the document's stretch of the stored text; `evidence` holds what its masthead was read from,
    `unread` the lines of its head that are no element.
    """
    found = _located(text, part, issuers, evidence, title, unread)
    # A list of places ends at counties: what a town or a street issues is of its county, one level below.
    if found is not None and any(_TOWN.search(issuer) for issuer in issuers):
        return found[0], "乡", found[2]
    return found


def _located(
    text: str,
    part: Span,
    issuers: Sequence[str],
    evidence: dict[str, Evidence],
    title: str | None,
    unread: Sequence[Evidence] = (),
) -> tuple[Place, str, Evidence] | None:
    body = text[part[0] : part[1]]
    hints: list[Place] | None = None
    source = evidence.get("issuing_authorities")
    for issuer in issuers:
        if _CENTRAL.match(issuer) and not _local_branch(issuer) and source is not None:
            return WHOLE_COUNTRY, "中央", source
        places = [m.place for m in places_in(issuer)]
        if places and source is not None:
            place = max(places, key=lambda p: len(p.lineage))
            return place, _level(place), source
    number = evidence.get("document_number")
    head = _head_of_title(title)
    # A body of a place that no list holds (an old or a new name) says more than the letters of its number.
    if number and not _LOCAL_TITLE.match(head) and not any(_LOCAL_BODY.match(issuer) for issuer in issuers):
        hints = _distinct(body.replace(number.text, "　"))
        mentions = find_document_numbers(number.text)
        place_or_none = place_of_agency_code(mentions[0].agency, hints) if mentions else None
        # Letters alone name a province; a city or county must also be named in the text.
        known = place_or_none is not None and (
            place_or_none.level in (Level.CENTRAL, Level.PROVINCE) or place_or_none in hints
        )
        if place_or_none is not None and known:
            return place_or_none, _level(place_or_none), doubted(number, DERIVED)
    if head and (source := evidence.get("title")):
        places = [m.place for m in places_in(head)]
        if places:
            place = max(places, key=lambda p: len(p.lineage))
            return place, _level(place), doubted(source, ELSEWHERE)
    speaker = evidence.get("author")
    found = (place_of_speaker(speaker) if speaker else None) or place_of_prose(text, part) or place_of_lines(unread)
    return (found[0], _level(found[0]), found[1]) if found else None


def _head_of_title(title: str | None) -> str:
    """What a title says before 关于 and before a name in 《》: the body that issues, or all of it."""
    head = (title or "").split("《", 1)[0] or title or ""
    verb = re.search(r"关于|印发|转发", head)
    return head[: verb.start()] if verb else head


def _local_branch(issuer: str) -> bool:
    """Whether a body of the whole country's name is its branch in one place: 国家税务总局扬州市税务局, 政协扬州市委员会."""
    match = _BRANCHES.match(issuer)
    return match is not None and any(m.span[0] == 0 for m in places_in(issuer[match.end() :]))


def _distinct(text: str) -> list[Place]:
    return list(dict.fromkeys(m.place for m in places_in(text)))


def _level(place: Place) -> str:
    return {Level.CENTRAL: "中央"}.get(place.level, str(place.level))
