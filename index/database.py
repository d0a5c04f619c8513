"""The connections to library.db: one for each thread, each query's rows in the shape that suits it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from index.row_set import Rows
from index.schema import DATABASE, Connection, broken_database, connect, open_database


class Database:
    """library.db of one folder. Reading is safe from any thread and beside a writer; writing is for one process."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Raises IndexBuildError if there is none, or not one of ours."""
        self.folder = folder
        self._local = threading.local()
        # One connection for each thread; it goes when its thread ends.
        self._connections: WeakSet[Connection] = WeakSet()
        self._keep(open_database(folder, create=create))

    @property
    def open_connections(self) -> int:
        """How many threads have one."""
        return len(self._connections)

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in list(self._connections):
            connection.close()
        self._connections.clear()
        self._local = threading.local()

    def select(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query; a broken file raises IndexBuildError."""
        try:
            return self._connection().execute(sql, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            raise broken_database(self.folder / DATABASE, error) from error

    def tuples(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of a query as plain tuples: for very many of them."""
        try:
            cursor = self._connection().cursor()
            cursor.row_factory = None
            return cursor.execute(sql, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            raise broken_database(self.folder / DATABASE, error) from error

    def array(self, sql: str, values: Sequence[object], width: int) -> NDArray[np.int64]:
        """Return the rows of a query for whole numbers: int64 [n, width]."""
        return np.array(self.tuples(sql, values), np.int64).reshape(-1, width)

    def rows(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Return the one column of a query for keys."""
        return self.array(sql, values, 1)[:, 0]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        connection = self._connection()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise broken_database(self.folder / DATABASE, error) from error

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:  # one for each thread: SQLite's cursors are not shared
            connection = connect(self.folder / DATABASE)
            self._keep(connection)
        return connection

    def _keep(self, connection: Connection) -> None:
        self._local.connection = connection
        self._connections.add(connection)


def json_rows(rows: Sequence[int] | Rows) -> str:
    """Return keys as one value of a query: `WHERE row IN (SELECT value FROM json_each(?))`."""
    return json.dumps([int(row) for row in rows])
