"""Which blocks of a web page are the document: by structure and density of text, with known containers as a hint only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.readers.pages.page_head import head_above, is_navigation
from ingest.readers.web.page_blocks import Block, Element

# Containers that editors of Chinese government sites (TRS, UCAP, 博达, 南威 and others) put the text into.
TEXT_CONTAINER = re.compile(
    r"""(?ix)(?:^|\s)(?:
      ucap-?content | zoom | trs_editor | trs_ueditor | trs_preappend | pages_content | article[-_]?(?:content|con|body|text|main)?
    | (?:news|detail|main|text|xxgk|gk|wz|info|view|content)[-_]?(?:content|con|text|txt|body|main|article)
    | content[-_]?(?:text|txt|body|main|box)? | con_?txt | v_news_content | vsb_content\w* | wp_articlecontent | bt[-_]content
    | articlecontent | newscontent\w* | j-content | ewb-article\w* | conbox | nr | zw | wenzhang
    )(?:\s|$)"""
)
# Containers of what surrounds a text on every page of a site.
FURNITURE = re.compile(
    r"""(?ix)(?:^|[-_\s])(?:
      nav\w* | menu\w* | header | head | footer | foot | sidebar | side | aside | crumbs? | breadcrumbs? | location | dqwz | position
    | share\w* | bdshare\w* | bshare\w* | related | relate\w* | xgwj | xgjd | xgxw | recommend | hot | copyright | search\w* | toolbar | tools?
    | pagination | pager | login | ewm | erweima | qr\w* | banner\w* | logo | links? | friendlink | topbar | bottom | accessibility | wza
    )(?:$|[-_\s])"""
)
FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "menu"})
CONTAINERS = frozenset(
    {"div", "td", "tr", "tbody", "table", "section", "article", "main", "center", "form", "ul", "ol", "dl", "body"}
)

# Lines of a page's own tools, which stand among the text as well; all short.
TOOL_LINE = re.compile(
    r"""(?x)^[\s|｜【】\[\]（）()·>＞]*(?:
      扫一扫.{0,24} | 扫码.{0,20} | 用微信.{0,20} | 微信扫.{0,20}
    | (?:一键)?分享(?:到|至|给|按钮|[:：])?(?:[\s:：|｜、]|微信|微博|朋友圈|新浪|腾讯|QQ|好友|空间|人人网|豆瓣){0,20} | 微信 | 微博 | 新浪微博 | QQ空间
    | (?:我要)?(?:打印|关闭|收藏|纠错|下载|朗读|听全文|返回顶部|返回上页|返回列表|返回|顶部|置顶|评论)(?:本页|此页|窗口|页面|全文|文章|本文)?
      (?:[\s|｜【】\[\]]*(?:打印|关闭|收藏|纠错|下载|分享|返回|顶部)(?:本页|此页|窗口|页面|全文|文章|本文)?)*
    | 【?\s*(?:字体|字号|文字)\s*[:：].{0,24} | (?:大|中|小)(?:[\s|｜]*(?:大|中|小)){1,2} | 视力保护色.{0,20} | 保护视力色.{0,20}
    | (?:浏览|点击|访问|阅读)(?:次数|量|数|率)?\s*[:：]?\s*[\[【]?\s*\d*\s*[次\]】]* | 责任编辑\s*[:：].{0,20} | 编辑\s*[:：].{0,12}
    | (?:上一篇|下一篇|上一条|下一条|上篇|下篇)\s*[:：]?.{0,80} | (?:相关|延伸|推荐|热点)(?:链接|文件|稿件|新闻|阅读|解读|推荐|信息|政策|文章|附件下载)\s*[:：]?
    | (?:您|你)?(?:现在|当前)?(?:的|所在)*位置(?:是)?\s*[:：]?.{0,60} | 首页(?:\s*[>＞»/].*)? | 当前位置.{0,60}
    | .{0,10}(?:设为首页|加入收藏).{0,40} | 政策(?:图解|解读|问答)\s*[:：]? | 无障碍(?:浏览|阅读)? | 长者(?:模式|助手) | 网站(?:地图|首页) | 登录 | 注册 | 搜索
    )[\s|｜【】\[\]（）()]*$"""
)
# The line under a headline that says when the page, not the document, appeared.
PAGE_LINE = re.compile(
    r"""(?x)^[\s【\[（(]*(?:
      (?:(?:发布|更新|发表|上传|录入)(?:日期|时间)|来源|信息来源|稿源|作者|供稿|字号|字体|浏览次数|点击数|访问量|阅读量|浏览量|发布人|责任编辑)
        \s*[:：]\s*\S{0,24}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\s|｜【】\[\]（）()]*
    | \d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?[\s|｜]*(?=.{0,40}$)
    )+.{0,40}$"""
)
FOOTER_LINE = re.compile(
    r"版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|ICP备|网安备|网站标识码|技术支持[:：]|建议使用.{0,20}浏览器|copyright|All Rights Reserved",
    re.I,
)

_HEAD_AREA = 12
NUMBERED = re.compile(r"[（(]?\d{1,2}[)）.、．]")

NAVIGATION = "网页导航"
TOOLS = "网页工具栏"
PAGE_DATE = "网页发布信息"
FOOTER = "网页页脚"
HIDDEN = "网页上不显示的文字"
OUTSIDE = "正文以外的网页文字"
REPEATED_TITLE = "网页标题，正文中已有"


@dataclass(frozen=True, slots=True)
class MainText:
    """The blocks that are the document, and why each of the others is not; by their place among the page's blocks."""

    kept: tuple[int, ...]
    left_out: dict[int, str]


def select_main_text(blocks: Sequence[Block], body: Element, page_title: str, taken: frozenset[int]) -> MainText:
    """Choose the main text; `taken` are blocks that are spoken for already (the page's table of metadata)."""
    offered = [i for i, block in enumerate(blocks) if i not in taken]
    reasons = {i: reason for i in offered if (reason := _never_text(blocks[i])) is not None}
    open_blocks = [i for i in offered if i not in reasons]
    scores = _scores(blocks, open_blocks, body)
    main = _main_container(scores, body)
    inside = _under(blocks, open_blocks, main)
    while main is not body:
        parent = main.getparent()
        wider = _under(blocks, open_blocks, parent)
        if not _may_widen(blocks, wider - inside, inside, parent):
            break
        main, inside = parent, wider
    related = _related_links(blocks, sorted(inside))
    reasons.update(dict.fromkeys(related, NAVIGATION))
    kept = [i for i in sorted(inside) if i not in reasons]
    for i in kept[:2]:
        following = [blocks[j].text for j in kept if j > i]
        if _is_headline(blocks[i], page_title) and _is_printed(blocks[i].text, following):
            reasons[i] = REPEATED_TITLE
    kept = [i for i in kept if i not in reasons]
    title = _title_outside(blocks, [i for i in open_blocks if i not in inside], kept, page_title)
    if title is not None and not _is_printed(blocks[title].text, [blocks[i].text for i in kept]):
        kept.insert(0, title)
    elif title is not None:
        reasons[title] = REPEATED_TITLE
    if kept and title is None:
        kept[:0] = head_above(blocks, [i for i in open_blocks if i not in inside and i < kept[0]], kept)
    for i in kept[:_HEAD_AREA]:
        if not is_navigation(blocks[i].text):
            break
        reasons[i] = NAVIGATION
    kept = [i for i in kept if i not in reasons]
    for i in open_blocks:
        if i not in reasons and i not in kept:
            reasons[i] = NAVIGATION if blocks[i].is_link or _in_furniture(blocks[i].element) else OUTSIDE
    return MainText(tuple(kept), reasons)


def _never_text(block: Block) -> str | None:
    """Why a block is no part of any document, whatever stands around it."""
    if block.hidden:
        return HIDDEN
    if block.control:
        return TOOLS
    if block.length <= 100:
        if TOOL_LINE.match(block.text):
            return TOOLS
        if block.heading_level is None and PAGE_LINE.match(block.text) and not block.cells:
            return PAGE_DATE
    if FOOTER_LINE.search(block.text) and block.length <= 200 and "。" not in block.text:
        return FOOTER
    return None


def _scores(blocks: Sequence[Block], offered: Sequence[int], body: Element) -> dict[Element, float]:
    """For every element, how much running text it holds: printed characters outside links, sentences above labels."""
    scores: dict[Element, float] = defaultdict(float)
    scores[body] = 0.0
    for i in offered:
        block = blocks[i]
        if block.is_link:
            continue
        is_prose = block.cells or re.search(r"[。；，]", block.text) is not None
        score = (block.length - block.link_length) * (1.0 if is_prose else 0.3)
        if _in_furniture(block.element):
            score *= 0.2
        element = block.element
        while element is not None:
            scores[element] += score
            element = None if element is body else element.getparent()
    return scores


def _main_container(scores: dict[Element, float], body: Element) -> Element:
    """The element that holds the text: a known container if one holds half of it, else the deepest that holds most."""
    total = scores[body]
    hinted = [e for e in scores if e is not body and TEXT_CONTAINER.search(_names(e)) and scores[e] >= 0.5 * total > 0]
    if hinted:
        best = max(scores[e] for e in hinted)
        return [e for e in hinted if scores[e] >= 0.98 * best][-1]
    children: dict[Element, list[Element]] = defaultdict(list)
    for element in scores:
        if element is not body:
            children[element.getparent()].append(element)
    main = body
    while children[main]:
        best_child = max(children[main], key=lambda e: scores[e])
        holds_several = best_child.tag in CONTAINERS and sum(scores[e] > 0 for e in children[best_child]) >= 1
        if scores[best_child] < 0.85 * scores[main] or not holds_several:
            break
        main = best_child
    return main


def _names(element: Element) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"


def _in_furniture(element: Element) -> bool:
    while element is not None and element.tag != "body":
        if element.tag in FURNITURE_TAGS or (
            FURNITURE.search(_names(element)) and not TEXT_CONTAINER.search(_names(element))
        ):
            return True
        element = element.getparent()
    return False


def _under(blocks: Sequence[Block], offered: Sequence[int], container: Element) -> set[int]:
    inside: set[int] = set()
    known: dict[Element, bool] = {}
    for i in offered:
        element = blocks[i].element
        if element not in known:
            known[element] = element is container or any(above is container for above in element.iterancestors())
        if known[element]:
            inside.add(i)
    return inside


def _may_widen(blocks: Sequence[Block], added: set[int], inside: set[int], parent: Element) -> bool:
    """Whether what stands around the text is text too: no menus, no lists of links, and less than the text itself."""
    links = sum(blocks[i].links for i in added)
    furniture = sum(_in_furniture(blocks[i].element) for i in added)
    if links > 2 or furniture:
        return False
    return sum(blocks[i].length for i in added) <= sum(blocks[i].length for i in inside)


def _related_links(blocks: Sequence[Block], inside: Sequence[int]) -> set[int]:
    """Links to other pages before or after the text, or several together; links to files are its annexes and stay."""
    related: set[int] = set()
    lists_annexes = any(blocks[i].text.startswith("附件") for i in inside)
    runs = [
        (is_link, list(run)) for is_link, run in groupby(inside, key=lambda i: _leads_away(blocks[i], lists_annexes))
    ]
    for place, (is_link, run) in enumerate(runs):
        at_edge = place in (0, len(runs) - 1)
        if is_link and (at_edge or len(run) > 1):
            related.update(run)
    return related


def _leads_away(block: Block, lists_annexes: bool) -> bool:
    is_annex = "附件" in block.text or (lists_annexes and NUMBERED.match(block.text) is not None)
    return block.is_link and not block.cells and not is_annex


def _title_outside(blocks: Sequence[Block], outside: Sequence[int], kept: Sequence[int], page_title: str) -> int | None:
    """The headline that some sites print above the container of the text."""
    wanted = _squeezed(page_title)
    before = [i for i in outside if not kept or i < kept[0]]
    for i in reversed(before):
        text = _squeezed(blocks[i].text)
        if len(text) >= 6 and not blocks[i].is_link and (blocks[i].heading_level == 1 or text in wanted):
            return i
    return None


def _is_headline(block: Block, page_title: str) -> bool:
    """Whether a line is the page's own headline: a heading by its mark, or what the browser's title bar says."""
    text = _squeezed(block.text)
    return len(text) >= 6 and (block.heading_level is not None or text in _squeezed(page_title))


def _is_printed(title: str, lines: Sequence[str]) -> bool:
    """Whether one of the first lines, or a few of them together, are the title; a sentence that quotes it is not."""
    wanted = _squeezed(title)
    printed = [_squeezed(line) for line in lines[:10]]
    return any(
        "".join(printed[start:end]) == wanted
        for start in range(len(printed))
        for end in range(start + 1, min(start + 5, len(printed)) + 1)
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())
