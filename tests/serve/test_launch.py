from __future__ import annotations

import socket

import pytest

from ingest.errors import QueryError
from serve.launch import app_file, free_port, streamlit_command


def test_a_busy_port_gives_the_next_free_one() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


def test_the_wanted_port_is_taken_when_it_is_free() -> None:
    assert free_port(8501, is_free=lambda port: True) == 8501


def test_no_free_port_is_said_with_a_remedy() -> None:
    with pytest.raises(QueryError, match="--port"):
        free_port(8501, is_free=lambda port: False)


def test_the_app_listens_on_this_machine_alone_and_reports_nothing() -> None:
    command = streamlit_command(8600)
    assert command[command.index("--server.address") + 1] == "localhost"
    assert command[command.index("--browser.gatherUsageStats") + 1] == "false"
    assert command[command.index("--server.headless") + 1] == "true"
    assert app_file().name == "app.py"
