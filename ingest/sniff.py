"""What a file is by its content, and its text where it is plain: names lie, bytes do not."""

from __future__ import annotations

import email
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path, PurePath

from ingest.errors import IngestError
from ingest.model import FileFormat

HEAD_LENGTH = 4096  # bytes that are enough to tell every format but the zip and OLE2 families apart

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # with files, and without
ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")

# Longest first: the UTF-32 mark begins with the UTF-16 one.
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})

# The opening of a web page, whatever stands in front of it.
#   matches   <!DOCTYPE html> | <html lang="zh-CN"> | <?xml version="1.0"?><html> | <!-- saved from url --><HTML>
#   rejects   印发<关于进一步…的意见> (angle brackets for 〈〉) | <p>第一条</p> inside Markdown
PAGE_OPENING = re.compile(r"(?is)\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b")
HTML_TAG = re.compile(r"(?i)</?(?:html|body|div|p|br|span|table|tr|td|li|ul|ol|h[1-6]|a|b|strong|font)\b[^<>]*>")

# Marks that only Markdown has; each line of it alone tells a .txt that came out of a converter.
#   matches   ## 一、总体要求 | **编辑：** | [第一条](#t1) | | --- | --- |
#   rejects   #话题# | **省**市 (names made unreadable) | ----- (a rule that plain text has as well)
_MARKDOWN_SIGNS = ("#", "**", "](", "---")  # each mark has one of these; most plain texts have none
MARKDOWN_MARK = re.compile(
    r"""(?mx)
      ^\#{1,6}[ \t]+\S
    | ^[ \t]*\*\*[^*\n]{2,}\*\*[ \t]*$
    | \*\*[^*\n]{2,40}[：:。]\*\*
    | \[[^\]\n]+\]\((?:https?://|\#|\.{0,2}/)[^)\n]*\)
    | ^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|(?:[ \t]*:?-{3,}:?[ \t]*\|?)+[ \t]*$
    """
)

# Source of documents that lost their beginning, by which they are told: read as text it would be passed off as a notice.
#   matches   12 0 obj | endstream | xref (alone on a line) | \'b9\'d8 | \u19968?\u12289? | \pard\qc
#   rejects   the endobj mark | C:\files
PDF_SOURCE = re.compile(
    r"(?m)^(?:\d{1,7} \d{1,5} obj\b|endobj|.*~>endstream|endstream|startxref|\d{10} \d{5} [nf])[ \t\r]*$"
)
RTF_SOURCE = re.compile(r"(?:\\'[0-9a-fA-F]{2}){2}|(?:\\u-?\d{4,5} ?\?){2}|\\pard?\b")
_MARKS_OF_SOURCE = 4


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A plain file: its format and its decoded text."""

    format: FileFormat
    text: str
    has_markdown: bool = False  # also true of a .txt that carries Markdown marks


def sniff_binary(source: Path, head: bytes) -> FileFormat | None:
    """The format of a file that is not plain text, from its first bytes; None means: decode it and look.

    Raises IngestError for the formats that are no notices or that cannot be read: archives, spreadsheets, locked files.
    """
    if b"%PDF-" in head[:1024] and (head.lstrip().startswith(b"%PDF-") or b"\x00" in head or not _is_utf8(head)):
        return FileFormat.PDF
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(source)
    if head.startswith(OLE2):
        return _sniff_ole2(source)
    if head.lstrip().startswith(b"{\\rtf"):
        return FileFormat.RTF
    if head.startswith(IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or _is_bitmap(head):
        return FileFormat.IMAGE
    if head.startswith((*ARCHIVES, ZIP[1])) or head[257:262] == b"ustar":
        raise IngestError(source, "这是压缩包，不是文件", "请先解压，再收入解压出的文件")
    return None


def sniff_text(source: PurePath, data: bytes) -> Sniffed:
    """The format and the text of a plain file; raises IngestError where the bytes are no text."""
    text = decode(source, data)
    _require_no_source(source, text)
    suffix = source.suffix.lower()
    head = text[:HEAD_LENGTH]
    if PAGE_OPENING.match(head):
        return Sniffed(FileFormat.HTML, text)
    if re.match(r"(?i)\s*(from:|mime-version:)", head) and "multipart/related" in head:
        return Sniffed(FileFormat.HTML, _page_of_archive(source, data))
    if head.lstrip().startswith("<?xml") and re.search(r"<(\w+:)?(wordDocument|package|document|UOF)\b", head):
        raise IngestError(source, "这是 XML 格式的文字处理文件，还不能读取", "请用 Word 或 WPS 打开后另存为 docx")
    if suffix in MARKDOWN_SUFFIXES:
        return Sniffed(FileFormat.MD, text, has_markdown=True)
    if _is_html_fragment(head, suffix):
        return Sniffed(FileFormat.HTML, text)
    marked = any(sign in text for sign in _MARKDOWN_SIGNS) and MARKDOWN_MARK.search(text) is not None
    return Sniffed(FileFormat.TXT, text, has_markdown=marked)


def _require_no_source(source: PurePath, text: str) -> None:
    """Raise IngestError for a document of another format that is told no more by how it begins."""
    for name, mark, rare in (("pdf", PDF_SOURCE, "endobj"), ("rtf", RTF_SOURCE, "\\")):
        if rare in text and sum(1 for _ in islice(mark.finditer(text), _MARKS_OF_SOURCE)) == _MARKS_OF_SOURCE:
            raise IngestError(source, f"是残缺的 {name} 文件，开头已丢失或损坏", "请重新下载或复制该文件")


def decode(source: PurePath, data: bytes) -> str:
    """The text of `data`, decoded strictly (UTF-8, GB18030, UTF-16, UTF-32; with or without a byte order mark)."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _damaged(source, encoding, error.start + len(mark)) from error
    if b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass  # an older Chinese encoding, a damaged file or no text at all
    encoding, share = _best_encoding(data)
    # UTF-8 is recognised by its form, the others only by how ordinary their characters are.
    if share < 0.6:
        raise IngestError(source, "不是文字文件，也不是认得的文档格式", "请确认文件没有损坏，或另存为 docx、pdf、txt")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(source, encoding, error.start) from error
    if text.count("\x00") > len(text) // 100:
        raise IngestError(source, "不是文字文件，也不是认得的文档格式", "请确认文件没有损坏，或另存为 docx、pdf、txt")
    return text


def _best_encoding(data: bytes) -> tuple[str, float]:
    """The encoding whose reading looks most like Chinese, and the share of ordinary characters in it (0..1)."""
    sample = data[: 2 * HEAD_LENGTH]
    shares = [
        (_ordinary_share(sample.decode(encoding, errors="replace")), encoding)
        for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
    ]
    share, encoding = max(shares, key=lambda pair: pair[0])  # of equals the first stands
    return encoding, share


def _ordinary_share(text: str) -> float:
    return sum(c in _ordinary_characters() for c in text) / max(len(text), 1)


@cache
def _ordinary_characters() -> frozenset[str]:
    """ASCII, Chinese punctuation and the 3,755 first-level characters of GB 2312, which are nearly all of any notice."""
    first_level = b"".join(bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    punctuation = "、。〈〉《》「」『』【】〔〕…—“”‘’·　！（），．０１２３４５６７８９：；？％①②③④⑤⑥⑦⑧⑨⑩"
    ascii_printed = "".join(map(chr, range(0x20, 0x7F)))
    return frozenset(first_level.decode("gb2312", errors="ignore") + punctuation + ascii_printed + "\n\r\t\f")


def _damaged(source: PurePath, encoding: str, position: int) -> IngestError:
    return IngestError(
        source,
        f"按 {encoding.upper()} 编码读到第 {position + 1} 个字节时无法解码，文件可能已损坏",
        "请用原来的编辑软件打开核对，另存为 UTF-8 编码的文本",
    )


def _page_of_archive(source: PurePath, data: bytes) -> str:
    """The page of a web archive (mht), which browsers and office systems also save under the name of a Word file."""
    for part in email.message_from_bytes(data).walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(page, bytes) and page.strip():
            declared = part.get_content_charset() or "utf-8"
            try:
                return page.decode("gb18030" if declared.startswith(("gb", "x-gbk")) else declared)
            except (UnicodeDecodeError, LookupError):
                return decode(source, page)
    raise IngestError(source, "这是网页归档（mht），其中没有网页正文", "请用浏览器打开后另存为 html")


def _is_html_fragment(head: str, suffix: str) -> bool:
    """Whether text without a page opening is HTML all the same: it must be full of tags, not merely hold one."""
    tags = HTML_TAG.findall(head)
    if suffix in HTML_SUFFIXES:
        return bool(tags)
    return len(tags) >= 4 and HTML_TAG.match(head.lstrip()) is not None


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character cut in two by the end of the sample
    return True


def _is_bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00"


def begins_like_zip(source: Path) -> bool:
    """Whether a file is packed as zip, be it an archive or a document."""
    with source.open("rb") as file:
        return file.read(4) in ZIP


def is_archive(source: Path) -> bool:
    """Whether a file is a zip archive of files, not a document that is packed as one; a broken one goes by its name."""
    if not begins_like_zip(source):
        return False
    try:
        _sniff_zip(source)
    except NotADocumentError:
        return True
    except BrokenPackageError:
        return source.suffix.lower() == ".zip"
    except IngestError:
        return False
    return False


class NotADocumentError(IngestError):
    """A zip file that holds files."""


class BrokenPackageError(IngestError):
    """A zip file that cannot be opened."""


def _sniff_zip(source: Path) -> FileFormat:
    try:
        with zipfile.ZipFile(source) as package:
            names = frozenset(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BrokenPackageError(
            source, "文件不完整，打不开（docx、ofd 等压缩格式的文件尾缺失或已损坏）", "请重新下载或复制该文件"
        ) from error
    if any(name.lstrip("/\\").lower() == "ofd.xml" for name in names):
        return FileFormat.OFD
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return FileFormat.DOCX
    if any(name.startswith("xl/") for name in names):
        raise IngestError(source, "这是 Excel 表格，还不能读取", "请把要用的内容另存为 docx 或 pdf")
    if any(name.startswith("ppt/") for name in names):
        raise IngestError(source, "这是演示文稿，还不能读取", "请另存为 pdf")
    if "content.xml" in names:
        raise IngestError(source, "这是 OpenDocument 或 UOF 文件，还不能读取", "请用 WPS 或 LibreOffice 另存为 docx")
    raise NotADocumentError(source, "这是压缩包，不是文件", "请先解压，再收入解压出的文件")


def _sniff_ole2(source: Path) -> FileFormat:
    """OLE2 is the container of Office before 2007 and of every locked Office file; its stream names tell which."""
    streams = _ole2_names(source)
    if "EncryptedPackage" in streams:
        raise IngestError(source, "文件设有打开密码，无法读取", "请用 Word 或 WPS 打开，取消密码后另存为 docx")
    if streams & {"Workbook", "Book"}:
        raise IngestError(source, "这是 Excel 表格，还不能读取", "请把要用的内容另存为 docx 或 pdf")
    if "PowerPoint Document" in streams:
        raise IngestError(source, "这是演示文稿，还不能读取", "请另存为 pdf")
    if "WordDocument" not in streams:
        raise IngestError(
            source,
            f"{_claimed(source)}旧版复合文档（OLE2），其中没有 Word 正文（hwp、msg、Works 和残缺的文件都是这样）",
            "请用创建它的软件打开核对，另存为 docx",
        )
    return FileFormat.WPS if source.suffix.lower() in (".wps", ".wpt") else FileFormat.DOC


def _claimed(source: PurePath) -> str:
    suffix = source.suffix.lower()
    return f"扩展名是 {suffix}，内容却是" if suffix else "这是"


def _ole2_names(source: Path) -> frozenset[str]:
    """Which of the telling stream names the file holds; looked for as bytes, so that a broken directory still speaks."""
    wanted = ("EncryptedPackage", "Workbook", "Book", "PowerPoint Document", "WordDocument")
    # A directory entry begins with its name, ended by a zero character.
    patterns = {name: (name + "\0").encode("utf-16-le") for name in wanted}
    found: set[str] = set()
    overlap = b""
    with source.open("rb") as file:
        while block := file.read(1 << 20):
            window = overlap + block
            found.update(name for name, pattern in patterns.items() if _entry_in(window, pattern))
            overlap = window[-256:]
    return frozenset(found)


def _entry_in(window: bytes, pattern: bytes) -> bool:
    """Whether `pattern` begins a name there, not ends a longer one (Workbook holds Book)."""
    at = window.find(pattern)
    while at >= 0:
        if at == 0 or window[max(at - 2, 0) : at] in (b"", b"\0\0", b"\xff\xff"):
            return True
        at = window.find(pattern, at + 2)
    return False
