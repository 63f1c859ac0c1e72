"""Records of cases: sealed under the case's own key, only ever added, each bound to a row of the audit trail."""

from __future__ import annotations

import zlib

from interpreter.errors import StoreError
from interpreter.store import keys
from interpreter.store.session import Session
from interpreter.store.values import CaseContent, CaseState, Entry, Kind


class Records:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._database = session.database

    def make_case(self, uid: str, case: CaseContent, state: CaseState, now: str, identity: bytes) -> bytes:
        """Enter a new case with a key of its own, and give the key."""
        key = keys.new_key()
        self._database.run(
            "INSERT INTO cases (uid, id, tumour_type, date, state, version, created_at, updated_at, owner, identity) "
            "VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
            uid, case.id, case.tumour_type, case.date, state.value, now, now, self._session.user_name,
            keys.seal(key, identity, f"{uid}|list"),
        )  # fmt: skip
        self._database.run("INSERT INTO case_keys (uid, key) VALUES (?, ?)", uid, key)
        return key

    def update_case(
        self, uid: str, key: bytes, case: CaseContent, state: CaseState, version: int, now: str, identity: bytes
    ) -> None:
        """Bring the line in the list of cases up to date; the records keep what it said before."""
        self._database.run(
            "UPDATE cases SET tumour_type = ?, date = ?, state = ?, version = ?, updated_at = ?, identity = ? "
            "WHERE uid = ?",
            case.tumour_type, case.date, state.value, version, now, keys.seal(key, identity, f"{uid}|list"), uid,
        )  # fmt: skip

    def key_of(self, case_id: str) -> tuple[str, bytes]:
        """Give (uid, key) of a case.

        Raises:
            StoreError: there is no such case, or its key was destroyed.
        """
        found = self._database.rows("SELECT uid, key FROM cases LEFT JOIN case_keys USING (uid) WHERE id = ?", case_id)
        if not found:
            raise StoreError(
                problem=f"There is no case '{case_id}' in this store.",
                meaning="Nothing was changed.",
                remedy="Look for it in the list of cases.",
            )
        uid, key = found[0]
        if key is None:
            raise StoreError(
                problem=f"The case '{case_id}' was erased.",
                meaning="Its records cannot be read by anybody any more; the audit trail says when and by whom.",
                remedy="Take a new case id for a new case.",
            )
        return uid, key

    def add(
        self, uid: str, key: bytes, case_id: str, kind: Kind, content: bytes, *, detail: str = "", name: str = ""
    ) -> int:
        """Seal one record, bind it to a new row of the trail, and give its version within case and kind."""
        latest = self._database.value("SELECT max(version) FROM records WHERE uid = ? AND kind = ?", uid, kind.value)
        version = (latest or 0) + 1
        sealed = keys.seal(key, zlib.compress(content, 6), f"{uid}|{kind.value}|{version}")
        seq = self._session.append(f"save {kind.value}", case_id, detail, sealed)
        self._database.run(
            "INSERT INTO records (uid, kind, version, seq, name, sealed) VALUES (?, ?, ?, ?, ?, ?)",
            uid, kind.value, version, seq, name, sealed,
        )  # fmt: skip
        return version

    def add_if_new(self, uid: str, key: bytes, case_id: str, kind: Kind, content: bytes, *, detail: str) -> None:
        """Add a record unless the latest of its kind says the same."""
        if content != self.latest(uid, key, kind):
            self.add(uid, key, case_id, kind, content, detail=detail)

    def latest(self, uid: str, key: bytes, kind: Kind) -> bytes:
        """Give the latest record of a kind; empty when there is none."""
        version = self._database.value("SELECT max(version) FROM records WHERE uid = ? AND kind = ?", uid, kind.value)
        return (self.one(uid, key, kind, version) or b"") if version is not None else b""

    def one(self, uid: str, key: bytes, kind: Kind, version: int) -> bytes | None:
        """Give one record's content, None when there is none of that version."""
        sealed = self._database.value(
            "SELECT sealed FROM records WHERE uid = ? AND kind = ? AND version = ?", uid, kind.value, version
        )
        return None if sealed is None else zlib.decompress(keys.unseal(key, sealed, f"{uid}|{kind.value}|{version}"))

    def entries(self, uid: str, key: bytes, kind: Kind, *, with_content: bool = True) -> tuple[Entry, ...]:
        """Give all records of a kind, oldest first."""
        found = self._database.rows(
            "SELECT version, at, who, name FROM records JOIN audit USING (seq) WHERE uid = ? AND kind = ? "
            "ORDER BY version",
            uid,
            kind.value,
        )
        return tuple(
            Entry(
                kind=kind,
                version=version,
                at=at,
                who=who,
                name=name,
                content=(self.one(uid, key, kind, version) or b"") if with_content else b"",
            )
            for version, at, who, name in found
        )

    def destroy_key(self, uid: str) -> None:
        """Make every record of a case unreadable for good."""
        self._database.run("DELETE FROM case_keys WHERE uid = ?", uid)
        self._database.run(
            "UPDATE cases SET state = ?, identity = x'', tumour_type = '', date = '' WHERE uid = ?",
            CaseState.ERASED.value,
            uid,
        )
