"""Notices drawn from a seed come back exactly: the clause tree, the fields, and every character accounted for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.documents import parse_file
from tests.maker.compare import differences
from tests.maker.formats import FORMATS
from tests.maker.notice import Notice, draw_notice
from tests.maker.printing import file_bytes, file_suffix, file_text

BLOCK = 50
SEEDS = range(1000)
SEEDS_OF_A_FORMAT = 30
SHOWN_NOTICES = 5
SHOWN_LINES = 4


def misread(notice: Notice, file: Path) -> list[str]:
    """What the parser gets wrong about a notice written to `file`."""
    return differences(notice, parse_file(file))


def shown(wrong: dict[int, list[str]], of: int, suffix: str = "") -> str:
    """The first few misread notices, a few lines each, and how to see one whole."""
    lines = [f"{len(wrong)} of {of} notices misread"]
    for seed, found in list(wrong.items())[:SHOWN_NOTICES]:
        lines += [
            f"seed {seed} (python -m tests.maker {seed}{suffix}):",
            *(f"  {line}" for line in found[:SHOWN_LINES]),
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("start", SEEDS[::BLOCK], ids=lambda start: f"seeds-{start}-to-{start + BLOCK - 1}")
def test_drawn_notices_are_read_back_exactly(start: int, tmp_path: Path) -> None:
    wrong = {}
    for seed in range(start, start + BLOCK):
        notice = draw_notice(seed)
        file = tmp_path / f"notice-{seed}{file_suffix(notice)}"
        file.write_bytes(file_bytes(notice))
        if found := misread(notice, file):
            wrong[seed] = found
    assert not wrong, shown(wrong, BLOCK)


@pytest.mark.parametrize("suffix", FORMATS)
def test_drawn_notices_are_read_back_exactly_from_other_formats(suffix: str, tmp_path: Path) -> None:
    write, state = FORMATS[suffix]
    wrong = {}
    for seed in range(SEEDS_OF_A_FORMAT):
        notice = draw_notice(seed, wounds=state)
        file = tmp_path / f"notice-{seed}.{suffix}"
        file.write_bytes(write(notice))
        if found := misread(notice, file):
            wrong[seed] = found
    assert not wrong, shown(wrong, SEEDS_OF_A_FORMAT, f" {suffix}")


def test_every_character_of_a_drawn_text_is_counted(tmp_path: Path) -> None:
    for seed in range(40):
        notice = draw_notice(seed)
        if notice.wounds.markdown:
            continue
        file = tmp_path / f"{seed}.txt"
        file.write_bytes(file_bytes(notice))
        assert parse_file(file).coverage.characters == len(re.sub(r"\s", "", file_text(notice))), f"seed {seed}"
