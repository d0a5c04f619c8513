"""Questions made from notices: each asks for one figure of a clause in the clause's own words; its neighbours are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import parse_file
from ingest.figures.units import UnitKind
from ingest.model import Clause, PolicyDocument, Quantity
from qa.gate.figures import kind_of_unit
from qa.gate.settings import Setting, names_its_own, settings_of

PROJECT = Path(__file__).resolve().parents[3]
NOTICES = (PROJECT / "tests/qa/held_out/notices", PROJECT / "corpus", PROJECT / "eval/notices/practice")
_ASKED_BY = {
    UnitKind.MONEY: "多少元",
    UnitKind.TIMES: "多少",
    UnitKind.PERSON: "多少人",
    UnitKind.SHARE: "百分之多少",
}
#   taken   支部委员 of 支部委员每人每月补贴130元; 二类培训 of 二类培训每人每天不超过500元
_HOLDER = re.compile(r"(?P<holder>[\u4e00-\u9fff\d]{3,16})$")


@dataclass(frozen=True)
class Pair:
    """A question, the figure it asks for and one that stands beside it."""

    question: str
    document: PolicyDocument
    clause: Clause
    right: Setting
    wrong: Setting
    settings: tuple[Setting, ...]


def notices() -> list[Path]:
    """Our own notices, in the order of their names."""
    suffixes = {".txt", ".html", ".docx", ".md"}
    return sorted(f for folder in NOTICES if folder.is_dir() for f in folder.iterdir() if f.suffix in suffixes)


def documents() -> list[PolicyDocument]:
    """What they hold."""
    return [document for file in notices() for document in parse_file(file).documents]


def pairs() -> Iterator[Pair]:
    """Each figure of a clause that names whose it is, with each of its neighbours that names another."""
    for document in documents():
        for clause in document.clauses:
            if "\t" in clause.text:
                continue
            settings = settings_of(clause.text)
            for right in settings:
                question = _question(document, right)
                if question is None:
                    continue
                for wrong in settings:
                    if _is_neighbour(right, wrong) and question[:3] not in wrong.own:
                        yield Pair(question, document, clause, right, wrong, settings)


def _question(document: PolicyDocument, setting: Setting) -> str | None:
    quantity = setting.value.quantity
    if quantity is None or kind_of_unit(quantity.unit) not in _ASKED_BY or not names_its_own(setting):
        return None
    before = setting.own[: setting.own.find(setting.value.text)].split(",")[-1]
    holder = _HOLDER.search(re.sub(r"[“”\"()]", "", before))
    if holder is None:
        return None
    return f"{holder['holder']}{quantity.per or ''}{_ASKED_BY[kind_of_unit(quantity.unit)]}{_unit(quantity)}？"


def _unit(quantity: Quantity) -> str:
    return quantity.unit if kind_of_unit(quantity.unit) is UnitKind.TIMES else ""


def _is_neighbour(right: Setting, wrong: Setting) -> bool:
    """Whether a figure of the same kind stands beside and is said of something else."""
    first, second = right.value.quantity, wrong.value.quantity
    if wrong is right or first is None or second is None:
        return False
    same_kind = kind_of_unit(first.unit) is kind_of_unit(second.unit)
    return same_kind and first.value != second.value and names_its_own(wrong) and wrong.own != right.own
