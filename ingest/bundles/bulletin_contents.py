"""The list of contents of a bulletin: its entries, and where below it the first item begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.bundles.authors import is_author_or_date
from ingest.bundles.issued import bare_title, is_same_title
from ingest.line_forms import ends_sentence
from ingest.model import Alignment
from ingest.paragraphs import Paragraph

TITLE_LINES = 4
SHORTEST_TITLE = 4
# What a bulletin prints above its list of contents: 本期要览 | 【要目】 | ◆本期导读 | 目　录
CONTENTS = re.compile(
    r"^[\s【〔\[◆●★■▲※]*(?:[本今]期(?:要览|要目|要情|导读|目录|内容|提要|看点|重点|头条|主要内容)|要\s*目|导\s*读|目\s*[录次]|内容提要)[\s】〕\]：:◆●★■]*$"
)
# A head over several items: 【经验交流】 | ◆工作动态◆ | 〔领导讲话〕 | 经验交流
SECTION = re.compile(
    r"""(?x)^\s*(?: [【〔\[〖] [^】〕\]〗，。]{2,12} [】〕\]〗]
      | [◆●★■▲※☆◇□]+ \s* [^，。◆●★■▲]{2,10} \s* [◆●★■▲※☆◇□]*
      | (?:工作|基层|市县|部门|各地|地方|区县|综合)(?:动态|交流|信息|简讯|快讯|传真|亮点|之窗) | (?:经验|典型)(?:交流|做法|材料|介绍)
      | 领导(?:讲话|批示|论述|活动) | (?:要闻|简讯|信息快递|政策解读|调查研究|他山之石|学习园地|理论研讨|工作研究|大事记|一线传真)
    ) \s* $"""
)
_ENTRY_TAIL = re.compile(r"[.．·…\s]*(?:[(（]?\d{1,3}[)）]?)?$")
_BULLET = re.compile(
    r"^[\s\-—–·•◆●★■▲○◇※☆*]+|^\s*(?:[0-9０-９]{1,2}\s*[.．、]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)\s*"
)


def printed_entries(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[str]:
    """Entries of the list of contents below the head, as printed there; [] where there is none."""
    at = next((i for i in range(start, min(end, start + 3)) if CONTENTS.match(paragraphs[i].text)), None)
    if at is None:
        return []
    entries: list[str] = []
    for paragraph in paragraphs[at + 1 : end]:
        text = paragraph.text
        if ends_sentence(text) or len(text) > 100 or text.rstrip().endswith(("：", ":")):
            break
        entries.append(entry_of(text))
    return entries


def entry_of(text: str) -> str:
    """A line of the list as the title it points to is compared: no bullet, no number, no dots, no page."""
    return bare_title(_ENTRY_TAIL.sub("", _BULLET.sub("", text)))


def first_item_below(paragraphs: Sequence[Paragraph], start: int, stop: int, entries: Sequence[str]) -> int:
    """Where the first item's head begins in the run that the list of contents runs into."""
    at = next((i for i in range(start, stop) if CONTENTS.match(paragraphs[i].text)), None)
    if at is None:
        return start
    # An entry and the title it points to are printed alike: the title is where the entries stand again.
    for i in range(at + 2, stop):
        above = [entry_of(paragraphs[j].text) for j in range(at + 1, i)]
        first = bare_title(paragraphs[i].text).strip("—－-")
        for length in range(1, min(TITLE_LINES, stop - i) + 1):
            joined = "".join(bare_title(paragraphs[j].text) for j in range(i, i + length)).strip("—－-")
            if any((first in e or e in first) and points_to(e, joined) for e in above):
                return i - 1 if is_subtitle(paragraphs[i]) and i - 1 > at else _with_section(paragraphs, i, at)
    last = stop
    while last > at + 1 and is_author_or_date(paragraphs[last - 1]):
        last -= 1
    begin = last - 1
    while begin > at + 1 and last - begin < TITLE_LINES:
        line = paragraphs[begin]
        apart = line.first.blank_before or _BULLET.match(line.text) or _is_entry_with_page(paragraphs[begin - 1].text)
        if not is_subtitle(line) and (apart or line.first.alignment is not Alignment.CENTER):
            break
        begin -= 1
    return _with_section(paragraphs, max(begin, at + 1), at)


def points_to(entry: str, title: str) -> bool:
    """Whether an entry of the list of contents names a printed title."""
    if len(title) < 6 or len(entry) < 6:
        return title == entry and len(title) >= SHORTEST_TITLE
    return is_same_title(title, entry) or (len(title) >= 12 and title in entry) or (len(entry) >= 8 and entry in title)


def is_subtitle(paragraph: Paragraph) -> bool:
    """Whether a line is a subtitle: ——在全市老干部工作会议上的讲话."""
    return paragraph.text.lstrip().startswith(("——", "--", "—", "－－"))


def _is_entry_with_page(text: str) -> bool:
    return _ENTRY_TAIL.sub("", text) != text


def _with_section(paragraphs: Sequence[Paragraph], i: int, contents_at: int) -> int:
    """The first line of an item, its section's head included; a last entry with a bullet is no such head."""
    if i - 1 <= contents_at or SECTION.match(paragraphs[i - 1].text) is None:
        return i
    is_entry = paragraphs[i - 1].text.lstrip()[:1] == paragraphs[contents_at + 1].text.lstrip()[:1]
    return i if is_entry and i - 1 > contents_at + 1 else i - 1
