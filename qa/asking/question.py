"""What a question asks for, and of whom: read from its own words by general patterns, and from the library's names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.tokenizer import words_of
from ingest.model import Span
from qa.asking.asked_clauses import read_pinpoints
from qa.asking.asked_kinds import kind_before, read_issuers, read_states, read_types
from qa.asking.asked_numbers import AskedNumber, read_numbers
from qa.asking.asked_places import asked_places, read_levels, read_places
from qa.asking.asked_text import AskedText, blanked, overlaps, without_spans
from qa.asking.asked_times import YEAR, AskedYears, read_day, read_years
from qa.asking.asked_titles import TITLE, AskedTitle, read_titles
from qa.asking.asked_value import asks_for_of, wants_of
from qa.asking.known_names import KnownNames
from qa.language.lexicon import lay_words_in
from qa.model import ELSEWHERE, AskedFilter, FilterKind, Interpretation

_ISSUED_THEN = re.compile(r"\s*(?:新|共|已)?(?:印发|出台|下发|颁布|发布|公布|制定)(?:过|了)?的?")


@dataclass(slots=True)
class _Reading:
    """A question while it is read: what was taken out of it, and which filters the person keeps."""

    asked: AskedText
    without: Collection[str]
    filters: list[AskedFilter] = field(default_factory=list)
    cut: list[Span] = field(default_factory=list)  # read, so no words of the matter any more
    seen: list[Span] = field(default_factory=list)  # read, and still words of the matter

    @property
    def unread(self) -> str:
        """The question with what was read blanked."""
        return blanked(self.asked.text, (*self.cut, *self.seen))

    def take(self, kind: FilterKind, value: str, span: Span) -> bool:
        """Keep a filter, unless the person took its chip away."""
        chip = self.asked.filter(kind, value, span)
        if {chip.chip_id, kind.value} & set(self.without):
            return False
        self.filters.append(chip)
        return True


def interpret(
    question: str,
    known: KnownNames | Sequence[str] = (),
    *,
    today: date | None = None,
    without: Collection[str] = (),
) -> Interpretation:
    """Read document numbers, titles, regions, years, subject and the kind of answer wanted from a question.

    `known` are the names of the library, or its region chains alone (江苏扬州仪征): a number or title in any spelling is
    held against them, and a place that the gazetteer does not know is read as a region when a chain ends with it.
    `today` is what 近三年 counts from. `without` are ids of chips (地区:浙江) or their kinds (地区) that are not to be read.
    """
    names = known if isinstance(known, KnownNames) else KnownNames(regions=known)
    reading = _Reading(AskedText.of(question.strip()), without)
    text, today = reading.asked.text, today or date.today()
    numbers = _read_numbers(reading, names)
    titles = _read_titles(reading, names)
    of_kind = _read_kind_of_part(reading)  # 仪征实施方案第四部分: named by its place and 文种
    pinpoints = _read_pinpoints(reading) if numbers or of_kind or any(t.documents for t in titles) else ()
    day = _read_day(reading, today)
    years = _read_years(reading, today)
    _read_kinds(reading, names)
    regions = _read_places(reading, names)
    rest = without_spans(text, _merged([*reading.cut, *_issued_then(text, years)]))
    named_years = [y.first for y in years if y.first is not None and y.first == y.last]
    named_years += [int(m.group(1)) for m in YEAR.finditer(rest)]
    asks_for = asks_for_of(text)
    wants, unit = wants_of(text, asks_for)
    subject = subject_of(rest)
    # 走不动路 is one thing, told by 行动不便, and not the words 不动 and 走路.
    terms = tuple(dict.fromkeys([*(word for word in words_of(subject) if len(word) > 1), *lay_words_in(subject)]))
    return Interpretation(
        numbers,
        regions,
        tuple(dict.fromkeys(named_years)),
        terms,
        asks_for,
        tuple(m.group(1) for m in TITLE.finditer(text)),
        subject,
        wants,
        unit,
        tuple(sorted(reading.filters, key=lambda f: f.span)),
        day,
        pinpoints,
        tuple(dict.fromkeys(d.document_id for t in titles for d in t.documents)),
        tuple((y.first, y.last) for y in years),
    )


def asked_day(
    question: str, *, today: date | None = None, without: Collection[str] = ()
) -> tuple[AskedFilter | None, date | None]:
    """The day whose rules a question asks for (2021年时的规定) with its chip; nothing where the chip was taken away."""
    reading = _Reading(AskedText.of(question.strip()), without)
    day = _read_day(reading, today or date.today())
    return (reading.filters[0], day) if reading.filters else (None, None)


def _read_numbers(reading: _Reading, names: KnownNames) -> tuple[str, ...]:
    text = reading.asked.text
    regions = [p.name for p in read_places(text, names.regions)] if "号" in text else []
    found: list[AskedNumber] = read_numbers(text, names.numbers, regions)
    kept = [normal for n in found for normal in n.normals if reading.take(FilterKind.NUMBER, normal, n.span)]
    reading.cut += [n.span for n in found]
    return tuple(dict.fromkeys(kept))


def _read_titles(reading: _Reading, names: KnownNames) -> list[AskedTitle]:
    kept = []
    for title in read_titles(reading.unread, names.titles):
        if reading.take(FilterKind.TITLE, title.title, title.span):
            kept.append(title)
    reading.seen += [m.span() for m in TITLE.finditer(reading.asked.text)]
    return kept


def _read_kind_of_part(reading: _Reading) -> bool:
    """Takes the 文种 that stands right before a part of a document: 实施方案第四部分, 通知里的第三条."""
    text = reading.unread
    parts = read_pinpoints(text)
    kind = kind_before(text, parts[0].span[0]) if parts else None
    if kind is None or reading.filters:  # a document that is named outright needs no 文种
        return False
    reading.seen.append(kind.span)
    return reading.take(FilterKind.TYPE, kind.document_type, kind.span)


def _read_pinpoints(reading: _Reading) -> tuple[str, ...]:
    found = read_pinpoints(reading.unread)
    kept = [p.pinpoint for p in found if reading.take(FilterKind.CLAUSE, p.pinpoint, p.span)]
    reading.cut += [p.span for p in found]
    return tuple(kept)


def _read_day(reading: _Reading, today: date) -> date | None:
    found = read_day(reading.unread, today)
    if found is None:
        return None
    kept = reading.take(FilterKind.AS_OF, found.day.isoformat(), found.span)
    reading.cut.append(found.span)
    return found.day if kept else None


def _read_years(reading: _Reading, today: date) -> list[AskedYears]:
    """Takes the years that say which documents are meant."""
    found = read_years(reading.unread, today)
    reading.cut += [y.span for y in found]
    return [y for y in found if reading.take(FilterKind.YEAR, y.value, y.span)]


def _issued_then(text: str, years: Sequence[AskedYears]) -> list[Span]:
    """The words 印发的 behind a year of documents: of the filter, and not of the matter."""
    return [m.span() for y in years if (m := _ISSUED_THEN.match(text, y.span[1]))]


def _read_kinds(reading: _Reading, names: KnownNames) -> None:
    """Takes issuers, levels, states and 文种; a 文种 stays a word of the matter."""
    text = reading.unread
    for issuer in read_issuers(text, names.issuers):
        reading.take(FilterKind.ISSUER, issuer.name, issuer.span)
        reading.cut.append(issuer.span)
    for level in read_levels(reading.unread):
        reading.take(FilterKind.LEVEL, level.level, level.span)
        reading.cut.append(level.span)
    for state in read_states(reading.unread):
        reading.take(FilterKind.STATUS, state.state.value, state.span)
        reading.cut.append(state.span)
    places = [p.span for p in read_places(text, names.regions)]
    for kind in read_types(blanked(text, places)):
        if not any(overlaps(kind.span, [_typed(reading, f)]) for f in reading.filters if f.kind is FilterKind.TITLE):
            reading.take(FilterKind.TYPE, kind.document_type, kind.span)


def _typed(reading: _Reading, chip: AskedFilter) -> Span:
    """Where a chip stands in the folded question."""
    places = [i for i, place in enumerate(reading.asked.offsets) if chip.span[0] <= place < chip.span[1]]
    return places[0], places[-1] + 1


def _read_places(reading: _Reading, names: KnownNames) -> tuple[str, ...]:
    """Short names of the regions named outside 《》 and numbers; they are none of the matter's words."""
    text = reading.asked.text
    issuers = [f for f in reading.filters if f.kind is FilterKind.ISSUER]
    kept_for_places = [_typed(reading, f) for f in issuers]
    hidden = [s for s in (*reading.cut, *reading.seen) if s not in kept_for_places]
    found = asked_places(text, read_places(blanked(text, hidden), names.regions))
    reading.cut += [p.span for p in found]
    for place in (p for p in found if not p.wanted):
        reading.take(FilterKind.REGION, f"{place.name}{ELSEWHERE}", place.span)
    kept = [p.name for p in found if p.wanted and reading.take(FilterKind.REGION, p.name, p.span)]
    return tuple(dict.fromkeys(kept))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


# Words that carry the asking and not the matter. Longest first within each line, so that 「是多少」 goes whole.
QUESTION_WORDS = re.compile(
    r"""(?x)
      请问|请教|想问一?下?|问一?下|我想知道|麻烦|帮我|查一?下|告诉我|你好|打听一?下|问问
    | (?<![自替帮给])(?:我们?|咱们?|俺们?)家?(?![替帮市县省州区局国校厅院党部处科社行司])|[那这](?:个(?!月)|份|种|笔|些|边|样|块)
    | 啥时候|几时|多会儿|(?:多少|几)个钱|(?:有没有|有啥|有什么|是啥)(?:个)?(?:说法|讲究)|[上去在往到]哪(?:儿|里|个地方|(?=[办领报交找看告买住弄]))
    | 一[回趟遍拨](?!事)|到底|究竟|顶多|起码|撑死
    | 是多少|有多少|多少钱|(?:多少|几)(?:万元|元|名|个工作日|个月|个小时|个|人|天|日|次|周岁|岁|年|月|位|小时|场|项|条|类|种|号)?(?:以内|之内|内)?|多少|多长时间|多久|多大|多高|多长
    | 分别(?:是|为|有)?|各有什么(?:要求|规定)?|各是|各自|有什么(?:要求|规定|不同|区别)|有何
    | 最多|最少|至少|不少于|不超过|不低于|不得超过
    | 是什么时候|什么时候|什么时间|何时
    | 是什么|指什么|指的是什么|什么意思|什么是|何谓|什么叫|什么|啥
    | 哪[些几]个?(?:地方|地区|省份?|市|县|单位|部门)|(?:还?有)?哪[些几]个?(?:地方|地区|省份|省市)|是?哪(?:一|[些几])?[个天年月]|是哪[些几]?|有哪些|哪些|哪几[个天]?|哪[个里儿一]?
    | 怎么(?:办|规定|样|做)?|如何|怎样|咋(?:办|样)?|为什么|为何
    | 能不能|可不可以|可否|能否|是不是|是否|有没有|有无|要不要|会不会|该不该|需不需要|允不允许|行不行
    | 由谁|是谁|谁|何人|责任单位|责任部门
    | 的?(?:发文字号|文件编号|文件号|文号)
    | (?:\d+|百)周?岁(?:以上|以下)?的? | 新旧|新老 | 变成|变为|改成了? | (?:里面?|所?说|规定)的(?=[\u4e00-\u9fff])
    | 以?(?:\s*)为限 | 一个(?=[\u4e00-\u9fff]{2,}(?:支部|单位|部门|队)) | 不能超过|不能少于|能不能|(?<![功智才动技失])能(?![力源耗够量])(?:够)?|可以|需不?需?要(?!求)|(?<![重主必])要(?![求点素闻件])|会不会|还能
    | (?<=[谁])来?(?=管)|应该|允许|必须|拿来|让别?人|让
    | 吗|呢|吧|嘛|啊|呀|[?？!！。，,；;：:、]
    """
)
FILLERS = re.compile(
    r"的(?=\s|$)|^的(?=\S)|^(?:那|那么|现在|目前|关于)|(?<=\s)(?:的|了|是|有|在|要|为|和|与|及|对|向|被|把|得|都|去|来|还|就|才|也|又|再)(?=\s|$)"
)


def subject_of(text: str) -> str:
    """What the question is about: question words, years and marks left out, parts divided by one space."""
    bare = YEAR.sub(" ", TITLE.sub(lambda m: f" {m.group(1)} ", text))
    bare = re.sub(r"(?<=\s)年度?", " ", bare)
    bare = QUESTION_WORDS.sub(" ", bare)
    for _ in range(2):
        bare = FILLERS.sub(" ", " ".join(bare.split()))
    return " ".join(bare.split())
