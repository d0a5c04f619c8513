"""Whether a sentence is plain Chinese of the findings' own characters: no markup, no hidden signs, no talk to a model."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from qa.language.sentences import squeezed_text

LONGEST = 300  # characters of a sentence
_LEAST_HAN = 4

_PUNCTUATION = frozenset("，。、；：！？“”‘’「」『』《》〈〉（）()—－-–·…%％‰～~/.,:;!? ")
# Controls, formats (right-to-left marks, zero width), surrogates, private use, unassigned: never shown, wherever they stand.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LINK = re.compile(r"\]\s*[(（]|!\[|javascript:|data:", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")

# What no notice says to its readers: words to or about a program that writes. A sentence of them is no answer, even
# where a file carries it.
_TO_A_MODEL = re.compile(
    r"""(?x)
      (?:忽略|无视|忘记|忘掉|不要理会|不必理会) .{0,8} (?:要求|指令|指示|提示|规则|设定|内容)
    | (?:系统|用户)提示词? | 提示词 | (?:大|语言)模型 | 人工智能助手
    | (?:你|您)(?:现在)?(?:是|扮演|将作为) | 作为一?[个名]?.{0,6}(?:助手|模型|AI|人工智能)
    | (?:按|遵照|根据)(?:你|您|用户)的(?:要求|指令)
    | 抱歉 | 很遗憾 | 我(?:无法|不能|没有|是|会|将|们?认为)
    """
)


def why_not_plain(text: str, allowed: str) -> str | None:
    """Why a sentence cannot be shown, in Chinese; None where it can. `allowed` is what its characters may come from."""
    if len(text) > LONGEST:
        return "句子太长"
    if any(unicodedata.category(character) in _HIDDEN for character in text):
        return "含有看不见的字符"
    if _LINK.search(text):
        return "含有链接"
    if _TO_A_MODEL.search(text):
        return "不是在回答问题"
    held = squeezed_text(allowed)
    for is_letter, run in groupby(squeezed_text(text), _is_foreign_letter):
        word = "".join(run)
        if is_letter and word not in held:
            return "含有依据里没有的外文"
        if not is_letter and (sign := next((c for c in word if not _usual(c) and c not in held), None)):
            return f"含有依据里没有的符号“{sign}”" if sign.isprintable() else "含有看不见的字符"
    return None if len(_HAN.findall(text)) >= _LEAST_HAN else "不是一句话"


def made_harmless(text: str) -> str:
    """A sentence that was not let through, fit to be listed: no hidden characters (a terminal obeys some), not too long."""
    shown = "".join("\ufffd" if unicodedata.category(c) in _HIDDEN else c for c in text[:LONGEST])
    return shown if len(text) <= LONGEST else f"{shown}…"


def _is_foreign_letter(character: str) -> bool:
    return character.isalpha() and not _HAN.match(character)


def _usual(character: str) -> bool:
    return character in _PUNCTUATION or bool(_HAN.match(character)) or "0" <= character <= "9" or character == "〇"
