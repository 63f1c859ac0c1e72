"""Profiles of knowledge bases as marker expressions: what they become, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpreter.catalogue.import_tables import import_rows
from interpreter.catalogue.profile_language import translate_profile
from interpreter.model.marker_text import parse_marker
from tests.catalogue.imports_kit import naming


@pytest.mark.parametrize(
    ("profile", "expression"),
    [
        ("BRAF V600E", "BRAF p.V600E"),
        ("KRAS G12", "KRAS codon G12"),
        ("KRAS G12/G13", "KRAS codon G12, G13"),
        ("FLT3 D835H/Y", "FLT3 p.D835H, p.D835Y"),
        ("EGFR Exon 19 Deletion", "EGFR exon 19 inframe deletion"),
        ("KIT Exon 11 Mutation", "KIT exon 11 mutation"),
        ("MET Exon 14 Skipping Mutation", "MET exon 14 skipping"),
        ("ERBB2 Amplification", "ERBB2 amplification"),
        ("BRCA2 Loss-of-function", "BRCA2 loss of function"),
        ("CD274 Expression", "PD-L1 positive"),
        ("ERCC1 Underexpression", "ERCC1-expression low"),
        ("TP53 Wildtype", "!(TP53 mutation)"),
        ("KRAS Wildtype", "KRAS codons 12,13,59,61,117,146 wild type"),
        ("EML4::ALK Fusion", "EML4::ALK fusion"),
        ("v::ALK Fusion", "?::ALK fusion"),
        ("FGFR2::? Fusion", "FGFR2::? fusion"),
        ("EGFR E746_T751>I", "EGFR p.E746_T751delinsI"),
        ("NPM1 W288FS", "NPM1 p.W288fs"),
        ("MLH1 K618DEL", "MLH1 p.K618del"),
        ("TERT C228T", "TERT promoter c.-124C>T"),
        ("MGMT Promoter Methylation", "MGMT promoter methylation"),
        ("DPYD RS67376798", "DPYD haplotype rs67376798"),
        ("TSC1 Frameshift Truncation", "TSC1 residues 1-1164 frameshift"),
    ],
)
def test_one_feature(profile: str, expression: str) -> None:
    assert str(translate_profile(profile, naming()).marker) == expression


@pytest.mark.parametrize(
    ("profile", "expression"),
    [
        (
            "BCR::ABL1 Fusion AND ( ABL1 F317L OR ABL1 F317V )",
            "BCR::ABL1 fusion & (ABL1 p.F317L | ABL1 p.F317V)",
        ),
        ("NOT KIT D816V", "!(KIT p.D816V)"),
        ("MET Amplification AND NOT KRAS Mutation", "MET amplification & !(KRAS mutation)"),
        ("BRAF V600E OR v::BRAF Fusion", "BRAF p.V600E | ?::BRAF fusion"),
    ],
)
def test_boolean_profiles_keep_their_meaning(profile: str, expression: str) -> None:
    assert str(translate_profile(profile, naming()).marker) == expression


def test_the_spelling_before_october_2024_means_the_same() -> None:
    today = translate_profile("BCR::ABL1 Fusion AND ABL1 T315I", naming()).marker
    assert translate_profile("ABL1 BCR::ABL1 T315I", naming()).marker == today
    fusion = translate_profile("BCR::ABL1 Fusion", naming()).marker
    assert translate_profile("ABL1 BCR::ABL1", naming()).marker == fusion


def test_s5_an_older_numbering_is_renamed_and_said() -> None:
    found = translate_profile("EZH2 Y641F", naming())
    assert str(found.marker) == "EZH2 p.Y646F"
    assert any("Y646F" in note for note in found.notes)
    assert str(translate_profile("NPM1 EXON 12 MUTATION", naming()).marker) == "NPM1 exon 11 mutation"


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("ABL1 G340L", "residue 340 is L"),
        ("KIT K550_K559DEL", "residue 559 is V"),
        ("H3-3A G34W", "older numbering"),
        ("BRAF V9999E", "no residue 9999"),
        ("EGFR Exon 40 Mutation", "28 exons"),
        ("EML4::ALK e20::e20", "parts of a fusion"),
        ("RB1 PHOSPHORYLATION", "phosphorylated"),
        ("EGFR Rare Mutation", "rare"),
        ("DPYD DPYD*2A HOMOZYGOSITY", "no words"),
        ("QQQ9 Expression", "no word of the marker vocabulary"),
        ("BRAF V600E AND ( KRAS Mutation", "bracket"),
        ("AND", "empty"),
        ("", "empty"),
    ],
)
def test_what_cannot_be_said_gives_its_reason(profile: str, told: str) -> None:
    found = translate_profile(profile, naming())
    assert found.marker is None
    assert told in found.reason


def test_germline_is_asked_of_each_alternative_and_refused_in_a_combination() -> None:
    found = translate_profile("BRCA1 Mutation OR BRCA2 Mutation", naming(), germline=True)
    assert str(found.marker) == "germline BRCA1 mutation | germline BRCA2 mutation"
    assert translate_profile("BRCA1 Mutation AND TP53 Mutation", naming(), germline=True).marker is None


def test_every_row_of_the_table_of_words_can_be_read() -> None:
    for row in import_rows("profile_words"):
        if row["marker"]:
            parse_marker(row["marker"].replace("{gene}", "TP53").replace("{length}", "393"))
        else:
            assert row["note"]


@given(st.text(alphabet="ABCKRASGV126()/: *>.fsdelANDORNOT_-", max_size=40))
def test_any_text_gives_an_expression_or_a_reason(text: str) -> None:
    found = translate_profile(text, naming())
    assert found.reason or parse_marker(str(found.marker)) == found.marker
