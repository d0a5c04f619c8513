"""Where the app and the doors listen: whether a host is this machine alone, and ports that nobody has."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable
from pathlib import Path

from ingest.errors import QueryError
from serve.access.users import has_users, users_of

HOST = "localhost"
_TRIED = 50


def is_this_machine(host: str) -> bool:
    """Whether only programs of this machine can reach what listens there."""
    if host.lower() == HOST:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def checked_host(host: str, library: Path) -> str:
    """The host as it can be listened on; QueryError for one that others reach while nobody has to sign in, or that is not ours."""
    bare = host.strip().strip("[]")
    if not bare:
        raise QueryError("--host", "是空的", "请写 localhost，或本机的一个地址，如 192.168.1.20；0.0.0.0 是所有地址")
    if is_this_machine(bare):
        return bare
    if not has_users(library):
        raise QueryError(
            f"--host {host}",
            "别的电脑能连到这个地址，而这个资料库还没有用户，谁都不用登录",
            "请先用 judian users add 姓名 --role admin 添加管理员；只在本机用则不必写 --host",
        )
    users_of(library)  # a file that cannot be read is told now
    if not _is_ours(bare):
        raise QueryError(f"--host {host}", "不是本机的地址", "请写本机的地址，如 192.168.1.20；0.0.0.0 是所有地址")
    return bare


def _is_ours(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.bind((host, 0))
                return True
        except OSError:
            continue
    return False


def free_port(wanted: int, is_free: Callable[[int], bool] | None = None, *, host: str = HOST) -> int:
    """The port itself when nobody has it, else the next free one; QueryError where none is near."""
    is_free = is_free or (lambda port: _is_free(port) and (is_this_machine(host) or _can_bind(host, port)))
    for port in range(wanted, min(wanted + _TRIED, 65536)):
        if is_free(port):
            return port
    raise QueryError(f"端口 {wanted}", f"它和后面的 {_TRIED} 个端口都被占用", "请用 --port 指定另一个端口")


def _is_free(port: int) -> bool:
    """Whether nobody listens on the port on this machine, by either protocol."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        if not _can_bind(address, port, family):
            if family is socket.AF_INET:
                return False
            # No IPv6 on this machine says nothing; a port taken there does.
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return False
    return True


def _can_bind(address: str, port: int, family: socket.AddressFamily | None = None) -> bool:
    family = family or (socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # elsewhere this option would let two programs share one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError:
        return False
    return True


def address_of(host: str, port: int) -> str:
    """What a person types to reach it: http://localhost:8501, http://[::1]:8501."""
    named = HOST if host in ("127.0.0.1", "::1") else host
    return f"http://[{named}]:{port}" if ":" in named else f"http://{named}:{port}"
