"""Small notices in a form of their own, their parser and an embedder of our own: the store is tested apart from ingest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.tokenizer import tokens_of
from ingest.errors import IngestError
from ingest.model import (
    Clause,
    ClauseKind,
    Coverage,
    Evidence,
    FileFormat,
    Operator,
    ParsedFile,
    PolicyDocument,
    Quantity,
    Reference,
    Relation,
    Status,
    printed_length,
)

DIMENSION = 32


def write_notice(
    path: Path,
    *clauses: str,
    title: str = "关于做好老干部工作的通知",
    number: str | None = None,
    region: str | None = None,
    issuers: Sequence[str] = (),
    dated_on: str | None = None,
    status: str = "unknown",
) -> Path:
    """Write a notice whose clauses are these lines."""
    head = {
        "title": title,
        "number": number,
        "region": region,
        "issuers": list(issuers),
        "dated_on": dated_on,
        "status": status,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([json.dumps(head, ensure_ascii=False), *clauses]), encoding="utf-8")
    return path


def parse_small(path: Path) -> ParsedFile:
    """Read what `write_notice` wrote. A file that says 坏 cannot be read, one that says 崩 kills the process."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("坏"):
        raise IngestError(path, "内容坏了", "请换一份")
    if text.startswith("崩"):
        os._exit(7)
    if text.startswith("错"):
        raise KeyError("没有想到的事")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    first, _, _ = text.partition("\n")
    head = json.loads(first)
    document_id = f"{head['number'] or head['title']}~{sha256[:8]}"
    clauses, start = [], len(first) + 1
    for line in text.split("\n")[1:]:
        heading = line.partition("。")[0]
        marker = heading.partition("、")[0] + "、"
        clauses.append(
            Clause(
                clause_id=f"{document_id}#{marker[:-1]}",
                path=(heading,),
                marker=marker,
                heading=heading,
                text=line,
                span=(start, start + len(line)),
                page=None,
                boxes=(),
                level=1,
                kind=ClauseKind.CLAUSE,
            )
        )
        start += len(line) + 1
    document = PolicyDocument(
        document_id=document_id,
        text=text,
        span=(0, len(text)),
        title=head["title"],
        document_number=head["number"],
        issuing_authorities=tuple(head["issuers"]),
        region=head["region"],
        dated_on=date.fromisoformat(head["dated_on"]) if head["dated_on"] else None,
        status=Status(head["status"]),
        evidence={"title": Evidence(head["title"], (0, 5), None)},
        references=(Reference(Relation.MENTIONS, "另一份通知", "中办发〔2016〕3号", (1, 3), None),),
        clauses=tuple(clauses),
        quantities=(Quantity(f"{document_id}#一", "300元", None, Operator.GE, 300.0, None, "元", "月", (1, 2)),),
    )
    length = printed_length(text)
    coverage = Coverage(length, length - printed_length(first), printed_length(first), ())
    return ParsedFile(str(path), sha256, FileFormat.TXT, None, text, (document,), coverage, ())


@dataclass
class CountingEmbedder:
    """Vectors from the words of a text alone; remembers how many texts it was given."""

    fingerprint: str = "counting-1"
    dimension: int = DIMENSION
    embedded: list[str] = field(default_factory=list)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages."""
        self.embedded.extend(texts)
        return np.stack([_vector(text) for text in texts])

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions."""
        return np.stack([_vector(text) for text in texts])


def _vector(text: str) -> NDArray[np.float32]:
    total = np.zeros(DIMENSION)
    for token in tokens_of(text):
        seed = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], "big")
        total += np.random.default_rng(seed).standard_normal(DIMENSION)
    length = np.linalg.norm(total)
    return (total / length if length else np.full(DIMENSION, DIMENSION**-0.5)).astype(np.float32)
