"""三级分别为50%、55%: each figure of such a row with the holder that was named for its place, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.figures.units import UnitKind
from qa.gate.figures import figures_of, kind_of_unit
from qa.sentences import sentences_of

_RESPECTIVELY = re.compile(r"分别(?!由|是指|承担|负责)[^\d,，;；。、]{0,8}(?=\d)")
_BETWEEN = re.compile(r"[、和及与,]{1,2}")
#   matches   在职职工|支付比例为 | 副书记|每人每月 | 退休人员|为
_NAME = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,12}?)(?:支付|报销|缴费|补助|补贴|标准|比例|每|不|为|最|按|是)")
_JOINTS = re.compile("[、和及与]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures that 分别 opens, in one sentence of a clause."""

    sentence: int
    start: int  # of 分别, in the squeezed sentence
    figures: tuple[tuple[int, int], ...]  # 50% and 55%, in the squeezed sentence
    holders: tuple[str, ...]  # one for each figure, in the same order; () where that is not certain


@lru_cache(maxsize=4096)
def rows_of_clause(text: str) -> tuple[Row, ...]:
    """The rows of figures that 分别 opens in a clause, with their holders.

    The holders are those listed before it in its sentence, else those of the nearest words before that have as many
    figures of the kind, each with a name of its own.
    """
    if "分别" not in text:
        return ()
    sentences = [s.squeezed for s in sentences_of(text)]
    found: list[Row] = []
    for number, sentence in enumerate(sentences):
        for start, figures in _rows_in(sentence):
            kind = next((kind_of_unit(q.unit) for q in figures_of(sentence) if q.span[1] == figures[0][1]), None)
            names = _listed(sentence[:start], len(figures)) or _named_before(
                [sentence[:start], *reversed(sentences[:number])], kind, len(figures)
            )
            found.append(Row(number, start, figures, tuple(names)))
    return tuple(found)


def holder_at(text: str, sentence: int, end: int) -> str:
    """The holder of the figure of a row that ends there; "" where it is in none, or its holder is not certain."""
    for row in rows_of_clause(text):
        for (_, b), name in zip(row.figures, row.holders, strict=False):
            if row.sentence == sentence and b == end:
                return name
    return ""


def said_in_row(asked: str, clause: str, quote: str) -> str | None:
    """Of the row in a quote, the figure of the holder asked about; "" where no one is; None where there is no row.

    All three texts squeezed, but for the clause.
    """
    sentences = sentences_of(clause)
    for row in rows_of_clause(clause):
        sentence = sentences[row.sentence].squeezed
        if sentence[row.start : row.figures[-1][1]] not in quote:
            continue
        pairs = [{h[i : i + 2] for i in range(len(h) - 1)} for h in row.holders]
        held = [sum(p in asked for p in own) for own in pairs]
        best = max(held, default=0)
        if best and held.count(best) == 1:
            return sentence[slice(*row.figures[held.index(best)])]
        return ""
    return None


def _rows_in(squeezed: str) -> list[tuple[int, tuple[tuple[int, int], ...]]]:
    """Where 分别 stands before two figures or more in a row, and these."""
    spans = sorted({q.span for q in figures_of(squeezed)})
    rows: list[tuple[int, tuple[tuple[int, int], ...]]] = []
    for mark in _RESPECTIVELY.finditer(squeezed):
        row: list[tuple[int, int]] = []
        for a, b in spans:
            if b <= mark.end():
                continue
            a = max(a, mark.end())  # 每人每月补贴分别为300元 is read as one figure
            if (row and not _BETWEEN.fullmatch(squeezed, row[-1][1], a)) or (not row and a > mark.end()):
                break
            row.append((a, b))
        if len(row) > 1:
            rows.append((mark.start(), tuple(row)))
    return rows


def _listed(before: str, count: int) -> list[str]:
    """The names of a list before 分别, where there are as many: 在职职工、退休人员分别为."""
    names = _JOINTS.split(re.split("[,;。:]", before)[-1])
    return names if len(names) == count and all(len(name) > 1 for name in names) else []


def _named_before(texts: Sequence[str], kind: UnitKind | None, count: int) -> list[str]:
    """The holders of the nearest figures of the kind, where there are as many; none where the numbers differ."""
    for text in texts:
        if "分别" not in text and (names := _names_with(text, kind)):
            return names if len(set(names) - {""}) == count == len(names) else []
    return []


def _names_with(text: str, kind: UnitKind | None) -> list[str]:
    """Whose the figures of one kind are, in order; "" for one that has no name."""
    names: list[str] = []
    start = 0
    for end in sorted({q.span[1] for q in figures_of(text) if kind_of_unit(q.unit) is kind}):
        found = _NAME.match(re.split("[,;。:、]", text[start:end].strip(",;、"))[-1])
        names.append(found["name"] if found else "")
        start = end
    return names
