"""The list of cases: one line each, sealed in the database under the case's key, opened once and kept until a write."""

from __future__ import annotations

import json
from typing import Any

from interpreter.store import keys
from interpreter.store.database import Database
from interpreter.store.values import CaseState, CaseSummary, Identity

_IDENTITY = ("name", "birth_date", "record_number", "sample_id", "order_id")
_LINES = "SELECT uid, id, tumour_type, date, state, version, created_at, updated_at, owner, hold, identity FROM cases"


class Listing:
    """The lines of one open store, for the thread that opened it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[tuple[int, int], tuple[tuple[str, CaseSummary], ...]] | None = None
        self._writes = 0

    def written(self) -> None:
        """Take note that this process has changed a case."""
        self._writes += 1

    def forget(self) -> None:
        """Drop what was opened, when the store locks."""
        self._kept = None

    def all(self) -> tuple[tuple[str, CaseSummary], ...]:
        """Give (text to search, summary) of every case, the latest changed first; kept until anybody writes."""
        state = (self._database.value("PRAGMA data_version"), self._writes)
        if self._kept is None or self._kept[0] != state:
            # Two scans and a join here: joined in SQL, the random case keys would be looked up one page at a time.
            case_keys = dict(self._database.rows("SELECT uid, key FROM case_keys"))
            lines = [_opened(row, case_keys.get(row[0])) for row in self._database.rows(_LINES)]
            lines.sort(key=lambda line: line[1].id)
            lines.sort(key=lambda line: line[1].updated_at, reverse=True)
            self._kept = (state, tuple(lines))
        return self._kept[1]

    def one(self, case_id: str) -> CaseSummary:
        """Give the summary of a case that is there."""
        row = self._database.rows(f"{_LINES} WHERE id = ?", case_id)[0]
        return _opened(row, self._database.value("SELECT key FROM case_keys WHERE uid = ?", row[0]))[1]


def identity_values(identity: Identity) -> list[str]:
    """Give an identity in the order in which the lines keep it."""
    return [getattr(identity, name) for name in _IDENTITY]


def same_person(one: Identity, other: Identity) -> bool:
    """Tell whether two identities are of one person: by record number where both have one, else by name and birth."""
    if one.record_number and other.record_number:
        return one.record_number == other.record_number
    named = bool(one.name and one.birth_date)
    return named and (one.name.casefold(), one.birth_date) == (other.name.casefold(), other.birth_date)


def _opened(row: tuple[Any, ...], key: bytes | None) -> tuple[str, CaseSummary]:
    uid, case_id, tumour_type, date, state, version, created_at, updated_at, owner, hold, sealed = row
    values = json.loads(keys.unseal(key, sealed, f"{uid}|list").decode("utf-8")) if key is not None else []
    summary = CaseSummary(
        id=case_id,
        identity=Identity(**dict(zip(_IDENTITY, values, strict=False))),
        tumour_type=tumour_type,
        date=date,
        state=CaseState(state),
        version=version,
        created_at=created_at,
        updated_at=updated_at,
        owner=owner,
        hold=hold,
    )
    return "\n".join((case_id, tumour_type, *values)).casefold(), summary
