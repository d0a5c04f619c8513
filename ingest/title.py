"""The title of a document: over one line or several, and what kind of document it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import issuers
from ingest.line_forms import ANNEX_HEAD, CONTENTS_HEAD, COPIED_TO, DOCUMENT_TYPES, FURTHER_TYPES, PRINTED, TYPE_TAIL
from ingest.model import Alignment
from ingest.paragraphs import Paragraph

TITLE_LIMIT = 160
_TITLE_LINES = 6
_LONGEST_RUN = 4 * TITLE_LIMIT  # characters with white space; lines that go on for longer are no title, but a list
_TYPES = "|".join(sorted((*DOCUMENT_TYPES, *FURTHER_TYPES), key=len, reverse=True))
_TYPE_AT_END = re.compile(rf"(?P<type>{_TYPES}){TYPE_TAIL}")
TITLE_TAIL = re.compile(r"^[（(][^（）()]{1,20}[）)]$")
_JOINT_SPACE = re.compile(r"[ \t\u3000\xa0]+")


def clean_title(text: str) -> str:
    """A title in one line: white space goes, but for the one between joint issuers it begins with."""
    compact = "".join(text.split())
    verb = re.search(r"关于|印发|转发|批转", text)
    if verb:
        names = [n for n in _JOINT_SPACE.split(text[: verb.start()].replace("\n", " ").strip()) if n]
        if len(names) > 1 and all(issuers.is_body(n) for n in names):
            return " ".join(names) + "".join(text[verb.start() :].split())
    return compact


def document_type_of(title: str) -> str | None:
    """文种 that a title ends with."""
    match = _TYPE_AT_END.search(title)
    if match is None:
        return None
    kind = match["type"]
    if kind == "法" and not re.search(r"(?:国|中华).*法$|[^办方]法$", title[: match.end("type")]):
        return None
    return {"复函": "函", "实施细则": "细则"}.get(kind, kind)


def is_complete_title(text: str) -> bool:
    """Whether the text can be a whole title: it ends with a 文种 and closes its 《."""
    compact = "".join(text.split())
    return _TYPE_AT_END.search(compact) is not None and compact.count("《") == compact.count("》")


def title_runs(rest: Sequence[Paragraph], taken: set[int]) -> list[list[int]]:
    """Runs of head lines that could be one title each."""
    runs: list[list[int]] = []
    current: list[int] = []
    forms = (CONTENTS_HEAD, ANNEX_HEAD, COPIED_TO, PRINTED)
    for i, paragraph in enumerate(rest):
        text = paragraph.text.strip()
        alone = i in taken or len(text) > TITLE_LIMIT or text.startswith("——")
        if alone or any(form.match(text) for form in forms):
            current = []
            continue
        if current and rest[current[-1]].span[1] + 1 != paragraph.span[0]:
            current = []  # another element stands between them
        if current and _begins_anew(paragraph, rest, current):
            current = []
        if not current:
            current = []
            runs.append(current)
        current.append(i)
    return [part for run in runs for part in _cut_at_titles(run, rest)]


def _begins_anew(paragraph: Paragraph, rest: Sequence[Paragraph], run: Sequence[int]) -> bool:
    """Whether a head line begins another title rather than going on with the one above it."""
    level = paragraph.first.heading_level
    if level is not None and level != rest[run[-1]].first.heading_level:
        return True
    if rest[run[-1]].span[1] - rest[run[0]].span[0] > _LONGEST_RUN:
        return False
    text = "".join(paragraph.text.split())
    so_far = "".join("".join(rest[i].text.split()) for i in run)
    return is_complete_title(so_far) and (text.startswith("关于") or text == so_far or text in so_far[: len(text)])


def _cut_at_titles(run: Sequence[int], rest: Sequence[Paragraph]) -> list[list[int]]:
    """A run cut after its longest beginning that is a whole title; what follows may be a name or a subtitle."""
    best = 0
    for length in range(1, min(len(run), _TITLE_LINES) + 1):
        text = "".join(rest[i].text for i in run[:length])
        if is_complete_title(text) or (best == length - 1 and best and TITLE_TAIL.match(rest[run[length - 1]].text)):
            best = length
    if best in (0, len(run)):
        return [list(run)]
    return [list(run[:best]), list(run[best:])]


def best_title_run(
    runs: Sequence[list[int]], rest: Sequence[Paragraph], known: str | None, number_at: int | None
) -> list[int]:
    """The run that reads most like the title; `known`: what a metadata table gives. [] where none does.

    `number_at`: how many of the head lines stand above the 发文字号.
    """

    def score(run: list[int]) -> tuple[float, int]:
        text = "".join("".join(rest[i].text.split()) for i in run)
        if known is not None:
            return (10.0 if text == "".join(known.split()) else -1.0), -run[0]
        points = 0.0
        if is_complete_title(text):
            points += 4
        if re.search(r"关于|印发|转发", text):
            points += 2
        first = rest[run[0]].first
        if first.heading_level is not None:
            points += 1.5 - 0.1 * first.heading_level
        if first.alignment is Alignment.CENTER:
            points += 1
        if number_at is not None and run[0] >= number_at:
            points += 1
        if issuers.bodies_in(text):
            points -= 3
        if len(text) < 4 or re.search(r"第[\d一二三四五六七八九十]+期", text):
            points -= 3
        return points, -run[0]

    scored = sorted(((score(run), run) for run in runs if run), reverse=True)
    return scored[0][1] if scored and scored[0][0][0] >= 0 else []
