"""What a row is called: a name that its sentences print, shared by as many of them as can be; never made up."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.comparing.speaking import Spoken
from qa.comparing.topic import Topic
from qa.comparing.verbs import verb_of
from qa.lexicon import whole_words
from qa.sentences import squeezed_text

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST, _LONGEST = 3, 12  # characters
_LONGEST_HEADING = 24
_BESIDE = 4000  # silent sentences that a name is held against
_MANY = 3  # sentences of one clause alone, which its heading names
# Words that open or close no name: verbs of notices, and words that hold sentences together.
_NO_NAME = frozenset(
    "加强 加大 完善 健全 建立 建成 建好 用好 建强 推进 推动 推行 推出 推广 引导 开展 深入 深化 落实 制定 研究 探索 实施 发挥 提高 提升 "
    "提供 促进 加快 坚持 充分 利用 运用 依托 围绕 结合 按照 根据 纳入 列入 给予 通过 采取 做好 抓好 搞好 办好 打造 培育 挖掘 "
    "宣传 营造 鼓励 支持 倡导 提倡 参与 参加 举办 召开 创建 创新 改进 优化 整合 统筹 明确 强化 巩固 拓展 丰富 扩大 增强 维护 "
    "确保 实现 形成 注重 重视 积极 认真 切实 全面 广泛 持续 不断 进一步 逐步 及时 定期 主动 大力 着力 努力 有效 更好 更加 适当 必要 有关 "
    "相关 各级 各类 各地 各单位 各部门 其他 以及 并且 或者 如果 对于 关于 为了 由于 因为 可以 应当 应该 必须 需要 不得 不能 要求 规定 使用 "
    "进行 具有 作为 成为 包括 不少于 不低于 不超过 至少 一般 一次 一个 一批 一名 每年 每月 每人 每季度 每半年 负责 承担 设立 设置 成立 "
    "选派 选配 担任 安排 满足 协助 帮助 关心 服务于 面向 达到 符合 依法 依照 没有 不再 已经 正在 继续 重点 主要 同时 其中 特别 尤其 "
    "之间 之前 之后 以上 以下 以内 期间 方面 等 的 和 与 及 或 在 对 为 以 把 将 从 向 到 由 被 让 使 了 着 过 是 有 要 应 可 也 都 并 而 且 不 "
    "各 每 本 该 其 此 这 那 所 者 更 最 已 再 又 还 就 才 只 于 按 经 因 如 若 须 由 做 搞 抓 办 建 促 强 新 好 高 大 多 少 上 下 中 内 外 前 后 "
    "情况 之一 为主 为辅 起来 下去 出来 一项 一种 相结合 为 自觉 自愿 就近 就便 按规定 暂停 启动 筹备 打响 激发 树立 突出 大事 "
    "建 送 讲 享受 领取 发放 缴纳 交纳 打造成 造成 就是 得出 作出 开办 贡献 收官 圆满 弘扬 借助 更新 对接 接受 构建 构筑 深耕 引领 传承 抓紧 打通 嵌入 贯彻 号召 倡议 执行 参照 属于 位于 来自 用于 列 记 计 占 达 满 超过 低于 高于 至 元 次 人 名 个".split()
)
# Words that end a name (志愿服务组织, 激励, 经费保障) and open none.
_NO_BEGINNING = frozenset("组织 规范 保障 激励 培养 申请 办理 报销 管理 服务 建设 工作 活动 培训 教育 学习".split())
# However the cutter cuts it, no name has a verb of notices inside.
_VERB_WITHIN = re.compile("|".join(sorted(w for w in _NO_NAME if len(w) > 1)))
# A heading with one of these is a sentence and no name.
_SENTENCE = re.compile(r"[\d,。;]")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千万两]")


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    score: float


def named_groups(
    groups: Sequence[Sequence[Spoken]], topic: Topic, silent: Sequence[Spoken] = ()
) -> list[tuple[str, list[Spoken]]]:
    """The groups, each with its name, no two alike; groups for which the same wording is best become one.

    A name stands in a sentence or heading of its group. `silent` are sentences beside them: a name that is common there
    tells little.
    """
    beside = [s.squeezed for s in silent[:_BESIDE]]
    every = "\n".join([*(s.squeezed for group in groups for s in group), *beside])
    merged: dict[str, list[Spoken]] = {}
    for at, group in enumerate(groups):
        best = _best(group, topic, every, ())
        shared = best is not None and topic.names(best.text) and all(best.text != f.name for f in topic.facets)
        merged.setdefault(best.text if best is not None and shared else f"#{at}", []).extend(group)
    named: list[tuple[str, list[Spoken]]] = []
    for group in merged.values():
        given = {name for name, _ in named}
        named.append((_name_of(group, topic, every, given), group))
    return named


def _name_of(group: Sequence[Spoken], topic: Topic, every: str, given: Collection[str]) -> str:
    if len(group) >= _MANY and len({s.stored.clause.clause_id for s in group}) == 1:
        heading = _plain_heading(group[0])
        if heading and heading not in given:
            return heading
    best = _best(group, topic, every, given)
    # Of one place alone nothing is shared: unless the topic is in the name, the clause's own heading says more.
    if best is not None and len({s.place for s in group}) == 1 and not topic.strength(best.text):
        heading = _plain_heading(group[0])
        if heading and heading not in given:
            return heading
    if best is not None:
        return best.text
    return next((name for name in _fallbacks(group, topic) if name not in given), group[0].squeezed[:_LONGEST])


def _best(group: Sequence[Spoken], topic: Topic, every: str, given: Collection[str]) -> _Name | None:
    candidates = dict.fromkeys(p for s in group for text in (s.focus, s.squeezed) for p in _phrases(text, topic))
    scored = [_Name(p, _score(p, group, topic, every)) for p in candidates if p not in given]
    return max(scored, key=lambda n: (n.score, -len(n.text), n.text), default=None)


def _plain_heading(s: Spoken) -> str:
    """The heading of the sentence's clause without its marker; "" where it is none or a whole sentence."""
    clause = s.stored.clause
    heading = squeezed_text(clause.heading or "").removeprefix(squeezed_text(clause.marker)).strip("。:;、.")
    return (
        heading
        if len(heading) <= _LONGEST_HEADING and not _SENTENCE.search(heading) and verb_of(heading) is None
        else ""
    )


def _phrases(squeezed: str, topic: Topic) -> Iterator[str]:
    """Runs of whole words that can be a name: no verb or particle in them, no figure; a verb before the topic may stay."""
    for run in _HAN.findall(squeezed):
        words = whole_words(run)
        for start, first in enumerate(words):
            if tells_nothing(first) or first[:2] in _NO_NAME or first in _NO_BEGINNING or len(first) < 2:
                continue
            text = ""
            for word in words[start:]:
                if tells_nothing(word) or _NUMERAL.fullmatch(word[0]):
                    break
                text += word
                if len(text) > _LONGEST:
                    break
                if (
                    len(text) >= _SHORTEST
                    and len(word) > 1
                    and text[-1] not in "为的了是等和与及被由"
                    and not _VERB_WITHIN.search(text)
                ):
                    yield text
        for verb, name in pairwise(words):
            if verb in _NO_NAME and len(verb) == 2 and len(name) < _SHORTEST and topic.names(name):
                yield verb + name


def tells_nothing(word: str) -> bool:
    """Whether a word opens and closes no name; 充分运用 is two such words."""
    return word in _NO_NAME or (len(word) == 4 and word[:2] in _NO_NAME and word[2:] in _NO_NAME)


def _score(phrase: str, group: Sequence[Spoken], topic: Topic, every: str) -> float:
    """How good a name is: held by many places and sentences of the row, by few others, about the topic."""
    holding = [s for s in group if phrase in s.squeezed]
    places = {s.place for s in holding}
    score = 3.0 * (len(places) - 1) + 1.0 * (len(holding) - 1) + 0.12 * min(len(phrase), 10)
    if topic.names(phrase):
        score += 1.2 if all(phrase != f.name for f in topic.facets) else -0.3
    elif topic.strength(phrase) or any(f.parts and phrase.endswith(f.parts[-1]) for f in topic.facets):
        score += 0.9
    score += 0.6 if any(phrase in s.focus for s in holding) else 0.0
    score -= 1.2 * math.log1p(max(0, every.count(phrase) - len(holding)))
    headed = any(phrase in squeezed_text("".join(s.stored.clause.path[-1:])) for s in holding)
    return score + (0.4 if headed else 0.0)


def _fallbacks(group: Sequence[Spoken], topic: Topic) -> Iterator[str]:
    """Names where no phrase will do: the topic as printed, the clause's own heading, then words of the sentence."""
    for s in group:
        yield from (f.name for f in topic.facets if f.name in s.squeezed)
    for s in group:
        yield from (part for f in topic.facets for part in f.parts[::-1] if part in s.squeezed)
    for s in group:
        if heading := _plain_heading(s):
            yield heading
    for s in group:
        for run in _HAN.findall(s.squeezed):
            if len(run) >= 2:
                yield run[:_LONGEST]
