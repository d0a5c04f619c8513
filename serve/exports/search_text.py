"""A list of clauses found as CSV."""

from __future__ import annotations

import csv
import io

from serve.exports.comparison_text import BYTE_ORDER_MARK
from serve.exports.printable import looks_like_formula
from serve.exports.search_list import COLUMNS, SearchList


def search_csv(listed: SearchList) -> bytes:
    """A row for each clause, UTF-8 as Excel reads it; no cell begins a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in listed.rows:
        writer.writerow([f"'{cell}" if looks_like_formula(cell) else cell for cell in row.cells()])
    return (BYTE_ORDER_MARK + written.getvalue()).encode()
