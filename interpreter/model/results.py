"""Results typed in or from a caller's own summary: proteins, signatures, karyotype, sequence results, specimen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interpreter.model.variants import Origin


class State(StrEnum):
    """The only four states a marker may have (S1)."""

    DETECTED = "detected"
    NOT_DETECTED = "not_detected"
    NOT_ASSESSED = "not_assessed"
    INCONCLUSIVE = "inconclusive"


class SpecimenKind(StrEnum):
    TISSUE = "tissue"
    PLASMA = "plasma"
    BLOOD = "blood"
    MARROW = "marrow"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    kind: SpecimenKind = SpecimenKind.UNKNOWN
    site: str = ""
    collected: str = ""
    """ISO date or empty."""
    block_id: str = ""
    tumour_content: float | None = None
    """Fraction 0.0-1.0 of tumour cells; None = unknown, which is printed as a caveat."""
    germline: bool = False
    """True when this specimen is the person's germline (blood of a solid-tumour patient, saliva, ...)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerResult:
    """One protein, signature, karyotype, methylation, HLA or MRD result (RULES R8).

    `marker` is the canonical name of the marker language: "HER2", "PD-L1", "MSI", "MMR", "TMB", "HRD", "MGMT", ...
    Either `category` (positive, negative, low, ultralow, high, stable, deficient, proficient, methylated, ...) or
    `score` with `value`, or both. PD-L1 carries clone and score.
    """

    marker: str
    state: State
    """DETECTED when a value is there at all; NOT_ASSESSED / INCONCLUSIVE with `reason` when the test failed."""
    reason: str = ""
    category: str = ""
    score: str = ""
    """TPS, CPS, IC, TAP, %, IHC, mut/Mb, GIS."""
    value: float | None = None
    clone: str = ""
    ihc: str = ""
    """"0", "0 with staining", "1+", "2+", "3+" for HER2."""
    ish: str = ""
    """"amplified", "not amplified" or empty."""
    method: str = ""
    specimen: str = ""
    date: str = ""
    assay: str = ""
    callable_mb: float | None = None
    """Megabases a TMB rests on."""
    source: str = ""
    """Where it came from, in words: file name and entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceResult:
    """A typed-in sequence result of a kit without a VCF, or of an external report.

    `change` is a marker-language feature of the gene ("p.V600E", "exon 19 inframe deletion", "fusion", "mutation").
    A negative result proves absence only for the `codons`, `exons` or classes it lists.
    """

    gene: str
    change: str
    state: State
    method: str
    codons: tuple[tuple[int, int], ...] = ()
    exons: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    """Alteration classes tested: substitution, indel, itd, fusion, amplification, deletion, skipping, ..."""
    origin: Origin = Origin.UNKNOWN
    vaf: float | None = None
    depth: int | None = None
    limit: float | None = None
    """Detection limit as a VAF fraction."""
    reason: str = ""
    specimen: str = ""
    date: str = ""
    partner_gene: str = ""
    copy_number: float | None = None
    source: str = ""
    in_exons: tuple[int, ...] = ()
    """Exons in which the residues of `change` lie, by the gene's own transcript; empty where that is not certain."""
    typed_as: str = ""
    """The words as typed in, where `change` was renamed from an older numbering of residues; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PharmacogeneResult:
    """Phenotype of one pharmacogene from a germline sample (RULES R9)."""

    gene: str
    phenotype: str
    """"Normal Metabolizer", ...; empty when not assessed."""
    diplotype: str
    activity_score: float | None
    state: State
    drugs: tuple[tuple[str, str], ...]
    """(INN, consequence in our words)."""
    not_covered: tuple[str, ...]
    """Alleles or positions that decide and were not covered: never assumed reference."""
    reason: str = ""
    source: str = ""
