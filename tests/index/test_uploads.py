import subprocess
import sys
from pathlib import Path

import pytest

from index import uploads
from index.library import Library
from index.update import ingest_paths
from index.uploads import is_upload, keep_upload, plain_name
from ingest.errors import RefusedFileError


def test_a_file_is_kept_whole_under_its_own_name(tmp_path: Path) -> None:
    place = keep_upload(tmp_path, "关于慰问的通知.docx", b"content")
    assert place == tmp_path / "uploads" / "关于慰问的通知.docx"
    assert place.read_bytes() == b"content"
    assert is_upload(tmp_path, place)
    assert not is_upload(tmp_path, tmp_path / "别处.txt")


def test_the_same_content_is_kept_once_and_another_of_that_name_beside_it(tmp_path: Path) -> None:
    first, again, other = (keep_upload(tmp_path, "通知.txt", content) for content in (b"1", b"1", b"2"))
    assert first == again
    assert other.name == "通知（2）.txt"
    assert sorted(p.name for p in (tmp_path / "uploads").iterdir()) == ["通知.txt", "通知（2）.txt"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\公文\\通知.doc", "通知.doc"),
        (".隐藏.txt", "隐藏.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ('a<b>|"c?.txt', "abc.txt"),
        ("\udcff通知.txt", "通知.txt"),
        ("..", "未命名"),
        ("", "未命名"),
    ],
)
def test_a_name_never_leads_elsewhere(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_an_endless_name_is_shortened_and_keeps_its_ending(tmp_path: Path) -> None:
    place = keep_upload(tmp_path, "通" * 300 + ".pdf", b"x")
    assert place.suffix == ".pdf"
    assert len(place.name.encode()) < 255


def test_what_is_too_large_is_refused_with_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 2 << 20)
    with pytest.raises(RefusedFileError, match=r"大\.pdf：文件太大（3 MB，最多 2 MB）"):
        keep_upload(tmp_path, "大.pdf", bytes(3 << 20))
    assert not (tmp_path / "uploads").exists()


def test_uploads_are_not_taken_for_gone_when_the_folder_around_the_library_is_read(tmp_path: Path) -> None:
    library = tmp_path / "公文" / "库"
    uploaded = keep_upload(library, "通知.txt", "关于慰问的通知\n一、范围。每年两次。\n".encode())
    ingest_paths([uploaded], library, embed=False)
    (tmp_path / "公文" / "别的.txt").write_text("关于参观的通知\n一、时间。四月。\n", encoding="utf-8")
    assert ingest_paths([tmp_path / "公文"], library, embed=False).removed == 0
    with Library.open(library) as opened:
        assert len(opened.documents()) == 2


KEEPING = """
import sys, time
from pathlib import Path
from index.uploads import keep_upload
library, mine = Path(sys.argv[1]), sys.argv[2]
(library / f"ready {mine}").touch()
while not (library / "begin").exists():
    time.sleep(0.0005)
for number in range(60):
    content = f"{mine} {number}".encode()
    place = keep_upload(library, "通知.txt", content)
    assert place.read_bytes() == content, place
    assert keep_upload(library, "附件.txt", b"the same").name == "附件.txt"
"""


def test_two_programs_that_keep_files_of_one_name_lose_none(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    programs = [
        subprocess.Popen([sys.executable, "-c", KEEPING, str(tmp_path), mine], cwd=root, stderr=subprocess.PIPE)
        for mine in "甲乙"
    ]
    while not all((tmp_path / f"ready {mine}").exists() for mine in "甲乙"):
        assert all(program.poll() is None for program in programs)
    (tmp_path / "begin").touch()
    for program in programs:
        _, said = program.communicate(timeout=60)
        assert program.returncode == 0, said.decode()
    kept = sorted(place.read_text() for place in (tmp_path / "uploads").glob("通知*"))
    assert kept == sorted(f"{mine} {number}" for mine in "甲乙" for number in range(60))
    assert len(list((tmp_path / "uploads").iterdir())) == 121, "nothing is left lying beside them"
