"""The form in which sentences and clauses are compared: widths folded, no white space, no page numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#   matches   — 5 — | －12－ (printed in the middle of a clause by a page break)
#   rejects   2019—2021 | 5—7人
_PAGE_NUMBER = re.compile(r"(?<![\dA-Za-z])[—–\-－]{1,2}\s*\d{1,4}\s*[—–\-－]{1,2}(?![\dA-Za-z])")
_QUOTES = str.maketrans("‘’『』〈〉", "“”“”《》")
_SILENT = re.compile(r"[:“”\"'「」\[\]\s]")
STOPS = "。;！!?；,，、:："


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The text as it is compared: `（三）　３ 次` is `(三)3次`."""
    whole = _PAGE_NUMBER.sub("", text)
    folded = unicodedata.normalize("NFKC", "".join(whole.split())).lower().replace(" ", "")
    return _PAGE_NUMBER.sub("", folded.translate(_QUOTES))


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """The same without marks that change nothing said: colons, quotation marks, square brackets."""
    return _SILENT.sub("", plain(text))


def pairs_of(text: str) -> set[str]:
    """The pairs of Chinese characters that stand side by side."""
    return {text[i : i + 2] for i in range(len(text) - 1) if all("\u4e00" <= c <= "\u9fff" for c in text[i : i + 2])}
