"""A library with a notice that is closed to all but one group, and the same library without that notice."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from index.clause_index import OpenIndex, open_index
from index.library import Library
from index.read_groups import close_place
from index.update import ingest_paths

OPEN = {
    "甲市补贴.txt": """甲市老干部局文件
甲老干〔2022〕5号
甲市老干部局关于离退休干部党支部书记补贴的通知
各县（市、区）老干部局：
根据《乙市老干部局关于离退休干部党支部书记补贴的通知》（乙老干〔2021〕3号）精神，现通知如下：
一、补贴标准
党支部书记每月补贴不低于300元，从党费中列支。
二、学习活动
党支部每月至少开展一次集体学习，每次不少于2小时。
三、走访慰问
春节前走访慰问老干部，慰问标准为每人500元。
甲市老干部局
2022年4月1日
""",
    "甲市新补贴.txt": """甲市老干部局文件
甲老干〔2024〕6号
甲市老干部局关于离退休干部党支部书记补贴的通知
各县（市、区）老干部局：
一、补贴标准
党支部书记每月补贴不低于400元，从党费中列支。
二、学习活动
党支部每月至少开展一次集体学习，每次不少于2小时。
甲市老干部局
2024年4月1日
""",
}
# What is closed: it also repeals one of the others, is cited by one, is another edition's neighbour, and bears a table.
CLOSED_NAME = "乙市密语.md"
CLOSED = """乙市老干部局文件
乙老干〔2023〕9号
乙市老干部局关于离退休干部党支部书记补贴和特别津贴的通知
各县（市、区）老干部局：
一、补贴标准
党支部书记每月补贴不低于8888元，由蔚蓝专户列支。
二、特别津贴
担任党支部书记满五年的，每年发给特别津贴7777元；学习活动每季度一次，走访慰问标准为每人6789元。
三、废止
《甲市老干部局关于离退休干部党支部书记补贴的通知》（甲老干〔2022〕5号）同时废止。
附件：特别津贴表
乙市老干部局
2023年5月1日
附件
特别津贴表

| 职务 | 标准 |
|---|---|
| 书记 | 5555元 |
| 委员 | 4444元 |
"""
# Of the closed notice alone.
SECRETS = (
    "8888",
    "7777",
    "6789",
    "5555",
    "4444",
    "蔚蓝",
    "特别津贴",
    "乙老干〔2023〕9号",
    "密语",
    "2023年5月1日",
    "2023-05-01",
)
GROUP = "人事处"


def made_in(folder: Path) -> tuple[Path, Path]:
    """The library with the closed notice, and the one that never had it."""
    notices = folder / "notices"
    notices.mkdir()
    for name, text in {**OPEN, CLOSED_NAME: CLOSED}.items():
        (notices / name).write_text(text, encoding="utf-8")
    (notices / "坏.txt").write_bytes(b"")  # a file that cannot be read is listed for those who keep the library
    ingest_paths([notices], folder / "whole", embed=False)
    ingest_paths([notices / name for name in sorted(OPEN)], folder / "without", embed=False)
    with Library.open(folder / "whole") as library:
        close_place(library, str((notices / CLOSED_NAME).resolve()), [GROUP])
    return folder / "whole", folder / "without"


def opened(folder: Path) -> OpenIndex:
    """A library, words only."""
    os.environ["JUDIAN_MODEL"] = "none"
    return open_index(folder)


_OWN = {
    "milliseconds",
    "score",
    "row",
    "seconds",
    "library",
    "folder",
    "lexical_rank",
    "dense_rank",
    "generation",
    "confidence",
}


def told(value: object) -> object:
    """What a result says, without times, keys and scores: word counts of the whole library are in these."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: told(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in _OWN}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {k: told(v) for k, v in value._asdict().items() if k not in _OWN}
    if isinstance(value, Mapping):
        return {str(k): told(v) for k, v in value.items() if k not in _OWN}
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [told(v) for v in value]
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value if isinstance(value, (str, int, float, bool, type(None))) else type(value).__name__
