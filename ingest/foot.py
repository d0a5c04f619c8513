"""The foot of a document: 附件说明, signature, 附注 and annex heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.feet.annex_note import LIST_ITEM, annex_names, annex_note_at
from ingest.feet.signature import SIGNATURE_LINES, Signature, read_signature
from ingest.fields import DERIVED, Field, evidence_between, evidence_of, field_in
from ingest.heads.minutes import read_attendance
from ingest.heads.number_lines import number_line
from ingest.issuers import is_body
from ingest.line_forms import ANNEX_HEAD, ANNEX_NOTE, ATTENDANCE, DATE_LINE, NOTE, PUBLICITY, SIGNED
from ingest.markers import marker_at
from ingest.model import Span
from ingest.paragraphs import Paragraph


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
    signatories: tuple[str, ...] = ()  # who signs by name: 省长　王某某
    annex_names: tuple[str, ...] = ()  # 附件说明


def read_foot(paragraphs: Sequence[Paragraph], body: int, end: int, imprint: frozenset[int]) -> Foot:
    """The foot of the document whose body begins at paragraph `body` and which ends before `end`."""
    indices = [i for i in range(body, end) if i not in imprint]
    heads = [i for i in indices if i > body and _heads_annex(paragraphs, i, indices)]
    limit = heads[0] if heads else end
    own = [i for i in indices if i < limit]
    reading = _Reading(paragraphs)
    # From the last paragraph upwards: notes, then date, then bodies, then 附件说明.
    position = reading.take_notes(own, len(own))
    signature = read_signature(paragraphs, own[:position])
    if signature is not None:
        after = [i for i in own[:position] if i > signature.paragraphs[-1]]
        reading.take_below(after)
        position = own.index(signature.paragraphs[0])
        reading.fields |= {k: v for k, v in signature.fields.items() if k not in reading.fields}
    position = reading.take_notes(own, position)
    note = annex_note_at(paragraphs, own[:position])
    if note is not None and not (note == 0 and signature is None):
        reading.take_annex_note(own[note:position])
        position = note
    position = reading.take_attendance(own, position)
    body_end = own[position] if position < len(own) else limit
    if signature is None and heads:
        signature = _signature_below_annexes(paragraphs, [i for i in indices if i > heads[-1]])
        reading.fields |= {k: v for k, v in signature.fields.items() if k not in reading.fields} if signature else {}
    return _foot(body_end, signature, reading, heads, end)


def _signature_below_annexes(paragraphs: Sequence[Paragraph], below: Sequence[int]) -> Signature | None:
    """The signature of a notice that set its annexes before it: bodies and a day at the very end of the last annex."""
    signature = read_signature(paragraphs, below)
    if signature is None or signature.dated_on is None or not signature.bodies or signature.paragraphs[0] <= below[0]:
        return None
    return signature if all(map(is_body, signature.bodies)) else None


def _foot(body_end: int, signature: Signature | None, reading: _Reading, heads: Sequence[int], end: int) -> Foot:
    return Foot(
        body_end=body_end,
        signature=signature.paragraphs if signature else (),
        issuers=signature.bodies if signature else (),
        dated_on=signature.dated_on if signature else None,
        fields=reading.fields,
        field_spans=tuple(reading.spans),
        annexes=tuple(heads),
        end=end,
        signatories=signature.people if signature else (),
        annex_names=reading.annex_names,
    )


class _Reading:
    """What was read of the foot so far."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.fields: dict[str, Field] = {}
        self.spans: list[Span] = []
        self.annex_names: tuple[str, ...] = ()

    def take_notes(self, own: Sequence[int], position: int) -> int:
        """Take 附注 and a number in brackets that stand right above `position`; where they begin."""
        while position:
            paragraph = self.paragraphs[own[position - 1]]
            if is_note(paragraph.text):
                self.fields.setdefault("note", field_in(paragraph, 0, len(paragraph.text)))
            elif (number := _number_in_brackets(paragraph.text)) is not None:
                normal, span = number
                self.fields.setdefault("document_number", Field(normal, field_in(paragraph, *span, DERIVED).evidence))
            else:
                break
            self.spans.append(paragraph.span)
            position -= 1
        return position

    def take_below(self, after: Sequence[int]) -> None:
        """Take what stands between the date and the end: notes, and a 附件说明 that was printed too low."""
        first = next((i for i in after if ANNEX_NOTE.match(self.paragraphs[i].text)), None)
        names: list[int] = []
        for i in after:
            paragraph = self.paragraphs[i]
            if first is not None and i >= first and not is_note(paragraph.text):
                names.append(i)
                continue
            name = "note" if is_note(paragraph.text) else "below_signature"
            self.fields.setdefault(name, field_in(paragraph, 0, len(paragraph.text)))
            self.spans.append(paragraph.span)
        if names:
            self.take_annex_note(names)

    def take_annex_note(self, indices: Sequence[int]) -> None:
        """Take the lines of a 附件说明."""
        lines = [self.paragraphs[i] for i in indices]
        text = "\n".join(p.text for p in lines)
        first, last = lines[0], lines[-1]
        together = last.span[1] - first.span[0] == len(text)
        evidence = evidence_between(text, first, last) if together else evidence_of(first)
        self.fields.setdefault("annexes", Field(text, evidence))
        self.annex_names = self.annex_names or annex_names([p.text for p in lines])
        self.spans.extend(p.span for p in lines)

    def take_attendance(self, own: Sequence[int], position: int) -> int:
        """Take 出席, 请假 and 列席 that close minutes; where they begin."""
        while position and ATTENDANCE.match(self.paragraphs[own[position - 1]].text):
            position -= 1
            read_attendance(self.paragraphs[own[position]], self.fields, self.spans)
        return position


def is_note(text: str) -> bool:
    """Whether a line is a 附注: （此件公开发布）, （联系人：…）."""
    return len(text) <= 200 and bool(NOTE.match(text) or PUBLICITY.match(text))


def _number_in_brackets(text: str) -> tuple[str, Span] | None:
    """The number that closes a text in brackets, as compilations print it: （鲁老干〔2022〕15号）."""
    if text.lstrip()[:1] not in "（(" or (number := number_line(text)) is None or not number.agency:
        return None
    return None if number.signatory is not None or number.marks else (number.normal, number.span)


def _heads_annex(paragraphs: Sequence[Paragraph], i: int, indices: Sequence[int]) -> bool:
    """Whether a line 附件… heads an annex rather than naming it before the signature (附件说明)."""
    paragraph = paragraphs[i]
    text = paragraph.text
    if text.lstrip(" \t\u3000\xa0[【")[:1] != "附":
        return False
    match = ANNEX_HEAD.match(text)
    if match is None or len(text) > 80 or i == indices[-1]:
        return False
    title = match["title"] or match["spaced"]
    if title is None and not (text.rstrip().endswith(("：", ":")) and LIST_ITEM.match(paragraphs[i + 1].text)):
        return True
    if title is not None and LIST_ITEM.match(title) and not title.startswith("《"):
        return False
    # 「附件：×××」 before the signature names the annex; the same words after it head it.
    following = [j for j in indices if j > i][:SIGNATURE_LINES]
    for j in following:
        below = paragraphs[j].text
        if DATE_LINE.match(below) or SIGNED.match(below):
            return False
        if len(below) > 45 or (marker_at(below) is not None and not LIST_ITEM.match(below)):
            break
    return True
