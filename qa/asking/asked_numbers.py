"""文号 as people type them: without 号, brackets, year or issuer, spaced out, with dashes; held against the library's own.

What a library's documents bear is read in any spelling. A number that the library does not have is read by its form,
so that it can be said not to be here; a serial without 文 behind it and a code before it is none (15号下午, 2022年15号楼).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.listed import ListedDocument
from ingest.document_number import NumberMention, find_document_numbers
from ingest.model import Span
from ingest.numerals import integer_of
from ingest.regions import in_or_under, places_named
from qa.asking.asked_text import blanked
from qa.language.late_pattern import LatePattern

_OPEN, _CLOSE = r"〔\[(【〖﹝{<〈「", r"〕\])】〗﹞}>〉」"
_DASH = r"\-–—_/.·~"
_HAN_NUMERAL = "〇○零一二三四五六七八九十百"
# 15号楼 is a house, 15号文 a document; a serial with 号 in front of these is neither ours nor a date.
_AFTER_SERIAL = r"(?!\s*[楼线院房室门车位机桌店铺馆厅柜床井坑桥仓][^件]?)"
# What a figure without 号 may not go on with: it is a count, a sum or a date then.
_UNIT = r"(?!\s*[0-9年月日天元块人名个位次万亿岁倍成届户套张件项条款章节页字米吨亩所家支只双辆台部门期批卷版%‰:])"
_SERIAL = rf"(?:第\s*)?(?P<serial>\d{{1,5}}|[{_HAN_NUMERAL}]{{1,6}}(?=\s*号))"
_YEAR = r"(?P<year>(?:19|20)\d{2}|二[〇○零一二三四五六七八九]{3}|一九[〇○零一二三四五六七八九]{2})"

# What may stand behind the code of a number that the library knows.
#   matches   〔2022〕15号 | [2022]15 | 2022 15号 | 2022年第15号 | -2022-15 | 字〔2022〕15号 | 202215号
#   rejects   2022年 | 2022年15日 | 2022年15号楼
_DATED_TAIL = LatePattern(
    rf"""(?x)
    字? \s* [{_DASH}]? \s* [{_OPEN}]? \s*
    (?: {_YEAR} \s* (?: [{_CLOSE}] \s* | 年度?\s* | [{_DASH}、,] \s* | \s ) [{_DASH}]? \s* {_SERIAL}
      | (?P<joined_year>(?:19|20)\d{{2}}) (?P<joined_serial>\d{{1,4}}) (?=\s*号) )
    \s* (?: [号號] {_AFTER_SERIAL} | [{_CLOSE}] (?!\d) | {_UNIT} )"""
)
#   matches   15号 | 第15号 | 字第15号 | 170 | 十五号 | (15)号
#   rejects   15人 | 15号楼 | 2022年
_BARE_TAIL = LatePattern(
    rf"(?x) 字? \s* [{_DASH}]? \s* [{_OPEN}]? \s* {_SERIAL} \s* [{_CLOSE}]? \s* (?: [号號] {_AFTER_SERIAL} | {_UNIT} )"
)
# A serial whose issuer stands elsewhere in the question, or nowhere.
#   matches   15号文 | 2022年15号文件 | 第15号文 | [2022]15号
#   rejects   15号下午 | 15号文化活动 | 第15号 | 2022年15号楼
_SERIAL_ALONE = LatePattern(
    rf"""(?x) (?<!\d)
    (?: (?: [{_OPEN}]? \s* {_YEAR} \s* (?:[{_CLOSE}]|年)? \s* )? {_SERIAL} \s* [号號] \s*
        (?: 文 (?! [化艺体明字书旦汇具娱学物博凭职员联] ) 件? | (?P<order>令) )
      | [{_OPEN}] \s* (?P<bracketed>(?:19|20)\d{{2}}) \s* [{_CLOSE}] \s* (?:第\s*)? (?P<of_bracketed>\d{{1,5}})
        \s* (?: [号號] {_AFTER_SERIAL} | {_UNIT} ) )"""
)
# Nothing but a serial in the search box: 88号.
_WHOLE_QUERY = LatePattern(r"\s*(?P<asked>(?P<serial>\d{1,5})号)\s*")
# A code that the library does not know, with its year but without 号 or brackets.
#   matches   京老干〔2023〕88 | 京办发2023年88号 | 京办发2023-88号
#   rejects   会议〔2023〕8人 | 印发2023年8号 (no code)
_UNKNOWN_DATED = LatePattern(
    rf"""(?x) (?P<code>[\u4e00-\u9fff]{{2,10}}) \s*
    (?: [{_OPEN}] \s* (?P<year>(?:19|20)\d{{2}}) \s* [{_CLOSE}] \s* (?:第\s*)? (?P<serial>\d{{1,5}}) \s* (?: 号 {_AFTER_SERIAL} | {_UNIT} )
      | (?<=[发函字规干办电令]) \s* [{_DASH}]? (?P<plain_year>(?:19|20)\d{{2}}) \s* (?:年|[{_DASH}]|\s)
        \s* (?:第\s*)? (?P<plain_serial>\d{{1,5}}) (?!\d) \s* (?: 号 {_AFTER_SERIAL} | {_UNIT} ) )"""
)
# 国务院令711号, 财政部公告2021年3号: printed with 第, asked for without.
_ORDER_WITHOUT_ORDINAL = LatePattern(
    r"(?<=[\u4e00-\u9fff])(?:令|公告|通告)\s*(?:\d{4}\s*年\s*)?(?P<serial>\d{1,5})(?=\s*号(?![楼线院房室门牌]))"
)
_ORDER_FORM = LatePattern(r"(?P<body>.+)(?P<kind>令|公告|通告)(?:(?P<year>\d{4})年)?第(?P<serial>\d+)号")
# 办发15号下午: a day and no number, whatever stands before it.
_DAY = LatePattern(r"\s*(?:之?前|以前|下午|上午|中午|晚上?|早上?|当天|那天|凌晨|起|截止|前后|左右|开会|窗口|选手)")
_WEN = LatePattern(r"\s*文(?![化艺体明字书旦汇具娱学物博凭职员联])件?")
# The state, the provinces and the cities, by the character that codes begin with.
_PLACE_LETTERS = frozenset("国京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔贵滇云藏陕甘青宁新甬榕穗蓉筑邕宛扬丽台温")
_CODE_CHARACTERS = frozenset("办委府政党组老干人财教民发局厅部省市县区院会")
_LONGEST_CODE = 16
_FULL_BODY = LatePattern(r"(?:人民政府|委员会|办公[厅室]|[局厅委会院部])$")


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A 文号 that a document of the library bears."""

    mention: NumberMention
    document: ListedDocument


@dataclass(frozen=True, slots=True)
class AskedNumber:
    """A 文号 of the question."""

    span: Span  # in the folded question
    normals: tuple[str, ...]  # one; several where a serial alone is borne by several documents, newest first


class NumberBook:
    """The 文号 of a library's documents, by code and by serial."""

    def __init__(self, bearing: Sequence[tuple[str, ListedDocument]]) -> None:
        """`bearing`: (number as printed, document it leads to); nothing is read before the first look."""
        self._bearing = bearing

    @cached_property
    def known(self) -> tuple[KnownNumber, ...]:
        """Every number of every document, in the documents' order."""
        return tuple(
            KnownNumber(mention, document) for number, document in self._bearing for mention in _mentions(number)
        )

    @cached_property
    def by_agency(self) -> dict[str, tuple[KnownNumber, ...]]:
        """Code -> numbers."""
        return _grouped((k.mention.agency, k) for k in self.known if k.mention.agency)

    @cached_property
    def by_serial(self) -> dict[int, tuple[KnownNumber, ...]]:
        """Serial -> numbers."""
        return _grouped((k.mention.serial, k) for k in self.known)

    @cached_property
    def by_form(self) -> dict[str, tuple[str, ...]]:
        """Normal form, with and without the year -> document_ids."""
        pairs = ((form, k) for k in self.known for form in {k.mention.normal, k.mention.without_year})
        return {form: tuple(k.document.document_id for k in found) for form, found in _grouped(pairs).items()}


# Nearly all are printed so, and a library may have tens of thousands.
_AS_STANDARD = LatePattern(r"(?P<agency>[\u4e00-\u9fff]{2,12})〔(?P<year>(?:19|20)\d{2})〕(?P<serial>[1-9]\d{0,4})号")


def _mentions(number: str) -> Sequence[NumberMention]:
    """The numbers that a document's 文号 is made of."""
    plain = _AS_STANDARD.fullmatch(number)
    if plain is None:
        return find_document_numbers(number)
    return (NumberMention(plain.span(), number, number, plain["agency"], int(plain["year"]), int(plain["serial"])),)


def _grouped(pairs: Iterable[tuple[object, KnownNumber]]) -> dict:  # type: ignore[type-arg]
    groups: dict[object, list[KnownNumber]] = {}
    for key, known in pairs:
        groups.setdefault(key, []).append(known)
    return {key: tuple(found) for key, found in groups.items()}


def read_numbers(text: str, book: NumberBook, regions: Sequence[str] = ()) -> list[AskedNumber]:
    """The 文号 of a folded question in its order; `regions` are those that the question names.

    A serial alone (15号文) is read as the numbers of the library that have it: those of the regions or issuers named
    beside it. Where the library has none, it stays a number by its form, so that this can be said.
    """
    if "号" not in text and not any(c.isdecimal() for c in text):
        return []
    found = _of_known_codes(text, book)
    for strict in (_by_form, _unknown_dated):
        found += [_as_known(n, book) for n in strict(blanked(text, [n.span for n in found]))]
    found += _serials_alone(blanked(text, [n.span for n in found]), book, regions)
    return sorted(found, key=lambda n: n.span)


def _of_known_codes(text: str, book: NumberBook) -> list[AskedNumber]:
    """Numbers whose code is one of the library's, the longest code at each place; white space inside it is read over."""
    pressed = "".join(text.split())
    places = [i for i, c in enumerate(text) if not c.isspace()]
    codes = book.by_agency
    found: list[AskedNumber] = []
    at = 0
    while at < len(pressed):
        for length in range(min(_LONGEST_CODE, len(pressed) - at), 0, -1):
            code = pressed[at : at + length]
            if code not in codes or not _begins(pressed, at, length):
                continue
            number = _tail(text, (places[at], places[at + length - 1] + 1), code, codes[code])
            if number is not None:
                found.append(number)
                at = next((i for i, place in enumerate(places) if place >= number.span[1]), len(pressed)) - 1
                break
        at += 1
    return found


def _begins(pressed: str, at: int, length: int) -> bool:
    """Whether a code begins here: 浙委|办发 is the tail of another code, 山东|鲁老干 and 根据|扬办发 are not."""
    before = pressed[at - 1] if at else ""
    if not "\u4e00" <= before <= "\u9fff" or before in "号和与及、按据照看查问的在按说":
        return True
    if pressed[at] in _PLACE_LETTERS and length > 1:
        return before not in _PLACE_LETTERS or pressed[max(0, at - 2) : at] in _PLACE_NAMES
    return length > 1 and (before not in _CODE_CHARACTERS | _PLACE_LETTERS or bool(_FULL_BODY.search(pressed[:at])))


_PLACE_NAMES = frozenset({"中国", "全国", "北京", "天津", "宁夏", "青海", "新疆", "云南", "甘肃", "吉林"})


def _tail(text: str, code_span: Span, code: str, known: Sequence[KnownNumber]) -> AskedNumber | None:
    """The number that begins with a known code; None where no serial follows."""
    start, end = code_span
    if (dated := _DATED_TAIL.match(text, end)) and (len(code) > 1 or text[end : dated.start("year")].strip()):
        year = integer_of(dated["year"] or dated["joined_year"])
        serial = integer_of(dated["serial"] or dated["joined_serial"])
        of_both = [k.mention for k in known if (k.mention.year, k.mention.serial) == (year, serial)]
        normal = of_both[0].normal if of_both else _normal(known[0].mention, year, serial)
        return AskedNumber((start, _through_wen(text, dated.end())), (normal,))
    bare = _BARE_TAIL.match(text, end)
    if bare is None or len(code) == 1:
        return None
    serial = integer_of(bare["serial"])
    of_serial = [k.mention for k in known if k.mention.serial == serial]
    if not of_serial and "号" not in bare.group():
        return None
    normal = of_serial[0].without_year if of_serial else _normal(known[0].mention, None, serial)
    return AskedNumber((start, _through_wen(text, bare.end())), (normal,))


def _normal(like: NumberMention, year: int | None, serial: int | None) -> str:
    """The normal form of another number of the same code."""
    if "第" in like.normal:  # orders and announcements
        return f"{like.agency}{f'{year}年' if year else ''}第{serial}号"
    return f"{like.agency}〔{year}〕{serial}号" if year else f"{like.agency}{serial}号"


def _through_wen(text: str, end: int) -> int:
    """Where 文 or 文件 behind a number ends."""
    wen = _WEN.match(text, end)
    return wen.end() if wen else end


def _by_form(text: str) -> list[AskedNumber]:
    """Numbers that are complete in form, whoever bears them; an order or announcement also without its 第."""
    put_in = [m.start("serial") for m in _ORDER_WITHOUT_ORDINAL.finditer(text)]
    for place in reversed(put_in):
        text = f"{text[:place]}第{text[place:]}"
    return [
        AskedNumber((_shifted(m.span[0], put_in), _shifted(_through_wen(text, m.span[1]), put_in)), (m.normal,))
        for m in find_document_numbers(text)
        if m.agency and not (m.year is None and _DAY.match(text, m.span[1]))
    ]


def _shifted(place: int, put_in: Sequence[int]) -> int:
    """A place in a text as it was before a character was put in at each of these places."""
    return place - sum(at + n < place for n, at in enumerate(put_in))


def _as_known(number: AskedNumber, book: NumberBook) -> AskedNumber:
    """An announcement of joint bodies is asked for by one of them: 财政部公告2021年第3号."""
    (form,) = number.normals
    asked = _ORDER_FORM.fullmatch(form)
    if asked is None or form in book.by_form:
        return number
    same = [
        k.mention.normal
        for k in book.by_serial.get(int(asked["serial"]), ())
        if (of := _ORDER_FORM.fullmatch(k.mention.normal))
        and of["kind"] == asked["kind"]
        and asked["year"] in (None, of["year"])
        and asked["body"] in of["body"]
    ]
    return AskedNumber(number.span, tuple(dict.fromkeys(same)) or number.normals)


def _unknown_dated(text: str) -> list[AskedNumber]:
    """Numbers with a code and a year that lack their 号 or brackets: written out in full and read again."""
    found = []
    for match in _UNKNOWN_DATED.finditer(text):
        year, serial = match["year"] or match["plain_year"], match["serial"] or match["plain_serial"]
        written = find_document_numbers(f"{match['code']}〔{year}〕{serial}号")
        agency = written[-1].agency if written else ""
        if len(agency) < 2 or re.search("[印转下签颁分]发$", agency):
            continue
        if match["plain_year"] and "号" not in match.group() and agency[0] not in _PLACE_LETTERS:
            continue
        start = match.end("code") - len(agency)
        found.append(AskedNumber((start, _through_wen(text, match.end())), (written[-1].normal,)))
    return found


def _serials_alone(text: str, book: NumberBook, regions: Sequence[str]) -> list[AskedNumber]:
    found = []
    if (whole := _WHOLE_QUERY.fullmatch(text)) and (known := book.by_serial.get(int(whole["serial"]), ())):
        newest = sorted(known, key=lambda k: (_age(k.document), k.mention.normal))
        return [AskedNumber(whole.span("asked"), tuple(dict.fromkeys(k.mention.normal for k in newest)))]
    for match in _SERIAL_ALONE.finditer(text):
        year = integer_of(match["year"] or match["bracketed"] or "")
        serial = integer_of(match["serial"] or match["of_bracketed"]) or 0
        bearing = [
            k
            for k in book.by_serial.get(serial, ())
            if year in (None, k.mention.year) and (match["order"] is None or k.mention.agency.endswith("令"))
        ]
        bearing = _of_named(bearing, text[: match.start()], regions)
        newest = sorted(bearing, key=lambda k: (_age(k.document), k.mention.normal))
        normals = tuple(dict.fromkeys(k.mention.normal for k in newest))
        kind = "令" if match["order"] else "号"
        form = f"〔{year}〕{serial}号" if year else f"{serial}号{'令' if kind == '令' else '文'}"
        found.append(AskedNumber(match.span(), normals or (form,)))
    return found


def _of_named(bearing: Sequence[KnownNumber], before: str, regions: Sequence[str]) -> list[KnownNumber]:
    """Those of the regions that the question names, and of the issuer whose name stands right before the serial."""
    if regions:
        bearing = [k for k in bearing if any(_is_of(k.document.region, name) for name in regions)]
    words = re.search(r"[\u4e00-\u9fff]{2,14}$", before)
    for length in range(len(words[0]) if words else 0, 2, -1):
        part = words[0][-length:] if words else ""
        named = [k for k in bearing if any(part in body for body in k.document.issuing_authorities)]
        if named:
            return named
    return list(bearing)


def _is_of(region: str | None, name: str) -> bool:
    """Whether a document is of this very place, or of one in it."""
    return region is not None and bool(places_named(name) or region) and in_or_under(region, name)


def _age(document: ListedDocument) -> tuple[int, int]:
    """Sorts the newest document first; one without a date last."""
    day = document.dated_on or document.printed_on
    year = next((m.year for m in find_document_numbers(document.document_number or "") if m.year), None)
    return -(day.year if day else year or 0), -(day.toordinal() if day else 0)
