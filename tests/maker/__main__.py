"""python -m tests.maker SEED [bundle|standard] [docx|html|pdf|ofd]: what a seed prints, what should be read from it, what is misread.

`bundle`: a file of several documents instead of a single notice; `standard`: every element of GB/T 9704-2012, the
special forms, and tables.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ingest.documents import parse_file
from tests.maker.bundle import draw_bundle
from tests.maker.compare import differences
from tests.maker.formats import FORMATS
from tests.maker.notice import draw_notice
from tests.maker.printing import file_bytes, file_suffix, file_text
from tests.maker.standard import draw_standard


def main(seed: int, *options: str) -> None:
    """Print the notice of `seed` as it stands in a text file or, with the ending of one, in that format."""
    draw = draw_bundle if "bundle" in options else draw_standard if "standard" in options else draw_notice
    suffix = next((option for option in options if option in FORMATS), None)
    notice = draw(seed) if suffix is None else draw(seed, wounds=FORMATS[suffix][1])
    print(file_text(notice))
    print("=" * 60)
    print(notice.wounds)
    for document in notice.documents:
        for name, accepted in document.fields.items():
            print(f"{name}: {' | '.join(map(str, accepted))}")
        for clause in document.clauses:
            print(f"  {list(clause.path)} {clause.kind or ''}, {len(clause.text)} characters")
    print("=" * 60)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"notice-{seed}{file_suffix(notice) if suffix is None else f'.{suffix}'}"
        file.write_bytes(file_bytes(notice) if suffix is None else FORMATS[suffix][0](notice))
        for line in differences(notice, parse_file(file)) or ["read as expected"]:
            print(line)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
