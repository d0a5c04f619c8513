"""Two editions as a terminal shows them: changed figures first, then the clauses that are not as they were."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from qa.comparing.edition_model import ClauseDiff, ClauseFate, EditionDiff, EditionFigure, FigureChange, FigureFate
from qa.language.citations import place_of
from qa.language.sentences import tidy

_FATES = {
    ClauseFate.KEPT: "未变",
    ClauseFate.MOVED: "移动",
    ClauseFate.CHANGED: "修改",
    ClauseFate.ADDED: "新增",
    ClauseFate.REMOVED: "删去",
}
_STYLES = {ClauseFate.MOVED: "cyan", ClauseFate.CHANGED: "yellow", ClauseFate.ADDED: "green", ClauseFate.REMOVED: "red"}
_FIGURES = {FigureFate.CHANGED: "改了的数字", FigureFate.ADDED: "新增的数字", FigureFate.REMOVED: "删去的数字"}


def print_editions(diff: EditionDiff, console: Console) -> None:
    """The two editions, the figures, then each clause that changed."""
    console.print(Text(f"旧：{diff.old.citation}\n新：{diff.new.citation}", style="bold"))
    counts = "，".join(f"{word} {n} 条" for fate, word in _FATES.items() if (n := diff.count(fate)))
    console.print(Text(counts, style="dim"))
    for fate, heading in _FIGURES.items():
        changes = [f for f in diff.figures if f.fate is fate]
        if changes:
            console.print(Text(f"\n{heading}", style="bold"))
        for change in changes:
            _print_figure(change, console)
    if not diff.figures:
        console.print("\n数字没有变化。")
    for clause in diff.clauses:
        if clause.fate is not ClauseFate.KEPT:
            _print_clause(clause, console)


def _print_figure(change: FigureChange, console: Console) -> None:
    old, new = change.old, change.new
    if old and new:
        console.print(Text.assemble("  ", (tidy(old.text), "red"), " → ", (tidy(new.text), "green")))
    for mark, figure in (("旧", old), ("新", new)):
        if figure is not None:
            console.print(Text(f"    {mark}  {_place(figure)}：{tidy(figure.sentence)}"))


def _place(figure: EditionFigure) -> str:
    return figure.clause_id.partition("#")[2]


def _print_clause(diff: ClauseDiff, console: Console) -> None:
    places = [place_of(c.path) for c in (diff.old, diff.new) if c is not None]
    where = " → ".join(dict.fromkeys(places))
    console.print(Text(f"\n{_FATES[diff.fate]}  {where}", style=_STYLES[diff.fate]))
    if diff.parts:
        line = Text("  ")
        for kept, gone, come in diff.parts:
            line.append(kept if kept.strip() else "")
            if gone.strip() and come.strip():
                line.append(f"【{gone.strip()} → {come.strip()}】", style="yellow")
            elif gone.strip():
                line.append(f"【删：{gone.strip()}】", style="red")
            elif come.strip():
                line.append(f"【增：{come.strip()}】", style="green")
        console.print(line)
    elif diff.fate is not ClauseFate.MOVED:
        shown = diff.new or diff.old
        assert shown is not None  # one of the two has it
        console.print(Text(f"  {tidy(shown.text)}"))
