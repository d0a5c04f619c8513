"""The collections of a library on a Milvus server: their names, fields and entities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.library import Library
from index.milvus.weights import STAMP_DIMENSION

# Raised whenever fields or what is in them change: other collections, filled anew.
LAYOUT = 1

# A passage's key: the clause's row, then 0 for the clause whole or the number of the table row.
_PART_BITS = 24
PARTS = 1 << _PART_BITS
# Row 0 is no clause (keys begin at 1): it bears the stamp.
STAMP_ROW = 0
STAMP_PART = -1
CLAUSE_PART = 0
# Milvus counts bytes of UTF-8; this is its most.
_LONGEST_TEXT = 65_535
_ISSUER_SEPARATOR = "\n"

Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ScalarField:
    """A field that filters look at."""

    name: str
    is_text: bool = False


# Of both collections.
ABOUT_THE_DOCUMENT = (
    ScalarField("document"),  # its key in library.db
    ScalarField("year"),  # 0: unknown
    ScalarField("region", is_text=True),  # 江苏扬州仪征; "": unknown
    ScalarField("issuers", is_text=True),  # one a line, without spaces
)
ABOUT_THE_PASSAGE = (
    ScalarField("row"),
    ScalarField("part"),
    ScalarField("epoch"),  # which average lengths its words are weighed against
)
UNFILTERED_TEXTS = ("lengths", "stamp")  # of words: tokens by field; of the stamp: what it says
LONGEST_TEXT = _LONGEST_TEXT


def collection_prefix(library_id: str) -> str:
    """Return how the names of a library's collections begin: no other library's do."""
    return f"judian_{library_id}_"


def words_collection(library_id: str) -> str:
    """Return the name of the collection of a library's passages by their words."""
    return f"{collection_prefix(library_id)}words_{LAYOUT}"


def vectors_collection(library_id: str, fingerprint: str) -> str:
    """Return the name of the collection of a library's vectors of one model."""
    model = hashlib.sha256(fingerprint.encode()).hexdigest()[:12]
    return f"{collection_prefix(library_id)}vectors_{LAYOUT}_{model}"


def about_documents(library: Library, rows: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return document row -> the fields that filters look at."""
    records = library.select(
        """SELECT row, year, region, issuing_authorities FROM documents
           WHERE row IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted({int(row) for row in rows})),),
    )
    return {
        r["row"]: {
            "document": r["row"],
            "year": r["year"] or 0,
            "region": r["region"] or "",
            "issuers": _ISSUER_SEPARATOR.join(
                issuer.replace(" ", "") for issuer in json.loads(r["issuing_authorities"])
            ),
        }
        for r in records
    }


_NO_DOCUMENT = {"document": 0, "year": 0, "region": "", "issuers": ""}


def passage_key(row: int, part: int) -> int:
    """Return the primary key of a passage."""
    return (row << _PART_BITS) | part


def words_entity(
    row: int, part: int, about: Entity, words: Mapping[int, float], lengths: Sequence[int], epoch: int
) -> Entity:
    """Return a passage as the collection of words keeps it."""
    return {
        "pk": passage_key(row, part),
        "row": row,
        "part": part,
        "epoch": epoch,
        **about,
        "lengths": json.dumps(list(lengths)),
        "stamp": "",
        # An entity needs a weight: a clause of nothing but signs has one that nobody asks for.
        "words": dict(words) or {STAMP_DIMENSION: 1.0},
    }


def words_stamp(text: str) -> Entity:
    """Return the entity that bears the words' stamp."""
    bare = words_entity(STAMP_ROW, CLAUSE_PART, _NO_DOCUMENT, {}, (), 0)
    return {**bare, "part": STAMP_PART, "stamp": text}


def vector_entity(row: int, about: Entity, vector: Sequence[float]) -> Entity:
    """Return a clause as the collection of vectors keeps it."""
    return {"pk": row, **about, "stamp": "", "vector": vector}


def vectors_stamp(text: str, dimension: int) -> Entity:
    """Return the entity that bears the vectors' stamp."""
    return {**vector_entity(STAMP_ROW, _NO_DOCUMENT, [1.0] + [0.0] * (dimension - 1)), "stamp": text}
