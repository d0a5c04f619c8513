"""How models and a change of model are shown, on a terminal and as JSON objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from index.models import KnownModel, Origin
from index.models_switch import SwitchState

if TYPE_CHECKING:
    from rich.console import Console

    from serve.contract import JsonObject

_ORIGINS = {
    Origin.BUNDLED: "自带",
    Origin.IMPORTED: "已导入",
    Origin.CACHED: "本机缓存",
    Origin.FOLDER: "文件夹",
    Origin.GONE: "不在本机",
}
_SOURCES = {
    "environment": "环境变量 JUDIAN_MODEL 指定",
    "library": "资料库的设置",
    "default": "默认",
}


def models_object(models: Sequence[KnownModel], clauses: int, source: str) -> JsonObject:
    """What `judian model list --json` prints."""
    return {
        "clauses": clauses,
        "chosen_by": source,
        "models": [
            {
                "name": m.name,
                "origin": m.origin.value,
                "folder": str(m.folder) if m.folder else None,
                "size": m.size,
                "dimension": m.dimension,
                "fingerprint": m.fingerprint,
                "clauses": m.clauses,
                "vectors": m.vectors,
                "used": m.is_used,
                "next": m.is_next,
            }
            for m in models
        ],
    }


def print_models(models: Sequence[KnownModel], clauses: int, source: str, console: Console) -> None:
    """The same as a table."""
    table = Table(box=None, pad_edge=False)
    for title, side in (("", "left"), ("名称", "left"), ("来处", "left"), ("大小", "right"), ("维数", "right")):
        table.add_column(title, justify="right" if side == "right" else "left", overflow="fold")
    table.add_column(f"有向量的条款（共 {clauses}）", justify="right")
    for m in models:
        table.add_row(
            "*" if m.is_used else "→" if m.is_next else "",
            m.name,
            _ORIGINS[m.origin],
            f"{m.size / 1e6:.0f} MB" if m.size else "",
            str(m.dimension or ""),
            str(m.clauses or ""),
        )
    console.print(table)
    if any(m.is_used for m in models):
        console.print(f"* 正在使用（{_SOURCES[source]}）" + ("  → 正在换用" if any(m.is_next for m in models) else ""))
    elif clauses:
        console.print(f"没有启用向量模型，只按词语检索（{_SOURCES[source]}）")


def switch_object(state: SwitchState) -> JsonObject:
    """What `judian model use` and `status` print with --json."""
    return {
        "used": state.used,
        "next": state.coming.name if state.coming else None,
        "done": state.done,
        "total": state.total,
        "running": state.is_running or state.is_starting,
        "seconds_left": round(left, 1) if (left := state.seconds_left) is not None else None,
        "error": state.coming.error if state.coming else None,
    }


def switch_text(state: SwitchState) -> str:
    """The same in a sentence or two."""
    if state.coming is None:
        return f"正在使用：{state.used}"
    name, counts = state.coming.name, f"{state.done}/{state.total} 条"
    if state.is_running:
        left = state.seconds_left
        remaining = f"，还要约 {_duration(left)}" if left is not None else ""
        told = f"正在换用 {name}：{counts}{remaining}"
    elif state.coming.error:
        told = f"换用 {name} 没有做完（{counts}）：{state.coming.error} 改好后再运行 judian model use {name}"
    elif state.is_starting:
        told = f"已在后台开始换用 {name}：{counts}；judian model status 看进度"
    else:
        told = f"换用 {name} 中断了：{counts}；judian model use {name} 接着做"
    return f"{told}\n换好以前仍用 {state.used} 回答。"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} 秒"
    return f"{round(seconds / 60)} 分钟" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"
