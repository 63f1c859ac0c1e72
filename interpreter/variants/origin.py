"""Somatic, germline or unknown, and what must be flagged (S10, RULES R9)."""

from __future__ import annotations

from interpreter.model.genes import Gene
from interpreter.model.results import Specimen, SpecimenKind
from interpreter.model.variants import Origin, VariantCall
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings

GERMLINE_SUSPECT = "germline_suspect"
CLONAL_HAEMATOPOIESIS = "possible_clonal_haematopoiesis"
COMMON = "common_in_population"
_NORMAL_DEPTH = 10
"""Reads of the normal from which an inherited allele would have shown: none of 10 by chance is 1 in 1000."""


def origin_of(call: VariantCall) -> tuple[Origin, str]:
    """Tell where an allele comes from, with the reason in words; a tumour-only call is unknown."""
    if call.germline_sample:
        return Origin.GERMLINE, "called in a germline sample"
    if call.normal_called:
        return Origin.GERMLINE, "the matched normal carries it too"
    if call.normal is not None and call.normal.depth is not None and call.normal.depth < _NORMAL_DEPTH:
        return Origin.UNKNOWN, f"the matched normal has {call.normal.depth} reads there: too few to tell"
    if call.normal is not None:
        reads = "" if call.normal.depth is None else f" ({call.normal.alt_reads or 0} of {call.normal.depth} reads)"
        return Origin.SOMATIC, f"not called in the matched normal{reads}"
    if call.somatic_statement:
        return Origin.SOMATIC, f"the caller says so: {call.somatic_statement}"
    return Origin.UNKNOWN, "tumour only: somatic and germline cannot be told apart"


def flags_of(
    call: VariantCall,
    origin: Origin,
    gene: Gene | None,
    changes_protein: bool,
    specimen: Specimen,
    haematological: bool,
    settings: Settings,
    age: int | None = None,
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the flags of a call and a sentence for each; a lower VAF never excludes a germline origin."""
    flags: dict[str, str] = {}
    vaf = call.support.vaf
    if origin is Origin.UNKNOWN and gene is not None and gene.hereditary and changes_protein and vaf is not None:
        indel = len(call.variant.ref) != len(call.variant.alt)
        limit = settings.germline_vaf_indel if indel else settings.germline_vaf_snv
        if vaf >= limit and not _too_old(gene.symbol, age):
            flags[GERMLINE_SUSPECT] = (
                f"possibly germline: {gene.symbol} is a hereditary cancer gene and the VAF is at or above {limit:.2f}"
            )
    liquid = specimen.kind in (SpecimenKind.PLASMA, SpecimenKind.BLOOD)
    if liquid and not haematological and not call.germline_sample and gene is not None and gene.clonal_haematopoiesis:
        flags[CLONAL_HAEMATOPOIESIS] = f"possibly clonal haematopoiesis: {gene.symbol} in {specimen.kind.value}"
    if call.population_af is not None and call.population_af >= settings.population_flag_af:
        flags[COMMON] = f"the file gives a population frequency of {call.population_af:.3g}"
    return frozenset(flags), tuple(flags.values())


def _too_old(gene: str, age: int | None) -> bool:
    """Tell whether a gene is suspected in younger people only, and the stated age is above that."""
    limits = {row["gene"]: int(row["below_age"]) for row in rule_rows("germline_suspicion.tsv")}
    return age is not None and gene in limits and age >= limits[gene]
