"""The tables of library.db, and how the file is opened and checked."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

from ingest.errors import IndexBuildError

DATABASE = "library.db"
SCHEMA_VERSION = 3
_BEFORE = 2  # the version that is brought up to this one where it is opened
# "JDLB": another program's SQLite file is told from ours by this.
APPLICATION_ID = 0x4A444C42

# Keys of documents and clauses are never used twice (AUTOINCREMENT): the derived indexes know clauses by them alone.
_TABLES = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE files (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,                 -- as given to ingest
    absolute TEXT NOT NULL,             -- the same from the root, links kept
    resolved TEXT NOT NULL UNIQUE,      -- links followed
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    outcome TEXT NOT NULL,              -- added, updated: in the library; failed, refused: see error
    error TEXT,
    format TEXT,
    pages INTEGER,
    warnings TEXT NOT NULL DEFAULT '[]',
    coverage TEXT,                      -- JSON: characters, in_clauses, in_fields, dropped
    marking TEXT                        -- 内部资料, as printed; NULL: none
);
-- The same content is in the library once, whatever its names.
CREATE UNIQUE INDEX files_by_content ON files (sha256) WHERE outcome IN ('added', 'updated');

CREATE TABLE texts (
    file INTEGER PRIMARY KEY REFERENCES files (row) ON DELETE CASCADE,
    text TEXT NOT NULL                  -- what the spans of all the file's documents count in
);

CREATE TABLE documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    file INTEGER NOT NULL REFERENCES files (row) ON DELETE CASCADE,
    document_id TEXT NOT NULL UNIQUE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    title TEXT,
    document_number TEXT,
    normal_number TEXT,
    year INTEGER,                       -- of the number, else of dated_on
    issuing_authorities TEXT NOT NULL,  -- JSON, as the two below
    addressees TEXT NOT NULL,
    copied_to TEXT NOT NULL,
    document_type TEXT,
    region TEXT,
    level TEXT,
    dated_on TEXT,
    printed_on TEXT,
    effective_on TEXT,
    expires_on TEXT,
    status TEXT NOT NULL,
    wraps TEXT,
    form TEXT NOT NULL,
    part_of TEXT,
    signatories TEXT NOT NULL,          -- JSON, as the next
    annexes TEXT NOT NULL,
    title_key TEXT                      -- what a title is looked up by, see index/lineage.py
);
CREATE INDEX documents_by_file ON documents (file);
CREATE INDEX documents_by_number ON documents (normal_number);
CREATE INDEX documents_by_title ON documents (title_key);

CREATE TABLE evidence (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    field TEXT NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    confidence REAL NOT NULL,
    PRIMARY KEY (document, field)
) WITHOUT ROWID;

CREATE TABLE clauses (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    clause_id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,                 -- JSON
    marker TEXT NOT NULL,
    heading TEXT,
    text TEXT NOT NULL,                 -- texts.text[start:end], kept so that one clause can be read alone
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    boxes TEXT NOT NULL,                -- JSON: [[page, x0, y0, x1, y1]]
    level INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text_key BLOB NOT NULL              -- digest of the index text: the key of its embedding
);
CREATE INDEX clauses_by_document ON clauses (document);
CREATE INDEX clauses_by_text ON clauses (text_key);

CREATE TABLE "references" (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    relation TEXT NOT NULL,
    title TEXT,
    document_number TEXT,
    normal_number TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    clause_id TEXT,
    pinpoint TEXT,
    target TEXT,                        -- document_id or clause_id in the same file
    title_key TEXT,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
CREATE INDEX references_by_number ON "references" (normal_number);
CREATE INDEX references_by_title ON "references" (title_key);

CREATE TABLE validity (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    clause_id TEXT,
    "on" TEXT,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

CREATE TABLE review (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    field TEXT NOT NULL,
    problem TEXT NOT NULL,
    message TEXT NOT NULL,
    evidence TEXT NOT NULL,             -- JSON: [[text, start, end, page, confidence]]
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;

-- Rows of tables under the names of their columns; the header rows themselves stand in header_start, header_end.
CREATE TABLE table_rows (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    clause_id TEXT NOT NULL,
    "table" INTEGER NOT NULL,           -- ordinal of the table in its document
    table_start INTEGER NOT NULL,
    table_end INTEGER NOT NULL,
    header_start INTEGER,
    header_end INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    cells TEXT NOT NULL,                -- JSON: [[column, text, start, end]]
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
CREATE INDEX table_rows_by_clause ON table_rows (clause_id);

CREATE TABLE quantities (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    clause_id TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT,
    operator TEXT NOT NULL,
    value REAL NOT NULL,
    upper REAL,
    unit TEXT NOT NULL,
    per TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
) WITHOUT ROWID;
CREATE INDEX quantities_by_clause ON quantities (clause_id);

-- What people corrected, oldest first: no link to documents, so that a file read again finds its corrections.
CREATE TABLE corrections (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL,               -- of the file
    ordinal INTEGER NOT NULL,           -- of the document in the file, from 1
    field TEXT NOT NULL,
    value TEXT,                         -- as the person wrote it; NULL: the earlier correction is taken back
    previous TEXT,                      -- what stood there before
    made_by TEXT,
    made_at TEXT NOT NULL,              -- local time, ISO 8601
    reason TEXT
);
CREATE INDEX corrections_by_file ON corrections (sha256);

-- No link to clauses: a clause that comes back, or stands in a changed file unchanged, finds its vector again.
CREATE TABLE embeddings (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,
    text_key BLOB NOT NULL,
    vector BLOB NOT NULL,               -- float16, normalised
    UNIQUE (fingerprint, text_key)
);
"""


# Who may read which file. What was closed once stays closed: where its content changes, where it is moved or comes back
# after it was removed, and from the same moment at which the file is there, for these are triggers.
_ACCESS_TABLES = """
CREATE TABLE read_groups (
    place TEXT NOT NULL,                -- files.resolved; a folder or archive with its separator; sha256: and the hash
    name TEXT NOT NULL,                 -- of the group whose members may read it
    PRIMARY KEY (place, name)
) WITHOUT ROWID;
CREATE INDEX read_groups_of_folders ON read_groups (place) WHERE substr(place, -1) IN ('/', '\\');

-- The same by file; a file that is not here may be read by all who are signed in.
CREATE TABLE closed_files (
    file INTEGER NOT NULL REFERENCES files (row) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (file, name)
) WITHOUT ROWID;

-- Content marked 内部资料 that an administrator lets out in exports.
CREATE TABLE exportable (
    sha256 TEXT PRIMARY KEY,
    allowed_by TEXT NOT NULL,
    allowed_at TEXT NOT NULL            -- local time, ISO 8601
) WITHOUT ROWID;

CREATE TRIGGER file_closed_as_it_comes AFTER INSERT ON files WHEN EXISTS (SELECT 1 FROM read_groups) BEGIN
    {closing}
END;
CREATE TRIGGER file_closed_as_it_moves AFTER UPDATE OF resolved ON files
WHEN substr(NEW.resolved, 1, 1) <> char(0) AND EXISTS (SELECT 1 FROM read_groups) BEGIN
    DELETE FROM closed_files WHERE file = NEW.row;
    {closing}
END;
"""
_CLOSING = """
    INSERT OR IGNORE INTO read_groups
        SELECT NEW.resolved, name FROM read_groups WHERE place = 'sha256:' || NEW.sha256 AND NEW.sha256 <> '';
    INSERT OR IGNORE INTO read_groups
        SELECT 'sha256:' || NEW.sha256, name FROM read_groups WHERE place = NEW.resolved AND NEW.sha256 <> '';
    INSERT OR IGNORE INTO closed_files SELECT NEW.row, name FROM read_groups WHERE place = NEW.resolved;
    INSERT OR IGNORE INTO closed_files
        SELECT NEW.row, name FROM read_groups
        WHERE substr(place, -1) IN ('/', '\\') AND substr(NEW.resolved, 1, length(place)) = place;
"""
_ACCESS = _ACCESS_TABLES.format(closing=_CLOSING)


class Connection(sqlite3.Connection):
    """A connection that can be referred to weakly: it goes with the thread that opened it."""


def open_database(folder: Path, *, create: bool) -> Connection:
    """Return a connection to the library in `folder`, its tables made if `create` and there are none.

    Raises IndexBuildError when there is no library, or the file is not one that this version can read.
    """
    database = folder / DATABASE
    _require_folder(folder)
    if create:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexBuildError(
                folder, f"不能建立资料库文件夹（{error.strerror}）", "请换一个可以写入的位置"
            ) from error
    elif not database.is_file():
        raise IndexBuildError(
            folder, "这里还没有资料库", "请先运行 judian ingest 把公文入库，或用 --library 指明资料库所在的文件夹"
        )
    try:
        connection = connect(database)
        version = _checked_version(connection, database)
        if version == 0 and create:
            _create_tables(connection)
        elif version == 0:
            raise IndexBuildError(folder, "资料库还没有建好", "请再运行一次 judian ingest")
        elif version == _BEFORE:
            _bring_up(connection, needed=create)
    except sqlite3.DatabaseError as error:
        raise broken_database(database, error) from error
    return connection


def _require_folder(folder: Path) -> None:
    """Refuse a path that no library can have; the lexical index takes names in UTF-8 alone."""
    try:
        str(folder).encode("utf-8")
        is_other = folder.exists() and not folder.is_dir()
        (folder / DATABASE).is_file()
    except UnicodeEncodeError as error:
        raise IndexBuildError(folder, "资料库文件夹的名称不是 UTF-8 编码", "请换一个名称，或给文件夹改名") from error
    except OSError as error:
        raise IndexBuildError(
            folder, f"资料库文件夹打不开（{error.strerror}）", "请检查访问权限，或换一个位置"
        ) from error
    if is_other:
        raise IndexBuildError(folder, "这是一个文件，不能用作资料库", "请用 --library 指明一个文件夹")


def connect(database: Path) -> Connection:
    """Return a connection that commits by explicit transactions and waits for another process's write."""
    connection = sqlite3.connect(
        database, timeout=30, isolation_level=None, check_same_thread=False, factory=Connection
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")  # pages of 4 KB; a checkpoint waits for the disk
    return connection


def broken_database(database: Path, error: sqlite3.DatabaseError) -> IndexBuildError:
    """Return the error that tells a person what a failure of SQLite means."""
    if isinstance(error, sqlite3.OperationalError):
        return IndexBuildError(
            database, f"资料库不能读写（{error}）", "请检查磁盘空间和文件夹权限，并确认没有别的程序占用"
        )
    return IndexBuildError(
        database, f"资料库文件已损坏或不是资料库（{error}）", "请移走这个文件，再运行 judian ingest 重新入库"
    )


def _checked_version(connection: sqlite3.Connection, database: Path) -> int:
    """Return the schema version of the file, 0 if it is empty."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty:
        return 0
    if application != APPLICATION_ID:
        raise IndexBuildError(database, "这是别的程序的数据库，不是据典的资料库", "请另选一个文件夹作为资料库")
    if version > SCHEMA_VERSION:
        raise IndexBuildError(
            database, f"资料库由较新的据典建立（结构版本 {version}，本程序支持 {SCHEMA_VERSION}）", "请升级据典"
        )
    if version < _BEFORE:
        raise IndexBuildError(
            database,
            f"资料库由旧版据典建立（结构版本 {version}，本程序需要 {SCHEMA_VERSION}）",
            "请移走资料库文件夹，再运行 judian ingest 重新入库",
        )
    return version


def _bring_up(connection: sqlite3.Connection, *, needed: bool) -> None:
    """Add what this version has more; a library that cannot be written now is read as it is, unless it is `needed`."""
    try:
        connection.execute("PRAGMA busy_timeout = 2000")
        connection.executescript(
            f"BEGIN IMMEDIATE; ALTER TABLE files ADD COLUMN marking TEXT; {_ACCESS}"
            f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
        )
    except sqlite3.OperationalError as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        # Another process may just have done it.
        if needed and connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            raise broken_database(Path(DATABASE), error) from error
    finally:
        connection.execute("PRAGMA busy_timeout = 30000")


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # One transaction: whoever dies in it leaves an empty file, which the next run fills.
    library_id = uuid.uuid4().hex  # so that an index of another library is never taken for this one's
    connection.executescript(
        f"BEGIN IMMEDIATE; {_TABLES} {_ACCESS}"
        f"INSERT INTO settings VALUES ('generation', '0'), ('library_id', '{library_id}');"
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )
