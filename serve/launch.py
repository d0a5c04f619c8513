"""Start the app and the doors: what each is called with, and Streamlit's own settings."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import QueryError
from serve.running.addresses import HOST, address_of, free_port, is_this_machine
from serve.running.parts import Part, run_parts

__all__ = ["DOORS_PORT", "HOST", "PORT", "Service", "app_file", "free_port", "serve_all", "streamlit_command"]

PORT = 8501
DOORS_PORT = 8701
SERVED_VARIABLE = "JUDIAN_SERVED_TO_OTHERS"  # for the app: set where others reach it, who must sign in whatever happens
# What Streamlit is told beside its address. The looks are in .streamlit/config.toml beside app.py.
_SETTINGS = {
    "server.headless": "true",  # no browser of its own
    "server.fileWatcherType": "none",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.enableAgentApi": "false",  # programs use the doors, which know who asks
    "server.maxCacheDataSize": "256mb",  # of all sessions together
    "server.maxUploadSize": "200",  # MB
    "runner.magicEnabled": "false",  # every page would be rewritten for it
    "runner.postScriptGC": "false",  # walking through all objects after every click cost more than the answer
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",  # they lead to search engines
    "client.toolbarMode": "minimal",
    "logger.level": "warning",
    "logger.hideWelcomeMessage": "true",
    "browser.gatherUsageStats": "false",
}


@dataclass(frozen=True, slots=True)
class Service:
    """What is served, and where."""

    library: Path
    host: str = HOST
    port: int = PORT
    doors_port: int | None = None  # None: no doors


def app_file() -> Path:
    """Where app.py is, in a checkout or installed."""
    found = importlib.util.find_spec("app")
    if found is None or found.origin is None:
        raise QueryError("app.py", "没有找到", "请在安装了 judian 的环境里运行")
    return Path(found.origin)


def streamlit_command(port: int, host: str = HOST) -> list[str]:
    """The command that serves the app: this machine only unless a host is given, no browser opened, no usage statistics."""
    settings = [part for name, value in _SETTINGS.items() for part in (f"--{name}", value)]
    # A page of another site that calls itself by this machine's address (DNS rebinding) is not answered.
    known = (HOST, "127.0.0.1", "[::1]") if is_this_machine(host) else ()
    return [
        *(sys.executable, "-m", "serve.running.app_process", "run", str(app_file())),
        *("--server.address", host, "--server.port", str(port), "--browser.serverAddress", host),
        *settings,
        *(part for name in known for part in ("--server.allowedHosts", name)),
    ]


def doors_command(port: int, host: str = HOST) -> list[str]:
    """The command that serves REST and MCP."""
    return [sys.executable, "-m", "serve.running.doors_process", host, str(port)]


def serve_all(service: Service, say: Callable[[str], None]) -> int:
    """Run the app, and the doors where there is a port for them, until they are stopped; returns the exit status."""
    parts = [Part("网页", streamlit_command(service.port, service.host))]
    say(f"据典：{address_of(service.host, service.port)}（按 Ctrl+C 停止）")
    if service.doors_port is not None:
        parts.append(Part("接口", doors_command(service.doors_port, service.host)))
        address = address_of(service.host, service.doors_port)
        say(f"接口：{address}（REST 的说明在 /openapi.json，助手用的 MCP 在 /mcp）")
    if not is_this_machine(service.host):
        say("别的电脑也能打开，要登录。口令在网上不加密，请在前面放 HTTPS（见 docs/serving.md）。")
    environment = {
        **os.environ,
        "JUDIAN_LIBRARY": str(service.library.resolve()),
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        SERVED_VARIABLE: "" if is_this_machine(service.host) else "1",
    }
    return run_parts(parts, environment, say)
