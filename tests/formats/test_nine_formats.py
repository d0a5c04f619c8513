"""One notice in nine formats: the same tree, fields and quantities from each."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import FileFormat
from ingest.readers.word.libreoffice import find_libreoffice
from tests.formats.notice import ISSUER, NUMBER, TITLE
from tests.formats.reading import FORMATS, MADE_BY_LIBREOFFICE, Reading, read_notice, write_notice

# What is to be read, written down by hand: nine formats that are wrong alike would agree with each other too.
ANNEX = "附件 离退休干部党支部工作补贴发放细则"
TREE = [
    (("正文",), "preamble"),
    (("一、总体要求",), "clause"),
    (("二、主要任务",), "clause"),
    (("二、主要任务", "（一）落实工作经费"), "clause"),
    (("二、主要任务", "（一）落实工作经费", "1.工作经费用于学习教育、走访慰问和开展组织生活"), "clause"),
    (("二、主要任务", "（一）落实工作经费", "2.结余经费可以转入下一年度继续使用，转入比例不超过20%"), "clause"),
    (("二、主要任务", "（二）发放工作补贴"), "clause"),
    (("二、主要任务", "（三）加强教育培训"), "clause"),
    (("三、组织实施",), "clause"),
    (("落款",), "signature"),
    ((ANNEX,), "annex"),
    ((ANNEX, "一、发放范围"), "clause"),
    ((ANNEX, "二、发放程序"), "clause"),
    ((ANNEX, "二、发放程序", "（一）申报"), "clause"),
    ((ANNEX, "二、发放程序", "（二）审核"), "clause"),
]
FIELDS = {
    "title": TITLE,
    "document_number": NUMBER,
    "issuing_authorities": (ISSUER,),
    "signatories": ("李明",),
    "addressees": ("各镇（街道）党委（党工委）", "市直各部门党组（党委）"),
    "copied_to": ("市纪委", "市委组织部", "市财政局"),
    "document_type": "通知",
    "annexes": ("离退休干部党支部工作补贴发放细则",),
}
VALUES = [
    ("二/（一）", "ge", 3000, "元"), ("二/（一）", "ge", 50, "人"), ("二/（一）", "eq", 1000, "元"), ("二/（一）/2", "le", 20, "%"),
    ("二/（二）", "eq", 300, "元"), ("二/（二）", "eq", 200, "元"), ("二/（三）", "ge", 2, "次"), ("二/（三）", "ge", 3, "天"),
    ("三", "le", 10, "工作日"), ("三", "eq", 5, "年"), ("附件/一", "ge", 6, "个月"), ("附件/二/（二）", "le", 15, "工作日"),
]  # fmt: skip


@pytest.fixture(scope="module")
def from_word(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_notice(write_notice(tmp_path_factory.mktemp("word"), "docx"))[1]


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow if n in ("doc", "wps", "scan") else ()) for n in FORMATS]
)
def test_a_notice_reads_the_same_from_every_format(tmp_path: Path, name: str, from_word: Reading) -> None:
    if name in MADE_BY_LIBREOFFICE and find_libreoffice() is None:
        pytest.skip("LibreOffice 没有安装，不能制作和读取 .doc、.wps")
    parsed, found = read_notice(write_notice(tmp_path, name))
    assert parsed.format is FileFormat(name)
    assert parsed.coverage.ratio == 1.0
    assert found.tree == TREE
    assert [{key: fields[key] for key in FIELDS} for fields in found.fields] == [FIELDS]
    assert [(q[0], q[2], q[3], q[5]) for q in found.quantities] == VALUES
    # The rest is held to Word's reading.
    assert found.fields == from_word.fields
    assert found.quantities == from_word.quantities
    assert found.texts == from_word.texts
    assert found.subjects == from_word.subjects
