"""A question over a library, answered: the plain path that the Haystack pipeline of qa/pipeline.py walks as well."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.model import Filters, RankedClause
from ingest.errors import QueryError
from ingest.model import TableRow
from qa.answering.finishing import finished
from qa.answering.not_yet import compose_by_day
from qa.answering.outline import answer_from_headings, listings_for
from qa.answering.relaxing import answered_or_relaxed, index_asked
from qa.answering.superseded import with_rule_in_force
from qa.asking.catalogue import Catalogue, catalogue_of, holds_in
from qa.asking.compared import ALL_PLACES, NEW_AND_OLD, asked_of_all_places, asked_of_each_place, asked_of_editions
from qa.asking.question import interpret
from qa.asking.restated import AS_IT_STANDS, Restated, restated
from qa.asking.scope import Scope, scope_of, with_relaxed
from qa.asking.subquestions import asked_alone, parts_of_question, speaks_of
from qa.asking.typed_question import cut_notes, readable
from qa.deciding.judging import AnswerSettings, Distance, distance_of, fits
from qa.documents.cited_documents import answer_with_cited
from qa.documents.listed_documents import answer_with_documents
from qa.documents.masthead import answer_from_masthead, dates_of_described, fields_asked
from qa.documents.named_clauses import answer_by_name, asks_of_named_clause, mentioning, of_named_clause, pinned
from qa.documents.terms_of_documents import answer_how_long, answer_no_final_version
from qa.documents.unknown_documents import answer_not_here, names_what_is_not_here
from qa.documents.validity import answer_whether_valid
from qa.followup.follow import follow
from qa.language.lexicon import lexicon_of
from qa.model import Answer, AnswerOutcome, AsksFor, Copy, Interpretation
from qa.reading.reader import ReaderSettings, Reading, SentenceVectors, must_be_stated, read_clauses
from qa.reading.valued import with_value
from qa.retrieving.askable import AskableIndex, AskableLibrary
from qa.retrieving.duplicates import with_copies, without_copies
from qa.retrieving.retrieve import RetrievalSettings, Vector, retrieve
from qa.retrieving.spread import asks_for_each
from qa.saying.joining import PartAnswer, joined
from qa.standing.in_force import as_in_force, asks_of_amending, with_printed_words
from qa.standing.standing import StandingLibrary


@dataclass(frozen=True, slots=True)
class AskSettings:
    """One frozen settings type for each stage of asking."""

    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    reader: ReaderSettings = field(default_factory=ReaderSettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)
    clauses: int = 30  # retrieved
    per_document: int = 6  # of one notice among them, so that every notice is heard
    per_document_of_many: int = 2  # the same where the question compares, or asks which notices or places


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question read against a library: what is asked, and where to look."""

    question: str
    interpretation: Interpretation
    catalogue: Catalogue
    scope: Scope
    parts: tuple[Understanding, ...] = ()  # of a question that asks several things, each read by itself
    place: str = ""  # of a part that asks of one place what the whole question asks of several: its name there
    restated: Restated = AS_IT_STANDS  # how the question came from what was typed

    def __deepcopy__(self, memo: object) -> Understanding:
        """Itself: nothing in it changes, and Haystack copies what passes between components."""
        return self


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The clauses that may answer, with the question's vector."""

    ranked: tuple[RankedClause, ...]
    vector: Vector | None  # float32 [d]
    parts: tuple[Retrieval, ...] = ()  # for each part of the question
    tables: Mapping[str, Sequence[TableRow]] = field(default_factory=dict)  # rows of the clauses' tables, by clause_id
    copies: Mapping[str, tuple[Copy, ...]] = field(default_factory=dict)  # in other files of a notice, by clause_id

    def __deepcopy__(self, memo: object) -> Retrieval:
        """Itself: nothing in it changes, and Haystack copies what passes between components."""
        return self


@dataclass(frozen=True, slots=True)
class Readings:
    """What the clauses say, best first."""

    readings: tuple[Reading, ...]
    parts: tuple[Readings, ...] = ()  # for each part of the question
    copies: Mapping[str, tuple[Copy, ...]] = field(default_factory=dict)  # of the clauses read, by clause_id

    def __deepcopy__(self, memo: object) -> Readings:
        """Itself: nothing in it changes, and Haystack copies what passes between components."""
        return self


def understand(
    library: AskableLibrary,
    question: str,
    filters: Filters,
    *,
    today: date | None = None,
    without: Collection[str] = (),
) -> Understanding:
    """Read the question and find the notices it is about, inside the person's own filters.

    `today` is what 近三年 counts from; `without` are ids of the question's own filters that are not to be held to.
    """
    text = readable(question)
    if not text:
        raise QueryError("问题", "是空的", "请写出要问的内容，如：党支部书记补贴标准")
    catalogue = catalogue_of(library, filters)
    said = restated(text, catalogue.names.regions, without, lexicon_of(library).silenced)
    text = said.text
    interpretation = interpret(text, catalogue.names, today=today, without=without)
    scope = scope_of(interpretation, catalogue, filters)
    interpretation = with_relaxed(interpretation, scope)
    each = asked_of_each_place(text, interpretation)
    if not each and (rule := asked_of_editions(text)):
        each = ((NEW_AND_OLD, rule),)
    if not each and (figure := asked_of_all_places(text)):
        each = ((ALL_PLACES, figure),)
    if each:
        parts = tuple(_of_one_place(place, part, catalogue, filters, today, without) for place, part in each)
        return Understanding(text, interpretation, catalogue, scope, parts, restated=said)
    parts = tuple(
        Understanding(
            part,
            _of_the_whole(interpret(part, catalogue.names, today=today, without=without), interpretation),
            catalogue,
            scope,
        )
        for part in parts_of_question(text)
    )
    return Understanding(text, interpretation, catalogue, scope, parts, restated=said)


def _of_one_place(
    place: str,
    question: str,
    catalogue: Catalogue,
    filters: Filters,
    today: date | None,
    without: Collection[str],
) -> Understanding:
    """A place's own question, read by itself and looked for in that place's notices."""
    interpretation = interpret(question, catalogue.names, today=today, without=without)
    scope = scope_of(interpretation, catalogue, filters)
    return Understanding(question, with_relaxed(interpretation, scope), catalogue, scope, place=place)


def _of_the_whole(part: Interpretation, whole: Interpretation) -> Interpretation:
    """A part's reading, held to the region, year and number that the whole question names."""
    return replace(
        part,
        regions=part.regions or whole.regions,
        years=part.years or whole.years,
        document_numbers=part.document_numbers or whole.document_numbers,
        filters=whole.filters,
        years_wanted=whole.years_wanted,
        named=whole.named,
        pinpoints=whole.pinpoints,
    )


def find_clauses(index: AskableIndex, understood: Understanding, settings: AskSettings) -> Retrieval:
    """Retrieve clauses for the question, none of the notices crowding out the others."""
    vector = index.embedder.embed_queries([understood.question])[0] if index.embedder is not None else None
    ranked = retrieve(
        index,
        understood.question,
        understood.interpretation,
        understood.scope.filters,
        settings.retrieval.depth,
        settings.retrieval,
        vector,
    )
    parts = tuple(find_clauses(index, part, settings) for part in understood.parts)
    ranked = pinned(index.library, understood.interpretation, understood.catalogue, understood.scope, ranked)
    ranked, copies = without_copies(ranked)
    for_each = asks_for_each(understood.question, understood.interpretation)
    heard = balanced(ranked, settings.clauses, settings.per_document_of_many if for_each else settings.per_document)
    kept = {r.stored.row for r in heard}
    further = [r for r in ranked if r.stored.row not in kept]
    chosen = (*heard, *with_value(index.library, further, understood.interpretation.wants))
    if isinstance(index.library, StandingLibrary) and not asks_of_amending(understood.question):
        chosen = tuple(as_in_force(index.library.amendments, chosen))
    tables = index.library.table_rows([r.stored.clause.clause_id for r in chosen])
    return Retrieval(chosen, vector, parts, tables, copies)


def balanced(ranked: Sequence[RankedClause], k: int, per_document: int) -> list[RankedClause]:
    """The first k of a ranking with at most `per_document` of one notice; filled up from the rest when that leaves room."""
    taken: list[RankedClause] = []
    left: list[RankedClause] = []
    counts: dict[str, int] = {}
    for r in ranked:
        document_id = r.stored.document.document_id
        counts[document_id] = counts.get(document_id, 0) + 1
        (taken if counts[document_id] <= per_document else left).append(r)
    chosen = [*taken[:k], *left[: max(0, k - len(taken))]]
    return sorted(chosen, key=lambda r: (-r.score, r.stored.clause.clause_id))


def read(
    understood: Understanding, found: Retrieval, sentence_vectors: SentenceVectors | None, settings: AskSettings
) -> Readings:
    """Pick the words that answer from each clause."""
    parts = zip(understood.parts, found.parts, strict=True)
    return Readings(
        copies=found.copies,
        parts=tuple(read(part, of_part, sentence_vectors, settings) for part, of_part in parts),
        readings=tuple(
            with_printed_words(
                read_clauses(
                    understood.question,
                    understood.interpretation,
                    found.ranked,
                    sentence_vectors,
                    found.vector,
                    replace(settings.reader, clauses_read=len(found.ranked)),
                    found.tables,
                )
            )
        ),
    )


def answer(library: AskableLibrary, understood: Understanding, read_out: Readings, settings: AskSettings) -> Answer:
    """Compose the answer; a question of several parts is answered part by part as well."""
    whole = _answer_one(library, understood, read_out, settings)
    if _tells_of_each_place(whole, understood.parts):
        said = finished(with_copies(whole, read_out.copies, understood.catalogue), library)
        return understood.restated.answered(said)
    parts = [
        _part(library, part, of_part, settings) for part, of_part in zip(understood.parts, read_out.parts, strict=True)
    ]
    if any(p.of_place and p.is_answered for p in parts):
        parts = [
            said if said.is_answered else _part(library, part, of_part, _beside_another(settings))
            for said, part, of_part in zip(parts, understood.parts, read_out.parts, strict=True)
        ]
    copies = {k: v for r in (*read_out.parts, read_out) for k, v in r.copies.items()}
    said = finished(with_copies(joined(whole, parts), copies, understood.catalogue), library)
    return understood.restated.answered(said)


def _tells_of_each_place(whole: Answer, parts: Sequence[Understanding]) -> bool:
    """Whether a question of several places wants no figure, and its own findings speak for each: they say more together."""
    if not parts or not all(part.place and part.interpretation.regions for part in parts):
        return False
    told = {f.region for f in whole.findings}
    return not any(must_be_stated(part.interpretation) for part in parts) and all(
        any(holds_in(region, name) for region in told for name in part.interpretation.regions[-1:]) for part in parts
    )


def _beside_another(settings: AskSettings) -> AskSettings:
    """The settings for a place of which is asked what another place has answered: as for a further finding of one question."""
    less_sure = replace(
        settings.answer,
        answers=settings.answer.further,
        side=max(settings.answer.further, settings.answer.side_when_near),
    )
    return replace(settings, answer=less_sure)


def _part(library: AskableLibrary, part: Understanding, read_out: Readings, settings: AskSettings) -> PartAnswer:
    """What was found for one part, and whether that speaks of what the part alone asks about."""
    if part.place:
        return PartAnswer(part.place, _of_the_place(library, part, read_out, settings), part.scope.held, of_place=True)
    said = _answer_one(library, part, read_out, settings)
    cited = {f.clause_id for f in said.findings[:1]}
    texts = (
        "".join((r.ranked.stored.document.title or "", *r.ranked.stored.clause.path, r.ranked.stored.clause.text))
        for r in read_out.readings
        if r.ranked.stored.clause.clause_id in cited
    )
    is_number = part.interpretation.asks_for is AsksFor.DOCUMENT_NUMBER
    heard = is_number or any(speaks_of(part.question, text) for text in texts)
    return PartAnswer(asked_alone(part.question), said, heard)


def _of_the_place(library: AskableLibrary, part: Understanding, read_out: Readings, settings: AskSettings) -> Answer:
    """What the place's own notices say; only where these say nothing, what those under and over it say."""
    names = part.interpretation.regions
    own = [r for r in read_out.readings if distance_of(r.ranked.stored.document.region, names) is Distance.SAME]
    said = _answer_one(library, part, replace(read_out, readings=tuple(own)), settings)
    return said if said.outcome is AnswerOutcome.ANSWERED else _answer_one(library, part, read_out, settings)


def _answer_one(
    library: AskableLibrary, understood: Understanding, read_out: Readings, settings: AskSettings
) -> Answer:
    """A question for a document's own number or date is answered from its masthead, one for a list from headings."""
    if no_final := answer_no_final_version(
        understood.question, understood.interpretation, understood.scope, understood.catalogue
    ):
        return no_final
    if cited := answer_with_cited(
        library, understood.question, understood.interpretation, understood.scope, understood.catalogue
    ):
        return cited
    if fields := fields_asked(understood.question, understood.interpretation) or dates_of_described(
        understood.question, understood.interpretation, understood.catalogue
    ):
        return answer_from_masthead(
            library,
            understood.question,
            understood.interpretation,
            understood.scope,
            understood.catalogue,
            read_out.readings,
            fields,
        )
    if stands := answer_whether_valid(
        library, understood.question, understood.interpretation, understood.scope, understood.catalogue
    ):
        return stands
    if names_what_is_not_here(understood.interpretation, understood.scope, understood.catalogue):
        return answer_not_here(
            understood.question,
            understood.interpretation,
            understood.scope,
            understood.catalogue,
            [r.ranked.stored.clause.clause_id for r in read_out.readings],
            settings.answer.nearest,
        )
    if terms := answer_how_long(
        library, understood.question, understood.interpretation, understood.scope, understood.catalogue
    ):
        return terms
    near = mentioning(read_out.readings, understood.interpretation.document_numbers, settings.answer.nearest)
    if by_name := answer_by_name(
        library, understood.question, understood.interpretation, understood.scope, understood.catalogue, near
    ):
        return by_name
    if listed := answer_with_documents(
        library, understood.question, understood.interpretation, understood.scope, understood.catalogue
    ):
        return listed
    fitting = [r for r in read_out.readings if fits(r, understood.interpretation)]
    if listings := listings_for(library, understood.question, understood.interpretation, fitting):
        return answer_from_headings(
            understood.question, understood.interpretation, understood.scope, understood.catalogue, listings
        )
    said = compose_by_day(
        library,
        understood.question,
        understood.interpretation,
        understood.scope,
        understood.catalogue,
        read_out.readings,
        of_named_clause(settings.answer) if asks_of_named_clause(understood.interpretation) else settings.answer,
    )
    return with_rule_in_force(library, said, understood.scope, understood.catalogue, settings.answer)


def ask(
    index: AskableIndex,
    question: str,
    *,
    regions: Sequence[str] = (),
    issuers: Sequence[str] = (),
    years: Sequence[int] = (),
    as_of: date | None = None,
    today: date | None = None,
    without: Collection[str] = (),
    after: Sequence[str] = (),
    settings: AskSettings | None = None,
    sentence_vectors: SentenceVectors | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Answer:
    """Answer a question from the clauses of a library; QueryError for an empty question, one too long or of broken characters.

    With `as_of` only documents that stood on that day speak; without it all do, those that have ended marked as such
    and last. `today` is what 近三年 and 去年 count from; `without` are the ids of filters read from the question
    (地区:浙江) that it is not to be held to. `after` are the questions before this one, oldest first, on which it may
    lean (那浙江呢). Who asks many questions of one index gives the same `sentence_vectors` each time.
    """
    started = clock()
    settings = settings or AskSettings()
    filters = Filters(regions=tuple(regions), issuers=tuple(issuers), years=tuple(years))
    names = catalogue_of(index.library, filters).names if after else ()
    told = cut_notes(question)
    question, after = readable(question), [readable(asked) for asked in after]
    followed = follow(question, after, names, today=today, without=without)
    question = followed.question
    view = index_asked(index, question, as_of, today=today, without=without)
    vectors = sentence_vectors or vectors_for(view.index)

    def ask_once(left_out: Collection[str]) -> Answer:
        understood = understand(view.index.library, question, filters, today=today, without=left_out)
        read_out = read(understood, find_clauses(view.index, understood, settings), vectors, settings)
        return answer(view.index.library, understood, read_out, settings)

    said = followed.answered(view.seen(answered_or_relaxed(ask_once, view.without)))
    return replace(said, notes=(*told, *said.notes), milliseconds=round((clock() - started) * 1000, 1))


def vectors_for(index: AskableIndex) -> SentenceVectors | None:
    """A store of sentence vectors for an index; None where it has no model."""
    return SentenceVectors(index.embedder) if index.embedder is not None else None
