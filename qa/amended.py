"""A rule that another notice of the library has amended in part is never told without the words that amend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.model import StoredClause
from qa.citations import title_of
from qa.findings import finding_of
from qa.model import AMENDED, Answer, Finding, Statement
from qa.sentences import sentences_of, squeezed_text, tidy
from qa.standing import StandingLibrary

MOST_TOLD = 3
# 将第五条中的…修改为…, 第九条第二款改为, 增加一条, 删去第三条: what an amending clause begins with.
_AMENDS = re.compile(r"修改为|修订为|调整为|改为|增加|删去|删除|废止")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")


def with_amendments(answer: Answer, library: object) -> Answer:
    """The answer with the clauses that amend what it quotes, said right below the short line and quoted as findings."""
    if not isinstance(library, StandingLibrary) or not answer.findings:
        return answer
    told: dict[str, tuple[StoredClause, Finding]] = {}
    for finding in answer.findings:
        for stored in _amending(library, finding):
            if all(stored.clause.clause_id != f.clause_id for f in answer.findings):
                told.setdefault(stored.clause.clause_id, (stored, _as_finding(stored)))
    if not told:
        return answer
    chosen = list(told.values())[:MOST_TOLD]
    lines = [
        Statement(
            f"{AMENDED}{f.region or ''}{title_of(stored.document)}：「{tidy(f.quote)}」", (stored.clause.clause_id,)
        )
        for stored, f in chosen
    ]
    statements = (*answer.statements[:1], *lines, *answer.statements[1:])
    return replace(
        answer,
        statements=statements,
        answer="\n".join(s.text for s in statements),
        findings=(*answer.findings, *(f for _, f in chosen)),
        silent=tuple(s for s in answer.silent if s.document_id not in {f.document_id for _, f in chosen}),
    )


def _amending(library: StandingLibrary, finding: Finding) -> Iterator[StoredClause]:
    """The clauses of other documents that amend the finding's own article, or print what it states as the old words."""
    articles = {a for heading in finding.path for a in _ARTICLE.findall(heading)}
    value = squeezed_text(finding.value or "")
    for clause_id in library.amending.get(finding.document_id, ()):
        stored = library.clause(clause_id)
        if stored is None or stored.document.document_id == finding.document_id:
            continue
        text = squeezed_text(stored.clause.text)
        named = set(_ARTICLE.findall(stored.clause.text))
        if _AMENDS.search(text) and (articles & named or (value and value in text)):
            yield stored


def _as_finding(stored: StoredClause) -> Finding:
    """The amending clause, its sentence that amends."""
    sentences: Sequence[tuple[int, int]] = [s.span for s in sentences_of(stored.clause.text)]
    start, end = next(
        (span for span in sentences if _AMENDS.search(stored.clause.text[slice(*span)])), (0, len(stored.clause.text))
    )
    whole = (stored.clause.span[0] + start, stored.clause.span[0] + end)
    return finding_of(stored, stored.clause, stored.clause.text[start:end], whole, 0.0)
