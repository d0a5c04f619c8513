"""Names of issuing bodies: told apart from other words, cut out of heads, titles and imprints."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SUFFIXES = (
    "委员会|党委|党组|党工委|工委|组织部|宣传部|统战部|政法委|编办|老干部局|老干部工作局|老干局|干部局|人民政府|人民法院|"
    "人民检察院|办公厅|办公室|领导小组|指挥部|总工会|工会|联合会|协会|学会|研究会|基金会|法院|检察院|总局|公司|集团|"
    "大学|学院|学校|医院|中心|银行|支队|总队|军区|司令部|政治部|国务院|中央|常委会|公署|联席会议|人民代表大会|党支部|党总支|支行|分行|军分区|党校|[部厅局委署院处办会]"
)
# One body, alone: 中共山东省委组织部 | 国家发展改革委办公厅 | 丽水市人民政府 ; no verb, no title in it.
BODY = re.compile(rf"^[\u4e00-\u9fff（）()·“”\"]{{1,36}}(?:{_SUFFIXES})(?:[（(][^（）()]{{1,12}}[）)])?$")
_NOT_A_BODY = re.compile(
    r"关于|印发|转发|批转|通知$|意见$|方案$|办法$|[《》。；？！]|现将|为了|(?<!联席)(?<!政治协商)会议|部署|工作会$|培训|全部$|干部$|内部$|(?<!党)支部$|"
    r"(?:加强|做好|开展|推进|落实|完善|深入|支持|以及)|(?:^[一二三四五六七八九十]+是)"
)
_IN_NO_BODY = re.compile("[《》。；？！]")
_RED_HEAD_WORD = re.compile(r"(?:文\s*件|发\s*电|(?:明传)?电\s*报)\s*$|文\s*件(?=[ \t\u3000])|^文\s*件(?=[ \t\u3000])")
_LONGEST_LIST = 300  # characters; ten joint bodies are fewer
_SPACED_OUT = re.compile(r"^(?:\S{1,2}[ \t\u3000]+){3,}\S{1,3}$")
_SPACED_RUN = re.compile(r"(?<!\S)\S(?:[ \t\u3000]+\S){2,}(?!\S)")
_BETWEEN_BODIES = re.compile(r"[ \t\u3000\xa0、，,\n]+")
_BEFORE_PARTY = re.compile(r"(?<=.)(?=中共)")
_TITLE_VERB = re.compile(r"(?:联合)?(?:关于|印发|转发|批转|发布|公布|颁发)")
_OWN_NAMES = frozenset({"国务院", "中共中央", "中央军委", "中华人民共和国主席", "中华人民共和国中央军事委员会"})
_OFFICE_OF_PARTY_BODY = re.compile(
    r"^(?P<body>.*(?:部|局|委员会|党委|总工会|联合会))(?:办公室|秘书处|综合处|办公厅秘书处)$"
)


def is_body(text: str) -> bool:
    """Whether the text is the name of one body and nothing else."""
    name = "".join(text.split())
    return name in _OWN_NAMES or bool(2 < len(name) <= 40 and BODY.match(name) and not _NOT_A_BODY.search(name))


def bodies_in(text: str) -> tuple[str, ...]:
    """Bodies named one beside the other: 「中共山东省委组织部 中共山东省委老干部局」; () when it is anything else."""
    if len(text) > _LONGEST_LIST or _IN_NO_BODY.search(text):
        return ()
    collapsed = _SPACED_RUN.sub(lambda run: "".join(run.group().split()), text)
    parts = [p for p in _BETWEEN_BODIES.split(collapsed.strip()) if p]
    names: list[str] = []
    for part in parts:
        # Spaces lost between joint bodies: each begins with 中共.
        for name in _BEFORE_PARTY.split(part) if "中共" in part else (part,):
            names.extend(_parted(name))
    if names and all(is_body(n) for n in names):
        return tuple(dict.fromkeys(names))
    # Characters spaced out to fill the line: 中 共 江 苏 省 委
    joined = "".join(parts)
    if len(parts) > 1 and "\t" not in text.strip() and is_body(joined) and min(map(len, parts)) <= 2:
        return (joined,)
    return ()


def _parted(text: str) -> list[str]:
    """Joint bodies printed without a space, 「福建省民政厅福建省财政厅」: the second begins with the place of the first."""
    place = text[2:4] if text.startswith("中共") else text[:2]
    for i in range(5, len(text) - 4):
        if text.startswith(place, i) and is_body(text[:i]) and is_body(text[i:]):
            return [text[:i], *_parted(text[i:])]
    return [text]


def bodies_of_red_head(text: str) -> tuple[str, ...]:
    """Bodies of a 发文机关标志, 「中共浙江省委组织部 文件 中共浙江省委老干部局」; () when the line is none."""
    if "件" not in text and "电" not in text:
        return ()
    text = text.strip()
    compact = "".join(text.split()) if _SPACED_OUT.match(text) else text
    if not _RED_HEAD_WORD.search(compact):
        return ()
    return bodies_in(_RED_HEAD_WORD.sub(" ", compact))


def bodies_of_title(title: str) -> tuple[str, ...]:
    """Bodies that a title begins with: 「国务院办公厅关于…」; () when it begins with its subject."""
    verb = _TITLE_VERB.search(title)
    if verb is None or verb.start() == 0 or "《" in title[: verb.start()]:
        return ()
    names: list[str] = []
    for line in title[: verb.start()].split("\n"):
        bodies = bodies_in(line) if line.strip() else ()
        if line.strip() and not bodies:
            return ()
        names.extend(bodies)
    return tuple(dict.fromkeys(names))


def is_same_body(name: str, other: str) -> bool:
    """Whether one name is the other or leaves its beginning out: 财政局 for 甲市财政局, 甲市委 for 中共甲市委."""
    return name.endswith(other) or other.endswith(name)


def name_all(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `names` hold every one of `others`, each a body of its own."""
    held = [next((i for i, name in enumerate(names) if is_same_body(name, other)), None) for other in others]
    return None not in held and len(set(held)) == len(held)


# A company's own rules begin with its name: 东华纺织有限责任公司离退休人员管理办法; rejects 股份有限公司章程指引,
# 外商投资有限责任公司登记办法 (rules for such companies).
_COMPANY = re.compile(
    r"^(?![^公]{0,6}(?:国有|外商|中外|境外|境内|合资|上市|证券|保险|期货|金融|融资|担保|小额|信托|租赁|物业|中央|地方|独资))"
    r"(?P<name>[\u4e00-\u9fff（）()]{2,24}?(?:有限责任公司|股份有限公司|有限公司|集团公司))(?=[^公司]{0,3}[\u4e00-\u9fff])"
)
_NO_COMPANY = frozenset({"责任", "股份", "集团", "各类", "本市", "我国"})


def company_of_title(title: str) -> str | None:
    """The company that a title without 关于 begins with, whose own rules the text then is."""
    match = _COMPANY.match("".join(title.split()))
    if match is None or len(match["name"]) < 6 or match["name"][:2] in _NO_COMPANY:
        return None
    return match["name"] if is_body(match["name"]) else None


# 机关代字 that stand for one body in the whole country.
_CENTRAL_CODES = {
    "国发": "国务院",
    "国函": "国务院",
    "国办发": "国务院办公厅",
    "国办函": "国务院办公厅",
    "国办发明电": "国务院办公厅",
    "中发": "中共中央",
    "中办发": "中共中央办公厅",
    "中办通报": "中共中央办公厅",
    "中组发": "中共中央组织部",
}


def body_of_agency_code(code: str) -> str | None:
    """The body that a 机关代字 stands for where it stands for only one: 国办发 is 国务院办公厅."""
    return _CENTRAL_CODES.get(code)


def body_of_printing_office(office: str) -> str:
    """The body an imprint's office works for: 「中共浙江省委老干部局办公室」 → 「中共浙江省委老干部局」."""
    name = "".join(office.split())
    match = _OFFICE_OF_PARTY_BODY.match(name)
    if match:
        return match["body"]
    return re.sub(r"(?<=办公厅)秘书[局处]$|(?<=办公室)秘书[处科]$", "", name)
