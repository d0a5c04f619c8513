"""Committed results: the scores of every query, one line each, so that a diff reads; and what changed since."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.declared import HOME, EvalError
from eval.model import Change, Scores, SetResult, SystemResult

RESULTS = HOME / "results"
ALL_QUERIES = "全部"
_DIGITS = 4
# Below this a difference is rounding, or the last bits of floats on another processor.
_SAME = 10**-_DIGITS * 1.5


def results_file(name: str, folder: Path = RESULTS) -> Path:
    """Return where the results of a set are kept."""
    return folder / f"{name}.json"


def save_results(result: SetResult, folder: Path = RESULTS) -> Path:
    """Write what was measured; a system that could not be measured here keeps what was committed for it."""
    path = results_file(result.name, folder)
    kept = _read(path) if path.is_file() else {"systems": {}}
    systems = {
        s.system: _stored(s, result.stores_queries) if s.unavailable is None else kept["systems"].get(s.system)
        for s in result.systems
    }
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_as_lines(result.name, {k: v for k, v in systems.items() if v}), encoding="utf-8", newline="\n")
    return path


def changes_since(result: SetResult, folder: Path = RESULTS) -> tuple[Change, ...] | None:
    """Return the queries whose scores differ from the committed ones, losses first; None if none are committed.

    Queries that are new or gone, and measures that were not stored, are no change.
    """
    path = results_file(result.name, folder)
    if not path.is_file():
        return None
    committed = _read(path)["systems"]
    changes = [
        change
        for system in result.systems
        if system.unavailable is None and system.system in committed
        for change in _changes(system, committed[system.system])
    ]
    return tuple(sorted(changes, key=lambda c: (c.is_gain, c.system, c.query_id, c.measure)))


def committed_figures(name: str, system: str, folder: Path = RESULTS) -> Scores | None:
    """Return the committed figures of a system over a set, None where there are none."""
    path = results_file(name, folder)
    stored = _read(path)["systems"].get(system) if path.is_file() else None
    return stored["figures"] if stored else None


def _changes(system: SystemResult, stored: dict[str, Any]) -> list[Change]:
    """Compare query by query; where the scores of single queries are not kept, the figures over all of them."""
    before = {name: dict(zip(stored["measures"], row, strict=False)) for name, row in stored["queries"].items()}
    after = {q.query_id: q.scores for q in system.queries}
    if not before:
        before, after = {ALL_QUERIES: stored["figures"]}, {ALL_QUERIES: system.figures}
    return [
        Change(system.system, query_id, measure, was, round(score, _DIGITS))
        for query_id, scores in after.items()
        for measure, score in scores.items()
        if (was := before.get(query_id, {}).get(measure)) is not None and abs(score - was) > _SAME
    ]


def _stored(system: SystemResult, with_queries: bool) -> dict[str, Any]:
    measures = list(dict.fromkeys(m for q in system.queries for m in q.scores))
    return {
        "figures": _rounded(system.figures),
        "groups": {name: _rounded(scores) for name, scores in system.groups.items()},
        "measures": measures,
        "queries": {q.query_id: [_round(q.scores.get(m)) for m in measures] for q in system.queries if with_queries},
    }


def _rounded(scores: Scores) -> dict[str, float | None]:
    return {name: _round(score) for name, score in scores.items()}


def _round(score: float | None) -> float | None:
    return None if score is None else round(score, _DIGITS)


def _as_lines(name: str, systems: dict[str, dict[str, Any]]) -> str:
    """Return JSON with one query a line."""

    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    blocks = []
    for system, stored in systems.items():
        parts = [f"   {compact(key)}: {compact(stored[key])}" for key in ("figures", "groups", "measures")]
        queries = ",\n".join(f"    {compact(key)}: {compact(value)}" for key, value in stored["queries"].items())
        parts.append(f'   "queries": {{\n{queries}\n   }}' if queries else '   "queries": {}')
        blocks.append(f"  {compact(system)}: {{\n" + ",\n".join(parts) + "\n  }")
    return f'{{\n "set": {compact(name)},\n "systems": {{\n' + ",\n".join(blocks) + "\n }\n}\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EvalError(path, "评测结果文件不是 JSON", "请从版本库取回这个文件，或用 --save 重写") from error
    return stored
