from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ingest.errors import QueryError
from serve.access.model import Role
from serve.access.users import USERS, put_user
from serve.running.addresses import address_of, checked_host, free_port, is_this_machine


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.20", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("", False),
    ],
)
def test_which_hosts_are_this_machine_alone(host: str, alone: bool) -> None:
    assert is_this_machine(host) is alone


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "policy.example.org"])
def test_others_are_not_served_while_nobody_signs_in(host: str, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="judian users add"):
        checked_host(host, tmp_path)


def test_others_are_served_once_there_are_users(tmp_path: Path) -> None:
    put_user(tmp_path, "管理员", Role.ADMIN)
    assert checked_host("0.0.0.0", tmp_path) == "0.0.0.0"
    with pytest.raises(QueryError, match="不是本机的地址"):
        checked_host("203.0.113.7", tmp_path)
    with pytest.raises(QueryError, match="是空的"):
        checked_host(" ", tmp_path)


def test_a_file_of_users_that_cannot_be_read_serves_nobody(tmp_path: Path) -> None:
    (tmp_path / USERS).write_text("{", encoding="utf-8")
    with pytest.raises(QueryError, match="读不出来"):
        checked_host("0.0.0.0", tmp_path)
    assert checked_host("localhost", tmp_path) == "localhost"


def test_a_port_that_another_has_on_all_addresses_is_passed_over() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port, host="0.0.0.0") > port


def test_addresses_are_printed_as_people_type_them() -> None:
    assert address_of("127.0.0.1", 8501) == "http://localhost:8501"
    assert address_of("192.168.1.20", 8501) == "http://192.168.1.20:8501"
    assert address_of("fe80::1", 8501) == "http://[fe80::1]:8501"
