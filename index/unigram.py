"""The bundled model's tokenizer: its vocabulary cut to what notices are written in, as a `tokenizer.json`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")  # ids 0 to 3, in the model's own order
MASK = "<mask>"
SPACE_MARK = "▁"

# Words in Latin letters beyond this id belong to languages that notices do not quote. Abbreviations are kept wherever.
COMMON_PIECES = 60_000

# Pieces made of these characters only are kept, so that text made of them is cut exactly as by the whole vocabulary,
# but for the rarer Latin words, which fall into shorter pieces.
_WRITTEN = re.compile(
    r"""(?x)(?:
      [\x20-\x7e▁]                     # ASCII; the mark of a space
    | [\u00a0-\u00bf×÷]                # Latin-1 signs
    | [\u2000-\u2bff]                  # punctuation, currency, units, arrows, figures in circles, boxes
    | [\u3000-\u303f\u3200-\u33ff]     # Chinese punctuation; figures and units in circles and squares
    | [\u3400-\u9fff\uf900-\ufaff]     # Chinese characters
    | [\U00020000-\U00033fff]          # rare Chinese characters, as in names of people and places
    | [\ufe30-\ufe4f\uff00-\uffef]     # vertical and full-width forms
    )+"""
)
_LATIN_WORD = re.compile("▁?[A-Za-z]+")
_SINGLE_LETTERS = ("LATIN", "GREEK", "CYRILLIC")  # single letters with accents or as symbols: é, α, μ

# SentencePiece's `nmt_nfkc` drops these, turns those into spaces, and then is NFKC, but for the wave dash.
_DROPPED = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
_SPACES = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_WAVE_DASH, _STAND_IN = "～", "\ue000"  # 3～5年: kept as printed, through a private character that NFKC leaves alone


def kept_pieces(pieces: Sequence[str], always: Sequence[str] = ()) -> list[int]:
    """Ids of the pieces to keep, in order: the specials, `always`, and all that Chinese notices are written with."""
    needed = {*SPECIALS, MASK, *always}
    return [i for i, piece in enumerate(pieces) if piece in needed or _is_kept(i, piece)]


def _is_kept(piece_id: int, piece: str) -> bool:
    if _LATIN_WORD.fullmatch(piece):
        return piece_id < COMMON_PIECES or piece.isupper()
    if _WRITTEN.fullmatch(piece):
        return True
    return len(piece) == 1 and unicodedata.name(piece, "").startswith(_SINGLE_LETTERS)


def tokenizer_settings(pieces: Sequence[str], scores: Sequence[float]) -> dict[str, Any]:
    """The content of `tokenizer.json` for these pieces: XLM-R's normaliser, space marks, Unigram, <s> … </s>."""
    specials = [*SPECIALS, MASK]
    space_marks = {"type": "Metaspace", "replacement": SPACE_MARK, "prepend_scheme": "always", "split": True}
    first, last = ({"SpecialToken": {"id": token, "type_id": 0}} for token in ("<s>", "</s>"))
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": pieces.index(token),
                "content": token,
                "single_word": False,
                "lstrip": token == MASK,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for token in specials
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                _replace({"Regex": _DROPPED}, ""),
                _replace({"Regex": _SPACES}, " "),
                _replace({"String": _WAVE_DASH}, _STAND_IN),
                {"type": "NFKC"},
                _replace({"String": _STAND_IN}, _WAVE_DASH),
                _replace({"Regex": " {2,}"}, " "),
            ],
        },
        "pre_tokenizer": space_marks,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [first, _sequence("A"), last],
            "pair": [first, _sequence("A"), last, last, _sequence("B"), last],
            "special_tokens": {
                token: {"id": token, "ids": [pieces.index(token)], "tokens": [token]} for token in ("<s>", "</s>")
            },
        },
        "decoder": space_marks,
        "model": {
            "type": "Unigram",
            "unk_id": pieces.index("<unk>"),
            "vocab": [[piece, float(score)] for piece, score in zip(pieces, scores, strict=True)],
            "byte_fallback": False,
        },
    }


def _replace(pattern: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": pattern, "content": content}


def _sequence(name: str) -> dict[str, Any]:
    return {"Sequence": {"id": name, "type_id": 0}}
