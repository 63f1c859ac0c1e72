"""What was read from the files: alleles, calls, structural and tabular events, before any interpretation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from interpreter.model.genes import CHROMOSOMES, Assembly

_BASES = frozenset("ACGTN")


class CallStatus(StrEnum):
    """RULES R2. Only `CALLED` may meet a marker; `UNCONFIRMED` is reviewed and blocks a wild-type claim."""

    CALLED = "called"
    UNCONFIRMED = "unconfirmed"
    NOT_CALLED = "not_called"
    SITE_ONLY = "site_only"
    """A file without a sample and without reads: a list of sites, shown, drives nothing."""


class Origin(StrEnum):
    SOMATIC = "somatic"
    GERMLINE = "germline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One small allele on the plus strand, trimmed (no shared flank; an indel keeps one anchor base as in VCF)."""

    assembly: Assembly
    chrom: str
    pos: int
    ref: str
    alt: str

    def __post_init__(self) -> None:
        if self.chrom not in CHROMOSOMES:
            raise ValueError(f"unknown chromosome {self.chrom!r}")
        if self.pos < 1:
            raise ValueError(f"position {self.pos} is below 1")
        if not self.ref or not self.alt or self.ref == self.alt or not _BASES.issuperset(self.ref + self.alt):
            raise ValueError(f"not a pair of alleles: {self.ref!r} > {self.alt!r}")

    def __str__(self) -> str:
        return f"{self.chrom}-{self.pos}-{self.ref}-{self.alt} ({self.assembly})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a call was written: which input (0-based), which line (1-based), and its words as they stand there."""

    input_index: int
    file_name: str
    line: int
    text: str
    """CHROM-POS-REF-ALT as written ("chr7-140453136-A-T"), or the deciding cells of a table's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Reads of one allele in one sample. None = not given, never 0."""

    depth: int | None = None
    alt_reads: int | None = None
    vaf: float | None = None
    """Fraction 0.0-1.0: from the counts where there are any, else as the caller gave it."""
    vaf_text: str = ""
    """The fraction as printed: the caller's own digits where it gave them."""
    rule: str = ""
    """Which convention gave the figures ("AD/DP", "Strelka tier 1", "INFO TVAF/TDP"), for the because trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Alleles with the same `block` are phased to each other: same `haplotype` in cis, another in trans."""

    block: str
    haplotype: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnnotation:
    """One consequence as an annotator wrote it into the file."""

    annotator: str
    """VEP, SnpEff, bcftools csq, Funcotator, ANNOVAR, Nirvana, MAF."""
    gene: str
    transcript: str
    hgvs_c: str
    hgvs_p: str
    consequence: str
    canonical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantCall:
    """One ALT allele in the tumour sample; multi-allelic records are split when they are read."""

    variant: Variant
    source: Source
    status: CallStatus
    reason: str
    """Why the call is unconfirmed or drives nothing; empty when called."""
    support: Support
    filters: frozenset[str] | None
    """None = "." (filters not run), empty = PASS, else the filters it failed."""
    genotype: str
    """As written, empty when there is none."""
    homozygous: bool = False
    phase: Phase | None = None
    normal: Support | None = None
    """The same allele in the matched normal; None when there is no normal."""
    normal_called: bool = False
    germline_sample: bool = False
    """True when the sample read is itself a germline sample."""
    somatic_statement: str = ""
    """The caller's own word (SOMATIC flag, STATUS=StrongSomatic, TYPE), empty when none."""
    population_af: float | None = None
    """Highest population frequency the file states; used only to flag."""
    annotations: tuple[FileAnnotation, ...] = ()
    warnings: tuple[str, ...] = ()


class Side(StrEnum):
    """Which bases a breakend keeps."""

    LEFT = "left"
    """Bases at and below `pos` are kept."""
    RIGHT = "right"
    """Bases at and above `pos` are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakend:
    chrom: str
    pos: int
    keeps: Side


class StructuralType(StrEnum):
    BREAKEND = "BND"
    DELETION = "DEL"
    DUPLICATION = "DUP"
    INVERSION = "INV"
    INSERTION = "INS"
    COPY_NUMBER = "CNV"


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralCall:
    """One structural event; the two records of a breakend pair become one call."""

    assembly: Assembly
    source: Source
    status: CallStatus
    reason: str
    type: StructuralType
    first: Breakend
    second: Breakend | None
    """None for a single breakend."""
    length: int | None
    copy_number: float | None
    support: Support
    filters: frozenset[str] | None
    precise: bool = True
    normal_called: bool = False
    annotations: tuple[FileAnnotation, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionCall:
    """One fusion named by its genes (RNA callers, fusion tables)."""

    source: Source
    status: CallStatus
    reason: str
    gene5: str
    gene3: str
    caller: str
    in_frame: bool | None = None
    """None = the caller did not say."""
    breakpoint5: tuple[str, int] | None = None
    breakpoint3: tuple[str, int] | None = None
    exon5: int | None = None
    exon3: int | None = None
    reads: int | None = None
    filters: frozenset[str] | None = None
    from_rna: bool = True
    warnings: tuple[str, ...] = ()


class CopyState(StrEnum):
    AMPLIFICATION = "amplification"
    GAIN = "gain"
    NEUTRAL = "neutral"
    LOSS = "loss"
    DELETION = "deletion"
    """Homozygous: no copy is left."""
    UNDECIDED = "undecided"
    """A `<DUP>` or `<DEL>` without a copy number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNumberCall:
    """One segment or gene with its copies."""

    source: Source
    status: CallStatus
    reason: str
    genes: tuple[str, ...]
    """Catalogue genes named by the table or wholly/partly inside the segment."""
    segment: tuple[str, int, int] | None
    copy_number: float | None
    log2: float | None
    state: CopyState
    threshold: str
    """The rule that gave the state, in words: "copy number >= 6 (stated default)"."""
    caller: str
    whole_gene: bool = True
    filters: frozenset[str] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceBlock:
    """A stretch the file itself calls reference: a gVCF block or a reference row; 1-based inclusive."""

    chrom: str
    start: int
    end: int
    depth: int | None
    """MIN_DP where given, else DP, of the tumour sample; None = the file gives no depth."""
    passed: bool
    """False when the block failed a filter or its genotype is not 0/0."""
    source_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every record accounted for, once: read = reported + set aside + failed (RULES R5)."""

    read: int = 0
    reported: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    """Up to 100 failed records, each with line and reason."""
    not_read: int = 0
    """Records a first look by the index left unread; 0 for a full read."""

    @property
    def adds_up(self) -> bool:
        return self.read == self.reported + sum(self.set_aside.values()) + sum(self.failed.values())
