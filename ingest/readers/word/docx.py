"""Word files: paragraphs and tables in printed order, with the automatic numbering written out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.model import Alignment, Cell, DroppedText, FileFormat, Line, LineKind, SourceText, printed_length
from ingest.readers.pages.emphasis import without_uniform_bold
from ingest.readers.pages.grids import grid_rows_in_print, row_text
from ingest.readers.pages.invisible import dropped_invisible, without_invisible
from ingest.readers.plain.text import damage_warnings
from ingest.readers.word.docx_embedded import read_embedded
from ingest.readers.word.docx_fields import Field, Fields, reason_of
from ingest.readers.word.docx_notes import REFERENCES, Notes
from ingest.readers.word.docx_package import MC, DocxPackage, M, R, W, XmlElement, open_package
from ingest.readers.word.docx_styles import Styles
from ingest.readers.word.docx_text import (
    TEXT_TAGS,
    WORD_ART,
    circled,
    large_pictures,
    paragraphs_of,
    printed_characters,
    surroundings,
    text_of,
    texts_of,
)
from ingest.readers.word.docx_walk import (
    STRUCK_OUT,
    WRAPPERS,
    block_children,
    children_of,
    chosen,
    is_placeholder,
    text_boxes,
    unfolded,
)
from ingest.readers.word.numbering import Numbering

DELETED = "修订中删去的文字"
HIDDEN = "隐藏文字"
PHONETIC = "注音"
PLACEHOLDER = "控件的提示文字"
FORMULA_FIELD = "公式域代码"


def read_docx(path: Path) -> SourceText:
    """The text of a Word file in printed order."""
    return read_package(open_package(path))


def read_package(package: DocxPackage) -> SourceText:
    """The same of a file that is open."""
    styles = Styles(package.styles)
    notes = Notes(package)
    reading = _Reading(styles, Numbering(package.numbering, styles), notes, package)
    reading.read_body()
    dropped = [DroppedText("\n".join(texts), reason) for reason, texts in reading.dropped.items()]
    dropped += [*surroundings(package), *notes.unread()]
    dropped += dropped_invisible("".join(reading.invisible))
    lines = without_uniform_bold(reading.lines)
    warnings = [*reading.warnings, *damage_warnings("".join(line.text for line in lines))]
    if package.missing:
        warnings.append(f"文件内部缺少{'、'.join(package.missing)}，其中的文字没有读到，请对照原件核对")
    if pictures := large_pictures(package.body):
        warnings.append(f"文件中有 {pictures} 张较大的图片，图片里的文字没有读取，请核对原件")
    return SourceText(
        format=FileFormat.DOCX,
        pages=None,
        lines=tuple(lines),
        dropped=tuple(dropped),
        characters=printed_characters(package) + reading.generated,
        warnings=tuple(warnings),
    )


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


class _Reading:
    """One pass over the body; fields run over paragraphs, so their stack lives here."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes, package: DocxPackage) -> None:
        self.warnings: list[str] = []
        self.lines: list[Line] = []
        self.dropped: dict[str, list[str]] = {}
        self.invisible: list[str] = []
        self.generated = 0  # printed characters that Word makes: numbers of lists
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._package = package
        self._fields = Fields()
        self._blank_before = False
        self._tables = 0
        self._carried_over: list[_Piece] = []  # a paragraph whose end was deleted goes on in the next

    def read_body(self) -> None:
        """The head of the first page where it has its own, the body, and the notes where the text refers to them."""
        if self._package.opening_header is not None:
            self.read_blocks(self._package.opening_header)
        for block in block_children(self._package.body):
            self._read_block(block)
            self._read_notes(self.lines[-1] if self.lines else None)
        self.end_paragraph_carried_over()
        self._read_notes(None)

    def read_blocks(self, parent: XmlElement) -> None:
        """Paragraphs and tables in document order, also inside content controls."""
        if parent.tag == WORD_ART:
            self._add_line([_Piece(text_of(parent), True)], Alignment.UNKNOWN, None)
        for child in block_children(parent):
            self._read_block(child)

    def _read_block(self, block: XmlElement) -> None:
        if block.tag == f"{W}p":
            self._read_paragraph(block)
        elif block.tag == f"{W}tbl":
            self._read_table(block)
        elif block.tag == f"{W}altChunk":
            self._read_embedded(block)
        else:
            self._drop(DELETED if block.tag in STRUCK_OUT else PLACEHOLDER, paragraphs_of(block))

    def _read_notes(self, last: Line | None) -> None:
        # A note may refer to another one.
        while due := self._notes.due(last):
            for note in due:
                self.read_blocks(note)

    def _read_embedded(self, chunk: XmlElement) -> None:
        """A file that Word shows in this place."""
        file = self._package.embedded.get(str(chunk.get(f"{R}id")))
        source = None if file is None else read_embedded(file, read_package)
        if source is None:
            self.warnings.append("文件中嵌有另一份文件，其中的文字没有读取，请用 Word 打开后另存为 docx 再收入")
            return
        self.lines += source.lines
        self.generated += source.characters
        for dropped in source.dropped:
            self._drop(dropped.reason, dropped.text)

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
                reason = reason_of([Field(str(child.get(f"{W}instr") or ""))])
                self._read_inline(child, paragraph, dropped_as or reason)
            elif tag in WRAPPERS:
                self._read_inline(child, paragraph, dropped_as or (PLACEHOLDER if is_placeholder(child) else None))
            elif tag == f"{MC}AlternateContent":
                for rendering in chosen(child):
                    self._read_inline(rendering, paragraph, dropped_as)
            elif tag.startswith(M):
                self._keep("".join(t.text or "" for t in child.iter(f"{M}t")), paragraph, False, dropped_as)

    def _read_run(self, run: XmlElement, paragraph: _Paragraph, dropped_as: str | None) -> None:
        apart = self._styles.is_set_apart(run, paragraph.element)
        if dropped_as is None and self._styles.is_hidden(run, paragraph.element):
            dropped_as = HIDDEN
        for child in unfolded(run):
            tag = child.tag
            if tag in TEXT_TAGS or tag == f"{W}sym":
                self._keep(text_of(child), paragraph, apart, dropped_as)
            elif tag == f"{W}tab" or tag == f"{W}ptab":
                self._keep("\t", paragraph, apart, dropped_as)
            elif tag in (f"{W}br", f"{W}cr"):
                paragraph.lines.append([])
            elif tag == f"{W}noBreakHyphen":
                self._keep("-", paragraph, apart, dropped_as)
            elif tag in REFERENCES:
                if dropped_as is None:
                    self._notes.refer(child)
            elif tag == f"{W}fldChar":
                self._keep_drawn(self._fields.turn(str(child.get(f"{W}fldCharType"))), paragraph, apart, dropped_as)
            elif tag == f"{W}instrText":
                self._fields.instruct(child.text or "")
            elif tag == f"{W}ruby":
                self._read_ruby(child, paragraph, dropped_as)
            else:
                for box in text_boxes(child):
                    (paragraph.boxes_after if paragraph.has_text else paragraph.boxes_before).append(box)

    def _read_ruby(self, ruby: XmlElement, paragraph: _Paragraph, dropped_as: str | None) -> None:
        for reading in ruby.iterfind(f"{W}rt"):
            self._drop(PHONETIC, "".join(texts_of(reading)))
        for base in ruby.iterfind(f"{W}rubyBase"):
            self._read_inline(base, paragraph, dropped_as)

    def _keep_drawn(self, ended: Field | None, paragraph: _Paragraph, apart: bool, dropped_as: str | None) -> None:
        """What a field draws by its instruction alone: ① made of ○ and 1, fractions."""
        if ended is None or ended.name != "EQ" or ended.in_result:
            return
        text = circled(ended.instruction)
        if text is None:
            text, dropped_as = ended.instruction.strip(), FORMULA_FIELD
            self.warnings.append(f"文件中有公式域（{text}），请对照原件核对它排出的文字")
        self.generated += printed_length(text)
        self._keep(text, paragraph, apart, dropped_as)

    def _keep(self, text: str, paragraph: _Paragraph, apart: bool, dropped_as: str | None) -> None:
        reason = dropped_as or self._fields.reason()
        if reason is not None:
            self._drop(reason, text)
            return
        visible, invisible = without_invisible(text)
        if invisible:
            self.invisible.append(invisible)
        paragraph.lines[-1].append(_Piece(visible, apart))

    def _drop(self, reason: str, text: str) -> None:
        if text.strip():
            self.dropped.setdefault(reason, []).append(text)

    def _read_table(self, table: XmlElement) -> None:
        elements = list(children_of(table, f"{W}tr"))
        rows = [list(children_of(row, f"{W}tc")) for row in elements]
        if all(len(cells) == 1 for cells in rows):
            # A frame around text, such as the 版记 of a notice, not a table.
            for cells in rows:
                self.read_blocks(cells[0])
            return
        grid = [self._grid_row(row, cells) for row, cells in zip(elements, rows, strict=True)]
        self._tables += 1
        for at, printed in grid_rows_in_print(_with_rows_covered(grid)):
            self.lines.append(
                Line(
                    row_text(printed),
                    kind=LineKind.TABLE_ROW,
                    cells=printed,
                    table=self._tables,
                    is_header=_is_on(elements[at].find(f"{W}trPr/{W}tblHeader")),
                    whole_paragraph=True,
                    blank_before=self._blank_before,
                )
            )
            self._blank_before = False

    def _grid_row(self, row: XmlElement, cells: Sequence[XmlElement]) -> list[_GridCell]:
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        placed: list[_GridCell] = []
        for cell in cells:
            columns = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            placed.append(_GridCell(Cell(self._cell_text(cell), column, columns), goes_on))
            column += columns
        return placed

    def _cell_text(self, cell: XmlElement) -> str:
        """The paragraphs of a cell on one line; read like any other, so that lists count and deletions are named."""
        inner = _Reading(self._styles, self._numbering, self._notes, self._package)
        inner.dropped, inner.invisible, inner.warnings = self.dropped, self.invisible, self.warnings
        inner._fields = self._fields
        inner.read_blocks(cell)
        inner.end_paragraph_carried_over()
        self.generated += inner.generated
        return " ".join(" ".join(line.text.split("\t")) for line in inner.lines)


@dataclass(frozen=True, slots=True)
class _GridCell:
    """A cell as the file has it: one that goes on from the cell above is a cell of its own there."""

    cell: Cell
    goes_on: bool


def _with_rows_covered(grid: Sequence[Sequence[_GridCell]]) -> list[list[Cell]]:
    """The cells that print, each with the rows it reaches down into; one that goes on is part of the cell above."""
    rows: list[list[Cell]] = [[] for _ in grid]
    open_cells: dict[int, tuple[int, int]] = {}  # column -> where in `rows` the cell stands that may go on there
    for at, cells in enumerate(grid):
        going: dict[int, tuple[int, int]] = {}
        for cell, goes_on in ((g.cell, g.goes_on) for g in cells):
            above = open_cells.get(cell.column)
            if goes_on and above is not None and not cell.text:
                row, place = above
                rows[row][place] = rows[row][place]._replace(rows=at - row + 1)
                going[cell.column] = above
            else:
                going[cell.column] = (at, len(rows[at]))
                rows[at].append(cell)
        open_cells = going
    return rows


def _is_on(switch: XmlElement | None) -> bool:
    """Whether a switch of Word is there and not set to off."""
    return switch is not None and str(switch.get(f"{W}val") or "1") not in ("0", "false", "off")


def _leads_apart(pieces: Iterable[_Piece]) -> bool:
    """Whether the first printed piece is bold: the number before it then is as well."""
    return next((piece.apart for piece in pieces if piece.text.strip()), False)


def _number(element: XmlElement | None, otherwise: int) -> int:
    value = None if element is None else str(element.get(f"{W}val"))
    return min(int(value), 100) if value is not None and value.isdecimal() else otherwise
