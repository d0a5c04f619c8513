"""One set under one system, every failure with its question, label, short line, first quote and outcome.

Run `python -m eval.questions SET [SYSTEM] [--library DIR] [--only ID...]`; a library that is given is asked as it is.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from eval.declared import chosen_sets, declared_sets
from eval.model import SetResult
from eval.questions.measuring import ASK, SYSTEMS, measure_questions
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
    given = parser.parse_args()
    declared = chosen_sets(given.set, declared_sets())[0]
    console = Console(highlight=False, soft_wrap=True, width=_WIDTH)
    results, notes = measure_questions(
        declared, lambda words: None, given.library, as_it_is=given.library is not None, only=[given.system]
    )
    result = SetResult(declared.name, declared.title, declared.measures, tuple(results), notes=notes)
    print_failures(result, console, set(given.only))
    if not given.only:
        print_figures(replace(result, changes=changes_since(result)), console)


if __name__ == "__main__":
    main()
