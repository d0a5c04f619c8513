"""Files of named projects in a library's folder: one JSON file each, written whole or not at all."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from index.device_names import is_device_name
from index.whole_files import replace_whole
from ingest.errors import PolicyError

FOLDER = "projects"  # in a library's folder

Kept = TypeVar("Kept")


_LONGEST = 255  # bytes of a file's name


class ProjectError(PolicyError):
    """A project that is not there, or cannot be read or written."""


class NoProjectError(ProjectError):
    """There is no project of this name."""


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """The projects of one kind."""

    place: str  # below a library's folder
    called: str  # as errors name the kind: 项目, 培训项目

    def names(self, folder: Path) -> list[str]:
        """The names of a library's projects, sorted."""
        place = folder / self.place
        return sorted(unquote(path.stem) for path in place.glob("*.json")) if place.is_dir() else []

    def read(self, folder: Path, name: str, made_of: Callable[[Any], Kept]) -> Kept:
        """What `made_of` makes of the kept object; ProjectError where there is no such project or its file is broken."""
        path = self._known(folder, name)
        try:
            return made_of(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise ProjectError(path, f"打不开（{error.strerror}）", "请检查文件权限") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProjectError(path, "项目文件已损坏", "请删除这个文件后重新保存项目") from error

    def write(self, folder: Path, name: str, kept: Mapping[str, object]) -> Path:
        """Keep an object, whole or not at all; one of the same name is replaced. ProjectError where it cannot be written."""
        if not name.strip():
            raise ProjectError("项目", "没有名称", "请给项目起一个名称")
        path = self._place(folder, name)
        if len(path.name) > _LONGEST:
            raise ProjectError(name, "名称太长", "请缩短到 27 个汉字以内")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(path, json.dumps(kept, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ProjectError(path, f"写不进去（{error.strerror}）", "请检查磁盘空间和文件夹权限") from error
        return path

    def remove(self, folder: Path, name: str) -> None:
        """Forget a project; ProjectError where there is none."""
        self._known(folder, name).unlink(missing_ok=True)

    def _known(self, folder: Path, name: str) -> Path:
        path = self._place(folder, name)
        if len(path.name) > _LONGEST or not path.is_file():
            there = "、".join(self.names(folder)) or "还没有项目"
            raise NoProjectError(name, f"资料库里没有这个{self.called}", f"请核对名称（现有：{there}）")
        return path

    def _place(self, folder: Path, name: str) -> Path:
        plain = unicodedata.normalize("NFC", name.strip())
        quoted = quote(plain, safe="")
        if is_device_name(quoted):
            quoted = f"%{ord(quoted[0]):02X}{quoted[1:]}"
        return folder / self.place / f"{quoted}.json"


def texts(values: Sequence[object]) -> tuple[str, ...]:
    """A kept list of texts; TypeError for a text that stands in its place."""
    if isinstance(values, str):
        raise TypeError("a list is wanted")
    return tuple(str(value) for value in values)
