"""What was understood of a file, as people read it on a terminal, and what two readings differ in."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from index.corrections import FIELD_NAMES
from ingest.difference import (
    Change,
    ClauseChange,
    ClauseView,
    DocumentDifference,
    DocumentView,
    changed_parts,
    differences,
    view_of,
    view_of_fields,
)
from ingest.errors import IngestError
from ingest.model import Clause, ClauseKind, Coverage, ParsedFile, PolicyDocument
from ingest.validity import with_status
from qa.language.sentences import tidy

_FIELDS = (
    ("title", "标题"),
    ("document_number", "文号"),
    ("issuing_authorities", "发文机关"),
    ("addressees", "主送机关"),
    ("copied_to", "抄送"),
    ("document_type", "文种"),
    ("region", "地区"),
    ("level", "层级"),
    ("dated_on", "成文日期"),
    ("printed_on", "印发日期"),
    ("effective_on", "施行日期"),
    ("expires_on", "失效日期"),
    ("wraps", "印发"),
)
_DROPPED_SHOWN = 20


def as_of_today(parsed: ParsedFile) -> ParsedFile:
    """The file with the status that its documents' own words give them today."""
    today = date.today()
    return replace(parsed, documents=tuple(with_status(document, today) for document in parsed.documents))


def print_inspection(parsed: ParsedFile, console: Console) -> None:
    """Fields, clause tree, coverage, what was dropped, warnings."""
    pages = f"，{parsed.pages} 页" if parsed.pages else ""
    console.print(Text(f"{parsed.file}（{parsed.format.value}{pages}）", style="bold"))
    for document in parsed.documents:
        console.print()
        console.print(_fields(document))
        console.print(_tree(document))
    console.print()
    console.print(coverage_bar(parsed.coverage))
    if parsed.coverage.dropped:
        console.print(_dropped(parsed.coverage))
    for document in parsed.documents:
        for item in document.review:
            console.print(Text(f"请核对：{item.message}", style="yellow"))
    for warning in parsed.warnings:
        console.print(Text(f"注意：{warning}", style="yellow"))


def _fields(document: PolicyDocument) -> RenderableType:
    table = Table(title=escape(document.document_id), title_justify="left", show_header=False, box=None, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="dim", no_wrap=True)
    for name, label in _FIELDS:
        value = getattr(document, name)
        if not value:
            continue
        shown = "、".join(value) if isinstance(value, tuple) else str(value)
        evidence = document.evidence.get(name)
        where = f"第 {evidence.page} 页" if evidence and evidence.page else ""
        table.add_row(label, Text(shown), where)
    return table


def _tree(document: PolicyDocument) -> RenderableType:
    tree = Tree(Text(f"条款（{len(document.clauses)}）", style="dim"))
    branches: dict[tuple[str, ...], Tree] = {}
    for clause in document.clauses:
        parent = next(
            (branches[clause.path[:n]] for n in range(len(clause.path) - 1, 0, -1) if clause.path[:n] in branches), tree
        )
        branches[clause.path] = parent.add(_branch(clause))
    return Group(tree)


def _branch(clause: Clause) -> Text:
    name = clause.path[-1] if clause.path else "正文"
    length = len("".join(clause.text.split()))
    page = f" 第{clause.page}页" if clause.page else ""
    kind = "" if clause.kind in (ClauseKind.CLAUSE, ClauseKind.HEADING) else f" {clause.kind.value}"
    return Text.assemble(name if len(name) <= 48 else f"{name[:47]}…", (f"  {length}字{page}{kind}", "dim"))


def coverage_bar(coverage: Coverage, width: int = 40) -> Text:
    """Where the printed characters went, as a bar with figures."""
    whole = max(1, coverage.characters)
    parts = ((coverage.in_clauses, "green"), (coverage.in_fields, "cyan"), (coverage.in_dropped, "yellow"))
    bar = Text("覆盖 ")
    for count, style in parts:
        bar.append("█" * round(width * count / whole), style=style)
    lost = coverage.characters - sum(count for count, _ in parts)
    if lost > 0:
        bar.append("█" * max(1, round(width * lost / whole)), style="red")
    bar.append(f" {coverage.ratio:.1%}  共 {coverage.characters} 字：", style="bold")
    bar.append(f"条款 {coverage.in_clauses}，字段 {coverage.in_fields}，略去 {coverage.in_dropped}")
    if lost > 0:
        bar.append(f"，未归入 {lost}", style="red")
    return bar


def _dropped(coverage: Coverage) -> RenderableType:
    table = Table(title="略去的文字", title_justify="left", box=None, padding=(0, 1), header_style="dim")
    table.add_column("原因", no_wrap=True)
    table.add_column("页", justify="right")
    table.add_column("文字", overflow="fold")
    for dropped in coverage.dropped[:_DROPPED_SHOWN]:
        text = tidy(dropped.text)
        table.add_row(dropped.reason, str(dropped.page or ""), Text(text if len(text) <= 60 else f"{text[:59]}…"))
    if len(coverage.dropped) > _DROPPED_SHOWN:
        table.add_row("…", "", Text(f"另有 {len(coverage.dropped) - _DROPPED_SHOWN} 处"))
    return table


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings and what they differ in."""

    old: str
    new: str
    documents: tuple[DocumentDifference, ...]


def compare_files(old: Path, new: Path) -> Comparison:
    """What two files differ in; either may be what `inspect --json` printed of a file, by whatever version.

    Raises IngestError where one of them cannot be read.
    """
    return Comparison(str(old), str(new), differences(_views(old), _views(new)))


def _views(path: Path) -> tuple[DocumentView, ...]:
    from ingest.documents import parse_file

    if path.suffix.lower() != ".json":
        return view_of(parse_file(path))
    try:
        inspected = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_view_of_object(document) for document in inspected["documents"])
    except OSError as error:
        raise IngestError(path, f"打不开（{error.strerror}）", "请核对路径") from error
    except (ValueError, KeyError, TypeError) as error:
        raise IngestError(
            path, "不是 judian inspect --json 的输出", "请用 judian inspect 文件 --json > 结果.json 存下再比较"
        ) from error


def _view_of_object(document: dict[str, Any]) -> DocumentView:
    clauses = tuple(ClauseView(c["clause_id"], tuple(c["path"]), c["text"]) for c in document["clauses"])
    return DocumentView(document["document_id"], view_of_fields(document), clauses)


_CHANGES = {Change.GAINED: "新增", Change.LOST: "缺少", Change.CHANGED: "改动", Change.MOVED: "移动"}
_STYLES = {Change.GAINED: "green", Change.LOST: "red", Change.CHANGED: "yellow", Change.MOVED: "cyan"}


def print_difference(comparison: Comparison, console: Console) -> None:
    """Fields first, then clause by clause what was gained, lost, changed and moved."""
    console.print(Text(f"旧：{comparison.old}\n新：{comparison.new}", style="dim"))
    for document in comparison.documents:
        view = document.new or document.old
        assert view is not None  # one of the two readings has it
        console.print()
        console.print(Text(view.fields.get("title", view.document_id), style="bold"))
        if document.old is None or document.new is None:
            console.print(Text("只在新的里有" if document.old is None else "只在旧的里有", style="yellow"))
        for change in document.fields:
            name = FIELD_NAMES.get(change.field, change.field)
            console.print(Text(f"{name}：{change.old or '（无）'} → {change.new or '（无）'}", style="yellow"))
        counts = {kind: sum(c.change is kind for c in document.clauses) for kind in Change}
        told = "，".join(f"{_CHANGES[kind]} {n}" for kind, n in counts.items() if n)
        console.print(Text(f"条款：相同 {document.kept}{'，' + told if told else ''}"))
        for clause in document.clauses:
            console.print(_changed_clause(clause))


def _changed_clause(change: ClauseChange) -> Text:
    view = change.new or change.old
    assert view is not None
    shown = Text(f"{_CHANGES[change.change]}  ", style=_STYLES[change.change])
    if change.old is not None and change.new is not None and change.old.path != change.new.path:
        shown.append(f"{'/'.join(change.old.path)} → ", style="dim")
    shown.append("/".join(view.path) + "\n", style="bold")
    if change.change is Change.CHANGED and change.old is not None and change.new is not None:
        for kept, out, put in changed_parts(change.old.text, change.new.text):
            shown.append(tidy(kept) if len(kept) <= 60 else f"{tidy(kept[:28])}……{tidy(kept[-28:])}", style="dim")
            shown.append(tidy(out), style="red strike")
            shown.append(tidy(put), style="green")
    elif change.change is not Change.MOVED:
        text = tidy(view.text)
        shown.append(text if len(text) <= 200 else f"{text[:200]}…", style="dim")
    return shown
