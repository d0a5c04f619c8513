"""From one file to its documents: masthead, clause tree, references, and an account of every character."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest import issuers as bodies
from ingest.clauses import Scope, signature_clause, split_clauses
from ingest.document_number import find_document_numbers
from ingest.foot import Foot, Imprint, read_foot, read_imprint
from ingest.jurisdiction import locate
from ingest.line_forms import ANNEX_HEAD, ends_sentence, stands_alone
from ingest.markers import marker_at
from ingest.masthead import Field, Masthead, read_masthead
from ingest.model import (
    Coverage,
    DroppedText,
    Evidence,
    LineKind,
    ParsedFile,
    PolicyDocument,
    SourceText,
    Span,
    printed_length,
)
from ingest.noise import drop_noise
from ingest.paragraphs import Paragraph, join_paragraphs
from ingest.quantities import find_quantities
from ingest.readers import read_source
from ingest.references import find_references
from ingest.review import review_items
from ingest.tables import read_tables
from ingest.title import document_type_of, is_complete_title
from ingest.validity import with_validity

_SHORT_TITLE = 24
_INNER_TITLE_PARAGRAPHS = 4
_ISSUED = re.compile(
    r"(?:印发|转发|批转|发布|公布|颁发|下发|现将)[^《。]{0,20}《(?P<title>(?:[^《》]|《[^《》]*》)+)》|《(?P<approved>(?:[^《》]|《[^《》]*》)+)》[^。《》]{0,40}(?:印发|转发|同意|通过|发布|公布)"
)
_READ_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Part:
    """The paragraphs of one document, with what its head and foot say."""

    start: int
    end: int
    masthead: Masthead
    foot: Foot


def parse_file(path: Path) -> ParsedFile:
    """Read one file and understand it. Raises IngestError where it cannot be read as a notice."""
    source = read_source(path)
    return parse_source(source, str(path), sha256_of(path))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_READ_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def parse_source(source: SourceText, file: str, sha256: str) -> ParsedFile:
    """Understand lines already read. Pure: the same lines give the same documents and ids."""
    cleaned = drop_noise(source)
    text, paragraphs = join_paragraphs(cleaned.lines)
    imprint = read_imprint(paragraphs)
    parts = _parts(paragraphs, imprint)
    warnings = list(cleaned.warnings)
    documents: list[PolicyDocument] = []
    outer = parts[0] if parts else None
    ids = _document_ids(parts, imprint, sha256)
    for i, part in enumerate(parts):
        wraps = ids[1] if i == 0 and len(parts) > 1 else None
        documents.append(_document(text, paragraphs, part, outer if i else None, imprint, ids[i], wraps))
    field_spans = [s for part in parts for s in (*part.masthead.field_spans, *part.foot.field_spans)]
    unread = [p for part in parts for p in part.masthead.unread]
    dropped = (*cleaned.dropped, *(DroppedText(p.text, "版头中未识别的文字", p.page) for p in unread))
    coverage = _coverage(text, documents, (*field_spans, *imprint.field_spans), cleaned.characters, dropped)
    warnings.extend(_warnings(documents, unread, coverage))
    return ParsedFile(file, sha256, source.format, source.pages, text, tuple(documents), coverage, tuple(warnings))


def _parts(paragraphs: Sequence[Paragraph], imprint: Imprint) -> list[_Part]:
    """The documents of a file: one, or a notice and the 意见/方案 that it issues."""
    end = len(paragraphs)
    if not end:
        return []
    head = read_masthead(paragraphs, 0, end)
    inner = _inner_start(paragraphs, head)
    if inner is None:
        return [_Part(0, end, head, read_foot(paragraphs, head.body, end, imprint.paragraphs))]
    inner_head = read_masthead(paragraphs, inner, end)
    return [
        _Part(0, inner, head, read_foot(paragraphs, head.body, inner, imprint.paragraphs)),
        _Part(inner, end, inner_head, read_foot(paragraphs, inner_head.body, end, imprint.paragraphs)),
    ]


def _inner_start(paragraphs: Sequence[Paragraph], head: Masthead) -> int | None:
    """Where the document that a notice issues begins: its own title, printed alone below the notice."""
    named: list[str] = []
    title = head.fields.get("title")
    sources = [title.value] if title else []
    sources += [p.text for p in paragraphs[head.body : head.body + 4]]
    sources += [p.text for p in head.unread]
    for text in sources:
        for match in _ISSUED.finditer("".join(text.split())):
            named.append(_bare_title(match["title"] or match["approved"]))
    if not named:
        return None
    for i in range(head.body, len(paragraphs)):
        paragraph = paragraphs[i]
        if paragraph.first.kind is not LineKind.TEXT or (
            marker_at(paragraph.text) is not None and len(paragraph.text) > 60
        ):
            continue
        if stands_alone(paragraph.text):
            continue
        if i and ANNEX_HEAD.match(paragraphs[i - 1].text) and len(paragraphs[i - 1].text) < 12:
            continue  # the attached rule is printed as 附件; it is an annex of the notice
        joined = ""
        for following in paragraphs[i : i + _INNER_TITLE_PARAGRAPHS]:
            if following.first.kind is not LineKind.TEXT or len(following.text) > 100:
                break
            if ends_sentence(following.text) or stands_alone(following.text):
                break
            joined += _bare_title(following.text)
            if any(_same_title(joined, name) for name in named):
                return i
    return None


def _bare_title(text: str) -> str:
    return re.sub(r"[\s《》〈〉<>“”\"'‘’]", "", text)


def _same_title(printed: str, named: str) -> bool:
    if len(printed) < 4 or abs(len(printed) - len(named)) > 12:
        return False
    if printed == named or re.sub(r"[（(][^（）()]*[）)]$", "", printed) == re.sub(r"[（(][^（）()]*[）)]$", "", named):
        return True
    shorter, longer = sorted((printed, named), key=len)
    if len(shorter) >= 8 and longer.endswith(shorter) and is_complete_title(shorter):
        return True
    return difflib.SequenceMatcher(None, printed, named).ratio() >= 0.93


def _document_ids(parts: Sequence[_Part], imprint: Imprint, sha256: str) -> list[str]:
    numbers = [p.masthead.fields.get("document_number") for p in parts]
    titles = [p.masthead.fields.get("title") for p in parts]
    outer_number = next((n.value for n in numbers[:1] if n), None)
    any_title = next((t.value for t in titles if t), None)
    ids: list[str] = []
    for i in range(len(parts)):
        number, title = numbers[i], titles[i]
        name = (number.value if number else None) or outer_number or _short_title(title.value if title else any_title)
        ids.append(f"{name}~{sha256[:8]}" + (f".{i + 1}" if i else ""))
    return ids


def _short_title(title: str | None) -> str:
    if title is None:
        return "无题"
    inner = re.search(r"(?:印发|转发|批转|发布|公布)[^《]{0,8}《(.+)》", title)
    words = re.sub(r"[\s《》〈〉<>“”\"'‘’#/~\\|:?*]", "", inner[1] if inner else title)
    return words[:_SHORT_TITLE]


def _document(
    text: str,
    paragraphs: Sequence[Paragraph],
    part: _Part,
    outer: _Part | None,
    imprint: Imprint,
    document_id: str,
    wraps: str | None,
) -> PolicyDocument:
    fields = _fields(part, outer, imprint)
    evidence = {name: f.evidence for name, f in fields.items() if not name.startswith("metadata:")}
    issuers = _issuers(part, outer, imprint, fields, evidence)
    title = fields["title"].value if "title" in fields else None
    span = (paragraphs[part.start].span[0], paragraphs[part.end - 1].span[1])
    # An inner document speaks for the place of the notice that issues it.
    whole = (paragraphs[outer.start].span[0] if outer else span[0], len(text) if wraps else span[1])
    place = locate(text, whole, issuers, evidence, fields["title"].value if "title" in fields else None)
    if place is not None:
        evidence["region"] = evidence["level"] = place[2]
    document_type = document_type_of(title) if title else None
    if document_type is not None:
        evidence["document_type"] = evidence["title"]
    clauses = split_clauses(document_id, _scopes(text, paragraphs, part, imprint))
    if part.foot.signature:
        clauses.append(signature_clause(document_id, text, [paragraphs[i] for i in part.foot.signature]))
        clauses.sort(key=lambda c: c.span)
    number = fields["document_number"].value if "document_number" in fields else None
    document = PolicyDocument(
        document_id=document_id,
        text=text,
        span=span,
        title=title,
        document_number=number,
        issuing_authorities=issuers,
        addressees=part.masthead.addressees or (outer.masthead.addressees if outer else ()),
        copied_to=imprint.copied_to,
        document_type=document_type,
        region=place[0].chain if place else None,
        level=place[1] if place else None,
        dated_on=_dated_on(part, outer),
        printed_on=imprint.printed_on,
        wraps=wraps,
        evidence=evidence,
        references=find_references(text, span, clauses, own_number=number, own_title=title),
        clauses=tuple(clauses),
        quantities=find_quantities(text, clauses),
        tables=read_tables(paragraphs[part.start : part.end], clauses),
    )
    document = with_validity(document)
    return replace(document, review=review_items(document))


def _fields(part: _Part, outer: _Part | None, imprint: Imprint) -> dict[str, Field]:
    """Fields by name: the document's own first, then those of the notice around it, then the imprint's."""
    fields = {**imprint.fields}
    if outer is not None:
        fields |= {k: v for k, v in outer.foot.fields.items() if k != "annexes"}
        fields |= {k: v for k, v in outer.masthead.fields.items() if k != "title"}
    own = part.foot.fields | part.masthead.fields
    if "dated_on" not in (fields | own) and "enacted_on" in own and part.masthead.enacted_on:
        own["dated_on"] = own["enacted_on"]
    return fields | own


def _dated_on(part: _Part, outer: _Part | None) -> date | None:
    """成文日期: of the signature, of the head, of the notice around it; the date of a 题注 where there is no other."""
    sources = [part] if outer is None else [part, outer]
    dates = [d for p in sources for d in (p.foot.dated_on, p.masthead.dated_on)] + [
        p.masthead.enacted_on for p in sources
    ]
    return next((d for d in dates if d is not None), None)


def _issuers(
    part: _Part, outer: _Part | None, imprint: Imprint, fields: dict[str, Field], evidence: dict[str, Evidence]
) -> tuple[str, ...]:
    """Issuing bodies by what says it best: head, title, signature, then the imprint; their evidence is set here."""
    for source in (part, outer):
        if source is None:
            continue
        if source.masthead.issuers:
            return tuple(_fuller(name, source.foot.issuers) for name in source.masthead.issuers)
        title = source.masthead.fields.get("title")
        if title is not None and (names := bodies.bodies_of_title(title.evidence.text)):
            evidence["issuing_authorities"] = title.evidence
            return names
        if source.foot.issuers:
            return source.foot.issuers
    if imprint.office is not None:
        body = bodies.body_of_printing_office(imprint.office)
        source_field = imprint.fields.get("printing_office") or imprint.fields.get("printed_on")
        if bodies.is_body(body) and source_field is not None:
            evidence["issuing_authorities"] = source_field.evidence
            return (body,)
    if number := fields.get("document_number"):
        agency = next((m.agency for m in find_document_numbers(number.value)), "")
        if body_or_none := bodies.body_of_agency_code(agency):
            evidence["issuing_authorities"] = number.evidence
            return (body_or_none,)
    return ()


def _fuller(name: str, signed: Sequence[str]) -> str:
    """The name as the signature prints it where the head shortens it: 国家发展改革委 for 发展改革委."""
    return next((s for s in signed if s.endswith(name)), name)


def _scopes(text: str, paragraphs: Sequence[Paragraph], part: _Part, imprint: Imprint) -> list[Scope]:
    """The body and each annex of a document, without what fields and signature took."""
    taken = set(part.foot.field_spans) | {paragraphs[i].span for i in part.foot.signature}

    def between(start: int, end: int) -> tuple[Paragraph, ...]:
        return tuple(
            paragraphs[i] for i in range(start, end) if i not in imprint.paragraphs and paragraphs[i].span not in taken
        )

    scopes = [Scope(text, between(part.masthead.body, part.foot.body_end))]
    for i, head in enumerate(part.foot.annexes):
        end = part.foot.annexes[i + 1] if i + 1 < len(part.foot.annexes) else part.foot.end
        inside = between(head, end)
        title_length, name = _annex_name(inside)
        marker = name.split(" ", 1)[0]
        scopes.append(Scope(text, inside[title_length:], name, marker, inside[:title_length]))
    return scopes


def _annex_name(paragraphs: Sequence[Paragraph]) -> tuple[int, str]:
    """How many paragraphs the annex's head takes, and its name: 「附件1 志愿服务登记表」."""
    head = ANNEX_HEAD.match(paragraphs[0].text)
    number = "".join(re.split(r"[：:]", paragraphs[0].text, maxsplit=1)[0].split())
    title = (head["title"] or head["spaced"]) if head else None
    if head and title:
        number = "".join(paragraphs[0].text[: head.start("title") if head["title"] else head.start("spaced")].split())
        return 1, f"{number.rstrip('：:')} {''.join(title.split())}"
    words: list[str] = []
    count = 1
    for paragraph in paragraphs[1:4]:
        text = "".join(paragraph.text.split())
        if (
            paragraph.first.kind is not LineKind.TEXT
            or marker_at(paragraph.text) is not None
            or ends_sentence(text)
            or len(text) > 60
            or (words and re.search(r"[，。：:；]", text))
        ):
            break
        words.append(text)
        count += 1
        if is_complete_title("".join(words)) or re.search(r"[表册样图单]$", text) or paragraph.first.whole_paragraph:
            break
    number = re.sub(r"[\[\]【】]", "", number)
    return count, f"{number} {''.join(words)}" if words else number


def _coverage(
    text: str,
    documents: Iterable[PolicyDocument],
    field_spans: Iterable[Span],
    characters: int,
    dropped: tuple[DroppedText, ...],
) -> Coverage:
    """Count from spans what is where; each character once, in a clause before a field."""
    clause_spans = sorted(c.span for d in documents for c in d.clauses)
    in_clauses, covered = _printed(text, clause_spans)
    in_fields, _ = _printed(text, sorted(_outside(field_spans, covered)))
    return Coverage(characters, in_clauses, in_fields, dropped)


def _printed(text: str, spans: Sequence[Span]) -> tuple[int, list[Span]]:
    """Printed characters in the union of sorted spans, and that union."""
    union: list[Span] = []
    for start, end in spans:
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return sum(printed_length(text[s:e]) for s, e in union), union


def _outside(spans: Iterable[Span], union: Sequence[Span]) -> list[Span]:
    """What of the spans lies outside a union of spans."""
    left: list[Span] = []
    for start, end in spans:
        position = start
        for s, e in union:
            if e <= position:
                continue
            if s >= end:
                break
            if s > position:
                left.append((position, s))
            position = max(position, e)
        if position < end:
            left.append((position, end))
    return left


def _warnings(documents: Sequence[PolicyDocument], unread: Sequence[Paragraph], coverage: Coverage) -> list[str]:
    warnings: list[str] = []
    if documents and documents[0].title is None:
        warnings.append("未读出标题，请核对原件首页")
    if documents and documents[0].document_number is None:
        warnings.append("文中没有发文字号")
    if not any(c for d in documents for c in d.clauses):
        warnings.append("未读出任何条款，请核对文件内容")
    if unread:
        warnings.append(f"版头有 {len(unread)} 行文字未识别，已列入未收文字")
    if coverage.ratio < 1.0:
        warnings.append(f"有文字未归入条款、字段或未收文字（覆盖率 {coverage.ratio:.4f}）")
    return warnings
