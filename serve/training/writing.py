"""A pack written into a folder: handout, slides, question bank three ways, picture, manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from qa.training.manifest import TrainingFileError, manifest_object
from qa.training.model import TrainingPack
from serve.training.bank_document import bank_document
from serve.training.bank_sheet import bank_sheet
from serve.training.handout import handout
from serve.training.picture import picture_of
from serve.training.picture_files import fonts_here, png_of, svg_of
from serve.training.quiz import quiz
from serve.training.slides import slides
from serve.training.stamp import stamped

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 40


def write_pack(pack: TrainingPack, folder: Path) -> tuple[list[Path], list[str]]:
    """Write every file; returns their paths, and notes on what could not be made. TrainingFileError where it cannot write.

    Each file appears whole or not at all.
    """
    contents = {name: make() for name, make in files_of(pack).items()}
    missing = [name for name, data in contents.items() if data is None]
    notes = ["本机没有中文字体，没有生成 PNG 图；SVG 图已生成"] if missing else []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_written(folder / name, data) for name, data in contents.items() if data is not None], notes
    except PermissionError as error:  # Windows lets nobody write over what another program has open
        problem = "正被别的程序打开，或者没有写入的权限"
        raise TrainingFileError(
            error.filename2 or error.filename or str(folder), problem, "请先在 Word、WPS 里关闭它，或换一个文件夹"
        ) from error
    except OSError as error:
        raise TrainingFileError(str(folder), f"写不进去（{error.strerror}）", "请换一个可以写的文件夹") from error


def files_of(pack: TrainingPack) -> dict[str, Callable[[], bytes | None]]:
    """What makes each file of a pack, by the file's name; None is made where the machine has no font for it."""
    stem = file_stem(pack.topic)
    manifest = pack.manifest
    return {
        f"{stem}-讲义.docx": lambda: stamped(handout(pack), manifest),
        f"{stem}-幻灯片.pptx": lambda: stamped(slides(pack), manifest),
        f"{stem}-题库.docx": lambda: stamped(bank_document(pack), manifest),
        f"{stem}-题库.xlsx": lambda: stamped(bank_sheet(pack), manifest),
        f"{stem}-测试.html": lambda: quiz(pack).encode(),
        f"{stem}-一图读懂.svg": lambda: svg_of(picture_of(pack)).encode(),
        f"{stem}-一图读懂.png": lambda: png_of(picture_of(pack), fonts_here()),
        f"{stem}-清单.json": lambda: (
            f"{json.dumps(manifest_object(manifest), ensure_ascii=False, indent=1)}\n".encode()
        ),
    }


def file_stem(topic: str) -> str:
    """The topic as part of a file's name on any system."""
    return _UNFIT.sub("_", topic).strip(" ._")[:_LONGEST_NAME] or "培训材料"


def _written(path: Path, data: bytes) -> Path:
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(data)
    partial.replace(path)
    return path
