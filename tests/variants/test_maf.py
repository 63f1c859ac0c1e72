"""MAF: dialects, assembly, samples, indels, and every row in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.errors import AssemblyError, InputFileError, SampleChoiceError
from interpreter.model.genes import Assembly
from interpreter.model.variants import CallStatus
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants import maf
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.gate import open_source
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.surroundings import DEEP

HEADER = "Hugo_Symbol\tNCBI_Build\tChromosome\tStart_Position\tEnd_Position\tReference_Allele\tTumor_Seq_Allele1\t"
HEADER += "Tumor_Seq_Allele2\tTumor_Sample_Barcode\tt_depth\tt_alt_count\tFILTER\tMutation_Status"
BRAF = ["BRAF", "GRCh38", "chr7", "140753336", "140753336", "A", "A", "T", "T1", "200", "50", "PASS", "Somatic"]
KRAS = ["KRAS", "GRCh38", "12", "25245350", "25245350", "C", "C", "A", "T1", "300", "30", "", ""]


@pytest.fixture(scope="module")
def table() -> TranscriptTable:
    return load_reference()


def read(table: TranscriptTable, data: str | Path, **options: object) -> InputContents:
    given = data if isinstance(data, Path) else data.encode()
    source = open_source(given, Settings(), "" if isinstance(data, Path) else "case.maf")
    assert maf.recognises(source.head)
    return maf.read(source, ReadOptions(**options), table, Settings(), silent)  # type: ignore[arg-type]


def text(*rows: list[str], header: str = HEADER) -> str:
    return "\n".join([header, *("\t".join(row) for row in rows)]) + "\n"


def changed(row: list[str], **cells: str) -> list[str]:
    names = [name.lower() for name in HEADER.split("\t")]
    return [cells.get(name, cell) for name, cell in zip(names, row, strict=True)]


def test_a_row_becomes_a_call(table: TranscriptTable) -> None:
    contents = read(table, text(BRAF, KRAS))
    braf, kras = contents.calls
    assert str(braf.variant) == "7-140753336-A-T (GRCh38)"
    assert braf.status is CallStatus.CALLED
    assert (braf.support.depth, braf.support.alt_reads, braf.support.vaf) == (200, 50, 0.25)
    assert braf.somatic_statement == "somatic (Mutation_Status=Somatic)"
    assert braf.filters == frozenset()
    assert kras.filters is None
    assert contents.tumour == "T1"
    assert contents.assembly.assembly is Assembly.GRCH38
    assert contents.ledger.close().adds_up


def test_s8_a_failed_filter_is_unconfirmed(table: TranscriptTable) -> None:
    call = read(table, text(changed(BRAF, filter="panel_of_normals"))).calls[0]
    assert call.status is CallStatus.UNCONFIRMED
    assert call.reason == "FILTER: panel_of_normals"


def test_a_row_without_a_read_is_unconfirmed(table: TranscriptTable) -> None:
    assert read(table, text(changed(BRAF, t_alt_count="0"))).calls[0].status is CallStatus.UNCONFIRMED


def test_s6_deletions_and_insertions_get_their_anchor(table: TranscriptTable) -> None:
    deletion = ["EGFR", "GRCh38", "7", "55174772", "55174786", "GGAATTAAGAGAAGC", "-", "-", "T1", "90", "40", "", ""]
    insertion = ["FLT3", "GRCh38", "13", "28034126", "28034127", "-", "-", "ACGACG", "T1", "90", "40", "", ""]
    one, other = read(table, text(deletion, insertion)).calls
    assert len(one.variant.ref) - len(one.variant.alt) == 15
    assert one.variant.alt == one.variant.ref[0]
    assert one.homozygous
    assert len(other.variant.alt) - len(other.variant.ref) == 6
    assert not other.homozygous


def test_the_other_tumour_allele_is_a_variant_too(table: TranscriptTable) -> None:
    calls = read(table, text(changed(KRAS, tumor_seq_allele1="T"))).calls
    assert [call.variant.alt for call in calls] == ["A", "T"]


def test_s3_the_build_is_proved_by_bases_where_no_column_says_it(table: TranscriptTable) -> None:
    header = HEADER.replace("NCBI_Build\t", "")
    places = [("7", "140453136", "A", "T"), ("12", "25398284", "C", "A"), ("1", "115256529", "T", "A")]
    places += [("3", "178952085", "A", "G"), ("7", "55259515", "T", "G"), ("17", "7578406", "C", "T")]
    rows = [["X", chrom, pos, pos, ref, ref, alt, "T1", "", "", "", ""] for chrom, pos, ref, alt in places]
    contents = read(table, text(*rows, header=header))
    assert contents.assembly.assembly is Assembly.GRCH37
    assert contents.assembly.confirmed
    assert len(contents.calls) == 6
    with pytest.raises(AssemblyError):
        read(table, text(*rows, header=header), assembly=Assembly.GRCH38)
    with pytest.raises(AssemblyError):
        read(table, text(*rows[:2], header=header))


@pytest.mark.parametrize(
    ("build", "stated"), [("mm10", None), ("GRCh37", Assembly.GRCH38), ("hg19", Assembly.GRCH38), ("NCBI36", None)]
)
def test_s3_a_foreign_or_contradicted_build_is_refused(
    table: TranscriptTable, build: str, stated: Assembly | None
) -> None:
    with pytest.raises(AssemblyError):
        read(table, text(changed(BRAF, ncbi_build=build)), assembly=stated)


def test_s3_two_builds_in_one_table_are_refused(table: TranscriptTable) -> None:
    with pytest.raises(AssemblyError):
        read(table, text(BRAF, changed(KRAS, ncbi_build="37")))


def test_s9_several_samples_need_a_choice(table: TranscriptTable) -> None:
    other = changed(KRAS, tumor_sample_barcode="T2")
    with pytest.raises(SampleChoiceError) as caught:
        read(table, text(BRAF, other))
    assert caught.value.details == ("T1", "T2")
    chosen = read(table, text(BRAF, other), tumour_sample="T2")
    assert [call.variant.chrom for call in chosen.calls] == ["12"]
    assert chosen.ledger.close().set_aside["another sample"] == 1
    with pytest.raises(SampleChoiceError):
        read(table, text(BRAF), tumour_sample="T9")


def test_s15_every_row_is_accounted_for(table: TranscriptTable) -> None:
    data = text(
        BRAF,
        changed(KRAS, start_position="", chromosome=""),
        changed(KRAS, reference_allele="Q"),
        changed(KRAS, tumor_seq_allele2="C"),
        changed(KRAS, reference_allele="G"),
        changed(KRAS, chromosome="GL000192.1"),
        changed(KRAS, start_position="5"),
        [*KRAS, "x", "y"],
    )
    contents = read(table, data)
    ledger = contents.ledger.close()
    assert ledger.read == 8
    assert ledger.adds_up
    assert ledger.failed == {"REF": 1, "alleles": 2, "columns": 1, "no position": 1}
    assert ledger.set_aside == {"outside the catalogue's genes": 3}


def test_s15_deep_in_an_intron_a_row_is_set_aside_as_in_a_vcf(table: TranscriptTable) -> None:
    """BRAF's exon 15 begins at 140753275."""
    deep, near = changed(BRAF, start_position="140753224"), changed(BRAF, start_position="140753225")
    inserted = {"reference_allele": "-", "tumor_seq_allele1": "-"}
    short = changed(BRAF, start_position="140753174", tumor_seq_allele2="A" * 49, **inserted)
    long = changed(BRAF, start_position="140753174", tumor_seq_allele2="A" * 51, **inserted)
    contents = read(table, text(BRAF, deep, near, short, long))
    assert len(contents.calls) == 3
    assert contents.ledger.close().set_aside == {DEEP: 2, "outside the catalogue's genes": 3}


def test_missing_columns_are_named(table: TranscriptTable) -> None:
    with pytest.raises(InputFileError) as caught:
        read(table, "Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\nKRAS\tMissense\tT1\n")
    assert caught.value.details[0] == "chromosome"


def test_s22_cells_are_quoted_on_one_line(table: TranscriptTable) -> None:
    call = read(table, text(changed(BRAF, hugo_symbol="=cmd()\x07"))).calls[0]
    assert "\x07" not in "".join(one.gene for one in call.annotations)


@pytest.mark.parametrize(
    ("name", "options", "assembly"),
    [
        ("moalm__example_patient.capture.somatic.snvs.maf", {}, Assembly.GRCH37),
        ("vcf2maf__test_b38_output.maf", {}, Assembly.GRCH38),
        ("oncokb__example_maf.txt", {"tumour_sample": "TCGA-05-4417-01"}, Assembly.GRCH37),
    ],
)
def test_real_files(
    table: TranscriptTable, shared: Path, name: str, options: dict[str, str], assembly: Assembly
) -> None:
    contents = read(table, shared / "vcf/maf" / name, **options)
    assert contents.assembly.assembly is assembly
    assert contents.assembly.confirmed
    assert contents.calls
    assert contents.ledger.close().adds_up


def test_s3_a_real_file_that_says_no_build_asks(table: TranscriptTable, shared: Path) -> None:
    path = shared / "vcf/maf/maftools__brca.maf.gz"
    with pytest.raises(AssemblyError) as caught:
        read(table, path)
    assert "--assembly" in caught.value.remedy
    stated = read(table, path, assembly=Assembly.GRCH37)
    assert not stated.assembly.confirmed
    assert "not confirmed" in stated.warnings[0]
    assert stated.ledger.close().read == 1913


def test_the_real_file_of_several_samples_asks(table: TranscriptTable, shared: Path) -> None:
    with pytest.raises(SampleChoiceError):
        read(table, shared / "vcf/maf/oncokb__example_maf.txt")
