"""The answer and its parts: what the contract prints, as types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.model import RankedClause
from ingest.model import Quantity, Span, Status


class AsksFor(StrEnum):
    """The kind of value a question wants."""

    AMOUNT = "amount"
    FREQUENCY = "frequency"
    THRESHOLD = "threshold"
    DATE = "date"
    WHO = "who"
    YES_NO = "yes_no"
    LIST = "list"
    DEFINITION = "definition"
    COMPARISON = "comparison"
    DOCUMENT_NUMBER = "document_number"
    OTHER = "other"


class AnswerOutcome(StrEnum):
    """Whether the library says it."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


class ValueKind(StrEnum):
    """What the words that answer look like; finer than AsksFor, which is what people read."""

    MONEY = "money"
    PERCENT = "percent"
    TIMES = "times"  # 2次, 每五年一次
    PEOPLE = "people"  # 50人, 3名
    AGE = "age"
    DURATION = "duration"  # 15日内, 三年
    DATE = "date"  # 10月1日, 上半年, 年底前
    WEEKDAY = "weekday"  # 周三下午, 每周一、三、五
    FIGURE = "figure"  # any figure with a unit
    TELEPHONE = "telephone"
    COLOUR = "colour"  # 白底黑字
    BODY = "body"  # 市委组织部
    PERSON = "person"  # 组长：…
    PERMISSION = "permission"  # 不得, 可以
    DUTY = "duty"  # 应当, 免收
    ITEMS = "items"  # 、一是…二是…
    MEANING = "meaning"  # 是指, 即
    MANNER = "manner"  # 可采取…方式


class FilterKind(StrEnum):
    """What a question can narrow the library by; a member's value is what people read on its chip."""

    NUMBER = "文号"
    TITLE = "标题"
    CLAUSE = "条款"
    REGION = "地区"
    LEVEL = "层级"
    ISSUER = "发文机关"
    YEAR = "年份"
    TYPE = "文种"
    STATUS = "效力"
    AS_OF = "截至"
    SUBJECT = "主题"  # carried from the question before, as the next one is
    ASKS = "所问"
    WORDING = "用词"  # a mistyped word, as the one it is read as


ELSEWHERE = "以外"
"""Ends the value of a region that is not wanted: 浙江以外."""


@dataclass(frozen=True, slots=True)
class AskedFilter:
    """A part of the question that is read as a filter: shown as a chip that the person can take away."""

    kind: FilterKind
    text: str  # as typed
    value: str  # what it was read as: 浙江, 2018—2020, 鲁老干〔2022〕15号
    span: Span  # in the question
    relaxed: bool = False  # the library has nothing of it, so it was not held to

    @property
    def chip_id(self) -> str:
        """What `without` names it by: 地区:浙江."""
        return f"{self.kind.value}:{self.value}"

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is a region that is not wanted: 浙江以外."""
        return self.kind is FilterKind.REGION and self.value.endswith(ELSEWHERE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that leans on the one before it (那浙江呢), in words that need no other question."""

    question: str  # completed: what is read and answered; spans of filters count in it
    typed: str
    follows: str  # the question before, completed itself where it needed that
    carried: tuple[AskedFilter, ...]  # what was taken over: chips that can be taken away

    @property
    def said(self) -> str:
        """How people are told."""
        return f"接着上一问：按“{self.question}”查找"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was read from the question."""

    document_numbers: tuple[str, ...]  # normal form; as printed where the year is missing
    regions: tuple[str, ...]  # short names: 山东, 仪征
    years: tuple[int, ...]
    terms: tuple[str, ...]  # content words, question words left out
    asks_for: AsksFor
    titles: tuple[str, ...] = ()  # what stands in 《》
    subject: str = ""  # the question without question words, regions and years; parts divided by a space
    wants: tuple[ValueKind, ...] = ()  # any of these answers; none: nothing in particular is wanted
    unit: str | None = None  # the measure word asked for: 多少「元」, 几「名」
    filters: tuple[AskedFilter, ...] = ()  # in the order of the question
    as_of: date | None = None  # the day whose rules are asked for: 2021年时的规定
    pinpoints: tuple[str, ...] = ()  # parts of the named document: 第三条, 第二部分第（四）项
    named: tuple[str, ...] = ()  # document_ids of the notices whose titles the question names
    years_wanted: tuple[tuple[int | None, int | None], ...] = ()  # first and last year of the documents wanted
    follow_up: FollowUp | None = None  # None: the question stands by itself

    @property
    def matter_years(self) -> tuple[int, ...]:
        """The years that are part of the matter: those that do not say of which year the documents are to be."""
        wanted = {first for first, last in self.years_wanted if first == last}
        return tuple(year for year in self.years if year not in wanted)

    def filters_of(self, kind: FilterKind) -> tuple[AskedFilter, ...]:
        """The filters of one kind, in the order of the question."""
        return tuple(f for f in self.filters if f.kind is kind)


class MatchedField(StrEnum):
    """Where a word of the query stands."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"  # of the document, with its issuers, region and year
    NUMBER = "number"  # 发文字号


@dataclass(frozen=True, slots=True)
class MatchedWord:
    """A word that led to a clause."""

    word: str
    field: MatchedField
    weight: float  # 1 for a word of the question, less for one that stands for it
    synonym_of: str | None  # the word typed, where this is another one for it


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a clause was found."""

    words: tuple[MatchedWord, ...]
    lexical_rank: int | None  # from 1; None: not found by words
    dense_rank: int | None  # from 1; None: not found by meaning
    phrase: bool  # two words of the question stand side by side in the clause


@dataclass(frozen=True, slots=True)
class Copy:
    """The same clause in another file of the same notice."""

    document_id: str
    clause_id: str
    file: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One clause found."""

    rank: int
    ranked: RankedClause
    citation: str
    highlights: tuple[Span, ...]  # in characters of the clause's text
    why: Explanation | None = None
    copies: tuple[Copy, ...] = ()  # in the order of the ranking


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What `judian search` prints."""

    query: str
    interpretation: Interpretation
    total: int
    results: tuple[SearchResult, ...]
    milliseconds: float
    notes: tuple[str, ...] = ()  # said to the person: words only, as-of without effect


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the answer and the clauses it stands on."""

    text: str
    citations: tuple[str, ...]


WARNING = "请注意："
"""Opens a statement that a person must not overlook: a contradiction, a rule that does not apply yet."""


AMENDED = f"{WARNING}所引规定已有修改。"
"""Opens a statement that quotes what amends a rule the answer tells."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one clause says to the question, verbatim."""

    document_id: str
    file: str
    region: str | None
    clause_id: str
    path: tuple[str, ...]
    citation: str
    quote: str
    span: Span  # of the quote, in the stored text
    quantities: tuple[Quantity, ...]
    status: Status  # on the day asked about
    score: float
    status_clause: str | None = None  # clause_id of the sentence that says whether the document stands
    newer: str | None = None  # document_id of a newer edition of the document
    copies: tuple[Copy, ...] = ()  # the same clause in other files of the same notice
    level: str | None = None  # rank of the issuer: 中央 > 省 > 市 > 县 > 乡
    begins_on: date | None = None  # where its document applies only from a later day
    value: str | None = None  # the short answer in it, as it is read out: 每月不低于300元, 市委组织部, 不得


@dataclass(frozen=True, slots=True)
class SilentDocument:
    """A notice of the library that does not speak to the question."""

    document_id: str
    region: str | None
    title: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class DroppedStatement:
    """A sentence that was not let into the answer: something in it stands in no clause that it cites."""

    text: str
    citations: tuple[str, ...]
    reason: str  # in Chinese: what of it stands where it should not


@dataclass(frozen=True, slots=True)
class Conflict:
    """Findings that contradict each other on one point: stated, never merged."""

    text: str  # in Chinese, in one sentence
    clause_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What `judian ask` prints."""

    question: str
    interpretation: Interpretation
    outcome: AnswerOutcome
    answer: str
    statements: tuple[Statement, ...]
    findings: tuple[Finding, ...]
    silent: tuple[SilentDocument, ...]
    nearest: tuple[str, ...]
    why_not: str | None
    milliseconds: float
    notes: tuple[str, ...] = ()
    checked: int = 0  # sentences held against the clauses they cite
    dropped: tuple[DroppedStatement, ...] = ()  # those of them that did not hold
    conflicts: tuple[Conflict, ...] = ()
    confidence: float | None = None  # 0..1: how often an answer like this one is right; None: not estimated
    phrased: tuple[
        Statement, ...
    ] = ()  # the findings as a language model worded them, each sentence checked; (): none did
