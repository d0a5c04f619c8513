"""The guide's blocks of Python run as they are printed, without a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.conditions import FIELDS
from index.update import ingest_paths
from tests.index.small_notices import CountingEmbedder
from tests.qa.notices import written

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "haystack.md"
# A block of Python, unless the line before it says that it is not run.
BLOCK = re.compile(r"(?ms)(?P<marked><!-- not run[^\n]*-->\n)?^```python\n(?P<code>.*?)^```$")


def test_the_guides_code_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = CountingEmbedder()
    monkeypatch.setattr("index.embedding.load_embedder", lambda model: made)
    monkeypatch.chdir(tmp_path)
    Path("notices").mkdir()
    ingest_paths(written(Path("notices")), Path("library"), workers=1)
    blocks = [found["code"] for found in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")) if not found["marked"]]
    assert len(blocks) >= 6
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(GUIDE), "exec"), names)
    printed = capsys.readouterr().out
    assert "260元" in printed and "《关于做好离退休党支部工作的通知》（仪老干〔2021〕9号）第二部分（二）" in printed


def test_the_guide_names_every_field_of_a_clause() -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("## Fields of a clause")[2].partition("## Retrievers")[0]
    assert set(re.findall(r"`([a-z_]+)`", table)) >= set(FIELDS) | {"citation"}
