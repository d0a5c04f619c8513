"""Every character of every file accounted for: in a clause, in a field, or dropped by name."""

from __future__ import annotations

from collections import Counter

from eval.labelled import document_files
from eval.measures import mean
from eval.model import EvalSet, QueryScores, SystemResult
from ingest.documents import parse_file
from ingest.errors import IngestError
from ingest.model import Coverage, printed_length


def measure_coverage(declared: EvalSet) -> list[SystemResult]:
    """Score every file: `read` for all of them, `coverage` and `complete` over those that could be read."""
    queries = []
    for path in document_files(declared.documents):
        name = f"{path.parent.name}/{path.name}"
        try:
            coverage = parse_file(path).coverage
        except IngestError as error:
            queries.append(QueryScores(name, path.suffix, {"read": 0.0}, f"读不了：{error.problem}"))
            continue
        # More counted than there is would be as wrong as less.
        complete = float(coverage.ratio == 1.0)
        scores = {"complete": complete, "coverage": coverage.ratio, "read": 1.0}
        queries.append(QueryScores(name, path.suffix, scores, describe_dropped(coverage)))
    figures = {m: mean(q.scores[m] for q in queries if m in q.scores) for m in ("complete", "coverage", "read")}
    return [SystemResult(system, figures, tuple(queries)) for system in declared.systems]


def describe_dropped(coverage: Coverage) -> str:
    """Return in Chinese how much was dropped and why; "" where nothing was."""
    if not coverage.dropped:
        return ""
    pieces, characters = Counter[str](), Counter[str]()
    for dropped in coverage.dropped:
        pieces[dropped.reason] += 1
        characters[dropped.reason] += printed_length(dropped.text)
    reasons = "，".join(f"{reason} {pieces[reason]} 处 {characters[reason]} 字" for reason in sorted(pieces))
    return f"未收 {coverage.in_dropped} 字，占 {coverage.in_dropped / coverage.characters:.1%}：{reasons}"
