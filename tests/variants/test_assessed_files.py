"""From files to proof: reference rows, gVCF blocks and tables as they are read, then asked what they assessed (S1)."""

from __future__ import annotations

import pytest

from interpreter.model.assessment import AlterationClass, Assessed
from interpreter.model.genes import Assembly
from interpreter.progress import silent
from interpreter.resources import resource_path
from interpreter.settings import Settings
from interpreter.variants.assay import SampleQc, read_assay
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.coordinates import codon_intervals
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.scope import assessed_from

SUB = frozenset({AlterationClass.SUBSTITUTION})
RAS = (12, 13, 59, 61, 117, 146)
SOMATIC = "##source=Pisces 5.2\n"
GERMLINE = '##GATKCommandLine=<ID=HaplotypeCaller,CommandLine="HaplotypeCaller">\n'


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def genome_vcf(table: TranscriptTable, head: str, form: str, sample: str, *, codons: tuple[int, ...] = RAS) -> bytes:
    rows = []
    for gene in ("KRAS", "NRAS"):
        transcript = table.transcript(gene)
        assert transcript is not None
        for codon in codons:
            for start, end in codon_intervals(transcript, Assembly.GRCH38, codon, codon):
                base = table.reference_base(Assembly.GRCH38, transcript.chrom, start)
                alt, info = ("<NON_REF>", f"END={end}") if "MIN_DP" in form else (".", f"END={end}")
                rows.append((transcript.chrom, start, f"{base}\t{alt}\t.\tPASS\t{info}\t{form}\t{sample}"))
    rows.sort(key=lambda row: (int(row[0]), row[1]))
    lines = "".join(f"chr{chrom}\t{start}\t.\t{rest}\n" for chrom, start, rest in rows)
    header = "##fileformat=VCFv4.2\n##reference=GRCh38\n" + head
    return f"{header}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\n{lines}".encode()


def read(table: TranscriptTable, data: bytes, name: str = "case.g.vcf") -> InputContents:
    return read_input(data, ReadOptions(assembly=Assembly.GRCH38), table, Settings(), silent, name=name)


def judge(table: TranscriptTable, *contents: InputContents, **more: object) -> Assessed:
    return assessed_from(table=table, inputs=contents, settings=Settings(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("form", "sample", "depth"), [("GT:DP", "0/0:640", 640), ("GT:DP:MIN_DP", "0/0:900:410", 410)])
def test_s2_ras_wild_type_is_proved_by_deep_blocks(table: TranscriptTable, form: str, sample: str, depth: int) -> None:
    judged = judge(table, read(table, genome_vcf(table, SOMATIC, form, sample)))
    for gene in ("KRAS", "NRAS"):
        for codon in RAS:
            proof = judged.codons(gene, codon, codon, SUB)
            assert proof.assessed, (gene, codon, proof.reason)
            assert proof.min_depth == depth


@pytest.mark.parametrize("sample", ["0/0:99", "./.:640", "0/0:."])
def test_s2_shallow_or_open_blocks_prove_nothing(table: TranscriptTable, sample: str) -> None:
    judged = judge(table, read(table, genome_vcf(table, SOMATIC, "GT:DP", sample)))
    assert not judged.codons("KRAS", 12, 12, SUB).assessed


def test_s2_a_missing_codon_is_named(table: TranscriptTable) -> None:
    judged = judge(table, read(table, genome_vcf(table, SOMATIC, "GT:DP", "0/0:640", codons=(12, 13, 59, 61, 117))))
    assert judged.codons("KRAS", 117, 117, SUB).assessed
    proof = judged.codons("KRAS", 146, 146, SUB)
    assert proof.missing == (146,)


def test_s1_a_haplotype_callers_gvcf_never_proves_a_somatic_negative(table: TranscriptTable) -> None:
    contents = read(table, genome_vcf(table, GERMLINE, "GT:DP:MIN_DP", "0/0:900:900"))
    assert contents.germline_caller
    proof = judge(table, contents).codons("KRAS", 12, 12, SUB)
    assert not proof.assessed
    assert "germline caller" in proof.reason


def test_s1_tables_beside_an_assay_prove_their_own_class_only(table: TranscriptTable) -> None:
    described = read_assay(resource_path("assays/comprehensive500.toml"))
    fusions = read(table, b"gene5,gene3,reads\n", "fusions.csv")
    judged = judge(table, fusions, assay=described, sample_qc=SampleQc(state="passed"))
    assert judged.gene("ALK", frozenset({AlterationClass.FUSION})).assessed
    assert not judged.gene("MET", frozenset({AlterationClass.SKIPPING})).assessed
    assert not judged.gene("ERBB2", frozenset({AlterationClass.AMPLIFICATION})).assessed
    assert not judged.codons("KRAS", 12, 12, SUB).assessed
