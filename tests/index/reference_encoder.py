"""BERT in a page of numpy, float32 throughout: what the weights of a folder say, with no engine in between."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

Array = NDArray[np.float32]


class ReferenceEncoder:
    """Token ids to vectors, by the formulas of the BERT paper."""

    def __init__(self, folder: Path) -> None:
        self.weights: dict[str, Array] = load_file(folder / "model.safetensors")
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.layers, self.heads = settings["num_hidden_layers"], settings["num_attention_heads"]

    def embed(self, texts: list[list[int]]) -> Array:
        """For each text the mean of its last hidden states, of length 1."""
        vectors = np.empty((len(texts), self.weights["embeddings.LayerNorm.weight"].size), np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), 16):
            batch = order[start : start + 16]
            vectors[batch] = self._embed_batch([texts[i] for i in batch])
        return vectors

    def _embed_batch(self, texts: list[list[int]]) -> Array:
        w = self.weights
        width = max(map(len, texts))
        ids = np.array([text + [0] * (width - len(text)) for text in texts])
        mask = np.array([[1] * len(text) + [0] * (width - len(text)) for text in texts], np.float32)
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:width]
        x = self._normal(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(self.layers):
            prefix = f"encoder.layer.{layer}"
            query, key, value = (
                np.stack(np.split(self._dense(x, f"{prefix}.attention.self.{name}"), self.heads, axis=-1))
                for name in ("query", "key", "value")
            )  # [heads, texts, tokens, size of a head]
            scores = query @ key.swapaxes(-1, -2) / math.sqrt(query.shape[-1])
            scores = np.exp(scores - scores.max(-1, keepdims=True)) * mask[:, None, :]
            context = np.concatenate(scores / scores.sum(-1, keepdims=True) @ value, axis=-1)
            x = self._normal(
                x + self._dense(context, f"{prefix}.attention.output.dense"), f"{prefix}.attention.output.LayerNorm"
            )
            inner = _gelu(self._dense(x, f"{prefix}.intermediate.dense"))
            x = self._normal(x + self._dense(inner, f"{prefix}.output.dense"), f"{prefix}.output.LayerNorm")
        sums: Array = (x * mask[:, :, None]).sum(axis=1)
        vectors: Array = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors

    def _dense(self, x: Array, name: str) -> Array:
        product: Array = x.reshape(-1, x.shape[-1]) @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return product.reshape(*x.shape[:-1], -1)

    def _normal(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        normal: Array = scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return normal


def _gelu(x: Array) -> Array:
    """x Φ(x), with the error function of Abramowitz and Stegun 7.1.26 (to 1.5e-7)."""
    z = np.abs(x) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - tail * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(np.float32)
