"""What begins a paragraph below a line that was left without a stop: a number that counts on, a label, a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.issuers import bodies_in
from ingest.line_forms import DATE_LINE
from ingest.markers import Family, Marker, decimal_marker_at, marker_at
from ingest.model import Line, LineKind

_LONGEST_BODY = 40
_MOST_SIGNERS = 6
_DATE_ENDS = frozenset("日）)")  # what a line with a date alone ends with, besides figures
_LIST_AREA = 30  # lines below a 1. among which its 2. stands
# What a sentence says before a number that it names: 按照⏎第三条, 《条例》⏎第四条, 清单第⏎二、三项, 第一条、第二条和⏎第三条.
_NAMES_NUMBER = re.compile(
    r"(?:第|按照?|根据|依照|依据|遵照|参照|适用|违反|符合|属于|对照|除|见|有|将|同|本(?:办法|细则|规定|条例|方案|通知|条|款|章|节)|上述|前述|"
    r"[和及与或至到图表条款项]|附件|[一二三四五六七八九十\d条款项][、，])$"
)
_NAMES_ARTICLE = re.compile(r"[》法例定则]$")
_LABEL = re.compile(r"[\u4e00-\u9fff \u3000]{2,8}[：:](?=\S)")
_BRACKETED_LABEL = re.compile(r"【[^【】。；]{2,24}】")
# A figure that the end of the line cut: what stands of it, and what the next line goes on with.
#   matches   每年不低于2⏎00元 | 面积1⏎2平方米 | 在15⏎个工作日内 | 2023⏎年5月 | 达1.⏎5万元
#   rejects   电话：12345678⏎2023年计划 | 共40⏎人员安排 | 合计：300⏎15人
_UNIT = (
    r"(?:[十百千万亿]{0,2}(?:元|美元)|[十百千万亿]|[%％‰]|个(?:工作日|月|小时|百分点|(?!人|别|体))|周?岁|周年|年(?!度|龄|级)|月|日(?!常|前)|天|小时|分钟|"
    r"名(?!称|单|额|录|义)|人次|人(?!员|事|民|力|口|才|均|大|社|数)|位(?!于|置)|户(?!籍|口|外)|平方米|公里|米|倍|件|张|份(?!额)|家(?!庭|属|长)|所(?!有|在|需|属)|床)"
)
_FIGURE_BEGUN = re.compile(r"(?<=[\u4e00-\u9fff])[0-9]{1,4}(?:[.．][0-9]{0,2})?$")
_FIGURE_GOES_ON = re.compile(rf"(?!(?:19|20)[0-9]{{2}}年)[0-9]{{0,4}}(?:[.．][0-9]+)?[ ]?{_UNIT}")
#   matches   每月不低于⏎三百元 | 不高于⏎50%
_BOUND = re.compile(r"(?:低于|少于|超过|高于|多于|大于|小于|不足|不到|达到|至少|至多|最多|最少|大约|约|共计)$")
_BOUND_ENDS = frozenset("于过足到少多约计")  # what each of them ends with
_FIGURE = re.compile(rf"[0-9]+(?:[.．][0-9]+)?|[一二三四五六七八九十百千万两]+(?:{_UNIT})")


@dataclass(slots=True)
class Count:
    """How far each kind of numbering has counted at the heads of the paragraphs so far."""

    last: dict[Family, tuple[int, ...]] = field(default_factory=dict)

    def note(self, text: str) -> None:
        """Take a paragraph's number into account."""
        marker = self.marker_of(text) or decimal_marker_at(text)
        if marker is not None:
            self.last[marker.family] = marker.ordinal

    def marker_of(self, text: str) -> Marker | None:
        """The number at the head of a line; 1.1 where the text numbers so and it counts on."""
        if Family.DECIMAL in self.last:
            marker = marker_at(text, decimal=True)
            if marker is not None and (marker.family is not Family.DECIMAL or self.counts_on(marker)):
                return marker
        return marker_at(text)

    def counts_on(self, marker: Marker) -> bool:
        """Whether a number is the next of its kind: 二 after 一, 1.2 or 2 after 1.1."""
        last = self.last.get(marker.family)
        if last is None:
            return False
        here = marker.ordinal
        depth = len(here) - 1
        if here[:depth] == last[:depth] and len(last) > depth and here[depth] == last[depth] + 1:
            return True
        return here == (*last, 1)


def begins_by_number(before: str, marker: Marker, lines: Sequence[Line], at: int, count: Count, *, full: bool) -> bool:
    """Whether the number at the head of a line begins a paragraph, though no stop closes what stands before it.

    `full`: the line before may have been broken at the margin, so that the number may be named in its sentence.
    """
    if _names_number(before, marker):
        return False
    if count.counts_on(marker):
        # 价格下降1⏎5.3%: a figure that the margin cut reads like a number.
        return not (full and marker.family is Family.ARABIC and before[-1:].isdecimal())
    return not full and marker.ordinal[-1] == 1 and _list_follows(marker, lines, at)


def _names_number(before: str, marker: Marker) -> bool:
    tail = before[-8:]
    return _NAMES_NUMBER.search(tail) is not None or (
        marker.family <= Family.ARTICLE and _NAMES_ARTICLE.search(tail) is not None
    )


def _list_follows(marker: Marker, lines: Sequence[Line], at: int) -> bool:
    """Whether a 1. has its 2. below it."""
    for line in lines[at + 1 : at + 1 + _LIST_AREA]:
        further = marker_at(line.text)
        if further is not None and further.family is marker.family:
            return further.ordinal[-1] == marker.ordinal[-1] + 1
    return False


def begins_by_label(before: str, here: str) -> bool:
    """Whether a line begins with a label as the paragraph above it does: 时间：… 地点：… | 【时间】… 【地点】…"""
    if here.startswith("【"):
        return before.startswith("【") and _BRACKETED_LABEL.match(here) is not None
    return _LABEL.match(here) is not None and _LABEL.match(before) is not None


def is_signer(lines: Sequence[Line], at: int) -> bool:
    """Whether a line names a body and nothing else, with a date below it or below further bodies."""
    for line in lines[at + 1 : at + 1 + _MOST_SIGNERS]:  # quicker than reading the bodies
        end = line.text.rstrip()[-1:]
        if end in _DATE_ENDS or end.isdecimal():
            break
    else:
        return False
    for line in lines[at : at + _MOST_SIGNERS + 1]:
        text = line.text.strip()
        if line.kind is not LineKind.TEXT or len(text) > _LONGEST_BODY:
            return False
        if DATE_LINE.match(text):
            return line is not lines[at]
        if not bodies_in(text):
            return False
    return False


def is_cut_figure(before: str, here: str) -> bool:
    """Whether a line break cut a figure, or the words that bound it from the figure."""
    tail = before[-12:]
    if tail[-1:].isdecimal() or tail.endswith((".", "．")):
        return bool(_FIGURE_BEGUN.search(tail) and _FIGURE_GOES_ON.match(here) and marker_at(here) is None)
    return bool(tail[-1:] in _BOUND_ENDS and _BOUND.search(tail) and _FIGURE.match(here) and marker_at(here) is None)
