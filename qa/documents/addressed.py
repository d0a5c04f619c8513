"""What an address names: a clause or a document by its id, by its number alone, or by the id of an earlier reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from index.listed import ListedDocument
from index.model import StoredClause
from ingest.document_number import find_document_numbers, normal_document_number
from ingest.errors import QueryError
from ingest.model import PolicyDocument

_NEAREST = 5
_LEAST_ALIKE = 0.5
# What document_id ends with: the file's hash, and which document of the file it is.
_OF_FILE = re.compile(r"~[0-9a-f]{8}(?:\.\d+)?$")


class AddressedLibrary(Protocol):
    """What is asked of a library here."""

    def clause(self, clause_id: str) -> StoredClause | None:
        """One clause, by its id or as 文号#path."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole, by its id or its number."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A document of the library, and the clause of it that is meant."""

    document: PolicyDocument
    clause: StoredClause | None
    note: str | None = None  # for people: what of the address was not found, and what is shown in its place


@dataclass(frozen=True, slots=True)
class NotThere:
    """An address that names nothing of the library."""

    message: str
    nearest: tuple[ListedDocument, ...]  # documents whose numbers or titles are most like it


def addressed(
    library: AddressedLibrary,
    wanted: str,
    listed: Sequence[ListedDocument],
    may_open: Callable[[str], bool] = lambda _: True,
) -> Addressed | NotThere:
    """The clause or document of an id, a number or 文号#path; else a plain no with the nearest numbers.

    `may_open` says of a document_id whether it may be shown; one that may not is as if it were not there.
    """
    wanted = wanted.strip()
    stored = library.clause(wanted)
    if stored is not None and may_open(stored.document.document_id):
        return Addressed(library.document(stored.document.document_id), stored)
    name, _, path = wanted.partition("#")
    for named in dict.fromkeys((name, _OF_FILE.sub("", name))):
        found = _document(library, named)
        if found is None or not may_open(found.document_id):
            continue
        again = _clause(library, named, path, found) if path else None
        if again is not None and not may_open(again.document.document_id):
            again = None
        if again is not None:  # of several documents of a number the one that has the clause
            found = library.document(again.document.document_id)
        return Addressed(found, again, _note(found, named != name, path, again))
    return NotThere(
        f"资料库里没有“{_shortened(wanted)}”。请核对文号或链接是否完整，或先把文件入库。",
        nearest_documents(name, [d for d in listed if may_open(d.document_id)]),
    )


def _document(library: AddressedLibrary, name: str) -> PolicyDocument | None:
    try:
        return library.document(name) if name else None
    except QueryError:
        return None


def _clause(library: AddressedLibrary, name: str, path: str, document: PolicyDocument) -> StoredClause | None:
    """The clause of a path; of one that leaves out the chapter, as people cite articles, where only one can be meant."""
    exact = library.clause(f"{name}#{path}") or library.clause(f"{document.document_id}#{path}")
    if exact is not None:
        return exact
    ends = [c.clause_id for c in document.clauses if c.clause_id.endswith(f"/{path}")]
    return library.clause(ends[0]) if len(ends) == 1 else None


def _note(document: PolicyDocument, is_later_reading: bool, path: str, clause: StoredClause | None) -> str | None:
    said = []
    if is_later_reading:
        said.append(f"链接所指的那一份文件已不在库中，这是文号相同的“{document.title or document.document_id}”")
    if path and clause is None:
        said.append(f"这份文件里没有“{_shortened(path)}”这一条，下面是全文")
    return "；".join(said) + "。" if said else None


def nearest_documents(name: str, listed: Sequence[ListedDocument], most: int = _NEAREST) -> tuple[ListedDocument, ...]:
    """The documents whose number, else title, is most like what was typed; the most alike first."""
    number = normal_document_number(name) or "".join(_OF_FILE.sub("", name).split())
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(number[:80])
    scored: list[tuple[float, ListedDocument]] = []
    for document in listed:
        best = 0.0
        for printed in filter(None, (document.document_number, document.title)):
            matcher.set_seq1("".join(printed.split())[:80])
            if matcher.real_quick_ratio() > max(best, _LEAST_ALIKE):
                best = max(best, matcher.ratio())
        if best >= _LEAST_ALIKE:
            scored.append((best + _same_serial(number, document), document))
    scored.sort(key=lambda s: (-s[0], s[1].document_id))
    # Copies of one notice in several files are one to the person who mistyped its number.
    nearest = {(d.document_number, d.title): d for _, d in reversed(scored)}
    return tuple(document for _, document in scored if nearest[document.document_number, document.title] is document)[
        :most
    ]


def _same_serial(number: str, document: ListedDocument) -> float:
    """A little for the same agency: 鲁老干〔2022〕16号 is nearer to 鲁老干〔2022〕15号 than to 浙老干〔2022〕16号."""
    own = next((m for m in find_document_numbers(document.document_number or "")), None)
    return 0.05 if own is not None and own.agency and number.startswith(own.agency) else 0.0


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
