"""From one file to its documents: masthead, clause tree, references, and an account of every character."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest import issuers as bodies
from ingest.annexes import annex_scopes
from ingest.archives import file_on_disk
from ingest.bundles.issued import is_one_title
from ingest.clauses import Scope, signature_clause, split_clauses
from ingest.coverage import count_coverage
from ingest.dates import first_date
from ingest.document_number import find_document_numbers
from ingest.fields import DERIVED, ELSEWHERE, EXACT, GUESSED, Field, doubted, evidence_of
from ingest.figures.torn import torn_items
from ingest.heads.forms import form_of
from ingest.jurisdiction import locate
from ingest.model import Coverage, DroppedText, Evidence, Form, ParsedFile, PolicyDocument, SourceText, Span
from ingest.noise import drop_noise
from ingest.own_place import place_of_item, with_place_of_file
from ingest.paragraphs import Paragraph, join_paragraphs
from ingest.parts import Part, divide
from ingest.quantities import read_quantities
from ingest.readers import read_source
from ingest.references import find_references
from ingest.review import review_items
from ingest.secrecy import marking_of, marking_warning
from ingest.table_pages import join_cut_tables
from ingest.tables import read_tables
from ingest.title import document_type_of
from ingest.validity import contradictions, with_status, with_validity
from ingest.within_file import relate_within_file

_SHORT_TITLE = 24
_PRINTING_OFFICE = re.compile(r"(?:办公室|办公厅|秘书[处科局]|综合[处科])$")
_READ_BLOCK = 1 << 20


def parse_file(path: Path) -> ParsedFile:
    """Read one file and understand it. Raises IngestError where it cannot be read as a notice."""
    with file_on_disk(path) as file:
        return parse_source(read_source(file.path), file.name, sha256_of(file.path))


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_READ_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def parse_source(source: SourceText, file: str, sha256: str) -> ParsedFile:
    """Understand lines already read. Pure: the same lines give the same documents and ids."""
    cleaned = join_cut_tables(drop_noise(source))
    text, paragraphs = join_paragraphs(cleaned.lines)
    contents = [line for d in cleaned.dropped if d.reason == "目录" for line in d.text.split("\n")]
    parts = divide(paragraphs, contents)
    warnings = list(cleaned.warnings)
    ids = _document_ids(parts, sha256)
    read = [_document(text, paragraphs, parts, i, ids) for i in range(len(parts))]
    documents = relate_within_file(with_place_of_file(read, file))
    field_spans = [
        span
        for part in parts
        for span in (*part.masthead.field_spans, *part.foot.field_spans, *part.imprint.field_spans)
    ]
    in_fields = set(field_spans)  # a head line may be one of the imprint's
    unread = [p for part in parts for p in part.masthead.unread if p.span not in in_fields]
    dropped = (*cleaned.dropped, *(DroppedText(p.text, "版头中未识别的文字", p.page) for p in unread))
    coverage = count_coverage(text, documents, field_spans, cleaned.characters, dropped)
    warnings.extend(_warnings(documents, unread, coverage))
    marking = marking_of(source.lines, cleaned.dropped, documents)
    if marking is not None:
        warnings.append(marking_warning(marking))
    return ParsedFile(file, sha256, source.format, source.pages, text, documents, coverage, tuple(warnings), marking)


def _document_ids(parts: Sequence[Part], sha256: str) -> list[str]:
    """Ids in printed order: the number, that of the notice around it, or a short title; further documents are .2, .3."""
    ids: list[str] = []
    any_title = next((t.value for p in parts if (t := p.masthead.fields.get("title"))), None)
    for i, part in enumerate(parts):
        number = _own_or_issuing(parts, i, "document_number")
        title = part.masthead.fields.get("title")
        name = number or _short_title(title.value if title else any_title)
        ids.append(f"{name}~{sha256[:8]}" + (f".{i + 1}" if i else ""))
    return ids


def _own_or_issuing(parts: Sequence[Part], i: int, name: str) -> str | None:
    """A field of a document's head, or else of the notice that issues it, or of the one that forwards that."""
    at: int | None = i
    while at is not None:
        if field := parts[at].masthead.fields.get(name) or parts[at].foot.fields.get(name):
            return field.value
        at = parts[at].issued_by
    return None


def _short_title(title: str | None) -> str:
    if title is None:
        return "无题"
    inner = re.search(r"(?:印发|转发|批转|发布|公布)[^《]{0,8}《(.+)》", title)
    words = re.sub(r"[\s《》〈〉<>“”\"'‘’#/~\\|:?*]", "", inner[1] if inner else title)
    return words[:_SHORT_TITLE]


def _document(
    text: str, paragraphs: Sequence[Paragraph], parts: Sequence[Part], position: int, ids: Sequence[str]
) -> PolicyDocument:
    part = parts[position]
    around = _notices_around(parts, position)
    sources = (part, *around)
    fields = _fields(part, around)
    evidence = {name: f.evidence for name, f in fields.items() if not name.startswith("metadata:")}
    holder = _bulletin_around(parts, part)
    issuers = _issuers(sources, fields, evidence) or _issuers_of_bulletin(holder, evidence)
    dated_on = _dated_on(sources)
    if dated_on is None:
        dated_on = _dated_on_as_printed(part, issuers, evidence)
    if dated_on is None and holder is not None:
        dated_on = _dated_on_of_bulletin(holder, evidence)
    form = form_of(part.masthead) if part.form is None else None
    if form is not None:
        evidence["form"] = form[1]
    title = fields["title"].value if "title" in fields else None
    span = (paragraphs[part.start].span[0], paragraphs[part.end - 1].span[1])
    region, level = _place(text, paragraphs, parts, position, issuers, evidence, title)
    document_type = document_type_of(title) if title else None
    if document_type is not None:
        evidence["document_type"] = evidence["title"]
    clauses = split_clauses(ids[position], _scopes(text, paragraphs, part))
    if part.foot.signature:
        clauses.append(signature_clause(ids[position], text, [paragraphs[i] for i in part.foot.signature]))
        clauses.sort(key=lambda c: c.span)
    number = fields["document_number"].value if "document_number" in fields else None
    tables = read_tables(paragraphs[part.start : part.end], clauses)
    figures = read_quantities(text, clauses, tables)
    document = PolicyDocument(
        document_id=ids[position],
        text=text,
        span=span,
        title=title,
        document_number=number,
        issuing_authorities=issuers,
        addressees=next((a for s in sources if (a := s.masthead.addressees or s.imprint.addressees)), ()),
        copied_to=part.imprint.copied_to,
        document_type=document_type,
        region=region,
        level=level,
        dated_on=dated_on,
        printed_on=part.imprint.printed_on,
        wraps=ids[part.wraps] if part.wraps is not None else None,
        part_of=ids[part.part_of] if part.part_of is not None else None,
        form=part.form or (form[0] if form is not None else Form.GENERAL),
        signatories=next((n for s in sources if (n := s.masthead.signatories or s.foot.signatories)), ()),
        annexes=part.foot.annex_names,
        evidence=evidence,
        references=find_references(text, span, clauses, own_number=number, own_title=_title_of_its_own(parts, part)),
        clauses=tuple(clauses),
        quantities=figures.quantities,
        tables=tables,
    )
    document = with_validity(document)
    if document.effective_on is None and (stated := fields.get("effective_on")) is not None:
        # What a database prints above the text, 「生效日期：2020-06-01」, where the text says nothing of it.
        begins = first_date(stated.evidence.text)
        document = with_status(replace(document, effective_on=begins[0] if begins else None), None)
    review = (*review_items(document), *contradictions(document), *torn_items(text, figures.torn, clauses))
    return replace(document, review=review)


def _title_of_its_own(parts: Sequence[Part], part: Part) -> str | None:
    """The title by which a document names itself; None where it is printed under the title of the rule that it issues."""
    own = part.masthead.fields.get("title")
    issued = parts[part.wraps].masthead.fields.get("title") if part.wraps is not None else None
    if own is None or (issued is not None and is_one_title(issued.value, own.value)):
        return None
    return own.value


def _place(
    text: str,
    paragraphs: Sequence[Paragraph],
    parts: Sequence[Part],
    position: int,
    issuers: Sequence[str],
    evidence: dict[str, Evidence],
    title: str | None,
) -> tuple[str | None, str | None]:
    """Region and level of a document; their evidence is set here."""
    unread = [evidence_of(paragraph) for paragraph in parts[position].masthead.unread]
    place = locate(text, _reach(paragraphs, parts, position), issuers, evidence, title, unread)
    if place is not None:
        if parts[position].part_of is not None and title and (own := place_of_item(title, place[0])):
            evidence["region"] = evidence["title"]
            return own.chain, None  # who reports from there, nothing says
        evidence["region"] = evidence["level"] = place[2]
        return place[0].chain, place[1]
    holder = _bulletin_around(parts, parts[position])
    if holder is None:
        return None, None
    # It stands in a bulletin of that place; of what level its own author is, nothing says.
    held = {name: f.evidence for name, f in holder.masthead.fields.items()}
    place = locate(text, _reach(paragraphs, parts, 0), holder.masthead.issuers, held, None)
    if place is None:
        return None, None
    evidence["region"] = place[2]
    return place[0].chain, None


def _notices_around(parts: Sequence[Part], position: int) -> list[Part]:
    """The notice that issues a document, then the one that forwards that notice, and so on outwards."""
    around: list[Part] = []
    at = parts[position].issued_by
    while at is not None:
        around.append(parts[at])
        at = parts[at].issued_by
    return around


def _bulletin_around(parts: Sequence[Part], part: Part) -> Part | None:
    """The bulletin that an item is printed in."""
    holder = parts[part.part_of] if part.part_of is not None else None
    return holder if holder is not None and holder.form is Form.BULLETIN else None


def _reach(paragraphs: Sequence[Paragraph], parts: Sequence[Part], position: int) -> Span:
    """The stretch of text that says which place a document speaks for: with the notices around it and what it issues."""
    first = min((parts[position], *_notices_around(parts, position)), key=lambda p: p.start)
    last = max(p.end for i, p in enumerate(parts) if i == position or parts[position] in _notices_around(parts, i))
    return paragraphs[first.start].span[0], paragraphs[last - 1].span[1]


def _fields(part: Part, around: Sequence[Part]) -> dict[str, Field]:
    """Fields by name: the document's own first, then those of the notices around it, then the imprint's."""
    fields = {**part.imprint.fields}
    for outer in reversed(around):
        fields |= {k: v for k, v in _own_fields(outer).items() if k not in ("title", "annex_head", "annexes")}
    own = _own_fields(part)
    if "dated_on" not in (fields | own) and "enacted_on" in own and part.masthead.enacted_on:
        own["dated_on"] = own["enacted_on"]
    return fields | own


def _own_fields(part: Part) -> dict[str, Field]:
    """Fields of a document's own head and foot; a date of the head that is not the signature's stands beside it."""
    head, foot = part.masthead, part.foot
    own = foot.fields | head.fields
    if foot.dated_on is not None and "dated_on" in foot.fields:
        own["dated_on"] = foot.fields["dated_on"]
        if head.dated_on not in (None, foot.dated_on) and "dated_on" in head.fields:
            own["head_date"] = head.fields["dated_on"]
    return own


def _dated_on(sources: Sequence[Part]) -> date | None:
    """成文日期: of the signature, of the head, of the notice around it; the date of a 题注 where there is no other."""
    dates = [d for p in sources for d in (p.foot.dated_on, p.masthead.dated_on)]
    dates += [p.masthead.enacted_on for p in sources]
    return next((d for d in dates if d is not None), None)


def _issuers(sources: Sequence[Part], fields: dict[str, Field], evidence: dict[str, Evidence]) -> tuple[str, ...]:
    """Issuing bodies by what says it best: head, title, signature, then the imprint; their evidence is set here."""
    for source in sources:
        if names := _issuers_of_part(source, evidence):
            return names
    imprint = sources[0].imprint
    if imprint.office is not None:
        body = bodies.body_of_printing_office(imprint.office)
        source_field = imprint.fields.get("printed_by") or imprint.fields.get("printed_on")
        if bodies.is_body(body) and source_field is not None:
            evidence["issuing_authorities"] = doubted(source_field.evidence, DERIVED)
            return (body,)
    if passed_by := next((p.masthead.passed_by for p in sources if p.masthead.passed_by is not None), None):
        # Whose meeting passed a text need not have issued it: only where nothing printed says who did.
        evidence["issuing_authorities"] = passed_by.evidence
        return (passed_by.value,)
    if number := fields.get("document_number"):
        agency = next((m.agency for m in find_document_numbers(number.value)), "")
        if body_or_none := bodies.body_of_agency_code(agency):
            evidence["issuing_authorities"] = doubted(number.evidence, GUESSED)
            return (body_or_none,)
    return ()


def _issuers_of_part(part: Part, evidence: dict[str, Evidence]) -> tuple[str, ...]:
    """Issuing bodies by one document's own head, title and signature.

    A head often shows the lead body alone: where title or signature names it with others, all of them issued the text.
    """
    title = part.masthead.fields.get("title")
    titled = bodies.bodies_of_title(title.evidence.text) if title is not None else ()
    signed, signature = part.foot.issuers, part.foot.fields.get("issuing_authorities")
    leading = part.masthead.issuers or titled or signed
    if not leading and title is not None and (company := bodies.company_of_title(title.value)):
        evidence["issuing_authorities"] = doubted(title.evidence, DERIVED)
        return (company,)
    if leading is titled and titled and title is not None:
        evidence["issuing_authorities"] = doubted(title.evidence, ELSEWHERE)
    named = leading
    for others, field, sure in ((signed, signature, EXACT), (titled, title, ELSEWHERE)):
        if len(others) > len(named) and field is not None and bodies.name_all(others, leading):
            evidence["issuing_authorities"] = doubted(field.evidence, sure)
            named = others
    led = tuple(_fuller(name, signed) for name in leading)
    return (*led, *(name for name in named if not any(bodies.is_same_body(name, lead) for lead in led)))


def _issuers_of_bulletin(holder: Part | None, evidence: dict[str, Evidence]) -> tuple[str, ...]:
    """The body that edits the bulletin an item is printed in, for an item that names none of its own."""
    if holder is None or not holder.masthead.issuers:
        return ()
    if field := holder.masthead.fields.get("issuing_authorities"):
        evidence["issuing_authorities"] = field.evidence
    return holder.masthead.issuers


def _dated_on_as_printed(part: Part, issuers: Sequence[str], evidence: dict[str, Evidence]) -> date | None:
    """The day of 「甲市民政局　2024年3月1日印发」 where the issuer itself, not an office of it, prints no other day."""
    office, field = part.imprint.office, part.imprint.fields.get("printed_on")
    if office is None or field is None or _PRINTING_OFFICE.search(office) or "".join(office.split()) not in issuers:
        return None
    evidence["dated_on"] = doubted(field.evidence, DERIVED)
    return part.imprint.printed_on


def _dated_on_of_bulletin(holder: Part, evidence: dict[str, Evidence]) -> date | None:
    """The date of the bulletin an item is printed in, for an item without one."""
    if field := holder.masthead.fields.get("dated_on"):
        evidence["dated_on"] = field.evidence
    return holder.masthead.dated_on


def _fuller(name: str, signed: Sequence[str]) -> str:
    """The name as the signature prints it where the head shortens it: 国家发展改革委 for 发展改革委."""
    return next((s for s in signed if s.endswith(name)), name)


def _scopes(text: str, paragraphs: Sequence[Paragraph], part: Part) -> list[Scope]:
    """The body and each annex of a document, without what fields and signature took."""
    taken = set(part.foot.field_spans) | {paragraphs[i].span for i in part.foot.signature}
    free = [
        part.start <= i < part.end and i not in part.imprint.paragraphs and p.span not in taken
        for i, p in enumerate(paragraphs)
    ]
    body = tuple(paragraphs[i] for i in range(part.masthead.body, part.foot.body_end) if free[i])
    return [Scope(text, body), *annex_scopes(text, paragraphs, part.foot.annexes, part.foot.end, free)]


def _warnings(documents: Sequence[PolicyDocument], unread: Sequence[Paragraph], coverage: Coverage) -> list[str]:
    warnings: list[str] = []
    first = documents[0] if documents else None
    if first is not None and first.title is None:
        warnings.append("未读出标题，请核对原件首页")
    # Bulletins count by issue, collections not at all.
    if first is not None and first.document_number is None and first.form not in (Form.BULLETIN, Form.COLLECTION):
        warnings.append("文中没有发文字号")
    issued = {d.wraps for d in documents}
    following = [d for d in documents[1:] if d.document_id not in issued and d.part_of is None]
    if following:
        named = "、".join(f"《{d.title}》" if d.title else "（无标题）" for d in following)
        warnings.append(f"文件中还接排有 {len(following)} 份公文，请核对分界：{named}")
    if not any(c for d in documents for c in d.clauses):
        warnings.append("未读出任何条款，请核对文件内容")
    if unread:
        warnings.append(f"版头有 {len(unread)} 行文字未识别，已列入未收文字")
    if coverage.ratio < 1.0:
        warnings.append(f"有文字未归入条款、字段或未收文字（覆盖率 {coverage.ratio:.4f}）")
    return warnings
