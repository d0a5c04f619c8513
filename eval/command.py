"""`judian eval`: measure the declared sets and lay the figures beside the committed ones."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from eval.clauses import measure_clauses
from eval.coverage import measure_coverage
from eval.declared import chosen_sets, declared_sets
from eval.metadata import measure_metadata
from eval.model import EvalSet, SetKind, SetResult, SystemResult
from eval.quantities import measure_quantities
from eval.report import print_report, report_object
from eval.results import RESULTS, changes_since, save_results

log = logging.getLogger(__name__)

Tell = Callable[[str], None]
"""Told in Chinese what is being done."""


def run(set_name: str | None, as_json: bool, save: bool = False) -> None:
    """Measure one set or all and print the report; `save` makes what was measured the results to compare with.

    Raises EvalError for an unknown set.
    """
    console = Console(stderr=True)
    results = measure(set_name, tell=lambda words: console.print(words, style="dim", highlight=False))
    saved = [save_results(r) for r in results if r.skipped is None] if save else []
    if as_json:
        print(json.dumps(report_object(results, saved), ensure_ascii=False, indent=2))
        return
    out = Console(highlight=False)
    print_report(results, out)
    for path in saved:
        out.print(f"已写入 {path}", soft_wrap=True)


def measure(set_name: str | None = None, tell: Tell | None = None, results: Path = RESULTS) -> list[SetResult]:
    """Measure one set or all, each compared with its committed results; a set whose files are not here is skipped."""
    measured = []
    for declared in chosen_sets(set_name, declared_sets()):
        if tell is not None:
            tell(f"{declared.name}：{declared.title}")
        result = measure_set(declared, tell or (lambda words: None))
        if result.skipped is None:
            result = replace(result, changes=changes_since(result, results))
        measured.append(result)
    return measured


def measure_set(declared: EvalSet, tell: Tell = lambda words: None) -> SetResult:
    """Measure one set; coverage asks nothing of single files and is measured over what is here."""
    missing = declared.missing()
    absent = f"没有 {'、'.join(str(p) for p in missing)}"
    if missing and not (declared.kind is SetKind.COVERAGE and len(missing) < len(declared.documents)):
        return SetResult(declared.name, declared.title, declared.measures, skipped=absent)
    started = time.perf_counter()
    outcome = _measured(declared, tell)
    seconds = time.perf_counter() - started
    log.info("%s: %d systems measured in %.1f s", declared.name, len(outcome.systems), seconds)
    return SetResult(
        declared.name,
        declared.title,
        declared.measures,
        tuple(outcome.systems),
        declared.stores_queries,
        notes=(*outcome.notes, *([f"{absent}，只测了其余的"] if missing else [])),
        seconds=seconds,
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    systems: list[SystemResult]
    notes: tuple[str, ...] = ()


def _measured(declared: EvalSet, tell: Tell) -> _Measured:
    if declared.kind is SetKind.CLAUSES:
        return _Measured(measure_clauses(declared))
    if declared.kind is SetKind.METADATA:
        return _Measured(measure_metadata(declared))
    if declared.kind is SetKind.COVERAGE:
        return _Measured(measure_coverage(declared))
    if declared.kind is SetKind.QUANTITIES:
        return _Measured(measure_quantities(declared))
    # What needs the indexes is imported when it is asked for.
    if declared.kind is SetKind.RETRIEVAL:
        from eval.retrieval import measure_retrieval

        return _Measured(*measure_retrieval(declared, tell))

    if declared.kind is SetKind.ASKED:
        from eval.asked import measure_asked

        return _Measured(measure_asked(declared))

    if declared.kind is SetKind.CELLS:
        from eval.cells import measure_cells

        return _Measured(measure_cells(declared))

    from eval.questions.measuring import measure_questions

    return _Measured(*measure_questions(declared, tell))
