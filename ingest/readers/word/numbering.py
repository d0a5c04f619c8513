"""Word's automatic numbering, rebuilt: 一、 （一） 1. are not in the text of a docx file but in numbering.xml.

The rules are those of ECMA-376 part 1, section 17.9.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from ingest.readers.word.docx_package import MC, W, XmlElement
from ingest.readers.word.docx_styles import Styles
from ingest.readers.word.number_formats import formatted_number

LEVELS = 9

# Bullets in symbol fonts stand at private places; these are what they look like.
SYMBOL_BULLETS = {
    "\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a7": "▪", "\uf0b2": "✧",
    "\uf071": "❑", "\uf0a8": "□", "\uf0e8": "➔", "\uf076": "❖", "\uf02d": "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is printed."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""  # 「第%1条」: %1 stands for the number of the first level
    suffix: str = "tab"  # tab, space or nothing
    restart: int | None = None  # level (from 1) whose number starts this one anew; None: any higher one; 0: none
    all_decimal: bool = False  # w:isLgl: numbers of higher levels in Arabic digits too


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list as w:num points at it."""

    counter: str  # lists of one abstract definition count on from each other
    levels: dict[int, Level]
    starts_anew: dict[int, int]  # level -> number that this w:num begins with


class Numbering:
    """The lists of one file and how far each has counted."""

    def __init__(self, root: XmlElement | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, XmlElement] = {}
        self._numbers: dict[str, XmlElement] = {}
        self._definitions: dict[str, ListDefinition | None] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._abstract = {str(a.get(f"{W}abstractNumId")): a for a in root.iterfind(f"{W}abstractNum")}
            self._numbers = {str(n.get(f"{W}numId")): n for n in root.iterfind(f"{W}num")}

    def marker(self, paragraph: XmlElement) -> str:
        """The number printed at the head of a paragraph with the space after it; "" for none. Counts it."""
        number_id, level_index = self._list_of(paragraph)
        definition = None if number_id is None else self._definition(number_id)
        if definition is None or number_id is None or level_index not in definition.levels:
            return ""
        level = definition.levels[level_index]
        self._count(number_id, definition, level_index)
        if level.number_format == "bullet":
            text = "".join(SYMBOL_BULLETS.get(c, "•" if "\uf000" <= c <= "\uf0ff" else c) for c in level.text)
        else:
            text = re.sub(r"%([1-9])", self._number_printer(definition, level), level.text)
        if not text.strip() or level.suffix == "nothing":
            return text
        # After 、 and ） the sign itself leaves the gap that a tab stop leaves after 1. and 第一条.
        return text if text[-1] in "、．）】〕」　 " else text + " "

    def _list_of(self, paragraph: XmlElement) -> tuple[str | None, int]:
        number_id: str | None = None
        level: int | None = None
        own_style = self._styles.style_of(paragraph)
        for properties in self._styles.paragraph_properties(paragraph):
            numbering = properties.find(f"{W}numPr")
            if numbering is None:
                continue
            level = _value(numbering, "ilvl") if level is None else level
            found = numbering.find(f"{W}numId")
            if found is not None:
                number_id = str(found.get(f"{W}val"))
                break
        if number_id is None or number_id == "0":  # 0 takes a paragraph out of the list of its style
            return None, 0
        if level is None:
            level = self._level_of_style(number_id, own_style)
        return number_id, min(max(level, 0), LEVELS - 1)

    def _level_of_style(self, number_id: str, style_id: str | None) -> int:
        """A heading style names its list, and the list names the style at one of its levels."""
        abstract = self._abstract_of(number_id)
        if abstract is not None and style_id is not None:
            for level in abstract.iterfind(f"{W}lvl"):
                linked = level.find(f"{W}pStyle")
                if linked is not None and linked.get(f"{W}val") == style_id:
                    return int(level.get(f"{W}ilvl") or 0)
        return 0

    def _abstract_of(self, number_id: str) -> XmlElement | None:
        number = self._numbers.get(number_id)
        for _ in range(LEVELS):  # links may run in a circle in a broken file
            found = None if number is None else number.find(f"{W}abstractNumId")
            abstract = None if found is None else self._abstract.get(str(found.get(f"{W}val")))
            if abstract is None:
                return None
            link = abstract.find(f"{W}numStyleLink")
            if link is None:
                return abstract
            numbering = self._styles.numbering_of_style(str(link.get(f"{W}val")))
            target = None if numbering is None else numbering.find(f"{W}numId")
            number = None if target is None else self._numbers.get(str(target.get(f"{W}val")))
        return None

    def _definition(self, number_id: str) -> ListDefinition | None:
        if number_id not in self._definitions:
            self._definitions[number_id] = self._read_definition(number_id)
        return self._definitions[number_id]

    def _read_definition(self, number_id: str) -> ListDefinition | None:
        abstract = self._abstract_of(number_id)
        if abstract is None:
            return None
        levels = {int(e.get(f"{W}ilvl") or 0): _read_level(e) for e in abstract.iterfind(f"{W}lvl")}
        starts_anew: dict[int, int] = {}
        for override in self._numbers[number_id].iterfind(f"{W}lvlOverride"):
            index = int(override.get(f"{W}ilvl") or 0)
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[index] = _read_level(own)
            start = _value(override, "startOverride")
            if start is not None:
                starts_anew[index] = start
        return ListDefinition(str(abstract.get(f"{W}abstractNumId")), levels, starts_anew)

    def _count(self, number_id: str, definition: ListDefinition, level: int) -> None:
        counts = self._counts[definition.counter]
        if level in definition.starts_anew and (number_id, level) not in self._begun:
            self._begun.add((number_id, level))
            counts[level] = definition.starts_anew[level] - 1
        for above in range(level):  # a level that was skipped counts as begun
            if above in definition.levels:
                counts.setdefault(above, definition.levels[above].start)
        counts[level] = counts.get(level, definition.levels[level].start - 1) + 1
        for below in [index for index in counts if index > level]:
            restart = definition.levels.get(below, Level()).restart
            if restart is None or (restart != 0 and level < restart):
                del counts[below]

    def _number_printer(self, definition: ListDefinition, level: Level) -> Callable[[re.Match[str]], str]:
        counts = self._counts[definition.counter]

        def printed(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            shown = definition.levels.get(index, Level())
            number_format = "decimal" if level.all_decimal and shown is not level else shown.number_format
            return formatted_number(counts.get(index, shown.start), number_format)

        return printed


def _read_level(element: XmlElement) -> Level:
    number_format = element.find(f"{W}numFmt")
    if number_format is None:  # newer formats stand behind a choice, with a plain one to fall back on
        number_format = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    text = element.find(f"{W}lvlText")
    suffix = element.find(f"{W}suff")
    legal = element.find(f"{W}isLgl")
    return Level(
        start=_value(element, "start") or 0,
        number_format="decimal" if number_format is None else str(number_format.get(f"{W}val")),
        text="" if text is None else str(text.get(f"{W}val") or ""),
        suffix="tab" if suffix is None else str(suffix.get(f"{W}val")),
        restart=_value(element, "lvlRestart"),
        all_decimal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
    )


def _value(parent: XmlElement, name: str) -> int | None:
    child = parent.find(f"{W}{name}")
    value = None if child is None else str(child.get(f"{W}val"))
    return int(value) if value is not None and value.lstrip("-").isdecimal() else None
