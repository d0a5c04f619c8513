"""The types that flow from a file to its clauses; all frozen, all pointing home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ingest.frozen import quickly_made

Span = tuple[int, int]
"""[start, end) in characters of the stored text."""


class FileFormat(StrEnum):
    """What a file is by its content, whatever its name says."""

    PDF = "pdf"
    SCAN = "scan"
    DOCX = "docx"
    DOC = "doc"
    WPS = "wps"
    RTF = "rtf"
    OFD = "ofd"
    HTML = "html"
    MD = "md"
    TXT = "txt"
    IMAGE = "image"


class LineKind(StrEnum):
    """What a reader knows of a line from its format alone."""

    TEXT = "text"
    TABLE_ROW = "table_row"  # cells as printed, joined with tabs
    METADATA = "metadata"  # 「发文字号：…」 of a web page's table or a front matter, see Line.label


class Alignment(StrEnum):
    """Where a line stands between the margins, when the format tells."""

    UNKNOWN = "unknown"
    START = "start"
    CENTER = "center"
    END = "end"


class Box(NamedTuple):
    """A rectangle on a page: points from the top left, pages from 1."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Cell(NamedTuple):
    """One printed cell of a table row, at the grid column where it begins."""

    text: str  # as printed; "" where the cell is empty
    column: int  # grid column, from 0
    columns: int = 1  # grid columns it covers
    rows: int = 1  # grid rows it covers, from its own downwards


@quickly_made
@dataclass(frozen=True, slots=True)
class Line:
    """One printed line or, where the format knows paragraphs, one whole paragraph."""

    text: str  # what people read: no HTML or Markdown marks; numbering made by Word is written out
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    kind: LineKind = LineKind.TEXT
    cells: tuple[Cell, ...] = ()  # TABLE_ROW only: the cells printed in this row, without those that reach down into it
    table: int | None = None  # TABLE_ROW only: ordinal of its table in the file; a table cut by a page keeps its number
    is_header: bool = False  # TABLE_ROW only: the format says that the row names the columns
    confidence: float | None = None  # 0..1 of a line read by OCR; None: the file says it in characters
    alignment: Alignment = Alignment.UNKNOWN
    heading_level: int | None = None  # 1.. from Markdown #, HTML h1.., Word's heading styles; None: plain text
    whole_paragraph: bool = False  # the format says that a paragraph ends with this line (docx, html, md)
    blank_before: bool = False  # at least one empty line stands before it
    page_break_before: bool = False  # a page ended before it: a form feed, a page number, another page of the file
    label: str | None = None  # METADATA only: the label as printed (发文字号, title); text then holds label and value
    value_start: int = 0  # METADATA only: where the value begins in `text`
    bold_until: int = 0  # text[:bold_until] is set in bold while the rest is not: how pages mark a run-in heading


@dataclass(frozen=True, slots=True)
class DroppedText:
    """Text of the file that is in no clause and no field, and why."""

    text: str
    reason: str  # Chinese, for people: 页码, 页眉, 网页导航
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader gives: lines in reading order, and what it left out by name."""

    format: FileFormat
    pages: int | None
    lines: tuple[Line, ...]
    dropped: tuple[DroppedText, ...]
    characters: int  # not white space; counted from the file itself, not from `lines`, so that a loss shows
    warnings: tuple[str, ...] = ()


class ClauseKind(StrEnum):
    """What a clause is in the document's own build."""

    HEADING = "heading"  # 编 章 节 without text of their own
    CLAUSE = "clause"
    ARTICLE = "article"
    ITEM = "item"
    TABLE = "table"
    ANNEX = "annex"
    PREAMBLE = "preamble"
    SIGNATURE = "signature"


class Form(StrEnum):
    """Which layout of GB/T 9704-2012 a document is printed in."""

    GENERAL = "general"
    LETTER = "letter"  # 信函格式, section 10.1
    ORDER = "order"  # 命令（令）格式, 10.2
    MINUTES = "minutes"  # 纪要格式, 10.3
    BULLETIN = "bulletin"  # 简报、动态: many documents under one head
    COLLECTION = "collection"  # 汇编、手册: many rules in one file


class Status(StrEnum):
    """Whether a document stands; anything but unknown needs a clause that says so."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    EXPIRED = "expired"
    TRIAL = "trial"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How a document stands to another one that it names."""

    BASED_ON = "based_on"
    FORWARDS = "forwards"
    IMPLEMENTS = "implements"
    REPEALS = "repeals"
    AMENDS = "amends"
    MENTIONS = "mentions"


@quickly_made
@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the value of a field was read."""

    text: str  # as printed
    span: Span
    page: int | None
    confidence: float = 1.0  # 0..1: how sure the form of the line makes the reading


class Problem(StrEnum):
    """What is the matter with a field that a person should look at."""

    MISSING = "missing"
    DOUBTFUL = "doubtful"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A field that a person should look at, and why."""

    field: str
    problem: Problem
    message: str  # Chinese, for people: what is wrong and what to check
    evidence: tuple[Evidence, ...] = ()  # what it rests on; two for a contradiction


class ValidityKind(StrEnum):
    """What a sentence says about how long a document stands."""

    TAKES_EFFECT = "takes_effect"  # 自2021年1月1日起施行
    EXPIRES = "expires"  # 有效期至2025年12月31日
    LASTS = "lasts"  # 有效期五年
    TRIAL = "trial"  # 试行, 暂行
    REPEALS = "repeals"  # 《…》同时废止
    PREVAILS = "prevails"  # 以前规定与本办法不一致的，以本办法为准
    REPEALED = "repealed"  # the document itself is marked as repealed: 本文已废止
    STANDS = "stands"  # the page marks it as in force: 有效性：现行有效


@dataclass(frozen=True, slots=True)
class ValidityStatement:
    """A sentence about how long a document stands, verbatim."""

    kind: ValidityKind
    text: str
    span: Span
    clause_id: str | None  # None: the title or another field says it
    on: date | None = None  # the day it names or amounts to


@quickly_made
@dataclass(frozen=True, slots=True)
class Reference:
    """Another document named in this one, or a clause of this one."""

    relation: Relation
    title: str | None  # without 《》
    document_number: str | None  # as printed
    span: Span
    clause_id: str | None  # the clause that names it
    pinpoint: str | None = None  # 第三条, 第二条第一款: the part that is meant, as printed
    target: str | None = None  # document_id or clause_id in the same file; other files are resolved by the library


class Operator(StrEnum):
    """How a printed figure bounds its quantity."""

    EQ = "eq"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    ABOUT = "about"
    RANGE = "range"


@quickly_made
@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what it measures: 每月不低于300元."""

    clause_id: str
    text: str
    subject: str | None
    operator: Operator
    value: float
    upper: float | None
    unit: str
    per: str | None
    span: Span


@quickly_made
@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest unit an answer may cite: one 条 or one numbered part."""

    clause_id: str  # document_id + "#" + markers of the path, made from what is printed
    path: tuple[str, ...]  # headings as printed, outermost first
    marker: str  # 「二、」「（一）」「第三条」; "" for a preamble or a signature
    heading: str | None
    text: str
    span: Span
    page: int | None  # where it begins, from 1; None where the format has no pages
    boxes: tuple[Box, ...]
    level: int  # depth in the tree, from 1
    kind: ClauseKind


class TableCell(NamedTuple):
    """A cell under its column's name; one that a merged cell carries into a row keeps the span where it is printed."""

    column: str  # 「补贴标准」, 「人数/男」 under a head of two rows; "" where the table names no columns
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table with its header."""

    span: Span
    page: int | None
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table inside a clause."""

    clause_id: str
    span: Span
    header: Span | None  # the rows that name the columns
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """One whole 公文. Documents of one file share its stored text; `span` says which part is this one's."""

    document_id: str
    text: str  # the stored text of the file, shared by its documents: spans of all of them count in it
    span: Span
    title: str | None = None
    document_number: str | None = None
    issuing_authorities: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    document_type: str | None = None
    region: str | None = None  # chain of short names: 江苏扬州仪征; 全国 for central bodies
    level: str | None = None  # 中央 省 市 县 乡
    dated_on: date | None = None
    printed_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    status: Status = Status.UNKNOWN
    wraps: str | None = None  # document_id of the 意见/方案 that this notice issues
    evidence: dict[str, Evidence] = field(default_factory=dict)  # by field name; read only
    references: tuple[Reference, ...] = ()
    clauses: tuple[Clause, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    form: Form = Form.GENERAL
    part_of: str | None = None  # document_id of the bulletin or collection that holds it
    signatories: tuple[str, ...] = ()  # 签发人
    annexes: tuple[str, ...] = ()  # 附件说明: names of the annexes, in order
    validity: tuple[ValidityStatement, ...] = ()
    tables: tuple[Table, ...] = ()
    review: tuple[ReviewItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every character that is not white space, counted once: `characters` is the sum of the rest when nothing is lost."""

    characters: int
    in_clauses: int
    in_fields: int
    dropped: tuple[DroppedText, ...]

    @property
    def in_dropped(self) -> int:
        """Characters in `dropped` that are not white space."""
        return sum(printed_length(d.text) for d in self.dropped)

    @property
    def ratio(self) -> float:
        """0..1: what is in clauses, fields and dropped, over `characters`."""
        if self.characters == 0:
            return 1.0
        return (self.in_clauses + self.in_fields + self.in_dropped) / self.characters


class Secrecy(StrEnum):
    """密级 of the law on state secrets, and what is not classified but internal."""

    TOP_SECRET = "绝密"
    SECRET = "机密"
    CONFIDENTIAL = "秘密"
    INTERNAL = "内部"


@dataclass(frozen=True, slots=True)
class Marking:
    """What a file says of who may see it."""

    secrecy: Secrecy
    text: str  # as printed, without white space: 机密★5年, 内部资料
    page: int | None = None

    @property
    def is_classified(self) -> bool:
        """Whether it is a 密级: such a file does not come into a library."""
        return self.secrecy is not Secrecy.INTERNAL


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file, understood."""

    file: str  # the path as given
    sha256: str
    format: FileFormat
    pages: int | None
    text: str  # what all its documents' spans count in
    documents: tuple[PolicyDocument, ...]
    coverage: Coverage
    warnings: tuple[str, ...]
    marking: Marking | None = None  # the gravest that it bears


def printed_length(text: str) -> int:
    """Number of characters that are not white space."""
    return sum(map(len, text.split()))
