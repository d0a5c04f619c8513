"""A rule that another notice has amended is never told without the words that amend it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.answer import ask

RULE = """中共洛阳市委老干部局文件
洛老干〔2021〕5号
洛阳市离退休干部走访慰问办法
各县区委老干部局：
第一条 为规范走访慰问工作，制定本办法。
第二条 退休干部住院的，慰问金每人每次400元。
第三条 退休干部逝世后，所在单位应当在48小时内报告市委老干部局。
中共洛阳市委老干部局
2021年3月2日
"""
AMENDING = """中共洛阳市委老干部局文件
洛老干〔2024〕8号
关于修改《洛阳市离退休干部走访慰问办法》部分条款的通知
各县区委老干部局：
现对《洛阳市离退休干部走访慰问办法》（洛老干〔2021〕5号）作如下修改：
一、将《洛阳市离退休干部走访慰问办法》第三条中的“在48小时内”修改为“在24小时内”。
二、本通知自印发之日起施行。
中共洛阳市委老干部局
2024年6月3日
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIndex]:
    folder = tmp_path_factory.mktemp("amended")
    notices = folder / "notices"
    notices.mkdir()
    for name, text in {"办法": RULE, "修改": AMENDING}.items():
        (notices / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest_paths([notices], folder / "library", model="none")
    opened = open_index(folder / "library", "none")
    yield opened
    opened.library.close()


def test_an_amended_article_is_told_with_the_clause_that_amends_it(index: OpenIndex) -> None:
    answer = ask(index, "退休干部逝世后多少小时内报告市委老干部局")
    lines = answer.answer.splitlines()
    assert any(line.startswith("请注意：所引规定已有修改。") and "在24小时内" in line for line in lines), lines
    assert any("修改为" in f.quote for f in answer.findings)
    assert all(s.document_id not in {f.document_id for f in answer.findings} for s in answer.silent)


def test_an_article_that_nothing_amends_is_told_without_a_warning(index: OpenIndex) -> None:
    answer = ask(index, "退休干部住院慰问金每人每次多少元")
    assert "400元" in answer.answer
    assert "请注意" not in answer.answer
