"""Whose words a sentence gives, brought into the form that answers have and the gate reads: 仪征（已废止）：…."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.regions import place_of_chain
from qa.phrasing.sources import NEWER_EDITION, OLDER_EDITION, Source, sign_of
from qa.standing.standing import ENDED_WORDS

_MARKS = (OLDER_EDITION, NEWER_EDITION, *ENDED_WORDS.values())
# What people put around names before they come to the matter. {names} are those of the document and no others, {signs} its
# number and marks: whatever else stands there is left to be held.
#   matches   仪征规定，… | 根据《…》（甲办发〔2022〕5号），仪征… | 在仪征，… | 仪征已废止的规定要求：…
#   rejects   仪征的离退休干部党组织书记 (what stands behind 的 is the matter: it stays) | 《…》（another number）规定
_LEAD = r"""(?x)^\s*
    (?:根据|按照|依据|依照|在|对于?)? \s*
    (?: (?:{names}) (?:（(?:{signs})）|、?(?:{signs}))* [的，、]? )+
    (?:这?(?:份|个|一)?(?:文件|通知|意见|方案|办法|规定))? (?:中|里)?
    (?:已|也|还|则)? (?:明确)? (?:规定|明确|要求|提出|指出|写明)? [，,：:]? \s*"""

#   matches   文件规定，… | 根据规定，… | 按照该办法的规定，…
#   rejects   规定期限内… (the matter: no stop behind it)
_LEAD_WITHOUT_NAME = re.compile(
    r"""(?x)^\s*(?:根据|按照|依据|依照)? (?:有关|相关|上述|该|本)? (?:文件|通知|意见|方案|办法|规定)
    (?:的?规定)? (?:中|里)? (?:明确)? (?:规定|要求|提出|指出|写明)? [，,：:] \s*"""
)


def labelled(text: str, source: Source) -> str:
    """A sentence with the names that it opens with as its label; unchanged where it opens otherwise."""
    text = _LEAD_WITHOUT_NAME.sub("", text)
    if not source.known_as:
        return text
    found = _lead(source.known_as, (*_MARKS, sign_of(source.finding) or _MARKS[0])).match(text)
    if found is None or found.end() >= len(text.rstrip("。")):
        return text
    marks = "".join(f"（{mark}）" for mark in _MARKS if mark in found.group())
    return f"{source.known_as[0]}{marks}：{text[found.end() :]}"


def misnamed(text: str, source: Source) -> str | None:
    """A name that the source's region does not have, made of its short one: 仪征县; None where there is none."""
    place = place_of_chain(source.finding.region or "")
    if place is None:
        return None
    named = re.findall(rf"{re.escape(place.short_name)}[省市县区州盟旗]", text)
    return next((name for name in named if name != place.full_name and name not in source.quote), None)


@lru_cache(maxsize=256)
def _lead(names: tuple[str, ...], signs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_LEAD.format(names=_any_of(names), signs=_any_of(signs)))


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
