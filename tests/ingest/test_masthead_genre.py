"""Every element of GB/T 9704-2012 over the breadth of the genre, and the review list that goes with each notice."""

from __future__ import annotations

import pytest

from ingest.model import PolicyDocument
from tests.ingest.masthead_bodies import BODIES
from tests.ingest.masthead_case import Case
from tests.ingest.masthead_feet import FEET
from tests.ingest.masthead_forms import FORMS
from tests.ingest.masthead_heads import HEADS
from tests.ingest.test_clauses import parse

CASES = (*HEADS, *FORMS, *FEET, *BODIES)
FIELDS = set(PolicyDocument.__slots__)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_element_is_read_where_it_stands(case: Case) -> None:
    parsed = parse(case.text)
    document = parsed.documents[0]
    for name, expected in case.expected.items():
        if name in FIELDS:
            assert getattr(document, name) == expected, name
        else:
            assert name in document.evidence, name
            assert document.evidence[name].text == expected, name
    for name, evidence in document.evidence.items():
        assert parsed.text[slice(*evidence.span)] == evidence.text, name
        assert 0 < evidence.confidence <= 1, name
    assert not [d for d in parsed.coverage.dropped if "版头" in d.reason]
    assert parsed.coverage.ratio == 1.0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_review_list_names_what_a_clerk_should_look_at_and_nothing_else(case: Case) -> None:
    document = parse(case.text).documents[0]
    assert {item.field for item in document.review} == set(case.doubts)


@pytest.mark.parametrize(
    "line", ["省" * 100_000 + "委", "签发人：" + "王 " * 60_000, "《" * 100_000, "〔2022〕" * 20_000 + "3号"]
)
def test_a_line_without_end_is_running_text_and_costs_no_more_than_its_length(line: str) -> None:
    # Forms of heads and feet are tried on every line near them: one that looks back over the whole line would never end.
    parsed = parse(f"云民发〔2022〕2号\n关于发放津贴的通知\n各民政局：\n{line}")
    assert parsed.documents[0].title == "关于发放津贴的通知"
    assert parsed.coverage.ratio == 1.0
