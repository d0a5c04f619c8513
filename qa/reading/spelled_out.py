"""Lists, meanings and steps in few words: every item of a list, the words that define, the steps in their order."""

from __future__ import annotations

import re

from qa.language.few_words import cut_outside
from qa.language.matter import SUMS
from qa.language.sentences import as_printed, squeeze
from qa.language.values import spelling_row, value_spans
from qa.model import AsksFor, ValueKind
from qa.reading.asked import Asked

SHORT = 60
"""Characters of a quote that is read out whole."""
_LONGEST_ITEM = 22
_MARKS = re.compile(
    r"(?:^|(?<=[。;；:：,，、\n]))(?:[一二三四五六七八九十]是|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)|——|[①-⑳]|第[一二三四五六七八九十]步[,，:：]?)"
)
_BEFORE_ITEM = re.compile(r"\n(?=\s{0,8}(?:[一二三四五六七八九十]是|[(（]|\d|——|[①-⑳]|第[一二三四五六七八九十]步))")
_QUOTED_ROW = re.compile(r"(?:[“\"‘'][^“”\"‘’']{2,20}[”\"’'][、,和及与]?){2,}")
# 以A、B、C为主要内容的某工程
_WITH_CONTENT = re.compile(
    r"以(?P<row>[^,。;:]{4,60}?)为(?:主要|基本|核心|重点)*(?:内容|核心|重点|载体|抓手|总抓手|目标|主题|标准|依据|原则)"
)
# 某某，是指… | 某某即… | 某某分别是…
_MEANS = re.compile(
    r"(?P<verb>是指|指的是|即(?!可|将|日|时|使|便)|分别(?:是|为|指)|简称|所称)[:：,，]?(?P<said>[^。;；]+)"
)


def spelled_out(asked: Asked, quote: str) -> str | None:
    """The items, the meaning or the steps; None where the quote is short enough or has no such form."""
    text, asks_for = _paired(squeeze(quote).text), asked.interpretation.asks_for
    if ValueKind.COLOUR in asked.wants:
        return _coloured(quote, text)
    if asks_for not in (AsksFor.DEFINITION, AsksFor.LIST, AsksFor.OTHER):
        return _of_sum(asked, quote, text)
    lines = _paired(_with_line_ends(quote))
    if asks_for is AsksFor.DEFINITION and (meant := _item_meant(asked.text, lines)):
        return as_printed(quote, meant)
    if items := items_in(lines):
        return "；".join(as_printed(quote, item) for item in items)
    if len(text) <= SHORT:
        return None
    said = spelling_row(asked.text, text) or _row(asked.text, text) or _meaning(asked.text, text)
    return as_printed(quote, said) if said else _of_sum(asked, quote, text)


def _in_lines(quote: str) -> str:
    """The squeezed quote with the line breaks kept that stand before the mark of an item: a heading runs into no item."""
    return _paired("\n".join(squeeze(line).text for line in _BEFORE_ITEM.split(quote)))


def _paired(text: str) -> str:
    """The text with straight quotation marks turned into opening and closing ones."""
    turned, opens = [], True
    for character in text:
        turned.append(character if character != '"' else "“" if opens else "”")
        opens = opens != (character == '"')
    return "".join(turned)


def _coloured(quote: str, text: str) -> str | None:
    """The pieces of a quote that name a colour."""
    pieces = [p for p in re.split(r"[,;。:]", text) if value_spans((ValueKind.COLOUR,), p)]
    return "，".join(as_printed(quote, p) for p in pieces) or None


def _of_sum(asked: Asked, quote: str, text: str) -> str | None:
    """Where it is asked how a sum is set, the pieces of a long quote that name the sum or state one."""
    name = next((s for s in SUMS if len(s) > 1 and s in asked.text), None)
    if name is None or len(text) <= SHORT // 2:
        return None
    pieces = [p for p in re.split(r"[,;。:]", text) if p]
    said = [p for p in pieces if name in p or value_spans((ValueKind.MONEY,), p)]
    return "，".join(as_printed(quote, p) for p in said) or None


def _with_line_ends(quote: str) -> str:
    """The quote squeezed, its line ends kept: a mark that opens a line need not stand behind a full stop."""
    return "\n".join(line for part in quote.split("\n") if (line := squeeze(part).text))


def items_in(text: str) -> list[str]:
    """The items of a marked list in few words, without their marks; none where fewer than two are marked."""
    return [_in_few_words(item) for item in _items(text)]


def _items(text: str) -> list[str]:
    """The items of a list, whole; of two kinds of marks (（四） above 一是, 二是) those that mark more.

    A list without marks is one that its lead announces: 按照以下程序办理：本人申请；单位审核；公示。
    """
    marks = list(_MARKS.finditer(text))
    kinds = [_NUMBERS.sub("", mark.group()) for mark in marks]
    most = max(kinds, key=lambda kind: (kinds.count(kind), kinds.index(kind)), default="")
    own = [mark for mark, kind in zip(marks, kinds, strict=True) if kind == most]
    if len(own) < 2:
        return _unmarked(text)
    ends = [mark.start() for mark in own[1:]] + [len(text)]
    return [text[mark.end() : end].replace("\n", "") for mark, end in zip(own, ends, strict=True)]


#   matches   按照以下程序办理: | 应当提交下列材料: | 补助对象包括:
#   rejects   会议指出: | 时间:
_ANNOUNCES_ITEMS = re.compile(
    r"(?:下列|以下|如下|程序|步骤|流程|条件|情形|情况|对象|人员|材料|职责|要求|措施|包括|分为)[^:;。,]{0,10}:(?P<items>[^。]+)"
)
LEAST_UNMARKED = 3
"""Pieces between ； that make a list without marks: two may be a sentence of two halves."""


def _unmarked(text: str) -> list[str]:
    """The pieces between ； behind words that announce a list; none where they announce none."""
    found = _ANNOUNCES_ITEMS.search(text)
    pieces = [p for piece in found["items"].split(";") if (p := piece.strip("\n"))] if found else []
    return pieces if len(pieces) >= LEAST_UNMARKED else []


_NUMBERS = re.compile(r"[一二三四五六七八九十\d①-⑳]+")


def _item_meant(asked: str, text: str) -> str | None:
    """The one item whose head the question names, with what is said of it: “坚持因地制宜”是什么意思."""
    named = [item for item in _items(text) if len(head := _in_few_words(item)) >= 4 and _names(asked, head)]
    others = [item for item in _items(text) if item not in named]
    if len(named) != 1 or not others or len(named[0]) <= len(_in_few_words(named[0])) + 2:
        return None
    return _first_sentences(named[0])


def _first_sentences(item: str) -> str:
    """An item up to where it has said enough: its head and the sentence behind it."""
    sentences = re.findall(r"[^。;；]+[。;；]?", item)
    said = sentences[0] if len(sentences[0]) > _LONGEST_ITEM else "".join(sentences[:2])
    return said.rstrip("。;；")


def _names(asked: str, head: str) -> bool:
    """Whether the question names an item: its head, or what is left of it without the verb before it."""
    return head in asked or (len(head) >= 6 and head[2:] in asked)


def _in_few_words(item: str) -> str:
    """An item up to its first full stop; of a long one, what stands before its first comma or colon.

    No stop within quotation marks or brackets ends it.
    """
    whole = cut_outside(item, "。;；!！")[0].rstrip("。;；!！,，、:：")
    if len(whole) <= _LONGEST_ITEM:
        return whole
    pieces = cut_outside(whole, ",，:：")
    first = next((i for i in range(1, len(pieces)) if len("".join(pieces[:i])) > 4), len(pieces))
    return "".join(pieces[:first]).rstrip(",，:：")


def _row(asked: str, text: str) -> str | None:
    """The row of names in quotation marks, or the content that 以…为内容 gives, which the question asks for."""
    rows = [m["row"] for m in _WITH_CONTENT.finditer(text)]
    rows += [m.group().rstrip("、,和及与") for m in _QUOTED_ROW.finditer(text)]
    near = sorted(((_near(asked, text, row), row) for row in rows), reverse=True)
    if not near or near[0][0] < 1 or (len(near) > 1 and near[1][0] > 1 and re.search(r"[和与及、]", asked)):
        return None  # none, or two things are asked for and the words around the rows must tell them apart
    return near[0][1]


# 起付标准分别为100元、400元: figures are no meaning, and whose each is stands before them.
_FIGURE_FIRST = re.compile(r"每?[\u4e00-\u9fff]{0,3}?\d|百分之")


def _meaning(asked: str, text: str) -> str | None:
    """The words behind 是指 or 即, of the term that the question asks for."""
    found = [m for m in _MEANS.finditer(text) if not _FIGURE_FIRST.match(m["said"])]
    best = max(found, key=lambda m: _likeness(asked, text[max(0, m.start() - 16) : m.start()]), default=None)
    if best is None or not _likeness(asked, text[max(0, best.start() - 16) : best.start()]):
        return None
    return best["said"]


def _near(asked: str, text: str, row: str) -> float:
    """How much of the question stands right around a row."""
    at = text.find(row)
    return _likeness(asked, text[max(0, at - 12) : at] + text[at + len(row) : at + len(row) + 14])


def _likeness(asked: str, text: str) -> float:
    return float(sum(asked[i : i + 2] in text for i in range(len(asked) - 1)))
