"""A repeal counts from the day that its sentence names, read from whole notices put into a library."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.library import Library
from index.standing import standings
from index.update import ingest_paths
from ingest.model import Status

OLD = "关于发放交通补贴的通知\n青民发〔2014〕5号\n各单位：\n一、标准\n每人每月140元。\n青川市民政局\n2014年3月1日\n"
HEAD = "关于调整交通补贴的通知\n青民发〔2021〕3号\n各单位：\n"
FOOT = "青川市民政局\n2021年6月1日\n"
NAMED = "《关于发放交通补贴的通知》（青民发〔2014〕5号）"


def repealed_on(body: str, day: str, folder: Path) -> bool:
    (folder / "公文").mkdir()
    (folder / "公文" / "旧.txt").write_text(OLD, encoding="utf-8")
    (folder / "公文" / "新.txt").write_text(HEAD + body + "\n" + FOOT, encoding="utf-8")
    ingest_paths([folder / "公文"], folder / "库", embed=False)
    with Library.open(folder / "库") as library:
        found = standings(library, date.fromisoformat(day))
    return any(s.status is Status.REPEALED and key.startswith("青民发〔2014〕5号") for key, s in found.items())


@pytest.mark.parametrize(
    ("body", "day", "repealed"),
    [
        (f"本通知自印发之日起执行，{NAMED}自2022年1月1日起废止。", "2021-12-31", False),
        (f"本通知自印发之日起执行，{NAMED}自2022年1月1日起废止。", "2022-01-01", True),
        (f"下列文件自2022年1月1日起停止执行：\n1.{NAMED}", "2021-12-31", False),
        (f"下列文件自2022年1月1日起停止执行：\n1.{NAMED}", "2022-01-01", True),
        (f"{NAMED}同时废止。", "2021-05-31", False),
        (f"{NAMED}同时废止。", "2021-06-01", True),
        (f"{NAMED}中关于标准的规定同时废止。", "2023-01-01", False),
        (f"{NAMED}第一条同时废止。", "2023-01-01", False),
        (f"一、继续有效的文件\n1.{NAMED}\n二、废止的文件\n1.《青川市轿车办法》", "2023-01-01", False),
    ],
)
def test_an_old_notice_is_repealed_from_its_day_on_and_only_as_a_whole(
    body: str, day: str, repealed: bool, tmp_path: Path
) -> None:
    assert repealed_on(body, day, tmp_path) is repealed
