"""Texts to vectors: the bundled model on onnxruntime, any sentence-transformers model, or none."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bundled_model import (
    MAX_TOKENS,
    STAMP_FILE,
    bundled_model_folder,
    encoder_file,
    fingerprint_of,
    imported_models_folder,
    is_complete,
    is_plain_name,
)
from index.cores import available_cores
from ingest.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding

log = logging.getLogger(__name__)

# Half of a pair, as a damaged file or question may have it; the tokenizer takes only what can be written as UTF-8.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
BUNDLED, NO_MODEL = "bundled", "none"

Vectors = NDArray[np.float32]  # [texts, dimension], each row of length 1
Progress = Callable[[int], None]  # told how many texts are done


class Embedder(Protocol):
    """What turns texts into vectors whose inner product is their likeness."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its version; vectors of different fingerprints are never compared."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of texts that are to be found, in the order given; `progress` hears the number done so far."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, in the order given."""


def load_embedder(model: str = BUNDLED) -> Embedder | None:
    """The embedder that a setting names; None for "none". Raises ModelError.

    "bundled" is the model that comes with the program; anything else is the name of an imported model, a folder, or the
    name of a sentence-transformers model. A folder exported from the bundled model needs no extra.
    """
    if model == NO_MODEL:
        return None
    if model == BUNDLED:
        return OnnxEmbedder(bundled_model_folder())
    imported = imported_models_folder() / model
    folder = imported if is_plain_name(model) and imported.is_dir() else Path(model).expanduser()
    if (folder / STAMP_FILE).is_file():
        return OnnxEmbedder(folder)
    return SentenceTransformersEmbedder(str(imported) if folder == imported else model)


@dataclass(slots=True)
class CutTexts:
    """How many passages were longer than a model reads: their vectors stand for the beginning alone."""

    max_tokens: int
    count: int = 0


def cut_texts(embedder: Embedder) -> CutTexts | None:
    """What an embedder has cut so far; None where it does not count."""
    found = getattr(embedder, "cut", None)
    return found if isinstance(found, CutTexts) else None


class OnnxEmbedder:
    """The bundled model's 8-bit encoder. Texts are cut at 512 tokens, about 700 Chinese characters."""

    # Tokens in one run, padding included: few enough that what a layer makes of them stays in a core's caches.
    TOKENS_PER_BATCH = 512
    # Texts that are sorted by length together. More would save next to no padding, and hold more tokens in memory.
    TEXTS_PER_SORT = 4096

    def __init__(self, folder: Path) -> None:
        if not is_complete(folder):
            raise ModelError(folder, "模型文件夹不完整", "请重新导出或重新拷贝这个文件夹")
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a run, and as many runs at once as there are cores: threads that share a run wait for each other
        # at every step, in a loop that burns the time of whatever else the computer is doing.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # The graph is written with fused operators, so there is little to optimise and much time to save.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        try:
            self._session = onnxruntime.InferenceSession(
                str(encoder_file(folder)), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as problem:  # both raise bare types of their own
            raise ModelError(
                folder, f"模型无法载入（{problem}）", "请删除这个文件夹后重试；若是导出的模型，请重新导出"
            ) from problem
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self.cut = CutTexts(MAX_TOKENS)
        self._fingerprint = fingerprint_of(folder)
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._dimension, self._padding = int(settings["hidden_size"]), int(settings["pad_token_id"])
        prompts = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
        self._query_prompt, self._passage_prompt = prompts["query"], prompts["passage"]

    @property
    def fingerprint(self) -> str:
        """Names the model and its version."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, in the order given; `progress` hears the number done so far."""
        return self._embed(self._passage_prompt, texts, progress)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, in the order given."""
        return self._embed(self._query_prompt, texts, None)

    def token_ids(self, text: str) -> list[int]:
        """The ids the encoder sees for a text, <s> and </s> included, without a prompt."""
        return list(self._tokenizer.encode(text).ids)

    def _embed(self, prompt: str, texts: Sequence[str], progress: Progress | None) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), np.float32)
        done = 0
        for start in range(0, len(texts), self.TEXTS_PER_SORT):
            # Stripped like sentence-transformers does, so that the two give the same vectors.
            prompted = [(prompt + text).strip() for text in texts[start : start + self.TEXTS_PER_SORT]]
            # One by one: the library's own threads would gain little here, and must not be alive when a process forks.
            encodings = [self._tokenizer.encode(_HALF_CHARACTER.sub("\ufffd", text)) for text in prompted]
            if prompt == self._passage_prompt:
                self.cut.count += sum(bool(encoding.overflowing) for encoding in encodings)
            with closing(self._run_all(encodings)) as runs:
                for batch, embedded in runs:
                    vectors[[start + i for i in batch]] = embedded
                    done += len(batch)
                    if progress is not None:
                        progress(done)
        return vectors

    def _run_all(self, encodings: Sequence[Encoding]) -> Generator[tuple[list[int], Vectors]]:
        """Batches of positions with their vectors, as they come off the cores."""
        batches = list(self._batches([len(encoding) for encoding in encodings]))
        if len(batches) == 1:
            yield batches[0], self._run([encodings[i] for i in batches[0]])
            return
        with ThreadPoolExecutor(available_cores(), thread_name_prefix="embed") as cores:
            runs = {cores.submit(self._run, [encodings[i] for i in batch]): batch for batch in batches}
            try:
                for run in as_completed(runs):
                    yield runs[run], run.result()
            finally:  # interrupted: what has not begun is dropped, what runs ends within a fraction of a second
                cores.shutdown(cancel_futures=True)

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """Positions of texts of about the same length, as many as fit into the budget of tokens; longest first."""
        batch: list[int] = []
        for i in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
            if batch and (len(batch) + 1) * lengths[batch[0]] > self.TOKENS_PER_BATCH:
                yield batch
                batch = []
            batch.append(i)
        if batch:
            yield batch

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        width = max(len(encoding) for encoding in encodings)
        ids = np.full((len(encodings), width), self._padding, np.int64)
        mask = np.zeros((len(encodings), width), np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        (vectors,) = self._session.run(["sentence_embedding"], {"input_ids": ids, "attention_mask": mask})
        embedded: Vectors = vectors
        return embedded


class SentenceTransformersEmbedder:
    """Any sentence-transformers model, by name or folder; needs the extra `judian[models]`."""

    TEXTS_PER_CALL = 256  # between two reports of progress

    def __init__(self, model: str) -> None:
        folder = Path(model).expanduser()
        if not folder.exists() and (folder.is_absolute() or model.startswith(("~", ".")) or "\\" in model):
            raise ModelError(model, "没有这个模型文件夹", "请检查 JUDIAN_MODEL 指定的路径")
        try:
            import sentence_transformers  # noqa: F401
        except ImportError as problem:
            raise ModelError(
                model,
                "使用这个模型需要 sentence-transformers，本机没有安装",
                "请执行 pip install 'judian[models]'，或去掉 JUDIAN_MODEL 改用内置模型",
            ) from problem
        try:
            self._model: Any = _load_folder(folder) if folder.is_dir() else _load_by_name(model)
        except Exception as problem:  # network, missing files and bad settings each raise types of their own
            raise ModelError(
                model,
                f"模型无法载入（{_first_line(problem)}）",
                "请检查模型名称或文件夹；按名称取用需要联网，没有网络时请在联网的电脑上用 judian model export 导出，拷来后用 judian model import 导入",
            ) from problem
        self._query_prompt, self._passage_prompt = _prompts_of(model, self._model.prompts)
        self.cut = CutTexts(int(self._model.max_seq_length or 0))
        self._fingerprint = _fingerprint_of_weights(self._model, (self._query_prompt, self._passage_prompt))
        self._dimension = len(self.embed_queries(["维"])[0])

    @property
    def fingerprint(self) -> str:
        """Names the model and its version, from its weights and settings."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of passages, in the order given; `progress` hears the number done so far."""
        vectors = np.empty((len(texts), self._dimension), np.float32)
        # The model sorts by length inside a call only; sorted over all, a call is of about one length.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), self.TEXTS_PER_CALL):
            chosen = order[start : start + self.TEXTS_PER_CALL]
            self.cut.count += self._count_longer([self._passage_prompt + texts[i] for i in chosen])
            vectors[chosen] = self._encode([texts[i] for i in chosen], self._passage_prompt)
            if progress is not None:
                progress(start + len(chosen))
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, in the order given."""
        if not texts:
            return np.empty((0, self._dimension), np.float32)
        return self._encode(list(texts), self._query_prompt)

    def _count_longer(self, texts: list[str]) -> int:
        """How many texts the model cuts. Only those are tokenised that have as many bytes as the model reads tokens."""
        limit = self.cut.max_tokens
        tokenizer = getattr(self._model, "tokenizer", None)
        if not limit or not callable(tokenizer):
            return 0
        long = [text.strip() for text in texts if len(text.encode()) + 2 > limit]
        return (
            sum(len(ids) > limit for ids in tokenizer(long, truncation=False, verbose=False)["input_ids"])
            if long
            else 0
        )

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        encoded = self._model.encode(
            texts, prompt=prompt, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(encoded, dtype=np.float32)


def _load_folder(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _load_by_name(name: str) -> Any:
    """The model of a name: from the local cache without a word to the network, else downloaded."""
    from huggingface_hub import HfApi
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception:
        log.info("%s is not in the local cache; asking the model site", name)
    HfApi().model_info(name, timeout=10)  # fails at once where the download would try again for a minute
    return SentenceTransformer(name, device="cpu")


# What the publishers' model cards ask to be put before questions and passages, for models whose own settings do not
# carry it. Longest name first.
_PUBLISHED_PROMPTS = (
    ("multilingual-e5-", "query: ", "passage: "),
    ("bge-small-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-base-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-large-zh", "为这个句子生成表示以用于检索相关文章：", ""),
)


def _prompts_of(model: str, settings: dict[str, str]) -> tuple[str, str]:
    """What goes before a question and before a passage: as the model's settings say, else as its card says."""
    query = settings.get("query", "")
    passage = next((settings[name] for name in ("passage", "document", "corpus") if settings.get(name)), "")
    if query or passage:
        return query, passage
    name = _published_name(model)
    if "instruct" not in name:
        for beginning, for_query, for_passage in _PUBLISHED_PROMPTS:
            if name.startswith(beginning):
                return for_query, for_passage
    return "", ""


# Where the local hub cache keeps a model: models--BAAI--bge-small-zh-v1.5/snapshots/7999e1d3…
_SNAPSHOT = re.compile(r"models--(?:.+--)?(?P<name>[^/\\]+?)[/\\]snapshots[/\\][0-9a-f]+[/\\]?$")


def _published_name(model: str) -> str:
    """The model's own name in small letters, also from a folder of the local hub cache."""
    snapshot = _SNAPSHOT.search(model)
    return (snapshot["name"] if snapshot else Path(model).name).lower()


def _fingerprint_of_weights(model: Any, prompts: tuple[str, str]) -> str:
    """Made from the modules, the prompts and a sample of every weight, so that the same name retrained differs.

    Nothing of it depends on how a version of sentence-transformers prints itself: an upgrade embeds nothing anew.
    """
    modules = [(type(module).__name__, _pooling_of(module)) for module in model]
    digest = hashlib.sha256(repr((modules, model.max_seq_length, prompts)).encode())
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().reshape(-1)
        sample = flat[:: max(1, len(flat) // 1024)].float().cpu().numpy()
        digest.update(repr((name, tuple(tensor.shape))).encode() + sample.tobytes())
    return f"st-{digest.hexdigest()[:16]}"


def _pooling_of(module: Any) -> str:
    mode = getattr(module, "get_pooling_mode_str", None)
    return str(mode()) if callable(mode) else ""


def _first_line(problem: Exception) -> str:
    return (str(problem) or type(problem).__name__).strip().splitlines()[0][:200]
