"""One notice after another where the question asks who says what: no notice crowds out the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.model import RankedClause
from qa.model import AsksFor, Interpretation

# A question for each of several notices or places.
#   matches   哪些地方规定了补贴 | 哪几个市有 | 省市县三级分别 | 各地怎么定 | 各省标准 | 哪些文件提到
#   rejects   哪些人可以申领 | 各项工作 | 各自负责
ASKS_FOR_EACH = re.compile(
    r"""(?x)
      哪[些几]个?(?:地方|地区|省|自治区|市|州|县|区(?!别|间)|乡|镇|单位|部门|文件|通知|办法|规定|意见|方案|政策|制度)
    | 各(?:地|省|市(?!场)|州|县|区|级|有关)(?!别|自)
    | (?:每|各)个(?:地方|省|市|县|区)
    | 省、?市、?(?:[和与]?县区?、?)?(?:[和与]?乡镇?)?(?:[两二三四]级|各级)
    """
)
# What each further clause of one notice is worth beside the one before it.
_FURTHER = 0.75


def asks_for_each(question: str, interpretation: Interpretation) -> bool:
    """Whether a question compares, or wants to know of every notice or place what it says."""
    return interpretation.asks_for is AsksFor.COMPARISON or ASKS_FOR_EACH.search(question) is not None


def spread_over_notices(ranked: Sequence[RankedClause]) -> list[RankedClause]:
    """The ranking with each further clause of a notice worth less, so that the best of each comes early.

    Nothing is left out; a notice that hardly speaks stays below further clauses of one that says much.
    """
    met: dict[str, int] = {}
    weighed = []
    for r in ranked:
        document_id = r.stored.document.document_id
        before = met.get(document_id, 0)
        met[document_id] = before + 1
        weighed.append(replace(r, score=r.score * _FURTHER**before))
    return sorted(weighed, key=lambda r: (-r.score, r.stored.clause.clause_id))
