"""Genome and coding sequence, both strands, both assemblies."""

from __future__ import annotations

import pytest

from interpreter.model.genes import Assembly, Transcript
from interpreter.variants.coordinates import (
    codon_intervals,
    exon_codons,
    exon_interval,
    to_cds,
    to_genome,
)
from interpreter.variants.reference import load_reference


def _main(gene: str) -> Transcript:
    found = load_reference().transcript(gene)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("gene", "assembly", "pos", "name"),
    [
        ("MET", Assembly.GRCH37, 116412043, "3028"),
        ("MET", Assembly.GRCH37, 116412044, "3028+1"),
        ("MET", Assembly.GRCH38, 116771848, "2888-1"),
        ("TERT", Assembly.GRCH37, 1295228, "-124"),
        ("TERT", Assembly.GRCH38, 1295113, "-124"),
        ("TERT", Assembly.GRCH37, 1295250, "-146"),
        ("TERT", Assembly.GRCH38, 1295046, "-57"),
        ("BRAF", Assembly.GRCH37, 140453136, "1799"),
    ],
)
def test_places_by_name(gene: str, assembly: Assembly, pos: int, name: str) -> None:
    assert str(to_cds(_main(gene), assembly, pos)) == name


def test_bases_after_the_stop_codon_are_starred() -> None:
    braf = _main("BRAF")
    last = to_genome(braf, Assembly.GRCH38, braf.cds_length)
    assert last is not None
    point = to_cds(braf, Assembly.GRCH38, last - 3)
    assert point is not None
    assert str(point) == "*3"
    assert point.cds is None


@pytest.mark.parametrize("gene", ["BRAF", "EGFR", "KRAS", "TP53"])
@pytest.mark.parametrize("assembly", list(Assembly))
def test_there_and_back(gene: str, assembly: Assembly) -> None:
    transcript = _main(gene)
    for cds in range(1, transcript.cds_length + 1):
        pos = to_genome(transcript, assembly, cds)
        assert pos is not None
        point = to_cds(transcript, assembly, pos)
        assert point is not None
        assert (point.cds, point.offset) == (cds, 0)


def test_codons_split_by_an_intron() -> None:
    met = _main("MET")
    assert codon_intervals(met, Assembly.GRCH37, 1010, 1010) == ((116412043, 116412043), (116414935, 116414936))
    assert codon_intervals(met, Assembly.GRCH37, 1003, 1003) == ((116412022, 116412024),)
    assert codon_intervals(_main("BRAF"), Assembly.GRCH38, 600, 600) == ((140753335, 140753337),)
    assert codon_intervals(met, Assembly.GRCH37, 5000, 5001) == ()


def test_codons_of_crlf2_that_grch37_does_not_have() -> None:
    """Its last coding exons lie in an assembly gap: no place there is invented."""
    crlf2 = _main("CRLF2")
    assert codon_intervals(crlf2, Assembly.GRCH37, 300, 300) == ()
    assert codon_intervals(crlf2, Assembly.GRCH38, 300, 300) != ()
    assert to_genome(crlf2, Assembly.GRCH37, 800) is None


def test_exons() -> None:
    met = _main("MET")
    assert exon_codons(met, 14) == (963, 1010)
    assert exon_interval(met, Assembly.GRCH38, 14) == (116771849, 116771989)
    assert exon_codons(met, 1) is None
    with pytest.raises(ValueError, match="no exon 99"):
        exon_interval(met, Assembly.GRCH37, 99)


@pytest.mark.parametrize(
    ("gene", "residue", "exon"),
    [
        ("EGFR", 719, 18),
        ("EGFR", 750, 19),
        ("EGFR", 790, 20),
        ("EGFR", 858, 21),
        ("KIT", 557, 11),
        ("KIT", 816, 17),
        ("JAK2", 617, 14),
        ("ERBB2", 776, 20),
        ("PIK3CA", 545, 10),
        ("PIK3CA", 1047, 21),
        ("NPM1", 288, 11),
        ("FLT3", 600, 14),
        ("FLT3", 835, 20),
        ("BRAF", 600, 15),
    ],
)
def test_exon_numbers_of_the_markers(gene: str, residue: int, exon: int) -> None:
    found = exon_codons(_main(gene), exon)
    assert found is not None
    assert found[0] <= residue <= found[1]


def test_noncoding_upstream_exons_are_counted_spliced() -> None:
    """KRAS has an untranslated first exon: c.-1 lies in exon 2, and the numbers run on through exon 1."""
    kras = _main("KRAS")
    first = to_cds(kras, Assembly.GRCH38, exon_interval(kras, Assembly.GRCH38, 1)[0])
    last = to_cds(kras, Assembly.GRCH38, exon_interval(kras, Assembly.GRCH38, 2)[1])
    assert first is not None
    assert last is not None
    assert last.cds is not None
    assert first.cds == last.cds - 1
    assert (first.exon, last.exon) == (1, 2)
