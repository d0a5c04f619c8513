from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.clause_index import open_index
from index.library import Library
from index.update import ingest_paths
from qa.training.check import check_manifest
from qa.training.manifest import TrainingFileError, manifest_from, manifest_text
from qa.training.model import Change, CheckReport, Manifest
from qa.training.pack import training_pack
from tests.qa.training.notices import LIJIANG, QINGHE, REPEAL, TOPIC, written

DAY = date(2024, 3, 1)
LATER = date(2025, 1, 1)
Changing = Callable[..., CheckReport]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    folder = tmp_path_factory.mktemp("check")
    ingest_paths(written(folder / "文件"), folder / "库", embed=False)
    return folder, training_pack(open_index(folder / "库"), TOPIC, today=DAY).manifest


@pytest.fixture
def after(made: tuple[Path, Manifest], tmp_path: Path) -> Changing:
    """What a check says once these texts have changed; None takes a notice away."""

    def changed(day: date = DAY, **texts: str | None) -> CheckReport:
        kept = {name: text for name, text in texts.items() if text is not None}
        paths = [p for p in written(tmp_path / "文件", **kept) if p.stem not in texts or texts[p.stem] is not None]
        ingest_paths(paths, tmp_path / "库", embed=False)
        with Library.open(tmp_path / "库") as library:
            return check_manifest(library, made[1], "讲义.docx", day=day)

    return changed


def resting_on(manifest: Manifest, words: str) -> set[str]:
    return {line.line_id for line in manifest.lines if words in line.quote}


def test_nothing_is_reported_where_nothing_changed(after: Changing, made: tuple[Path, Manifest]) -> None:
    report = after()
    assert report.stale == () and report.touched == ()
    assert report.checked == len(made[1].lines)


def test_one_changed_figure_reports_exactly_the_lines_that_rest_on_it(
    after: Changing, made: tuple[Path, Manifest]
) -> None:
    report = after(洛江=LIJIANG.replace("讲党课不少于3次", "讲党课不少于5次"))
    resting = resting_on(made[1], "讲党课不少于3次")
    assert resting and {s.line.line_id for s in report.stale} == resting
    for stale in report.stale:
        assert stale.change is Change.CHANGED
        assert "不少于3次" in stale.old and stale.new is not None and "不少于5次" in stale.new
    touched = {line.line_id for line in report.touched}
    assert touched and touched.isdisjoint(s.line.line_id for s in report.stale)
    assert all(line.clause_id.endswith("#一") for line in report.touched)


def test_a_repealed_notice_reports_exactly_its_lines_with_the_proof(
    after: Changing, made: tuple[Path, Manifest]
) -> None:
    report = after(LATER, 废止=REPEAL)
    of_notice = {line.line_id for line in made[1].lines if line.clause_id.startswith("青禾老干")}
    assert {s.line.line_id for s in report.stale} == of_notice
    assert all(s.change is Change.REPEALED and s.proof and "青禾老干〔2024〕9号" in s.proof for s in report.stale)


def test_a_notice_that_expires_later_is_reported_then_and_not_before(after: Changing) -> None:
    ends = QINGHE.replace("三、保障措施", "三、保障措施\n本意见有效期至2024年12月31日。")
    assert not [s for s in after(DAY, 青禾=ends).stale if s.change is Change.EXPIRED]


def test_an_expired_notice_reports_its_lines(tmp_path: Path) -> None:
    dated = QINGHE.replace("四、", "四、").replace(
        "每月不低于200元。", "每月不低于200元。\n四、附则\n本意见自2022年5月1日起施行，有效期至2024年12月31日。"
    )
    ingest_paths(written(tmp_path / "文件", 青禾=dated), tmp_path / "库", embed=False)
    manifest = training_pack(open_index(tmp_path / "库"), TOPIC, today=DAY, as_of=DAY).manifest
    with Library.open(tmp_path / "库") as library:
        report = check_manifest(library, manifest, "x", day=LATER)
    assert report.stale and {s.change for s in report.stale} == {Change.EXPIRED}
    assert {s.line.clause_id.partition("#")[0][:10] for s in report.stale} == {"青禾老干〔2022〕"}


def test_a_notice_that_is_gone_is_told_as_vanished(after: Changing, made: tuple[Path, Manifest]) -> None:
    report = after(青禾=None)
    assert {s.line.line_id for s in report.stale} == {
        n.line_id for n in made[1].lines if n.clause_id.startswith("青禾老干")
    }
    assert {s.change for s in report.stale} == {Change.VANISHED}
    assert all(s.new is None for s in report.stale)


def test_a_clause_that_only_moved_is_not_stale(after: Changing) -> None:
    moved = LIJIANG.replace("三、纪律要求", "三、学习要求\n党员要坚持自学。\n四、纪律要求").replace(
        "四、经费保障", "五、经费保障"
    )
    assert after(洛江=moved).stale == ()


def test_other_line_breaks_and_widths_are_no_change(after: Changing) -> None:
    assert after(洛江=LIJIANG.replace("每年240元", "每年２４０元").replace("由市财政局", "\n由市财政局")).stale == ()


def test_a_manifest_survives_being_written_and_one_that_is_broken_is_told(made: tuple[Path, Manifest]) -> None:
    assert manifest_from(manifest_text(made[1]), "清单.json") == made[1]
    for text in ("{}", "[]", '{"format": "judian-training-1"}', "无"):
        with pytest.raises(TrainingFileError, match="清单"):
            manifest_from(text, "清单.json")
