"""What OCR takes for another sign of the same look, put right where the form leaves no doubt; digits never change.

Every rule keeps the number of characters, so that boxes and counts stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_HAN = "\u3400-\u9fff〇"
_CHINESE = rf"{_HAN}，。；：、？！《》〈〉“”‘’（）〔〕【】"

# Half-width signs of Chinese text.
#   matches   通知,各 | 如下: | 意见;
#   rejects   3,000 | 10:30 | GB/T 9704-2012 | http://a (no Han before)
_HALF_WIDTH = re.compile(rf"(?<=[{_HAN}》）”〕])[,;:!?](?=[{_CHINESE}\s\d]|$)")
_FULL_WIDTH = dict(zip(",;:!?()", "，；：！？（）", strict=True))

# Round brackets in one line, of either width.
_PAIR = re.compile(r"[(（](?P<inside>[^()（）]*)[)）]")
#   matches   》(民发 | 编号) of a pair that the margin cut in two
_OPENING = re.compile(rf"\((?=[{_CHINESE}])|(?<=[{_CHINESE}])\((?=[^()]*$)")
_CLOSING = re.compile(rf"(?<=[{_CHINESE}])\)|\)(?=[{_CHINESE}])")

# 发文字号, GB/T 9704-2012 section 7.2.5: the year stands in 〔〕, of which OCR takes one for another bracket, or both for
# brackets that no number has.
#   matches   国办发〔2021]12号 | 民发(2015〕104号 | 鲁政办字【2020】3号 | 浙委办发﹝2017﹞51号
#   rejects   财税[2019]13号 (offices print it so) | （2018）浙01民初5号 (a case number) | 〔注2〕
_HALF_READ_YEAR = re.compile(r"〔\s?[12]\d{3}\s?[\]］】)）|]|[\[［【(（|]\s?[12]\d{3}\s?〕")
_OTHER_YEAR = re.compile(
    rf"(?<=[{_HAN}])(?:【\s?[12]\d{{3}}\s?】|﹝\s?[12]\d{{3}}\s?﹞|〖\s?[12]\d{{3}}\s?〗)(?=\s?\d{{1,5}}\s?号)"
)

# 页码 on a line of its own: — 5 — read with other strokes.
_PAGE_DASHES = re.compile(r"^(\s*)[-–−—―一_~～·•．.](\s*\d{1,4}\s*)[-–−—―一_~～·•．.](\s*)$")
# 〇 in a year written in characters.
#   matches   二O二二年 | 二○一九年 ; rejects 二0 (a digit is a digit)
_YEAR_ZERO = re.compile(r"(?<=[一二三四五六七八九〇OoＯ○])[OoＯ○](?=[一二三四五六七八九〇OoＯ○年])")
# A bullet's ——, its first half taken for 一; no sentence begins with 一—.
_BULLET_DASH = re.compile(r"^(\s*)一(?=—)")
_ANGLE = re.compile(r"〈(?P<a>[^〈〉<>]{1,60})>|<(?P<b>[^〈〉<>]{1,60})〉")


def is_set_half_width(texts: Iterable[str]) -> bool:
    """Whether the lines of a page are printed with half-width signs, so that these are no slips of OCR."""
    text = "\n".join(texts)
    narrow = len(_HALF_WIDTH.findall(text)) + text.count("(")
    return narrow >= 3 and narrow > len(re.findall("[，：；！？（]", text))


def set_right(text: str, *, half_width: bool = False) -> str:
    """The line with the signs its form asks for; as many characters as before.

    `half_width`: the page is printed with half-width signs, which stay as they are.
    """
    text = _HALF_READ_YEAR.sub(_turtle_brackets, text)
    text = _OTHER_YEAR.sub(_turtle_brackets, text)
    if not half_width:
        text = _PAIR.sub(_brackets_of_one_width, text)
        text = _OPENING.sub("（", _CLOSING.sub("）", text))
        text = _HALF_WIDTH.sub(lambda m: _FULL_WIDTH[m.group()], text)
    text = _YEAR_ZERO.sub("〇", text)
    text = _ANGLE.sub(lambda m: f"〈{m['a'] or m['b']}〉", text)
    text = _BULLET_DASH.sub(r"\1—", text)
    return _PAGE_DASHES.sub(r"\1—\2—\3", text)


def _turtle_brackets(match: re.Match[str]) -> str:
    return f"〔{match.group()[1:-1]}〕"


def _brackets_of_one_width(match: re.Match[str]) -> str:
    """A pair of two widths, or a half-width one in Chinese text, as a full-width pair."""
    pair = match.group()
    if pair[0] + pair[-1] == "()":
        around = match.string[max(0, match.start() - 1) : match.start()] + match["inside"]
        if not re.search(rf"[{_CHINESE}]", around):
            return pair
    return f"（{match['inside']}）"
