"""A comparison as HTML: columns of places, rows of aspects, each cell with the words that decide and a way to them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from qa.comparing.floors import below_in_words
from qa.comparing.model import NOT_STATED, Arrow, Cell, Column, ColumnDocument, Comparison, Quote, Row
from qa.language.citations import place_of
from qa.language.formal_citations import day_in_words
from qa.language.sentences import tidy
from qa.standing.standing import ENDED_WORDS
from serve.exports.printable import runs_of
from web.shown_text import shown

ACTION = "judian:"
"""What a button of ours reports in place of a clause_id begins with this; its parts stand between tabs."""
_FIGURES = {Arrow.STRICTER: "↑ 数值较严", Arrow.LOOSER: "↓ 数值较宽", Arrow.SAME: "＝ 数值相同"}
_VERBS = {Arrow.STRICTER: "↑ 用语较严", Arrow.LOOSER: "↓ 用语较宽", Arrow.SAME: "＝ 用语相同"}
_LOOKS = {Arrow.STRICTER: "stricter", Arrow.LOOSER: "looser", Arrow.SAME: "same"}
_NOTICES = 2
"""So many notices stand open at the head of a column."""
_LEGEND = (
    "↑ 较严、↓ 较宽、＝ 相同：同一行里能比的数值或用语。加点的字：同一行里别处没有。"
    f"{NOT_STATED}：库里这一列的文件没有说到，不等于当地没有规定。"
)


def action(name: str, *parts: str) -> str:
    """What a button reports: hide, with the row it hides."""
    return ACTION + "\t".join((name, *parts))


def action_in(reported: str | None) -> tuple[str, ...]:
    """The name and the parts of an action; () where a clause_id, or nothing, was reported."""
    if reported is None or not reported.startswith(ACTION):
        return ()
    return tuple(reported.removeprefix(ACTION).split("\t"))


def matrix_html(comparison: Comparison, *, editing: bool = False, link: str = "") -> str:
    """The whole matrix; with `editing` each row, cell and quote has its buttons. `link` is what 复制链接 copies."""
    beside, alone, gathered = rows_apart(comparison)
    parts = [head_html(comparison)]
    if beside:
        parts.append(_table(comparison.columns, beside, editing))
        parts.append(f'<p class="note legend">{_LEGEND}</p>')
    elif alone:
        parts.append('<p class="note">没有一件事是两处都说到的，各处单独说到的列在下面。</p>')
    if alone:
        parts.append(_folded(comparison.columns, alone, editing, is_open=editing or not beside))
    parts += [_gathered(comparison.columns, row, editing) for row in gathered]
    parts += [silent_html(comparison), actions_html(link)]
    return f'<section class="comparison">{"".join(parts)}</section>'


def head_html(comparison: Comparison) -> str:
    """What stands above each way of looking at a comparison: the topic, for paper, and the notes."""
    day = f"，截至{day_in_words(comparison.as_of)}" if comparison.as_of else ""
    notes = "".join(f'<p class="note">{shown(note)}</p>' for note in comparison.notes)
    return f'<p class="asked">比对：{shown(comparison.topic)}{day}</p>{notes}'


def actions_html(link: str) -> str:
    """What can be done with the whole page."""
    copied = f'<button type="button" data-copy="{escape(link)}">复制链接</button>' if link else ""
    return (
        f'<p class="actions">{copied}<button type="button" data-print>打印本页</button>'
        '<span class="copied" role="status"></span></p>'
    )


def rows_apart(comparison: Comparison) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows that stand side by side, rows in which one column alone speaks, and what belongs to no row."""
    beside: list[Row] = []
    alone: list[Row] = []
    gathered: list[Row] = []
    for row in comparison.rows:
        if row.gathered:
            gathered.append(row)
        elif len(comparison.columns) > 1 and _speaks_alone(row):
            alone.append(row)
        else:
            beside.append(row)
    return beside, alone, gathered


def _speaks_alone(row: Row) -> bool:
    silent = sum(not (c.stated or c.withheld or c.remark) for c in row.cells)
    return sum(c.stated for c in row.cells) == 1 and silent == len(row.cells) - 1 and not row.named_by_person


def _table(columns: Sequence[Column], rows: Sequence[Row], editing: bool) -> str:
    heads = "".join(f'<th role="columnheader" scope="col">{_column_head(c)}</th>' for c in columns)
    body = "".join(_row(columns, row, editing) for row in rows)
    return (
        '<div class="matrix-frame" tabindex="0" role="region" aria-label="比对表，可以左右滚动">'
        f'<table class="matrix" style="--columns: {len(columns)}" role="table">'
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="corner">方面</th>'
        f'{heads}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _column_head(column: Column) -> str:
    mark = '<span class="superior">上级</span>' if column.superior else ""
    first, others = column.documents[:_NOTICES], column.documents[_NOTICES:]
    notices = "".join(map(_notice, first)) or '<li class="unstated">没有文件写到</li>'
    if others:
        folded = f"<ul>{''.join(map(_notice, others))}</ul>"
        notices += f"<li><details><summary>另有 {len(others)} 份</summary>{folded}</details></li>"
    return f'<span class="place">{shown(column.heading)}</span>{mark}<ul class="notices">{notices}</ul>'


def _notice(document: ColumnDocument) -> str:
    name = "".join((document.document_number or "").split()) or tidy(document.citation)
    ended = ENDED_WORDS.get(document.status, "") or ("旧版" if document.newer else "")
    mark = f'<span class="ended">{ended}</span>' if ended else ""
    return (
        f'<li><button type="button" data-open="{escape(document.document_id)}"'
        f' aria-label="打开{shown(tidy(document.citation))}"><span>{shown(name)}</span></button>{mark}</li>'
    )


def _row(columns: Sequence[Column], row: Row, editing: bool) -> str:
    same = "" if row.differs else '<span class="agree">各处一致</span>'
    own = '<span class="agree">自定</span>' if row.named_by_person else ""
    cells = "".join(
        f'<td role="cell"{"" if cell.stated else " class=blank"}>'
        f'<span class="whose">{shown(column.heading)}{"（上级）" if column.superior else ""}</span>'
        f"{_cell(row, cell, column, editing)}</td>"
        for column, cell in zip(columns, row.cells, strict=True)
    )
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{shown(tidy(row.aspect))}{same}{own}'
        f"{_row_buttons(row, editing)}</th>{cells}</tr>"
    )


def _row_buttons(row: Row, editing: bool) -> str:
    if not editing or row.gathered:
        return ""
    name = shown(tidy(row.aspect))
    return (
        '<span class="edits">'
        f'<button type="button" data-open="{escape(action("rename", row.aspect))}" aria-label="给“{name}”改名">改名</button>'
        f'<button type="button" data-open="{escape(action("hide", row.aspect))}" aria-label="不列“{name}”">不列</button>'
        "</span>"
    )


def _cell(row: Row, cell: Cell, column: Column, editing: bool) -> str:
    said = (
        _quotes(cell, column, editing, marked=not row.gathered)
        if cell.stated
        else f'<p class="unstated">{cell.blank}</p>'
    )
    remark = f'<p class="remark"><b>备注</b> {shown(cell.remark)}</p>' if cell.remark else ""
    edit = ""
    if editing and not row.gathered:
        label = f"给“{shown(tidy(row.aspect))}”里的{shown(column.heading)}写备注"
        edit = (
            f'<span class="edits"><button type="button" data-open="{escape(action("remark", row.aspect, column.key))}"'
            f' aria-label="{label}">{"改备注" if cell.remark else "备注"}</button></span>'
        )
    return _marks(cell) + said + remark + edit


def _marks(cell: Cell) -> str:
    marks = []
    if cell.arrow:
        marks.append(f'<span class="mark {_LOOKS[cell.arrow]}">{_FIGURES[cell.arrow]}</span>')
    if cell.verb_arrow:
        verb = f"（{cell.verb.value}）" if cell.verb else ""
        marks.append(f'<span class="mark {_LOOKS[cell.verb_arrow]}">{_VERBS[cell.verb_arrow]}{verb}</span>')
    below = f'<p class="below">{shown(below_in_words(cell.below_superior))}</p>' if cell.below_superior else ""
    return (f'<p class="marks">{"".join(marks)}</p>' if marks else "") + below


def _quotes(cell: Cell, column: Column, editing: bool, *, marked: bool) -> str:
    named = len(column.documents) > 1  # a part alone does not tell of which notice
    first, *others = (quote_html(q, editing=editing, marked=marked, named=named) for q in cell.quotes)
    more = "".join(others)
    folded = f"<details{' open' if editing else ''}><summary>另有 {len(others)} 句</summary>{more}</details>"
    return first + (folded if others else "")


def quote_html(quote: Quote, *, editing: bool = False, marked: bool = True, named: bool = False) -> str:
    """The words verbatim, their figures, and a button that opens their clause; `named`: its notice is told as well."""
    start = quote.span[0]
    only = [(a - start, b - start) for a, b in quote.only_here] if marked else []
    words = "".join(
        f'<mark class="only">{shown(run.text)}</mark>' if run.marked else shown(run.text)
        for run in runs_of(quote.text, only)
    )
    ended = ENDED_WORDS.get(quote.status, "") or ("旧版" if quote.newer else "")
    label = tidy(quote.citation) if named else place_of(quote.path) or "原文"
    figures = "".join(f"<b>{shown(tidy(q.text))}</b>" for q in quote.quantities)
    leave = (
        f'<button type="button" class="leave" data-open="{escape(action("leave", quote.clause_id))}"'
        f' aria-label="不用这一条：{shown(quote.citation)}">不用</button>'
        if editing
        else ""
    )
    return (
        f'<div class="quote"><blockquote>{words}</blockquote>'
        + (f'<p class="figures"><span>数字</span>{figures}</p>' if figures else "")
        + '<p class="to-clause">'
        + (f'<span class="ended">{ended}</span>' if ended else "")
        + f'<button type="button" data-open="{escape(quote.clause_id)}"'
        f' aria-label="查看原文：{shown(quote.citation)}">{shown(label)}</button>{leave}</p></div>'
    )


def _folded(columns: Sequence[Column], rows: Sequence[Row], editing: bool, *, is_open: bool) -> str:
    """Rows of one voice by the column that speaks, since a row of 未规定 tells nothing side by side."""
    order = {column.key: at for at, column in enumerate(columns)}
    spoken = [(next(c for c in row.cells if c.stated), row) for row in rows]
    spoken.sort(key=lambda pair: order[pair[0].column])  # stable: the rows keep their order
    groups = []
    for key, pairs in groupby(spoken, key=lambda pair: pair[0].column):
        column = columns[order[key]]
        items = "".join(
            f"<li><h4>{shown(tidy(row.aspect))}{_row_buttons(row, editing)}</h4>{_cell(row, cell, column, editing)}</li>"
            for cell, row in pairs
        )
        groups.append(f"<section><h3>{shown(column.heading)}</h3><ul>{items}</ul></section>")
    return (
        f'<details class="alone"{" open" if is_open else ""}>'
        f"<summary>只有一处写到的 {len(rows)} 件事（其余各处{NOT_STATED}）</summary>"
        f'<div class="by-column">{"".join(groups)}</div></details>'
    )


def _gathered(columns: Sequence[Column], row: Row, editing: bool) -> str:
    sections = "".join(
        f"<section><h3>{shown(column.heading)}</h3><ul><li>{_quotes(cell, column, editing, marked=False)}</li></ul></section>"
        for column, cell in zip(columns, row.cells, strict=True)
        if cell.stated
    )
    count = sum(len(c.quotes) for c in row.cells)
    return (
        f'<details class="alone"><summary>{shown(row.aspect)} {count} 句（不作比较）</summary>'
        f'<div class="by-column">{sections}</div></details>'
    )


def silent_html(comparison: Comparison) -> str:
    """The notices inside the choice that say nothing to the topic, folded."""
    if not comparison.silent:
        return ""
    told = {(s.region, s.citation): s for s in comparison.silent}  # a notice in several files is told once
    rows = "".join(
        f'<li><button type="button" data-open="{escape(s.document_id)}">{shown(tidy(s.citation))}</button>'
        f'<span class="region">{shown(s.region)}</span></li>'
        for s in told.values()
    )
    return f'<details class="alone silent-notices"><summary>没有说到的文件（{len(told)} 份）</summary><ul>{rows}</ul></details>'


def dropped_html(hidden: Sequence[str], left_out: Sequence[tuple[str, str]]) -> str:
    """What a person left out, each with a button that brings it back; `left_out` are clause_ids with their citations."""
    rows = [(action("show", aspect), f"行：{tidy(aspect)}") for aspect in hidden]
    rows += [(action("take", clause_id), f"条款：{tidy(citation)}") for clause_id, citation in left_out]
    if not rows:
        return ""
    items = "".join(
        f'<li>{shown(said)} <button type="button" data-open="{escape(reported)}" aria-label="恢复{shown(said)}">恢复</button></li>'
        for reported, said in rows
    )
    return f'<section class="dropped"><h2>已经去掉的</h2><ul>{items}</ul></section>'
