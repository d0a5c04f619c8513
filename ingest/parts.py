"""What documents a file holds, and how they stand to each other: issued, forwarded, collected, or one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from ingest.annexes import annex_note, read_foot_and_annexes
from ingest.bundles.bulletin import Bulletin, read_bulletin
from ingest.bundles.bulletin_items import read_item_head
from ingest.bundles.collection import contents_entry, find_sequel, is_part_line, read_collection_head
from ingest.bundles.issued import find_issued, issued_names, issues_something
from ingest.feet.imprint import Imprint, read_imprint
from ingest.fields import Field, evidence_of
from ingest.foot import Foot
from ingest.masthead import Masthead, read_masthead
from ingest.model import Form
from ingest.paragraphs import Paragraph

_DEEPEST_CHAIN = 4  # 转发 of 转发 of 印发: no real notice goes deeper


@dataclass(frozen=True, slots=True)
class Part:
    """The paragraphs of one document, with what its head and foot say; other parts are named by their position."""

    start: int
    end: int
    masthead: Masthead
    foot: Foot
    imprint: Imprint  # of the notice it belongs to
    issued_by: int | None = None  # the notice that issues it, whose number, issuers and date it takes
    wraps: int | None = None  # the document that it issues
    part_of: int | None = None  # the bulletin or collection that holds it
    form: Form | None = None  # None: the masthead tells


def divide(paragraphs: Sequence[Paragraph], contents: Sequence[str] = ()) -> list[Part]:
    """The documents of a file in printed order.

    `contents`: entries of a list of contents that was taken out of the paragraphs before.
    """
    if not paragraphs:
        return []
    bulletin = read_bulletin(paragraphs, contents)
    if bulletin is not None:
        return _bulletin_parts(paragraphs, bulletin)
    end = len(paragraphs)
    head = read_masthead(paragraphs, 0, end)
    entries = [entry for line in contents if (entry := contents_entry(line))]
    sequel = find_sequel(
        paragraphs, head.body, entries, partial(_issued_by, paragraphs), partial(_annexes_of, paragraphs)
    )
    if not sequel.starts:
        return _chain(paragraphs, 0, end, _imprint(paragraphs, 0, end), 0, head=head)
    if sequel.is_collection:
        return _collection_parts(paragraphs, sequel.starts)
    parts: list[Part] = []
    bounds = (0, *sequel.starts, end)
    for i in range(len(bounds) - 1):
        start, stop = bounds[i], bounds[i + 1]
        # A notice that issues something it names in other words than its title is followed by it.
        last = parts[-1] if parts else None
        issued = last is not None and last.wraps is None and _is_issued_unnamed(paragraphs, last, start, stop)
        if issued:
            parts[-1] = replace(parts[-1], wraps=len(parts))
        imprint = _imprint(paragraphs, start, stop)
        parts.extend(_chain(paragraphs, start, stop, imprint, len(parts), issued_by=len(parts) - 1 if issued else None))
    return parts


def _issued_by(paragraphs: Sequence[Paragraph], start: int) -> Sequence[str]:
    """Names of the documents that the notice beginning at `start` issues, and those that these issue in turn."""
    head = read_masthead(paragraphs, start, len(paragraphs))
    names = [name for group in issued_names(paragraphs, head) for name in group]
    return [*names, *(inner for name in names for inner in _names_in_title(name))]


def _names_in_title(title: str) -> list[str]:
    """What a notice named without quotation marks issues: 关于印发工作办法的通知 issues 工作办法."""
    for verb in ("印发", "转发", "批转"):
        if verb in title and title.endswith("的通知"):
            return [title.split(verb, 1)[1].removesuffix("的通知")]
    return []


def _annexes_of(paragraphs: Sequence[Paragraph], start: int) -> Sequence[str]:
    """Names of the annexes of the notice that begins at `start`, from its 附件说明."""
    return annex_note(paragraphs, start, len(paragraphs))[1]


def _is_issued_unnamed(paragraphs: Sequence[Paragraph], notice: Part, start: int, stop: int) -> bool:
    """Whether a document printed right below a notice is what it issues, though no title says so."""
    if notice.foot.annexes or not issues_something(paragraphs[: notice.end], notice.masthead):
        return False
    below = read_masthead(paragraphs, start, stop)
    return "document_number" not in below.fields and not below.addressees


def _chain(
    paragraphs: Sequence[Paragraph],
    start: int,
    end: int,
    imprint: Imprint,
    position: int,
    *,
    issued_by: int | None = None,
    part_of: int | None = None,
    head: Masthead | None = None,
    depth: int = 0,
) -> list[Part]:
    """A document and, below it, the ones that it issues; its own position in the file is `position`."""
    head = head or read_masthead(paragraphs, start, end)
    issued = find_issued(paragraphs, head, end) if depth < _DEEPEST_CHAIN else []
    own_end = issued[0].start if issued else end
    foot = read_foot_and_annexes(paragraphs, head.body, own_end, imprint)
    wraps = position + 1 if issued else None
    parts = [Part(start, own_end, head, foot, imprint, issued_by, wraps, part_of)]
    for i, inner in enumerate(issued):
        stop = issued[i + 1].start if i + 1 < len(issued) else end
        inner_head = _issued_head(paragraphs, inner.start, inner.head, stop)
        parts.extend(
            _chain(
                paragraphs,
                inner.start,
                stop,
                imprint,
                position + len(parts),
                issued_by=position,
                # `wraps` names one document; the notice holds the others.
                part_of=position if i else None,
                head=inner_head,
                depth=depth + 1,
            )
        )
    return parts


def _issued_head(paragraphs: Sequence[Paragraph], start: int, first: int, end: int) -> Masthead:
    """The head of an issued document, the line 附件 above it included."""
    head = read_masthead(paragraphs, first, end)
    if start == first:
        return head
    return _with_field(head, "annex_head", paragraphs[start])


def _with_field(head: Masthead, name: str, line: Paragraph) -> Masthead:
    fields = {name: Field(line.text.strip(), evidence_of(line)), **head.fields}
    return replace(head, fields=fields, field_spans=(line.span, *head.field_spans))


def _bulletin_parts(paragraphs: Sequence[Paragraph], bulletin: Bulletin) -> list[Part]:
    """The bulletin itself, with its contents and imprint, then its items."""
    first = bulletin.items[0]
    imprint = _imprint(paragraphs, 0, len(paragraphs))
    own = frozenset(i for i in imprint.paragraphs if i < first or i >= bulletin.end)
    items_imprint = Imprint(own, {}, (), None, None, ())
    imprint = replace(
        imprint,
        paragraphs=own,
        fields=imprint.fields | bulletin.fields,
        copied_to=bulletin.copied_to or imprint.copied_to,
        field_spans=(*imprint.field_spans, *bulletin.foot_spans),
    )
    parts = [Part(0, first, bulletin.head, _no_foot(first), imprint, form=Form.BULLETIN)]
    bounds = (*bulletin.items, bulletin.end)
    for i in range(len(bulletin.items)):
        start, stop = bounds[i], bounds[i + 1]
        head = read_item_head(paragraphs, start, stop)
        parts.extend(_chain(paragraphs, start, stop, items_imprint, len(parts), part_of=0, head=head))
    return parts


def _collection_parts(paragraphs: Sequence[Paragraph], starts: Sequence[int]) -> list[Part]:
    """The collection itself, with its preface and contents, then its documents."""
    first = starts[0]
    imprint = _imprint(paragraphs, 0, first)
    head = read_collection_head(paragraphs, first)
    parts = [Part(0, first, head, _no_foot(first), imprint, form=Form.COLLECTION)]
    bounds = (*starts, len(paragraphs))
    for i in range(len(starts)):
        start, stop = bounds[i], bounds[i + 1]
        imprint = _imprint(paragraphs, start, stop)
        held = _collected_head(paragraphs, start, stop)
        parts.extend(_chain(paragraphs, start, stop, imprint, len(parts), part_of=0, head=held))
    return parts


def _collected_head(paragraphs: Sequence[Paragraph], start: int, stop: int) -> Masthead:
    """The head of a document in a collection, with the head over several documents that stands above it."""
    if not is_part_line(paragraphs[start].text):
        return read_masthead(paragraphs, start, stop)
    return _with_field(read_masthead(paragraphs, start + 1, stop), "section", paragraphs[start])


def _no_foot(end: int) -> Foot:
    """The foot of a head that is not signed: a list of names or titles in it is no signature."""
    return Foot(body_end=end, signature=(), issuers=(), dated_on=None, fields={}, field_spans=(), annexes=(), end=end)


def _imprint(paragraphs: Sequence[Paragraph], start: int, end: int) -> Imprint:
    """The imprint printed between two paragraphs; its paragraphs are counted through the whole file."""
    imprint = read_imprint(paragraphs[start:end])
    return replace(imprint, paragraphs=frozenset(i + start for i in imprint.paragraphs)) if start else imprint
