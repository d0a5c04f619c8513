"""三级分别为50%、55%: each figure of such a row with the holder that was named for its place, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.figures.units import UnitKind
from ingest.model import Operator, Quantity
from qa.gate.figures import figures_of, kind_of_unit
from qa.language.lexicon import same_words, word_edges
from qa.language.sentences import sentences_of
from qa.tables.table_cells import holds

# 分别为, 依次按: at most so many words stand between it and the first number.
_RESPECTIVELY = re.compile(r"(?:分别|依次)(?!由|是指|负责)")
_FARTHEST = 14
# The number of a figure with its unit, without the words that the figure is read with: 400元 of 每人每月400元.
_NUMBER = re.compile(r"(?:百分之|千分之)?(?:\d[\d,.]*|[一二两三四五六七八九十百千万亿半]+)[^\d]*$")
_BETWEEN = re.compile(r"[、和及与,]{1,2}")
#   matches   在职职工|支付比例为 | 副书记|每人每月 | 退休人员|为
_NAME = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,12}?)(?:支付|报销|缴费|补助|补贴|标准|比例|每|不|为|最|按|是)")
_JOINTS = re.compile("、|和(?!谐)|以及|及(?!时|格)|与")
_PIECES = re.compile("[,;。:]")
_MEMBER = re.compile(r"[\u4e00-\u9fffa-z\d()“”.-]{1,24}")
_SUM_OR_SHARE = re.compile("[\\d一二三四五六七八九十百千万亿][万亿]?元|%|百分之")
_COUNTED = re.compile("[一二两三四五六七八九十\\d]+[个类种档等级]")
# What leads to a name and is none of it: 在乡镇卫生院, 对年满80周岁.
_LEADS = re.compile(r"^(?:其中|[\u4e00-\u9fff]{0,6}?(?:在(?![职校编岗册读家任])|[对按给向为从]))?(?:年满|满)?(?=.{2})")
_LOOKED_BACK = 2  # sentences before that of the row
_LEAST_SHARE = 0.5  # of the pairs that tell a name from the others
_WHOLE = 70  # characters of a row that is read out whole


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures that 分别 opens, in one sentence of a clause."""

    sentence: int
    start: int  # of 分别, in the squeezed sentence
    figures: tuple[tuple[int, int], ...]  # 50% and 55%, in the squeezed sentence
    holders: tuple[str, ...]  # one for each figure, in the same order; () where that is not certain
    of_all: str  # what is said of every figure between the holders, or the beginning of its part, and 分别: 的工作补贴
    per: str  # 每人每月, where every figure of the row is counted for it
    bounded: bool  # 不超过: said of all, though it is printed before the first alone
    kind: UnitKind
    named_in: int  # the sentence that names the holders


@lru_cache(maxsize=4096)
def rows_of_clause(text: str) -> tuple[Row, ...]:
    """The rows of figures that 分别 opens in a clause, with their holders.

    The holders are those listed before it in its sentence or in the nearest words before, as many as there are figures;
    else those of the nearest words before that have as many figures of the kind, each with a name of its own.
    """
    if "分别" not in text and "依次" not in text and not _FIGURES_LISTED.search(text):
        return ()
    sentences = [s.squeezed for s in sentences_of(text)]
    found: list[Row] = []
    for number, sentence in enumerate(sentences):
        found += _rows_without_word(number, sentence)
        for start, figures, first in _rows_in(sentence):
            kind = kind_of_unit(first.unit)
            names, named_in = _holders(sentences, number, start, kind, len(figures), found)
            bounded = first.operator is not Operator.EQ
            of_all = _of_all(_PIECES.split(sentence[:start])[-1], names)
            found.append(Row(number, start, figures, tuple(names), of_all, first.per or "", bounded, kind, named_in))
    return tuple(found)


# 200元、400元、600元: figures alone, one behind the other.
_FIGURES_LISTED = re.compile(r"\d[\d.]*(?:[^\d、，。；,;:\s]{1,4})、(?=\d)")
#   matches   满100小时、300小时的,|分别认定为一星、二星
_HOLDERS_BEHIND = re.compile(
    r"(?:以上)?的?,?(?:分别|依次)[\u4e00-\u9fff]{0,6}?(?:为|授予|评为|认定|颁发|享受|对应|由|属于?|划入)(?P<holders>[^,;。:]+)"
)


def _rows_without_word(number: int, sentence: str) -> Iterator[Row]:
    """Rows of figures before which no 分别 stands: as many holders listed earlier in the sentence, or behind the figures."""
    if not _FIGURES_LISTED.search(sentence):
        return
    for figures, first in _runs_of_figures(sentence):
        start, count, kind = figures[0][0], len(figures), kind_of_unit(first.unit)
        if _RESPECTIVELY.search(_PIECES.split(sentence[:start])[-1]):
            continue
        names: list[str] = []
        if behind := _HOLDERS_BEHIND.match(sentence, figures[-1][1]):
            listed = _members(behind["holders"])
            names = _cores(listed) if len(listed) == count else []
        else:
            for piece in reversed(_PIECES.split(sentence[:start])[:-1]):
                if len(listed := _members(piece)) == count:
                    names = _cores(listed)
                    break
        if names:
            piece = _PIECES.split(sentence[:start])[-1]
            bounded = behind is None and first.operator is not Operator.EQ
            yield Row(number, start, figures, tuple(names), piece, first.per or "", bounded, kind, number)


def _runs_of_figures(sentence: str) -> Iterator[tuple[tuple[tuple[int, int], ...], Quantity]]:
    """Figures of one kind that stand one behind the other with nothing but a 、 between, two or more, and the first of them."""
    run: list[tuple[int, int]] = []
    first: Quantity | None = None
    for (start, b), quantity in sorted({q.span: q for q in figures_of(sentence)}.items()):
        a = _number_from(sentence, start, b)
        goes_on = first is not None and kind_of_unit(quantity.unit) is kind_of_unit(first.unit)
        if goes_on and sentence[run[-1][1] : a] == "、":
            run.append((a, b))
            continue
        if first is not None and len(run) > 1:
            yield tuple(run), first
        run, first = [(a - sentence[:a].endswith("满"), b)], quantity
    if first is not None and len(run) > 1:
        yield tuple(run), first


def _of_all(piece: str, names: Sequence[str]) -> str:
    """What a part says before 分别, behind the last of the holders where these stand in it."""
    at = piece.rfind(names[-1]) if names else -1
    return piece if at < 0 else piece[at + len(names[-1]) :]


def row_at(text: str, sentence: int, end: int) -> tuple[Row, int] | None:
    """The row of which a figure that ends there is one, and its place in it."""
    for row in rows_of_clause(text):
        for place, (_, b) in enumerate(row.figures):
            if row.sentence == sentence and b == end:
                return row, place
    return None


def is_of_the_holder(asked: str, text: str, sentence: int, end: int) -> bool | None:
    """Whether the figure that ends there is that of the holder of its row that is asked about; None: of no row, or not certain."""
    found = row_at(text, sentence, end)
    named = asked_holders(asked, found[0].holders) if found else ()
    return found[1] in named if found and named else None


def said_in_row(asked: str, clause: str, quote: str, kinds: frozenset[UnitKind]) -> str | None:
    """Of the row in a quote what answers; None where there is no row of these kinds.

    That is the figure of the one holder asked about, each holder with its figure where several are, else the whole row;
    "" where it is too long to be read out. All texts squeezed, but for the clause.
    """
    sentences = [s.squeezed for s in sentences_of(clause)]
    rows = [
        r
        for r in rows_of_clause(clause)
        if r.kind in kinds and sentences[r.sentence][r.start : r.figures[-1][1]] in quote
    ]
    if not rows:
        return None
    row = max(rows, key=lambda r: (len(_pairs(_piece_before(sentences[r.sentence], r)) & _pairs(asked)), -r.start))
    sentence = sentences[row.sentence]
    named = () if row.bounded else asked_holders(asked, row.holders)
    if not named or len(named) == len(row.holders):
        begin = row.start - len(_piece_before(sentence, row))
        whole = sentence[begin : row.figures[-1][1]]
        return whole if len(whole) <= _WHOLE else ""
    figures = [f"{row.per}{sentence[slice(*row.figures[i])]}" for i in named]
    if len(named) == 1 and _is_named(row.holders[named[0]], asked):
        return figures[0]
    return ",".join(f"{row.holders[i]}{figure}" for i, figure in zip(named, figures, strict=True))


def named_from(text: str, start: int, end: int) -> int:
    """Where in a clause the words begin that name the holders of a row which text[start:end] holds; `start` where it holds none."""
    if "分别" not in text[start:end] and "依次" not in text[start:end]:
        return start
    sentences = sentences_of(text)
    begins = [
        sentences[r.named_in].span[0]
        for r in rows_of_clause(text)
        if r.holders and sentences[r.sentence].span[0] <= start < end <= sentences[r.sentence].span[1] + 1
    ]
    return min([start, *begins])


def asked_holders(asked: str, holders: Sequence[str]) -> tuple[int, ...]:
    """Which of the holders of a row a question names, by their places; () where it names none, or that is not certain."""
    whole = [i for i, name in enumerate(holders) if _is_named(name, asked)]
    whole = whole or [i for i, name in enumerate(holders) if _is_named_otherwise(name, asked)]
    # Of 副书记 the question itself asks for no 书记.
    whole = [
        i
        for i in whole
        if not any(
            holders[i] != holders[j] and holders[i] in holders[j] and asked.count(holders[i]) <= asked.count(holders[j])
            for j in whole
        )
    ]
    if whole:
        return tuple(whole)
    pairs = [_pairs(name) for name in holders]
    own = [p - frozenset().union(*(q for q in pairs if q is not p)) for p in pairs]
    shares = [sum(pair in asked for pair in p) / len(p) if p else 0.0 for p in own]
    best = max(shares, default=0.0)
    return (shares.index(best),) if best >= _LEAST_SHARE and shares.count(best) == 1 else ()


def _is_named(name: str, asked: str) -> bool:
    ways = (name, name.replace("周岁", "岁"))
    return any(re.search(rf"(?<!\d){re.escape(way)}", asked) for way in ways if way)


def _is_named_otherwise(name: str, asked: str) -> bool:
    return any(holds(asked, way) for way in same_words().get(name, ()) if len(way) > 1)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _piece_before(sentence: str, row: Row) -> str:
    """What stands before 分别 in its part of the sentence."""
    return _PIECES.split(sentence[: row.start])[-1]


def _rows_in(squeezed: str) -> Iterator[tuple[int, tuple[tuple[int, int], ...], Quantity]]:
    """Where 分别 stands before two figures or more in a row, their numbers, and the first of them."""
    figures = sorted({q.span: q for q in figures_of(squeezed)}.items())
    for mark in _RESPECTIVELY.finditer(squeezed):
        row: list[tuple[int, int]] = []
        first: Quantity | None = None
        for (start, b), quantity in figures:
            if b <= mark.end():
                continue
            a = _number_from(squeezed, max(start, mark.end()), b)
            if first is None:
                if a - mark.end() > _FARTHEST or _PIECES.search(squeezed, mark.end(), a):
                    break
                first = quantity
            elif not _BETWEEN.fullmatch(squeezed, row[-1][1], a) or kind_of_unit(quantity.unit) is not kind_of_unit(
                first.unit
            ):
                break
            row.append((a, b))
        if first is not None and len(row) > 1:
            yield mark.start(), tuple(row), first


def _number_from(squeezed: str, start: int, end: int) -> int:
    """Where the number of a figure begins: 每人每月补贴分别为300元 is read as one figure."""
    found = _NUMBER.search(squeezed[start:end])
    return start + found.start() if found else start


def _holders(
    sentences: Sequence[str], number: int, start: int, kind: UnitKind, count: int, rows: Sequence[Row]
) -> tuple[list[str], int]:
    """The names of so many holders of a row, and the sentence that names them; none where that is not certain."""
    pieces = _PIECES.split(sentences[number][:start])
    listed = _members(pieces[-1])
    if len(listed) > 1:
        return (_cores(listed) if len(listed) == count else []), number
    if same := next(
        (r for r in reversed(rows) if r.sentence == number and len(r.figures) == count and r.holders), None
    ):
        return list(same.holders), same.named_in  # 起付标准分别为…,支付比例分别为…
    if any(r.sentence == number for r in rows):
        return [], number
    for piece in reversed(pieces[:-1]):
        if len(listed := _members(piece)) == count:
            return _cores(listed), number
    before = [(number, sentences[number][:start]), *((i, sentences[i]) for i in range(number - 1, -1, -1))]
    for at, text in before:
        if "分别" not in text and (names := _names_with(text, kind)):
            return (names if len(set(names) - {""}) == count == len(names) else []), at
    for at, text in before[1 : 1 + _LOOKED_BACK]:
        for piece in reversed(_PIECES.split(text)):
            if len(listed := _members(piece)) == count:
                return _cores(listed), at
    return [], number


def _members(piece: str) -> list[str]:
    """The members of the list that words hold: 党委书记, 党总支书记, 党支部书记的工作补贴; one where they hold none."""
    members = _JOINTS.split(_RESPECTIVELY.split(piece)[0])
    return members if all(_MEMBER.fullmatch(m) and not _SUM_OR_SHARE.search(m) for m in members) else []


def _cores(members: Sequence[str]) -> list[str]:
    """The names alone: without what leads to the first and what follows the last."""
    *earlier, last = members
    first = _LEADS.sub("", earlier[0])
    ends = (earlier[0][i:] for i in range(len(earlier[0])))
    shared = next((e for e in ends if all(name.endswith(e) for name in earlier) and last.find(e) > 0), "")
    if shared:
        last_core = last[: last.find(shared, 1) + len(shared)]
    else:
        last_core = _up_to_edge(last, max(map(len, earlier[1:] or [first])))
    if all(len(name) == 1 for name in earlier[1:] or [first]):
        behind = "" if _COUNTED.match(last, 1) else last[1:3]  # 一、二、三等奖; 省、市、县财政; 甲、乙、丙三个等次
        return [*(name[-1] + behind for name in earlier), last[0] + behind]
    longest = max(len(last_core), *map(len, earlier[1:])) if earlier[1:] else len(last_core)
    cores = [_LEADS.sub("", _from_edge(first, longest)), *earlier[1:], _LEADS.sub("", last_core)]
    return cores if all(cores) and not any(a == b for a, b in pairwise(cores)) else []


def _up_to_edge(text: str, length: int) -> str:
    """The beginning of a text up to the word that is the last within a length."""
    edges = [e for e in word_edges(text) if 1 < e <= length]
    return text[: max(edges, default=length)]


def _from_edge(text: str, length: int) -> str:
    """The end of a text from the first word that leaves no more than a length; the whole where it is no longer."""
    if len(text) <= length:
        return text
    edges = [e for e in word_edges(text) if len(text) - length <= e < len(text) - 1]
    return text[min(edges, default=len(text) - length) :]


def _names_with(text: str, kind: UnitKind | None) -> list[str]:
    """Whose the figures of one kind are, in order; "" for one that has no name."""
    names: list[str] = []
    start = 0
    for end in sorted({q.span[1] for q in figures_of(text) if kind_of_unit(q.unit) is kind}):
        found = _NAME.match(re.split("[,;。:、]", text[start:end].strip(",;、"))[-1])
        names.append(found["name"] if found else "")
        start = end
    return names
