"""Documents named in a text, by title, by short name, by 文号 alone, or without any marks: 根据宪法, 刑法第三百八十五条."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.citing.cited_titles import Mention, find_titles
from ingest.citing.pinpoints import pinpoints_at
from ingest.citing.short_names import with_short_names
from ingest.document_number import NumberMention, find_document_numbers

# 原云人社发〔2009〕77号, 原甲民〔2011〕2号: what it was called; 原政发, 原平政办发 are codes of places named so.
_FORMER = re.compile(r"原(?![平阳州]|[办发函字通电明委政规府组老干党])\w{2}")
_CODE_OF_ITS_OWN = re.compile(r"(?m)^[ \t\u3000]*原\w{1,7}[〔\[［]\d{4}[〕\]］]\d+号[ \t\u3000]*$")
_SHORTENED = re.compile(r"[ \n]*[、和及与][ \n]*(?P<number>第?(?P<serial>\d{1,4})号)(?![楼线院房室门])")


# 根据宪法 | 依据宪法和有关法律 | 和党章: named without marks where a text says what it rests on.
_FOUNDATION = re.compile(
    r"(?:根据|依据|依照|遵照|按照|》[和及、与])(?P<name>宪法|党章)(?=[，,、和及与以的制]|有关|规定|第)"
)
# 《…公告》（2016年第2号）第三条: what a bracket says that holds no 文号 we know.
_BRACKET_BEFORE_PART = re.compile(r"[（(][^（）()\n《》]{1,60}[）)](?=第)")
_FOUNDATIONS = {"宪法": "中华人民共和国宪法", "党章": "中国共产党章程"}
# 依照刑法第三百八十五条: a law named without marks, known by the article behind it.
_LAW_BEFORE_ARTICLE = re.compile(r"法典?(?=第[一二三四五六七八九十百千零\d]{1,7}条)")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,26}$")
_BEFORE_LAW = re.compile(
    r"^.*(?:根据|依据|依照|按照|违反|适用|参照|符合|执行|触犯|以及|[和及或与据照了])|^.*?(?=中华人民共和国)"
)
_NO_LAW = re.compile(r"^(?:本|该|此|原|其|同|新)|(?:办|方|做|看|说|用|依|合|非|执|司|立|守|违)法$")


def find_mentions(text: str) -> list[Mention]:
    """Every document named, in printed order; one mention for each part of it that is named."""
    numbers = _with_shortened(text, find_document_numbers(text))
    titles = find_titles(text, numbers)
    paired = {m.number.span[0] for m in titles if m.number}
    alone = [Mention(n.span, None, n) for n in numbers if n.span[0] not in paired]
    mentions = sorted([*titles, *alone, *_unmarked(text)], key=lambda m: (m.span[0], -m.span[1]))
    return [part for mention in with_short_names(text, mentions) for part in _with_parts(text, mention)]


def _with_shortened(text: str, numbers: Sequence[NumberMention]) -> list[NumberMention]:
    """The numbers, and those that leave agency and year to the one before: 云政发〔2011〕20号、21号."""
    found: list[NumberMention] = []
    strips = "原" in text and not _CODE_OF_ITS_OWN.search(text)
    for printed in numbers:
        number = _without_former(printed) if strips else printed
        found.append(number)
        position = number.span[1]
        while number.year is not None and "〔" in number.normal and (more := _SHORTENED.match(text, position)):
            if any(n.span[0] < more.end() and position < n.span[1] for n in numbers):
                break
            serial = int(more["serial"])
            normal = f"{number.agency}〔{number.year}〕{serial}号"
            span = more.span("number")
            found.append(NumberMention(span, normal, normal, number.agency, number.year, serial))
            position = more.end()
    return found


def _without_former(number: NumberMention) -> NumberMention:
    """The number without the 原 of 原云人社发〔2009〕77号, which is no part of the code."""
    if "〔" not in number.normal or not _FORMER.match(number.agency) or not number.text.startswith("原"):
        return number
    return NumberMention(
        (number.span[0] + 1, number.span[1]),
        number.text[1:],
        number.normal[1:],
        number.agency[1:],
        number.year,
        number.serial,
    )


def _unmarked(text: str) -> list[Mention]:
    found: list[Mention] = []
    if "宪法" in text or "党章" in text:
        found += [Mention(m.span("name"), _FOUNDATIONS[m["name"]], None) for m in _FOUNDATION.finditer(text)]
    if "法第" in text or "法典第" in text:
        for match in _LAW_BEFORE_ARTICLE.finditer(text):
            run = _HAN_RUN.search(text[max(0, match.end() - 26) : match.end()])
            lead = _BEFORE_LAW.match(run[0]) if run else None
            name = run[0][lead.end() if lead else 0 :] if run else ""
            if len(name) >= 2 and not _NO_LAW.search(name):
                found.append(Mention((match.end() - len(name), match.end()), name, None))
    return found


def _with_parts(text: str, mention: Mention) -> list[Mention]:
    """The mention, once for each part that is named with it: 《办法》第三条、第五条."""
    if mention.inside is not None:
        return [mention]
    position = mention.end
    # Never past the end of a line: a stored line is a whole paragraph, and the next may be an article of this text.
    while text[position : position + 1] in (" ", "\u3000") and position < mention.end + 2:
        position += 1
    if bracket := _BRACKET_BEFORE_PART.match(text, position):
        position = bracket.end()
    parts = pinpoints_at(text, position) if text[position : position + 1] == "第" else []
    if not parts:
        return [mention]
    first = replace(mention, span=(mention.span[0], parts[0].span[1]), pinpoint=parts[0])
    return [first, *(replace(mention, span=p.span, pinpoint=p, defined_at=-1) for p in parts[1:])]
