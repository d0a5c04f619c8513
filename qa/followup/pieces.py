"""A question taken apart: the filters it names, what it is about, and the words that ask; nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ingest.model import Span
from qa.asking.asked_clauses import read_pinpoints
from qa.asking.asked_text import overlaps
from qa.asking.known_names import KnownNames
from qa.asking.question import interpret
from qa.followup import words
from qa.followup.words import MARKS
from qa.language.late_pattern import LatePattern
from qa.language.lexicon import word_edges
from qa.model import FilterKind

# Words that lead up to what asks, and those that end it: 应当在|多少日内|办结, 提出了|哪些|任务, 由|谁|发放.
_LEADS = LatePattern(
    r"(?:标准|数额|金额|额度|限额|时间|期限|时限|依据|文号|责任单位|责任部门|负责人|上限|下限|对象|条件|范围|地点|人数|方式|程序|流程|材料|比例|资格|门槛|职责|内容|次数|有效期|由|从|在|按|到|给|向|是|为|有|会|能|可以|应当?|应该|必须|需要?|规定了?|明确了?|提出了?|包括了?|包含|要求|最多|最少|最高|最低|最长|最迟|至少|不超过|总共|一共|共|各|都|又|还|分别|的(?=标准|数额|依据|文号))+$"
)
_FARTHEST_LEAD = 40  # characters that lead up to what asks, at most
_TRAILS = LatePattern(
    r"(?:的|了|是|内容|以?内(?!容)|之内|(?:更|最)?[高低多少大](?![\u4e00-\u9fff])|才|能|就|来|一次|标准|负责|牵头|管理?|主管|承担|发放|发|出台|印发|施行|实施|执行|开始|结束|截止|完成|办结|到位|下达|列支|支付|出钱?|规定|要求|措施|任务|条件|材料|内容|情形|职责|政策|待遇|方面|不同|区别|差别|部门|单位|机构|机关|领导|人|主体|目标|重点|方式|程序|流程|号)*"
)
# X的总体目标|是什么: the attribute asked for belongs to the asking.
_ATTRIBUTE = LatePattern(r"的[\u4e00-\u9fff]{1,7}$")
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NOUN_AT_END = LatePattern(rf"[\u4e00-\u9fff]{{2,4}}(?=[{re.escape(MARKS)}]*$)")  # 有什么|限制
# 对|志愿服务, 在|职工中; not the first letter of a longer word: 在职职工, 对口支援.
_JOINS = LatePattern(
    r"^(?:对于|关于|对(?!口|外|公|私|内|手|象|比|接|账|照|策|应|联|抗)|在(?!职|编|岗|校|建|册|读|任|线|籍|押|院|场|教|役|训|途|逃|婚|产|用|库|地|位|家)|的|和|与|及|、)"
)
# Places that the gazetteer does not know. That of a body: 中共青岭市委老干部局, 柳溪县人民政府.
_OF_BODY = LatePattern(
    r"(?:中共|中国共产党)?(?P<name>[\u4e00-\u9fff]{2,5}?)(?:省|市|县|区|州|旗|镇|乡|街道)(?:委|人民政府|政府|[\u4e00-\u9fff]{2,12}[局厅办院会室所]$)"
)
# 青山县, 石桥镇, as the whole of what changes or at the head of a question; not 全市, 城镇, 园区.
_BY_FORM = LatePattern(
    r"(?!全|各|城|本|我|该|外|上级|农村|小|大|同|跨|山|园|景|灾|库|牧|林|老|社|开发|高新|经开|两|几|这|那|哪|其)"
    r"[\u4e00-\u9fff]{2,3}?(?:县|镇|乡|街道|自治州|(?:(?<!城)[市区州旗](?=$)))(?!级|域|城|长|委|干|村|政府)"
)
# What names a document by itself.
NAMING = (FilterKind.NUMBER, FilterKind.TITLE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a question."""

    text: str
    kind: FilterKind | None = None  # None: a mark, or a word that joins
    value: str = ""  # what a filter was read as
    carried: bool = True  # False: typed by the person now

    @property
    def chip_id(self) -> str:
        """What `without` names it by."""
        return f"{self.kind.value if self.kind else ''}:{self.value}"

    def saying(self, text: str) -> Piece:
        """The same piece in other words."""
        return replace(self, text=text, value=text.strip(MARKS))


Pieces = tuple[Piece, ...]
Found = tuple[Span, FilterKind, str]  # where a filter stands, and what it was read as


def typed(text: str, kind: FilterKind | None = None, value: str = "") -> Piece:
    """A piece that is the person's own, or joins."""
    return Piece(text, kind, value, carried=False)


def text_of(pieces: Sequence[Piece]) -> str:
    """The pieces as words."""
    return "".join(p.text for p in pieces)


def of_kind(pieces: Sequence[Piece], *kinds: FilterKind) -> Pieces:
    """The pieces of these kinds."""
    return tuple(p for p in pieces if p.kind in kinds)


def first_of(pieces: Sequence[Piece], *kinds: FilterKind) -> int | None:
    """The place of the first piece of these kinds."""
    return next((i for i, p in enumerate(pieces) if p.kind in kinds), None)


def without(pieces: Sequence[Piece], *kinds: FilterKind) -> Pieces:
    """The pieces but for these kinds, with no joining words left over at the ends."""
    left = [p for p in pieces if p.kind not in kinds]
    while left and left[0].kind is None:
        left.pop(0)
    while left and left[-1].kind is None:
        left.pop()
    return tuple(left)


def put(pieces: Pieces, place: int, *new: Piece) -> Pieces:
    """The pieces with others in the place of one."""
    return (*pieces[:place], *new, *pieces[place + 1 :])


def asked_about(pieces: Sequence[Piece]) -> Pieces:
    """What a question is about, without the words that ask: the first of its parts where it asks several things."""
    kept: list[Piece] = []
    asked = False
    for piece in pieces:
        if piece.kind is FilterKind.ASKS:
            asked = True
        elif asked and piece.kind is None and piece.text.strip(" \t") and not piece.text.strip(MARKS):
            break
        else:
            kept.append(piece)
    deed = deed_of(pieces)
    return without([p for p in kept if p is not deed and p.text not in ("对", "对于", "关于", "在")])


def deed_of(pieces: Sequence[Piece]) -> Piece | None:
    """The verb of which who, when or how is asked, where it ends the question: 应急预案由谁|备案."""
    last = without(pieces)[-2:]
    if [p.kind for p in last] != [FilterKind.ASKS, FilterKind.SUBJECT]:
        return None
    others = [p for p in of_kind(pieces, FilterKind.SUBJECT, *NAMING) if p is not last[1]]
    return last[1] if others and len(last[1].text) <= 4 and words.ASKS_OF_DEED.search(last[0].text) else None


def pieces_of(question: str, names: KnownNames | Sequence[str], today: date) -> Pieces:
    """The pieces of a question in its order; their texts joined are the question."""
    question = words.POLITE.sub("", narrow(question))
    pieces: list[Piece] = []
    at = 0
    for span, kind, value in filters_in(question, names, today):
        pieces += _matter(question[at : span[0]], bool(pieces))
        pieces.append(Piece(question[slice(*span)], kind, value))
        at = span[1]
    return (*pieces, *_matter(question[at:], bool(pieces)))


def filters_in(question: str, names: KnownNames | Sequence[str], today: date, *, parts: bool = False) -> list[Found]:
    """The filters of a question in order, none over another; every year is one, also where it is the matter.

    The `parts` of documents (第三条) are read where a document is named, or always. A 文种 stays a word of the matter.
    """
    read = [(f.span, f.kind, f.value) for f in interpret(question, names, today=today).filters]
    found: list[Found] = []
    for filter_read in (
        *(r for r in read if r[1] is FilterKind.TITLE),
        # one that the library does not know is still a title here
        *((m.span(), FilterKind.TITLE, m[1]) for m in re.finditer("《([^《》]+)》", question)),
        *(r for r in read if r[1] is not FilterKind.TYPE),
        *((m.span(), FilterKind.YEAR, _year(m.group())) for m in words.YEAR_WORDS.finditer(question)),
        *((s, FilterKind.REGION, question[slice(*s)]) for s in _unknown_places(question, names)),
    ):
        if not overlaps(filter_read[0], [span for span, _, _ in found]):
            found.append(filter_read)
    if parts or any(kind in NAMING for _, kind, _ in found):
        taken = [span for span, _, _ in found]
        pinpoints = [p for p in read_pinpoints(question) if not overlaps(p.span, taken)]
        found += [(p.span, FilterKind.CLAUSE, p.pinpoint) for p in pinpoints]
    return sorted(found)


def narrow(text: str) -> str:
    """The text with full-width letters and digits as wide as others; every character keeps its place."""
    return text.translate(_NARROW)


def _year(said: str) -> str:
    """2020 for 2020年, as a chip has it; other words as they stand."""
    plain = re.sub(r"\s|年度?$", "", said)
    return plain if plain.isdecimal() else said.strip()


def _unknown_places(text: str, names: KnownNames | Sequence[str]) -> list[Span]:
    """Where a question or fragment names a place that only the library, or its own form, tells to be one."""
    known = _places_of_bodies(names.issuers) if isinstance(names, KnownNames) else ()
    spans = [m.span() for name in known for m in re.finditer(f"{name}[省市县区州旗镇乡]?", text)]
    by_form = _BY_FORM.match(text)
    return sorted(spans) or ([by_form.span()] if by_form else [])


@lru_cache(maxsize=4)
def _places_of_bodies(bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the places that bodies are of, without 省 or 县; longer ones first."""
    found = {m["name"] for body in bodies if (m := _OF_BODY.match(body))}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _matter(text: str, after_filter: bool) -> Iterator[Piece]:
    """The pieces of a stretch without filters: subject, words that ask, marks between."""
    at = 0
    for start, end in _asking_spans(text):
        yield from _subject(text[at:start], after_filter or at > 0)
        yield Piece(text[start:end], FilterKind.ASKS, text[start:end].strip(MARKS))
        at = end
    yield from _subject(text[at:], after_filter or at > 0)


def _asking_spans(text: str) -> list[Span]:
    spans: list[Span] = []
    for match in words.ASK.finditer(text):
        start, end = match.span()
        floor = spans[-1][1] if spans else 0
        near = max(floor, start - _FARTHEST_LEAD)
        define = words.DEFINES.match(text[start:])
        if not define and (lead := _LEADS.search(text[near:start])):
            start = near + lead.start()
        attribute = _ATTRIBUTE.search(text[floor:start]) if text.startswith(("是", "有"), start) else None
        if attribute and len(text[floor : floor + attribute.start()].strip(MARKS)) > 1:
            start = floor + attribute.start()
        if define:
            end = max(end, start + define.end())
        elif trail := _TRAILS.match(text, end):
            end = trail.end()
            if start and text[:end].endswith(("什么", "哪些")) and (noun := _NOUN_AT_END.match(text, end)):
                end = noun.end()
        if spans and start <= floor:
            spans[-1] = (spans[-1][0], max(end, floor))
        else:
            spans.append((start, end))
    return spans


def _subject(text: str, inner: bool) -> Iterator[Piece]:
    """A stretch of the subject with the marks and joining words at its ends apart."""
    while text:
        head = re.match(rf"[{re.escape(MARKS)}]*", text)
        at = head.end() if head else 0
        lead = (_JOINS.match(text[at:]) if inner else None) or re.match(
            "(?:现在|目前)(?=[\u4e00-\u9fff]{2})", text[at:]
        )
        joins = lead.end() if lead and _ends_a_word(text[at:], lead.end()) else 0
        stretch = re.match(rf"[^{re.escape(MARKS)}]*", text[at + joins :])
        end = at + joins + (stretch.end() if stretch else 0)
        yield from (Piece(p) for p in (text[:at], text[at : at + joins]) if p)
        if subject := text[at + joins : end]:
            yield Piece(subject, FilterKind.SUBJECT, subject)
        text, inner = text[end:], False


def _ends_a_word(text: str, place: int) -> bool:
    """Whether no longer word stands over a place: 及 of 及时."""
    run = re.match("[\u4e00-\u9fd5]*", text)
    return run is None or place > run.end() or place in word_edges(run[0])
