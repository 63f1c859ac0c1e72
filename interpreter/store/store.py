"""The store of cases on this machine: save, find, load, decide, sign, erase. Nothing is overwritten.

`opening.open_store` gives one; `backup` copies and restores it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from interpreter.errors import StoreError
from interpreter.store import audit
from interpreter.store.listing import Listing, identity_values, same_person
from interpreter.store.records import Records
from interpreter.store.session import Session, erased_file_of
from interpreter.store.users import Users
from interpreter.store.values import (
    AuditRow,
    CaseContent,
    CaseState,
    CaseSummary,
    ChainReport,
    Entry,
    Kind,
    Right,
    StoredCase,
    StoredInput,
    User,
)

AUDITED = frozenset({"export", "print", "preview", "letter", "backup", "restore", "lock", "unlock", "clock changed"})
"""Actions outside the store that are worth a row of the trail; `Store.log` takes no other."""


class Store:
    """An open store, used in the thread that opened it. Each call that changes something is one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._database = session.database
        self._records = Records(session)
        self.users = Users(session)
        self._listing = Listing(session.database)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget the key and close the file; the window does so when it locks."""
        self._listing.forget()
        self._database.close()

    @property
    def path(self) -> Path:
        return self._session.path

    @property
    def user(self) -> User:
        return self._session.user()

    def save_case(self, case: CaseContent, *, expected_version: int = 0, amendment_reason: str = "") -> CaseSummary:
        """Save a case or a new version of it; what was there before stays in its history.

        `expected_version` is the version that was loaded, 0 for a new case: if somebody saved meanwhile, nothing is
        written. A signed case takes `amendment_reason` and becomes "amended" until it is signed again.

        Raises:
            StoreError: saved meanwhile by somebody else, signed and no reason given, erased, not allowed.
        """
        self._session.require(Right.ENTER)
        now = self._session.clock()
        identity = json.dumps(identity_values(case.identity), ensure_ascii=False).encode("utf-8")
        inputs = json.dumps([[item.file_name, item.sha256] for item in case.inputs], ensure_ascii=False).encode("utf-8")
        with self._database.writing():
            found = self._database.rows("SELECT version, state FROM cases WHERE id = ?", case.id)
            version, state = found[0] if found else (0, CaseState.DRAFT.value)
            _refuse_stale(case.id, version, expected_version)
            if found:
                uid, key = self._records.key_of(case.id)
                ever_signed = bool(self._records.latest(uid, key, Kind.SIGNATURE))
                new_state = _next_state(case, CaseState(state), ever_signed, amendment_reason)
                self._records.update_case(uid, key, case, new_state, version + 1, now, identity)
            else:
                uid = secrets.token_hex(16)
                new_state = CaseState.HELD if case.held else CaseState.DRAFT
                key = self._records.make_case(uid, case, new_state, now, identity)
            detail = f"version {version + 1}, basis {case.basis.value}"
            for kind, content in (
                (Kind.IDENTITY, identity),
                (Kind.INPUTS, inputs),
                (Kind.PERSON, case.person.encode("utf-8")),
                (Kind.CONSENT, ",".join(sorted(case.scopes)).encode("utf-8")),
            ):
                self._records.add_if_new(uid, key, case.id, kind, content, detail=detail)
            self._records.add(uid, key, case.id, Kind.RESULT, case.result.encode("utf-8"), detail=detail)
            if amendment_reason:
                reason = amendment_reason.encode("utf-8")
                self._records.add(uid, key, case.id, Kind.NOTE, reason, detail="amendment", name="amendment")
        self._listing.written()
        return self._listing.one(case.id)

    def list_cases(self, query: str = "", *, state: CaseState | None = None) -> tuple[CaseSummary, ...]:
        """Give cases, the latest changed first. Every word of `query` must occur in id, identity or tumour type."""
        self._session.require(Right.VIEW)
        words = query.casefold().split()
        return tuple(
            summary
            for text, summary in self._listing.all()
            if (state is None or summary.state is state) and all(word in text for word in words)
        )

    def earlier_cases(self, case_id: str) -> tuple[CaseSummary, ...]:
        """Give the other cases of the same person: same record number, or same name and birth date."""
        self._records.key_of(case_id)
        identity = self._listing.one(case_id).identity
        return tuple(
            other for other in self.list_cases() if other.id != case_id and same_person(other.identity, identity)
        )

    def load_case(self, case_id: str) -> StoredCase:
        """Give a case as it stands; that it was opened is noted in the trail.

        Raises:
            StoreError: there is no such case, or it was erased.
        """
        self._session.require(Right.VIEW)
        uid, key = self._records.key_of(case_id)
        stored = StoredCase(
            summary=self._listing.one(case_id),
            result=self._records.latest(uid, key, Kind.RESULT).decode("utf-8"),
            inputs=tuple(
                StoredInput(file_name=name, sha256=sha256)
                for name, sha256 in json.loads(self._records.latest(uid, key, Kind.INPUTS) or b"[]")
            ),
            person=self._records.latest(uid, key, Kind.PERSON).decode("utf-8"),
            scopes=self._scopes(uid, key),
            notes=self._records.entries(uid, key, Kind.NOTE),
            decisions=self._records.entries(uid, key, Kind.DECISION),
            reports=self._records.entries(uid, key, Kind.REPORT, with_content=False),
            signatures=self._records.entries(uid, key, Kind.SIGNATURE),
        )
        self._session.note("view", case_id)
        return stored

    def results_for(self, scope: str) -> Iterator[str]:
        """Give the latest result of every case whose consent covers `scope` now; held and erased cases are left out.

        What consent does not cover is not read at all; that the results were read is noted in the trail.
        """
        self._session.require(Right.VIEW)
        self._session.note("cohort", detail=scope)
        for _, summary in self._listing.all():
            if summary.state not in (CaseState.ERASED, CaseState.HELD):
                uid, key = self._records.key_of(summary.id)
                if scope in self._scopes(uid, key):
                    yield self._records.latest(uid, key, Kind.RESULT).decode("utf-8")

    def every_result(self, reason: str) -> Iterator[tuple[str, str]]:
        """Give (case id, latest result) of every case that is not erased, for a check of the whole store.

        `reason` is noted in the trail once, not once a case, and must hold nothing personal.
        """
        self._session.require(Right.VIEW)
        self._session.note("read all", detail=reason)
        for _, summary in self._listing.all():
            if summary.state is not CaseState.ERASED:
                uid, key = self._records.key_of(summary.id)
                yield summary.id, self._records.latest(uid, key, Kind.RESULT).decode("utf-8")

    def history(self, case_id: str, kind: Kind) -> tuple[Entry, ...]:
        """Give every version of one kind, oldest first: preferences, results, identity ... as they were."""
        self._session.require(Right.VIEW)
        uid, key = self._records.key_of(case_id)
        return self._records.entries(uid, key, kind)

    def add_note(self, case_id: str, text: str) -> None:
        self._add(case_id, Right.ENTER, Kind.NOTE, text.encode("utf-8"))

    def record_decision(self, case_id: str, card_id: str, decision: str, reason: str = "") -> None:
        """Keep what was decided on a conflict card; who and when come from the store."""
        content = json.dumps({"decision": decision, "reason": reason}, ensure_ascii=False)
        self._add(case_id, Right.DECIDE, Kind.DECISION, content.encode("utf-8"), card_id)

    def report(self, case_id: str, number: int) -> bytes:
        """Give the bytes of one report.

        Raises:
            StoreError: there is no such case or report.
        """
        self._session.require(Right.VIEW)
        uid, key = self._records.key_of(case_id)
        content = self._records.one(uid, key, Kind.REPORT, number)
        if content is None:
            raise StoreError(
                problem=f"The case '{case_id}' has no report {number}.",
                meaning="Nothing was changed.",
                remedy="Choose one of the reports listed with the case.",
            )
        return content

    def sign_case(
        self, case_id: str, meaning: str, *, expected_version: int, report: tuple[str, bytes] | None = None
    ) -> CaseSummary:
        """Sign a case as it stands; from then on a change makes an amended version (S19).

        `report` is the name and the bytes of the report that is signed: kept in the same transaction, with its hash in
        the signature, so that what was signed is what is handed out.

        Raises:
            StoreError: changed meanwhile, held, erased, or the user may not release.
        """
        self._session.require(Right.RELEASE)
        with self._database.writing():
            uid, key = self._records.key_of(case_id)
            version, state = self._database.rows("SELECT version, state FROM cases WHERE uid = ?", uid)[0]
            _refuse_stale(case_id, version, expected_version)
            if state in (CaseState.HELD, CaseState.SIGNED):
                raise StoreError(
                    problem=f"The case '{case_id}' is {state} and cannot be signed.",
                    meaning="Nothing was changed.",
                    remedy="Clear up why it is held, then save it again." if state == CaseState.HELD else "It is done.",
                )
            words: dict[str, object] = {"version": version, "meaning": meaning, "name": self._session.user_name}
            if report is not None:
                words["report_sha256"] = hashlib.sha256(report[1]).hexdigest()
                words["report"] = self._records.add(uid, key, case_id, Kind.REPORT, report[1], name=report[0])
            content = json.dumps(words, ensure_ascii=False).encode("utf-8")
            self._records.add(uid, key, case_id, Kind.SIGNATURE, content, detail=f"version {version}")
            self._database.run("UPDATE cases SET state = ? WHERE uid = ?", CaseState.SIGNED.value, uid)
        self._listing.written()
        return self._listing.one(case_id)

    def set_hold(self, case_id: str, reason: str) -> None:
        """State a legal duty to keep a case ("" lifts it); the administrator's decision."""
        self._session.require(Right.ADMINISTER)
        with self._database.writing():
            uid, _ = self._records.key_of(case_id)
            self._database.run("UPDATE cases SET hold = ? WHERE uid = ?", reason, uid)
            self._session.append("hold" if reason else "lift hold", case_id)
        self._listing.written()

    def erase_case(self, case_id: str, reason: str) -> None:
        """Destroy the case's key: its records stay as ciphertext nobody can read, and the audit chain stays whole.

        Raises:
            StoreError: no such case, a legal hold stands, or the user is no administrator.
        """
        self._session.require(Right.ADMINISTER)
        with self._database.writing():
            uid, _ = self._records.key_of(case_id)
            hold = self._database.value("SELECT hold FROM cases WHERE uid = ?", uid)
            if hold:
                raise StoreError(
                    problem=f"The case '{case_id}' must be kept: {hold}.",
                    meaning="It was not erased.",
                    remedy="Lift the hold first, if the duty to keep it has ended.",
                )
            _note_erased(self.path, uid)
            self._records.destroy_key(uid)
            self._session.append("erase", case_id, reason)
        self._database.flush()
        self._listing.written()

    def log(self, action: str, case_id: str = "", detail: str = "") -> None:
        """Add a row for something done outside the store (`AUDITED`); `detail` must hold nothing personal.

        Raises:
            ValueError: an action that is not in the list.
        """
        if action not in AUDITED:
            raise ValueError(f"not an action of the trail: {action}")
        self._session.note(action, case_id, detail)

    def audit(self, case_id: str = "") -> tuple[AuditRow, ...]:
        """Give the trail in order, of one case or of all."""
        self._session.require(Right.VIEW)
        return audit.rows(self._database, case_id)

    def audit_head(self) -> str:
        """Give "seq:digest" of the trail's last row, to be printed in reports and kept with backups."""
        return audit.head(self._database)

    def verify_chain(self, anchors: tuple[str, ...] = ()) -> ChainReport:
        """Check the whole trail and every record's ciphertext against it."""
        return audit.verify(self._database, self._session.audit_key, anchors)

    def page_faults(self) -> list[str]:
        """Check every page of the file; empty when all is well."""
        return self._database.faults()

    def require_administrator(self) -> None:
        """Refuse a user who may not look after the store.

        Raises:
            StoreError: the user's roles do not give it.
        """
        self._session.require(Right.ADMINISTER)

    def copy_to(self, target: Path) -> None:
        """Copy the database into a new file under the same key, for a backup (administrator)."""
        self._session.require(Right.ADMINISTER)
        self._database.copy_to(target, self._session.store_key)

    def erase_again(self, uids: tuple[str, ...]) -> int:
        """Destroy the keys of cases that were erased after a backup was made; give how many there were."""
        again = 0
        with self._database.writing():
            for uid in uids:
                case_id = self._database.value("SELECT id FROM cases JOIN case_keys USING (uid) WHERE uid = ?", uid)
                if case_id is not None:
                    self._records.destroy_key(uid)
                    self._session.append("erase", case_id, "erased before this backup was restored")
                    again += 1
        self._database.flush()
        self._listing.written()
        return again

    def _add(self, case_id: str, right: Right, kind: Kind, content: bytes, name: str = "") -> None:
        self._session.require(right)
        with self._database.writing():
            uid, key = self._records.key_of(case_id)
            self._records.add(uid, key, case_id, kind, content, name=name)

    def _scopes(self, uid: str, key: bytes) -> frozenset[str]:
        text = self._records.latest(uid, key, Kind.CONSENT).decode("utf-8")
        return frozenset(text.split(",")) - {""}


def _next_state(case: CaseContent, state: CaseState, ever_signed: bool, amendment_reason: str) -> CaseState:
    if state is CaseState.SIGNED and not amendment_reason.strip():
        raise StoreError(
            problem=f"The case '{case.id}' is signed and is not changed any more.",
            meaning="Nothing was saved.",
            remedy="Say why it must be amended; the signed version stays, and the new one is marked as amended.",
        )
    if case.held:
        return CaseState.HELD
    return CaseState.AMENDED if ever_signed else CaseState.DRAFT


def _refuse_stale(case_id: str, version: int, expected: int) -> None:
    if version == expected:
        return
    problem = (
        f"There is a case '{case_id}' already (version {version})."
        if not expected
        else f"The case '{case_id}' was changed meanwhile: it is at version {version}, not {expected}."
    )
    raise StoreError(
        problem=problem,
        meaning="Nothing was saved, so nobody's work is lost.",
        remedy="Load the case as it stands now, and make the change there; or take another case id.",
    )


def _note_erased(path: Path, uid: str) -> None:
    """Keep an erasure outside the database too, on the disk, so that a backup cannot bring the case back."""
    with erased_file_of(path).open("a", encoding="ascii") as file:
        file.write(f"{uid}\n")
        file.flush()
        os.fsync(file.fileno())
