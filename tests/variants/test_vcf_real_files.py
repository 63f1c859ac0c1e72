"""Real files of many callers: the right answer or the right refusal, and an account that adds up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from interpreter.errors import AssemblyError, InputFileError, InterpreterError, SampleChoiceError
from interpreter.model.genes import Assembly
from interpreter.progress import silent
from interpreter.settings import Settings
from interpreter.variants.contents import InputContents, ReadOptions
from interpreter.variants.inputs import read_input
from interpreter.variants.reference import load_reference

G37, G38 = Assembly.GRCH37, Assembly.GRCH38


def read(shared: Path, name: str, **options: object) -> InputContents:
    contents = read_input(
        shared / "vcf" / name,
        ReadOptions(**options),
        load_reference(),
        Settings(),
        silent,  # type: ignore[arg-type]
    )
    assert contents.ledger.close().adds_up
    return contents


# file, assembly, confirmed by REF bases, records, tumour, normal, calls by status
READ = [
    ("small_variants/pcgr__T001-COAD.grch38.vcf.gz", G38, True, 3313, "TCGA", "", {"called": 148}),
    ("small_variants/pcgr__T001-COAD.grch37.vcf.gz", G37, True, 3317, "TCGA", "", {"called": 147, "unconfirmed": 1}),
    ("small_variants/ngsbits__VcfAnnotateFrequency_in1.vcf", G38, False, 57, "TEST", "", {}),
    ("small_variants/cutevariant__test.snpeff.vcf", G37, False, 11, "TUMOR", "NORMAL", {}),
    ("small_variants/cutevariant__test.vep.vcf", G37, False, 11, "TUMOR", "NORMAL", {}),
    ("small_variants/gatk__M2.vcf", G37, True, 206, "TUMOR", "NORMAL", {"unconfirmed": 5}),
    ("small_variants/gatk__regressionTestVariantSet1_expected.vcf", G37, True, 198, "", "", {"site_only": 24}),
    ("small_variants/gatk__gga_mode.vcf", G37, False, 5, "", "", {}),
    ("broken/ngsbits__Statistics_somatic_tmb.vcf", G37, True, 77, "FO00000x02_01", "FO00000x01_01",
     {"called": 27}),
    ("gvcf/gatk__tiny.g.vcf", G37, False, 11, "SAMPLE_1", "", {}),
    ("gvcf/va__banded_gvcf.vcf", G37, False, 5, "NA12878", "", {}),
    ("gvcf/pisces__example_S1.genome.vcf", G37, True, 616, "example_S1.bam", "", {"called": 1}),
    ("panels/vg__ExampleSample_DNA_2600000001C.hard-filtered.vcf", G37, True, 93, "Example", "",
     {"called": 8, "unconfirmed": 28}),
    ("panels/vg__ExampleSample_DNA_2600000001C.cnv.vcf", G37, False, 25, "Example", "", {}),
    ("copy_number/gatk__segments_output_SAMPLE_001.vcf", G37, False, 15, "SAMPLE_001", "", {}),
    ("formats/vg__hg19_contigs.vcf", G37, False, 1, "", "", {}),
    ("formats/vg__grch37_research_contigs.vcf", G37, False, 1, "", "", {}),
    ("formats/vep__homo_sapiens_GRCh38.vcf", G38, True, 173, "", "", {"site_only": 7}),
    ("structural/ngsbits__VcfToBedpe_in1_manta.vcf.gz", G37, False, 10, "DX000000_01", "", {}),
    ("structural/ngsbits__VcfToBedpe_in1_delly.vcf.gz", G37, False, 6, "DX000000_02", "", {}),
    ("structural/ngsbits__VcfToBedpe_in6_dragen_ambigous_bug.vcf", G38, False, 2, "DNA2502743A1_01", "", {}),
    ("structural/hmf__tumor_sample.purple.sv.vcf", G37, False, 543, "tumor_sample", "ref_sample", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "assembly", "confirmed", "records", "tumour", "normal", "statuses"), READ)
def test_files_that_can_be_read(
    shared: Path,
    name: str,
    assembly: Assembly,
    confirmed: bool,
    records: int,
    tumour: str,
    normal: str,
    statuses: dict[str, int],
) -> None:
    contents = read(shared, name)
    assert (contents.assembly.assembly, contents.assembly.confirmed) == (assembly, confirmed)
    assert contents.ledger.close().read == records
    assert contents.tumour.startswith(tumour)
    assert bool(contents.tumour) == bool(tumour)
    assert contents.normal == normal
    assert Counter(call.status.value for call in contents.calls) == statuses


# file, the fault, words of its problem
REFUSED: list[tuple[str, type[InterpreterError], str]] = [
    ("small_variants/ngsbits__panel_vep.vcf.gz", SampleChoiceError, "is a normal"),
    ("small_variants/ngsbits__VariantQC_in2.vcf", SampleChoiceError, "is a normal"),
    ("small_variants/pyvcf__freebayes.vcf.gz", SampleChoiceError, "7 samples"),
    ("small_variants/slivar__with-bcsq.vcf", SampleChoiceError, "3 samples"),
    ("small_variants/strelka__spw-791.vcf.gz", SampleChoiceError, "3 samples"),
    ("structural/manta__somaticSV.vcf.gz", SampleChoiceError, "2 samples"),
    ("formats/htslib__vcf_file.bcf", SampleChoiceError, "2 samples"),
    ("small_variants/bcftools__view.filter.annovar.vcf", AssemblyError, "NCBI36"),
    ("formats/pysam__example_vcf43_with_utf8.vcf", AssemblyError, "NCBI36"),
    ("small_variants/strelka__somatic.snvs.vcf.gz", AssemblyError, "demo20"),
    ("small_variants/strelka__somatic.indels.vcf.gz", AssemblyError, "demo20"),
    ("small_variants/tvc__TSVC_variants.vcf", AssemblyError, "ABL1"),
    ("small_variants/somaticseq__LoFreq.snv.vcf.gz", AssemblyError, "does not say"),
    ("small_variants/somaticseq__VarDict.vcf.gz", AssemblyError, "does not say"),
    ("small_variants/vatools__input.multiallelic.vcf.gz", AssemblyError, "does not say"),
    ("small_variants/vcf2maf__test_varscan.vcf", AssemblyError, "does not say"),
    ("broken/ngsbits__VcfCheck_in2.vcf", AssemblyError, "does not say"),
    ("formats/vg__no_contigs.vcf", AssemblyError, "does not say"),
    ("structural/snpeff__test_fusion_CCDC6-RET.vcf", AssemblyError, "does not say"),
    ("small_variants/pcgr__T001-COAD.grch38.vcf.gz.tbi", InputFileError, "index"),
]


@pytest.mark.parametrize(("name", "fault", "words"), REFUSED)
def test_files_that_a_person_must_decide_on(shared: Path, name: str, fault: type[InterpreterError], words: str) -> None:
    with pytest.raises(fault, match=words) as caught:
        read(shared, name)
    assert caught.value.remedy


# file, what the user states, records, calls of all kinds
STATED = [
    ("small_variants/ngsbits__panel_vep.vcf.gz", {"germline_sample": True}, 326, 192),
    ("small_variants/pyvcf__freebayes.vcf.gz", {"tumour_sample": "NA12878"}, 104, 0),
    ("small_variants/slivar__with-bcsq.vcf", {"tumour_sample": "HG002"}, 4, 0),
    ("small_variants/strelka__spw-791.vcf.gz", {"tumour_sample": "NA12878"}, 11, 0),
    ("small_variants/vatools__input.multiallelic.vcf.gz", {"assembly": G38}, 1, 1),
    ("small_variants/vcf2maf__test_varscan.vcf", {"assembly": G37}, 500, 5),
    ("structural/snpeff__test_fusion_CCDC6-RET.vcf", {"assembly": G37}, 2, 1),
    ("formats/htslib__vcf_file.bcf", {"tumour_sample": "A"}, 15, 0),
]


@pytest.mark.parametrize(("name", "options", "records", "calls"), STATED)
def test_files_once_the_person_has_decided(
    shared: Path, name: str, options: dict[str, object], records: int, calls: int
) -> None:
    contents = read(shared, name, **options)
    assert contents.ledger.close().read == records
    assert len(contents.calls) + len(contents.structural) == calls


def test_s3_the_same_tumour_in_two_assemblies_gives_the_same_braf_call(shared: Path) -> None:
    for name, place in (("grch37", 140453136), ("grch38", 140753336)):
        contents = read(shared, f"small_variants/pcgr__T001-COAD.{name}.vcf.gz")
        (braf,) = [call for call in contents.calls if (call.variant.chrom, call.variant.pos) == ("7", place)]
        assert (braf.variant.ref, braf.variant.alt) == ("A", "T")
        assert braf.support.rule == "ADT/DPT"


def test_one_record_that_htslib_cannot_read_spoils_no_other(shared: Path) -> None:
    contents = read(shared, "broken/ngsbits__VcfCheck_in2.vcf", assembly=G38)
    assert contents.ledger.close().read == 5
    assert not contents.ledger.close().failed


def test_pisces_reference_rows_prove_depth(shared: Path) -> None:
    contents = read(shared, "gvcf/pisces__example_S1.genome.vcf")
    assert len(contents.blocks) == 615
    assert all(block.depth is not None for block in contents.blocks)
    assert not contents.germline_caller
