"""`judian watch`: a thin shell."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from serve.shell import (
    DEFAULT_LIBRARY,
    JsonOption,
    LibraryOption,
    console,
    error_console,
    only_json_on_stdout,
    print_json,
    reported_errors,
)

if TYPE_CHECKING:
    from serve.contract import JsonObject
    from serve.watching import Round


def add_to(app: typer.Typer) -> None:
    """Make this command part of the app."""
    app.command()(watch)


def watch(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FOLDER...", help="从现在起关注的文件夹；不写则是已经关注的。", show_default=False, readable=False
        ),
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    every: Annotated[int, typer.Option("--every", min=1, max=86400, help="隔多少秒看一次。")] = 60,
    once: Annotated[bool, typer.Option("--once", help="只看一次就结束，供定时任务用。")] = False,
    forget: Annotated[
        list[Path] | None,
        typer.Option("--forget", metavar="FOLDER", help="不再关注这个文件夹；可重复。", show_default=False),
    ] = None,
    words_only: Annotated[bool, typer.Option("--words-only", help="不算向量，只建词语索引。")] = False,
    as_json: JsonOption = False,
) -> None:
    """看着文件夹：新来的和改过的文件收入资料库，按 Ctrl+C 停止。与网页的“关注的文件夹”是同一份名单。"""
    from index.watching import watch_folder
    from serve.progress import ingest_progress
    from serve.running.parts import told_by_signals
    from serve.watching import forget_folder, rounds

    with reported_errors(), only_json_on_stdout() as out:
        for folder in folders or ():
            typer.echo(f"关注 {watch_folder(library, folder)}。", err=True)
        for folder in forget or ():
            typer.echo(f"不再关注 {forget_folder(library, folder)}，已收入的文件没有动。", err=True)
        if forget and not folders:
            return
        stop, before, last = Event(), None, None
        with told_by_signals(stop):
            if not once:
                typer.echo(f"每 {every} 秒看一次，按 Ctrl+C 停止。", err=True)
            for last in rounds(library, every, stop, lambda: ingest_progress(error_console()), embed=not words_only):
                _say(last, is_news=last.told != before)
                if as_json and (once or last.run is not None or last.told != before):
                    print_json(_round_object(last), out, one_line=not once)
                elif not as_json and last.run is not None and last.run.report is not None:
                    from serve.printing import print_ingest

                    print_ingest(last.run.report, console(out))
                before = last.told
                if once:
                    break
        if stop.is_set():
            typer.echo("已停止。读完的文件都在库里。", err=True)
        if once and last is not None and last.problem:
            raise typer.Exit(1)


def _say(one: Round, *, is_news: bool) -> None:
    """What a person should do something about, each thing once."""
    if not is_news:
        return
    if one.problem:
        typer.echo(one.problem, err=True)
    for look in one.looks:
        if look.problem:
            typer.echo(f"注意：{look.folder}：{look.problem}。", err=True)
        if look.gone:
            typer.echo(
                f"注意：{look.folder}：{len(look.gone)} 个文件已不在文件夹里，库里还有。要移出请用 judian remove。",
                err=True,
            )


def _round_object(one: Round) -> JsonObject:
    from serve.contract import ingest_object

    report = one.run.report if one.run is not None else None
    return {
        "folders": [
            {
                "folder": str(look.folder),
                "files": look.files,
                "new": [str(path) for path in look.new],
                "changed": [str(path) for path in look.changed],
                "gone": list(look.gone),
                "problem": look.problem,
            }
            for look in one.looks
        ],
        "ingest": ingest_object(report) if report is not None else None,
        "error": one.problem,
    }
