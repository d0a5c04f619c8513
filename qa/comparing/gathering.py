"""What belongs to a topic and makes no row: reports of what was done, words of one root alone; it stands in one last row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Form
from qa.comparing.speaking import Spoken
from qa.comparing.topic import BY_ROOT
from qa.comparing.verbs import verb_of

GATHERED = "其他相关"
"""The last row's name; the only one that no clause prints."""
_MOST_TOLD = 0.5  # of a row's sentences, for it to be a report
# A sentence that tells what was done and lays nothing down.
#   matches   我们成立了志愿者团队 | 荣获先进单位 | 截至目前已有430人报名 | 刚才某市发言时提到
#   rejects   了解新形势 | 为了 | 除了 | 已满60周岁的党员 | 先后次序
_TOLD = re.compile(
    r"我们|我[局处院校]|刚才|大家|荣获|获评|被(?:评为|授予|命名|表彰)|先后(?!次序|顺序)|截至|成立以来|今年以来|去年|陆续|累计(?!不|达到)"
    r"|已(?:经|达|建成|开设|完成|举办|制作|陆续|成为)|(?<![除为得极罢明])了(?![解不得结])|这就是|发言"
)


def gathered_apart(groups: Sequence[Sequence[Spoken]]) -> tuple[list[list[Spoken]], list[Spoken]]:
    """The groups that are rows, and the sentences of the others in their order.

    What several places say is a row. Where nothing else is there, everything is.
    """
    # Beside notices that lay down, an item of a bulletin is a report also where no word says so.
    bulletins = any(not _of_bulletin(s) for group in groups for s in group)
    rows = [list(group) for group in groups if not _is_beside(group, bulletins)]
    if not rows:
        return [list(group) for group in groups], []
    return rows, [s for group in groups if _is_beside(group, bulletins) for s in group]


def _is_beside(group: Sequence[Spoken], bulletins: bool) -> bool:
    if len({s.place for s in group}) > 1:
        return False
    told = sum(_is_told(s, bulletins) for s in group)
    return told >= _MOST_TOLD * len(group) or all(s.strength == BY_ROOT for s in group)


def _is_told(s: Spoken, bulletins: bool) -> bool:
    if verb_of(s.squeezed) is not None:
        return False
    return bool(_TOLD.search(s.squeezed)) or (bulletins and _of_bulletin(s))


def _of_bulletin(s: Spoken) -> bool:
    return s.stored.document.part_of is not None or s.stored.document.form is Form.BULLETIN
