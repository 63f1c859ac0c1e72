"""What was assessed: only proof of this sample makes a negative (S1), and the weakest source wins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interpreter.model.assessment import AlterationClass, Assessed
from interpreter.model.cases import AssemblyProof
from interpreter.model.genes import Assembly
from interpreter.model.results import SequenceResult, Specimen, SpecimenKind, State
from interpreter.model.variants import CallStatus, Origin, ReferenceBlock, Source, Support, Variant, VariantCall
from interpreter.settings import Settings
from interpreter.variants.assay import Assay, ClassScope, GeneScope, SampleQc
from interpreter.variants.contents import InputContents
from interpreter.variants.coordinates import codon_intervals, exon_interval
from interpreter.variants.coverage import Coverage
from interpreter.variants.depth_tracks import DepthTrack
from interpreter.variants.ledger import LedgerBook
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.scope import assessed_from
from interpreter.variants.scope_inputs import carries_small_variants, kinds_carried

SUB = frozenset({AlterationClass.SUBSTITUTION})
BOTH = frozenset({AlterationClass.SUBSTITUTION, AlterationClass.INDEL})
G38 = Assembly.GRCH38


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def codon_rows(table: TranscriptTable, gene: str, first: int, last: int) -> list[tuple[str, int, int]]:
    transcript = table.transcript(gene)
    assert transcript is not None
    return [(transcript.chrom, *span) for span in codon_intervals(transcript, G38, first, last)]


def blocks(rows: list[tuple[str, int, int]], depth: int | None, *, passed: bool = True) -> tuple[ReferenceBlock, ...]:
    return tuple(
        ReferenceBlock(chrom=chrom, start=start, end=end, depth=depth, passed=passed, source_line=1)
        for chrom, start, end in rows
    )


def contents(
    listed: tuple[ReferenceBlock, ...] = (), calls: tuple[VariantCall, ...] = (), *, germline: bool = False
) -> InputContents:
    return InputContents(
        file_name="case.g.vcf",
        sha256="",
        size=1,
        format="VCF 4.2",
        caller="",
        assembly=AssemblyProof(assembly=G38, confirmed=True, evidence=()),
        samples=("T",),
        tumour="T",
        normal="",
        sample_reason="",
        blocks=listed,
        calls=calls,
        germline_caller=germline,
    )


def assay(**changes: object) -> Assay:
    values: dict[str, object] = {
        "name": "Panel",
        "version": "1",
        "laboratory": "",
        "method": "",
        "specimens": frozenset(),
        "min_depth": 200,
        "genes": {"KRAS": GeneScope(codons=((12, 13),)), "EGFR": GeneScope(exons=frozenset({19}))},
        "regions": (),
        "regions_assembly": None,
        "classes": {
            AlterationClass.SUBSTITUTION: ClassScope(limit=0.05, genes=None),
            AlterationClass.INDEL: ClassScope(limit=0.05, genes=None),
        },
        "callable_mb": None,
        "source": "panel.toml",
    }
    return Assay(**{**values, **changes})  # type: ignore[arg-type]


def scope(table: TranscriptTable, *inputs: InputContents, **more: object) -> Assessed:
    return assessed_from(table=table, inputs=inputs, settings=Settings(), **more)  # type: ignore[arg-type]


def coverage(rows: list[tuple[str, int, int]], depth: int, *, mean: bool = False) -> Coverage:
    track = DepthTrack((chrom, start, end, depth, True) for chrom, start, end in rows)
    return Coverage(source="cov.bed", assembly=G38, kind="depth per base", track=track, mean=mean)


def test_s1_a_vcf_of_calls_alone_proves_nothing(table: TranscriptTable) -> None:
    proof = scope(table, contents()).codons("KRAS", 12, 13, BOTH)
    assert not proof.assessed
    assert proof.missing == (12, 13)
    assert "no reference calls, coverage or assay description" in proof.reason


def test_s1_deep_reference_blocks_prove_substitutions_and_indels(table: TranscriptTable) -> None:
    deep = contents(blocks(codon_rows(table, "KRAS", 12, 13), 500))
    proof = scope(table, deep).codons("KRAS", 12, 13, BOTH)
    assert proof.assessed
    assert proof.min_depth == 500
    assert proof.proof == "reference calls of case.g.vcf"
    assert proof.caveats == ("tumour content of the sample is unknown",)


@pytest.mark.parametrize(("depth", "assessed"), [(99, False), (100, True)])
def test_s1_without_an_assay_every_base_needs_the_depth_of_the_settings(
    table: TranscriptTable, depth: int, assessed: bool
) -> None:
    (chrom, start, end), *_ = codon_rows(table, "KRAS", 12, 12)
    rows = blocks([(chrom, start, end)], 800) + blocks([(chrom, end, end)], depth)
    proof = scope(table, contents(rows)).codons("KRAS", 12, 12, SUB)
    assert proof.assessed is assessed
    assert proof.min_depth == depth
    if not assessed:
        assert proof.reason == "KRAS codon 12: depth 99, below 100"


def test_s2_missing_codons_are_named(table: TranscriptTable) -> None:
    rows = codon_rows(table, "KRAS", 12, 13) + codon_rows(table, "KRAS", 61, 61)
    proof = scope(table, contents(blocks(rows, 300))).codons("KRAS", 59, 61, SUB)
    assert not proof.assessed
    assert proof.missing == (59, 60)
    assert proof.reason == "KRAS codons 59, 60: not covered"


def test_s1_a_block_that_failed_or_has_no_depth_proves_nothing(table: TranscriptTable) -> None:
    rows = codon_rows(table, "KRAS", 12, 12)
    assert not scope(table, contents(blocks(rows, 500, passed=False))).codons("KRAS", 12, 12, SUB).assessed
    bare = scope(table, contents(blocks(rows, None))).codons("KRAS", 12, 12, SUB)
    assert not bare.assessed
    assert "without a depth" in bare.reason


def test_s1_a_germline_callers_blocks_never_prove_a_somatic_negative(table: TranscriptTable) -> None:
    rows = blocks(codon_rows(table, "KRAS", 12, 12), 500)
    proof = scope(table, contents(rows, germline=True)).codons("KRAS", 12, 12, SUB)
    assert not proof.assessed
    assert "germline caller" in proof.reason
    blood = Specimen(kind=SpecimenKind.BLOOD, germline=True)
    assert scope(table, contents(rows, germline=True), specimen=blood).codons("KRAS", 12, 12, SUB).assessed


def test_s1_coverage_beside_a_germline_callers_file_proves_nothing(table: TranscriptTable) -> None:
    rows = codon_rows(table, "KRAS", 12, 12)
    proof = scope(table, contents(germline=True), coverage=[coverage(rows, 900)]).codons("KRAS", 12, 12, SUB)
    assert not proof.assessed
    assert "germline caller" in proof.reason


def test_s1_coverage_proves_beside_calls_and_not_without(table: TranscriptTable) -> None:
    rows = codon_rows(table, "KRAS", 12, 12)
    proof = scope(table, contents(), coverage=[coverage(rows, 900, mean=True)]).codons("KRAS", 12, 12, SUB)
    assert proof.assessed
    assert proof.proof == "coverage cov.bed"
    assert any("mean of a region" in caveat for caveat in proof.caveats)
    alone = scope(table, coverage=[coverage(rows, 900)]).codons("KRAS", 12, 12, SUB)
    assert not alone.assessed
    assert "no file of small-variant calls" in alone.reason


def test_s1_the_weakest_source_wins(table: TranscriptTable) -> None:
    rows = codon_rows(table, "KRAS", 12, 12)
    both = scope(table, contents(blocks(rows, 800)), coverage=[coverage(rows, 40)])
    proof = both.codons("KRAS", 12, 12, SUB)
    assert not proof.assessed
    assert proof.min_depth == 40


def test_s1_scope_alone_is_not_proof_and_sample_qc_makes_it_one(table: TranscriptTable) -> None:
    described = scope(table, contents(), assay=assay()).codons("KRAS", 12, 13, BOTH)
    assert not described.assessed
    assert described.reason == "KRAS codons 12, 13: in the scope of Panel 1; this sample's coverage unknown"
    passed = scope(table, contents(), assay=assay(), sample_qc=SampleQc(state="passed")).codons("KRAS", 12, 13, BOTH)
    assert passed.assessed
    assert passed.proof == "Panel 1, sample_qc passed"
    assert passed.detection_limit == 0.05
    failed = scope(
        table,
        contents(blocks(codon_rows(table, "KRAS", 12, 13), 900)),
        assay=assay(),
        sample_qc=SampleQc(state="failed"),
    )
    assert not failed.codons("KRAS", 12, 13, BOTH).assessed


def test_s1_outside_the_scope_stays_unassessed_whatever_the_depth(table: TranscriptTable) -> None:
    deep = contents(blocks(codon_rows(table, "KRAS", 12, 146), 900))
    proof = scope(table, deep, assay=assay(), sample_qc=SampleQc(state="passed")).codons("KRAS", 61, 61, SUB)
    assert not proof.assessed
    assert proof.reason == "KRAS codon 61: outside the scope of Panel 1"


def test_s1_qc_passed_does_not_overrule_shallow_blocks(table: TranscriptTable) -> None:
    shallow = contents(blocks(codon_rows(table, "KRAS", 12, 12), 150))
    proof = scope(table, shallow, assay=assay(), sample_qc=SampleQc(state="passed")).codons("KRAS", 12, 12, SUB)
    assert not proof.assessed
    assert proof.reason == "KRAS codon 12: depth 150, below 200"


def test_s1_coverage_and_blocks_never_prove_other_classes(table: TranscriptTable) -> None:
    deep = contents(blocks(codon_rows(table, "FLT3", 1, 993), 900))
    for kind in set(AlterationClass) - BOTH:
        proof = scope(table, deep).gene("FLT3", frozenset({kind}))
        assert not proof.assessed, kind
        assert "no assay description declares" in proof.reason


def test_s1_a_declared_class_needs_its_file_or_a_statement(table: TranscriptTable) -> None:
    fusions = {AlterationClass.FUSION: ClassScope(limit=None, genes=frozenset({"ALK"}))}
    described = assay(classes=fusions)
    fusion = frozenset({AlterationClass.FUSION})
    silent = scope(table, contents(), assay=described, sample_qc=SampleQc(state="passed")).gene("ALK", fusion)
    assert not silent.assessed
    assert "no file or statement" in silent.reason
    stated = SampleQc(state="passed", classes=fusion)
    assert scope(table, contents(), assay=described, sample_qc=stated).gene("ALK", fusion).assessed
    assert not scope(table, contents(), assay=described, sample_qc=stated).gene("RET", fusion).assessed


def test_s1_an_itd_needs_its_class_and_its_place(table: TranscriptTable) -> None:
    described = assay(
        genes={"FLT3": GeneScope(exons=frozenset({14, 15}))},
        classes={AlterationClass.ITD: ClassScope(limit=0.05, genes=frozenset({"FLT3"}))},
    )
    judged = scope(table, contents(), assay=described, sample_qc=SampleQc(state="passed"))
    itd = frozenset({AlterationClass.ITD})
    assert judged.codons("FLT3", 572, 648, itd).assessed
    assert not judged.codons("FLT3", 830, 840, itd).assessed
    assert judged.gene("FLT3", itd).assessed
    assert not judged.gene("KIT", itd).assessed
    assert not scope(table, contents(), assay=described).gene("FLT3", itd).assessed


@pytest.mark.parametrize(
    ("form", "caller", "neutral", "small", "kinds"),
    [
        ("VCF 4.2", "Mutect2", False, True, {"substitution", "indel", "itd"}),
        ("VCF 4.2", "Manta", False, False, {"fusion", "rearrangement", "itd"}),
        ("VCF 4.2", "", True, False, {"amplification", "deletion"}),
        ("Arriba fusions", "Arriba", False, False, {"fusion"}),
        ("CNVkit copy number", "CNVkit", False, False, {"amplification", "deletion"}),
    ],
)
def test_s1_an_empty_file_speaks_of_what_its_caller_looks_for(
    form: str, caller: str, neutral: bool, small: bool, kinds: set[str]
) -> None:
    empty = replace(contents(), format=form, caller=caller, ledger=LedgerBook())
    if neutral:
        empty.ledger.set_aside(5, "copy-neutral segment")
    assert carries_small_variants(empty) is small
    assert {kind.value for kind in kinds_carried(empty)} == kinds


@pytest.mark.parametrize(("content", "assessed"), [(0.09, False), (0.10, True)])
def test_s1_tumour_content_below_twice_the_limit(table: TranscriptTable, content: float, assessed: bool) -> None:
    specimen = Specimen(kind=SpecimenKind.TISSUE, tumour_content=content)
    judged = scope(table, contents(), assay=assay(), sample_qc=SampleQc(state="passed"), specimen=specimen)
    proof = judged.codons("KRAS", 12, 12, SUB)
    assert proof.assessed is assessed
    if not assessed:
        assert "tumour content 9% is below twice the detection limit" in proof.reason
    assert not any("unknown" in caveat for caveat in proof.caveats)


def test_s1_plasma_negatives_carry_the_caveat(table: TranscriptTable) -> None:
    deep = contents(blocks(codon_rows(table, "EGFR", 858, 858), 3000))
    proof = scope(table, deep, specimen=Specimen(kind=SpecimenKind.PLASMA)).codons("EGFR", 858, 858, SUB)
    assert proof.assessed
    assert proof.caveats == ("plasma: a negative does not exclude the marker; test tissue",)


def test_a_specimen_the_assay_is_not_described_for_is_told(table: TranscriptTable) -> None:
    described = assay(specimens=frozenset({SpecimenKind.TISSUE}))
    judged = scope(
        table,
        contents(),
        assay=described,
        sample_qc=SampleQc(state="passed"),
        specimen=Specimen(kind=SpecimenKind.MARROW, tumour_content=0.5),
    )
    assert judged.codons("KRAS", 12, 12, SUB).caveats == ("Panel 1 is not described for marrow",)


def test_an_exon_needs_its_splice_sites(table: TranscriptTable) -> None:
    transcript = table.transcript("EGFR")
    assert transcript is not None
    start, end = exon_interval(transcript, G38, 19)
    exact = scope(table, contents(blocks([("7", start, end)], 900))).exon("EGFR", 19, BOTH)
    assert not exact.assessed
    assert exact.reason == "EGFR acceptor of exon 19, donor of exon 19: not covered"
    assert scope(table, contents(blocks([("7", start - 2, end + 2)], 900))).exon("EGFR", 19, BOTH).assessed


def test_a_codon_that_an_intron_splits_needs_both_exons(table: TranscriptTable) -> None:
    transcript = table.transcript("FLT3")
    assert transcript is not None
    start, end = exon_interval(transcript, G38, 15)
    judged = scope(table, contents(blocks([("13", start - 2, end + 2)], 900)))
    assert judged.exon("FLT3", 15, BOTH).assessed
    assert judged.codons("FLT3", 613, 620, BOTH).missing == (613,)
    one_exon = assay(genes={"FLT3": GeneScope(exons=frozenset({15}))})
    passed = scope(table, contents(), assay=one_exon, sample_qc=SampleQc(state="passed"))
    assert passed.exon("FLT3", 15, BOTH).assessed
    assert passed.codons("FLT3", 613, 620, BOTH).missing == (613,)


def test_the_whole_gene_is_assessed_only_as_a_whole(table: TranscriptTable) -> None:
    transcript = table.transcript("BRCA2")
    assert transcript is not None
    layout = transcript.layouts[G38]
    whole = contents(blocks([(transcript.chrom, layout.starts[0], layout.ends[-1])], 400))
    assert scope(table, whole).gene("BRCA2", BOTH).assessed
    hole = codon_rows(table, "BRCA2", 1000, 1000)[0][1]
    holed = contents(
        blocks([(transcript.chrom, layout.starts[0], hole - 1)], 400)
        + blocks([(transcript.chrom, hole + 1, layout.ends[-1])], 400)
    )
    proof = scope(table, holed).gene("BRCA2", BOTH)
    assert not proof.assessed
    assert proof.missing == (1000,)


def test_named_positions_upstream_of_the_transcript(table: TranscriptTable) -> None:
    rows = [("5", 1295113, 1295113), ("5", 1295135, 1295135)]
    judged = scope(table, contents(blocks(rows, 400)))
    assert judged.positions("TERT", ("c.-124", "c.-146"), SUB).assessed
    proof = judged.positions("TERT", ("c.-139_-138",), SUB)
    assert not proof.assessed
    assert "c.-139_-138" in proof.reason


def test_a_called_allele_counts_as_looked_at_and_an_unconfirmed_one_not(table: TranscriptTable) -> None:
    (chrom, start, end), *_ = codon_rows(table, "KRAS", 12, 12)
    around = blocks([(chrom, start, start), (chrom, end, end)], 500)

    def call(status: CallStatus) -> VariantCall:
        return VariantCall(
            variant=Variant(assembly=G38, chrom=chrom, pos=start + 1, ref="C", alt="T"),
            source=Source(input_index=0, file_name="case.g.vcf", line=3, text=""),
            status=status,
            reason="",
            support=Support(depth=450),
            filters=None,
            genotype="0/1",
        )

    called = scope(table, contents(around, (call(CallStatus.CALLED),))).codons("KRAS", 12, 12, SUB)
    assert called.assessed
    assert called.min_depth == 450
    doubtful = scope(table, contents(around, (call(CallStatus.UNCONFIRMED),))).codons("KRAS", 12, 12, SUB)
    assert not doubtful.assessed


def typed(state: State, **more: object) -> SequenceResult:
    values: dict[str, object] = {
        "gene": "KRAS",
        "change": "mutation",
        "state": state,
        "method": "PCR",
        "codons": ((12, 13),),
        "classes": ("substitution",),
        "limit": 0.05,
        "source": "RESULTS.toml, sequence 1",
    }
    return SequenceResult(**{**values, **more})  # type: ignore[arg-type]


def test_s1_a_typed_negative_proves_only_what_it_lists(table: TranscriptTable) -> None:
    judged = scope(table, sequence_results=[typed(State.NOT_DETECTED)])
    proof = judged.codons("KRAS", 12, 13, SUB)
    assert proof.assessed
    assert proof.proof == "RESULTS.toml, sequence 1"
    assert not judged.codons("KRAS", 12, 13, BOTH).assessed
    assert judged.codons("KRAS", 12, 61, SUB).missing == tuple(range(14, 62))
    assert not judged.codons("NRAS", 12, 13, SUB).assessed


def test_s10_a_germline_negative_says_nothing_of_the_tumour(table: TranscriptTable) -> None:
    germline = typed(State.NOT_DETECTED, origin=Origin.GERMLINE)
    assert not scope(table, sequence_results=[germline]).codons("KRAS", 12, 13, SUB).assessed
    blood = Specimen(kind=SpecimenKind.BLOOD, germline=True)
    assert scope(table, sequence_results=[germline], specimen=blood).codons("KRAS", 12, 13, SUB).assessed


def test_s1_an_inconclusive_typed_result_blocks_the_negative(table: TranscriptTable) -> None:
    deep = contents(blocks(codon_rows(table, "KRAS", 12, 13), 900))
    judged = scope(table, deep, sequence_results=[typed(State.INCONCLUSIVE, reason="weak curve")])
    proof = judged.codons("KRAS", 12, 13, SUB)
    assert not proof.assessed
    assert "weak curve" in proof.reason


def test_a_typed_class_negative(table: TranscriptTable) -> None:
    fish = typed(State.NOT_DETECTED, gene="ALK", change="fusion", method="FISH", codons=(), classes=("fusion",))
    judged = scope(table, sequence_results=[fish])
    assert judged.gene("ALK", frozenset({AlterationClass.FUSION})).assessed
    assert not judged.gene("ALK", frozenset({AlterationClass.AMPLIFICATION})).assessed
    assert not judged.gene("ALK", BOTH).assessed


def test_real_genome_vcf_is_too_shallow_for_a_negative(table: TranscriptTable, shared: Path) -> None:
    rows = []
    with (shared / "vcf/gvcf/pisces__example_S1.genome.vcf").open() as file:
        for number, line in enumerate(file, start=1):
            cells = line.rstrip("\n").split("\t")
            if not line.startswith("#") and cells[4] == ".":
                depth = int(cells[9].split(":")[3])
                chrom, pos = cells[0].removeprefix("chr"), int(cells[1])
                rows.append(
                    ReferenceBlock(chrom=chrom, start=pos, end=pos, depth=depth, passed=True, source_line=number)
                )
    stated = contents(tuple(rows))
    old = replace(stated, assembly=AssemblyProof(assembly=Assembly.GRCH37, confirmed=True, evidence=()))
    proof = scope(table, old).codons("KRAS", 12, 13, BOTH)
    assert not proof.assessed
    assert proof.min_depth is not None
    assert 20 < proof.min_depth < 100
