"""Why a clause was found: the words that match, in which field, for which word of the question, and its two ranks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from index.model import RankedClause
from index.passages import passage_text
from index.tokenizer import tokens_of
from ingest.model import Clause
from qa.language.lexicon import whole_words
from qa.language.sentences import squeezed_text
from qa.model import Explanation, Interpretation, MatchedField, MatchedWord
from qa.retrieving.query_words import QueryWord, QueryWords

_SHORTEST_PHRASE = 4  # characters


def explanation_of(ranked: RankedClause, words: QueryWords, interpretation: Interpretation) -> Explanation:
    """What speaks for a clause: words in the order of the question, other words for them after these.

    A word stands in a field when the index would find it there; a phrase is two words of the question side by side.
    """
    clause = ranked.stored.clause
    fields = _tokens_by_field(ranked)
    matched = [
        MatchedWord(word.word, field, word.weight, word.stands_for)
        for word in words.words
        for field, tokens in fields.items()
        if _stands_in(word, tokens)
    ]
    # The cutter gives 同志 beside 老同志: the longer word says it.
    matched = [m for m in matched if not any(m.field is o.field and m.word in o.word != m.word for o in matched)]
    return Explanation(tuple(matched), ranked.lexical_rank, ranked.dense_rank, _holds_phrase(clause, interpretation))


def words_to_mark(words: QueryWords) -> tuple[str, ...]:
    """What is marked in a clause found: the words themselves, other words for them as well."""
    return tuple(word.word for word in words.words if len(word.word) > 1)


def _tokens_by_field(ranked: RankedClause) -> Mapping[MatchedField, frozenset[str]]:
    text = passage_text(ranked.stored.clause, ranked.stored.document)
    return {
        MatchedField.TEXT: frozenset(tokens_of(text.body)),
        MatchedField.HEADING: _shared_tokens(text.headings),
        MatchedField.TITLE: _shared_tokens(text.title),
        MatchedField.NUMBER: _shared_tokens(text.number),
    }


@lru_cache(maxsize=256)
def _shared_tokens(text: str) -> frozenset[str]:
    """The tokens of a text that many clauses share."""
    return frozenset(tokens_of(text))


def _stands_in(word: QueryWord, tokens: frozenset[str]) -> bool:
    return bool(word.tokens) and all(token in tokens for token in word.tokens)


def _holds_phrase(clause: Clause, interpretation: Interpretation) -> bool:
    text = squeezed_text(clause.text)
    for part in map(squeezed_text, interpretation.subject.split()):
        # Of 党支部书记补贴标准 the clause has 书记补贴 or 补贴标准, or 工作补贴, which is a word by itself.
        words = whole_words(part)
        together = (*words, *(a + b for a, b in pairwise(words) if len(a) > 1 and len(b) > 1))
        if any(len(phrase) >= _SHORTEST_PHRASE and phrase in text for phrase in together):
            return True
    return False
