"""Commands about what a library holds: its review list, corrections, and who names whom."""

from __future__ import annotations

from typing import Annotated

import typer

from serve.shell import (
    DEFAULT_LIBRARY,
    JsonOption,
    LibraryOption,
    console,
    only_json_on_stdout,
    print_json,
    reported_errors,
)

DocumentArgument = Annotated[str, typer.Argument(metavar="DOCUMENT", help="文号，或 document_id。", show_default=False)]


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the app."""
    for command in (review, correct, corrections, lineage):
        app.command()(command)


def review(
    document: Annotated[
        str | None, typer.Argument(metavar="DOCUMENT", help="只看这一份；不写则全库。", show_default=False)
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """列出要人核对的字段：缺少的、可疑的、互相矛盾的。"""
    from index.library import Library
    from index.review import review_list
    from serve.contract import review_object

    with reported_errors(), only_json_on_stdout() as out:
        with Library.open(library) as opened:
            entries = review_list(opened, document)
        if as_json:
            print_json(review_object(entries), out)
        else:
            from serve.library_printing import print_review

            print_review(entries, console(out))


def correct(
    document: DocumentArgument,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="字段，如 title、dated_on、region。")],
    value: Annotated[
        str | None,
        typer.Argument(metavar="VALUE", help="正确的值；几个机关用逗号隔开；- 表示没有。", show_default=False),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="撤回先前的更正，恢复读出的值。")] = False,
    by: Annotated[str | None, typer.Option("--by", help="谁更正的。", show_default=False)] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="依据。", show_default=False)] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """更正一个字段：以后重新读取也以更正为准，并记入日志。"""
    from index.update import correct_document
    from serve.contract import correction_object

    if undo == (value is not None):
        raise typer.BadParameter("请给出正确的值，或用 --undo 撤回，二者取一")
    with reported_errors(), only_json_on_stdout() as out:
        made = correct_document(library, document, field, value, made_by=by, reason=reason)
        if as_json:
            print_json(correction_object(made), out)
        else:
            from serve.library_printing import print_correction

            print_correction(made, console(out))


def corrections(library: LibraryOption = DEFAULT_LIBRARY, as_json: JsonOption = False) -> None:
    """更正日志：谁在何时把什么改成什么。"""
    from index.corrections import corrections_of
    from index.library import Library
    from serve.contract import correction_object

    with reported_errors(), only_json_on_stdout() as out:
        with Library.open(library) as opened:
            made = corrections_of(opened)
        if as_json:
            print_json({"corrections": [correction_object(c) for c in made]}, out)
        else:
            from serve.library_printing import print_correction

            for c in made:
                print_correction(c, console(out))


def lineage(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="文号、标题或 document_id；库外文件也可以。", show_default=False)
    ],
    depth: Annotated[int, typer.Option("--depth", min=1, max=8, help="上下各追溯几级。")] = 4,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """一份文件依据什么、被谁依据：引用关系向上、向下追溯；不在库里的标为库外。"""
    from index.library import Library
    from index.lineage import lineage_of
    from serve.contract import lineage_object

    with reported_errors(), only_json_on_stdout() as out:
        with Library.open(library) as opened:
            found = lineage_of(opened, document, depth=depth)
        if as_json:
            print_json(lineage_object(found), out)
        else:
            from serve.library_printing import print_lineage

            print_lineage(found, console(out))
