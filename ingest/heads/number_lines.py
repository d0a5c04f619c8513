"""The 发文字号 of a head line, with what may stand beside it: 份号 and 密级 before it, 签发人 or a date after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.dates import DATE
from ingest.document_number import find_document_numbers
from ingest.fields import are_people, people_in
from ingest.line_forms import SIGNATORY, marks_in
from ingest.model import Span

_LONGEST = 80
_LABEL = re.compile(
    r"^[ \t\u3000\[【]*(?:发?文字?号|编号|公文编号)?[\]】]?[ \t\u3000]*[：:]?[ \t\u3000]*[（(【\[]?[ \t\u3000]*$"
)
_AFTER = re.compile(
    rf"(?x)^[ \t\u3000，,；;]*(?P<date>{DATE.pattern})?[ \t\u3000]*(?:印发|发布|公布|颁布)?[ \t\u3000]*[）)】\]]?[ \t\u3000]*$"
)
# 纪要 and 公报 count by issue: 第3期 | 〔2022〕第3期 | 2022年第3期 | （第12次）
_ISSUE = re.compile(
    r"^\s*(?P<number>[〔\[（(【]?\s*(?:(?:19|20)\d{2}\s*年?\s*[〕\]）)】]?)?\s*[（(]?第?\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})\s*[期次号]\s*[）)]?)"
    r"\s*(?:[（(]\s*总第?\s*\d+\s*[期次号]\s*[）)])?\s*$"
)
_APART = re.compile(r"[ \t\u3000]*(?:\u3000|\t|  )[ \t\u3000]*(?=\S)")
_BRACKETED_YEAR = re.compile(r"[（(\[【〔]((?:19|20)\d{2})[）)\]】〕]")
_OPENING, _CLOSING = " \t\u3000\n（(【[", "）)】]"
# What a number at a title's head is followed by: …15号 关于…的通知 | 【…15号】关于… ; rejects 国办发〔2021〕12号文件的贯彻意见
_AFTER_LEADING = re.compile(r"[）)】\]]?[ \t\u3000\n]*(?![文件的])(?=.{4})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line whose 发文字号 is its own; spans in characters of the line."""

    normal: str
    span: Span
    agency: str  # "" where the head above names the body: 第711号
    marks: tuple[re.Match[str], ...]  # 份号 and 密级 before it
    signatory: int | None  # where 签发人 begins
    people: Span | None  # the last of several 签发人, who stands beside the number without the word (7.2.6)
    date: Span | None  # a date that stands with it in brackets below the title


def number_line(text: str) -> NumberLine | None:
    """The number of a line that holds nothing else but what may stand beside it; None for any other line."""
    if len(text) > _LONGEST or "号" not in text:
        return None
    mentions = find_document_numbers(text)
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    before, after = text[: mention.span[0]], text[mention.span[1] :]
    marks: tuple[re.Match[str], ...] = ()
    signatory = mention.span[1] + len(after) - len(after.lstrip()) if SIGNATORY.match(after) else None
    if SIGNATORY.match(before):
        signatory = 0
    elif not _LABEL.match(before):
        marks = marks_in(before)
        if not marks:
            return None
    dated = _AFTER.match(after)
    people = _people_beside(text, mention.span[1])
    if signatory is None and dated is None and people is None:
        return None
    date_span = (
        (mention.span[1] + dated.start("date"), mention.span[1] + dated.end("date"))
        if dated and dated["date"]
        else None
    )
    return NumberLine(mention.normal, mention.span, mention.agency, marks, signatory, people, date_span)


def _people_beside(text: str, start: int) -> Span | None:
    """Names of people that stand well apart at the end of a line from `start` on."""
    if _APART.match(text, start) is None or not are_people(people_in(text[start:])):
        return None
    return start + len(text[start:]) - len(text[start:].lstrip()), len(text.rstrip())


def issue_of_minutes(text: str) -> tuple[str, Span] | None:
    """The number by which minutes count, 「〔2022〕3号」 or 「第3期」, without white space; None for any other line."""
    match = _ISSUE.match(text)
    if match is None or not re.search(r"第|\d{4}", match["number"]):
        return None
    compact = "".join(match["number"].split())
    if not re.search(r"\d{4}", compact):
        compact = compact.strip("（()）")
    return _BRACKETED_YEAR.sub(r"〔\1〕", compact), match.span("number")


def number_in_title(text: str) -> tuple[str, Span, Span] | None:
    """A title's own number that shares its line, before it or after it: its normal form, its span, the title's span."""
    mentions = [m for m in find_document_numbers(text) if m.agency or m.year] if "号" in text else []
    if not mentions:
        return None
    first, last = mentions[0], mentions[-1]
    below = _AFTER_LEADING.match(text, first.span[1])
    if first.agency and below and not text[: first.span[0]].strip(_OPENING):
        return first.normal, first.span, (below.end(), len(text))
    before, after = text[: last.span[0]].rstrip(), text[last.span[1] :].strip()
    if after and after in _CLOSING and before.endswith(tuple(_OPENING.strip())):
        title = before[:-1].rstrip()
        # A number in brackets right behind a name in 《》 is that document's.
        return None if title.endswith("》") else (last.normal, last.span, (0, len(title)))
    if not after and last.agency and 0 < len(before) < last.span[0]:
        return last.normal, last.span, (0, len(before))
    return None
