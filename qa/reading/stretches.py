"""The runs of sentences of a clause that may be quoted: one, two, a whole list, or a part that has its own figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Span
from qa.language.contrast import fits_condition, reaches_in
from qa.language.parts import Part, alike, parts_of
from qa.language.sentences import Sentence, squeeze
from qa.language.signs import denies
from qa.language.values import value_spans
from qa.model import AsksFor
from qa.reading.asked import Asked

ITEM_MARK = re.compile(
    r"[一二三四五六七八九十]是|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|——|[①-⑳]|第[一二三四五六七八九十]步"
)

_BEGINNING = re.compile(r"^[^\d]*(?:为|是|:)(?=[^\d]{2})")
_NAMES_TWO = re.compile(r"[\u4e00-\u9fff](?:和|与|及|、)[\u4e00-\u9fff]")
MOST_CASES = 8


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of one sentence, with the words it refers back to."""

    span: Span  # in the clause's text
    squeezed: str
    lead: str
    cases: tuple[str, ...] = ()  # where it gives the figure for several cases that the question does not tell apart


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences first..last of a clause; of a single one, perhaps only a part."""

    first: int
    last: int
    part: Excerpt | None = None


def stretches(
    text: str,
    sentences: Sequence[Sentence],
    held: Sequence[frozenset[str]],
    headings: Sequence[str],
    asked: Asked,
    found_in: Callable[[str], frozenset[str]],
) -> Iterable[Stretch]:
    """Runs of sentences; for a sentence that states several figures, its parts instead."""
    parts = {
        i: found
        for i, s in enumerate(sentences)
        if not asked.several and s.row is None and (found := parts_of(asked.wants, s.squeezed, asked.text))
    }
    rows = list(_cases_alike(text, sentences, parts, found_in, asked))
    yield from rows
    told = [(row.first, row.last, row.part.span) for row in rows if row.part]
    for first, last in _runs(text, sentences, held, headings, asked):
        # Two sentences with a figure each are two answers, not one.
        if first < last and not asked.several and asked.figured and _stating(sentences[first : last + 1], asked) > 1:
            continue
        if not any(i in parts for i in range(first, last + 1)) and not any(
            a <= last and first <= b
            for a, b, _ in told  # one of several cases alike is half an answer
        ):
            yield Stretch(first, last)
    for i, found in parts.items():
        begin, end = sentences[i].span
        pressed = squeeze(text[begin:end])
        for part in found:
            a, b = pressed.printed(*part.span)
            if not any(start <= begin + a and begin + b <= end for _, _, (start, end) in told):
                yield Stretch(i, i, Excerpt((begin + a, begin + b), part.text, part.lead))


@dataclass(frozen=True, slots=True)
class _Case:
    """One figure with the words it is said of."""

    sentence: int
    span: Span  # in the clause's text
    squeezed: str
    held: frozenset[str]


def _cases_alike(
    text: str,
    sentences: Sequence[Sentence],
    parts: Mapping[int, Sequence[Part]],
    found_in: Callable[[str], frozenset[str]],
    asked: Asked,
) -> Iterable[Stretch]:
    """Runs of figures for cases that the question does not tell apart: 甲级奖励10万元，乙级奖励5万元 for 奖励多少."""
    if not asked.figured or asked.several:
        return
    cases: list[_Case] = []
    for i, sentence in enumerate(sentences):
        begin, end = sentence.span
        if found := parts.get(i):
            pressed = squeeze(text[begin:end])
            spans = [(pressed.printed(*p.span), p.text) for p in found]
            for number, ((a, b), words) in enumerate(spans):
                # What the first part begins with governs the others too: 补助标准为小学625元,初中750元.
                own = words if number else _BEGINNING.sub("", words)
                if number and _is_next_tier(found[0].text, words):
                    own += found[0].text
                cases.append(_Case(i, (begin + a, begin + b), words, found_in(own)))
        elif sentence.row is None and value_spans(
            asked.wants, sentence.squeezed, asked.text, asked.interpretation.unit
        ):
            cases.append(_Case(i, sentence.span, sentence.squeezed, found_in(sentence.squeezed)))
    if any(case.held for case in cases):
        cases = [case for case in cases if case.held]
    run: list[_Case] = []
    for case in cases:
        if run and not _continues(run[-1], case, sentences, asked):
            yield from _as_stretch(run)
            run = []
        run.append(case)
    yield from _as_stretch(run)


def _is_next_tier(first: str, words: str) -> bool:
    """Whether words give the next tier of what the first part began: 80至89周岁津贴每月40元,90至99周岁每月80元."""
    reaches = [reaches_in(text) for text in (first, words)]
    return all(len(r) == 1 for r in reaches) and reaches[0] != reaches[1] and reaches[0][0].unit == reaches[1][0].unit


def _continues(before: _Case, case: _Case, sentences: Sequence[Sentence], asked: Asked) -> bool:
    """Whether a case stands beside the one before it, is put alike, and holds as much of the question."""
    near = case.sentence - before.sentence <= 1 and (
        sentences[before.sentence].whole == sentences[case.sentence].whole
        or (is_item(sentences[before.sentence]) and is_item(sentences[case.sentence]))
    )
    told_apart = any(fits_condition(asked.text, c.squeezed) is not None for c in (before, case))
    told_apart = told_apart or denies(asked.text, before.squeezed) != denies(asked.text, case.squeezed)
    same = before.held == case.held or (
        _NAMES_TWO.search(asked.text) is not None and bool(before.held - case.held) and bool(case.held - before.held)
    )
    return near and same and not told_apart and alike(before.squeezed, case.squeezed)


def _as_stretch(run: Sequence[_Case]) -> Iterable[Stretch]:
    if 1 < len(run) <= MOST_CASES:
        span = (run[0].span[0], run[-1].span[1])
        words = tuple(case.squeezed for case in run)
        yield Stretch(run[0].sentence, run[-1].sentence, Excerpt(span, ",".join(words), "", words))


def _stating(sentences: Sequence[Sentence], asked: Asked) -> int:
    """How many of the sentences state a value of the kind asked for."""
    unit = asked.interpretation.unit
    return sum(bool(value_spans(asked.wants, s.squeezed, asked.text, unit)) for s in sentences)


def is_item(sentence: Sentence) -> bool:
    """Whether a sentence begins with the mark of an item."""
    return ITEM_MARK.match(sentence.squeezed) is not None


def _runs(
    text: str, sentences: Sequence[Sentence], held: Sequence[frozenset[str]], headings: Sequence[str], asked: Asked
) -> Iterable[tuple[int, int]]:
    """Sentences alone, with the next one where it adds words or the value, and whole runs of items for a list."""
    for first, last in _short_runs(text, sentences, held, headings, asked):
        if asked.interpretation.asks_for is AsksFor.LIST and last > first:
            # A heading with the words that open a list is half a list: （三）一票否决事项。有下列情形之一的：（1）…
            last = max(last, *(end_of_items(text, sentences, i, headings) for i in range(first, last + 1)))
        yield first, last


def _short_runs(
    text: str, sentences: Sequence[Sentence], held: Sequence[frozenset[str]], headings: Sequence[str], asked: Asked
) -> Iterable[tuple[int, int]]:
    """The same, a run of two perhaps ending within a list."""
    wants, asks_for = asked.wants, asked.interpretation.asks_for
    for i, sentence in enumerate(sentences):
        if asks_for in (AsksFor.DEFINITION, AsksFor.OTHER) and _opens_items(sentences, i, headings):
            yield i, end_of_items(text, sentences, i, headings)
            continue
        if asks_for is AsksFor.LIST and (end := end_of_items(text, sentences, i, headings)) > i:
            yield i, end  # half a list is no answer
            continue
        if asked.procedural and not is_lone_item(sentences, i) and end_of_items(text, sentences, i, headings) > i + 1:
            yield i, end_of_items(text, sentences, i, headings)
            continue
        explained = i > 0 and asks_for in (AsksFor.DEFINITION, AsksFor.OTHER)
        if explained and is_item(sentence) and (own := _end_of_item(text, sentences, i)) > i:
            yield i, own  # an item with what explains it
        else:
            yield i, i
        if i + 1 < len(sentences):
            following = sentences[i + 1].squeezed
            adds_words = bool(held[i + 1] - held[i] or sentence.squeezed in headings) and bool(held[i])
            # Two sentences of which only the second states the value, or of which each states one of several.
            if adds_words or (
                value_spans(wants, following) and (asked.several or not value_spans(wants, sentence.squeezed))
            ):
                yield i, i + 1
                if asked.several and sentence.squeezed in headings and i + 2 < len(sentences):
                    yield i, i + 2
        if asks_for in (AsksFor.LIST, AsksFor.DEFINITION, AsksFor.OTHER):
            end = end_of_items(text, sentences, i, headings)
            if end > i + 1 or (end == i + 1 and is_item(sentences[end])):
                yield i, end


def _end_of_item(text: str, sentences: Sequence[Sentence], item: int) -> int:
    """Number of the last sentence that explains an item: those before the next item in the item's own line."""
    end = item
    while (
        end + 1 < len(sentences)
        and not is_item(sentences[end + 1])
        and "\n" not in text[sentences[end].span[1] : sentences[end + 1].span[0]]
    ):
        end += 1
    return end


def is_lone_item(sentences: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence is no item, or one within a run that an earlier one opens."""
    first = sentences[at].squeezed.startswith(("一是", "(一)", "(1)", "1.", "1、", "①", "第一步"))
    return not is_item(sentences[at]) or not first


def _opens_items(sentences: Sequence[Sentence], lead: int, headings: Sequence[str]) -> bool:
    """Whether a sentence announces the items behind it: 实行“三个一”：一是…, 把握四条原则："""
    following = lead + 1 < len(sentences) and is_item(sentences[lead + 1])
    before, colon, behind = sentences[lead].squeezed.partition(":")
    return bool(colon and before) and following and (not behind or ITEM_MARK.match(behind) is not None)


def end_of_items(text: str, sentences: Sequence[Sentence], lead: int, headings: Sequence[str]) -> int:
    """Number of the last sentence of the run of items that `lead` opens; `lead` itself when it opens none.

    What explains an item in its own line, or stands between two items of one line, belongs to the run.
    """
    first = sentences[lead]
    opens = ":" in first.squeezed or first.squeezed.startswith(("一是", "(一)", "1", "①", "第一步"))
    opens = opens or first.squeezed in headings
    dashed = first.squeezed.startswith("——") and (lead == 0 or not sentences[lead - 1].squeezed.startswith("——"))
    if is_item(first) and not opens and not dashed:
        return lead
    end = lead
    while end + 1 < len(sentences):
        following = sentences[end + 1]
        same_whole = following.whole == sentences[end].whole and (end > lead or ":" in first.squeezed)
        if is_item(following) or same_whole:
            end += 1
            continue
        # 一是…。说明。二是…。 in one line, or the rest of an item's own line
        explains = (end > lead or is_item(first)) and "\n" not in text[sentences[end].span[1] : following.span[0]]
        further = next((i for i in range(end + 2, min(end + 6, len(sentences))) if is_item(sentences[i])), None)
        if not explains or (further is None and not _begins_line(text, sentences, end, lead)):
            break
        end += 1
    return end


def _begins_line(text: str, sentences: Sequence[Sentence], at: int, lead: int) -> bool:
    """Whether the item that a sentence belongs to stands at the beginning of a line of its own."""
    while at > lead and not is_item(sentences[at]):
        at -= 1
    start = sentences[at].span[0]
    return is_item(sentences[at]) and "\n" in text[max(0, start - 4) : start]
