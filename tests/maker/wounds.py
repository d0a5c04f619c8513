"""What happened to a notice between the press and the file: drawn from the seed, each wound on or off."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from enum import StrEnum


class Breaks(StrEnum):
    """How lines end in the file."""

    WHOLE = "whole"  # a paragraph is a line
    HARD = "hard"  # every printed line is a line


class Numbers(StrEnum):
    """How a page number is printed."""

    NONE = "none"
    DASH = "— {} —"
    FULL_DASH = "－ {} －"
    HYPHEN = "- {} -"
    TIGHT = "—{}—"
    BARE = "{}"
    WORDS = "第 {} 页"


class Encoding(StrEnum):
    """Bytes of the file."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    GB18030 = "gb18030"
    UTF_16 = "utf-16"
    UTF_16_BARE = "utf-16-le"  # no mark at its head


@dataclass(frozen=True, slots=True)
class Wounds:
    """One state of damage."""

    breaks: Breaks = Breaks.WHOLE
    width: int = 28  # characters of a line
    lines_of_a_page: int = 22
    cut_by_pages: bool = False  # pages end inside paragraphs, and the file shows it
    page_numbers: Numbers = Numbers.NONE
    form_feeds: bool = False
    running_head: bool = False
    blank_lines: bool = False  # an empty line after every line of the file
    blank_paragraphs: bool = False  # an empty line after every paragraph
    indent: str = "　　"
    patchy_indent: bool = False  # only some paragraphs kept their indent
    centred: bool = False  # titles and signatures keep the spaces that centred them
    spaced_figures: float = 0.0  # share of seams between figures and words that carry a space
    spaced_heads: float = 0.0  # share of headings with spaces inside
    title_first: bool = False  # the title stands once more above everything
    page_line: bool = False  # and below it the line of a web page: 发布时间 来源
    trailing_space: bool = False
    blank_noise: bool = False  # lines of white space at the file's start and end
    markdown: bool = False
    crlf: bool = False
    encoding: Encoding = Encoding.UTF_8


UNHURT = Wounds(indent="")


def draw_wounds(draw: random.Random) -> Wounds:
    """A state of damage as files circulate: clean copies, text taken from PDF, web pages, Markdown of converters."""
    kind = draw.choices(("copy", "pdf", "markdown"), (45, 40, 15))[0]
    common = Wounds(
        width=draw.choice((28, 28, 28, 30)),
        spaced_figures=draw.choice((0.0, 0.0, 0.5, 1.0)),
        spaced_heads=draw.choice((0.0, 0.0, 0.0, 0.3)),
        title_first=draw.random() < 0.08,
        trailing_space=draw.random() < 0.2,
        blank_noise=draw.random() < 0.3,
        crlf=draw.random() < 0.25,
        encoding=draw.choices(tuple(Encoding), (58, 10, 20, 9, 3))[0],
    )
    if kind == "pdf":
        return _taken_from_pages(draw, common)
    cut = draw.random() < 0.35
    if kind == "markdown":
        return replace(
            common, markdown=True, indent="", blank_paragraphs=True, cut_by_pages=cut, encoding=Encoding.UTF_8
        )
    return replace(
        common,
        page_line=draw.random() < 0.5,
        cut_by_pages=cut,
        page_numbers=draw.choice(tuple(Numbers)) if cut and draw.random() < 0.5 else Numbers.NONE,
        blank_paragraphs=draw.random() < 0.4,
        indent=draw.choice(("", "　　", "　　", "    ", "  ")),
        patchy_indent=draw.random() < 0.25,
        centred=draw.random() < 0.3,
    )


def _taken_from_pages(draw: random.Random, common: Wounds) -> Wounds:
    numbers = draw.choice(tuple(Numbers))
    return replace(
        common,
        breaks=Breaks.HARD,
        cut_by_pages=True,
        page_numbers=numbers,
        form_feeds=draw.random() < 0.3,
        running_head=numbers is not Numbers.NONE and draw.random() < 0.2,
        blank_lines=draw.random() < 0.4,
        indent=draw.choice(("", "", "　　", "    ")),
        centred=draw.random() < 0.4,
    )
