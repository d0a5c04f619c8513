from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from qa.answer import ask
from serve.printing import print_answer
from tests.qa.in_memory import InMemoryIndex, index_of
from tests.qa.notices import written


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> InMemoryIndex:
    return index_of(written(tmp_path_factory.mktemp("notices")))


@pytest.mark.parametrize("width", [20, 33, 40, 61, 80])
@pytest.mark.parametrize("soft_wrap", [False, True])
def test_citations_and_quotes_are_wrapped_and_never_cut(index: InMemoryIndex, width: int, soft_wrap: bool) -> None:
    answer = ask(index, "离退休党支部书记补贴标准是多少元？")
    out = io.StringIO()
    print_answer(answer, Console(file=out, width=width, soft_wrap=soft_wrap, color_system=None))
    printed = "".join(out.getvalue().split())
    for finding in answer.findings:
        assert "".join(finding.citation.split()) in printed
        assert "".join(finding.clause_id.split()) in printed
        assert "".join(finding.quote.split()) in printed


def test_a_terminals_edge_is_respected(index: InMemoryIndex) -> None:
    from rich.cells import cell_len

    out = io.StringIO()
    print_answer(ask(index, "离退休党支部书记补贴标准是多少元？"), Console(file=out, width=40, color_system=None))
    assert max(cell_len(line.rstrip()) for line in out.getvalue().splitlines()) <= 40


def test_a_file_gets_whole_lines(index: InMemoryIndex, tmp_path: Path) -> None:
    out = io.StringIO()
    answer = ask(index, "离退休党支部书记补贴标准是多少元？")
    print_answer(answer, Console(file=out, width=40, soft_wrap=True, color_system=None))
    assert any(answer.findings[0].citation in line for line in out.getvalue().splitlines())


def test_what_was_read_as_a_filter_is_said_in_one_line(index: InMemoryIndex) -> None:
    out = io.StringIO()
    answer = ask(index, "丽水 2020 离退休党支部书记补贴")
    print_answer(answer, Console(file=out, width=60, soft_wrap=True, color_system=None))
    assert out.getvalue().splitlines()[0].startswith("理解为：地区 丽水 ✕  年份 2020 ✕")
    out = io.StringIO()
    print_answer(ask(index, "离退休党支部书记补贴"), Console(file=out, soft_wrap=True, color_system=None))
    assert "理解为" not in out.getvalue()


def test_what_has_ended_is_marked_beside_its_citation_with_the_clause_that_ended_it(tmp_path: Path) -> None:
    from index.clause_index import open_index
    from index.update import ingest_paths
    from qa.search import search
    from serve.printing import print_search

    notice = "溪州市民政局文件\n{number}\n老年助餐服务管理办法\n第一条 老年人每餐补贴{sum}元。\n第二条 {end}\n溪州市民政局\n{day}\n"
    folder = tmp_path / "文件"
    folder.mkdir()
    older = notice.format(number="溪民发〔2020〕3号", sum=2, end="本办法自2020年3月1日起施行。", day="2020年2月1日")
    ends = "本办法自2024年1月1日起施行，《老年助餐服务管理办法》（溪民发〔2020〕3号）同时废止。"
    newer = notice.format(number="溪民发〔2023〕9号", sum=3, end=ends, day="2023年12月1日")
    (folder / "旧.txt").write_text(older, encoding="utf-8")
    (folder / "新.txt").write_text(newer, encoding="utf-8")
    ingest_paths([folder], tmp_path / "库", embed=False)
    index = open_index(tmp_path / "库", "none")
    out = io.StringIO()
    console = Console(file=out, soft_wrap=True, color_system=None)
    print_answer(ask(index, "老年人每餐补贴多少元"), console)
    print_search(search(index, "老年人每餐补贴"), console)
    printed = out.getvalue()
    assert printed.count("（已废止）《老年助餐服务管理办法》（溪民发〔2020〕3号）") >= 2
    assert "已废止的依据：溪民发〔2023〕9号" in printed
    assert "（已废止）《老年助餐服务管理办法》（溪民发〔2023〕9号）" not in printed


def test_an_answer_as_often_wrong_as_right_is_doubted_right_below_its_line(index: InMemoryIndex) -> None:
    answer = replace(ask(index, "离退休党支部书记补贴标准是多少元？"), confidence=0.45)
    out = io.StringIO()
    print_answer(answer, Console(file=out, soft_wrap=True, color_system=None))
    lines = out.getvalue().splitlines()
    doubted = lines.index("把握不大：这类回答十次约有四次正确，请核对原文。")
    assert "".join(lines[doubted - 1].split()) in "".join(answer.statements[0].text.split())
    out = io.StringIO()
    print_answer(replace(answer, confidence=0.9), Console(file=out, soft_wrap=True, color_system=None))
    assert "把握" not in out.getvalue()
