"""What every reader hands on, whatever the format of its file."""

from __future__ import annotations

from dataclasses import dataclass, field

from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.results import MarkerResult
from interpreter.model.variants import CopyNumberCall, FusionCall, ReferenceBlock, StructuralCall, VariantCall
from interpreter.variants.ledger import LedgerBook


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user stated about one input."""

    input_index: int = 0
    assembly: Assembly | None = None
    tumour_sample: str = ""
    normal_sample: str = ""
    germline_sample: bool = False
    """True when the specimen is stated to be the person's germline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputContents:
    """One input, read whole. Calls are those inside the transcripts of the table's genes; the ledger holds the rest."""

    input_index: int = 0
    file_name: str
    sha256: str
    size: int
    format: str
    caller: str
    assembly: AssemblyProof
    samples: tuple[str, ...]
    tumour: str
    normal: str
    sample_reason: str
    calls: tuple[VariantCall, ...] = ()
    structural: tuple[StructuralCall, ...] = ()
    fusions: tuple[FusionCall, ...] = ()
    copy_numbers: tuple[CopyNumberCall, ...] = ()
    blocks: tuple[ReferenceBlock, ...] = ()
    reference_sites: tuple[ReferenceBlock, ...] = ()
    """Single bases called reference in rows that ask for an allele: they speak of themselves, of no other place."""
    unread_places: tuple[tuple[str, int, int], ...] = ()
    """Chromosome, first and last base (1-based) of failed records: nothing is proved there."""
    germline_caller: bool = False
    """True when the file's own words say that a germline caller made it: its blocks never prove a somatic negative."""
    marker_results: tuple[MarkerResult, ...] = ()
    header_claims: tuple[MarkerResult, ...] = ()
    """Signatures that free header text claims: INCONCLUSIVE each, for no known caller stands behind them (R8)."""
    ledger: LedgerBook = field(default_factory=LedgerBook)
    """Open still: the interpretation tells it which records were reported, then closes it."""
    warnings: tuple[str, ...] = ()
    preliminary: bool = False
