"""What must be said of a finding before its quote is used: its document has ended, is on trial, is older, or of elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Status
from ingest.regions import WHOLE_COUNTRY, in_or_under, places_named
from qa.language.formal_citations import day_in_words
from qa.model import Finding
from qa.standing.standing import ENDED_WORDS


@dataclass(frozen=True, slots=True)
class Mark:
    """One such thing, in a few words."""

    text: str  # 已废止, 其他地区：浙江
    is_grave: bool  # the rule does not hold, or not yet
    opens: str | None = None  # clause_id or document_id that proves it
    action: str = ""  # what a person presses to see the proof


def marks_of(finding: Finding, regions: Sequence[str]) -> tuple[Mark, ...]:
    """The marks of a finding, the gravest first; `regions` are the places asked about, none for all."""
    return tuple(_marks(finding, regions))


def _marks(finding: Finding, regions: Sequence[str]) -> Iterator[Mark]:
    if ended := ENDED_WORDS.get(finding.status):
        yield Mark(ended, True, finding.status_clause, f"{ended}的依据")
    if finding.begins_on is not None:
        yield Mark(f"尚未施行（{day_in_words(finding.begins_on)}起施行）", True)
    if finding.newer:
        yield Mark("旧版，已有新版", True, finding.newer, "查看新版")
    if finding.status is Status.TRIAL:
        yield Mark("试行", False)
    if _is_elsewhere(finding.region, regions):
        yield Mark(f"其他地区：{finding.region}", False)


def _is_elsewhere(region: str | None, asked: Sequence[str]) -> bool:
    """Whether a document of this region is neither of a place asked about, nor of one under or over it."""
    if region in (None, WHOLE_COUNTRY.chain) or not asked:
        return False
    chains = [place.chain for name in asked for place in places_named(name)]
    return bool(chains) and not any(in_or_under(region, chain) or in_or_under(chain, region) for chain in chains)
