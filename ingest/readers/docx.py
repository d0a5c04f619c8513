"""Word files: paragraphs and tables in printed order, with the automatic numbering written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.model import Alignment, DroppedText, FileFormat, Line, LineKind, SourceText, printed_length
from ingest.readers.docx_package import MC, DocxPackage, M, W, XmlElement, open_package
from ingest.readers.docx_styles import Styles
from ingest.readers.emphasis import without_uniform_bold
from ingest.readers.invisible import dropped_invisible, without_invisible
from ingest.readers.numbering import SYMBOL_BULLETS, Numbering
from ingest.readers.text import damage_warnings

HEADER = "页眉"
FOOTER = "页脚"
PAGE_NUMBER = "页码"
CONTENTS = "自动生成的目录"
DELETED = "修订中删去的文字"
HIDDEN = "隐藏文字"
PHONETIC = "注音"
FOOTNOTE = "脚注"
ENDNOTE = "尾注"
COMMENT = "批注"

# Elements that only wrap others.
WRAPPERS = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo")
)
STRUCK_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
TEXT_TAGS = frozenset({f"{W}t", f"{W}delText", f"{M}t"})


def read_docx(path: Path) -> SourceText:
    """The text of a Word file in printed order."""
    package = open_package(path)
    styles = Styles(package.styles)
    reading = _Reading(styles, Numbering(package.numbering, styles))
    reading.read_blocks(package.body)
    reading.end_paragraph_carried_over()
    dropped = [DroppedText("\n".join(texts), reason) for reason, texts in reading.dropped.items()]
    dropped += _surroundings(package)
    dropped += dropped_invisible("".join(reading.invisible))
    lines = without_uniform_bold(reading.lines)
    return SourceText(
        format=FileFormat.DOCX,
        pages=None,
        lines=tuple(lines),
        dropped=tuple(dropped),
        characters=_printed_characters(package) + reading.generated,
        warnings=damage_warnings("".join(line.text for line in lines)),
    )


def _surroundings(package: DocxPackage) -> Iterator[DroppedText]:
    """Text outside the body, named by where it stands."""
    notes = ((HEADER, package.headers), (FOOTER, package.footers), (FOOTNOTE, package.footnotes))
    for reason, parts in (*notes, (ENDNOTE, package.endnotes), (COMMENT, package.comments)):
        for part in parts:
            paragraphs = ("".join(_texts(p)) for p in part.iter(f"{W}p") if not _has_paragraph_above(p))
            text = "\n".join(p for p in paragraphs if p.strip())
            if text:
                yield DroppedText(text, reason)


def _has_paragraph_above(paragraph: XmlElement) -> bool:
    """Whether a paragraph stands in a text box, and so is read with the paragraph that holds the box."""
    return any(above.tag == f"{W}p" for above in paragraph.iterancestors())


def _texts(root: XmlElement) -> Iterator[str]:
    """The text of a part, text boxes once: of two renderings of the same thing the first counts."""
    for element in root.iter(*TEXT_TAGS, f"{W}sym"):
        if any(above.tag == f"{MC}Fallback" and _has_choice(above) for above in element.iterancestors()):
            continue
        yield _symbol(element) if element.tag == f"{W}sym" else element.text or ""


def _has_choice(fallback: XmlElement) -> bool:
    return fallback.getparent().find(f"{MC}Choice") is not None


def _printed_characters(package: DocxPackage) -> int:
    parts = (package.body, *package.headers, *package.footers, *package.footnotes, *package.endnotes, *package.comments)
    hyphens = sum(1 for _ in package.body.iter(f"{W}noBreakHyphen"))
    return hyphens + sum(printed_length(text) for part in parts for text in _texts(part))


@dataclass(slots=True)
class _Piece:
    text: str
    apart: bool  # bold or in a typeface of headings


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read: its lines as pieces, and the text boxes anchored in it."""

    element: XmlElement
    lines: list[list[_Piece]] = field(default_factory=lambda: [[]])
    boxes_before: list[XmlElement] = field(default_factory=list)
    boxes_after: list[XmlElement] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        return any(piece.text.strip() for line in self.lines for piece in line)


@dataclass(slots=True)
class _Field:
    """A complex field (w:fldChar) that is open: its instruction, then its result."""

    instruction: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        return (self.instruction.split() or [""])[0].upper()


class _Reading:
    """One pass over the body; fields run over paragraphs, so their stack lives here."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.lines: list[Line] = []
        self.dropped: dict[str, list[str]] = {}
        self.invisible: list[str] = []
        self.generated = 0  # printed characters that Word makes: numbers of lists
        self._styles = styles
        self._numbering = numbering
        self._fields: list[_Field] = []
        self._blank_before = False
        self._carried_over: list[_Piece] = []  # a paragraph whose end was deleted goes on in the next

    def read_blocks(self, parent: XmlElement) -> None:
        """Paragraphs and tables in document order, also inside content controls."""
        for child in _block_children(parent):
            if child.tag == f"{W}p":
                self._read_paragraph(child)
            elif child.tag == f"{W}tbl":
                self._read_table(child)
            elif child.tag in STRUCK_OUT:
                self._drop(DELETED, "".join(_texts(child)))

    def end_paragraph_carried_over(self) -> None:
        """The last paragraph has nothing to go on into."""
        if self._carried_over:
            text = "".join(piece.text for piece in self._carried_over).strip()
            self._carried_over = []
            self.lines.append(Line(text, whole_paragraph=True))

    def _read_paragraph(self, element: XmlElement) -> None:
        paragraph = self._collect(element)
        for box in paragraph.boxes_before:
            self.read_blocks(box)
        self._add_paragraph(paragraph)
        for box in paragraph.boxes_after:
            self.read_blocks(box)

    def _collect(self, element: XmlElement) -> _Paragraph:
        paragraph = _Paragraph(element)
        if self._carried_over:
            paragraph.lines[0] += self._carried_over
            self._carried_over = []
        self._read_inline(element, paragraph, dropped_as=None)
        return paragraph

    def _add_paragraph(self, paragraph: _Paragraph) -> None:
        element = paragraph.element
        mark = element.find(f"{W}pPr/{W}rPr/{W}del")
        if mark is not None:
            self._carried_over = [piece for line in paragraph.lines for piece in line]
            if not paragraph.has_text:
                self._carried_over = []
            return
        marker = self._number_of(paragraph)
        if marker:
            paragraph.lines[0].insert(0, _Piece(marker, _leads_apart(paragraph.lines[0])))
        alignment = self._styles.alignment(element)
        level = self._styles.heading_level(element)
        for pieces in paragraph.lines:
            self._add_line(pieces, alignment, level)

    def _number_of(self, paragraph: _Paragraph) -> str:
        marker = self._numbering.marker(paragraph.element)
        if not paragraph.has_text and not marker.strip():
            return ""
        visible, _ = without_invisible(marker)
        self.generated += printed_length(visible)
        return visible

    def _add_line(self, pieces: Sequence[_Piece], alignment: Alignment, heading_level: int | None) -> None:
        raw = "".join(piece.text for piece in pieces)
        text = raw.strip()
        if not text:
            self._blank_before = True
            return
        apart = 0
        for piece in pieces:
            if not piece.apart and piece.text.strip():
                break
            apart += len(piece.text)
        leading = raw[:apart].strip()
        self.lines.append(
            Line(
                text=text,
                alignment=alignment,
                heading_level=heading_level,
                whole_paragraph=True,
                blank_before=self._blank_before,
                bold_until=len(leading),
            )
        )
        self._blank_before = False

    def _read_inline(self, parent: XmlElement, paragraph: _Paragraph, dropped_as: str | None) -> None:
        """Runs in order; `dropped_as` names why the text read here is not printed."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._read_run(child, paragraph, dropped_as)
            elif tag in STRUCK_OUT:
                self._read_inline(child, paragraph, DELETED)
            elif tag == f"{W}fldSimple":
                name = (str(child.get(f"{W}instr") or "").split() or [""])[0].upper()
                self._read_inline(child, paragraph, dropped_as or (PAGE_NUMBER if name in PAGE_FIELDS else None))
            elif tag in WRAPPERS:
                self._read_inline(child, paragraph, dropped_as)
            elif tag == f"{MC}AlternateContent":
                for chosen in _chosen(child):
                    self._read_inline(chosen, paragraph, dropped_as)
            elif tag.startswith(M):
                self._keep("".join(t.text or "" for t in child.iter(f"{M}t")), paragraph, False, dropped_as)

    def _read_run(self, run: XmlElement, paragraph: _Paragraph, dropped_as: str | None) -> None:
        apart = self._styles.is_set_apart(run, paragraph.element)
        if dropped_as is None and self._styles.is_hidden(run, paragraph.element):
            dropped_as = HIDDEN
        for child in _unfolded(run):
            tag = child.tag
            if tag in TEXT_TAGS:
                self._keep(child.text or "", paragraph, apart, dropped_as)
            elif tag == f"{W}tab" or tag == f"{W}ptab":
                self._keep("\t", paragraph, apart, dropped_as)
            elif tag in (f"{W}br", f"{W}cr"):
                paragraph.lines.append([])
            elif tag == f"{W}noBreakHyphen":
                self._keep("-", paragraph, apart, dropped_as)
            elif tag == f"{W}sym":
                self._keep(_symbol(child), paragraph, apart, dropped_as)
            elif tag == f"{W}fldChar":
                self._turn_field(str(child.get(f"{W}fldCharType")))
            elif tag == f"{W}instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif tag == f"{W}ruby":
                self._read_ruby(child, paragraph, dropped_as)
            else:
                for box in _text_boxes(child):
                    (paragraph.boxes_after if paragraph.has_text else paragraph.boxes_before).append(box)

    def _read_ruby(self, ruby: XmlElement, paragraph: _Paragraph, dropped_as: str | None) -> None:
        for reading in ruby.iterfind(f"{W}rt"):
            self._drop(PHONETIC, "".join(_texts(reading)))
        for base in ruby.iterfind(f"{W}rubyBase"):
            self._read_inline(base, paragraph, dropped_as)

    def _turn_field(self, state: str) -> None:
        if state == "begin":
            self._fields.append(_Field())
        elif state == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif state == "end" and self._fields:
            self._fields.pop()

    def _keep(self, text: str, paragraph: _Paragraph, apart: bool, dropped_as: str | None) -> None:
        reason = dropped_as or self._field_reason()
        if reason is not None:
            self._drop(reason, text)
            return
        visible, invisible = without_invisible(text)
        if invisible:
            self.invisible.append(invisible)
        paragraph.lines[-1].append(_Piece(visible, apart))

    def _field_reason(self) -> str | None:
        names = {open_field.name for open_field in self._fields}
        if "TOC" in names:
            return CONTENTS
        return PAGE_NUMBER if names & PAGE_FIELDS else None

    def _drop(self, reason: str, text: str) -> None:
        if text.strip():
            self.dropped.setdefault(reason, []).append(text)

    def _read_table(self, table: XmlElement) -> None:
        rows = [list(_cells_of(row)) for row in _inner(table, f"{W}tr")]
        if all(len(cells) == 1 for cells in rows):
            # A frame around text, such as the 版记 of a notice, not a table.
            for cells in rows:
                self.read_blocks(cells[0])
            return
        for row, cells in zip(_inner(table, f"{W}tr"), rows, strict=True):
            self._add_row(row, cells)

    def _add_row(self, row: XmlElement, cells: Sequence[XmlElement]) -> None:
        printed: list[str] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in cells:
            printed.append(self._cell_text(cell))
            printed += [""] * (_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)
        if any(printed):
            text = "\t".join(printed).rstrip("\t")
            blank = self._blank_before
            self.lines.append(Line(text, kind=LineKind.TABLE_ROW, whole_paragraph=True, blank_before=blank))
            self._blank_before = False

    def _cell_text(self, cell: XmlElement) -> str:
        """The paragraphs of a cell on one line; read like any other, so that lists count and deletions are named."""
        inner = _Reading(self._styles, self._numbering)
        inner.dropped, inner.invisible = self.dropped, self.invisible
        inner._fields = self._fields
        inner.read_blocks(cell)
        inner.end_paragraph_carried_over()
        self.generated += inner.generated
        return " ".join(" ".join(line.text.split("\t")) for line in inner.lines)


def _leads_apart(pieces: Iterable[_Piece]) -> bool:
    """Whether the first printed piece is bold: the number before it then is as well."""
    return next((piece.apart for piece in pieces if piece.text.strip()), False)


def _inner(parent: XmlElement, tag: str) -> Iterator[XmlElement]:
    """Children of one kind, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inner(child, tag)


def _cells_of(row: XmlElement) -> Iterator[XmlElement]:
    return _inner(row, f"{W}tc")


def _block_children(parent: XmlElement) -> Iterator[XmlElement]:
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl") or child.tag in STRUCK_OUT:
            yield child
        elif child.tag in WRAPPERS:
            yield from _block_children(child)
        elif child.tag == f"{MC}AlternateContent":
            for chosen in _chosen(child):
                yield from _block_children(chosen)


def _chosen(alternatives: XmlElement) -> Iterator[XmlElement]:
    """Of the renderings of one thing the first; reading both would print it twice."""
    choice = alternatives.find(f"{MC}Choice")
    if choice is None:
        choice = alternatives.find(f"{MC}Fallback")
    if choice is not None:
        yield choice


def _unfolded(run: XmlElement) -> Iterator[XmlElement]:
    for child in run:
        if child.tag == f"{MC}AlternateContent":
            for chosen in _chosen(child):
                yield from _unfolded(chosen)
        else:
            yield child


def _text_boxes(element: XmlElement) -> Iterator[XmlElement]:
    """The contents of text boxes in a drawing, outermost ones only."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            for chosen in _chosen(child):
                yield from _text_boxes(chosen)
        elif isinstance(child.tag, str):
            yield from _text_boxes(child)


def _symbol(element: XmlElement) -> str:
    """A character of a symbol font as it looks."""
    code = str(element.get(f"{W}char") or "")
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return SYMBOL_BULLETS.get(character, character)


def _number(element: XmlElement | None, otherwise: int) -> int:
    value = None if element is None else str(element.get(f"{W}val"))
    return min(int(value), 100) if value is not None and value.isdecimal() else otherwise
