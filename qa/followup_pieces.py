"""A question taken apart: the filters it names, what it is about, and the words that ask; nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.model import Span
from qa.asked_clauses import read_pinpoints
from qa.asked_text import overlaps
from qa.followup_places import unknown_places
from qa.followup_words import ASK, MARKS, POLITE, YEAR_WORDS
from qa.known_names import KnownNames
from qa.late_pattern import LatePattern
from qa.lexicon import word_edges
from qa.model import FilterKind
from qa.question import interpret

# Not read as places in a question to look in: a 文种 stays a word of the matter.
_NO_PIECES = (FilterKind.TYPE,)
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
_DEFINES = LatePattern(r"^(?:什么是|什么叫|何谓|何为)")
_NOUN_AT_END = LatePattern(rf"[\u4e00-\u9fff]{{2,4}}(?=[{re.escape(MARKS)}]*$)")  # 有什么|限制
# 对|志愿服务, 在|职工中; not the first letter of a longer word: 在职职工, 对口支援.
_JOINS = LatePattern(
    r"^(?:对于|关于|对(?!口|外|公|私|内|手|象|比|接|账|照|策|应|联|抗)|在(?!职|编|岗|校|建|册|读|任|线|籍|押|院|场|教|役|训|途|逃|婚|产|用|库|地|位|家))"
)
_LINKS = LatePattern(r"的|和|与|及|、")


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


def pieces_of(question: str, names: KnownNames | Sequence[str], today: date) -> tuple[Piece, ...]:
    """The pieces of a question in its order; their texts joined are the question."""
    question = POLITE.sub("", narrow(question))
    pieces: list[Piece] = []
    at = 0
    for span, kind, value in filter_spans(question, names, today):
        pieces += _matter(question[at : span[0]], bool(pieces))
        pieces.append(Piece(question[slice(*span)], kind, value))
        at = span[1]
    return (*pieces, *_matter(question[at:], bool(pieces)))


def filter_spans(question: str, names: KnownNames | Sequence[str], today: date) -> list[tuple[Span, FilterKind, str]]:
    """The filters of a question with their places, in order; every year is one, also where it is the matter."""
    read = [(f.span, f.kind, f.value) for f in interpret(question, names, today=today).filters]
    found: list[tuple[Span, FilterKind, str]] = []
    for span, kind, value in read:
        if kind not in _NO_PIECES and not overlaps(span, [s for s, _, _ in found]):
            found.append((span, kind, value))
    hidden = [s for s, _, _ in found] + [m.span() for m in re.finditer("《[^》]*》", question)]
    for match in YEAR_WORDS.finditer(question):
        if not overlaps(match.span(), hidden):
            found.append((match.span(), FilterKind.YEAR, year_value(match.group())))
    quoted = [s for s, kind, _ in found if kind is FilterKind.TITLE]
    for match in re.finditer("《([^《》]+)》", question):  # one that the library does not know is still a title here
        if not overlaps(match.span(), quoted):
            found.append((match.span(), FilterKind.TITLE, match[1]))
    for span in unknown_places(question, names):
        if not overlaps(span, [s for s, _, _ in found]):
            found.append((span, FilterKind.REGION, question[slice(*span)]))
    if any(kind in (FilterKind.TITLE, FilterKind.NUMBER) for _, kind, _ in found):
        found += parts_named(question, [s for s, _, _ in found])
    return sorted(found)


def parts_named(question: str, taken: Sequence[Span]) -> list[tuple[Span, FilterKind, str]]:
    """The parts of documents (第三条) that a question names outside what is taken."""
    parts = read_pinpoints(question)
    return [(p.span, FilterKind.CLAUSE, p.pinpoint) for p in parts if not overlaps(p.span, taken)]


def narrow(text: str) -> str:
    """The text with full-width letters and digits as wide as others; every character keeps its place."""
    return text.translate(_NARROW)


def year_value(words: str) -> str:
    """2020 for 2020年, as a chip has it; other words as they stand."""
    plain = re.sub(r"\s|年度?$", "", words)
    return plain if plain.isdecimal() else words.strip()


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
    for match in ASK.finditer(text):
        start, end = match.span()
        if match.group() == "呢":
            spans.append((start, end))
            continue
        floor = spans[-1][1] if spans else 0
        near = max(floor, start - _FARTHEST_LEAD)
        if not _DEFINES.match(text[start:]) and (lead := _LEADS.search(text[near:start])):
            start = near + lead.start()
        attribute = _ATTRIBUTE.search(text[floor:start]) if text.startswith(("是", "有"), start) else None
        if attribute and len(text[floor : floor + attribute.start()].strip(MARKS)) > 1:
            start = floor + attribute.start()
        if define := _DEFINES.match(text[start:]):
            end = max(end, start + define.end())
        elif trail := _TRAILS.match(text, end):
            end = trail.end()
            if start and text[:end].endswith(("什么", "哪些")) and (noun := _NOUN_AT_END.match(text, end)):
                end = noun.end()
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return [s for s in spans if s[0] < s[1]]


def _subject(text: str, inner: bool) -> Iterator[Piece]:
    """A stretch of the subject with the marks and joining words at its ends apart."""
    while text:
        head = re.match(rf"[{re.escape(MARKS)}]+", text)
        if head:
            yield Piece(head[0])
            text = text[head.end() :]
        lead = _whole_word(text, _JOINS.match(text) or _LINKS.match(text)) if inner else None
        lead = lead or re.match("(?:现在|目前)(?=[\u4e00-\u9fff]{2})", text)
        if lead:
            yield Piece(lead[0])
            text = text[lead.end() :]
        inner = False
        stretch = re.match(rf"[^{re.escape(MARKS)}]+", text)
        if stretch:
            yield Piece(stretch[0], FilterKind.SUBJECT, stretch[0])
            text = text[stretch.end() :]


def _whole_word(text: str, found: re.Match[str] | None) -> re.Match[str] | None:
    """What was found at the head of a text, where no longer word begins with it: 及 of 及时."""
    run = re.match("[\u4e00-\u9fd5]*", text)
    if found is None or run is None or found.end() > run.end():
        return found
    return found if found.end() in word_edges(run[0]) else None
