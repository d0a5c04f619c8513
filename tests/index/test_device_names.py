from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from index.device_names import is_device_name
from index.uploads import plain_name
from qa.comparing.projects import Project, open_project, project_names, save_project


@pytest.mark.parametrize("name", ["CON", "con.txt", "Nul", "COM1.docx", "LPT9", "aux.tar.gz", "PRN .txt"])
def test_a_device_of_windows_is_no_name_for_a_file(name: str) -> None:
    assert is_device_name(name) and PureWindowsPath(name).is_reserved()
    assert not is_device_name(plain_name(name))


@pytest.mark.parametrize("name", ["通知.txt", "CONTRACT.txt", "COM10", "表.con", "con补贴"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert not is_device_name(name) and plain_name(name) == name


@pytest.mark.parametrize("name", ["CON", "nul", "补贴", "com1"])
def test_a_project_may_be_called_anything(tmp_path: Path, name: str) -> None:
    path = save_project(tmp_path, Project(name, "补贴"))
    assert not is_device_name(path.name)
    assert project_names(tmp_path) == [name] and open_project(tmp_path, name).name == name
