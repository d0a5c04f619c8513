"""Where a figure stands in its clause: its part of the sentence, what governs it, and the other figures beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.figures.units import UnitKind
from ingest.model import Quantity
from qa.gate.figures import Day, days_of, figures_of, kind_of_unit
from qa.gate.respective import row_at
from qa.language.periods import only_says_which
from qa.language.sentences import Sentence, sentences_of

_DIVIDERS = ",;:。"
# 「50人以上的,」 and 「其中,」 say of what the next part speaks.
#   rejects   不少于24小时, (a length)
_OPENS_NEXT = re.compile(r"(?:的|(?<![小学课工])时|后|者|其中|的话|以上|以下)$")
# A date by itself opens what follows: 上半年,开展….
_ONLY_DAY = re.compile(r"[\d一二三四五六七八九十年月日上下半初底前后旬第季度每个]{2,12}")
# A sentence that begins so speaks of what the one before it spoke of.
_GOES_ON = re.compile(
    r"^(?:[一二三四五六七八九十]是|[(（]?\d{0,2}[)）.、]?)?(?:每|不少于|不低于|不超过|至少|最[高低多少]|标准|按|其中|一般|原则上|可|应|须|要|由|并|且|自|上述|该|其|所需|这|此|经费|资金|期限|时间|人数|具体|同时|凡|对|逾期|合计|共|以上|以下)"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure or a date of a sentence."""

    text: str
    start: int  # in the squeezed sentence
    end: int
    quantity: Quantity | None
    day: Day | None
    word: UnitKind | None = None  # of words in a figure's place: 定期, 免收, 半天

    @property
    def kind(self) -> UnitKind:
        """What it measures."""
        if self.quantity is not None:
            return kind_of_unit(self.quantity.unit)
        return self.word if self.word is not None else UnitKind.DAY


@dataclass(frozen=True, slots=True)
class Setting:
    """A value with what is said around it; all squeezed."""

    value: Value
    sentence: int  # its number among the clause's sentences
    part: str  # between commas, with the condition that opens it
    own: str  # the words of the part that are its alone: up to the value before it, and to the one behind it; behind 分别, after its holder
    earlier: str  # what the sentence says before that
    topic: str  # what it says before its first value
    lead: str  # what the sentence, or the list it is a member of, says before its first value
    opening: str  # all of the list's first member, where this is a later one
    whole: str  # the sentence
    before: str  # the sentence before it, where this one goes on with its matter
    previous: str  # the sentence before it, whatever it speaks of
    row: int | None  # where 分别 stands that opens the row of figures it is one of


_MARKS = re.compile(
    r"^(?:[一二三四五六七八九十]+[、是]|\([^()]{1,4}\)|\d+[.、]|其中|但|一般|原则上|通常|最[高低多少]|至[多少]|并|且|每[人名户支个年月天次]|[、,和及])*"
)


def names_its_own(setting: Setting) -> bool:
    """Whether a value's own words say whose it is (委员每月130元), or leave that to those before (2020年3月1日开始招生)."""
    before = setting.own[: max(0, setting.own.find(setting.value.text))]
    return len(re.findall("[\u4e00-\u9fff]", _MARKS.sub("", before))) >= 2


# Right behind a figure, before the one that it became.
_CHANGED_TO = re.compile(
    r"(?:统一|分别|逐步|相应)?(?:调整|提高|提升|增加|上调|下调|降低|减少|变更|修改|修订|延长|缩短|扩大|放宽|[调提增降升改])(?:为|到|至|成)"
)


@lru_cache(maxsize=4096)
def settings_of(text: str) -> tuple[Setting, ...]:
    """The figures and dates of a clause in printed order, each with what is said around it."""
    sentences = sentences_of(text)
    found: list[Setting] = []
    for number, sentence in enumerate(sentences):
        values = values_in(sentence.squeezed)
        if not values:
            continue
        parts = parts_in(sentence.squeezed)
        first = min(v.start for v in values)
        lead = _lead_of_list(sentences, number) + sentence.squeezed[: _start_of_part(parts, first)]
        before = sentences[number - 1].squeezed if number and _GOES_ON.match(sentence.squeezed) else ""
        for value in values:
            start, end = next(((a, b) for a, b in parts if a <= value.start < b), (0, len(sentence.squeezed)))
            opens, closes = _own_of(sentence.squeezed, value, values, start, end)
            own = sentence.squeezed[opens:closes]
            in_row = row_at(text, number, value.end)
            if in_row is not None and in_row[0].holders:
                row, place = in_row
                own = f"{row.holders[place]}{row.of_all}{row.per}{sentence.squeezed[row.figures[place][0] : closes]}"
            found.append(
                Setting(
                    value,
                    number,
                    sentence.squeezed[start:end],
                    own,
                    sentence.squeezed[:opens],
                    sentence.squeezed[:first],
                    lead,
                    _opening_of_list(sentences, number),
                    sentence.squeezed,
                    before,
                    _previous(sentences, number),
                    None if in_row is None else in_row[0].start,
                )
            )
    return tuple(found)


_ITEM = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.]")


def _previous(sentences: tuple[Sentence, ...], number: int) -> str:
    """The sentence before one; of two items of a list each speaks for itself."""
    if not number:
        return ""
    before = sentences[number - 1].squeezed
    return "" if _ITEM.match(before) and _ITEM.match(sentences[number].squeezed) else before


# 6月30日前|、下半年于12月20日前: of another turn than the day before it.
_NAMED_DAY = re.compile("[之以]?前?[、,和及;](?:[上下]半年|[上下春秋]季?学期|第?[一二三四]季度)")


def _alike(a: Value, b: Value) -> bool:
    """Whether two values are of one kind: what stands behind the first is then the second's."""
    return a.kind is b.kind and a.word is b.word


def _own_of(text: str, value: Value, values: tuple[Value, ...], start: int, end: int) -> tuple[int, int]:
    """What of a part is said of one value: 乙类站点205个 of 甲类站点17个、乙类站点205个、丙类站点9个."""
    # Parts without a value belong to the one behind them: 市属国有企业参照执行,每名党员每年150元.
    earlier = [
        b for a, b in parts_in(text) if b <= start and any(a <= v.start < b and _alike(v, value) for v in values)
    ]
    start = max(earlier) + 1 if earlier else 0
    cut = [v.end for v in values if start <= v.start and v.end <= value.start and _alike(v, value)]
    before = max(cut, default=start)
    if cut and _CHANGED_TO.match(text, before):  # 社区由10万元提高到12万元: one thing, before and after
        before = max(cut[:-1], default=start)
    after = min((v.start for v in values if value.end <= v.start < end and _alike(v, value)), default=end)
    if value.day is not None and text[: value.start].endswith("(") and text.startswith(")", value.end):
        return before, value.end  # 部署阶段(6月15日至25日)、检查阶段(6月26日起): each has its own
    if before > start:  # 90个班级中建了70个: what stands between two values is said of the first as well
        parted = re.search("[、和及]", text[before : value.start])
        before += parted.end() if parted else 0
    if value.day is not None and after < end and _NAMED_DAY.match(text, value.end):
        return before, value.end + 1  # 上半年于6月30日前、下半年于12月20日前: each has its own
    if value.day is not None:
        return before, end  # 9月28日、10月11日上班: what follows is said of every day of the row
    if after < end:
        parted = re.search("[、和及,]", text[value.end : after])
        after = value.end + parted.start() if parted else after
    return before, after


@lru_cache(maxsize=8192)
def values_in(squeezed: str) -> tuple[Value, ...]:
    """The figures and dates of a squeezed text, in order."""
    figures = [Value(q.text, q.span[0], q.span[1], q, None) for q in figures_of(squeezed)]
    days = []
    at = 0
    for day in days_of(squeezed):
        start = squeezed.find(day.text.split("(")[0], at)
        if start < 0:
            start = squeezed.find(day.text[:3], at)
        if start < 0:
            continue
        at = start + 1
        if not any(f.start < start + len(day.text) and start < f.end for f in figures):
            days.append(Value(day.text, start, start + len(day.text), None, day))
    at_days = [(d.start, d.end) for d in days]
    days = [d for d in days if not only_says_which(squeezed, (d.start, d.end), at_days)]
    taken = [(v.start, v.end) for v in (*figures, *days)]
    words = [
        Value(m.group(), m.start(), m.end(), None, None, kind)
        for kind, pattern in _WORDS.items()
        for m in pattern.finditer(squeezed)
        if not any(a < m.end() and m.start() < b for a, b in taken)
    ]
    return tuple(sorted((*figures, *days, *words), key=lambda v: v.start))


# Words that answer in a figure's place, as qa/language/values.py reads them.
_WORDS = {
    UnitKind.TIMES: re.compile("定期|逐[年月]|按[月季年]|每(?:半年|学年|学期|季度|年|月|周|天|日)"),
    UnitKind.MONEY: re.compile("免费|免收|免征|不收[取费]"),
    UnitKind.PERIOD: re.compile("半[天日](?!工作)|当[天日场]|立即|即时|随时"),
}


@lru_cache(maxsize=8192)
def parts_in(squeezed: str) -> tuple[tuple[int, int], ...]:
    """Spans between commas outside brackets; a condition (…的,) stays with what follows it."""
    parts: list[tuple[int, int]] = []
    start = depth = 0
    for place, character in enumerate(squeezed):
        depth += (character in "(《「") - (character in ")》」")
        if depth > 0 or character not in _DIVIDERS:
            continue
        depth = 0
        if character == "," and _ONLY_DAY.fullmatch(squeezed, start, place):
            continue
        inside = 0 < place < len(squeezed) - 1 and squeezed[place - 1].isdigit() and squeezed[place + 1].isdigit()
        if inside or (character == "," and _OPENS_NEXT.search(squeezed[start:place])):
            continue
        if place > start:
            parts.append((start, place))
        start = place + 1
    if start < len(squeezed):
        parts.append((start, len(squeezed)))
    return tuple(parts)


def _start_of_part(parts: tuple[tuple[int, int], ...], place: int) -> int:
    return next((a for a, b in parts if a <= place < b), 0)


def _opening_of_list(sentences: tuple[Sentence, ...], number: int) -> str:
    first = next(s for s in sentences if s.whole == sentences[number].whole)
    return "" if first is sentences[number] or not values_in(first.squeezed) else first.squeezed


def _lead_of_list(sentences: tuple[Sentence, ...], number: int) -> str:
    """What opens the list that a sentence is a member of: 高龄津贴按年龄分档发放: before 90至99周岁…."""
    whole = sentences[number].whole
    first = next(i for i, s in enumerate(sentences) if s.whole == whole)
    if first == number:
        return ""
    opening = sentences[first].squeezed
    values = values_in(opening)
    if values:
        return opening[: _start_of_part(parts_in(opening), values[0].start)]
    return opening[: opening.rfind(":") + 1]  # a member without a figure opens nothing
