"""What a question is about, as weighted words: how far a text covers it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from qa.language.lexicon import same_words
from qa.language.sentences import squeezed_text
from qa.model import Interpretation, ValueKind

_QUOTES = re.compile(r"[“”‘’\"'《》〈〉()（）〔〕\[\]]")
# A word that no clause holds may be the asker's own for something there: it weighs no more than one that two hold.
ABSENT = 2
# What a sum is called.
SUMS = ("补贴", "补助", "津贴", "奖金", "奖励", "罚款", "工资", "薪", "报酬", "经费", "费", "款", "金")
_QUOTED = re.compile(r"[“\"‘]([^“”\"‘’]{2,20})[”\"’]")
_LEVEL_HERE = re.compile(r"(?P<level>[省市县区乡镇村])里")
ACROSS_WORDS = 0.2
_DEPUTY = "副"
# Words of asking and of office prose that tell no matter from another.
# 一周, 每批: for how much a figure is counted; how, qa/gate/measures.py asks.
_COUNTED_BY = "年 月 周 天 日 季度 季 学期 学年 年度 个月 届 期 批 轮 次 场 堂 节 门 课时 学时 小时 户 人 名 位 支 份 件 台 辆 间 顿 餐 个".split()
GENERIC = frozenset(f"{each}{unit}" for each in "一每" for unit in _COUNTED_BY) | frozenset(
    "要求 规定 做法 工作 这项 那项 方面 情况 相关 有关 进行 可以 需要 应该 应当 没有 自己 现在 目前 具体 内容 地方 问题 事项 时候 一个 "
    "标准 数额 金额 额度 什么 怎么 如何 必须 按照 根据 开展 实施 要不 能不 是否 各地 一般 关于 通知 意见 办法 文件 "
    "期限 时限 时间 截止 日期 次数 人数 比例 多长 一次 开一次 最多 最少 超过 每月 每年 每人 每天 单位 部门 谁来 来管 要求".split()
)


class Matter:
    """The question's words with their weights: what a text must cover to be about it."""

    def __init__(self, interpretation: Interpretation, pool: Sequence[str]) -> None:
        """`pool`: squeezed texts of the retrieved clauses; a word that all of them hold says little."""
        self._other_words = _other_words(interpretation)
        self.weights = _weights(interpretation, pool, self._other_words)
        self.total = sum(self.weights.values()) or 1.0
        self.in_order = tuple(sorted(self.weights))
        self._meant_by: dict[str, list[str]] = {}  # other words -> the words of the question that they stand for
        for feature in self.weights:
            for way in self._other_words.get(feature, ()):
                self._meant_by.setdefault(way, []).append(feature)

    def found_in(self, squeezed: str) -> frozenset[str]:
        """The words that the text holds."""
        found = {f for f in self.weights if f in squeezed}
        if _DEPUTY in squeezed:
            found = {f for f in found if _holds(squeezed, f)}
        for way, features in self._meant_by.items():
            if way in squeezed:
                found.update(features)
        return frozenset(found)

    def share(self, features: Iterable[str]) -> float:
        """0..1: the weight of these words."""
        return sum([self.weights[f] for f in features]) / self.total


def _weights(
    interpretation: Interpretation, pool: Sequence[str], other_words: dict[str, tuple[str, ...]]
) -> dict[str, float]:
    """Words and character pairs of the question, weighted by how rare they are among the retrieved clauses.

    A compound counts once, shared between itself and its parts (党支部书记: 支部, 书记), so that a long name does not
    outweigh what is asked of it. A pair that runs across two words counts little: 「上访最多」 is not missing from a
    text for want of 「访最」. What a sum is called (补贴) counts double where a sum is asked for.
    """
    words = [plain for term in interpretation.terms if len(plain := squeezed_text(term)) > 1]
    # 书记补贴, 志愿服务队伍: where nobody prints the two words as one, they count as two.
    words = [w for w in words if any(w in text for text in pool) or not _made_of(w, words)]
    features: dict[str, float] = {}
    for word in words:
        if any(word != other and word in other for other in words):
            continue
        generic = ACROSS_WORDS if word in GENERIC else 1.0
        focus = 2.0 if ValueKind.MONEY in interpretation.wants and any(name in word for name in SUMS) else 1.0
        for part, share in _shares(word, words).items():
            features[part] = max(features.get(part, 0.0), share * generic * focus)
    for stretch in interpretation.subject.split():
        plain = squeezed_text(_QUOTES.sub("", stretch))
        if len(plain) == 1:
            features.setdefault(plain, 0.3)
        for i in range(len(plain) - 1):
            pair = plain[i : i + 2]
            features.setdefault(pair, 0.1 if any(pair in w for w in words) else ACROSS_WORDS)
    for quoted in _QUOTED.findall(interpretation.subject):
        features[squeezed_text(quoted)] = 2.0  # “时间银行”: in quotes because it is just this that is meant
    count = len(pool)
    weights = {}
    for feature, base in features.items():
        if others := other_words.get(feature):
            holding = sum(any(way in text for way in (feature, *others)) for text in pool)
        else:
            holding = sum([feature in text for text in pool])
        weights[feature] = base * math.log(1 + (count + 1) / (max(holding, ABSENT) + 0.5))
    return weights


def _other_words(interpretation: Interpretation) -> dict[str, tuple[str, ...]]:
    """For words of the question and their parts: other words for the same thing."""
    others: dict[str, tuple[str, ...]] = {}
    plain = squeezed_text(interpretation.subject)
    for word, same in same_words().items():
        if word not in plain:
            continue
        ways = tuple(squeezed_text(w) for w in same)
        for part in (word, *(t for t in interpretation.terms if t in word and len(t) > 1)):
            others[part] = (*others.get(part, ()), *ways)
        for i in range(len(word) - 1):
            others.setdefault(word[i : i + 2], ways)
    for found in _LEVEL_HERE.finditer(plain):  # 省里 pays what 省级财政 pays
        level = found["level"]
        others[found.group()] = (*others.get(found.group(), ()), f"{level}级", f"{level}财政", f"由{level}")
    return others


def _shares(word: str, words: Sequence[str]) -> dict[str, float]:
    """A word's weight of 1, shared with the shorter words in it; with its pairs where the cutter found none."""
    if len(word) == 2:
        return {word: 1.0}
    inner = [w for w in words if w != word and w in word]
    parts = [w for w in inner if not any(v != w and v in w for v in inner)]
    parts = parts or [word[i : i + 2] for i in range(len(word) - 1)]
    return {word: 0.4, **dict.fromkeys(parts, 0.6 / len(parts))}


def _made_of(word: str, words: Sequence[str]) -> bool:
    """Whether a word is no more than shorter words of the question set side by side."""
    reached = {0}
    for start in range(len(word)):
        if start in reached:
            reached |= {start + len(w) for w in words if w != word and word.startswith(w, start)}
    return len(word) in reached


def _holds(text: str, feature: str) -> bool:
    """Whether the text holds the word; 副组长 is no 组长."""
    place = text.find(feature)
    while place >= 0:
        if place == 0 or text[place - 1] != _DEPUTY or feature[0] == _DEPUTY:
            return True
        place = text.find(feature, place + 1)
    return False
