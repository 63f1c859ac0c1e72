"""The person: their own words, wishes and situation. Never mined, never used to reorder evidence (docs/person.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Topic(StrEnum):
    """What a person may refuse to know."""

    INHERITED_RISK = "inherited_risk"
    RELATIVES_RISK = "relatives_risk"
    PROGNOSIS = "prognosis"
    UNCERTAIN_VARIANTS = "uncertain_variants"
    DRUG_METABOLISM = "drug_metabolism"


class Wish(StrEnum):
    WANTS = "wants"
    REFUSES = "refuses"
    NOT_ASKED = "not_asked"


class ReadingLevel(StrEnum):
    SIMPLE = "simple"
    STANDARD = "standard"
    DETAILED = "detailed"


class ConsentScope(StrEnum):
    """What a person can say yes to. What consent does not cover is not done (RULES R13)."""

    THIS_CARE = "this_care"
    STORAGE = "storage"
    GERMLINE = "germline"
    """Looking at inherited findings beyond what this treatment needs (RULES R13)."""
    RESEARCH = "research"
    REGISTRY = "registry"
    FAMILY_CONTACT = "family_contact"


class AccessStatus(StrEnum):
    """What the hospital's own staff entered about getting a medicine here; never guessed by the program."""

    FUNDED = "funded"
    ON_APPLICATION = "on_application"
    SELF_PAY = "self_pay"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """One structured preference. `key` and `value` are of the closed vocabulary in resources/rules/preferences.tsv."""

    key: str
    value: str
    importance: int
    """1 (a little) to 5 (decisive)."""
    date: str
    recorded_by: str
    note: str = ""
    expires: str = ""
    """Last ISO date on which it may still be relied on; empty = no end."""

    def is_expired(self, date: str) -> bool:
        """Tell whether it must be asked again on `date` (ISO)."""
        return bool(self.expires) and self.expires < date


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One version of one consent. A newer one of the same scope replaces it; nothing is overwritten."""

    scope: str
    """A `ConsentScope`: this_care, storage, germline, research, registry, family_contact."""
    given: bool
    version: str
    date: str
    by: str
    withdrawn_on: str = ""

    def holds(self, date: str) -> bool:
        """Tell whether this is a yes that stands on `date` (ISO)."""
        return self.given and self.date <= date and (not self.withdrawn_on or self.withdrawn_on > date)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    matters_most: str = ""
    avoid: str = ""
    beside_me: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAccess:
    """One user-entered row: can this medicine be had here, and who pays."""

    therapy: str
    """INN, or a regimen joined by " + "."""
    status: AccessStatus
    date: str
    recorded_by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEntry:
    """One user-entered trial to talk about; the program looks nothing up."""

    name: str
    identifier: str = ""
    place: str = ""
    note: str = ""
    date: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str = ""
    birth_date: str = ""
    """ISO date, or YYYY-MM or YYYY where no more is known; empty when not known."""
    record_number: str = ""
    own_words: OwnWords = field(default_factory=OwnWords)
    preferences: tuple[Preference, ...] = ()
    right_not_to_know: tuple[tuple[Topic, Wish], ...] = ()
    consents: tuple[Consent, ...] = ()
    medicines: tuple[str, ...] = ()
    """Names as said, or "class:<code>" for a class of interactions.tsv."""
    organ_limits: tuple[tuple[str, str], ...] = ()
    """(organ, value) of the closed vocabulary in organ_rules.tsv: ("renal", "severe")."""
    reading_level: ReadingLevel = ReadingLevel.STANDARD
    language: str = "en"
    large_type: bool = False
    interpreter_needed: bool = False
    legal_representative: str = ""
    sample_id: str = ""
    order_id: str = ""
    organ_measures: tuple[tuple[str, str], ...] = ()
    """(organ, how it was measured, in words): ("renal", "creatinine clearance 25 mL/min, 2026-10-02")."""
    allergies: tuple[str, ...] = ()
    interpreter_language: str = ""
    minor: bool = False
    """True when someone else must agree by law; `legal_representative` then names them."""
    access: tuple[LocalAccess, ...] = ()
    trials: tuple[TrialEntry, ...] = ()
    medicines_asked: bool = False
    """True when the list of medicines is complete as far as is known; only then does an empty list say "none"."""
    organs_asked: bool = False
    """True when organ function was looked at; only then does an empty list say "no limits"."""

    def wish(self, topic: Topic) -> Wish:
        for known, wish in self.right_not_to_know:
            if known is topic:
                return wish
        return Wish.NOT_ASKED

    def consent(self, scope: ConsentScope) -> Consent | None:
        """Give the latest consent of a scope (by date, then as listed); None when it was never asked."""
        latest: Consent | None = None
        for consent in self.consents:
            if consent.scope == scope and (latest is None or consent.date >= latest.date):
                latest = consent
        return latest

    def consents_to(self, scope: ConsentScope, date: str) -> bool:
        """Tell whether the latest consent of a scope is a yes that stands on `date`; never asked is a no."""
        latest = self.consent(scope)
        return latest is not None and latest.holds(date)
