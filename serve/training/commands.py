"""`judian training`: packs made from a topic or clauses, and files made earlier held against the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from serve.shell import (
    DEFAULT_LIBRARY,
    AsOfOption,
    JsonOption,
    LibraryOption,
    RegionOption,
    console,
    only_json_on_stdout,
    opened,
    print_json,
    reported_errors,
    say_notes,
)

app = typer.Typer(help="培训材料：讲义、幻灯片、题库、一图读懂，每一行都注明条款。", no_args_is_help=True)


@app.command()
def make(
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="主题，如：党费。用 --clause 时可以不写。", show_default=False)
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="写到这个文件夹。")] = Path("培训材料"),
    library: LibraryOption = DEFAULT_LIBRARY,
    clause: Annotated[
        list[str] | None,
        typer.Option("--clause", metavar="ID", help="只用这一条；可重复，按给出的顺序。", show_default=False),
    ] = None,
    region: RegionOption = None,
    as_of: AsOfOption = None,
    questions: Annotated[int, typer.Option("--questions", min=0, max=500, help="最多多少道题。")] = 40,
    seed: Annotated[int, typer.Option("--seed", help="题目与选项的取法；同一个数，同一份题。")] = 0,
    as_json: JsonOption = False,
) -> None:
    """按主题或条款做一套培训材料。"""
    from qa.training.pack import PackSettings, training_pack
    from serve.training.contract import pack_object
    from serve.training.writing import write_pack

    if not (topic and topic.strip()) and not clause:
        raise typer.BadParameter("请写出主题，或用 --clause 指定条款")
    with reported_errors(), only_json_on_stdout() as out:
        index = opened(library)
        pack = training_pack(
            index,
            topic,
            clause or (),
            regions=region or (),
            as_of=as_of,
            settings=PackSettings(questions=questions, seed=seed),
        )
        files, notes = write_pack(pack, output)
        say_notes((*index.notes, *pack.notes, *notes))
        if as_json:
            print_json(pack_object(pack, files), out)
        else:
            from serve.training.printing import print_pack

            print_pack(pack, files, console(out))


@app.command()
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="先前生成的 docx、pptx、xlsx、html 或 清单.json。", readable=False)
    ],
    library: LibraryOption = DEFAULT_LIBRARY,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """核对先前做的材料：哪几行所依据的条款改了、废止了、失效了或不见了。"""
    from index.library import Library
    from qa.training.check import check_manifest
    from serve.training.contract import check_object
    from serve.training.stamp import manifest_in

    with reported_errors(), only_json_on_stdout() as out:
        manifest = manifest_in(file)
        with Library.open(library) as opened_library:
            report = check_manifest(opened_library, manifest, str(file), day=as_of)
        if as_json:
            print_json(check_object(report), out)
        else:
            from serve.training.printing import print_check

            print_check(report, console(out))
