"""Answers to labelled questions over our own notices, with the clauses they cite: what corruptions are made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.clause_index import OpenIndex, open_index
from index.model import StoredClause
from index.update import ingest_paths
from ingest.model import Status, TableRow
from qa.answer import ask
from qa.gate.gate import grounds_of
from qa.gate.grounds import Ground
from qa.gate.normal import bare, plain
from qa.model import Answer, Statement
from qa.standing.standing import index_as_of
from tests.qa.gate.corruptions import corruptions_of


@dataclass(frozen=True)
class Answered:
    """A labelled question with its answer."""

    question_id: str
    evidence: tuple[str, ...]  # verbatim words that answer
    answer: Answer
    clauses: Mapping[str, StoredClause]
    tables: Mapping[str, tuple[TableRow, ...]]

    @property
    def grounds(self) -> dict[str, Ground]:
        """What its statements stand on."""
        return grounds_of(self.answer.findings, self.clauses, self.tables)

    @property
    def rightly_said(self) -> list[str]:
        """What was dropped although it holds the labelled words."""
        wanted = [bare(e) for e in self.evidence]
        return [d.text for d in self.answer.dropped if any(e in bare(d.text) for e in wanted)]


@dataclass(frozen=True)
class Corrupted:
    """A wrong statement made from a right one."""

    kind: str
    question: str
    statement: Statement
    grounds: Mapping[str, Ground]
    was: str


def answers_to(notices: list[Path], questions: Path, folder: Path) -> list[Answered]:
    """Each labelled question asked of a library of the notices, by words alone."""
    ingest_paths(notices, folder, embed=False)
    index = open_index(folder, "none")
    try:
        rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
        return [_answered(index, row) for row in rows]
    finally:
        index.library.close()


def _answered(index: OpenIndex, row: dict[str, object]) -> Answered:
    answer = ask(index, str(row["question"]), regions=tuple(row.get("regions", ())))  # type: ignore[arg-type]
    library = index_as_of(index, None).library
    ids = list(dict.fromkeys(c for s in answer.statements for c in s.citations))
    labels: list[dict[str, str]] = row["answers"]  # type: ignore[assignment]
    return Answered(
        str(row["id"]),
        tuple(a["evidence"] for a in labels),
        answer,
        {i: stored for i in ids if (stored := library.clause(i)) is not None},  # type: ignore[attr-defined]
        {i: tuple(rows) for i, rows in library.table_rows(ids).items()},
    )


def corrupted(answers: list[Answered]) -> Iterator[Corrupted]:
    """Every kind of wrong statement that the answers' own lend themselves to."""
    quotes = [f.quote for a in answers for f in a.answer.findings]
    for number, one in enumerate(answers):
        grounds = one.grounds
        for statement in one.answer.statements:
            cited = [grounds[c] for c in statement.citations]
            held = plain("".join(g.text + g.masthead for g in cited)) + statement.text
            strangers = [q for q in quotes[number : number + 5] if plain(q)[:8] not in held]
            for corruption in corruptions_of(statement.text, held, 5, strangers):
                wrong = Statement(corruption.text, statement.citations)
                yield Corrupted(corruption.kind, one.answer.question, wrong, grounds, statement.text)
            yield from _wrongly_cited(one, statement, grounds, answers[(number + 7) % len(answers)])


def _wrongly_cited(
    one: Answered, statement: Statement, grounds: Mapping[str, Ground], other: Answered
) -> Iterator[Corrupted]:
    asked = one.answer.question
    invented = Statement(statement.text, (*statement.citations[:-1], f"{statement.citations[-1]}/九"))
    yield Corrupted("no such clause", asked, invented, grounds, statement.text)
    own = {grounds[c].document.document_id for c in statement.citations}
    strange = {c: g for c, g in other.grounds.items() if g.document.document_id not in own}
    if strange:
        clause_id = next(iter(strange))
        yield Corrupted("wrong clause", asked, Statement(statement.text, (clause_id,)), strange, statement.text)
    if "已废止" not in statement.text and "已失效" not in statement.text:
        ended = {c: replace(g, document=replace(g.document, status=Status.REPEALED)) for c, g in grounds.items()}
        yield Corrupted("ended document", asked, statement, ended, statement.text)
