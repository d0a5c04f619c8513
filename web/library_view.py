"""What the parts of the page 文库 share: its ways, its words, and the addresses its buttons stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path, PurePath
from urllib.parse import parse_qsl, urlencode

from index.model import Outcome
from web.shown_text import shown

PARTS = {"files": "文件", "review": "待核对", "folders": "关注文件夹", "statistics": "统计"}
FORMATS = "PDF（含扫描件）、Word（docx、doc）、WPS、OFD、RTF、网页、Markdown、纯文本、图片，以及装着它们的 zip"
OUTCOMES = {
    Outcome.ADDED: "已收入",
    Outcome.UPDATED: "已更新",
    Outcome.UNCHANGED: "没有变化",
    Outcome.FAILED: "没有收入",
    Outcome.REFUSED: "不收",
}
NO_REGION = "地区未注明"


def action(**what: str) -> str:
    """What a button reports that opens no clause: read back by `action_of`. No id begins with a question mark."""
    return f"?{urlencode(what)}"


def action_of(pressed: str | None) -> Mapping[str, str] | None:
    """What a pressed button stands for; None where it names a clause or document, or nothing was pressed."""
    if pressed is None or not pressed.startswith("?"):
        return None
    return dict(parse_qsl(pressed[1:], keep_blank_values=True))


def button(label: str, pressed: str, *, told: str = "", kind: str = "", current: bool = False) -> str:
    """A button of our own; `told` is read out instead of the label."""
    attributes = f' class="{kind}"' if kind else ""
    attributes += f' aria-label="{shown(told)}"' if told else ""
    attributes += ' aria-current="true"' if current else ""
    return f'<button type="button"{attributes} data-open="{escape(pressed)}">{shown(label)}</button>'


def parts_html(current: str, counts: Mapping[str, str], parts: Sequence[str] = tuple(PARTS)) -> str:
    """The ways to these parts of the page, the current one marked; `counts` stand behind their names."""
    ways = "".join(
        f"<li>{button(name + counts.get(part, ''), action(part=part), current=part == current)}</li>"
        for part, name in PARTS.items()
        if part in parts
    )
    return f'<nav class="parts" aria-label="文库的各部分"><ul>{ways}</ul></nav>'


def pager_html(page: int, size: int, total: int, *, what: str) -> str:
    """Which of how many are shown, and the ways to those before and after; "" where all are."""
    if total <= size:
        return ""
    first, last = (page - 1) * size + 1, min(page * size, total)
    before = button("上一页", action(page=str(page - 1))) if page > 1 else ""
    after = button("下一页", action(page=str(page + 1))) if last < total else ""
    return f'<p class="pager actions">{before}<span>第 {first} 至 {last} {what}，共 {total} {what}</span>{after}</p>'


def name_of(file: str) -> str:
    """The file's own name, without where it lies."""
    return PurePath(file.replace("\\", "/")).name


def said_of(error: str, file: str, library: Path) -> str:
    """A message about a file with the file's name in the place of its whole path."""
    shortened = error.replace(file, name_of(file))
    return shortened.replace(f"{library}/", "")


def meter(done: int, total: int, label: str) -> str:
    """A bar with what it measures in words."""
    share = 100 * done // total if total else 0
    return (
        f'<span class="meter" role="progressbar" aria-label="{shown(label)}" aria-valuemin="0" aria-valuemax="100"'
        f' aria-valuenow="{share}"><span style="width:{share}%"></span></span>'
    )
