"""`judian serve` and `judian mcp`: thin shells."""

from __future__ import annotations

from typing import Annotated

import typer

from serve.shell import DEFAULT_LIBRARY, LibraryOption, reported_errors

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 8501
DEFAULT_DOORS_PORT = 8701


def add_to(app: typer.Typer) -> None:
    """Make these commands part of the app."""
    for command in (serve, mcp):
        app.command()(command)


def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="网页的端口；被占用时取后面第一个空的。")
    ] = DEFAULT_PORT,
    doors_port: Annotated[
        int, typer.Option("--doors-port", min=1, max=65535, help="接口（REST、MCP）的端口；被占用时同上。")
    ] = DEFAULT_DOORS_PORT,
    host: Annotated[
        str, typer.Option("--host", help="监听的地址；不写则只对本机开放，别的地址要先有用户。")
    ] = DEFAULT_HOST,
    app_only: Annotated[bool, typer.Option("--app-only", "--no-doors", help="只开网页，不开接口。")] = False,
) -> None:
    """在浏览器里用，并开放接口：默认只对本机。"""
    from serve.launch import Service, serve_all
    from serve.running.addresses import checked_host, free_port

    with reported_errors():
        host = checked_host(host, library)
        app_port = _free(free_port(port, host=host), port)
        door = None
        if not app_only:
            wanted = doors_port + (doors_port == app_port)
            door = _free(free_port(wanted, host=host), doors_port)
        raise typer.Exit(serve_all(Service(library, host, app_port, door), _say))


def mcp(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """让办公助手从资料库里取条款和答案（MCP，标准输入输出）；由助手的程序启动。"""
    from serve.doors.mcp_stdio import serve_stdio

    with reported_errors():
        serve_stdio(library)


def _free(found: int, wanted: int) -> int:
    if found != wanted:
        _say(f"端口 {wanted} 已被占用，改用 {found}。")
    return found


def _say(message: str) -> None:
    typer.echo(message, err=True)
