"""The notice written in every format, and what of it must be the same whatever the format."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import parse_file
from ingest.model import ParsedFile, PolicyDocument
from ingest.readers.word.libreoffice import find_libreoffice
from tests.formats import layouts

MADE_HERE: Mapping[str, Callable[[], bytes]] = {
    "txt": layouts.txt_bytes,
    "md": layouts.md_bytes,
    "html": layouts.html_bytes,
    "docx": layouts.docx_bytes,
    "pdf": layouts.pdf_bytes,
    "ofd": layouts.ofd_bytes,
    "scan": layouts.scan_bytes,
}
MADE_BY_LIBREOFFICE = ("doc", "wps")  # a .wps of WPS Office is a Word 97 file by another name
FORMATS = ("txt", "md", "html", "docx", "doc", "wps", "pdf", "ofd", "scan")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one file, in a form that no format shows in."""

    tree: list[tuple[tuple[str, ...], str]]  # path and kind of each clause in printed order
    texts: list[str]  # of each clause, white space aside
    fields: list[dict[str, object]]
    quantities: list[tuple[object, ...]]
    subjects: list[str | None]  # of the quantities


def write_notice(folder: Path, name: str) -> Path:
    """The notice as a file of one format; doc and wps need LibreOffice."""
    if name in MADE_BY_LIBREOFFICE:
        return _word_97(folder, name)
    path = folder / f"通知.{'pdf' if name == 'scan' else name}"
    path.write_bytes(MADE_HERE[name]())
    return path


def _word_97(folder: Path, name: str) -> Path:
    program = find_libreoffice()
    assert program is not None
    source = folder / "源.docx"
    source.write_bytes(layouts.docx_bytes())
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [str(program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97",
         "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "源.doc").rename(folder / f"通知.{name}")


def read_notice(path: Path) -> tuple[ParsedFile, Reading]:
    """What is understood of the file."""
    parsed = parse_file(path)
    clauses = [clause for document in parsed.documents for clause in document.clauses]
    quantities = [quantity for document in parsed.documents for quantity in document.quantities]
    reading = Reading(
        tree=[(clause.path, clause.kind.value) for clause in clauses],
        texts=["".join(clause.text.split()) for clause in clauses],
        fields=[_fields(document) for document in parsed.documents],
        quantities=[
            (q.clause_id.partition("#")[2], "".join(q.text.split()), q.operator, q.value, q.upper, q.unit, q.per)
            for q in quantities
        ],
        subjects=[q.subject for q in quantities],
    )
    return parsed, reading


def _fields(document: PolicyDocument) -> dict[str, object]:
    names = (
        "title document_number issuing_authorities signatories addressees copied_to document_type region level dated_on "
        "printed_on effective_on expires_on status form annexes"
    )
    fields: dict[str, object] = {name: getattr(document, name) for name in names.split()}
    return fields | {"evidence": {k: "".join(e.text.split()) for k, e in document.evidence.items()}}
