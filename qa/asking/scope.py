"""Which notices a question is about: its filters over the library, each relaxed rather than left empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index.listed import ListedDocument, Masthead
from index.model import Filters
from ingest.model import Status
from ingest.regions import Place
from qa.asking.asked_kinds import AskedState, is_issuer
from qa.asking.catalogue import Catalogue, Entry, holds_in, stands_over
from qa.asking.place_names import several_called
from qa.language.periods import is_within_printed
from qa.model import ELSEWHERE, FilterKind, Interpretation

# What is let go first where no document passes: what a document is called before where it holds. Numbers and titles
# name the document itself; they are let go only where the library does not have it.
RELAXED_IN_ORDER = (
    FilterKind.TYPE,
    FilterKind.STATUS,
    FilterKind.ISSUER,
    FilterKind.YEAR,
    FilterKind.LEVEL,
    FilterKind.REGION,
    FilterKind.TITLE,
    FilterKind.NUMBER,
)
# Of which the answer may be wrong rather than empty: after a plain no they are let go as well, one after the other.
SOFT = RELAXED_IN_ORDER[:5]
_MOST_NAMED = 5  # of the places that bear one name
_ENDED = (Status.REPEALED, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look, and what of the question could not be held to."""

    filters: Filters
    notes: tuple[str, ...] = ()
    held: bool = True  # False: the library has nothing of the region or number that the question names
    relaxed: frozenset[FilterKind] = frozenset()


def scope_of(interpretation: Interpretation, catalogue: Catalogue, filters: Filters, *, above: bool = True) -> Scope:
    """The filters a question sets on top of the person's own.

    A document number or a title narrows to the notices that bear it; regions narrow to notices of the region and, with
    `above`, of those above it (a county is bound by its province's notices). Years narrow where the question says that
    they are the documents'; a year may be the matter asked about.
    """
    return next(scopes_of(interpretation, catalogue, filters, above=above))


def scopes_of(
    interpretation: Interpretation, catalogue: Catalogue, filters: Filters, *, above: bool = True
) -> Iterator[Scope]:
    """The narrowest scope that has documents, then wider ones: one kind of filter after the other let go, and said."""
    passing = _passing(interpretation, catalogue, filters, above)
    notes: list[str] = []
    relaxed: set[FilterKind] = set()
    relaxed.update(kind for kind in passing if not passing[kind])  # what the library has nothing of at all
    elsewhere = "按其余条件" if len(relaxed) < len(passing) else "在全部文件中"
    notes += [_nothing_of(kind, interpretation, elsewhere) for kind in RELAXED_IN_ORDER if kind in relaxed]
    notes += [_several(name, places) for name in interpretation.regions if (places := several_called(name))]
    held = not relaxed & {FilterKind.REGION, FilterKind.NUMBER}
    entries = _within(catalogue, passing, relaxed)
    waiting = [kind for kind in RELAXED_IN_ORDER if kind in passing and kind not in relaxed]
    while waiting:
        if entries:
            yield _scope(entries, filters, notes, held, relaxed)
        together = _said(interpretation, waiting)
        kind = waiting.pop(0)
        relaxed.add(kind)
        values = _values(interpretation, kind)
        apart = "同时" if waiting else ""
        notes.append(f"没有{apart}符合“{together}”的内容，已不限{kind.value}（{values}）")
        entries = _within(catalogue, passing, relaxed)
    yield Scope(filters, tuple(notes), held, frozenset(relaxed))


def _scope(
    entries: Sequence[Entry], filters: Filters, notes: Sequence[str], held: bool, relaxed: set[FilterKind]
) -> Scope:
    return Scope(replace(filters, document_ids=document_ids(entries)), tuple(notes), held, frozenset(relaxed))


def with_relaxed(interpretation: Interpretation, scope: Scope) -> Interpretation:
    """The interpretation with those filters marked that the scope does not hold to."""
    if not scope.relaxed:
        return interpretation
    marked = tuple(replace(f, relaxed=True) if f.kind in scope.relaxed else f for f in interpretation.filters)
    return replace(interpretation, filters=marked)


def _within(catalogue: Catalogue, passing: dict[FilterKind, frozenset[str]], relaxed: set[FilterKind]) -> list[Entry]:
    """The notices that pass every filter that is held to."""
    holding = [ids for kind, ids in passing.items() if kind not in relaxed]
    if not holding:
        return []
    ids = frozenset.intersection(*holding)
    return [e for e in catalogue.entries if e.document.document_id in ids]


def _passing(
    read: Interpretation, catalogue: Catalogue, filters: Filters, above: bool
) -> dict[FilterKind, frozenset[str]]:
    """For each kind of filter of the question: the ids of the notices that pass it."""
    tests: dict[FilterKind, Callable[[Entry], bool]] = {}
    passing: dict[FilterKind, frozenset[str]] = {}
    if read.document_numbers:
        numbered = (i for n in read.document_numbers for i in catalogue.names.numbers.by_form.get(n, ()))
        passing[FilterKind.NUMBER] = frozenset(numbered)
    if read.filters_of(FilterKind.TITLE):
        years = catalogue.names.years
        # 2020年老干部工作要点 among those of other years
        of_year = {i for i in read.named if years[i] & set(read.matter_years)}
        passing[FilterKind.TITLE] = frozenset(of_year or read.named)
    if read.regions and not filters.regions:
        passing[FilterKind.REGION] = _of_regions(read.regions, catalogue, above)
    if others := [f.value.removesuffix(ELSEWHERE) for f in read.filters_of(FilterKind.REGION) if f.is_elsewhere]:
        tests[FilterKind.REGION] = lambda e: not any(holds_in(e.document.region, name) for name in others)
    if levels := {f.value for f in read.filters_of(FilterKind.LEVEL)}:
        tests[FilterKind.LEVEL] = lambda e: e.document.level in levels
    if issuers := [f.value for f in read.filters_of(FilterKind.ISSUER)]:
        tests[FilterKind.ISSUER] = lambda e: any(is_issuer(i, body) for i in issuers for body in _bodies(e))
    if read.years_wanted:
        of = catalogue.names.years
        tests[FilterKind.YEAR] = lambda e: _is_of_years(of[e.document.document_id], read.years_wanted)
    if types := {f.value for f in read.filters_of(FilterKind.TYPE)}:
        tests[FilterKind.TYPE] = lambda e: any(d.document_type in types for d in (e.document, *e.covering))
    if states := [AskedState(f.value) for f in read.filters_of(FilterKind.STATUS)]:
        tests[FilterKind.STATUS] = lambda e: all(_stands_so(e.document, state) for state in states)
    for kind, test in tests.items():
        own = passing.get(kind)
        ids = (e.document.document_id for e in catalogue.entries if test(e))
        passing[kind] = frozenset(i for i in ids if own is None or i in own)
    return passing


def _of_regions(regions: Sequence[str], catalogue: Catalogue, above: bool) -> frozenset[str]:
    """Ids of the notices of these regions and, with `above`, of those above them; none where no notice is of them."""
    chains = catalogue.names.regions
    own = {c for c in chains if any(holds_in(c, name) for name in regions)}
    if not own:
        return frozenset()
    over: set[str | None] = {c for c in (*chains, None) if above and any(stands_over(c, name) for name in regions)}
    passing = own | over
    return frozenset(e.document.document_id for e in catalogue.entries if e.document.region in passing)


def _bodies(entry: Entry) -> tuple[str, ...]:
    return tuple(body for d in (entry.document, *entry.covering) for body in d.issuing_authorities)


def _is_of_years(years: Collection[int], wanted: Sequence[tuple[int | None, int | None]]) -> bool:
    """Whether a document of these years is one of those wanted."""
    return any((first or 0) <= year <= (last or 9999) for first, last in wanted for year in years)


def _stands_so(document: ListedDocument, state: AskedState) -> bool:
    """Whether a document stands as asked; one of which nothing is said is taken to stand."""
    if state is AskedState.ENDED:
        return document.status in _ENDED
    if state is AskedState.TRIAL:
        return document.status is Status.TRIAL or re.search("试行|暂行", document.title or "") is not None
    return document.status not in _ENDED


def _values(read: Interpretation, kind: FilterKind) -> str:
    return "、".join(dict.fromkeys(f.value for f in read.filters_of(kind)))


def _said(read: Interpretation, kinds: Sequence[FilterKind]) -> str:
    """地区 浙江，文种 办法: in the order of the question."""
    chips = [f for f in read.filters if f.kind in kinds]
    return "，".join(dict.fromkeys(f"{f.kind.value} {f.value}" for f in chips))


def _nothing_of(kind: FilterKind, read: Interpretation, elsewhere: str) -> str:
    """What the library does not have, and where was looked instead."""
    values = _values(read, kind)
    if kind is FilterKind.REGION:
        return f"资料库中没有{values}的文件，已{elsewhere}查找"
    if kind is FilterKind.NUMBER:
        return f"资料库中没有{values}，已{elsewhere}查找"
    if kind is FilterKind.TITLE:
        titles = "、".join(f"《{f.value}》" for f in read.filters_of(kind))
        return f"资料库中没有题为{titles}的文件，已{elsewhere}查找"
    return f"资料库中没有{kind.value}为“{values}”的文件，已{elsewhere}查找"


def _several(name: str, places: Sequence[Place]) -> str:
    """That several places bear the name, and which: the person is to say which is meant."""
    shown = "、".join(place.chain for place in places[:_MOST_NAMED]) + ("等" if len(places) > _MOST_NAMED else "")
    return f"叫“{name}”的地方有{len(places)}个（{shown}），请写明是哪一个"


def document_ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Ids of these notices with their covering 通知, sorted."""
    ids = {e.document.document_id for e in entries} | {cover for e in entries for cover in e.covers}
    return tuple(sorted(ids))


def fits_regions(document: Masthead, text: str, regions: Sequence[str]) -> bool:
    """Whether what a document says holds for the regions asked about.

    `text` is the clause with its headings: a region named there speaks for itself.
    """
    return not regions or any(
        holds_in(document.region, name)
        or stands_over(document.region, name)
        or name in text
        or name in (document.title or "")
        for name in regions
    )


def fits_years(document: Masthead, text: str, years: Sequence[int]) -> bool:
    """Whether what a document says can hold for the years asked about.

    The clause or the title names the year, or prints a period for a case in which it lies; or neither names any and the document is of that year, or stands from
    year to year (a rule without a year in its title, made no later).
    """
    if not years:
        return True
    named = {int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})年", document.title or "")}
    made = year_of(document)
    for year in years:
        if year in named:
            return True
        if f"{year}年" in text or is_within_printed(text, year):
            return True
        if not named and (made is None or made <= year):
            return True
    return False


def year_of(document: Masthead) -> int | None:
    """The year of a document: its number's, else that of its date."""
    if document.document_number and (found := re.search(r"((?:19|20)\d{2})", document.document_number)):
        return int(found.group(1))
    return document.dated_on.year if document.dated_on else None
