"""The head of a notice on a page that a table lays out: its title and number stand in rows above the text's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.issuers import bodies_in, bodies_of_red_head
from ingest.line_forms import NUMBER_LINE, SIGNATORY, is_title_like
from ingest.readers.web.page_blocks import Block

_HEAD_LINES = 8
_TITLE_LINES = 4
_CHANNELS = (
    r"(?:网站|本站|返回)?首页|新闻(?:中心|动态)?|要闻|图片新闻|通知公告|公示公告|公告栏|(?:工作|部门|基层|政务|图片)动态|机构(?:设置|职能|概况)|(?:领导|组织)(?:之窗|介绍|机构)|"
    r"政策(?:法规|文件|解读)|法律法规|规范性文件|文件(?:通知|下载)|(?:办事|服务)指南|办事大厅|(?:资料|下载)(?:下载|中心)|联系我们|关于我们|(?:在线|网上)(?:咨询|办事|服务)|互动交流|"
    r"(?:信息|政务)公开|公开目录|党建(?:工作|园地)?|(?:专题|特色)专栏|网上信访|留言板|站内搜索|友情链接|网站地图"
)
_CHANNEL = re.compile(rf"(?:{_CHANNELS})")
_BETWEEN = re.compile(r"[\s|｜·>＞\-—/]+")


def is_navigation(text: str) -> bool:
    """Whether a line holds nothing but names of a site's channels: 网站首页 机构设置 政策法规 | 新闻."""
    words = [word for word in _BETWEEN.split(text.strip()) if word]
    known = sum(_CHANNEL.fullmatch(word) is not None for word in words)
    if not words or not known or any(len(word) > 6 for word in words):
        return False
    return known == len(words) or (len(words) >= 3 and known * 2 >= len(words) and words[0].endswith("首页"))


def head_above(blocks: Sequence[Block], above: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Blocks right above the text that are its title, number or issuing body; [] where the text has its own title.

    `above`: what stands before the text and is not of the text, in reading order.
    """
    if _title_among(blocks, kept[:_HEAD_LINES]):
        return []
    near: list[int] = []
    for i in reversed(above[-_HEAD_LINES:]):
        if blocks[i].is_link or blocks[i].cells:
            break
        near.insert(0, i)
    title = _title_among(blocks, near)
    if not title:
        return []
    return [i for i in near if i in title or _is_head_element(blocks[i].text)]


def _title_among(blocks: Sequence[Block], lines: Sequence[int]) -> list[int]:
    """The lines that together read like a title, the ones nearest to the end of `lines`; [] where none do."""
    for end in range(len(lines), 0, -1):
        for start in range(end - 1, max(end - 1 - _TITLE_LINES, -1), -1):
            text = "".join("".join(blocks[i].text.split()) for i in lines[start:end])
            if is_title_like(text) and (end - start == 1 or "关于" in text):
                return list(lines[start:end])
    return []


def _is_head_element(text: str) -> bool:
    return bool(NUMBER_LINE.match(text) or SIGNATORY.match(text) or bodies_of_red_head(text) or bodies_in(text))
