"""Bold type and heading typefaces, as far as they tell a heading from the text it runs into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Line


def without_uniform_bold(lines: Sequence[Line]) -> list[Line]:
    """The same lines; where most of the text is set in bold, bold sets nothing apart and is forgotten."""
    bold = sum(line.bold_until for line in lines)
    if bold * 2 <= sum(len(line.text) for line in lines):
        return list(lines)
    return [replace(line, bold_until=0) if line.bold_until else line for line in lines]
