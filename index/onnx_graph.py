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

    Between the layers the tokens of all texts are the rows of one matrix. Attention and normalisation are written out:
    onnxruntime's fused operators for them (MultiHeadAttention, SkipLayerNormalization) take twice and six times as long.
    """
    graph = _Graph()
    _constants(graph, shape)
    hidden = _embed(graph, weights, shape)
    _mask(graph)
    for layer in range(shape.layers):
        hidden = _encode(graph, weights, shape, layer, hidden)
    graph.node("Reshape", [hidden, "cube"], "last_hidden_state")
    _pool(graph, "last_hidden_state")

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


def _constants(graph: _Graph, shape: BertShape) -> None:
    for name, value in (
        ("one", np.float32(1)),
        ("smallest", np.float32(1e-9)),
        ("steps", np.float32(1 / ACTIVATION_STEPS)),
        ("far_below", np.float32(-1e4)),
    ):
        graph.constant(name, np.asarray(value))
    graph.constant("middle", np.asarray(np.uint8(128)))
    for name, numbers in (
        ("last_axis", [-1]),
        ("axis_0", [0]),
        ("axis_1", [1]),
        ("axis_2", [2]),
        ("axes_1_2", [1, 2]),
        ("flat", [-1]),
        ("rows", [-1, shape.hidden]),
        ("hidden", [shape.hidden]),
        ("heads", [shape.heads, shape.hidden // shape.heads]),
    ):
        graph.constant(name, np.asarray(numbers, dtype=np.int64))


def _embed(graph: _Graph, weights: Weights, shape: BertShape) -> str:
    """Word, position and (the one and only) type embeddings, summed and normalised: [batch * tokens, hidden]."""
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"].astype(np.float16))
    types = weights["embeddings.token_type_embeddings.weight"]
    positions = graph.constant("positions", weights["embeddings.position_embeddings.weight"] + types[0])
    graph.node("Gather", [words, "input_ids"], "word_float16")
    graph.node("Cast", ["word_float16"], "word", to=TensorProto.FLOAT)
    graph.node("Shape", ["input_ids"], "shape")
    graph.node("Concat", ["shape", "hidden"], "cube", axis=0)
    graph.node("Concat", ["shape", "heads"], "by_head", axis=0)
    graph.node("Slice", ["shape", "axis_1", "axis_2", "axis_0"], "tokens")
    graph.node("Slice", [positions, "axis_0", "tokens", "axis_0"], "position")
    graph.node("Add", ["word", "position"], "summed")
    graph.node("Reshape", ["summed", "rows"], "embedded")
    return _normalise(graph, weights, shape, "embeddings.LayerNorm", "embedded")


def _mask(graph: _Graph) -> None:
    """What is added to the scores of attention: 0 for a token, far below any score for padding. [batch, 1, 1, tokens]."""
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.node("Sub", ["one", "mask"], "padding")
    graph.node("Mul", ["padding", "far_below"], "pushed_down")
    graph.node("Unsqueeze", ["pushed_down", "axes_1_2"], "score_mask")


def _encode(graph: _Graph, weights: Weights, shape: BertShape, layer: int, hidden: str) -> str:
    """One layer: attention, then the feed-forward pair, each added to its input and normalised."""
    prefix = f"encoder.layer.{layer}"
    context = _attend(graph, weights, shape, f"{prefix}.attention.self", hidden)
    bias = _bias_behind_attention(weights, f"{prefix}.attention")
    attended = _add_and_normalise(graph, weights, shape, f"{prefix}.attention.output", hidden, context, bias)
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
    bias = weights[f"{prefix}.output.dense.bias"]
    return _add_and_normalise(graph, weights, shape, f"{prefix}.output", attended, inner, bias)


def _attend(graph: _Graph, weights: Weights, shape: BertShape, name: str, hidden: str) -> str:
    """softmax(query key / sqrt(d)) value, for each head: [batch * tokens, hidden]."""
    quantised = _quantise(graph, hidden)
    # A key's bias adds the same to all scores of a query, which softmax takes out again; a value's bias passes through
    # the shares, whose sum is 1, and is added behind them (_bias_behind_attention).
    query, key, value = (
        _by_head(graph, weights, f"{name}.{part}", quantised, with_bias=part == "query")
        for part in ("query", "key", "value")
    )
    graph.node(
        "FusedMatMul", [query, key], f"{name}.scores", MICROSOFT, alpha=(shape.hidden / shape.heads) ** -0.5, transB=1
    )
    graph.node("Add", [f"{name}.scores", "score_mask"], f"{name}.masked")
    graph.node("Softmax", [f"{name}.masked"], f"{name}.shares", axis=-1)
    graph.node("MatMul", [f"{name}.shares", value], f"{name}.heads")
    graph.node("Transpose", [f"{name}.heads"], f"{name}.side_by_side", perm=[0, 2, 1, 3])
    return graph.node("Reshape", [f"{name}.side_by_side", "rows"], f"{name}.context")


def _by_head(graph: _Graph, weights: Weights, name: str, quantised: tuple[str, str], *, with_bias: bool) -> str:
    """A projection as [batch, heads, tokens, size of a head]."""
    projected = _multiply(graph, weights, name, quantised)
    if with_bias:
        bias = graph.constant(f"{name}.bias", weights[f"{name}.bias"])
        projected = graph.node("Add", [projected, bias], f"{name}.projected")
    graph.node("Reshape", [projected, "by_head"], f"{name}.split")
    return graph.node("Transpose", [f"{name}.split"], f"{name}.by_head", perm=[0, 2, 1, 3])


def _quantise(graph: _Graph, x: str) -> tuple[str, str]:
    """`x` [rows, columns] as uint8 around 128, and the size of a step: float32 [rows, 1]."""
    # The largest size without the sizes of all, which would be written out and read again.
    graph.node("ReduceMax", [x, "last_axis"], f"{x}.highest", keepdims=1)
    graph.node("ReduceMin", [x, "last_axis"], f"{x}.lowest", keepdims=1)
    graph.node("Neg", [f"{x}.lowest"], f"{x}.depth")
    graph.node("Max", [f"{x}.highest", f"{x}.depth", "smallest"], f"{x}.bound")
    graph.node("Mul", [f"{x}.bound", "steps"], f"{x}.step")
    graph.node("Reshape", [f"{x}.step", "flat"], f"{x}.step_of_row")
    graph.node("Shape", [f"{x}.step_of_row"], f"{x}.rows")
    graph.node("Expand", ["middle", f"{x}.rows"], f"{x}.middle_of_row")
    return graph.node(
        "QuantizeLinear", [x, f"{x}.step_of_row", f"{x}.middle_of_row"], f"{x}.uint8", axis=0
    ), f"{x}.step"


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


def _bias_behind_attention(weights: Weights, name: str) -> NDArray[np.float32]:
    """The output's bias with what the values' bias adds to it."""
    through = weights[f"{name}.output.dense.weight"] @ weights[f"{name}.self.value.bias"]
    return weights[f"{name}.output.dense.bias"] + through


def _add_and_normalise(
    graph: _Graph,
    weights: Weights,
    shape: BertShape,
    name: str,
    before: str,
    inner: str,
    bias: NDArray[np.float32],
) -> str:
    """LayerNorm(before + dense(inner)), with this bias for the dense layer's own."""
    product = _multiply(graph, weights, f"{name}.dense", _quantise(graph, inner))
    graph.constant(f"{name}.dense.bias", bias)
    graph.node("Add", [product, f"{name}.dense.bias"], f"{name}.biased")
    graph.node("Add", [f"{name}.biased", before], f"{name}.sum")
    return _normalise(graph, weights, shape, f"{name}.LayerNorm", f"{name}.sum")


def _normalise(graph: _Graph, weights: Weights, shape: BertShape, name: str, x: str) -> str:
    scale, shift = (graph.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias"))
    return graph.node("LayerNormalization", [x, scale, shift], f"{name}.normal", axis=-1, epsilon=shape.epsilon)


def _pool(graph: _Graph, hidden: str) -> None:
    """Mean over the mask, then length 1; the mean's divisor falls out of the division by the length."""
    graph.node("Unsqueeze", ["mask", "axis_1"], "mask_row")
    graph.node("MatMul", ["mask_row", hidden], "sums")
    graph.node("Squeeze", ["sums", "axis_1"], "sum")
    graph.node("ReduceL2", ["sum", "axis_1"], "length", keepdims=1)
    graph.node("Div", ["sum", "length"], "sentence_embedding")
