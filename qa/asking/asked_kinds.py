"""Kinds of documents that a question wants: 文种, whether they stand, and who issued them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.issuers import is_body
from ingest.model import Span
from qa.asking.asked_text import BLANK
from qa.language.late_pattern import LatePattern

# 文种 that are nothing else where they stand, and those that are everyday words as well (想办法, 提意见).
_PLAIN_TYPES = "通知|通报|条例|细则|批复|公告|通告|纪要|要点|方案|纲要|规划|预案|复函|章程"
_WORDS_TOO = "办法|意见|规定|规则|规程|制度|标准|计划|决定|安排|函"
_LONG_TYPES = (
    "实施意见|指导意见|若干意见|实施方案|工作方案|实施办法|管理办法|暂行办法|试行办法|实施细则|工作要点|暂行规定"
)
_TYPES = f"{_LONG_TYPES}|{_PLAIN_TYPES}|{_WORDS_TOO}"
_FAMILY = {"复函": "函"}

# 文种 that are asked for, or in which the answer is to stand.
#   matches   有哪些通知 | 出台了哪些办法 | 有哪些办法？ | 的实施方案里 | 玉溪办法里 | 条例中怎么规定 | 只看通知
#   rejects   用哪些办法鼓励 | 有什么办法解决 | 有哪些意见要反映 | 通知家属 | 通知中心
_ASKED_TYPE = LatePattern(
    rf"""(?x)
    (?:有|下发|印发|出台|发布|制定|发) (?:过|了)? (?:哪些|哪几[个份部]|什么|几[个份部]) (?:相关的?|有关的?)? (?P<listed>{_LONG_TYPES}|{_PLAIN_TYPES})
        (?! [家告单书期] | 本人 | 对方 )
    | (?:下发|印发|出台|发布|制定) (?:过|了)? (?:哪些|哪几[个部]|什么|几[个部]) (?:相关的?|有关的?)? (?P<issued>{_WORDS_TOO})
    | (?: ^ | (?<=[\x00\s省市县]) ) (?:现在|目前|都|还|一共)? 有 (?:哪些|哪几[个部]|几[个部]) (?:相关的?|有关的?)? (?P<ending>办法|意见|规则|规程|函)
        (?= \s* (?:文件)? \s* [?？。！!]* $ )
    | (?:哪些|哪几[个份部]|哪[个份部]) (?P<which>{_LONG_TYPES}|{_PLAIN_TYPES}) (?= 里|中|提|规定|涉|说|写|讲|要求|对|与 )
    | (?<=[\u4e00-\u9fff》\x00]) (?P<inside>{_TYPES}) (?: 里面? | 里头 | 当中 | 中 (?![心国共央小学级专旬间期层等断部]) | 内 (?=[,，怎如对有规]) )
    | (?:只看|只要|只查|限于|仅限) \s* (?P<only>{_TYPES})"""
)
# What makes 办法里 no document: 有办法里…; verbs in front of a 文种.
_NOT_INSIDE = LatePattern(r"(?:没有?|想|用|各种|好|老|新|征求|提|听取|反馈|收到|接到|下|发|口头|书面|电话)$")


_KIND_BEFORE = LatePattern(rf"(?<=[\u4e00-\u9fff\s》])(?P<type>{_TYPES})\s*(?:里面?|中)?的?\s*$")


# What stands beside a 文种 or a body where it is read at all.
_BESIDE_TYPE = ("哪", "几", "什么", "里", "中", "内", "只", "限")
_ISSUING = ("发", "出台", "颁布", "公布", "制定", "文件", "公文", BLANK)


class AskedState(StrEnum):
    """How the documents asked for stand."""

    STANDING = "现行有效"
    ENDED = "已废止或失效"
    TRIAL = "试行"


_FILES = r"(?:文件|规定|办法|政策|制度|通知|意见|方案|条例|细则|标准|规章|法规|公文)"
#   matches   现行有效的文件 | 现行规定 | 已废止的办法 | 哪些文件已经废止了 | 试行的办法有哪些
#   rejects   现行有效吗 | 试行期多久 | 什么时候废止 | 废止了哪些文件
_STATE = LatePattern(
    rf"""(?x)
    (?P<standing> 现行有效的? | 现行的?(?={_FILES}) | (?:仍然?|还|目前|现在|依然)有效的(?={_FILES}|$|\s) | 没有?(?:被)?废止的 | 未(?:被)?(?:废止|失效)的 )
    | (?P<ended> (?:已经?|被) (?:废止|失效|作废) 了? 的 (?={_FILES}|$|\s|有哪) | (?:失效|作废|废止) 的 (?={_FILES})
        | (?:哪些|哪几[个份]) {_FILES} (?: (?:已经?|被)+ (?:废止|失效|作废) | (?:废止|失效|作废) 了 ) )
    | (?P<trial> (?:还在|正在|仍在)? 试行的 (?={_FILES}|$|\s|有哪) )"""
)
_DOUBTED = LatePattern(r"\s*(?:吗|么|还是|与否|[?？]?$)")
_IS_IT = LatePattern(r"(?:是不是|是否|是|还|算不算)\s*$")

# Who issued what is asked for: the body right before the verb.
#   matches   省委组织部发的决定 | 民政厅2025年的通知 (its year read before) | 老干部局印发的
#             由国务院办公厅发布的 | 组织部和老干部局联合印发的意见
#   rejects   单位发的补贴 | 谁印发的 | 是组织部印发的吗 | 市老干部局发的钱
_ISSUED = LatePattern(
    rf"""(?x) (?P<bodies>[\u4e00-\u9fff、]{{3,40}}?)
    (?: (?:联合|共同)? (?:印发|下发|出台|颁布|颁发|发布|公布|制发|制定) 的?
      | (?:联合|共同)? 发 的 (?= $ | [\s,，?？。] | 文件 | 公文 | (?:{_TYPES}) | 那[个份] | 关于 | 哪 | 有 )
      | (?:联合|共同)? 发文 | 的 (?:文件|发文|公文) | (?= \x00+ 的 (?:文件|公文|{_TYPES}) ) )"""
)
# Departments by the names that people use.
_SHORT_NAMES = {
    "人社": ("人力资源和社会保障", "人力资源社会保障"),
    "发改": ("发展和改革", "发展改革"),
    "卫健": ("卫生健康",),
    "住建": ("住房和城乡建设", "住房城乡建设"),
    "文旅": ("文化和旅游", "文化广电和旅游", "文化广电旅游"),
    "工信": ("工业和信息化",),
    "医保局": ("医疗保障局",),
    "退役军人局": ("退役军人事务局",),
    "退役军人厅": ("退役军人事务厅",),
    "机关事务局": ("机关事务管理局",),
    "市场监管": ("市场监督管理",),
    "老干局": ("老干部局",),
    "政府办": ("人民政府办公",),
}
_LEAD = LatePattern(r"^(?:.*(?:由|看|查|找|问|请问|哪些|关于|年|[省市县]的|以来|今年|去年))")
_NO_VERB_AFTER = LatePattern(r"(?:的)?(?:吗|么|嘛|[?？]?$)")


@dataclass(frozen=True, slots=True)
class AskedKind:
    """A 文种 of the question."""

    span: Span
    document_type: str  # as documents have it: 方案 for 实施方案


@dataclass(frozen=True, slots=True)
class AskedStanding:
    """A state of documents that the question names."""

    span: Span
    state: AskedState


@dataclass(frozen=True, slots=True)
class AskedIssuer:
    """A body whose documents the question wants."""

    span: Span
    name: str  # as typed; part of an issuing authority's name


def read_types(text: str) -> list[AskedKind]:
    """文种 that a folded question reads as filters; the spans cover the 文种 alone."""
    found = []
    if not any(word in text for word in _BESIDE_TYPE) or not any(word in text for word in _TYPES.split("|")):
        return []
    for match in _ASKED_TYPE.finditer(text):
        name, typed = next((group, value) for group, value in match.groupdict().items() if value)
        start, end = match.span(name)
        if name == "inside" and _NOT_INSIDE.search(text[:start]):
            continue
        found.append(AskedKind((start, end), _document_type(typed)))
    return found


def kind_before(text: str, place: int) -> AskedKind | None:
    """The 文种 that ends right before a place, 的 and 里 read over; None where none does."""
    match = _KIND_BEFORE.search(text[:place])
    if match is None:
        return None
    return AskedKind(match.span("type"), _document_type(match["type"]))


def _document_type(typed: str) -> str:
    """What documents have for a 文种 as typed: 方案 for 实施方案."""
    plain = re.sub(r"^(?:实施|指导|若干|工作|管理|暂行|试行)", "", typed)
    return _FAMILY.get(plain, plain)


def read_states(text: str) -> list[AskedStanding]:
    """How the documents that a folded question wants stand; a question whether one stands is none."""
    found = []
    for match in _STATE.finditer(text) if any(word in text for word in ("效", "废", "作废", "行的", "现行")) else ():
        if _IS_IT.search(text[: match.start()]) and _DOUBTED.match(text, match.end()):
            continue
        if re.match(r"吗|么|还是", text[match.end() :]):
            continue
        name = next(group for group, value in match.groupdict().items() if value)
        found.append(AskedStanding(match.span(), AskedState[name.upper()]))
    return found


def read_issuers(text: str, known: Sequence[str]) -> list[AskedIssuer]:
    """Bodies whose documents a folded question wants; `known` are the issuing authorities of the library.

    A body that is part of one of them is read whatever stands before it; another one counts where it is the whole name
    of a body, so that it can be said that the library has nothing of it.
    """
    found: list[AskedIssuer] = []
    for match in _ISSUED.finditer(text) if any(word in text for word in _ISSUING) else ():
        asks = _IS_IT.search(text[: match.start("bodies")]) or match["bodies"].startswith(("是", "是否"))
        if asks and _NO_VERB_AFTER.match(text, match.end()):
            continue
        start = match.start("bodies")
        lead = _LEAD.match(match["bodies"])
        start += lead.end() if lead else 0
        end = match.end("bodies")
        for a, b in _members(text, start, end):
            if name := _body_at_end(text[a:b], known):
                found.append(AskedIssuer((b - len(name), match.end() if b == end else b), name))
    return found


def is_issuer(asked: str, body: str) -> bool:
    """Whether a body may be the one asked for: 省老干部局 is part of 中共山东省委老干部局, but for what it leaves out."""
    body = "".join(body.split())
    return any(_is_part(name, body) for name in (asked, *_in_full(asked)))


def _is_part(asked: str, body: str) -> bool:
    if asked in body:
        return True
    letters = iter(body)
    return len(asked) > 3 and body.endswith(asked[-3:]) and all(c in letters for c in asked)


def _in_full(asked: str) -> list[str]:
    """What 人社局 is short for, in its spellings."""
    return [asked.replace(short, full) for short, names in _SHORT_NAMES.items() if short in asked for full in names]


def _members(text: str, start: int, end: int) -> list[Span]:
    """The bodies of 组织部和老干部局, 组织部、财政厅."""
    spans, at = [], start
    for joint in re.finditer(r"[、和与及]", text[start:end]):
        spans.append((at, start + joint.start()))
        at = start + joint.end()
    return [*spans, (at, end)]


def _body_at_end(words: str, known: Sequence[str]) -> str | None:
    """The longest end of these words that is part of a known issuer's name, or else the name of a body."""
    for at in range(len(words) - 2):
        part = words[at:]
        if (is_body(part) or part in known) and any(is_issuer(part, body) for body in known):
            return part
    return words if is_body(words) and len(words) <= 16 else None
