"""The clauses of a library as other documents have amended them: what is in force is what is read.

A clause that was amended is read with the new words in place of the old (see qa/standing/changes.py), so that 将第九条中的“24小时”修改为
“12小时” answers how long a death may go unreported, which only the amended clause names. What was read is given back as it is
printed: words of the amending clause where the answer stands in them, else words of the amended one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.model import RankedClause, StoredClause
from ingest.model import Clause, Span, Status
from ingest.numerals import integer_of
from qa.language.editions import OF_CHANGE
from qa.language.sentences import sentences_of, squeeze, squeezed_text
from qa.reading.reader import Reading
from qa.standing.changes import Change, ChangeKind, Part, changes_in

HIDDEN = "□"  # stands where old words of an amending clause do: no value is read from it
_MARKER = re.compile(r"\s*第\s*([一二三四五六七八九十百零〇两\d]{1,6})\s*条(?!之)|([一二三四五六七八九十]{1,3})、")
_ITEM = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]")
_OWN = 0  # the source of what the clause itself prints
LONGEST_SENTENCE = 160  # characters of a sentence that amends, quoted whole
_LEAST_OF_ALL = 4  # characters of old words that are changed wherever they stand in a rule

Origin = tuple[int, int]  # a source, and the place in its text


@dataclass(frozen=True, slots=True)
class Gone:
    """Words of a printed clause that are no longer in force; empty where new ones only come in behind them."""

    span: Span  # in the printed text
    by: int  # the source that changed them


@dataclass(frozen=True, slots=True)
class AmendedClause(StoredClause):
    """A clause with the text that is in force; `printed` is it as it stands in the library."""

    printed: StoredClause
    sources: tuple[StoredClause, ...]  # the clause itself, then those whose new words stand in it
    origins: tuple[Origin, ...]  # of each character of the text
    gone: tuple[Gone, ...] = ()

    @property
    def is_deleted(self) -> bool:
        """Whether nothing of it is in force."""
        return self.document.status is Status.REPEALED and self.printed.document.status is not Status.REPEALED


@dataclass(frozen=True, slots=True)
class Amendments:
    """What is amended in a library on a day."""

    amended: Mapping[str, AmendedClause] = field(default_factory=dict)  # by the id of the amended clause
    amending: Mapping[str, AmendedClause] = field(default_factory=dict)  # those with old words, which are hidden
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # amended clauses, by the amending clause's id
    only_these: frozenset[str] = frozenset()  # amending clauses that say nothing else


@dataclass(frozen=True, slots=True)
class Rule:
    """A document that others amend."""

    clauses: Sequence[StoredClause]
    amending: Sequence[StoredClause]  # of others, those of older documents first
    inner: Sequence[tuple[str, ...]] = ()  # paths of the clauses of the document that it issues, where it issues one

    @property
    def has_articles(self) -> bool:
        """Whether it is divided into 第一条, 第二条: the 第二条 of an amendment is then no 二、."""
        paths = (*(c.clause.path for c in self.clauses), *self.inner)
        return any(heading.lstrip().startswith("第") and _MARKER.match(heading) for path in paths for heading in path)


def amendments_of(rules: Sequence[Rule]) -> Amendments:
    """What the amending clauses make of the rules."""
    amended: dict[str, AmendedClause] = {}
    hidden: dict[str, list[Span]] = {}
    targets: dict[str, dict[str, None]] = {}
    open_ones: set[str] = set()
    by_id: dict[str, StoredClause] = {}
    for rule in rules:
        has_articles = rule.has_articles
        for by in rule.amending:
            own_id = by.clause.clause_id
            by_id[own_id] = by
            for change in changes_in(by.clause.text):
                met = [c for c in rule.clauses if _is_meant(c.clause, change, by.clause.text, has_articles)]
                done = [c for c in met if _apply(amended, c, by, change)]
                spans = [s for s in (change.old, change.new if done else None) if s]
                hidden.setdefault(own_id, []).extend(spans)
                for clause in done:
                    targets.setdefault(own_id, {})[clause.clause.clause_id] = None
                if not done:
                    open_ones.add(own_id)
    return Amendments(
        amended,
        {i: _as_read(by_id[i], spans) for i, spans in hidden.items()},
        {i: tuple(found) for i, found in targets.items()},
        frozenset(targets) - open_ones,
    )


def _is_meant(clause: Clause, change: Change, text: str, has_articles: bool) -> bool:
    """Whether a clause is among those that a change names; a change that names none means every one with its old words."""
    if change.kind is ChangeKind.ADDED:
        return False
    if not change.parts:
        return change.old is not None and len(squeezed_text(text[slice(*change.old)])) >= _LEAST_OF_ALL
    numbers = [_number_of(heading, has_articles) for heading in clause.path]
    if change.kind is ChangeKind.WHOLE and not any(p.item for p in change.parts):
        numbers = numbers[-1:]
    return any(p.article in numbers for p in change.parts)


def _number_of(heading: str, has_articles: bool) -> int | None:
    match = _MARKER.match(heading)
    if match is None:
        return None
    return integer_of(match[1] or ("" if has_articles else match[2]))


def _apply(amended: dict[str, AmendedClause], clause: StoredClause, by: StoredClause, change: Change) -> bool:
    """Put a change into the text of a clause as it stood before it; False where it cannot be told where it goes."""
    at = clause.clause.clause_id
    before = amended.get(at) or _as_printed(clause)
    if change.kind is ChangeKind.DELETED and not any(p.paragraph or p.item for p in change.parts):
        document = replace(clause.document, status=Status.REPEALED)
        gone_whole = Gone((0, len(clause.clause.text)), len(before.sources))
        amended[at] = replace(before, document=document, sources=(*before.sources, by), gone=(gone_whole,))
        return True
    places = _places(before.clause.text, clause.clause, by.clause.text, change)
    if not places:
        return False
    sources = (*before.sources, by)
    new = change.new or (0, 0)
    own_new = tuple((len(sources) - 1, place) for place in range(*new))
    text, origins, gone = before.clause.text, before.origins, list(before.gone)
    for start, end in reversed(places):
        old = [place for source, place in origins[start:end] or origins[end - 1 : end] if source == _OWN]
        gone += [Gone((min(old), max(old) + 1), len(before.sources))] if old else []
        text = text[:start] + by.clause.text[slice(*new)] + text[end:]
        origins = (*origins[:start], *own_new, *origins[end:])
    new_clause = replace(before.clause, text=text, span=(before.clause.span[0], before.clause.span[0] + len(text)))
    amended[at] = replace(before, clause=new_clause, sources=sources, origins=origins, gone=tuple(gone))
    return True


def _as_printed(clause: StoredClause) -> AmendedClause:
    text = clause.clause.text
    return AmendedClause(
        clause.clause,
        clause.document,
        clause.file,
        clause.row,
        printed=clause,
        sources=(clause,),
        origins=tuple((_OWN, place) for place in range(len(text))),
    )


def _places(text: str, clause: Clause, amending: str, change: Change) -> list[Span]:
    """Where in the text of a clause the new words go: in place of the old ones, or, empty spans, behind them."""
    if change.old is not None:
        found = _all_of(amending[slice(*change.old)], text)
        return [(end, end) for _, end in found] if change.kind is ChangeKind.BEHIND else found
    part = change.parts[0] if change.parts else None
    if part is None:
        return []
    if part.item is not None:
        return _item(text, part)
    if part.paragraph is not None:
        lines = [m.span() for m in re.finditer(r"[^\n]+", text) if not _ITEM.match(m.group().strip())]
        return lines[part.paragraph - 1 : part.paragraph] if len(lines) >= part.paragraph > 1 else []
    return [_behind_marker(text, clause, amending[slice(*(change.new or (0, 0)))])]


def _behind_marker(text: str, clause: Clause, new: str) -> Span:
    """The whole text, without its number where the new words do not print theirs."""
    marker = _MARKER.match(text)
    begins = marker.end() if marker and not _MARKER.match(new) else 0
    while 0 < begins < len(text) and text[begins].isspace():
        begins += 1
    return begins, len(text)


def _item(text: str, part: Part) -> list[Span]:
    marks = [(integer_of(m[1]), m.start()) for m in _ITEM.finditer(text)]
    for place, (number, start) in enumerate(marks):
        if number == part.item:
            end = marks[place + 1][1] if place + 1 < len(marks) else len(text)
            return [(start, start + len(text[start:end].rstrip()))]
    return []


def _all_of(words: str, text: str) -> list[Span]:
    """Wherever words stand in a text, however either is spaced."""
    sought, within = squeezed_text(words), squeeze(text)
    found: list[Span] = []
    at = within.text.find(sought) if sought else -1
    while at >= 0:
        found.append(within.printed(at, at + len(sought)))
        at = within.text.find(sought, at + len(sought))
    return found


def _as_read(by: StoredClause, hidden: Sequence[Span]) -> AmendedClause:
    """An amending clause as it is read: words that come in by themselves, others without those hidden."""
    text = by.clause.text
    words = sorted((text[start:end] for start, end in hidden), key=len, reverse=True)
    path = tuple(_without(heading, words) for heading in by.clause.path)
    added = [c.new for c in changes_in(text) if c.kind is ChangeKind.ADDED and c.new]
    for start, end in hidden:
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    if not added:
        return replace(_as_printed(by), clause=replace(by.clause, text=text, path=path))
    behind = text.find("\n", added[-1][1])
    kept = [*added, (behind, len(text))] if behind >= 0 else added
    places = [place for start, end in kept for place in range(start, end)]
    start = by.clause.span[0]
    clause = replace(by.clause, text="".join(text[p] for p in places), path=path, span=(start, start + len(places)))
    return replace(_as_printed(by), clause=clause, origins=tuple((_OWN, place) for place in places))


def _without(heading: str, words: Sequence[str]) -> str:
    for word in words:
        heading = heading.replace(word, HIDDEN * len(word))
    return heading


# The change itself is asked for, so that the amending clause answers as it is printed.
_OF_THE_CHANGE = re.compile(r"修改|修订|修正|删[去除]了|增加了|改成了|改为了")


def asks_of_amending(question: str) -> bool:
    """Whether a question wants to know how a rule was changed, or what it said before."""
    return bool(OF_CHANGE.search(question) or _OF_THE_CHANGE.search(question))


def told_of(amendments: Amendments, clause_id: str) -> StoredClause | None:
    """What an answer in few words that cites a clause is held against: the text in force; None: what the clause prints."""
    amended = amendments.amended.get(clause_id)
    if amended is not None and amended.is_deleted:
        return replace(amended.printed, document=amended.document)
    targets = [amendments.amended[i] for i in amendments.targets.get(clause_id, ())]
    if not targets:
        return None
    by = next(s for target in targets for s in target.sources if s.clause.clause_id == clause_id)
    hidden = amendments.amending.get(clause_id)
    texts = [t.clause.text for t in targets if not t.is_deleted] + ([hidden.clause.text] if hidden else [])
    path = (*by.clause.path[:-1], *targets[0].clause.path)
    return replace(by, clause=replace(by.clause, text="\n".join(texts), path=path))


def as_in_force(amendments: Amendments, ranked: Sequence[RankedClause]) -> list[RankedClause]:
    """A ranking of clauses as they are in force: an amended one also stands in where only what amends it was found."""
    found: dict[str, RankedClause] = {}
    for r in ranked:
        clause_id = r.stored.clause.clause_id
        stands_for = amendments.targets.get(clause_id, ())
        for target in stands_for:
            found.setdefault(target, replace(r, stored=amendments.amended[target]))
        if clause_id in amendments.only_these:
            continue
        stored = amendments.amended.get(clause_id) or amendments.amending.get(clause_id)
        if stored is None:
            found[clause_id] = _without_old_words(r)
        elif clause_id not in found:
            found[clause_id] = replace(r, stored=stored)
    return list(found.values())


# Old words stand before new ones.  matches  ”修改为“ | 由300元提高到400元
_MAY_CHANGE = re.compile(r"”[^“”。]{0,12}[为成作]\s*[:：]?\s*“|由[^，。]{1,30}[为到至]")


def _without_old_words(r: RankedClause) -> RankedClause:
    """A clause of which no old words are read: of what it amends, or says to have risen, the library may have nothing."""
    text = r.stored.clause.text
    if not _MAY_CHANGE.search(text):
        return r
    old = [c.old for c in changes_in(text) if c.kind is ChangeKind.WORDS and c.old]
    return replace(r, stored=_as_read(r.stored, old)) if old else r


def with_printed_words(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of clauses as in force, each with the printed words that it was read from."""
    return [_printed(r) if isinstance(r.ranked.stored, AmendedClause) else r for r in readings]


def _printed(reading: Reading) -> Reading:
    stored = reading.ranked.stored
    assert isinstance(stored, AmendedClause)
    if stored.is_deleted:
        return replace(
            reading, ranked=replace(reading.ranked, stored=replace(stored.printed, document=stored.document))
        )
    start = reading.span[0] - stored.clause.span[0]
    quoted = stored.origins[start : start + len(reading.quote)]
    if HIDDEN in (reading.value or ""):
        reading = replace(reading, value=None, states=False)
    within = _all_of(reading.value or "", reading.quote)
    value = stored.origins[start + within[0][0] : start + within[0][1]] if within else quoted
    source = max((source for source, _ in value), default=_OWN)
    places = [place for of, place in quoted if of == source]
    if source == _OWN:
        return _of_words(reading, stored.printed, (min(places), max(places) + 1))
    by = stored.sources[source]
    return _of_words(reading, by, _whole_sentence(by.clause, (min(places), max(places) + 1)))


def _whole_sentence(clause: Clause, words: Span) -> Span:
    """The sentence of an amending clause in which words stand: 将第九条中的…修改为…; out of long ones the words alone."""
    spans = [s.span for s in sentences_of(clause.text) if s.span[0] < words[1] and words[0] < s.span[1]]
    whole = (min(s for s, _ in spans), max(e for _, e in spans)) if spans else words
    return whole if whole[1] - whole[0] <= LONGEST_SENTENCE else words


def _of_words(reading: Reading, stored: StoredClause, words: Span) -> Reading:
    start = stored.clause.span[0]
    return replace(
        reading,
        ranked=replace(reading.ranked, stored=stored),
        quote=stored.clause.text[slice(*words)],
        span=(start + words[0], start + words[1]),
    )
