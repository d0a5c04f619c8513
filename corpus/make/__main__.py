"""Write corpus and corpus/manifest.jsonl from corpus/make/sources: `python -m corpus.make`.

The same sources give the same bytes on every run and machine. Needs python-docx and reportlab (the extra `test`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from corpus.make.pdf import to_pdf
from corpus.make.plain import to_plain_text
from corpus.make.source import Digest, read_digests
from corpus.make.web import to_web_page
from corpus.make.word import to_word

MAKE = Path(__file__).resolve().parent
ROOT = MAKE.parents[1]

_MAKERS: dict[str, Callable[[Digest], bytes]] = {
    ".pdf": to_pdf,
    ".docx": to_word,
    ".html": lambda digest: to_web_page(digest).encode(),
    ".txt": lambda digest: to_plain_text(digest).encode(),
}


def made_files() -> dict[str, bytes]:
    """Every notice and the manifest, by their paths in the project."""
    digests = read_digests(MAKE / "sources")
    files = {f"corpus/{digest.file}": _MAKERS[Path(digest.file).suffix](digest) for digest in digests}
    files["corpus/manifest.jsonl"] = "".join(f"{manifest_row(digest)}\n" for digest in digests).encode()
    return files


def manifest_row(digest: Digest) -> str:
    """What the manifest says of one digest, as a line of JSON."""
    row = {
        "file": f"corpus/{digest.file}",
        "region": digest.region,
        "source_title": digest.source_title,
        "document_number": digest.document_number,
        "issuer": digest.issuer,
        "dated_on": digest.dated_on.isoformat() if digest.dated_on else None,
        "printed_on": digest.printed_on.isoformat() if digest.printed_on else None,
        "kind": "摘编",
    }
    return json.dumps(row, ensure_ascii=False)


def main() -> None:
    """Write what differs and name it."""
    for name, content in made_files().items():
        path = ROOT / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
