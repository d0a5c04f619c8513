"""Commands about where a library's rankings are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from serve.shell import (
    DEFAULT_LIBRARY,
    JsonOption,
    LibraryOption,
    only_json_on_stdout,
    print_json,
    reported_errors,
    say_notes,
)

if TYPE_CHECKING:
    from index.derived import IndexState

index_app = typer.Typer(help="索引放在哪里：本机，或 Milvus。", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the app."""
    app.add_typer(index_app, name="index")


@index_app.command("use")
def use(
    kind: Annotated[str, typer.Argument(metavar="embedded|milvus", help="embedded：本机；milvus：Milvus。")],
    uri: Annotated[
        str | None,
        typer.Option("--uri", help="http://主机:19530，或 Milvus Lite 的文件（.db）。", show_default=False),
    ] = None,
    database: Annotated[str, typer.Option("--database", help="Milvus 中的数据库。", show_default=False)] = "",
    shards: Annotated[int, typer.Option("--shards", min=1, help="分片数，建集合时定下。")] = 1,
    replicas: Annotated[int, typer.Option("--replicas", min=1, help="内存副本数。")] = 1,
    vectors: Annotated[
        str, typer.Option("--vectors", help="向量索引的类型，建集合时定下。", show_default="HNSW；Lite 为 FLAT")
    ] = "",
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """把这个资料库的索引放到 Milvus（或放回本机），并补齐；以后入库、提问都用它。"""
    from index.derived import use_index
    from index.engine import MilvusPlace, absolute_place

    if kind not in ("embedded", "milvus") or (kind == "milvus") != (uri is not None):
        raise typer.BadParameter("请写 judian index use milvus --uri 地址，或 judian index use embedded")
    with reported_errors():
        place = absolute_place(MilvusPlace(uri, database, shards, replicas, vectors)) if uri else None
        state = use_index(library, place)
        _say(state, as_json)


@index_app.command("show")
def show(library: LibraryOption = DEFAULT_LIBRARY, as_json: JsonOption = False) -> None:
    """索引现在放在哪里，里面有多少条。"""
    from index.derived import index_state

    with reported_errors():
        _say(index_state(library), as_json)


def _say(state: IndexState, as_json: bool) -> None:
    with only_json_on_stdout() as out:
        say_notes(state.notes)
        if as_json:
            counts = {"clauses": state.clauses, "words": state.words, "vectors": state.vectors}
            print_json({"index": state.place, **counts, "notes": list(state.notes)}, out)
        else:
            print(f"索引：{state.place}", file=out)
            print(f"条款 {state.clauses} 条；按词语可查 {state.words} 条，按意思可查 {state.vectors} 条", file=out)
