"""A BERT encoder as an ONNX graph with 8-bit weights, made for onnxruntime on a CPU."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"  # onnxruntime's own operators
Weights = Mapping[str, NDArray[np.float32]]  # under the names of a Hugging Face BertModel

# Weights run from -63 to 63. Processors without VNNI add products of bytes in pairs, in 16 bits: 2 * 255 * 63 fits, one
# bit more would be cut off in silence, and the same text would have another vector on an older computer.
WEIGHT_STEPS = 63
ACTIVATION_STEPS = 127


@dataclass(frozen=True, slots=True)
class BertShape:
    """The sizes of an encoder."""

    hidden: int
    layers: int
    heads: int
    epsilon: float


@dataclass(slots=True)
class _Graph:
    """Nodes and constants, gathered in order."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes)  # type: ignore[arg-type]
        )
        return output


def int8_encoder(weights: Weights, shape: BertShape) -> onnx.ModelProto:
    """The encoder over `input_ids` and `attention_mask` (int64 [batch, tokens], padded at the end).

    Outputs: `last_hidden_state` float32 [batch, tokens, hidden] and `sentence_embedding` float32 [batch, hidden], the
    mean over the mask, of length 1. Weights are int8 with a scale for each output column; activations are cut to
    8 bits with a scale for each token, so that a text has the same vector whatever else is in its batch.
    The word embeddings are float16.
    """
    graph = _Graph()
    for name, value in (
        ("one", np.float32(1)),
        ("smallest", np.float32(1e-9)),
        ("steps", np.float32(1 / ACTIVATION_STEPS)),
    ):
        graph.constant(name, np.asarray(value))
    graph.constant("middle", np.asarray(np.uint8(128)))
    for name, number in (("last_axis", -1), ("axis_0", 0), ("axis_1", 1), ("axis_2", 2)):
        graph.constant(name, np.asarray([number], dtype=np.int64))

    hidden = _embed(graph, weights, shape)
    graph.node("Cast", ["attention_mask"], "mask_int32", to=TensorProto.INT32)
    graph.node("ReduceSum", ["mask_int32", "axis_1"], "lengths", keepdims=0)
    for layer in range(shape.layers):
        last = layer == shape.layers - 1
        hidden = _encode(graph, weights, shape, layer, hidden, "last_hidden_state" if last else f"layer.{layer}")
    _pool(graph, hidden)

    ids = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [
        helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", shape.hidden]),
        helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", shape.hidden]),
    ]
    return helper.make_model(
        helper.make_graph(graph.nodes, "encoder", ids, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=9,  # what onnxruntime 1.20 reads
        producer_name="judian",
    )


def _embed(graph: _Graph, weights: Weights, shape: BertShape) -> str:
    """Word, position and (the one and only) type embeddings, summed and normalised."""
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"].astype(np.float16))
    types = weights["embeddings.token_type_embeddings.weight"]
    positions = graph.constant("positions", weights["embeddings.position_embeddings.weight"] + types[0])
    graph.node("Gather", [words, "input_ids"], "word_float16")
    graph.node("Cast", ["word_float16"], "word", to=TensorProto.FLOAT)
    graph.node("Shape", ["input_ids"], "shape")
    graph.node("Slice", ["shape", "axis_1", "axis_2", "axis_0"], "tokens")
    graph.node("Slice", [positions, "axis_0", "tokens", "axis_0"], "position")
    graph.node("Add", ["word", "position"], "embedded")
    scale, shift = (
        graph.constant(f"embedded.{part}", weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias")
    )
    return graph.node(
        "LayerNormalization", ["embedded", scale, shift], "embedded.normal", axis=-1, epsilon=shape.epsilon
    )


def _encode(graph: _Graph, weights: Weights, shape: BertShape, layer: int, hidden: str, output: str) -> str:
    """One layer: attention, then the feed-forward pair, each added to its input and normalised."""
    prefix = f"encoder.layer.{layer}"
    attention = f"{prefix}.attention.self"
    biases = [weights[f"{attention}.{name}.bias"] for name in ("query", "key", "value")]
    quantised = _quantise(graph, hidden)
    projected = [_multiply(graph, weights, f"{attention}.{name}", quantised) for name in ("query", "key", "value")]
    context = graph.node(
        "MultiHeadAttention",
        [*projected, graph.constant(f"{attention}.bias", np.concatenate(biases)), "lengths"],
        f"{attention}.context",
        MICROSOFT,
        num_heads=shape.heads,
    )
    attended = _add_and_normalise(graph, weights, shape, f"{prefix}.attention.output", hidden, context)
    dense = f"{prefix}.intermediate.dense"
    inner = graph.node(
        "BiasGelu",
        [
            _multiply(graph, weights, dense, _quantise(graph, attended)),
            graph.constant(f"{dense}.bias", weights[f"{dense}.bias"]),
        ],
        f"{dense}.gelu",
        MICROSOFT,
    )
    return _add_and_normalise(graph, weights, shape, f"{prefix}.output", attended, inner, output)


def _quantise(graph: _Graph, x: str) -> tuple[str, str]:
    """`x` as uint8 around 128, and the size of a step: float32 [batch, tokens, 1]."""
    graph.node("Abs", [x], f"{x}.abs")
    graph.node("ReduceMax", [f"{x}.abs", "last_axis"], f"{x}.largest", keepdims=1)
    graph.node("Max", [f"{x}.largest", "smallest"], f"{x}.bound")
    graph.node("Mul", [f"{x}.bound", "steps"], f"{x}.step")
    graph.node("Div", [x, f"{x}.step"], f"{x}.stepped")
    return graph.node("QuantizeLinear", [f"{x}.stepped", "one", "middle"], f"{x}.uint8"), f"{x}.step"


def _multiply(graph: _Graph, weights: Weights, name: str, quantised: tuple[str, str]) -> str:
    """The product with a dense layer's weights, without its bias."""
    x, step = quantised
    weight = weights[f"{name}.weight"]  # [outputs, inputs]
    scales = np.maximum(np.abs(weight).max(axis=1), np.float32(1e-9)) / np.float32(WEIGHT_STEPS)
    whole = np.rint(weight / scales[:, None]).astype(np.int8)
    graph.node(
        "MatMulIntegerToFloat",
        [
            x,
            graph.constant(f"{name}.int8", whole.T),
            "one",
            graph.constant(f"{name}.scales", scales.astype(np.float32)),
            "middle",
        ],
        f"{name}.product",
        MICROSOFT,
    )
    return graph.node("Mul", [f"{name}.product", step], f"{name}.scaled")


def _add_and_normalise(
    graph: _Graph, weights: Weights, shape: BertShape, name: str, before: str, inner: str, output: str = ""
) -> str:
    """LayerNorm(before + dense(inner))."""
    product = _multiply(graph, weights, f"{name}.dense", _quantise(graph, inner))
    scale, shift, bias = (
        graph.constant(f"{name}.{part}", weights[f"{name}.{part}"])
        for part in ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
    )
    return graph.node(
        "SkipLayerNormalization",
        [before, product, scale, shift, bias],
        output or f"{name}.normal",
        MICROSOFT,
        epsilon=shape.epsilon,
    )


def _pool(graph: _Graph, hidden: str) -> None:
    """Mean over the mask, then length 1; the mean's divisor falls out of the division by the length."""
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["mask", "axis_1"], "mask_row")
    graph.node("MatMul", ["mask_row", hidden], "sums")
    graph.node("Squeeze", ["sums", "axis_1"], "sum")
    graph.node("ReduceL2", ["sum", "axis_1"], "length", keepdims=1)
    graph.node("Div", ["sum", "length"], "sentence_embedding")
