"""Whether the short line on top answers as the label does.

The short line is the first line of the printed answer: what a person reads out over the telephone. It matches a label
only where the label stands in it or is said in other figures or words of the same meaning:

- `says` of the question, where it has them: every string stands in the line, figures as whole figures.
- figures of the label (amounts, counts, terms, dates, document numbers): each stands in the line with its value, unit,
  operator and 每…; 日 and 天, 名 and 人, 三十 and 30 are the same. What stands in the question need not be said again,
  nor a year that the evidence does not print. A figure of the same unit that stands in no label, evidence or question
  contradicts.
- yes or no: the line opens with the label's side. 「没有直接写明」 is no side.
- 未定数额: the line says that nothing is fixed, or the rest of the label (给予适当补贴), and gives no figure for that place.
- 「仪征：…」: both stand in the part of the line that names the place.
- names and lists: every item between 、 and ；. A person's name must end where the line ends it.
- other words: two thirds of the label's pairs of neighbouring characters stand in the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from eval.questions.labels import LabelledAnswer, LabelledQuestion
from eval.questions.printed import (
    PrintedDate,
    bare,
    holds_words,
    normal,
    printed_in,
    same_date,
    same_quantity,
    short_line,
)
from eval.questions.sides import Side, asks_for_side, side_of_label, side_of_line
from eval.questions.wrong_figures import contradicting
from qa.model import Answer, AnswerOutcome

# Share of a label's pairs of characters that a line in other words must hold.
ENOUGH_WORDS = 2 / 3
_FIGURES_ALONE = frozenset({"amount", "threshold", "frequency", "deadline", "date", "doc_number", "version_conflict"})
_LISTED = frozenset({"definition_list", "list", "responsible", "who"})
_ITEMS = re.compile(r"[、；;，,\n]")
_LABEL_OF_ITEM = re.compile(r"^[^：:，、；0-9]{1,10}[：:]")
_UNSTATED = re.compile(
    r"(?:未|没有|没)(?:直接)?(?:定|写明|明确|规定|说明|标明|列明|载明)|(?:未|没有|无)(?:具体)?(?:数额|金额|标准)"
)
# What may follow a person's name.
_AFTER_NAME = re.compile(r"同志|任|兼|为|担任|是|和|与|$|[^\u4e00-\u9fff]")
_NOT_ALIKE = re.compile(r"[，。；：！？,;:!?]")


def answers_as_labelled(question: LabelledQuestion, answer: Answer) -> bool:
    """Whether the short line matches the label; a plain no never does, nor a line that says another figure as well."""
    line = short_line(answer)
    return prints_label(question, answer, line) and not (question.answers and contradicting(question, line))


def prints_label(question: LabelledQuestion, answer: Answer, line: str) -> bool:
    """Whether what the label wants stands in this part of an answer, whatever else does; never in a plain no."""
    if answer.outcome is AnswerOutcome.NOT_FOUND:
        return False
    if question.says:
        return all(holds_words(line, words) for words in question.says)
    matched = [_matches(question, label, line) for label in question.answers if label.answer]
    return bool(matched) and (all(matched) if question.wants_all else any(matched))


def figures_exact(question: LabelledQuestion, line: str) -> bool | None:
    """Whether the figures of the label stand in the line with unit and operator; None where the label has none."""
    if question.says:
        figured = [words for words in question.says if any(c.isdigit() for c in words)]
        return all(holds_words(line, words) for words in figured) if figured else None
    labels = [label for label in question.answers if not printed_in(label.answer).is_empty]
    held = [_holds_figures(question, label, label.answer, line) for label in labels]
    return (all(held) if question.wants_all else any(held)) if held else None


def _matches(question: LabelledQuestion, label: LabelledAnswer, line: str) -> bool:
    text = normal(label.answer)
    place = _LABEL_OF_ITEM.match(text)
    if place and question.wants_all:
        line = _part_about(text[: place.end() - 1], normal(line))
        text = text[place.end() :]
        if not line:
            return False
    if asks_for_side(question.question) and (side := side_of_label(text)) is not Side.NONE:
        return side_of_line(line) is side or (side_of_line(line) is Side.NONE and _says_as_much(text, line))
    if _UNSTATED.search(text):
        return _says_nothing_is_fixed(text, line)
    if not printed_in(text).is_empty and question.kind in _FIGURES_ALONE:
        return _holds_figures(question, label, text, line)
    if question.kind in _LISTED:
        return all(_holds_item(question, label, item, line) for item in _items(text))
    return _holds_item(question, label, text, line)


def _says_nothing_is_fixed(text: str, line: str) -> bool:
    """Whether the line says so, or what else the label says (给予适当补贴), and gives no figure."""
    rest = "，".join(item for item in _ITEMS.split(text) if bare(item) and not _UNSTATED.search(item))
    said = _UNSTATED.search(line) is not None or (bool(rest) and _says_as_much(rest, line))
    return said and not printed_in(line).quantities


def _part_about(name: str, line: str) -> str:
    """From the place's name to the ； or 。 behind it; "" where the line does not name it."""
    found = re.search(rf"{re.escape(name)}[^；;。]*", line)
    return found[0] if found else ""


def _items(text: str) -> Iterable[str]:
    return (
        bare(_LABEL_OF_ITEM.sub("", item)) and _LABEL_OF_ITEM.sub("", item) for item in _ITEMS.split(text) if bare(item)
    )


def _holds_item(question: LabelledQuestion, label: LabelledAnswer, item: str, line: str) -> bool:
    if not printed_in(item).is_empty and not _holds_figures(question, label, item, line):
        return False
    words, said = bare(item), bare(line)
    if question.kind == "who" and 2 <= len(words) <= 4:
        return any(_AFTER_NAME.match(said, found.end()) for found in re.finditer(re.escape(words), said))
    return _says_as_much(item, line)


def _says_as_much(text: str, line: str) -> bool:
    return bare(text) in bare(line) or _share_held(text, line) >= ENOUGH_WORDS


def _share_held(text: str, line: str) -> float:
    """Share of the text's pairs of neighbouring characters that stand in the line; pairs do not cross punctuation."""
    said = bare(line)
    stretches = [bare(stretch) for stretch in _NOT_ALIKE.split(normal(text))]
    pairs = {s[i : i + 2] for s in stretches for i in range(len(s) - 1)}
    return sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


def _holds_figures(question: LabelledQuestion, label: LabelledAnswer, text: str, line: str) -> bool:
    """Whether each figure of the text stands in the line; 每… may stand in the question."""
    wanted, found = printed_in(text), printed_in(line)
    years = {y for of in (text, label.evidence, question.question) for y in printed_in(of).years}
    evident = {y for of in (label.evidence, question.question) for y in printed_in(of).years}
    dates = [d if d.year in evident else d._replace(year=None) for d in wanted.dates]
    return (
        all(any(same_quantity(q, f, question.question) for f in found.quantities) for q in wanted.quantities)
        and all(any(same_date(d, f) and _of_years(f, years) for f in found.dates) for d in dates)
        and all(any(n in f or f in n for f in found.numbers) for n in wanted.numbers)
    )


def _of_years(found: PrintedDate, years: Collection[int]) -> bool:
    """Whether a date does not print a year other than those that label, evidence and question speak of."""
    return found.year is None or not years or found.year in years
