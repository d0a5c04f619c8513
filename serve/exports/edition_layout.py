"""Two editions laid out for paper: changed figures first, then each clause that is not as it was; all formats draw this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.corrections import FIELD_NAMES
from ingest.model import Span
from qa.comparing.edition_model import ClauseDiff, ClauseFate, EditionDiff, EditionFigure, EditionSide, FigureFate
from qa.language.citations import place_of
from qa.language.formal_citations import day_in_words
from qa.language.sentences import squeezed_text
from serve.exports.printable import Run, one_line, runs_of

FATES = {
    ClauseFate.KEPT: "未变",
    ClauseFate.MOVED: "移动",
    ClauseFate.CHANGED: "修改",
    ClauseFate.ADDED: "新增",
    ClauseFate.REMOVED: "删去",
}
FIGURES = {FigureFate.CHANGED: "改了的数字", FigureFate.ADDED: "新增的数字", FigureFate.REMOVED: "删去的数字"}
NO_FIGURES = "数字没有变化。"
NO_CLAUSES = "条款没有变化。"
LEGEND = ("加重的字：这一版有、另一版没有的文字，或者变了的数字", "没有变化的条款不列出")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one edition prints: where, and the words with what is not in the other edition marked."""

    place: str  # 第三条; "" where the edition has nothing
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words in one line."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure or a clause with what both editions print."""

    kind: str  # 改了的数字, 修改
    told: str  # 3天 → 4天; of a clause: 修改，位置也变了
    old: Shown
    new: Shown


@dataclass(frozen=True, slots=True)
class EditionLayout:
    """Two editions ready to be drawn."""

    title: str
    day: str  # 2024年5月1日制表
    sides: tuple[str, str]  # 旧：《title》（文号）, 新：…
    counts: str  # 未变 8 条，修改 3 条
    figures: tuple[Change, ...]
    clauses: tuple[Change, ...]
    below: tuple[str, ...]  # fields that changed, and remarks


_NOTHING = Shown("", ())


def laid_out_editions(diff: EditionDiff, made_on: date) -> EditionLayout:
    """The editions with every change once: changed figures, added, removed; then the clauses in the new one's order."""
    places = {c.clause_id: place_of(c.path) for d in diff.clauses for c in (d.old, d.new) if c is not None}
    figures = [
        Change(FIGURES[f.fate], _told(f.old, f.new), _figure(f.old, places), _figure(f.new, places))
        for fate in FIGURES
        for f in diff.figures
        if f.fate is fate
    ]
    clauses = [_clause(c) for c in diff.clauses if c.fate is not ClauseFate.KEPT]
    return EditionLayout(
        title=one_line(diff.new.title or diff.old.title or diff.new.citation),
        day=f"{day_in_words(made_on)}制表",
        sides=(f"旧：{_side(diff.old)}", f"新：{_side(diff.new)}"),
        counts="，".join(f"{word} {n} 条" for fate, word in FATES.items() if (n := diff.count(fate))),
        figures=tuple(figures),
        clauses=tuple(clauses),
        below=(*_fields(diff), *map(one_line, diff.notes)),
    )


def _side(side: EditionSide) -> str:
    day = day_in_words(side.dated_on) if side.dated_on else ""
    told = f"，{day}" if day and day not in side.citation else ""
    return one_line(f"{side.citation}{told}")


def _fields(diff: EditionDiff) -> Iterator[str]:
    for change in diff.fields:
        name = FIELD_NAMES.get(change.field, change.field)
        yield one_line(f"{name}：{change.old or '无'} → {change.new or '无'}")


def _told(old: EditionFigure | None, new: EditionFigure | None) -> str:
    return " → ".join(one_line(f.text) for f in (old, new) if f is not None)


def _figure(figure: EditionFigure | None, places: dict[str, str]) -> Shown:
    if figure is None:
        return _NOTHING
    start = figure.sentence_span[0]
    marked = (figure.span[0] - start, figure.span[1] - start)
    place = places.get(figure.clause_id, figure.clause_id.partition("#")[2])
    return Shown(one_line(place), runs_of(figure.sentence, [marked]))


def _clause(diff: ClauseDiff) -> Change:
    moved = "，位置也变了" if diff.moved and diff.fate is ClauseFate.CHANGED else ""
    gone, come = _marked(diff)
    old = Shown(one_line(place_of(diff.old.path)), runs_of(diff.old.text, gone)) if diff.old else _NOTHING
    new = Shown(one_line(place_of(diff.new.path)), runs_of(diff.new.text, come)) if diff.new else _NOTHING
    return Change(FATES[diff.fate], f"{FATES[diff.fate]}{moved}", old, new)


def _marked(diff: ClauseDiff) -> tuple[list[Span], list[Span]]:
    """Spans of what was taken out of the old text and put into the new one."""
    gone: list[Span] = []
    come: list[Span] = []
    before = after = 0
    for kept, taken, put in diff.parts:
        if kept:
            # What is kept may stand in other widths and lines in the old edition.
            before = _behind(diff.old.text if diff.old else "", before, len(squeezed_text(kept)))
            after += len(kept)
            continue
        gone.append((before, before + len(taken)))
        come.append((after, after + len(put)))
        before, after = before + len(taken), after + len(put)
    return gone, come


def _behind(text: str, start: int, squeezed: int) -> int:
    """Where so many squeezed characters from `start` on end."""
    at = start
    while squeezed > 0 and at < len(text):
        squeezed -= len(squeezed_text(text[at]))
        at += 1
    return at


def changes_of(layout: EditionLayout) -> Sequence[tuple[str, tuple[Change, ...], str]]:
    """Both tables with what stands in place of an empty one: the figures first."""
    return (("数字的变化", layout.figures, NO_FIGURES), ("条款的变化", layout.clauses, NO_CLAUSES))
