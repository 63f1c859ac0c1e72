"""The store's tables, step by step. Append-only: a step that was ever released is never changed."""

from __future__ import annotations

APPLICATION_ID = 0x494E5452
"""Marks the file as ours ("INTR")."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE users (name TEXT PRIMARY KEY, roles TEXT NOT NULL, active INTEGER NOT NULL) STRICT",
        """CREATE TABLE cases (
            uid TEXT PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            tumour_type TEXT NOT NULL,
            date TEXT NOT NULL,
            state TEXT NOT NULL,
            version INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            owner TEXT NOT NULL,
            hold TEXT NOT NULL DEFAULT '',
            identity BLOB NOT NULL
        ) STRICT""",
        "CREATE INDEX cases_by_update ON cases (updated_at DESC, id)",
        "CREATE TABLE case_keys (uid TEXT PRIMARY KEY REFERENCES cases (uid), key BLOB NOT NULL) STRICT",
        """CREATE TABLE audit (
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            action TEXT NOT NULL,
            case_id TEXT NOT NULL,
            detail TEXT NOT NULL,
            content TEXT NOT NULL,
            previous TEXT NOT NULL,
            digest TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE records (
            uid TEXT NOT NULL REFERENCES cases (uid),
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            seq INTEGER NOT NULL UNIQUE REFERENCES audit (seq),
            name TEXT NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (uid, kind, version)
        ) STRICT""",
        *(
            f"""CREATE TRIGGER {table}_{change.lower()}_refused BEFORE {change} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
            for table in ("audit", "records")
            for change in ("UPDATE", "DELETE")
        ),
    ),
)
