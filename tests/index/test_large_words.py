"""The words of a library too large to make every document of a filter a condition, and of one built on all cores."""

import random
from pathlib import Path

import numpy as np
import pytest

from eval.scale_library import RealClauses, write_scale_library
from index import lexical, lexical_build
from index.lexical import LexicalIndex
from index.library import Library
from index.model import Filters
from index.selection import Selections
from index.tokenizer import query_tokens

WORDS = "补贴 标准 党支部 书记 学习 活动 考核 经费 场地 人员 报销 审批 公示 档案 培训 医疗 住房 车辆".split()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large")
    draw = random.Random(4)
    texts = tuple(f"第{i}条\u3000" + "".join(draw.choices(WORDS, k=8)) + "。" for i in range(400))
    write_scale_library(made, RealClauses(texts, np.ones((400, 4), np.float32) / 2, "model"), 3000)
    with Library.open(made) as library:
        index = LexicalIndex(made, create=True)
        lexical.catch_up(index, library)
        index.close_writer()
    return made


@pytest.mark.parametrize("deepest", [100_000, 200, 0], ids=["sifted", "given up half way", "never sifted"])
def test_a_ranking_sifted_is_the_ranking_of_what_is_inside(
    folder: Path, monkeypatch: pytest.MonkeyPatch, deepest: int
) -> None:
    with Library.open(folder) as library:
        index, selections = LexicalIndex(folder), Selections(library)
        for filters in (
            Filters(regions=("江苏",)),
            Filters(regions=("浙江",)),
            Filters(years=tuple(range(2005, 2024))),
        ):
            selection = selections.of(filters)
            assert selection is not None
            for question in ("党支部书记补贴标准", "第17条", "车辆", "没有这样的词句吗"):
                for k in (1, 10, 300):
                    monkeypatch.setattr(lexical, "_FEW_DOCUMENTS", 1_000_000)
                    expected = index.rank(query_tokens(question), k, selection)
                    assert expected == index.rank(query_tokens(question), k, selection.document_rows)
                    monkeypatch.setattr(lexical, "_FEW_DOCUMENTS", 0)
                    monkeypatch.setattr(lexical, "_DEEPEST_SIFTED", deepest)
                    found = index.rank(query_tokens(question), k, selection)
                    assert [row for row, _ in found] == [row for row, _ in expected]
                    assert [score for _, score in found] == pytest.approx([score for _, score in expected], rel=1e-4)


@pytest.mark.slow
def test_tokens_made_in_processes_are_those_made_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(folder) as library:
        rows = library.clause_rows().tolist()[:1200]
        here = list(lexical_build.tokens_of_rows(library, rows))
        monkeypatch.setattr(lexical_build, "_FEW", 0)
        assert list(lexical_build.tokens_of_rows(library, rows, workers=2)) == here
        assert [row for row, _, _ in here] == rows


def test_where_processes_do_not_start_this_one_makes_the_tokens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical_build, "_FEW", 0)
    monkeypatch.setattr("index.parsing.starts", lambda pool: False)
    with Library.open(folder) as library:
        rows = library.clause_rows().tolist()[:700]
        assert [row for row, _, _ in lexical_build.tokens_of_rows(library, rows, workers=2)] == rows
