"""Small words that turn what a sentence says: a sentence of our own may hold none that its clause does not."""

from __future__ import annotations

import re

# Directions, measures, degrees and ranks. Each must be printed in the clause; none may be put in another's place.
_SIGNALS = re.compile(
    r"""(?x)
      以[上下内外前后] | 之[前后内外] | (?<=[日月年底])[前后](?![期者往续勤]) | [日天月年](?=内)内
    | 每(?:个)?(?:半年|学年|学期|季度|工作日|[年月日天周季人名户次支场件亩间桌顿])
    | 不满|未满|不足|超过
    | 全部|全体|全额|部分|所有|一律|仅|只能|均应|优先|另行|至多|至少|最[高低多少长短早晚迟]|不限
    | 提高|降低|增加|减少|上调|下调|延长|缩短|加倍|减半
    | 同级|上级|下级|省级|市级|县级|本级|各级
    | 原则上|一般|必要时|有条件|条件允许|试点|自愿
    | 离休|退休|在职|[省市县区](?=委|政府|财政|属|直|级)
    """
)
_SAME = {
    "每日": "每天",
    "每名": "每人",
    "每个人": "每人",
    "之前": "以前",
    "之后": "以后",
    "之内": "以内",
    "最少": "至少",
    "最多": "至多",
}
_DIRECTION = (
    re.compile(r"最低|最少|至少|最短|不(?:得|应|能)?(?:低于|少于|小于)|下限|起码"),
    re.compile(r"最高|最多|至多|最长|不(?:得|应|能)?(?:超过|高于|多于|大于|突破)|上限|封顶"),
)


def strange_signal(said: str, printed: str) -> str | None:
    """A small word of a part that the printed text does not hold; None where it holds them all. Both in bare form."""
    for found in _SIGNALS.finditer(said):
        word = found.group()
        if word not in printed and _SAME.get(word, word) not in printed and not _same_in(word, printed):
            return word
    return None


def _same_in(word: str, printed: str) -> bool:
    """Whether the text says it in the other word for the same: 每日 for 每天."""
    return any(same == _SAME.get(word, word) and other in printed for other, same in _SAME.items())


def bounded_both_ways(words: str) -> bool:
    """Whether the words around one figure bound it from below and from above: 最低不超过."""
    low, high = (pattern.search(words) is not None for pattern in _DIRECTION)
    return low and high
