"""The audit trail: append-only, each row bound to the one before it and to the ciphertext it speaks of."""

from __future__ import annotations

import hashlib
import hmac
import json

from interpreter.store.database import Database
from interpreter.store.values import AuditRow, ChainReport

_START = "0" * 64
_COLUMNS = "seq, at, who, action, case_id, detail, content, previous, digest"


def audit_key(store_key: bytes) -> bytes:
    """Derive the key of the chain, so that a row cannot be made outside the store."""
    return hmac.new(store_key, b"interpreter audit chain 1", hashlib.sha256).digest()


def append(
    database: Database, key: bytes, *, at: str, who: str, action: str, case_id: str, detail: str, content: bytes
) -> int:
    """Add one row within the caller's transaction and give its number; `content` is the ciphertext it speaks of."""
    last = database.rows("SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1")
    seq, previous = (last[0][0] + 1, last[0][1]) if last else (1, _START)
    hashed = hashlib.sha256(content).hexdigest() if content else ""
    row = (seq, at, who, action, case_id, detail, hashed, previous)
    database.run(f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row, _digest(key, row))
    return seq


def rows(database: Database, case_id: str = "") -> tuple[AuditRow, ...]:
    """Give the trail in order, of one case or of all."""
    where, values = ("WHERE case_id = ?", (case_id,)) if case_id else ("", ())
    found = database.rows(f"SELECT seq, at, who, action, case_id, detail FROM audit {where} ORDER BY seq", *values)
    return tuple(
        AuditRow(seq=seq, at=at, who=who, action=action, case_id=case, detail=detail)
        for seq, at, who, action, case, detail in found
    )


def head(database: Database) -> str:
    """Give "seq:digest" of the last row, to be printed in reports and kept with backups."""
    last = database.rows("SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1")
    return f"{last[0][0]}:{last[0][1]}" if last else f"0:{_START}"


def verify(database: Database, key: bytes, anchors: tuple[str, ...] = ()) -> ChainReport:
    """Check every row, every ciphertext, and that the chain still holds the `anchors` ("seq:digest") seen before."""
    contents = {
        seq: hashlib.sha256(sealed).hexdigest() for seq, sealed in database.rows("SELECT seq, sealed FROM records")
    }
    faults: list[str] = []
    remarks: list[str] = []
    digests: dict[int, str] = {0: _START}
    expected, before, last_at = 1, _START, ""
    for row in database.rows(f"SELECT {_COLUMNS} FROM audit ORDER BY seq"):
        seq, at, content, previous, digest = row[0], row[1], row[6], row[7], row[8]
        if seq != expected:
            faults.append(f"row {expected} is missing")
        if previous != before:
            faults.append(f"row {seq} does not follow the row before it")
        if not hmac.compare_digest(_digest(key, row[:8]), digest):
            faults.append(f"row {seq} was changed")
        found = contents.pop(seq, "")
        if content and not found:
            faults.append(f"the record of row {seq} is missing")
        elif found != content:
            faults.append(f"the record of row {seq} was changed")
        if at < last_at:
            remarks.append(f"the clock went back before row {seq} ({last_at}, then {at})")
        expected, before, last_at = seq + 1, digest, max(at, last_at)
        digests[seq] = digest
    faults.extend(f"a record points to row {seq}, which is missing" for seq in sorted(contents))
    for anchor in anchors:
        seq_text, _, digest = anchor.partition(":")
        if not seq_text.isdigit() or digests.get(int(seq_text)) != digest:
            faults.append(f"row {seq_text}, seen before as {digest[:12]}, is no longer in the chain")
    return ChainReport(rows=expected - 1, head=head(database), faults=tuple(faults), remarks=tuple(remarks))


def _digest(key: bytes, row: tuple[object, ...]) -> str:
    text = json.dumps(list(row), ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key, text.encode("ascii"), hashlib.sha256).hexdigest()
