"""A sentence in as few of its own words as carry it: parts are left out, none is added or reworded."""

from __future__ import annotations

import re

LONGEST = 72
"""Characters of a key point."""
_SHORTEST_HEADLINE = 12

#   matches   （责任单位：市委组织部） | 〔此件公开发布〕
_WHOSE = re.compile(
    r"[（(〔](?:责任|牵头|配合|主办|协办|参加)[^（）()〔〕]{0,6}[:：][^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*[）)〕]"
)
# What leads in and binds nothing by itself.
#   matches   按照全面从严治党要求， | 结合实际， | 为深入贯彻落实…， | 围绕“…”目标,
#   rejects   按规定交纳党费， | 经党支部同意， | 对有特殊情况的，
_LEAD = re.compile(
    r"""(?x)^(?:
      (?:为|为了)(?!离|党|老|有|各|全|辖|本|退|其|民|群|残|企|居|每|单)[^，,；;]{4,60}
    | (?:按照|根据|围绕|坚持|立足|着眼|本着|通过)[^，,；;]{2,60}?(?:要求|原则|精神|部署|目标|方式|思想|实际|总要求|导向)
    | (?:结合|根据)(?:本地|本单位|本部门|我市|我省|我县|我区)?(?:本单位|本部门)?实际
    | (?:同时|此外|另外|其中|首先|其次|最后|特别是)
    )[，,]"""
)
_ORDINAL = re.compile(
    r"""(?x)^(?:[一二三四五六七八九十]是 | 第[一二三四五六七八九十][，,] | —— | [（(][一二三四五六七八九十\d]{1,3}[）)] | \d{1,2}[.、．](?!\d)
    | [一二三四五六七八九十]{1,3}、 | 第[一二三四五六七八九十百零\d]{1,6}条(?![的、和至规款第件例])\s*)"""
)
# Words that a part may not be parted from what follows: a case, an exception, a condition.
_CASE = re.compile(
    r"(?:的|时|后|前|外|期间|情况下|前提下|基础上|情形)$|^(?:对|除|如|若|凡|经|未经|因|遇|在|由|党员|身体)|^(?:不|但|并且|也)"
)
_FIGURE = re.compile(r"\d|[一二三四五六七八九十两百千]+(?:次|个|人|名|元|年|月|日|天|小时)")
_BINDS = re.compile(r"不得|严禁|禁止|不能|应当|必须|应|要|可|须")
_PURPOSE = re.compile(r"^(?:为|以|不断|切实|努力|进一步|推动|促进|确保|营造|激励|形成|提升|提高|增强|全面|更好)")


def without_ornament(sentence: str) -> str:
    """The sentence without its ordinal and its responsible bodies: consecutive words of it."""
    text = _WHOSE.sub("", sentence).strip()
    return _ORDINAL.sub("", text, count=1)


def in_plain_words(sentence: str) -> str:
    """The sentence without its ordinal, its responsible bodies, its lead-in and, where it is long, its purposes.

    Cases (…的，), exceptions, negations and figures are never left out, nor anything in the middle.
    """
    text = without_ornament(sentence)
    while led := _LEAD.match(text):
        rest = text[led.end() :]
        if len(rest) < 12:
            break
        text = rest
    text = text.rstrip("。；;，,、 ")
    return _shortened(text) if len(text) > LONGEST else text


def _shortened(text: str) -> str:
    """The text without the parts at its end that only say what something is for, while it is too long."""
    parts = re.split(r"(?<=[，,；;])", text)
    while sum(map(len, parts)) > LONGEST and _only_adds(parts):
        parts.pop()
    return "".join(parts).rstrip("，,；; ")


def _only_adds(parts: list[str]) -> bool:
    """Whether the last part only says what the others are for, and enough stands before it."""
    last = parts[-1].rstrip("，,；;")
    if sum(map(len, parts[:-1])) < _SHORTEST_HEADLINE or not _PURPOSE.match(last):
        return False
    return not (_FIGURE.search(last) or _CASE.search(last) or _BINDS.search(last))


def in_brief(point: str) -> str:
    """A point without the parts at its end that only say what it is for: a headline above the whole sentence."""
    parts = re.split(r"(?<=[，,；;])", point)
    while _only_adds(parts):
        parts.pop()
    return "".join(parts).rstrip("，,；; ")
