"""Assemblies, genes and transcripts as values. Coordinates are 1-based and inclusive, chromosomes without `chr`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CHROMOSOMES: tuple[str, ...] = (*(str(n) for n in range(1, 23)), "X", "Y", "MT")


class Assembly(StrEnum):
    """The two human assemblies that are read."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"

    @property
    def other(self) -> Assembly:
        return Assembly.GRCH38 if self is Assembly.GRCH37 else Assembly.GRCH37


class TranscriptStatus(StrEnum):
    MANE_SELECT = "MANE Select"
    MANE_PLUS_CLINICAL = "MANE Plus Clinical"
    STAND_IN = "stand-in"
    """Stands for MANE Select where MANE's own transcript has no coordinates (AKT1, FBXW7, MEN1, MITF, ROS1)."""
    ALTERNATE = "alternate"
    """An isoform whose numbering is in use beside MANE's."""


class SequenceStatus(StrEnum):
    COMPLETE = "complete"
    NO_STOP = "complete but for the stop codon"
    PARTIAL = "partial"
    LISTED_CODONS = "listed codons only"
    COORDINATES = "coordinates only"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExonLayout:
    """Exons of one transcript on one assembly, in genomic order (ascending), 1-based inclusive."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    cds_start: int
    """Lowest coding base."""
    cds_end: int
    """Highest coding base; the stop codon is inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One transcript in both assemblies. `cds` is the coding strand 5' to 3', start to stop, N where unknown."""

    gene: str
    hgnc_id: str
    accession: str
    """RefSeq with version where it is known: "NM_004333.6"."""
    ensembl: str
    protein: str
    """RefSeq protein with version, empty when unknown."""
    ensembl_protein: str
    status: TranscriptStatus
    chrom: str
    reverse: bool
    """True when the gene lies on the minus strand."""
    layouts: Mapping[Assembly, ExonLayout]
    cds: str
    """Empty when no base is known; never read a codon with N as unchanged."""
    cds_length: int
    protein_length: int
    sequence_status: SequenceStatus
    start_codon: str
    reference_differences: tuple[tuple[int, str, str], ...]
    """GRCh37 against GRCh38: (c. position, GRCh38 base, GRCh37 base), coding strand."""
    proves_assembly: bool
    """False for rows whose sequence must not be counted as evidence of an assembly (ORF clones)."""
    note: str
    source: str = ""
    """Where the sequence came from."""
    flanks: tuple[tuple[int, str, str], ...] = ()
    """Intron bases that are known: (exon number, bases just before it, bases just after it), coding strand."""
    tail: str = ""
    """Known bases right after the stop codon, coding strand: where a shifted frame ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gene:
    """Facts of one gene."""

    symbol: str
    hgnc_id: str
    aliases: tuple[str, ...]
    """Previous and alias symbols (MLL, HER2, PD-L1 ...)."""
    role: str
    """oncogene, suppressor, both, pharmacogene or empty."""
    hereditary: bool
    """True when pathogenic germline variants are a known cancer predisposition (RULES R9)."""
    clonal_haematopoiesis: bool
    fusion_side: str
    """Which side of a fusion keeps this gene's function: "3", "5", "either" or empty."""
    plain: str
    """One plain line for the patient's letter, empty when there is none."""
