"""Titles in a text: 《title》（文号）, lists of them, titles inside titles, and those that only their number gives away."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.citing.document_names import names_a_document
from ingest.citing.pinpoints import Pinpoint
from ingest.document_number import NumberMention
from ingest.frozen import quickly_made
from ingest.line_forms import TYPE_AT_END
from ingest.model import Span

_SPACE = r"[ \t\u3000\xa0\n]*"
# The outermost 《…》; a title inside one is printed with 〈〉, <> or again 《》. A title that opens 〈 and never closes
# it goes on behind 》: 《关于印发〈意见》的通知》.
_QUOTED_TITLE = re.compile(
    r"《(?P<title>(?:[^《》]|《(?:[^《》]|《[^《》]*》)*》){2,240}?)(?P<close>》)(?P<rest>的(?:通知|决定|批复|公告|意见)》)?"
)
# 《…印发〈title〉的通知》 names the rule inside as well.
_INNER_TITLE = re.compile(r"[〈<《＜](?P<title>[^〈〉<>《》＜＞]{2,120})(?:[〉>》＞]|$)")
# “关于…的通知”（国办函〔2020〕1号): quoted otherwise, known as a title by its 关于 and by the number behind it.
_OTHERWISE_QUOTED = re.compile(r"[“「『\"](?P<title>[^“”「」『』\"。；]{0,30}关于[^“”「」『』\"。；]{4,100})[”」』\"]")
# 国务院办公厅关于…的意见（国办发〔2018〕83号): not quoted at all; only the number behind it shows where it ends.
_UNQUOTED_TITLE = re.compile(
    r"(?P<title>[^，,。；;：:！？《》（）()“”\n\t]{0,30}关于[^。；;：:！？《》（）()“”\n\t]{4,100})$"
)
# What stands before an unquoted title and is no part of it.
_LEAD_WORDS = re.compile(
    r"^.*(?:根据|依据|按照|遵照|依照|参照|对照|贯彻落实|贯彻执行|贯彻|落实|执行|转发|印发了?|下发了?|现将|废止|违反|符合|结合|参见|详见|见|和|及|与|、)"
    r"(?=.{0,30}关于)|^[\s\d.．、（）()一二三四五六七八九十]+"
)
# 根据市委办公室关于印发《…》的通知: the words around a quoted title that make another of it, in a sentence.
_AROUND_BEFORE = re.compile(
    r"(?:根据|依据|依照|按照|遵照|落实|贯彻|执行|参照)[^，。；\n《》]{0,40}?(?P<title>关于(?:印发|转发|批转|发布|公布|颁布|修改|废止|贯彻落实|实施))$"
)
_AROUND_BEHIND = re.compile(r"的(?:通知|决定|公告|批复|意见)")
_NUMBER_FIRST = re.compile(r"[ \u3000]*(?:文件?|印发的|通知)?[ \u3000]*[，,\t]?[ \u3000]*")

_CLOSING = re.compile(r"[）)。]")
_OPENING = re.compile(rf"{_SPACE}[（(]")
_OPENS = re.compile(r"[（(]")
_OPENING_BEFORE = re.compile(r"[（(\t][ \u3000]*$")
_NEXT_CELL = re.compile(rf"{_SPACE}\t{_SPACE}")
_NUMBER_REACH = 40
_LONGEST_LIST = 40
_JOINT = re.compile(r"[、，,和及与\s]*")


@quickly_made
@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in a text; spans count in that text."""

    span: Span
    title: str | None
    number: NumberMention | None
    pinpoint: Pinpoint | None = None
    inside: int | None = None  # where the title begins that names this one: 《…印发〈title〉的通知》
    defined_at: int = -1  # end of a （以下简称《…》） that follows it: what is said of the document goes on there

    @property
    def end(self) -> int:
        """Where the naming ends, its short name's definition included."""
        return max(self.span[1], self.defined_at)


def find_titles(text: str, numbers: Sequence[NumberMention]) -> list[Mention]:
    """Titles with the numbers that stand with them, and the titles named inside of titles."""
    outer: list[Mention] = []
    inner: list[tuple[int, Mention]] = []  # the place of the title around it in `outer`, and the one inside
    for match in _QUOTED_TITLE.finditer(text):
        printed, end = match["title"], match.end("close")
        around = _title_around(text, match.start(), end) if match["rest"] is None else None
        if around is not None:
            inner += [(len(outer), Mention(match.span("title"), _squeezed(printed), None))]
            outer.append(Mention(around, _squeezed(text[slice(*around)]), _number_behind(text, around[1], numbers)))
            continue
        if match["rest"] and _leaves_open(printed):
            printed, end = printed + "》" + match["rest"][:-1], match.end()
        for part in _INNER_TITLE.finditer(printed):
            at = match.start("title") + part.start("title")
            inner += [(len(outer), Mention((at, at + len(part["title"])), _squeezed(part["title"]), None))]
        title, number = _number_inside(_squeezed(printed), (match.start(), end), numbers)
        number = number or _number_behind(text, end, numbers) or _number_before(text, match.start(), numbers)
        outer.append(Mention((match.start(), end), title, number))
    outer = [_span_with_number(text, m) for m in _share_numbers(text, outer, numbers)]
    found = [*outer, *_otherwise_quoted(text, numbers, outer)]
    for place, mention in inner:
        if names_a_document(mention.title or ""):
            found.append(_issued_by(outer[place], mention))
    return found


def _issued_by(outer: Mention, mention: Mention) -> Mention:
    """A title inside of another; what a numbered notice issues (印发, not 转发) bears the number of the notice."""
    lead = (outer.title or "").partition(mention.title or "")[0].rstrip("《〈<＜")
    number = outer.number if lead.endswith(("印发", "发布", "公布", "颁布", "下发")) else None
    return replace(mention, number=number, inside=outer.span[0])


def _number_inside(title: str, span: Span, numbers: Sequence[NumberMention]) -> tuple[str, NumberMention | None]:
    """A title without the number in a bracket at its end, and that number: 《…办法（云政发〔2014〕10号）》."""
    last = bisect_left(numbers, span[1], key=lambda n: n.span[1]) - 1
    if last < 0 or numbers[last].span[0] <= span[0]:
        return title, None
    bracketed = f"（{_squeezed(numbers[last].text)}）"
    if title.replace("(", "（").replace(")", "）").endswith(bracketed):
        return title[: -len(bracketed)], numbers[last]
    return title, None


def _title_around(text: str, start: int, end: int) -> Span | None:
    """Where a title without marks stands around a quoted one: 根据市委关于印发《…方案》的通知要求; not in a title line."""
    behind = _AROUND_BEHIND.match(text, end)
    before = _AROUND_BEFORE.search(text, max(0, start - 60), start) if behind else None
    return (before.start("title"), behind.end()) if before and behind else None


def _leaves_open(printed: str) -> bool:
    return (
        bool(re.search(r"[〈<＜][^〉>＞]*$", printed))
        or re.match(r"关于(?:印发|转发|批转|修改|废止)", printed) is not None
    )


def _number_behind(text: str, position: int, numbers: Sequence[NumberMention]) -> NumberMention | None:
    """The number in the bracket that follows a title: （国办发〔2020〕1号）, （1999年市政府令第12号公布，以下简称《办法》）."""
    following = bisect_left(numbers, position, key=lambda n: n.span[0])
    if following == len(numbers) or numbers[following].span[0] - position > _NUMBER_REACH:
        return None
    number = numbers[following]
    between = text[position : number.span[0]]
    if not between.strip("（( 　，,\n"):
        # On the next line only a bracket goes on with a title; a bare number begins an entry of its own.
        return number if len(between) <= 3 and ("\n" not in between or between[-1] in "（(") else None
    in_bracket = _OPENING.match(text, position) and not re.search(r"[）)《。；]", between)
    return number if in_bracket or _NEXT_CELL.fullmatch(between) else None


def _number_before(text: str, position: int, numbers: Sequence[NumberMention]) -> NumberMention | None:
    """The number that a title follows: 国发〔2016〕33号《关于…的意见》."""
    before = bisect_right(numbers, position, key=lambda n: n.span[1]) - 1
    if before < 0 or not numbers[before].agency:
        return None
    end = numbers[before].span[1]
    if "\t" in text[end:position] and "》" in text[text.rfind("\n", 0, position) + 1 : end]:
        return None  # the cell before it is of another title
    # A number on the line above is the document's own, in its head.
    return numbers[before] if position - end <= 8 and _NUMBER_FIRST.fullmatch(text, end, position) else None


def _share_numbers(text: str, titles: Sequence[Mention], numbers: Sequence[NumberMention]) -> list[Mention]:
    """Give each of several titles its number where as many numbers stand in one bracket behind them: 《A》《B》（甲号、乙号）."""
    shared = list(titles)
    for i in range(1, len(titles)):
        last, end = titles[i].number, titles[i].span[1]
        close = _CLOSING.search(text, last.span[1]) if last and last.span[0] >= end else None
        if last is None or close is None:
            continue
        begin = bisect_left(numbers, last.span[0], key=lambda n: n.span[0])
        group = [n for n in numbers[begin : begin + _LONGEST_LIST] if n.span[1] <= close.start()]
        first = i - len(group) + 1
        if len(group) < 2 or first < 0:
            continue
        listed = titles[first : i + 1]
        joined = all(_JOINT.fullmatch(text, a.span[1], b.span[0]) for a, b in pairwise(listed))
        if joined and all(m.number is None for m in listed[:-1]):
            shared[first : i + 1] = [replace(m, number=n) for m, n in zip(listed, group, strict=True)]
    return shared


def _span_with_number(text: str, mention: Mention) -> Mention:
    """The mention with its span up to the number's closing bracket, where the number follows at once."""
    number = mention.number
    if number is None:
        return mention
    if number.span[0] < mention.span[0]:
        return replace(mention, span=(number.span[0], mention.span[1]))
    if number.span[1] <= mention.span[1]:
        return mention
    if "《" in text[mention.span[1] : number.span[0]]:
        return mention  # the number stands behind another title of the list
    end = number.span[1]
    end += next((len(word) for word in ("文件", "文") if text.startswith((word + "）", word + ")"), end)), 0)
    if text[end : end + 1] in ("）", ")") and _OPENS.search(text, mention.span[1], number.span[0]):
        end += 1
    return replace(mention, span=(mention.span[0], end))


def _otherwise_quoted(text: str, numbers: Sequence[NumberMention], known: Sequence[Mention]) -> list[Mention]:
    """Titles in other marks or in none, known by the number in the bracket behind them."""
    taken = {m.number.span[0] for m in known if m.number}
    found: list[Mention] = []
    for number in numbers:
        start = number.span[0]
        opening = _OPENING_BEFORE.search(text, max(0, start - 3), start)
        if start in taken or opening is None:
            continue
        before = text[max(0, opening.start() - 140) : opening.start()]
        offset = opening.start() - len(before)
        marked = [m for m in _OTHERWISE_QUOTED.finditer(before) if m.end() == len(before)]
        match = marked[0] if marked else _UNQUOTED_TITLE.search(before)
        if match is None:
            continue
        title_start = match.start("title")
        if not marked and (lead := _LEAD_WORDS.match(match["title"])):
            title_start += lead.end()
        title = "".join(before[title_start : match.end("title")].split())
        if not TYPE_AT_END.search(title):
            continue
        outer = offset + (match.start() if marked else title_start)
        found.append(_span_with_number(text, Mention((outer, opening.start()), title, number)))
    return found


def _squeezed(text: str) -> str:
    return "".join(text.split())
