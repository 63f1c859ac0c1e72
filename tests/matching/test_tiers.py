"""Tiers (RULES R11) and tumour relation (R10): the table row by row, and each rule that caps or denies a tier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from interpreter.model.evidence import ApprovalKind, Direction, EvidenceClass, EvidenceItem, Layer, Response, Status
from interpreter.model.findings import AmpTier, TumourRelation
from tests.matching.builders import small, unconfirmed
from tests.matching.cases import approval, item, match, only

V600E = small("BRAF", "V600E")


def _row(**more: Any) -> EvidenceItem:
    return item("BRAF p.V600E", **more)


@pytest.mark.parametrize(
    ("level", "here", "other"),
    [
        (EvidenceClass.APPROVED, AmpTier.I_A, AmpTier.II_C),
        (EvidenceClass.GUIDELINE, AmpTier.I_A, AmpTier.II_C),
        (EvidenceClass.RANDOMISED, AmpTier.I_B, AmpTier.II_C),
        (EvidenceClass.SMALL_STUDY, AmpTier.II_C, AmpTier.II_D),
        (EvidenceClass.CASE_REPORT, AmpTier.II_D, AmpTier.II_D),
        (EvidenceClass.PRECLINICAL, AmpTier.II_D, AmpTier.II_D),
        (EvidenceClass.INFERENTIAL, AmpTier.III, AmpTier.III),
    ],
)
def test_the_table_row_by_row(level: EvidenceClass, here: AmpTier, other: AmpTier) -> None:
    assert only(match([_row(level=level)], V600E)).amp_tier is here
    assert only(match([_row(level=level, tumour_types=("ANY_SOLID",))], V600E)).amp_tier is here
    assert only(match([_row(level=level)], V600E, tumour="MEL")).amp_tier is other


def test_any_solid_never_reaches_a_blood_cancer() -> None:
    found = only(match([_row(tumour_types=("ANY_SOLID",))], V600E, tumour="AML"))
    assert (found.tumour_relation, found.amp_tier) == (TumourRelation.OTHER, AmpTier.II_C)
    assert not found.approved_here


def test_evidence_for_a_subtype_is_capped_and_says_what_it_would_be() -> None:
    found = only(match([_row(tumour_types=("LUAD",))], V600E, tumour="NSCLC"))
    assert (found.tumour_relation, found.amp_tier) == (TumourRelation.DESCENDANT, AmpTier.II_C)
    assert any("LUAD (Lung Adenocarcinoma)" in text for text in found.to_check)
    assert "I-A" in found.because[-1].text
    assert not found.approved_here


def test_an_excluded_disease_does_not_support_and_says_why() -> None:
    row = _row(therapies="dabrafenib + trametinib", tumour_types=("ANY_SOLID",), disease_excluded=("COADREAD",))
    found = only(match([row], V600E, tumour="COAD"))
    assert found.direction is Direction.DOES_NOT_SUPPORT
    assert found.tumour_relation is TumourRelation.EXCLUDED
    assert found.amp_tier is AmpTier.NONE
    assert not found.approved_here
    assert any("excludes" in step.text and "COADREAD" in step.text for step in found.because)


def test_a_match_by_the_gene_alone_is_at_most_ii_c() -> None:
    assert only(match([item("BRAF mutation")], V600E)).amp_tier is AmpTier.II_C
    assert only(match([item("BRAF mutation", level=EvidenceClass.PRECLINICAL)], V600E)).amp_tier is AmpTier.II_D


@pytest.mark.parametrize(
    ("region", "agency", "here"),
    [("", "FDA", True), ("", "EMA", True), ("", "HC", False), ("EMA", "FDA", False), ("HC", "HC", True)],
)
def test_approved_means_a_current_label_of_the_region(region: str, agency: str, here: bool) -> None:
    found = only(match([_row(approvals=(approval(agency),))], V600E, region=region))
    assert found.approved_here is here
    assert found.amp_tier is (AmpTier.I_A if here else AmpTier.I_B)
    assert here or any(f"only by {agency}" in text for text in found.warnings)


def test_approved_elsewhere_takes_the_guideline_class_where_a_guideline_says_so() -> None:
    label = _row(id="EV-L", approvals=(approval("HC"),))
    guideline = _row(id="EV-G", level=EvidenceClass.GUIDELINE)
    found = {one.key: one for one in match([label, guideline], V600E, region="EMA").findings}
    assert found["EV-L"].amp_tier is AmpTier.I_A
    assert not found["EV-L"].approved_here
    elsewhere = _row(id="EV-G", level=EvidenceClass.GUIDELINE, tumour_types=("MEL",))
    found = {one.key: one for one in match([label, elsewhere], V600E, region="EMA").findings}
    assert found["EV-L"].amp_tier is AmpTier.I_B


def test_a_withdrawn_approval_gives_no_tier_and_is_said() -> None:
    gone = approval(kind=ApprovalKind.WITHDRAWN, status=Status.WITHDRAWN)
    found = only(match([_row(approvals=(gone,))], V600E))
    assert found.amp_tier is AmpTier.NONE
    assert not found.approved_here
    assert any("withdrawn" in text for text in found.warnings)
    assert only(match([_row(status=Status.WITHDRAWN)], V600E)).amp_tier is AmpTier.NONE


def test_an_approved_row_without_any_label_is_not_taken_as_approved() -> None:
    found = only(match([_row(approvals=())], V600E))
    assert found.amp_tier is AmpTier.II_C
    assert not found.approved_here


def test_a_superseded_row_is_not_read() -> None:
    assert match([_row(status=Status.SUPERSEDED)], V600E).findings == ()


def test_an_imported_level_never_gives_approved() -> None:
    found = only(match([_row(layer=Layer.IMPORTED)], V600E))
    assert found.level is EvidenceClass.GUIDELINE


def test_no_tier_unless_detected() -> None:
    found = only(match([_row()], unconfirmed(V600E)))
    assert found.amp_tier is AmpTier.NONE
    assert not found.approved_here


def test_resistance_has_the_same_scale() -> None:
    row = _row(response=Response.RESISTANCE, level=EvidenceClass.GUIDELINE)
    assert only(match([row], V600E)).amp_tier is AmpTier.I_A


def test_current_approvals_of_the_region_come_first_and_withdrawn_ones_last() -> None:
    rows = (
        approval("HC"),
        approval("FDA", status=Status.WITHDRAWN, kind=ApprovalKind.WITHDRAWN),
        approval("EMA"),
    )
    found = only(match([_row(approvals=rows)], V600E, region="EMA"))
    assert [one.agency for one in found.approvals] == ["EMA", "HC", "FDA"]


def test_what_is_to_check_names_setting_line_therapy_people_and_test() -> None:
    label = approval(
        setting="metastatic",
        line="2+",
        prior_therapy="platinum",
        population="adults",
        test="companion",
        limitation="not X",
    )
    found = only(match([_row(approvals=(label,))], V600E, line="1", stage="IV"))
    told = " ".join(found.to_check)
    for word in ("FDA (Brand)", "metastatic", "2+", "stated: 1", "platinum", "adults", "not X", "stated stage: IV"):
        assert word in told
    assert "the label asks for an approved test; this result is from case.vcf" in found.to_check


def test_another_tumour_type_is_said_to_be_off_label() -> None:
    found = only(match([_row()], V600E, tumour="MEL"))
    assert any("off-label" in text and "NSCLC" in text for text in found.to_check)


def test_what_states_authorise_themselves_is_said_so_and_a_payer_approves_nothing() -> None:
    pays = approval("HSE", kind=ApprovalKind.REIMBURSED)
    row = _row(level=EvidenceClass.APPROVED, therapies="letrozole", approvals=(approval("FDA"), pays))
    found = only(match([row], V600E, region="EMA"))
    assert found.amp_tier is AmpTier.I_B
    assert "approved by FDA; authorised in EU states nationally, not by the EMA" in found.warnings
    other = replace(row, therapies=("erlotinib",))
    assert "approved only by FDA, not by EMA" in only(match([other], V600E, region="EMA")).warnings
