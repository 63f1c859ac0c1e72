"""A table built from downloaded annotation files: a tiny invented release in their formats."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from interpreter.errors import ReferenceTableError
from interpreter.model.genes import Assembly, SequenceStatus, TranscriptStatus
from interpreter.model.variants import Variant
from interpreter.variants.consequence import effect_on
from interpreter.variants.coordinates import to_genome
from interpreter.variants.reference import TranscriptTable, load_reference
from interpreter.variants.reference_build import BuildSummary, build_reference

# PLUS1: exon 1 has 4 untranslated bases, then ATG GTT A; exon 2 goes on with AA TTT TAG and 5 bases after the stop.
PLUS_RNA = "CCCC" + "ATGGTTA" + "AATTTTAG" + "GGATC"
# MINUS1 lies on the minus strand: ATG CAT | CAT TGA and no untranslated bases.
MINUS_RNA = "ATGCAT" + "CATTGA"


def _gtf(chromosome: str = "chr7") -> str:
    def line(kind: str, start: int, end: int, strand: str, gene: str, accession: str, protein: str, tag: str) -> str:
        names = f'gene_id "{gene}"; transcript_id "{accession}"; db_xref "Ensembl:ENST0000000000{len(gene)}.1"; '
        names += f'db_xref "HGNC:HGNC:1234"; gene "{gene}"; protein_id "{protein}"; tag "{tag}";'
        return "\t".join((chromosome, "BestRefSeq", kind, str(start), str(end), ".", strand, ".", names))

    plus = ("+", "PLUS1", "NM_900001.2", "NP_900001.2", "MANE Select")
    minus = ("-", "MINUS1", "NM_900002.1", "NP_900002.1", "MANE Select")
    other = ("+", "PLUS1", "NM_900003.1", "NP_900003.1", "RefSeq Select")
    return "\n".join(
        (
            "#gtf-version 2.2",
            line("transcript", 1001, 1123, *plus),
            line("exon", 1001, 1011, *plus),
            line("exon", 1111, 1123, *plus),
            line("CDS", 1005, 1011, *plus),
            line("CDS", 1111, 1115, *plus),
            line("stop_codon", 1116, 1118, *plus),
            line("transcript", 2001, 2106, *minus),
            line("exon", 2101, 2106, *minus),
            line("exon", 2001, 2006, *minus),
            line("CDS", 2101, 2106, *minus),
            line("CDS", 2004, 2006, *minus),
            line("stop_codon", 2001, 2003, *minus),
            line("exon", 1001, 1300, *other),
            line("CDS", 1001, 1300, *other),
            "",
        )
    )


def _gff(chromosome: str = "NC_000007.13", shift: int = -500) -> str:
    def line(kind: str, start: int, end: int, strand: str, values: str) -> str:
        return "\t".join(
            (chromosome, "BestRefSeq", kind, str(start + shift), str(end + shift), ".", strand, ".", values)
        )

    return "\n".join(
        (
            "##gff-version 3",
            "#!genome-build GRCh37.p13",
            line("gene", 1001, 1123, "+", "ID=gene-PLUS1;gene=PLUS1"),
            line("mRNA", 1001, 1123, "+", "ID=rna-NM_900001.1;Parent=gene-PLUS1;gene=PLUS1;transcript_id=NM_900001.1"),
            line("exon", 1001, 1011, "+", "ID=exon-1;Parent=rna-NM_900001.1;transcript_id=NM_900001.1"),
            line("exon", 1111, 1123, "+", "ID=exon-2;Parent=rna-NM_900001.1;transcript_id=NM_900001.1"),
            line("CDS", 1005, 1011, "+", "ID=cds-1;Parent=rna-NM_900001.1;protein_id=NP_900001.1"),
            line("CDS", 1111, 1118, "+", "ID=cds-1;Parent=rna-NM_900001.1;protein_id=NP_900001.1"),
            line("mRNA", 2001, 2106, "-", "ID=rna-NM_900002.1;Parent=gene-MINUS1;transcript_id=NM_900002.1"),
            line("exon", 2101, 2106, "-", "ID=exon-3;Parent=rna-NM_900002.1;transcript_id=NM_900002.1"),
            line("exon", 2001, 2009, "-", "ID=exon-4;Parent=rna-NM_900002.1;transcript_id=NM_900002.1"),
            line("CDS", 2101, 2106, "-", "ID=cds-2;Parent=rna-NM_900002.1"),
            line("CDS", 2001, 2009, "-", "ID=cds-2;Parent=rna-NM_900002.1"),
            "",
        )
    )


def _build(
    folder: Path, *, gtf: str = "", gff: str = "", fasta: str = "", base: TranscriptTable | None = None
) -> tuple[TranscriptTable, BuildSummary]:
    fasta = (
        fasta or f">NM_900001.2 Homo sapiens\n{PLUS_RNA[:10]}\n{PLUS_RNA[10:]}\n>NM_900002.1\n{MINUS_RNA}\n>NM_1.1\nA\n"
    )
    (folder / "mane.gtf.gz").write_bytes(gzip.compress((gtf or _gtf()).encode()))
    (folder / "rna.fna.gz").write_bytes(gzip.compress(fasta.encode()))
    (folder / "grch37.gff").write_text(gff or _gff())
    summary = build_reference(
        mane_gtf=folder / "mane.gtf.gz",
        mane_fasta=folder / "rna.fna.gz",
        grch37_gff=folder / "grch37.gff",
        out=folder / "table.tsv.gz",
        version="1.0",
        date="2026-01-02",
        base=base,
        genes=frozenset({"PLUS1", "MINUS1", "BRAF"}) if base is not None else None,
    )
    return load_reference(folder / "table.tsv.gz"), summary


def test_a_release_becomes_a_table(tmp_path: Path) -> None:
    table, summary = _build(tmp_path)
    assert table.genes == {"PLUS1", "MINUS1"}
    plus = table.transcript("PLUS1")
    assert plus is not None
    assert (plus.accession, plus.protein, plus.ensembl) == ("NM_900001.2", "NP_900001.2", "ENST00000000005.1")
    assert (plus.hgnc_id, plus.chrom, plus.reverse) == ("HGNC:1234", "7", False)
    assert plus.status is TranscriptStatus.MANE_SELECT
    assert (plus.cds, plus.tail, plus.sequence_status) == ("ATGGTTAAATTTTAG", "GGATC", SequenceStatus.COMPLETE)
    assert to_genome(plus, Assembly.GRCH38, 8) == 1111
    assert to_genome(plus, Assembly.GRCH37, 8) == 611
    minus = table.transcript("MINUS1")
    assert minus is not None
    assert minus.cds == MINUS_RNA
    assert table.reference_base(Assembly.GRCH38, "7", 2106) == "T"
    assert summary.sha256 == table.sha256
    assert (table.version, table.date) == ("1.0", "2026-01-02")


def test_grch37_exons_of_another_length_are_not_used(tmp_path: Path) -> None:
    table, summary = _build(tmp_path)
    minus = table.transcript("MINUS1")
    assert minus is not None
    assert Assembly.GRCH37 not in minus.layouts
    assert summary.without_grch37 == ("MINUS1",)
    assert effect_on(minus, Variant(assembly=Assembly.GRCH37, chrom="7", pos=1601, ref="A", alt="C")) is None


def test_a_built_table_names_variants_to_the_end_of_a_shifted_frame(tmp_path: Path) -> None:
    table, _ = _build(
        tmp_path,
        fasta=f">NM_900001.2\nCCCCATGGTTAAATTTTAGGATAAC\n>NM_900002.1\n{MINUS_RNA}\n",
        gtf=_gtf().replace("1123", "1124"),
    )
    plus = table.transcript("PLUS1")
    assert plus is not None
    effect = effect_on(plus, Variant(assembly=Assembly.GRCH38, chrom="7", pos=1112, ref="A", alt="AC"))
    assert effect is not None
    assert effect.hgvs_p == "NP_900001.2:p.(Phe4LeufsTer4)"


def test_a_sequence_that_does_not_follow_the_exons_is_left_out(tmp_path: Path) -> None:
    table, summary = _build(tmp_path, fasta=f">NM_900001.2\n{PLUS_RNA}AAAA\n>NM_900002.1\n{MINUS_RNA}\n")
    plus = table.transcript("PLUS1")
    assert plus is not None
    assert (plus.cds, plus.sequence_status) == ("", SequenceStatus.COORDINATES)
    assert summary.without_sequence == ("PLUS1",)


def test_rows_that_the_release_does_not_have_are_carried_over(tmp_path: Path) -> None:
    table, summary = _build(tmp_path, base=load_reference())
    assert table.genes == {"PLUS1", "MINUS1", "BRAF"}
    assert table.transcript("BRAF") == load_reference().transcript("BRAF")
    assert summary.missing == ("BRAF",)


@pytest.mark.parametrize(
    ("gtf", "gff", "words"),
    [
        (_gtf("NC_000007.13"), "", "not a chromosome of GRCh38"),
        ("", _gff("NC_000007.14"), "not a chromosome of GRCh37"),
        ("", _gff().replace("GRCh37.p13", "GRCh38.p14"), "it is for GRCh38"),
        ("chr7\tshort\n", "", "nine columns"),
        (_gtf().replace("MANE Select", "basic"), "", "no MANE transcript"),
        ("", _gff().replace("NM_9", "NM_8"), "none of the transcripts"),
    ],
)
def test_files_that_do_not_fit_are_refused(tmp_path: Path, gtf: str, gff: str, words: str) -> None:
    with pytest.raises(ReferenceTableError, match=words):
        _build(tmp_path, gtf=gtf, gff=gff)
    assert not (tmp_path / "table.tsv.gz").exists()


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    _build(tmp_path)
    cut = tmp_path / "cut.gtf.gz"
    cut.write_bytes((tmp_path / "mane.gtf.gz").read_bytes()[:-30])
    with pytest.raises(ReferenceTableError, match="read to its end"):
        build_reference(
            mane_gtf=cut,
            mane_fasta=tmp_path / "rna.fna.gz",
            grch37_gff=tmp_path / "grch37.gff",
            out=tmp_path / "new.tsv.gz",
            version="1",
            date="2026-01-02",
        )


def test_all_genes_of_a_release_beside_those_of_the_table_in_use(tmp_path: Path) -> None:
    _build(tmp_path)
    summary = build_reference(
        mane_gtf=tmp_path / "mane.gtf.gz",
        mane_fasta=tmp_path / "rna.fna.gz",
        grch37_gff=tmp_path / "grch37.gff",
        out=tmp_path / "all.tsv.gz",
        version="2",
        date="2026-01-02",
        base=load_reference(),
        all_genes=True,
    )
    assert summary.genes == len(load_reference().genes) + 2
    assert load_reference(tmp_path / "all.tsv.gz").alternates("MET") == load_reference().alternates("MET")
