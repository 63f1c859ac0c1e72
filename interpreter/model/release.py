"""How far a stored report has come: version, who signed it, and what it replaces (S19)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    version: int
    """The version of the case that was signed."""
    name: str
    date: str
    """ISO date."""
    meaning: str = ""
    """What the signer stated by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """State of one version of a stored case. A report without one was never stored: a draft."""

    version: int
    entered_by: str = ""
    """Who saved this version."""
    entered_on: str = ""
    """ISO date."""
    signature: Signature | None = None
    """Of this version; None: it is a draft."""
    replaces: Signature | None = None
    """The signed version before this one, which stays in the store; None: nothing was signed before."""
    reasons: tuple[str, ...] = ()
    """Why it was amended, oldest first."""
    audit_head: str = ""
    """"row:digest" of the store's trail when the report was made."""
