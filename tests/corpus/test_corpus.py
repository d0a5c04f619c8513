"""The digests of corpus/: in step with their sources, in our own words, laid out so that the program reads them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from corpus.make.__main__ import made_files
from corpus.make.source import MARK, BlockKind, Digest, Rank, read_digests
from index.discovery import discover
from ingest.documents import parse_file
from ingest.model import ClauseKind, ParsedFile
from ingest.readers import read_source

ROOT = Path(__file__).resolve().parents[2]
NOTICES = ROOT / "corpus"
SOURCES = ROOT / "corpus" / "make" / "sources"
ORIGINALS = ROOT.parent / "shared" / "originals"
DIGESTS = {digest.file: digest for digest in read_digests(SOURCES)}
MANIFEST = [json.loads(row) for row in (ROOT / "corpus" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]

LONGEST_RUN = 15  # characters of running text that a digest may share with an original


@cache
def made() -> dict[str, bytes]:
    return made_files()


@cache
def parsed(file: str) -> ParsedFile:
    return parse_file(NOTICES / file)


def squeezed(text: str) -> str:
    """Without white space and with one form of each stop, so that only words count."""
    text = re.sub(r"[\s#*]", "", text)
    return text.translate(str.maketrans(",:;()．", "，：；（）."))


def clauses_printed(digest: Digest) -> list[str]:
    """Numbered headings of a digest, in order."""
    headings = []
    for block in digest.blocks:
        for paragraph in block.paragraphs if block.kind is BlockKind.TEXT else ():
            if paragraph.rank in (Rank.PART, Rank.SECTION, Rank.POINT):
                headings.append(squeezed(paragraph.printed).partition("。")[0])
    return headings


def notices() -> list[Path]:
    return [ROOT / row["file"] for row in MANIFEST]


def test_manifest_and_maker_name_the_same_files() -> None:
    assert {row["file"] for row in MANIFEST} == {name for name in made() if name != "corpus/manifest.jsonl"}
    assert all(row["kind"] == "摘编" for row in MANIFEST)


def test_ingest_of_the_folder_takes_the_notices_and_nothing_else(tmp_path: Path) -> None:
    assert {Path(facts.file) for facts in discover([NOTICES], tmp_path).files} == set(notices())


def test_at_least_four_formats_and_each_is_what_its_name_says() -> None:
    formats = {path.suffix[1:]: read_source(path).format.value for path in notices()}
    assert len(formats) >= 4
    assert all(suffix == found for suffix, found in formats.items())


def test_made_twice_gives_the_same_bytes() -> None:
    assert made_files() == made()


@pytest.mark.parametrize("name", sorted(made()), ids=lambda name: Path(name).stem)
def test_committed_file_is_what_its_source_makes(name: str) -> None:
    """What is printed is compared: other versions of the writers may pack the same words otherwise."""
    committed = (ROOT / name).read_bytes()
    assert printed(name, committed) == printed(name, made()[name]), "run: python -m corpus.make"


def printed(name: str, content: bytes) -> object:
    if name.endswith(".pdf"):
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return [page.extract_text() for page in pdf.pages]
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            texts = package.read("word/document.xml").decode(), package.read("word/numbering.xml").decode()
        return [re.findall(r"<w:(?:t|numId|lvlText)\b[^>]*>[^<]*", text) for text in texts]
    return content


@pytest.mark.parametrize("digest", DIGESTS.values(), ids=lambda digest: Path(digest.file).stem)
def test_no_run_of_an_original_stands_in_a_digest(digest: Digest) -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("the originals are not beside this checkout")
    originals = [squeezed(path.read_text(encoding="utf-8")) for path in sorted(ORIGINALS.glob("*.txt"))]
    for block in digest.blocks:
        if block.kind is not BlockKind.TEXT:
            continue
        for paragraph in block.paragraphs:
            text = squeezed(paragraph.printed)
            if paragraph.rank is Rank.PART:
                continue  # headings are facts
            if paragraph.rank is not Rank.PLAIN:
                text = text.partition("。")[2]
            for piece in own_words(text):
                for start in range(len(piece) - LONGEST_RUN):
                    run = piece[start : start + LONGEST_RUN + 1]
                    assert not any(run in original for original in originals), run


def own_words(text: str) -> list[str]:
    """The text without titles, short coined terms, numbers of documents and lists of bodies, which are facts."""
    return re.split(r"《[^》]*》|“[^”]{1,16}”|[一-龥]+〔\d+〕\d+号|（责任单位：[^）]*）", text)


@pytest.mark.parametrize("digest", DIGESTS.values(), ids=lambda digest: Path(digest.file).stem)
def test_headings_are_those_of_the_original(digest: Digest) -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("the originals are not beside this checkout")
    text = "".join(squeezed(path.read_text(encoding="utf-8")) for path in sorted(ORIGINALS.glob("*.txt")))
    assert [heading for heading in clauses_printed(digest) if heading not in text] == []


@pytest.mark.parametrize("file", sorted(DIGESTS))
def test_every_digest_says_at_its_head_that_it_is_one(file: str) -> None:
    source = read_source(NOTICES / file)
    head = "".join(line.text for line in source.lines[:8]) + "".join(dropped.text for dropped in source.dropped)
    assert MARK in head


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: Path(row["file"]).stem)
def test_masthead_reads_as_the_manifest_says(row: dict[str, str | None]) -> None:
    outer = parsed(Path(str(row["file"])).name).documents[0]
    assert outer.region == row["region"]
    assert outer.document_number == row["document_number"]
    assert "、".join(outer.issuing_authorities) == (row["issuer"] or "")
    dates = [day.isoformat() if day else None for day in (outer.dated_on, outer.printed_on)]
    assert dates == [row["dated_on"], row["printed_on"]]


@pytest.mark.parametrize("file", sorted(set(DIGESTS) - {"辽宁-老干部工作动态-2020年第7期.txt"}))
def test_title_reads_as_printed(file: str) -> None:
    title = parsed(file).documents[0].title or ""
    assert squeezed(title) == squeezed(DIGESTS[file].source_title)


@pytest.mark.parametrize("file", sorted(DIGESTS))
def test_clause_tree_is_the_one_that_was_laid_out(file: str) -> None:
    unnumbered = (ClauseKind.PREAMBLE, ClauseKind.SIGNATURE)
    clauses = [c for document in parsed(file).documents for c in document.clauses if c.kind not in unnumbered]
    assert [squeezed(c.path[-1]) for c in clauses] == clauses_printed(DIGESTS[file])


@pytest.mark.parametrize("file", sorted(DIGESTS))
def test_nothing_of_a_digest_is_lost(file: str) -> None:
    assert parsed(file).coverage.ratio == 1.0


def test_subsidy_is_set_in_yizheng_and_left_open_in_lishui() -> None:
    saying = {
        file: [c for d in parsed(file).documents for c in d.clauses if re.search("书记.{0,20}补贴", squeezed(c.text))]
        for file in DIGESTS
    }
    (yizheng,) = saying["仪征-离退休干部党建实施方案-2022.pdf"]
    (lishui,) = saying["丽水-离退休干部工作实施意见-2018.html"]
    assert "每月不低于300元" in squeezed(yizheng.text)
    assert yizheng.path == ("四、组织保障", "（四）加大保障力度")
    assert "给予适当补贴" in lishui.text and "元" not in lishui.text
    assert sum(map(len, saying.values())) == 2


def test_pdf_pages_show_their_text_with_the_fonts_they_carry() -> None:
    for path in NOTICES.glob("*.pdf"):
        with pdfplumber.open(path) as pdf:
            fonts = {character["fontname"].split("+")[-1] for page in pdf.pages for character in page.chars}
        assert fonts == {"NotoSerifCJKsc-Regular", "NotoSerifCJKsc-Bold"}
        assert path.read_bytes().count(b"/FontFile2") >= len(fonts)  # both embedded
        with pypdfium2.PdfDocument(path) as pdf:
            page = pdf[0].render(scale=0.5, grayscale=True).to_numpy()
        assert 0.01 < (page < 128).mean() < 0.5


def test_word_numbers_the_clauses_itself() -> None:
    with zipfile.ZipFile(NOTICES / "浙江-老干部工作要点-2020.docx") as package:
        text = package.read("word/document.xml").decode()
    assert "<w:numPr>" in text
    assert "一、发挥" not in text and "加强离退休干部政治建设、思想建设" in text
