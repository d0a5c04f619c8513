"""A training pack from a topic or from chosen clauses: extractive throughout, every line with its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from index.model import Filters, StoredClause
from ingest.errors import QueryError
from qa.answer import AskSettings, ask, vectors_for
from qa.asking.typed_question import readable
from qa.model import Answer
from qa.retrieving.askable import AskableIndex
from qa.standing.standing import index_as_of
from qa.training.bank.bank import bank_of
from qa.training.bank.rivals import Scope
from qa.training.chain import chain_of
from qa.training.choosing import Choice, chosen_by_id, chosen_by_topic, further_statements
from qa.training.faq import faq_of, questions_on
from qa.training.figures_table import figures_in, figures_table
from qa.training.manifest import manifest_of
from qa.training.model import Basis, Source, TrainingPack
from qa.training.naming import naming_of, source_of
from qa.training.themes import themes_of


@dataclass(frozen=True, slots=True)
class PackSettings:
    """How large a pack is."""

    clauses: int = 18
    points: int = 28
    figures: int = 24
    faq: int = 8
    questions: int = 40
    seed: int = 0
    asking: AskSettings = field(default_factory=AskSettings)


def training_pack(
    index: AskableIndex,
    topic: str | None = None,
    clause_ids: Sequence[str] = (),
    *,
    regions: Sequence[str] = (),
    as_of: date | None = None,
    today: date | None = None,
    settings: PackSettings | None = None,
) -> TrainingPack:
    """A pack on a topic, or on the clauses that a person chose; QueryError where nothing speaks to it.

    With `as_of` only documents that stood on that day are taken; without it all are, and what has ended is marked as
    such and not asked about. The same library, topic and seed give the same pack.
    """
    settings = settings or PackSettings()
    view = index_as_of(index, as_of)
    vectors = vectors_for(view)
    if clause_ids:
        stored = [_clause(view, clause_id) for clause_id in clause_ids]
        topic = topic or "、".join(dict.fromkeys(s.document.title or s.clause.clause_id for s in stored))
        choice = chosen_by_id(view, topic, clause_ids, stored)
    elif topic and topic.strip():
        topic = readable(topic.strip(), "主题")
        choice = chosen_by_topic(
            view,
            topic,
            Filters(regions=tuple(regions)),
            clauses=settings.clauses,
            settings=settings.asking,
            vectors=vectors,
        )
    else:
        raise QueryError("主题", "是空的", "请写出主题，如：党费；或用 --clause 指定条款")

    def asking(question: str) -> Answer:
        return ask(
            index,
            question,
            regions=regions,
            as_of=as_of,
            today=today,
            settings=settings.asking,
            sentence_vectors=vectors,
        )

    return _packed(index, view, choice, settings, as_of or today or date.today(), faq_asking=asking)


def _packed(
    index: AskableIndex, view: AskableIndex, choice: Choice, settings: PackSettings, day: date, *, faq_asking: object
) -> TrainingPack:
    statements, bases = choice.statements, choice.bases
    document_ids = list(dict.fromkeys(b.document_id for b in bases))
    scope = Scope(tuple(view.library.document(d) for d in document_ids))
    themes = themes_of(choice, settings.points)
    quantities = view.library.quantities([b.clause_id for b in bases])
    figures = figures_table(figures_in(statements, quantities), settings.figures)
    faq = faq_of(list(questions_on(choice.topic, statements)), bases, faq_asking, settings.faq)  # type: ignore[arg-type]
    questions = bank_of(
        statements,
        further_statements(scope.documents, bases),
        scope,
        naming_of(bases),
        questions=settings.questions,
        seed=settings.seed,
        topic=choice.topic,
    )
    manifest = manifest_of(choice.topic, day, themes, figures, faq, questions)
    used = {c.clause_id for c in manifest.clauses}
    shown = [b for b in bases if b.clause_id in used]
    return TrainingPack(
        topic=choice.topic,
        made_on=day,
        seed=settings.seed,
        themes=themes,
        figures=figures,
        faq=faq,
        questions=questions,
        chain=chain_of(index.library, shown),
        sources=_sources(view, shown),
        manifest=manifest,
        notes=_notes(shown),
    )


def _clause(view: AskableIndex, clause_id: str) -> StoredClause:
    """A clause by its id or as 文号#path; QueryError where the library does not have it."""
    find = getattr(view.library, "clause", None)
    found: StoredClause | None = find(clause_id) if find else None
    if found is None:
        raise QueryError(clause_id, "资料库里没有这一条", "请用 judian search 查出条款号再选")
    return found


def _sources(view: AskableIndex, bases: Sequence[Basis]) -> tuple[Source, ...]:
    by_document: dict[str, list[Basis]] = {}
    for basis in bases:
        by_document.setdefault(basis.document_id, []).append(basis)
    return tuple(source_of(view.library.document(d), of) for d, of in by_document.items())


def _notes(bases: Sequence[Basis]) -> tuple[str, ...]:
    """What the reader of the material must know of its sources."""
    ended = list(dict.fromkeys(f"{b.citation.partition('》')[0]}》（{b.ended}）" for b in bases if b.ended))
    notes = [f"以下文件已经废止或失效，只作沿革参考，不出题：{'、'.join(ended)}"] if ended else []
    newer = list(dict.fromkeys(f"{b.citation.partition('》')[0]}》" for b in bases if b.newer))
    return (*notes, *([f"以下文件另有新版，请核对：{'、'.join(newer)}"] if newer else ()))
