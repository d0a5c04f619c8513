"""Whether a named document still stands (黑政办规27号还有效吗): answered from how it stands in the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from index.model import StoredClause
from index.standing import Standing
from ingest.model import PolicyDocument, Span, Status, ValidityKind
from qa.catalogue import Catalogue, Entry
from qa.citations import title_of
from qa.duplicates import once_each
from qa.findings import finding_of
from qa.late_pattern import LatePattern
from qa.model import Answer, AnswerOutcome, FilterKind, Finding, Interpretation, Statement
from qa.named_clauses import has_no_matter, without_titles
from qa.scope import Scope

MOST_NAMED = 3  # editions of one title
_MARK = r"(?:了|的)?(?:吗|么|没有|没|否)?[?？。]?\s*$"
#   matches   还有效吗 | 是否现行有效 | 废止了吗 | 是不是已经失效 | 还能用吗 | 有没有被废止 | 现在还执行吗
#   rejects   有效期几年 | 什么时候废止 | 证书还有效吗 (no document is named), 第三条还有效吗 (a part of one)
_WHETHER = LatePattern(
    rf"""(?x) (?: (?:是否|是不是|有没有|有无|还|仍然?|现在|目前|已经?)+ (?:被|现行)? (?:有效|失效|废止|作废|过期) {_MARK}
      | (?:现行)? (?:有效|失效|废止|作废|过期) 了? (?:吗|么|没有|没) [?？。]?\s*$
      | (?:还|仍) (?:能|可以)? (?:用|执行|管用|适用|算数) (?:吗|么|不|否) [?？。]?\s*$ )"""
)
_SAID = {
    Status.REPEALED: "否。{name}已废止。",
    Status.EXPIRED: "否。{name}已失效。",
    Status.IN_FORCE: "是。{name}现行有效。",
    Status.TRIAL: "是。{name}在试行期内。",
}
# 废止了吗, 是否失效: a yes is an end.
_ASKS_FOR_END = LatePattern("失效|废止|作废|过期")
_WORDS_OF_ASKING = LatePattern(
    "是否|是不是|有没有|还|仍然?|依然|现在|目前|已经?|被|现行|有效|失效|废止|作废|过期|执行|适用|管用|算数|能|用"
)
# Which of a document's own sentences says how it stands, the most telling first.
_TELLING = (ValidityKind.EXPIRES, ValidityKind.LASTS, ValidityKind.TRIAL, ValidityKind.TAKES_EFFECT)
_OTHER_SIDE = {"是": "否", "否": "是"}


@runtime_checkable
class StandingReader(Protocol):
    """A library that says how its documents stand on a day."""

    def standing(self, document_id: str) -> Standing:
        """How a document stands."""

    def clause(self, clause_id: str) -> StoredClause | None:
        """One clause."""

    def document(self, document_id: str) -> PolicyDocument:
        """A document whole."""


def answer_whether_valid(
    library: object, question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue
) -> Answer | None:
    """How the named documents stand, with the sentence that says so; None where a question asks for something else.

    A document of which nothing says so gives a plain no with the reason: that nobody repealed it proves nothing.
    """
    named = interpretation.document_numbers or interpretation.named
    if not named or interpretation.pinpoints or not isinstance(library, StandingReader):
        return None
    if scope.relaxed & {FilterKind.NUMBER, FilterKind.TITLE} or not _WHETHER.search(question):
        return None
    rest = without_titles(interpretation)
    if not has_no_matter(replace(interpretation, subject=_WORDS_OF_ASKING.sub("", rest))):
        return None  # 鲁人社字9号的考官证书还有效吗
    ids = set(scope.filters.document_ids)
    entries = [e for e in catalogue.entries if e.document.document_id in ids]
    entries = once_each(sorted(entries, key=_newest_first)[: 2 * MOST_NAMED])[:MOST_NAMED]
    said = [(e, f) for e in entries if (f := _proof(library, e)) is not None]
    if not said:
        return _unknown(question, interpretation, scope, entries)
    lines = [Statement(_line(question, e), (f.clause_id,)) for e, f in said]
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.ANSWERED,
        answer="\n".join(line.text for line in lines),
        statements=tuple(lines),
        findings=tuple(f for _, f in said),
        silent=(),
        nearest=(),
        why_not=None,
        milliseconds=0.0,
        notes=scope.notes,
    )


def _newest_first(entry: Entry) -> tuple[int, str]:
    day = entry.document.dated_on
    return -(day.toordinal() if day else 0), entry.document.document_id


def _line(question: str, entry: Entry) -> str:
    said = _SAID[entry.document.status].format(name=_name(entry))
    return _OTHER_SIDE[said[0]] + said[1:] if _ASKS_FOR_END.search(question) else said


def _name(entry: Entry) -> str:
    number = "".join((entry.document.document_number or "").split())
    return f"{title_of(entry.document)}（{number}）" if number else title_of(entry.document)


def _proof(library: StandingReader, entry: Entry) -> Finding | None:
    """The sentence that says how a document stands: its own, or that of the document which ended it."""
    if entry.document.status not in _SAID:
        return None
    proof = library.standing(entry.document.document_id).proof or _own_proof(
        library.document(entry.document.document_id)
    )
    stored = library.clause(proof) if proof else None
    if stored is None:
        return None
    quote, span = _sentence(library.document(stored.document.document_id), stored)
    return finding_of(stored, stored.clause, quote, span, 1.0)


def _own_proof(document: PolicyDocument) -> str | None:
    """The clause in which a document speaks of how long it stands; a word of its title (试行) is in none."""
    said = [s for s in document.validity if s.clause_id is not None and s.kind in _TELLING]
    return min(said, key=lambda s: (_TELLING.index(s.kind), s.span)).clause_id if said else None


def _sentence(document: PolicyDocument, stored: StoredClause) -> tuple[str, Span]:
    clause = stored.clause
    own = [s for s in document.validity if s.clause_id == clause.clause_id]
    if own:
        return own[-1].text, own[-1].span
    quote = clause.text.rstrip()
    return quote, (clause.span[0], clause.span[0] + len(quote))


def _unknown(question: str, interpretation: Interpretation, scope: Scope, entries: Sequence[Entry]) -> Answer:
    names = "、".join(_name(e) for e in entries)
    return Answer(
        question=question,
        interpretation=interpretation,
        outcome=AnswerOutcome.NOT_FOUND,
        answer="没有找到依据：资料库中的文件没有写明所问的是否有效。",
        statements=(),
        findings=(),
        silent=(),
        nearest=(),
        why_not=f"{names}在资料库中，但文中没有写明有效期，资料库中也没有文件宣布它废止或失效；是否有效请向发文机关核实。",
        milliseconds=0.0,
        notes=scope.notes,
    )
