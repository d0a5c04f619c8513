"""A comparison as plain text: Markdown for people, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from serve.exports.layout import LEGEND, LISTED, NOBODY, CitedClause, LaidCell, LaidTable, Layout, Said
from serve.exports.printable import looks_like_formula

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as the system's own code page."""
# Characters that Markdown or a browser would take for marks of their own.
_MARKS = re.compile(r"([\\`*_\[\]|#~])")


def comparison_markdown(layout: Layout) -> bytes:
    """Tables, then the clauses cited in official form by number."""
    lines = [f"# {plain_in_markdown(layout.title)}　对照表", "", layout.day, ""]
    for place, table in enumerate(layout.tables):
        if place:
            lines += [f"## {plain_in_markdown(table.title)}", ""]
        lines += [*_markdown_table(table), ""] if table.rows else [NOBODY, ""]
    if layout.clauses:
        lines += [*(f"- {plain_in_markdown(line)}" for line in LEGEND), ""]
    if layout.clauses:
        lines += ["## 所引条款", "", *map(_note, layout.clauses), ""]
    for name, told in layout.below(LISTED):
        lines += [f"## {name}", "", *(f"- {plain_in_markdown(line)}" for line in told), ""]
    return "\n".join(lines).encode()


def _markdown_table(table: LaidTable) -> Iterable[str]:
    heads = [heading.name for heading in table.headings]
    yield _markdown_row(["方面", *map(plain_in_markdown, heads)])
    yield _markdown_row(["---"] * (len(heads) + 1))
    for row in table.rows:
        aspect = f"**{plain_in_markdown(row.aspect)}**{'<br>有差异' if row.differs else ''}"
        yield _markdown_row([aspect, *map(_markdown_cell, row.cells)])


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown_cell(cell: LaidCell) -> str:
    said = (
        [*map(_markdown_sentence, cell.said), *map(plain_in_markdown, cell.marks)]
        if cell.stated
        else [f"*{cell.blank}*"]
    )
    return "<br>".join([*said, *([plain_in_markdown(cell.remark)] if cell.remark else [])])


def _markdown_sentence(said: Said) -> str:
    words = "".join(
        f"<b>{plain_in_markdown(run.text)}</b>" if run.marked else plain_in_markdown(run.text) for run in said.runs
    )
    return f"{f'（{said.caution}）' if said.caution else ''}{words}\\[{said.number}\\]"


def _note(clause: CitedClause) -> str:
    caution = f"（{clause.caution}）" if clause.caution else ""
    return f"- \\[{clause.number}\\] {plain_in_markdown(clause.citation)}{caution}"


def plain_in_markdown(text: str) -> str:
    """Text that Markdown prints as it is."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(_MARKS.sub(r"\\\1", escaped).split("\n"))


def comparison_csv(layout: Layout) -> bytes:
    """The comparison alone, as Excel opens it: byte order mark, every cell quoted, no cell that runs as a formula."""
    table = layout.tables[0]
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, quoting=csv.QUOTE_ALL)
    heads = [heading.name for heading in table.headings]
    writer.writerow(map(harmless, ["方面", "差异", *heads]))
    for row in table.rows:
        cells = [row.aspect, "有差异" if row.differs else "", *map(_csv_cell, row.cells)]
        writer.writerow(map(harmless, cells))
    return f"{BYTE_ORDER_MARK}{kept.getvalue()}".encode()


def _csv_cell(cell: LaidCell) -> str:
    said = [f"{f'（{s.caution}）' if s.caution else ''}{s.text}〔{s.place}〕" for s in cell.said]
    return "\n".join([*(said or [cell.blank]), *cell.marks, *([cell.remark] if cell.remark else [])])


def harmless(text: str) -> str:
    """A text that would run as a formula gets an apostrophe before it, as Excel itself writes it."""
    return f"'{text}" if looks_like_formula(text) else text
