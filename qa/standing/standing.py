"""An index as it stands on a day: every document with its validity then; on request those that stood and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from index.library import Library
from index.lineage import Named, resolve
from index.listed import ListedDocument, Masthead, chosen_of
from index.model import Filters, StoredClause, WordQuery
from index.records import reference_of
from index.standing import ENDED, UNKNOWN, Standing, not_standing, standings
from ingest.document_number import normal_document_number
from ingest.model import PolicyDocument, Quantity, Reference, Relation, Status, TableRow
from ingest.regions import in_or_under
from qa.language.sentences import squeezed_text
from qa.model import WARNING, Answer, AskedFilter, FilterKind, Statement
from qa.standing.in_force import Amendments, Rule, amendments_of

if TYPE_CHECKING:
    from qa.retrieving.askable import AskableIndex
    from qa.retrieving.retrieve import ClauseRanker, QueryEmbedder, Vector

ENDED_WORDS = {Status.REPEALED: "已废止", Status.EXPIRED: "已失效"}


class StandingLibrary:
    """A library whose documents have the status of a day."""

    def __init__(self, library: Library, day: date, *, only_standing: bool) -> None:
        """`only_standing`: documents that had ended by the day, or came after it, are not there."""
        self._library = library
        self.folder = library.folder  # a library's own word list lies there
        self._only_standing = only_standing
        self.generation = library.generation
        self._standings = standings(library, day)
        self.not_standing = not_standing(self._standings)
        self.day = day

    def standing(self, document_id: str) -> Standing:
        """How a document stands; unknown where nothing says so."""
        return self._standings.get(document_id, UNKNOWN)

    @cached_property
    def repealing(self) -> tuple[tuple[str, Reference], ...]:
        """The sentences of the library that repeal a document, each with the id of the document that says it."""
        records = self._library.select(
            """SELECT r.*, d.document_id AS owner FROM "references" r JOIN documents d ON d.row = r.document
               WHERE r.relation = ? AND r.clause_id IS NOT NULL ORDER BY d.row, r.ordinal""",
            (Relation.REPEALS.value,),
        )
        there = {d.document_id for d in self._listed}
        return tuple((record["owner"], reference_of(record)) for record in records if record["owner"] in there)

    @cached_property
    def amending(self) -> dict[str, tuple[str, ...]]:
        """For documents that others amend in part: the clauses that do, in the order they came in."""
        records = self._library.select(
            """SELECT r.*, d.document_id AS owner FROM "references" r JOIN documents d ON d.row = r.document
               WHERE r.relation = ? AND r.clause_id IS NOT NULL ORDER BY d.row, r.ordinal""",
            (Relation.AMENDS.value,),
        )
        by_id = {d.document_id: d for d in self._listed}
        covering = {d.wraps: d.document_id for d in self._listed if d.wraps is not None}
        found: dict[str, dict[str, None]] = {}
        for record in records:
            owner = by_id.get(record["owner"])
            if owner is None:
                continue
            citing = Named(owner.document_id, owner.title, owner.document_number, owner.region, owner.dated_on)
            amended = resolve(self._library, reference_of(record), citing).document_id
            if amended is None:
                continue
            # A notice and the rule that it issues bear one name.
            inner = by_id[amended].wraps if amended in by_id else None
            for one in filter(None, (amended, inner, covering.get(amended))):
                found.setdefault(one, {})[record["clause_id"]] = None
        return {document_id: tuple(clauses) for document_id, clauses in found.items()}

    @cached_property
    def amendments(self) -> Amendments:
        """The clauses that others amend, as they are in force on the day."""
        return amendments_of([rule for document_id in self.amending for rule in self._amended_rule(document_id)])

    def _amended_rule(self, document_id: str) -> Iterator[Rule]:
        """A document that others amend with the clauses of these, the older first; those that apply only later amend nothing."""
        by_id = {d.document_id: d for d in self._listed}
        amended = by_id.get(document_id)
        by = dict.fromkeys(c.partition("#")[0] for c in self.amending[document_id])
        owners = [by_id[i] for i in by if i in by_id and self.standing(i).begun and i != document_id]
        if amended is None or not owners:
            return
        owners = [
            o for o in owners if None in (o.dated_on, amended.dated_on) or str(o.dated_on) >= str(amended.dated_on)
        ]
        title = squeezed_text(amended.title or "")
        amending: list[StoredClause] = []
        for owner in sorted(owners, key=lambda o: (str(o.dated_on or ""), o.document_id)):
            rules = {by_id[i].wraps or i for i, ids in self.amending.items() if _are_of(ids, owner.document_id)}
            of_several = len(rules) > 1
            amending += [
                c
                for c in self._stored_clauses(owner.document_id)
                if not of_several or title in squeezed_text("".join((*c.clause.path, c.clause.text)))
            ]
        inner = [c.path for c in self.document(amended.wraps).clauses] if amended.wraps else []
        yield Rule(self._stored_clauses(document_id), amending, inner)

    def _stored_clauses(self, document_id: str) -> list[StoredClause]:
        found = (self.clause(c.clause_id) for c in self.document(document_id).clauses)
        return [c for c in found if c is not None]

    def begins_on(self, document_id: str) -> date | None:
        """The day from which a document applies, or on which it was issued; None where it says neither."""
        found = next((d for d in self._listed if d.document_id == document_id), None)
        return None if found is None else found.effective_on or found.dated_on or found.printed_on

    @property
    def left_out(self) -> tuple[ListedDocument, ...]:
        """The documents that are in the library and not there on the day: ended before it, or begun after."""
        gone = frozenset(self.not_standing) if self._only_standing else frozenset()
        return tuple(d for d in self._library.listed() if d.document_id in gone) if gone else ()

    def clauses(self, rows: Sequence[int]) -> list[StoredClause]:
        """The clauses of these rows."""
        return [self._as_of(stored) for stored in self._library.clauses(rows)]

    def clause(self, clause_id: str) -> StoredClause | None:
        """One clause by its id; of documents that did not stand as well, which only who names one comes by."""
        stored = self._library.clause(clause_id)
        return None if stored is None else self._as_of(stored)

    def listed(self, filters: Filters | None = None) -> Sequence[ListedDocument]:
        """The documents that pass the filters, by their mastheads alone."""
        return chosen_of(self._listed, self._library.document_rows(filters or Filters()))

    @cached_property
    def _listed(self) -> tuple[ListedDocument, ...]:
        """All that are there on the day, in the order they came in."""
        gone = frozenset(self.not_standing) if self._only_standing else frozenset()
        return tuple(self._listed_as_of(d) for d in self._library.listed() if d.document_id not in gone)

    def _listed_as_of(self, document: ListedDocument) -> ListedDocument:
        status = self._status(document)
        return document if status is document.status else document._replace(status_as_kept=status.value)

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""
        return self._dated(self._library.document(document_id))

    def quantities(self, clause_ids: Sequence[str]) -> dict[str, tuple[Quantity, ...]]:
        """The quantities printed in these clauses."""
        return self._library.quantities(clause_ids)

    def table_rows(self, clause_ids: Sequence[str]) -> dict[str, tuple[TableRow, ...]]:
        """The rows of the tables in these clauses."""
        return self._library.table_rows(clause_ids)

    def _as_of(self, stored: StoredClause) -> StoredClause:
        document = self._dated(stored.document)
        return stored if document is stored.document else replace(stored, document=document)

    def _dated(self, document: PolicyDocument) -> PolicyDocument:
        status = self._status(document)
        return document if status is document.status else replace(document, status=status)

    def _status(self, document: Masthead) -> Status:
        found = self._standings.get(document.document_id)
        # A person's correction is kept with the document and says more than what follows from its dates.
        if found is None or (found.status is Status.UNKNOWN and document.status not in ENDED):
            return document.status
        return found.status


def _are_of(clause_ids: Sequence[str], document_id: str) -> bool:
    """Whether a clause of the document is among them."""
    return any(c.partition("#")[0] == document_id for c in clause_ids)


@dataclass(frozen=True, slots=True)
class StandingRanker:
    """Ranks clauses of the documents that stood."""

    ranker: ClauseRanker
    excluded_ids: tuple[str, ...]

    def rank_by_words(self, words: WordQuery, k: int, filters: Filters) -> Sequence[tuple[int, float]]:
        """Rows and BM25 scores, best first."""
        return self.ranker.rank_by_words(words, k, self._narrowed(filters))

    def rank_by_meaning(self, vector: Vector, k: int, filters: Filters) -> Sequence[tuple[int, float]]:
        """Rows and inner products, best first."""
        return self.ranker.rank_by_meaning(vector, k, self._narrowed(filters))

    def _narrowed(self, filters: Filters) -> Filters:
        return replace(filters, excluded_ids=(*filters.excluded_ids, *self.excluded_ids))


@dataclass(frozen=True, slots=True)
class IndexAsOf:
    """An index seen as of a day."""

    library: StandingLibrary
    clause_index: ClauseRanker
    embedder: QueryEmbedder | None
    notes: Sequence[str]


class _Kept:
    """The views of one library, as of one generation."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.of: dict[tuple[date, bool], StandingLibrary] = {}


_MOST_KEPT = 16  # days
_VIEWS = "views as of a day"  # kept by the library, which they hold in turn: they go together


def index_as_of(index: AskableIndex, as_of: date | None) -> AskableIndex:
    """The index on a day: without those documents that had ended by then, or came later.

    Where no day is given it is today's, and documents that have ended are there, marked as such. An index that is not
    over a Library stays as it is.
    """
    library = index.library
    if not isinstance(library, Library):
        return index
    view = _view(library, as_of or date.today(), only_standing=as_of is not None)
    if as_of is None or not view.not_standing:
        return IndexAsOf(view, index.clause_index, index.embedder, index.notes)
    note = (
        f"只用 {as_of.isoformat()} 当天有效的文件：另有 {len(view.not_standing)} 份当时尚未印发、尚未施行或已经废止失效"
    )
    ranker = StandingRanker(index.clause_index, view.not_standing)
    return IndexAsOf(view, ranker, index.embedder, (*index.notes, note))


def _view(library: Library, day: date, *, only_standing: bool) -> StandingLibrary:
    generation = library.generation
    kept = library.kept.get(_VIEWS)
    if not isinstance(kept, _Kept) or kept.generation != generation:
        kept = library.kept[_VIEWS] = _Kept(generation)
    key = (day, only_standing)
    if key not in kept.of:
        if len(kept.of) >= _MOST_KEPT:
            kept.of.clear()
        kept.of[key] = StandingLibrary(library, day, only_standing=only_standing)
    return kept.of[key]


def with_those_of_other_days(answer: Answer, library: object) -> Answer:
    """The answer, in which of a place or number that has documents, but none on the day, is not said that there are none."""
    if not isinstance(library, StandingLibrary) or not any(f.relaxed for f in answer.interpretation.filters):
        return answer
    gone = library.left_out
    notes, why_not = answer.notes, answer.why_not
    for chip in answer.interpretation.filters if gone else ():
        if not chip.relaxed or not _is_among(chip, gone):
            continue
        there_is_none = f"资料库中没有{chip.value}{'的文件' if chip.kind is FilterKind.REGION else ''}"
        whose = f"{chip.value}的文件" if chip.kind is FilterKind.REGION else chip.value
        on_the_day = f"资料库中有{whose}，但 {library.day.isoformat()} 当天尚未施行或已经废止失效"
        notes = tuple(note.replace(there_is_none, on_the_day) for note in notes)
        why_not = why_not.replace(there_is_none, on_the_day) if why_not else why_not
    return replace(answer, notes=notes, why_not=why_not)


def _is_among(chip: AskedFilter, documents: Sequence[ListedDocument]) -> bool:
    """Whether one of the documents is of the place, or bears the number, of a filter of the question."""
    if chip.kind is FilterKind.REGION:
        return any(d.region is not None and in_or_under(d.region, chip.value) for d in documents)
    if chip.kind is FilterKind.NUMBER:
        return any(normal_document_number(d.document_number or "") == chip.value for d in documents)
    return False


def with_proofs(answer: Answer, library: object) -> Answer:
    """The answer, each finding with the clause that says whether its document stands; what applies only later says so."""
    if not isinstance(library, StandingLibrary):
        return answer
    findings = []
    for finding in answer.findings:
        found = library.standing(finding.document_id)
        begins_on = None if found.begun else library.begins_on(finding.document_id)
        findings.append(replace(finding, status_clause=found.proof, newer=found.newer, begins_on=begins_on))
    return _with_warning(replace(answer, findings=tuple(findings)))


def _with_warning(answer: Answer) -> Answer:
    """The answer with a line below the short one where that says what does not apply yet."""
    told = set(answer.statements[0].citations) if answer.statements else set()
    later = [f for f in answer.findings if f.begins_on is not None]
    if not any(f.clause_id in told for f in later):
        return answer
    whose = "、".join(dict.fromkeys(f.region or "所引" for f in later))
    warning = Statement(f"{WARNING}{whose}的文件尚未施行。", tuple(f.clause_id for f in later))
    statements = (*answer.statements[:1], warning, *answer.statements[1:])
    text = "\n".join(statement.text for statement in statements)
    return replace(answer, statements=statements, answer=text)


def has_ended(document: Masthead) -> bool:
    """Whether a document is repealed or expired."""
    return document.status in ENDED


def ended_mark(document: Masthead) -> str:
    """What an answer puts behind the name of a document that has ended: （已废止）; "" behind one that has not."""
    ended = ENDED_WORDS.get(document.status)
    return f"（{ended}）" if ended else ""
