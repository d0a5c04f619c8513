"""`judian model`: which embedding models there are, which one a library uses, carrying them to other machines."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

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
    say_notes,
)

if TYPE_CHECKING:
    from index.models_switch import Progress, SwitchState

app = typer.Typer(help="向量模型：查看、换用、导出、导入。", no_args_is_help=True)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="bundled、none、已导入的名称、模型文件夹，或模型网站上的名称。")
]


@app.command("list")
def list_models(library: LibraryOption = DEFAULT_LIBRARY, as_json: JsonOption = False) -> None:
    """列出本机和资料库的向量模型：正在用哪个，各有多少条款的向量。"""
    from index.library import Library
    from index.models import known_models, model_source
    from index.schema import DATABASE
    from serve.model_printing import models_object, print_models

    with reported_errors(), only_json_on_stdout() as out:
        if (library / DATABASE).is_file():
            with Library.open(library) as opened:
                models, clauses, source = known_models(opened), opened.clause_count(), model_source(opened)
        else:
            models, clauses, source = known_models(), 0, "default"
        if as_json:
            print_json(models_object(models, clauses, source), out)
        else:
            print_models(models, clauses, source, console(out))


@app.command()
def use(
    name: NameArgument,
    wait: Annotated[bool, typer.Option("--wait", help="在前台做完才返回，显示进度。")] = False,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """换用另一个模型：向量在后台重新计算，完成以前仍用原来的回答，完成后一次换过去。"""
    from index.embedding import load_embedder
    from index.library import Library
    from index.models_switch import begin_switch, run_switch, start_in_background, switch_state

    with reported_errors(), only_json_on_stdout() as out:
        with Library.open(library) as opened:
            state = switch_state(opened)
        name = _settled_name(name)
        if not (state.is_running and state.coming and state.coming.name == name):
            embedder = load_embedder(name)
            if begin_switch(library, name, embedder) and embedder is not None:
                if wait:
                    with _switch_progress(name) as progress:
                        run_switch(library, name, embedder, progress)
                else:
                    start_in_background(library, name, _background_command(name, library))
        elif wait:
            _follow(library, name)
        with Library.open(library) as opened:
            _say(switch_state(opened), as_json, out)
        _warn_of_environment(name)


@app.command()
def status(library: LibraryOption = DEFAULT_LIBRARY, as_json: JsonOption = False) -> None:
    """换用模型进行到哪里。"""
    from index.library import Library
    from index.models_switch import switch_state

    with reported_errors(), only_json_on_stdout() as out, Library.open(library) as opened:
        _say(switch_state(opened), as_json, out)


@app.command()
def prepare() -> None:
    """准备自带的向量模型（第一次要几秒钟，之后立即完成）。"""
    from index.bundled_model import bundled_model_folder
    from serve.progress import fraction_progress

    with reported_errors(), only_json_on_stdout() as out:
        with fraction_progress(error_console(), "准备向量模型") as progress:
            folder = bundled_model_folder(progress)
        print(folder, file=out)


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="DIR|FILE.zip", help="新的或空的文件夹，或新的 zip 文件。")],
    name: Annotated[str, typer.Option("--model", metavar="NAME", help="要导出的模型；不写则为自带的。")] = "bundled",
) -> None:
    """把一个模型导出成文件夹或 zip 文件，可以带到没有网络的机器上。"""
    from index.models_carried import export_model
    from serve.progress import fraction_progress

    with reported_errors(), only_json_on_stdout() as out:
        with fraction_progress(error_console(), "导出向量模型") as progress:
            written = export_model(target, progress, name)
        print(written, file=out)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="DIR|FILE.zip", help="导出的文件夹或 zip 文件。", readable=False)],
    name: Annotated[str | None, typer.Option("--name", help="在本机叫什么；不写则用原名。", show_default=False)] = None,
) -> None:
    """收下别的电脑导出的模型，逐个文件核对；不需要网络。"""
    from index.models_carried import import_model

    with reported_errors(), only_json_on_stdout() as out:
        imported = import_model(source, name)
        print(imported.name, file=out)
        typer.echo(f"{'本机已有' if imported.was_there else '已导入'}：{imported.folder}", err=True)
        typer.echo(f"换用它：judian model use {imported.name}", err=True)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="模型名称或指纹。")],
    library: LibraryOption = DEFAULT_LIBRARY,
) -> None:
    """从资料库删去一个不再使用的模型的向量；模型本身留在本机。"""
    from index.models import forget_vectors

    with reported_errors(), only_json_on_stdout() as out:
        print(f"已删去 {forget_vectors(library, name)} 个向量。", file=out)


@app.command("run-switch", hidden=True)
def run_switch_in_background(name: NameArgument, library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """What `use` starts in the background."""
    from index.embedding import load_embedder
    from index.models_switch import give_way, run_switch

    give_way()
    with reported_errors():
        embedder = load_embedder(name)
        if embedder is not None:
            run_switch(library, name, embedder)


def _settled_name(name: str) -> str:
    """The name as the library keeps it: a folder given by a relative path is found from anywhere."""
    from index.bundled_model import imported_models_folder, is_plain_name

    folder = Path(name).expanduser()
    is_imported = is_plain_name(name) and (imported_models_folder() / name).is_dir()
    return str(folder.resolve()) if folder.is_dir() and not is_imported and name not in ("bundled", "none") else name


def _background_command(name: str, library: Path) -> list[str]:
    return [sys.executable, "-m", "serve.cli", "model", "run-switch", name, "--library", str(library.resolve())]


@contextmanager
def _switch_progress(name: str) -> Iterator[Progress]:
    """A bar that is told how many texts of how many are done."""
    from serve.progress import fraction_progress

    with fraction_progress(error_console(), f"换用 {name}") as tell:
        yield lambda done, total: tell(done / total if total else 1.0)


def _follow(library: Path, name: str) -> None:
    """Show the progress of the run in another process until it ends."""
    from index.library import Library
    from index.models_switch import switch_state

    with Library.open(library) as opened, _switch_progress(name) as progress:
        while (state := switch_state(opened)).is_running and state.coming is not None:
            progress(state.done, state.total)
            time.sleep(1.0)


def _say(state: SwitchState, as_json: bool, out: TextIO) -> None:
    from serve.model_printing import switch_object, switch_text

    if as_json:
        print_json(switch_object(state), out)
    else:
        print(switch_text(state), file=out)


def _warn_of_environment(name: str) -> None:
    chosen = os.environ.get("JUDIAN_MODEL")
    if chosen and chosen != name:
        say_notes([f"环境变量 JUDIAN_MODEL={chosen} 优先于资料库的设置；去掉它，换用才有效"])
