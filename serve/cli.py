"""The `judian` command: thin shells; every heavy import is inside the command that needs it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypedDict

import typer

from serve import (
    compare_commands,
    index_commands,
    library_commands,
    model_commands,
    removal_commands,
    serving_commands,
    watch_commands,
)
from serve.access import commands as access_commands
from serve.shell import (
    DEFAULT_LIBRARY,
    AfterOption,
    AsOfOption,
    BatchOption,
    CountOption,
    IssuerOption,
    JsonLinesOption,
    JsonOption,
    LibraryOption,
    OutputOption,
    PhraseOption,
    RegionOption,
    WithoutOption,
    YearOption,
    chip_ids,
    console,
    error_console,
    only_json_on_stdout,
    opened,
    print_json,
    quieten,
    reported_errors,
    say_notes,
)
from serve.training import commands as training_commands

if TYPE_CHECKING:
    from serve.contract import JsonObject

app = typer.Typer(
    name="judian",
    help="据典：从正式文件里找出条款来回答。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(model_commands.app, name="model")
app.add_typer(training_commands.app, name="training")
library_commands.add_to(app)
index_commands.add_to(app)
compare_commands.add_to(app)
removal_commands.add_to(app)
serving_commands.add_to(app)
watch_commands.add_to(app)
access_commands.add_to(app)


class Filters(TypedDict):
    """The person's own filters, as `ask` takes them."""

    regions: Sequence[str]
    issuers: Sequence[str]
    years: Sequence[int]
    without: Sequence[str]


SAMPLES = Path(__file__).resolve().parents[1] / "corpus"
SAMPLE_QUESTION = "党支部书记补贴标准"


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="文件或文件夹。", readable=False)],
    library: LibraryOption = DEFAULT_LIBRARY,
    words_only: Annotated[bool, typer.Option("--words-only", help="不算向量，只建词语索引。")] = False,
    as_json: JsonOption = False,
) -> None:
    """把文件和文件夹加入资料库，或刷新它们；没有变的文件跳过。"""
    from index.workers import load_ahead

    if any(path.is_dir() for path in paths):
        load_ahead()

    from index.update import ingest_paths
    from serve.contract import ingest_object
    from serve.progress import ingest_progress

    with reported_errors(), only_json_on_stdout() as out:
        with ingest_progress(error_console()) as progress:
            report = ingest_paths(paths, library, embed=not words_only, progress=progress)
        say_notes(report.notes)
        if as_json:
            print_json(ingest_object(report), out)
        else:
            from serve.printing import print_ingest

            print_ingest(report, console(out))


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="要看的文件。", readable=False)],
    diff: Annotated[
        bool, typer.Option("--diff", help="比较两个文件：条款增、减、改；旧的也可以是先前 inspect --json 存下的结果。")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """读一个文件，显示读出的字段、条款树和覆盖率；不碰资料库。--diff 比较两个。"""
    from serve.contract import inspect_object

    if len(files) != (2 if diff else 1):
        raise typer.BadParameter("--diff 要给出旧、新两个文件" if diff else "请给出一个文件；比较两个文件用 --diff")
    with reported_errors(), only_json_on_stdout() as out:
        from serve.inspection import compare_files, print_difference, print_inspection

        if diff:
            compared = compare_files(*files)
            if as_json:
                from serve.contract import difference_object

                print_json(difference_object(compared), out)
            else:
                print_difference(compared, console(out))
            return
        from ingest.documents import parse_file
        from serve.inspection import as_of_today

        parsed = as_of_today(parse_file(files[0]))
        if as_json:
            print_json(inspect_object(parsed), out)
        else:
            print_inspection(parsed, console(out))


@app.command()
def search(
    query: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="文号、标题、词语或一句话。", show_default=False)
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    k: CountOption = 10,
    region: RegionOption = None,
    issuer: IssuerOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    without: WithoutOption = None,
    after: AfterOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="说明每条为什么找到：哪些词、在哪里、两种排名。")] = False,
    batch: BatchOption = None,
    json_lines: JsonLinesOption = False,
    as_json: JsonOption = False,
) -> None:
    """查找条款。"""
    from index.model import Filters as DocumentFilters
    from qa.search import search as search_clauses
    from serve.contract import search_object

    one_or_batch(query, batch, json_lines, after)
    filters = DocumentFilters(tuple(region or ()), tuple(issuer or ()), tuple(year or ()))
    left_out = chip_ids(without)
    with reported_errors(), only_json_on_stdout() as out:
        index = opened(library)
        if batch is not None:
            say_notes(index.notes)
            run_batch(
                batch,
                lambda text: search_object(
                    search_clauses(index, text, k=k, filters=filters, as_of=as_of, without=left_out)
                ),
                out,
            )
            return
        results = search_clauses(
            index, query or "", k=k, filters=filters, as_of=as_of, without=left_out, after=after or ()
        )
        say_notes(results.notes)
        if as_json:
            print_json(search_object(results), out)
        else:
            from serve.printing import print_search

            print_search(results, console(out), explain=explain)


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="用平常的话问。", show_default=False)
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    region: RegionOption = None,
    issuer: IssuerOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    without: WithoutOption = None,
    after: AfterOption = None,
    batch: BatchOption = None,
    json_lines: JsonLinesOption = False,
    as_json: JsonOption = False,
    details: Annotated[
        bool, typer.Option("--details", help="列出核对情况：对照了多少句，删去了哪些，为什么。")
    ] = False,
    phrase: PhraseOption = None,
    output: OutputOption = None,
) -> None:
    """回答问题，每句话都注明出自哪一条。"""
    from qa.phrasing.in_use import wording
    from serve.contract import answer_object

    one_or_batch(question, batch, json_lines, after)
    with reported_errors(), only_json_on_stdout() as out:
        if output is not None:
            check_answer_output(output, batch)
        index = opened(library)
        worded = wording(phrase, index.library.clause)
        filters: Filters = {
            "regions": region or (),
            "issuers": issuer or (),
            "years": year or (),
            "without": chip_ids(without),
        }
        if batch is not None:
            from qa.pipeline import ask_pipeline, ask_through

            say_notes(index.notes)
            pipeline = ask_pipeline(index)
            run_batch(
                batch,
                lambda text: answer_object(worded(ask_through(pipeline, index, text, **filters, as_of=as_of))),
                out,
            )
            return

        # One question walks the pipeline's stages as plain functions: importing Haystack and its first run take
        # 0.6 s, a third of a cold start. A test holds both ways to the same answers.
        from qa.answer import ask as ask_plainly

        answer = worded(ask_plainly(index, question or "", **filters, as_of=as_of, after=after or ()))
        say_notes(answer.notes)
        if output is not None:
            from serve.exports.exporting import export_answer

            export_answer(answer, output, index.library.clause)
            typer.echo(f"已写入 {output}。", err=True)
        if as_json:
            print_json(answer_object(answer), out)
        else:
            from serve.printing import print_answer

            print_answer(answer, console(out), details=details)


@app.command("eval")
def evaluate(
    set_name: Annotated[
        str | None, typer.Argument(metavar="SET", help="eval/ 下的一组；不写则全部。", show_default=False)
    ] = None,
    as_json: JsonOption = False,
    save: Annotated[bool, typer.Option("--save", help="把这次的成绩存为以后比较的基准。")] = False,
) -> None:
    """重算 eval/ 下各组问题的成绩，并与上次存下的逐题比较。"""
    from eval.command import run

    with reported_errors():
        run(set_name, as_json, save)


@app.command()
def start(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...", help="文件或文件夹；不写则为随附的摘编。", show_default=False, readable=False
        ),
    ] = None,
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口；被占用时取后面第一个空的。")] = 8501,
) -> None:
    """从头用起：备好模型，收入文件，答一个示例问题，打开网页。"""
    from index.bundled_model import bundled_model_folder
    from ingest.errors import ModelError
    from serve.progress import fraction_progress

    if os.environ.get("JUDIAN_MODEL", "bundled") == "bundled":
        try:
            with fraction_progress(error_console(), "准备向量模型") as progress:
                bundled_model_folder(progress)
        except ModelError as error:  # words alone answer too
            typer.echo(str(error), err=True)
    ingest(paths or [SAMPLES], library)
    typer.echo(f"\n问：{SAMPLE_QUESTION}")
    ask(SAMPLE_QUESTION, library)
    typer.echo("")
    serving_commands.serve(library, port)


def one_or_batch(question: str | None, batch: str | None, json_lines: bool, after: Sequence[str] | None) -> None:
    """Exactly one of a question and --batch; wrong usage otherwise."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("请给出一个问题，或用 --batch FILE 给出一批，二者取一")
    if json_lines and batch is None:
        raise typer.BadParameter("--json-lines 只与 --batch 同用")
    if after and batch is not None:
        raise typer.BadParameter("--after 不与 --batch 同用：一批里的每个问题都单独回答")


def check_answer_output(output: Path, batch: str | None) -> None:
    """Say before any work that a file cannot be written in the format its name asks for."""
    from serve.exports.exporting import ANSWER_ENDINGS
    from serve.exports.files import checked_ending

    if batch is not None:
        raise typer.BadParameter("--output 不与 --batch 同用：一批问题的答案请用 --json-lines 写出")
    checked_ending(output, ANSWER_ENDINGS)


def run_batch(file: str, answer: Callable[[str], JsonObject], out: TextIO) -> None:
    """Answer each line of a file; each object is written out as soon as it is there."""
    from serve.batch import answer_lines, opened_questions

    with opened_questions(file) as questions:
        for value in answer_lines(questions, answer):
            print_json(value, out, one_line=True)


def main() -> None:
    """Run the command."""
    quieten()
    app()


if __name__ == "__main__":
    main()
