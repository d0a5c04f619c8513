"""署名, 成文日期 and 印章 (GB/T 9704-2012 7.3.5): the bodies or the person that sign, and the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest import issuers
from ingest.dates import first_date
from ingest.feet.annex_note import LIST_ITEM, annex_note_at
from ingest.fields import EXACT, LOOSE, Field, evidence_between, field_in, people_in
from ingest.line_forms import ANNEX_NOTE, BLANK_DATE, DATE_LINE, NOTE, PUBLICITY, SEAL, SIGNED, ends_sentence
from ingest.markers import marker_at
from ingest.model import Alignment
from ingest.paragraphs import Paragraph

SIGNATURE_LINES = 12
_LONGEST_LINE = 200  # no date, note or name of an annex is longer
# Who signs an order, or a letter in his own name: 省长　王某某 | 总 理　李 明 | 民政部部长：李明 | 主任　王强（代）
_OFFICES = (
    "总理|副总理|主席|副主席|委员长|省长|副省长|市长|副市长|县长|区长|州长|盟长|旗长|镇长|乡长|部长|主任|局长|厅长|署长|行长|院长|检察长|"
    "会长|理事长|董事长|总经理|校长|书记|司令员|政治委员|政委|秘书长|总会计师|税务总局局长"
)
_NAMED_SIGNER = re.compile(
    rf"^(?P<body>[\u4e00-\u9fff]{{0,16}}?)(?P<office>代?(?:{_OFFICES}))[：:]?(?P<name>[\u4e00-\u9fff·]{{2,12}})$"
)
_MOST_PARTS = 2  # an office and a name; a row of a table has more
_APART = re.compile(r"[：:\s]")
# What a list of bodies stands under: 先进集体名单 | 一、先进单位 | 决定表彰下列单位：
_HEADS_LIST = re.compile(r"(?:名单|集体|单位|支部)\s*[：:]?$|(?:如下|下列|以下)[^。；]{0,14}[：:]$")
_PROSE_MARKS = re.compile(r"[，。：:；]")


@dataclass(frozen=True, slots=True)
class Signature:
    """The lines that sign a document."""

    paragraphs: tuple[int, ...]
    bodies: tuple[str, ...]
    people: tuple[str, ...]
    dated_on: date | None
    fields: dict[str, Field]


@dataclass(frozen=True, slots=True)
class _Signer:
    """What one line above the date says."""

    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sure: float = EXACT


def read_signature(paragraphs: Sequence[Paragraph], own: Sequence[int]) -> Signature | None:
    """The signature that closes the paragraphs `own`; None where they are not signed."""
    date_at = _date_position(paragraphs, own)
    if date_at is None:
        return _bodies_alone(paragraphs, own)
    line = paragraphs[own[date_at]]
    combined = None if DATE_LINE.match(line.text) or BLANK_DATE.match(line.text) else SIGNED.match(line.text)
    signers: list[_Signer] = []
    if combined is not None:
        bodies = issuers.bodies_in(SEAL.sub("", combined["body"]))
        if not bodies:
            return None
        signers.append(_Signer(bodies))
    first = date_at
    while first and (signer := _signer_of(paragraphs[own[first - 1]])) is not None:
        if signers and _is_branch(signer):
            break
        first -= 1
        signers.insert(0, signer)
    listed = _listed(paragraphs, own[:date_at], first, signed=combined is not None)
    del signers[:listed]
    first += listed
    last = date_at
    if not signers:  # the day above the bodies, as some pages print it
        while (
            last + 1 < len(own)
            and (signer := _signer_of(paragraphs[own[last + 1]]))
            and (signer.bodies or signer.people)
        ):
            last += 1
            signers.append(signer)
    found = first_date(line.text)
    fields: dict[str, Field] = {}
    if found is not None:
        start, end = found[1]
        if combined is not None:
            start, end = combined.span("date")
        fields["dated_on"] = field_in(line, start, end)
    lines = [paragraphs[i] for i in own[first : last + 1]]
    return _signature(lines, own[first : last + 1], signers, found[0] if found else None, fields)


def _date_position(paragraphs: Sequence[Paragraph], own: Sequence[int]) -> int | None:
    for position in range(len(own) - 1, max(-1, len(own) - SIGNATURE_LINES), -1):
        text = paragraphs[own[position]].text
        if len(text) > _LONGEST_LINE:
            return None
        if DATE_LINE.match(text) or SIGNED.match(text) or BLANK_DATE.match(text):
            return position
        below = NOTE.match(text) or PUBLICITY.match(text) or ANNEX_NOTE.match(text) or SEAL.fullmatch(text)
        if not (below or (LIST_ITEM.match(text) and len(text) < 50) or issuers.bodies_in(text)):
            return None
    return None


def _bodies_alone(paragraphs: Sequence[Paragraph], own: Sequence[int]) -> Signature | None:
    """Bodies at the end of the text without a day."""
    first = len(own)
    signers: list[_Signer] = []
    while first > 1 and (signer := _signer_of(paragraphs[own[first - 1]])) is not None and not signer.people:
        first -= 1
        signers.insert(0, signer)
    if not any(s.bodies for s in signers) or any(map(_is_branch, signers)):
        return None
    return _signature([paragraphs[i] for i in own[first:]], own[first:], signers, None, {})


def _listed(paragraphs: Sequence[Paragraph], above: Sequence[int], first: int, *, signed: bool) -> int:
    """How many of the lines that name bodies from `first` on belong to a list the text ends with, not to who signs.

    `above`: the paragraphs above the day; `signed`: a body stands on the line of the day.
    """
    lines = [paragraphs[i] for i in above[first:]]
    if not first or len(lines) + signed < 2 or not _HEADS_LIST.search(paragraphs[above[first - 1]].text.strip()):
        return 0
    if annex_note_at(paragraphs, above[:first]) is not None:
        return 0  # 附件：先进集体名单 names an annex, and the bodies below it sign
    apart = [i for i, line in enumerate(lines) if i and line.first.blank_before]
    return len(lines) if signed else apart[-1] if apart else len(lines) - 1


def _is_branch(signer: _Signer) -> bool:
    """Whether a line names a branch of the Party, as lists of them do that a notice ends with; one alone may sign."""
    return any(body.endswith(("支部", "总支")) for body in signer.bodies)


def _signer_of(paragraph: Paragraph) -> _Signer | None:
    """Whom a line above the date names; None where it is no signature."""
    text = paragraph.text.strip()
    if SEAL.fullmatch(text):
        return _Signer()
    if len(text) > 60 or marker_at(text) is not None or ends_sentence(text):
        return None
    text = SEAL.sub("", text).strip()
    if bodies := issuers.bodies_in(text):
        return _Signer(bodies)
    if (name := _person(text)) is not None:
        return _Signer(people=(name,))
    if paragraph.first.alignment is Alignment.END and 3 <= len(text) <= 30 and not _PROSE_MARKS.search(text):
        return _Signer(("".join(text.split()),), sure=LOOSE)
    return None


def _person(text: str) -> str | None:
    """The name of who signs by his office, 「省长　王某某」; the office and the name stand apart."""
    if len(text) > 30 or not _APART.search(text) or len(text.split("\t")) > _MOST_PARTS:
        return None
    match = _NAMED_SIGNER.match("".join(re.sub(r"[（(][^（）()]*[）)]", "", text).split()))
    if match is None or (len(match["name"]) > 4 and "·" not in match["name"]):
        return None
    return match["name"] if people_in(match["name"]) else None


def _signature(
    lines: Sequence[Paragraph],
    indices: Sequence[int],
    signers: Sequence[_Signer],
    day: date | None,
    fields: dict[str, Field],
) -> Signature:
    bodies = tuple(dict.fromkeys(body for s in signers for body in s.bodies))
    people = tuple(dict.fromkeys(name for s in signers for name in s.people))
    for paragraph in lines:
        if seal := SEAL.search(paragraph.text):
            fields.setdefault("seal", field_in(paragraph, *seal.span()))
    sure = min((s.sure for s in signers), default=EXACT)
    if bodies:
        fields["signature"] = _field_of(lines, bodies, sure)
        fields["issuing_authorities"] = fields["signature"]
    if people and (line := next((p for p in lines if _person(SEAL.sub("", p.text).strip())), None)):
        fields["signatories"] = field_in(line, 0, len(line.text))
    return Signature(tuple(indices), bodies, people, day, fields)


def _field_of(lines: Sequence[Paragraph], bodies: Sequence[str], sure: float) -> Field:
    """From the first line that names a body to the last; on one line without the date and the seal beside it."""
    no_names = (DATE_LINE, BLANK_DATE)
    named = [
        p
        for p in lines
        if not any(form.match(p.text) for form in no_names) and not SEAL.fullmatch(p.text) and _person(p.text) is None
    ]
    if len(named) == 1:
        text = named[0].text
        signed = SIGNED.match(text)
        end = signed.end("body") if signed else len(text)
        seal = SEAL.search(text[:end])
        field = field_in(named[0], 0, seal.start() if seal else end, sure)
        return replace(field, value="、".join(bodies))
    text = "\n".join(p.text for p in named)
    first, last = named[0], named[-1]
    if last.span[1] - first.span[0] != len(text):  # another line stands between them
        return field_in(first, 0, len(first.text), sure)
    return Field("、".join(bodies), evidence_between(text, first, last, sure))
