"""Whether a named document still stands (黑政办规27号还有效吗): answered from how it stands in the library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from index.model import StoredClause
from index.standing import Standing
from ingest.document_number import normal_document_number
from ingest.model import PolicyDocument, Reference, Span, Status, ValidityKind
from qa.asking.catalogue import Catalogue, Entry
from qa.asking.scope import Scope, fits_regions
from qa.documents.described import DESCRIBED, described_by, documents_described
from qa.documents.named_clauses import has_no_matter, without_titles
from qa.documents.terms_of_documents import without_number
from qa.language.citations import title_of
from qa.language.late_pattern import LatePattern
from qa.language.sentences import sentence_naming, squeezed_text, tidy
from qa.model import Answer, FilterKind, Finding, Interpretation, Statement
from qa.retrieving.duplicates import once_each
from qa.saying.outcomes import answered, plain_no
from qa.standing.findings import finding_of

MOST_NAMED = 3  # editions of one title
_MARK = r"(?:了|的)?(?:吗|么|没有|没|否)?[?？。]?\s*$"
#   matches   还有效吗 | 是否现行有效 | 废止了吗 | 是不是已经失效 | 还能用吗 | 有没有被废止 | 现在还执行吗 | 还在执行吗 | 还执行不
#   rejects   有效期几年 | 什么时候废止 | 证书还有效吗 (no document is named), 第三条还有效吗 (a part of one)
_WHETHER = LatePattern(
    rf"""(?x) (?: (?:是否|是不是|有没有|有无|还|仍然?|现在|目前|已经?)+ (?:被|现行)? (?:有效|失效|废止|作废|过期) {_MARK}
      | (?:现行)? (?:有效|失效|废止|作废|过期) 了? (?:吗|么|没有|没) [?？。]?\s*$
      | (?:还|仍然?|是否|是不是) (?:还|在|能|可以|继续|照)* (?:使用|用|执行|实施|施行|管用|适用|算数|作数) (?:着|了)? (?:吗|么|不|否|没有?) [?？。]?\s*$
      | (?:是否|是不是) (?:还|仍然?) (?:在|能|可以|继续|照)* (?:使用|用|执行|实施|施行|管用|适用|算数|作数) [?？。]?\s*$ )"""
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
    r"[（(](?:试行|暂行)[)）]|到期|(?:执行|实施|施行|有效|管)?到(?=\s*(?:失效|废止|作废|过期|现在|目前|$))|是否|是不是|有没有|还在?|仍然?|依然|现在|目前|已经?|被|现行|有效|失效|废止|作废|过期|继续|执行不?|实施|施行|适用|管用|算数|作数|能|使?用"
)
# Which of a document's own sentences says how it stands, the most telling first.
_TELLING = (ValidityKind.EXPIRES, ValidityKind.LASTS, ValidityKind.TRIAL, ValidityKind.TAKES_EFFECT)
# 那个补贴通知, 积分办法: a document, and no certificate or sum of one.
_A_DOCUMENT = LatePattern(
    r"(?:通知|通报|意见|办法|方案|细则|条例|规定|规程|制度|要点|决定|批复|纪要|章程|文件|政策)(?:的|被|了|个|[?？。\s])*$"
)
# The words of a sentence that say how long or until when: 有效期五年, 至2023年6月30日止.
_UNTIL = re.compile("有效期|试行期|[至到].*[止日]|失效|截止")
_LAST_DAY = re.compile("[至到截].*日")
_BY_TERM = (Status.EXPIRED, Status.TRIAL)
LONGEST_TERM = 60  # characters of the sentence on the term, for it to be read out
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

    @property
    def repealing(self) -> Sequence[tuple[str, Reference]]:
        """The sentences that repeal a document, each with the id of the document that says it."""


def answer_whether_valid(
    library: object, question: str, interpretation: Interpretation, scope: Scope, catalogue: Catalogue
) -> Answer | None:
    """How the named documents stand, with the sentence that says so; None where a question asks for something else.

    A document of which nothing says so gives a plain no with the reason: that nobody repealed it proves nothing.
    """
    if interpretation.pinpoints or not isinstance(library, StandingReader) or not _WHETHER.search(question):
        return None
    entries = _asked_about(interpretation, scope, catalogue)
    if not entries:
        return _ended_outside(library, question, interpretation, scope)
    said = [(e, f) for e in entries if (f := _proof(library, e)) is not None]
    if not said:
        return _unknown(question, interpretation, scope, entries)
    lines = [Statement(_line(question, e, f), (f.clause_id,)) for e, f in said]
    return answered(question, interpretation, scope, lines, tuple(f for _, f in said))


def _asked_about(interpretation: Interpretation, scope: Scope, catalogue: Catalogue) -> list[Entry]:
    """The documents whose standing is asked for, newest first; none where the question is about something in them."""
    if scope.relaxed & {FilterKind.NUMBER, FilterKind.TITLE}:
        return []
    asked = replace(interpretation, subject=_WORDS_OF_ASKING.sub("", without_titles(interpretation)))
    if interpretation.document_numbers or interpretation.named:
        if not has_no_matter(asked):
            return []  # 鲁人社字9号的考官证书还有效吗
        ids = set(scope.filters.document_ids)
        entries = [e for e in catalogue.entries if e.document.document_id in ids]
    else:
        entries = documents_described(interpretation, catalogue) if _A_DOCUMENT.search(asked.subject) else []
    return once_each(sorted(entries, key=_newest_first)[: 2 * MOST_NAMED])[:MOST_NAMED]


def _ended_outside(
    library: StandingReader, question: str, interpretation: Interpretation, scope: Scope
) -> Answer | None:
    """What the library does not have, but a document of it repeals: 株老干发〔2017〕3号 is repealed by the one of 2023."""
    asked = replace(interpretation, subject=_WORDS_OF_ASKING.sub("", interpretation.subject))
    if not interpretation.document_numbers and not _A_DOCUMENT.search(asked.subject):
        return None
    found = next((r for r in library.repealing if _is_meant(r[1], asked)), None)
    stored = library.clause(found[1].clause_id or "") if found else None
    if found is None or stored is None or not fits_regions(stored.document, stored.clause.text, interpretation.regions):
        return None
    reference = found[1]
    number = "".join((reference.document_number or "").split())
    name = f"《{reference.title}》" if reference.title else ""
    said = _SAID[Status.REPEALED].format(name=f"{name}（{number}）" if name and number else name or number)
    line = _OTHER_SIDE[said[0]] + said[1:] if _asks_for_end(question) else said
    span = sentence_naming(stored.clause, reference)
    whole = (stored.clause.span[0] + span[0], stored.clause.span[0] + span[1])
    quote = stored.clause.text[slice(*span)]
    return answered(
        question,
        interpretation,
        scope,
        (Statement(line, (stored.clause.clause_id,)),),
        (finding_of(stored, stored.clause, quote, whole, 1.0, line[0]),),
    )


def _is_meant(reference: Reference, asked: Interpretation) -> bool:
    """Whether a repealed document is the one that a question names by its number, or describes by its matter and year."""
    number = normal_document_number(reference.document_number or "")
    if asked.document_numbers:
        return number in asked.document_numbers
    name = squeezed_text(f"{reference.title or ''}{reference.document_number or ''}")
    of_the_year = not asked.years or any(str(year) in name for year in asked.years)
    return bool(reference.title) and of_the_year and described_by(asked, name, [name]) >= DESCRIBED


def _newest_first(entry: Entry) -> tuple[int, str]:
    day = entry.document.dated_on
    return -(day.toordinal() if day else 0), entry.document.document_id


def _line(question: str, entry: Entry, proof: Finding) -> str:
    """否。《…》已失效。试行期二年，至某日止。 A term is said with the side, for it is what the side rests on."""
    said = _SAID[entry.document.status].format(name=_name(entry))
    sentence = without_number(tidy(proof.quote)).rstrip("。；;，")
    pieces = re.split("[，,；;。]", sentence)
    until = [piece for piece in pieces if _UNTIL.search(piece)]
    told = "，".join(until) if any(_LAST_DAY.search(piece) for piece in until) else sentence if until else ""
    if told and entry.document.status in _BY_TERM and len(told) <= LONGEST_TERM:
        said = f"{said}{told}。"
    return _OTHER_SIDE[said[0]] + said[1:] if _asks_for_end(question) else said


def _asks_for_end(question: str) -> bool:
    """Whether a yes is an end: 废止了吗, but not 到哪天失效，现在还有效吗, whose last words ask for the contrary."""
    asked = re.split("[，,；;。？?\\s]+", question.rstrip("？?。 "))[-1]
    return bool(_ASKS_FOR_END.search(asked)) or (not _WHETHER.search(asked) and bool(_ASKS_FOR_END.search(question)))


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
        telling = [s for s in own if s.kind in _TELLING[:3]]
        said = min(telling, key=lambda s: (_TELLING.index(s.kind), s.span)) if telling else own[-1]
        return said.text, said.span
    quote = clause.text.rstrip()
    return quote, (clause.span[0], clause.span[0] + len(quote))


def _unknown(question: str, interpretation: Interpretation, scope: Scope, entries: Sequence[Entry]) -> Answer:
    names = "、".join(dict.fromkeys(_name(e) for e in entries))
    return plain_no(
        question,
        interpretation,
        scope,
        f"{names}在资料库中，但文中没有写明有效期，资料库中也没有文件宣布它废止或失效；是否有效请向发文机关核实。",
        answer="没有找到依据：资料库中的文件没有写明所问的是否有效。",
    )
