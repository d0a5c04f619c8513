"""The runs of words of one clause that may answer, each with its signs; vectors are compared later."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.model import RankedClause
from ingest.model import ClauseKind, TableRow
from qa.gate.respective import named_from
from qa.language.asked_act import asked_act
from qa.language.bodies import named_in, names_another_post
from qa.language.contrast import Reach, conflicts, fits_condition, missing_head, missing_holder, other_sum, reach_of
from qa.language.matter import GENERIC, Matter
from qa.language.sentences import Sentence, squeezed_text
from qa.language.sides import is_of_another_act, told_side
from qa.language.signs import (
    ASKS_FOR_REQUEST,
    OF_THE_WHOLE,
    announces,
    bounded_as_asked,
    excepts_some,
    measures,
    speaks_for_clause,
    tells_of_request,
)
from qa.language.values import spells_out, value_spans
from qa.model import AsksFor, ValueKind
from qa.reading.asked import Asked
from qa.reading.kind_asked import is_of_another_kind, names_another_charge, tells_stages
from qa.reading.printed_question import is_asked_there
from qa.reading.scoring import ReaderSettings, Signs, score_of
from qa.reading.stretches import Stretch, stretches
from qa.tables.table_cells import holds
from qa.tables.table_rows import TableReading, sentences_and_tables

YEAR_IN_TITLE = re.compile(r"(?:19|20)\d{2}年(?!修|版)")
COUNTED = re.compile(r"(?:多少|几)[个名位]?[\u4e00-\u9fff]{2,3}(?=[?？]?$|[,，])")
RESPONSIBLE = re.compile(r"^[(（]?(?:责任|牵头|主办|承办)(?:单位|部门)[:：]")
LEAST_STEPS = 3
ASKS_MOOD = re.compile(r"能不能|可不可以|可否|能否|可以|能|要不要|需要|要|允许|准|会|有没有|是不是|是否")
KEPT = 3  # runs of one clause that are looked at further


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of words of one clause, scored without vectors."""

    ranked: RankedClause
    start: int  # in the clause's text
    end: int
    squeezed: str
    signs: Signs
    score: float  # without meaning, before it is compared
    own_words: float = 0.0  # share of the question's matter covered by the words themselves
    held: float = 0.0  # share that stands anywhere in the clause, its headings and its notice's title
    near: float | None = None  # nearness of question and sentence vectors; None: not compared
    other_words: float = 0.0
    cases: tuple[str, ...] = ()  # where it gives the figure for several cases that the question does not tell apart
    said: str | None = None  # of a table's row: what it says under the names of its columns; "" where it claims nothing
    value: str | None = None  # the figure read out, where it is not the one nearest to the question's words
    another: str = ""  # the check by which it speaks of another case

    @property
    def states(self) -> bool:
        """Whether it states a value of the kind asked for, of the case asked about."""
        return bool(self.signs.stated) and not self.is_of_another_case

    @property
    def is_of_another_case(self) -> bool:
        """Whether its figure is of another case than the one asked about, or of something else altogether."""
        return bool(self.signs.other_case or self.signs.astray)


def candidates_of(
    ranked: RankedClause,
    clause_text: str,
    asked: Asked,
    matter: Matter,
    settings: ReaderSettings,
    place: float,
    rows: Sequence[TableRow] = (),
) -> list[list[Candidate]]:
    """The best runs of words of one clause, best first; each by itself where they are rows that answer."""
    clause = ranked.stored.clause
    if clause.kind is ClauseKind.SIGNATURE and asked.figured and not asked.dated:
        return []  # the day a notice was signed is no sum and no count
    title = ranked.stored.document.title or ""
    sentences, table = sentences_and_tables(clause, rows, asked.question, asked.interpretation, title)
    if not sentences:
        return []
    reader = _ClauseReader(ranked, clause_text, asked, matter, settings, place, sentences, table)
    candidates = [
        reader.candidate(stretch)
        for stretch in _whole_steps(
            asked, list(stretches(clause.text, sentences, reader.held, reader.headings, asked, matter.found_in))
        )
        if reader.may_be_quoted(stretch)
    ]
    candidates = _of_the_event(asked, candidates)
    if table.answer is not None:
        return _rows_that_answer([c for c in candidates if c.said], table.answer.together)
    # Words that state nothing of the kind, as why there is a rule, are no rule for another case.
    of_others = [c for c in candidates if c.signs.other_case and (c.signs.stated or not asked.figured)]
    another = max((c.signs.words for c in of_others), default=0.0)
    another = 0.0 if reader.elsewhere_asked else another
    best = sorted(candidates, key=lambda c: (-c.score, c.start, c.end))[:KEPT]
    return [[replace(c, other_words=another) for c in best] if another else best] if best else []


def _whole_steps(asked: Asked, found: list[Stretch]) -> list[Stretch]:
    """The runs without those that are part of a longer one of three steps or more, where steps are asked for."""
    if not asked.steps:
        return found
    runs = [s for s in found if s.last - s.first >= LEAST_STEPS - 1]
    return [s for s in found if not any(r is not s and r.first <= s.first and s.last <= r.last for r in runs)]


def _of_the_event(asked: Asked, candidates: list[Candidate]) -> list[Candidate]:
    """The runs that say what happens on the day asked for, or whether the act asked about may be done, where any does."""
    if asked.interpretation.asks_for is AsksFor.YES_NO and asked_act(asked.question):
        return _of_the_case_asked(asked, [c for c in candidates if c.states]) or candidates
    of_it = [c for c in candidates if c.signs.focus and c.states] if asked.event and not asked.several else []
    return of_it or candidates


def _of_the_case_asked(asked: Asked, stating: list[Candidate]) -> list[Candidate]:
    """Of runs that take opposite sides, those that name the case asked about: 危房 of 危房能申请吗, before the rule for all."""
    if len({(told_side(asked.question, c.squeezed) or "")[:2] for c in stating}) < 2:
        return stating
    modal = ASKS_MOOD.search(asked.text)
    before = asked.text[: modal.start()] if modal else ""
    cases = [w for w in asked.words if w in before and w not in GENERIC]
    named = [frozenset(w for w in cases if w in c.squeezed) for c in stating]
    return [c for c, own in zip(stating, named, strict=True) if not any(own < other for other in named)]


def _rows_that_answer(claiming: Sequence[Candidate], together: bool) -> list[list[Candidate]]:
    """Each row by itself, none before the others; one quote of all where they answer together."""
    best_score = max((c.score for c in claiming), default=0.0)
    claiming = [replace(c, score=best_score) for c in claiming]
    if together and claiming:
        whole = replace(claiming[0], start=min(c.start for c in claiming), end=max(c.end for c in claiming))
        return [[whole]]
    return [[c] for c in claiming]


class _ClauseReader:
    """One clause with what is the same for all its sentences."""

    def __init__(
        self,
        ranked: RankedClause,
        clause_text: str,
        asked: Asked,
        matter: Matter,
        settings: ReaderSettings,
        place: float,
        sentences: Sequence[Sentence],
        table: TableReading,
    ) -> None:
        self.ranked, self.asked, self.matter, self.settings = ranked, asked, matter, settings
        self.place, self.sentences, self.table = place, sentences, table
        clause, title = ranked.stored.clause, ranked.stored.document.title or ""
        self.bound_to_year = not asked.interpretation.years and bool(YEAR_IN_TITLE.search(title))
        self.in_heading = matter.found_in(squeezed_text("".join(clause.path)))
        self.in_title = matter.found_in(squeezed_text(title))
        self.elsewhere = matter.found_in(clause_text)
        self.held = [matter.found_in(s.squeezed) for s in sentences]
        self.headings = [squeezed_text(heading).rstrip("。") for heading in clause.path]
        # Reading on from the first sentence of a 条 or a numbered item: its opening words govern the rest.
        self.in_lead = self.held[0] | self.in_heading
        self.credit = dict.fromkeys(self.in_title, settings.title)
        for found, counts in ((self.elsewhere, settings.elsewhere), (self.in_lead, settings.heading)):
            self.credit |= {f: max(self.credit.get(f, 0.0), counts) for f in found}
        self.governing = squeezed_text("".join((*clause.path, title)))
        self.context = f"{clause_text}{self.governing}"
        self.elsewhere_asked = self._is_of_another_thing(self.context)
        self.asked_there = is_asked_there(asked, clause.path)
        self.held_anywhere = matter.share(self.elsewhere | self.in_title)
        self._shares: dict[tuple[frozenset[str], ...], float] = {}

    def _is_of_another_thing(self, context: str) -> bool:
        """Whether the whole clause speaks of another sum, holder or head than the one asked about."""
        asked = self.asked
        if asked.figured:
            subject = squeezed_text(asked.interpretation.subject.replace(" ", "，"))
            # 多少学生 counts them and speaks of no other group than the clause.
            return other_sum(subject, context) or missing_holder(COUNTED.sub("", asked.text), context)
        if names_another_charge(asked, context):
            return True
        return asked.interpretation.asks_for is AsksFor.WHO and missing_head(asked.text, context)

    def may_be_quoted(self, stretch: Stretch) -> bool:
        """Whether the words say something: no announcement, no request received, no row that does not surely answer."""
        first, last = self.sentences[stretch.first], self.sentences[stretch.last]
        row = first.row
        if row is None and any(s.row is not None for s in self.sentences[stretch.first : stretch.last + 1]):
            return False  # no row is half of what a sentence says
        if any(s.squeezed.endswith("?") for s in self.sentences[stretch.first : stretch.last + 1]):
            return False  # what a notice asks itself (问：可以…吗？) takes no side and states nothing: the answer behind it does
        if row is not None:
            answering = self.table.answer
            # A row that does not surely answer is no answer at all where a value must be stated.
            unsure = frozenset[int]() if self.asked.strict else self.table.quotable
            open_rows = answering.rows if answering is not None else unsure
            if stretch.last > stretch.first or stretch.part is not None or row not in open_rows:
                return False
        lead = first.squeezed
        if row is None and (announces(lead) or (stretch.first == stretch.last and self._is_heading(lead))):
            return False
        if row is None and stretch.part is None and announces(last.squeezed):
            return False  # 为减轻负担,市政府决定开展保险。现将有关事项公告如下:
        # What was asked for is not what was decided.
        return not tells_of_request(last.squeezed) or bool(ASKS_FOR_REQUEST.search(self.asked.text))

    def _is_heading(self, lead: str) -> bool:
        """Whether words are a heading and no more: one that is a rule by itself, or states the value, is quoted."""
        if lead in self.headings:
            return True
        alone = lead.rstrip("。") in self.headings and len(self.sentences) > 1
        return alone and not value_signs(lead, frozenset(), self.asked)[0]

    def candidate(self, stretch: Stretch) -> Candidate:
        """The words of a stretch with their signs."""
        first, last, part = stretch.first, stretch.last, stretch.part
        answering, row = self.table.answer, self.sentences[first].row
        joined = "".join(s.squeezed for s in self.sentences[first : last + 1])
        squeezed = part.squeezed if part else joined
        own, words = self._coverage(stretch, squeezed)
        stated, closeness = value_signs(squeezed, own, self.asked)
        if self.asked_there and not self.asked.figured and self.asked.interpretation.asks_for is not AsksFor.YES_NO:
            stated, closeness = True, 1.0  # what stands right below the printed question answers it, whatever its form
        claimed = answering is not None and row in answering.rows
        if claimed:
            stated, closeness = True, 1.0
        elif row is not None and self.asked.interpretation.asks_for is AsksFor.YES_NO:
            stated, closeness = False, 0.0  # 不予补贴 in some cell of a row is no side
        asked, figured = self.asked, self.asked.figured
        another = "" if claimed else self._why_another_case(squeezed, joined, row)
        per = measures(asked.text, squeezed) if figured and stated else None
        several = asked.several and figured
        values = len(set(value_spans(asked.wants, squeezed, asked.text))) if several else 0
        signs = Signs(
            words=words,
            stated=float(stated),
            closeness=closeness if stated else 0.0,
            place=self.place,
            bounded=float(figured and stated and bounded_as_asked(asked.text, squeezed)),
            measure=float(per is True),
            other_measure=float(per is False),
            condition=float(self._sets_its_condition(squeezed)),
            further_values=min(2, max(0, values - 1)) / 2,
            further_sentence=float(self._is_longer_than_asked(stretch)),
            one_year=float(self.bound_to_year),
            other_case=float(bool(another)),
            focus=float(bool(asked.focus) and holds(squeezed, asked.focus)),
        )
        start = part.span[0] if part else self.sentences[first].span[0]
        end = part.span[1] if part else self.sentences[last].span[1]
        return Candidate(
            self.ranked,
            named_from(self.ranked.stored.clause.text, start, end) if figured and row is None else start,
            end,
            squeezed,
            signs,
            score_of(signs, self.settings.weights),
            own_words=self.matter.share(own),
            held=self.held_anywhere,
            cases=part.cases if part else (),
            said=None if row is None else answering.said if answering is not None else "",
            another=another,
        )

    def _sets_its_condition(self, squeezed: str) -> bool:
        """Whether a number of the question lies in a condition of the words, and in none of the clause that is narrower.

        Of 3人以上 and 50人以上、100人以下 the second is the one for 62.
        """
        if fits_condition(self.asked.text, squeezed) is not True:
            return False
        own, narrowest = reach_of(self.asked.text, squeezed), self.narrowest
        return own is None or narrowest is None or not narrowest.lies_in(own)

    @cached_property
    def narrowest(self) -> Reach | None:
        """The narrowest condition of the clause in which a number of the question lies."""
        return reach_of(self.asked.text, "\n".join(s.squeezed for s in self.sentences))

    def _why_another_case(self, squeezed: str, joined: str, row: int | None) -> str:
        """The name of the first check by which words speak of another case than the one asked about; "" where none does."""
        asked, one_figure = self.asked, self.asked.figured and not self.asked.several
        yes_no = asked.interpretation.asks_for is AsksFor.YES_NO
        if self.elsewhere_asked:
            return "clause"
        if one_figure and conflicts(asked.text, squeezed, self.governing + joined):
            return "contrast"
        if not yes_no and row is None and fits_condition(asked.text, squeezed) is False:
            return "condition"  # 80周岁以上 answers nothing for 78, whatever is asked
        if yes_no and excepts_some(asked.text, squeezed):
            return "some"
        if row is None and self._is_of_another_act(squeezed):
            return "act"
        return "kind" if row is None and is_of_another_kind(asked, squeezed, self.context) else ""

    def _is_of_another_act(self, squeezed: str) -> bool:
        """Whether leave is asked for what this clause, its headings and its title do not speak of."""
        asked = self.asked
        of_leave = asked.interpretation.asks_for is AsksFor.YES_NO
        return of_leave and is_of_another_act(asked.question, squeezed, self.context)

    def _is_longer_than_asked(self, stretch: Stretch) -> bool:
        """Whether a second sentence is quoted, or a whole list where no list is asked for."""
        more = stretch.last - stretch.first
        if self.asked.several or stretch.part:
            return False
        return more == 1 or (more > 1 and self.asked.interpretation.asks_for is AsksFor.DEFINITION)

    def _coverage(self, stretch: Stretch, squeezed: str) -> tuple[frozenset[str], float]:
        """The question's words that the stretch holds or speaks for, and the share covered with its context."""
        first, last, part = stretch.first, stretch.last, stretch.part
        matter = self.matter
        own = frozenset[str]().union(*self.held[first : last + 1])
        beside = frozenset[str]()
        if part:
            own, beside = matter.found_in(part.squeezed + part.lead), self.held[first]
        for neighbour in (first - 1, last + 1):
            if 0 <= neighbour < len(self.sentences):
                beside |= self.held[neighbour]
        if self.asked_there:
            own |= self.in_heading | self.in_title
        if speaks_for_clause(squeezed, self.asked.text):
            own |= self.in_lead | self.in_title
            if RESPONSIBLE.search(squeezed):  # at the foot of a clause it holds for all of it
                own |= self.elsewhere
        elif OF_THE_WHOLE.search(squeezed):
            own |= self.in_title
        # A part goes on from what its sentence began with: 签约服务费120元,个人承担30元.
        opening = frozenset[str]()
        if part:
            whole = self.sentences[first].squeezed
            opening = matter.found_in(whole[: max(0, whole.find(part.squeezed))])
        return own, self._share_of(beside, opening, own)

    def _share_of(self, beside: frozenset[str], opening: frozenset[str], own: frozenset[str]) -> float:
        """The share covered by words that stand beside, in the opening and in the words themselves."""
        places = beside, opening, own
        if (known := self._shares.get(places)) is not None:
            return known  # many runs of a clause hold the same words of the question, or none
        credit, settings, matter = dict(self.credit), self.settings, self.matter
        for found, counts in zip(places, (settings.beside, settings.opening, 1.0), strict=True):
            for f in found:
                if credit.get(f, 0.0) < counts:
                    credit[f] = counts
        weights = matter.weights
        share = sum([weights[f] * credit[f] for f in matter.in_order if f in credit]) / matter.total
        self._shares[places] = share
        return share


def value_signs(squeezed: str, own: frozenset[str], asked: Asked) -> tuple[bool, float]:
    """Whether a value of the kind asked for stands in the words, and how near it is to the question's own."""
    wants, interpretation = asked.wants, asked.interpretation
    if interpretation.asks_for in (AsksFor.DEFINITION, AsksFor.LIST) and spells_out(asked.text, squeezed):
        return True, 1.0
    if tells_stages(asked, squeezed):
        return True, 1.0
    if interpretation.asks_for is AsksFor.YES_NO and is_of_another_act(asked.question, squeezed, squeezed):
        return False, 0.0
    if interpretation.asks_for is AsksFor.WHO and wants[:1] == (ValueKind.BODY,):
        name = named_in(asked.question, squeezed)
        return name is not None, 1.0 if name else 0.0
    if wants[:1] == (ValueKind.PERSON,) and names_another_post(asked.text, squeezed):
        return False, 0.0
    places = value_spans(wants, squeezed, asked.text, interpretation.unit)
    if not places:
        return False, 0.0
    if interpretation.unit and wants[:1] == (ValueKind.DURATION,) and not value_spans(wants[:1], squeezed, asked.text):
        return True, 0.0  # 几天 may be answered by dates, but less well than by days
    words = [at for feature in own if (at := squeezed.find(feature)) >= 0]
    if not words:
        return True, 0.0
    gap = min(max(0, at - end, start - at) for start, end in places for at in words)
    return True, math.exp(-gap / 20)
