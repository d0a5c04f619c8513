from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from index.update import ingest_paths
from serve.cli import app
from tests.qa.notices import written
from tests.serve.exports.reading import text_of_xlsx, workbook


def test_compare_writes_the_file_its_name_asks_for_and_refuses_others_before_any_work(tmp_path: Path) -> None:
    library = str(tmp_path / "library")
    ingest_paths(written(tmp_path), Path(library), embed=False)
    run = CliRunner()
    done = run.invoke(app, ["compare", "书记补贴", "--library", library, "--output", str(tmp_path / "对照.xlsx")])
    assert done.exit_code == 0, done.output
    text = text_of_xlsx(workbook(tmp_path / "对照.xlsx"))
    assert "260元" in text
    assert "（仪老干〔2021〕9号，仪征市老干部局，2021年5月6日）第二部分（二）" in text
    refused = run.invoke(app, ["compare", "书记补贴", "--library", "没有这个库", "--output", str(tmp_path / "x.pdf")])
    assert refused.exit_code == 1
    assert "把后缀写成" in refused.output
