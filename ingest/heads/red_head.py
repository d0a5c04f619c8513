"""发文机关标志: 「××文件」, a body alone (信函), 「××令」 (命令), 「××公告」, 「××会议纪要」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.issuers import bodies_in, bodies_of_red_head, is_body

_LONGEST = 70


class HeadKind(StrEnum):
    """What a 发文机关标志 says of the document below it."""

    FILE = "file"  # ××文件
    ORDER = "order"  # ××令, ××命令
    ANNOUNCEMENT = "announcement"  # ××公告, ××通告
    MINUTES = "minutes"  # ××会议纪要


@dataclass(frozen=True, slots=True)
class RedHead:
    """A head line with the bodies it names."""

    kind: HeadKind
    bodies: tuple[str, ...]
    word: str  # 令, 公告: what stands between the bodies and 第…号 in a number's normal form; "" where none does
    rest: int  # where a number on the same line begins, in characters of the line


# 中华人民共和国国务院令 | 浙 江 省 人 民 政 府 令 | 财政部 税务总局公告 | ××市人民政府通告　第3号
_NUMBERED_HEAD = re.compile(
    r"^(?P<bodies>[^\d，。；：:《》〔（(]{3,50}?)[ \t\u3000]*(?P<word>命[ \t\u3000]*令|令|公[ \t\u3000]*告|通[ \t\u3000]*告)[ \t\u3000]*"
    r"(?P<number>[（(]?[ \t\u3000]*(?:\d{4}[ \t\u3000]*年?[ \t\u3000]*)?第?[ \t\u3000]*[0-9〇○零一二三四五六七八九十百]{1,7}[ \t\u3000]*号[ \t\u3000]*[）)]?|[〔\[]\d{4}[〕\]]\d{1,4}号)?[ \t\u3000]*$"
)
# ××市人民政府专题会议纪要 | 联席会议纪要; not 关于…的会议纪要, which is a title
_MINUTES = re.compile(r"^[\u4e00-\u9fff0-9（）()“”]{2,40}(?:会|办公会|会议|座谈)纪要$")

_OWN_BODY = re.compile(r"(?:人民政府|老干部局|委员会|办公室|办公厅|领导小组|公司|^中共.{2,8}[省市县区州]委)$")


def red_head_of(text: str) -> RedHead | None:
    """What kind of 发文机关标志 a line is; None when it is none."""
    if len(text) > _LONGEST:
        return None
    if bodies := bodies_of_red_head(text):
        return RedHead(HeadKind.FILE, bodies, "", len(text))
    compact = "".join(text.split())
    if compact.endswith("纪要"):
        if _MINUTES.match(compact) and "关于" not in compact and "印发" not in compact:
            return RedHead(HeadKind.MINUTES, _body_of_minutes(compact), "", len(text))
        return None
    if "令" not in compact and "告" not in compact:
        return None
    match = _NUMBERED_HEAD.match(text)
    if match is None or "关于" in compact:
        return None
    named = bodies_in(match["bodies"])
    if not named:
        return None
    word = "".join(match["word"].split())
    kind = HeadKind.ORDER if word.endswith("令") else HeadKind.ANNOUNCEMENT
    bodies = tuple("国务院" if body == "中华人民共和国国务院" else body for body in named)
    return RedHead(
        kind, bodies, "令" if kind is HeadKind.ORDER else word, match.start("number") if match["number"] else len(text)
    )


def red_head_word(text: str) -> RedHead | None:
    """「文件」 or 「令」 alone on its line, below or beside the bodies."""
    compact = "".join(text.split()) if len(text) <= 12 else ""
    if compact == "文件":
        return RedHead(HeadKind.FILE, (), "", len(text))
    if compact in ("令", "命令"):
        return RedHead(HeadKind.ORDER, (), "令", len(text))
    return RedHead(HeadKind.ANNOUNCEMENT, (), compact, len(text)) if compact in ("公告", "通告") else None


def _body_of_minutes(compact: str) -> tuple[str, ...]:
    """The body whose meeting it was, where the head begins with a full name: 丽水市人民政府 of 丽水市人民政府专题会议纪要."""
    for end in range(len(compact) - 2, 5, -1):
        name = compact[:end]
        if _OWN_BODY.search(name) and is_body(name):
            return (name,)
    return ()
