"""Typed-in changes by the gene's own transcript: exons of the named residues, and residues of an older numbering."""

from __future__ import annotations

import pytest

from interpreter.model.results import SequenceResult, State
from interpreter.variants.reference import load_reference
from interpreter.variants.typed_names import doubtful_names, placed


@pytest.mark.parametrize(
    ("gene", "change", "exons"),
    [
        ("KIT", "p.W557_K558del", (11,)),
        ("KIT", "p.A502_Y503dup", (9,)),
        ("KIT", "p.D816V", (17,)),
        ("PDGFRA", "p.D842_H845del", (18,)),
        ("ERBB2", "p.Y772_A775dup", (20,)),
        ("EGFR", "p.E746_A750del", (19,)),
        ("EZH2", "p.Y641N", (16,)),  # an older numbering
        # what is not certain stays open
        ("KIT", "p.K999E", ()),
        ("KIT", "p.A816V", ()),
        ("AR", "p.L701H", ()),
        ("KIT", "exon 11 mutation", ()),
        ("NOGENE", "p.D816V", ()),
    ],
)
def test_the_exon_of_a_typed_in_change(gene: str, change: str, exons: tuple[int, ...]) -> None:
    result = SequenceResult(gene=gene, change=change, state=State.DETECTED, method="PCR")
    (found,) = placed((result,), load_reference())
    assert found.in_exons == exons


def test_a_codon_split_between_two_exons_is_in_neither() -> None:
    """KRAS codon 97 begins in exon 3 and ends in exon 4."""
    result = SequenceResult(gene="KRAS", change="p.R97I", state=State.DETECTED, method="PCR")
    (found,) = placed((result,), load_reference())
    assert found.in_exons == ()


@pytest.mark.parametrize(
    ("gene", "change", "renamed"),
    [
        ("FGFR2", "p.N550K", "p.N549K"),
        ("FGFR2", "p.V565F", "p.V564F"),
        ("FGFR2", "p.K642R", "p.K641R"),
        ("FGFR2", "codon V565", "codon V564"),
        ("FGFR2", "p.N550K, p.V565F", "p.N549K, p.V564F"),
        ("MYD88", "p.L265P", "p.L252P"),
        ("EZH2", "p.Y641N", "p.Y646N"),
        ("H3-3A", "p.K27M", "p.K28M"),
        ("BRAF", "p.V640E", "p.V600E"),
    ],
)
def test_s5_an_older_numbering_is_renamed_and_is_no_doubt(gene: str, change: str, renamed: str) -> None:
    result = SequenceResult(gene=gene, change=change, state=State.DETECTED, method="NGS")
    (found,) = placed((result,), load_reference())
    assert found.change == renamed
    assert found.typed_as.startswith(f"{change} in another numbering (")
    assert doubtful_names((result,), load_reference(), frozenset()) == ()


@pytest.mark.parametrize(
    ("gene", "change", "doubt"),
    [
        ("FGFR2", "p.N549K", ""),
        ("FGFR2", "p.V564F", ""),
        ("FGFR2", "p.L550K", ""),
        ("FGFR2", "p.N550_L551del", "starts from N550, but residue 550 of FGFR2 is L"),
        ("FGFR2", "p.G565F", "starts from G565, but residue 565 of FGFR2 is E"),
        ("EGFR", "p.K858R", "starts from K858, but residue 858 of EGFR is L"),
        ("AR", "p.L701H", "it would be L702"),
        ("NTRK1", "p.G661C", "it would be G667"),
        ("FGFR2", "FGFR2::BICC1 fusion", ""),
    ],
)
def test_s5_what_is_not_of_an_older_numbering_stays_as_typed(gene: str, change: str, doubt: str) -> None:
    result = SequenceResult(gene=gene, change=change, state=State.DETECTED, method="NGS")
    (found,) = placed((result,), load_reference())
    assert (found.change, found.typed_as) == (change, "")
    doubts = doubtful_names((result,), load_reference(), frozenset())
    assert doubt in "".join(doubts) if doubt else doubts == ()


@pytest.mark.parametrize(
    ("gene", "change", "typed", "proven"),
    [
        ("FGFR2", "p.V565F", ((565, 565),), ((564, 564),)),
        ("AR", "p.T877A", ((877, 877),), ((878, 878),)),
        ("FGFR2", "p.N550_V565del", ((550, 565),), ((549, 564),)),
        ("FGFR2", "p.V564F", ((564, 564),), ((564, 564),)),
        # what does not agree with the protein, or may be of either numbering, proves no place
        ("FGFR3", "p.S249C, p.S373C", ((249, 249), (373, 373)), ()),
        ("AR", "p.L701H", ((701, 701),), ()),
        ("EGFR", "p.K858R", ((858, 858),), ()),
    ],
)
def test_s1_a_typed_in_negative_proves_the_residues_of_the_genes_own_numbering(
    gene: str, change: str, typed: tuple[tuple[int, int], ...], proven: tuple[tuple[int, int], ...]
) -> None:
    result = SequenceResult(gene=gene, change=change, state=State.NOT_DETECTED, method="NGS", codons=typed)
    (found,) = placed((result,), load_reference())
    assert found.codons == proven
    told = "".join(doubtful_names((result,), load_reference(), frozenset()))
    assert ("proves nothing absent" in told) is (proven == ())
