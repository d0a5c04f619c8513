"""Older and newer editions of one rule: the newer one speaks first, the older one is named as such."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.model import PolicyDocument
from qa.sentences import squeezed_text

# Of the shorter title's character pairs, those that the other title must hold to be of the same matter.
SAME_MATTER = 0.6
_FRAME = re.compile(
    r"[（(].*?[)）]|\s|关于|印发|转发|的?(?:通知|意见|办法|决定|规定|方案|细则|函|要点)$|(?:19|20)\d{2}年"
)


def same_rule(a: PolicyDocument, b: PolicyDocument) -> bool:
    """Whether two notices lay down the same rule: one title, or one issuer writing of one matter."""
    if a.document_id == b.document_id or a.title is None or b.title is None:
        return False
    first, second = (_FRAME.sub("", squeezed_text(t)) for t in (a.title, b.title))
    if first == second:
        return a.region == b.region
    if not a.issuing_authorities or set(a.issuing_authorities) != set(b.issuing_authorities) or a.region != b.region:
        return False
    pairs, others = ({t[i : i + 2] for i in range(len(t) - 1)} for t in sorted((first, second), key=len))
    return bool(pairs) and len(pairs & others) >= SAME_MATTER * len(pairs)


def is_older(document: PolicyDocument, others: Iterable[PolicyDocument]) -> bool:
    """Whether one of the others is a newer edition of this document."""
    return document.dated_on is not None and any(
        other.dated_on is not None and other.dated_on > document.dated_on and same_rule(document, other)
        for other in others
    )


# The question itself is about how things were: every edition speaks.
OF_CHANGE = re.compile(r"新旧|新老|原来|以前|过去|历年|历次|变[成为了化]|调整前|修订前|从.{1,6}(?:变|改|到)")
