"""The words that bound a figure, on both sides of it: 一般不超过70岁, 在任职后6个月内, 每年按1500元保底."""

from __future__ import annotations

import re

from ingest.model import Span
from qa.language.late_pattern import LatePattern
from qa.language.two_bounds import second_bound

# What softens or limits the figure behind it.
_BEFORE = LatePattern(
    r"(?:一般|通常|原则上|最[低高多少长迟晚早]|至[少多]|不(?:少|低|多|高|大|小|晚|迟|早)于|不(?:超过|足|满)|大?约)+(?:应?[为是按在])?$"
)
# What limits a term or a sum before it.
#   matches   6个月|内参加 | 15个工作日|内审核 | 每年按1500元|保底 | 200元|封顶 | 3000元|起
#   rejects   3个月|内容 | 5年|前沿
_BEHIND_TERM = re.compile(r"(?:以内|之内|内(?![容部心涵地设])|(?:以|之)[前后上下]|前(?![沿往提期景])|左右)")
_BEHIND_SUM = re.compile(r"(?:保底|封顶|为(?:上限|下限|限|起点)|包干|起步|(?:以|之)[上下内]|左右|起(?![草点来诉]))")
_TERM = re.compile(r"(?:工作日|自然日|个月|小时|分钟|[天日年周])$")
_SUM = re.compile(r"(?:[元%人名]|百分之[一二三四五六七八九十百]+)$")
# 在每年12月20日前 is read out without the 在 that led up to it; so is 于5月10日前.
_LED_UP_TO = re.compile(r"^[于在](?!编|职)")
# 所在单位在收到单据后15日内: the 在 of 所在 begins nothing.
_TWO_STARTS = re.compile(r"^[在于自从][^,。;:在于自从]{1,8}(?=[在于自从][^,。;:]{2,}?\d)")
# 每半年召开一次, of which the figure alone was taken: 每半年.
_EVERY = re.compile(r"每(?:[\d一二三四五六七八九十两半]*)?个?(?:年|半年|学年|学期|季度|季|月|周|天|日)$")
_TIMES = re.compile(r"[^,。;:\d每]{0,8}?[一二两三四五六七八九十\d]+[次回遍轮](?!性)")
# What is done within the term, or so often, where few words say it: 内审核完毕, 一次全体会议.
_TAIL = re.compile(r"[\u4e00-\u9fff]{0,10}(?=[,;。:]|$)")


def with_bounds(squeezed: str, span: Span) -> Span:
    """The span of a figure with the bound right before it and right behind it; what only leads up to it left out."""
    start, end = span
    both = second_bound(squeezed, span)
    lead = squeezed[max(0, start - 12) : start]
    if found := _BEFORE.search(lead):
        start -= len(lead) - found.start()
    if both is not None:
        return start, both
    for unit, behind in ((_TERM, _BEHIND_TERM), (_SUM, _BEHIND_SUM)):
        if unit.search(squeezed[start:end]) and (more := behind.match(squeezed, end)):
            end = _to_the_end(squeezed, more.end())
            break
    if _EVERY.fullmatch(squeezed[start:end]) and (often := _TIMES.match(squeezed, end)):
        end = _to_the_end(squeezed, often.end())
    for opening in (_TWO_STARTS, _LED_UP_TO):
        if needless := opening.match(squeezed[start:end]):
            start += needless.end()
    return start, end


def _to_the_end(squeezed: str, place: int) -> int:
    """The end of the piece where few words are left of it, else the place itself."""
    tail = _TAIL.match(squeezed, place)
    return tail.end() if tail and not tail.group().endswith("的") else place
