"""Which clauses and sentences a pack rests on: those that a topic names, or the clauses that a person chose."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.model import Filters, StoredClause
from ingest.errors import QueryError
from ingest.model import Clause, ClauseKind, Form, PolicyDocument
from qa.answer import AskSettings, find_clauses, read, understand
from qa.deciding.judging import fits
from qa.gate.figures import figures_of
from qa.language.citations import citation_of
from qa.language.lexicon import same_words
from qa.language.matter import Matter
from qa.language.sentences import Sentence, sentences_of, squeezed_text, tidy
from qa.model import Interpretation
from qa.reading.reader import SentenceVectors
from qa.retrieving.askable import AskableIndex
from qa.training.model import Basis, Nearness, Statement

# Kinds of text that tell and bind nobody.
_TELLS = re.compile(r"讲话|发言|致辞|报告|总结|动态|简报|交流|信息|要闻|通讯")
_NOT_TAUGHT = frozenset({ClauseKind.SIGNATURE, ClauseKind.HEADING})
#   matches   （责任单位：市委组织部） at the end of a clause
_WORDS_APART = re.compile(r"[、，,\s和与及]+")
# A page number that stands inside a clause: — 5 —
_PAGE_NUMBER = re.compile(r"\s*[—–－-]\s*\d{1,4}\s*[—–－-]\s*(?=\n|$)")
_SHORTEST = 8  # characters of a sentence that says something
_FURTHER_CLAUSES = 80  # of one document
_CORE = 0.5  # of the best sentence's share: the last word of 人才安家补贴 alone is not the topic
_TELLING = 4  # characters of a word that names a topic by itself: 组织生活
# What ends a topic without naming one: 补贴标准 is about 补贴.
_GENERIC_END = re.compile(r"(?:标准|要求|规定|办法|情况|工作|管理|方面|问题|有关|相关|政策|制度|事项)+$")
_AKIN_FIGURE = 0.5  # the same for a sentence with a figure: what people must know by heart
_AKIN = 0.7  # of the best sentence's share of the matter


@dataclass(frozen=True, slots=True)
class Choice:
    """The clauses of a pack with their sentences, in printed order clause by clause, best clause first."""

    topic: str
    bases: tuple[Basis, ...]
    statements: tuple[Statement, ...]
    heads: tuple[str, ...]  # the words that name the topic, squeezed


def chosen_by_topic(
    index: AskableIndex,
    topic: str,
    filters: Filters,
    *,
    clauses: int,
    settings: AskSettings,
    vectors: SentenceVectors | None,
) -> Choice:
    """The clauses that speak to a topic; QueryError where none does."""
    understood = understand(index.library, topic, filters)
    found = find_clauses(index, understood, settings)
    readings = read(understood, found, vectors, settings).readings
    fitting = [r for r in readings if fits(r, understood.interpretation)]
    pool = [squeezed_text(" ".join((*r.stored.clause.path, r.stored.clause.text))) for r in found.ranked]
    matter = Matter(understood.interpretation, pool)
    heads = heads_of(understood.interpretation)
    best = max((r.own_words for r in fitting), default=0.0)
    bases: list[Basis] = []
    statements: list[Statement] = []
    for reading in fitting:
        stored = reading.ranked.stored
        if stored.clause.kind in _NOT_TAUGHT or stored.clause.path[0] == "落款":
            continue
        basis = basis_of(index, stored)
        said = list(_statements(basis, matter, heads, best))
        if any(s.nearness < Nearness.BESIDE for s in said):
            bases.append(basis)
            statements += said
        if len(bases) == clauses:
            break
    if not any(s.nearness is Nearness.CORE for s in statements):
        raise QueryError(topic, "资料库里没有说到这个主题的条款", "请换一个说法，或用 --clause 指定条款")
    return Choice(topic, tuple(bases), tuple(statements), heads)


def chosen_by_id(index: AskableIndex, topic: str, clause_ids: Sequence[str], stored: Sequence[StoredClause]) -> Choice:
    """The clauses that a person chose, in their order; every sentence counts as the topic's own."""
    bases = tuple(basis_of(index, s) for s in stored)
    statements = tuple(
        Statement(basis, tidy(quote), quote, start, Nearness.CORE, 1.0)
        for basis in bases
        for start, quote in sentences_in(basis.text)
    )
    if not statements:
        raise QueryError("、".join(clause_ids), "这些条款里没有可以讲解的句子", "请另选条款")
    return Choice(topic, bases, statements, ())


def heads_of(interpretation: Interpretation) -> tuple[str, ...]:
    """The words that a topic ends on, with other words for them: 组织生活 of 离退休干部党支部组织生活."""
    heads: list[str] = []
    for part in filter(None, _WORDS_APART.split(interpretation.subject)):
        plain = _GENERIC_END.sub("", squeezed_text(part)) or squeezed_text(part)
        ending = [w for t in interpretation.terms if plain.endswith(w := squeezed_text(t)) and 2 <= len(w) <= 6]
        head = max(ending, key=len, default=plain)
        heads += [head, *(squeezed_text(w) for w in same_words().get(head, ()))]
    return tuple(dict.fromkeys(heads))


def basis_of(index: AskableIndex, stored: StoredClause) -> Basis:
    """A clause of the library as something that lines rest on."""
    document = stored.document
    standing = getattr(index.library, "standing", None)
    newer = standing(document.document_id).newer if standing else None
    return _basis(document, stored.clause, stored.file, is_rule(index, stored), newer)


def further_statements(documents: Sequence[PolicyDocument], bases: Sequence[Basis]) -> tuple[Statement, ...]:
    """The sentences of the other clauses of the pack's rules: not taught, but wrong answers are taken from them."""
    first = {b.document_id: b for b in reversed(bases) if b.is_rule and not b.ended}
    taken = {b.clause_id for b in bases}
    return tuple(
        Statement(basis, tidy(quote), quote, start, Nearness.FAR, 0.0)
        for document in documents
        if (face := first.get(document.document_id))
        for clause in document.clauses[:_FURTHER_CLAUSES]
        if clause.clause_id not in taken and clause.kind not in _NOT_TAUGHT
        for basis in (_basis(document, clause, face.file, True, face.newer),)
        for start, quote in sentences_in(clause.text)
    )


def _basis(document: PolicyDocument, clause: Clause, file: str, binds: bool, newer: str | None) -> Basis:
    return Basis(
        clause_id=clause.clause_id,
        document_id=document.document_id,
        title=document.title,
        document_number=document.document_number,
        issuers=document.issuing_authorities,
        region=document.region,
        level=document.level,
        path=clause.path,
        citation=citation_of(document, clause.path),
        text=clause.text,
        span=clause.span,
        digest=digest_of(clause.text),
        file=file,
        status=document.status,
        is_rule=binds,
        dated_on=document.dated_on or document.printed_on,
        newer=newer,
    )


def digest_of(text: str) -> str:
    """SHA-256 of a clause as it is compared: no white space, widths folded."""
    return hashlib.sha256(squeezed_text(text).encode()).hexdigest()


def is_rule(index: AskableIndex, stored: StoredClause) -> bool:
    """Whether a clause is of a notice or a rule, and not of a speech, a report or an item of a bulletin."""
    document = stored.document
    if document.form is Form.BULLETIN or _TELLS.search(document.document_type or ""):
        return False
    if document.part_of is not None:
        return index.library.document(document.part_of).form is not Form.BULLETIN
    return not _TELLS.search((document.title or "")[-4:])


def sentences_in(text: str) -> list[tuple[int, str]]:
    """(where it begins, verbatim) of the sentences of a clause that say something; headings and closing marks are none.

    A page number at a sentence's edge is left out of it.
    """
    found = []
    for sentence in sentences_of(text):
        start, quote = _trimmed(text, sentence)
        plain = squeezed_text(quote)
        if len(plain) >= _SHORTEST and "\t" not in quote and not (_is_heading(plain) or _ISSUES.search(plain)):
            found.append((start, quote))
    return found


def _trimmed(text: str, sentence: Sentence) -> tuple[int, str]:
    start, end = sentence.span
    quote = text[start:end]
    if led := _PAGE_NUMBER.match(quote):
        start, quote = start + led.end(), quote[led.end() :]
        blank = len(quote) - len(quote.lstrip())
        start, quote = start + blank, quote[blank:]
    return start, quote


#   matches   （二）实施基层党组织“强基”行动 | 3、严格组织生活。 | 第三条
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、]|第[一二三四五六七八九十百]{1,5}[章节条])[^,，;:。]{0,30}[。.]?"
)


#   matches   现就有关事项通知如下。 | 制定本实施方案。 | 现印发给你们，请认真贯彻执行。 | 特此通知。
_ISSUES = re.compile(
    r"(?:通知|意见|规定|方案|办法|事项|标准|要求|公告)?如下[。::]?$|(?:制定|提出)(?:本|如下|以下)[\u4e00-\u9fff]{0,8}[。::]?$|印发(?:给你们|实施)|请(?:各[^,，]{0,8})?(?:结合[^,，]{0,10}实际)?[,，]?认真(?:贯彻|遵照)|^特此"
)


def _is_heading(plain: str) -> bool:
    return _HEADING.fullmatch(plain) is not None


def _statements(basis: Basis, matter: Matter, heads: Sequence[str], best: float) -> list[Statement]:
    """The sentences of a clause with how near each is to the topic."""
    heading = squeezed_text(basis.path[-1]) if len(squeezed_text(basis.path[-1])) <= 40 else ""
    is_headed = any(head in heading for head in heads)
    found = []
    for start, quote in sentences_in(basis.text):
        plain = squeezed_text(quote)
        share = matter.share(matter.found_in(plain))
        named = max((len(head) for head in heads if names(head, plain)), default=0)
        if named >= _TELLING or (named and share >= _CORE * best):
            near = Nearness.CORE
        elif is_headed:
            near = Nearness.HEADED
        elif share > 0 and share >= (_AKIN_FIGURE if figures_of(tidy(quote)) else _AKIN) * best:
            near = Nearness.AKIN
        else:
            near = Nearness.FAR
        found.append(Statement(basis, tidy(quote), quote, start, near, round(share, 4)))
    return [
        replace(s, nearness=Nearness.BESIDE) if s.nearness is Nearness.FAR and _stands_beside(found, i) else s
        for i, s in enumerate(found)
    ]


def names(head: str, plain: str) -> bool:
    """Whether a squeezed sentence speaks of something, and does not only count it up among other things."""
    places = [m.start() for m in re.finditer(re.escape(head), plain)]
    return any(
        not re.search(r"、[^,。;、]{0,8}$", plain[:at]) and not re.match(r"[^,。;、]{0,8}、", plain[at + len(head) :])
        for at in places
    )


def _stands_beside(statements: Sequence[Statement], place: int) -> bool:
    """Whether the sentence before or behind names the topic."""
    around = (*statements[max(0, place - 1) : place], *statements[place + 1 : place + 2])
    return any(s.nearness <= Nearness.HEADED for s in around)
