"""The part of a sentence that a question asks about: verbatim, whole in itself, with the notice named before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.model import Span
from qa.language.sentences import squeezed_text
from qa.training.model import Statement
from qa.training.plain_words import without_ornament
from qa.training.themes import heading_of

BLANK = "（　　）"
LONGEST = 110
"""Characters of a sentence that a stem quotes whole."""
_ENOUGH = 26  # characters of a part of a longer one
_SHORTEST = 10
# Words that lean on what stands before them, and so begin no stem.
#   matches   其任期 | 同时要注意 | 并向上级 | 上述单位
_LEANS = re.compile(
    r"其(?!他|中的?每)|该|此|这|那|上述|前述|前款|以上|同时(?=[，,]|要|应|也|还|注意|把)|并(?!列|非|轨)|且|也|还|以及|等|他们|她们|它|对此|之|从而|而|或|则|再|又|但|不过|然后|及其|就是|即|和|与|特别是|所在|所需|各自|至|一般不"
)
_POINTS_ON = re.compile(r"下列|如下|以下(?!简称|的)|前款|本条")
_ASSURES = re.compile(r"(?:确保|保证)(?=[\u4e00-\u9fff])")
# An item that only names who or what is meant: 缴纳社会保险满6个月的人才.
_NAMES_ONLY = re.compile(
    r"的(?:人才|人员|人|者|单位|对象|情形|党员|干部|老人|老年人|企业|家庭|项目|费用|材料|学生|群众)$"
)
_OPENS, _CLOSES = "“（(《〈【", "”）)》〉】"
_PAIRS = dict(zip(_CLOSES, _OPENS, strict=True))
# How a part may begin that is cut out of a longer sentence: with who, what or when, or with what is to be done.
#   matches   各级书记任期内… | 组织部门要… | 确保… | 每年…
#   rejects   具有专家、师资团队…的机构中选择 (从… stands before it)
_BEGINS = re.compile(
    r"(?:确保|保证|每|各|全|对|由|凡|如|经|所有|原则上|一般)|[\u4e00-\u9fff（）、]{0,16}?(?:部门|单位|组织|党委|政府|机关|机构|企业|学校|支部|书记|党员|干部|人员|中心|院校|人数|补贴|经费|标准|时间|期限)|[^，,；;]{0,24}(?:应当|应|要|必须|须|不得|不少于|不低于|不超过)"
)
# A part that sets the case for the next one stays with it: …的， …时， 对…，
_CASE = re.compile(r"(?:的|时|后|前|期间|情况下|基础上|中)[，,]$|^(?:对|经|除|凡|如|若|由|在|按|以|用|把|将)")


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive words of a sentence with the place that is asked for."""

    statement: Statement
    text: str
    span: Span  # of what is asked for, in `text`
    start: int  # of `text` in the statement's text

    @property
    def place(self) -> Span:
        """Where the answer stands in the statement's text."""
        return self.start + self.span[0], self.start + self.span[1]

    @property
    def asked(self) -> str:
        """The words that are the answer."""
        return self.text[slice(*self.span)]

    def with_words(self, words: str) -> str:
        """The text with other words in the place of those asked for."""
        return f"{self.text[: self.span[0]]}{words}{self.text[self.span[1] :]}"


def window_of(statement: Statement, span: Span, *, right: bool = True) -> Window | None:
    """The window around a place of the statement's text; None where no part around it stands by itself.

    `right`: words behind the place may be in it.
    """
    text = without_ornament(statement.text)
    shift = len(statement.text) - len(statement.text.lstrip()) if text == statement.text else statement.text.find(text)
    if shift < 0 or not (shift <= span[0] and span[1] <= shift + len(text)):
        return None
    span = span[0] - shift, span[1] - shift
    parts = _parts(text)
    first = next((i for i, (a, b) in enumerate(parts) if a <= span[0] < b), None)
    last = next((i for i, (a, b) in enumerate(parts) if a < span[1] <= b), None)
    if first is None or last is None:
        return None
    if len(text) <= LONGEST:
        low, high = 0, len(parts) - 1
    else:
        low, high = _grown(text, parts, first, last)
    if not right:
        high = last
    if _is_fragment(text, parts, low, high):
        return None
    while low < first and _leans(text[parts[low][0] :]) and not _CASE.search(text[slice(*parts[low])]):
        low += 1
    start, end = parts[low][0], parts[high][1]
    if sure := _ASSURES.match(text, start):  # 确保各支部委员每年参训不少于2天: the subject follows
        start = min(sure.end(), span[0])
    words = text[start:end].rstrip("，,；;、。：: ")
    if len(words) < span[1] - start:
        return None
    window = Window(statement, words, (span[0] - start, span[1] - start), shift + start)
    return window if stands_alone(window.text) else None


def stands_alone(text: str) -> bool:
    """Whether words begin by themselves, are no fragment, and close what they open."""
    if not _SHORTEST <= len(text) <= LONGEST + 20 or _leans(text):
        return False
    open_marks: list[str] = []
    for character in text:
        if character in _OPENS:
            open_marks.append(character)
        elif character in _CLOSES and (not open_marks or open_marks.pop() != _PAIRS[character]):
            return False
    if open_marks or "\t" in text or "……" in text or "：" in text[-2:]:
        return False
    return not (_NAMES_ONLY.search(text) or _POINTS_ON.search(text))


def _leans(text: str) -> bool:
    return _LEANS.match(text) is not None


def _parts(text: str) -> list[Span]:
    """The parts of a sentence between commas that stand in no brackets or quotation marks."""
    parts, start, depth = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in _OPENS) - (character in _CLOSES)
        if character in "，,；;" and depth <= 0:
            parts.append((start, place + 1))
            start = place + 1
    if start < len(text):
        parts.append((start, len(text)))
    return parts


def _grown(text: str, parts: list[Span], first: int, last: int) -> tuple[int, int]:
    """First and last part of a window of a long sentence: cases before it, and what follows as far as there is room."""
    low, high = first, last
    while low > 0 and (
        _CASE.search(text[slice(*parts[low - 1])])
        or _leans(text[parts[low][0] :])
        or not _BEGINS.match(text[slice(*parts[low])])
        or parts[high][1] - parts[low][0] < _ENOUGH
    ):
        if parts[high][1] - parts[low - 1][0] > LONGEST:
            break
        low -= 1
    while high < len(parts) - 1 and parts[high + 1][1] - parts[low][0] <= LONGEST:
        high += 1
    return low, high


def _is_fragment(text: str, parts: list[Span], low: int, high: int) -> bool:
    """Whether a window that was cut out of its sentence misses a subject at its head or a verb at its end."""
    if low > 0 and not _BEGINS.match(text[slice(*parts[low])]):
        return True
    words = text[parts[low][0] : parts[high][1]].rstrip("，,；;、。 ")
    return high < len(parts) - 1 and words.endswith(("等", "后", "时", "中", "的", "基础上"))


Naming = Callable[[Statement], str]
"""How a statement's notice is named in a stem: 浙江丽水《…意见》."""


def stem_of(window: Window, name: Naming, words: str = BLANK) -> str | None:
    """The stem: notice, matter, and the window with `words` in the answer's place; None where it holds the answer."""
    lead = lead_of(window.statement, name, window.asked)
    if lead is None:
        return None
    stem = f"{lead}{window.with_words(words)}。"
    rest = window.with_words("\x00")
    answer = squeezed_text(window.asked)
    return None if len(answer) > 2 and answer in squeezed_text(rest) else stem


def lead_of(statement: Statement, name: Naming, answer: str = "") -> str | None:
    """根据浙江丽水《…意见》关于“…”的规定，; None where the notice has no title, or its title holds the answer."""
    if statement.basis.title is None:
        return None
    named, heading = name(statement), heading_of(statement.basis.path)
    plain = squeezed_text(answer)
    if len(plain) > 1 and plain in squeezed_text(named):
        return None
    if not heading or (len(plain) > 1 and plain in squeezed_text(heading)) or not _names_matter(heading):
        return f"根据{named}，"
    return f"根据{named}关于“{inner_quotes(heading)}”的规定，"


def inner_quotes(text: str) -> str:
    """Words as they stand inside quotation marks: ‘党建+’."""
    return text.replace("“", "‘").replace("”", "’")


def _names_matter(heading: str) -> bool:
    return not re.search(r"[，,]", heading) and not heading.startswith(("附件", "总则", "附则"))
