"""A comparison as a terminal shows it: a row at a time, each column below the other with its clause."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from qa.comparing.floors import below_in_words
from qa.comparing.model import NOT_STATED, Arrow, Cell, Column, Comparison, Quote, Row
from qa.language.citations import place_of
from qa.language.sentences import tidy
from qa.standing.standing import ENDED_WORDS

_ARROWS = {Arrow.STRICTER: "↑ 较严", Arrow.LOOSER: "↓ 较宽", Arrow.SAME: "＝ 相同"}
_VERB_ARROWS = {Arrow.STRICTER: "↑", Arrow.LOOSER: "↓", Arrow.SAME: "＝"}


def print_comparison(comparison: Comparison, console: Console) -> None:
    """The columns with their notices, then the rows."""
    console.print(f"[bold]{escape(comparison.topic)}[/bold]")
    for column in comparison.columns:
        _print_column(column, console)
    for row in comparison.rows:
        console.print()
        _print_row(row, comparison.columns, console)


def _print_row(row: Row, columns: Sequence[Column], console: Console) -> None:
    """The row's name, the columns that speak, and in one line those that do not; where one speaks, that it does alone."""
    pairs = list(zip(columns, row.cells, strict=True))
    silent = [column for column, cell in pairs if not (cell.stated or cell.withheld or cell.remark)]
    speaking = [column for column, cell in pairs if cell.stated]
    alone = not row.gathered and len(speaking) == 1 and len(silent) == len(columns) - 1 and len(columns) > 1
    mark = "" if row.differs or row.gathered else "  [dim]各处一致[/dim]"
    if alone:
        mark = f"  [yellow]只有{escape(speaking[0].heading)}写到，其余未规定[/yellow]"
    console.print(f"[bold]【{escape(row.aspect)}】[/bold]{mark}")
    for column, cell in pairs:
        if column not in silent:
            _print_cell(column, cell, console)
    if silent and not alone and not row.gathered:
        console.print(f"  [yellow]{NOT_STATED}[/yellow]  {escape('、'.join(c.heading for c in silent))}")


def print_chains(comparison: Comparison, console: Console) -> None:
    """For each superior what it asks, and below it what each subordinate has."""
    if not any(chain.superior for chain in comparison.chains):
        console.print("这些文件之间没有上下级。")
    for chain in comparison.chains:
        if chain.superior is None:
            for link in chain.links:
                console.print(f"库外的上级文件：{escape(link.superior_name)}")
            continue
        console.print(f"[bold]上级：{escape(chain.superior.heading)}[/bold]")
        headings = {c.key: c.heading for c in chain.subordinates}
        for row in chain.rows:
            console.print(f"\n[bold]【{escape(row.aspect)}】[/bold]")
            for quote in row.asked:
                _print_quote("要求", quote, console)
            for carried in row.carried_out:
                if not carried.quotes:
                    console.print(f"  {escape(headings[carried.column])}  [yellow]{NOT_STATED}[/yellow]")
                for quote in carried.quotes:
                    _print_quote(headings[carried.column], quote, console)


def _print_column(column: Column, console: Console) -> None:
    mark = "（上级）" if column.superior else ""
    said = "；".join(d.citation + _ended(d.status.value) for d in column.documents) or "没有文件写到"
    console.print(f"  {escape(column.heading)}{mark}  [dim]{escape(said)}[/dim]")


def _ended(status: str) -> str:
    return next((f"（{word}）" for known, word in ENDED_WORDS.items() if known.value == status), "")


def _print_cell(column: Column, cell: Cell, console: Console) -> None:
    if cell.remark:
        console.print(f"  [magenta]备注：{escape(cell.remark)}[/magenta]")
    if not cell.stated:
        console.print(f"  {escape(column.heading)}  [yellow]{cell.blank}[/yellow]")
        return
    marks = [_ARROWS[cell.arrow]] if cell.arrow else []
    if cell.verb:
        marks.append(f"{cell.verb.value}{_VERB_ARROWS[cell.verb_arrow] if cell.verb_arrow else ''}")
    for at, quote in enumerate(cell.quotes):
        _print_quote(column.heading if at == 0 else "", quote, console, "  ".join(marks) if at == 0 else "")
    if cell.below_superior:
        console.print(f"    [red]{escape(below_in_words(cell.below_superior))}[/red]")


def _print_quote(heading: str, quote: Quote, console: Console, marks: str = "") -> None:
    old = "（旧版）" if quote.newer else ""
    place = f"{place_of(quote.path)}{_ended(quote.status.value)}{old}"
    tail = f"  [cyan]{escape(marks)}[/cyan]" if marks else ""
    if heading:
        console.print(f"  {escape(heading)}{tail}")
    console.print(f"    {escape(tidy(quote.text))} [dim]〔{escape(place)}〕[/dim]")
