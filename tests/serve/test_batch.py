from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import QueryError
from serve.batch import answer_lines, opened_questions


def questions_in(path: Path) -> list[str]:
    with opened_questions(str(path)) as questions:
        return list(questions)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_questions_are_read_one_a_line_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "问题.txt"
    path.write_bytes("补贴多少\r\n谁负责\n最后一问".encode(encoding))
    assert questions_in(path) == ["补贴多少", "谁负责", "最后一问"]


def test_an_empty_line_keeps_its_place(tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_text("甲\n\n乙\n", encoding="utf-8")
    assert questions_in(path) == ["甲", "", "乙"]


def test_a_question_that_fails_gives_its_error_and_the_run_goes_on() -> None:
    def answer(question: str) -> dict[str, object]:
        if question == "坏":
            raise QueryError("问题", "是坏的", "换一个")
        return {"question": question}

    assert list(answer_lines(iter(["甲", "坏", "乙"]), answer)) == [
        {"question": "甲"},
        {"question": "坏", "error": "问题：是坏的。换一个。"},
        {"question": "乙"},
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="没有这个"), opened_questions(str(tmp_path / "没有这个.txt")):
        pass
