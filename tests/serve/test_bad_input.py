"""What people really hand in: each bad file is named with its remedy, the rest of the run goes on."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from typer.testing import CliRunner, Result

from index import lexical
from index.library import Library
from index.model import FileReport
from index.parsing import parse_file
from index.update import ingest_paths
from index.write_lock import WriteLock
from ingest.errors import IndexBuildError
from ingest.model import ParsedFile
from serve.cli import app
from tests.qa.notices import written

ROOT = Path(__file__).resolve().parents[2]
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = 3  # notices in the folder beside the bad ones
QUESTION = "离退休党支部书记补贴多少元？"


@dataclass(frozen=True, slots=True)
class Made:
    """A library made of a folder, and what ingest printed of it."""

    folder: Path
    library: Path
    files: Mapping[str, Mapping[str, Any]]  # by name


@pytest.fixture(autouse=True)
def words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_MODEL", "none")
    monkeypatch.delenv("JUDIAN_LIBRARY", raising=False)


def judian(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run the command in this process; anything but an orderly exit fails the test."""
    done = CliRunner(env={"COLUMNS": "100"}).invoke(app, [str(a) for a in arguments], input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def made_folder(parent: Path) -> Path:
    folder = parent / "in"
    folder.mkdir()
    return folder


def ingested(folder: Path, library: Path, *more: Path) -> dict[str, dict[str, Any]]:
    done = judian("ingest", folder, *more, "--library", library, "--json")
    assert done.exit_code == 0, done.stderr
    return {Path(file["file"]).name: file for file in json.loads(done.stdout)["files"]}


def pdf(path: Path, *, password: str | None = None, text: str = "", is_scan: bool = False) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption(password, ownerPassword="owner") if password else None)
    if text:
        canvas.drawString(72, 720, text)
    if is_scan:
        from PIL import Image

        canvas.drawInlineImage(Image.new("L", (60, 80), 128), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()


def docx(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)


def sparse(path: Path, head: bytes, megabytes: int) -> None:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(megabytes << 20)


def damaged_pdf(path: Path) -> None:
    pdf(path, text="A page of a notice, cut off in download.")
    path.write_bytes(path.read_bytes()[:-60])


# name, how it is made, the outcome, what is said
BAD: list[tuple[str, Callable[[Path], object], str, str]] = [
    ("空.txt", lambda p: p.write_bytes(b""), "failed", "空文件"),
    ("空白.txt", lambda p: p.write_bytes(b" \r\n\t\n"), "failed", "只有空白"),
    ("全角空白.txt", lambda p: p.write_text("　\n\u200b\n", encoding="utf-8"), "failed", "没有可读"),
    ("密码.pdf", lambda p: pdf(p, password="secret", text="locked"), "failed", "打开密码"),
    ("截断.pdf", damaged_pdf, "failed", "不完整"),
    ("坏.pdf", lambda p: p.write_bytes(b"%PDF-1.4\n\xff\xfe\x00junk\n%%EOF\n"), "failed", "损坏"),
    ("扫描.pdf", lambda p: pdf(p, is_scan=True), "failed", "没有认出文字"),
    ("其实是旧版.docx", lambda p: p.write_bytes(OLE2), "failed", r"扩展名是 .docx，内容却是旧版.*另存为 docx"),
    (
        "加密.docx",
        lambda p: p.write_bytes(OLE2 + "EncryptedPackage\0".encode("utf-16-le")),
        "failed",
        "打开密码",
    ),
    ("空压缩.docx", docx, "failed", "压缩包"),
    ("无正文.docx", lambda p: docx(p, styles="<a/>"), "failed", "缺少正文"),
    ("截断.docx", lambda p: p.write_bytes(b"PK\x03\x04" + bytes(200)), "failed", "不完整"),
    ("三百兆.txt", lambda p: sparse(p, "通知".encode(), 300), "refused", "300 MB.*上限"),
    ("三百兆.pdf", lambda p: sparse(p, b"%PDF-1.4\n", 300), "refused", "300 MB.*上限"),
    ("随机.txt", lambda p: p.write_bytes(bytes(range(1, 256)) * 20), "failed", "不是文字文件|无法解码"),
    ("图.png", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99)), "failed", "图片打不开"),
    ("断.txt", lambda p: p.symlink_to("没有.txt"), "failed", "指向的文件不存在"),
    ("环.txt", lambda p: p.symlink_to("环.txt"), "refused", "循环"),
    ("圈", lambda p: p.symlink_to("."), "refused", "循环"),
    ("管.txt", os.mkfifo if hasattr(os, "mkfifo") else lambda p: p.symlink_to(os.devnull), "refused", "不是普通文件"),
    ("设备.txt", lambda p: p.symlink_to(os.devnull), "refused", "不是普通文件"),
]
COPIES = [
    ("仪征 副本.txt", "仪征.txt", "refused", r"内容和 .*仪征.*txt 完全相同。.*只入库一次"),
    ("又一空.txt", "空.txt", "failed", r"内容和 .*空.txt 完全相同，结果也一样：是空文件"),
    ("旧版.doc", "其实是旧版.docx", "failed", r"内容和 .* 完全相同，结果也一样：.*另存为 docx"),
]
STRANGE_NAMES = ["名 字.txt", "长" * 80 + ".txt", "x" * 200 + ".txt", "[bold]'\"%#.txt", "换\n行.txt"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One run over three good notices, every bad file and every strange name."""
    folder = tmp_path_factory.mktemp("各种文件")
    written(folder)
    for name, make, _, _ in BAD:
        make(folder / name)
    for name, original, _, _ in COPIES:
        shutil.copy(folder / original, folder / name)
    for number, name in enumerate(STRANGE_NAMES):
        (folder / name).write_text(f"关于第{number}件事的通知\n一、要求\n做好第{number}件事。\n", encoding="utf-8")
    library = tmp_path_factory.mktemp("库") / "资料 库"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUDIAN_MODEL", "none")
        return Made(folder, library, ingested(folder, library))


@pytest.fixture
def library(made: Made, tmp_path: Path) -> Path:
    """A copy to be broken."""
    return Path(shutil.copytree(made.library, tmp_path / "库"))


@pytest.mark.parametrize(("name", "outcome", "told"), [(n, o, t) for n, _, o, t in BAD], ids=[b[0] for b in BAD])
def test_a_bad_file_is_listed_by_name_with_its_remedy(made: Made, name: str, outcome: str, told: str) -> None:
    file = made.files[name]
    assert (file["outcome"], file["documents"], file["clauses"]) == (outcome, 0, 0)
    assert re.search(told, file["error"])
    assert_names_and_mends(file["error"], name)


@pytest.mark.parametrize(("one", "other", "outcome", "told"), COPIES)
def test_a_copy_says_what_became_of_its_original(made: Made, one: str, other: str, outcome: str, told: str) -> None:
    # Whichever name sorts first is the original.
    copy = next(file for name in (one, other) if "完全相同" in ((file := made.files[name])["error"] or ""))
    assert copy["outcome"] == outcome
    assert re.search(told, copy["error"])
    assert_names_and_mends(copy["error"], Path(copy["file"]).name)


def assert_names_and_mends(error: str, name: str) -> None:
    """It begins with the file, ends a sentence, and says what to do."""
    place, _, rest = error.partition("：")
    assert Path(place).name == name
    assert rest.endswith("。")
    assert re.search("请|不必", rest)


def test_the_rest_of_the_run_goes_on(made: Made) -> None:
    assert sum(file["outcome"] == "added" for file in made.files.values()) == GOOD + len(STRANGE_NAMES)
    for name in STRANGE_NAMES:
        assert (made.files[name]["outcome"], made.files[name]["clauses"]) == ("added", 1)
    answer = json.loads(judian("ask", QUESTION, "--library", made.library, "--json").stdout)
    assert "260元" in answer["findings"][0]["quote"]


def test_a_second_run_says_the_same_and_reads_nothing_anew(made: Made, library: Path) -> None:
    again = ingested(made.folder, library)
    assert again.keys() == made.files.keys()
    for name, file in again.items():
        expected = {**made.files[name]}
        if expected["outcome"] == "added":
            expected["outcome"] = "unchanged"
        assert file == expected


@pytest.mark.parametrize("name", [b[0] for b in BAD])
def test_inspect_of_a_bad_file_exits_with_one_and_names_it(made: Made, name: str) -> None:
    done = judian("inspect", made.folder / name, "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{name}：" in done.stderr
    assert "请" in done.stderr


@pytest.mark.parametrize("text", ["好\n", "关于做好某项工作的通知\n", "— 1 —\n— 2 —\n"])
def test_a_file_without_a_clause_comes_in_and_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "没有条款.txt"
    path.write_text(text, encoding="utf-8")
    file = ingested(path, tmp_path / "库")[path.name]
    assert (file["outcome"], file["clauses"], file["coverage"]) == ("added", 0, 1.0)
    assert any("未读出任何条款" in warning for warning in file["warnings"])


@pytest.mark.skipif(sys.platform != "linux", reason="only here may a file name be any bytes")
def test_names_that_are_not_utf_8_are_told_and_the_others_come_in(tmp_path: Path) -> None:
    folder, library = made_folder(tmp_path), tmp_path / "库"
    written(folder)
    bad_name = os.fsdecode("文件".encode("gb18030"))
    (folder / bad_name).write_text("关于一事的通知\n一、要求\n做好。\n", encoding="utf-8")
    (folder / f"{bad_name}夹").mkdir()
    (folder / f"{bad_name}夹" / "甲.txt").write_text("关于二事的通知\n一、要求\n做好。\n", encoding="utf-8")
    files = ingested(folder, library)
    assert sum(file["outcome"] == "added" for file in files.values()) == GOOD
    errors = [file["error"] for file in files.values() if file["outcome"] == "failed"]
    assert len(errors) == 2
    assert all("UTF-8" in error and "改名" in error for error in errors)
    done = judian("ingest", folder, "--library", tmp_path / bad_name)
    assert done.exit_code == 1
    assert "UTF-8" in done.stderr


def test_a_file_that_vanishes_after_it_was_listed_fails_by_name(tmp_path: Path) -> None:
    written(folder := made_folder(tmp_path))

    def vanishing(path: Path) -> ParsedFile:
        if path.name == "丽水.txt":
            path.unlink()
        return parse_file(path)

    report = ingest_paths([folder], tmp_path / "库", embed=False, parse=vanishing, workers=1)
    errors: list[FileReport] = [file for file in report.files if file.error]
    assert len(report.files) == GOOD
    assert [Path(file.file).name for file in errors] == ["丽水.txt"]
    assert "不存在" in (errors[0].error or "")


# Runs the command as someone whom the mode bits keep out, which they do not keep root.
_WITHOUT_PRIVILEGE = """
import ctypes, sys
if not __import__("os").geteuid():
    # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: out of the effective set of this process and of what it starts.
    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]
    class Sets(ctypes.Structure):
        _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]
    libc, header, sets = ctypes.CDLL(None), Header(0x20080522, 0), (Sets * 2)()
    assert not libc.capget(ctypes.byref(header), ctypes.byref(sets))
    sets[0].effective &= ~6
    sets[0].permitted &= ~6
    assert not libc.capset(ctypes.byref(header), ctypes.byref(sets))
from serve.cli import main
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="takes Linux's way to lay privilege down")
def test_locked_files_and_folders_are_listed_and_the_rest_comes_in(tmp_path: Path) -> None:
    folder, library = made_folder(tmp_path), tmp_path / "库"
    written(folder)
    (folder / "密.txt").write_text("关于一事的通知\n一、要求\n做好。\n", encoding="utf-8")
    (folder / "锁").mkdir()
    (folder / "锁" / "内.txt").write_text("关于二事的通知\n一、要求\n做好。\n", encoding="utf-8")
    (folder / "密.txt").chmod(0)
    (folder / "锁").chmod(0)
    try:
        done = subprocess.run(
            [
                *(sys.executable, "-c", _WITHOUT_PRIVILEGE, "ingest", folder, folder / "锁" / "内.txt"),
                *("--library", library, "--json"),
            ],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )
    finally:
        (folder / "锁").chmod(0o700)
    assert done.returncode == 0, done.stderr
    files = {Path(file["file"]).name: file for file in json.loads(done.stdout)["files"]}
    assert [files[name]["outcome"] for name in ("仪征.txt", "密.txt", "锁", "内.txt")] == ["added", *["failed"] * 3]
    for name in ("密.txt", "锁", "内.txt"):
        assert "没有权限" in files[name]["error"]
        assert_names_and_mends(files[name]["error"], name)


# The library itself.


def spoil_database(library: Path) -> None:
    for name in ("library.db-wal", "library.db-shm"):
        (library / name).unlink(missing_ok=True)
    (library / "library.db").write_bytes(b"no database" * 1000)


def cut_database(library: Path) -> None:
    for name in ("library.db-wal", "library.db-shm"):
        (library / name).unlink(missing_ok=True)
    os.truncate(library / "library.db", 20_000)


def newer_tables(library: Path) -> None:
    connection = sqlite3.connect(library / "library.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def in_the_place_of_a_file(library: Path) -> None:
    shutil.rmtree(library)
    library.write_text("一个文件", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoil_database, "损坏.*请移走"),
        (cut_database, "损坏.*请移走"),
        (newer_tables, "较新.*请升级"),
        (in_the_place_of_a_file, "是一个文件.*--library"),
    ],
)
def test_a_library_that_cannot_be_used_is_told(
    made: Made, library: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(library)
    for command in (("ask", QUESTION), ("search", QUESTION), ("ingest", made.folder / "仪征.txt")):
        done = judian(*command, "--library", library, "--json")
        assert (done.exit_code, done.stdout) == (1, "")
        assert re.search(told, done.stderr)


def remove_words(library: Path) -> None:
    shutil.rmtree(library / "lexical")


def spoil_words(library: Path) -> None:
    for path in (library / "lexical").iterdir():
        path.write_bytes(b"rubbish")


def spoil_segments(library: Path) -> None:
    for path in (library / "lexical").iterdir():
        if path.suffix in (".idx", ".term", ".store", ".fast"):
            os.truncate(path, 5)


@pytest.mark.parametrize("spoil", [remove_words, spoil_words, spoil_segments])
def test_a_broken_index_is_made_again_from_the_library_and_it_is_said(
    library: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(library)
    first = json.loads(judian("ask", QUESTION, "--library", library, "--json").stdout)
    assert "260元" in first["findings"][0]["quote"]
    assert any("补齐" in note for note in first["notes"])
    second = json.loads(judian("ask", QUESTION, "--library", library, "--json").stdout)
    assert not any("补齐" in note for note in second["notes"])


@pytest.mark.parametrize("spoil", [remove_words, None])
def test_words_that_cannot_be_repaired_are_told_and_never_taken_for_silence(
    library: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None] | None
) -> None:
    def full_disk(*_: object) -> None:
        raise IndexBuildError(library / "lexical", "词语索引写入失败（磁盘已满）", "请检查磁盘空间后重新运行")

    with Library.open(library) as opened:
        opened.remove_files([])  # a new generation: the index is stale
    if spoil is not None:
        spoil(library)
    monkeypatch.setattr(lexical, "catch_up", full_disk)
    done = judian("ask", QUESTION, "--library", library, "--json")
    assert "磁盘已满" in done.stderr
    if spoil is not None:
        assert (done.exit_code, done.stdout) == (1, "")
    else:
        assert "260元" in json.loads(done.stdout)["findings"][0]["quote"]


def test_a_second_ingest_is_turned_away_and_readers_are_not(made: Made, library: Path) -> None:
    with Library.open(library), WriteLock(library):
        done = judian("ingest", made.folder / "仪征.txt", "--library", library)
        assert done.exit_code == 1
        assert f"进程 {os.getpid()}" in done.stderr
        assert judian("ask", QUESTION, "--library", library).exit_code == 0


# Questions.


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("question", ["", " \n\u3000"])
def test_no_question_is_told(made: Made, command: str, question: str) -> None:
    done = judian(command, question, "--library", made.library, "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "请写出" in done.stderr


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    "question",
    [
        "？！，。",
        "😀🎉",
        "' OR 1=1; DROP TABLE documents;--",
        'AND OR NOT * : " ( ) )',
        "title:补贴 AND (书记",
        "补贴~2^3 [a TO b]",
        "补\n贴\x01\x00",
        "第号〔〕",
        "*",
    ],
)
def test_any_question_gets_one_object_and_no_failure(made: Made, command: str, question: str) -> None:
    done = judian(command, question, "--library", made.library, "--json")
    assert done.exit_code == 0
    json.loads(done.stdout)


def test_a_question_of_ten_thousand_characters_is_answered(made: Made) -> None:
    done = judian("ask", "党支部书记补贴" * 1430, "--library", made.library, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["outcome"] in ("answered", "not_found")


def test_a_place_that_is_nowhere_has_no_answer(made: Made) -> None:
    done = judian("ask", QUESTION, "--region", "火星", "--library", made.library, "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert (answer["outcome"], answer["findings"], answer["silent"]) == ("not_found", [], [])
    assert (
        json.loads(judian("search", "补贴", "--region", "火星", "--library", made.library, "--json").stdout)["total"]
        == 0
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "问", "--as-of", "2021-13-45"),
        ("ask", "问", "--year", "去年"),
        ("ingest",),
        ("search", "问", "--batch", "-"),
    ],
)
def test_wrong_usage_exits_with_two_and_prints_nothing(arguments: tuple[str, ...]) -> None:
    done = judian(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_batch_with_a_mark_blank_lines_and_crlf_gives_one_object_a_line(
    made: Made, tmp_path: Path, command: str
) -> None:
    path = tmp_path / "问 题.txt"
    path.write_bytes("\ufeff书记补贴\r\n\r\n  \r\n火源\n".encode() + b"\xff\xfe\n" + "最后".encode())
    key = "question" if command == "ask" else "query"
    for source, stdin in ((path, None), ("-", path.read_bytes())):
        done = judian(command, "--batch", source, "--json-lines", "--library", made.library, stdin=stdin)
        assert done.exit_code == 0
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert [line.get(key, line.get("question")) for line in lines][:4] == ["书记补贴", "", "", "火源"]
        assert ["error" in line for line in lines] == [False, True, True, False, False, False]


@pytest.mark.parametrize("name", ["没有.txt", "."])
def test_a_batch_that_cannot_be_read_is_named(made: Made, tmp_path: Path, name: str) -> None:
    done = judian("ask", "--batch", tmp_path / name, "--library", made.library)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{tmp_path / name}：" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe closed early is told otherwise there")
def test_output_that_nobody_reads_to_its_end_is_no_failure(made: Made, tmp_path: Path) -> None:
    questions = tmp_path / "q.txt"
    questions.write_text("书记补贴\n" * 400, encoding="utf-8")  # more than a pipe holds
    process = subprocess.Popen(
        [sys.executable, "-m", "serve.cli", "search", "--batch", questions, "--library", made.library],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        json.loads(process.stdout.readline())
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.wait(60) == 0


# The shapes of docs/contract.md, written out from the agreed page; what is added since must be named there.

INTERPRETATION = "document_numbers regions years terms"
QUANTITY = "clause_id text subject operator value upper unit per span"
CLAUSE = "clause_id path marker heading text span page boxes level kind"
DOCUMENT = (
    "document_id title document_number issuing_authorities addressees copied_to document_type region level dated_on "
    "printed_on effective_on expires_on status wraps evidence references clauses quantities"
)


def assert_keys(value: Mapping[str, object], agreed: str) -> None:
    assert set(agreed.split()) <= value.keys()
    named = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    assert [key for key in value if f'"{key}"' not in named] == []


def test_ingest_prints_the_agreed_keys(made: Made, library: Path) -> None:
    done = judian("ingest", made.folder, "--library", library, "--json")
    report = json.loads(done.stdout)
    assert_keys(report, "library added updated unchanged removed failed seconds files")
    for file in report["files"]:
        assert_keys(file, "file outcome documents clauses coverage warnings error")
    outcomes = [file["outcome"] for file in report["files"]]
    for outcome in ("added", "updated", "unchanged", "failed", "refused"):
        assert report[outcome] == outcomes.count(outcome)


def test_ask_and_search_print_the_agreed_keys(made: Made) -> None:
    for question in (QUESTION, "宇航员的护理费是多少元"):
        answer = json.loads(judian("ask", question, "--library", made.library, "--json").stdout)
        assert_keys(
            answer,
            "question interpretation outcome answer statements findings silent nearest why_not milliseconds",
        )
        assert_keys(answer["interpretation"], f"{INTERPRETATION} asks_for")
        for finding in answer["findings"]:
            assert_keys(finding, "document_id file region clause_id path citation quote span quantities status")
        for statement in answer["statements"]:
            assert_keys(statement, "text citations")
        for silent in answer["silent"]:
            assert_keys(silent, "document_id region title")
    found = json.loads(judian("search", "书记补贴", "--library", made.library, "--json").stdout)
    assert_keys(found, "query interpretation total results milliseconds")
    assert_keys(found["interpretation"], INTERPRETATION)
    for result in found["results"]:
        assert_keys(
            result, "rank clause_id document_id file path text score lexical_rank dense_rank citation highlights"
        )


def test_inspect_prints_the_agreed_keys_spans_that_point_home_and_sums_that_agree(made: Made) -> None:
    for name in ("仪征.txt", "丽水.txt", "山东.txt"):
        parsed = json.loads(judian("inspect", made.folder / name, "--json").stdout)
        assert_keys(parsed, "file format pages documents coverage warnings")
        for document in parsed["documents"]:
            assert_keys(document, DOCUMENT)
            for evidence in document["evidence"].values():
                assert_keys(evidence, "text span page")
            for reference in document["references"]:
                assert_keys(reference, "relation title document_number span clause_id")
            for quantity in document["quantities"]:
                assert_keys(quantity, QUANTITY)
            starts = [clause["span"][0] for clause in document["clauses"]]
            assert starts == sorted(starts)
            for clause in document["clauses"]:
                assert_keys(clause, CLAUSE)
                start, end = clause["span"]
                assert parsed["text"][start:end] == clause["text"]
        coverage = parsed["coverage"]
        assert_keys(coverage, "characters in_clauses in_fields dropped")
        dropped = sum(len("".join(piece["text"].split())) for piece in coverage["dropped"])
        assert coverage["in_clauses"] + coverage["in_fields"] + dropped == coverage["characters"]
        assert coverage["characters"] == len("".join(parsed["text"].split())) + sum(
            len("".join(piece["text"].split())) for piece in coverage["dropped"] if piece["text"] not in parsed["text"]
        )


def test_ids_are_the_same_from_inspect_and_the_library_also_of_a_moved_file(made: Made, tmp_path: Path) -> None:
    folder, library = made_folder(tmp_path), tmp_path / "库"
    path = Path(shutil.copy(made.folder / "仪征.txt", folder / "甲.txt"))

    def ids_in_library() -> list[str]:
        with Library.open(library) as opened:
            return [stored.clause.clause_id for stored in opened.clauses(opened.clause_rows())]

    inspected = json.loads(judian("inspect", path, "--json").stdout)
    ids = [clause["clause_id"] for document in inspected["documents"] for clause in document["clauses"]]
    assert len(set(ids)) == len(ids) > 5
    assert ingested(folder, library)["甲.txt"]["outcome"] == "added"
    assert ids_in_library() == ids
    (folder / "深").mkdir()
    path.rename(folder / "深" / "乙.txt")
    assert ingested(folder, library)["乙.txt"]["outcome"] == "unchanged"
    assert ids_in_library() == ids
    shutil.rmtree(library)
    ingested(folder, library)
    assert ids_in_library() == ids
