"""A run of ingest in a process of its own, to be killed: python -m tests.index.ingest_to_be_killed FOLDER LIBRARY."""

import sys
from multiprocessing.connection import Connection
from pathlib import Path

import index.embedding
import index.missing_vectors
import index.update
from tests.index.small_notices import CountingEmbedder, parse_small


def ingest_in_small_steps(folder: Path, library: Path, ready: Connection | None = None) -> None:
    """Say that it begins, and ingest with a commit and a batch of vectors every few files, to be killed between."""
    index.update._FILES_PER_COMMIT = 3
    index.missing_vectors.TEXTS_PER_BATCH = 4
    index.embedding.load_embedder = lambda model="": CountingEmbedder()  # type: ignore[assignment]
    if ready is not None:
        ready.send("ready")
    index.update.ingest_paths([folder], library, parse=parse_small, workers=1)


if __name__ == "__main__":
    ingest_in_small_steps(Path(sys.argv[1]), Path(sys.argv[2]))
