"""The `judian` command: thin shells; every heavy import is inside the command that needs it."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypedDict

import typer

from ingest.errors import PolicyError

if TYPE_CHECKING:
    from rich.console import Console

    from index.clause_index import OpenIndex
    from serve.contract import JsonObject

app = typer.Typer(
    name="judian",
    help="据典：从正式文件里找出条款来回答。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
model_app = typer.Typer(help="向量模型：准备、导出。", no_args_is_help=True)
app.add_typer(model_app, name="model")


class Filters(TypedDict):
    """The person's own filters, as `ask` takes them."""

    regions: Sequence[str]
    issuers: Sequence[str]
    years: Sequence[int]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} 不是日期，请写成 2024-05-01 的样子") from None


LibraryOption = Annotated[
    Path,
    typer.Option("--library", envvar="JUDIAN_LIBRARY", help="资料库文件夹。", show_default="./library", readable=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出上给出一个 JSON 对象。")]
BatchOption = Annotated[
    str | None, typer.Option("--batch", metavar="FILE", help="从文件逐行读问题；- 为标准输入。", show_default=False)
]
JsonLinesOption = Annotated[bool, typer.Option("--json-lines", help="与 --batch 同用：一行一个 JSON 对象。")]
RegionOption = Annotated[
    list[str] | None, typer.Option("--region", help="只看这个地区及其下级的文件；可重复。", show_default=False)
]
IssuerOption = Annotated[
    list[str] | None, typer.Option("--issuer", help="只看发文机关名称含此的文件；可重复。", show_default=False)
]
YearOption = Annotated[list[int] | None, typer.Option("--year", help="只看这一年的文件；可重复。", show_default=False)]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=_day, metavar="YYYY-MM-DD", help="按这一天的有效性回答（目前不起作用）。", show_default=False
    ),
]
CountOption = Annotated[int, typer.Option("-k", min=1, help="给出多少条。")]

DEFAULT_LIBRARY = Path("library")
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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="要看的文件。", readable=False)],
    as_json: JsonOption = False,
) -> None:
    """读一个文件，显示读出的字段、条款树和覆盖率；不碰资料库。"""
    from ingest.documents import parse_file
    from serve.contract import inspect_object

    with reported_errors(), only_json_on_stdout() as out:
        parsed = parse_file(file)
        if as_json:
            print_json(inspect_object(parsed), out)
        else:
            from serve.printing import print_inspection

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
    batch: BatchOption = None,
    json_lines: JsonLinesOption = False,
    as_json: JsonOption = False,
) -> None:
    """查找条款。"""
    from index.model import Filters as DocumentFilters
    from qa.search import search as search_clauses
    from serve.contract import search_object

    one_or_batch(query, batch, json_lines)
    filters = DocumentFilters(tuple(region or ()), tuple(issuer or ()), tuple(year or ()))
    with reported_errors(), only_json_on_stdout() as out:
        index = opened(library)
        if batch is not None:
            say_notes(index.notes)
            run_batch(
                batch, lambda text: search_object(search_clauses(index, text, k=k, filters=filters, as_of=as_of)), out
            )
            return
        results = search_clauses(index, query or "", k=k, filters=filters, as_of=as_of)
        say_notes(results.notes)
        if as_json:
            print_json(search_object(results), out)
        else:
            from serve.printing import print_search

            print_search(results, console(out))


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
    batch: BatchOption = None,
    json_lines: JsonLinesOption = False,
    as_json: JsonOption = False,
) -> None:
    """回答问题，每句话都注明出自哪一条。"""
    from serve.contract import answer_object

    one_or_batch(question, batch, json_lines)
    with reported_errors(), only_json_on_stdout() as out:
        index = opened(library)
        filters: Filters = {"regions": region or (), "issuers": issuer or (), "years": year or ()}
        if batch is not None:
            from qa.pipeline import ask_pipeline, ask_through

            say_notes(index.notes)
            pipeline = ask_pipeline(index)
            run_batch(
                batch, lambda text: answer_object(ask_through(pipeline, index, text, **filters, as_of=as_of)), out
            )
            return

        # One question walks the pipeline's stages as plain functions: importing Haystack and its first run take
        # 0.6 s, a third of a cold start. A test holds both ways to the same answers.
        from qa.answer import ask as ask_plainly

        answer = ask_plainly(index, question or "", **filters, as_of=as_of)
        say_notes(answer.notes)
        if as_json:
            print_json(answer_object(answer), out)
        else:
            from serve.printing import print_answer

            print_answer(answer, console(out))


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
    serve(library, port)


@app.command()
def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口；被占用时取后面第一个空的。")] = 8501,
) -> None:
    """在浏览器里用：只对本机开放。"""
    from serve.launch import HOST, free_port, serve_app

    with reported_errors():
        taken = free_port(port)
        if taken != port:
            typer.echo(f"端口 {port} 已被占用，改用 {taken}。", err=True)
        typer.echo(f"据典：http://{HOST}:{taken}（按 Ctrl+C 停止）", err=True)
        raise typer.Exit(serve_app(library, taken))


@model_app.command("prepare")
def model_prepare() -> None:
    """准备自带的向量模型（第一次要几秒钟，之后立即完成）。"""
    from index.bundled_model import bundled_model_folder
    from serve.progress import fraction_progress

    with reported_errors(), only_json_on_stdout() as out:
        with fraction_progress(error_console(), "准备向量模型") as progress:
            folder = bundled_model_folder(progress)
        print(folder, file=out)


@model_app.command("export")
def model_export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的或空的文件夹。")],
) -> None:
    """把自带的向量模型导出成一个文件夹，可以带到没有网络的机器上。"""
    from index.bundled_model import export_model
    from serve.progress import fraction_progress

    with reported_errors(), only_json_on_stdout() as out:
        with fraction_progress(error_console(), "导出向量模型") as progress:
            written = export_model(folder, progress)
        print(written, file=out)


# What the commands share.


def opened(library: Path) -> OpenIndex:
    """The library with its indexes."""
    from index.clause_index import open_index

    return open_index(library)


def one_or_batch(question: str | None, batch: str | None, json_lines: bool) -> None:
    """Exactly one of a question and --batch; wrong usage otherwise."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("请给出一个问题，或用 --batch FILE 给出一批，二者取一")
    if json_lines and batch is None:
        raise typer.BadParameter("--json-lines 只与 --batch 同用")


def run_batch(file: str, answer: Callable[[str], JsonObject], out: TextIO) -> None:
    """Answer each line of a file; each object is written out as soon as it is there."""
    from serve.batch import answer_lines, opened_questions

    with opened_questions(file) as questions:
        for value in answer_lines(questions, answer):
            print_json(value, out, one_line=True)


def say_notes(notes: Sequence[str]) -> None:
    """What a person should know besides the result, on standard error."""
    for note in notes:
        typer.echo(f"注意：{note}。", err=True)


def print_json(value: JsonObject, out: TextIO, *, one_line: bool = False) -> None:
    """One JSON object, flushed."""
    from serve.contract import as_json_text

    print(as_json_text(value, one_line=one_line), file=out, flush=True)


def console(out: TextIO) -> Console:
    """For results."""
    from rich.console import Console

    return Console(file=out, highlight=False, soft_wrap=not out.isatty())


def error_console() -> Console:
    """For progress and remarks."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@contextmanager
def only_json_on_stdout() -> Iterator[TextIO]:
    """Standard output for the result alone: whatever else prints goes to standard error."""
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        yield out


@contextmanager
def reported_errors() -> Iterator[None]:
    """A PolicyError becomes one line on standard error and exit status 1; anything else keeps its traceback."""
    try:
        yield
    except PolicyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        # The reader of our output has gone (judian … | head): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        typer.echo("已停止。", err=True)
        raise typer.Exit(130) from None


def quieten() -> None:
    """Logs at WARNING to standard error, no chatter of libraries; UTF-8 out, whatever the system's own code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file name that is not UTF-8 is written with escapes (valid inside JSON) rather than raising.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    level = os.environ.get("JUDIAN_LOG", "WARNING").upper()
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for name in ("jieba", "haystack", "pdfminer", "pdfplumber", "fontTools", "urllib3", "PIL", "faiss"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def main() -> None:
    """Run the command."""
    quieten()
    app()


if __name__ == "__main__":
    main()
