"""Heads of parts without a number: Markdown and Word headings, 【…】, 问：…, lines set in the middle, captions of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.line_forms import TYPE_AT_END, ends_sentence, stands_alone
from ingest.markers import Family, Marker
from ingest.model import Alignment, LineKind
from ingest.paragraphs import Paragraph

TABLE = "表"  # what the path calls a table that has no caption
HEADING_TAIL = "。；;：:．.，, \t\u3000\xa0"

_LONGEST = 60
_RULE, _OUTERMOST, _INNERMOST = 5.0, 41.0, 95.0  # ranks: over 编 and 章, over 一、, under all
_RULE_TITLE = 30
_FEWEST = 2  # one head of its kind alone is an emphasis
#   matches   【活动时间】 | 【活动地点】云州市。
_BRACKETED = re.compile(r"\s*(?P<heading>【[^【】。；]{2,24}】)")
#   matches   问：补贴标准是多少？由谁发？ | 问题一：何时发放？ | 【问】何时发放？ | Q1：…
_QUESTION = re.compile(
    r"""(?x)\s*(?P<heading>
    (?: 【问(?:题)?\s*[0-9０-９一二三四五六七八九十]{0,3}】\s*[：:]?
      | (?:问(?:题)?|Q)\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:.．] )
    \s*[^？?。]{2,120} (?: [？?] (?: \s*(?!答|A\s*[：:])[^？?。：:]{2,60}(?=[？?]) )? ){0,4} )"""
)
_ANSWER = re.compile(r"\s*(?:【答(?:复)?】|(?:答|A)\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:.．])")
#   matches   附表：建设项目分类名录 | 分类管理名录（2021年版） | 表1 补贴标准
#   rejects   按下表执行：
_TABLE_CAPTION = re.compile(
    r"\s*(?:附?表\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:、.．]?\s*[^，。；]{0,50}|[^，。；：:]{2,50}(?:名录|目录|清单|一览表|表|标准|明细|台账|图)(?:[（(][^（）()]{1,20}[）)])?)\s*$"
)
_OPENS_QUESTION = frozenset("问Q【")
_CLOSES_RULE = re.compile(r"施行|解释|废止|执行|实施")
_NAMES_TABLE = re.compile(r"[下附左右上]表|见表|表中|如下[：:]?$|[：:]$")


@dataclass(frozen=True, slots=True)
class TitledHead:
    """A heading without a number."""

    heading: str
    rank: float
    is_table: bool = False


def titled_heads(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> dict[int, TitledHead]:
    """Paragraphs that head a part without numbering it, by their index."""
    heads = dict(_styled(paragraphs, markers))
    heads.update((i, TitledHead(heading, _RULE)) for i, heading in _rule_titles(paragraphs, markers))
    for kind in (_questions, _bracketed, _centred):
        found = {i: heading for i, heading in kind(paragraphs, markers) if i not in heads}
        if len(found) < _FEWEST:
            continue
        # What stands below a numbered heading divides that part; what comes first divides the whole.
        first = min(found)
        inside = any(m is not None and m.family < Family.HALF_BRACKETED for m in markers[:first])
        rank = _INNERMOST if inside else _OUTERMOST
        heads.update((i, TitledHead(heading, rank)) for i, heading in found.items())
    if (table := _closing_table(paragraphs, markers)) is not None:
        heads[table[0]] = TitledHead(table[1], 0.0, is_table=True)
    return heads


def _styled(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> Iterator[tuple[int, TitledHead]]:
    """Headings that Markdown # or a heading style tells."""
    for i, paragraph in enumerate(paragraphs):
        level = paragraph.first.heading_level
        if level is None or markers[i] is not None:
            continue
        text = paragraph.text.strip()
        if 2 <= len(text) <= _LONGEST and not ends_sentence(text):
            yield i, TitledHead("".join(text.split()).rstrip(HEADING_TAIL), _OUTERMOST + min(level, 9) / 10)


def _rule_titles(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> list[tuple[int, str]]:
    """Titles of several rules printed one after another in an annex: each stands right above a 第一条 or 第一章."""
    beginnings: list[int] = []
    counted = 0  # the last 第X条
    for i, marker in enumerate(markers):
        if marker is None or marker.family > Family.ARTICLE:
            continue
        if marker.ordinal == (1,) and i and _is_rule_title(paragraphs[i - 1], markers[i - 1]):
            beginnings.append(i - 1)
        counted = max(counted, marker.ordinal[0])
    if len(beginnings) < _FEWEST or counted < _FEWEST:
        return []
    return [(i, "".join(paragraphs[i].text.split())) for i in beginnings]


def _is_rule_title(paragraph: Paragraph, marker: Marker | None) -> bool:
    text = "".join(paragraph.text.split())
    return (
        marker is None
        and paragraph.first.kind is LineKind.TEXT
        and 4 <= len(text) <= _RULE_TITLE
        and TYPE_AT_END.search(text) is not None
        and re.search(r"[，。；：]", text) is None
    )


def _bracketed(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> Iterator[tuple[int, str]]:
    for i, paragraph in enumerate(paragraphs):
        if paragraph.first.kind is LineKind.TEXT and "【" in paragraph.text[:2]:
            match = _BRACKETED.match(paragraph.text)
            if match:
                yield i, "".join(match["heading"].split())


def _questions(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> Iterator[tuple[int, str]]:
    """问： with 答： below it or further on in its paragraph."""
    for i, paragraph in enumerate(paragraphs):
        if paragraph.first.kind is not LineKind.TEXT or paragraph.text.lstrip()[:1] not in _OPENS_QUESTION:
            continue
        match = _QUESTION.match(paragraph.text)
        if match is None:
            continue
        rest = paragraph.text[match.end() :]
        below = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
        if _ANSWER.match(below) or _ANSWER.match(rest):
            yield i, "".join(match["heading"].split())


def _centred(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> Iterator[tuple[int, str]]:
    """Short lines in the middle with a paragraph of text below: the heads of a speech."""
    for i, paragraph in enumerate(paragraphs[:-1]):
        line, text = paragraph.first, paragraph.text.strip()
        if line.alignment is not Alignment.CENTER or line.kind is not LineKind.TEXT or markers[i] is not None:
            continue
        below = paragraphs[i + 1]
        if below.first.kind is not LineKind.TEXT or below.first.alignment in (Alignment.CENTER, Alignment.END):
            continue
        heads = 2 <= len(text) <= 40 and not re.search(r"[。；，：:,;]|\d{4}年", text) and not stands_alone(text)
        if heads and (ends_sentence(below.text) or len(below.text) > 40):
            yield i, "".join(text.split())


def _closing_table(paragraphs: Sequence[Paragraph], markers: Sequence[Marker | None]) -> tuple[int, str] | None:
    """A table printed below the last 第X条, which is no part of it: where it begins with its caption, and its name."""
    # Numbers below the table count its notes: 说明：1.…
    last = max((i for i, m in enumerate(markers) if m is not None and m.family <= Family.ARTICLE), default=None)
    marker = markers[last] if last is not None else None
    if last is None or marker is None or marker.family is not Family.ARTICLE:
        return None
    row = next((i for i in range(last + 1, len(paragraphs)) if paragraphs[i].first.kind is LineKind.TABLE_ROW), None)
    if row is None:
        return None
    caption = row - 1
    text = paragraphs[caption].text
    above = "\n".join(p.text for p in paragraphs[last:row])
    if (
        caption > last
        and len(text) <= _LONGEST
        and _TABLE_CAPTION.match(text)
        and ends_sentence(paragraphs[row - 2].text)
    ):
        return caption, "".join(text.split())
    if ends_sentence(text) and _CLOSES_RULE.search(above) and not _NAMES_TABLE.search(above):
        return row, TABLE
    return None
