from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.text import Text

from serve.wrapping import wrapped

_TEXT = (
    "湖北《关于做好2024—2025年度供热保障工作的通知》（鄂建函〔2024〕118号）第三部分（二）："
    "“对老旧小区，供热单位应当上门检修；费用由单位承担。”"
)


@pytest.mark.parametrize("width", [12, 20, 33, 40, 61, 80])
def test_lines_fit_and_say_all(width: int) -> None:
    lines = [line.plain for line in wrapped(Text(_TEXT), width)]
    assert "".join(lines) == _TEXT
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [24, 33, 40, 61, 80])
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    lines = [line.plain for line in wrapped(Text(_TEXT), width)]
    assert not any(line[0] in "，。；：、）》”〕" for line in lines)
    assert not any(line[-1] in "（《“〔" for line in lines)


def test_a_figure_is_not_parted() -> None:
    lines = [line.plain for line in wrapped(Text("从本年度起每户每月补助标准提高到12345元"), 36)]
    assert any("12345" in line for line in lines)


def test_line_breaks_and_styles_are_kept() -> None:
    lines = wrapped(Text.assemble(("第一行", "bold"), "\n", "第二行"), 40)
    assert [line.plain for line in lines] == ["第一行", "第二行"]
    assert lines[0].spans and lines[0].spans[0].style == "bold"
