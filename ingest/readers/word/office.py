"""Word 97 files (.doc, .wps) and RTF: turned into docx by LibreOffice, then read like any docx.

There is no reading without LibreOffice: the numbers of Word's lists (一、 （一）) are not in the text of these files, and a
reader of the text alone would lose the very headings that clauses are told by. What LibreOffice gives is held against
the characters of the file itself, so that what a conversion loses is named.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.errors import IngestError
from ingest.model import FileFormat, SourceText
from ingest.readers.word import rtf_text
from ingest.readers.word.compound_file import BrokenCompoundFileError, CompoundFile
from ingest.readers.word.docx import read_docx
from ingest.readers.word.docx_text import COMMENT, FOOTER, HEADER
from ingest.readers.word.libreoffice import ConversionError, convert_to_docx, find_libreoffice
from ingest.readers.word.numbering import SYMBOL_BULLETS
from ingest.readers.word.word97 import printed_characters, read_word_file

logger = logging.getLogger(__name__)

NAMES = {
    FileFormat.DOC: "旧版 Word 文件（.doc）",
    FileFormat.WPS: "WPS 文字文件（.wps）",
    FileFormat.RTF: "RTF 文件",
}
# What a converter may set anew, and the count of the file leaves out.
NOT_COUNTED = frozenset({HEADER, FOOTER, COMMENT})
SHOWN_IF_LOST = 12  # characters named in the warning


def read_office(path: Path, file_format: FileFormat) -> SourceText:
    """The text of a Word 97 or RTF file in printed order.

    Raises IngestError where the file is locked or broken, or where there is no LibreOffice.
    """
    content = path.read_bytes()
    warnings: tuple[str, ...] = ()
    if file_format is FileFormat.RTF:
        content = rtf_text.with_printed_numbers(content)
        counted = rtf_text.count_rtf(content)
        printed: Counter[str] | None = counted.printed
        if not counted.is_whole:
            warnings = ("文件没有正常结尾，可能不完整，请对照原件核对末尾",)
    else:
        printed = _printed_of_word_file(path, content, file_format)
    source = _held_against(_converted(path, content, file_format), printed)
    return replace(source, warnings=(*source.warnings, *warnings))


def _converted(path: Path, content: bytes, file_format: FileFormat) -> SourceText:
    what = _named(path, file_format)
    program = find_libreoffice()
    if program is None:
        remedy = "请安装 LibreOffice 后重新收入，或用 Word、WPS 打开，另存为 docx"
        raise IngestError(path, f"{what}，要借助 LibreOffice 读取，本机没有找到它", remedy)
    with TemporaryDirectory(prefix="judian-", ignore_cleanup_errors=True) as folder:
        try:
            converted = convert_to_docx(program, content, ".rtf" if file_format is FileFormat.RTF else ".doc", folder)
            return replace(read_docx(converted), format=file_format)
        except (ConversionError, IngestError) as error:
            logger.debug("converting %s", path, exc_info=True)
            reason = str(error) if isinstance(error, ConversionError) else error.problem
            problem = f"{what}，LibreOffice 没能读出（{reason}）"
            raise IngestError(path, problem, "请用 Word 或 WPS 打开核对，另存为 docx") from error


def _named(path: Path, file_format: FileFormat) -> str:
    suffix = path.suffix.lower()
    if suffix in (".doc", ".dot", ".wps", ".wpt", ".rtf", ""):
        return f"是{NAMES[file_format]}"
    return f"扩展名是 {suffix}，内容却是{NAMES[file_format]}"


def _printed_of_word_file(path: Path, content: bytes, file_format: FileFormat) -> Counter[str] | None:
    """The characters of a Word file; None where it does not tell. Raises IngestError for what must not be converted."""
    try:
        word = read_word_file(CompoundFile(content))
    except BrokenCompoundFileError as error:
        remedy = "请重新下载或复制该文件，或用 Word、WPS 打开修复，另存为 docx"
        raise IngestError(path, f"{_named(path, file_format)}，但已损坏或不完整", remedy) from error
    if word is None:
        problem = f"{_named(path, file_format)}，其中却没有 Word 正文"
        raise IngestError(path, problem, "请用创建它的软件打开，另存为 docx")
    if word.encrypted:
        raise IngestError(path, "文件设有打开密码，无法读取", "请用 Word 或 WPS 打开，取消密码后另存为 docx")
    return None if word.body is None else printed_characters(word.body)


def _held_against(source: SourceText, printed: Counter[str] | None) -> SourceText:
    """The source with what the file holds and the conversion lacks in its count and in a warning."""
    if printed is None:
        warning = "文件版本较早或结构特殊，无法核对转换后的字数，请对照原件"
        return replace(source, warnings=(*source.warnings, warning))
    lost = _as_they_look(printed) - Counter(_characters(source))
    # Word keeps a bracket where a character of a symbol font stands.
    lost.pop("(", None)
    if not lost:
        return source
    shown = "".join(sorted(lost, key=lambda c: (-lost[c], c))[:SHOWN_IF_LOST])
    warning = f"由 LibreOffice 转换后比原文件少 {lost.total()} 个字（如：{shown}），请对照原件核对"
    return replace(source, characters=source.characters + lost.total(), warnings=(*source.warnings, warning))


def _as_they_look(printed: Counter[str]) -> Counter[str]:
    """The same with the characters of symbol fonts as the reader of docx gives them."""
    seen: Counter[str] = Counter()
    for character, count in printed.items():
        seen[SYMBOL_BULLETS.get(character, character)] += count
    return seen


def _characters(source: SourceText) -> Iterable[str]:
    texts = [line.text for line in source.lines]
    texts += [d.text for d in source.dropped if d.reason not in NOT_COUNTED]
    return (character for text in texts for character in text if not character.isspace())
