"""Results as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from index.model import IngestReport, Outcome
from ingest.model import Status
from qa.language.sentences import tidy
from qa.model import Answer, AnswerOutcome, Finding, Interpretation, SearchResults
from qa.phrasing.shown import HEADING, numbered
from qa.saying.confidence import doubt_in_words
from qa.saying.headings import checked_line, warnings_in, whose, with_headings
from qa.standing.standing import ENDED_WORDS
from serve.why import copies_line, why_line
from serve.wrapping import wrapped

_OUTCOMES = {
    Outcome.ADDED: "新增",
    Outcome.UPDATED: "更新",
    Outcome.UNCHANGED: "未变",
    Outcome.FAILED: "失败",
    Outcome.REFUSED: "未收",
}


def print_answer(answer: Answer, console: Console, *, details: bool = False) -> None:
    """The answer, then each finding with its citation by province, then who is silent; with `details` what was checked."""
    found = answer.outcome is not AnswerOutcome.NOT_FOUND
    _print_filters(answer.interpretation, console)
    if answer.phrased:
        _print(Text("\n".join((HEADING, *numbered(answer), ""))), console)
    _print(Text(answer.statements[0].text if found and answer.statements else answer.answer, style="bold"), console)
    for warning in filter(None, (doubt_in_words(answer), *warnings_in(answer))):
        _print(Text(warning, style="bold yellow"), console)
    if answer.why_not:
        _print(Text(answer.why_not), console)
    for number, (heading, finding) in enumerate(with_headings(answer), 1):
        console.print()
        if heading:
            console.print(Text(heading, style="bold"))
        _print_finding(number, finding, console)
    if answer.nearest:
        console.print(Text("相近的条款：", style="dim"))
        for clause_id in answer.nearest:
            _print_indented(Text(clause_id, style="dim"), console)
    if answer.silent and found:
        console.print()
        titles = "、".join(dict.fromkeys(f"{s.region or ''}《{s.title}》" for s in answer.silent))
        _print(Text(f"没有说到的：{titles}", style="dim"), console)
    if details:
        _print_details(answer, console)


def _print_finding(number: int, finding: Finding, console: Console) -> None:
    _print(Text(f"「{tidy(finding.quote)}」"), console, first=f"{number}. ")
    _print_indented(_cited(f"{whose(finding)}{finding.citation}", finding.status), console)
    if finding.status in ENDED_WORDS and finding.status_clause:
        _print_indented(Text(f"{ENDED_WORDS[finding.status]}的依据：{finding.status_clause}", style="dim"), console)
    _print_indented(Text(finding.clause_id, style="dim"), console)
    if finding.copies:
        _print_indented(Text(copies_line(finding.copies), style="dim"), console)


def _print_details(answer: Answer, console: Console) -> None:
    """How many sentences were held against their clauses, and those that did not hold."""
    console.print()
    console.print(Text(checked_line(answer), style="dim"))
    for dropped in answer.dropped:
        _print_indented(Text(f"删去：{dropped.text}（{dropped.reason}）", style="dim"), console)


def print_search(results: SearchResults, console: Console, *, explain: bool = False) -> None:
    """One clause after another, matched words marked; with `explain` why each was found."""
    _print_filters(results.interpretation, console)
    if not results.results:
        console.print("没有找到相关条款。可以换个说法，或放宽筛选。")
        return
    for result in results.results:
        stored = result.ranked.stored
        console.print(Text.assemble((f"{result.rank}. ", "bold"), _cited(result.citation, stored.document.status)))
        _print_indented(_excerpt(stored.clause.text, result.highlights), console)
        _print_indented(Text(f"{stored.clause.clause_id}  {result.ranked.score:.3f}", style="dim"), console)
        if result.copies:
            _print_indented(Text(copies_line(result.copies), style="dim"), console)
        if explain and result.why:
            _print_indented(Text(why_line(result.why), style="dim"), console)
        console.print()


def _cited(citation: str, status: Status) -> Text:
    """A citation; one of a document that has ended says so before it is read."""
    ended = ENDED_WORDS.get(status)
    return Text.assemble((f"（{ended}）" if ended else "", "bold red"), (citation, "cyan"))


def _print_filters(interpretation: Interpretation, console: Console) -> None:
    """What was read from the question as filters, in one line; nothing where nothing was."""
    chips = {f.chip_id: f for f in interpretation.filters}.values()
    if interpretation.follow_up is not None:
        console.print(Text(interpretation.follow_up.said, style="bold"))
    if not chips:
        return
    said = "  ".join(f"{f.kind.value} {f.value} {'（未限）' if f.relaxed else '✕'}" for f in chips)
    first = next((f.chip_id for f in chips if not f.relaxed), None)
    hint = f"  （去掉条件：--without {first}）" if first else ""
    console.print(Text(f"理解为：{said}{hint}", style="dim"))


def _print_indented(text: Text, console: Console) -> None:
    """Lines set in by three columns."""
    _print(text, console, first="   ")


def _print(text: Text, console: Console, first: str = "") -> None:
    """Lines that fit the terminal, those behind the first set in as far as what stands before it.

    What is no terminal gets one whole line: there a line would be cut at the console's width.
    """
    if console.soft_wrap:
        console.print(Text(first).append_text(text))
        return
    for number, line in enumerate(wrapped(text, console.width - len(first))):
        console.print(Text(" " * len(first) if number else first).append_text(line))


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
