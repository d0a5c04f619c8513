"""Commands that take files out of a library and put them back."""

from __future__ import annotations

from typing import Annotated, TextIO

import typer

from index.removal import RemovedFile
from serve.library_contract import removed_object
from serve.shell import (
    DEFAULT_LIBRARY,
    JsonOption,
    LibraryOption,
    only_json_on_stdout,
    print_json,
    reported_errors,
)


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the app."""
    for command in (remove, restore):
        app.command()(command)


def remove(
    names: Annotated[list[str], typer.Argument(metavar="PATH...", help="入库时的路径、文件夹，或文号。")],
    by: Annotated[str | None, typer.Option("--by", help="谁移出的。", show_default=False)] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """把文件移出资料库；文件本身不删，三十天内可用 restore 恢复。"""
    from index.removal import remove_files

    with reported_errors(), only_json_on_stdout() as out:
        removed = remove_files(library, names, made_by=by)
        if as_json:
            print_json({"removed": [removed_object(r) for r in removed]}, out)
        else:
            for r in removed:
                print(f"已移出 {r.file}", file=out)
            print(f"共 {len(removed)} 个文件，三十天内可以恢复：judian restore 路径", file=out)


def restore(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="移出时的路径、文件名或标题；不写则列出能恢复的。", show_default=False),
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """恢复移出的文件，和移出前读出的一样；原件已不在也能恢复。"""
    from index.library import Library
    from index.removal import removed_files, removed_named, restore_files

    with reported_errors(), only_json_on_stdout() as out:
        with Library.open(library) as opened:
            rows = removed_named(opened, names) if names else ()
            listed = removed_files(opened)
        if not names:
            _say_removed(listed, as_json, out)
            return
        restored = restore_files(library, rows)
        if as_json:
            print_json({"restored": list(restored)}, out)
        else:
            for name in restored:
                print(f"已恢复 {name}", file=out)


def _say_removed(listed: tuple[RemovedFile, ...], as_json: bool, out: TextIO) -> None:
    if as_json:
        print_json({"removed": [removed_object(r) for r in listed]}, out)
        return
    for r in listed:
        print(f"{r.removed_at[:10]}  {r.file}  {'、'.join(r.titles)}", file=out)
    if not listed:
        print("没有能恢复的文件。", file=out)
