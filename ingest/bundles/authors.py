"""Lines that name who wrote, edited or spoke: 刘 文 生, 中共沈阳市委老干部局, 市委老干部局编　2020年7月23日."""

from __future__ import annotations

import re

from ingest.dates import first_date
from ingest.issuers import bodies_in
from ingest.line_forms import DATE_LINE, ends_sentence
from ingest.paragraphs import Paragraph
from ingest.persons import person_of

EDITED_BY = re.compile(r"(?:主办|编印|编发|编写|编制|编辑|汇编|编|印发|印制|印)\s*$")
_LONGEST_LINE = 60
_AUTHOR_TAIL = re.compile(
    r"(?:党支部|党总支|支部|社区|街道|大队|中队|车间|分会|联社|课题组|调研组|宣讲团|考察团|服务站|[站馆所网社处科队团校])$"
)
_NO_AUTHOR = re.compile(r"[，。；：:、！？“”《》]|关于|工作$|活动$")
# Who wrote an item, where it ends: （市委老干部局） | （张明 供稿） | 供稿：市民政局
_CREDIT_AT_END = re.compile(r"[。！”）)]?\s*[（(][^（）()。，]{2,24}[）)]\s*$")
CREDIT_LINE = re.compile(
    r"^\s*[（(]?\s*(?:供稿|撰稿|来稿|作者|通讯员|信息来源|来源|文字)(?:单位)?\s*[：:／/][^。]{2,30}[）)]?\s*$"
)
_CREDIT_WORDS = re.compile(r"供稿|撰稿|来稿|通讯员|作者|来源|供图|投稿")
_CREDIT_IN_BRACKETS = re.compile(r"^\s*[（(](?P<words>[^（）()。，]{2,30})[）)]\s*$")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,3}$")
# A title that tells what happened, though it ends as the name of a body or of a unit does.
#   matches   市委召开老干部情况通报会 | 银龄讲堂进社区 | 领导走访慰问红旗社区 | 全市老干部工作推进会
#   rejects   云州市老龄协会 | 前进社区 | 市慰问团 | 清河县委组织部
_ACTOR = re.compile(
    r"[^，。：；]{0,10}?(?:省|市|县|区|旗|镇|乡|街道|社区|村|局|委|部|办|校|院|中心|公司|大学|学院|协会|支部|老同志|老干部|老党员|志愿者|[队团])"
)
_DONE = re.compile(
    r"召开|举[行办]|开[展办班讲]|走访|送[进到]|走进|慰问|看望|启动|成立|揭牌|走进|部署|组织|调研|办好|建[成设立]|推[进行出动]|打造|做[好实优强细]|抓[好实牢]|"
    r"强化|优化|提升|实施|落实|发挥|破解|探索|构建|创新|助力|聚焦|举措|获|印发|出台|传达|学习|交流|“[^”]{2,10}”"
)
_EVENT = re.compile(
    r"召开|举行|举办|开办|走访|看望|启动|揭牌|走进|送进|深入|开进|落户|颁发|授予|授牌|打造|助力|参观|建成|慰问(?!团|组)|开展|"
    r"送(?=医|药|温暖|文化|法|戏|书|学|服务|关怀|清凉|健康)|(?:荣获|获评|获得)|组织(?=开展|召开|观看|参观|学习|老|离|退|党员)|"
    r"(?<=[\u4e00-\u9fff”])(?<![前先奋共跃上促改引推演增])进(?=社区|校园|机关|支部|街道|企业|基层|[\u4e00-\u9fff]{2,4}(?:社区|支部|街道)$)|"
    r"(?:座谈|通报|茶话|联欢|报告|表彰|动员|推进|运动|交流|培训|研讨|总结|工作|恳谈|宣讲|调度|部署|发布|音乐|团拜|见面|欢送|专题|评审|推介|展示|现场|组织生活|民主生活)会$"
)


def bodies_editing(text: str) -> tuple[str, ...]:
    """The bodies a line names with nothing else but 编印 and a date; () where it is anything else."""
    words = text.strip()
    if len(words) > _LONGEST_LINE or ends_sentence(words) or _EVENT.search(words):
        return ()
    found = first_date(words)
    if found is not None:
        words = f"{words[: found[1][0]]} {words[found[1][1] :]}"
    words = words.strip(" \t\u3000（）()")
    return bodies_in(words) or bodies_in(EDITED_BY.sub("", words).strip())


def is_author_or_date(paragraph: Paragraph) -> bool:
    """Whether a line is one of those between a title and its text: who wrote it, when it was given."""
    text = paragraph.text.strip()
    return bool(DATE_LINE.match(text)) or is_author(text) or is_credit(text)


def is_body_or_person(text: str) -> bool:
    """Whether a line signs what stands above it: a body, a person, a date."""
    words = text.strip().strip("（）()").strip()
    if DATE_LINE.match(text) or person_of(words):
        return True
    return bool(bodies_in(words)) and _EVENT.search(words) is None


def is_author(text: str) -> bool:
    """Whether a line names who wrote an item: a body, a unit, or a person with or without the office held."""
    words = text.strip().strip("（）()").strip()
    if not 2 <= len(words) <= 40 or _EVENT.search(words):
        return False
    if bodies_in(words) or person_of(words) is not None:
        return True
    return len(words) >= 4 and _AUTHOR_TAIL.search(words) is not None and _NO_AUTHOR.search(words) is None


def is_named_body(text: str) -> bool:
    """Whether a line names a body or a unit as the author, not a person."""
    words = text.strip().strip("（）()").strip()
    return person_of(words) is None and is_author(words)


def is_credit(text: str) -> bool:
    """Whether a line says who sent an item in, which is not who issued it: （乙县老龄办供稿）, 来源：…, （县民政局 王五）."""
    if CREDIT_LINE.match(text):
        return True
    match = _CREDIT_IN_BRACKETS.match(text)
    if match is None:
        return False
    words = match["words"].strip()
    if _CREDIT_WORDS.search(words):
        return True
    *body, name = words.split()
    return bool(body and _NAME.match(name) and bodies_in(" ".join(body)))


def tells_news(title: str) -> bool:
    """Whether a title says who did what: 清河县开展走访慰问活动, 桐山镇“三个强化”办好老年食堂."""
    return _ACTOR.match(title) is not None and _DONE.search(title) is not None


def credits_author(text: str) -> bool:
    """Whether a paragraph ends an item by naming who sent it in: …。（市委老干部局）"""
    if is_credit(text):
        return True
    match = _CREDIT_AT_END.search(text)
    if match is None:
        return False
    words = match.group().strip(" 。！”")
    if is_credit(words):
        return True
    words = words.strip("（）() ")
    return bool(_CREDIT_WORDS.search(words) or bodies_in(words) or person_of(words))
