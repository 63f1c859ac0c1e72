"""Annotations in the file are read to compare; population frequencies to flag."""

from __future__ import annotations

import pytest

from interpreter.model.variants import FileAnnotation, VariantCall
from tests.variants.vcf_files import KRAS, read, vcf

CSQ = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: '
    'Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp|CANONICAL|gnomADe_AF|MAX_AF">'
)
ANN = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | "
    "Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | "
    "HGVS.p'\">"
)
BCSQ = '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation from BCFtools/csq">'
CSQT = '##INFO=<ID=CSQT,Number=.,Type=String,Description="Consequence type as predicted by IAE">'
FUNCOTATION = (
    '##INFO=<ID=FUNCOTATION,Number=A,Type=String,Description="Functional annotation from the Funcotator tool.  '
    "Funcotation fields are: Gencode_34_hugoSymbol|Gencode_34_variantClassification|Gencode_34_annotationTranscript|"
    'Gencode_34_cDnaChange|Gencode_34_proteinChange">'
)
ANNOVAR = '##INFO=<ID=AAChange.refGene,Number=.,Type=String,Description="ANNOVAR">'


def call(info: str, *metas: str, record: str = KRAS, place: int = 0) -> VariantCall:
    return read(vcf([f"{record}\t50\tPASS\t{info}\tGT\t0/1/2/3"[: None if "," in record else -4]], metas=metas)).calls[
        place
    ]


def kras(annotator: str, **texts: object) -> FileAnnotation:
    values = {"gene": "KRAS", "transcript": "", "hgvs_c": "", "hgvs_p": "", "consequence": "", **texts}
    return FileAnnotation(annotator=annotator, **values)  # type: ignore[arg-type]


def test_vep() -> None:
    found = call(
        "CSQ=T|missense_variant|KRAS|ENST00000256078|ENST00000256078.4:c.35G>A|ENSP00000256078.4:p.Gly12Asp|YES|1e-5|,"
        "T|upstream_gene_variant|NOTAGENE|ENST1|||||0.02,G|missense_variant|KRAS|ENST00000256078|||||0.9",
        CSQ,
    )
    assert found.annotations == (
        kras(
            "VEP",
            transcript="ENST00000256078",
            hgvs_c="ENST00000256078.4:c.35G>A",
            hgvs_p="ENSP00000256078.4:p.Gly12Asp",
            consequence="missense_variant",
            canonical=True,
        ),
    )
    assert found.population_af == 0.02


@pytest.mark.parametrize(("record", "allele"), [("12\t25398284\t.\tCC\tC", "-"), ("12\t25398284\t.\tC\tCTT", "TT")])
def test_vep_drops_the_shared_base_of_an_indel(record: str, allele: str) -> None:
    (found,) = call(f"CSQ={allele}|frameshift_variant|KRAS|T||||", CSQ, record=record).annotations
    assert (found.gene, found.consequence) == ("KRAS", "frameshift_variant")
    assert call("CSQ=CC|frameshift_variant|KRAS|T||||", CSQ, record=record).annotations == ()


def test_vep_of_each_allele() -> None:
    info = "CSQ=T|missense_variant|KRAS|A||||,A|stop_gained|KRAS|B||||"
    record = "12\t25398284\t.\tC\tT,A,G"
    found = [call(info, CSQ, record=record, place=place).annotations for place in range(3)]
    assert [[each.consequence for each in some] for some in found] == [["missense_variant"], ["stop_gained"], []]


def test_escaped_signs_of_vep() -> None:
    found = call("CSQ=T|synonymous_variant|KRAS|A||ENSP1:p.Gly12%3D|||", CSQ)
    assert found.annotations[0].hgvs_p == "ENSP1:p.Gly12="


def test_snpeff() -> None:
    found = call(
        "ANN=T|missense_variant|MODERATE|KRAS|ENSG1|transcript|ENST1|protein_coding|2/6|c.35G>A|p.Gly12Asp|1/2|,"
        "A|stop_gained|HIGH|KRAS|ENSG1|transcript|ENST1|protein_coding|2/6|c.35G>T|p.Gly12Val||",
        ANN,
    )
    assert found.annotations == (
        kras("SnpEff", transcript="ENST1", hgvs_c="c.35G>A", hgvs_p="p.Gly12Asp", consequence="missense_variant"),
    )


def test_bcftools_csq() -> None:
    found = call("BCSQ=missense|KRAS|ENST1|protein_coding|-|12G>12D|25398284C>T,@25398281", BCSQ)
    assert found.annotations == (kras("bcftools csq", transcript="ENST1", hgvs_p="p.G12D", consequence="missense"),)


def test_nirvana() -> None:
    found = call("CSQT=1|KRAS|ENST1|missense_variant,2|KRAS|ENST1|stop_gained", CSQT)
    assert found.annotations == (kras("Nirvana", transcript="ENST1", consequence="missense_variant"),)


def test_funcotator() -> None:
    found = call("FUNCOTATION=[KRAS|MISSENSE|ENST1.5|c.35G>A|p.G12D]", FUNCOTATION)
    assert found.annotations == (
        kras("Funcotator", transcript="ENST1.5", hgvs_c="c.35G>A", hgvs_p="p.G12D", consequence="MISSENSE"),
    )


def test_annovar() -> None:
    found = call(
        "ANNOVAR_DATE=2020;Func.refGene=exonic;Gene.refGene=KRAS;ExonicFunc.refGene=nonsynonymous_SNV;"
        "AAChange.refGene=KRAS:NM_004985:exon2:c.G35A:p.G12D;ALLELE_END",
        ANNOVAR,
    )
    assert found.annotations == (
        kras("ANNOVAR", transcript="NM_004985", hgvs_c="c.G35A", hgvs_p="p.G12D", consequence="nonsynonymous_SNV"),
    )


@pytest.mark.parametrize(
    ("key", "value", "frequency"),
    [
        ("gnomAD_AF", "0.25", 0.25),
        ("gnomADg_AF", "1e-4", 1e-4),
        ("AF_popmax", "0.03", 0.03),
        ("ExAC_ALL", "0.01", 0.01),
        ("AF1000G", "0.458067", 0.458067),
        ("POPAF", "2.00", 0.01),
        ("POP_AF", "1e-05", 1e-05),
        ("gnomAD_AF", ".", None),
        ("gnomAD_AF", "x", None),
        ("gnomAD_AF", "7", None),
        ("AF", "0.5", None),
    ],
)
def test_population_frequencies(key: str, value: str, frequency: float | None) -> None:
    meta = f'##INFO=<ID={key},Number=A,Type=Float,Description="x">'
    assert call(f"{key}={value}", meta).population_af == pytest.approx(frequency)


@pytest.mark.parametrize(
    "info", ["CSQ=", "CSQ=T", "CSQ=|||||||||||||||", "ANN=,,", "BCSQ=x|y", "FUNCOTATION=[", "CSQT=|"]
)
def test_broken_annotations_never_fail_a_record(info: str) -> None:
    assert call(info, CSQ, ANN, BCSQ, CSQT, FUNCOTATION).annotations == ()
