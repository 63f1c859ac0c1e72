"""The Molecular Oncology Almanac, both schemas: polarity as written, contradictions shown, numbers that add up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interpreter.catalogue.import_moalmanac import import_moalmanac
from interpreter.catalogue.imports import ImportResult
from interpreter.catalogue.moalmanac_features import feature_marker
from interpreter.errors import InputFileError
from interpreter.model.evidence import Direction, EvidenceClass, Response
from tests.catalogue.imports_kit import context, evidence, faults, naming, reasons

ROW: dict[str, Any] = {
    "feature_type": "Somatic Variant",
    "gene": "BRAF",
    "protein_change": "p.V600E",
    "disease": "Melanoma",
    "oncotree_code": "MEL",
    "therapy_name": "Dabrafenib + Trametinib",
    "therapy_sensitivity": 1,
    "therapy_resistance": "",
    "favorable_prognosis": "",
    "predictive_implication": "FDA-Approved",
    "source_type": "FDA",
    "citation": "An invented label. https://example.org/x",
    "pmid": "",
    "doi": "",
    "nct": "",
    "last_updated": "2025-01-02",
    "_deprecated": False,
    "assertion_id": 1,
    "source_id": 7,
}


def flat(tmp_path: Path, *rows: dict[str, Any]) -> ImportResult:
    path = tmp_path / "almanac.json"
    path.write_text(json.dumps([{**ROW, **row} for row in rows]), encoding="utf-8")
    return import_moalmanac(path, context())


def test_a_row_becomes_a_regimen_and_an_approval_counts_as_guideline(tmp_path: Path) -> None:
    result = flat(tmp_path, {})
    item = evidence(result)["EV-MOALMANAC-1"]
    assert (item.biomarker, item.therapies) == ("BRAF p.V600E", ("dabrafenib", "trametinib"))
    assert item.level is EvidenceClass.GUIDELINE
    assert "https" not in item.citations[1].text
    assert faults(result) == ()


def test_zero_is_tested_and_not_sensitive_and_empty_says_nothing(tmp_path: Path) -> None:
    result = flat(
        tmp_path,
        {"assertion_id": 1, "therapy_sensitivity": 0},
        {"assertion_id": 2, "therapy_sensitivity": "", "therapy_resistance": 1},
        {"assertion_id": 3, "therapy_sensitivity": ""},
        {"assertion_id": 4, "therapy_sensitivity": "", "favorable_prognosis": 0, "therapy_name": ""},
    )
    found = evidence(result)
    assert found["EV-MOALMANAC-1"].response is Response.SENSITIVITY
    assert found["EV-MOALMANAC-1"].direction is Direction.DOES_NOT_SUPPORT
    assert found["EV-MOALMANAC-2"].response is Response.RESISTANCE
    assert found["EV-MOALMANAC-4"].response is Response.PROGNOSIS
    assert set(reasons(result)) == {"3"}


def test_a_disease_that_contradicts_its_code_is_left_out_not_repaired(tmp_path: Path) -> None:
    result = flat(
        tmp_path,
        {"assertion_id": 1, "disease": "Lung Cancer", "oncotree_code": "LEUK"},
        {"assertion_id": 2, "disease": "Multiple Myeloma", "oncotree_code": "MM"},
    )
    assert "contradicts itself" in reasons(result)["1"]
    assert evidence(result)["EV-MOALMANAC-2"].tumour_types == ("PCM",)


@pytest.mark.parametrize(
    ("kind", "genes", "values", "expression"),
    [
        ("Somatic Variant", ("KIT",), {"exon": 11}, "KIT exon 11 mutation"),
        ("Somatic Variant", ("EGFR",), {"exon": 19, "variant_annotation": "Deletion"}, "EGFR exon 19 inframe deletion"),
        ("Somatic Variant", ("MET",), {"exon": 14, "variant_annotation": "Splice Site"}, "MET exon 14 skipping"),
        ("Somatic Variant", ("ARID1A",), {"variant_annotation": "Nonsense"}, "ARID1A loss of function"),
        ("Germline Variant", ("BRCA1",), {"pathogenic": 1}, "germline BRCA1 loss of function"),
        ("Copy Number", ("PTEN",), {"direction": "Deletion"}, "PTEN deletion"),
        ("Copy Number (arm level)", (), {"chromosome": "17", "arm": "p", "direction": "Deletion"}, "arm 17p loss"),
        ("Rearrangement", ("BCR", "ABL1"), {}, "BCR::ABL1 fusion"),
        ("Rearrangement", ("ALK",), {"rearrangement_type": "Fusion"}, "ALK fusion"),
        ("Rearrangement", ("CCND1",), {"locus": "t(11;14)"}, "karyotype t(11;14)"),
        ("Mutational Burden", (), {"mutations_per_mb": 10}, "TMB >= 10"),
        ("Microsatellite Stability", (), {"status": "MSI-High"}, "MSI high"),
        ("Wild type", ("KRAS",), {}, "KRAS codons 12,13,59,61,117,146 wild type"),
        (
            "Protein expression",
            (),
            {"marker": "PD-L1", "unit": "Tumor Proportion Score (TPS)", "equality": ">=", "value": 0.5},
            "PD-L1 TPS >= 50",
        ),
        (
            "Protein expression",
            (),
            {"marker": "PD-L1", "unit": "Combined Positive Score (CPS)", "equality": ">=", "value": 10},
            "PD-L1 CPS >= 10",
        ),
        (
            "Protein expression",
            (),
            {"marker": "Human epidermal growth factor receptor 2 (HER2)", "unit": "status", "value": "Negative"},
            "!(HER2 positive)",
        ),
    ],
)
def test_features(kind: str, genes: tuple[str, ...], values: dict[str, Any], expression: str) -> None:
    assert str(feature_marker(kind, genes, values, naming()).marker) == expression


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("Mutational Signature", {"cosmic_signature": "SBS3"}),
        ("Knockdown", {"technique": "shRNA"}),
        ("Mutational Burden", {"minimum_mutations": 100}),
        ("Microsatellite Stability", {"status": "MSS"}),
        ("Somatic Variant", {"variant_annotation": "Something new"}),
        ("Copy Number (arm level)", {"chromosome": "17", "arm": "p", "direction": "?"}),
    ],
)
def test_what_has_no_words_has_a_reason(kind: str, values: dict[str, Any]) -> None:
    found = feature_marker(kind, ("ATM",), values, naming())
    assert found.marker is None
    assert found.reason


def referenced(tmp_path: Path, *, present: bool, disease: int = 0) -> ImportResult:
    folder = tmp_path / "referenced"
    folder.mkdir()
    extensions = {"biomarker_type": "Rearrangement", "rearrangement_type": "Fusion", "_present": present}
    tables: dict[str, Any] = {
        "about": {"last_updated": "2026-01-02"},
        "genes": [{"id": 0, "name": "BCR"}, {"id": 1, "name": "ABL1"}],
        "biomarkers": [
            {
                "id": 5,
                "name": "BCR::ABL1",
                "genes": [0, 1],
                "extensions": [{"name": name, "value": value} for name, value in extensions.items()],
            }
        ],
        "diseases": [{"id": 0, "name": "Acute Lymphoid Leukemia", "primary_coding_id": "oncotree:ALL"}],
        "therapies": [{"id": 2, "name": "Ponatinib"}, {"id": 3, "name": "Prednisone"}],
        "therapy_groups": [{"id": 9, "membershipOperator": "AND", "therapies": [2, 3]}],
        "documents": [{"id": "doc:x.1", "agent_id": "hse", "name": "A list", "publication_date": "2025-03-04"}],
        "propositions": [
            {
                "id": 1,
                "predicate": "predictSensitivityTo",
                "biomarkers": [5],
                "conditionQualifier_id": disease,
                "therapy_id": None,
                "therapy_group_id": 9,
            }
        ],
        "statements": [{"id": 40, "proposition_id": 1, "direction": "supports", "reportedIn": ["doc:x.1"]}],
    }
    for name, content in tables.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return import_moalmanac(folder, context())


def test_inverted_polarity_is_read_as_written_and_the_reader_is_told(tmp_path: Path) -> None:
    result = referenced(tmp_path, present=False)
    item = evidence(result)["EV-MOALMANAC-REF-40"]
    assert item.biomarker == "!(BCR::ABL1 fusion)"
    assert "must be absent" in item.statement
    assert any("must be absent" in remark.reason for remark in result.remarks if remark.kind == "warning")
    assert (item.therapies, item.tumour_types) == (("ponatinib", "prednisone"), ("BLL", "TLL"))


def test_right_polarity_stays_a_plain_term(tmp_path: Path) -> None:
    result = referenced(tmp_path, present=True)
    assert evidence(result)["EV-MOALMANAC-REF-40"].biomarker == "BCR::ABL1 fusion"
    assert result.remarks == ()
    assert faults(result) == ()


def test_a_reference_that_leads_nowhere_is_left_out(tmp_path: Path) -> None:
    result = referenced(tmp_path, present=True, disease=77)
    assert "not in the release" in reasons(result)["40"]


def test_another_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(InputFileError, match="not a release"):
        import_moalmanac(path, context())


def test_the_real_releases_add_up_and_hold(shared: Path) -> None:
    flat_release = import_moalmanac(shared / "kb/moalmanac/molecular-oncology-almanac.json", context())
    assert flat_release.read == 1018 == flat_release.taken + len(flat_release.left_out)
    assert flat_release.taken >= 960
    sliced = import_moalmanac(shared / "kb/moalmanac/referenced-hse-hpra", context())
    assert sliced.read == 369 == sliced.taken + len(sliced.left_out)
    for result in (flat_release, sliced):
        assert faults(result) == ()
        assert all(item.level is not EvidenceClass.APPROVED for item in evidence(result).values())
    told = [remark for remark in sliced.remarks if "must be absent" in remark.group]
    assert len({remark.id for remark in told}) >= 8
