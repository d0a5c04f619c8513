"""Start the app in a browser: the port, and Streamlit's own settings."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ingest.errors import QueryError

HOST = "localhost"
PORT = 8501
_TRIED = 50


def free_port(wanted: int, is_free: Callable[[int], bool] | None = None) -> int:
    """The port itself when nobody has it, else the next free one; QueryError where none is near."""
    is_free = is_free or _is_free
    for port in range(wanted, min(wanted + _TRIED, 65536)):
        if is_free(port):
            return port
    raise QueryError(f"端口 {wanted}", f"它和后面的 {_TRIED} 个端口都被占用", "请用 --port 指定另一个端口")


def _is_free(port: int) -> bool:
    """Whether nobody listens on the port on this machine, by either protocol."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                if os.name == "posix":  # elsewhere this option would let two programs share one port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError:
            if family is socket.AF_INET:
                return False
            # No IPv6 on this machine says nothing; a port taken there does.
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return False
    return True


def app_file() -> Path:
    """Where app.py is, in a checkout or installed."""
    found = importlib.util.find_spec("app")
    if found is None or found.origin is None:
        raise QueryError("app.py", "没有找到", "请在安装了 judian 的环境里运行")
    return Path(found.origin)


def streamlit_command(port: int) -> list[str]:
    """The command that serves the app: this machine only, no browser opened, no usage statistics."""
    return [
        *(sys.executable, "-m", "streamlit", "run", str(app_file())),
        *("--server.address", HOST, "--server.port", str(port)),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false", "--browser.serverAddress", HOST),
    ]


def serve_app(library: Path, port: int) -> int:
    """Run the app until it is stopped; returns its exit status."""
    environment = {
        **os.environ,
        "JUDIAN_LIBRARY": str(library.resolve()),
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
    command = streamlit_command(port)
    if os.name == "posix":  # one process, so that stopping the command stops the app
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
