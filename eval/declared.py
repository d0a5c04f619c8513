"""The sets that are declared under eval/sets, one TOML file each."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.model import EvalSet, SetKind
from ingest.errors import PolicyError

HOME = Path(__file__).parent
SETS = HOME / "sets"


class EvalError(PolicyError):
    """A set that does not exist, or whose files are not what they should be."""


def declared_sets(folder: Path = SETS) -> list[EvalSet]:
    """Return all declared sets, in the order of the numbers that their files' names begin with."""
    return [_read_set(path) for path in sorted(folder.glob("*.toml"), key=_place)]


def _place(path: Path) -> tuple[int, str]:
    number, _, _ = path.stem.partition("-")
    return (int(number) if number.isdecimal() else 0), path.name


def chosen_sets(name: str | None, sets: Sequence[EvalSet]) -> list[EvalSet]:
    """Return the set of this name, or all of them for None. Raises EvalError for an unknown name."""
    if name is None:
        return list(sets)
    chosen = [s for s in sets if s.name == name]
    if not chosen:
        known = "、".join(s.name for s in sets)
        raise EvalError(name, "没有这个评测集", f"请从这些里选：{known}，或不写名称以全部重跑")
    return chosen


def _read_set(path: Path) -> EvalSet:
    """Read one declaration; paths in it count from the folder eval/."""
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))

    def place(key: str) -> Path | None:
        return _from_home(values[key]) if key in values else None

    return EvalSet(
        name=path.stem.split("-", 1)[-1],
        kind=SetKind(values["kind"]),
        title=values["title"],
        topics=place("topics"),
        documents=tuple(_from_home(p) for p in values.get("documents", ())),
        systems=tuple(values["systems"]),
        measures=tuple(values["measures"]),
        passages=place("passages"),
        qrels=place("qrels"),
        groups=values.get("groups"),
        stores_queries=values.get("stores_queries", True),
    )


def _from_home(path: str) -> Path:
    # ".." is taken out by hand: the checkout may be reached through a link, and "beside the checkout" means beside it.
    place = HOME.absolute()
    for part in Path(path).parts:
        place = place.parent if part == ".." else place / part
    return place
