"""Places that the gazetteer does not know: by the bodies of the library's notices, and by their own form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.model import Span
from qa.known_names import KnownNames
from qa.late_pattern import LatePattern

# The place of a body: 中共青岭市委老干部局, 柳溪县人民政府.
_OF_BODY = LatePattern(
    r"(?:中共|中国共产党)?(?P<name>[\u4e00-\u9fff]{2,5}?)(?:省|市|县|区|州|旗|镇|乡|街道)(?:委|人民政府|政府|[\u4e00-\u9fff]{2,12}[局厅办院会室所]$)"
)
# 青山县, 石桥镇, as the whole of what changes or at the head of a question; not 全市, 城镇, 园区.
_BY_FORM = LatePattern(
    r"(?!全|各|城|本|我|该|外|上级|农村|小|大|同|跨|山|园|景|灾|库|牧|林|老|社|开发|高新|经开|两|几|这|那|哪|其)"
    r"[\u4e00-\u9fff]{2,3}?(?:县|镇|乡|街道|自治州|(?:(?<!城)[市区州旗](?=$)))(?!级|域|城|长|委|干|村|政府)"
)


def unknown_places(text: str, names: KnownNames | Sequence[str]) -> list[Span]:
    """Where a question or fragment names a place that only the library, or its own form, tells to be one."""
    known = _places_of_bodies(names.issuers) if isinstance(names, KnownNames) else ()
    spans = [m.span() for name in known for m in re.finditer(f"{name}[省市县区州旗镇乡]?", text)]
    by_form = _BY_FORM.match(text)
    if by_form and not spans:
        spans.append(by_form.span())
    return sorted(spans)


@lru_cache(maxsize=4)
def _places_of_bodies(bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the places that bodies are of, without 省 or 县; longer ones first."""
    found = {m["name"] for body in bodies if (m := _OF_BODY.match(body))}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))
