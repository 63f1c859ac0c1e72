"""One case: what goes in, and the interpretation that comes out. Every output is made from these objects (S16)."""

from __future__ import annotations

from dataclasses import dataclass, field

from interpreter.model.alterations import Alteration
from interpreter.model.evidence import CatalogueInfo, TumourType
from interpreter.model.findings import ConflictCard, Finding, FitRow, MarkerRow, NearMiss, ReviewItem
from interpreter.model.genes import Assembly
from interpreter.model.person import Person
from interpreter.model.results import MarkerResult, PharmacogeneResult, SequenceResult, Specimen
from interpreter.model.variants import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyProof:
    """Which assembly an input is in, and why (S3)."""

    assembly: Assembly | None
    """None only for tables that name genes and need none."""
    confirmed: bool
    """False = stated, not confirmed by REF bases: a warning."""
    evidence: tuple[str, ...]
    """Readable alone, strongest first: REF bases, contig lengths, header lines, what the user stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSummary:
    """What is in one input file."""

    file_name: str
    sha256: str
    size: int
    format: str
    """"VCF 4.2", "VCF 4.3 (bgzip)", "BCF", "gVCF", "MAF", "Arriba", ..."""
    caller: str
    assembly: AssemblyProof
    samples: tuple[str, ...]
    tumour: str
    """Empty when the file has no sample column."""
    normal: str
    sample_reason: str
    """Why this sample is the tumour: header line, name, the user's choice, only sample."""
    ledger: Ledger
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftwareInfo:
    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the clinician states; files are named apart."""

    id: str
    order_id: str
    tumour_type: TumourType
    region: str
    """Agency of the hospital ("FDA", "EMA", "HC", "MHRA", ...); empty = not set: FDA or EMA counts."""
    date: str
    """ISO date of the interpretation; an input, never a clock."""
    specimen: Specimen = field(default_factory=Specimen)
    stage: str = ""
    line: str = ""
    prior_therapies: tuple[str, ...] = ()
    age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """The whole answer. `person` and `fit` are the second axis and never bend the first."""

    software: SoftwareInfo
    catalogue: tuple[CatalogueInfo, ...]
    reference: str
    """Name, version and sha256 of the transcript table."""
    case: Case
    inputs: tuple[InputSummary, ...]
    alterations: tuple[Alteration, ...]
    """Every called or unconfirmed allele within the transcripts of catalogue genes, silent ones too."""
    findings: tuple[Finding, ...]
    """Ordered: by tier, then level, exactness, therapy name; resistance is not sorted among options by readers."""
    markers: tuple[MarkerRow, ...]
    for_review: tuple[ReviewItem, ...]
    near_misses: tuple[NearMiss, ...]
    would_change: tuple[str, ...]
    """"Which untested marker would change this": sentences, most consequential first."""
    marker_results: tuple[MarkerResult, ...] = ()
    sequence_results: tuple[SequenceResult, ...] = ()
    pgx: tuple[PharmacogeneResult, ...] = ()
    person: Person | None = None
    fit: tuple[FitRow, ...] = ()
    conflicts: tuple[ConflictCard, ...] = ()
    warnings: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    """Sentences on how it was done: settings used, thresholds, defaults; printed in the report."""
    settings: tuple[tuple[str, str], ...] = field(default=())
    preliminary: bool = False
    """True for a first look by the index: never a final report."""

    def alteration(self, identity: str) -> Alteration:
        for alteration in self.alterations:
            if alteration.id == identity:
                return alteration
        raise KeyError(identity)
