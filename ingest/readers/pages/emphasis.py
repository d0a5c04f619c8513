"""Bold type and heading typefaces, as far as they tell a heading from the text it runs into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Line

# GB/T 9704-2012 section 7.3.3: headings of the first level in 黑体, of the second in 楷体, text in 仿宋.
HEADING_TYPEFACE = re.compile(r"(?i)黑体|楷体|sim\s?hei|hei\s?ti|kai\s?ti|st(?:hei|kai)|fz(?:hei|kai|ht|kt)")


def without_uniform_bold(lines: Sequence[Line]) -> list[Line]:
    """The same lines; where most of the text is set in bold, bold sets nothing apart and is forgotten."""
    bold = sum(line.bold_until for line in lines)
    if bold * 2 <= sum(len(line.text) for line in lines):
        return list(lines)
    return [replace(line, bold_until=0) if line.bold_until else line for line in lines]
