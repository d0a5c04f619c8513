"""Names of places that a running text leaves in doubt, read by how they stand in a question: 三台对…, 鼓楼区."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.model import Span
from ingest.regions import Level, Place, all_places, in_or_under, place_of_chain, places_in, places_named
from qa.asking.asked_text import overlaps
from qa.language.late_pattern import LatePattern
from qa.language.lexicon import word_edges

_EVERYDAY = Path(__file__).with_name("place_words.txt")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")

# Where a place begins a question or one of its members.
#   matches   |信丰怎么报 | 请问|三台 | 榆林和|三台 | 我在|开阳 | 住在|平阴
#   rejects   买了|三台电脑 | 相|信丰收
_OPENS = LatePattern(r"(?:^|[\s,，、;；:：?？。（(]|请问|问一?下|想问|我们|咱们?|在|到|[和与跟及比]|查一?下|看看)$")
# What only a place, and no everyday word, goes on with.
#   matches   资源|县里 | 长寿|对老人 | 东方|的文件 | 互助|离退休干部
#   rejects   资源|共享 | 长寿|老人 | 合作|的方式
_OF_A_PLACE = LatePattern(
    r"对(?!于|外|口|应|比)|[县市区州](?:里|的|委|财|老|民|直|对|怎|有|$)|那边|这边|这里|怎么规定"
    r"|的(?:规定|文件|标准|办法|通知|政策|老干部|离退休|退休)|老干部局|离退休|退休干部|党政机关|机关事业"
)
# A name that begins with a figure is a place before words that nothing is counted by: 三台|对老人, not 三台|电脑.
_COUNTS = "一二三四五六七八九十两百千万"
_NOTHING_COUNTED = LatePattern(
    r"[对的县和跟与给是有每几、，,？?]|怎么|如何|多[少久长大]|哪|现在|今年|20\d\d|离休|离退休|退休|老干部|老同志|独居|党|居民|城乡|$"
)
#   matches   鼓楼|区级 | 三台|镇 | 南山|路 | 安平|大街
#   rejects   鼓楼区|级别 | 三台|乡镇
_GOES_ON = LatePattern(
    r"[县区市][级域]|区[间别分]|镇(?!级|区|域)|乡(?!镇|村)|街道|路(?!费|桥|由)|大[道街]|社区|村委|大学|医院|中学|小学"
)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the question, as the library's filters name it."""

    span: Span
    name: str  # 三台; 江苏南京鼓楼 where several places are called so and the library has one of them


def read_doubtful_names(text: str, known_chains: Sequence[str], taken: Sequence[Span]) -> list[NamedPlace]:
    """Places of a folded question by names that `places_in` leaves out, in its order; `taken` is read already.

    A short name that is a word as well counts where a question or one of its members begins with it, or where the
    library has notices from there; a name that is an everyday word needs both, and words behind it that only a place
    has. The full name of several places (鼓楼区) is always a place.
    """
    found: list[NamedPlace] = []
    edges = _edges(text)
    start = 0
    while start < len(text):
        name = _name_at(text, start)
        end = start + len(name)
        span = (start, end)
        if name and start in edges and end in edges and not overlaps(span, taken) and not places_in(name):
            own = _of_library(name, known_chains)
            if _stands(text, span, name, bool(own)):
                meant = own if len(own) == 1 else places_named(name)
                found.append(NamedPlace(span, name_of(meant[0]) if len(meant) == 1 else name))
                start = end
                continue
        start += 1
    return found


def several_called(name: str) -> tuple[Place, ...]:
    """The places of one rank that a name leaves open, in the table's order: all of 鼓楼区; () for a name of one place."""
    highest = _highest(name)
    return highest if len(highest) > 1 else ()


def name_of(place: Place) -> str:
    """The short name of a place where that means it and no other, else its chain: 福建福州鼓楼, 天津河北."""
    return place.short_name if _highest(place.short_name) == (place,) else place.chain


def _highest(name: str) -> tuple[Place, ...]:
    """Of the places of this name those of the highest rank: 铁岭 is the city rather than the county."""
    places = places_named(name)
    ranks = (Level.CENTRAL, Level.PROVINCE, Level.CITY, Level.COUNTY)
    first = min((ranks.index(p.level) for p in places), default=0)
    return tuple(p for p in places if p.level is ranks[first])


def _stands(text: str, span: Span, name: str, in_library: bool) -> bool:
    start, end = span
    if _GOES_ON.match(text, end) or (name[-1] in "县区市" and _GOES_ON.match(text, end - 1)):
        return False
    if name in _everyday():
        return in_library and _opens(text, start) and _OF_A_PLACE.match(text, end) is not None
    if name[0] in _COUNTS and name not in _full_names():
        return _opens(text, start) and _NOTHING_COUNTED.match(text, end) is not None
    if name in _full_names() and several_called(name):
        return True
    return in_library or _opens(text, start)


def _opens(text: str, start: int) -> bool:
    return _OPENS.search(text[:start]) is not None


def _of_library(name: str, known_chains: Sequence[str]) -> list[Place]:
    """The places of this name of which, or of a part of which, the library has notices."""
    return [
        p for p in places_named(name) if any(in_or_under(chain, p.chain) for chain in known_chains if _known(chain))
    ]


def _known(chain: str) -> bool:
    return place_of_chain(chain) is not None


def _name_at(text: str, start: int) -> str:
    """The longest name of a city or a county that begins here; empty where none does."""
    lengths = _lengths().get(text[start : start + 2], ())
    return next((text[start : start + n] for n in lengths if text[start : start + n] in _names()), "")


def _edges(text: str) -> frozenset[int]:
    """Where words of the text begin and end."""
    found = {0, len(text)}
    for run in _HAN_RUN.finditer(text):
        found |= {run.start() + edge for edge in word_edges(run.group())}
    return frozenset(found)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Short and full names of cities and counties, of two characters or more."""
    places = [p for p in all_places() if p.level in (Level.CITY, Level.COUNTY)]
    return frozenset(name for p in places for name in (p.short_name, p.full_name) if len(name) > 1)


@lru_cache(maxsize=1)
def _full_names() -> frozenset[str]:
    return frozenset(p.full_name for p in all_places() if p.full_name != p.short_name)


@lru_cache(maxsize=1)
def _lengths() -> dict[str, tuple[int, ...]]:
    """First two characters -> lengths of the names that begin so, longest first."""
    lengths: dict[str, set[int]] = {}
    for name in _names():
        lengths.setdefault(name[:2], set()).add(len(name))
    return {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    rows = _EVERYDAY.read_text(encoding="utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("#") for word in row.split())
