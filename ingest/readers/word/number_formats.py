"""Numbers as Word prints them in lists (ST_NumberFormat, ECMA-376 part 1, section 17.18.59)."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
COUNTING = frozenset(
    """chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand
    ideographTraditionalCounting""".split()
)


def formatted_number(number: int, number_format: str) -> str:
    """`number` in one of Word's formats; plain digits where the format is unknown or does not reach so far."""
    if number_format in COUNTING:
        return chinese_number(number)
    if number_format in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese_number(number, LEGAL_DIGITS, ("", "拾", "佰", "仟"), shorten_teens=False)
    if number_format in ("none", "bullet"):
        return ""
    if number_format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if number_format == "upperRoman" else roman.lower()
    if number_format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter if number_format == "upperLetter" else letter.lower()
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format == "numberInDash":
        return f"- {number} -"
    if number_format in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if number_format in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(DIGITS[int(digit)] for digit in str(max(number, 0)))
    return _from_row(number, number_format) or str(number)


def _from_row(number: int, number_format: str) -> str | None:
    """Formats that are a row of characters: ① ⑴ ⒈ 甲 子."""
    if number_format in ("ideographTraditional", "ideographZodiac"):
        row = STEMS if number_format == "ideographTraditional" else BRANCHES
        return row[number - 1] if 0 < number <= len(row) else None
    if number_format == "ideographZodiacTraditional":
        return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12] if 0 < number <= 60 else None
    firsts = {
        "decimalEnclosedCircle": "①",
        "decimalEnclosedCircleChinese": "①",
        "decimalEnclosedParen": "⑴",
        "decimalEnclosedFullstop": "⒈",
        "ideographEnclosedCircle": "㊀",
    }
    first = firsts.get(number_format)
    length = 10 if number_format == "ideographEnclosedCircle" else 20
    return chr(ord(first) + number - 1) if first is not None and 0 < number <= length else None


def chinese_number(
    number: int, digits: str = DIGITS, units: tuple[str, ...] = ("", "十", "百", "千"), shorten_teens: bool = True
) -> str:
    """一, 十二, 二十, 一百零三; up to 9999, Arabic digits beyond."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    text = ""
    pending_zero = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if pending_zero else "") + digits[digit] + units[power]
            pending_zero = False
        else:
            pending_zero = bool(text)
    if shorten_teens and 10 <= number < 20:
        return text[1:]  # 十二, not 一十二
    return text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    values = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for value, letters in values:
        text += letters * (number // value)
        number %= value
    return text
