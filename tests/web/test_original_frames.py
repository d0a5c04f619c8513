"""The frame on the page covers the clause, and nothing else, in every format that keeps a printed page."""

from pathlib import Path

import pytest

from ingest.documents import parse_file
from ingest.model import Box, FileFormat
from tests.formats.reading import write_notice
from tests.web.test_page_picture import dark_share
from web.page_frames import MARGIN, PrintedCharacter, frames_of, frames_of_text, printed_characters, text_inside
from web.page_picture import picture_of_page


@pytest.mark.parametrize("name", ["pdf", "ofd"])
def test_the_text_in_the_frame_is_the_clause(tmp_path: Path, name: str) -> None:
    path = write_notice(tmp_path, name)
    parsed = parse_file(path)
    pages = {page: printed_characters(path, parsed.format, page) for page in range(1, (parsed.pages or 0) + 1)}
    document = parsed.documents[0]
    checked = 0
    for clause in document.clauses:
        frames = frames_of(clause.boxes)
        inside = "".join(text_inside(frames, pages[page]) for page in sorted({f.page for f in frames}))
        wanted = "".join(clause.text.split())
        assert wanted in inside, clause.clause_id
        # Lines are framed whole: what stands before or behind the clause in its own lines may be in it, no other line.
        assert len(inside) <= len(wanted) + 40, clause.clause_id
        checked += bool(frames)
    assert checked == len(document.clauses)


@pytest.mark.slow
def test_the_frame_on_a_scan_holds_the_ink_of_the_clause(tmp_path: Path) -> None:
    path = write_notice(tmp_path, "scan")
    parsed = parse_file(path)
    assert parsed.format is FileFormat.SCAN
    clauses = parsed.documents[0].clauses
    boxes = [box for clause in clauses for box in clause.boxes]
    pictures = {page: picture_of_page(path, parsed.format, page, boxes) for page in {box.page for box in boxes}}
    for clause in clauses:
        for box in clause.boxes:  # print fills about a fifth of a line's box
            assert 0.03 < dark_share(pictures[box.page], box) < 0.6, clause.clause_id
        frames = frames_of(clause.boxes)
        for frame in frames:  # and none of it is cut at the frame's own edges
            assert dark_share(pictures[frame.page], Box(frame.page, frame.x0 - 3, frame.y0, frame.x0, frame.y1)) == 0


def test_lines_below_one_another_have_one_frame_and_columns_one_each() -> None:
    left = [Box(1, 50, 100 + 20 * i, 250, 112 + 20 * i) for i in range(3)]
    right = [Box(1, 320, 100, 500, 112), Box(1, 320, 120, 500, 132)]
    below = Box(2, 50, 60, 250, 72)
    assert frames_of([*left, *right, below]) == (
        Box(1, 50 - MARGIN, 100 - MARGIN, 250 + MARGIN, 152 + MARGIN),
        Box(1, 320 - MARGIN, 100 - MARGIN, 500 + MARGIN, 132 + MARGIN),
        Box(2, 50 - MARGIN, 60 - MARGIN, 250 + MARGIN, 72 + MARGIN),
    )
    assert frames_of([]) == ()


def test_a_field_is_framed_where_it_is_printed_also_over_a_break() -> None:
    line = [PrintedCharacter(c, Box(1, 50 + 10 * i, 100, 60 + 10 * i, 112)) for i, c in enumerate("青老干〔2023〕")]
    line += [PrintedCharacter(c, Box(1, 50 + 10 * i, 120, 60 + 10 * i, 132)) for i, c in enumerate("12号 各镇")]
    frames = frames_of_text("青老干〔2023〕12号", line)
    assert len(frames) == 1
    assert text_inside(frames, line).startswith("青老干〔2023〕12号")
    assert frames_of_text("浙老干", line) == ()
    assert frames_of_text("", line) == ()
