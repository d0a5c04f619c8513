"""OFD that is damaged, hostile or large: read as far as it goes, or refused with a remedy."""

from __future__ import annotations

import random
import re
import tracemalloc
from pathlib import Path

import pytest

from ingest.errors import IngestError
from tests.ingest.ofd_reading import BODY, damaged, paragraphs, read, reasons, texts
from tests.maker.ofd import (
    LEFT,
    OfdBody,
    OfdPage,
    composite,
    ofd_file,
    ofd_package,
    ruling,
    table,
    text,
    zipped,
)


def test_page_that_is_missing_or_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    body = OfdBody([OfdPage(paragraphs(f"第{n}页的文字")) for n in "一二三"])
    for content, problem in ((None, "缺失"), (b"<ofd:Page", "损坏"), (b"\xff\xfe\x00", "损坏"), (b"", "损坏")):
        source = read(tmp_path, damaged(body, "Doc_0/Pages/Page_1/Content.xml", content))
        assert texts(source) == ["第一页的文字", "第三页的文字"]
        assert [line.page for line in source.lines] == [1, 3]
        assert any(w.startswith("第 2 页") and problem in w for w in source.warnings)


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml"])
def test_package_without_its_roots_is_refused_with_a_remedy(tmp_path: Path, part: str) -> None:
    body = OfdBody([OfdPage(paragraphs(BODY))])
    for content in (b"<broken", b"<ofd:OFD/>", b"\x00" * 100):
        with pytest.raises(IngestError, match="请"):
            read(tmp_path, damaged(body, part, content))


def test_truncated_package_is_refused_as_incomplete(tmp_path: Path) -> None:
    whole = ofd_file(paragraphs(BODY))
    for length in (len(whole) // 3, len(whole) - 10):
        with pytest.raises(IngestError, match=r"不完整|损坏"):
            read(tmp_path, whole[:length])


def test_numbers_that_are_none_do_not_lose_text(tmp_path: Path) -> None:
    page = paragraphs("甲处的文字", "乙处的文字")
    for bad in ("nan", "inf", "-1e999", "abc", "", "9" * 500):
        objects = [re.sub(r'(Boundary|Size|X|DeltaX)="[^"]*"', rf'\1="{bad}"', page[0]), page[1]]
        source = read(tmp_path, ofd_file(objects))
        everything = "".join(texts(source)) + "".join(reasons(source))
        assert sorted(everything) == sorted("甲处的文字乙处的文字")


def test_attribute_of_a_megabyte_is_read_in_time(tmp_path: Path) -> None:
    long_steps = text("很长的步长表", LEFT, 40).replace('DeltaX="', 'DeltaX="' + "5.6 " * 250_000)
    long_box = text("很长的外框", LEFT, 60).replace('Boundary="', 'Boundary="' + "1 " * 500_000)
    source = read(tmp_path, ofd_file([long_steps, long_box]))
    assert "很长的步长表" in texts(source)


def test_deep_nesting_is_named_not_crashed_on(tmp_path: Path) -> None:
    def nested(depth: int) -> str:
        return "<ofd:PageBlock>" * depth + text("深处的文字", LEFT, 60) + "</ofd:PageBlock>" * depth

    source = read(tmp_path, ofd_file([*paragraphs(BODY), nested(100)]))
    assert "嵌套" in reasons(source)["深处的文字"]
    source = read(tmp_path, ofd_file(paragraphs(BODY), [nested(100_000)]))
    assert texts(source) == [BODY]
    assert any(w.startswith("第 2 页") for w in source.warnings)


def test_signs_that_xml_forbids_do_not_lose_the_page(tmp_path: Path) -> None:
    page = ofd_package(OfdBody([OfdPage(paragraphs(BODY))]))["Doc_0/Pages/Page_0/Content.xml"]
    for sign in (b"\x07", b"&#1;", b"&#x1F;", b"\x00"):
        content = page.replace("单位".encode(), "单".encode() + sign + "位".encode())
        assert texts(read(tmp_path, damaged(OfdBody([OfdPage([])]), "Doc_0/Pages/Page_0/Content.xml", content))) == [
            BODY
        ]


def test_page_of_too_many_characters_is_named(tmp_path: Path) -> None:
    source = read(tmp_path, ofd_file([*paragraphs(BODY), text("字" * 300_000, LEFT, 100, steps=False)]))
    assert texts(source) == [BODY]
    assert "上限" in reasons(source)["字" * 300_000]


def test_entity_bomb_and_external_entity_are_not_followed(tmp_path: Path) -> None:
    body = OfdBody([OfdPage(paragraphs(BODY)), OfdPage(paragraphs(BODY))])
    bomb = b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Page><Content><Layer><TextObject><TextCode>&b;</TextCode></TextObject></Layer></Content></Page>'
    source = read(tmp_path, damaged(body, "Doc_0/Pages/Page_1/Content.xml", bomb))
    assert texts(source) == [BODY]
    assert any("不安全" in w for w in source.warnings)


def test_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    body = OfdBody([OfdPage(paragraphs(BODY)), OfdPage(paragraphs(BODY))])
    content = damaged(body, "Doc_0/Pages/Page_1/Content.xml", b"<Page>" + b" " * (60 << 20) + b"</Page>")
    assert len(content) < 1 << 20
    tracemalloc.start()
    source = read(tmp_path, content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20
    assert any("过大" in w for w in source.warnings)


def test_locked_package_says_that_it_is(tmp_path: Path) -> None:
    parts = ofd_package(OfdBody([OfdPage(paragraphs(BODY))]))
    parts["Doc_0/Pages/Page_0/Content.xml"] = bytes(range(256)) * 4
    parts["Encryptions.xml"] = b"<Encryptions/>"
    with pytest.raises(IngestError, match="加密"):
        read(tmp_path, zipped(parts))


def test_page_without_anything_is_an_error_of_the_file_alone(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="文字"):
        read(tmp_path, ofd_file([ruling(20, 30, 190, 30)]))
    assert texts(read(tmp_path, ofd_file([ruling(20, 30, 190, 30)], paragraphs(BODY)))) == [BODY]


def test_many_pages_are_read_one_at_a_time(tmp_path: Path) -> None:
    def pages(count: int) -> bytes:
        return ofd_file(*[paragraphs(*[f"第{n}页{BODY}"[:27]] * 20) for n in range(count)])

    peaks = []
    for count in (5, 20):
        content = pages(count)
        tracemalloc.start()
        source = read(tmp_path, content)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert source.pages == count
    assert (peaks[1] - peaks[0]) / 15 < 60_000  # bytes a page: its lines, not its characters


def test_mutated_files_are_read_without_loss_or_refused_with_a_remedy(tmp_path: Path) -> None:
    draw = random.Random(7)
    marks = f'<ofd:Annot ID="1" Type="Stamp"><ofd:Appearance Boundary="20 100 80 20">{text("收文", 0, 10)}</ofd:Appearance></ofd:Annot>'
    page = [
        *paragraphs(BODY, BODY),
        *table([["项目", "标准"], ["补贴", "300元"]], LEFT, 90, [40, 60]),
        composite("7", 20, 200),
    ]
    body = OfdBody(
        [OfdPage(page, ["5"], marks)] * 2,
        {"5": [text("市政府文件", 40, 30, 12)]},
        composites={"7": text("图元", 3, 10)},
    )
    whole = ofd_package(body)
    for _ in range(150):
        parts = dict(whole)
        for _ in range(draw.randint(1, 3)):
            name = draw.choice(sorted(parts))
            parts[name] = mutated(parts[name], draw)
        content = zipped(parts)
        if draw.random() < 0.3:
            content = mutated(content, draw)
        try:
            read(tmp_path, content)  # counts every character
        except IngestError as error:
            assert "读取时出错" not in error.problem, error
            assert error.remedy


def mutated(content: bytes, draw: random.Random) -> bytes:
    """Bits turned, a piece repeated or cut off, or a number that is none."""
    changed = bytearray(content)
    at = draw.randrange(len(changed) or 1)
    match draw.randrange(5):
        case 0:
            for _ in range(4):
                changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        case 1:
            changed[at:at] = changed[at : at + draw.randrange(200)] * draw.randint(1, 20)
        case 2:
            del changed[at:]
            changed += b" "
        case 3:
            del changed[at : at + draw.randrange(40)]
        case _:
            figures = list(re.finditer(rb"-?\d+\.?\d*", content))
            if figures:
                figure = draw.choice(figures)
                changed[figure.start() : figure.end()] = draw.choice(
                    [b"nan", b"-1", b"0", b"1e308", b"", b"999999999", b"x"]
                )
    return bytes(changed)
