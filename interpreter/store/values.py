"""What the store takes and gives: frozen values, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    CLINICIAN = "clinician"
    LABORATORY = "laboratory"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a user may do; a role gives several."""

    VIEW = "view"
    ENTER = "enter"
    """Save cases, add notes and reports."""
    DECIDE = "decide"
    """Record what was decided on a conflict card."""
    RELEASE = "release"
    """Sign a case."""
    CURATE = "curate"
    """Release local catalogue rows and translations."""
    ADMINISTER = "administer"
    """Users, backup and restore, legal hold, erasure."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLINICIAN: frozenset({Right.VIEW, Right.ENTER, Right.DECIDE, Right.RELEASE}),
    Role.LABORATORY: frozenset({Right.VIEW, Right.ENTER, Right.CURATE}),
    Role.ADMINISTRATOR: frozenset({Right.VIEW, Right.CURATE, Right.ADMINISTER}),
}


class CaseState(StrEnum):
    DRAFT = "draft"
    HELD = "held"
    SIGNED = "signed"
    AMENDED = "amended"
    """Changed after it was signed, and not yet signed again."""
    ERASED = "erased"
    """The key is destroyed; only the audit trail and ciphertext nobody can read are left."""


class Basis(StrEnum):
    """Why the case may be stored (RULES R13)."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"


class Kind(StrEnum):
    """Kinds of record; each is only ever added, with a version that counts from 1 within case and kind."""

    IDENTITY = "identity"
    INPUTS = "inputs"
    RESULT = "result"
    PERSON = "person"
    CONSENT = "consent"
    NOTE = "note"
    DECISION = "decision"
    REPORT = "report"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a case is about. Sealed under the case's own key."""

    name: str = ""
    birth_date: str = ""
    record_number: str = ""
    sample_id: str = ""
    order_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInput:
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseContent:
    """One version of a case as it is saved."""

    id: str
    """The case id of the interpretation: no name in it (it stands in logs)."""
    identity: Identity
    tumour_type: str
    """OncoTree code."""
    date: str
    """ISO date of the interpretation."""
    result: str
    """The interpretation as JSON text; the store does not look inside."""
    basis: Basis
    inputs: tuple[StoredInput, ...] = ()
    person: str = ""
    """PERSON.toml text; empty when there is none."""
    scopes: frozenset[str] = frozenset()
    """Consent scopes that stand on the case's date (this_care, storage, germline, research, registry, ...)."""
    held: bool = False
    """True for a case that must not be reported yet (a sample that does not match its order, ...)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One line of the list of cases. Of an erased case the identity is empty."""

    id: str
    identity: Identity
    tumour_type: str
    date: str
    state: CaseState
    version: int
    created_at: str
    updated_at: str
    owner: str
    hold: str = ""
    """Reason of a legal duty to keep the case; empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record of a case's history."""

    kind: Kind
    version: int
    at: str
    who: str
    content: bytes
    name: str = ""
    """Of a report its file name, of a decision the id of its card; otherwise empty."""

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case as it stands: the latest of each kind, and all notes, decisions, signatures."""

    summary: CaseSummary
    result: str
    inputs: tuple[StoredInput, ...]
    person: str
    scopes: frozenset[str] = frozenset()
    notes: tuple[Entry, ...] = ()
    decisions: tuple[Entry, ...] = ()
    reports: tuple[Entry, ...] = ()
    """Without their bytes: `Store.report` gives those."""
    signatures: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    name: str
    roles: frozenset[Role]
    active: bool

    def may(self, right: Right) -> bool:
        return self.active and any(right in RIGHTS[role] for role in self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    seq: int
    at: str
    who: str
    action: str
    case_id: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a check of the audit chain found."""

    rows: int
    head: str
    """"seq:digest" of the last row: printed in reports and kept with backups, it proves later that no tail was cut."""
    faults: tuple[str, ...] = field(default=())
    remarks: tuple[str, ...] = field(default=())
    """Not faults: a clock that went back, for instance."""

    @property
    def whole(self) -> bool:
        return not self.faults
