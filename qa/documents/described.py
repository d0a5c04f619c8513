"""The documents that a question speaks of: by number, by title, or described in passing (三台经费办法, 2017年那个补贴通知)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ingest.document_number import normal_document_number
from qa.asking.catalogue import Catalogue, Entry, holds_in
from qa.asking.scope import fits_regions
from qa.language.citations import title_of
from qa.language.sentences import squeezed_text
from qa.model import Interpretation
from qa.standing.standing import ended_mark

# Share of the describing words, by weight, that a title must hold.
DESCRIBED = 0.72
_TYPES = "通知|通报|意见|办法|方案|细则|条例|规定|规则|规程|制度|要点|决定|批复|复函|纪要|章程|文件|政策"
_TYPE = re.compile(_TYPES)
# Words of pointing and asking, and 文种 that people mix up: they describe no document.
_NO_DESCRIPTION = frozenset(
    "这份 这个 那份 那个 一份 现在 目前 现行 开始 执行 施行 实施 试行 生效 有效 效期 有效期 失效 废止 依据 根据 省里 市里 县里 中央 文件 政策 "
    "份文件 新的 老的 旧的 最新 修订 贯彻 落实 制定 印发 发布 出台 公布 颁布 下发 发文 成文 落款 成文日期 印发日期 发文日期 落款日期 印发时间 发布时间 正式版 正式 规定 通知 办法 意见 方案 细则 要点 条例 决定 制度 标题 文号 日期 时间 期限".split()
)


def documents_described(interpretation: Interpretation, catalogue: Catalogue, *, untyped: bool = False) -> list[Entry]:
    """The notices that a question is about as documents, best first; none where it describes none.

    `untyped`: also where no 文种 is said of it, as of what is asked for its basis (某市落实某补贴依据的…).
    """
    if interpretation.document_numbers:
        return [e for e in catalogue.entries if is_named(e, interpretation)]
    if interpretation.named:  # 2021年的工作要点 is not the one of 2020
        return [e for e in catalogue.entries if is_named(e, interpretation) and _fits(e, interpretation)]
    if not _TYPE.search(squeezed_text(interpretation.subject)) and not (untyped and interpretation.subject):
        return []
    entries = [e for e in catalogue.entries if _fits(e, interpretation)]
    names = {e.document.document_id: _name_of(e) for e in entries}
    scores = {i: described_by(interpretation, name, list(names.values())) for i, name in names.items()}
    best = max(scores.values(), default=0.0)
    if best < DESCRIBED:
        return []
    near = [e for e in entries if scores[e.document.document_id] >= 0.95 * best]
    own = [e for e in near if any(holds_in(e.document.region, name) for name in interpretation.regions)]
    of_type = [
        e for e in own or near if any(t in (e.document.title or "") for t in _TYPE.findall(interpretation.subject))
    ]
    return sorted(of_type or own or near, key=lambda e: (-_day(e), e.document.document_id))


def is_named(entry: Entry, interpretation: Interpretation) -> bool:
    """Whether the question names a notice by its number or its title."""
    number = normal_document_number(entry.document.document_number or "")
    if number is not None and number in interpretation.document_numbers:
        return True
    return entry.document.document_id in interpretation.named and not interpretation.document_numbers


def described_by(interpretation: Interpretation, name: str, names: Sequence[str]) -> float:
    """0..1: how far a document's name holds the words that describe it; words that few names hold count for more."""
    words = {w for term in interpretation.terms if (w := squeezed_text(term)) not in _NO_DESCRIPTION and len(w) > 1}
    words = {w for w in words if not any(w != v and w in v for v in words)} or words
    if not words:
        return 1.0 if interpretation.regions else 0.0
    weights = {w: math.log(1 + (len(names) + 1) / (sum(w in n for n in names) + 0.5)) for w in words}
    return sum(weight * _held(w, name) for w, weight in weights.items()) / sum(weights.values())


def _held(word: str, name: str) -> float:
    """1 for a word that a name holds, the share of its pairs for one that is cut otherwise there."""
    if word in name:
        return 1.0
    if len(word) == 2 and re.search(rf"{re.escape(word[0])}.{{1,2}}{re.escape(word[1])}", name):
        return 0.9  # 党建 stands for 党的建设, 医保 for 医疗保险
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return 0.8 * sum(pair in name for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0


def _fits(entry: Entry, interpretation: Interpretation) -> bool:
    year = entry.document.year
    of_the_year = not interpretation.years or year is None or year in interpretation.years
    return of_the_year and fits_regions(entry.document, "", interpretation.regions)


def _name_of(entry: Entry) -> str:
    document = entry.document
    covering = "".join(c.title or "" for c in entry.covering)
    return squeezed_text(f"{entry.title}{covering}{''.join(document.issuing_authorities)}{document.region or ''}")


def _day(entry: Entry) -> int:
    return entry.document.dated_on.toordinal() if entry.document.dated_on else 0


def called(entry: Entry) -> str:
    """How a sentence calls a notice: its region and title, and that it has ended where it has."""
    return f"{entry.document.region or ''}{title_of(entry.document)}{ended_mark(entry.document)}"


# 正式版什么时候施行: the one on trial is not meant.
#   matches   正式版 | 正式稿 | 正式的办法 | 正式文件
#   rejects   正式施行 | 正式职工
_FINAL = re.compile(r"正式(?:版|稿|本|的?(?:文件|办法|规定|方案|意见|通知|细则|条例)(?!施行|实施|印发))")
_PROVISIONAL = re.compile(r"试行|征求意见|草案|讨论稿|送审稿|试用")


def only_provisional(question: str, interpretation: Interpretation, catalogue: Catalogue) -> list[Entry]:
    """The notices on trial that a question describes where it asks for the final one and the library has none; else ()."""
    if not _FINAL.search(question):
        return []
    entries = documents_described(interpretation, catalogue)
    return entries if entries and all(_PROVISIONAL.search(e.document.title or "") for e in entries) else []
