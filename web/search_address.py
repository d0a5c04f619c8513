"""What a search is, as the page's address holds it: ?q=补贴&region=浙江&as_of=2021-12-31&sort=date&page=2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.errors import QueryError
from ingest.regions import in_or_under
from qa.retrieving.facets import Chosen, Facet
from qa.retrieving.hits import Sort
from web.compare_choice import day_in

AS_OF = "as_of"
WITHOUT = "without"  # ids of filters read from the query that are not to be held to


@dataclass(frozen=True, slots=True)
class SearchAddress:
    """A query with what narrows it and how it is shown."""

    query: str = ""
    chosen: Chosen = field(default_factory=dict)
    without: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    day: str = ""  # as written; what is no day is kept, so that the page can say so

    @property
    def as_of(self) -> date | None:
        """The day whose documents are searched; None for today's, where those that have ended are there as well."""
        try:
            return day_in(self.day)
        except QueryError:
            return None

    @property
    def is_narrowed(self) -> bool:
        """Whether the person narrowed it by anything."""
        return bool(self.chosen or self.as_of)

    @classmethod
    def of(cls, parameters: Mapping[str, Sequence[str]]) -> SearchAddress:
        """Read it; what cannot be read is as if it were not there."""
        chosen = {f: tuple(dict.fromkeys(v for v in parameters.get(f.value, ()) if v)) for f in Facet}
        sort, page = _last(parameters, "sort"), _last(parameters, "page")
        return cls(
            _last(parameters, "q").strip(),
            {facet: values for facet, values in chosen.items() if values},
            tuple(dict.fromkeys(parameters.get(WITHOUT, ()))),
            Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
            int(page) if page.isdecimal() and 0 < int(page) < 1000 else 1,
            _last(parameters, AS_OF).strip(),
        )

    def parameters(self) -> dict[str, list[str]]:
        """The same as the address writes it; what goes without saying is left out."""
        written: dict[str, list[str]] = {"q": [self.query]} if self.query else {}
        written |= {facet.value: list(values) for facet, values in self.chosen.items() if values}
        if self.without:
            written[WITHOUT] = list(self.without)
        if self.day:
            written[AS_OF] = [self.day]
        if self.sort is not Sort.RELEVANCE:
            written["sort"] = [self.sort.value]
        if self.page > 1:
            written["page"] = [str(self.page)]
        return written

    def after(self, pressed: str) -> SearchAddress:
        """The search that a button leads to: add:region:浙江, drop:region:浙江, drop:as_of:,
        without:年份:2022, with:…, sort:date, page:2, all."""
        action, _, value = pressed.partition(":")
        if action in ("add", "drop"):
            name, _, value = value.partition(":")
            if name == AS_OF:
                return replace(self, day="", page=1)
            return self._narrowed(Facet(name), value, is_added=action == "add") if name in set(Facet) else self
        if action == "without":
            return replace(self, without=tuple(dict.fromkeys((*self.without, value))), page=1)
        if action == "with":
            return replace(self, without=tuple(w for w in self.without if w != value), page=1)
        if action == "sort" and value in set(Sort):
            return replace(self, sort=Sort(value), page=1)
        if action == "page" and value.isdecimal():
            return replace(self, page=max(1, int(value)))
        return replace(self, chosen={}, day="", page=1) if action == "all" else self

    def _narrowed(self, facet: Facet, value: str, *, is_added: bool) -> SearchAddress:
        others = tuple(v for v in self.chosen.get(facet, ()) if v != value)
        if facet is Facet.REGION and is_added:  # a city chosen inside its province narrows it
            others = tuple(v for v in others if not in_or_under(value, v) and not in_or_under(v, value))
        values = (*others, value) if is_added else others
        chosen = {f: v for f, v in self.chosen.items() if f is not facet} | ({facet: values} if values else {})
        return replace(self, chosen=chosen, page=1)


def _last(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    values = parameters.get(name, ())
    return values[-1] if values else ""
