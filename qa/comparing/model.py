"""A comparison and its parts: what the contract prints and the exports lay out, as types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.model import Quantity, Relation, Span, Status

NOT_STATED = "未规定"
"""What a cell says where the column's notices have no sentence for the row."""
NOT_CHOSEN = "有规定，未选用"
"""What a cell says whose sentences a person's project leaves out."""


class Verb(StrEnum):
    """How strongly a sentence binds, the strongest first; a member's value is what people read."""

    FORBIDS = "不得"  # 不得, 禁止, 严禁
    MUST = "应当"  # 应当, 必须, 要, 确保
    MAY = "可以"
    ENCOURAGES = "鼓励"  # 鼓励, 提倡, 探索, 有条件的

    @property
    def strength(self) -> int:
        """4 for 不得 down to 1 for 鼓励."""
        return 4 - list(Verb).index(self)


class Arrow(StrEnum):
    """How a column's figure or verb stands to the other columns of its row; a member's value is what people read."""

    STRICTER = "↑"  # the strictest of the row
    LOOSER = "↓"  # less strict than another column
    SAME = "＝"  # as strict as all the others that can be compared


@dataclass(frozen=True, slots=True)
class Scaled:
    """A printed figure on the scale of its row: for ordering, never for printing, since no notice prints it."""

    quantity: Quantity  # as printed
    low: float  # on the common scale; -inf: no lower bound
    high: float  # inf: no upper bound
    unit: str  # of the scale: 次, 元, 日
    per: str | None  # of the scale: 年, 年人


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, or members of a row of them, verbatim, with its clause."""

    document_id: str
    clause_id: str
    path: tuple[str, ...]
    citation: str  # 《title》（文号）第四部分（四）
    text: str  # verbatim: stored_text[span]
    span: Span  # in the stored text
    file: str
    status: Status
    quantities: tuple[Quantity, ...]  # printed inside the quote
    scaled: tuple[Scaled, ...]  # those of them that another column can be compared by
    verb: Verb | None  # the strongest of the quote; None: it has none
    only_here: tuple[Span, ...] = ()  # words in no other column of the row; in the stored text, inside `span`
    score: float = 0.0
    newer: str | None = None  # document_id of a newer edition of its document

    @property
    def ended(self) -> bool:
        """Whether its document has been repealed or has run out."""
        return self.status in (Status.REPEALED, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class ColumnDocument:
    """A notice of a column."""

    document_id: str
    citation: str  # 《title》（文号）
    title: str | None
    document_number: str | None
    dated_on: date | None
    status: Status
    file: str
    newer: str | None = None  # document_id of a newer edition


@dataclass(frozen=True, slots=True)
class Column:
    """A region, or one notice, with what it has that speaks to the topic."""

    key: str  # tells columns apart: a region's chain, or a document_id
    heading: str  # what people read above it: 浙江丽水（市级）, or a title
    region: str  # short names outermost first: 浙江丽水; 全国; "" where none is known
    level: str | None  # 中央 省 市 县 乡
    superior: bool  # the region of another column lies in this one's, or it is a central notice beside others
    documents: tuple[ColumnDocument, ...]  # standing first, newest first; (): none speaks

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The ids of its notices."""
        return tuple(d.document_id for d in self.documents)


@dataclass(frozen=True, slots=True)
class Below:
    """A figure that stays under what the superior notice demands at least; both are printed figures."""

    superior: str  # Column.heading
    clause_id: str  # of the superior's floor
    citation: str  # of it
    floor: str  # 不低于300元, as printed
    figure: str  # 200元, as printed
    figure_clause_id: str
    figure_citation: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column says to a row."""

    column: str  # Column.key
    region: str
    quotes: tuple[Quote, ...]  # the deciding one first; (): nothing of the column speaks to the row
    arrow: Arrow | None = None  # by figures; None: nothing to compare
    verb_arrow: Arrow | None = None  # by verbs; None: nothing to compare
    only_here: bool = False  # no other column states anything in this row
    withheld: bool = False  # it states something that the person's project leaves out: never to be called 未规定
    below_superior: Below | None = None  # it sets less than a superior column of this row demands at least
    remark: str | None = None  # the person's own words to the cell, from a project; no notice says them

    @property
    def stated(self) -> bool:
        """Whether the column says anything to the row."""
        return bool(self.quotes)

    @property
    def blank(self) -> str:
        """What stands in a cell without quotes."""
        return NOT_CHOSEN if self.withheld else NOT_STATED

    @property
    def clause_ids(self) -> tuple[str, ...]:
        """The clauses quoted, each once, the deciding one first."""
        return tuple(dict.fromkeys(q.clause_id for q in self.quotes))

    @property
    def quote(self) -> str | None:
        """The deciding words, verbatim."""
        return self.quotes[0].text if self.quotes else None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The figures of all quotes, as printed."""
        return tuple(q for quote in self.quotes for q in quote.quantities)

    @property
    def verb(self) -> Verb | None:
        """The strongest verb of the quotes that stand."""
        verbs = [q.verb for q in self.quotes if q.verb and not q.ended] or [q.verb for q in self.quotes if q.verb]
        return max(verbs, key=lambda v: v.strength, default=None)


@dataclass(frozen=True, slots=True)
class Row:
    """An aspect with one cell for each column, in the columns' order."""

    aspect: str  # wording out of the clauses, or as a person named it
    cells: tuple[Cell, ...]
    differs: bool  # a figure, a verb, or that one column is silent
    named_by_person: bool = False
    gathered: bool = False  # the last row: what belongs to the topic and to no aspect; nothing in it is compared


@dataclass(frozen=True, slots=True)
class SilentNotice:
    """A notice inside the person's choice that says nothing to the topic."""

    document_id: str
    region: str
    citation: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What a subordinate has for one thing that its superior asks; no quotes: it is silent."""

    column: str  # Column.key
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One thing the superior asks, and how each subordinate carries it out."""

    aspect: str
    asked: tuple[Quote, ...]
    carried_out: tuple[CarriedOut, ...]


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A subordinate notice names what it rests on."""

    relation: Relation
    subordinate: str  # document_id
    superior: str | None  # document_id; None: the library does not have it (库外)
    superior_name: str  # 《title》（文号）
    clause_id: str | None  # that names it


@dataclass(frozen=True, slots=True)
class PolicyChain:
    """A superior column, the columns under it, and what is asked and carried out."""

    superior: Column | None  # None: what they rest on is not in the library
    subordinates: tuple[Column, ...]
    links: tuple[ChainLink, ...]
    rows: tuple[ChainRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `judian compare` prints."""

    topic: str
    columns: tuple[Column, ...]  # superior ones first, then in the order asked for
    rows: tuple[Row, ...]  # the most important first
    silent: tuple[SilentNotice, ...]
    chains: tuple[PolicyChain, ...]
    notes: tuple[str, ...]  # for people, in Chinese
    milliseconds: float
    as_of: date | None = None

    def column(self, key: str) -> Column:
        """The column of this key."""
        return next(c for c in self.columns if c.key == key)
