"""A question of a document that the library does not have: a plain no that says so, with the neighbour it does have."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document_number import normal_document_number
from qa.asking.catalogue import Catalogue
from qa.asking.scope import Scope
from qa.language.citations import title_of
from qa.model import Answer, AsksFor, FilterKind, Interpretation
from qa.reading.reader import must_be_stated
from qa.retrieving.duplicates import once_each
from qa.saying.outcomes import plain_no

MOST_NEIGHBOURS = 3
# 黄医保发 of 黄医保发〔2023〕9号: the body, and what it calls its papers.
_BODY = re.compile(r"^(?P<body>[^〔\d]{2,})〔")
#   matches   门诊统筹办法 | 老年人权益保障法 | 关于加强管理的通知（试行）
#   rejects   老年证 | 夕阳红 (what stands in 《》 need be no document)
_A_DOCUMENT = re.compile(
    r"(?:通知|通报|公告|通告|意见|办法|方案|细则|条例|规定|规则|规程|制度|要点|决定|批复|纪要|章程|规划|纲要|函|法)(?:[(（][^()（）]{1,8}[)）])?$"
)


def names_what_is_not_here(interpretation: Interpretation, scope: Scope, catalogue: Catalogue) -> bool:
    """Whether a question asks a value, a date or a side of a document that it names and the library does not have.

    What only asks to be shown the document is answered by its name (qa/documents/named_clauses.py).
    """
    if not (must_be_stated(interpretation) or interpretation.asks_for is AsksFor.YES_NO):
        return False
    numbers = interpretation.document_numbers
    if numbers:
        return FilterKind.NUMBER in scope.relaxed and not any(catalogue.numbered(number) for number in numbers)
    unknown = FilterKind.TITLE in scope.relaxed and not interpretation.named
    return unknown and any(_A_DOCUMENT.search(title) for title in interpretation.titles)


def answer_not_here(
    question: str,
    interpretation: Interpretation,
    scope: Scope,
    catalogue: Catalogue,
    near: Sequence[str],
    most: int,
) -> Answer:
    """The plain no: which document the library does not have, and which of the same body it has; `near` are clause ids."""
    missing = (*interpretation.document_numbers, *(f"《{t}》" for t in interpretation.titles))
    said = f"资料库中没有{'、'.join(dict.fromkeys(missing))}，其他文件的规定不是它的规定。"
    neighbours = _neighbours(interpretation, catalogue)
    if neighbours:
        said += f"同一机关的文件，资料库中有{'、'.join(neighbours)}。"
    return plain_no(question, interpretation, scope, said, nearest=list(dict.fromkeys(near))[:most])


def _neighbours(interpretation: Interpretation, catalogue: Catalogue) -> list[str]:
    """The documents numbered by the same body: those of the same serial first, then the newest."""
    found: list[str] = []
    for number in interpretation.document_numbers:
        asked = _BODY.match(number)
        if asked is None:
            continue
        serial = number.rpartition("〕")[2]
        alike = [
            (own.rpartition("〕")[2] != serial, -(e.document.year or 0), own, e)
            for e in catalogue.entries
            if e.document.document_number
            and (own := normal_document_number(e.document.document_number) or "").startswith(f"{asked['body']}〔")
        ]
        entries = once_each([e for *_, e in sorted(alike, key=lambda a: a[:3])])
        found += [f"{title_of(e.document)}（{''.join((e.document.document_number or '').split())}）" for e in entries]
    return list(dict.fromkeys(found))[:MOST_NEIGHBOURS]
