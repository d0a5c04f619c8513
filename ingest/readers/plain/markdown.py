"""Markdown: the text without its marks. Converters write it too, so a line may still be broken in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.model import Alignment, Cell, DroppedText, FileFormat, Line, LineKind, SourceText, printed_length
from ingest.readers.pages.grids import GridFiller, grid_rows_in_print, row_text
from ingest.readers.pages.invisible import dropped_invisible, without_invisible
from ingest.readers.plain.inline_markdown import Inline, strip_marks
from ingest.readers.plain.text import damage_warnings, printed_rows

# Front matter keys that speak of the document; the others steer a web site.
MEANINGFUL_KEYS = frozenset(
    """title date author authors source number document_number doc_number issuer agency publisher published
    publish_date published_on effective_date effective_on issued dated 标题 文号 发文字号 发文机关 成文日期 发布日期
    印发日期 施行日期 来源 作者 日期 主送机关 索引号""".split()
)
FRONT_MATTER_ENTRY = re.compile(r"(?P<key>[A-Za-z_一-鿿][\w一-鿿 -]{0,30}?)\s*[:：]\s*(?P<value>\S.*)?$")

HEADING = re.compile(
    r"(?P<indent> {0,3})(?P<marks>#{1,6})(?P<gap>[ \t]+|(?=[一-鿿（《]))(?P<text>.*?)(?P<close>[ \t]+#+)?$"
)
RULE = re.compile(r"[ \t]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
SETEXT = re.compile(r" {0,3}(?:=+|-{2,})$")
FENCE = re.compile(r"[ \t]*(?:```|~~~)")
CONTAINER = re.compile(r"[ \t]*(?P<colons>:{3,})[ \t]*(?P<name>(?:[A-Za-z][A-Za-z0-9_-]*)?)[ \t]*(?P<title>.*)$")
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
HTML_ROWS = re.compile(r"(?i)(?<=</tr>)|(?=<tr\b)|(?<=</table>)|(?=<table\b)|(?<=</caption>)")
HTML_CELL = re.compile(r"(?i)<(?P<tag>t[dh])\b(?P<settings>[^>]*)>")
HTML_CELL_ENDS = re.compile(r"(?i)(?<=</td>)|(?<=</th>)")
LINK_TARGET = re.compile(r"[ \t]{0,3}\[[^\]]+\]:[ \t]+\S+")
# A bullet. Not 「- 5 -」, the number of a page, which is left for a later stage to name.
BULLET = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+](?:[ \t]+\[[ xX]\])?|>(?:[ \t]*>)*)[ \t]+(?![-—\d]+[ \t]*-?$)(?=\S)"
)
BARE_LINK = re.compile(r"[ \t]*(?:[-*+][ \t]+)?<?https?://\S+>?$")
CONTENTS_MARK = re.compile(r"(?i)[ \t]*\[{1,2}toc\]{1,2}$")
QUOTE = re.compile(r"[ \t]*(?:>[ \t]*)+$")

MARKS = "Markdown 标记"
COMMENT = "网页注释"
NAVIGATION = "页内导航"
SETTINGS = "文首设置"
PICTURE = "图片"


def read_markdown(text: str, file_format: FileFormat = FileFormat.MD) -> SourceText:
    """The text of a Markdown file; `file_format` is TXT for a .txt that a converter filled with Markdown."""
    visible, invisible = without_invisible(text)
    reading = _Reading()
    rows, comments = _without_comments(printed_rows(visible))
    rest = reading.read_front_matter(rows)
    reading.read_rows(rest)
    dropped = [
        *reading.dropped,
        *(DroppedText(comment, COMMENT) for comment in comments if printed_length(comment)),
        *dropped_invisible(invisible),
    ]
    if reading.marks:
        dropped.append(DroppedText(" ".join(reading.marks), MARKS))
    return SourceText(
        format=file_format,
        pages=None,
        lines=tuple(reading.lines),
        dropped=tuple(dropped),
        characters=printed_length(text),
        warnings=damage_warnings(text),
    )


def _without_comments(rows: list[str]) -> tuple[list[str], list[str]]:
    """Rows without <!-- -->, which may run over several of them, and the comments. A row left empty is no blank line."""
    if not any("<!--" in row for row in rows):
        return rows, []
    kept: list[str] = []
    comments: list[str] = []
    open_comment: str | None = None
    for row in rows:
        rest, had_comment = row, open_comment is not None
        out = ""
        while rest:
            if open_comment is None:
                before, open_comment, rest = rest.partition("<!--")
                out += before
                open_comment = open_comment or None
                had_comment = had_comment or open_comment is not None
            else:
                inside, mark, rest = rest.partition("-->")
                open_comment += inside + mark
                if mark:
                    comments.append(open_comment)
                    open_comment = None
        if open_comment is not None:
            open_comment += "\n"
        if out.strip() or not had_comment:
            kept.append(out.rstrip())
    return kept, [*comments, *([open_comment.strip()] if open_comment is not None else [])]


@dataclass(slots=True)
class _Reading:
    """What has been read so far; one use, one file."""

    lines: list[Line] = field(default_factory=list)
    dropped: list[DroppedText] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    blank_before: bool = False
    in_fence: bool = False
    tables: int = 0
    alignment: Alignment = Alignment.UNKNOWN  # inside ::: center and ::: right
    paragraph_open: bool = False  # inside <p>, where the format itself ends paragraphs

    def read_front_matter(self, rows: Sequence[str]) -> Sequence[str]:
        """Read the block between --- and --- at the head, and return the rows after it."""
        first = next((i for i, row in enumerate(rows) if row), 0)
        if not rows or rows[first].strip() != "---":
            return rows
        end = next((i for i in range(first + 1, len(rows)) if rows[i].strip() in ("---", "...")), None)
        if end is None:
            return rows
        block = rows[first + 1 : end]
        entries = [FRONT_MATTER_ENTRY.match(row) for row in block if row.strip()]
        if not entries or entries[0] is None:
            return rows  # a rule on top of plain text
        self.marks += [rows[first].strip(), rows[end].strip()]
        for row in block:
            entry = FRONT_MATTER_ENTRY.match(row)
            if entry is None or entry["value"] is None or entry["key"].strip().lower() not in MEANINGFUL_KEYS:
                if row.strip():
                    self.dropped.append(DroppedText(row.strip(), SETTINGS))
                continue
            self._add_metadata(entry["key"], row[entry.end("key") : entry.start("value")], entry["value"])
        return rows[end + 1 :]

    def _add_metadata(self, key: str, colon: str, value: str) -> None:
        quote = value[0] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else ""
        if quote:
            value = value[1:-1]
            self.marks.append(quote * 2)
        head = key + colon
        line = Line(head + value, kind=LineKind.METADATA, whole_paragraph=True, label=key, value_start=len(head))
        self.lines.append(line)

    def read_rows(self, rows: Sequence[str]) -> None:
        """Read all rows after the front matter."""
        at = 0
        while at < len(rows):
            at = self._read_block(rows, at)

    def _read_block(self, rows: Sequence[str], at: int) -> int:
        row = rows[at]
        if not row:
            self.blank_before = True
            return at + 1
        if FENCE.match(row):
            self.marks.append(row.strip())
            self.in_fence = not self.in_fence
            return at + 1
        if self.in_fence:
            self._add(row)
            return at + 1
        if "<table" in row.lower():
            return self._read_html_table(rows, at)
        if "|" in row and at + 1 < len(rows) and "-" in rows[at + 1] and _is_table_rule(rows[at + 1], row):
            return self._read_table(rows, at)
        container = CONTAINER.match(row) if ":::" in row else None
        if container is not None:
            return self._read_container(rows, at, container)
        self._read_row(row, following=rows[at + 1] if at + 1 < len(rows) else "")
        return at + 1

    def _read_row(self, row: str, following: str) -> None:
        first = row.lstrip()[:1]
        if first in "-*_=" and (RULE.match(row) or (SETEXT.match(row) and self._underline(row))):
            self.marks.append(row.strip())
            self.blank_before = True
            return
        heading = HEADING.match(row) if first == "#" else None
        if heading is not None:
            self.marks.append(heading["marks"] + (heading["close"] or "").strip())
            self._add(heading["text"], heading_level=len(heading["marks"]))
            return
        if first == "[" and (LINK_TARGET.match(row) or CONTENTS_MARK.match(row)):
            self.marks.append(row.strip())
            return
        bullet = BULLET.match(row) if first in "-*+>" else None
        if bullet is not None:
            self.marks.append(bullet["mark"])
            row = bullet["indent"] + row[bullet.end() :]
        elif first == ">" and QUOTE.match(row):
            self.marks.append(row.strip())
            self.blank_before = True
            return
        self._add(row)

    def _underline(self, row: str) -> bool:
        """Make the line above a heading if `row` underlines it; whether it does."""
        if self.blank_before or not self.lines or self.lines[-1].kind is not LineKind.TEXT:
            return False
        last = self.lines[-1]
        level = 1 if "=" in row else 2
        self.lines[-1] = replace(last, heading_level=level, whole_paragraph=True)
        return True

    def _read_container(self, rows: Sequence[str], at: int, opening: re.Match[str]) -> int:
        self.marks.append(opening["colons"])
        self.alignment = {"right": Alignment.END, "center": Alignment.CENTER}.get(opening["name"], Alignment.UNKNOWN)
        if not opening["name"]:
            self.blank_before = True
            if opening["title"]:  # no container: text that happens to stand behind colons
                self._read_row(opening["title"], following="")
            return at + 1
        self.marks.append(opening["name"])
        closing = opening["colons"]
        end = next((i for i in range(at + 1, len(rows)) if rows[i].strip() == closing), len(rows))
        inside = [row for row in rows[at + 1 : end] if row]
        if _leads_elsewhere(inside):
            self.dropped.append(DroppedText("\n".join([opening["title"], *inside]).strip(), NAVIGATION))
            return end
        if opening["title"]:
            self.blank_before = True
            self._add(opening["title"])
        return at + 1

    def _read_table(self, rows: Sequence[str], at: int) -> int:
        self.tables += 1
        self._add_table_row(rows[at], is_header=True)
        self.marks.append(rows[at + 1].strip())
        at += 2
        while at < len(rows) and "|" in rows[at]:
            self._add_table_row(rows[at], is_header=False)
            at += 1
        return at

    def _add_table_row(self, row: str, *, is_header: bool) -> None:
        # A bar inside a cell is written \|, and stays a character of the cell.
        cells = [strip_marks(cell.strip()) for cell in re.split(r"(?<!\\)\|", row)]
        bars = len(cells) - 1
        if cells and not cells[0].text and row.lstrip().startswith("|"):
            cells = cells[1:]
        if cells and not cells[-1].text and row.endswith("|"):
            cells = cells[:-1]
        self.marks.append("|" * bars)
        for cell in cells:
            self._account(cell)
        self._add_row([Cell(" ".join(cell.text.split()), column) for column, cell in enumerate(cells)], is_header)

    def _add_row(self, cells: Sequence[Cell], is_header: bool) -> None:
        if not any(cell.text for cell in cells):
            return
        self._add_line(
            Line(
                row_text(cells),
                kind=LineKind.TABLE_ROW,
                cells=tuple(cells),
                table=self.tables,
                is_header=is_header,
                whole_paragraph=True,
            )
        )

    def _read_html_table(self, rows: Sequence[str], at: int) -> int:
        """Converters write tables as HTML, often on one line."""
        end = next((i for i in range(at, len(rows)) if "</table>" in rows[i].lower()), at)
        block = "\n".join(rows[at : end + 1])
        filler = GridFiller()
        self.tables += 1
        grid: list[tuple[Cell, ...]] = []
        headers: list[bool] = []
        for part in HTML_ROWS.split(block):
            pieces = [" ".join(piece.split()) for piece in HTML_CELL_ENDS.split(part)]
            texts = [strip_marks(piece) for piece in pieces]
            for text in texts:
                self._account(text)
            openings = [HTML_CELL.search(piece) for piece in pieces]
            if any(openings):
                cells = [
                    (" ".join(text.text.split()), _span_of("colspan", opening), _span_of("rowspan", opening))
                    for text, opening in zip(texts, openings, strict=True)
                    if opening is not None or text.text.strip()
                ]
                grid.append(filler.place(cells))
                headers.append(len(cells) > 1 and all(o["tag"].lower() == "th" for o in openings if o is not None))
            elif outside := " ".join(text.text.strip() for text in texts).strip():
                self._add_grid(grid, headers)
                grid, headers, filler = [], [], GridFiller()
                self._add_line(Line(outside))
        self._add_grid(grid, headers)
        return end + 1

    def _add_grid(self, grid: Sequence[tuple[Cell, ...]], headers: Sequence[bool]) -> None:
        for at, cells in grid_rows_in_print(grid):
            self._add_row(cells, headers[at])

    def _add(self, source: str, heading_level: int | None = None) -> None:
        inline = strip_marks(source)
        if _is_navigation(inline) and heading_level is None:
            self.dropped.append(DroppedText(source.strip(), NAVIGATION))
            return
        self._account(inline)
        text = inline.text.rstrip()
        if not text.strip():
            # A line of marks or &emsp; alone prints as an empty one.
            self.blank_before = True
            return
        self._add_line(
            Line(
                text,
                heading_level=heading_level,
                alignment=self.alignment,
                whole_paragraph=heading_level is not None or inline.ends_paragraph,
                bold_until=min(inline.bold_until, len(text)),
            )
        )

    def _add_line(self, line: Line) -> None:
        self.lines.append(replace(line, blank_before=True) if self.blank_before else line)
        self.blank_before = False

    def _account(self, inline: Inline) -> None:
        if inline.marks:
            self.marks.append(inline.marks)
        if inline.pictures:
            self.dropped.append(DroppedText(inline.pictures, PICTURE))


def _is_table_rule(row: str, head: str) -> bool:
    return TABLE_RULE.match(row) is not None and ("|" in row or head.strip().startswith("|"))


def _span_of(setting: str, opening: re.Match[str] | None) -> int:
    found = re.search(rf"(?i)\b{setting}\s*=\s*[\"']?(\d{{1,3}})", opening["settings"]) if opening else None
    return max(1, min(int(found[1]), 100)) if found else 1


def _is_navigation(line: Inline) -> bool:
    """Whether a line does nothing but lead to other places of the same page."""
    return 0 < line.in_page_links >= printed_length(line.text) * 0.8


def _leads_elsewhere(rows: Sequence[str]) -> bool:
    """Whether a container holds links and their captions alone: a table of contents, the address of the original."""
    links = [row for row in rows if BARE_LINK.match(row) or _is_navigation(strip_marks(row))]
    captions = [row for row in rows if row not in links and not RULE.match(row)]
    return bool(links) and len(captions) <= len(links) and all(printed_length(row) <= 20 for row in captions)
