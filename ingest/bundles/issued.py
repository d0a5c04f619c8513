"""The 意见, 方案 or 办法 that a notice issues or forwards, printed below it: named in the notice, then headed by its title."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.heads.enactment import is_enactment
from ingest.heads.start import head_start
from ingest.issuers import bodies_in
from ingest.line_forms import (
    ANNEX_HEAD,
    COPIED_TO,
    DATE_LINE,
    NOTE,
    PRINTED,
    SIGNED,
    ends_sentence,
    is_signed,
    is_title_like,
    stands_alone,
)
from ingest.markers import marker_at
from ingest.masthead import Masthead
from ingest.model import LineKind
from ingest.paragraphs import Paragraph
from ingest.title import document_type_of, is_complete_title

_TITLE_PARAGRAPHS = 4
_LONGEST_NAMING = 1000  # characters of a line that names what is issued
_STANDS_BELOW_NOTICE = (ANNEX_HEAD, COPIED_TO, PRINTED, NOTE)  # below a foot line that repeats the title
_NAMING_PARAGRAPHS = 4  # the notice names what it issues in its first paragraphs
_ANNEX_NOTE_LINES = 8
_BARE_HEAD_LENGTH = 12
_SHORT_NAME = 4  # 《实施意见》: the name a notice gives where the rule's own title is longer
_TITLE = r"《(?P<{}>(?:[^《》]|《[^《》]*》)+)》"
# What a notice says of the rule below it.
#   matches   现将《…办法》印发给你们 | 同意《…规划》 | 《…方案》已经市委同意，现予印发
#   rejects   根据《…条例》 | 落实《…意见》精神
_NAMED = re.compile(
    rf"(?:印发|转发|批转|发布|公布|颁发|下发|现将|同意|批准)[^《。；]{{0,20}}{_TITLE.format('title')}"
    rf"|{_TITLE.format('approved')}[^。《》]{{0,40}}(?:印发|转发|同意|通过|发布|公布|批准)"
)
# More than one rule in one notice: 《甲办法》《乙细则》, 《甲办法》和《乙细则》
_NAMED_NEXT = re.compile(rf"[、和及与]?{_TITLE.format('title')}")
# A title that names the rule without 《》: 国务院关于印发全国数据规划的通知
_NAMED_BARE = re.compile(
    r"(?:印发|转发|批转|发布|公布)(?P<title>[^《》。，]{2,80}?)的(?:通知|函|批复|公告|通告|令|决定)$"
)
# A rule inside the name of the notice that issues it: 《…关于印发〈…意见〉的通知》
_NAMED_INSIDE = re.compile(r"[〈<《“](?P<title>[^〈〉<>《》“”]{4,80})[〉>》”]")
_BRACKETED_TAIL = re.compile(r"[（(][^（）()]*[）)]$")
_ISSUES = re.compile(
    r"(?:现将|现予|予以|一并|并|特此)[^。]{0,60}?(?:印发|转发|批转|发布|公布)|^.{0,40}关于(?:印发|转发|批转)"
)


@dataclass(frozen=True, slots=True)
class Issued:
    """Where the document that a notice issues stands."""

    start: int  # its first paragraph: the head line 附件, where it is printed under one
    head: int  # where its own head begins: red head and number, or its title


def issued_names(paragraphs: Sequence[Paragraph], head: Masthead) -> tuple[list[str], list[str]]:
    """Names of the documents that a notice issues: those in its title, and those only its first sentences give."""
    title = head.fields.get("title")
    in_title = _names_in(title.value) if title else []
    body = [p.text for p in paragraphs[head.body : head.body + _NAMING_PARAGRAPHS]]
    in_body = [name for text in (*body, *(p.text for p in head.unread)) for name in _names_in(text)]
    if title is not None and not in_title:  # a notice may be printed under the title of the rule itself
        in_title = [name for name in dict.fromkeys(in_body) if is_one_title(title.value, name)]
    return in_title, [name for name in in_body if name not in in_title]


def begins_issued_rule(above: Sequence[str], title: str, below: str) -> bool:
    """Whether a line that repeats the title a file begins with heads the rule, `above` being the notice that issues it.

    The notice names the title as what it issues, and it is at its end, or the line below the title begins a rule.
    """
    if not above or not below or any(form.match(below) for form in _STANDS_BELOW_NOTICE):
        return False
    if not (_closes_notice(above[-1]) or _is_bare_annex_head(above[-1]) or _begins_rule(below)):
        return False
    words = "\n".join(line for line in above if len(line) <= _LONGEST_NAMING)
    return any(is_one_title(title, name) for name in _names_in(words))


def issues_something(paragraphs: Sequence[Paragraph], head: Masthead) -> bool:
    """Whether a notice says that it issues or forwards another document."""
    title = head.fields.get("title")
    texts = [title.value] if title else []
    texts += [p.text for p in paragraphs[head.body : head.body + _NAMING_PARAGRAPHS]]
    return any(_ISSUES.search(text) for text in texts)


def find_issued(paragraphs: Sequence[Paragraph], head: Masthead, end: int) -> list[Issued]:
    """The documents that a notice issues, in printed order: each named in the notice, its own title alone on a line.

    A rule printed under 附件 is one where the notice's title names it: the notice is there for its sake. What only a
    sentence mentions and 附件 heads stays an annex.
    """
    in_title, in_body = issued_names(paragraphs, head)
    waiting = [*in_title, *in_body]
    if not waiting:
        return []
    found: list[Issued] = []
    i = head.body
    while i < end and waiting:
        under_annex = i > head.body and _is_bare_annex_head(paragraphs[i - 1].text)
        names = in_title if under_annex else waiting
        named = _named_at(paragraphs, i, end, names)
        if named is None or named[0] not in waiting or not _begins_here(paragraphs, i, end, head, under_annex):
            i += 1
            continue
        if i > head.body and _signs_undated(paragraphs, i) and _named_at(paragraphs, i + 1, end, names) is not None:
            i += 1
            continue
        name, last = named
        start = i - 1 if under_annex else head_start(paragraphs, i, head.body - 1)
        found.append(Issued(start, i if under_annex else start))
        # One name may stand for a rule in several forms; only another rule is looked for below this one.
        waiting = [
            w for w in waiting if w in in_title and not is_same_title(w, name) and name not in w and w not in name
        ]
        i = last + 1
    return found or _below_signature(paragraphs, head, end, waiting)


def _below_signature(paragraphs: Sequence[Paragraph], head: Masthead, end: int, names: Sequence[str]) -> list[Issued]:
    """What a notice issues under another name than its title: 「实施方案」 for 2023年养老服务工作实施方案.

    It stands right below the notice's signature or imprint, and is of the 文种 that the notice names.
    """
    kinds = {kind for name in names if (kind := document_type_of(name)) is not None}
    for i in range(head.body + 1, end):
        if not _closes_notice(paragraphs[i - 1].text) or not _may_head(paragraphs[i]):
            continue
        joined = ""
        for following in paragraphs[i : min(end, i + _TITLE_PARAGRAPHS)]:
            if not _may_head(following) or ends_sentence(following.text):
                break
            joined += "".join(following.text.split())
            if is_title_like(joined):
                return [Issued(i, i)] if document_type_of(joined) in kinds else []
    return []


def _closes_notice(text: str) -> bool:
    """Whether a line is the last one of a notice: its date, a 附注, the imprint."""
    return bool(
        DATE_LINE.match(text) or is_signed(text) or NOTE.match(text) or PRINTED.match(text) or COPIED_TO.match(text)
    )


def _begins_rule(text: str) -> bool:
    """Whether a line is the first below a rule's title: 第一条, 第一章, 一、, or its 题注."""
    marker = marker_at(text)
    return is_enactment(text) or (marker is not None and marker.ordinal == (1,))


def is_one_title(title: str, other: str) -> bool:
    """Whether two titles are the same but for quotation marks and a (试行) behind it."""
    return _BRACKETED_TAIL.sub("", bare_title(title)) == _BRACKETED_TAIL.sub("", bare_title(other))


def is_same_title(printed: str, named: str) -> bool:
    """Whether a printed title is the named one: a (试行) more or less, a word lost, the bodies left away."""
    if len(printed) < _SHORT_NAME or abs(len(printed) - len(named)) > 12:
        return False
    if printed == named or _BRACKETED_TAIL.sub("", printed) == _BRACKETED_TAIL.sub("", named):
        return True
    shorter, longer = sorted((printed, named), key=len)
    if len(_BRACKETED_TAIL.sub("", shorter)) >= 8 and longer.endswith(shorter) and is_complete_title(shorter):
        return True
    return difflib.SequenceMatcher(None, printed, named).ratio() >= 0.93


def bare_title(text: str) -> str:
    """A title without white space and quotation marks, for comparing."""
    return re.sub(r"[\s《》〈〉<>“”\"'‘’]", "", text)


def _names_in(text: str) -> list[str]:
    compact = "".join(text.split())
    names: list[str] = []
    for match in _NAMED.finditer(compact):
        whole = match["title"] or match["approved"]
        names.append(bare_title(whole))
        position = match.end("title") + 1 if match["title"] else len(compact)
        while following := _NAMED_NEXT.match(compact, position):
            names.append(bare_title(following["title"]))
            position = following.end()
        names.extend(bare_title(inside["title"]) for inside in _NAMED_INSIDE.finditer(whole))
    if not names and (bare := _NAMED_BARE.search(compact)):
        names.append(bare_title(bare["title"]))
    return list(dict.fromkeys(names))


def _begins_here(paragraphs: Sequence[Paragraph], i: int, end: int, head: Masthead, under_annex: bool) -> bool:
    """Whether what stands around a title lets the issued document begin with it."""
    if under_annex:
        return not _lists_annexes(paragraphs, i, end)
    return i == head.body or _may_stand_before(paragraphs[i - 1], paragraphs[i])


def _signs_undated(paragraphs: Sequence[Paragraph], i: int) -> bool:
    """Whether a body right above a title signs what stands before, which has no day; below a day it begins the title."""
    before, line = paragraphs[i - 1].text, paragraphs[i]
    return not (line.first.page_break_before or _closes_notice(before)) and bool(bodies_in(line.text))


def _may_head(paragraph: Paragraph) -> bool:
    """Whether a paragraph can be the first line of a title."""
    text = paragraph.text
    if paragraph.first.kind is not LineKind.TEXT or len(text) > 100:
        return False
    return not stands_alone(text) and marker_at(text) is None


def _named_at(paragraphs: Sequence[Paragraph], i: int, end: int, names: Sequence[str]) -> tuple[str, int] | None:
    """The name whose title is printed from paragraph `i` on, over up to four lines, and the last of these."""
    if not _may_head(paragraphs[i]):
        return None
    joined = ""
    for j in range(i, min(end, i + _TITLE_PARAGRAPHS)):
        line, text = paragraphs[j].first, paragraphs[j].text
        if line.kind is not LineKind.TEXT or len(text) > 100 or ends_sentence(text) or stands_alone(text):
            return None
        joined += bare_title(text)
        for name in names:
            if is_same_title(joined, name):
                return name, j
    return None


def _may_stand_before(before: Paragraph, title: Paragraph) -> bool:
    """Whether what stands above a title lets it be one: no list of titles, no sentence that the title is a part of."""
    if title.first.page_break_before or title.first.heading_level is not None:
        return True
    return not before.text.rstrip().endswith(("、", "，", "和", "及")) or stands_alone(before.text)


def _is_bare_annex_head(text: str) -> bool:
    return len(text) < _BARE_HEAD_LENGTH and ANNEX_HEAD.match(text) is not None


def _lists_annexes(paragraphs: Sequence[Paragraph], i: int, end: int) -> bool:
    """Whether 附件： and the titles below it name the annexes before the signature rather than head them."""
    for following in paragraphs[i + 1 : min(end, i + _ANNEX_NOTE_LINES)]:
        text = following.text
        if DATE_LINE.match(text) or SIGNED.match(text):
            return True
        if len(text) > 45 or marker_at(text) is not None:
            return False
    return False
