"""What a training pack holds: every line with the clause that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from ingest.model import Operator, Span, Status


class Nearness(IntEnum):
    """How a sentence came into the pack, nearest first."""

    CORE = 0  # it names the topic, or a person chose its clause
    HEADED = 1  # it stands under a heading that names the topic
    AKIN = 2  # it speaks of much of the topic's matter
    BESIDE = 3  # it stands next to a sentence that does
    FAR = (
        4  # it stands further off in a clause that speaks to the topic: not taught, but wrong answers are taken from it
    )


@dataclass(frozen=True, slots=True)
class Basis:
    """A clause that lines rest on, as it stood when the pack was made."""

    clause_id: str
    document_id: str
    title: str | None  # of the document
    document_number: str | None
    issuers: tuple[str, ...]
    region: str | None
    level: str | None
    path: tuple[str, ...]
    citation: str  # 《title》（number）第四部分（四）
    text: str  # the stored text of the clause
    span: Span  # in the stored text of the file
    digest: str  # SHA-256 of the text without white space and widths
    file: str
    status: Status  # on the day of the pack
    is_rule: bool  # False: a speech, a report, a bulletin's item
    dated_on: date | None = None
    newer: str | None = None  # document_id of a newer edition

    @property
    def ended(self) -> str:
        """已废止, 已失效 or ""."""
        return {Status.REPEALED: "已废止", Status.EXPIRED: "已失效"}.get(self.status, "")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a clause."""

    basis: Basis
    text: str  # on one line, as people read it
    quote: str  # verbatim: basis.text[start:end]
    start: int  # in the clause's text
    nearness: Nearness
    relevance: float  # 0..1: share of the topic's matter that it covers


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A sentence in as few of its own words as carry it, or in the words of the person who edits the pack."""

    line_id: str
    text: str  # words of the sentence, others left out; never reworded by the program
    statement: Statement
    replaced: str | None = None  # the words of the sentence, where `text` is the person's own

    @property
    def printed(self) -> str:
        """The text as it is printed: words of the person's own say so."""
        return self.text if self.replaced is None else f"{self.text.rstrip('。；;')}（编者改写）"


@dataclass(frozen=True, slots=True)
class Theme:
    """Points of several notices under a heading that one of them prints."""

    title: str
    points: tuple[KeyPoint, ...]
    is_rule: bool = True  # False: experience and reports, which bind nobody


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the 政策口径表."""

    line_id: str
    subject: str
    value: str  # as printed: 每月不低于300元
    operator: Operator
    amount: float  # in the unit itself: 1.2万元 is 12000
    upper: float | None  # of a range
    unit: str
    per: str | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class FaqLine:
    """What one clause answers."""

    text: str
    basis: Basis
    quote: str


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """A question that people ask, answered by the program's own ask."""

    line_id: str
    question: str
    lines: tuple[FaqLine, ...]


class QuestionKind(StrEnum):
    """The kinds of questions of an examination."""

    SINGLE = "单选"
    MULTIPLE = "多选"
    TRUE_FALSE = "判断"
    BLANK = "填空"
    SHORT = "简答"


class Difficulty(StrEnum):
    """How hard a question is."""

    EASY = "易"
    MEDIUM = "中"
    HARD = "难"


class AskedFor(StrEnum):
    """What a question tests."""

    FIGURE = "数字"
    WHEN = "时间"
    WHO = "主体"
    LIST = "列举"
    BAN = "禁止"
    CASE = "情形"
    DUTY = "要求"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    letter: str
    text: str
    is_right: bool
    source: str | None = None  # clause_id of another notice that it is taken from; None: made, or of the key's clause


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question with its key and the sentence that the key stands in."""

    line_id: str
    kind: QuestionKind
    tested: AskedFor
    stem: str
    options: tuple[Option, ...]  # of 单选 and 多选
    key: str  # letters; 对 or 错; the words of the blank; the answer
    difficulty: Difficulty
    explanation: str
    statement: Statement
    answer: str  # the words of the clause that are the key, verbatim but for the page's line breaks
    replaced: str | None = None  # 判断 with the key 错: what stands in the stem in place of `answer`


@dataclass(frozen=True, slots=True)
class ChainNotice:
    """A document of the policy chain."""

    key: str
    document_id: str | None  # None: others name it, the library does not have it
    title: str | None
    document_number: str | None
    region: str | None
    level: int  # rank from above: 0 central, 1 province, 2 city, 3 county; others below what they rest on


@dataclass(frozen=True, slots=True)
class PolicyChain:
    """Who rests on whom among the notices of a pack and those they name."""

    notices: tuple[ChainNotice, ...]
    links: tuple[tuple[str, str], ...]  # (key of the one above, key of the one below)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the pack rests on, in official form."""

    document_id: str
    text: str  # 中共山东省委组织部．关于…的意见：鲁老干〔2022〕15号［Z］．2022-04-26
    ended: str  # 已废止, 已失效 or ""
    note: str  # a newer edition; that it is a report and no rule
    clause_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """A line of the material and what it rests on."""

    line_id: str
    part: str  # 讲义, 口径表, 问答, 题库
    text: str
    clause_id: str
    quote: str  # verbatim


@dataclass(frozen=True, slots=True)
class ManifestClause:
    """A clause as it stood when the material was made."""

    clause_id: str
    document_id: str
    title: str | None
    document_number: str | None
    issuers: tuple[str, ...]
    region: str | None
    path: tuple[str, ...]
    citation: str
    digest: str
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file of training material keeps, so that it can be held against the library later."""

    topic: str
    made_on: date
    clauses: tuple[ManifestClause, ...]
    lines: tuple[ManifestLine, ...]


@dataclass(frozen=True, slots=True)
class TrainingPack:
    """Everything that is written out."""

    topic: str
    made_on: date
    seed: int
    themes: tuple[Theme, ...]
    figures: tuple[FigureRow, ...]
    faq: tuple[FaqEntry, ...]
    questions: tuple[BankQuestion, ...]
    chain: PolicyChain
    sources: tuple[Source, ...]
    manifest: Manifest
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> tuple[KeyPoint, ...]:
        """All key points, theme by theme."""
        return tuple(point for theme in self.themes for point in theme.points)


class Change(StrEnum):
    """What became of the clause of a line."""

    CHANGED = "changed"  # the sentence is not printed there any more
    REPEALED = "repealed"
    EXPIRED = "expired"
    VANISHED = "vanished"  # neither the clause nor the sentence is in the library


@dataclass(frozen=True, slots=True)
class StaleLine:
    """A line that does not hold any more."""

    line: ManifestLine
    change: Change
    citation: str  # as it was
    old: str
    new: str | None  # the sentence that stands in its place; None: nothing does
    new_clause_id: str | None
    proof: str | None = None  # clause_id of the sentence that ends the document


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What became of a file's lines."""

    file: str
    topic: str
    made_on: date
    checked: int
    stale: tuple[StaleLine, ...]
    touched: tuple[ManifestLine, ...]  # the clause was changed elsewhere; the sentence stands as it was
    notes: tuple[str, ...] = ()
