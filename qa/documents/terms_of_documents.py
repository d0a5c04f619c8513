"""From when a document applies and how long (哪天开始执行, 有效期几年): answered by its own sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.model import StoredClause
from ingest.model import PolicyDocument, ValidityKind
from qa.asking.catalogue import Catalogue, Entry
from qa.asking.scope import Scope
from qa.documents.described import called, documents_described, only_provisional
from qa.documents.masthead import WholeDocuments
from qa.language.late_pattern import LatePattern
from qa.language.sentences import sentences_of, tidy
from qa.model import Answer, Finding, Interpretation, Statement
from qa.retrieving.duplicates import once_each
from qa.saying.outcomes import answered, plain_no
from qa.standing.findings import finding_of

MOST_DOCUMENTS = 3  # that one description fits
_WHEN = r"(?:什么时候|何时|哪一?天|几号|几月几号|哪一?年|什么日子)"
_APPLIES = r"(?:执行|施行|实施|生效|起效|试行)"
#   matches   哪天开始执行 | 什么时候起施行 | 施行日期 | 从什么时候开始实施的
_START = LatePattern(rf"{_WHEN}.{{0,4}}{_APPLIES}|{_APPLIES}(?:的)?(?:日期|时间|起始)|从{_WHEN}(?:开始|起){_APPLIES}?")
#   matches   有效期几年 | 试行到什么时候 | 管几年 | 什么时候失效 | 执行到哪年
_END = LatePattern(
    rf"有效期|(?:试行|执行|有效|管|用)到{_WHEN}|(?:管|试行|有效)(?:期)?(?:几|多少|多久|多长)|{_WHEN}.{{0,4}}(?:失效|到期|过期|废止)|试行期"
)
# What a sentence says of the document as a whole begins with one of these, its own number left off.
_LEAD = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])\s*"
)
_STARTS = (ValidityKind.TAKES_EFFECT, ValidityKind.TRIAL)
_ENDS = (ValidityKind.EXPIRES, ValidityKind.LASTS, ValidityKind.TRIAL)


def answer_how_long(
    library: WholeDocuments, question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue
) -> Answer | None:
    """The sentences in which the documents asked about say from when and how long they apply; None for other questions."""
    kinds = (*(_STARTS if _START.search(question) else ()), *(_ENDS if _END.search(question) else ()))
    if not kinds or interpretation.pinpoints:
        return None
    entries = once_each(documents_described(interpretation, catalogue))[:MOST_DOCUMENTS]
    found = [(entry, finding) for entry in entries for finding in _saying(library, entry, kinds)]
    if not found:
        return None
    lines = [Statement(f"{called(e)}：{_said(f)}", (f.clause_id,)) for e, f in found]
    return answered(question, interpretation, scope, lines, tuple(f for _, f in found))


def answer_no_final_version(
    question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue
) -> Answer | None:
    """A plain no where the final version of a rule is asked about and the library has only the one on trial; else None."""
    entries = once_each(only_provisional(question, interpretation, catalogue))[:MOST_DOCUMENTS]
    if not entries:
        return None
    names = "、".join(called(e) for e in entries)
    return plain_no(
        question,
        interpretation,
        scope,
        f"资料库中只有{names}，没有它的正式版。",
        answer="没有找到依据：资料库中没有所问文件的正式版。",
    )


def _saying(library: WholeDocuments, entry: Entry, kinds: Sequence[ValidityKind]) -> Iterator[Finding]:
    """The sentences of a document that speak of its own start or end, in printed order, each once."""
    told: set[tuple[str, int]] = set()
    for document_id in (entry.document.document_id, *entry.covers):
        document = library.document(document_id)
        for statement in document.validity:
            clause = next((c for c in document.clauses if c.clause_id == statement.clause_id), None)
            if clause is None or statement.kind not in kinds:
                continue
            place = statement.span[0] - clause.span[0]
            sentence = next((s for s in sentences_of(clause.text) if s.span[0] <= place < s.span[1]), None)
            if sentence is None or (clause.clause_id, sentence.span[0]) in told:
                continue
            told.add((clause.clause_id, sentence.span[0]))
            yield _finding(document, entry, clause.clause_id, sentence.span)
        if told:
            return  # the rule says it; the notice around it need not say it again


def _finding(document: PolicyDocument, entry: Entry, clause_id: str, span: tuple[int, int]) -> Finding:
    clause = next(c for c in document.clauses if c.clause_id == clause_id)
    whole = (clause.span[0] + span[0], clause.span[0] + span[1])
    quote = clause.text[slice(*span)]
    return finding_of(StoredClause(clause, document, entry.file, -1), clause, quote, whole, 1.0)


def _said(finding: Finding) -> str:
    text = without_number(tidy(finding.quote))
    return text if text.endswith("。") else f"{text.rstrip('；;，')}。"


def without_number(sentence: str) -> str:
    """A sentence without the number of its own clause: 第九条, 六、."""
    return _LEAD.sub("", sentence)
