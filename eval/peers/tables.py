"""The comparison as two tables: how well and how fast each ranking is, and what a peer costs to build and keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.table import Table

from eval.declared import EvalError
from eval.peers.measured import MEASURES, PeerResult, Quality
from eval.peers.model import Mode
from eval.peers.significance import sign_flip_p

JsonObject = dict[str, object]

_FIRST_MEASURE = MEASURES[0]
_MEANS_MISSING = "–"
_RANKING_HEADS = ("system", "ranking", *MEASURES, "nDCG − ours", "p", "p50 ms", "p95 ms", "p50 × ours", "p95 × ours")
_COST_HEADS = ("system", "build s", "× ours", "peak MB", "open s", "resident MB", "disk MB", "versions")
# Columns of words; the others are figures and stand right.
_WORDS = {"system", "ranking", "versions"}
_BEGIN, _END = "<!-- peers: begin -->", "<!-- peers: end -->"
_BETWEEN = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lines:
    """A table as text, whatever it is drawn with."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def ranking_lines(results: Sequence[PeerResult]) -> Lines:
    """Return a line for each ranking of each peer; `results` begin with ours."""
    ours = results[0]
    rows = [
        (result.title, mode.value, *_quality_cells(result.quality[mode], ours, mode), *_speed_cells(result, mode))
        for result in results
        for mode in Mode
        if mode in result.quality
    ]
    return Lines(_RANKING_HEADS, tuple(rows))


def cost_lines(results: Sequence[PeerResult]) -> Lines:
    """Return a line for each peer that was built; `results` begin with ours."""
    our_seconds = results[0].built.seconds if results[0].built else 0.0
    rows = []
    for result in results:
        built = result.built
        if built is None:
            continue
        rows.append(
            (
                result.title,
                f"{built.seconds:.1f}",
                f"{built.seconds / our_seconds:.2f}" if our_seconds else _MEANS_MISSING,
                f"{built.peak_mb:.0f}",
                _MEANS_MISSING if built.disk_mb is None else f"{result.open_seconds:.2f}",
                f"{result.resident_mb:.0f}",
                _MEANS_MISSING if built.disk_mb is None else f"{built.disk_mb:.0f}",
                ", ".join(f"{name} {version}" for name, version in result.versions.items()),
            )
        )
    return Lines(_COST_HEADS, tuple(rows))


def drawn(lines: Lines) -> Table:
    """Return the table for a terminal."""
    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for head in lines.heads:
        table.add_column(head, justify="left" if head in _WORDS else "right", overflow="fold")
    for row in lines.rows:
        table.add_row(*row)
    return table


def as_markdown(lines: Lines) -> str:
    """Return the table for a page of documentation."""
    rule = ["---" if head in _WORDS else "---:" for head in lines.heads]
    return "\n".join(f"| {' | '.join(row)} |" for row in (lines.heads, rule, *lines.rows))


def write_between_marks(page: Path, text: str) -> None:
    """Put a text between the two marks of a page. Raises EvalError where it has none."""
    before = page.read_text(encoding="utf-8") if page.is_file() else ""
    if not _BETWEEN.search(before):
        raise EvalError(page, "没有放表格的位置", f"请在文中写上 {_BEGIN} 和 {_END} 两行")
    after = _BETWEEN.sub(lambda _: f"{_BEGIN}\n{text}\n{_END}", before)
    page.write_text(after, encoding="utf-8", newline="\n")


def figures(results: Sequence[PeerResult]) -> JsonObject:
    """Return the means and costs of all peers, without the scores of single questions."""
    return {
        result.name: {
            "title": result.title,
            "versions": result.versions,
            "problem": result.problem,
            "quality": {
                mode: {name: round(scored.mean(name), 4) for name in MEASURES}
                for mode, scored in result.quality.items()
            },
            "speed": {
                mode: {
                    "questions": timed.questions,
                    **{name: round(getattr(timed, name), 2) for name in ("p50", "p95", "ours_p50", "ours_p95")},
                }
                for mode, timed in result.speed.items()
            },
            "build_seconds": round(result.built.seconds, 1) if result.built else None,
            "peak_mb": round(result.built.peak_mb) if result.built else None,
            "disk_mb": round(result.built.disk_mb) if result.built and result.built.disk_mb is not None else None,
            "resident_mb": round(result.resident_mb),
        }
        for result in results
    }


def _quality_cells(scored: Quality, ours: PeerResult, mode: Mode) -> tuple[str, ...]:
    means = tuple(f"{scored.mean(name):.3f}" for name in MEASURES)
    ours_scored = ours.quality.get(mode)
    if ours_scored is None or ours_scored is scored:
        return (*means, _MEANS_MISSING, _MEANS_MISSING)
    p = sign_flip_p(ours_scored.scores[_FIRST_MEASURE], scored.scores[_FIRST_MEASURE])
    difference = scored.mean(_FIRST_MEASURE) - ours_scored.mean(_FIRST_MEASURE)
    return (*means, f"{difference:+.3f}", "<0.001" if p < 0.001 else f"{p:.3f}")


def _speed_cells(result: PeerResult, mode: Mode) -> tuple[str, ...]:
    timed = result.speed.get(mode)
    if timed is None:
        return (_MEANS_MISSING,) * 4
    ratios = (timed.p50 / timed.ours_p50, timed.p95 / timed.ours_p95)
    return (f"{timed.p50:.1f}", f"{timed.p95:.1f}", *(f"{ratio:.2f}" for ratio in ratios))
