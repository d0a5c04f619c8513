"""Two editions as plain text: Markdown for people, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from serve.exports.comparison_text import BYTE_ORDER_MARK, harmless, plain_in_markdown
from serve.exports.edition_layout import LEGEND, Change, EditionLayout, Shown, changes_of


def edition_markdown(layout: EditionLayout) -> bytes:
    """Both editions, the figures, then the clauses."""
    lines = [f"# {plain_in_markdown(layout.title)}　新旧对照", "", layout.day, ""]
    lines += [*(f"- {plain_in_markdown(side)}" for side in layout.sides), f"- {layout.counts}", ""]
    for name, changes, nothing in changes_of(layout):
        lines += [f"## {name}", "", *(_table(changes) if changes else [nothing]), ""]
    lines += [*(f"- {line}" for line in LEGEND), ""]
    if layout.below:
        lines += ["## 说明", "", *(f"- {plain_in_markdown(line)}" for line in layout.below), ""]
    return "\n".join(lines).encode()


def _table(changes: Iterable[Change]) -> Iterable[str]:
    yield "| 变化 | 旧版 | 新版 |"
    yield "| --- | --- | --- |"
    for change in changes:
        kind = "" if change.told.startswith(change.kind) else f"<br>{change.kind}"
        yield f"| **{plain_in_markdown(change.told)}**{kind} | {_shown(change.old)} | {_shown(change.new)} |"


def _shown(shown: Shown) -> str:
    if not shown.runs:
        return "*（无）*"
    words = "".join(
        f"<b>{plain_in_markdown(run.text)}</b>" if run.marked else plain_in_markdown(run.text) for run in shown.runs
    )
    return f"（{plain_in_markdown(shown.place)}）{words}"


def edition_csv(layout: EditionLayout) -> bytes:
    """Every change a row, the figures first, as Excel opens it: no cell that runs as a formula."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, quoting=csv.QUOTE_ALL)
    writer.writerow(["种类", "变化", "旧版位置", "旧版", "新版位置", "新版"])
    for change in (*layout.figures, *layout.clauses):
        old, new = change.old, change.new
        cells = [change.kind, change.told, old.place, old.text, new.place, new.text]
        writer.writerow(map(harmless, cells))
    return f"{BYTE_ORDER_MARK}{kept.getvalue()}".encode()
