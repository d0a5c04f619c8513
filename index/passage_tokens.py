"""The tokens of a passage, field by field, as every index of words keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.passages import passage_text
from index.tokenizer import tokens_of
from ingest.model import Clause, PolicyDocument, TableRow


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """The tokens of one passage, field by field, joined with spaces."""

    title: str
    headings: str
    body: str
    number: str
    rows: tuple[str, ...] = ()  # of a long table: a passage each beside the clause's own


def passage_tokens(clause: Clause, document: PolicyDocument, rows: Sequence[TableRow] = ()) -> PassageTokens:
    """Return what the index keeps of a clause; `rows` are those of its tables."""
    text = passage_text(clause, document, rows)
    return PassageTokens(
        _joined_tokens(text.title),
        _tokens_of_headings(text.headings),
        " ".join(tokens_of(text.body)),
        _joined_tokens(text.number),
        tuple(" ".join(tokens_of(row)) for row in text.rows),
    )


def _tokens_of_headings(headings: str) -> str:
    """Return the tokens of a path, each of its headings read once for all the clauses below it."""
    if "号" in headings:  # a 发文字号 may look back over line ends
        return _joined_tokens(headings)
    return " ".join(filter(None, map(_joined_tokens, headings.split("\n\n"))))


@lru_cache(maxsize=256)
def _joined_tokens(text: str) -> str:
    """Return the tokens of a text that many clauses share."""
    return " ".join(tokens_of(text))
