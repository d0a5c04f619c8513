"""Characters that take no room on paper: taken out of the text and named as dropped, so that spans count what people see."""

from __future__ import annotations

import re

from ingest.model import DroppedText

# Zero-width marks, direction marks, soft hyphens, stray byte order marks and control codes. Tabs and line ends are not here.
#   matches   U+200B zero width space | U+FEFF | U+00AD | U+0007
#   rejects   U+3000 ideographic space | U+00A0 | \t \n \r \f
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
REASON = "不可见字符"


def without_invisible(text: str) -> tuple[str, str]:
    """`text` as people see it, and the invisible characters taken out of it."""
    found = INVISIBLE.findall(text)
    return (INVISIBLE.sub("", text), "".join(found)) if found else (text, "")


def dropped_invisible(characters: str) -> tuple[DroppedText, ...]:
    """The entry that accounts for invisible characters; none where there were none."""
    return (DroppedText(characters, REASON),) if characters else ()
