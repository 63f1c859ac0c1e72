"""A tiny catalogue and tumour tree for the tests of findings."""

from __future__ import annotations

from typing import Any

from interpreter.matching.match import MatchOutcome, MatchRequest, match_case
from interpreter.model.alterations import Alteration
from interpreter.model.cases import Case
from interpreter.model.evidence import (
    Approval,
    ApprovalKind,
    Catalogue,
    Direction,
    EvidenceClass,
    EvidenceItem,
    Layer,
    Response,
    Status,
    TumourType,
    Verification,
)
from interpreter.model.findings import Finding
from interpreter.model.results import Specimen
from interpreter.model.tumours import TumourTree
from interpreter.settings import Settings
from tests.matching.builders import GENES, Proofs

TREE = TumourTree(
    TumourType(code=code, name=name, parent=parent, haematological=blood)
    for code, name, parent, blood in (
        ("TISSUE", "Tissue", "", False),
        ("NSCLC", "Non-Small Cell Lung Cancer", "TISSUE", False),
        ("LUAD", "Lung Adenocarcinoma", "NSCLC", False),
        ("COADREAD", "Colorectal Adenocarcinoma", "TISSUE", False),
        ("COAD", "Colon Adenocarcinoma", "COADREAD", False),
        ("MEL", "Melanoma", "TISSUE", False),
        ("AML", "Acute Myeloid Leukemia", "TISSUE", True),
    )
)


def approval(agency: str = "FDA", **more: Any) -> Approval:
    fixed: dict[str, Any] = {
        "id": f"AP-{agency}",
        "evidence_id": "EV",
        "agency": agency,
        "kind": ApprovalKind.REGULAR,
        "status": Status.CURRENT,
        "product": "Brand",
    }
    return Approval(**{**fixed, **more})


def item(biomarker: str, therapies: str = "drug", **more: Any) -> EvidenceItem:
    """Make one row; approved by the FDA for lung cancer unless said otherwise."""
    level = more.get("level", EvidenceClass.APPROVED)
    fixed: dict[str, Any] = {
        "id": more.pop("id", f"EV-{biomarker}-{therapies}"),
        "layer": Layer.EMBEDDED,
        "biomarker": biomarker,
        "tumour_types": ("NSCLC",),
        "disease_excluded": (),
        "therapies": tuple(part for part in therapies.split(" + ") if part),
        "response": Response.SENSITIVITY,
        "direction": Direction.SUPPORTS,
        "level": level,
        "source_level": "label",
        "statement": "",
        "setting": "",
        "line": "",
        "prior_therapy": "",
        "population": "",
        "test": "",
        "region": "",
        "escat": "",
        "escat_citation": "",
        "citations": (),
        "approvals": (approval(),) if level is EvidenceClass.APPROVED else (),
        "status": Status.CURRENT,
        "verification": Verification(),
        "source_date": "",
    }
    return EvidenceItem(**{**fixed, **more})


def match(evidence: list[EvidenceItem], *alterations: Alteration, tumour: str = "LUAD", **more: Any) -> MatchOutcome:
    node = TREE.get(tumour)
    assert node is not None
    specimen = more.get("specimen", Specimen())
    return match_case(
        MatchRequest(
            case=Case(
                id="C1",
                order_id="",
                tumour_type=node,
                region=more.get("region", ""),
                date="2026-01-01",
                specimen=specimen,
                stage=more.get("stage", ""),
                line=more.get("line", ""),
            ),
            specimen=specimen,
            catalogue=Catalogue(releases=(), evidence=tuple(evidence), therapies={}, genes=GENES),
            genes=GENES,
            tumours=TREE,
            alterations=alterations,
            gene_readings=more.get("gene_readings", ()),
            assessed=more.get("proofs") or Proofs(),
            settings=Settings(),
            marker_results=tuple(more.get("marker_results", ())),
            sequence_results=tuple(more.get("sequence_results", ())),
        )
    )


def only(outcome: MatchOutcome) -> Finding:
    assert len(outcome.findings) == 1, [finding.key for finding in outcome.findings]
    return outcome.findings[0]
