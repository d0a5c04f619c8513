"""Which head lines are the title: those without a form of their own that read most like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import issuers
from ingest.fields import DERIVED, ELSEWHERE, EXACT, LOOSE, Field, evidence_between
from ingest.heads.elements import read_author
from ingest.heads.number_lines import number_in_title
from ingest.heads.reading import HeadReading
from ingest.heads.red_head import HeadKind
from ingest.line_forms import ISSUE
from ingest.model import Evidence
from ingest.paragraphs import Paragraph
from ingest.title import best_title_run, clean_title, is_complete_title, title_runs

# 机关委员会 on a second line goes on with the name above it: 中共国家发展和改革委员会 / 机关委员会
_GOES_ON = re.compile(r"^(?:直属)?机关(?:委员会|党委|纪委|工会)$|^(?:委员会|办公室|办公厅|组织部|老干部局)$")
_WORD_ALONE = re.compile(r" (?=(?:命令|令|公告|通告)$)")


def read_title(rest: Sequence[Paragraph], number_at: int | None, reading: HeadReading) -> None:
    """Find the title among the head lines that have no form of their own; what is left over stays unread.

    `number_at`: how many of them stand above the 发文字号.
    """
    taken: set[int] = set()
    heads = list(reading.head_bodies)
    last_head = max((start for start, _ in heads), default=-1)
    # Bodies printed above the number are the red head, also where the word 文件 is missing (信函格式); bodies right
    # above the subject are the beginning of the title.
    for i, paragraph in enumerate(rest):
        bodies = issuers.bodies_in(paragraph.text)
        above_number = number_at is not None and i < number_at
        if not bodies or not (above_number or heads) or _leads_title(rest, i, reading.dividers):
            continue
        if above_number or paragraph.span[0] < last_head:
            heads.extend((paragraph.span[0], body) for body in bodies)
            reading.add_head(paragraph)
            taken.add(i)
    if names := _joined_names([body for _, body in sorted(heads, key=lambda head: head[0]) if body]):
        reading.issuers = names
    reading.close_heads(EXACT if reading.red_heads else ELSEWHERE)
    if _read_bulletin_title(rest, taken, reading):
        return
    _choose_title(rest, taken, number_at, reading)
    line = reading.fields.get("masthead_line")
    if (
        "title" not in reading.fields
        and line is not None
        and any(h.kind is not HeadKind.FILE for h in reading.red_heads)
    ):
        words = " ".join("".join(part.split()) for part in line.evidence.text.split("\n"))
        reading.fields["title"] = Field(_WORD_ALONE.sub("", words), line.evidence).doubted(ELSEWHERE)
    for i, paragraph in enumerate(rest):
        if i not in taken:
            _leave(paragraph, reading)


def _joined_names(names: Sequence[str]) -> tuple[str, ...]:
    """Bodies of the red head in order, each once; a second line that goes on with a name joined to it."""
    joined: list[str] = []
    for name in names:
        if joined and _GOES_ON.match(name):
            joined[-1] += name
        elif name not in joined:
            joined.append(name)
    return tuple(joined)


def _choose_title(rest: Sequence[Paragraph], taken: set[int], number_at: int | None, reading: HeadReading) -> None:
    known = reading.fields.get("title")
    chosen = best_title_run(title_runs(rest, taken), rest, known.value if known else None, number_at)
    if not chosen:
        return
    text = "\n".join(rest[i].text for i in chosen)
    compact = "".join(text.split())
    if compact.count("《") != compact.count("》"):
        return  # a title cut off in its 《 is no title; the lines are listed as unread
    if any(h.kind is HeadKind.MINUTES for h in reading.red_heads) and not is_complete_title(compact):
        return  # the head names the minutes; what stands below it says of the meeting
    taken.update(chosen)
    reading.spans.extend(rest[i].span for i in chosen)
    if known is not None:
        return
    first, last = rest[chosen[0]], rest[chosen[-1]]
    reading.fields["title"] = Field(clean_title(text), evidence_between(text, first, last))
    _part_number(text, reading)
    title = reading.fields["title"]
    reading.fields["title"] = title.doubted(EXACT if is_complete_title(title.value) else LOOSE)


def _part_number(text: str, reading: HeadReading) -> None:
    """Take the document's own number out of a title that shares its line with it."""
    parted = number_in_title(text)
    if parted is None:
        return
    normal, number, title = parted
    known = reading.fields.get("document_number")
    if known is not None and known.value != normal:
        return  # another document's number, named in the title
    whole = reading.fields["title"].evidence
    offset = whole.span[0]

    def part(span: tuple[int, int]) -> Evidence:
        return Evidence(text[slice(*span)], (offset + span[0], offset + span[1]), whole.page, whole.confidence)

    if known is None:
        reading.fields["document_number"] = Field(normal, part(number)).doubted(ELSEWHERE)
    bare = text[slice(*title)].strip()
    start = text.index(bare, title[0])
    reading.fields["title"] = Field(clean_title(bare), part((start, start + len(bare))))


def _leave(paragraph: Paragraph, reading: HeadReading) -> None:
    """Take a head line that says again what is known, or names the issuer; any other is listed as unread."""
    title = reading.fields.get("title")
    if title is not None and "".join(paragraph.text.split()) in "".join(title.value.split()):
        reading.spans.append(paragraph.span)  # the title printed again, whole or line by line
    elif bodies := issuers.bodies_in(paragraph.text):
        if not reading.issuers:
            reading.issuers = bodies
            reading.add("issuing_authorities", paragraph.text.strip(), paragraph, sure=DERIVED)
        elif set(bodies) <= set(reading.issuers):
            reading.spans.append(paragraph.span)
        else:
            reading.unread.append(paragraph)
    elif title is None or paragraph.span[0] < title.evidence.span[0] or not read_author(paragraph, reading):
        reading.unread.append(paragraph)


def _read_bulletin_title(rest: Sequence[Paragraph], taken: set[int], reading: HeadReading) -> bool:
    """Take a bulletin's name and issue as its title, 「老干部工作动态 第7期」; False where there is no issue line."""
    issue = next((i for i, p in enumerate(rest) if ISSUE.match(p.text)), None)
    if issue is None:
        return False
    first = issue - 1 if issue and issue - 1 not in taken else issue
    lines = rest[first : issue + 1]
    text = "\n".join(p.text for p in lines)
    value = " ".join("".join(p.text.split()) for p in lines)
    reading.fields["title"] = Field(value, evidence_between(text, lines[0], lines[-1], ELSEWHERE))
    reading.spans.extend(p.span for p in lines)
    for i, paragraph in enumerate(rest):
        if i in taken or first <= i <= issue:
            continue
        if bodies := issuers.bodies_in(paragraph.text):
            reading.issuers = tuple(dict.fromkeys((*reading.issuers, *bodies)))
            reading.add("issuing_authorities", paragraph.text.strip(), paragraph)
        else:
            reading.unread.append(paragraph)
    return True


def _leads_title(rest: Sequence[Paragraph], i: int, dividers: Sequence[int]) -> bool:
    """Whether the body on a head line is where the title begins: the line after it goes on with 关于…"""
    following = i + 1
    while following < len(rest) and issuers.bodies_in(rest[following].text):
        following += 1
    if following >= len(rest) or any(rest[i].span[0] < d < rest[following].span[0] for d in dividers):
        return False
    line = rest[following].text
    return bool(re.match(r"(?:联合)?(?:关于|印发|转发|批转)", "".join(line.split())) or issuers.bodies_of_title(line))
