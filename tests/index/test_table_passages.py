"""Tables in what is indexed: each cell under its column's name, each row of a long table to be found by itself."""

from __future__ import annotations

from pathlib import Path

from index.library import Library
from index.passages import index_text, named_cells, passage_text, rows_by_clause
from index.update import ingest_paths
from ingest.documents import parse_file
from ingest.model import TableCell, TableRow

HEAD = "<tr><th>序号</th><th>职务</th><th colspan=2>标准</th></tr>"


def written(folder: Path, posts: int) -> Path:
    rows = "".join(
        f"<tr><td>{n}</td><td>第{n}支部书记</td><td>{n}00元</td><td>按月</td></tr>" for n in range(1, posts + 1)
    )
    path = folder / "a.html"
    path.write_text(
        f"<html><body><p>某市财政局关于调整补贴标准的通知</p><p>各县：</p><p>一、标准。</p><p>补贴标准表</p>"
        f"<table>{HEAD}{rows}</table><p>二、要求。认真落实。</p></body></html>",
        encoding="utf-8",
    )
    return path


def test_a_row_is_indexed_under_the_names_of_its_columns(tmp_path: Path) -> None:
    (document,) = parse_file(written(tmp_path, 2)).documents
    rows = rows_by_clause(document)
    clause = next(c for c in document.clauses if c.clause_id in rows)
    text = index_text(clause, document, rows[clause.clause_id])
    assert "序号=1 职务=第1支部书记 标准=100元 标准=按月\n序号=2 职务=第2支部书记" in text
    assert "1\t第1支部书记\t100元\t按月" in clause.text
    assert index_text(clause, document).endswith(clause.text)


def test_a_cell_over_two_columns_is_said_once() -> None:
    row = TableRow(
        (0, 6),
        None,
        (TableCell("省级", "300元", (0, 4)), TableCell("市级", "300元", (0, 4)), TableCell("", "注", (5, 6))),
    )
    assert named_cells(row) == "省级、市级=300元 注"


def test_rows_of_a_long_table_stand_by_themselves_under_their_caption(tmp_path: Path) -> None:
    (document,) = parse_file(written(tmp_path, 30)).documents
    rows = rows_by_clause(document)
    clause = next(c for c in document.clauses if c.clause_id in rows)
    parts = passage_text(clause, document, rows[clause.clause_id])
    assert len(parts.rows) == 30
    assert parts.rows[29] == "补贴标准表 序号=30 职务=第30支部书记 标准=3000元 标准=按月"
    (short,) = parse_file(written(tmp_path, 3)).documents
    assert not any(passage_text(c, short, rows_by_clause(short).get(c.clause_id, ())).rows for c in short.clauses)


def test_what_is_embedded_is_the_same_from_the_file_and_from_the_library(tmp_path: Path) -> None:
    """Or a vector would be stored under another key than its clause looks for."""
    written(tmp_path, 8)
    ingest_paths([tmp_path / "a.html"], tmp_path / "library", embed=False)
    (document,) = parse_file(tmp_path / "a.html").documents
    with Library.open(tmp_path / "library") as library:
        for stored in library.clauses(library.clause_rows().tolist()):
            rows = library.table_rows([stored.clause.clause_id]).get(stored.clause.clause_id, ())
            clause = next(c for c in document.clauses if c.clause_id == stored.clause.clause_id)
            read = rows_by_clause(document).get(clause.clause_id, ())
            assert index_text(stored.clause, stored.document, rows) == index_text(clause, document, read)
