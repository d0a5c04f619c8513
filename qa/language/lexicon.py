"""Other words for the same thing: what offices print and what people say, each worth less than the word itself."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from index.tokenizer import words_of
from ingest.errors import PolicyError

LEXICON = Path(__file__).with_name("lexicon.tsv")
# Words of the law and of everyday life, for the search alone: no answer is judged by them.
WIDER_LEXICON = Path(__file__).with_name("lexicon_law.tsv")
# What people say for what offices print, from the one to the other alone: 陪客吃饭 asks for 陪餐, and no notice says it.
LAY_LEXICON = Path(__file__).with_name("lexicon_lay.tsv")
OWN_LEXICON = "词表.tsv"  # in a library's folder
LEXICON_VARIABLE = "JUDIAN_LEXICON"

# 「俗称：辛苦费、劳务费」, 「俗称0.3：辛苦费」 with a weight of its own; the colon and the divider may be half width.
_COLUMN = re.compile(r"^(?P<relation>[^：:、\d]+?)\s*(?P<weight>[\d.]+)?\s*[：:](?P<words>.*)$")
_DIVIDER = re.compile(r"[、,，;；]")
_HAN_RUN = re.compile("[\u4e00-\u9fd5]+")
# Two words of a group may both be far from its head: what is left of the weight then is noise.
_LEAST_WEIGHT = 0.15
_LONGEST_WORD = 30
_MOST_TRIES = 40  # for each token of a run, to find how it is laid out; a run that takes more counts as one word


class LexiconError(PolicyError):
    """A word list that was named and cannot be read."""


class Relation(StrEnum):
    """How a word stands to the head of its group; a member's value is what the file says."""

    SPELLING = "写法"
    SYNONYM = "同义"
    LAY = "俗称"
    BROADER = "上位"
    NARROWER = "下位"


# Chosen by cross-validation over the STARD part, `judian eval stard`.
WEIGHTS: Mapping[Relation, float] = {
    Relation.SPELLING: 0.8,
    Relation.SYNONYM: 0.4,
    Relation.LAY: 0.8,
    Relation.BROADER: 0.3,
    Relation.NARROWER: 0.3,
}
_SILENCED = "停用"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word looked for in place of one that was typed."""

    word: str
    weight: float  # below 1, the weight of what was typed
    stands_for: str  # as typed


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with the others that stand for them, and what could not be read."""

    others: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()  # for people
    silenced: frozenset[str] = frozenset()  # words that a list says are to be read as they stand

    def expansions_in(self, text: str) -> tuple[Expansion, ...]:
        """The other words for what a text names, in its order; none that the text has itself.

        A word counts where it begins and ends with words of the text, the longest first: 「支书」 is not found in
        「支书法展」, and within 「老干部局」 there is no 「老干部」.
        """
        plain = unicodedata.normalize("NFKC", text)
        best: dict[str, Expansion] = {}
        for word in self._words_in(plain):
            for other, weight in self.others[word].items():
                known = best.get(other)
                if other not in plain and (known is None or weight > known.weight):
                    best[other] = Expansion(other, weight, word)
        return tuple(best.values())

    def _words_in(self, text: str) -> Iterator[str]:
        """The words of the lexicon in a text, none within another."""
        for run in _HAN_RUN.findall(text):
            edges = word_edges(run)
            start = 0
            while start < len(run):
                longest = min(len(run), start + _LONGEST_WORD) if start in edges else start
                ends = (end for end in range(longest, start, -1) if end in edges and run[start:end] in self.others)
                if (end := next(ends, None)) is not None:
                    yield run[start:end]
                    start = end
                else:
                    start += 1


@dataclass(frozen=True, slots=True)
class _Group:
    """One line: the head and the words that stand to it in some relation, with their weights."""

    weights: Mapping[str, float]  # the head's is 1


def lexicon_of(library: object) -> Lexicon:
    """The project's words together with those of a library's own list, or of the list that the environment names.

    A list that changes is read again. Raises LexiconError for a list that was named and is not there.
    """
    folder = getattr(library, "folder", None)
    own = [folder / OWN_LEXICON] if isinstance(folder, Path) and (folder / OWN_LEXICON).is_file() else []
    if named := os.environ.get(LEXICON_VARIABLE):
        if not Path(named).is_file():
            raise LexiconError(named, "没有这个词表文件", f"请改正环境变量 {LEXICON_VARIABLE}，或取消它")
        own.append(Path(named))
    return _read_all(tuple((path, path.stat().st_mtime_ns) for path in (LEXICON, WIDER_LEXICON, *own)))


@lru_cache(maxsize=1)
def _lay_words() -> dict[str, tuple[str, ...]]:
    """For each word of everyday speech, the words that offices print for it; in the file's order."""
    found: dict[str, tuple[str, ...]] = {}
    for line in LAY_LEXICON.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        said, printed = line.split("\t")
        for lay in _words(said):
            others = (word for word in _words(printed) if word != lay)
            found[lay] = tuple(dict.fromkeys((*found.get(lay, ()), *others)))
    return found


def lay_words_in(text: str) -> tuple[str, ...]:
    """The words of everyday speech that a text says, in its order, the longest first and none within another.

    A word of two characters counts where it begins and ends with words of the text; a longer one wherever it stands.
    """
    found: list[str] = []
    for run in _HAN_RUN.findall(unicodedata.normalize("NFKC", text)):
        edges, start = word_edges(run), 0
        while start < len(run):
            word = next((w for w in _lay_words_at(run, start) if len(w) > 2 or {start, start + 2} <= edges), "")
            if word:
                found.append(word)
            start += len(word) or 1
    return tuple(dict.fromkeys(found))


def _lay_words_at(run: str, start: int) -> Iterator[str]:
    """The words of everyday speech that begin at a place of a run, the longest first."""
    for end in range(min(len(run), start + _LONGEST_WORD), start + 1, -1):
        if run[start:end] in _lay_words():
            yield run[start:end]


@lru_cache(maxsize=1)
def same_words() -> dict[str, tuple[str, ...]]:
    """For each word of the project's first list, the others of its groups, in the file's order, whatever their weight."""
    same: dict[str, tuple[str, ...]] = {}
    groups, _, _ = _read(LEXICON)
    for group in groups:
        for word in group.weights:
            same[word] = (*same.get(word, ()), *(other for other in group.weights if other != word))
    for lay, printed in _lay_words().items():
        same[lay] = tuple(dict.fromkeys((*same.get(lay, ()), *printed)))
    return same


@lru_cache(maxsize=1)
def printed_words() -> frozenset[str]:
    """The words of the project's first list that offices print: those of everyday speech left out."""
    return frozenset(
        word
        for line in LEXICON.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
        for column in line.split("\t")
        for word in _printed_in(column)
    )


def _printed_in(column: str) -> list[str]:
    found = _COLUMN.match(column)
    if found is None:
        return _words(column)
    return [] if found["relation"] == Relation.LAY else _words(found["words"])


def tokens_of_expansion(word: str) -> dict[str, float]:
    """Token -> its share of the expansion's weight: the word itself where the cutter knows it, else its parts alike."""
    parts = [part for part in dict.fromkeys(words_of(word)) if len(part) > 1]
    if len(word) == 2 or word in parts:
        return {word: 1.0}
    # A phrase without its short words would be another phrase: 人没了.
    if sum(map(len, whole_words(word))) - sum(len(w) for w in whole_words(word) if len(w) == 1) < len(word) - 1:
        return {}
    return dict.fromkeys(parts, 1.0 / len(parts)) if parts else {}


def word_edges(run: str) -> frozenset[int]:
    """Where the words of a run of Chinese characters begin and end, its own ends among them."""
    edges, at = {0}, 0
    for word in whole_words(run):
        at += len(word)
        edges.add(at)
    return frozenset(edges)


@lru_cache(maxsize=4096)
def whole_words(run: str) -> tuple[str, ...]:
    """The words of a run one after another, without the shorter words that the search's cut puts before a long one."""
    tokens = words_of(run)
    found = _laid_out(run, tokens)
    return tuple(found) if found is not None else (run,)


def _laid_out(run: str, tokens: Sequence[str]) -> list[str] | None:
    """The tokens that make up a run one behind the other, shorter ones within a later one skipped."""
    # From the end, where a word stands behind the shorter ones within it, so that the first try nearly always fits; depth
    # first, as many skipped as can be. A stack and the state each was reached from, for a run may be long.
    first = (len(run), len(tokens))
    stack = [first]
    seen = {first}
    behind: dict[tuple[int, int], tuple[int, int]] = {}
    while stack and len(seen) <= _MOST_TRIES * len(tokens) + 1:
        at, left = state = stack.pop()
        if state == (0, 0):
            return _words_from(run, behind)
        if not left or not run.endswith(tokens[left - 1], 0, at):
            continue
        word = tokens[left - 1]
        start = left - 1
        while True:
            before = (at - len(word), start)
            if before not in seen:
                seen.add(before)
                behind[before] = state
                stack.append(before)
            if not start or left - start >= _LONGEST_WORD or not _is_within(tokens[start - 1], word):
                break
            start -= 1
    return None


def _is_within(short: str, word: str) -> bool:
    return len(short) < len(word) and short in word


def _words_from(run: str, behind: Mapping[tuple[int, int], tuple[int, int]]) -> list[str]:
    """The words of a run that was walked from its end, in its order."""
    words = []
    state = (0, 0)
    while state in behind:
        after = behind[state]
        words.append(run[state[0] : after[0]])
        state = after
    return words


@lru_cache(maxsize=8)
def _read_all(files: tuple[tuple[Path, int], ...]) -> Lexicon:
    """Read lists one after the other; what a later one silences is no longer expanded."""
    others: dict[str, dict[str, float]] = {}
    silenced: set[str] = set()
    problems: list[str] = []
    for path, _ in files:
        groups, silent, wrong = _read(path)
        silenced |= silent
        problems += wrong
        for group in groups:
            for word, weight in group.weights.items():
                known = others.setdefault(word, {})
                for other, its_weight in group.weights.items():
                    if other != word and weight * its_weight >= _LEAST_WEIGHT:
                        known[other] = max(known.get(other, 0.0), round(weight * its_weight, 3))
    for lay, printed in _lay_words().items():
        known = others.setdefault(lay, {})
        for word in printed:
            known.setdefault(word, WEIGHTS[Relation.LAY])
    heard = {word: known for word, known in others.items() if word not in silenced and known}
    return Lexicon(heard, tuple(problems), frozenset(silenced))


def _read(path: Path) -> tuple[list[_Group], set[str], list[str]]:
    """The groups of a list, the words it silences, and in Chinese each line that could not be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return [], set(), [f"词表 {path.name} 读不了：应为 UTF-8 编码的文本，这次没有用它"]
    groups: list[_Group] = []
    silenced: set[str] = set()
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        try:
            if (found := _COLUMN.match(line.strip())) and found["relation"] == _SILENCED:
                silenced.update(_words(found["words"]))
            else:
                groups.append(_group(line))
        except ValueError as error:
            problems.append(f"词表 {path.name} 第 {number} 行{error}，略过了这一行")
    return groups, silenced, problems


def _group(line: str) -> _Group:
    """Read one line; ValueError says in Chinese what is wrong with it."""
    head, *columns = (column.strip() for column in line.split("\t") if column.strip())
    if _COLUMN.match(head):
        raise ValueError("第一列应是词语本身，关系写在后面的列")
    weights = {unicodedata.normalize("NFKC", head): 1.0}
    for column in columns:
        found = _COLUMN.match(column)
        relation = _relation(found["relation"]) if found else Relation.SYNONYM
        words = _words(found["words"]) if found else [unicodedata.normalize("NFKC", column)]
        weight = _weight(found["weight"]) if found and found["weight"] else WEIGHTS[relation]
        for word in words:
            weights.setdefault(word, weight)
    if len(weights) < 2:
        raise ValueError("只有一个词，列之间要用制表符（Tab）隔开")
    return _Group(weights)


def _relation(name: str) -> Relation:
    try:
        return Relation(name)
    except ValueError:
        raise ValueError(f"不认识的关系「{name}」，可用：{'、'.join(Relation)}") from None


def _weight(figure: str) -> float:
    try:
        weight = float(figure)
    except ValueError:
        weight = 0.0
    if not 0.0 < weight < 1.0:
        raise ValueError(f"的权重「{figure}」应大于 0、小于 1")
    return weight


def _words(listed: str) -> list[str]:
    return [unicodedata.normalize("NFKC", word.strip()) for word in _DIVIDER.split(listed) if word.strip()]
