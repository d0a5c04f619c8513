from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.model import StoredClause
from index.update import ingest_paths
from ingest.model import Status
from qa.answer import ask
from qa.model import Answer, Copy, Statement
from serve.contract import answer_object
from serve.exports.exporting import export_answer
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written
from tests.serve.exports.reading import FIGURE, W, document, every_part_is_xml, paragraphs_of, text_of_docx

QUESTION = "离退休党支部书记补贴标准是多少元？"
MADE_ON = date(2024, 5, 1)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")))


def clause_of(index: InMemoryIndex) -> Callable[[str], StoredClause | None]:
    return {stored.clause.clause_id: stored for stored in index.library.stored_clauses}.get


def exported(answer: Answer, index: InMemoryIndex, folder: Path) -> list[str]:
    path = folder / "答复.docx"
    export_answer(answer, path, clause_of(index), made_on=MADE_ON)
    every_part_is_xml(path)
    return paragraphs_of(document(path))


def test_the_question_the_short_line_each_boxed_quote_and_its_formal_citation_stand_in_order(
    index: InMemoryIndex, tmp_path: Path
) -> None:
    answer = ask(index, QUESTION)
    lines = exported(answer, index, tmp_path)
    assert lines[0] == QUESTION
    assert lines[1] == answer.statements[0].text
    places = []
    for number, finding in enumerate(answer.findings, 1):
        places.append(next(at for at, line in enumerate(lines) if line.startswith(f"{number}. ")))
        assert "".join(finding.quote.split()) in lines[places[-1]]
    assert places == sorted(places)
    assert (
        "《关于做好离退休党支部工作的通知》（仪老干〔2021〕9号，仪征市老干部局，2021年5月6日）第二部分（二）"
        in (lines[places[0] + 1])
    )
    assert "·\t山东《关于做好森林防火工作的通知》".replace("\t", "") in lines


def test_an_answer_as_often_wrong_as_right_is_doubted_below_its_line(index: InMemoryIndex, tmp_path: Path) -> None:
    answer = ask(index, QUESTION)
    lines = exported(replace(answer, confidence=0.5), index, tmp_path)
    assert lines[2] == "把握不大：这类回答十次约有五次正确，请核对原文。"
    assert not any("把握" in line for line in exported(replace(answer, confidence=0.9), index, tmp_path))


def test_quotes_are_boxed(index: InMemoryIndex, tmp_path: Path) -> None:
    answer = ask(index, QUESTION)
    export_answer(answer, tmp_path / "x.docx", clause_of(index))
    boxed = [p for p in document(tmp_path / "x.docx").paragraphs if p._p.find(f"{W}pPr/{W}pBdr") is not None]
    assert len(boxed) == len(answer.findings)


def test_no_figure_stands_in_the_file_that_is_not_in_the_answer_or_its_notices(
    index: InMemoryIndex, tmp_path: Path
) -> None:
    answer = ask(index, QUESTION)
    export_answer(answer, tmp_path / "x.docx", clause_of(index), made_on=MADE_ON)
    notices = "".join(document.text for document in index.library.whole.values())
    told = FIGURE.findall(json.dumps(answer_object(answer), ensure_ascii=False) + notices)
    numbers = [str(n) for n in range(1, len(answer.findings) + 1)]
    assert set(FIGURE.findall(text_of_docx(document(tmp_path / "x.docx")))) <= {*told, *numbers}


def test_what_was_not_found_says_why_and_what_is_near(index: InMemoryIndex, tmp_path: Path) -> None:
    answer = ask(index, "宇航员每月补贴多少元？")
    lines = exported(answer, index, tmp_path)
    assert "依据" not in lines
    assert any(line and line in answer.answer for line in lines[1:])
    if answer.nearest:
        assert "相近的条款" in lines


def test_what_has_ended_says_so_with_its_proof_and_hostile_words_stay_words(
    index: InMemoryIndex, tmp_path: Path
) -> None:
    answer = ask(index, QUESTION)
    first = answer.findings[0]
    hostile = replace(
        first, status=Status.REPEALED, status_clause=first.clause_id, newer="新\x07版", begins_on=date(2021, 6, 1),
        copies=(Copy("d", "c", "另\x00一份.pdf"),), quote="不低于\u202e003\u202c元]]></w:t>",
    )  # fmt: skip
    warned = replace(
        answer,
        findings=(hostile,),
        statements=(*answer.statements[:1], Statement("请注意：两处不一致。", ())),
        notes=("资料\x1b库",),
    )
    lines = exported(warned, index, tmp_path)
    assert "1. 不低于003元]]></w:t>" in lines
    assert "请注意：两处不一致。" in lines
    assert any(line.endswith("（已废止）") for line in lines)
    assert any(line.startswith("已废止的依据：《关于做好离退休党支部工作的通知》") for line in lines)
    assert "同一份文件另见：另�一份.pdf" in lines
    assert "自2021年6月1日起施行" in lines


def test_a_clause_that_the_library_has_no_more_is_cited_as_the_answer_did(index: InMemoryIndex, tmp_path: Path) -> None:
    answer = ask(index, QUESTION)
    export_answer(answer, tmp_path / "x.docx", lambda _: None)
    assert answer.findings[0].citation in text_of_docx(document(tmp_path / "x.docx"))


def test_the_command_writes_the_file_its_name_asks_for(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from serve.cli import app

    library = tmp_path / "library"
    ingest_paths(written(tmp_path), library, embed=False)
    run = CliRunner()
    done = run.invoke(app, ["ask", QUESTION, "--library", str(library), "--output", str(tmp_path / "答.docx")])
    assert done.exit_code == 0, done.output
    assert paragraphs_of(document(tmp_path / "答.docx"))[0] == QUESTION
    refused = run.invoke(app, ["ask", QUESTION, "--library", str(library), "--output", str(tmp_path / "答.pdf")])
    assert refused.exit_code == 1
    assert not (tmp_path / "答.pdf").exists()
    batch = ["ask", "--batch", "-", "--json-lines", "--output", str(tmp_path / "答.docx")]
    assert run.invoke(app, batch, input=QUESTION).exit_code == 2
