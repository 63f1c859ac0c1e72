"""Pharmacogenes: from a germline sample only, by what was found and what was covered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.results import PharmacogeneResult, Specimen, State
from interpreter.model.variants import CallStatus, Phase, ReferenceBlock, Source, Support, VariantCall
from interpreter.rule_tables import rule_rows
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents
from interpreter.variants.coordinates import to_cds
from interpreter.variants.normalise import make_variant
from interpreter.variants.pgx import assess_pharmacogenes
from interpreter.variants.pgx_alleles import Place, genes, named_alleles, phenotype_of
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.results_file import NO_RESULTS
from interpreter.variants.scope import assessed_from

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
GERMLINE = replace(NO_RESULTS, specimen=Specimen(germline=True))


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def place_of(gene: str, allele: str, number: int = 0) -> Place:
    return next(one for one in named_alleles(gene) if one.name == allele).places[number]


def call(
    table: TranscriptTable,
    place: Place,
    assembly: Assembly,
    copies: int = 1,
    *,
    status: CallStatus = CallStatus.CALLED,
    phase: Phase | None = None,
) -> VariantCall:
    pos = place.grch37 if assembly is G37 else place.grch38
    return VariantCall(
        variant=make_variant(assembly, place.chrom, pos, place.ref, place.alt, table),
        source=Source(input_index=0, file_name="germline.g.vcf", line=9, text=""),
        status=status,
        reason="",
        support=Support(depth=60, alt_reads=30),
        filters=frozenset(),
        genotype="1/1" if copies == 2 else "0/1",
        homozygous=copies == 2,
        phase=phase,
        germline_sample=True,
    )


def assess(
    table: TranscriptTable,
    calls: tuple[VariantCall, ...] = (),
    *,
    assembly: Assembly = G38,
    covered: bool = True,
    depth: int = 40,
    without: tuple[Place, ...] = (),
    germline: bool = True,
) -> dict[str, PharmacogeneResult]:
    blocks = []
    for gene in genes() if covered else ():
        for allele in named_alleles(gene):
            for place in allele.places:
                pos = place.grch37 if assembly is G37 else place.grch38
                if place not in without:
                    blocks.append(
                        ReferenceBlock(
                            chrom=place.chrom,
                            start=pos,
                            end=pos + len(place.ref) - 1,
                            depth=depth,
                            passed=True,
                            source_line=1,
                        )
                    )
    contents = InputContents(
        file_name="germline.g.vcf",
        sha256="",
        size=1,
        format="gVCF",
        caller="",
        assembly=AssemblyProof(assembly=assembly, confirmed=True, evidence=()),
        samples=("N",),
        tumour="N",
        normal="",
        sample_reason="",
        calls=calls,
        blocks=tuple(blocks),
        germline_caller=True,
    )
    typed = GERMLINE if germline else NO_RESULTS
    settings = Settings()
    assessed = assessed_from(table=table, inputs=[contents], settings=settings, specimen=typed.specimen)
    results = assess_pharmacogenes([contents], assessed, typed, table, settings)
    return {result.gene: result for result in results}


@pytest.mark.parametrize("assembly", [G37, G38])
def test_all_places_lie_where_the_names_say(table: TranscriptTable, assembly: Assembly) -> None:
    for allele in named_alleles("DPYD"):
        transcript = table.transcript("DPYD")
        assert transcript is not None
        place = allele.places[0]
        point = to_cds(transcript, assembly, place.grch37 if assembly is G37 else place.grch38)
        if len(place.ref) == len(place.alt) == 1 and allele.name.startswith("c."):
            assert allele.name.startswith(f"c.{point}")
    for gene in ("TPMT", "NUDT15", "UGT1A1"):
        transcript = table.transcript(gene)
        assert transcript is not None
        for allele in named_alleles(gene):
            for place in allele.places:
                here = to_cds(transcript, G37, place.grch37)
                there = to_cds(transcript, G38, place.grch38)
                assert str(here) == str(there), allele.name


def test_every_phenotype_has_its_drug_rows_and_every_function_its_phenotype() -> None:
    functions = ("no", "decreased", "normal", "increased", "uncertain")
    for gene in genes():
        used = {allele.function for allele in named_alleles(gene)} | {"normal"}
        for one in functions:
            for other in functions:
                if {one, other} <= used:
                    assert phenotype_of(gene, (one, other))[0]
    told = {(row["gene"], row["phenotype"]) for row in rule_rows("pgx_drugs.tsv")}
    for row in rule_rows("pgx_phenotypes.tsv"):
        if row["phenotype"] != "Indeterminate":
            assert (row["gene"], row["phenotype"]) in told


@pytest.mark.parametrize(
    ("found", "phenotype", "score"),
    [
        ([], "Normal Metabolizer", 2.0),
        ([("c.1905+1G>A (*2A)", 1)], "Intermediate Metabolizer", 1.0),
        ([("c.1905+1G>A (*2A)", 2)], "Poor Metabolizer", 0.0),
        ([("c.1679T>G (*13)", 1)], "Intermediate Metabolizer", 1.0),
        ([("HapB3", 1)], "Intermediate Metabolizer", 1.5),
        ([("HapB3", 2)], "Intermediate Metabolizer", 1.0),
        ([("c.2846A>T", 1)], "Intermediate Metabolizer", 1.5),
    ],
)
@pytest.mark.parametrize("assembly", [G37, G38])
def test_dpyd(
    table: TranscriptTable, assembly: Assembly, found: list[tuple[str, int]], phenotype: str, score: float
) -> None:
    calls = tuple(call(table, place_of("DPYD", name), assembly, copies) for name, copies in found)
    result = assess(table, calls, assembly=assembly)["DPYD"]
    assert (result.state, result.phenotype, result.activity_score) == (State.DETECTED, phenotype, score)
    assert {drug for drug, _ in result.drugs} == {"fluorouracil", "capecitabine", "tegafur"}
    assert not result.not_covered


def test_s4_two_alleles_without_phase_are_read_both_ways(table: TranscriptTable) -> None:
    names = ("c.1905+1G>A (*2A)", "c.2846A>T")
    pair = tuple(call(table, place_of("DPYD", name), G38) for name in names)
    result = assess(table, pair)["DPYD"]
    assert result.state is State.INCONCLUSIVE
    assert "Poor Metabolizer" in result.reason
    assert "Intermediate Metabolizer" in result.reason
    assert result.drugs[0][1].startswith("possible: ")
    trans = tuple(replace(one, phase=Phase(block="b", haplotype=index)) for index, one in enumerate(pair))
    assert assess(table, trans)["DPYD"].phenotype == "Poor Metabolizer"
    cis = tuple(replace(one, phase=Phase(block="b", haplotype=0)) for one in pair)
    assert assess(table, cis)["DPYD"].phenotype == "Intermediate Metabolizer"


def test_s1_places_without_proof_are_never_taken_as_reference(table: TranscriptTable) -> None:
    nothing = assess(table, covered=False)
    assert all(result.state is State.NOT_ASSESSED and not result.phenotype for result in nothing.values())
    assert "c.1905+1G>A (*2A)" in nothing["DPYD"].not_covered
    shallow = assess(table, depth=19)
    assert shallow["DPYD"].state is State.NOT_ASSESSED
    one_missing = assess(table, without=(place_of("DPYD", "c.2846A>T"),))["DPYD"]
    assert one_missing.state is State.NOT_ASSESSED
    assert one_missing.not_covered == ("c.2846A>T",)


def test_a_missing_rare_allele_is_named_beside_the_phenotype(table: TranscriptTable) -> None:
    result = assess(table, without=(place_of("DPYD", "c.2983G>T (*10)"),))["DPYD"]
    assert result.phenotype == "Normal Metabolizer"
    assert result.not_covered == ("c.2983G>T (*10)",)


def test_what_was_found_is_told_even_where_the_rest_was_not_covered(table: TranscriptTable) -> None:
    found = (call(table, place_of("DPYD", "c.1905+1G>A (*2A)"), G38),)
    result = assess(table, found, covered=False)["DPYD"]
    assert result.state is State.INCONCLUSIVE
    assert result.drugs
    both = (call(table, place_of("DPYD", "c.1905+1G>A (*2A)"), G38, 2),)
    assert assess(table, both, covered=False)["DPYD"].phenotype == "Poor Metabolizer"


def test_hapb3_by_its_proxy_unless_the_intron_itself_says_no(table: TranscriptTable) -> None:
    proxy, intron = place_of("DPYD", "c.1236G>A"), place_of("DPYD", "HapB3")
    seen = (call(table, proxy, G38),)
    assert assess(table, seen, without=(intron,))["DPYD"].activity_score == 1.5
    assert assess(table, seen)["DPYD"].phenotype == "Normal Metabolizer"
    assert assess(table, (*seen, call(table, intron, G38)))["DPYD"].activity_score == 1.5
    # the proxy's own reference call stands for the intron where that was not covered
    assert "HapB3" not in assess(table, without=(intron,))["DPYD"].not_covered


def test_tpmt_star_3a_and_its_parts(table: TranscriptTable) -> None:
    first, second = (call(table, place_of("TPMT", "*3A", number), G38) for number in (0, 1))
    assert assess(table, (first,))["TPMT"].phenotype == "Intermediate Metabolizer"
    unphased = assess(table, (first, second))["TPMT"]
    assert unphased.state is State.INCONCLUSIVE
    assert "reference/*3A" in unphased.reason
    cis = tuple(replace(one, phase=Phase(block="b", haplotype=1)) for one in (first, second))
    assert assess(table, cis)["TPMT"].diplotype == "reference/*3A"
    homozygous = tuple(replace(one, homozygous=True) for one in (first, second))
    assert assess(table, homozygous)["TPMT"].phenotype == "Poor Metabolizer"


def test_nudt15_star_3(table: TranscriptTable) -> None:
    result = assess(table, (call(table, place_of("NUDT15", "*3"), G37),), assembly=G37)["NUDT15"]
    assert result.phenotype == "Intermediate Metabolizer"
    assert result.diplotype == "reference/*3"


def test_s1_the_repeat_of_ugt1a1_is_not_proved_by_depth(table: TranscriptTable) -> None:
    result = assess(table)["UGT1A1"]
    assert result.state is State.NOT_ASSESSED
    assert "*28" in result.reason
    found = assess(table, (call(table, place_of("UGT1A1", "*28"), G38, 2),))["UGT1A1"]
    assert found.phenotype == "Poor Metabolizer"


def test_s10_a_tumour_sample_gives_no_phenotype_but_warns(table: TranscriptTable) -> None:
    quiet = assess(table, germline=False)["DPYD"]
    assert quiet.state is State.NOT_ASSESSED
    assert "germline sample only" in quiet.reason
    seen = assess(table, (call(table, place_of("DPYD", "c.1905+1G>A (*2A)"), G38),), germline=False)["DPYD"]
    assert seen.state is State.INCONCLUSIVE
    assert "confirm in a germline sample" in seen.reason


def test_an_unconfirmed_call_leaves_the_phenotype_open(table: TranscriptTable) -> None:
    weak = call(table, place_of("DPYD", "c.1679T>G (*13)"), G38, status=CallStatus.UNCONFIRMED)
    result = assess(table, (weak,))["DPYD"]
    assert result.state is State.INCONCLUSIVE
    assert "unconfirmed call: c.1679T>G (*13)" in result.reason


def test_a_typed_phenotype_stands(table: TranscriptTable) -> None:
    stated = PharmacogeneResult(
        gene="DPYD",
        phenotype="Poor Metabolizer",
        diplotype="",
        activity_score=0.0,
        state=State.DETECTED,
        drugs=(),
        not_covered=(),
    )
    typed = replace(GERMLINE, pharmacogenes=(stated,))
    assessed = assessed_from(table=table, inputs=[], settings=Settings())
    assert assess_pharmacogenes([], assessed, typed, table, Settings())[0] is stated
