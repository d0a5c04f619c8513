"""A new edition against the old one: every changed figure and no other, clauses aligned."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from index.update import ingest_paths
from ingest.errors import QueryError
from qa.comparing.edition_model import ClauseFate, EditionDiff, FigureFate
from qa.comparing.editions import diff_editions

SHARED = Path(__file__).resolve().parents[3].parent / "shared"

OLD = """某市老年大学收费办法

第一条 为规范收费，制定本办法。

第二条 每门课程每学期收费80元，80周岁以上的免费。

第三条 报名时间为3月1日至3日，名额40人。

第四条 退费在15日内办理。

第五条 教师课酬每课时100元。

第六条 本办法由市老年大学解释。
"""
NEW = """某市老年大学收费办法

第一条 为规范收费，制定本办法。

第二条 每门课程每学期收费60元，80周岁以上的免费。

第三条 报名时间为3月1日、2日、3日，名额40人。

第四条 家庭困难的学员可以申请减半收费。

第五条 退费在15日内办理。

第六条 教师课酬每课时１００元，由市财政承担。
"""


@pytest.fixture
def diff(tmp_path: Path) -> EditionDiff:
    for name, text in (("旧.txt", OLD), ("新.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return diff_editions(None, str(tmp_path / "旧.txt"), str(tmp_path / "新.txt"))


def test_the_changed_figure_is_listed_and_no_unchanged_one(diff: EditionDiff) -> None:
    told = [(f.fate, f.old and f.old.text, f.new and f.new.text) for f in diff.figures]
    assert len(told) == 1
    fate, old, new = told[0]
    assert fate is FigureFate.CHANGED
    assert old is not None and "80元" in old
    assert new is not None and "60元" in new


def test_clauses_are_found_again_where_numbers_shifted(diff: EditionDiff) -> None:
    fates = [
        (c.fate, c.old.path[-1] if c.old else None, c.new.path[-1] if c.new else None)
        for c in diff.clauses
        if (c.new or c.old) and (c.new or c.old).path[-1].startswith("第")  # type: ignore[union-attr]
    ]
    assert fates == [
        (ClauseFate.KEPT, "第一条", "第一条"),
        (ClauseFate.CHANGED, "第二条", "第二条"),
        (ClauseFate.CHANGED, "第三条", "第三条"),
        (ClauseFate.ADDED, None, "第四条"),
        (ClauseFate.MOVED, "第四条", "第五条"),
        (ClauseFate.CHANGED, "第五条", "第六条"),
        (ClauseFate.REMOVED, "第六条", None),
    ]


def test_a_changed_clause_shows_figures_whole(diff: EditionDiff) -> None:
    changed = next(c for c in diff.clauses if c.new and c.new.path[-1] == "第二条")
    assert ("", "80", "60") in changed.parts
    assert "".join(kept + come for kept, _, come in changed.parts) == changed.new.text  # type: ignore[union-attr]


def test_figures_point_home(diff: EditionDiff, tmp_path: Path) -> None:
    from ingest.documents import parse_file

    text = parse_file(tmp_path / "旧.txt").text
    figure = diff.figures[0].old
    assert figure is not None
    assert text[slice(*figure.span)] == figure.text
    assert text[slice(*figure.sentence_span)] == figure.sentence


def test_editions_in_a_library_are_named_by_id(tmp_path: Path, diff: EditionDiff) -> None:
    ingest_paths([tmp_path / "旧.txt", tmp_path / "新.txt"], tmp_path / "library", embed=False)
    with Library.open(tmp_path / "library") as library:
        again = diff_editions(library, diff.old.document_id, diff.new.document_id)
        assert again.figures == diff.figures
        with pytest.raises(QueryError):
            diff_editions(library, "没有这份文件", diff.new.document_id)


def test_every_changed_figure_of_the_holiday_rule_and_no_other() -> None:
    old, new = (SHARED / "dev/documents" / f"law-nianjie-{year}.md" for year in (2013, 2024))
    if not (old.is_file() and new.is_file()):
        pytest.skip("the two editions are not beside the checkout")
    told = [(f.old and f.old.text, f.new and f.new.text) for f in diff_editions(None, str(old), str(new)).figures]
    assert told == [("3天", "4天"), ("1天", "2天"), ("5月1日", "5月1日、2日"), (None, "不超过6天")]
