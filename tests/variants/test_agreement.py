"""What a file's annotator says is shown where it differs from the program's own consequence."""

from __future__ import annotations

import pytest

from interpreter.model.genes import Assembly
from interpreter.model.variants import FileAnnotation
from interpreter.variants.agreement import Agreement, agreement, disagreements
from interpreter.variants.consequence import effect_on
from interpreter.variants.normalise import make_variant
from interpreter.variants.reference import load_reference

TABLE = load_reference()
BRAF = TABLE.transcript("BRAF")
assert BRAF is not None
V600E = effect_on(BRAF, make_variant(Assembly.GRCH38, "7", 140753336, "A", "T", TABLE))
assert V600E is not None


def _annotation(hgvs_p: str, transcript: str = "NM_004333.4") -> FileAnnotation:
    return FileAnnotation(
        annotator="VEP", gene="BRAF", transcript=transcript, hgvs_c="", hgvs_p=hgvs_p, consequence="missense_variant"
    )


@pytest.mark.parametrize(
    ("hgvs_p", "verdict"),
    [
        ("NP_004324.2:p.Val600Glu", Agreement.AGREE),
        ("p.V600E", Agreement.AGREE),
        ("NP_004324.2:p.(Val600Glu)", Agreement.AGREE),
        ("p.Val600Lys", Agreement.DIFFER),
        ("p.Val600=", Agreement.DIFFER),
        ("exon 15", Agreement.NOT_READ),
    ],
)
def test_spellings_of_one_event_agree(hgvs_p: str, verdict: Agreement) -> None:
    assert agreement(V600E, "", hgvs_p) is verdict


@pytest.mark.parametrize("transcript", ["NM_004333", "NM_004333.4", "NM_004333.6"])
def test_another_name_on_the_same_transcript_is_told_with_both(transcript: str) -> None:
    (warning,) = disagreements(
        V600E, BRAF, [_annotation("p.Val600Lys", transcript), _annotation("p.Val600Lys", transcript)]
    )
    assert "p.Val600Lys" in warning
    assert "p.(Val600Glu)" in warning


def test_another_transcript_and_the_same_name_say_nothing() -> None:
    assert disagreements(V600E, BRAF, [_annotation("p.Val640Glu", "NM_001374258.1"), _annotation("p.Val600Glu")]) == ()
