"""The last steps of every answer, whichever path it came by: figures, proofs, contradictions."""

from __future__ import annotations

from qa.askable import AskableLibrary
from qa.conflicting import with_conflicts
from qa.model import Answer
from qa.quantities import with_quantities
from qa.standing import with_proofs


def finished(answer: Answer, library: AskableLibrary) -> Answer:
    """The answer with the quantities of its quotes, how each document stands, and what contradicts what."""
    return with_conflicts(with_proofs(with_quantities(answer, library), library))
