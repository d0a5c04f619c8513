"""Results written to a file, in the format that the ending of its name says: one call for each kind of result."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qa.comparing.edition_model import EditionDiff
from qa.comparing.model import Comparison
from qa.model import Answer
from serve.exports.files import checked_ending, write_whole
from serve.exports.layout import ClauseReader

if TYPE_CHECKING:
    from serve.contract import JsonObject

COMPARISON_ENDINGS = (".xlsx", ".docx", ".md", ".csv", ".json")
EDITION_ENDINGS = COMPARISON_ENDINGS
ANSWER_ENDINGS = (".docx", ".json")


def export_comparison(
    comparison: Comparison, path: Path, clause_of: ClauseReader, *, made_on: date | None = None
) -> None:
    """Write a comparison; `clause_of` is `library.clause`, for full texts and issuers. Raises ExportError."""
    ending = checked_ending(path, COMPARISON_ENDINGS)
    write_whole(path, _comparison_bytes(comparison, ending, clause_of, made_on or date.today()))


def _comparison_bytes(comparison: Comparison, ending: str, clause_of: ClauseReader, made_on: date) -> bytes:
    if ending == ".json":
        from serve.compare_contract import comparison_object

        return _json(comparison_object(comparison))
    from serve.exports.layout import laid_out

    layout = laid_out(comparison, clause_of, made_on)
    if ending == ".xlsx":
        from serve.exports.comparison_xlsx import comparison_xlsx

        return comparison_xlsx(layout)
    if ending == ".docx":
        from serve.exports.comparison_docx import comparison_docx

        return comparison_docx(layout)
    from serve.exports.comparison_text import comparison_csv, comparison_markdown

    return comparison_csv(layout) if ending == ".csv" else comparison_markdown(layout)


def export_editions(diff: EditionDiff, path: Path, *, made_on: date | None = None) -> None:
    """Write two editions held against each other, changed figures first. Raises ExportError."""
    ending = checked_ending(path, EDITION_ENDINGS)
    write_whole(path, _edition_bytes(diff, ending, made_on or date.today()))


def _edition_bytes(diff: EditionDiff, ending: str, made_on: date) -> bytes:
    if ending == ".json":
        from serve.diff_contract import edition_object

        return _json(edition_object(diff))
    from serve.exports.edition_layout import laid_out_editions

    layout = laid_out_editions(diff, made_on)
    if ending == ".xlsx":
        from serve.exports.edition_xlsx import edition_xlsx

        return edition_xlsx(layout)
    if ending == ".docx":
        from serve.exports.edition_docx import edition_docx

        return edition_docx(layout)
    from serve.exports.edition_text import edition_csv, edition_markdown

    return edition_csv(layout) if ending == ".csv" else edition_markdown(layout)


def export_answer(answer: Answer, path: Path, clause_of: ClauseReader, *, made_on: date | None = None) -> None:
    """Write an answer; `clause_of` is `library.clause`, for issuers and dates. Raises ExportError."""
    if checked_ending(path, ANSWER_ENDINGS) == ".json":
        from serve.contract import answer_object

        write_whole(path, _json(answer_object(answer)))
        return
    from serve.exports.answer_docx import answer_docx

    write_whole(path, answer_docx(answer, clause_of, made_on or date.today()))


def _json(value: JsonObject) -> bytes:
    from serve.contract import as_json_text

    return f"{as_json_text(value)}\n".encode(errors="backslashreplace")  # what is not UTF-8 stays valid inside JSON
