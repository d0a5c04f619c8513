"""Before a cell says 未规定: whether its column prints the row's name after all."""

from __future__ import annotations

from collections.abc import Sequence

from qa.comparing.columns import Place
from qa.comparing.speaking import Spoken, holding
from qa.comparing.topic import Topic
from qa.retrieving.askable import AskableIndex

_COMMON = 4  # sentences of one place that hold a name which says little
_BY_NAME = 0.5  # strength of a sentence that holds the row's name and not the topic's
_CLAUSES = 30  # read for one row
_SHORTEST = 3  # characters of a name that tells a row


def completed(
    index: AskableIndex,
    named: Sequence[tuple[str, Sequence[Spoken]]],
    places: Sequence[Place],
    spoken: Sequence[Spoken],
    topic: Topic,
) -> list[tuple[str, list[Spoken]]]:
    """The rows with the sentences of places not in them that hold the row's name.

    They may stand in another row; of a name that several places share, also in a clause about more than the topic. A
    name that a place uses all over brings nothing.
    """
    rows = []
    for name, group in named:
        if name in topic.words or len(name) < _SHORTEST:  # 补贴 in rows of 书记补贴: every sentence has it
            rows.append((name, list(group)))
            continue
        heard = {s.place for s in group}
        missing = [p for p in places if p.key not in heard]
        found = [s for s in spoken if s.place not in heard and name in s.squeezed]
        if len(heard) > 1 and not topic.names(name):
            known = {s.place for s in found}
            found += holding(index, name, [p for p in missing if p.key not in known], _BY_NAME, _CLAUSES)
        of_place = {p.key: [s for s in found if s.place == p.key] for p in missing}
        rows.append((name, [*group, *(s for said in of_place.values() if len(said) <= _COMMON for s in said)]))
    return _without_repeated(rows)


def _without_repeated(rows: Sequence[tuple[str, list[Spoken]]]) -> list[tuple[str, list[Spoken]]]:
    """The rows but those of one place whose sentences all stand in a row of several places as well."""
    shared = {(s.place, s.text, s.span) for _, group in rows if len({s.place for s in group}) > 1 for s in group}
    return [
        (name, group)
        for name, group in rows
        if len({s.place for s in group}) > 1 or not all((s.place, s.text, s.span) in shared for s in group)
    ]
