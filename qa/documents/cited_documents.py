"""What one document says of others (依据的是哪份文件, 废止了哪些文件): answered from the references that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.model import StoredClause
from ingest.model import ClauseKind, PolicyDocument, Reference, Relation, Span
from qa.asking.catalogue import Catalogue, Entry
from qa.asking.question import interpret
from qa.asking.scope import Scope
from qa.documents.described import called, documents_described
from qa.documents.masthead import WholeDocuments
from qa.language.late_pattern import LatePattern
from qa.language.sentences import sentence_naming
from qa.model import Answer, Finding, Interpretation, Statement
from qa.retrieving.duplicates import once_each
from qa.saying.outcomes import answered, plain_no
from qa.standing.findings import finding_of

MOST_DOCUMENTS = 3  # that one name fits

_DOCUMENTS = r"(?:文件|文|规定|通知|意见|办法|方案|条例|决定|纲要|法律|法规|政策|文号)"
#   matches   依据的是哪份文件 | 根据什么文件制定的 | 政策依据是什么 | 依据的中央文件是哪个文号 | 上位文件 | 依据的省委办公厅文件文号
#   rejects   依据什么标准发放 | 根据哪些情况调整 | 依据是否充分
_BASIS = LatePattern(
    rf"""(?x)
    (?: (?P<noun> (?:制定|政策|上位|上级|文件)依据 | 上位(?:法|文件|依据) )
      | (?P<verb> (?:是)?(?:依据|根据|贯彻落实|贯彻|落实|执行的?|按照|遵照|细化) ) )
    (?P<right> (?(noun) .* (?:什么|哪|吗)? | .{{0,120}}? (?: (?:哪|什么|何) .{{0,8}}? {_DOCUMENTS} | {_DOCUMENTS} .{{0,6}}? (?:哪|什么|何|多少|文号) | 依据 ) .* ) )$"""
)
# The verb that says 依据 itself: what stands before it is whose, though it carries something out (落实某补贴依据的省里办法文号).
#   matches   依据的省里办法文号 | 所依据的是哪个文件 | 根据的文件叫什么
#   rejects   依据什么标准
_RESTS_ON = LatePattern(
    rf"(?:所)?(?:依据|根据|遵照)的(?P<right>(?:是)?.{{0,12}}?{_DOCUMENTS}.{{0,6}}(?:哪|什么|何|多少|文号|几号|名称)?.*)$"
)
_OWN_BASIS = LatePattern(r"依据(?:的)?(?:是|有)?(?:什么|哪些|哪个)[?？。]?\s*$")
#   matches   废止了哪些文件 | 取代的是哪个文件 | 把什么文件废止了
_REPEALS = LatePattern(rf"(?:废止|取代|代替|替代)(?:的|了)?(?:是)?(?P<right>(?:哪|什么).{{0,8}}{_DOCUMENTS}?.*)$")
_OF_THE_STATE = re.compile(r"中央|国家|国务院|全国|部委")
_STATE = re.compile(
    r"中央|国务院|全国|中共中央|国家|^中[办组发委宣]|^国[办发函]|[〈《]中华人民共和国|人社部|民发|财.{0,3}部"
)
_OF_THE_PROVINCE = re.compile(r"省")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose references are asked for, of which kind, and what more is said of those."""

    whose: str
    relations: frozenset[Relation]
    which: str
    verb: str


def answer_with_cited(
    library: WholeDocuments, question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue
) -> Answer | None:
    """The documents that a named document rests on or repeals, each with the sentence that names it.

    A document that names none of that kind gives a plain no. None where a question asks for something else, or names no
    document.
    """
    asked = _asked(question)
    if asked is None:
        return None
    whose = interpret(asked.whose, catalogue.names)
    entries = documents_described(whose, catalogue, untyped=True)
    said = [(e, list(_cited(library, e, asked))) for e in once_each(entries)[:MOST_DOCUMENTS]]
    if not said:
        return None
    if not any(found for _, found in said):
        return _none(question, interpretation, scope, asked, [e for e, _ in said])
    lines = [
        Statement(
            f"{called(e)}{asked.verb}：{'、'.join(named for named, _ in found)}。",
            tuple(dict.fromkeys(finding.clause_id for _, finding in found)),
        )
        for e, found in said
        if found
    ]
    return answered(
        question,
        interpretation,
        scope,
        lines,
        tuple(_once_each_sentence([finding for _, found in said for _, finding in found])),
    )


def _once_each_sentence(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Each sentence once, its value all that it names."""
    of: dict[tuple[str, Span], list[Finding]] = {}
    for finding in findings:
        of.setdefault((finding.clause_id, finding.span), []).append(finding)
    for same in of.values():
        yield replace(same[0], value="、".join(f.value or "" for f in same))


def _none(
    question: str, interpretation: Interpretation, scope: Scope, asked: _Asked, entries: Sequence[Entry]
) -> Answer:
    """The document is here and names none of that kind."""
    names = "、".join(called(e) for e in entries)
    wanted = "废止了哪些文件" if Relation.REPEALS in asked.relations else "依据的是哪份文件"
    return plain_no(
        question,
        interpretation,
        scope,
        f"{names}在资料库中，但文中没有写明{wanted}。",
        answer=f"没有找到依据：资料库中的文件没有写明{wanted}。",
    )


def _asked(question: str) -> _Asked | None:
    """Whose references a question wants; None where it asks for no document."""
    text = question.strip().rstrip("?？。")
    if (found := _REPEALS.search(text)) and found.start():
        return _Asked(text[: found.start()], frozenset({Relation.REPEALS}), "", "废止的文件")
    found = _RESTS_ON.search(text) or _BASIS.search(text) or _OWN_BASIS.search(text)
    if found is None or not found.start():
        return None
    resting = frozenset({Relation.BASED_ON, Relation.IMPLEMENTS, Relation.FORWARDS})
    return _Asked(text[: found.start()].rstrip("的所"), resting, text[found.start() :], "的依据")


def _cited(library: WholeDocuments, entry: Entry, asked: _Asked) -> Iterator[tuple[str, Finding]]:
    """The documents that an entry names in the relation asked for, in printed order, each once."""
    told: set[str] = set()
    for document in _texts(library, entry):
        own = {document.title, entry.title, *(c.title for c in entry.covering)}
        references = [r for r in document.references if r.title not in own and r.clause_id is not None]
        chosen = [r for r in references if r.relation in asked.relations or _beside(document, r, references, asked)]
        if Relation.BASED_ON in asked.relations:
            chosen = _at_the_head(document, chosen)
        wanted = [r for r in chosen if _is_of_rank(document, r, asked.which)] or chosen
        for reference in wanted:
            named = _name_of(reference)
            within = any(r is not reference and _holds(r, reference) for r in wanted)
            if named in told or within or (finding := _finding(document, entry, reference, named)) is None:
                continue
            told.add(named)
            yield named, finding


def _at_the_head(document: PolicyDocument, references: Sequence[Reference]) -> list[Reference]:
    """Those that stand where a document says what it rests on: before the first part, else in it (第一条, 一、).

    What a later clause carries out is that clause's matter.
    """
    opening = {c.clause_id for c in document.clauses if c.kind is ClauseKind.PREAMBLE}
    if told := [r for r in references if r.clause_id in opening]:
        return told
    parts = (c for c in document.clauses if c.kind not in (ClauseKind.PREAMBLE, ClauseKind.HEADING))
    first = next(parts, None)
    return [r for r in references if first is not None and r.clause_id == first.clause_id]


def _texts(library: WholeDocuments, entry: Entry) -> list[PolicyDocument]:
    return [library.document(document_id) for document_id in (*entry.covers, entry.document.document_id)]


def _beside(document: PolicyDocument, reference: Reference, references: Sequence[Reference], asked: _Asked) -> bool:
    """Whether a mere mention stands in the sentence that names one in the relation asked for: 根据《…》、…（…号）和…"""
    if reference.relation is not Relation.MENTIONS:
        return False
    before = [r for r in references if r.relation in asked.relations and r.span[1] <= reference.span[0]]
    return bool(before) and not re.search("[。；]", document.text[before[-1].span[1] : reference.span[0]])


def _holds(outer: Reference, inner: Reference) -> bool:
    return outer.span[0] <= inner.span[0] and inner.span[1] <= outer.span[1] and outer.span != inner.span


def _is_of_rank(document: PolicyDocument, reference: Reference, which: str) -> bool:
    """Whether a reference is to a document of the rank that the question names: 中央文件, 省里的文件."""
    before = re.split("[》）)。；]", document.text[max(0, reference.span[0] - 30) : reference.span[0]])[-1]
    context = f"{before}{document.text[slice(*reference.span)]}"
    of_the_state = _STATE.search(context) is not None or _STATE.search(reference.document_number or "") is not None
    if _OF_THE_STATE.search(which):
        return of_the_state
    if _OF_THE_PROVINCE.search(which):
        return not of_the_state and "省" in context
    return True


def _name_of(reference: Reference) -> str:
    title = f"《{reference.title.replace('《', '〈').replace('》', '〉')}》" if reference.title else ""
    number = "".join((reference.document_number or "").split())
    return f"{title}（{number}）" if title and number else title or number


def _finding(document: PolicyDocument, entry: Entry, reference: Reference, named: str) -> Finding | None:
    """The sentence that names the other document."""
    clause = next((c for c in document.clauses if c.clause_id == reference.clause_id), None)
    if clause is None:
        return None
    span = sentence_naming(clause, reference)
    stored = StoredClause(clause, document, entry.file, -1)
    whole = (clause.span[0] + span[0], clause.span[0] + span[1])
    return finding_of(stored, clause, clause.text[slice(*span)], whole, 1.0, named)
