"""The annexes of a document: where each begins, its name, and its numbering apart from the body's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.bundles.issued import bare_title, is_same_title
from ingest.clauses import Scope
from ingest.feet.annex_note import annex_names
from ingest.feet.imprint import Imprint
from ingest.foot import Foot, read_foot
from ingest.issuers import bodies_in
from ingest.line_forms import ANNEX_HEAD, ANNEX_NOTE, DATE_LINE, SIGNED, ends_sentence, stands_alone
from ingest.markers import marker_at
from ingest.model import LineKind
from ingest.paragraphs import Paragraph
from ingest.title import is_complete_title

_NAME_LENGTH = 60
_NAME_PARAGRAPHS = 4
_NOTE_LINES = 20
_BARE_HEAD = 12
# An annex inside an annex, and the heads that stand beside 附件.
#   matches   附件1-1 | 附件 2—1：登记表 | 附表2 | 附表一 申报表 | 附图 | 附录A
#   rejects   附件1 (ANNEX_HEAD) | 附表所列单位 | 附件1-3略。
_PART_HEAD = re.compile(
    r"""(?x)^\s*[\[【]?附\s*(?:
        件\s*[0-9０-９一二三四五六七八九十]{1,2}\s*[-—－–.．]\s*[0-9０-９]{1,2}
      | [表图录]\s*(?:[0-9０-９]{1,2}(?:\s*[-—－–.．]\s*[0-9０-９]{1,2})?|[一二三四五六七八九十]{1,3}|[A-Z])?
    )\s*[\]】]?(?![0-9])(?:[：:]\s*|\s+|(?=\s*$))(?P<title>(?!所|的|中|和|及|或|与|至)[^。，；]{0,60})$"""
)
# 附表, 附图 and 附录 belong to the 附件 they follow.
_BESIDE_ANNEX = re.compile(r"附[表图录]")


def read_foot_and_annexes(paragraphs: Sequence[Paragraph], body: int, end: int, imprint: Imprint) -> Foot:
    """The foot of a document with every annex: those headed 附件, and those headed only by the title the 附件说明 gives."""
    foot = read_foot(paragraphs, body, end, imprint.paragraphs)
    note_end, names = annex_note(paragraphs, body, end)
    found = list(_titled_heads(paragraphs, note_end, foot, names, imprint)) if names else []
    if not found:
        return foot
    first = min(found)
    if not foot.annexes or first < foot.annexes[0]:
        # Read again up to the first annex: signature and 附件说明 stand right above it.
        earlier = read_foot(paragraphs, body, first, imprint.paragraphs)
        return replace(earlier, annexes=tuple(sorted({*found, *earlier.annexes, *foot.annexes})), end=end)
    return replace(foot, annexes=tuple(sorted({*found, *foot.annexes})))


def annex_note(paragraphs: Sequence[Paragraph], body: int, end: int) -> tuple[int, tuple[str, ...]]:
    """The first paragraph below the 附件说明, and the names it gives, without quotation marks; (end, ()) without one."""
    at = next((i for i in range(body, end) if _begins_note(paragraphs[i].text)), None)
    if at is None:
        return end, ()
    below = at + 1
    while below < end and below - at < _NOTE_LINES and _goes_on(paragraphs[below].text):
        below += 1
    names = annex_names([p.text for p in paragraphs[at:below]])
    return below, tuple(name for n in names if (name := bare_title(n)))


def _goes_on(text: str) -> bool:
    """Whether a line below 附件： is one more name, not the signature or running text."""
    return len(text) <= _NAME_LENGTH and not (stands_alone(text) or bodies_in(text) or ends_sentence(text))


def _begins_note(text: str) -> bool:
    return text.lstrip()[:1] == "附" and ANNEX_NOTE.match(text) is not None


def annex_scopes(
    text: str, paragraphs: Sequence[Paragraph], heads: Sequence[int], end: int, free: Sequence[bool]
) -> Iterator[Scope]:
    """The scopes of the annexes that begin at `heads`; `free[i]`: paragraph `i` is in no field and no signature."""
    main: Scope | None = None
    for position, head in enumerate(heads):
        stop = heads[position + 1] if position + 1 < len(heads) else end
        inside = tuple(paragraphs[i] for i in range(head, stop) if free[i])
        if not inside:
            continue
        length, name = _annex_name(inside)
        scope = Scope(text, (), name, name.split(" ", 1)[0], inside[:length])
        if main is not None and _BESIDE_ANNEX.match(name):
            scope = replace(scope, within=main.annex, within_marker=main.annex_marker)
        else:
            main = scope
        yield from _parts(text, inside[length:], scope)


def _parts(text: str, body: Sequence[Paragraph], annex: Scope) -> Iterator[Scope]:
    """An annex, and what it has for annexes of its own: 附件1-1, 附表2. Each numbers anew."""
    own_heads = [i for i, p in enumerate(body) if p.first.kind is LineKind.TEXT and _heads_part(p, body, i)]
    if not own_heads:
        yield replace(annex, paragraphs=tuple(body))
        return
    yield replace(annex, paragraphs=tuple(body[: own_heads[0]]))
    for position, head in enumerate(own_heads):
        stop = own_heads[position + 1] if position + 1 < len(own_heads) else len(body)
        inside = body[head:stop]
        length, name = _annex_name(inside)
        marker = name.split(" ", 1)[0]
        yield Scope(text, tuple(inside[length:]), name, marker, tuple(inside[:length]), annex.annex, annex.annex_marker)


def _heads_part(paragraph: Paragraph, body: Sequence[Paragraph], i: int) -> bool:
    return len(paragraph.text) <= 80 and i + 1 < len(body) and _PART_HEAD.match(paragraph.text) is not None


def _titled_heads(
    paragraphs: Sequence[Paragraph], note_end: int, foot: Foot, names: Sequence[str], imprint: Imprint
) -> Iterator[int]:
    """Lines below the 附件说明 and the signature that are nothing but the name of an annex, with no 附件 above them."""
    waiting = list(names)
    signed = False
    for i in range(note_end, foot.end):
        paragraph = paragraphs[i]
        text = paragraph.text
        signed = signed or bool(DATE_LINE.match(text) or SIGNED.match(text) or paragraph.first.page_break_before)
        if not signed or not waiting or i in imprint.paragraphs:
            continue
        if paragraph.first.kind is not LineKind.TEXT or len(text) > _NAME_LENGTH or marker_at(text) is not None:
            continue
        name = bare_title(text)
        match = next((w for w in waiting if w == name or (len(name) >= 6 and is_same_title(name, w))), None)
        if match is None:
            continue
        waiting.remove(match)
        headed = ANNEX_HEAD.match(paragraphs[i - 1].text) is not None and len(paragraphs[i - 1].text) < _BARE_HEAD
        if not headed and i not in foot.annexes:
            yield i


def _annex_name(paragraphs: Sequence[Paragraph]) -> tuple[int, str]:
    """How many paragraphs the annex's head takes, and its name: 「附件1 志愿服务登记表」."""
    first = paragraphs[0].text
    head = ANNEX_HEAD.match(first)
    part = None if head else _PART_HEAD.match(first)
    if head is None and part is None:
        return 1, "".join(first.split())  # headed by its title alone
    if part is not None and part["title"]:
        number = "".join(first[: part.start("title")].split()).rstrip("：:")
        return 1, f"{_unbracketed(number)} {''.join(part['title'].split())}"
    title = (head["title"] or head["spaced"]) if head else None
    if head and title:
        number = "".join(first[: head.start("title") if head["title"] else head.start("spaced")].split())
        return 1, f"{number.rstrip('：:')} {''.join(title.split())}"
    number = _unbracketed("".join(re.split(r"[：:]", first, maxsplit=1)[0].split()))
    words: list[str] = []
    count = 1
    for paragraph in paragraphs[1:_NAME_PARAGRAPHS]:
        text = "".join(paragraph.text.split())
        if (
            paragraph.first.kind is not LineKind.TEXT
            or marker_at(paragraph.text) is not None
            or ends_sentence(text)
            or len(text) > _NAME_LENGTH
            or (words and re.search(r"[，。：:；]", text))
            or _PART_HEAD.match(paragraph.text)
        ):
            break
        words.append(text)
        count += 1
        if is_complete_title("".join(words)) or re.search(r"[表册样图单]$", text) or paragraph.first.whole_paragraph:
            break
    return count, f"{number} {''.join(words)}" if words else number


def _unbracketed(text: str) -> str:
    return re.sub(r"[\[\]【】]", "", text)
