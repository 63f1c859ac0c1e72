"""The embedded approvals agree with the claims that they stand for: agency, status, setting, label."""

from __future__ import annotations

import pytest

from interpreter.catalogue.load import load_catalogue
from interpreter.catalogue.vocabulary import SETTINGS
from interpreter.model.evidence import Approval, ApprovalKind, Catalogue, EvidenceClass, EvidenceItem, Status

AGENCIES = ("FDA", "EMA")
FITTING = {(setting, setting) for setting in (*SETTINGS, "")} | {
    ("metastatic", "advanced"),
    ("advanced", "metastatic"),
    ("any", "advanced"),
}
"""Setting of a label beside that of its claim: two labels of one claim may word it differently."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def labelled(catalogue: Catalogue) -> list[EvidenceItem]:
    return [item for item in catalogue.evidence if item.level is EvidenceClass.APPROVED]


def of(catalogue: Catalogue, evidence_id: str, agency: str) -> list[Approval]:
    (item,) = (item for item in catalogue.evidence if item.id == evidence_id)
    return [approval for approval in item.approvals if approval.agency == agency]


def test_a_claim_names_the_agencies_of_its_current_approvals(labelled: list[EvidenceItem]) -> None:
    for item in labelled:
        if item.status is Status.CURRENT:
            current = {approval.agency for approval in item.approvals if approval.is_current}
            assert set(item.region.split("|")) == current, item.id


def test_a_withdrawn_claim_has_no_current_approval(labelled: list[EvidenceItem]) -> None:
    for item in labelled:
        if item.status is Status.WITHDRAWN:
            assert item.approvals, item.id
            assert not any(approval.is_current for approval in item.approvals), item.id


def test_kind_and_status_of_a_withdrawn_approval_agree(labelled: list[EvidenceItem]) -> None:
    for approval in (approval for item in labelled for approval in item.approvals):
        assert (approval.kind is ApprovalKind.WITHDRAWN) == (approval.status is Status.WITHDRAWN), approval.id


def test_an_approval_stands_in_the_setting_of_its_claim_and_names_a_label_of_it(labelled: list[EvidenceItem]) -> None:
    for item in labelled:
        cited = {citation.id for citation in item.citations}
        for approval in item.approvals:
            if approval.agency in AGENCIES:
                assert (approval.setting or item.setting, item.setting) in FITTING, approval.id
                assert approval.source_id in cited, approval.id


def test_where_the_text_of_a_label_was_read_is_told(catalogue: Catalogue) -> None:
    """R12: software has read it, on a day and somewhere; that makes nothing verified."""
    read = [approval for item in catalogue.evidence for approval in item.approvals if approval.read_on]
    assert len(read) > 400
    for approval in read:
        assert approval.source_url.startswith(("https://", "http://")), approval.id
        assert not approval.verification.verified, approval.id


def test_no_approval_is_said_to_be_verified_without_its_reader(labelled: list[EvidenceItem]) -> None:
    for approval in (approval for item in labelled for approval in item.approvals):
        check = approval.verification
        assert bool(check.checked_by) == bool(check.checked_on), approval.id


def test_what_left_the_market_is_no_option_in_any_tumour(catalogue: Catalogue) -> None:
    rows = [item for item in catalogue.evidence if "tazemetostat" in item.therapies and item.response == "sensitivity"]
    assert rows
    assert all(item.status is Status.WITHDRAWN for item in rows)


@pytest.mark.parametrize(
    ("evidence_id", "agency", "kind"),
    [
        ("EV-PROSTATE-BRCA-RUCAPARIB", "FDA", ApprovalKind.REGULAR),
        ("EV-CRC-BRAF-V600E-ENCORAFENIB-CETUXIMAB-FOLFOX", "FDA", ApprovalKind.REGULAR),
        ("EV-CRC-MSI-NIVOLUMAB", "FDA", ApprovalKind.REGULAR),
        ("EV-ANY-NTRK-LAROTRECTINIB", "FDA", ApprovalKind.REGULAR),
        ("EV-ANY-TMB-PEMBROLIZUMAB", "FDA", ApprovalKind.ACCELERATED),
        ("EV-LUNG-KRAS-G12C-SOTORASIB", "EMA", ApprovalKind.CONDITIONAL),
        ("EV-BRAIN-BRAF-TOVORAFENIB", "EMA", ApprovalKind.CONDITIONAL),
        ("EV-LUNG-RET-SELPERCATINIB", "EMA", ApprovalKind.CONDITIONAL),
    ],
)
def test_kinds_that_have_changed_or_differ(
    catalogue: Catalogue, evidence_id: str, agency: str, kind: ApprovalKind
) -> None:
    (approval,) = of(catalogue, evidence_id, agency)
    assert approval.kind is kind
    assert approval.is_current


@pytest.mark.parametrize(
    "evidence_id",
    [
        "EV-ANY-MSI-PEMBROLIZUMAB",
        "EV-ANY-TMB-PEMBROLIZUMAB",
        "EV-ANY-DMMR-DOSTARLIMAB",
        "EV-ANY-BRAF-V600E-DABRAFENIB-TRAMETINIB",
        "EV-PROSTATE-HRR-OLAPARIB",
        "EV-BILIARY-FGFR2-FUTIBATINIB-INTRAHEPATIC",
    ],
)
def test_labels_of_one_region_alone_have_no_row_of_the_other(catalogue: Catalogue, evidence_id: str) -> None:
    assert of(catalogue, evidence_id, "FDA")
    assert not of(catalogue, evidence_id, "EMA")
