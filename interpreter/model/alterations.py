"""Alterations: what a call means on a gene's transcript, structured so that markers can be evaluated on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interpreter.model.genes import Assembly
from interpreter.model.variants import (
    CallStatus,
    CopyState,
    FileAnnotation,
    Origin,
    Phase,
    Source,
    Support,
    Variant,
)


class AlterationKind(StrEnum):
    SMALL_VARIANT = "small_variant"
    STRUCTURAL = "structural"
    COPY_NUMBER = "copy_number"
    FUSION = "fusion"
    SIGNATURE = "signature"
    EXPRESSION = "expression"
    PHARMACOGENE = "pharmacogene"


class Consequence(StrEnum):
    """Sequence Ontology terms used here; `severity` orders them, most severe first."""

    TRANSCRIPT_ABLATION = "transcript_ablation"
    SPLICE_ACCEPTOR = "splice_acceptor_variant"
    SPLICE_DONOR = "splice_donor_variant"
    STOP_GAINED = "stop_gained"
    FRAMESHIFT = "frameshift_variant"
    STOP_LOST = "stop_lost"
    START_LOST = "start_lost"
    EXON_LOSS = "exon_loss_variant"
    INFRAME_INSERTION = "inframe_insertion"
    INFRAME_DELETION = "inframe_deletion"
    INFRAME_DELINS = "inframe_indel"
    MISSENSE = "missense_variant"
    PROTEIN_ALTERING = "protein_altering_variant"
    SPLICE_REGION = "splice_region_variant"
    POLYPYRIMIDINE = "splice_polypyrimidine_tract_variant"
    STOP_RETAINED = "stop_retained_variant"
    START_RETAINED = "start_retained_variant"
    SYNONYMOUS = "synonymous_variant"
    CODING_UNKNOWN = "coding_sequence_variant"
    """In coding sequence, but the reference bases are not known: never to be read as unchanged."""
    FIVE_PRIME_UTR = "5_prime_UTR_variant"
    THREE_PRIME_UTR = "3_prime_UTR_variant"
    PROMOTER = "upstream_gene_variant"
    INTRON = "intron_variant"
    DOWNSTREAM = "downstream_gene_variant"

    @property
    def severity(self) -> int:
        return _SEVERITY[self]

    @property
    def is_truncating(self) -> bool:
        return self in _TRUNCATING

    @property
    def changes_protein(self) -> bool:
        """True for every consequence that changes, or may change, the protein."""
        return self in _PROTEIN_CHANGING


_SEVERITY = {term: rank for rank, term in enumerate(Consequence)}
_TRUNCATING = frozenset({Consequence.STOP_GAINED, Consequence.FRAMESHIFT, Consequence.TRANSCRIPT_ABLATION})
_PROTEIN_CHANGING = frozenset(
    {
        Consequence.TRANSCRIPT_ABLATION,
        Consequence.SPLICE_ACCEPTOR,
        Consequence.SPLICE_DONOR,
        Consequence.STOP_GAINED,
        Consequence.FRAMESHIFT,
        Consequence.STOP_LOST,
        Consequence.START_LOST,
        Consequence.EXON_LOSS,
        Consequence.INFRAME_INSERTION,
        Consequence.INFRAME_DELETION,
        Consequence.INFRAME_DELINS,
        Consequence.MISSENSE,
        Consequence.PROTEIN_ALTERING,
        Consequence.CODING_UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProteinChange:
    """A predicted change of residues, in one-letter codes, after the 3' rule.

    `ref` are the reference residues first..last that the change replaces and `alt` what stands there instead, so a
    substitution is ref "V" alt "E"; a deletion has alt ""; an insertion between first and last = first + 1 has
    ref "" and alt the new residues (duplications too: `text` says dup). "*" is a stop.
    """

    first: int
    """1-based residue number on the transcript."""
    last: int
    ref: str
    alt: str
    text: str
    """One-letter HGVS without "p.": "V600E", "E746_A750del", "W288Cfs*12", "D770_N771insSVD", "M1?"."""
    frameshift: bool = False

    @property
    def is_insertion(self) -> bool:
        return self.ref == "" and self.alt != ""

    @property
    def net_residues(self) -> int:
        """Residues gained minus lost; meaningless for a frameshift."""
        return len(self.alt) - len(self.ref)

    @property
    def residues(self) -> range:
        """Reference residues replaced; for an insertion the two flanking ones."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingSpan:
    """Which bases of the coding sequence an allele replaces, HGVS c. numbering with intron offsets.

    `start`/`end` are c. positions (1-based; negative 5' of the start codon; None in 3'UTR or beyond);
    the offsets are the intronic part ("c.3028+1": start 3028, start_offset 1).
    """

    start: int | None
    start_offset: int
    end: int | None
    end_offset: int
    net_bases: int
    """Inserted minus deleted bases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an allele does to one transcript."""

    gene: str
    transcript: str
    consequence: Consequence
    also: tuple[Consequence, ...]
    """Further terms that hold (a missense in a splice region)."""
    hgvs_c: str
    """With accession: "NM_004333.6:c.1799T>A"."""
    hgvs_p: str
    """With accession and brackets: "NP_004324.2:p.(Val600Glu)"; empty when there is none or it is unknown."""
    protein: ProteinChange | None
    span: CodingSpan
    exons: tuple[int, ...]
    """Exon numbers touched, 1-based in transcript order, counting every exon of the transcript; empty if intronic."""
    introns: tuple[int, ...] = ()
    splice_sites: tuple[tuple[str, int], ...] = ()
    """Essential splice sites (±1, ±2) destroyed: ("donor", 14), ("acceptor", 14)."""
    near_splice: tuple[tuple[str, int, int], ...] = ()
    """Bases near a splice site touched: (site, exon, signed intronic offset: +5, -3)."""
    deleted_exons: tuple[int, ...] = ()
    """Exons removed whole."""
    duplicated_exons: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One event in one gene, ready to be matched. Units as in model.variants; `id` is unique and stable in a case."""

    id: str
    kind: AlterationKind
    gene: str
    assembly: Assembly | None
    variant: Variant | None
    effect: Effect | None
    """On the gene's own transcript (MANE Select or its stand-in)."""
    status: CallStatus
    reason: str
    support: Support
    filters: frozenset[str] | None
    origin: Origin
    origin_reason: str
    phase: Phase | None
    homozygous: bool
    sources: tuple[Source, ...]
    joined_from: tuple[str, ...] = ()
    """Ids of the alterations that were joined in phase into this one."""
    other_effects: tuple[Effect, ...] = ()
    """On alternate transcripts of the gene, for older numberings."""
    partner_gene: str = ""
    """The other gene of a fusion."""
    five_prime_gene: str = ""
    three_prime_gene: str = ""
    in_frame: bool | None = None
    copy_number: float | None = None
    copy_state: CopyState | None = None
    flags: frozenset[str] = frozenset()
    """"germline_suspect", "possible_clonal_haematopoiesis", "common_in_population", "from_rna", "typed_in"."""
    population_af: float | None = None
    annotations: tuple[FileAnnotation, ...] = ()
    warnings: tuple[str, ...] = ()
    label: str = ""
    """Short name for people: "BRAF V600E", "EML4::ALK fusion", "ERBB2 amplification (18 copies)"."""

    @property
    def protein_change(self) -> str:
        """One-letter change without "p.", empty when there is none or it is unknown."""
        return self.effect.protein.text if self.effect is not None and self.effect.protein is not None else ""


class PhaseRelation(StrEnum):
    CIS = "cis"
    TRANS = "trans"
    UNKNOWN = "unknown"


def phase_relation(one: Alteration, other: Alteration) -> PhaseRelation:
    """Tell whether two alterations lie on the same copy; a homozygous allele is in cis with everything."""
    if one.homozygous or other.homozygous:
        return PhaseRelation.CIS
    if one.phase is None or other.phase is None or one.phase.block != other.phase.block:
        return PhaseRelation.UNKNOWN
    return PhaseRelation.CIS if one.phase.haplotype == other.phase.haplotype else PhaseRelation.TRANS


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneReadings:
    """Every reading of one gene that the phase data allow (RULES R3, S4).

    Almost always one. Two unphased substitutions of one codon give two: apart, and joined into one alteration.
    """

    gene: str
    readings: tuple[tuple[Alteration, ...], ...]
    note: str = ""
    """What the readings differ in, in words; empty when there is one."""
