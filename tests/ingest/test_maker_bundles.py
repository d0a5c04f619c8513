"""Files of several documents drawn from a seed come back exactly: which documents, how linked, each with its own tree."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ingest.documents import parse_file
from tests.maker.bundle import KINDS, draw_bundle, kind_of
from tests.maker.compare import differences
from tests.maker.expectation import squeezed
from tests.maker.formats import FORMATS
from tests.maker.printing import file_bytes, file_suffix

BLOCK = 50
SEEDS = range(1000)
SEEDS_OF_A_FORMAT = 30
SHOWN = 5


def shown(wrong: dict[int, list[str]], of: int) -> str:
    """The first few misread files and how to see one whole."""
    lines = [f"{len(wrong)} of {of} files misread"]
    for seed, found in list(wrong.items())[:SHOWN]:
        lines += [
            f"seed {seed}, {kind_of(seed)} (python -m tests.maker {seed} bundle):",
            *(f"  {x}" for x in found[:4]),
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("start", SEEDS[::BLOCK], ids=lambda start: f"seeds-{start}-to-{start + BLOCK - 1}")
def test_drawn_files_of_several_documents_are_read_back_exactly(start: int, tmp_path: Path) -> None:
    wrong = {}
    for seed in range(start, start + BLOCK):
        notice = draw_bundle(seed)
        file = tmp_path / f"bundle-{seed}{file_suffix(notice)}"
        file.write_bytes(file_bytes(notice))
        if found := differences(notice, parse_file(file)):
            wrong[seed] = found
    assert not wrong, shown(wrong, BLOCK)


@pytest.mark.parametrize("suffix", FORMATS)
def test_drawn_files_of_several_documents_are_read_back_exactly_from_other_formats(suffix: str, tmp_path: Path) -> None:
    write, state = FORMATS[suffix]
    wrong = {}
    for seed in range(SEEDS_OF_A_FORMAT):
        notice = draw_bundle(seed, wounds=state)
        file = tmp_path / f"bundle-{seed}.{suffix}"
        file.write_bytes(write(notice))
        if found := differences(notice, parse_file(file)):
            wrong[seed] = found
    assert not wrong, shown(wrong, SEEDS_OF_A_FORMAT)


def test_drawing_reaches_every_kind_and_expects_what_it_prints() -> None:
    assert set(Counter(map(kind_of, range(200)))) == set(KINDS)
    for seed in range(40):
        notice = draw_bundle(seed)
        clauses = [clause for document in notice.documents for clause in document.clauses]
        written = dict.fromkeys(range(len(clauses)), "")
        for block in notice.blocks:
            if block.clause is not None:
                written[block.clause] += squeezed(block.text)
        assert [clause.text for clause in clauses] == list(written.values()), f"seed {seed}"
