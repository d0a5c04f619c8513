"""Clauses of a document that it names itself: 本办法第三条, 第五条规定, 前款, 见附件2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.citing.pinpoints import ClauseFinder, is_in_annex, pinpoints_at
from ingest.line_forms import DOCUMENT_TYPES
from ingest.model import Clause, Reference, Relation, Span

_TYPES = "|".join(sorted({*DOCUMENT_TYPES, "措施", "文件", "文"}, key=len, reverse=True))
# 本办法第三条 | 本《裁量权规定》第五条 | 本实施细则第二条第（三）项
_OWN = re.compile(rf"本(?:《[^《》]{{2,40}}》|(?:实施|指导|若干|暂行|试行|工作)?(?P<type>{_TYPES}))[ \u3000\n]*(?=第)")
# 第五条规定: in a rule of articles it is the rule's own, unless what stands before makes it another's.
#   rejects   《…法》第五条 | 行政许可法第五条 | 该办法第五条 | 原第五条 | \n第五条 (a heading)
_BARE = re.compile(r"(?<![》法典原\n“‘])第[ ]?[一二三四五六七八九十百千零〇\d]{1,7}[ ]?条(?!战线|道路|例)")
_ANOTHERS = re.compile(rf"(?:{_TYPES}|[）)》]|[、和及与或至到])[ \u3000]*$|[该原][^，。；]{{0,6}}$")
_AMENDING = re.compile(r"修改|修订|修正")
_QUOTE_REACH = 2000
_LOOKED_BACK = 200
_CHANGES = re.compile(r"修改|删[去除]|增加|改为|合并|移至|调整|废止|作为")
# 前款 | 前两款 | 前项 | 本条第二款
_SAME_ARTICLE = re.compile(
    r"前[两二三四五]?[款项](?!目)(?:第[ ]?[（(]?[一二三四五六七八九十\d]+[）)]?[ ]?项)?|上款|本条第[ ]?[一二三四五六七八九十\d]+[ ]?[款项]"
)
_ARTICLE_BEFORE = re.compile(r"(?<![提])前条|上一条(?=规定|所)")
_THAT_ONE = re.compile(rf"(?:该|上述|前述)(?P<type>{_TYPES})[ \u3000\n]*(?=第)")
# 附件2 | 附件一 | （附件） | 详见附件; the head of an annex and 附件说明 stand where clauses begin or outside them.
_ANNEX = re.compile(r"附件[ ]?(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?(?![：:])")
_POINTS_AT_ANNEX = re.compile(r"[见按照（(]$")


def own_references(
    document_text: str,
    part: Span,
    clauses: Sequence[Clause],
    finder: ClauseFinder,
    known: Sequence[Reference],
    own_title: str | None,
) -> list[Reference]:
    """Each clause of its own that the document names; parts of other documents in `known` are left out."""
    taken = {place for r in known if r.pinpoint for place in range(*r.span)}
    amending = bool(own_title and _AMENDING.search(own_title))
    found: list[Reference] = []
    document_id = clauses[0].clause_id.partition("#")[0] if clauses else None
    for match in _OWN.finditer(document_text, *part):
        citing = finder.at(match.start())
        if citing is None or not _is_own_word(match["type"], own_title, citing):
            continue
        for i, pinpoint in enumerate(pinpoints_at(document_text, match.end())):
            span = (match.start() if i == 0 else pinpoint.span[0], pinpoint.span[1])
            taken.update(range(*span))
            target = finder.find(pinpoint.text, citing)
            found.append(_named(span, citing, pinpoint.text, target.clause_id if target else document_id))
    if amending:
        found.extend(_amended_parts(document_text, part, finder, taken, known))
    elif finder.has_articles:
        found.extend(_bare_parts(document_text, part, finder, taken))
        found.extend(_neighbours(document_text, part, finder, taken))
    found.extend(_annexes(document_text, part, finder))
    found.extend(_of_the_one_before(document_text, part, finder, known))
    return found


def _is_own_word(word: str | None, own_title: str | None, citing: Clause) -> bool:
    """Whether 本通知 in this clause is the document itself: in a 方案 that a notice issues it would be the notice."""
    if word is None or own_title is None or is_in_annex(citing) or word in ("文件", "文"):
        return True
    title = re.sub(r"(?:[（(][^（）()]*[）)])+$", "", "".join(own_title.split())).rstrip("》”")
    return title.endswith(word) or not title.endswith(tuple(DOCUMENT_TYPES))


def _bare_parts(text: str, part: Span, finder: ClauseFinder, taken: set[int]) -> Iterator[Reference]:
    """第五条 with nothing before it that makes it another document's; only where the document has that article."""
    for match in _BARE.finditer(text, *part):
        start = match.start()
        if start in taken or _ANOTHERS.search(text[max(part[0], start - 8) : start]):
            continue
        citing = finder.at(start)
        if citing is None or _begins(citing, text, start):
            continue
        for pinpoint in pinpoints_at(text, start):
            taken.update(range(*pinpoint.span))
            target = finder.find(pinpoint.text, citing)
            if target is not None:
                yield _named(pinpoint.span, citing, pinpoint.text, target.clause_id)


def _amended_parts(
    text: str, part: Span, finder: ClauseFinder, taken: set[int], known: Sequence[Reference]
) -> Iterator[Reference]:
    """将第三条修改为…: in a decision that amends one rule, that rule's articles; those inside “…” are the new text's."""
    amended = {r.title for r in known if r.relation is Relation.AMENDS and r.title}
    if len(amended) != 1:
        return
    title = amended.pop()
    for match in _BARE.finditer(text, *part):
        start = match.start()
        citing = finder.at(start)
        if citing is None or start in taken:
            continue
        before = text[max(citing.span[0], start - _QUOTE_REACH) : start]
        if before.count("“") != before.count("”") or not _CHANGES.search(
            before[-4:] + text[start : start + 60].split("。")[0]
        ):
            continue
        for pinpoint in pinpoints_at(text, start):
            taken.update(range(*pinpoint.span))
            yield Reference(Relation.AMENDS, title, None, pinpoint.span, citing.clause_id, pinpoint.text)


def _neighbours(text: str, part: Span, finder: ClauseFinder, taken: set[int]) -> Iterator[Reference]:
    for match in _SAME_ARTICLE.finditer(text, *part):
        citing = finder.at(match.start())
        if citing is not None and citing.marker.startswith("第") and match.start() not in taken:
            yield _named(match.span(), citing, "".join(match.group().split()), citing.clause_id)
    for match in _ARTICLE_BEFORE.finditer(text, *part):
        citing = finder.at(match.start())
        target = finder.before(citing)
        if citing is not None and target is not None:
            yield _named(match.span(), citing, match.group(), target.clause_id)


def _of_the_one_before(text: str, part: Span, finder: ClauseFinder, known: Sequence[Reference]) -> Iterator[Reference]:
    """该办法第十条: an article of the nearest document before it that is called so."""
    for match in _THAT_ONE.finditer(text, *part):
        title = _nearest(match["type"], match.start(), known)
        for i, pinpoint in enumerate(pinpoints_at(text, match.end()) if title else ()):
            span = (match.start() if i == 0 else pinpoint.span[0], pinpoint.span[1])
            citing = finder.at(match.start())
            clause_id = citing.clause_id if citing else None
            yield Reference(Relation.MENTIONS, title, None, span, clause_id, pinpoint.text)


def _nearest(kind: str, position: int, known: Sequence[Reference]) -> str | None:
    earlier = [r for r in known if r.span[0] < position and r.title]
    for reference in reversed(earlier[-_LOOKED_BACK:]):
        if re.sub(r"(?:[（(][^（）()]*[）)])+$", "", reference.title or "").endswith(kind):
            return reference.title
    return None


def _annexes(text: str, part: Span, finder: ClauseFinder) -> Iterator[Reference]:
    if not finder.annexes():
        return
    for match in _ANNEX.finditer(text, *part):
        citing = finder.at(match.start())
        if citing is None or _begins(citing, text, match.start()):
            continue
        if match["number"] is None and not _POINTS_AT_ANNEX.search(
            text[max(part[0], match.start() - 1) : match.start()]
        ):
            continue
        target = finder.annex(match["number"] or "")
        if target is not None and target.clause_id != citing.clause_id:
            yield _named(match.span(), citing, "".join(match.group().split()), target.clause_id)


def _begins(clause: Clause, text: str, position: int) -> bool:
    """Whether nothing of a clause stands before a place: what is there is its own number."""
    return not text[clause.span[0] : min(position, clause.span[0] + 8)].strip()


def _named(span: Span, citing: Clause, pinpoint: str, target: str | None) -> Reference:
    return Reference(Relation.MENTIONS, None, None, span, citing.clause_id, pinpoint, target)
