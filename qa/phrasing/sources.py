"""The findings as a model may use them: numbered, each with the words that a sentence on it cannot do without."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.regions import WHOLE_COUNTRY, place_of_chain
from qa.language.sentences import squeezed_text, tidy
from qa.model import Answer, Finding
from qa.standing.standing import ENDED_WORDS

OLDER_EDITION, NEWER_EDITION = "旧版", "新版"
_TITLE = re.compile(r"《(?P<title>[^》]{1,300})》")
_SIGN = re.compile(r"（(?P<sign>[^（）]+)）")  # what tells notices of one title apart: number or date
_PIECE = re.compile(r"[；;\n。]")
_LEFT_OPEN = "未定"  # how an answer's short line says that a notice speaks and sets no figure


@dataclass(frozen=True)  # without slots: what is squeezed is kept
class Source:
    """One finding, as it is sent and held against."""

    number: int  # from 1, in the order of the findings
    finding: Finding
    quote: str  # in one line
    names: tuple[tuple[str, ...], ...]  # of each group one word has to stand in a sentence on it
    left_open: str  # what the answer's short line says of it where it sets no figure: 有规定，未定金额; else ""

    @property
    def to_name(self) -> tuple[str, ...]:
        """The words that the model is told to write."""
        return tuple(group[0] for group in self.names)

    @property
    def known_as(self) -> tuple[str, ...]:
        """What its document may be called, by its region first; places that this lies in last."""
        region = self.finding.region
        place = place_of_chain(region) if region else None
        above = [name for p in place.lineage[1:] for name in (p.full_name, p.short_name)] if place else []
        titles = [found.group() for found in _TITLE.finditer(self.finding.citation)]
        return (*(_region_names(region) if region else ()), *titles, *above)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every word of the groups."""
        return tuple(word for group in self.names for word in group)

    @cached_property
    def called(self) -> str:
        """What a sentence may say of it besides its words, squeezed: citation, region, names, that no figure is set."""
        return squeezed_text(
            f"{self.finding.citation}\n{self.finding.region}，{'，'.join((*self.all_names, *self.known_as))}\n{self.left_open}"
        )


def sources_of(answer: Answer) -> tuple[Source, ...]:
    """The findings of an answer, numbered from 1."""
    names = _names(answer.findings)
    first = answer.statements[0].text if answer.statements else ""
    return tuple(
        Source(
            number,
            finding,
            tidy(finding.quote),
            names[number - 1],
            "" if finding.quantities else _left_open(finding, first),
        )
        for number, finding in enumerate(answer.findings, 1)
    )


def _names(findings: Sequence[Finding]) -> list[tuple[tuple[str, ...], ...]]:
    """For each finding the groups of words that tell whose it is and how it stands, as far as others stand beside it."""
    by_region: Mapping[str | None, set[str]] = defaultdict(set)
    for finding in findings:
        by_region[finding.region].add(finding.document_id)
    return [(*_whose(finding, findings, by_region), *_standing(finding, findings)) for finding in findings]


def _whose(
    finding: Finding, findings: Sequence[Finding], by_region: Mapping[str | None, set[str]]
) -> Iterator[tuple[str, ...]]:
    """The region where there are several, the title where a region has several notices, the number where a title has."""
    if finding.region and len(by_region) > 1:
        yield _region_names(finding.region)
    title = _TITLE.search(finding.citation)
    if title is None or len(by_region[finding.region]) < 2:
        return
    yield title.group(), title["title"]
    alike = {f.document_id for f in findings if f.citation.startswith(title.group())}
    editions = {f.newer for f in findings} | {f.document_id for f in findings if f.newer}
    if len(alike) > 1 and finding.document_id not in editions and (sign := sign_of(finding)):
        yield (sign,)


def _standing(finding: Finding, findings: Sequence[Finding]) -> Iterator[tuple[str, ...]]:
    """That a rule has ended, and which edition of it this is."""
    if finding.newer in {f.document_id for f in findings}:
        yield (OLDER_EDITION,)
    elif finding.document_id in {f.newer for f in findings}:
        yield (NEWER_EDITION,)
    if ended := ENDED_WORDS.get(finding.status):
        yield ended, ended.removeprefix("已")


def sign_of(finding: Finding) -> str | None:
    """The number, or else the date, that a citation gives behind its title."""
    title = _TITLE.search(finding.citation)
    sign = _SIGN.match(finding.citation, title.end()) if title else None
    return sign["sign"] if sign else None


def _region_names(region: str) -> tuple[str, ...]:
    """Ways to name a region, the plainest first."""
    place = place_of_chain(region)
    if place is None:
        return (region,)
    if place == WHOLE_COUNTRY:
        return ("全国", "国家", "中央")
    return (place.short_name, region, place.full_name)


def _left_open(finding: Finding, first_line: str) -> str:
    """The piece of the short line that says of this finding's region that no figure is set; "" where none does."""
    pieces = (piece for piece in _PIECE.split(first_line) if finding.region and piece.startswith(finding.region))
    return next((piece for piece in pieces if _LEFT_OPEN in piece), "")
