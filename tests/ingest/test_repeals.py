"""Who ends whom: no document is called repealed that stands, and none that is repealed is missed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.document_number import normal_document_number
from ingest.documents import parse_file
from ingest.model import Reference, Relation

LABELLED = Path(__file__).with_name("labelled") / "repealing_notices.txt"


@dataclass(frozen=True, slots=True)
class Case:
    """A notice of ours and what it does with the documents it names."""

    name: str
    text: str
    labels: dict[str, set[str]] = field(default_factory=dict)


def cases() -> list[Case]:
    found: list[Case] = []
    for block in re.split(r"(?m)^== ", LABELLED.read_text(encoding="utf-8"))[1:]:
        name, _, rest = block.partition("\n")
        lines = rest.rstrip("\n").split("\n")
        labels = {
            kind.strip(): set(names.strip().split("、"))
            for kind, _, names in (line[3:].partition(":") for line in lines if line.startswith("-- "))
        }
        text = "\n".join(line for line in lines if not line.startswith("-- ")) + "\n"
        found.append(Case(name, text, labels))
    return found


def name_of(reference: Reference) -> str:
    number = reference.document_number
    return (normal_document_number(number) or number) if number else reference.title or ""


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.name)
def test_a_notice_ends_what_a_careful_clerk_strikes_out_and_nothing_else(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(case.text, encoding="utf-8")
    found: dict[str, set[str]] = {}
    numbered = set()
    references = [r for d in parse_file(file).documents for r in d.references]
    for r in references:
        if r.document_number and r.title:
            numbered.add(r.title)
    for r in references:
        kind = "part" if r.relation is Relation.REPEALS and r.pinpoint else r.relation.value
        if r.relation in (Relation.REPEALS, Relation.AMENDS) and (r.document_number or r.title not in numbered):
            found.setdefault(kind, set()).add(name_of(r))
    wanted = {kind: {n for n in names if n not in numbered} for kind, names in case.labels.items()}
    assert {k: sorted(v) for k, v in found.items()} == {k: sorted(v) for k, v in wanted.items()}
