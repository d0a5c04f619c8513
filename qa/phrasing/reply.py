"""A model's reply read line by line as it comes: sentences with the numbers of the findings that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.phrasing.model import Segment, WrittenSentence

# Marks of citation.
#   matches   [1] [1,2] 【1】 ［1、3］ [1][2] [来源1]
#   rejects   〔2022〕 (a 文号) （1） (an item of a notice) [点击](…)
_MARK = re.compile(
    r"""(?x)[\[【［]\s*(?:来源|依据|资料|条款|n|编号)?\s*[:：]?\s*
    (?P<numbers>\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]】］]"""
)
# What small models put before a line though nobody asked: 「- 」 「* 」 「1. 」 「## 」; never the digits of 5、6月.
_LIST_MARK = re.compile(r"^\s*(?:[-*•·]\s+|\#{1,6}\s+|\d{1,2}[.．、)）]\s*(?!\d))")
_BOLD = re.compile(r"\*\*|__")
_FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
_STOPS = "。！？!?；;"
_CLOSERS = "”’」』）)》"
_THINKING = "<think>"
_THOUGHT = "</think>"


class ReplyReader:
    """Takes a reply piece by piece, gives each sentence once its line is whole; what a model thinks aloud is left out."""

    def __init__(self) -> None:
        self._line = ""
        self._thinking = False

    def feed(self, piece: str) -> Iterator[WrittenSentence]:
        """The sentences that this piece completes."""
        # Only \n ends a line: str.splitlines would also break at characters that a reply may not hold at all.
        *lines, self._line = f"{self._line}{piece}".replace("\r\n", "\n").split("\n")
        for line in lines:
            yield from self._read(line)

    def rest(self) -> Iterator[WrittenSentence]:
        """The sentences of the last line, when the reply has ended."""
        line, self._line = self._line, ""
        yield from self._read(line)

    def _read(self, line: str) -> Iterator[WrittenSentence]:
        said = ""
        while line:
            mark = _THOUGHT if self._thinking else _THINKING
            before, found, line = line.partition(mark)
            said += "" if self._thinking else before
            self._thinking ^= bool(found)
        yield from sentences_in(said)


def sentences_in(line: str) -> Iterator[WrittenSentence]:
    """The sentences of one line; one without a citation of its own goes with the next that has one.

    「甲。[1]乙。[2]」 are two, 「甲[1]，乙[2]。」 is one of two segments, 「甲。乙。[1]」 one that cites 1 for both.
    """
    if _FENCE.match(line):
        return
    line = _BOLD.sub("", _LIST_MARK.sub("", line)).strip()
    segments: list[Segment] = []
    at = 0
    marks = list(_MARK.finditer(line))
    for place, mark in enumerate(marks):
        said = line[at : mark.start()]
        at = mark.end()
        numbers = tuple(int(number) for number in re.findall(r"\d+", mark["numbers"]))
        if not said.strip() and segments:  # [1][2]
            segments[-1] = Segment(segments[-1].text, segments[-1].numbers + numbers)
        else:
            segments.append(Segment(said.strip() if not segments else said, numbers))
        if place + 1 < len(marks) and not line[at : marks[place + 1].start()].strip():
            continue
        stop = _stop_behind(line, at)
        ended = bool(segments[-1].text.rstrip(_CLOSERS + " ").endswith(tuple(_STOPS)))
        if stop > at or ended:
            segments[-1] = Segment(segments[-1].text + line[at:stop], segments[-1].numbers)
            at = stop
            yield WrittenSentence(tuple(segments))
            segments = []
    rest = line[at:]
    if rest.strip():
        segments.append(Segment(rest if segments else rest.strip(), ()))
    if segments:
        yield WrittenSentence(tuple(segments))


def _stop_behind(line: str, at: int) -> int:
    """The end of the stop that stands right behind a mark, with the closing marks after it; `at` where none does."""
    end = at
    while end < len(line) and line[end] in _CLOSERS:
        end += 1
    if end == len(line) or line[end] not in _STOPS:
        return at
    while end < len(line) and line[end] in _STOPS + _CLOSERS:
        end += 1
    return end
