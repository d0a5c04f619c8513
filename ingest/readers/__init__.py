"""One reader per format: from a file to lines in reading order."""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ingest.errors import IngestError, RefusedFileError
from ingest.model import FileFormat, SourceText
from ingest.sniff import HEAD_LENGTH, Sniffed, sniff_binary, sniff_text

logger = logging.getLogger(__name__)

LARGEST_FILE = 200 << 20  # bytes; nobody issues a notice of this size, a scan or a film may have it
LARGEST_TEXT = 16 << 20  # bytes of a plain text, which is held in memory whole: ten thousand pages, read in 15 to 30 s


def read_source(path: Path) -> SourceText:
    """The lines of a file, whatever its format, and what was left out of them by name.

    Raises RefusedFileError for a file that is too large, IngestError for everything else that cannot be read.
    """
    try:
        source = _read(path)
    except IngestError:
        raise
    except OSError as error:
        raise _unopened(path, error) from error
    except RecursionError as error:  # frames in frames by the hundred: nobody writes them, a broken file may
        raise IngestError(
            path, "内容一层套一层，超出能读的深度，读不完整", "请打开文件，把内容复制到新文件中另存后再收入"
        ) from error
    except Exception as error:
        # A broken file must not end a run of thousands: whatever it upsets is named and passed on.
        logger.debug("reading %s failed", path, exc_info=True)
        problem = f"文件内容有误，读取时出错（{type(error).__name__}）"
        raise IngestError(path, problem, "请打开文件核对，另存后再收入") from error
    if not any(line.text.strip() for line in source.lines):
        raise IngestError(path, "没有可读的正文文字", "请确认文件内容完整；网页请在正文完全显示后再保存")
    return source


def _read(path: Path) -> SourceText:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IngestError(path, "是文件夹，不是文件", "请给出其中的文件，或把整个文件夹交给 judian ingest")
    if not stat.S_ISREG(status.st_mode):
        raise IngestError(path, "不是普通文件", "请从资料夹中移出")
    if status.st_size > LARGEST_FILE:
        raise _too_large(path, status.st_size, LARGEST_FILE)
    with path.open("rb") as file:
        head = file.read(HEAD_LENGTH)
    if not head:
        raise IngestError(path, "是空文件", "请确认文件已完整下载或保存")
    binary = sniff_binary(path, head)
    if binary is not None:
        return _binary_reader(binary)(path)
    if status.st_size > LARGEST_TEXT:
        raise _too_large(path, status.st_size, LARGEST_TEXT)
    data = path.read_bytes()
    if not data.strip(b"\x00\t\n\r\f\v "):
        raise IngestError(path, "只有空白，没有文字", "请确认文件已完整下载或保存")
    return _read_text(path, sniff_text(path, data))


def _read_text(path: Path, sniffed: Sniffed) -> SourceText:
    # Imported where needed: the parser of web pages need not load for a folder of plain texts.
    if sniffed.format is FileFormat.HTML:
        from ingest.readers.web.html import NestedTooDeepError, read_html

        try:
            return read_html(sniffed.text)
        except NestedTooDeepError as error:
            problem = "网页的标记一层套一层，超出能读的深度，读不完整"
            raise IngestError(path, problem, "请用浏览器打开，复制正文另存为 txt，或打印成 pdf") from error
    if sniffed.has_markdown:
        from ingest.readers.plain.markdown import read_markdown

        return read_markdown(sniffed.text, sniffed.format)
    from ingest.readers.plain.text import read_text

    return read_text(sniffed.text)


def _binary_reader(file_format: FileFormat) -> Callable[[Path], SourceText]:
    if file_format is FileFormat.PDF:
        from ingest.readers.pages.pdf import read_pdf

        return read_pdf
    if file_format is FileFormat.DOCX:
        from ingest.readers.word.docx import read_docx

        return read_docx
    if file_format in (FileFormat.DOC, FileFormat.WPS, FileFormat.RTF):
        from ingest.readers.word.office import read_office

        return partial(read_office, file_format=file_format)
    if file_format is FileFormat.IMAGE:
        from ingest.readers.scans.scan import read_image

        return read_image
    from ingest.readers.ofd.reader import read_ofd

    return read_ofd


def _too_large(path: Path, size: int, limit: int) -> RefusedFileError:
    return RefusedFileError(
        path,
        f"文件有 {size / (1 << 20):.0f} MB，超过 {limit >> 20} MB 的上限，未读取",
        "请拆分，或先压缩其中的图片再收入",
    )


def _unopened(path: Path, error: OSError) -> IngestError:
    if isinstance(error, PermissionError):
        return IngestError(path, "没有读取权限", "请让文件的主人放开读取权限，或复制一份再收入")
    if isinstance(error, FileNotFoundError):
        return IngestError(path, "文件不存在，可能已被移走或改名", "请核对路径后再收入")
    return IngestError(path, f"打不开（{error.strerror or type(error).__name__}）", "请核对文件是否完好、磁盘是否可读")
