"""Text to the tokens that are indexed and asked for: the only place that cuts words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from operator import add
from pathlib import Path
from typing import Any

from ingest.document_number import find_document_numbers

USER_DICTIONARY = Path(__file__).with_name("userdict.txt")
# Another way of making tokens needs another lexical index; raised whenever `tokens_of` changes.
TOKEN_RECIPE = 1

# What both cutters take for Chinese; other ideographs stand as tokens of their own.
_HAN_RUN = "[\u4e00-\u9fd5]+"
# Words of letters and digits stay whole, with the signs that hold them together: covid-19, 12.5, 3/4.
_PIECES = re.compile(rf"{_HAN_RUN}|[a-z0-9]+(?:[.,/\-'_][a-z0-9]+)*|[^\W_]")
# As NFKC has them.
_WIDE_SIGNS = tuple(zip("，（）：；！？\u3000", ",():;!? ", strict=True))
# This and the next look behind only after their first character, so that the engine skips to that.
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
# A line broken inside a sentence: white space with at most one line break between Chinese characters.
_BROKEN_LINE = re.compile(r"\s(?<=[\u4e00-\u9fd5]\s)(?:(?<=\n)|(?<!\n)[^\S\n]*\n?)[^\S\n]*(?=[\u4e00-\u9fd5])")
# 「word」, 「word frequency」, 「word frequency tag」 or 「word tag」, as jieba reads it.
_ENTRY = re.compile(r"^(?P<word>\S+)(?:\s+(?P<frequency>\d+))?(?:\s+(?P<tag>[a-zA-Z]+))?\s*$")


class Cutter(StrEnum):
    """Which program cuts; both read the same dictionaries and give the same words."""

    RJIEBA = "rjieba"
    JIEBA = "jieba"


def tokens_of(text: str) -> list[str]:
    """Return the tokens of a text in printed order, repeats included, ready to be indexed.

    Words as jieba cuts them for search, and every pair of neighbouring characters; numbers and Latin words whole; a
    发文字号 as one token in its normal form and, where it has a year, as another one without. Case and width are folded.
    """
    return _tokens(text, _words_of(default_cutter()))


def query_tokens(text: str) -> dict[str, float]:
    """Return the tokens of a question: those of `tokens_of`, each once with weight 1.0, in order of first appearance."""
    return dict.fromkeys(tokens_of(text), 1.0)


def words_of(text: str, cutter: Cutter | None = None) -> list[str]:
    """Return the words of a text as the cutter gives them for search, folded, without pairs and 发文字号."""
    cut = _words_of(cutter or default_cutter())
    return [word for run in re.findall(_HAN_RUN, unicodedata.normalize("NFKC", text).lower()) for word in cut(run)]


@cache
def default_cutter() -> Cutter:
    """Return the faster cutter that is installed."""
    return Cutter.RJIEBA if find_spec("rjieba") else Cutter.JIEBA


@cache
def tokenizer_fingerprint() -> str:
    """Return what a lexical index must agree on with its reader: the recipe and the user dictionary."""
    return f"{TOKEN_RECIPE}-{hashlib.sha256(USER_DICTIONARY.read_bytes()).hexdigest()[:12]}"


def user_words(dictionary: Path = USER_DICTIONARY) -> list[tuple[str, int | None, str | None]]:
    """Return (word, frequency, tag) of each line of a dictionary in jieba's user format, comments left out."""
    entries = []
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        entry = None if line.startswith("#") else _ENTRY.match(line)
        if entry:
            entries.append((entry["word"], int(entry["frequency"]) if entry["frequency"] else None, entry["tag"]))
    return entries


def _tokens(text: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
    tokens: list[str] = []
    start = 0
    for mention in find_document_numbers(text):
        if not mention.agency:  # 第15号 alone says nothing about whose
            continue
        tokens += _plain_tokens(text[start : mention.span[0]], cut)
        tokens.append(mention.normal)
        if mention.without_year != mention.normal:
            tokens.append(mention.without_year)
        start = mention.span[1]
    tokens += _plain_tokens(text[start:], cut)
    return tokens


def _plain_tokens(text: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
    """Return the tokens of a text without 发文字号; the innermost loop of ingest."""
    pieces = _PIECES.findall(_THOUSANDS.sub("", _BROKEN_LINE.sub("", _folded(text))))
    runs = [piece for piece in pieces if len(piece) > 1 and "\u4e00" <= piece[0] <= "\u9fd5"]
    # All runs are cut in one call; no word reaches over a line end, which comes back as a word of its own.
    words = [*cut("\n".join(runs)), "\n"] if runs else []
    tokens: list[str] = []
    start = 0
    for piece in pieces:
        if piece[0] < "\u4e00" or len(piece) == 1 or piece[0] > "\u9fd5":
            tokens.append(piece)
            continue
        # A word of two characters comes twice, as word and as pair; words of one character are left to their pairs.
        # On the STARD part (21,445 articles): nDCG@10 0.408, R@100 0.722; each once, with single characters,
        # 0.404, 0.714; words alone 0.399, 0.717.
        end = words.index("\n", start)
        tokens += [word for word in words[start:end] if len(word) > 1]
        tokens += map(add, piece, piece[1:])
        start = end + 1
    return tokens


def _folded(text: str) -> str:
    """Return a text with case and width folded."""
    # The usual punctuation first: a text that is then in normal form passes quickly. 0.4 ms of a 12 KB notice were 0.1.
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text).lower()


@cache
def _words_of(cutter: Cutter) -> Callable[[str], Sequence[str]]:
    """Return the cutter's search mode with our dictionary loaded; the load is done once in a process."""
    if cutter is Cutter.RJIEBA:
        import rjieba  # loads its dictionary on import: 0.2 s

        # A second instance would read the dictionary a second time; nothing else in the process cuts with it.
        for word, frequency, tag in user_words():
            rjieba.add_word(word, frequency, tag)
        return rjieba.cut_for_search

    return _jieba().lcut_for_search  # type: ignore[no-any-return]


@cache
def _jieba() -> Any:
    """Return jieba's cutter with our dictionary loaded."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word, frequency, tag in user_words():
        tokenizer.add_word(word, frequency, tag)
    return tokenizer


def dictionary_words(text: str) -> list[str]:
    """Return the words of a text one after another, those of the dictionaries alone: what these do not know comes character by character."""
    words_of("")  # our dictionary first
    if default_cutter() is Cutter.RJIEBA:
        import rjieba

        return list(rjieba.cut(text, False))
    return list(_jieba().cut(text, HMM=False))


def tagged_words(text: str) -> list[tuple[str, str]]:
    """Return the words of a text one after another with their part of speech as jieba tags it: n, v, vn, m, d, r …"""
    words_of("")  # our dictionary first
    if default_cutter() is Cutter.RJIEBA:
        import rjieba

        return [(word, tag) for word, tag in rjieba.tag(text)]
    import jieba.posseg

    return [(pair.word, pair.flag) for pair in jieba.posseg.lcut(text)]
