"""Opens the encrypted SQLite file, brings its tables up to date, and turns its errors into words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from interpreter.errors import StoreError
from interpreter.store.migrations import APPLICATION_ID, MIGRATIONS

_BUSY_SECONDS = 5.0
_CACHE_KIB = 32_768
_SAFE_WAL = (3, 51, 3)
"""Before this version a WAL reset can corrupt the file when several processes write."""


class Database:
    """One connection, used in the thread that opened it."""

    def __init__(self, path: Path, key: bytes, *, busy_seconds: float = _BUSY_SECONDS) -> None:
        """Open `path` (made when it is not there) with a 32-byte key.

        Raises:
            StoreError: another program's file, a newer program's file, damaged, locked, or the disk refuses.
        """
        self.path = path
        with _told(path):
            self._connection = dbapi2.connect(str(path), timeout=busy_seconds, isolation_level=None)
        try:
            with _told(path):
                self._set_up(key)
            self._migrate()
        except BaseException:
            self._connection.close()
            raise

    def _set_up(self, key: bytes) -> None:
        run = self._connection.execute
        run(f"PRAGMA key = \"x'{key.hex()}'\"")
        run("SELECT count(*) FROM sqlite_master").fetchone()
        wal = "WAL" if dbapi2.sqlite_version_info >= _SAFE_WAL else "DELETE"
        run(f"PRAGMA journal_mode = {wal}")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA secure_delete = ON")
        run("PRAGMA trusted_schema = OFF")
        run(f"PRAGMA cache_size = -{_CACHE_KIB}")

    def _migrate(self) -> None:
        version, owner = self.value("PRAGMA user_version"), self.value("PRAGMA application_id")
        if version > len(MIGRATIONS):
            raise StoreError(
                problem=f"The store '{self.path.name}' was written by a newer program (format {version}).",
                meaning=f"This program knows format {len(MIGRATIONS)} and would misread it; nothing was changed.",
                remedy="Open it with the newer program, or restore a backup made before the change.",
            )
        if version and owner != APPLICATION_ID:
            raise StoreError(
                problem=f"'{self.path.name}' is a database of another program.",
                meaning="Nothing was changed.",
                remedy="Name the file of the case store.",
            )
        while version < len(MIGRATIONS):
            with self.writing():
                version = self.value("PRAGMA user_version")  # another process may have been faster
                if version < len(MIGRATIONS):
                    for statement in MIGRATIONS[version]:
                        self._connection.execute(statement)
                    version += 1
                    self._connection.execute(f"PRAGMA user_version = {version}")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is saved when the block ends, or nothing is.

        Raises:
            StoreError: locked by another process, or the disk refuses.
        """
        with _told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with _told(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            with suppress(dbapi2.Error):
                self._connection.execute("ROLLBACK")
            raise

    def run(self, statement: str, *values: object) -> None:
        with _told(self.path):
            self._connection.execute(statement, values)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with _told(self.path):
            return list(self._connection.execute(statement, values).fetchall())

    def value(self, statement: str, *values: object) -> Any:
        """Give the first cell of the first row, None when there is no row."""
        found = self.rows(statement, *values)
        return found[0][0] if found else None

    def copy_to(self, target: Path, key: bytes) -> None:
        """Copy the whole database as it stands into a new file under the same key, while it stays open."""
        with _told(target):
            copy = dbapi2.connect(str(target), isolation_level=None)
            try:
                copy.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
                self._connection.backup(copy)
            finally:
                copy.close()

    def faults(self) -> list[str]:
        """Check every page: SQLCipher's seal of each, then SQLite's own structure; empty when all is well."""
        with _told(self.path):
            sealed = [str(row[0]) for row in self._connection.execute("PRAGMA cipher_integrity_check").fetchall()]
            built = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check").fetchall()]
        return sealed + [fault for fault in built if fault != "ok"]

    def flush(self) -> None:
        """Bring the journal into the database and empty it, so that deleted keys do not linger there."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn a database error into problem, meaning, remedy; the library's words stay as the cause."""
    try:
        yield
    except dbapi2.Error as error:
        words = str(error).lower()
        if "locked" in words or "busy" in words:
            raise StoreError(
                problem=f"The store '{path.name}' is being written by another window or command on this machine.",
                meaning="Nothing of this change was saved.",
                remedy="Wait until the other one has finished, then try again.",
            ) from error
        if "full" in words or "i/o" in words or "unable to open" in words or "readonly" in words:
            raise StoreError(
                problem=f"The store '{path.name}' could not be written or opened: {error}.",
                meaning="Nothing of this change was saved; what was saved before is unharmed.",
                remedy="Free space on the disk, or check that the folder may be written to, then try again.",
            ) from error
        if "not a database" in words or "malformed" in words or "encrypted" in words:
            raise StoreError(
                problem=f"The file '{path.name}' is damaged, or its key file belongs to another store.",
                meaning="No case can be read from it; nothing was changed.",
                remedy="Restore the latest backup, and keep this file for the people who look after the program.",
            ) from error
        raise
