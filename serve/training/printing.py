"""What a terminal shows of packs and checks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.training.model import Change, CheckReport, QuestionKind, TrainingPack

if TYPE_CHECKING:
    from rich.console import Console

_CHANGES = {
    Change.CHANGED: "条款已改",
    Change.REPEALED: "文件已废止",
    Change.EXPIRED: "文件已失效",
    Change.VANISHED: "条款不在库中",
}


def print_pack(pack: TrainingPack, files: Sequence[Path], console: Console) -> None:
    """The outline, what there is of each part, and the files."""
    console.print(f"主题：{pack.topic}", markup=False)
    for theme in pack.themes:
        console.print(f"  {theme.title}：{len(theme.points)} 个要点", markup=False)
    kinds = "，".join(f"{k.value} {n}" for k in QuestionKind if (n := sum(q.kind is k for q in pack.questions)))
    console.print(
        f"口径 {len(pack.figures)} 条，问答 {len(pack.faq)} 个，题 {len(pack.questions)} 道（{kinds or '条款中没有可出题的内容'}）",
        markup=False,
    )
    console.print(f"依据 {len(pack.sources)} 份文件的 {len(pack.manifest.clauses)} 条", markup=False)
    for file in files:
        console.print(f"  {file}", markup=False)


def print_check(report: CheckReport, console: Console) -> None:
    """The lines that do not hold any more, each with old and new text."""
    console.print(
        f"{report.file}：{report.topic}，{report.made_on.isoformat()} 做，核对 {report.checked} 行", markup=False
    )
    if not report.stale:
        console.print("所依据的条款都没有变。", markup=False)
    for stale in report.stale:
        console.print(f"\n{stale.line.part} {stale.line.line_id}　{_CHANGES[stale.change]}", markup=False)
        console.print(f"  这一行：{stale.line.text}", markup=False)
        console.print(f"  出处：{stale.citation}", markup=False)
        console.print(f"  原为：{stale.old}", markup=False)
        console.print(f"  现为：{stale.new or '（没有对应的条文）'}", markup=False)
        if stale.new_clause_id:
            console.print(f"  现条款号：{stale.new_clause_id}", markup=False)
        if stale.proof:
            console.print(f"  依据：{stale.proof}", markup=False)
    if report.stale:
        console.print(f"\n共 {len(report.stale)} 行要改。", markup=False)
    if report.touched:
        ids = "、".join(dict.fromkeys(line.line_id for line in report.touched))
        console.print(f"所在条款别处有改动、所引的话未变（{len(report.touched)} 行）：{ids}", markup=False)
    for note in report.notes:
        console.print(f"注意：{note}。", markup=False)
