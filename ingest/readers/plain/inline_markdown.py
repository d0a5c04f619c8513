"""Marks inside one line of Markdown: what people read, and the marks taken off it.

Nothing is lost: the printed characters of what is kept and of what is taken off add up to those of the source.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from ingest.model import printed_length

# Elements that writers of Markdown mix in. A closed list: notices print 印发<关于加强…的意见> with plain angle brackets.
HTML_MARK = r"""</?(?:p|b|br|hr|i|u|s|em|strong|span|font|div|center|a|sup|sub|img|ul|ol|li|table|thead|tbody|tfoot|tr|td|th
    |caption|col|colgroup|h[1-6]|blockquote|section|article|details|summary|small|big|pre|code|del|ins|mark|kbd)
    (?:\s[^<>]*)?/?>"""

# What is set off inside a line. The first alternative that fits at a place is taken.
INLINE = re.compile(
    rf"""(?ix)
      (?P<comment><!--.*?-->)
    | (?P<code>(?P<ticks>`+)(?P<code_text>[^`]+)(?P=ticks))
    | (?P<image>!\[[^\]]*\]\([^)\s]*(?:\s+"[^"]*")?\))
    | (?P<link>\[(?P<link_text>[^\[\]]*)\]\((?P<target>[^()\s]*)(?:\s+"[^"]*")?\)
        (?!\s*[\u4e00-\u9fff]*号))                        # [2019](7)号 is no link
    | (?P<attributes>(?<=[)\]\s])\{{\s*[.\#a-z][^{{}}\n]*\}}) # {{#anchor}}, {{target="_blank"}}
    | (?P<autolink><(?P<url>(?:https?://|mailto:)[^\s<>]+)>)
    | (?P<footnote>\[\^[^\]\s]+\]:?)
    | (?P<tag>{HTML_MARK})
    | (?P<entity>&(?:\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,30}});)
    | \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<bold>(?P<stars>(?<!\*)\*\*(?=\*?[^\s*])|(?<![\w_])__(?=[^\s_]))
        (?P<bold_text>(?:(?!(?P=stars)).)+?)(?<=\S)(?P=stars)(?!\*\*|_))
    | (?P<strike>~~(?P<strike_text>[^~\n]+)~~)
    """
)
MARK_CHARACTERS = re.compile(r"[*_`\[<&\\~{]")

# Single * or _ around words, by the flanking rule of CommonMark 6.2.
#   matches   *强调* | _title_
#   rejects   5*3*2 | 张*、李* (names made unreadable) | 姓名：______
EMPHASIS = re.compile(
    r"(?<![*_\w\\])(?:(\*)(?=[^\s*、，。；：])([^*\n]+?)(?<=[^\s*])\*(?![*0-9A-Za-z])|(_)(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?![_\w]))"
)


@dataclass(frozen=True, slots=True)
class Inline:
    """One line without its marks."""

    text: str
    marks: str  # what was taken off, separated by spaces
    pictures: str = ""  # pictures and their captions, which are not printed
    bold_until: int = 0  # see Line.bold_until
    in_page_links: int = 0  # characters that only lead to another place of the page
    ends_paragraph: bool = False  # a <br> or </p> at its end


def strip_marks(source: str) -> Inline:
    """One line of Markdown as people read it."""
    if not MARK_CHARACTERS.search(source):
        return Inline(source, "")
    scan = _Scan()
    scan.read(source)
    text = "".join(text for text, _ in scan.pieces)
    emphasised = EMPHASIS.sub(lambda m: m[2] or m[4], text) if "*" in text or "_" in text else text
    marks = scan.marks
    if emphasised != text:
        marks = [*marks, *((m[1] or m[3]) * 2 for m in EMPHASIS.finditer(text))]
    return Inline(
        text=emphasised,
        marks=" ".join(mark for mark in marks if mark),
        pictures=" ".join(scan.pictures),
        bold_until=0 if emphasised != text else _bold_until(scan.pieces),
        in_page_links=scan.in_page_links,
        ends_paragraph=re.search(r"(?i)(?:<br\s*/?>|</p>|</li>|</div>|</td>|</h[1-6]>)\s*$", source) is not None,
    )


class _Scan:
    """The pieces of a line as they are read: (text, bold)."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, bool]] = []
        self.marks: list[str] = []
        self.pictures: list[str] = []
        self.in_page_links = 0
        self._bold = False  # inside <b>

    def read(self, source: str, bold: bool = False) -> None:
        at = 0
        for mark in INLINE.finditer(source):
            self._keep(source[at : mark.start()], bold)
            self._take(mark, bold)
            at = mark.end()
        self._keep(source[at:], bold)

    def _keep(self, text: str, bold: bool) -> None:
        if text:
            self.pieces.append((text, bold or self._bold))

    def _take(self, mark: re.Match[str], bold: bool) -> None:
        whole = mark.group()
        if mark["comment"] or mark["footnote"] or mark["attributes"]:
            self.marks.append(whole)
        elif mark["image"]:
            self.pictures.append(whole)
        elif mark["code"]:
            self._keep(mark["code_text"], bold)
            self.marks.append(mark["ticks"] * 2)
        elif mark["link"]:
            before = len(self.pieces)
            self.read(mark["link_text"], bold)
            if mark["target"].startswith("#"):
                self.in_page_links += sum(printed_length(text) for text, _ in self.pieces[before:])
            self.marks.append(whole.replace(mark["link_text"], "", 1) if mark["link_text"] else whole)
        elif mark["autolink"]:
            self._keep(mark["url"], bold)
            self.marks.append("<>")
        elif mark["tag"]:
            self._take_tag(whole)
        elif mark["entity"]:
            self._take_entity(whole, bold)
        elif mark["escaped"]:
            self._keep(mark["escaped"], bold)
            self.marks.append("\\")
        elif mark["bold"]:
            self.read(mark["bold_text"], bold=True)
            self.marks.append(mark["stars"] * 2)
        else:
            self.read(mark["strike_text"], bold)
            self.marks.append("~~~~")

    def _take_tag(self, tag: str) -> None:
        name = re.sub(r"[</>\s].*", "", tag.lstrip("</"), flags=re.DOTALL).lower()
        if name in ("b", "strong"):
            self._bold = not tag.startswith("</")
        elif name in ("br", "td", "th", "li"):
            self.pieces.append((" ", False))  # words on both sides stay apart
        self.marks.append(tag)

    def _take_entity(self, entity: str, bold: bool) -> None:
        character = html.unescape(entity)
        if character == entity or not (character.isprintable() or character.isspace()):
            self._keep(entity, bold)
            return
        self._keep(character, bold)
        # The printed character stands for as many of the source; the rest of them are marks.
        self.marks.append(entity[printed_length(character) :])


def _bold_until(pieces: list[tuple[str, bool]]) -> int:
    end = 0
    for text, bold in pieces:
        if not bold and text.strip():
            break
        end += len(text)
    leading = "".join(text for text, _ in pieces)[:end].rstrip()
    return len(leading)
