from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from serve.cli import app

ROOT = Path(__file__).resolve().parents[2]
SERVING = ROOT / "docs" / "serving"
CONTAINER = (SERVING / "Containerfile").read_text(encoding="utf-8")
UNIT = (SERVING / "judian.service").read_text(encoding="utf-8")
# judian serve --host …, also with the command's folder before it
CALLED = re.compile(r'judian"?,? "?(?P<command>serve|mcp)\b(?P<rest>[^\n#]*)')


@pytest.mark.parametrize("file", [ROOT / "docs" / "serving.md", *sorted(SERVING.iterdir())], ids=lambda p: p.name)
def test_the_options_that_are_told_of_are_there(file: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for found in CALLED.finditer(file.read_text(encoding="utf-8")):
        known = {name for option in commands[found["command"]].params for name in option.opts}
        assert set(re.findall(r"--[a-z][a-z-]*", found["rest"])) <= known, found.group()


def test_the_container_runs_without_root_over_a_volume_and_is_watched() -> None:
    stage = CONTAINER.rpartition("\nFROM ")[2]
    assert "USER judian" in stage and "VOLUME /library" in stage and "HEALTHCHECK" in stage
    assert stage.index("USER judian") < stage.index("CMD [")
    assert (
        re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE) == ["python:3.11-slim"] * 2
    )  # whatever registry is set up
    assert not re.search(r"index-url|https?://(?!127\.0\.0\.1)", CONTAINER)


def test_the_service_stops_its_parts_in_order_and_writes_nowhere_else() -> None:
    settings = dict(line.split("=", 1) for line in UNIT.splitlines() if "=" in line and not line.startswith("#"))
    assert settings["KillMode"] == "mixed"  # the command is told, and stops its parts
    assert (settings["User"], settings["NoNewPrivileges"], settings["ProtectSystem"]) == ("judian", "yes", "strict")
    assert int(settings["TimeoutStopSec"]) > 10
