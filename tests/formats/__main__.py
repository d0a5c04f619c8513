"""Print how each format reads against Word: python -m tests.formats."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.readers.word.libreoffice import find_libreoffice
from tests.formats.reading import FORMATS, MADE_BY_LIBREOFFICE, read_notice, write_notice


def main() -> None:
    """A row for each format: the same tree, fields, quantities, text; the coverage."""
    with TemporaryDirectory() as folder:
        _, expected = read_notice(write_notice(Path(folder), "docx"))
        print(
            "| Format | Same tree | Same fields | Same quantities | Same text | Coverage |\n|---|---|---|---|---|---|"
        )
        for name in FORMATS:
            if name in MADE_BY_LIBREOFFICE and find_libreoffice() is None:
                print(f"| {name} | LibreOffice is not installed |")
                continue
            parsed, found = read_notice(write_notice(Path(folder), name))
            same = [
                found.tree == expected.tree,
                found.fields == expected.fields,
                (found.quantities, found.subjects) == (expected.quantities, expected.subjects),
                found.texts == expected.texts,
            ]
            answers = " | ".join("yes" if answer else "no" for answer in same)
            print(f"| {name} | {answers} | {parsed.coverage.ratio:.3f} |")


if __name__ == "__main__":
    main()
