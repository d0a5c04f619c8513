"""A training pack as HTML: outline, key points with their basis, table of figures, questions, picture, sources."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from qa.language.sentences import tidy
from qa.training.figures_table import BOUNDS
from qa.training.model import BankQuestion, Basis, FaqEntry, FigureRow, KeyPoint, Theme, TrainingPack
from qa.training.projects import Line
from serve.training.handout import numbered
from web.compare_view import action
from web.shown_text import shown

REWORD, LEAVE, TAKE = "reword", "leave", "take"


def head_html(pack: TrainingPack) -> str:
    """The topic, for paper, what the pack holds, and what must be known of its sources."""
    counts = (
        f"{len(pack.themes)} 个专题、{len(pack.points)} 个要点，{len(pack.figures)} 个数字，"
        f"{len(pack.faq)} 个常见问题，{len(pack.questions)} 道题，出自 {len(pack.sources)} 份文件。"
    )
    notes = "".join(f'<p class="caution">{shown(note)}</p>' for note in pack.notes)
    return f'<p class="asked">培训材料：{shown(pack.topic)}</p><p class="note counts">{counts}</p>{notes}'


def handout_html(pack: TrainingPack, *, editing: bool = False) -> str:
    """Outline, key points by theme, each with the words it is taken from and their clause, and the sources."""
    outline = "".join(
        f"<li>{numbered(place)}{shown(theme.title)}<span class=count>{len(theme.points)} 个要点</span></li>"
        for place, theme in enumerate(pack.themes)
    )
    themes = "".join(_theme(place, theme, editing) for place, theme in enumerate(pack.themes))
    return _page(f'<section class="outline"><h2>提纲</h2><ol>{outline}</ol></section>{themes}{_sources(pack)}')


def _theme(place: int, theme: Theme, editing: bool) -> str:
    points = "".join(_point(point, editing) for point in theme.points)
    return f'<section class="theme"><h2>{numbered(place)}{shown(theme.title)}</h2><ol class="points">{points}</ol></section>'


def _point(point: KeyPoint, editing: bool) -> str:
    basis = point.statement.basis
    own = '<span class="own">编者改写</span>' if point.replaced else ""
    is_whole = tidy(point.text).rstrip("。；;") == point.statement.text.rstrip("。；;")
    words = "" if is_whole else f'<blockquote class="basis">{shown(point.statement.text)}</blockquote>'
    edits = ""
    if editing:
        original = point.replaced or point.text
        edits = (
            f'<button type="button" data-open="{escape(action(REWORD, basis.clause_id, original))}"'
            f' aria-label="改写要点：{shown(point.text[:20])}">改写</button>'
            + _leave(Line("讲义", basis.clause_id, original), f"不用要点：{point.text[:20]}")
        )
    return (
        f'<li class="point"><p class="said"><span class="region">{shown(basis.region or "未注明地区")}</span>'
        f"{shown(point.text)}{own}</p>{words}{_basis(basis, edits)}</li>"
    )


def _basis(basis: Basis, edits: str = "") -> str:
    ended = f'<span class="ended">{basis.ended}</span>' if basis.ended else ""
    return (
        f'<p class="rests-on">{ended}<button type="button" data-open="{escape(basis.clause_id)}"'
        f' aria-label="查看原文：{shown(basis.citation)}">{shown(tidy(basis.citation))}</button>{edits}</p>'
    )


def _leave(line: Line, label: str) -> str:
    return (
        f'<button type="button" class="edit" data-open="{escape(action(LEAVE, line.part, line.clause_id, line.text))}"'
        f' aria-label="{shown(label)}">不用</button>'
    )


def figures_html(pack: TrainingPack, *, editing: bool = False) -> str:
    """The 政策口径表."""
    if not pack.figures:
        return _page('<p class="note">这些条款里没有可以列表的数字。</p>')
    rows = "".join(_figure(row, editing) for row in pack.figures)
    heads = "".join(f'<th scope="col" role="columnheader">{h}</th>' for h in ("事项", "规定", "口径", "地区", "依据"))
    return _page(
        '<h2>政策口径表</h2><table class="figures-table" role="table"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _figure(row: FigureRow, editing: bool) -> str:
    basis = row.statement.basis
    bound = f"{BOUNDS[row.operator]}，{row.unit}{f'／{row.per}' if row.per else ''}"
    line = Line("口径表", basis.clause_id, f"{row.subject}：{row.value}")
    edits = _leave(line, f"不用这个数字：{line.text}") if editing else ""
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{shown(row.subject)}</th>'
        f'<td role="cell"><b>{shown(row.value)}</b></td><td role="cell">{shown(bound)}</td>'
        f'<td role="cell">{shown(basis.region or "")}</td><td role="cell">{_basis(basis, edits)}</td></tr>'
    )


def faq_html(pack: TrainingPack, *, editing: bool = False) -> str:
    """常见问题 with what each clause answers."""
    if not pack.faq:
        return _page('<p class="note">这些条款没有能直接回答的常见问题。</p>')
    entries = "".join(_entry(place, entry, editing) for place, entry in enumerate(pack.faq, 1))
    return _page(f'<h2>常见问题</h2><ol class="faq">{entries}</ol>')


def _entry(place: int, entry: FaqEntry, editing: bool) -> str:
    said = "".join(f'<li class="point"><p class="said">{shown(s.text)}</p>{_basis(s.basis)}</li>' for s in entry.lines)
    first = next((s.basis.clause_id for s in entry.lines), "")
    edit = _leave(Line("问答", first, entry.question), f"不用这个问题：{entry.question}") if editing else ""
    return f"<li><h3>问{place}　{shown(entry.question)}</h3>{edit}<ul>{said}</ul></li>"


def bank_html(pack: TrainingPack, *, editing: bool = False) -> str:
    """The question bank with its keys, each with the clause that the key stands in."""
    if not pack.questions:
        return _page('<p class="note">这些条款里没有适合出题的句子，或者所依据的文件已经失效。</p>')
    questions = "".join(_question(place, q, editing) for place, q in enumerate(pack.questions, 1))
    return _page(f'<h2>题库</h2><ol class="bank">{questions}</ol>')


def _question(place: int, question: BankQuestion, editing: bool) -> str:
    basis = question.statement.basis
    line = Line("题库", basis.clause_id, question.stem)
    options = "".join(
        f'<li class="{"right" if o.is_right else ""}">{o.letter}．{shown(o.text)}{"（正确）" if o.is_right else ""}</li>'
        for o in question.options
    )
    return (
        f'<li class="question"><p class="kind">{place}．{question.kind.value}'
        f"（{question.tested.value}，难度{question.difficulty.value}）</p>"
        f'<p class="stem">{shown(question.stem)}</p>'
        + (f"<ul class=options>{options}</ul>" if options else "")
        + f'<p class="key"><b>答案</b> {shown(question.key)}</p><p class="why">{shown(question.explanation)}</p>'
        + _basis(basis, _leave(line, f"不用第 {place} 题") if editing else "")
        + "</li>"
    )


def picture_html(pack: TrainingPack, svg: str) -> str:
    """The one page 一图读懂 as a picture; its words stand in the handout."""
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}"
    return _page(
        '<div class="one-picture" tabindex="0" role="region" aria-label="一图读懂，可以滚动">'
        f'<img src="{address}" alt="{shown(pack.topic)}一图读懂：数字、要求和依据，文字见讲义"></div>'
    )


def dropped_html(lines: Sequence[Line]) -> str:
    """The lines a person left out, each with a button that takes it back."""
    if not lines:
        return ""
    items = "".join(
        f"<li>{line.part}：{shown(line.text[:40])}{'……' if len(line.text) > 40 else ''} "
        f'<button type="button" class="edit" data-open="{escape(action(TAKE, line.part, line.clause_id, line.text))}"'
        f' aria-label="恢复{line.part}：{shown(line.text[:20])}">恢复</button></li>'
        for line in lines
    )
    return f'<section class="dropped"><h2>已经去掉的</h2><ul>{items}</ul></section>'


def _sources(pack: TrainingPack) -> str:
    rows = "".join(
        f"<li>{shown(s.text)}"
        + (f'<span class="ended">{s.ended}</span>' if s.ended else "")
        + (f'<span class="count">{shown(s.note)}</span>' if s.note else "")
        + "</li>"
        for s in pack.sources
    )
    return f'<section class="sources"><h2>资料来源</h2><ol>{rows}</ol></section>'


def _page(html: str) -> str:
    print_it = '<p class="actions"><button type="button" data-print>打印本页</button></p>'
    return f'<section class="training">{html}{print_it}</section>'
