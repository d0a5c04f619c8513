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
_CREDIT_WORDS = re.compile(r"供稿|撰稿|来稿|通讯员|作者")


def bodies_editing(text: str) -> tuple[str, ...]:
    """The bodies a line names with nothing else but 编印 and a date; () where it is anything else."""
    words = text.strip()
    if len(words) > _LONGEST_LINE or ends_sentence(words):
        return ()
    found = first_date(words)
    if found is not None:
        words = f"{words[: found[1][0]]} {words[found[1][1] :]}"
    words = words.strip(" \t\u3000（）()")
    return bodies_in(words) or bodies_in(EDITED_BY.sub("", words).strip())


def is_author_or_date(paragraph: Paragraph) -> bool:
    """Whether a line is one of those between a title and its text: who wrote it, when it was given."""
    text = paragraph.text.strip()
    return bool(DATE_LINE.match(text)) or is_author(text)


def is_body_or_person(text: str) -> bool:
    """Whether a line signs what stands above it: a body, a person, a date."""
    words = text.strip().strip("（）()").strip()
    return bool(DATE_LINE.match(text) or bodies_in(words) or person_of(words))


def is_author(text: str) -> bool:
    """Whether a line names who wrote an item: a body, a unit, or a person with or without the office held."""
    words = text.strip().strip("（）()").strip()
    if not 2 <= len(words) <= 40:
        return False
    if bodies_in(words) or person_of(words) is not None:
        return True
    return len(words) >= 4 and _AUTHOR_TAIL.search(words) is not None and _NO_AUTHOR.search(words) is None


def is_named_body(text: str) -> bool:
    """Whether a line names a body or a unit as the author, not a person."""
    words = text.strip().strip("（）()").strip()
    return person_of(words) is None and is_author(words)


def credits_author(text: str) -> bool:
    """Whether a paragraph ends an item by naming who sent it in: …。（市委老干部局）"""
    if CREDIT_LINE.match(text):
        return True
    match = _CREDIT_AT_END.search(text)
    if match is None:
        return False
    words = match.group().strip(" 。！”").strip("（）() ")
    return bool(_CREDIT_WORDS.search(words) or bodies_in(words) or person_of(words))
