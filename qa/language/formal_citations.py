"""Citations in official form, as they stand in documents that leave the office: 《title》（文号，发文机关，YYYY年M月D日）第X条."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index.listed import Masthead
from qa.language.citations import place_of, title_of

ISSUERS_NAMED = 3
"""A notice of more bodies than these is cited by the first of them and 等."""


def formal_citation(document: Masthead, path: Sequence[str] = ()) -> str:
    """《title》（文号，发文机关，2021年5月6日）第三条; what the text does not print is left out, never guessed."""
    signs = [_number(document), _issuers(document.issuing_authorities), _day(document)]
    told = "，".join(sign for sign in signs if sign)
    return f"{title_of(document)}{f'（{told}）' if told else ''}{place_of(path)}"


def short_citation(document: Masthead, path: Sequence[str] = ()) -> str:
    """文号第三条, for a narrow column; 《title》第三条 of a document without a number."""
    return f"{_number(document) or title_of(document)}{place_of(path)}"


def day_in_words(day: date) -> str:
    """2021年5月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _number(document: Masthead) -> str:
    return "".join((document.document_number or "").split())


def _issuers(bodies: Sequence[str]) -> str:
    named = "、".join(" ".join(body.split()) for body in bodies[:ISSUERS_NAMED])
    return f"{named}等" if len(bodies) > ISSUERS_NAMED else named


def _day(document: Masthead) -> str:
    """成文日期; 印发日期 is another day and says so."""
    if document.dated_on:
        return day_in_words(document.dated_on)
    return f"{day_in_words(document.printed_on)}印发" if document.printed_on else ""
