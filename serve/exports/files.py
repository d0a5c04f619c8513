"""A file written whole or not at all, with errors that say what to do."""

from __future__ import annotations

import errno
import logging
from collections.abc import Sequence
from pathlib import Path

from index.whole_files import replace_whole
from ingest.errors import ExportError

logger = logging.getLogger(__name__)

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
}
_TRY_ELSEWHERE = "请换一个文件夹或文件名再导出"


def checked_ending(path: Path, known: Sequence[str]) -> str:
    """The ending of a name that can be written to, in small letters; ExportError before any work where it cannot."""
    ending = path.suffix.lower()
    if ending not in known:
        problem = f"不会写 {path.suffix} 文件" if path.suffix else "文件名没有后缀，看不出要哪种格式"
        raise ExportError(path, problem, f"请把后缀写成 {'、'.join(known)} 之一")
    _writable_place(path)
    return ending


def _writable_place(path: Path) -> Path:
    """The file that a name stands for; a link goes on pointing at it."""
    target = path.resolve()
    if target.is_dir():
        raise ExportError(path, "这是文件夹，不是文件", "请写明文件名")
    if not target.parent.is_dir():
        raise ExportError(path, f"文件夹 {target.parent} 不存在", "请先建好文件夹，或换一个位置")
    return target


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`: beside it first, then renamed, so that a stop in between leaves the old file as it was."""
    target = _writable_place(path)
    try:
        replace_whole(target, content, mode=0o666)
    except PermissionError as error:
        # Windows lets nobody rename over a file that another program has open.
        problem = "正被别的程序打开，或者没有写入的权限"
        raise ExportError(path, problem, "请先在 Excel、Word 或 WPS 里关闭它，或换一个位置") from error
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or "原因不明")
        raise ExportError(path, f"写不进去：{reason}", _TRY_ELSEWHERE) from error
    logger.info("wrote %s, %d bytes", target, len(content))
