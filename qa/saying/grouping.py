"""What speaks, laid out as people compare it: by province, the strongest first, superior and subordinate side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ingest.regions import WHOLE_COUNTRY, place_of_chain

Item = TypeVar("Item")


def group_of(region: str | None) -> str:
    """The province that a region lies in, 全国, or "" where no region is known: what findings are grouped by."""
    if region is None or region == WHOLE_COUNTRY.chain:
        return region or ""
    place = place_of_chain(region)
    return region if place is None else place.lineage[-1].short_name


def by_group(
    items: Sequence[Item], region_of: Callable[[Item], str | None], tier_of: Callable[[Item], object]
) -> list[Item]:
    """The items with those of one province together, groups and members in the order in which they came.

    A tier keeps together what says as much (the figure; the matter without one; rules that have ended): no group takes
    what is in a later tier forward. Documents without a region are groups of their own.
    """
    order: dict[tuple[object, object], list[Item]] = {}
    tiers = list(dict.fromkeys(map(tier_of, items)))
    for place, item in enumerate(items):
        group: object = group_of(region_of(item)) or place
        order.setdefault((tier_of(item), group), []).append(item)
    return [item for tier in tiers for (of, _), group_items in order.items() if of == tier for item in group_items]
