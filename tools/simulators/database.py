"""One SQLite file per service: schema, seed rows from CSV, read-out for tests. Knows no service's rules.

A service's folder holds schema.sql and seed/<table>.csv; facts about people that several systems hold come from
people/<table>.csv.
"""

import csv
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
WRITTEN = """
CREATE TABLE written (
  key TEXT PRIMARY KEY, operation TEXT NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL, response TEXT NOT NULL
) WITHOUT ROWID;
"""
Cell = str | int | float | None


class SchemaChanged(Exception):
    """The database file was made by another version of the schema."""


class UnknownColumn(Exception):
    """A read-out named a table or column that does not exist."""


def open_database(path: Path, system: str) -> sqlite3.Connection:
    """Open the file, make and seed it when it is empty. Raises SchemaChanged with the remedy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    db.row_factory = sqlite3.Row
    # WAL with NORMAL: no disk flush per write; a crash of the machine may lose demo rows, never tear them.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "temp_store=MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    schema = (HERE / system / "schema.sql").read_text(encoding="utf-8") + WRITTEN
    version = zlib.crc32(schema.encode()) & 0x7FFFFFFF
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found == 0:
        with transaction(db):
            for statement in schema.split(";"):
                db.execute(statement)
            _seed(db, system)
            db.execute(f"PRAGMA user_version={version}")
    elif found != version:
        db.close()
        raise SchemaChanged(f"{path}: made by another version of {system}/schema.sql; delete the file to seed it anew")
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def reseed(db: sqlite3.Connection, system: str) -> None:
    with transaction(db):
        for table in tables(db):
            db.execute(f"DELETE FROM {table}")
        _seed(db, system)


def tables(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return [row["name"] for row in found]


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]


def _seed(db: sqlite3.Connection, system: str) -> None:
    for table in tables(db):
        for folder in (HERE / system / "seed", HERE / "people"):
            file = folder / f"{table}.csv"
            if file.exists():
                _load(db, table, file)
                break


def _load(db: sqlite3.Connection, table: str, file: Path) -> None:
    """Insert the file's rows; an empty cell is NULL. A column the table lacks is left out: it is not needed."""
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    kept = [name for name in columns(db, table) if rows and name in rows[0]]
    marks = ", ".join("?" * len(kept))
    values = [[row[name] or None for name in kept] for row in rows]
    db.executemany(f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})", values)


def records(db: sqlite3.Connection, table: str, where: Mapping[str, str]) -> tuple[list[str], list[dict[str, Cell]]]:
    """Raw rows of a table in order of writing, filtered by equality of columns as text. Raises UnknownColumn."""
    if table not in tables(db):
        raise UnknownColumn(f"unknown table {table!r}; there are: {', '.join(tables(db))}")
    names = columns(db, table)
    unknown = [name for name in where if name not in names]
    if unknown:
        raise UnknownColumn(f"unknown column {', '.join(unknown)} in {table}; there are: {', '.join(names)}")
    tests = " AND ".join(f"CAST({name} AS TEXT) = ?" for name in where) or "1"
    order = "key" if table == "written" else "rowid"
    found = db.execute(f"SELECT * FROM {table} WHERE {tests} ORDER BY {order}", tuple(where.values()))
    return names, [dict(row) for row in found]


def next_number(db: sqlite3.Connection, table: str, column: str, prefix: str, width: int = 6) -> str:
    """The next running number after the highest one that begins with prefix."""
    last = db.execute(
        f"SELECT max({column}) FROM {table} WHERE {column} >= ? AND {column} < ?", (prefix, prefix + "~")
    ).fetchone()[0]
    return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:0{width}d}"
