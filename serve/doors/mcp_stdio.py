"""The MCP door over standard input and output: an assistant's program starts `judian mcp` and speaks with it."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path
from threading import Thread

from index.library import Library
from ingest.errors import PolicyError, QueryError
from serve.access.model import LOCAL, Reader
from serve.access.users import has_users, reader_with_token
from serve.doors.mcp_reading import Reading
from serve.doors.mcp_server import mcp_server
from serve.doors.opened import OpenedLibrary
from serve.doors.readers import LibraryReaders

TOKEN_VARIABLE = "JUDIAN_TOKEN"
_logger = logging.getLogger(__name__)


def serve_stdio(folder: Path) -> None:
    """Answer until standard input ends; PolicyError where there is no library, or nobody we know has started us.

    The SDK keeps standard output to itself: whatever else this process prints goes to standard error.
    """
    Library.open(folder).close()
    reader_of_process(folder)
    opened = OpenedLibrary(folder)
    opening = Thread(target=open_ahead, args=(opened,), name="open")
    opening.start()
    # Ctrl+C ends the process at once: standard input is read by a thread, which an exception here would wait for.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        mcp_server(Reading(opened, LibraryReaders(folder, "mcp"), lambda: reader_of_process(folder))).run("stdio")
    finally:
        opening.join()  # native code of the indexes must not be cut off by the end of the process


def reader_of_process(folder: Path) -> Reader:
    """Who has started us: where a library has users, whose key JUDIAN_TOKEN is; QueryError for nobody we know."""
    if not has_users(folder):
        return LOCAL
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    reader = reader_with_token(folder, token) if token else None
    if reader is None:
        problem = f"{TOKEN_VARIABLE} 里的密钥不对" if token else f"这个资料库要登录，而没有设置 {TOKEN_VARIABLE}"
        raise QueryError(
            "judian mcp",
            problem,
            f"请管理员用 judian users token 姓名 发一个密钥，写进助手的设置，作为环境变量 {TOKEN_VARIABLE}",
        )
    return reader


def open_ahead(opened: OpenedLibrary) -> None:
    """Open the library before the first question comes; what is wrong with it is told when one does."""
    try:
        opened.index()
    except PolicyError as error:
        _logger.warning("%s", error)
