"""The person: their own words, wishes and situation. Never mined, never used to reorder evidence (DESIGN 6)."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    scope: str
    """this_care, storage, research, registry, family_contact."""
    given: bool
    version: str
    date: str
    by: str
    withdrawn_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    matters_most: str = ""
    avoid: str = ""
    beside_me: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str = ""
    birth_date: str = ""
    record_number: str = ""
    own_words: OwnWords = field(default_factory=OwnWords)
    preferences: tuple[Preference, ...] = ()
    right_not_to_know: tuple[tuple[Topic, Wish], ...] = ()
    consents: tuple[Consent, ...] = ()
    medicines: tuple[str, ...] = ()
    organ_limits: tuple[tuple[str, str], ...] = ()
    """(organ code, value): ("renal", "CrCl 25")."""
    reading_level: ReadingLevel = ReadingLevel.STANDARD
    language: str = "en"
    large_type: bool = False
    interpreter_needed: bool = False
    legal_representative: str = ""

    def wish(self, topic: Topic) -> Wish:
        for known, wish in self.right_not_to_know:
            if known is topic:
                return wish
        return Wish.NOT_ASKED
