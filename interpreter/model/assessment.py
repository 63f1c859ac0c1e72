"""What was looked at in this sample: the proof a negative needs (S1, RULES R1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class AlterationClass(StrEnum):
    """Classes of change an assay can declare; reference rows and coverage prove the first two only."""

    SUBSTITUTION = "substitution"
    INDEL = "indel"
    ITD = "itd"
    FUSION = "fusion"
    AMPLIFICATION = "amplification"
    DELETION = "deletion"
    """Gene or exon deletion."""
    SKIPPING = "skipping"
    """Exon skipping seen in RNA."""
    REARRANGEMENT = "rearrangement"
    MSI = "msi"
    TMB = "tmb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The answer to "was this looked at, in this sample?".

    `assessed` is True only with proof of this sample. `reason` says why not (or what limits it); `proof` names the
    source of a positive answer ("gVCF blocks of case.g.vcf", "coverage panel.bed + assay X 1.2, sample_qc passed").
    """

    assessed: bool
    reason: str
    proof: str = ""
    min_depth: int | None = None
    detection_limit: float | None = None
    """VAF fraction."""
    missing: tuple[int, ...] = ()
    """Codons of the asked range without proof."""
    caveats: tuple[str, ...] = ()


class Assessed(Protocol):
    """Gives the proof for a question; one object a case, made of all sources (the weakest wins on contradiction)."""

    def codons(self, gene: str, first: int, last: int, classes: frozenset[AlterationClass]) -> Proof:
        """Was every base of the codons first..last (1-based, the gene's own transcript) assessed for these classes?"""
        ...

    def exon(self, gene: str, exon: int, classes: frozenset[AlterationClass]) -> Proof:
        """Was the whole coding part of one exon (and its splice sites) assessed?"""
        ...

    def gene(self, gene: str, classes: frozenset[AlterationClass]) -> Proof:
        """Was the whole coding sequence, or for fusion/amplification/... the gene as such, assessed?"""
        ...

    def positions(self, gene: str, names: tuple[str, ...], classes: frozenset[AlterationClass]) -> Proof:
        """Were named non-coding positions assessed (`names`: "c.-124" ...)?"""
        ...
