"""The catalogue as values: what is known, from which source, and whether the source was opened (RULES R12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from interpreter.model.genes import Gene


class Layer(StrEnum):
    """Who speaks: embedded < imported < local."""

    EMBEDDED = "embedded"
    IMPORTED = "imported"
    LOCAL = "local"


class Status(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Response(StrEnum):
    SENSITIVITY = "sensitivity"
    RESISTANCE = "resistance"
    REDUCED_BENEFIT = "reduced_benefit"
    TOXICITY = "toxicity"
    PROGNOSIS = "prognosis"
    DIAGNOSIS = "diagnosis"


AGAINST_THERAPY = frozenset({Response.RESISTANCE, Response.REDUCED_BENEFIT})
"""Such evidence, where it supports, speaks against its therapy and stands beside it (S12)."""


class Direction(StrEnum):
    SUPPORTS = "supports"
    DOES_NOT_SUPPORT = "does_not_support"


class EvidenceClass(StrEnum):
    """Our own classes; a source's level is kept beside and mapped by a table."""

    APPROVED = "approved"
    GUIDELINE = "guideline"
    RANDOMISED = "randomised"
    """Randomised or large cohort, consensus."""
    SMALL_STUDY = "small_study"
    """Small or retrospective studies; several case reports."""
    CASE_REPORT = "case_report"
    PRECLINICAL = "preclinical"
    INFERENTIAL = "inferential"


class ApprovalKind(StrEnum):
    REGULAR = "regular"
    ACCELERATED = "accelerated"
    CONDITIONAL = "conditional"
    PROVISIONAL = "provisional"
    REIMBURSED = "reimbursed"
    EXPANDED_ACCESS = "expanded_access"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Who opened the source, and when (RULES R12). Both empty = unverified; nobody is invented."""

    checked_by: str = ""
    checked_on: str = ""

    @property
    def verified(self) -> bool:
        return bool(self.checked_by and self.checked_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One row of sources.tsv."""

    id: str
    kind: str
    """label, guideline, trial, paper, registry, knowledge base."""
    text: str
    pmid: str = ""
    doi: str = ""
    nct: str = ""
    date_read: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One indication row: one agency's label for one evidence item."""

    id: str
    evidence_id: str
    agency: str
    kind: ApprovalKind
    status: Status
    product: str
    first_date: str = ""
    """ISO date or partial date (YYYY, YYYY-MM); empty when not known."""
    withdrawn_date: str = ""
    setting: str = ""
    line: str = ""
    prior_therapy: str = ""
    population: str = ""
    test: str = ""
    """companion, complementary, validated_test, none_stated or empty (not known)."""
    limitation: str = ""
    source_id: str = ""
    source_url: str = ""
    """Where the text of this indication was read: the label, a copy of it, or the agency's notice."""
    source_date: str = ""
    """Date of that text; empty when it shows none."""
    read_on: str = ""
    """When software compared the row with that text, as ISO date; a person has not (`verification` is theirs)."""
    verification: Verification = field(default_factory=Verification)

    @property
    def is_current(self) -> bool:
        return self.status is Status.CURRENT and self.kind is not ApprovalKind.WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One claim: this marker, in these tumours, for this regimen, says this.

    `biomarker` is the marker expression as text (RULES R6); the loader has proved that it parses.
    """

    id: str
    layer: Layer
    biomarker: str
    tumour_types: tuple[str, ...]
    """OncoTree codes; "ANY_SOLID" for any solid tumour, "ANY" for any tumour at all."""
    disease_excluded: tuple[str, ...]
    therapies: tuple[str, ...]
    """INN names, the parts of one regimen; empty for prognosis and diagnosis."""
    response: Response
    direction: Direction
    level: EvidenceClass
    source_level: str
    """The level in the source's own words."""
    statement: str
    """Our own sentence."""
    setting: str
    line: str
    prior_therapy: str
    population: str
    test: str
    region: str
    escat: str
    escat_citation: str
    citations: tuple[Citation, ...]
    approvals: tuple[Approval, ...]
    status: Status
    verification: Verification
    source_date: str
    note: str = ""
    disputed_by: tuple[str, ...] = ()
    """Ids of rows that say the contrary and are marked as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Therapy:
    """One medicine with the facts a person's life meets. Attribute values are vocabulary codes; empty = unknown."""

    inn: str
    brands: tuple[str, ...]
    drug_class: str
    targets: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    """Column of therapies.tsv -> values; a column with no value is absent."""
    citation: Citation | None
    label_date: str
    verification: Verification
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionTest:
    id: str
    device: str
    specimen: tuple[str, ...]
    therapies: tuple[str, ...]
    biomarker: str
    """Words of the claim (not an expression)."""
    tumour_types: tuple[str, ...]
    pathway: str
    citation: Citation | None
    verification: Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class TumourType:
    """One OncoTree node."""

    code: str
    name: str
    parent: str
    """Code of the parent, empty at the root."""
    haematological: bool
    synonyms: tuple[str, ...] = ()
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueInfo:
    """The release header of one layer's pack."""

    name: str
    layer: Layer
    version: str
    date: str
    sha256: str
    cut_off: Mapping[str, str]
    """Agency -> ISO date up to which it was looked at."""
    max_age_months: int
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that is known, all layers together."""

    releases: tuple[CatalogueInfo, ...]
    evidence: tuple[EvidenceItem, ...]
    therapies: Mapping[str, Therapy]
    genes: Mapping[str, Gene]
    companion_tests: tuple[CompanionTest, ...] = ()
    plain_lines: Mapping[str, str] = field(default_factory=dict)
    """Key ("gene:EGFR", "class:fusion", "drug_class:...", "tumour:LUAD") -> one plain line for the letter."""
    retired: Mapping[str, str] = field(default_factory=dict)
    """Evidence ids that a later layer no longer uses -> who said so and why."""
