"""Results for machines (one JSON object) and for people (tables, then what went up and down)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
# Width of the names of systems and groups, and of one measure, in a table.
_NAMES, _MEASURE = 24, 10
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
        print_figures(result, console, with_notes=True)


def print_figures(result: SetResult, console: Console, *, with_notes: bool = False) -> None:
    """Print the figures of one set, with the first notes on single queries, and what changed."""
    for measures in _pages(_measured(result), console.width):
        console.print(_table(result, measures))
    for note in result.notes:
        console.print(f"  {escape(note)}", style="dim")
    for system in result.systems:
        if system.unavailable:
            console.print(f"  {escape(system.system)} 未测：{escape(system.unavailable)}", style="yellow")
        for part in system.reliability:
            console.print(
                f"  {escape(system.system)} 把握 {part.low:.1f}—{part.high:.1f}：{part.answers} 题，"
                f"自估 {part.confidence:.2f}，实对 {part.right:.2f}",
                style="dim",
            )
        if system.timings:
            timed = "，".join(f"{name} {value:.1f}" for name, value in system.timings.items())
            console.print(f"  {escape(system.system)} 用时：{timed}", style="dim")
    if with_notes:
        _print_query_notes(result, console)
    _print_changes(result.changes, console)


def print_failures(result: SetResult, console: Console, only: Collection[str] = ()) -> None:
    """Print every query of which there is something to say, or of these ids alone."""
    for system in result.systems:
        for query in system.queries:
            if query.note and (not only or query.query_id in only):
                console.print(f"{escape(query.query_id)} {escape(query.note)}")


def _measured(result: SetResult) -> list[str]:
    """The measures of the set that any of its systems has."""
    here = {m for s in result.systems for m in s.figures}
    return [m for m in result.measures if m in here] or list(result.measures)


def _pages(measures: Sequence[str], width: int) -> list[Sequence[str]]:
    """As many measures as fit beside each other in this width."""
    fitting = max(1, (width - _NAMES) // _MEASURE)
    return [measures[start : start + fitting] for start in range(0, len(measures), fitting)]


def _table(result: SetResult, measures: Sequence[str]) -> Table:
    """Rows of the systems and groups that have any of these measures."""
    table = Table(box=box.SIMPLE, pad_edge=False, padding=0)
    table.add_column("系统", no_wrap=True)
    table.add_column("题数", justify="right")
    for measure in measures:
        table.add_column(_in_lines(measure), justify="right", no_wrap=True)
    for system in (s for s in result.systems if s.unavailable is None):
        if any(m in system.figures for m in measures):
            table.add_row(system.system, str(len(system.queries)), *_cells(system.figures, measures))
        for group, scores in system.groups.items():
            size = sum(q.group == group for q in system.queries)
            if any(m in scores for m in measures):
                table.add_row(f" {group}", str(size), *_cells(scores, measures), style="dim")
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
        "reliability": [
            {"low": r.low, "high": r.high, "answers": r.answers, "confidence": r.confidence, "right": r.right}
            for r in system.reliability
        ],
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
