"""Real documents, where they lie beside the checkout: nothing lost, nothing twice, formats told by content."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import FileFormat, LineKind, SourceText, printed_length
from tests.ingest.real_documents import FOLDERS, source_of

FILES = sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir())
READ_BY_OCR = {".png"}

pytestmark = pytest.mark.skipif(not FILES, reason="no real documents beside the checkout")


def find(name: str) -> Path:
    return next(path for path in FILES if path.name == name)


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, marks=[pytest.mark.slow] if p.suffix in READ_BY_OCR else [], id=p.name) for p in FILES],
)
def test_every_character_is_in_a_line_or_dropped_by_name(path: Path) -> None:
    source = source_of(path)
    kept = sum(printed_length(line.text) for line in source.lines)
    assert kept + sum(printed_length(d.text) for d in source.dropped) == source.characters
    assert all(line.text.strip() and "\n" not in line.text for line in source.lines)
    assert all(d.reason and d.text.strip() for d in source.dropped)
    if path.suffix in (".txt", ".md"):
        raw = path.read_text(encoding="utf-8-sig")
        assert source.characters == printed_length(raw)


def squeezed(source: SourceText) -> str:
    return "".join("".join(line.text.split()) for line in source.lines if line.kind is not LineKind.METADATA)


@pytest.mark.skipif(not (FOLDERS[1] / "govdoc-cn-397.pdf").exists(), reason="the PDF is not there")
def test_the_text_of_a_typeset_notice_is_that_of_its_data_set() -> None:
    read = squeezed(source_of(find("govdoc-cn-397.pdf")))
    gold = "".join(find("govdoc-cn-397.gold.txt").read_text(encoding="utf-8").split())
    # The data set ends its headings with 。 where the page ends the line, and so prints nothing there.
    assert read.replace("。", "") == gold.replace("。", "")


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".html"], ids=lambda p: p.name)
def test_pages_of_a_government_site_give_metadata_and_text_alone(path: Path) -> None:
    source = source_of(path)
    labels = [line.label for line in source.lines if line.kind is LineKind.METADATA]
    assert labels == ["索引号", "主题分类", "发文机关", "成文日期", "标题", "发文字号", "发布日期"]
    assert source.format is FileFormat.HTML
    assert "扫一扫" not in squeezed(source)
