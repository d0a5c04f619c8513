"""The list of a library's files as HTML: what each is, whether it is in, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.file_listing import ListedFile
from web.library_intake_view import coverage_html, document_html
from web.library_view import OUTCOMES, action, button, name_of, pager_html, said_of
from web.shown_text import shown


def files_html(
    files: Sequence[ListedFile], library: Path, *, page: int, size: int, total: int, may_change: bool = True
) -> str:
    """One page of files; the ways to the others below it."""
    if not files:
        return '<p class="nothing" role="status">没有找到这样的文件。请换个词，或放宽状态、地区和年份。</p>'
    rows = "".join(_file(f, library, may_change) for f in files)
    return (
        f'<p class="found" role="status">共 {total} 个文件</p><ol class="files">{rows}</ol>'
        f"{pager_html(page, size, total, what='个')}"
    )


def _file(file: ListedFile, library: Path, may_change: bool) -> str:
    name = name_of(file.file)
    state = f'<span class="state {"in" if file.kept else "out"}">{_state(file)}</span>'
    facts = "，".join(filter(None, (file.format, f"{file.pages} 页" if file.pages else "")))
    head = f'<p class="name"><b>{shown(name)}</b> {state} <span class="facts">{shown(facts)}</span></p>'
    said = f'<p class="error">{shown(said_of(file.error, file.file, library))}</p>' if file.error else ""
    warnings = "".join(f"<li>{shown(said_of(w, file.file, library))}</li>" for w in file.warnings)
    return (
        f'<li class="file{"" if file.kept else " out"}">{head}{said}{"".join(map(document_html, file.documents))}'
        f"{coverage_html(file)}{f'<ul class=warnings>{warnings}</ul>' if warnings else ''}{_actions(file, name) if may_change else ''}</li>"
    )


def _state(file: ListedFile) -> str:
    return "已收入" if file.kept else OUTCOMES[file.outcome]


def _actions(file: ListedFile, name: str) -> str:
    correct = [
        button(
            "更正" if len(file.documents) == 1 else f"更正第 {i} 份",
            action(correct=d.document_id),
            told=f"更正：{d.title or name}",
        )
        for i, d in enumerate(file.documents[:6], 1)
    ]
    reread = button("重新读取", action(reread=str(file.row)), told=f"重新读取：{name}")
    remove = button("移出", action(remove=str(file.row)), told=f"移出：{name}")
    return f'<p class="actions">{"".join(correct)}{reread}{remove}</p>'
