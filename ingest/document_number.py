"""发文字号 in any of the forms people print and type: where they stand, and their one normal form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.frozen import quickly_made
from ingest.issuers import is_body
from ingest.model import Span
from ingest.numerals import integer_of

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
_OPEN, _CLOSE = r"〔\[［（(【〖﹝", r"〕\]］）)】〗﹞"
# Converters leave spaces and at most one line break inside a number.
_GAP = r"[ \t\u3000\xa0]*\n?[ \t\u3000\xa0]*"
_NUMERAL = "〇○零一二三四五六七八九十百千"

# The year in brackets with its serial; the agency code is read backwards from where this begins.
#   matches   〔2021〕12号 | [2019]13号 | （２０２２）第 15 号 | 〔82〕62号 | 〔二〇二二〕15号
#   rejects   （2022年）15号楼 | 〔2021〕12
_YEAR_AND_SERIAL = re.compile(
    rf"""(?x)
    [{_OPEN}] {_GAP} (?P<year> (?:[1１][9９]|[2２][0０]) \d{{2}} | [4-9４-９]\d | [一二][〇○零一二三四五六七八九]{{3}} ) {_GAP} [{_CLOSE}]
    {_GAP} (?:第{_GAP})? (?P<serial> \d{{1,5}} ) {_GAP} 号 (?![楼线院房室门])"""
)
# Orders and announcements count by 第…号, with the year in words or not at all.
#   matches   国务院令第711号 | 主席令（第七十三号） | 财政部公告2022年第15号
#   rejects   命令第3号机组 (no agency before 令) | 第15号
_ORDER = re.compile(
    rf"""(?x)
    (?: 令 | 公告 | 通告 ) (?P<gap> {_GAP} [{_OPEN}]? {_GAP} )
    (?: (?P<year>\d{{4}}) {_GAP} 年 {_GAP} )? 第 {_GAP} (?P<serial> \d{{1,5}} | [{_NUMERAL}]{{1,7}} ) {_GAP} 号"""
)
# The serial may stand before the word: 国务院第711号令, 财政部第96号公告; its normal form is that of 国务院令第711号.
_ORDER_LAST = re.compile(rf"第{_GAP}(?P<serial>\d{{1,5}}|[{_NUMERAL}]{{1,7}}){_GAP}号(?P<kind>令|公告|通告)(?![第牌])")
# People drop the year when they speak of a number; old numbers never had one.
#   matches   扬办发170号 | 老干字第15号 | 鲁老干15号
#   rejects   文昌路170号 | 每月15号 | 转发15号
_HALF = re.compile(
    rf"""(?x)
    (?: [发函字规] | 老干 | 明电 | [政委府]办 ) (?P<gap> [ \t\u3000\xa0]* ) (?:第{_GAP})?
    (?P<serial> \d{{1,5}} ) [ \t\u3000\xa0]* 号 (?![楼线院房室门])"""
)
# A number that fills its line and leaves its agency to the head above it.
#   matches   第15号 | （2022年第15号） | 〔2022〕15号
_BARE = re.compile(
    rf"""(?mx)
    ^[ \t\u3000\xa0]* (?P<number> [{_OPEN}]? (?: (?P<year>\d{{4}}) [ ]* 年 [ ]* )? 第 [ ]* (?P<serial>\d{{1,5}}|[{_NUMERAL}]{{1,7}}) [ ]* 号
    [{_CLOSE}]? ) [ \t\u3000\xa0]*$"""
)
# The year stands first in some numbers of the 1980s: （88）老干字第6号.
_YEAR_FIRST = re.compile(
    rf"""(?x)
    [{_OPEN}] (?P<year> [4-9４-９]\d | [1１][9９]\d{{2}} ) [{_CLOSE}] [ ]* (?P<agency> [{_HAN}]{{1,8}} [发字函] ) [ ]* 第?
    [ ]* (?P<serial>\d{{1,5}}) [ ]* 号"""
)

# Running text that ends where the code begins: 根据|国办发〔2021〕12号.
_PROSE_WORDS = (
    "根据 依据 依照 按照 遵照 参照 比照 对照 转发 印发 下发 颁发 颁布 发布 制发 印制 出台 "
    "制定 贯彻 落实 执行 实施 施行 学习 宣传 传达 认真 结合 关于 以及 并且 现将 同时 废止 "
    "替代 代替 取代 详见 参见 参阅 查阅 查询 附件 文件 通知 意见 办法 规定 方案 决定 精神 "
    "要求 上级 我省 我市 我县 我区 我局 我委 我部 号文 文号 编号 字号 发文字号 即将 属于 "
    "违反 符合 修订 修改 引用 依托 请问 什么是 有关 相关"
).split()
_PROSE = re.compile("|".join(sorted(_PROSE_WORDS, key=len, reverse=True)))
# One character that joins a sentence to the code; as the first character of a line it may be a place (和政发: 和政县).
_JOINTS = "的了被把该其是将按依照见如指即或与等从至由为对以和及在经据看查问讲说"
# An office named in full right before its own code: 省委办公厅|浙委办发〔2017〕51号.
_OFFICE = re.compile(
    "办公[厅室]|委员会|人民政府|国务院|老干部局|工作局|组织部|宣传部|统战部|财政[部厅局]|教育[部厅局]|民政[部厅局]|保障[部厅局]"
    "|总局|[省市县区州盟旗][委府]|[省市县区]政府|中央|改革委|健康委|老干局|党委|党组"
)
# What a code goes on with after its place; a remainder that begins so has lost its beginning.
_CODE_TAIL = frozenset("办发函字通电明委政规府组老干党人厅局部")
# The state and the provinces, by the one character that codes begin with.
_PLACES = frozenset("国京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔贵滇云藏陕甘青宁新")
# First characters of codes that no sentence needs for anything else there.
_HEADS = _PLACES | frozenset("中财教民发工公兵")
_CODE_CHARACTERS = frozenset(
    "办发函字通电明委政规府组老干党人厅局部国中财教民工公司社保体科信宗监资自环建住交水农商文旅卫健医退役应急审税金银证市场广外侨"
    "台法检院群团妇企业联传秘行机编督访史档纪宣统综基层"
)
_FORMER = re.compile(r"原(?![平州阳办发函字政委府])..")  # 原|甲民〔2011〕2号; 原平, 原州 and 原阳 are places
_LONGEST_CODE = 8
# Words, not codes, that end like a code.
_PLAIN_WORD = re.compile(
    "(?:出发|印发|转发|下发|开发|颁发|批发|研发|理发|沙发|核发|签发|发|公函|来函|复函|函|数字|文字|汉字|签字|名字|字|法规)$"
)
_SINGLE_CHARACTERS = re.compile(rf"(?:(?<![{_HAN}])[{_HAN}][ \u3000])+[{_HAN}]$")
_HAN_RUN = re.compile(rf"[{_HAN}]+$")
_JOINT_BODY = re.compile(rf"(?<![{_HAN}])(?P<body>[{_HAN}]{{3,20}})[ \u3000、]$")


@quickly_made
@dataclass(frozen=True, slots=True)
class NumberMention:
    """One 发文字号 where it stands in a text."""

    span: Span
    text: str  # as printed
    normal: str  # 鲁老干〔2022〕15号; 扬办发170号 where no year is given; 国务院令第711号
    agency: str  # 机关代字; "" where the line gives the number alone
    year: int | None
    serial: int

    @property
    def without_year(self) -> str:
        """The form people use when they leave the year out: 鲁老干15号."""
        return self.normal if self.year is None else f"{self.agency}{self.serial}号"


def find_document_numbers(text: str) -> list[NumberMention]:
    """Return every 发文字号 of `text` in printed order; spans count in `text` as it is and never overlap."""
    if "号" not in text:
        return []
    found: list[NumberMention] = []
    taken: set[int] = set()
    for mentions in (
        _with_year(text),
        _year_first(text),
        _orders(text),
        _orders_last(text),
        _halves(text),
        _bare(text),
    ):
        for mention in mentions:
            if taken.isdisjoint(range(*mention.span)):
                found.append(mention)
                taken.update(range(*mention.span))
    return sorted(found, key=lambda m: m.span)


@lru_cache(maxsize=1024)  # a document's own number is asked for again and again
def normal_document_number(text: str) -> str | None:
    """Return the normal form if `text` is one 发文字号 and nothing else, else None."""
    bare = text.strip().strip("《》“”\"'").strip()
    bare = re.sub("文件?$", "", bare)
    dated = _with_year(bare)  # read first and, where it is all of the text, the only one
    if len(dated) == 1 and dated[0].span == (0, len(bare)):
        return dated[0].normal
    mentions = find_document_numbers(bare)
    if len(mentions) == 1 and mentions[0].span == (0, len(bare)):
        return mentions[0].normal
    return None


def _with_year(text: str) -> list[NumberMention]:
    found = []
    for match in _YEAR_AND_SERIAL.finditer(text):
        start = _code_start(text, match.start())
        agency = _squeezed(text[start : match.start()])
        year, serial = _year(match["year"]), int(match["serial"])
        normal = f"{agency}〔{year}〕{serial}号"
        found.append(_mention(text, (start, match.end()), normal, agency, year, serial))
    return found


def _year_first(text: str) -> list[NumberMention]:
    found = []
    for match in _YEAR_FIRST.finditer(text):
        agency, year, serial = match["agency"], _year(match["year"]), int(match["serial"])
        found.append(_mention(text, match.span(), f"{agency}〔{year}〕{serial}号", agency, year, serial))
    return found


def _orders(text: str) -> list[NumberMention]:
    found = []
    for match in _ORDER.finditer(text):
        end = match.start("gap")
        name = _HAN_RUN.search(text[max(0, end - 30) : end])
        if name is None:
            continue
        agency = _order_agency(name[0], text[max(0, end - len(name[0]) - 1) : end - len(name[0])])
        if agency in ("令", "公告", "通告", "命令"):
            continue
        start = _joint_start(text, end - len(agency), agency)
        agency = order_agency(text[start:end])
        year = int(match["year"]) if match["year"] else None
        serial = integer_of(match["serial"]) or 0
        normal = f"{agency}{f'{year}年' if year else ''}第{serial}号"
        after = match.end()
        if match["gap"].strip():  # the bracket that was opened before 第 closes after 号
            after += text[after : after + 1] in ("）", ")", "］", "]", "】", "〕")
        found.append(_mention(text, (start, after), normal, agency, year, serial))
    return found


def order_agency(printed: str) -> str:
    """What stands before 第…号 in the normal form: 国务院令 for 中华人民共和国国务院令, joint bodies without spaces."""
    agency = _squeezed(printed).replace("、", "")
    return agency.replace("中华人民共和国", "") if len(agency) > 8 else agency


def _joint_start(text: str, start: int, agency: str) -> int:
    """Where the first of joint bodies begins: 财政部 税务总局公告2021年第3号 is one number."""
    if not is_body(re.sub("(?:令|公告|通告)$", "", agency)):
        return start
    while before := _JOINT_BODY.search(text[max(0, start - 24) : start]):
        prose = max((word.end() for word in _PROSE.finditer(before["body"])), default=0)
        if not is_body(before["body"][prose:]):
            break
        start -= len(before[0]) - prose
        if prose:
            break
    return start


def _orders_last(text: str) -> list[NumberMention]:
    found = []
    for match in _ORDER_LAST.finditer(text):
        end = match.start()
        name = _HAN_RUN.search(text[max(0, end - 22) : end])
        agency = _order_agency(name[0], text[max(0, end - len(name[0]) - 1) : end - len(name[0])]) if name else ""
        if len(agency) < 2 or _PLAIN_WORD.fullmatch(agency):
            continue
        serial = integer_of(match["serial"]) or 0
        normal = f"{order_agency(agency + match['kind'])}第{serial}号"
        found.append(_mention(text, (end - len(agency), match.end()), normal, agency + match["kind"], None, serial))
    return found


def _order_agency(run: str, before: str) -> str:
    """The body at the end of a run of characters before an order's number; `before`: what stands in front of the run."""
    prose = [word.end() for word in _PROSE.finditer(run) if len(run) - word.end() >= 3]
    agency = run[prose[-1] if prose else 0 :]
    return agency[1:] if not prose and before.isdecimal() and agency[:1] in ("年", "月", "日") else agency


def _halves(text: str) -> list[NumberMention]:
    found = []
    for match in _HALF.finditer(text):
        end = match.start("gap")
        start = _code_start(text, end)
        agency, serial = _squeezed(text[start:end]), int(match["serial"])
        if len(agency) < 2 or len(agency) > _LONGEST_CODE or _PLAIN_WORD.fullmatch(agency) or _ends_plainly(agency):
            continue
        found.append(_mention(text, (start, match.end()), f"{agency}{serial}号", agency, None, serial))
    return found


def _bare(text: str) -> list[NumberMention]:
    found = []
    for match in _BARE.finditer(text):
        year, serial = (int(match["year"]) if match["year"] else None), integer_of(match["serial"]) or 0
        normal = f"{f'{year}年' if year else ''}第{serial}号"
        found.append(_mention(text, match.span("number"), normal, "", year, serial))
    return found


def _mention(text: str, span: Span, normal: str, agency: str, year: int | None, serial: int) -> NumberMention:
    return NumberMention(span, text[span[0] : span[1]], normal, agency, year, serial)


def _code_start(text: str, end: int) -> int:
    """Return where the agency code that runs up to `end` begins; `end` itself if there is none."""
    before = text[max(0, end - 40) : end]
    stripped = before.rstrip(" \t\u3000\xa0")
    if stripped.endswith("\n"):  # a line broken inside a number, unless the line above is a whole line of its own
        stripped = stripped.rstrip()
        if not stripped or stripped[-1] not in _CODE_TAIL:
            return end
    spaced = _SINGLE_CHARACTERS.search(stripped)
    run = spaced or _HAN_RUN.search(stripped)
    if run is None:
        return end
    offset = end - len(before)
    if spaced:
        return offset + spaced.start()
    start = offset + run.start()
    return start + _after_prose(run[0], text[start - 1 : start])


@lru_cache(maxsize=1024)  # a number is read in the text, in its clause and in its title
def _after_prose(run: str, before: str) -> int:
    """Return how much of a run of Chinese characters belongs to the sentence before the code."""
    cut = 0
    for word in _PROSE.finditer(run):
        if len(run) - word.end() >= 2:
            cut = word.end()
    for office in _OFFICE.finditer(run, cut):
        rest = run[office.end() :]
        if len(rest) >= 2 and rest[0] not in _CODE_TAIL:
            cut = office.end()
    inside_sentence = before not in ("", "\n", "（", "(", "《")
    for at, character in enumerate(run[:-2]):
        follows = run[at + 1]
        joins = at > 0 or follows in _HEADS or (inside_sentence and follows not in _CODE_TAIL)
        if at >= cut and character in _JOINTS and joins:
            cut = at + 1
    if _FORMER.match(run, cut):
        cut += 1
    code = run[cut:]
    if len(code) > _LONGEST_CODE:  # a sentence without a word we know: keep what reads as a code
        places = [n for n, c in enumerate(code) if c in _PLACES and 3 <= len(code) - n <= _LONGEST_CODE]
        known = next((n for n, c in enumerate(reversed(code)) if c not in _CODE_CHARACTERS), len(code))
        cut = cut + places[0] if places else len(run) - min(known + 1, len(code))
    return cut


def _ends_plainly(agency: str) -> bool:
    plain = _PLAIN_WORD.search(agency)
    return plain is not None and len(plain[0]) > 1


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _year(printed: str) -> int:
    """Return the full year: 2022 for 2022 and 二〇二二, 1982 for 82 (two digits went out of use in the 1980s)."""
    year = integer_of(printed) or 0
    return year if year >= 100 else 1900 + year
