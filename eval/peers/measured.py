"""What came out for each peer, kept between runs, so that one that is finished is not measured again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.measures import mean
from eval.peers.model import Mode

MEASURES = ("nDCG@10", "R@10", "R@100")


@dataclass(frozen=True, slots=True)
class Built:
    """What it took to index the passages."""

    seconds: float
    peak_mb: float
    disk_mb: float | None  # None: it keeps nothing on the disk


@dataclass(frozen=True, slots=True)
class Quality:
    """Measure -> score of each question, in the collection's order."""

    scores: dict[str, list[float]]

    def mean(self, measure: str) -> float:
        """Mean over all questions."""
        return mean(self.scores[measure])


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for a question, and ours for the same questions in the same minute."""

    questions: int
    p50: float
    p95: float
    ours_p50: float
    ours_p95: float


@dataclass(frozen=True, slots=True)
class PeerResult:
    """All that is known of one peer; parts may still be missing."""

    name: str
    title: str
    versions: dict[str, str] = field(default_factory=dict)
    quality_stamp: str = ""  # of the peer and the collection
    quality: dict[Mode, Quality] = field(default_factory=dict)
    speed_stamp: str = ""  # of the peer, the collection and our program, which it is timed beside
    speed: dict[Mode, Speed] = field(default_factory=dict)
    built: Built | None = None
    open_seconds: float = 0.0
    resident_mb: float = 0.0  # while it serves
    problem: str | None = None  # Chinese: why it was not measured


def load_result(folder: Path, name: str) -> PeerResult | None:
    """Return what was kept of a peer, None where nothing was or it is not ours to read."""
    path = folder / f"{name}.json"
    if not path.is_file():
        return None
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        kept["quality"] = {Mode(mode): Quality(**one) for mode, one in kept["quality"].items()}
        kept["speed"] = {Mode(mode): Speed(**one) for mode, one in kept["speed"].items()}
        kept["built"] = Built(**kept["built"]) if kept["built"] else None
        return PeerResult(**kept)
    except (ValueError, KeyError, TypeError):  # of another version of this program
        return None


def save_result(folder: Path, result: PeerResult) -> None:
    """Keep what is known of a peer."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.name}.json"
    half_written = path.with_suffix(".tmp")
    half_written.write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")
    half_written.replace(path)
