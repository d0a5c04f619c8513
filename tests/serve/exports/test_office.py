from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ingest.readers.word.libreoffice import find_libreoffice
from serve.exports.exporting import export_comparison
from tests.serve.exports.comparisons import hostile


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_an_office_program_opens_what_hostile_text_was_written_into(tmp_path: Path, ending: str) -> None:
    import pypdfium2

    program = find_libreoffice()
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    file = tmp_path / f"x{ending}"
    comparison, clause_of = hostile(rows=9)
    export_comparison(comparison, file, clause_of)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=False, capture_output=True, timeout=180)
    made = file.with_suffix(".pdf")
    if ending == ".xlsx" and not made.exists():
        pytest.skip("LibreOffice is here without Calc")
    pdf = pypdfium2.PdfDocument(str(made))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "未规定" in text
    assert "补贴" in text
    assert "003" in "".join(text.split())
