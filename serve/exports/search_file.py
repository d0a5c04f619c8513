"""A list of clauses found, written in the format that is asked for."""

from __future__ import annotations

from ingest.errors import ExportError
from serve.exports.search_list import SearchList

SEARCH_ENDINGS = (".xlsx", ".csv", ".docx")


def search_bytes(listed: SearchList, ending: str) -> bytes:
    """The list as the bytes of a file; ExportError for an ending that is not one of SEARCH_ENDINGS."""
    if ending == ".xlsx":
        from serve.exports.search_xlsx import search_xlsx

        return search_xlsx(listed)
    if ending == ".docx":
        from serve.exports.search_docx import search_docx

        return search_docx(listed)
    if ending == ".csv":
        from serve.exports.search_text import search_csv

        return search_csv(listed)
    raise ExportError(f"检索结果{ending}", "不会写这种文件", f"请从 {'、'.join(SEARCH_ENDINGS)} 中选一种")
