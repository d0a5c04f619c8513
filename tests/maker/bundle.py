"""Draws a file of several documents from a seed."""

from __future__ import annotations

import random

from tests.maker.bulletin import draw_bulletin
from tests.maker.notice import Notice
from tests.maker.sequel import draw_collection, draw_sequel
from tests.maker.sheet import Sheet
from tests.maker.wounds import Wounds, draw_wounds
from tests.maker.wrapper import draw_annexed, draw_chain, draw_two_rules

KINDS = {
    "chain": (draw_chain, 20),
    "annexed": (draw_annexed, 18),
    "two rules": (draw_two_rules, 10),
    "bulletin": (draw_bulletin, 26),
    "sequel": (draw_sequel, 16),
    "collection": (draw_collection, 10),
}


def draw_bundle(seed: int, wounds: Wounds | None = None) -> Notice:
    """The file of a seed; `wounds` replaces the damage drawn for it."""
    draw = random.Random(f"bundle {seed}")
    drawn = draw_wounds(draw)
    kind = draw.choices(tuple(KINDS), [weight for _, weight in KINDS.values()])[0]
    sheet = Sheet(draw, drawn if wounds is None else wounds)
    documents = KINDS[kind][0](sheet)
    return Notice(seed, tuple(sheet.blocks), sheet.wounds, documents)


def kind_of(seed: int) -> str:
    """What the file of a seed holds."""
    draw = random.Random(f"bundle {seed}")
    draw_wounds(draw)
    return draw.choices(tuple(KINDS), [weight for _, weight in KINDS.values()])[0]
