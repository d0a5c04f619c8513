"""Holds what a parser read against what a careful reader finds; every difference is one short line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from ingest.model import Clause, ClauseKind, FileFormat, ParsedFile, PolicyDocument, Problem, printed_length
from tests.maker.expectation import ExpectedClause, ExpectedDocument, Value, squeezed
from tests.maker.notice import Notice
from tests.maker.page import Part
from tests.maker.wounds import Breaks

FREE_PARTS = (Part.ANNEX_NOTE, Part.NOTE, Part.TITLE_NOTE)
"""What the contract leaves to the parser: in the clause beside it, in a field, or dropped."""
ELEMENTS = frozenset(
    "copy_number secrecy secrecy_period urgency masthead_line signatories addressees annexes signature seal note copied_to "
    "printed_by printed_on print_run keywords attendees absentees observers recorder".split()
)
"""Fields that are in the evidence only where they are printed."""


def differences(notice: Notice, parsed: ParsedFile) -> list[str]:
    """Nothing when the parser read all as expected."""
    found = _coverage_differences(parsed)
    indents_lost = notice.wounds.breaks is Breaks.HARD and not notice.wounds.indent
    free = [squeezed(block.text) for block in notice.blocks if block.part in FREE_PARTS]
    if len(parsed.documents) != len(notice.documents):
        titles = [document.title for document in parsed.documents]
        found.append(f"documents: expected {len(notice.documents)}, got {len(parsed.documents)}: {titles}")
    for number, (expected, document) in enumerate(zip(notice.documents, parsed.documents, strict=False)):
        differs = [
            *_field_differences(expected, document),
            *_link_differences(expected, document, parsed.documents),
            *_clause_differences(expected.clauses, document, free, indents_lost=indents_lost),
            *_span_differences(document, parsed.text),
            *_evidence_differences(expected, document, notice),
            *_contradictions(expected, document),
        ]
        if parsed.format is not FileFormat.TXT:  # in plain text a table is lines like any other
            differs += _table_differences(expected, document)
        suffix = f".{number + 1}" if number else parsed.sha256[:8]
        if not document.document_id.endswith(suffix):
            differs.append(f"document_id: expected one that ends in {suffix}, got {document.document_id!r}")
        found += [f"document {number}: {line}" for line in differs]
    return found


def _coverage_differences(parsed: ParsedFile) -> list[str]:
    coverage = parsed.coverage
    parts = coverage.in_clauses + coverage.in_fields + coverage.in_dropped
    if parts != coverage.characters or coverage.ratio != 1.0:
        return [
            f"coverage: {coverage.characters} characters, but {coverage.in_clauses} in clauses, "
            f"{coverage.in_fields} in fields, {coverage.in_dropped} dropped"
        ]
    return []


def _field_differences(expected: ExpectedDocument, document: PolicyDocument) -> list[str]:
    found = []
    for name, accepted in expected.fields.items():
        value = getattr(document, name)
        if _plain(value) not in [_plain(v) for v in accepted]:
            found.append(f"{name}: expected {' or '.join(map(_shown, accepted))}, got {_shown(value)}")
    for name, evidence in document.evidence.items():
        start, end = evidence.span
        if document.text[start:end] != evidence.text:
            found.append(f"evidence of {name} is not what stands at its span: {evidence.text!r}")
    return found


def _plain(value: Value) -> Value:
    """A value without what the contract leaves open: white space, and the width of brackets and commas."""
    if isinstance(value, str):
        return squeezed(unicodedata.normalize("NFKC", value))
    if isinstance(value, tuple):
        return tuple(squeezed(unicodedata.normalize("NFKC", item)) for item in value)
    return value


def _shown(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else repr(value)


def _link_differences(
    expected: ExpectedDocument, document: PolicyDocument, documents: Sequence[PolicyDocument]
) -> list[str]:
    found = []
    for name, number in (("wraps", expected.wraps), ("part_of", expected.part_of)):
        wanted = documents[number].document_id if number is not None and number < len(documents) else None
        got = getattr(document, name)
        if got != wanted:
            found.append(f"{name}: expected {wanted!r}, got {got!r}")
    return found


def _clause_differences(
    expected: Sequence[ExpectedClause], document: PolicyDocument, free: Sequence[str], *, indents_lost: bool
) -> list[str]:
    clauses = [
        clause
        for clause in document.clauses
        if not _is_item_of_article(clause, document) and not _is_free(clause, free)
    ]
    found = []
    if len({clause.clause_id for clause in document.clauses}) < len(document.clauses):
        found.append("clause ids are not unique")
    for position in range(max(len(expected), len(clauses))):
        if position >= len(clauses):
            found.append(f"clause {position}: missing {list(expected[position].path)}")
            break
        if position >= len(expected):
            found.append(f"clause {position}: unexpected {list(clauses[position].path)}")
            break
        wanted, clause = expected[position], clauses[position]
        if _path(clause.path) != _path(wanted.path):
            found.append(f"clause {position}: expected path {list(wanted.path)}, got {list(clause.path)}")
            break  # from here on the two lists are out of step
        if wanted.kind is not None and clause.kind != wanted.kind:
            found.append(f"clause {position} {clause.path[-1]}: expected kind {wanted.kind}, got {clause.kind}")
        if not _same_text(wanted.text, squeezed(clause.text), free):
            found.append(
                f"clause {position} {list(clause.path)}: {_first_difference(wanted.text, squeezed(clause.text))}"
            )
        found += _broken_sentences(wanted, clause, position, indents_lost=indents_lost)
    return found


def _path(path: Sequence[str]) -> tuple[str, ...]:
    """A path without what the contract leaves open: ； at the end of an item, ： after an annex's number, 编's space."""
    plain = [heading.rstrip("；;") for heading in path]
    if plain and plain[0].startswith("附件"):
        plain[0] = plain[0].replace("：", "").replace(" ", "")
    return tuple(squeezed(h) if h.startswith("第") and h[1:4].find("编") > 0 else h for h in plain)


def _is_item_of_article(clause: Clause, document: PolicyDocument) -> bool:
    """款 and 项 may be listed as well as staying in their 条."""
    return clause.kind is ClauseKind.ITEM and any(
        other.kind is ClauseKind.ARTICLE and other.path == clause.path[: len(other.path)] for other in document.clauses
    )


def _is_free(clause: Clause, free: Sequence[str]) -> bool:
    rest = squeezed(clause.text)
    for text in free:
        rest = rest.replace(text, "")
    return bool(free) and not rest


def _same_text(wanted: str, got: str, free: Sequence[str]) -> bool:
    if wanted == got:
        return True
    for text in free:
        got = got.replace(text, "")
    return wanted == got


def _first_difference(wanted: str, got: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got)))
    start = max(0, at - 12)
    return f"at {at} expected …{wanted[start : at + 20]}…, got …{got[start : at + 20]}…"


def _broken_sentences(wanted: ExpectedClause, clause: Clause, position: int, *, indents_lost: bool) -> list[str]:
    """A line of the stored text may only end where a printed paragraph does.

    Where indents are lost, a full line that ends in 。 may end its paragraph or not; nobody can tell.
    """
    ends, total = set(), 0
    for paragraph in wanted.paragraphs:
        total += printed_length(paragraph)
        ends.add(total)
    reached = 0
    for line in clause.text.split("\n")[:-1]:
        reached += printed_length(line)
        if indents_lost and line.rstrip().endswith(("。", "！", "；", ";")):
            continue
        if reached < total and reached not in ends:
            return [f"clause {position} {clause.path[-1]}: a sentence is still broken after …{line.strip()[-15:]}"]
    return []


def _evidence_differences(expected: ExpectedDocument, document: PolicyDocument, notice: Notice) -> list[str]:
    """Fields that are printed: the text that shows each, and where it stands."""
    if expected.evidence is None:
        return []
    found = []
    printed = "".join(squeezed(block.text) for block in notice.blocks)
    whole = squeezed(document.text) == printed
    for name, wanted in expected.evidence.items():
        evidence = document.evidence.get(name)
        if evidence is None:
            found.append(f"evidence of {name}: none, expected {wanted.texts[0]!r}")
            continue
        if _plain(evidence.text) not in [_plain(text) for text in wanted.texts]:
            found.append(f"evidence of {name}: expected {' or '.join(map(repr, wanted.texts))}, got {evidence.text!r}")
        begins = sum(len(squeezed(block.text)) for block in notice.blocks[: wanted.block])
        at = printed_length(document.text[: evidence.span[0]])
        if whole and not begins <= at < begins + len(squeezed(notice.blocks[wanted.block].text)):
            found.append(f"evidence of {name} stands at {at}, not in block {wanted.block} at {begins}")
    surplus = ELEMENTS & (document.evidence.keys() - expected.evidence.keys())
    found += [
        f"evidence of {name}: {document.evidence[name].text!r}, but it is not printed" for name in sorted(surplus)
    ]
    return found


def _contradictions(expected: ExpectedDocument, document: PolicyDocument) -> list[str]:
    if expected.contradictions is None:
        return []
    said = {item.field: item.message for item in document.review if item.problem is Problem.CONTRADICTION}
    found = [f"contradiction of {name} that is none: {said[name]}" for name in said.keys() - expected.contradictions]
    return found + [f"contradiction of {name} is not seen" for name in expected.contradictions - said.keys()]


def _table_differences(expected: ExpectedDocument, document: PolicyDocument) -> list[str]:
    if expected.tables is None:
        return []
    found = []
    if len(document.tables) != len(expected.tables):
        found.append(f"tables: expected {len(expected.tables)}, got {len(document.tables)}")
    for number, (wanted, table) in enumerate(zip(expected.tables, document.tables, strict=False)):
        holder = next((c.path for c in document.clauses if c.clause_id == table.clause_id), ())
        path = expected.clauses[wanted.clause].path
        if _path(holder) != _path(path):
            found.append(f"table {number}: expected in {list(path)}, got in {list(holder)}")
        rows = [tuple((squeezed(c.column), squeezed(c.text)) for c in row.cells) for row in table.rows]
        for i in range(max(len(rows), len(wanted.rows))):
            is_row = rows[i] if i < len(rows) else None
            should = wanted.rows[i] if i < len(wanted.rows) else None
            if is_row != should:
                found.append(f"table {number} row {i}: expected {should}, got {is_row}")
                break
        for cell in (cell for row in table.rows for cell in row.cells):
            if document.text[slice(*cell.span)] != cell.text:
                found.append(f"table {number}: the span of {cell.text!r} holds {document.text[slice(*cell.span)]!r}")
                break
    return found


def _span_differences(document: PolicyDocument, text: str) -> list[str]:
    found = []
    for clause in document.clauses:
        start, end = clause.span
        if document.text[start:end] != clause.text or document.text != text:
            found.append(f"span of {clause.clause_id} does not hold its text")
    return found[:3]
