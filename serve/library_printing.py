"""The review list, corrections and lineage as people read them on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from index.corrections import FIELD_NAMES, Correction
from index.lineage import ChainStep, Lineage, Link, Named
from index.review import ReviewEntry
from ingest.model import Problem, Relation

PROBLEMS = {Problem.MISSING: "缺少", Problem.DOUBTFUL: "存疑", Problem.CONTRADICTION: "矛盾"}
RELATIONS = {
    Relation.BASED_ON: "依据",
    Relation.FORWARDS: "印发或转发",
    Relation.IMPLEMENTS: "贯彻落实",
    Relation.REPEALS: "废止",
    Relation.AMENDS: "修改",
    Relation.MENTIONS: "提到",
}


def print_review(entries: Sequence[ReviewEntry], console: Console) -> None:
    """By document: what is the matter, and the printed words it rests on."""
    if not entries:
        console.print("没有要核对的字段。")
        return
    named = ""
    for entry in entries:
        if entry.document_id != named:
            named = entry.document_id
            console.print()
            console.print(Text(f"{entry.title or '（无标题）'}", style="bold"))
            console.print(Text(f"{entry.document_id}  {entry.file}", style="dim"))
        console.print(Text.assemble((PROBLEMS[entry.item.problem], "yellow"), "  ", entry.item.message))
        for evidence in entry.item.evidence:
            page = f"第 {evidence.page} 页" if evidence.page else ""
            console.print(Text(f"    「{''.join(evidence.text.split())}」{page}", style="dim"))


def print_correction(made: Correction, console: Console) -> None:
    """One line of the log."""
    name = FIELD_NAMES[made.field]
    what = "撤回更正" if made.value is None else f"{made.previous or '（无）'} → {made.value}"
    told = "，".join(filter(None, (made.made_by, made.reason)))
    ordinal = f" 第 {made.ordinal} 份" if made.ordinal > 1 else ""
    console.print(
        Text(f"{made.made_at}  {made.sha256[:8]}{ordinal}  {name}：{what}{'（' + told + '）' if told else ''}")
    )


def print_lineage(found: Lineage, console: Console) -> None:
    """The chain upwards, the chain downwards, then every reference both ways."""
    console.print(Text(_name(found.named), style="bold"))
    for title, step in (("向上：它依据什么", found.upwards), ("向下：谁依据它", found.downwards)):
        if step.steps:
            tree = Tree(Text(title, style="cyan"))
            _grow(tree, step)
            console.print(tree)
        else:
            console.print(Text(f"{title}：资料库中没有", style="dim"))
    for title, links, up in (("它提到的文件", found.cites, True), ("提到它的文件", found.cited_by, False)):
        if links:
            console.print()
            console.print(Text(title, style="cyan"))
        for link in links:
            console.print(Text("  ").append_text(_told(link, up=up)))


def _grow(tree: Tree, step: ChainStep) -> None:
    for following in step.steps:
        relation = RELATIONS[following.link.reference.relation] if following.link else ""
        again = "（上面已有）" if following.repeated else ""
        branch = tree.add(Text.assemble((f"{relation} ", "dim"), _name(following.named), again))
        _grow(branch, following)


def _told(link: Link, *, up: bool) -> Text:
    other = link.cited if up else link.citing
    where = link.reference.clause_id or ""
    pinpoint = link.reference.pinpoint or ""
    return Text.assemble(
        (f"{RELATIONS[link.reference.relation]}  ", "yellow"), _name(other), pinpoint, (f"  {where}", "dim")
    )


def _name(named: Named) -> str:
    title = f"《{named.title}》" if named.title else ""
    number = named.document_number or ""
    text = f"{title}（{number}）" if title and number else title or number
    return text if named.document_id else f"{text}［库外］"
