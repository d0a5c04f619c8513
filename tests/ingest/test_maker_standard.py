"""Every element of GB/T 9704-2012, its special forms, and tables, drawn from a seed, come back exactly as printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from ingest.documents import parse_file
from ingest.model import Problem
from tests.maker.compare import differences
from tests.maker.expectation import squeezed
from tests.maker.formats import FORMATS
from tests.maker.notice import Notice, draw_notice
from tests.maker.printing import file_bytes, file_suffix
from tests.maker.standard import KINDS, draw_standard, kind_of

BLOCK = 50
SEEDS = 2000
FAST_SEEDS = 1000
SEEDS_OF_A_FORMAT = 200
FAST_SEEDS_OF_A_FORMAT = 60
SHOWN = 5
BLOCKS = [
    pytest.param(
        start, id=f"seeds-{start}-to-{start + BLOCK - 1}", marks=[pytest.mark.slow] if start >= FAST_SEEDS else []
    )
    for start in range(0, SEEDS, BLOCK)
]


def written(notice: Notice, folder: Path, suffix: str | None = None) -> Path:
    """The file of a notice, as text or in the format of `suffix`."""
    file = folder / f"notice-{notice.seed}{file_suffix(notice) if suffix is None else f'.{suffix}'}"
    file.write_bytes(file_bytes(notice) if suffix is None else FORMATS[suffix][0](notice))
    return file


def shown(wrong: dict[int, list[str]], of: int, suffix: str = "") -> str:
    """The first few misread files and how to see one whole."""
    lines = [f"{len(wrong)} of {of} files misread"]
    for seed, found in list(wrong.items())[:SHOWN]:
        lines += [
            f"seed {seed}, {kind_of(seed)} (python -m tests.maker {seed} standard{suffix}):",
            *(f"  {x}" for x in found[:4]),
        ]
    return "\n".join(lines)


def misread(seeds: Iterable[int], folder: Path, suffix: str | None = None) -> dict[int, list[str]]:
    """What the parser gets wrong about the files of these seeds."""
    wrong: dict[int, list[str]] = {}
    for seed in seeds:
        notice = draw_standard(seed) if suffix is None else draw_standard(seed, wounds=FORMATS[suffix][1])
        if found := differences(notice, parse_file(written(notice, folder, suffix))):
            wrong[seed] = found
    return wrong


@pytest.mark.parametrize("start", BLOCKS)
def test_every_element_form_and_table_is_read_back_exactly(start: int, tmp_path: Path) -> None:
    wrong = misread(range(start, start + BLOCK), tmp_path)
    assert not wrong, shown(wrong, BLOCK)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_element_form_and_table_is_read_back_exactly_from_other_formats(suffix: str, tmp_path: Path) -> None:
    wrong = misread(range(FAST_SEEDS_OF_A_FORMAT), tmp_path, suffix)
    assert not wrong, shown(wrong, FAST_SEEDS_OF_A_FORMAT, f" {suffix}")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_many_more_are_read_back_exactly_from_other_formats(suffix: str, tmp_path: Path) -> None:
    seeds = range(FAST_SEEDS_OF_A_FORMAT, SEEDS_OF_A_FORMAT)
    wrong = misread(seeds, tmp_path, suffix)
    assert not wrong, shown(wrong, len(seeds), f" {suffix}")


def test_a_notice_without_contradictions_is_said_to_have_none(tmp_path: Path) -> None:
    # What draw_standard draws says for each file which contradictions it holds; the plain notices hold none at all.
    for seed in range(150):
        document = parse_file(written(draw_notice(seed), tmp_path)).documents[0]
        found = [item.message for item in document.review if item.problem is Problem.CONTRADICTION]
        assert not found, f"seed {seed}: {found}"


def test_drawing_reaches_every_kind_element_and_contradiction_and_expects_what_it_prints() -> None:
    assert set(Counter(map(kind_of, range(200)))) == set(KINDS)
    evidence: Counter[str] = Counter()
    contradictions: Counter[str] = Counter()
    for seed in range(300):
        notice = draw_standard(seed)
        (document,) = notice.documents
        assert document.evidence is not None and document.contradictions is not None
        evidence.update(document.evidence.keys())
        contradictions.update(document.contradictions)
        for name, wanted in document.evidence.items():
            rest = "".join(squeezed(block.text) for block in notice.blocks[wanted.block :])
            assert any(squeezed(text) in rest for text in wanted.texts), f"seed {seed}: {name}"
    elements = (
        "copy_number secrecy secrecy_period urgency masthead_line document_number signatories title addressees annexes "
        "signature dated_on seal note keywords copied_to printed_by printed_on print_run attendees absentees observers "
        "recorder"
    )
    assert set(evidence) == set(elements.split())
    assert set(contradictions) == {"document_number", "issuing_authorities", "printed_on", "note", "annexes"}
