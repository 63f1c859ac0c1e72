"""Trimming and left-aligning (S6)."""

from __future__ import annotations

import pytest

from interpreter.model.genes import Assembly
from interpreter.variants.normalise import make_variant, trim
from interpreter.variants.reference import load_reference


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((100, "A", "T"), (100, "A", "T")),
        ((100, "CTTA", "CTGA"), (102, "T", "G")),
        ((100, "CAA", "CA"), (100, "CA", "C")),
        ((100, "CA", "CAA"), (100, "C", "CA")),
        ((100, "AC", "GT"), (100, "AC", "GT")),
        ((100, "GAC", "GTT"), (101, "AC", "TT")),
        ((100, "TAAC", "TC"), (100, "TAA", "T")),
    ],
)
def test_trim_takes_shared_flanks_away(given: tuple[int, str, str], expected: tuple[int, str, str]) -> None:
    assert trim(*given) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        (55242464, "AGGAATTAAGAGAAGC", "A"),
        (55242463, "AAGGAATTAAGAGAAGC", "AA"),
        (55242465, "GGAATTAAGAGAAGCA", "A"),
        (55242464, "AGGAATTAAGAGAAGCA", "AA"),
    ],
)
def test_s6_spellings_of_an_egfr_exon_19_deletion(spelling: tuple[int, str, str]) -> None:
    variant = make_variant(Assembly.GRCH37, "7", *spelling, load_reference())
    assert (variant.pos, variant.ref, variant.alt) == (55242464, "AGGAATTAAGAGAAGC", "A")


def test_an_indel_outside_known_sequence_stays_where_it_is() -> None:
    variant = make_variant(Assembly.GRCH37, "7", 1000, "CAAA", "CA", load_reference())
    assert (variant.pos, variant.ref, variant.alt) == (1000, "CAA", "C")


def test_alleles_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="not a pair"):
        make_variant(Assembly.GRCH37, "7", 1000, "C", "<DEL>", load_reference())
