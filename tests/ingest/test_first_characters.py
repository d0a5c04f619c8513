"""What patterns look at first agrees with what they can begin with: else a word would never be found."""

import re
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

import pytest

from ingest import line_forms, markers, noise, paragraph_starts, paragraphs
from ingest.figures import bounds, subject


def first_characters(pattern: Any) -> tuple[set[str], bool]:
    """What a parsed pattern can begin with, and whether it can be empty; lookarounds are passed over."""
    found: set[str] = set()
    for operation, argument in pattern:
        name = str(operation)
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        if name == "LITERAL":
            return found | {chr(argument)}, False
        if name == "IN":
            assert all(str(kind) in ("LITERAL", "RANGE") for kind, _ in argument)
            for kind, value in argument:
                low, high = (value, value) if str(kind) == "LITERAL" else value
                found |= {chr(code) for code in range(low, high + 1)}
            return found, False
        if name == "BRANCH":
            branches = [first_characters(branch) for branch in argument[1]]
        else:
            assert name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT"), name
            characters, empty = first_characters(argument[-1])
            branches = [(characters, empty or (name != "SUBPATTERN" and argument[0] == 0))]
        found |= set().union(*(characters for characters, _ in branches))
        if not any(empty for _, empty in branches):
            return found, False
    return found, True


BLANKS = set(" \t\u3000\xa0")


@pytest.mark.parametrize(
    ("pattern", "leads"),
    [
        pytest.param(subject._TAIL, subject._TAIL_LEADS, id="tail"),
        pytest.param(subject._OPENERS, subject._OPENER_LEADS, id="opener"),
        pytest.param(subject._VERBS, subject._VERB_LEADS, id="verb"),
        pytest.param(bounds._LOOSE, "不未至最上下", id="bound"),
        pytest.param(line_forms.COPIED_TO, paragraphs._COPIED_LEADS, id="copied to"),
        pytest.param(line_forms.PAGE_NUMBER, noise._PAGE_NUMBER_LEADS, id="page number"),
        pytest.param(markers._DECIMAL, markers._FIGURES, id="decimal"),
    ],
)
def test_a_pattern_begins_with_no_character_that_is_not_looked_for(pattern: re.Pattern[str], leads: str) -> None:
    printed, empty = first_characters(syntax.parse(pattern.pattern))
    cased = {c for letter in printed - BLANKS for c in (letter, letter.upper())}  # (?i:page)
    assert not empty
    assert cased <= set(leads)


def test_a_word_before_a_figure_ends_with_a_character_that_is_looked_for() -> None:
    words = re.findall(r"[\u4e00-\u9fff]+", paragraph_starts._BOUND.pattern)
    assert {word[-1] for word in words} == paragraph_starts._BOUND_ENDS
