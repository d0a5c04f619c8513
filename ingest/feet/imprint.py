"""The imprint (版记): 抄送, 印发机关, 印发日期, 份数, and the 主题词 of the old standard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest import issuers
from ingest.dates import first_date
from ingest.fields import ELSEWHERE, Field, evidence_between, field_in, split_names
from ingest.line_forms import (
    ADDRESSED_TO,
    COPIED_TO,
    KEYWORDS,
    PRINT_RUN,
    PRINTED,
    PRINTED_OTHERWISE,
    PROOF,
    SENT_TO,
    stands_alone,
)
from ingest.markers import marker_at
from ingest.model import LineKind, Span
from ingest.paragraphs import Paragraph

_LAST_LINES = 14  # where a bulletin's 报送发 and who read the proofs stand
_RUN_ON_LINE = re.compile(r"共[ \t\u3000]*印[ \t\u3000]*[0-9０-９]+[ \t\u3000]*份")
_OFFICE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, wherever in the file it stands: it belongs to the notice that the file begins with."""

    paragraphs: frozenset[int]
    fields: dict[str, Field]
    copied_to: tuple[str, ...]
    printed_on: date | None
    office: str | None
    field_spans: tuple[Span, ...]
    addressees: tuple[str, ...] = ()  # 主送 that were too many for the head


@dataclass(slots=True)
class _Reading:
    """What was read of the imprint so far."""

    taken: set[int] = field(default_factory=set)
    fields: dict[str, Field] = field(default_factory=dict)
    copied: list[str] = field(default_factory=list)
    addressees: tuple[str, ...] = ()
    printed_on: date | None = None
    office: str | None = None

    def take(self, i: int, name: str, found: Field) -> None:
        """Take paragraph `i` into a field; the first one gives the field its value."""
        self.taken.add(i)
        self.fields.setdefault(name, found)


def read_imprint(paragraphs: Sequence[Paragraph]) -> Imprint:
    """抄送, 印发机关 and 印发日期, print run and keywords of a file."""
    reading = _Reading()
    last = len(paragraphs) - _LAST_LINES
    for i, paragraph in enumerate(paragraphs):
        if paragraph.first.kind is LineKind.METADATA:
            continue
        text = paragraph.text
        head = text.lstrip()[:1]
        # Each form is looked for only where its first character allows it: most lines are running text.
        if head == "主" and (match := ADDRESSED_TO.match(text)):
            reading.addressees = reading.addressees or split_names(match["names"])
            reading.take(i, "addressees", _names(paragraph, match))
        elif head in "抄主分发报送" and (
            match := COPIED_TO.match(text) or (SENT_TO.match(text) if i >= last else None)
        ):
            _take_copied(paragraphs, i, match, reading)
        elif match := _printed(text, at_end=i >= last):
            _take_printed(paragraphs, i, match, reading)
        elif head in "共（(" and PRINT_RUN.match(text):
            reading.take(i, "print_run", field_in(paragraph, 0, len(text)))
        elif head == "主" and (match := KEYWORDS.match(text)) and len(text) < 80:
            reading.take(i, "keywords", field_in(paragraph, match.end(), len(text)))
        elif i >= last and (match := PROOF.match(text)):
            reading.take(i, "proofread_by", field_in(paragraph, match.end(), len(text), ELSEWHERE))
            if run := _RUN_ON_LINE.search(text):
                reading.take(i, "print_run", field_in(paragraph, *run.span()))
                reading.fields["proofread_by"] = field_in(paragraph, match.end(), run.start(), ELSEWHERE)
    spans = tuple(paragraphs[i].span for i in sorted(reading.taken))
    return Imprint(
        frozenset(reading.taken),
        reading.fields,
        tuple(dict.fromkeys(reading.copied)),
        reading.printed_on,
        reading.office,
        spans,
        reading.addressees,
    )


def _printed(text: str, *, at_end: bool) -> re.Match[str] | None:
    """A line of 印发日期 in one of its forms; the less usual ones only near the end of the file."""
    if text.endswith(("发", "制", "印", "份", "）", ")")) and (match := PRINTED.match(text)):
        return match
    return PRINTED_OTHERWISE.match(text) if at_end and "印" in text else None


def _names(paragraph: Paragraph, match: re.Match[str]) -> Field:
    end = match.start("names") + len(match["names"].rstrip("。；; \t\u3000"))
    return field_in(paragraph, match.start("names"), end)


def _take_copied(paragraphs: Sequence[Paragraph], i: int, match: re.Match[str], reading: _Reading) -> None:
    """A line 抄送, with the lines it runs on to and the 抄报 above it."""
    paragraph = paragraphs[i]
    last = i
    names = match["names"]
    while (
        last + 1 < len(paragraphs)
        and names.rstrip().endswith(("、", "，", ",", "；", ";"))
        and _goes_on(paragraphs[last + 1])
    ):
        last += 1
        names += paragraphs[last].text
    reading.copied.extend(split_names(names))
    found = _names(paragraph, match)
    if last > i:
        found = _between(paragraphs, found.evidence.span[0], i, last)
    earlier = reading.fields.get("copied_to")
    if earlier is not None and paragraph.span[0] <= earlier.evidence.span[1] + 3:  # 抄报 stands right above 抄送
        first = next(j for j in range(i, -1, -1) if paragraphs[j].span[0] <= earlier.evidence.span[0])
        found = _between(paragraphs, earlier.evidence.span[0], first, last)
        reading.fields["copied_to"] = found
    for j in range(i, last + 1):
        reading.take(j, "copied_to", found)


def _goes_on(paragraph: Paragraph) -> bool:
    """Whether a line can go on with a list of bodies: no form of its own, no number, no date."""
    text = paragraph.text
    return (
        len(text) < 120
        and "。" not in text.rstrip("。 ")
        and marker_at(text) is None
        and not stands_alone(text)
        and SENT_TO.match(text) is None
    )


def _between(paragraphs: Sequence[Paragraph], start: int, first: int, last: int) -> Field:
    """What is printed from character `start` of the stored text, inside paragraph `first`, to the end of `last`."""
    text = "\n".join(p.text for p in paragraphs[first : last + 1])[start - paragraphs[first].span[0] :]
    text = text.rstrip("。；; \t\u3000")
    whole = evidence_between(text, paragraphs[first], paragraphs[last])
    return Field(text, type(whole)(text, (start, start + len(text)), whole.page, whole.confidence))


def _take_printed(paragraphs: Sequence[Paragraph], i: int, match: re.Match[str], reading: _Reading) -> None:
    """印发日期, and 印发机关 on the same line or on the one above or below."""
    found = first_date(match["date"])
    if found is None:
        return
    paragraph = paragraphs[i]
    reading.printed_on = reading.printed_on or found[0]
    reading.take(i, "printed_on", field_in(paragraph, match.start("date"), match.end("date")))
    if "run" in match.re.groupindex and match["run"]:
        reading.take(i, "print_run", field_in(paragraph, match.start("run"), match.end("run")))
    if match["office"]:
        reading.office = reading.office or match["office"].strip()
        reading.take(i, "printed_by", field_in(paragraph, match.start("office"), match.end("office")))
        return
    for j in (i - 1, i + 1):
        if 0 <= j < len(paragraphs) and j not in reading.taken and _is_office(paragraphs[j].text):
            reading.office = reading.office or paragraphs[j].text.strip()
            reading.take(j, "printed_by", field_in(paragraphs[j], 0, len(paragraphs[j].text)))
            return


def _is_office(text: str) -> bool:
    return len(text) <= _OFFICE_LENGTH and issuers.is_body(text)
