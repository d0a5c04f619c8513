"""A library of as many clauses as asked for, made from real ones: `python -m eval.scale_library FOLDER --clauses 1000000`.

Its texts and vectors are perturbed, not real: numbers and regions swapped, sentences exchanged between clauses, vectors
moved likewise and renormalised. It is for measuring speed, memory and recall against brute force, never quality.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.model import Outcome
from index.passages import index_text, text_key
from index.schema import DATABASE, connect
from index.writing import SourceFacts, bump, insert_document, insert_file
from ingest.model import Clause, ClauseKind, PolicyDocument, Reference, Relation
from ingest.regions import Level, Place, all_places

PERTURBED = "文本和向量由真实条款改动而成（数字、地区互换，句子对调，向量加噪声）：只用来量速度和召回，不代表检索质量"
# The share of the documents that each of these provinces holds: what a filter by region lets through.
SHARES = {"江苏": 0.5, "浙江": 0.05, "西藏": 0.005}
CLAUSES_OF_A_DOCUMENT = 25
_FIRST_YEAR, _LAST_YEAR = 2005, 2024
_DOCUMENTS_PER_TRANSACTION = 500
_BODIES = ("人民政府办公室", "财政局", "民政局", "教育局", "卫生健康委员会", "人力资源和社会保障局", "市场监督管理局")
_TYPES = ("通知", "意见", "实施方案", "管理办法", "实施细则")
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+(?=[年月日个元人次倍万])")
_SENTENCE_END = re.compile(r"(?<=[。；])")
# How far a made vector lies from its clause's own: the share of the clause whose sentence it took, and of noise.
_OF_THE_OTHER, _OF_NOISE = 0.25, 0.3


@dataclass(frozen=True, slots=True)
class RealClauses:
    """What a library is made of."""

    texts: tuple[str, ...]
    vectors: NDArray[np.float32]  # [n, d], normalised
    fingerprint: str  # of the model that made them


def real_clauses(folders: Sequence[Path], fingerprint: str) -> RealClauses:
    """Return the clauses of these libraries that have a vector of this model."""
    texts: list[str] = []
    matrices: list[NDArray[np.float32]] = []
    for folder in folders:
        with Library.open(folder) as library:
            rows, vectors = library.vectors(fingerprint, library.rows_with_vector(fingerprint))
            texts.extend(stored.clause.text for stored in library.clauses(rows))
            matrices.append(vectors)
    return RealClauses(tuple(texts), np.concatenate(matrices), fingerprint)


def write_scale_library(folder: Path, real: RealClauses, clauses: int, seed: int = 1) -> None:
    """Write library.db with about so many clauses, straight and in bulk; the indexes are made when it is opened."""
    Library.open(folder, create=True).close()
    connection = connect(folder / DATABASE)
    connection.execute("PRAGMA synchronous = OFF")  # a library to be measured and thrown away
    maker = _Maker(real, seed)
    documents = max(1, round(clauses / CLAUSES_OF_A_DOCUMENT))
    for start in range(0, documents, _DOCUMENTS_PER_TRANSACTION):
        connection.execute("BEGIN IMMEDIATE")
        for serial in range(start, min(documents, start + _DOCUMENTS_PER_TRANSACTION)):
            count = CLAUSES_OF_A_DOCUMENT if documents > 1 else clauses
            _insert(connection, *maker.document(serial, count), real.fingerprint)
        bump(connection)
        connection.execute("COMMIT")
    connection.close()


def _insert(
    connection: sqlite3.Connection, document: PolicyDocument, vectors: NDArray[np.float16], fingerprint: str
) -> None:
    name = f"made/{document.document_id}.txt"
    digest = hashlib.sha256(name.encode()).hexdigest()
    file_row = insert_file(connection, SourceFacts(name, f"/{name}", f"/{name}", digest, 1, 1), Outcome.ADDED)
    connection.execute("INSERT INTO texts VALUES (?, ?)", (file_row, document.text))
    keys = [text_key(index_text(clause, document)) for clause in document.clauses]
    insert_document(connection, document, file_row, iter(keys))
    connection.executemany(
        "INSERT OR IGNORE INTO embeddings (fingerprint, text_key, vector) VALUES (?, ?, ?)",
        ((fingerprint, key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)),
    )


class _Maker:
    """Makes documents, the same ones for the same seed."""

    def __init__(self, real: RealClauses, seed: int) -> None:
        self._real = real
        self._draw = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        counties = [p for p in all_places() if p.level in (Level.CITY, Level.COUNTY)]
        self._places = {name: [p for p in counties if p.chain.startswith(name)] for name in SHARES}
        self._elsewhere = [p for p in counties if not p.chain.startswith(tuple(SHARES))]

    def document(self, serial: int, count: int) -> tuple[PolicyDocument, NDArray[np.float16]]:
        """Return a document of so many clauses, and their vectors."""
        draw, place = self._draw, self._place()
        year = draw.randint(_FIRST_YEAR, _LAST_YEAR)
        number = f"{place.short_name}发〔{year}〕{serial + 1}号"
        document_id = number
        first = draw.randrange(len(self._real.texts))
        own = (np.arange(first, first + count)) % len(self._real.texts)
        other = self._noise.integers(0, len(self._real.texts), count)
        texts = [self._text(int(a), int(b), place) for a, b in zip(own, other, strict=True)]
        topic = self._real.texts[first][4:16].strip("，。、：；\u3000 ")
        kind = draw.choice(_TYPES)
        dated_on = date(year, draw.randint(1, 12), draw.randint(1, 28))
        document = PolicyDocument(
            document_id,
            "\n".join(texts),
            (0, sum(map(len, texts)) + len(texts) - 1),
            title=f"关于{topic}的{kind}",
            document_number=number,
            issuing_authorities=(f"{place.full_name}{draw.choice(_BODIES)}",),
            document_type=kind,
            region=place.chain,
            level=place.level.value,
            dated_on=dated_on,
            expires_on=date(year + 5, 12, 31) if draw.random() < 0.1 else None,
            clauses=tuple(_clauses(document_id, texts)),
        )
        return self._with_reference(document, serial), self._vectors(own, other)

    def _place(self) -> Place:
        at = self._draw.random()
        for name, share in SHARES.items():
            if at < share:
                return self._draw.choice(self._places[name])
            at -= share
        return self._draw.choice(self._elsewhere)

    def _text(self, own: int, other: int, place: Place) -> str:
        """A clause with a sentence of another one, other figures, and a place named in it."""
        draw = self._draw
        sentences = _SENTENCE_END.split(self._real.texts[own])
        borrowed = _SENTENCE_END.split(self._real.texts[other])
        sentences[draw.randrange(len(sentences))] = draw.choice(borrowed) or sentences[0]
        text = _DIGITS.sub(partial(_another_figure, draw), "".join(sentences))
        return f"{place.full_name}{text}" if draw.random() < 0.2 else text or "（空）"

    def _with_reference(self, document: PolicyDocument, serial: int) -> PolicyDocument:
        """Every other document names an earlier edition; one in thirty repeals it."""
        if serial % 2:
            return document
        relation = Relation.REPEALS if serial % 30 == 0 else Relation.BASED_ON
        title = f"关于{self._real.texts[self._draw.randrange(len(self._real.texts))][4:16]}的通知"
        reference = Reference(relation, title, None, (0, 1), document.clauses[0].clause_id)
        return replace(document, references=(reference,))

    def _vectors(self, own: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float16]:
        vectors = self._real.vectors
        width = vectors.shape[1]
        noise = self._noise.standard_normal((len(own), width), dtype=np.float32) * (_OF_NOISE / width**0.5)
        moved = (1 - _OF_THE_OTHER) * vectors[own] + _OF_THE_OTHER * vectors[other] + noise
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float16)


def _another_figure(draw: random.Random, figure: re.Match[str]) -> str:
    printed = figure.group()
    if printed.isascii():
        return "".join(draw.choice("123456789") for _ in printed)
    return draw.choice("一二三四五六七八九十")


def _clauses(document_id: str, texts: Sequence[str]) -> Iterator[Clause]:
    start = 0
    for ordinal, text in enumerate(texts, 1):
        marker = f"第{ordinal}条"
        span = (start, start + len(text))
        yield Clause(f"{document_id}#{marker}", (marker,), marker, None, text, span, None, (), 1, ClauseKind.ARTICLE)
        start += len(text) + 1


def main() -> None:
    """Make a library and say what it is."""
    parser = argparse.ArgumentParser(description="造一个用于测速的资料库。" + PERTURBED)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, required=True)
    parser.add_argument("--of", type=Path, nargs="+", required=True, help="取真实条款和向量的资料库文件夹")
    parser.add_argument("--model", default=None, help="向量模型；默认随附的模型")
    given = parser.parse_args()
    from index.embedding import load_embedder

    embedder = load_embedder(given.model or "bundled")
    assert embedder is not None
    write_scale_library(given.folder, real_clauses(given.of, embedder.fingerprint), given.clauses)
    print(f"{given.folder}：约 {given.clauses} 条。{PERTURBED}")


if __name__ == "__main__":
    main()
