"""Embedders: order, batches, length, and the choice of a model by its setting."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from index import bundled_model
from index.bundled_model import bundled_model_folder
from index.embedding import (
    CutTexts,
    Embedder,
    OnnxEmbedder,
    SentenceTransformersEmbedder,
    _prompts_of,
    cut_texts,
    load_embedder,
)
from index.models_carried import export_model
from index.packed_weights import sha256_of
from ingest.errors import ModelError
from tests.index.packed_file import HIDDEN, write_packed_file

SENTENCES = (Path(__file__).parent / "notice_sentences.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def small_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnnxEmbedder:
    """A very small bundled model, in a cache of its own."""
    packed = tmp_path / "packed.bin"
    write_packed_file(packed)
    monkeypatch.setenv("JUDIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(bundled_model, "_packed_file", lambda: packed)
    monkeypatch.setattr(bundled_model, "SOURCE_SHA256", sha256_of(packed))
    return OnnxEmbedder(bundled_model_folder())


def varied_texts(count: int) -> list[str]:
    return ["老干部党支部。" * (1 + (i * 7) % 40) + str(i) for i in range(count)]


def test_vectors_come_in_the_order_of_the_texts_whatever_the_batches(
    small_model: OnnxEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = varied_texts(50)
    alone = np.vstack([small_model.embed_passages([text]) for text in texts])
    monkeypatch.setattr(OnnxEmbedder, "TOKENS_PER_BATCH", 100)
    monkeypatch.setattr(OnnxEmbedder, "TEXTS_PER_SORT", 20)
    together = small_model.embed_passages(texts)
    assert together.shape == (50, HIDDEN) and together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.abs(together - alone).max() < 1e-4


def test_batches_keep_to_the_budget_and_hold_texts_of_like_length(small_model: OnnxEmbedder) -> None:
    lengths = [(i * 37) % 500 + 3 for i in range(400)]
    batches = list(small_model._batches(lengths))
    assert sorted(i for batch in batches for i in batch) == list(range(400))
    padded = [max(lengths[i] for i in batch) * len(batch) for batch in batches]
    assert max(padded) <= small_model.TOKENS_PER_BATCH
    assert sum(padded) < 1.02 * sum(lengths)


def test_progress_counts_every_text_to_the_end(small_model: OnnxEmbedder) -> None:
    seen: list[int] = []
    small_model.embed_passages(varied_texts(120), seen.append)
    assert seen == sorted(seen) and seen[-1] == 120 and len(seen) > 3


def test_interrupted_embedding_leaves_the_model_usable(small_model: OnnxEmbedder) -> None:
    texts = varied_texts(120)
    before = small_model.embed_passages(texts)

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small_model.embed_passages(texts, interrupt)
    assert np.array_equal(small_model.embed_passages(texts), before)


def test_no_texts_give_no_vectors_and_an_empty_text_gives_one(small_model: OnnxEmbedder) -> None:
    assert small_model.embed_passages([]).shape == (0, HIDDEN)
    assert small_model.embed_queries([]).shape == (0, HIDDEN)
    assert np.isfinite(small_model.embed_passages(["", " \n"])).all()


def test_text_past_512_tokens_is_cut(small_model: OnnxEmbedder) -> None:
    long = "老" * 600
    assert len(small_model.token_ids(long)) == 512
    assert np.array_equal(small_model.embed_passages([long]), small_model.embed_passages([long + "党支部。" * 50]))


def test_texts_longer_than_the_model_reads_are_counted(small_model: OnnxEmbedder) -> None:
    small_model.embed_passages(["老干部。", "老" * 600, "党支部。" * 300])
    small_model.embed_queries(["老" * 600])
    counted = cut_texts(small_model)
    assert counted is not None and (counted.count, counted.max_tokens) == (2, 512)


def test_questions_and_passages_are_told_apart(small_model: OnnxEmbedder) -> None:
    assert not np.allclose(small_model.embed_queries(["党支部"]), small_model.embed_passages(["党支部"]))


def test_setting_names_the_model(small_model: OnnxEmbedder, tmp_path: Path) -> None:
    assert load_embedder("none") is None
    bundled: Embedder | None = load_embedder("bundled")
    exported = load_embedder(str(export_model(tmp_path / "exported")))
    assert bundled is not None and exported is not None
    assert bundled.fingerprint == exported.fingerprint and bundled.dimension == HIDDEN


def test_incomplete_folder_is_named(small_model: OnnxEmbedder, tmp_path: Path) -> None:
    exported = export_model(tmp_path / "exported")
    (exported / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match="exported：模型文件夹不完整"):
        load_embedder(str(exported))


@pytest.mark.parametrize("setting", ["./no/such/folder", "/no/such/folder", "~/no-such-folder", r"D:\no\such"])
def test_missing_folder_is_not_taken_for_a_name(setting: str) -> None:
    with pytest.raises(ModelError, match="没有这个模型文件夹"):
        load_embedder(setting)


def test_missing_extra_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"BAAI/bge-small-zh-v1\.5.*judian\[models\]"):
        load_embedder("BAAI/bge-small-zh-v1.5")


@pytest.mark.parametrize(
    ("model", "settings", "expected"),
    [
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("BAAI/bge-large-zh-v1.5", {}, ("为这个句子生成表示以用于检索相关文章：", "")),
        ("BAAI/bge-m3", {"query": "", "document": ""}, ("", "")),
        (
            "/home/li/.cache/hub/models--BAAI--bge-small-zh-v1.5/snapshots/79e1",
            {},
            ("为这个句子生成表示以用于检索相关文章：", ""),
        ),
        ("any", {"query": "Q:", "document": "", "passage": "P:"}, ("Q:", "P:")),
    ],
)
def test_prompts_are_the_models_own_or_those_of_its_card(
    model: str, settings: dict[str, str], expected: tuple[str, str]
) -> None:
    assert _prompts_of(model, settings) == expected


@pytest.mark.slow
def test_bundled_model_finds_the_clause_that_answers() -> None:
    embedder = load_embedder()
    assert embedder is not None and embedder.dimension == 384
    likeness = embedder.embed_passages(SENTENCES) @ embedder.embed_queries(["党支部书记每月补贴多少钱"])[0]
    allowance = next(i for i, text in enumerate(SENTENCES) if "工作补贴不低于二百元" in text)
    assert allowance in np.argsort(-likeness)[:3]


@pytest.mark.models
@pytest.mark.slow
def test_sentence_transformers_gives_the_same_vectors_from_the_same_folder() -> None:
    pytest.importorskip("sentence_transformers")
    folder = bundled_model_folder()
    light, full = OnnxEmbedder(folder), SentenceTransformersEmbedder(str(folder))
    texts = [*SENTENCES, "各地要加强组织领导，落实工作责任。" * 80]  # the last is cut at 512 tokens by both
    seen: list[int] = []
    for ours, theirs in (
        (light.embed_passages(texts), full.embed_passages(texts, seen.append)),
        (light.embed_queries(texts), full.embed_queries(texts)),
    ):
        assert (ours * theirs).sum(axis=1).min() >= 0.995
        assert (ours * theirs).sum(axis=1).mean() >= 0.998
    assert seen[-1] == len(texts)
    assert cut_texts(light) == cut_texts(full) == CutTexts(512, 1)
    assert full.fingerprint != light.fingerprint and full.dimension == light.dimension
    # What other programs of that family call gives these vectors too.
    assert np.abs(full._model.encode_document(SENTENCES[:3]) - full.embed_passages(SENTENCES[:3])).max() < 1e-5


@pytest.mark.models
@pytest.mark.slow
def test_sentence_transformers_vectors_are_those_of_the_float_weights() -> None:
    pytest.importorskip("sentence_transformers")
    from tests.index.reference_encoder import ReferenceEncoder

    folder = bundled_model_folder()
    light, reference = OnnxEmbedder(folder), ReferenceEncoder(folder)
    expected = reference.embed([light.token_ids(f"passage: {text}") for text in SENTENCES])
    assert (SentenceTransformersEmbedder(str(folder)).embed_passages(SENTENCES) * expected).sum(1).min() > 0.9999


@pytest.mark.models
@pytest.mark.slow
def test_another_model_has_another_fingerprint(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    from safetensors.numpy import load_file, save_file

    exported = export_model(tmp_path / "tuned")
    before = SentenceTransformersEmbedder(str(exported)).fingerprint
    assert SentenceTransformersEmbedder(str(exported)).fingerprint == before
    weights = load_file(exported / "model.safetensors")
    weights["encoder.layer.11.output.dense.weight"] = weights["encoder.layer.11.output.dense.weight"] * np.float32(1.01)
    save_file(weights, exported / "model.safetensors", metadata={"format": "pt"})
    assert SentenceTransformersEmbedder(str(exported)).fingerprint != before
