"""The table of metadata that government pages print above a document: 索引号, 发文机关, 成文日期."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Line, LineKind
from ingest.readers.web.page_blocks import Block

# Labels that describe a document and nothing else: two of them make a table of metadata.
CORE_LABEL = re.compile(
    r"""(?x)(?:索引号|索取号|统一编号|发文字号|发文文号|发文编号|文件?号|文件编号|发文机关|发文单位|发文机构|制发机关|制定机关|发布机构|发布机关|公开机构
    |公开责任部门|成文日期|成文时间|生成日期|生成时间|发文日期|发文时间|制发日期|印发日期|主题分类|主题词|公文种类|文种|体裁分类|信息分类|组配分类
    |效力状态|有效性|时效性?|是否有效|生效日期|实施日期|施行日期|失效日期|废止日期|有效期(?:限|至)?|规范性文件(?:统一)?编号|登记号)$"""
)
# Labels that stand beside them, and elsewhere too.
SIDE_LABEL = re.compile(
    r"""(?x)(?:标题|名称|信息名称|文件名称|公文标题|发布日期|发布时间|公开日期|公开时间|发文类型|关键词|内容概述|信息来源|来源|分类|类别|主题
    |公开(?:方式|形式|范围|类别|属性|类型|时限)|服务对象(?:分类)?|所属(?:机构|栏目|主题)|责任部门|制作单位|主办单位|文件类型|备注|级别|层级)$"""
)
LABELLED = re.compile(r"(?P<label>[一-鿿\s\u3000\xa0]{2,20}?)\s*(?P<colon>[:：])\s*(?P<value>.*)$", re.DOTALL)
LONGEST_VALUE = 200  # characters; a longer one is running text

EMPTY = "网页信息栏的空项"


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Metadata lines in printed order, and the blocks they were read from."""

    lines: tuple[Line, ...]
    blocks: frozenset[int]
    empty: tuple[str, ...]  # labels without a value


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    text: str
    value_start: int
    blocks: frozenset[int]


def read_page_metadata(blocks: Sequence[Block]) -> PageMetadata:
    """The labelled entries of a page's table or list of metadata; nothing where fewer than two labels are telling."""
    groups: list[list[_Entry]] = [[]]
    at = 0
    while at < len(blocks):
        entries, after = _entries_at(blocks, at)
        if entries:
            groups[-1] += entries
        elif groups[-1]:
            groups.append([])
        at = after
    taken = [e for group in groups if len({e.label for e in group if CORE_LABEL.match(e.label)}) >= 2 for e in group]
    lines = tuple(
        Line(
            e.text,
            kind=LineKind.METADATA,
            whole_paragraph=True,
            label=e.label,
            value_start=e.value_start,
        )
        for e in taken
        if e.value_start < len(e.text)
    )
    empty = tuple(e.text for e in taken if e.value_start >= len(e.text))
    return PageMetadata(lines, frozenset(i for e in taken for i in e.blocks), empty)


def _entries_at(blocks: Sequence[Block], at: int) -> tuple[list[_Entry], int]:
    """Entries that begin with the block at `at`, and the place after them; ([], at + 1) where there are none."""
    block = blocks[at]
    if block.cells:
        return _entries_of_row(block, at), at + 1
    entry = _labelled(block.text, at)
    if entry is None:
        return [], at + 1
    if entry.value_start < len(entry.text):
        return [entry], at + 1
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    if following is None or following.cells or _labelled(following.text, at + 1) or following.length > LONGEST_VALUE:
        return [entry], at + 1
    # <dt>索引号</dt><dd>…</dd>, or two boxes side by side; an <li> holds its value itself
    beside = following.element.getparent() is block.element.getparent() and block.element.tag in (
        "dt",
        "th",
        "td",
        "div",
    )
    if not beside or following.element.tag not in ("dd", "td", "div") or "。" in following.text:
        return [entry], at + 1
    text = entry.text + following.text
    return [_Entry(entry.label, text, len(entry.text), frozenset({at, at + 1}))], at + 2


def _entries_of_row(block: Block, at: int) -> list[_Entry]:
    entries: list[_Entry] = []
    cells = [cell.text for cell in block.cells if cell.text]
    column = 0
    while column < len(cells):
        entry = _labelled(cells[column], at)
        if entry is None:
            return []  # an ordinary table
        if entry.value_start >= len(entry.text) and column + 1 < len(cells):
            value = cells[column + 1]
            if _labelled(value, at) is None:
                entry = _Entry(entry.label, entry.text + value, len(entry.text), entry.blocks)
                column += 1
        entries.append(entry)
        column += 1
    return entries


def _labelled(text: str, at: int) -> _Entry | None:
    match = LABELLED.match(text)
    if match is None:
        label = "".join(text.split())
        known = CORE_LABEL.match(label) or SIDE_LABEL.match(label)
        return _Entry(label, text, len(text), frozenset({at})) if known else None
    label = "".join(match["label"].split())
    if not (CORE_LABEL.match(label) or SIDE_LABEL.match(label)) or len(match["value"]) > LONGEST_VALUE:
        return None
    return _Entry(label, text, match.start("value"), frozenset({at}))
