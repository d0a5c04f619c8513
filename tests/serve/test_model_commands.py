from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import bundled_model
from index.bundled_model import STAMP_FILE, bundled_model_folder, bundled_model_place
from index.models_carried import MANIFEST_FILE, export_model
from index.packed_weights import sha256_of
from tests.index.packed_file import write_packed_file
from tests.index.test_lineage import CITY, PROVINCE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a very small bundled model, another one in a zip file, and two notices."""
    packed = tmp_path / "packed.bin"
    write_packed_file(packed)
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(bundled_model, "_packed_file", lambda: packed)
    place = bundled_model_place()
    with monkeypatch.context() as small:
        small.setattr(bundled_model, "SOURCE_SHA256", sha256_of(packed))
        bundled_model_folder()
        other = export_model(tmp_path / "other")
    stamp = json.loads((other / STAMP_FILE).read_text(encoding="utf-8"))
    (other / STAMP_FILE).write_text(json.dumps(stamp | {"fingerprint": "other-1"}), encoding="utf-8")
    (other / MANIFEST_FILE).unlink()
    assert place.is_dir()
    for name, text in (("省", PROVINCE), ("市", CITY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def judian(machine: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "JUDIAN_MODEL"}
    environment |= {"JUDIAN_CACHE": str(machine / "cache"), "JUDIAN_LIBRARY": str(machine / "库")}
    environment |= {"HF_HUB_CACHE": str(machine / "hub"), "PYTHONPATH": str(ROOT), "COLUMNS": "100"} | variables
    return subprocess.run(
        [sys.executable, "-m", "serve.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
def test_a_model_is_imported_used_and_its_forerunner_removed(machine: Path) -> None:
    assert judian(machine, "ingest", machine / "省.txt", machine / "市.txt").returncode == 0
    imported = judian(machine, "model", "import", machine / "other")
    assert (imported.returncode, imported.stdout) == (0, "other\n")

    begun = judian(machine, "model", "use", "other")
    assert begun.returncode == 0, begun.stderr
    state = {"next": "other"}
    deadline = time.monotonic() + 120
    while state["next"] and time.monotonic() < deadline:
        state = json.loads(judian(machine, "model", "status", "--json").stdout)
    assert (state["next"], state["used"]) == (None, "other")

    listed = json.loads(judian(machine, "model", "list", "--json").stdout)
    used = [(m["name"], m["clauses"] == listed["clauses"] > 0) for m in listed["models"] if m["used"]]
    assert used == [("other", True)] and listed["chosen_by"] == "library"
    assert "已删去" in judian(machine, "model", "remove", "bundled").stdout
    refused = judian(machine, "model", "remove", "other")
    assert refused.returncode == 1 and "正在使用" in refused.stderr
    waited = judian(machine, "model", "use", "bundled", "--wait")
    assert (waited.returncode, waited.stdout) == (0, "正在使用：bundled\n")


@pytest.mark.slow
def test_what_cannot_be_had_is_told_and_nothing_changes(machine: Path) -> None:
    assert judian(machine, "model", "list").returncode == 0  # without a library too
    assert judian(machine, "model", "use", "other").returncode == 1
    judian(machine, "ingest", machine / "省.txt")
    missing = judian(machine, "model", "use", machine / "nowhere")
    assert missing.returncode == 1 and "没有这个模型文件夹" in missing.stderr
    assert judian(machine, "model", "status").stdout == "正在使用：bundled\n"
    overruled = judian(machine, "model", "use", "bundled", JUDIAN_MODEL="none")
    assert "JUDIAN_MODEL=none 优先" in overruled.stderr
