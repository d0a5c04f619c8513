"""What a person should look at: fields that are missing, doubtful or contradict each other."""

from __future__ import annotations

from ingest.model import PolicyDocument, ReviewItem


def review_items(document: PolicyDocument) -> tuple[ReviewItem, ...]:
    """Fields of a document that a person should check, in the order of GB/T 9704-2012."""
    return ()
