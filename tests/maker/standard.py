"""Draws a file of the whole standard from a seed: every element, the special forms, or tables in clauses and annexes."""

from __future__ import annotations

import random

from tests.maker.elements import draw_elements
from tests.maker.forms import draw_form
from tests.maker.notice import Notice
from tests.maker.sheet import Sheet
from tests.maker.tabled import draw_tabled
from tests.maker.wounds import Wounds, draw_wounds

KINDS = {"elements": (draw_elements, 45), "form": (draw_form, 30), "tables": (draw_tabled, 25)}


def draw_standard(seed: int, wounds: Wounds | None = None) -> Notice:
    """The file of a seed; `wounds` replaces the damage drawn for it."""
    draw = random.Random(f"standard {seed}")
    drawn = draw_wounds(draw)
    kind = _kind(draw)
    sheet = Sheet(draw, drawn if wounds is None else wounds)
    documents = KINDS[kind][0](sheet)
    return Notice(seed, tuple(sheet.blocks), sheet.wounds, documents)


def kind_of(seed: int) -> str:
    """What the file of a seed holds."""
    draw = random.Random(f"standard {seed}")
    draw_wounds(draw)
    return _kind(draw)


def _kind(draw: random.Random) -> str:
    return draw.choices(tuple(KINDS), [weight for _, weight in KINDS.values()])[0]
