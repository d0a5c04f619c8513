"""What a title is looked up by: the same key for the printed title and for the ways others cite it."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\s《》〈〉<>“”\"'‘’「」·、,，]+")
# The issuers in front of 关于…: 中共浙江省委办公厅 浙江省人民政府办公厅关于…; others often cite the rest alone.
_ISSUERS = re.compile(r"^[^关]{2,60}?(?=关于)")
# （试行）（2021年版）（修订）: printed on the title, left off where it is cited.
_EDITION = re.compile(r"(?:[(（][^()（）]{1,20}[)）])+$")
_YEAR_EDITION = re.compile(r"[(（](?:19|20)\d{2}年?[^()（）]{0,8}(?:版|修订|修正)?[)）]$")


def title_key(title: str | None) -> str | None:
    """The key of a title: no white space, no quotation marks, no issuers in front of 关于, no edition behind it.

    Titles of different editions of one rule share a key; so may titles of different issuers: `may_name` tells those.
    """
    if not title:
        return None
    plain = _plain(title)
    key = _EDITION.sub("", _ISSUERS.sub("", plain))
    return key or plain


def issuers_in_title(title: str) -> str:
    """What stands in front of 关于, squeezed; "" where nothing does."""
    match = _ISSUERS.match(_plain(title))
    return match.group() if match else ""


def edition_in_title(title: str) -> str:
    """The edition that a title ends with, （试行） or （2021年版）; "" where it names none."""
    match = _EDITION.search(_plain(title))
    return match.group() if match else ""


def may_name(cited: str, printed: str, issuers: tuple[str, ...]) -> bool:
    """Whether a cited title can mean the document with this printed title and these issuers, their keys being equal."""
    named, own = issuers_in_title(cited), issuers_in_title(printed)
    if named and own and named != own:
        return False
    if named and not own and issuers and not any(_plain(body) in named for body in issuers):
        return False
    edition = edition_in_title(cited)
    return not edition or not edition_in_title(printed) or edition == edition_in_title(printed)


def _plain(title: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", title))
