"""Short names that a text gives its documents: （以下简称《条例》）, and 《决定》 for the decision named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.citing.cited_titles import Mention
from ingest.citing.document_names import generic_type, names_a_document

# 以下简称《条例》 | 简称“36号文” | （下称《办法》） | 以下统称“规定”
_SHORT_NAME = re.compile(
    r"[（(，,][^（）()。；]{0,30}?(?:以下|下文|下)?(?:统|合|简|通)称(?:为)?[：:]?"
    r"(?:[《“\"「『]+(?P<quoted>[^《》“”\"「」』（）()]{2,30})[》”\"」』]+|(?P<plain>[^《》“”\"（）()，。；]{2,20}))[^（）()]{0,20}?[）)]"
)
_DEFINITION_REACH = 140
_LOOKED_BACK = 200  # mentions
_MOST_NAMES = 50
_NAME_OF_RULE = re.compile(r"[法典例定则案见]$")
_NAMED_SO = re.compile(r"称(?:为)?[：:]?[“\"]?$")
_EDITION = re.compile(r"(?:[（(][^（）()]*[）)])+$")


def with_short_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with short names read in full; a short name that stands for nothing known is left out."""
    full_names: dict[str, str] = {}
    read: list[Mention] = []
    for mention in _and_plain_uses(text, mentions):
        if mention.title is None:
            read.append(mention)
            continue
        name = mention.title
        if _is_definition(text, mention):
            continue
        if mention.number is None and mention.inside is None:
            full = full_names.get(name) or _antecedent(name, read)
            if full is not None:
                read.append(replace(mention, title=full))
                continue
        if mention.number is None and not names_a_document(name):
            continue
        definition = _definition_behind(text, mention.span[1]) if mention.inside is None else None
        if definition is not None:
            short = (definition["quoted"] or definition["plain"]).strip()
            full_names["".join(short.split())] = name
            mention = replace(mention, defined_at=definition.end())
        read.append(mention)
    return read


def _and_plain_uses(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, and short names used without 《》 where an article follows: 社教条例第五条."""
    if "称" not in text:
        return list(mentions)
    defined: dict[str, int] = {}  # where the first definition of a short name ends
    for mention in mentions:
        if mention.title is None or mention.inside is not None or len(defined) == _MOST_NAMES:
            continue
        definition = _definition_behind(text, mention.span[1])
        short = (definition["quoted"] or definition["plain"]) if definition else ""
        if definition and _NAME_OF_RULE.search(short):
            defined.setdefault(short, definition.end())
    uses: dict[int, Mention] = {}
    for short, since in defined.items():
        for use in re.compile(re.escape(short) + r"(?=\s*第[一二三四五六七八九十百\d]+条)").finditer(text, since):
            if text[use.start() - 1] not in "《本该":
                uses[use.start()] = Mention(use.span(), "".join(short.split()), None)
    taken = {place for m in uses.values() for place in range(*m.span)}
    kept = [m for m in mentions if m.span[0] not in taken]
    return sorted([*kept, *uses.values()], key=lambda m: (m.span[0], -m.span[1]))


def _definition_behind(text: str, position: int) -> re.Match[str] | None:
    """（以下简称《…》） right behind a mention, perhaps behind its number's bracket."""
    window = text[position : position + _DEFINITION_REACH]
    if "称" not in window:
        return None
    if text[max(0, position - 1) : position] in ("）", ")", "号") or window[:1] in ("（", "("):
        match = _SHORT_NAME.match(text, position) or _SHORT_NAME.match(
            text, position + len(window) - len(window.lstrip())
        )
        return match if match and match.end() <= position + _DEFINITION_REACH else None
    return None


def _is_definition(text: str, mention: Mention) -> bool:
    """Whether a quoted title is the short name that is being given: （以下简称《条例》）."""
    return _NAMED_SO.search(text[max(0, mention.span[0] - 6) : mention.span[0]]) is not None


def _antecedent(name: str, earlier: Sequence[Mention]) -> str | None:
    """The title that 《决定》 or 《实施意见》 means: the nearest one before it that ends so."""
    kind = generic_type(name)
    if kind is None:
        return None
    for mention in reversed(earlier[-_LOOKED_BACK:]):
        title = mention.title
        if title and kind in title and title != name and _EDITION.sub("", title).endswith(kind):
            return title
    return None
