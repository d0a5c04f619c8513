"""Whose words a piece of an answer gives: 「江苏仪征：」, 「《…》（新版）（已废止）：」 read off, and which clauses that leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Status
from ingest.regions import Place, place_of_chain
from qa.gate.grounds import Ground
from qa.gate.normal import plain
from qa.language.citations import place_of

ENDED_SAID = re.compile("已废止|已失效|已经废止|已经失效|废止|失效")
_EDITION = re.compile(r"\((?:新版|旧版|现行|原版|修改前)\)")
_ENDED_MARK = re.compile(r"\((?:已废止|已失效)\)|(?:已废止|已失效)的?(?:规定|文件)?")
_JOINTS = re.compile(r"[、,和及与等（）()]|以及|各地|的?规定")
_SPLIT = re.compile(r"、|,|和|及|与")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")


@dataclass(frozen=True, slots=True)
class Label:
    """Names of documents or places that say whose words follow."""

    grounds: tuple[Ground, ...]  # those it names
    says_ended: bool
    text: str


def read_label(text: str, grounds: Sequence[Ground]) -> Label | None:
    """The label that a text is, with the clauses it names; None where anything in it is no name of theirs."""
    whole = plain(text)
    if not whole:
        return None
    together = _named_by(whole, grounds)
    if together is not None:
        return Label(together, bool(ENDED_SAID.search(whole)), text)
    named: dict[int, Ground] = {}
    items = _items(whole)
    if len(items) < 2:
        return None
    for item in items:
        of_item = _named_by(item, grounds)
        if of_item is None:
            return None
        named |= {id(g): g for g in of_item}
    return Label(tuple(named.values()), bool(ENDED_SAID.search(whole)), text)


def _items(whole: str) -> list[str]:
    """The members of a list of names; a 、 inside a title parts nothing."""
    hidden = _TITLE.sub(
        lambda m: (
            m.group()
            .replace("、", "\x00")
            .replace(",", "\x01")
            .replace("和", "\x02")
            .replace("及", "\x03")
            .replace("与", "\x04")
        ),
        whole,
    )
    back = str.maketrans("\x00\x01\x02\x03\x04", "、,和及与")
    return [item.translate(back) for item in _SPLIT.split(hidden) if item]


def _named_by(item: str, grounds: Sequence[Ground]) -> tuple[Ground, ...] | None:
    """The clauses whose masthead holds every name of one item; None where there is none, or something is left over."""
    return tuple(g for g in grounds if _holds_all(item, _names(g), g.document.status)) or None


@lru_cache(maxsize=8192)
def _holds_all(item: str, names: tuple[str, ...], status: Status) -> bool:
    left = item
    named = False
    for name in names:
        if name in left:
            left = left.replace(name, "")
            named = True
    ended = _ENDED_MARK.search(left)
    left = _JOINTS.sub("", _ENDED_MARK.sub("", _EDITION.sub("", left)))
    if ended and not _has_status(ended.group(), status):
        return False
    return (named or ended is not None) and not left


def _has_status(said: str, status: Status) -> bool:
    return (status is Status.REPEALED and "废止" in said) or (status is Status.EXPIRED and "失效" in said)


@lru_cache(maxsize=256)
def _names(ground: Ground) -> tuple[str, ...]:
    """The names of a ground's masthead in plain form, longest first."""
    document = ground.document
    return _names_of(
        document.title or "",
        document.document_number or "",
        document.issuing_authorities,
        document.region or "",
        f"{document.dated_on.year}年{document.dated_on.month}月{document.dated_on.day}日" if document.dated_on else "",
        ground.clause.path,
        ground.also_titled,
        document.document_id,
    )


@lru_cache(maxsize=4096)
def _names_of(
    title: str,
    number: str,
    issuers: tuple[str, ...],
    region: str,
    day: str,
    path: tuple[str, ...],
    also: tuple[str, ...],
    document_id: str,
) -> tuple[str, ...]:
    place = place_of_chain(region) if region else None
    names = [
        f"《{title}》",
        f"《{title.replace('《', '〈').replace('》', '〉')}》" if title else "",
        number,
        *issuers,
        day,
    ]
    names += [f"〔无标题〕{document_id}"] if not title else []
    names += list(_names_of_place(place)) if place else [region]
    names += [place_of(path), path[-1] if path else "", *(place_of(path[: i + 1]) for i in range(len(path)))]
    names += [found for cited in also for found in _TITLE.findall(cited)]
    return tuple(sorted({n for name in names if (n := plain(name))}, key=lambda n: (-len(n), n)))


def _names_of_place(place: Place) -> list[str]:
    """What a place is called, alone and behind those it lies in: 江苏扬州仪征, 仪征市, 江苏仪征."""
    if place.chain == "全国":
        return ["全国", "中央", "国家"]
    lineage = place.lineage
    names = [place.chain, *(p.chain for p in lineage)]
    for p in lineage:
        names += [p.full_name, p.short_name]
    return names
