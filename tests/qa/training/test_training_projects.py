"""A training project is kept by name, whole or not at all."""

from datetime import date
from pathlib import Path

import pytest

from qa.comparing.projects import Project, project_names, save_project
from qa.keeping.project_files import ProjectError
from qa.training.projects import (
    Line,
    TrainingProject,
    open_training_project,
    remove_training_project,
    reworded,
    save_training_project,
    training_project_names,
    with_line,
    without_line,
)


def test_a_training_project_is_opened_again_as_it_was_saved(tmp_path: Path) -> None:
    project = TrainingProject("党费/2024", "党费", ("甲#一",), ("浙江",), date(2024, 1, 1), 20, 3)
    project = reworded(without_line(project, Line("题库", "甲#一", "题干")), "甲#一", "原句", "自己的话")
    save_training_project(tmp_path, project)
    assert training_project_names(tmp_path) == ["党费/2024"]
    assert open_training_project(tmp_path, "党费/2024") == project
    remove_training_project(tmp_path, "党费/2024")
    assert training_project_names(tmp_path) == []


def test_projects_of_both_kinds_do_not_mix(tmp_path: Path) -> None:
    save_project(tmp_path, Project("甲", "党费"))
    save_training_project(tmp_path, TrainingProject("乙", "党费"))
    assert project_names(tmp_path) == ["甲"]
    assert training_project_names(tmp_path) == ["乙"]


def test_a_line_is_taken_back(tmp_path: Path) -> None:
    line = Line("讲义", "甲#一", "按月交纳")
    assert with_line(without_line(TrainingProject("", "党费"), line), line) == TrainingProject("", "党费")


def test_what_is_not_there_or_broken_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="还没有项目"):
        open_training_project(tmp_path, "甲")
    with pytest.raises(ProjectError, match="请核对名称"):
        remove_training_project(tmp_path, "甲")
    with pytest.raises(ProjectError, match="没有名称"):
        save_training_project(tmp_path, TrainingProject(" ", "党费"))
    kept = save_training_project(tmp_path, TrainingProject("甲", "党费"))
    assert kept.parent.name == "training"
    for broken in (
        "{",
        "[]",
        '{"name": "甲"}',
        kept.read_text(encoding="utf-8").replace('"left_out": []', '"left_out": [["讲义"]]'),
    ):
        kept.write_text(broken, encoding="utf-8")
        with pytest.raises(ProjectError, match="已损坏"):
            open_training_project(tmp_path, "甲")
