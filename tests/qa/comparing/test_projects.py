"""What a person chose and edited is kept by name, and nothing left out is ever called 未规定."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.clause_index import OpenIndex, open_index
from index.update import ingest_paths
from qa.compare import compare
from qa.comparing.model import NOT_CHOSEN
from qa.comparing.projects import (
    Project,
    Remark,
    applied,
    open_project,
    project_names,
    remove_project,
    save_project,
)
from qa.keeping.project_files import FOLDER, ProjectError
from tests.qa.comparing.notices import written


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    folder = tmp_path_factory.mktemp("projects")
    ingest_paths(written(folder / "notices"), folder / "library", embed=False)
    return open_index(folder / "library", "none")


def test_a_project_is_opened_again_as_it_was_saved(tmp_path: Path) -> None:
    project = Project(
        "党费/培训 2024",
        "党费",
        ("浙江", "丽水"),
        ("补贴",),
        date(2024, 1, 1),
        ("a#一",),
        ("b#二",),
        (("旧名", "新名"),),
        ("不要的行",),
        (Remark("新名", "浙江", "请核对"),),
    )
    save_project(tmp_path, project)
    save_project(tmp_path, Project("另一个", "志愿服务"))
    assert open_project(tmp_path, "党费/培训 2024") == project
    assert project_names(tmp_path) == ["党费/培训 2024", "另一个"]
    remove_project(tmp_path, "另一个")
    assert project_names(tmp_path) == ["党费/培训 2024"]


def test_a_failed_write_leaves_the_old_project_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_project(tmp_path, Project("甲", "党费"))

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ProjectError):
        save_project(tmp_path, Project("甲", "补贴"))
    assert open_project(tmp_path, "甲").topic == "党费"
    assert [p.name for p in (tmp_path / FOLDER).iterdir() if p.suffix != ".json"] == []


def test_what_is_missing_or_broken_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="没有这个项目"):
        open_project(tmp_path, "没有")
    path = save_project(tmp_path, Project("甲", "党费"))
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ProjectError, match="损坏"):
        open_project(tmp_path, "甲")


def test_what_the_person_leaves_out_is_not_called_unstated(index: OpenIndex) -> None:
    plain = compare(index, "党费", ["浙江", "丽水"])
    row = next(r for r in plain.rows if r.cells[0].stated and r.cells[1].stated)
    out = row.cells[1].clause_ids
    project = Project("甲", "党费", left_out=out, renamed=((row.aspect, "党费交纳"),))
    said = next(r for r in applied(project, plain).rows if r.aspect == "党费交纳")
    assert not said.cells[1].stated
    assert said.cells[1].withheld
    assert said.cells[1].blank == NOT_CHOSEN
    assert said.named_by_person


def test_chosen_clauses_and_remarks_are_shown_and_what_is_gone_is_noted(index: OpenIndex) -> None:
    plain = compare(index, "党费", ["浙江", "丽水"])
    chosen = plain.rows[0].cells[1].clause_ids
    remark = Remark(plain.rows[0].aspect, plain.columns[1].key, "请核对")
    project = Project("甲", "党费", clauses=(*chosen, "没有#一"), hidden=("没有的行",), remarks=(remark,))
    said = applied(project, plain)
    assert {i for r in said.rows for c in r.cells for i in c.clause_ids} == set(chosen)
    assert said.rows[0].cells[1].remark == "请核对"
    assert any("没有#一" in note for note in said.notes)
    assert any("没有的行" in note for note in said.notes)
