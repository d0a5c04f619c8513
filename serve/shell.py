"""What the commands share: options, errors as one line, standard output kept for the result alone."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from ingest.errors import PolicyError

if TYPE_CHECKING:
    from rich.console import Console

    from index.clause_index import OpenIndex
    from serve.contract import JsonObject


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
    typer.Option("--as-of", parser=_day, metavar="YYYY-MM-DD", help="只用这一天有效的文件。", show_default=False),
]
AfterOption = Annotated[
    list[str] | None,
    typer.Option("--after", metavar="QUESTION", help="此前问过的问题；可重复，先问的在前。", show_default=False),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="条件", help="不用从问题里读出的这个条件，如 地区:浙江；可重复。", show_default=False
    ),
]
PhraseOption = Annotated[
    bool | None,
    typer.Option(
        "--phrase/--no-phrase", help="由所设的语言模型归纳答案，逐句核对；不写则设了就用。", show_default=False
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="FILE", help="另写成文件，格式看后缀，如 .docx。", show_default=False, readable=False
    ),
]
CountOption = Annotated[int, typer.Option("-k", min=1, help="给出多少条。")]

DEFAULT_LIBRARY = Path("library")


def opened(library: Path) -> OpenIndex:
    """The library with its indexes."""
    from index.clause_index import open_index

    return open_index(library)


def chip_ids(without: Sequence[str] | None) -> tuple[str, ...]:
    """Ids of chips as `ask` knows them: a full-width colon and white space are as good; wrong usage otherwise."""
    from qa.model import FilterKind

    kinds = [kind.value for kind in FilterKind]
    ids = []
    for text in without or ():
        kind, _, value = (part.strip() for part in text.replace("：", ":").partition(":"))
        if kind not in kinds:
            raise typer.BadParameter(f"--without {text}：请写成 地区:浙江 的样子，条件有{'、'.join(kinds)}")
        ids.append(f"{kind}:{value}" if value else kind)
    return tuple(ids)


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
