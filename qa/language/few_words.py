"""A quote in as few words as can be read out, nothing of it cut in two: what the words asked for are said to be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language.lexicon import same_words
from qa.language.sentences import squeezed_text, tidy

# What numbers the words and says nothing: （一）, 第五条, 1., 三、, 答：
_MARK = re.compile(
    r"""(?x)^\s*(?:
      第[一二三四五六七八九十百零〇\d]+[条款项](?:之[一二三四五六七八九十])?[\s\u3000]*
    | [一二三四五六七八九十]{1,3}[、．.](?![一二三四五六七八九十\d])  # 二、三级医院 is no number of an item
    | [（(][一二三四五六七八九十\d]{1,3}[)）]
    | \d{1,2}[.、．)）](?!\d)
    | [①-⑳]
    | ——
    | 【答(?:复)?】 | (?:答|A)\s*\d{0,2}\s*[：:]  # of questions and answers
    )[\s\u3000]*"""
)
_ENDS = "。！？!?；;"
_OPENERS, _CLOSERS = "（(《“‘「『【〔", "）)》”’」』】〕"
# A piece that sets a case and says nothing of it yet: 对…的党员, 经支部同意, 符合条件的, 到期后.
_ENDS_OPEN = re.compile(r"(?:的|时|后|前|者|中|期间|情况下|前提下|基础上|同意|批准|情形|情况|[和与及或])$")
_BEGINS_OPEN = re.compile(r"^(?:对于?|凡|经|因|由于|如|若|遇|根据|按照|依据|在|为了?|除)")
_RULES = re.compile(
    r"可|应|须|要(?!求)|不得|不能|不作|不予|严禁|禁止|给予|按.{1,12}(?:发|给|交|报|执行)|由.{1,16}(?:负责|承担|办理)|\d|每"
)
_REST = "，,；;。：: "


def without_mark(text: str) -> str:
    """The words without the number in front of them, nor the heading that stands in a line of its own above them."""
    marked = _MARK.match(text)
    if marked is None:
        return text
    first, _, rest = text[marked.end() :].lstrip().partition("\n")
    is_heading = rest.strip() and len(first) <= 24 and not re.search(r"[，,。；;：:！？]", first)
    bare = rest.lstrip() if is_heading else text[marked.end() :]
    return without_mark(bare) if bare.strip() else text


def ended(text: str) -> str:
    """The words as a sentence: a full stop at the end, and not behind another mark."""
    said = text.rstrip(_REST)
    return said if said.endswith(("！", "？", "!", "?")) else f"{said}。"


def in_few_words(quote: str, words: Sequence[str], most: int) -> str:
    """The quote where it has at most `most` characters, else the parts of it that hold the words.

    A part that sets a case goes with what is said of it, and none ends within quotation marks or brackets.
    """
    text = tidy(without_mark(quote))
    if len(text) <= most:
        return ended(text)
    own = [w for w in map(squeezed_text, words) if w]
    asked = [*own, *(way for w in own for way in map(squeezed_text, same_words().get(w, ())))]
    members = cut_outside(text, _ENDS)
    said = "".join(members[i] for i in _telling(members, asked, most))
    return ended(said if len(said) <= most else _core(said, asked, most))


def _telling(members: Sequence[str], asked: Sequence[str], most: int) -> list[int]:
    """The members that hold the words, the one with most of them first chosen, while they add some and there is room."""
    held = [{w for w in asked if w in squeezed_text(m)} for m in members]
    order = sorted(range(len(members)), key=lambda i: (-sum(map(len, held[i])), not _RULES.search(members[i]), i))
    chosen, known = [order[0]], set(held[order[0]])
    for i in order[1:]:
        if held[i] - known and sum(len(members[j]) for j in (*chosen, i)) <= most:
            chosen.append(i)
            known |= held[i]
    return sorted(chosen)


def _core(text: str, asked: Sequence[str], most: int) -> str:
    """Of a long sentence the pieces between commas that hold the words, with the case before them and its rule behind."""
    pieces = cut_outside(text, "，,：:。；;")
    held = [sum(len(w) for w in asked if w in squeezed_text(p)) for p in pieces]
    at = max(range(len(pieces)), key=lambda i: (held[i], -i))
    first = last = at
    while last + 1 < len(pieces) and (_is_open(pieces[last]) or len("".join(pieces[first : last + 1])) < most // 3):
        last += 1
    while last + 1 < len(pieces) and len("".join(pieces[first : last + 2])) <= most and not _is_open(pieces[last + 1]):
        last += 1
    while first > 0 and _is_open(pieces[first - 1]) and len("".join(pieces[first - 1 : last + 1])) <= most:
        first -= 1
    return "".join(pieces[first : last + 1])


def _is_open(piece: str) -> bool:
    """Whether a piece says nothing without the next one."""
    bare = piece.rstrip(_REST)
    if piece.endswith(("：", ":")) or _ENDS_OPEN.search(bare):
        return True
    return bool(_BEGINS_OPEN.match(bare)) and not _RULES.search(bare)


def cut_outside(text: str, marks: str) -> list[str]:
    """The text cut behind each of the marks that stands outside quotation marks and brackets."""
    parts: list[str] = []
    start = depth = 0
    for place, character in enumerate(text):
        depth = max(0, depth + (character in _OPENERS) - (character in _CLOSERS))
        if character in marks and depth == 0:
            parts.append(text[start : place + 1])
            start = place + 1
    if depth and len(parts) < text.count("，") + text.count("。"):  # a bracket that is never closed holds nothing in
        return [p for p in re.split(f"(?<=[{re.escape(marks)}])", text) if p]
    return [*parts, text[start:]] if text[start:].strip() else parts
