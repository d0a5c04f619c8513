"""A run of ingest in a process of its own: python -m tests.index.ingest_to_be_killed FOLDER LIBRARY."""

import sys
from pathlib import Path

import index.embedding
import index.missing_vectors
import index.update
from tests.index.small_notices import CountingEmbedder, parse_small

if __name__ == "__main__":
    # Many small steps, so that there is something to be killed in: commits and batches every few files.
    index.update._FILES_PER_COMMIT = 3
    index.missing_vectors.TEXTS_PER_BATCH = 4
    index.embedding.load_embedder = lambda model="": CountingEmbedder()  # type: ignore[assignment]
    print("ready", flush=True)
    index.update.ingest_paths([Path(sys.argv[1])], Path(sys.argv[2]), parse=parse_small, workers=1)
    print("done", flush=True)
