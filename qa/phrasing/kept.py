"""What a reworded sentence adds to its source or takes from it in words that are neither figures nor names.

The gate of qa/gate holds figures, dates, names, quotes and moods. A model also adds a harmless-looking half sentence, or
turns 原则上 into a rule: that is looked at here.
"""

from __future__ import annotations

import re

from ingest.quantities import measured_in
from qa.language.sentences import squeezed_text

# Words that join, introduce and count nothing: all that a model may add. One more word, 在职 in place of 退休, can make
# another rule of it, and no share of words that are right tells that.
_JOINING = re.compile(
    r"""(?x)
      根据 | 依据 | 按照 | 依照 | 对于 | 关于 | 其中 | 此外 | 另外 | 同时 | 并且 | 而且 | 以及 | 或者 | 因此 | 分别 | 具体 | 方面 | 但是?
    | (?:文件|通知|意见|方案|办法|条款|条例)? (?:中)? (?:明确|规定|要求|提出|指出|写明|载明|说明|确定)
    | 文件 | 有关 | 相关 | 该[市省县区地] | 当地 | 上述 | 下列 | 如下 | 包括 | 属于 | 作为 | 进行 | 予以 | 给予 | 通过 | 相应
    | 标准 | 金额 | 数额 | 时间 | 期限 | 比例 | 领取 | 发放 | 享受 | 执行 | 实行
    | [的了和与及在是由对按将并也均都且或等其该此以把从向到于则各为即给这所还]
    """
)
_DENIES = re.compile(r"没有|不得|不能|不准|不许|不予|不再|无需|无须|严禁|禁止|停止|取消|暂停|[不未无没非勿免]")
_DIGITS = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PARTS = re.compile(r"[，。；：！？,;:!?]")
_REACH = 6  # characters between a word that softens and what it bears on

_SOFTENS = re.compile(r"(?:原则上|一般(?!性)|适当|酌情|视情|自愿|逐步|力争|争取|有条件的|确有困难的)[的地]?")
_HARDENS = re.compile(r"一律|所有|全体|任何|全部|唯一|仅|只(?!要)|必定|保证|一定要")
# One character in front turns one post or group into another.
#   matches   副书 of 副书记 | 非在 of 非在职
_NARROWS = re.compile(r"[副非兼原][\u4e00-\u9fff]")
# That nothing is said or set; the answer itself says so of a notice, or nobody does.
_LEFT_OPEN = re.compile(
    r"未定|(?:没有|没|未|并未)(?:作出|做出|作|做)?(?:具体|明确|统一)?(?:规定|提及|提到|找到|涉及|说明|写明|明确|确定|要求|数额|金额|标准)"
    r"|没有一个|无法(?:回答|确定|判断|得知)|不(?:清楚|知道|确定|详)"
)


def why_not_kept(text: str, quotes: str, names: str, question: str) -> str | None:
    """Why a sentence says other than its source, in Chinese; None where it does not.

    `quotes` are the words of the clauses, `names` what their documents are called; of the question single words may stand,
    but no figure and nothing that binds. All but the text are squeezed.
    """
    said = squeezed_text(text)
    source = f"{names}，{quotes}"
    if (found := _LEFT_OPEN.search(said)) and found.group() not in source:
        return f"原文没有说“{found.group()}”"
    for pattern in (_HARDENS, _NARROWS):
        if strange := next((m.group() for m in pattern.finditer(said) if m.group() not in source), None):
            return f"原文没有“{strange}”"
    for found in _SOFTENS.finditer(quotes):
        borne = quotes[found.end() : found.end() + 2]
        if len(borne) == 2 and not _PARTS.search(borne) and not _is_bare(borne, quotes) and _is_bare(borne, said):
            return f"漏了“{found.group()}”"
    return (
        _why_turned(said, quotes)
        or _why_moved(said, source)
        or _why_added(squeezed_text(_without_figures(text)), f"{source}，{question}")
    )


def _why_turned(said: str, quotes: str) -> str | None:
    """A word of denial that was taken out of, or put into, words that stand otherwise as printed."""
    for one, other, told in ((quotes, said, "漏了“{}”"), (said, quotes, "原文没有“{}”")):
        for found in _DENIES.finditer(one):
            for end in {found.start() + 1, found.end()}:  # of 不能 the 不 alone as well
                around = one[max(0, found.start() - 1) : found.start()] + one[end : end + 2]
                if len(around) == 3 and around in other and around not in one:
                    return told.format(one[found.start() : found.end() + 2])
    return None


def _why_moved(said: str, source: str) -> str | None:
    """A number that does not stand in the source, or that stands before another one there and behind it here.

    Whether the 7 belongs to the car and the 8 to the motorcycle shows in no word beside them; as long as numbers keep
    their order, none has changed its place.
    """
    printed = iter(_DIGITS.findall(source))
    return next((f"数字“{number}”与原文不一致" for number in _DIGITS.findall(said) if number not in printed), None)


def _without_figures(text: str) -> str:
    """A text with commas in place of its quantities, which the gate holds."""
    kept = list(text)
    for quantity in measured_in(text):
        kept[quantity.start : quantity.end] = "，" * (quantity.end - quantity.start)
    return "".join(kept)


def _is_bare(borne: str, text: str) -> bool:
    """Whether words stand somewhere in a text with nothing that softens them shortly before in the same part."""
    at = text.find(borne)
    while at >= 0:
        if not _SOFTENS.search(_PARTS.split(text[max(0, at - _REACH) : at])[-1]):
            return True
        at = text.find(borne, at + 1)
    return False


def _why_added(said: str, source: str) -> str | None:
    """The first words that a sentence adds to its source and that are no words of joining.

    A character is the source's where it stands beside the same neighbour there.
    """
    known = [not _CHINESE.match(character) for character in said]
    for i in range(len(said) - 1):
        if said[i : i + 2] in source:
            known[i] = known[i + 1] = True
    for found in _JOINING.finditer(said):
        known[found.start() : found.end()] = [True] * len(found.group())
    added = "".join("\x00" if is_known else character for character, is_known in zip(said, known, strict=True))
    strange = max(added.split("\x00"), key=len)
    return f"“{strange}”不在依据里" if strange else None
