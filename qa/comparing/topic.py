"""What a comparison is about: a topic in parts, and how strongly a sentence speaks to one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from index.tokenizer import words_of
from qa.language.lexicon import Lexicon, whole_words
from qa.language.matter import GENERIC
from qa.language.sentences import squeezed_text

# A document that a sentence rests on need not be about its matter: 根据《关于加强志愿服务的意见》; one that it has made is.
#   matches   贯彻落实中央《…》和《…》
#   rejects   制定出台《…》
_RESTS_ON = re.compile(
    r"(?:根据|依据|按照|依照|遵照|贯彻|落实|执行|参照|结合|转发)[^。;《》]{0,20}《[^《》]*》(?:[^。;,《》]{0,20}《[^《》]*》)*"
)
_JOINED = re.compile(r"[、，,;；/／|\s]+")
_JOINING = frozenset(("与", "和", "及", "以及", "或"))
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]{2,20})[”\"」]")
# Words that ask for a comparison and are no part of its matter.
_FRAME = frozenset(
    "各地 各省 各市 比较 对比 不同 异同 差异 区别 关于 对于 在 对 把 就 的 地 都 有 有关 相关 哪些 之间 用 做法".split()
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
# A part of a long name that stands for the whole in nearly all clauses that hold it: 志愿 of 志愿服务.
STANDS_FOR_WHOLE = 0.75
# Where meaning is heard as well, the share may be less.
STANDS_WITH_MEANING = 0.34
_LEAST_SEEN = 3
# 老年大学、活动中心等阵地: what the notices call such things together.
_CALLED = re.compile(r"(?P<members>[^。;]{2,40})等(?P<kind>[\u4e00-\u9fff]{4,12})")
BY_WORDS_APART, BY_CONTEXT, BY_KIND, BY_ROOT, BY_SIBLING = 0.8, 0.75, 0.7, 0.66, 0.6  # strengths
_LONG = 4  # characters of a part that a text may shorten to its head
_APART = 8  # characters between the words of such a name
_NEAR = 40  # characters within which the words of a compound must stand to be one thing


@dataclass(frozen=True, slots=True)
class Facet:
    """One part of a topic: 活动中心 of 老年大学与活动中心."""

    name: str  # squeezed
    parts: tuple[str, ...]  # its words, the last one its head; () where it is one word
    others: Mapping[str, float] = field(default_factory=dict)  # other words for the whole, with their weight
    part_others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # other words for its parts
    kinds: tuple[re.Pattern[str], ...] = ()  # what these notices call such things: 活动…阵地 for 活动中心
    root: str = ""  # that stands for a name in 化 as a rule: 信息 for 信息化
    siblings: frozenset[str] = frozenset()  # words of one root that these notices use beside it: 志愿者 for 志愿服务
    close: frozenset[str] = frozenset()  # those of them whose root stands for the whole nearly always

    def strength(self, squeezed: str) -> float:
        """0..1: how surely a squeezed text speaks of it; 1 where it names it."""
        if self.name in squeezed:
            return 1.0
        best = max((0.9 for other in self.others if other in squeezed), default=0.0)
        if not best and self.parts and self._held_together(squeezed):
            best = BY_WORDS_APART
        if not best and any(kind.search(squeezed) for kind in self.kinds):
            best = BY_KIND
        if not best and self.root and self.root in squeezed:  # 信息平台 speaks of 信息化
            best = BY_ROOT
        if not best and any(word in squeezed for word in self.siblings):
            words = {w for run in _HAN.findall(squeezed) for w in whole_words(run)}
            best = BY_SIBLING if words & self.siblings else 0.0  # 志愿军 is another word than 志愿
        return best

    def strength_within(self, squeezed: str, context: str) -> float:
        """The same for a text under headings and a lead that govern it: 党支部书记每月350元 below 补贴标准."""
        own = self.strength(squeezed)
        if own >= BY_CONTEXT or not self.parts:
            return own
        held = [self._holds(part, squeezed, context) for part in self.parts]
        together = all(h or self._holds(p, context, context) for h, p in zip(held, self.parts, strict=True))
        return BY_CONTEXT if together and any(held) else own

    def _holds(self, part: str, text: str, context: str) -> bool:
        """Whether a text holds a part; 书记 is enough for 党支部书记 where the context tells of what."""
        if part in text or any(other in text for other in self.part_others.get(part, ())):
            return True
        head = part[-2:]
        return len(part) >= _LONG and part[:-2] in context and bool(re.search(f"(?<!副){re.escape(head)}", text))

    def _held_together(self, squeezed: str) -> bool:
        """Whether the head and most of the other words stand near each other: 书记适当工作补贴 for 书记补贴."""
        *leading, head = self.parts
        for at in _places(squeezed, (head, *self.part_others.get(head, ()))):
            window = squeezed[max(0, at - _NEAR) : at + len(head) + _NEAR // 2]
            held = [p for p in leading if p in window or any(o in window for o in self.part_others.get(p, ()))]
            telling = [p for p in leading if p not in GENERIC]
            if len(held) * 2 >= len(leading) and any(p in held for p in telling[-1:] or leading[-1:]):
                return True
        return False


def _places(text: str, words: Sequence[str]) -> list[int]:
    return sorted(m.start() for word in words for m in re.finditer(re.escape(word), text))


@dataclass(frozen=True)
class Topic:
    """What is compared, in its parts."""

    text: str  # as asked, without regions and words of asking
    facets: tuple[Facet, ...]

    def strength(self, squeezed: str) -> float:
        """0..1: how surely a squeezed text speaks of any part; the titles it rests on do not count."""
        plain = _RESTS_ON.sub("《》", squeezed) if "《" in squeezed else squeezed
        return max((facet.strength(plain) for facet in self.facets), default=0.0)

    def strength_within(self, squeezed: str, context: str) -> float:
        """The same for a text with what governs it: its headings, its lead and the title of its notice."""
        plain = _RESTS_ON.sub("《》", squeezed) if "《" in squeezed else squeezed
        return max((facet.strength_within(plain, context) for facet in self.facets), default=0.0)

    def may_be_in(self, squeezed: str) -> bool:
        """Whether a text holds any word of it at all; quick, for clauses by the ten thousand."""
        return any(word in squeezed for word in self.traces)

    @cached_property
    def traces(self) -> tuple[str, ...]:
        """Words without one of which no sentence speaks of it."""
        found: dict[str, None] = {}
        for f in self.facets:
            words = [w for w in words_of(f.name) if len(w) > 1] or [f.name]
            found |= dict.fromkeys((*words, f.name.removesuffix("化"), *f.others))
            found |= dict.fromkeys(o for others in f.part_others.values() for o in others)
        return tuple(found)

    def holds_head(self, squeezed: str) -> bool:
        """Whether a text holds the head of a compound part: 补贴 of 党支部书记补贴."""
        return any(
            f.parts and any(word in squeezed for word in (f.parts[-1], *f.part_others.get(f.parts[-1], ())))
            for f in self.facets
        )

    def holds_sibling(self, squeezed: str) -> bool:
        """Whether a text holds a word whose root stands for the topic nearly always: 志愿汇 of 志愿服务."""
        return any(word in squeezed for f in self.facets for word in f.close)

    def focus(self, squeezed: str) -> str:
        """The parts of a squeezed sentence between its commas that speak of it; all of it where no part does alone."""
        parts = [part for part in re.split(r"[,;:。]", squeezed) if part]
        speaking = [part for part in parts if self.strength(part) > 0]
        return ",".join(speaking) or squeezed

    def names(self, squeezed: str) -> bool:
        """Whether a text (a heading, a title) names a part of it outright."""
        return any(facet.name in squeezed for facet in self.facets)

    @property
    def words(self) -> frozenset[str]:
        """The names of its parts and of theirs."""
        return frozenset(w for facet in self.facets for w in (facet.name, *facet.parts))


def topic_of(subject: str, lexicon: Lexicon) -> Topic:
    """A topic in words as parts: 老年大学与活动中心 is 老年大学 and 活动中心; 和谐 is one word."""
    pieces = _QUOTED.findall(subject) or [name for piece in _JOINED.split(subject) for name in _apart(piece)]
    names = [plain for piece in pieces if len(plain := _plain(squeezed_text(piece))) > 1]
    facets = {name: _facet(name, lexicon) for name in names or [squeezed_text(subject)]}
    return Topic("".join(facets), tuple(facets.values()))


def _plain(name: str) -> str:
    """A name without the words of asking around it: 各地志愿服务方面的规定 is 志愿服务."""
    if not _HAN.fullmatch(name):
        return name
    words = list(whole_words(name))
    while len(words) > 1 and (words[-1] in _FRAME or words[-1] in GENERIC):
        words.pop()
    while len(words) > 1 and (words[0] in _FRAME or words[0] in GENERIC):
        words.pop(0)
    return "".join(words)


def _apart(piece: str) -> list[str]:
    """A piece cut at 与, 和 and 及 that are words of their own with a name on either side."""
    if not _HAN.fullmatch(piece):
        return [piece]
    names = [""]
    for word in whole_words(piece):
        if word in _JOINING and len(names[-1]) > 1:
            names.append("")
        else:
            names[-1] += word
    if len(names[-1]) < 2 and len(names) > 1:
        return [piece]
    return names


def _facet(name: str, lexicon: Lexicon) -> Facet:
    name = squeezed_text(name)
    words = [w for run in _HAN.findall(name) for w in whole_words(run) if w != "的"]
    words = [w for w in words if len(w) > 1]
    parts = tuple(words) if len(words) > 1 else ()
    weighed = lexicon.others.get(name, {})
    return Facet(
        name,
        parts,
        {other: weight for other, weight in weighed.items() if weight >= 0.4 and len(other) > 1},
        {part: tuple(o for o, w in lexicon.others.get(part, {}).items() if w >= 0.4) for part in parts},
    )


def with_signs(topic: Topic, texts: Sequence[str], share: float = STANDS_FOR_WHOLE) -> Topic:
    """The topic with other names for it that these squeezed sentences show themselves.

    `share`: of the sentences with the first word of its name, those that must hold the whole name.
    """
    return Topic(
        topic.text,
        tuple(
            replace(
                f,
                kinds=_kinds(f, texts),
                root=_root(f, texts),
                siblings=_siblings(f, texts, share),
                close=_siblings(f, texts, STANDS_FOR_WHOLE),
            )
            for f in topic.facets
        ),
    )


def _siblings(facet: Facet, texts: Sequence[str], share: float) -> frozenset[str]:
    """Words that begin as the name does and stand beside it in a sentence, where that beginning mostly means it."""
    found: set[str] = set()
    for root in dict.fromkeys(words_of(facet.name)):
        # The beginning of a name tells it; its end is what such things are called: 中心, 服务.
        if not facet.name.startswith(root) or root == facet.name or len(root) < 2 or root in GENERIC:
            continue
        holding = [text for text in texts if root in text]
        whole = [text for text in holding if facet.name in text]
        if len(holding) >= _LEAST_SEEN and len(whole) >= share * len(holding):
            rest = (text.replace(facet.name, ",") for text in whole)
            found |= {w for text in rest for run in _HAN.findall(text) for w in whole_words(run) if w.startswith(root)}
    return frozenset(found)


def _root(facet: Facet, texts: Sequence[str]) -> str:
    """The root of a name in 化 where it stands for it as a rule: 信息 for 信息化, 社会 for no 社会化; else ""."""
    root = facet.name.removesuffix("化")
    if len(root) < 2 or root == facet.name:
        return ""
    holding = [text for text in texts if root in text]
    mostly = len(holding) >= _LEAST_SEEN and 2 * sum(facet.name in text for text in holding) >= len(holding)
    return root if mostly else ""


def _kinds(facet: Facet, texts: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """What the notices call things like this one, where the name shares a word with it: 活动…阵地 for 活动中心."""
    own = {w for w in words_of(facet.name) if len(w) > 1}
    found: dict[str, re.Pattern[str]] = {}
    for text in texts:
        for called in _CALLED.finditer(text):
            words = [w for w in whole_words(called["kind"]) if len(w) > 1]
            if facet.name not in called["members"] or not words:
                continue
            shared = [w for w in words[:-1] if w in own]
            head = words[-1][-2:]  # 主阵地 is an 阵地
            if shared and head not in GENERIC:
                between = rf"[^。,;、]{{0,{_APART}}}"
                found.setdefault(shared[0] + head, re.compile(f"{re.escape(shared[0])}{between}{re.escape(head)}"))
    return tuple(found.values())
