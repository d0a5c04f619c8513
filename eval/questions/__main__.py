"""One set under one system, every failure with its question, label, short line, first quote and outcome.

Run `python -m eval.questions SET [SYSTEM] [--library DIR] [--only ID...] [--stages]`; a library that is given is asked as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from eval.declared import chosen_sets, declared_sets
from eval.model import SetResult
from eval.questions.measuring import ASK, SYSTEMS, lost_stages, measure_questions
from eval.questions.stages import Loss, counted
from eval.report import print_failures, print_figures
from eval.results import changes_since

_WIDTH = 132


def main() -> None:
    """Print the failures, then the figures by kind of question and what changed since the committed results."""
    parser = argparse.ArgumentParser(prog="python -m eval.questions", description=__doc__)
    parser.add_argument("set", help="questions, corpus, practice, held-out …")
    parser.add_argument("system", nargs="?", default=ASK, choices=SYSTEMS)
    parser.add_argument("--library", type=Path, help="asked as it is; without it the set's documents are read anew")
    parser.add_argument("--only", nargs="+", default=(), metavar="ID", help="print these questions alone")
    parser.add_argument("--stages", action="store_true", help="at which stage each failed question was lost")
    given = parser.parse_args()
    declared = chosen_sets(given.set, declared_sets())[0]
    console = Console(highlight=False, soft_wrap=True, width=_WIDTH)
    if given.stages:
        _print_stages(lost_stages(declared, given.library), console, set(given.only))
        return
    results, notes = measure_questions(
        declared, lambda words: None, given.library, as_it_is=given.library is not None, only=[given.system]
    )
    result = SetResult(declared.name, declared.title, declared.measures, tuple(results), notes=notes)
    print_failures(result, console, set(given.only))
    if not given.only:
        print_figures(replace(result, changes=changes_since(result)), console)


def _print_stages(lost: Sequence[tuple[str, Loss]], console: Console, only: Collection[str]) -> None:
    """Each failed question with the stage it was lost at, then how many at each stage."""
    for question_id, loss in lost:
        if not only or question_id in only:
            console.print(escape(f"{question_id} {loss.stage}；{loss.detail}"))
    for stage, count in counted([loss for _, loss in lost]):
        console.print(f"{count:4} {stage}")


if __name__ == "__main__":
    main()
