"""What each tool of the MCP door does, over an index: the functions that the command calls, and the contract's objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from index.clause_index import OpenIndex
from index.listed import ListedDocument
from index.model import Filters
from index.standing import UNKNOWN, Standing
from index.titles import title_key
from ingest.document_number import normal_document_number
from ingest.errors import QueryError
from ingest.model import Status
from qa.compare import compare
from qa.comparing.columns import citation_of_listed
from qa.language.citations import citation_of
from qa.reading.reader import SentenceVectors
from qa.recalling import ask_or_recall
from qa.search import search
from qa.standing.standing import ENDED_WORDS, StandingLibrary, index_as_of
from serve.compare_contract import comparison_object
from serve.contract import JsonObject, answer_object, clause_object, listed_object, quantity_object, search_object
from serve.doors.mcp_results import Shortening, marked_as_data

CLAUSE_CHARACTERS = 12_000  # of a clause's text at a time
_SEARCH = (
    Shortening(("results", "*", "text"), 2_000, "每条的正文（其余用 get_clause 读）"),
    Shortening(("results", "*", "why", "words"), 3, "每条的 why"),
    Shortening(("results", "*", "text"), 600, "每条的正文（其余用 get_clause 读）"),
    Shortening(("results",), 20, "results"),
)
_ASK = (
    Shortening(("gate", "dropped"), 5, "gate.dropped"),
    Shortening(("silent",), 20, "silent"),
    Shortening(("findings", "*", "quantities"), 3, "每条 findings 的 quantities"),
    Shortening(("findings", "*", "copies"), 2, "每条 findings 的 copies"),
    Shortening(("findings",), 30, "findings"),
    Shortening(("findings",), 10, "findings"),
)
_COMPARE = (
    Shortening(("chains",), 0, "chains"),
    Shortening(("rows", "*", "cells", "*", "quotes"), 1, "每格的 quotes"),
    Shortening(("silent",), 20, "silent"),
    Shortening(("rows", "*", "cells", "*", "quantities"), 3, "每格的 quantities"),
    Shortening(("rows", "*", "cells", "*", "quotes"), 0, "每格的 quotes"),
    Shortening(("rows",), 20, "rows（用 aspects 指定行）"),
    Shortening(("rows",), 8, "rows（用 aspects 指定行）"),
)
_LIST = (Shortening(("documents",), 40, "documents（用 offset 往后翻）"),)


@dataclass(frozen=True, slots=True)
class Asked:
    """The person's own filters, as every tool takes them."""

    regions: Sequence[str] = ()
    issuers: Sequence[str] = ()
    years: Sequence[int] = ()

    @property
    def filters(self) -> Filters:
        """The same for the index."""
        return Filters(tuple(self.regions), tuple(self.issuers), tuple(self.years))


def searched(
    index: OpenIndex, query: str, k: int, asked: Asked, as_of: date | None, after: Sequence[str]
) -> JsonObject:
    """What `judian search` prints."""
    found = search(index, query, k=k, filters=asked.filters, as_of=as_of, after=after)
    return _marked(index, search_object(found), _SEARCH)


def answered(
    index: OpenIndex,
    question: str,
    asked: Asked,
    as_of: date | None,
    after: Sequence[str],
    vectors: SentenceVectors | None,
) -> JsonObject:
    """What `judian ask` prints."""
    said = ask_or_recall(
        index,
        question,
        regions=asked.regions,
        issuers=asked.issuers,
        years=asked.years,
        as_of=as_of,
        after=after,
        sentence_vectors=vectors,
    )
    return _marked(index, {"as_of": _day(as_of), **answer_object(said)}, _ASK)


def compared(
    index: OpenIndex,
    topic: str,
    regions: Sequence[str],
    aspects: Sequence[str],
    as_of: date | None,
    vectors: SentenceVectors | None,
) -> JsonObject:
    """What `judian compare` prints."""
    said = compare(index, topic, regions, aspects, as_of=as_of, sentence_vectors=vectors)
    return _marked(index, comparison_object(said), _COMPARE)


def one_clause(index: OpenIndex, clause_id: str, start: int) -> JsonObject:
    """One clause with its document, citation and figures; `text` from its character `start` on, `next_start` if there is more."""
    library = index.library
    view = _library_on(index, None)
    stored = view.clause(clause_id)
    if stored is None:
        raise QueryError(
            clause_id, "资料库里没有这一条", "请用 search_clauses 查到它，照抄结果里的 clause_id，或写成 文号#二/（一）"
        )
    clause, document = stored.clause, stored.document
    standing = view.standing(document.document_id)
    if start and start >= len(clause.text):
        raise QueryError("start", f"超出了正文：这一条共 {len(clause.text)} 字", "请用上一次给出的 next_start")
    end = min(len(clause.text), start + CLAUSE_CHARACTERS)
    found = library.quantities([clause.clause_id]).get(clause.clause_id, ())
    inside = range(clause.span[0] + start, clause.span[0] + end)
    return _marked(
        index,
        {
            **clause_object(clause),
            "text": clause.text[start:end],
            "start": start,
            "next_start": end if end < len(clause.text) else None,
            "characters": len(clause.text),
            "document_id": document.document_id,
            "title": document.title,
            "document_number": document.document_number,
            "region": document.region,
            "status": document.status.value,
            "status_clause": standing.proof,
            "newer": standing.newer,
            "file": stored.file,
            "citation": citation_of(document, clause.path),
            "quantities": [quantity_object(q) for q in found if q.span[0] in inside],
        },
        (Shortening(("boxes",), 20, "boxes"), Shortening(("quantities",), 100, "quantities")),
    )


def listed_documents(
    index: OpenIndex, asked: Asked, named: str | None, day: date | None, limit: int, offset: int
) -> JsonObject:
    """The documents that pass, the newest first, a page of them, each with how it stands on the day and what says so."""
    library = _library_on(index, day)
    passing = library.listed(asked.filters)
    documents = sorted(passing if named is None else _called(passing, named), key=_document_id)
    documents.sort(key=_day_of_issue, reverse=True)
    page = documents[offset : offset + limit]
    more = offset + len(page) < len(documents)
    said: JsonObject = {
        "as_of": library.day.isoformat(),
        "total": len(documents),
        "limit": limit,
        "offset": offset,
        "next_offset": offset + len(page) if more else None,
        "documents": [_listed(library, d) for d in page],
    }
    return _marked(index, said, _LIST)


def _document_id(document: ListedDocument) -> str:
    return document.document_id


def _day_of_issue(document: ListedDocument) -> str:
    return document.dated_as_kept or document.printed_as_kept or ""


def _called(documents: Sequence[ListedDocument], name: str) -> Sequence[ListedDocument]:
    """The documents that a number, an id, a title or words of one mean; QueryError where there is none."""
    wanted = "".join(name.split()).strip("《》")
    number, key = normal_document_number(name), title_key(wanted)
    found = [d for d in documents if d.document_id == wanted or (number and _has_number(d, number))]
    found = found or [d for d in documents if key and d.title_key == key]
    found = found or [d for d in documents if wanted and wanted in "".join((d.title or "").split())]
    if not found:
        raise QueryError(name, "资料库里没有这样的文件", "请核对文号或标题，或去掉地区、机关、年份的限制再列一次")
    return found


def _has_number(document: ListedDocument, number: str) -> bool:
    printed = document.document_number
    # Most of a large library is told apart by the serial alone; to read a number takes longer.
    return printed is not None and printed[-2:-1] == number[-2:-1] and normal_document_number(printed) == number


def _listed(library: StandingLibrary, document: ListedDocument) -> JsonObject:
    standing = library.standing(document.document_id)
    return {
        **listed_object(document),
        "status": document.status.value,
        "citation": citation_of_listed(document),
        "stands": _stands(document.status, standing),
        "status_clause": standing.proof,
        "ended_by": standing.by,
        "newer": standing.newer,
        "begun": standing.begun,
    }


def _stands(status: Status, standing: Standing) -> str:
    """How it stands, in words: an end or a beginning is said only where a clause or a field says so."""
    if not standing.begun:
        return "当天尚未印发或尚未施行"
    if status in ENDED_WORDS:
        return ENDED_WORDS[status]
    if standing is UNKNOWN or status is Status.UNKNOWN:
        return "库中没有写明它已废止或失效"
    return "试行" if status is Status.TRIAL else "有效"


def _library_on(index: OpenIndex, day: date | None) -> StandingLibrary:
    """The library with the status of each document on a day, None: today; none is left out."""
    today = index_as_of(index, None).library if day is None else None  # kept by the library
    if isinstance(today, StandingLibrary):
        return today
    return StandingLibrary(index.library, day or date.today(), only_standing=False)


def _marked(index: OpenIndex, value: JsonObject, shortenings: Sequence[Shortening]) -> JsonObject:
    return marked_as_data(value, citations_in(index), shortenings)


def citations_in(index: OpenIndex) -> Callable[[str], str | None]:
    """A function that gives the printed citation of a clause; None for one that the index does not have."""

    def citation(clause_id: str) -> str | None:
        stored = index.library.clause(clause_id)
        return None if stored is None else citation_of(stored.document, stored.clause.path)

    return citation


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
