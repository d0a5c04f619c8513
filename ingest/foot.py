"""The foot of a document: 附件说明, signature, 附注, annex heads, and the imprint (版记)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import issuers
from ingest.dates import first_date
from ingest.line_forms import (
    ANNEX_HEAD,
    ANNEX_NOTE,
    COPIED_TO,
    DATE_LINE,
    KEYWORDS,
    NOTE,
    PRINT_RUN,
    PRINTED,
    PUBLICITY,
    SIGNED,
    ends_sentence,
)
from ingest.markers import marker_at
from ingest.masthead import Field, evidence_of, split_names
from ingest.model import Alignment, Evidence, LineKind, Span
from ingest.paragraphs import Paragraph

_LIST_ITEM = re.compile(r"^\s*(?:[0-9０-９]{1,2}[.．、]|[一二三四五六七八九十]+、|《)")
_NAMED_SIGNER = re.compile(
    r"^(?:省长|市长|县长|区长|主席|部长|主任|局长|总理|会长|署长|院长)[ \t\u3000]*[\u4e00-\u9fff \u3000]{2,8}$"
)
_SIGNATURE_LINES = 12


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, wherever in the file it stands: it belongs to the notice that the file begins with."""

    paragraphs: frozenset[int]
    fields: dict[str, Field]
    copied_to: tuple[str, ...]
    printed_on: date | None
    office: str | None
    field_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """What follows the body of one document, before its annexes."""

    body_end: int  # index of the first paragraph after the body
    signature: tuple[int, ...]  # paragraphs of 署名 and 成文日期
    issuers: tuple[str, ...]
    dated_on: date | None
    fields: dict[str, Field]
    field_spans: tuple[Span, ...]
    annexes: tuple[int, ...]  # paragraphs that head an annex
    end: int


def read_imprint(paragraphs: Sequence[Paragraph]) -> Imprint:
    """抄送, 印发机关 and 印发日期, print run and keywords of a file."""
    taken: set[int] = set()
    fields: dict[str, Field] = {}
    copied: list[str] = []
    printed_on: date | None = None
    office: str | None = None
    for i, paragraph in enumerate(paragraphs):
        if paragraph.first.kind is LineKind.METADATA:
            continue
        text = paragraph.text
        if match := COPIED_TO.match(text):
            copied.extend(split_names(match["names"]))
            earlier = fields.get("copied_to")
            fields["copied_to"] = _and(earlier, paragraph) if earlier else Field(text.strip(), evidence_of(paragraph))
            taken.add(i)
        elif match := PRINTED.match(text):
            found = first_date(match["date"])
            if found is None:
                continue
            taken.add(i)
            printed_on = printed_on or found[0]
            fields.setdefault("printed_on", Field(match["date"], evidence_of(paragraph)))
            office = office or (match["office"].strip() if match["office"] else None)
            if not match["office"] and i and _is_office(paragraphs[i - 1].text):
                taken.add(i - 1)
                office = office or paragraphs[i - 1].text.strip()
                fields.setdefault(
                    "printing_office", Field(paragraphs[i - 1].text.strip(), evidence_of(paragraphs[i - 1]))
                )
            elif not match["office"] and i + 1 < len(paragraphs) and _is_office(paragraphs[i + 1].text):
                taken.add(i + 1)
                office = office or paragraphs[i + 1].text.strip()
                fields.setdefault(
                    "printing_office", Field(paragraphs[i + 1].text.strip(), evidence_of(paragraphs[i + 1]))
                )
        elif PRINT_RUN.match(text):
            taken.add(i)
            fields.setdefault("print_run", Field(text.strip(), evidence_of(paragraph)))
        elif KEYWORDS.match(text) and len(text) < 80:
            taken.add(i)
            fields.setdefault("keywords", Field(text.strip(), evidence_of(paragraph)))
    spans = tuple(paragraphs[i].span for i in sorted(taken))
    return Imprint(frozenset(taken), fields, tuple(copied), printed_on, office, spans)


def _and(field: Field, paragraph: Paragraph) -> Field:
    """A field that goes on in the next paragraph, 抄报 and 抄送; one that stands further off is left out of its evidence."""
    start, end = field.evidence.span
    if paragraph.span[0] != end + 1:
        return field
    text = f"{field.evidence.text}\n{paragraph.text}"
    return Field(text, Evidence(text, (start, paragraph.span[1]), field.evidence.page))


def read_foot(paragraphs: Sequence[Paragraph], body: int, end: int, imprint: frozenset[int]) -> Foot:
    """The foot of the document whose body begins at paragraph `body` and which ends before `end`."""
    indices = [i for i in range(body, end) if i not in imprint]
    heads = [i for i in indices if i > body and _heads_annex(paragraphs, i, indices, imprint)]
    limit = heads[0] if heads else end
    own = [i for i in indices if i < limit]
    fields: dict[str, Field] = {}
    spans: list[Span] = []
    # From the last paragraph upwards: notes, then date, then bodies, then 附件说明.
    position = len(own)
    while position and _is_note(paragraphs[own[position - 1]].text):
        position -= 1
        _take("note", paragraphs[own[position]], fields, spans)
    signature: list[int] = []
    dated_on: date | None = None
    names: tuple[str, ...] = ()
    found = _signature(paragraphs, own[:position])
    if found is not None:
        signature, dated_on, names = found
        for i in own[:position]:
            if i > signature[-1]:
                _take("note" if _is_note(paragraphs[i].text) else "annexes", paragraphs[i], fields, spans)
        position = own.index(signature[0])
        _add_signature_fields([paragraphs[i] for i in signature], dated_on, names, fields)
    while position and _is_note(paragraphs[own[position - 1]].text):
        position -= 1
        _take("note", paragraphs[own[position]], fields, spans)
    note = _annex_note(paragraphs, own[:position])
    if note is not None and not (note == 0 and not signature):
        for i in own[note:position]:
            _take("annexes", paragraphs[i], fields, spans)
        position = note
    body_end = own[position] if position < len(own) else limit
    return Foot(body_end, tuple(signature), names, dated_on, fields, tuple(spans), tuple(heads), end)


def _take(name: str, paragraph: Paragraph, fields: dict[str, Field], spans: list[Span]) -> None:
    fields.setdefault(name, Field(paragraph.text.strip(), evidence_of(paragraph)))
    spans.append(paragraph.span)


def _add_signature_fields(
    signature: Sequence[Paragraph], dated_on: date | None, names: Sequence[str], fields: dict[str, Field]
) -> None:
    """Note where date and bodies were read; the lines themselves count as the signature clause."""
    if dated_on is not None:
        fields["dated_on"] = Field(dated_on.isoformat(), evidence_of(signature[-1]))
    if names:
        span = (signature[0].span[0], signature[-1].span[1])
        text = "\n".join(p.text for p in signature)
        fields["issuing_authorities"] = Field(text, Evidence(text, span, signature[0].page))


def _is_note(text: str) -> bool:
    return bool(NOTE.match(text) or PUBLICITY.match(text))


def _is_office(text: str) -> bool:
    return len(text) <= 40 and issuers.is_body(text)


def _heads_annex(paragraphs: Sequence[Paragraph], i: int, indices: Sequence[int], imprint: frozenset[int]) -> bool:
    """Whether a line 附件… heads an annex rather than naming it before the signature (附件说明)."""
    paragraph = paragraphs[i]
    match = ANNEX_HEAD.match(paragraph.text)
    if match is None or len(paragraph.text) > 80 or i == indices[-1]:
        return False
    title = match["title"] or match["spaced"]
    if title is None:
        return True
    if _LIST_ITEM.match(title) and not title.startswith("《"):
        return False
    # 「附件：×××」 before the signature names the annex; the same words after it head it.
    following = [j for j in indices if j > i][:_SIGNATURE_LINES]
    for j in following:
        text = paragraphs[j].text
        if DATE_LINE.match(text) or SIGNED.match(text):
            return False
        if len(text) > 45 or (marker_at(text) is not None and not _LIST_ITEM.match(text)):
            break
    return True


def _signature(
    paragraphs: Sequence[Paragraph], own: Sequence[int]
) -> tuple[list[int], date | None, tuple[str, ...]] | None:
    """Paragraphs of the signature, its date and its bodies; None where the document is not signed."""
    date_at = None
    for position in range(len(own) - 1, max(-1, len(own) - _SIGNATURE_LINES), -1):
        text = paragraphs[own[position]].text
        if DATE_LINE.match(text) or SIGNED.match(text):
            date_at = position
            break
        if not (_is_note(text) or ANNEX_NOTE.match(text) or (_LIST_ITEM.match(text) and len(text) < 50)):
            break
    if date_at is not None:
        line = paragraphs[own[date_at]]
        found = first_date(line.text)
        combined = None if DATE_LINE.match(line.text) else SIGNED.match(line.text)
        if combined is not None and not issuers.bodies_in(combined["body"]):
            return None
        names = list(issuers.bodies_in(combined["body"])) if combined else []
        first = date_at
        while first and (bodies := _signing_bodies(paragraphs[own[first - 1]])):
            first -= 1
            names[:0] = [n for n in bodies if n]
        return list(own[first : date_at + 1]), found[0] if found else None, tuple(dict.fromkeys(names))
    # Bodies alone at the end of the text.
    first = len(own)
    names = []
    while first > 1 and (bodies := _signing_bodies(paragraphs[own[first - 1]])) and bodies != ("",):
        first -= 1
        names[:0] = bodies
    return (list(own[first:]), None, tuple(dict.fromkeys(names))) if names else None


def _signing_bodies(paragraph: Paragraph) -> tuple[str, ...]:
    """Bodies that a signature line names; ("",) for a person who signs; () when the line is none."""
    text = paragraph.text.strip()
    if len(text) > 60 or marker_at(text) is not None or ends_sentence(text):
        return ()
    if _NAMED_SIGNER.match(text):
        return ("",)
    bodies = issuers.bodies_in(text)
    if bodies:
        return bodies
    if paragraph.first.alignment is Alignment.END and 3 <= len(text) <= 30 and not re.search(r"[，。：:；]", text):
        return ("".join(text.split()),)
    return ()


def _annex_note(paragraphs: Sequence[Paragraph], own: Sequence[int]) -> int | None:
    """Position of a 附件说明 that closes the body, or None."""
    for position in range(len(own) - 1, max(-1, len(own) - _SIGNATURE_LINES), -1):
        text = paragraphs[own[position]].text
        if ANNEX_NOTE.match(text) or (ANNEX_HEAD.match(text) and len(text) < 80):
            return position
        if len(text) > 60 or ends_sentence(text) or not (_LIST_ITEM.match(text) or len(text) < 40):
            return None
    return None
