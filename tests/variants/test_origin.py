"""S10: where an allele comes from, and what must be flagged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.model.genes import Assembly, Gene
from interpreter.model.results import Specimen, SpecimenKind
from interpreter.model.variants import CallStatus, Origin, Source, Support, Variant, VariantCall
from interpreter.settings import Settings
from interpreter.variants.origin import CLONAL_HAEMATOPOIESIS, COMMON, GERMLINE_SUSPECT, flags_of, origin_of

CALL = VariantCall(
    variant=Variant(assembly=Assembly.GRCH38, chrom="17", pos=7675088, ref="C", alt="T"),
    source=Source(input_index=0, file_name="t.vcf", line=9, text="17-7675088-C-T"),
    status=CallStatus.CALLED,
    reason="",
    support=Support(depth=100, alt_reads=45, vaf=0.45),
    filters=frozenset(),
    genotype="0/1",
)


def _gene(symbol: str = "BRCA2", *, hereditary: bool = True, clonal: bool = False) -> Gene:
    return Gene(
        symbol=symbol,
        hgnc_id="",
        aliases=(),
        role="",
        hereditary=hereditary,
        clonal_haematopoiesis=clonal,
        fusion_side="",
        plain="",
    )


def _flags(
    call: VariantCall = CALL, gene: Gene | None = None, *, specimen: Specimen | None = None, age: int | None = None
):  # type: ignore[no-untyped-def]
    found, sentences = flags_of(
        call, Origin.UNKNOWN, gene or _gene(), True, specimen or Specimen(), False, Settings(), age
    )
    assert len(found) == len(sentences)
    return found


@pytest.mark.parametrize(
    ("more", "origin"),
    [
        ({}, Origin.UNKNOWN),
        ({"germline_sample": True}, Origin.GERMLINE),
        ({"normal": Support(depth=80, alt_reads=0)}, Origin.SOMATIC),
        ({"normal": Support(depth=4, alt_reads=0)}, Origin.UNKNOWN),
        ({"normal": Support(depth=80, alt_reads=40), "normal_called": True}, Origin.GERMLINE),
        ({"somatic_statement": "SOMATIC"}, Origin.SOMATIC),
    ],
)
def test_s10_origin_comes_from_a_normal_or_the_caller_never_from_a_guess(
    more: dict[str, object], origin: Origin
) -> None:
    assert origin_of(replace(CALL, **more))[0] is origin  # type: ignore[arg-type]


@pytest.mark.parametrize(("vaf", "suspect"), [(0.29, False), (0.30, True), (0.5, True)])
def test_s10_a_substitution_of_a_hereditary_gene_is_suspect_from_its_limit(vaf: float, suspect: bool) -> None:
    assert (GERMLINE_SUSPECT in _flags(replace(CALL, support=Support(vaf=vaf)))) is suspect


def test_s10_an_indel_has_a_lower_limit() -> None:
    indel = replace(CALL, variant=replace(CALL.variant, ref="CT", alt="C"), support=Support(vaf=0.21))
    assert GERMLINE_SUSPECT in _flags(indel)


@pytest.mark.parametrize(
    ("gene", "age", "suspect"), [("TP53", 29, True), ("TP53", 30, False), ("TP53", None, True), ("BRCA2", 80, True)]
)
def test_s10_mostly_somatic_genes_are_suspect_in_the_young_only(gene: str, age: int | None, suspect: bool) -> None:
    assert (GERMLINE_SUSPECT in _flags(gene=_gene(gene), age=age)) is suspect


def test_s10_plasma_raises_clonal_haematopoiesis_and_tissue_does_not() -> None:
    gene = _gene("DNMT3A", hereditary=False, clonal=True)
    assert CLONAL_HAEMATOPOIESIS in _flags(gene=gene, specimen=Specimen(kind=SpecimenKind.PLASMA))
    assert CLONAL_HAEMATOPOIESIS not in _flags(gene=gene, specimen=Specimen(kind=SpecimenKind.TISSUE))


def test_a_frequency_in_the_population_only_flags() -> None:
    assert COMMON in _flags(replace(CALL, population_af=0.02))
    assert COMMON not in _flags(replace(CALL, population_af=0.001))
