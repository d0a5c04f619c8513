"""Printed citations, as people write them: 《title》（文号）第四部分（四）."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.listed import Masthead
from ingest.model import PolicyDocument

# 一、 or 一． at the head of a part.
_PART = re.compile(r"^(?P<numeral>[一二三四五六七八九十百]{1,4})[、.．]")
# 1. 1、 1．10. : a point inside a part.
_POINT = re.compile(r"^(?P<numeral>\d{1,3})[、.．]?$")
_BRACKETED = re.compile(r"^[（(](?P<numeral>[一二三四五六七八九十\d]{1,3})[）)]$")
_ORDINAL = re.compile(r"^第[一二三四五六七八九十百千零〇\d]{1,6}[编章节条款项]")
_WIDTHS = str.maketrans("０１２３４５６７８９", "0123456789")


def citation_of(document: PolicyDocument, path: Sequence[str]) -> str:
    """《title》（文号）第四部分（四）; a document without a number is told apart by its date: 《title》（2018年2月9日）."""
    return f"{title_of(document)}{_sign(document)}{place_of(path)}"


def title_of(document: Masthead) -> str:
    """The title in 《》, inner 《》 lowered to 〈〉; the document's own id where the text prints no title."""
    if document.title is None:
        return f"〔无标题〕{document.document_id}"
    title = " ".join(document.title.split())
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def _sign(document: PolicyDocument) -> str:
    if document.document_number:
        return f"（{''.join(document.document_number.split())}）"
    day = document.dated_on or document.printed_on
    return f"（{day.year}年{day.month}月{day.day}日）" if day else ""


def place_of(path: Sequence[str]) -> str:
    """Where in the document: 第四部分（四）, 第三条, 附件1第二部分, 正文, 版头."""
    parts = [_place(heading) for heading in path]
    articles = [i for i, part in enumerate(parts) if part.startswith("第") and "条" in part]
    # 第一章第三条 is cited by its 条 alone: articles are counted through the whole text. An annex is still named.
    if articles:
        parts = [p for i, p in enumerate(parts) if i >= articles[0] or p.startswith("附件")]
    return "".join(parts)


def _place(heading: str) -> str:
    """One heading as a step of a citation."""
    heading = heading.strip()
    if found := _PART.match(heading):
        return f"第{found['numeral']}部分"
    if found := _ORDINAL.match(heading):
        return found.group()
    if found := re.match(r"^附件\s*[\d一二三四五六七八九十]*", heading):
        return "".join(found.group().split())
    marker = _leading_marker(heading)
    if found := _BRACKETED.match(marker):
        return f"（{found['numeral']}）"
    if found := _POINT.match(marker):
        return f"第{found['numeral'].translate(_WIDTHS)}点"
    if heading in ("正文", "版头", "落款", "版记"):
        return heading
    # A heading without a number (a speech's title, a table's name) is quoted.
    short = heading if len(heading) <= 24 else f"{heading[:23]}…"
    return f"“{short}”"


def _leading_marker(heading: str) -> str:
    found = re.match(r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[\d０-９]{1,3}(?=[、.．]))", heading)
    return found.group().translate(_WIDTHS) if found else ""
