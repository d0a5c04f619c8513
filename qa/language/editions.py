"""Older and newer editions of one rule: the newer one speaks first, the older one is named as such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.listed import Masthead
from ingest.model import PolicyDocument
from qa.language.sentences import squeezed_text

# Of the shorter title's character pairs, those that the other title must hold to be of the same matter.
SAME_MATTER = 0.6
_SPEECH = "讲话"
_FRAME = re.compile(
    r"[（(].*?[)）]|\s|关于|印发|转发|的?(?:通知|意见|办法|决定|规定|方案|细则|函|要点)$|(?:19|20)\d{2}年"
)


@lru_cache(maxsize=4096)
def _matter_of(title: str) -> str:
    """A title without the words that every title has."""
    return _FRAME.sub("", squeezed_text(title))


def same_rule(a: Masthead, b: Masthead) -> bool:
    """Whether two notices lay down the same rule: one title, or one issuer writing of one matter."""
    if a.document_id == b.document_id or a.title is None or b.title is None:
        return False
    if _SPEECH in (a.document_type, b.document_type):  # what is said twice at one meeting is no new edition
        return False
    first, second = _matter_of(a.title), _matter_of(b.title)
    if first == second:
        return a.region == b.region
    if not a.issuing_authorities or set(a.issuing_authorities) != set(b.issuing_authorities) or a.region != b.region:
        return False
    pairs, others = ({t[i : i + 2] for i in range(len(t) - 1)} for t in sorted((first, second), key=len))
    return bool(pairs) and len(pairs & others) >= SAME_MATTER * len(pairs)


def is_older(document: PolicyDocument, others: Iterable[PolicyDocument]) -> bool:
    """Whether one of the others is a newer edition of this document."""
    return document.dated_on is not None and any(
        other.dated_on is not None and other.dated_on > document.dated_on and same_rule(document, other)
        for other in others
    )


# 现在春节放几天: what was laid down for one past year does not answer.
OF_NOW = re.compile(r"现在|目前|现行|如今|眼下|当前")
_TITLE_YEAR = re.compile(r"((?:19|20)\d{2})年")


def is_of_a_past_year(document: PolicyDocument, others: Iterable[PolicyDocument]) -> bool:
    """Whether a notice is by its title of one year, and another, of no year, is from a later one."""
    of_year = _TITLE_YEAR.search(document.title or "")
    return of_year is not None and any(
        o.dated_on is not None and o.dated_on.year > int(of_year[1]) and not _TITLE_YEAR.search(o.title or "")
        for o in others
    )


# The question itself is about how things were: every edition speaks.
#   matches   新旧标准 | 老办法和新办法各多少 | 前后有什么变化 | 比以前涨了多少 | 2019年和2024年的办法 | 从300元改到多少
#   rejects   新办法是多少 | 春节前后走访 | 情况变化的
OF_CHANGE = re.compile(
    r"""(?x) 新旧|新老 | [老旧]的?(?:办法|规定|文件|标准|政策|版) | 原来|原先|以前|过去|历年|历次
      | 前后(?=[两二]|办法|规定|标准|文件|有|各|分别|的?(?:变|不同|差|区))
      | 变[成为了动] | (?:有|什么|哪些|何|了)变化 | (?:变化|改动|调整)(?:了|是)?(?:什么|哪些|多少|吗|没有|[?？]?$)
      | 调整[前后]|修订[前后]|改[前后] | 从.{1,6}(?:变|改|到)
      | (?:涨|提高|降低?|增加|减少|上调|下调|多|少)了(?:多少|几)
      | (?:19|20)\d{2}年?(?:版|的|办法|规定)?\s*(?:和|与|跟|、|同|\s)\s*(?:19|20)\d{2}年?(?:版|的?(?:办法|规定|文件|标准))
      | (?:19|20)\d{2}年?(?:的?(?:办法|规定|文件|标准)|版)\s*(?:和|与|跟|、|同)\s*(?:19|20)\d{2}"""
)
