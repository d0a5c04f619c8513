"""The printed characters of an RTF file, counted without laying it out (Rich Text Format 1.9.1).

The text is read to be counted, not to be understood: a program that converts the file is held against this count.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

# Groups whose text is not printed in the body: tables of the file, pictures, field instructions, heads and feet,
# comments, the numbers of lists (Word's own ones are kept beside the text for older programs).
NOT_BODY = frozenset(
    "fonttbl colortbl stylesheet info pict object fldinst header headerl headerr headerf footer footerl footerr footerf "
    "annotation atnid atnauthor listtext pntext pntxta pntxtb bkmkstart bkmkend xe tc themedata colorschememapping "
    "datastore latentstyles listtable listoverridetable revtbl rsidtbl generator filetbl nonshppict sp".split()
)
CHARACTER_SETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 204: "cp1251"}
SYMBOLS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "_": "-",
}  # fmt: skip

# A control word with its number, a control sign, a character in hexadecimal, a brace, or text.
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z\r\n])|\\[\r\n]|([{}])|([^\\{}\r\n]+)|[\r\n]"
)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group passes on to the groups in it."""

    skipped: bool = False
    encoding: str = "cp1252"
    bytes_after_unicode: int = 1  # \\ucN: what old programs show instead of a \\u character


class _Counting:
    def __init__(self) -> None:
        self.text: list[str] = []
        self._states: list[_State] = []
        self._state = _State()
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._in_fonts = 0  # depth of the font table; 0: outside
        self._default = "cp1252"
        self._pending = bytearray()
        self._to_skip = 0
        self._starred = False

    def read(self, content: bytes) -> str:
        position = 0
        while position < len(content):
            match = TOKEN.match(content, position)
            if match is None:
                position += 1
                continue
            position = match.end()
            word, number, code, sign, brace, plain = match.groups()
            if code is not None:
                self._byte(bytes((int(code, 16),)))
                continue
            if plain is not None:
                self._byte(plain)
                continue
            self._flush()
            if brace == b"{":
                self._states.append(self._state)
                self._starred = False
            elif brace == b"}":
                self._end_group()
            elif word == b"bin":
                position += max(int(number or 0), 0)
            elif word is not None:
                self._word(word.decode("ascii"), None if number is None else int(number))
            elif sign is not None:
                self._sign(sign)
        self._flush()
        return "".join(self.text)

    @property
    def open_groups(self) -> int:
        """How many groups are not closed."""
        return len(self._states)

    def _end_group(self) -> None:
        if self._in_fonts > len(self._states) - 1:
            self._in_fonts = 0
        self._state = self._states.pop() if self._states else _State()
        self._to_skip = 0

    def _word(self, word: str, number: int | None) -> None:
        if word == "fonttbl":
            self._in_fonts = len(self._states)
        if word in NOT_BODY or (self._starred and word != "shptxt"):
            self._state = replace(self._state, skipped=True)
        elif word == "shptxt":  # a text box lies in a shape that is skipped
            self._state = replace(self._state, skipped=False)
        self._starred = False
        if word == "ansicpg" and number:
            self._default = "gb18030" if number == 936 else f"cp{number}"
            self._state = replace(self._state, encoding=self._default)
        elif word == "f" and number is not None:
            self._font = number
            self._state = replace(self._state, encoding=self._fonts.get(number, self._default))
        elif word == "fcharset" and self._in_fonts and number is not None:
            self._fonts[self._font] = CHARACTER_SETS.get(number, self._default)
        elif word == "uc" and number is not None:
            self._state = replace(self._state, bytes_after_unicode=number)
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._to_skip = self._state.bytes_after_unicode
        elif word in SYMBOLS:
            self._write(SYMBOLS[word])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in b"{}\\_":
            self._write("-" if sign == b"_" else sign.decode("ascii"))

    def _byte(self, characters: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(characters))
            self._to_skip -= skipped
            characters = characters[skipped:]
        self._pending += characters

    def _flush(self) -> None:
        if self._pending:
            try:
                text = self._pending.decode(self._state.encoding, errors="replace")
            except LookupError:
                text = self._pending.decode("cp1252", errors="replace")
            self._pending.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        if not self._state.skipped:
            self.text.append(text)


@dataclass(frozen=True, slots=True)
class RtfText:
    """What was counted in a file."""

    printed: Counter[str]  # how often each printed character stands in the body
    is_whole: bool  # the groups are all closed: nothing is missing at the end


def count_rtf(content: bytes) -> RtfText:
    """The printed characters of an RTF file, and whether it ends as it should."""
    counting = _Counting()
    text = counting.read(content)
    # Characters outside the basic plane are written as two halves.
    whole = text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
    return RtfText(Counter(c for c in whole if c >= " " and not c.isspace()), not counting.open_groups)


# {\listtext\pard\plain 一、\tab}: the number of a paragraph as it is printed, beside the list that it belongs to.
LIST_NUMBER = re.compile(rb"\{\s*\\listtext(?![a-zA-Z]) ?(?P<number>[^{}]*)\}")
# {\leveltext \'02\'00\'3f;}: a sign of the number, such as 、, that the writing program could not say; not \u12289 ?, which
# says it and gives a substitute.
LEVEL_TEXT = re.compile(rb"\{\s*\\leveltext(?![a-zA-Z])([^{}]*)\}")
SUBSTITUTED = re.compile(rb"\\u-?\d+ ?(?:\?|\\'3[fF])")
QUESTION_MARK = re.compile(rb"\?|\\'3[fF]")
LIST_USES = re.compile(rb"\{\s*\\\*\s*\\listoverridetable(?![a-zA-Z])")
GAP = re.compile(rb"\\tab *$")


def with_printed_numbers(content: bytes) -> bytes:
    """The same file with the numbers of its lists as text, where its lists do not tell them.

    LibreOffice writes the 、 of 一、 as a question mark in the list, and rightly in the number kept beside it.
    """
    if not any(QUESTION_MARK.search(SUBSTITUTED.sub(b"", text)) for text in LEVEL_TEXT.findall(content)):
        return content
    content = LIST_NUMBER.sub(_as_text, content)
    # As a destination that nobody knows the lists are skipped.
    return LIST_USES.sub(rb"{\\*\\judiannolists", content)


def _as_text(group: re.Match[bytes]) -> bytes:
    number = group["number"]
    printed = _Counting().read(number).strip()
    gap = b"" if not printed or printed[-1] in "、．）】〕」" else b" "
    return b"{" + GAP.sub(gap, number.rstrip()) + b"}"
