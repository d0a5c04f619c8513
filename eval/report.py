"""Results for machines (one JSON object) and for people (tables, then what went up and down)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.model import Change, QueryScores, Scores, SetResult, SystemResult

JsonObject = dict[str, object]
_DIGITS = 4
# More than this are counted, not listed; --json has them all.
_LISTED = 12
_MEANS_MISSING = "–"


def report_object(results: Sequence[SetResult], saved: Sequence[Path] = ()) -> JsonObject:
    """What `judian eval --json` prints."""
    return {"sets": [_set_object(r) for r in results], "saved": [str(p) for p in saved]}


def print_report(results: Sequence[SetResult], console: Console) -> None:
    """Print each set: its figures, what is wrong, and what changed since the committed results."""
    for result in results:
        console.print(f"\n[bold]{escape(result.name)}[/bold]  {escape(result.title)}")
        if result.skipped:
            console.print(f"  未测：{escape(result.skipped)}", style="yellow")
            continue
        console.print(_table(result))
        for note in result.notes:
            console.print(f"  {escape(note)}", style="dim")
        for system in result.systems:
            if system.unavailable:
                console.print(f"  {escape(system.system)} 未测：{escape(system.unavailable)}", style="yellow")
            if system.timings:
                timed = "，".join(f"{name} {value:.1f}" for name, value in system.timings.items())
                console.print(f"  {escape(system.system)} 用时：{timed}", style="dim")
        _print_query_notes(result, console)
        _print_changes(result.changes, console)


def _table(result: SetResult) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, padding=0)
    table.add_column("系统", no_wrap=True)
    table.add_column("题数", justify="right")
    for measure in result.measures:
        table.add_column(_in_lines(measure), justify="right", no_wrap=True)
    for system in (s for s in result.systems if s.unavailable is None):
        table.add_row(system.system, str(len(system.queries)), *_cells(system.figures, result.measures))
        for group, scores in system.groups.items():
            size = sum(q.group == group for q in system.queries)
            table.add_row(f" {group}", str(size), *_cells(scores, result.measures), style="dim")
    return table


def _in_lines(measure: str) -> str:
    """Return a measure's name broken where it may be, so that eight of them fit on a page."""
    return measure.replace("@", "\n@").replace("_", "_\n")


def _cells(scores: Scores, measures: Sequence[str]) -> list[str]:
    return [f"{scores[m]:.3f}" if m in scores else _MEANS_MISSING for m in measures]


def _print_query_notes(result: SetResult, console: Console) -> None:
    noted = [(s, q) for s in result.systems for q in s.queries if q.note]
    for system, query in noted[:_LISTED]:
        console.print(f"  {escape(system.system)} {escape(query.query_id)}：{escape(query.note)}", style="dim")
    if len(noted) > _LISTED:
        console.print(f"  另有 {len(noted) - _LISTED} 条说明，用 --json 查看", style="dim")


def _print_changes(changes: Sequence[Change] | None, console: Console) -> None:
    if changes is None:
        console.print("  还没有入库的结果可比，用 --save 写入")
        return
    if not changes:
        console.print("  与上次入库的结果相同", style="green")
        return
    gains = [c for c in changes if c.is_gain]
    losses = [c for c in changes if not c.is_gain]
    for word, listed, style in (("退", losses, "red"), ("进", gains, "green")):
        if listed:
            console.print(f"  比上次入库的结果{word}了 {len(listed)} 处：", style=style)
        for change in listed[:_LISTED]:
            moved = f"{change.before:.3f} → {change.after:.3f}"
            console.print(
                f"    {escape(change.system)} {escape(change.query_id)} {change.measure} {moved}", style=style
            )
        if len(listed) > _LISTED:
            console.print(f"    另有 {len(listed) - _LISTED} 处，用 --json 查看", style=style)


def _set_object(result: SetResult) -> JsonObject:
    return {
        "set": result.name,
        "title": result.title,
        "outcome": "skipped" if result.skipped else "measured",
        "why_skipped": result.skipped,
        "measures": list(result.measures),
        "systems": [_system_object(s) for s in result.systems],
        "changes": None if result.changes is None else [_change_object(c) for c in result.changes],
        "notes": list(result.notes),
        "seconds": round(result.seconds, 1),
    }


def _system_object(system: SystemResult) -> JsonObject:
    return {
        "system": system.system,
        "unavailable": system.unavailable,
        "figures": _rounded(system.figures),
        "groups": {name: _rounded(scores) for name, scores in system.groups.items()},
        "timings": _rounded(system.timings),
        "queries": [_query_object(q) for q in system.queries],
    }


def _query_object(query: QueryScores) -> JsonObject:
    return {
        "id": query.query_id,
        "group": query.group or None,
        "scores": _rounded(query.scores),
        "note": query.note or None,
    }


def _change_object(change: Change) -> JsonObject:
    return {
        "system": change.system,
        "id": change.query_id,
        "measure": change.measure,
        "before": change.before,
        "after": change.after,
    }


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(score, _DIGITS) for name, score in scores.items()}
