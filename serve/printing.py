"""Results as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from index.model import IngestReport, Outcome
from ingest.model import Clause, ClauseKind, Coverage, ParsedFile, PolicyDocument
from qa.model import Answer, AnswerOutcome, SearchResults
from qa.sentences import tidy

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
_OUTCOMES = {
    Outcome.ADDED: "新增",
    Outcome.UPDATED: "更新",
    Outcome.UNCHANGED: "未变",
    Outcome.FAILED: "失败",
    Outcome.REFUSED: "未收",
}
_DROPPED_SHOWN = 20


def print_answer(answer: Answer, console: Console) -> None:
    """The answer, then each finding with its citation, then who is silent."""
    found = answer.outcome is not AnswerOutcome.NOT_FOUND
    console.print(Text(answer.statements[0].text if found and answer.statements else answer.answer, style="bold"))
    if answer.why_not:
        console.print(Text(answer.why_not))
    for number, finding in enumerate(answer.findings, 1):
        console.print()
        console.print(Text(f"{number}. 「{tidy(finding.quote)}」"))
        region = f"{finding.region}  " if finding.region else ""
        _print_indented(Text(f"{region}{finding.citation}", style="cyan"), console)
        _print_indented(Text(finding.clause_id, style="dim"), console)
    if answer.nearest:
        console.print(Text("相近的条款：", style="dim"))
        for clause_id in answer.nearest:
            _print_indented(Text(clause_id, style="dim"), console)
    if answer.silent and found:
        console.print()
        titles = "、".join(f"{s.region or ''}《{s.title}》" for s in answer.silent)
        console.print(Text(f"没有说到的：{titles}", style="dim"))


def print_search(results: SearchResults, console: Console) -> None:
    """One clause after another, matched words marked."""
    if not results.results:
        console.print("没有找到相关条款。可以换个说法，或放宽筛选。")
        return
    for result in results.results:
        stored = result.ranked.stored
        console.print(Text.assemble((f"{result.rank}. ", "bold"), (result.citation, "cyan")))
        _print_indented(_excerpt(stored.clause.text, result.highlights), console)
        _print_indented(Text(f"{stored.clause.clause_id}  {result.ranked.score:.3f}", style="dim"), console)
        console.print()


def _print_indented(text: Text, console: Console) -> None:
    """Lines set in by three columns, wrapped at the edge of a terminal.

    What is no terminal gets one whole line: there a padded box would be cut at the console's width.
    """
    console.print(Text("   ").append_text(text) if console.soft_wrap else Padding(text, (0, 0, 0, 3)))


def _excerpt(text: str, highlights: Iterable[tuple[int, int]], length: int = 180) -> Text:
    """The part of a clause around its first matched words, in one line."""
    spans = list(highlights)
    start = max(0, spans[0][0] - 40) if spans else 0
    end = min(len(text), start + length)
    shown = Text("…" if start else "")
    at = start
    for a, b in spans:
        if b <= start or a >= end:
            continue
        shown.append(_one_line(text[at : max(a, at)]))
        shown.append(_one_line(text[max(a, at) : min(b, end)]), style="bold yellow")
        at = min(b, end)
    shown.append(_one_line(text[at:end]))
    if end < len(text):
        shown.append("…")
    return shown


def _one_line(text: str) -> str:
    return "".join(" " if c in "\n\t\r" else c for c in text)


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


def print_ingest(report: IngestReport, console: Console) -> None:
    """A summary line, then each file that was not taken in, with what to do."""
    counts = "，".join(
        f"{name} {report.count(outcome)}" for outcome, name in _OUTCOMES.items() if report.count(outcome)
    )
    removed = f"，移除 {report.removed}" if report.removed else ""
    console.print(
        Text(f"资料库 {report.library}：{counts or '没有文件'}{removed}，用时 {report.seconds:.1f} 秒", style="bold")
    )
    for file in report.files:
        if file.error:
            console.print(Text(f"{_OUTCOMES[file.outcome]}：{file.error}", style="red"))
        for warning in file.warnings:
            console.print(Text(f"注意：{file.file}：{warning}", style="yellow"))
