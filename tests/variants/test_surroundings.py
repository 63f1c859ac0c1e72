"""Deep in an intron small variants are set aside for a reason of their own; what is near an exon and events are not."""

from __future__ import annotations

import pytest

from interpreter.model.genes import Assembly
from interpreter.variants.contents import InputContents
from interpreter.variants.pgx_alleles import genes, named_alleles
from interpreter.variants.reference import load_reference
from interpreter.variants.surroundings import DEEP, Surroundings, surroundings_of
from interpreter.variants.vcf_scan import OUTSIDE
from tests.variants.vcf_files import read, textbook_lines, vcf

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
TABLE = load_reference()
TAIL = "50\tPASS\tDP=100\tGT:AD:DP\t0/1:60,40:100"
EXON = 140753275
"""First base of BRAF's exon 15 in GRCh38; the exon before it on the genome ends at 140749418."""


def line(pos: int, ref: str = "A", alt: str = "C", chrom: str = "7", tail: str = TAIL) -> str:
    return f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t{tail}"


def read_lines(*lines: str, assembly: Assembly = G38) -> InputContents:
    return read(vcf(lines, contigs=assembly))


def is_deep(text: str, assembly: Assembly = G38) -> bool:
    return surroundings_of(TABLE).is_deep_line(assembly, text.encode())


def test_s15_fifty_bases_are_read_and_the_fifty_first_is_set_aside() -> None:
    contents = read_lines(line(EXON - 51), line(EXON - 50), line(140749418 + 50), line(140749418 + 51))
    assert [call.variant.pos for call in contents.calls] == [EXON - 50, 140749418 + 50]
    ledger = contents.ledger.close()
    assert ledger.set_aside == {DEEP: 2, OUTSIDE: 2}  # those read are reported by the interpretation


@pytest.mark.parametrize(
    ("ref", "alt", "deep"),
    [
        ("A", "C", True),
        ("A", "C,G", True),
        ("A", "c", True),
        ("A", "C,*", True),
        ("A", "C,<NON_REF>", True),
        ("A", "<NON_REF>", True),
        ("A", ".", True),
        ("A" * 50, "A", True),  # reaches to base 51 before the exon
        ("A" * 51, "A", False),
        ("A", "AC", True),
        ("A", "A" * 50, True),
        ("A", "A" * 51, False),  # may be a duplication that reaches into the exon
        ("A", "C," + "A" * 51, False),
    ],
)
def test_an_allele_that_reaches_the_surroundings_of_an_exon_is_read(ref: str, alt: str, deep: bool) -> None:
    assert is_deep(line(EXON - 100, ref, alt)) is deep


@pytest.mark.parametrize(
    "alt", ["<DEL>", "<DUP:TANDEM>", "<CNV>", "N[2:29224500[", "]2:29224500]N", "A.", ".A", "A,<DEL>"]
)
def test_events_are_read_everywhere_in_a_gene(alt: str) -> None:
    assert not is_deep(line(EXON - 1000, "N", alt))


def test_a_fusion_breakpoint_in_an_intron_is_read() -> None:
    pair = (
        "2\t29224500\ta\tN\tN]2:42295000]\t50\tPASS\tSVTYPE=BND;MATEID=b\tGT\t0/1",
        "2\t42295000\tb\tN\tN]2:29224500]\t50\tPASS\tSVTYPE=BND;MATEID=a\tGT\t0/1",
    )
    (call,) = read_lines(*pair).structural
    assert call.second is not None
    assert (call.first.pos, call.second.pos) == (29224500, 42295000)


@pytest.mark.parametrize(
    ("tail", "deep"),
    [
        ("50\tPASS\tDP=9\tGT:DP\t0/0:9", True),
        ("50\tPASS\tEND=140753224\tGT:DP\t0/0:9", True),
        ("50\tPASS\tDP=9;END=140753225\tGT:DP\t0/0:9", False),
        ("50\tPASS\tSVTYPE=CNV;END=140753200\tGT:CN\t./.:2", False),
        ("50\tPASS\tEND=140753200\tSM:GT\t1.0:./.", False),
    ],
)
def test_reference_rows_are_needed_only_where_they_come_near_an_exon(tail: str, deep: bool) -> None:
    assert is_deep(line(EXON - 1000, "A", ".", tail=tail)) is deep
    if deep:
        contents = read_lines(line(EXON - 1000, "A", "<NON_REF>", tail=tail))
        assert contents.blocks == ()
        assert contents.ledger.close().set_aside == {DEEP: 1}


@pytest.mark.parametrize("assembly", list(Assembly))
def test_s1_every_pharmacogene_place_is_read_however_deep(assembly: Assembly) -> None:
    found = 0
    for gene in genes():
        for allele in named_alleles(gene):
            for place in allele.places:
                pos = place.grch37 if assembly is G37 else place.grch38
                assert not is_deep(line(pos, place.ref, place.alt, place.chrom), assembly), allele
                found += 1
    assert found
    hapb3 = {G37: 98045449, G38: 97579893}[assembly]
    assert is_deep(line(hapb3 - 51, chrom="1"), assembly)
    assert is_deep(line(hapb3 + 51, chrom="1"), assembly)


def test_promoters_and_exons_of_alternates_are_read() -> None:
    assert not is_deep(line(1295113, "G", "A", "5"))  # TERT c.-124C>T
    assert not is_deep(line(1295068 + 1999, "G", "A", "5"))
    assert not is_deep(line(25215500, chrom="12"))  # exon 4A of KRAS, on NM_033360 alone
    assert is_deep(line(25215560 + 51, chrom="12"))


def test_s3_what_is_deep_here_may_still_be_evidence_for_the_other_assembly() -> None:
    """1:6880241-6880310 is coding in GRCh37 and deep in an intron in GRCh38."""
    bases = [(pos, TABLE.reference_base(G37, "1", pos, trusted_only=True)) for pos in range(6880250, 6880253)]
    lines = [line(pos, base, "C" if base != "C" else "A", "1") for pos, base in bases]
    assert all(is_deep(text) for text in lines)
    texts = " ".join(read_lines(*lines, *textbook_lines(G38)).assembly.evidence)
    assert "3 of 3 comparable records agree with GRCh37" in texts


@pytest.mark.parametrize("assembly", list(Assembly))
def test_no_deep_stretch_comes_near_an_exon(assembly: Assembly) -> None:
    edges: dict[str, list[tuple[int, int]]] = {}
    for gene in TABLE.genes:
        main = TABLE.transcript(gene)
        assert main is not None
        for one in (main, *TABLE.alternates(gene)):
            layout = one.layouts.get(assembly)
            if layout is not None:
                edges.setdefault(one.chrom, []).extend(zip(layout.starts, layout.ends, strict=True))
    stretches = Surroundings(TABLE).stretches(assembly)
    assert sum(map(len, stretches.values())) > 5000
    for chrom, deep in stretches.items():
        exons = sorted(edges[chrom])
        place = 0
        for start, end in deep:
            assert start <= end
            while place < len(exons) and exons[place][1] < start - 10**6:
                place += 1
            for first, last in exons[place:]:
                if first > end + 50:
                    break
                assert last < start - 50 or first > end + 50, (chrom, start, end)


def test_what_the_scan_may_skip_leaves_out_the_coding_sequence_of_the_other_assembly() -> None:
    kept = Surroundings(TABLE).stretches(G38, besides={"1": [(6880241, 6880310)]}, padding=200)["1"]
    assert not any(start <= 6880310 + 200 and end >= 6880241 - 200 for start, end in kept)
    assert any(end == 6880241 - 201 for _, end in kept)
    assert any(start == 6880310 + 201 for start, _ in kept)
