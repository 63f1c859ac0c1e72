"""Declared older names agree with the isoform they come from."""

from __future__ import annotations

import pytest

from interpreter.model.aliases import Alias, AliasKind
from interpreter.model.genes import Assembly
from interpreter.variants.aliases import load_aliases
from interpreter.variants.consequence_protein import translate
from interpreter.variants.coordinates import codon_intervals, exon_codons
from interpreter.variants.reference import load_reference

TABLE = load_reference()
RESIDUES = [row for row in load_aliases().aliases if row.kind is AliasKind.PROTEIN]


@pytest.mark.parametrize("row", RESIDUES, ids=lambda row: f"{row.gene} {row.alias}")
def test_s5_older_residue_is_the_same_codon(row: Alias) -> None:
    """Letter and place agree with the table wherever the table has them."""
    main = TABLE.transcript(row.gene)
    if main is None:
        return
    old, new = int(row.alias[1:]), int(row.canonical[1:])
    assert row.alias[0] == row.canonical[0]
    if main.cds:
        assert translate(main.cds[3 * new - 3 : 3 * new]) in {row.canonical[0], "X"}
    for other in TABLE.alternates(row.gene):
        if other.accession.partition(".")[0] == row.transcript:
            assert translate(other.cds[3 * old - 3 : 3 * old]) in {row.alias[0], "X"}
            for assembly in Assembly:
                place = codon_intervals(other, assembly, old, old)
                assert place == codon_intervals(main, assembly, new, new)
                assert place


@pytest.mark.parametrize(
    ("gene", "old", "new"),
    [
        ("EZH2", "Y641F", "Y646F"),
        ("MYD88", "p.Leu265Pro", "L252P"),
        ("H3-3A", "K27M", "K28M"),
        ("BRAF", "V640E", "V600E"),
        ("MET", "D1028N", "D1010N"),
        ("AR", "T877A", "T878A"),
    ],
)
def test_s5_older_numbering_resolves(gene: str, old: str, new: str) -> None:
    found = load_aliases().protein_change(gene, old)
    assert found is not None
    assert found[0] == new
    assert found[1].source


def test_nothing_is_guessed() -> None:
    aliases = load_aliases()
    assert aliases.protein_change("EZH2", "F641Y") is None
    assert aliases.protein_change("EZH2", "Y646F") is None
    assert aliases.protein_change("EZH2", "no change") is None
    assert aliases.symbol("NOT_A_GENE") == "NOT_A_GENE"


def test_exons_and_symbols() -> None:
    aliases = load_aliases()
    for gene, number, residue in (("PIK3CA", 9, 545), ("PIK3CA", 20, 1047), ("NPM1", 12, 288), ("FLT3", 17, 835)):
        row = aliases.exon(gene, number)
        main = TABLE.transcript(gene)
        assert row is not None
        assert main is not None
        codons = exon_codons(main, int(row.canonical.removeprefix("exon ")))
        assert codons is not None
        assert codons[0] <= residue <= codons[1]
    assert aliases.symbol("HER2") == "ERBB2"
    assert aliases.symbol("mll") == "KMT2A"
