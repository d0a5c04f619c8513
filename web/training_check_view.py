"""Material made earlier, held against the library of today, as HTML: what does not hold any more, old beside new."""

from __future__ import annotations

import difflib
import re
from html import escape

from qa.language.formal_citations import day_in_words
from qa.language.sentences import tidy
from qa.training.model import Change, CheckReport, StaleLine
from web.shown_text import shown

_CHANGES = {
    Change.CHANGED: "条款改了",
    Change.REPEALED: "文件已废止",
    Change.EXPIRED: "文件已失效",
    Change.VANISHED: "条款不见了",
}

# 260 and 320 are compared whole: that a 0 stays tells nobody anything.
_FIGURE_OR_CHARACTER = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)


def check_html(report: CheckReport) -> str:
    """What became of a file's lines."""
    state = f"{len(report.stale)} 行不再成立" if report.stale else "都还成立"
    parts = [
        f'<p class="verdict {"wrong" if report.stale else "right"}">核对了 {report.checked} 行：{state}</p>'
        f'<p class="note">《{shown(report.topic)}》，{day_in_words(report.made_on)}编，文件 {shown(report.file)}</p>'
    ]
    parts += [f'<p class="note">{shown(note)}</p>' for note in report.notes]
    parts += map(_stale, report.stale)
    if report.touched:
        rows = "".join(f"<li>{shown(line.line_id)} {shown(tidy(line.text))}</li>" for line in report.touched)
        parts.append(
            f"<details><summary>所在的条款别处有改动、本句没有变的 {len(report.touched)} 行</summary><ul>{rows}</ul></details>"
        )
    return f'<section class="training checked-file" aria-live="polite">{"".join(parts)}</section>'


def _stale(stale: StaleLine) -> str:
    line = stale.line
    old, new = _marked(stale.old, stale.new) if stale.new else (shown(stale.old), "")
    if stale.new is None:
        new = (
            "这句话仍在原文里，但文件已不再有效"
            if stale.change in (Change.REPEALED, Change.EXPIRED)
            else "没有相应的句子"
        )
        new = f'<span class="unstated">{new}</span>'
    buttons = []
    if stale.new_clause_id:
        buttons.append(_open(stale.new_clause_id, "现在的原文", line.line_id))
    if stale.proof:
        buttons.append(_open(stale.proof, "废止或失效的依据", line.line_id))
    return (
        f'<article class="change"><h3><span class="kind">{_CHANGES[stale.change]}</span> '
        f"{shown(line.part)} {shown(line.line_id)}</h3>"
        f'<p>{shown(tidy(line.text))}</p><p class="note">{shown(tidy(stale.citation))}</p>'
        f'<div class="both"><div class="side"><p class="whose">材料所依据的</p><p>{old}</p></div>'
        f'<div class="side"><p class="whose">现在</p><p>{new}</p></div></div>'
        + (f'<p class="rests-on">{"".join(buttons)}</p>' if buttons else "")
        + "</article>"
    )


def _open(clause_id: str, text: str, line_id: str) -> str:
    return (
        f'<button type="button" data-open="{escape(clause_id)}" aria-label="{text}：{shown(line_id)}">{text}</button>'
    )


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both sentences with what was taken out struck through and what was put in underlined; a figure is one thing."""
    first, second = _FIGURE_OR_CHARACTER.findall(old), _FIGURE_OR_CHARACTER.findall(new)
    before, after = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, come = shown("".join(first[a:b])), shown("".join(second[c:d]))
        if kind == "equal":
            before.append(gone)
            after.append(come)
            continue
        before.append(f"<del>{gone}</del>" if gone else "")
        after.append(f"<ins>{come}</ins>" if come else "")
    return "".join(before), "".join(after)
