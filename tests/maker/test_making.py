"""The maker tells the truth: what it prints is what it expects to be read."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.maker.expectation import squeezed
from tests.maker.notice import draw_notice
from tests.maker.page import NO_END, NO_START, Part, wrap
from tests.maker.printing import PAGE_LINE, file_text
from tests.maker.sheet import chinese
from tests.maker.wounds import UNHURT, Breaks


@pytest.mark.parametrize("seed", range(30))
def test_an_unhurt_file_is_its_blocks_one_a_line(seed: int) -> None:
    notice = draw_notice(seed, wounds=UNHURT)
    assert file_text(notice).split("\n")[:-1] == [block.text for block in notice.blocks]


@pytest.mark.parametrize("seed", range(30))
def test_expected_clauses_hold_the_blocks_written_into_them(seed: int) -> None:
    notice = draw_notice(seed)
    clauses = [clause for document in notice.documents for clause in document.clauses]
    written = dict.fromkeys(range(len(clauses)), "")
    for block in notice.blocks:
        if block.clause is not None:
            written[block.clause] += squeezed(block.text)
    assert [clause.text for clause in clauses] == list(written.values())
    for clause in clauses:
        if clause.path[-1] not in ("正文", "落款"):
            assert clause.text.startswith(squeezed(clause.path[-1]))


@pytest.mark.parametrize("seed", range(30))
def test_wounds_add_no_printed_character_but_page_numbers_marks_and_repeated_titles(seed: int) -> None:
    notice = draw_notice(seed)
    printed = squeezed("".join(block.text for block in notice.blocks))
    surplus = Counter(squeezed(file_text(notice))) - Counter(printed)
    assert set(surplus) <= set("—－-第页0123456789#*") | set(notice.title) | set(PAGE_LINE)
    assert not Counter(printed) - Counter(squeezed(file_text(notice)))


def test_the_same_seed_draws_the_same_notice() -> None:
    assert draw_notice(7) == draw_notice(7)
    assert file_text(draw_notice(7)) == file_text(draw_notice(7))


def test_drawing_reaches_every_part_of_a_notice() -> None:
    parts = {block.part for seed in range(400) for block in draw_notice(seed).blocks}
    assert parts == set(Part)


def test_mentions_come_to_stand_at_line_heads() -> None:
    heads = Counter(
        line.strip()[:2]
        for seed in range(200)
        if (notice := draw_notice(seed)).wounds.breaks is Breaks.HARD
        for line in file_text(notice).split("\n")
    )
    assert heads["1."] > 20
    assert heads["二、"] > 20


def test_lines_break_as_a_typesetter_breaks_them() -> None:
    lines = wrap("各级党组织要认真落实《老年教育发展三年行动计划》（组通字〔2020〕15号）要求，" * 5, 28, 2.0)
    assert "".join(lines).startswith("各级党组织")
    for line in lines:
        assert line[0] not in NO_START
        assert line[-1] not in NO_END
        assert not (line[-1].isdigit() and line is lines[-1])


def test_numbers_are_written_as_notices_write_them() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
