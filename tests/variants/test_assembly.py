"""The assembly is proven by REF bases, never assumed (S3, RULES R4)."""

from __future__ import annotations

import pytest

from interpreter.errors import AssemblyError
from interpreter.model.genes import Assembly
from interpreter.variants.contents import ReadOptions
from interpreter.variants.contigs import accession_assembly, plain_chromosome
from tests.variants.vcf_files import BRAF, KRAS, account, read, textbook_lines, vcf

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
TAIL = "\t50\tPASS\tDP=100\tGT:AD:DP\t0/1:60,40:100"


@pytest.mark.parametrize("assembly", list(Assembly))
def test_s3_ref_bases_confirm_the_contig_lengths(assembly: Assembly) -> None:
    contents = read(vcf(textbook_lines(assembly), contigs=assembly))
    assert contents.assembly.assembly is assembly
    assert contents.assembly.confirmed
    assert contents.assembly.evidence[0] == f"REF bases: 7 of 7 comparable records agree with {assembly}"
    assert len(contents.calls) == 7


@pytest.mark.parametrize("assembly", list(Assembly))
def test_s3_without_a_statement_enough_ref_bases_prove_it(assembly: Assembly) -> None:
    contents = read(vcf(textbook_lines(assembly), contigs=None))
    assert contents.assembly.assembly is assembly
    assert contents.assembly.confirmed


@pytest.mark.parametrize("assembly", list(Assembly))
def test_s3_header_of_the_other_assembly_is_stopped_by_ref_bases(assembly: Assembly) -> None:
    with pytest.raises(AssemblyError, match="REF bases contradict") as caught:
        read(vcf(textbook_lines(assembly), contigs=assembly.other))
    assert any(f"7 of 7 comparable records agree with {assembly}" in line for line in caught.value.details)
    assert "not a negative" in caught.value.meaning


def test_s3_user_statement_is_stopped_by_ref_bases() -> None:
    with pytest.raises(AssemblyError, match="REF bases contradict"):
        read(vcf(textbook_lines(G37), contigs=None), ReadOptions(assembly=G38))


def test_s3_two_agreeing_in_the_other_and_none_here_is_enough_to_stop() -> None:
    lines = textbook_lines(G37)[:2]
    with pytest.raises(AssemblyError, match="REF bases contradict"):
        read(vcf(lines, contigs=None), ReadOptions(assembly=G38))
    kept = read(vcf(lines[:1], contigs=None), ReadOptions(assembly=G38))
    assert not kept.assembly.confirmed


def test_s3_user_against_header_is_a_contradiction() -> None:
    with pytest.raises(AssemblyError, match="contradicted"):
        read(vcf(textbook_lines(G37)), ReadOptions(assembly=G38))


def test_s3_nothing_stated_and_fewer_than_five_records_asks() -> None:
    with pytest.raises(AssemblyError, match="does not say which assembly") as caught:
        read(vcf(textbook_lines(G37)[:4], contigs=None))
    assert "--assembly" in caught.value.remedy
    assert read(vcf(textbook_lines(G37)[:5], contigs=None)).assembly.assembly is G37


def test_s3_nothing_comparable_is_stated_not_confirmed() -> None:
    contents = read(vcf([f"7\t55000000\t.\tA\tT{TAIL}"], contigs=G37))
    assert contents.assembly.assembly is G37
    assert not contents.assembly.confirmed
    assert "stated, not confirmed" in contents.warnings[0]


def test_s3_one_mismatch_fails_that_record_alone() -> None:
    lines = textbook_lines(G37)
    lines[4] = lines[4].replace("\tA\tT\t", "\tG\tT\t")
    contents = read(vcf(lines))
    ledger = account(contents)
    assert ledger.failed == {"REF": 1}
    assert "'G' where GRCh37 has 'A'" in ledger.failures[0]
    assert len(contents.calls) == 6
    assert any("REF is not the reference's" in warning for warning in contents.warnings)


def test_s3_two_mismatches_beyond_a_tenth_stop() -> None:
    lines = [line.replace("\tC\tT\t", "\tA\tT\t") for line in textbook_lines(G37)]
    with pytest.raises(AssemblyError, match="REF bases contradict"):
        read(vcf(lines))


def test_two_builds_named_in_a_liftover_chain_are_no_statement() -> None:
    metas = ["##liftOverChainFile=/data/hg38ToHg19.over.chain.gz", "##new_reference_genome=/data/hg19/ucsc.hg19.fa"]
    assert read(vcf(textbook_lines(G37), metas=metas, contigs=None)).assembly.confirmed
    with pytest.raises(AssemblyError, match="does not say"):
        read(vcf(textbook_lines(G37)[:2], metas=metas, contigs=None))


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ("##reference=file:///refs/hs37d5.fa", G37),
        ("##reference=/refs/human_g1k_v37.fasta", G37),
        ("##reference=file:///refs/GRCh38.fa", G38),
        ("##assembly=hg38", G38),
        ('##VEP="v110" assembly="GRCh38.p14" dbSNP="154"', G38),
        ("##contig=<ID=7,assembly=b37>", G37),
    ],
)
def test_header_words_state_an_assembly(meta: str, found: Assembly) -> None:
    assert read(vcf(textbook_lines(found)[:1], metas=[meta], contigs=None)).assembly.assembly is found


def test_a_checksum_in_a_command_line_names_no_assembly() -> None:
    with pytest.raises(AssemblyError, match="does not say") as caught:
        read(vcf([BRAF + TAIL], metas=["##source=tool /6416b38d08524e38/x.fa"], contigs=None))
    assert not any("in passing" in line for line in caught.value.details)


@pytest.mark.parametrize(
    ("meta", "name"),
    [
        ("##contig=<ID=chr1,length=195471971>", "mouse mm10"),
        ("##contig=<ID=1,length=195154279>", "mouse mm39"),
        ("##contig=<ID=chr1,length=248387328>", "T2T-CHM13"),
        ("##contig=<ID=1,length=247249719>", "NCBI36"),
        ("##reference=1000GenomesPilot-NCBI36", "NCBI36"),
        ("##reference=/refs/chm13v2.0.fa", "T2T-CHM13"),
        ("##reference=/refs/mm10.fa", "mouse mm10"),
    ],
)
def test_other_assemblies_are_refused_by_name(meta: str, name: str) -> None:
    with pytest.raises(AssemblyError, match=name):
        read(vcf([BRAF + TAIL], metas=[meta], contigs=None))


def test_contig_lengths_of_both_assemblies_are_a_contradiction() -> None:
    metas = ["##contig=<ID=1,length=249250621>", "##contig=<ID=2,length=242193529>"]
    with pytest.raises(AssemblyError, match="contradicted"):
        read(vcf([BRAF + TAIL], metas=metas, contigs=None))


def test_names_of_contigs() -> None:
    names = ("chr7", "7", "CHR7", "NC_000007.13", "CM000669.2")
    assert {plain_chromosome(name) for name in names} == {"7"}
    assert [plain_chromosome(name) for name in ("chrM", "MT", "M", "NC_012920.1")] == ["MT"] * 4
    assert [plain_chromosome(name) for name in ("GL000192.1", "chr23", "chrUn", "7_alt", "hs37d5")] == [""] * 5
    assert accession_assembly("NC_000007.13") == "GRCh37"
    assert accession_assembly("NC_000007.14") == "GRCh38"
    assert accession_assembly("chr7") == ""


def test_refseq_accessions_are_read() -> None:
    lines = [f"NC_000007.13\t140453136\t.\tA\tT{TAIL}"]
    metas = ["##contig=<ID=NC_000007.13>"]
    contents = read(vcf(lines, metas=metas, contigs=None))
    assert contents.assembly.assembly is G37
    assert contents.calls[0].variant.chrom == "7"
    assert contents.calls[0].source.text.startswith("NC_000007.13-140453136")


def test_mixed_names_are_all_read_with_a_warning() -> None:
    contents = read(vcf([f"chr{BRAF}{TAIL}", f"{KRAS}{TAIL}"]))
    assert {call.variant.chrom for call in contents.calls} == {"7", "12"}
    assert any("written in 2 ways" in warning for warning in contents.warnings)


def test_no_human_chromosome_at_all() -> None:
    with pytest.raises(AssemblyError, match="no record on a human chromosome"):
        read(vcf([f"ABL1\t951\t.\tC\tA{TAIL}"], contigs=None))
