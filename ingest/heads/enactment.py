"""题注 below a title: the day a text was passed or published, by whom, and the number it was issued under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from ingest import issuers
from ingest.dates import DATE, date_of, first_date
from ingest.document_number import NumberMention, find_document_numbers
from ingest.fields import DERIVED, LOOSE, Field, evidence_of, field_in
from ingest.heads.reading import HeadReading
from ingest.paragraphs import Paragraph

ENACTMENT = re.compile(r"发布|公布|通过|修订|修正|批准|施行|印发|颁布|制定")
_PROMULGATION = re.compile(r"发布|公布|颁布|印发|修订|修正")
_ORDINAL = r"[ \t]*[0-9０-９一二三四五六七八九十百]{1,4}[ \t]*"
# 扬州市第八届人民代表大会常务委员会第三十次会议通过: the body is named with its term and its meeting
_CONGRESS = re.compile(
    rf"经?(?P<place>[\u4e00-\u9fff]{{2,14}}?|)第{_ORDINAL}届(?P<body>(?:全国)?人民代表大会(?:常务委员会)?)第{_ORDINAL}次(?:全体)?会议(?:审议|表决)?(?:通过|修订|修正)"
)
# A body whose meeting passed a text, with the name of the meeting behind the body's own.
#   matches   甲市住房公积金管理委员会第4次会议通过 | 国务院第170次常务会议审议通过 | 中共甲市委常委会会议审议通过
#             甲大学2021年第3次校长办公会议审议通过 | 甲市老年学学会第三届会员代表大会第一次会议表决通过 | 中共甲市第七届委员会第六次全体会议通过
#   rejects   经甲市人民政府同意 (nothing met) | 根据…的决定修正 (_enacting_bodies has the one that decided)
_PASSED = re.compile(
    rf"""(?x)(?:^|(?<=[ \t\u3000（(，,；;]))[经由]?(?P<body>(?![经由])[\u4e00-\u9fff]{{3,40}}?)\s*
    (?P<meeting>
        (?:\d{{4}}年(?:度)?)?
        (?:第{_ORDINAL}届)?
        (?P<organ>委员会(?:常务委员会)?)?
        (?:(?:会员|职工|教职工)?(?:代表)?大会|(?:常务)?理事会|董事会|常务委员会|常委会)?
        (?:第{_ORDINAL}次)?
        (?:(?:会员|职工|教职工)?代表)?
        (?:常务|全体|全体委员|主任|(?:主任|校长|院长|局长|总经理|行政)?办公|[局部厅委署行院校所]务|专题|联席|扩大){{0,2}}
        (?:会议?|全会|大会)
        (?:第{_ORDINAL}次(?:全体)?会议)?
    )\s*
    (?:审议|讨论|研究|表决|审定)?(?:并|后)?(?:原则|一致)?(?:通过|修订|修正|审定|批准)"""
)
_MEETING_SAID = re.compile(r"第|会议|次会|务会|办公会|全会|大会|[理董]事会|常委会")
# Names that say what kind of body it was and leave out whose: 市政府第5次常务会议, 局党组会议, 校长办公会
_UNNAMED = re.compile(
    r"^(?:[省市县区州盟旗镇乡局厅部委处院校所社行]|自治[区州县]|全[省市县区校院]|本|我|该|公司|集团|党|职|教职|会员|学校|医院|理事|常|单位|机关|第|年)"
)
_WITHIN_BODY = re.compile(
    r"(?:党组|党委|党支部|党总支|(?<!总)工会|常委会|理事会|董事会)$"
)  # it passes what the body around it issues
# A 题注 begins with its day, or with its number: （2022年3月5日发布） | （东人〔2020〕77号，2020年12月3日职代会通过）
_ENACTED = re.compile(
    rf"""\s*[（(]?\s*(?:[\u4e00-\u9fff]{{2,14}}[〔\[（(][12]\d{{3}}[〕\]）)]\s*第?\d{{1,5}}号[\s，,、；;]+[^。；（）()\d]{{0,20}})?经?(?:{DATE.pattern})""",
    re.VERBOSE,
)
_LONGEST = 160
_LONGEST_IN_BRACKETS = 600  # a rule that was amended again and again, each time with its day
_ISSUED_BY_IT = re.compile(r"[ \t\u3000]*(?:文件?|通知)?(?:联合)?(?:发布|公布|印发|颁布)")


def is_enactment(text: str) -> bool:
    """Whether a line is a 题注: it says what was done on a day, and begins with the day, its bracket, or who met."""
    in_brackets = text.lstrip()[:1] in ("（", "(") and text.rstrip()[-1:] in ("）", ")")
    if len(text) >= (_LONGEST_IN_BRACKETS if in_brackets else _LONGEST) or ENACTMENT.search(text) is None:
        return False
    if _ENACTED.match(text) is not None:
        return True
    return in_brackets and first_date(text) is not None and _passing_body(text) is not None


def take_enactment(paragraph: Paragraph, reading: HeadReading) -> None:
    """The last date of a 题注 is the one of the text that follows; the day a meeting passed it, for want of another."""
    text = paragraph.text
    days = list(_days_with_words(text))
    if issued := [day for day, words in days if _PROMULGATION.search(words)]:
        reading.enacted_on = max(*issued, reading.enacted_on or issued[0])
    elif days:
        last = days[-1][0]
        reading.passed_on = max(last, reading.passed_on or last)
    if (number := _enacting_number(text)) is not None and "document_number" not in reading.fields:
        part = field_in(paragraph, *number.span, DERIVED)
        reading.fields["document_number"] = Field(number.normal, part.evidence)
    reading.fields.pop("enacted_on", None)
    reading.add("enacted_on", text.strip(), paragraph, sure=DERIVED)
    if names := _enacting_bodies(text):
        reading.issuers = names
        reading.fields["issuing_authorities"] = Field(text.strip(), evidence_of(paragraph, confidence=DERIVED))
    elif (passed := _passing_body(text)) is not None:
        name, start, end = passed
        reading.passed_by = Field(name, field_in(paragraph, start, end, LOOSE).evidence)


def _days_with_words(text: str) -> Iterator[tuple[date, str]]:
    """Each day of a 题注 with what it says of that day: the words up to the next one."""
    matches = list(DATE.finditer(text))
    for match, following in zip_longest(matches, matches[1:]):
        if (day := date_of(match)) is not None:
            yield day, text[match.end() : following.start() if following is not None else len(text)]


def _enacting_number(text: str) -> NumberMention | None:
    """The number by which a 题注 says the text was issued: 「（东人〔2020〕77号，2020年12月3日…通过）」, 「…以甲财发〔2020〕7号印发」."""
    for mention in find_document_numbers(_without_days(text)):
        before, after = text[: mention.span[0]], text[mention.span[1] :]
        own = not before.strip(" \t\u3000（(") or _ISSUED_BY_IT.match(after) is not None
        if mention.agency and mention.year and own and before.count("《") == before.count("》"):
            return mention
    return None


def _enacting_bodies(text: str) -> tuple[str, ...]:
    """Bodies of a 题注: 「2022年2月25日　中共中央、国务院发布」, 「根据…《国务院关于修改…的决定》第四次修订」."""
    words = DATE.sub(" ", text).strip(" （）()")
    decision = re.search(r"《([^《》]+)", words)
    if decision:
        return issuers.bodies_of_title(decision[1])
    if congress := _CONGRESS.search(words):
        return (congress["place"] + congress["body"],)
    match = re.match(
        r"(?P<names>[^，。]{2,80}?)(?:令[^，。]{0,12}|以[^，。]{2,24})?(?:联合)?(?:发布|公布|印发|颁布|制定)", words
    )
    return issuers.bodies_in(match["names"]) if match else ()


def _passing_body(text: str) -> tuple[str, int, int] | None:
    """The body whose meeting passed a text, and where its name stands; None where it is not named in full."""
    for match in _PASSED.finditer(_without_days(text)):
        name, end = match["body"], match.end("body")
        if not issuers.is_body(name) and match["organ"]:  # 中共甲市第七届委员会: the term stands inside the name
            name, end = name + match["organ"].removesuffix("常务委员会"), match.end("organ")
        named = issuers.is_body(name) and not _UNNAMED.match(name) and not _WITHIN_BODY.search(name)
        if named and _MEETING_SAID.search(match["meeting"]):
            return name, match.start("body"), end
    return None


def _without_days(text: str) -> str:
    """The text with blanks where a day stands; every other character keeps its place."""
    return DATE.sub(lambda day: " " * len(day.group()), text)
