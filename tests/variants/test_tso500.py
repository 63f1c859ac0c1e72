"""TSO500 CombinedVariantOutput: every section, the assembly, and the ledger."""

from __future__ import annotations

import pytest

from interpreter.errors import AssemblyError
from interpreter.model.genes import Assembly
from interpreter.model.results import State
from interpreter.model.variants import CallStatus, CopyState
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants import tso500
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.fusions import structural_alterations
from interpreter.variants.gate import open_source
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.scope_inputs import carries_small_variants, kinds_carried

SMALL = """[Small Variants]
Gene\tChromosome\tGenomic Position\tReference Call\tAlternative Call\tAllele Frequency\tDepth\t\
P-Dot Notation\tC-Dot Notation\tConsequence(s)\tAffected Exon(s)
BRAF\tchr7\t140453136\tA\tT\t0.2100\t812\tNP_004324.2:p.(Val600Glu)\tNM_004333.4:c.1799T>A\tmissense_variant\t15
KRAS\tchr12\t25398284\tC\tA\t0.10\t900\t\t\tmissense_variant\t2
NRAS\tchr1\t115256529\tT\tA\t0.10\t900\t\t\tmissense_variant\t3
PIK3CA\tchr3\t178952085\tA\tG\t0.10\t900\t\t\tmissense_variant\t21
TP53\tchr17\t7578406\tC\tT\t0.10\t900\t\t\tmissense_variant\t5
NOGENE\tchr1\t5\tC\tT\t0.10\t900\t\t\tmissense_variant\t5
EGFR\tchr7\t\tC\tT\t0.10\t900\t\t\tmissense_variant\t5
"""
REST = """[TMB]
Total TMB\t12.6
Coding Region Size in Megabases\t1.27

[MSI]
Usable MSI Sites\t120
Total Microsatellite Sites Unstable\t36
Percent Unstable MSI Sites\t30.0

[Gene Amplifications]
Gene\tFold Change
ERBB2\t4.5
NOGENE\t9

[Splice Variants]
Gene\tAffected Exon(s)\tTranscript\tBreakpoint 1\tBreakpoint 2\tSplice Supporting Reads\tReference Reads Transcript
MET\t14\tNM_000245.2\tchr7:116411708\tchr7:116414935\t103\t6

[Fusions]
Gene Pair\tBreakpoint 1\tBreakpoint 2\tFusion Supporting Reads\tGene 1 Reference Reads\tGene 2 Reference Reads
EML4-ALK\tchr2:42522656\tchr2:29446394\t44\t1\t2
RET/KIF5B\tchr10:43609927\tchr10:32306071\t9\t1\t2

"""
HEAD = "# Illumina\n[Analysis Details]\nPair ID\tCASE7\nDNA Sample ID\tD7\nRNA Sample ID\tR7\n\n"
EMPTY = "[Small Variants]\nGene\tChromosome\nNA\n[Fusions]\nGene Pair\nNA\n"


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def read(table: TranscriptTable, text: str, **options: object) -> InputContents:
    source = open_source(text.encode(), Settings(), "CombinedVariantOutput.tsv")
    assert tso500.recognises(source.head)
    return tso500.read(source, ReadOptions(**options), table, Settings(), silent)  # type: ignore[arg-type]


def test_all_sections(table: TranscriptTable) -> None:
    contents = read(table, HEAD + REST + SMALL)
    assert contents.tumour == "CASE7"
    assert contents.format == "CombinedVariantOutput (DNA, RNA)"
    assert contents.assembly.assembly is Assembly.GRCH37
    assert str(contents.calls[0].variant) == "7-140453136-A-T (GRCh37)"
    assert contents.calls[0].support.depth == 812
    (amplified,) = contents.copy_numbers
    assert (amplified.genes, amplified.copy_number, amplified.state) == (("ERBB2",), 9.0, CopyState.AMPLIFICATION)
    known, unordered = contents.fusions
    assert (known.gene5, known.gene3, known.status, known.reads) == ("EML4", "ALK", CallStatus.CALLED, 44)
    assert unordered.status is CallStatus.UNCONFIRMED
    tmb, msi = contents.marker_results
    assert (tmb.value, tmb.callable_mb) == (12.6, 1.27)
    assert (msi.state, msi.category) == (State.DETECTED, "high")


def test_exon_14_skipping_of_met_in_rna(table: TranscriptTable) -> None:
    contents = read(table, HEAD + REST + SMALL)
    (skipped,) = structural_alterations(contents, table, {}, Settings())
    assert skipped.effect is not None
    assert skipped.effect.deleted_exons == (14,)
    assert "seen in RNA" in " ".join(skipped.warnings)


def test_s3_splice_variants_alone_tell_the_assembly_and_two_small_variants_do_not(table: TranscriptTable) -> None:
    assert read(table, HEAD + REST).assembly.assembly is Assembly.GRCH37
    few = HEAD + "\n".join(SMALL.splitlines()[:4]) + "\n"
    with pytest.raises(AssemblyError):
        read(table, few)
    with pytest.raises(AssemblyError):
        read(table, HEAD + SMALL, assembly=Assembly.GRCH38)
    assert read(table, few, assembly=Assembly.GRCH37).assembly.confirmed


def test_s15_every_row_is_accounted_for(table: TranscriptTable) -> None:
    ledger = read(table, HEAD + REST + SMALL).ledger.close()
    assert ledger.read == 12
    assert ledger.adds_up
    assert ledger.failed == {"position": 1}
    assert ledger.set_aside["outside the catalogue's genes"] == 7


def test_sections_that_say_na_are_empty(table: TranscriptTable) -> None:
    contents = read(table, HEAD + EMPTY)
    assert contents.calls == ()
    assert contents.fusions == ()
    assert contents.ledger.close().read == 0
    assert carries_small_variants(contents)


@pytest.mark.parametrize(
    ("sites", "percent", "state", "category"),
    [
        ("120", "19.9", State.DETECTED, "stable"),
        ("120", "20.0", State.DETECTED, "high"),
        ("39", "30.0", State.INCONCLUSIVE, ""),
    ],
)
def test_s1_msi_needs_enough_sites(
    table: TranscriptTable, sites: str, percent: str, state: State, category: str
) -> None:
    text = HEAD + EMPTY + f"[MSI]\nUsable MSI Sites\t{sites}\nPercent Unstable MSI Sites\t{percent}\n"
    (msi,) = read(table, text).marker_results
    assert (msi.state, msi.category) == (state, category)


def test_rna_classes_are_carried_only_with_an_rna_sample(table: TranscriptTable) -> None:
    with_rna = kinds_carried(read(table, HEAD + EMPTY))
    without = kinds_carried(read(table, HEAD.replace("R7", "NA") + EMPTY))
    assert {kind.value for kind in with_rna - without} == {"fusion", "skipping"}
