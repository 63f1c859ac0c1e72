"""Typed-in changes meet markers by exon: the exon is that of the named residues on the gene's own transcript."""

from __future__ import annotations

import pytest

from interpreter.model.results import SequenceResult, State
from interpreter.variants.reference import load_reference
from interpreter.variants.typed_names import with_exons


@pytest.mark.parametrize(
    ("gene", "change", "exons"),
    [
        ("KIT", "p.W557_K558del", (11,)),
        ("KIT", "p.A502_Y503dup", (9,)),
        ("KIT", "p.D816V", (17,)),
        ("PDGFRA", "p.D842_H845del", (18,)),
        ("ERBB2", "p.Y772_A775dup", (20,)),
        ("EGFR", "p.E746_A750del", (19,)),
        # what is not certain stays open
        ("EZH2", "p.Y641N", ()),
        ("KIT", "p.K999E", ()),
        ("KIT", "p.A816V", ()),
        ("KIT", "exon 11 mutation", ()),
        ("NOGENE", "p.D816V", ()),
    ],
)
def test_the_exon_of_a_typed_in_change(gene: str, change: str, exons: tuple[int, ...]) -> None:
    result = SequenceResult(gene=gene, change=change, state=State.DETECTED, method="PCR")
    (found,) = with_exons((result,), load_reference())
    assert found.in_exons == exons


def test_a_codon_split_between_two_exons_is_in_neither() -> None:
    """KRAS codon 97 begins in exon 3 and ends in exon 4."""
    result = SequenceResult(gene="KRAS", change="p.R97I", state=State.DETECTED, method="PCR")
    (found,) = with_exons((result,), load_reference())
    assert found.in_exons == ()
