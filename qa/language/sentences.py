"""The sentences and items of a clause, as spans of the stored text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Clause, Reference, Span

_ENDS = "。！？!?"
CELL_MARK = ","  # what parts the cells of a table's row in squeezed text
_CLOSERS = "”’」』）)》】"

# A line that begins something of its own; the line before it has ended, whatever its last character.
STARTS_ITEM = re.compile(
    r"""(?x)\s{0,40}(?:
      [一二三四五六七八九十]{1,3}[、．.]          # 一、
    | [（(][一二三四五六七八九十\d]{1,3}[)）]     # （一） (1)
    | \d{1,3}[、．.)）]                           # 1. 1、
    | 第[一二三四五六七八九十百零\d]{1,5}[条章节款项]
    | [一二三四五六七八九十]是
    | ——|[●•▪◆\-*]\s
    | [（(](?:责任|牵头|配合|主办)                  # （责任单位：…）
    | 附件
    )"""
)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without white space and in NFKC, with the way back to the printed one."""

    text: str
    offsets: tuple[int, ...]  # offsets[i]: where text[i] stands in the printed text

    def printed(self, start: int, end: int) -> Span:
        """The printed span of text[start:end]."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=4096)
def squeeze(text: str) -> Squeezed:
    """Drop white space and fold widths, for matching only: spans count in the printed text."""
    characters: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if character == "\t" and characters and characters[-1].isalnum():
                # The cells of a row stand apart: 「1」 beside 「300元」 is no 1300元.
                characters.append(CELL_MARK)
                offsets.append(place)
            continue
        for part in _folded(character):
            characters.append(part)
            offsets.append(place)
    return Squeezed("".join(characters), tuple(offsets))


@lru_cache(maxsize=16384)
def _folded(character: str) -> str:
    """A character in NFKC without white space: ½ becomes three."""
    folded = unicodedata.normalize("NFKC", character).lower() if ord(character) > 127 else character.lower()
    return "".join(part for part in folded if not part.isspace())


@lru_cache(maxsize=16384)
def squeezed_text(text: str) -> str:
    """The squeezed text alone."""
    if "\t" in text:
        return squeeze(text).text
    return unicodedata.normalize("NFKC", "".join(text.split())).lower().replace(" ", "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, one member of a row of sentences joined by ；, or a line that stands by itself."""

    span: Span  # in the text it was cut from
    squeezed: str
    whole: int  # number of the full sentence (up to 。 or the end of the line) that it belongs to
    row: int | None = None  # a row of a table: its place among the clause's rows; `squeezed` then names its columns


@lru_cache(maxsize=4096)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Cut a clause at 。！？ and ；, and at ends of lines that are no mere breaks of the page's width."""
    width = max((len(line.strip()) for line in text.split("\n")), default=0)
    sentences: list[Sentence] = []
    start = whole = depth = 0
    for place, character in enumerate(text):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        ends_whole = character in _ENDS or (character == "\n" and _line_ends(text, place, width))
        # 。 inside brackets ends nothing; the end of a line does, brackets closed or not.
        if character == "\n" and ends_whole:
            depth = 0
        cut = (ends_whole and depth == 0) or (character in "；;" and depth == 0)
        if not cut:
            continue
        end = place + 1
        while end < len(text) and text[end] in _CLOSERS and character != "\n":
            end += 1
        _append(sentences, text, start, end, whole)
        start = end
        whole += ends_whole
    _append(sentences, text, start, len(text), whole)
    return tuple(sentences)


def sentences_and_rows(text: str, rows: Sequence[tuple[Span, str]]) -> tuple[Sentence, ...]:
    """The sentences of a clause that holds tables: each row is one, with the squeezed words given; header rows are none.

    `rows` have their span in the clause's text.
    """
    outside = list(text)
    for (start, end), _ in rows:
        outside[start:end] = " " * (end - start)
    lines = "".join(outside).split("\n")
    # What stands between tabs and is no row names the columns.
    outside_text = "\n".join(" " * len(line) if "\t" in line else line for line in lines)
    sentences = list(sentences_of(outside_text))
    last = max((s.whole for s in sentences), default=0)
    sentences += [Sentence(span, squeezed, last + 1 + i, i) for i, (span, squeezed) in enumerate(rows)]
    return tuple(sorted(sentences, key=lambda s: (s.span, s.whole)))


def _append(sentences: list[Sentence], text: str, start: int, end: int, whole: int) -> None:
    """Add the sentence without the white space around it; a lone closing mark is no sentence."""
    piece = text[start:end]
    stripped = piece.strip().lstrip(_CLOSERS)
    if not any(c.isalnum() for c in stripped):
        return
    begin = start + piece.index(stripped)
    sentences.append(Sentence((begin, begin + len(stripped)), squeezed_text(stripped), whole))


def _line_ends(text: str, place: int, width: int) -> bool:
    """Whether the line break at `place` ends a sentence, rather than being where the page was too narrow."""
    # Windows, not the whole rest: a clause can be a table of thousands of lines.
    before = text[max(0, place - 400) : place].rstrip()
    after = text[place + 1 : place + 80]
    if not before or not after.strip():
        return True
    if before[-1] in "。！？!?；;：:" or STARTS_ITEM.match(after):
        return True
    line = before[before.rfind("\n") + 1 :].strip()
    # A table's row, or a line well short of the widest one, ends by itself. A text without such lines is wrapped.
    return "\t" in line or len(line) < 0.6 * width or width < 16


def tidy(text: str) -> str:
    """One line as people read it: the page's line breaks gone, no blanks between Chinese characters, cells apart."""
    if "\t" in text:
        return "\u3000".join(tidy(cell) for cell in text.split("\t") if cell.strip())
    joined = " ".join(text.split())
    return re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef“”‘’]) (?=\S)|(?<=\S) (?=[\u3000-\u9fff\uff00-\uffef“”‘’])", "", joined
    )


def as_printed(quote: str, squeezed_words: str) -> str:
    """Words of a quote as it prints them, on one line; the squeezed words where they do not stand there in one piece."""
    pressed = squeeze(quote)
    at = pressed.text.find(squeezed_words)
    if at < 0 or not squeezed_words:
        return squeezed_words
    start, end = pressed.printed(at, at + len(squeezed_words))
    return tidy(quote[start:end])


def sentence_naming(clause: Clause, reference: Reference) -> Span:
    """Where in the clause's text the sentence stands that holds a reference; the whole clause where none holds all of it."""
    start, end = (place - clause.span[0] for place in reference.span)
    sentence = next((s for s in sentences_of(clause.text) if s.span[0] <= start < s.span[1]), None)
    return sentence.span if sentence is not None and end <= sentence.span[1] else (0, len(clause.text))
