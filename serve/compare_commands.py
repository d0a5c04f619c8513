"""`judian compare`, `judian projects` and `judian diff`: thin shells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from serve.shell import (
    DEFAULT_LIBRARY,
    AsOfOption,
    JsonOption,
    LibraryOption,
    OutputOption,
    RegionOption,
    console,
    only_json_on_stdout,
    opened,
    print_json,
    reported_errors,
    say_notes,
)


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the app."""
    for command in (compare, diff, projects):
        app.command()(command)


def compare(
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="要比较的主题，如：志愿服务。", show_default=False)
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    region: RegionOption = None,
    aspect: Annotated[
        list[str] | None,
        typer.Option("--aspect", metavar="行", help="自己定的行，如 补贴；可重复。", show_default=False),
    ] = None,
    as_of: AsOfOption = None,
    chain: Annotated[bool, typer.Option("--chain", help="按政策链看：上级要求什么，下级怎么落实。")] = False,
    project: Annotated[
        str | None,
        typer.Option("--project", metavar="名称", help="给出主题则存为项目，不给则打开它。", show_default=False),
    ] = None,
    choose: Annotated[
        list[str] | None, typer.Option("--choose", metavar="条款", help="只用这些条款；可重复。", show_default=False)
    ] = None,
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", metavar="条款", help="不用这一条；可重复。", show_default=False)
    ] = None,
    hide: Annotated[
        list[str] | None, typer.Option("--hide", metavar="行", help="不列这一行；可重复。", show_default=False)
    ] = None,
    rename: Annotated[
        list[str] | None, typer.Option("--rename", metavar="原名=新名", help="给一行改名；可重复。", show_default=False)
    ] = None,
    remark: Annotated[
        list[str] | None,
        typer.Option("--remark", metavar="行=地区=文字", help="给一格加备注；可重复。", show_default=False),
    ] = None,
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    """把一个主题并排比较：列是地区，行是方面，没写到的标明未规定。"""
    from dataclasses import replace

    from qa.compare import compare as compare_topic
    from qa.comparing.projects import Project, Remark, applied, open_project, save_project
    from serve.exports.exporting import COMPARISON_ENDINGS, export_comparison
    from serve.exports.files import checked_ending

    if topic is None and project is None:
        raise typer.BadParameter("请给出主题，或用 --project 打开一个项目")
    with reported_errors(), only_json_on_stdout() as out:
        if output is not None:
            checked_ending(output, COMPARISON_ENDINGS)
        index = opened(library)
        kept = open_project(library, project) if topic is None and project else Project(project or "", topic or "")
        kept = replace(
            kept,
            regions=tuple(region or kept.regions),
            aspects=tuple(aspect or kept.aspects),
            as_of=as_of or kept.as_of,
            clauses=(*kept.clauses, *(choose or ())),
            left_out=(*kept.left_out, *(leave_out or ())),
            hidden=(*kept.hidden, *(hide or ())),
            renamed=(*kept.renamed, *((old, new) for old, new in _split(rename, 2, "--rename"))),
        )
        said = compare_topic(index, kept.topic, kept.regions, kept.aspects, as_of=kept.as_of)
        keys = {name: c.key for c in said.columns for name in (c.key, c.heading, c.region)}
        remarks = [Remark(row, keys.get(column, column), text) for row, column, text in _split(remark, 3, "--remark")]
        kept = replace(kept, remarks=(*kept.remarks, *remarks))
        if project is not None:
            save_project(library, kept)
        said = applied(kept, said)
        if output is not None:
            export_comparison(said, output, index.library.clause)
            typer.echo(f"已写入 {output}。", err=True)
        if as_json:
            from serve.compare_contract import comparison_object

            print_json(comparison_object(said), out)
            return
        say_notes(said.notes)
        from serve.compare_printing import print_chains, print_comparison

        if chain:
            print_chains(said, console(out))
        else:
            print_comparison(said, console(out))


def _split(options: Sequence[str] | None, parts: int, option: str) -> list[tuple[str, ...]]:
    """Options written with ＝ between their parts; wrong usage where a part is missing."""
    split = []
    for text in options or ():
        pieces = tuple(piece.strip() for piece in text.replace("＝", "=").split("=", parts - 1))
        if len(pieces) != parts or not all(pieces):
            raise typer.BadParameter(f"{option} {text}：各部分用 = 隔开，都不能空")
        split.append(pieces)
    return split


def projects(
    library: LibraryOption = DEFAULT_LIBRARY,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="名称", help="删去这个项目。", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """列出存下的比较项目；用 judian compare --project 名称 打开。"""
    from qa.comparing.projects import project_names, remove_project

    with reported_errors(), only_json_on_stdout() as out:
        if remove is not None:
            remove_project(library, remove)
        names = project_names(library)
        if as_json:
            print_json({"projects": list(names)}, out)
        else:
            for name in names:
                console(out).print(name, markup=False)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧版：文件，或库里的文号、标题、document_id。")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新版：同上。")],
    library: LibraryOption = DEFAULT_LIBRARY,
    output: OutputOption = None,
    as_json: JsonOption = False,
) -> None:
    """比较一份文件的新旧两版：改了的数字在前，再逐条列出未变、移动、修改、新增、删去。"""
    from qa.comparing.editions import diff_editions
    from serve.exports.exporting import EDITION_ENDINGS, export_editions
    from serve.exports.files import checked_ending

    with reported_errors(), only_json_on_stdout() as out:
        if output is not None:
            checked_ending(output, EDITION_ENDINGS)
        found = None
        if not (Path(old).is_file() and Path(new).is_file()):
            from index.library import Library

            found = Library.open(library)
        said = diff_editions(found, old, new)
        if output is not None:
            export_editions(said, output)
            typer.echo(f"已写入 {output}。", err=True)
        if as_json:
            from serve.diff_contract import edition_object

            print_json(edition_object(said), out)
        else:
            from serve.diff_printing import print_editions

            print_editions(said, console(out))
