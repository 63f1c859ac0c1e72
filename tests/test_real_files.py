"""Every real file gives the right answer or the right refusal: never a traceback, never silence.

The files are other people's and lie beside the checkout; without them these tests skip. One row a file: what it must
give, as its README says what it exercises.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from interpreter.errors import AssemblyError, InputFileError, InterpreterError, SampleChoiceError
from interpreter.interpret import InterpretRequest, interpret, load_knowledge
from interpreter.model.cases import Interpretation
from interpreter.model.findings import AmpTier, TumourRelation
from interpreter.model.genes import Assembly
from interpreter.model.results import State
from interpreter.model.variants import CallStatus
from interpreter.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one file must give; `called` are labels that must be among the called alterations."""

    file: str
    read: int = 0
    assembly: str = ""
    called: tuple[str, ...] = ()
    fault: type[InterpreterError] | None = None
    says: str = ""
    sample: str = ""
    normal: str = ""
    stated: Assembly | None = None
    drives_nothing: bool = False
    """True for lists of sites: shown, but no finding is detected."""


FILES = (
    Expected(file="small_variants/pcgr__T001-COAD.grch38.vcf.gz", read=3313, assembly="GRCh38", called=("BRAF V600E",)),
    Expected(file="small_variants/pcgr__T001-COAD.grch37.vcf.gz", read=3317, assembly="GRCh37", called=("BRAF V600E",)),
    Expected(file="small_variants/pcgr__T001-COAD.grch38.vcf.gz.tbi", fault=InputFileError, says="tabix index"),
    Expected(file="small_variants/ngsbits__panel_vep.vcf.gz", fault=SampleChoiceError, says="NA12878_03"),
    Expected(file="small_variants/ngsbits__panel_vep.vcf.gz", read=326, assembly="GRCh38", sample="NA12878_03"),
    Expected(file="small_variants/ngsbits__VcfAnnotateFrequency_in1.vcf", read=57, assembly="GRCh38"),
    Expected(file="small_variants/ngsbits__VariantQC_in2.vcf", fault=SampleChoiceError, says="normal"),
    Expected(file="small_variants/cutevariant__test.snpeff.vcf", read=11, assembly="GRCh37"),
    Expected(file="small_variants/cutevariant__test.vep.vcf", read=11, assembly="GRCh37"),
    Expected(file="small_variants/vatools__input.multiallelic.vcf.gz", fault=AssemblyError, says="--assembly"),
    Expected(
        file="small_variants/vatools__input.multiallelic.vcf.gz",
        stated=Assembly.GRCH38,
        read=1,
        called=("TP53 R175H",),
    ),
    Expected(file="small_variants/strelka__somatic.snvs.vcf.gz", fault=AssemblyError, says="demo20"),
    Expected(file="small_variants/strelka__somatic.indels.vcf.gz", fault=AssemblyError, says="demo20"),
    Expected(file="small_variants/strelka__spw-791.vcf.gz", fault=SampleChoiceError, says="NA12878"),
    Expected(file="small_variants/gatk__M2.vcf", read=206, assembly="GRCh37"),
    Expected(
        file="small_variants/gatk__regressionTestVariantSet1_expected.vcf",
        read=198,
        assembly="GRCh37",
        drives_nothing=True,
    ),
    Expected(file="small_variants/gatk__gga_mode.vcf", read=5, assembly="GRCh37", drives_nothing=True),
    Expected(file="small_variants/vcf2maf__test_varscan.vcf", fault=AssemblyError, says="--assembly"),
    Expected(file="small_variants/vcf2maf__test_varscan.vcf", stated=Assembly.GRCH37, read=500),
    Expected(file="small_variants/pyvcf__freebayes.vcf.gz", fault=SampleChoiceError, says="NA12891"),
    Expected(file="small_variants/somaticseq__LoFreq.snv.vcf.gz", fault=AssemblyError, says="--assembly"),
    Expected(file="small_variants/somaticseq__VarDict.vcf.gz", fault=AssemblyError, says="--assembly"),
    Expected(file="small_variants/somaticseq__VarDict.vcf.gz", stated=Assembly.GRCH38, read=135),
    Expected(file="small_variants/tvc__TSVC_variants.vcf", fault=AssemblyError, says="ABL1"),
    Expected(file="small_variants/slivar__with-bcsq.vcf", fault=SampleChoiceError, says="HG002"),
    Expected(file="small_variants/bcftools__view.filter.annovar.vcf", fault=AssemblyError, says="NCBI36"),
    Expected(file="structural/ngsbits__VcfToBedpe_in1_manta.vcf.gz", read=10, assembly="GRCh37"),
    Expected(file="structural/ngsbits__VcfToBedpe_in1_delly.vcf.gz", read=6, assembly="GRCh37"),
    Expected(file="structural/ngsbits__VcfToBedpe_in6_dragen_ambigous_bug.vcf", read=2, assembly="GRCh38"),
    Expected(file="structural/manta__somaticSV.vcf.gz", fault=SampleChoiceError, says="HCC1954"),
    Expected(file="structural/manta__somaticSV.vcf.gz", read=6, sample="HCC1954", normal="HCC1954_BL"),
    Expected(file="structural/hmf__tumor_sample.purple.sv.vcf", read=543, assembly="GRCh37"),
    Expected(file="structural/snpeff__test_fusion_CCDC6-RET.vcf", fault=AssemblyError, says="--assembly"),
    Expected(file="structural/snpeff__test_fusion_CCDC6-RET.vcf", stated=Assembly.GRCH37, read=2, drives_nothing=True),
    Expected(file="broken/ngsbits__Statistics_somatic_tmb.vcf", read=77, assembly="GRCh37", called=("BRAF V600E",)),
    Expected(file="broken/ngsbits__VcfCheck_in2.vcf", fault=AssemblyError, says="--assembly"),
    Expected(file="broken/ngsbits__VcfCheck_in2.vcf", stated=Assembly.GRCH38, read=5),
    Expected(file="gvcf/gatk__tiny.g.vcf", read=11, assembly="GRCh37"),
    Expected(file="gvcf/va__banded_gvcf.vcf", read=5, assembly="GRCh37"),
    Expected(file="gvcf/pisces__example_S1.genome.vcf", read=616, assembly="GRCh37", called=("NRAS Q61L",)),
    Expected(file="formats/vg__hg19_contigs.vcf", read=1, assembly="GRCh37"),
    Expected(file="formats/vg__grch37_research_contigs.vcf", read=1, assembly="GRCh37"),
    Expected(file="formats/vg__no_contigs.vcf", fault=AssemblyError, says="--assembly"),
    Expected(file="formats/htslib__vcf_file.bcf", fault=SampleChoiceError, says="holds 2 samples"),
    Expected(file="formats/htslib__vcf_file.bcf", read=15, assembly="GRCh37", sample="A"),
    Expected(file="formats/pysam__example_vcf43_with_utf8.vcf", fault=AssemblyError, says="NCBI36"),
    Expected(file="formats/vep__homo_sapiens_GRCh38.vcf", read=173, assembly="GRCh38", drives_nothing=True),
    Expected(file="panels/vg__ExampleSample_DNA_2600000001C.hard-filtered.vcf", read=93, assembly="GRCh37"),
    Expected(file="panels/vg__ExampleSample_DNA_2600000001C.cnv.vcf", read=25, assembly="GRCh37"),
    Expected(
        file="panels/vg__ExampleSample_RNA_2600000001B_AllFusions.csv",
        read=33,
        called=("EML4::ALK", "CD74::ROS1", "TPM3::NTRK1"),
    ),
    Expected(file="fusions/fusionreport__arriba.tsv", read=14, called=("ETV6::NTRK3",)),
    Expected(file="fusions/fusionreport__starfusion.tsv", read=12, called=("ETV6::NTRK3",)),
    Expected(file="fusions/fusionreport__fusioncatcher.txt", read=22, called=("ETV6::NTRK3",)),
    Expected(file="fusions/pcgr__T001-COAD.grch38.fusions.tsv", read=9, called=("BCR::ABL1",)),
    Expected(file="copy_number/cnvkit__tr95t.cns", read=124, called=("CDK4 amplification", "MDM2 amplification")),
    Expected(file="copy_number/gatk__segments_output_SAMPLE_001.vcf", read=15, assembly="GRCh37"),
    Expected(file="copy_number/ngsbits__DNA123456_01-NA12878_03_clincnv.tsv", read=18, called=("EGFR amplification",)),
    Expected(file="copy_number/pcgr__T001-COAD.grch38.cna.tsv", fault=AssemblyError, says="--assembly"),
    Expected(file="copy_number/pcgr__T001-COAD.grch38.cna.tsv", stated=Assembly.GRCH38, read=260),
    Expected(file="maf/maftools__brca.maf.gz", fault=InterpreterError, says="assembly"),
    Expected(file="maf/moalm__example_patient.capture.somatic.snvs.maf", read=299, called=("BRAF V600E",)),
    Expected(file="maf/oncokb__example_maf.txt", fault=SampleChoiceError, says="4 samples"),
    Expected(file="maf/vcf2maf__test_b38_output.maf", read=25, assembly="GRCh38"),
)


@pytest.fixture(scope="module")
def knowledge():  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(load_knowledge(), settings=Settings())


def _run(path: Path, knowledge, expected: Expected, tumour_type: str = "COAD") -> Interpretation:  # type: ignore[no-untyped-def]
    return interpret(
        InterpretRequest(
            files=(path,),
            tumour_type=tumour_type,
            date="2026-11-21",
            assembly=expected.stated,
            tumour_sample=expected.sample,
            normal_sample=expected.normal,
        ),
        knowledge,
    )


@pytest.mark.parametrize("expected", FILES, ids=lambda row: f"{row.file}{'!' if row.fault else ''}")
def test_each_real_file_gives_its_answer_or_its_refusal(expected: Expected, shared: Path, knowledge) -> None:  # type: ignore[no-untyped-def]
    path = shared / "vcf" / expected.file
    if expected.fault is not None:
        with pytest.raises(expected.fault) as told:
            _run(path, knowledge, expected)
        assert expected.says in str(told.value)
        assert told.value.meaning
        assert told.value.remedy
        return
    interpretation = _run(path, knowledge, expected)
    (item,) = interpretation.inputs
    assert item.ledger.adds_up
    assert item.ledger.read == expected.read
    if expected.assembly:
        assert item.assembly.assembly == expected.assembly
    called = [one.label for one in interpretation.alterations if one.status is CallStatus.CALLED]
    for label in expected.called:
        assert any(found.startswith(label) for found in called), called
    if expected.drives_nothing:
        assert not called
        assert interpretation.findings == ()


def test_every_file_of_the_folder_has_its_row(shared: Path) -> None:
    there = {str(path.relative_to(shared / "vcf")) for path in (shared / "vcf").glob("*/*")}
    assert there == {row.file for row in FILES}


def test_the_same_tumour_in_two_assemblies_gives_the_same_findings(shared: Path, knowledge) -> None:  # type: ignore[no-untyped-def]
    """Also: no assembly in the headers but a lift-over chain that names two; BRAF V600E in colorectal cancer."""
    results = [
        _run(shared / "vcf" / f"small_variants/pcgr__T001-COAD.{name}.vcf.gz", knowledge, Expected(file=""))
        for name in ("grch37", "grch38")
    ]
    told = [
        [
            (f.key, f.state, f.amp_tier, f.exactness, f.tumour_relation, f.direction, f.overruled_by)
            for f in one.findings
        ]
        for one in results
    ]
    assert told[0] == told[1]
    by_regimen = {f.evidence.therapies: f for f in reversed(results[0].findings)}
    assert by_regimen["encorafenib", "cetuximab"].amp_tier is AmpTier.I_A
    assert by_regimen["encorafenib", "cetuximab"].approved_here
    label = next(f for f in results[0].findings if f.tumour_relation is TumourRelation.EXCLUDED)
    assert label.evidence.therapies == ("dabrafenib", "trametinib")
    assert label.amp_tier is AmpTier.NONE
    assert not label.approved_here
    tmb = next(row for row in results[0].markers if row.biomarker.startswith("TMB"))
    assert tmb.state is State.NOT_ASSESSED
    assert "coding calls" in tmb.reason


def test_s3_a_grch37_file_whose_header_says_grch38_is_stopped(shared: Path, knowledge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    source = shared / "vcf" / "small_variants/pcgr__T001-COAD.grch37.vcf.gz"
    text = gzip.decompress(source.read_bytes()).decode("utf-8")
    lying = tmp_path / "lying.vcf"
    lying.write_text(text.replace("#CHROM", "##reference=GRCh38\n#CHROM", 1), encoding="utf-8")
    with pytest.raises(AssemblyError) as told:
        _run(lying, knowledge, Expected(file=""))
    assert "GRCh37" in str(told.value)
    assert "REF bases" in str(told.value)
