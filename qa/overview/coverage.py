"""Where the library's notices speak of a topic and where nothing was found: a map of topics by region."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.library import Library
from index.model import Filters, StoredClause, WordQuery
from ingest.errors import QueryError
from qa.asking.catalogue import Entry, catalogue_of
from qa.asking.question import interpret
from qa.asking.typed_question import readable
from qa.comparing.candidates import UNSAID
from qa.comparing.speaking import SpeakingSettings
from qa.comparing.topic import STANDS_FOR_WHOLE, STANDS_WITH_MEANING, Topic, topic_of, with_signs
from qa.language.citations import citation_of
from qa.language.lexicon import lexicon_of, whole_words
from qa.language.sentences import sentences_of, squeezed_text
from qa.retrieving.askable import AskableIndex
from qa.retrieving.query_words import WordWeights, words_of_query
from qa.standing.standing import index_as_of

_SETTING = "coverage_topics"
MOST_TOPICS = 20
_READ_AT_ONCE = 1500  # clauses of a ranking
_READ_IN_ALL = 40_000  # clauses: of more than so many that hold a topic's words, the rest is told to be unread
_LEARNT_FROM = 1200  # clauses: what else the notices call the topic
_LEAST = SpeakingSettings().least  # strength of a sentence that speaks by its words, as in a comparison
_NEAR = 0.5  # of one that holds another word of the same root (志愿者团队 for 志愿服务), at most
# Words in the headings of any notice, whatever it is about.
_EVERYWHERE = frozenset(
    "总体要求 指导思想 基本原则 工作目标 主要目标 目标任务 主要任务 重点任务 工作任务 组织领导 保障措施 组织保障 工作要求 有关要求 "
    "实施步骤 工作步骤 方法步骤 督促检查 工作措施 主要措施 基本要求 总体目标 职责分工 组织机构 基本情况 适用范围 工作原则 组织实施 "
    "实施方案 实施意见 实施办法 实施细则 管理办法 管理规定 暂行办法 指导意见 工作方案 工作要点 若干意见 若干规定 "
    "建立健全 不断加强 发挥作用 作用发挥 发挥优势 切实加强 进一步加强 各级党委 贯彻落实 深入开展 "
    "人民政府 办公厅关于 国务院办公厅 国务院 自治区人民政府 人民共和国 中华人民共和国 委员会".split()
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SUGGESTED = 8
_HEADINGS_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """What the notices of one region have on a topic."""

    notices: int  # that state something on it
    near: int  # where none does: those with a word of the same root or kind, which a person should look at
    clause_id: str  # of the surest sentence
    citation: str
    quote: str  # that sentence, verbatim


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """One topic over all regions of the library."""

    topic: str
    cells: dict[str, CoverageCell]  # by region chain; "" for notices that name none; regions without are silent
    whole: bool  # False: so many clauses hold its words that not all were read: a silent region may speak


@dataclass(frozen=True, slots=True)
class CoverageRegion:
    """A row of the map."""

    region: str  # chain; "" for notices that name none
    notices: int


def topic_coverage(index: AskableIndex, topic: str, *, day: date | None = None) -> TopicCoverage:
    """Which regions have a sentence on a topic in notices that stand on the day (today); QueryError for an empty one.

    Read are the clauses that hold the topic's words or their synonyms, as `compare` finds them; a notice whose title
    names the topic speaks of it. Where very many clauses do, reading goes on without the notices that have spoken.
    """
    text = readable(topic.strip(), "主题")
    if not text:
        raise QueryError("主题", "是空的", "请写出主题，如：志愿服务")
    view = index_as_of(index, day or date.today())
    catalogue = catalogue_of(view.library, Filters())
    interpretation = interpret(text, catalogue.names)
    lexicon = lexicon_of(view.library)
    parsed = topic_of(interpretation.subject or text, lexicon)
    words = words_of_query(text, interpretation, lexicon, WordWeights()).tokens
    reading = _Reading({d: e for e in catalogue.entries for d in (e.document.document_id, *e.covers)}, parsed)
    whole = reading.read_on(view, words)
    return TopicCoverage(topic, reading.cells(), whole)


def regions_of(index: AskableIndex, *, day: date | None = None) -> tuple[CoverageRegion, ...]:
    """The rows of the map: every region with notices that stand on the day, the country first, those without last."""
    view = index_as_of(index, day or date.today())
    counted = Counter(e.document.region or "" for e in catalogue_of(view.library, Filters()).entries)
    return tuple(CoverageRegion(r, counted[r]) for r in sorted(counted, key=lambda r: (not r, r != "全国", r)))


def coverage_topics(library: Library) -> tuple[str, ...]:
    """The topics that people keep for the map; before anybody did, some that the library's own headings name."""
    kept = library.setting(_SETTING)
    return tuple(json.loads(kept)) if kept is not None else suggested_topics(library)


def keep_coverage_topics(library: Library, topics: Sequence[str]) -> tuple[str, ...]:
    """Keep topics with the library, each once; return them. QueryError for too many."""
    named = tuple(dict.fromkeys(t for topic in topics if (t := readable(topic.strip(), "主题"))))
    if len(named) > MOST_TOPICS:
        raise QueryError("主题", f"有 {len(named)} 个，最多 {MOST_TOPICS} 个", "请删去几个")
    library.set_setting(_SETTING, json.dumps(named, ensure_ascii=False))
    return named


def suggested_topics(library: Library) -> tuple[str, ...]:
    """Long words of headings and titles, those that the most notices share first, without those every notice has."""
    headings = library.select(
        """SELECT d.row AS notice, c.heading AS text FROM clauses c JOIN documents d ON d.row = c.document
           WHERE c.heading IS NOT NULL AND c.kind IN ('heading', 'clause') AND length(c.heading) < 40
           ORDER BY c.row LIMIT ?""",
        (_HEADINGS_LOOKED_AT,),
    )
    titles = library.select("SELECT row AS notice, title AS text FROM documents WHERE title IS NOT NULL LIMIT 5000")
    notices: dict[str, set[int]] = {}
    for record in (*headings, *titles):
        for run in _HAN.findall(record["text"]):
            for word in whole_words(run):
                if 4 <= len(word) <= 8 and word not in _EVERYWHERE:
                    notices.setdefault(word, set()).add(record["notice"])
    ranked = sorted(notices, key=lambda word: (-len(notices[word]), word))
    return tuple(ranked[:_SUGGESTED])


@dataclass(frozen=True, slots=True)
class _Heard:
    """A notice's surest sentence on the topic."""

    strength: float
    stored: StoredClause
    quote: str


class _Reading:
    """One topic read through a library, clause by clause in the order of the ranking."""

    def __init__(self, entries: Mapping[str, Entry], topic: Topic) -> None:
        self._entries, self._topic, self._loose = entries, topic, topic
        self._learnt = False
        self._seen: set[int] = set()
        self._best: dict[str, _Heard] = {}  # by the notice's own id

    def read_on(self, index: AskableIndex, words: WordQuery) -> bool:
        """Read what holds the words; whether all of it was read, or every notice that was not has spoken."""
        most = _READ_AT_ONCE
        while True:
            spoken = self._spoken()
            left_out = tuple(sorted(d for s in spoken for d in (s, *self._entries[s].covers)))
            ranked = index.clause_index.rank_by_words(words, most, Filters(excluded_ids=left_out))
            fresh = [row for row, _ in ranked if row not in self._seen]
            for start in range(0, len(fresh), _READ_AT_ONCE):
                self._hear_all(index.library.clauses(fresh[start : start + _READ_AT_ONCE]))
            self._seen.update(fresh)
            if len(ranked) < most:
                return True
            if len(self._seen) >= _READ_IN_ALL:
                return False
            if len(self._spoken()) == len(spoken):  # the same ranking again: further down
                most *= 4

    def cells(self) -> dict[str, CoverageCell]:
        """What each region has, by its chain."""
        grouped: dict[str, list[_Heard]] = {}
        for notice in sorted(self._best):
            grouped.setdefault(self._entries[notice].document.region or "", []).append(self._best[notice])
        return {region: _cell(heard) for region, heard in grouped.items()}

    def _spoken(self) -> set[str]:
        return {notice for notice, heard in self._best.items() if heard.strength >= _LEAST}

    def _hear_all(self, clauses: Sequence[StoredClause]) -> None:
        if not self._learnt and clauses:
            self._learnt = True
            texts = [s.squeezed for stored in clauses[:_LEARNT_FROM] for s in sentences_of(stored.clause.text)]
            self._topic, self._loose = (
                with_signs(self._topic, texts, share) for share in (STANDS_FOR_WHOLE, STANDS_WITH_MEANING)
            )
        for stored in clauses:
            self._hear(stored)

    def _hear(self, stored: StoredClause) -> None:
        """Keep the clause's surest sentence, if it is surer than what its notice said so far."""
        entry = self._entries.get(stored.document.document_id)
        if entry is None or stored.clause.kind in UNSAID:
            return
        notice = entry.document.document_id
        title = squeezed_text(stored.document.title or "")
        context = "，".join((title, *map(squeezed_text, stored.clause.path)))
        headed = self._topic.names(title) or any(self._topic.names(squeezed_text(h)) for h in stored.clause.path)
        surest = self._best[notice].strength if notice in self._best else 0.0
        for sentence in sentences_of(stored.clause.text):
            strength = self._topic.strength_within(sentence.squeezed, context)
            if headed and strength < _LEAST and self._topic.may_be_in(sentence.squeezed):
                strength = _LEAST  # its heading or its notice is about nothing else
            if strength < _LEAST:
                near = _holds_half(self._topic, sentence.squeezed)
                strength = min(_NEAR, self._loose.strength_within(sentence.squeezed, context)) if near else 0.0
            if strength > surest:
                surest = strength
                quote = stored.clause.text[slice(*sentence.span)].strip()
                self._best[notice] = _Heard(strength, stored, quote)


def _holds_half(topic: Topic, squeezed: str) -> bool:
    """Whether a text holds half a name of the topic in one piece: 志愿者 for 志愿服务, and not 个人 for 个人所得税."""
    for facet in topic.facets:
        half = (len(facet.name) + 1) // 2
        if any(facet.name[at : at + half] in squeezed for at in range(len(facet.name) - half + 1)):
            return True
    return False


def _cell(said: Sequence[_Heard]) -> CoverageCell:
    """The notices that state it outright; where none does, those that come near."""
    stating = [h for h in said if h.strength >= _LEAST]
    surest = max(said, key=lambda h: h.strength)
    citation = citation_of(surest.stored.document, surest.stored.clause.path)
    clause_id = surest.stored.clause.clause_id
    return CoverageCell(len(stating), 0 if stating else len(said), clause_id, citation, surest.quote)
