"""Marks of secrecy on a file, GB/T 9704-2012 section 7.2.2: what is classified is not taken in, what is internal is marked.

A mark stands by itself: in the head, as a running head, as a stamp or watermark, or in the field 密级 of a table. Words
such as 保守国家秘密 in running text are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePath

from ingest.errors import RefusedFileError
from ingest.model import DroppedText, Line, LineKind, Marking, ParsedFile, PolicyDocument, Secrecy

_HEAD_LINES = 15  # printed lines at the top of a file among which a mark without ★ counts
_LEVEL = "绝密|机密|秘密"
_BESIDE = "(?:特急|加急|特提|平急|急件|明电|[·•・])*"  # 紧急程度, which may share the line
_COPY = r"(?:(?:份号[：:]?|№|No\.?)?\d{6})?"  # 份号
# A level with ★ and the 保密期限, white space taken out; it fills its line but for 份号 and 紧急程度.
#   matches   机密★1年 | 000012秘密★6个月特急 | （绝密★长期） | 密级：机密★至2025年12月31日 | 秘密★ | 机密*5年
#   rejects   应当标注“机密★10年” | 秘密级事项★ | 机密★10年的文件由专人保管
_STARRED = re.compile(
    rf"""(?x)^{_COPY}{_BESIDE}[（(【〔\[〖]?(?:密级[：:]?)?
    (?P<mark>(?P<level>{_LEVEL})[级件]?[★☆✭✮✯⭐＊*]+
      (?:(?:保密)?(?:期限)?[：:]?(?:[至到]\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?
        |[\d一二三四五六七八九十半两]{{1,3}}(?:年|个?月|天|日)|\d{{4}}年\d{{1,2}}月\d{{1,2}}日|长期|永久|[\u4e00-\u9fff]{{1,6}}[前后])?))
    [）)】〕\]〗]?{_BESIDE}{_COPY}$"""
)
# The same behind a title: 关于做好某项工作的通知（秘密★1年）
_BEHIND_TITLE = re.compile(rf"[（(【〔\[](?P<mark>(?P<level>{_LEVEL})[★☆✭✮✯⭐＊*][^（）()“”]{{0,12}})[）)】〕\]]$")
# A level alone, as a line of the head, a stamp or a watermark.
#   matches   秘密 | （机密） | 【绝密】 | 机密级 | 秘密件 | 机密文件 | 000003秘密加急
#   rejects   秘密事项 | 保守秘密
_ALONE = re.compile(
    rf"^{_COPY}{_BESIDE}[（(【〔\[〖]?(?P<mark>(?P<level>{_LEVEL})(?:级|件|级?文件)?)[）)】〕\]〗]?{_BESIDE}{_COPY}$"
)
# A title that is broken inside 国家秘密 has that word on a line of its own.
_LEADS_ON = re.compile(
    r"(?:国家|商业|军事|警务|审判|检察|工作|党的?|保守|保护|保管|泄露|泄漏|涉及|涉|含有|属于|知悉|是|和|与|、)$"
)
_GOES_ON = re.compile(r"^(?:工作|管理|保护|保密|安全|法|条例|规定|办法|事项|文件|载体|信息|范围|资料|的|及|和|与|、)")
# The field of a table or of a page's head: white space taken out, tabs left.
#   matches   密级：秘密 | 密级\t机密★5年\t紧急程度\t特急 | 涉密等级：绝密
#   rejects   密级：□绝密□机密 | 密级：公开 | 密级：秘密、机密、绝密
_FIELD = re.compile(
    rf"""(?x)(?:^|\t)(?:文件)?(?:密级|涉密等级|涉密级别|保密等级|保密级别|秘密等级|定密)[：:\t]*
    (?P<mark>(?P<level>{_LEVEL})级?(?:[★☆＊*][^\t]{{0,12}})?)(?=$|\t|紧急|保密|特急|加急|平急|份号|签发|缓急)"""
)
_FIELD_NAME = re.compile(r"^(?:文件)?(?:密级|涉密等级|涉密级别|保密等级|保密级别|秘密等级|定密)[：:]?$")
# Not classified, and not for publication.
#   matches   内部资料 | 内部资料，注意保存 | （内部文件不得外传） | 密级：内部 | 内部参考 | 注意保存
#   rejects   内部资料管理办法 | 属于内部文件的
_INTERNAL = re.compile(
    r"""(?x)^[（(【〔\[〖★☆]?(?:密级[：:]?内部|(?:密级[：:]?)?
    (?:(?:仅供)?内部(?:资料|文件|刊物|材料|参考|使用|传阅|交流|发行|简报)|注意保存|请?(?:勿|不得|严禁)(?:对?外传|外泄|公开|翻印|转载)))
    (?:[，,、；;·。]?(?:请|妥善|注意|保存|保管|严禁|禁止|不得|勿|请勿|对?外传|外泄|公开|翻印|复印|转载|擅自|阅后|收回|销毁|退回|内部(?:资料|文件|刊物|材料|参考|使用|传阅)))*
    [）)】〕\]〗★☆。]?$"""
)
_AROUND_THE_TEXT = re.compile(r"页眉|页脚|水印|印章")  # why a reader left out what stands there
_APART = re.compile(r"[\t\u3000]+| {2,}")
_DECLASSIFIED = re.compile(r"解密|脱密|非密")
_LEVELS = {"绝密": Secrecy.TOP_SECRET, "机密": Secrecy.SECRET, "秘密": Secrecy.CONFIDENTIAL}
_GRAVEST = (Secrecy.TOP_SECRET, Secrecy.SECRET, Secrecy.CONFIDENTIAL, Secrecy.INTERNAL)


def marking_of(
    lines: Sequence[Line], dropped: Sequence[DroppedText] = (), documents: Sequence[PolicyDocument] = ()
) -> Marking | None:
    """The gravest mark that a file bears, None for none.

    `lines` as a reader gives them; `dropped`: what was left out; `documents`: what was read, whose heads have fields.
    """
    found = [*_of_lines(lines), *_of_heads(lines), *_around_the_text(dropped), *_of_fields(documents)]
    return min(found, key=lambda m: _GRAVEST.index(m.secrecy), default=None)


def refuse_classified(parsed: ParsedFile) -> None:
    """Raise RefusedFileError for a file that is marked as classified."""
    marking = parsed.marking
    if marking is not None and marking.is_classified:
        raise RefusedFileError(
            PurePath(parsed.file),
            f"标有密级“{marking.text}”，涉密文件不能收入，内容没有保存",
            "请按保密规定从这台机器上清除；若已解密，请换成去掉密级标志的文件再收入",
        )


def marking_warning(marking: Marking) -> str:
    """What to tell of a mark."""
    if marking.is_classified:
        return f"标有密级“{marking.text}”，入库时会拒收"
    return f"标有“{marking.text}”，只有管理员能导出，除非放行"


def _of_lines(lines: Sequence[Line]) -> Iterator[Marking]:
    """Marks with ★, anywhere; they fill a line, or what stands apart on it."""
    for line in lines:
        if "密" in line.text and any(star in line.text for star in "★☆✭✮✯⭐＊*"):
            yield from _starred(line.text, line.page)


def _of_heads(lines: Sequence[Line]) -> Iterator[Marking]:
    """Marks of the first lines that are told by where they stand, and the fields of tables."""
    head = list(islice(((_squeezed(x.text), x) for x in lines if x.text.strip()), _HEAD_LINES))
    for i, (text, line) in enumerate(head):
        before = head[i - 1][0] if i else ""
        after = head[i + 1][0] if i + 1 < len(head) else ""
        if _INTERNAL.match(text):
            yield Marking(Secrecy.INTERNAL, text, line.page)
        if "密" not in text:
            continue
        found = _ALONE.match(text) or _BEHIND_TITLE.search(text)
        if found is None and (line.kind is not LineKind.TEXT or "密级" in text or "等级" in text):
            found = _FIELD.search(re.sub(r"[^\S\t]+", "", line.text).strip("\t"))
        if found is not None and not _LEADS_ON.search(before) and not _is_title_going_on(found, after):
            yield _marking(found, line.page)
        elif _FIELD_NAME.match(text) and (value := _ALONE.match(after)):
            yield _marking(value, line.page)


def _is_title_going_on(found: re.Match[str], after: str) -> bool:
    return found.re is _ALONE and found["mark"] == found["level"] and _GOES_ON.match(after) is not None


def _around_the_text(dropped: Sequence[DroppedText]) -> Iterator[Marking]:
    """Running heads, stamps and watermarks, which are left out of the text."""
    for one in dropped:
        if ("密" not in one.text and "内部" not in one.text) or not _AROUND_THE_TEXT.search(one.reason):
            continue
        for part in one.text.split("\n"):
            yield from _starred(part, one.page)
            squeezed = _squeezed(part)
            if found := _ALONE.match(squeezed):
                yield _marking(found, one.page)
            elif _INTERNAL.match(squeezed):
                yield Marking(Secrecy.INTERNAL, squeezed, one.page)


def _of_fields(documents: Sequence[PolicyDocument]) -> Iterator[Marking]:
    """The element 密级 of the heads of all documents of a file."""
    for document in documents:
        if (evidence := document.evidence.get("secrecy")) is None:
            continue
        text, (start, end) = _squeezed(evidence.text), evidence.span
        if (secrecy := _LEVELS.get(text)) is None:
            yield Marking(Secrecy.INTERNAL, text, evidence.page)
        elif (period := document.evidence.get("secrecy_period")) is not None:
            yield Marking(secrecy, f"{text}★{_squeezed(period.text)}", evidence.page)
        elif not _LEADS_ON.search(document.text[:start].rstrip()) and not _GOES_ON.match(document.text[end:].lstrip()):
            yield Marking(secrecy, text, evidence.page)


def _starred(text: str, page: int | None) -> Iterator[Marking]:
    for part in (text, *_APART.split(text)):
        squeezed = _squeezed(part)
        if (found := _STARRED.match(squeezed)) and not _DECLASSIFIED.search(squeezed):
            yield _marking(found, page)
            return


def _marking(found: re.Match[str], page: int | None) -> Marking:
    return Marking(_LEVELS[found["level"]], found["mark"].replace("\t", ""), page)


def _squeezed(text: str) -> str:
    return "".join(text.split())
