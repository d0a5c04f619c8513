"""A library as somebody sees it who may not read all of it: the documents that are closed to them are not there.

The tables themselves are narrowed, on connections of this view's own: whatever reads a library, by whichever query,
reads the permitted rows and no others, and takes the same path for a document that is closed as for one that does not
exist. What the rankings know of the whole library are word counts alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from index.clause_index import OpenIndex
from index.database import Database
from index.library import Library
from index.model import Filters, Outcome
from index.schema import Connection
from ingest.errors import IndexBuildError


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a library."""

    groups: frozenset[str]  # they are a member of; closed files of other groups are not there
    untaken: bool = False  # files that failed or were refused are listed
    internal: bool = True  # what is marked 内部资料 is there; False: only what may be exported

    @property
    def key(self) -> str:
        """Tells one from another, short."""
        groups = "\n".join(sorted(self.groups))
        return hashlib.sha256(f"{groups}\0{self.untaken}{self.internal}".encode()).hexdigest()[:16]


class RestrictedLibrary(Library):
    """A library that shows what may be seen, and cannot be written."""

    restricted = True

    def __init__(self, folder: Path, sight: Sight) -> None:
        """Raises IndexBuildError where the library is of an older version and cannot be brought up to this one."""
        super().__init__(_NarrowedDatabase(folder, sight))
        self.sight = sight
        self._every_document: tuple[int, list[int]] | None = None  # as of a generation

    @property
    def library_id(self) -> str:
        """No other library has it, nor another view of this one: what is kept by it is never shown to somebody else."""
        return f"{super().library_id}~{self.sight.key}"

    def document_rows(self, filters: Filters) -> list[int]:
        """Return the keys of the documents that may be seen and pass, ascending; never None: not all may be seen."""
        found = super().document_rows(filters)
        if found is not None:
            return found
        generation = self.generation
        if self._every_document is None or self._every_document[0] != generation:
            rows = [row for (row,) in self._database.tuples("SELECT row FROM documents ORDER BY row")]
            self._every_document = (generation, rows)
        return self._every_document[1]

    def clause_count(self) -> int:
        """Return how many clauses may be seen; of a large library they are not counted anew."""
        return int(self.clause_ranges()[:, 2].sum())


def restricted_index(index: OpenIndex, sight: Sight) -> OpenIndex:
    """Return the index as somebody sees it; `index` is of the whole library, and stays the one that is kept up to date."""
    library = RestrictedLibrary(index.library.folder, sight)
    return replace(index, library=library, clause_index=index.clause_index.seen_through(library))


class _NarrowedDatabase(Database):
    """library.db with views in front of its tables. Names without a schema mean the views, on these connections alone."""

    def __init__(self, folder: Path, sight: Sight) -> None:
        self._conditions = _conditions(sight)
        super().__init__(folder)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Nothing is written through a view."""
        self._refuse()
        yield self._connection()

    def _refuse(self) -> NoReturn:
        raise IndexBuildError(self.folder, "这里只能查阅，不能改动资料库", "请由编辑或管理员在文库页改动")

    def _keep(self, connection: Connection) -> None:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        tables = {name for (name,) in found}
        if not tables >= {"closed_files", "exportable"}:
            connection.close()
            raise IndexBuildError(
                self.folder, "资料库由旧版据典建立，还不能按组限制阅读", "请由能写入资料库的人运行一次 judian ingest"
            )
        # A table that has no condition here shows nothing.
        views = (
            f'CREATE TEMP VIEW "{name}" AS SELECT * FROM main."{name}" t WHERE {self._conditions.get(name, "0")};\n'
            for name in sorted(tables - _OPEN)
        )
        connection.executescript(f"{''.join(views)} PRAGMA query_only = ON;")
        connection.set_authorizer(_only_through_views)
        super()._keep(connection)


def _only_through_views(
    action: int, table: str | None, column: str | None, schema: str | None, through: str | None
) -> int:
    """Let no statement read a column but through a view: neither of main.clauses nor of a table that came after the views.

    "": the rows are read and no column of them, which SQLite says of what is behind a view as well.
    """
    if action == sqlite3.SQLITE_READ and schema == "main" and through is None and column and table not in _OPEN:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


_KEPT = f"'{Outcome.ADDED.value}', '{Outcome.UPDATED.value}'"
# The library's own settings; vectors, which nothing finds but by a clause that is seen.
_OPEN = {"settings", "embeddings", "sqlite_master", "json_each"}
# Tables with rows of a document, whose key is in their column `document`.
_OF_DOCUMENTS = ("evidence", "clauses", "references", "validity", "review", "table_rows", "quantities")


def _conditions(sight: Sight) -> dict[str, str]:
    """For each table with rows of files, which of these are seen; the row is `t`."""
    of_document = f"""EXISTS (SELECT 1 FROM main.documents d WHERE d.row = t.document
        AND {_file_is_seen("d.file", sight)})"""
    return dict.fromkeys(_OF_DOCUMENTS, of_document) | {
        "files": _file_is_seen("t.row", sight) + ("" if sight.untaken else f" AND t.outcome IN ({_KEPT})"),
        "texts": _file_is_seen("t.file", sight),
        "documents": _file_is_seen("t.file", sight),
        "corrections": f"""EXISTS (SELECT 1 FROM main.files f WHERE f.sha256 = t.sha256 AND f.outcome IN ({_KEPT})
            AND {_file_is_seen("f.row", sight)})""",
    }


def _file_is_seen(column: str, sight: Sight) -> str:
    """The condition that a file, by its key in this column, is there."""
    of_file = f"SELECT 1 FROM main.closed_files g WHERE g.file = {column}"
    permitted = f"(NOT EXISTS ({of_file}) OR EXISTS ({of_file} AND g.name IN ({_listed(sorted(sight.groups))})))"
    if sight.internal:
        return permitted
    return f"""{permitted} AND NOT EXISTS (SELECT 1 FROM main.files m WHERE m.row = {column} AND m.marking IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM main.exportable e WHERE e.sha256 = m.sha256))"""


def _listed(texts: Sequence[str]) -> str:
    """Texts as a list of SQL: a view takes no parameters."""
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
