"""CIViC evidence summaries: invented rows for each trap, and the real releases where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.catalogue.disease_map import map_disease
from interpreter.catalogue.import_civic import import_civic
from interpreter.catalogue.import_tables import import_rows
from interpreter.catalogue.imports import ImportResult
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.profile_language import translate_profile
from interpreter.catalogue.therapy_names import TherapyNames, split_comma_list
from interpreter.errors import InputFileError
from interpreter.model.evidence import Direction, EvidenceClass, Layer, Response
from interpreter.model.marker_text import parse_marker
from tests.catalogue.imports_kit import context, evidence, faults, naming, reasons

HEADER = (
    "molecular_profile",
    "disease",
    "doid",
    "therapies",
    "therapy_interaction_type",
    "evidence_type",
    "evidence_direction",
    "evidence_level",
    "significance",
    "evidence_statement",
    "citation_id",
    "source_type",
    "citation",
    "nct_ids",
    "rating",
    "evidence_status",
    "evidence_id",
    "variant_origin",
    "last_review_date",
    "is_flagged",
)
ROW = {
    "molecular_profile": "BRAF V600E",
    "disease": "Melanoma",
    "doid": "1909",
    "therapies": "Vemurafenib",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "B",
    "significance": "Sensitivity/Response",
    "evidence_statement": "An invented study saw responses.",
    "citation_id": "1",
    "source_type": "PubMed",
    "citation": "Nobody et al., 2020",
    "rating": "4",
    "evidence_status": "accepted",
    "evidence_id": "1",
    "variant_origin": "Somatic",
    "last_review_date": "2024-05-06 10:00:00 UTC",
    "is_flagged": "false",
}


def read(tmp_path: Path, *rows: dict[str, str], name: str = "x-ClinicalEvidenceSummaries.tsv") -> ImportResult:
    path = tmp_path / name
    lines = [HEADER, *([{**ROW, **row}.get(column, "") for column in HEADER] for row in rows)]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return import_civic((path,), context())


def test_a_row_becomes_evidence_of_the_imported_layer_and_is_unverified(tmp_path: Path) -> None:
    result = read(tmp_path, {})
    item = evidence(result)["EV-CIVIC-1"]
    assert (item.layer, item.biomarker, item.tumour_types) == (Layer.IMPORTED, "BRAF p.V600E", ("MEL",))
    assert (item.therapies, item.response, item.direction) == (
        ("vemurafenib",),
        Response.SENSITIVITY,
        Direction.SUPPORTS,
    )
    assert (item.level, item.source_level) == (EvidenceClass.SMALL_STUDY, "CIViC B, rating 4")
    assert (item.citations[1].pmid, item.source_date) == ("1", "2024-05-06")
    assert not item.verification.verified
    assert faults(result) == ()


def test_does_not_support_is_never_a_positive(tmp_path: Path) -> None:
    item = evidence(read(tmp_path, {"evidence_direction": "Does Not Support"}))["EV-CIVIC-1"]
    assert item.direction is Direction.DOES_NOT_SUPPORT
    assert "does not support" in item.statement


def test_imported_levels_never_give_approved_and_b_rises_only_by_its_own_words(tmp_path: Path) -> None:
    trial = "A randomized phase III trial found longer survival."
    result = read(
        tmp_path,
        *({"evidence_id": str(n), "evidence_level": level} for n, level in enumerate("ABCDE", start=1)),
        {"evidence_id": "6", "evidence_statement": trial},
        {"evidence_id": "7", "evidence_statement": "Retrospective analysis of a randomized phase III trial."},
        {"evidence_id": "8", "evidence_statement": trial, "rating": "1"},
    )
    levels = [evidence(result)[f"EV-CIVIC-{n}"].level.value for n in range(1, 9)]
    assert levels == [
        "guideline",
        "small_study",
        "case_report",
        "preclinical",
        "inferential",
        "randomised",
        "small_study",
        "small_study",
    ]


def test_combination_is_one_regimen_and_substitutes_are_one_row_each(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        {"evidence_id": "1", "therapies": "Dabrafenib,Trametinib", "therapy_interaction_type": "Combination"},
        {"evidence_id": "2", "therapies": "Erlotinib,Gefitinib", "therapy_interaction_type": "Substitutes"},
        {"evidence_id": "3", "therapies": "Erlotinib,Gefitinib", "therapy_interaction_type": "Sequential"},
        {"evidence_id": "4", "therapies": "Erlotinib,Gefitinib", "therapy_interaction_type": ""},
        {"evidence_id": "5", "therapies": ""},
    )
    found = evidence(result)
    assert found["EV-CIVIC-1"].therapies == ("dabrafenib", "trametinib")
    assert found["EV-CIVIC-2-ERLOTINIB"].therapies == ("erlotinib",)
    assert found["EV-CIVIC-2-GEFITINIB"].therapies == ("gefitinib",)
    assert set(reasons(result)) == {"3", "4", "5"}
    assert (result.read, result.taken, result.evidence) == (5, 2, 3)


def test_commas_within_names_do_not_split_them() -> None:
    assert split_comma_list("Erlotinib,FGF/VEGF Receptor Tyrosine Kinase Inhibitor, PD173074") == (
        "Erlotinib",
        "FGF/VEGF Receptor Tyrosine Kinase Inhibitor, PD173074",
    )
    assert split_comma_list("HER2 Inhibitor CP-724,714") == ("HER2 Inhibitor CP-724,714",)
    assert split_comma_list("Cisplatin,5-fluorouracil") == ("Cisplatin", "5-fluorouracil")


def test_names_become_the_catalogues_own() -> None:
    names = TherapyNames(context().below.therapies)
    assert names.parts("Ado-Trastuzumab Emtansine") == ("trastuzumab emtansine",)
    assert names.parts("Tagrisso") == ("osimertinib",)
    assert names.parts("FOLFIRI Regimen") == ("folinic acid", "fluorouracil", "irinotecan")
    assert names.parts("PD173074") == ("PD173074",)
    assert names.parts("not applicable") == ()


def test_both_generations_of_quoting_are_read(tmp_path: Path) -> None:
    path = tmp_path / "quotes-ClinicalEvidenceSummaries.tsv"
    bare, doubled = 'They called it "a response" then.', '"They called it ""a response"" now."'
    lines = [HEADER]
    for number, statement in enumerate((bare, doubled), start=1):
        row = {**ROW, "evidence_id": str(number), "evidence_statement": statement, "citation": statement}
        lines.append(tuple(row.get(column, "") for column in HEADER))
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    found = evidence(import_civic((path,), context()))
    assert found["EV-CIVIC-1"].citations[1].text == 'They called it "a response" then.'
    assert len(found) == 2


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"evidence_status": "submitted"}, "not accepted"),
        ({"evidence_type": "Predisposing"}, "neither predictive"),
        ({"evidence_direction": "N/A"}, "neither for nor against"),
        ({"significance": "N/A"}, "says nothing"),
        ({"disease": "", "doid": ""}, "no disease"),
        ({"disease": "Von Hippel-Lindau Disease"}, "inherited disorder"),
        ({"disease": "An Unheard-of Tumour"}, "mapped to no OncoTree type"),
        ({"molecular_profile": "RB1 PHOSPHORYLATION"}, "phosphorylated"),
        ({"evidence_id": "x1"}, "not a number"),
        (
            {"evidence_type": "Diagnostic", "significance": "Negative", "evidence_direction": "Does Not Support"},
            "nothing is claimed",
        ),
    ],
)
def test_what_is_left_out_has_its_reason(tmp_path: Path, row: dict[str, str], told: str) -> None:
    result = read(tmp_path, row)
    assert (result.taken, len(result.left_out)) == (0, 1)
    assert told in result.left_out[0].reason
    assert told in result.tables["left_out.tsv"].decode()


def test_status_is_read_from_the_row_not_from_the_file_name(tmp_path: Path) -> None:
    result = read(tmp_path, {"evidence_status": "submitted"}, name="nightly-AcceptedClinicalEvidenceSummaries.tsv")
    assert result.taken == 0


def test_the_later_review_of_an_item_wins_and_the_other_is_counted(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        {"evidence_level": "C", "last_review_date": "2025-01-01 00:00:00 UTC"},
        {"evidence_level": "B", "last_review_date": "2024-01-01 00:00:00 UTC"},
    )
    assert evidence(result)["EV-CIVIC-1"].level is EvidenceClass.CASE_REPORT
    assert (result.read, result.taken, len(result.left_out)) == (2, 1, 1)


def test_a_disease_that_asks_for_a_marker_joins_it_to_the_expression(tmp_path: Path) -> None:
    row = {"molecular_profile": "PIK3CA Mutation", "disease": "Her2-receptor Positive Breast Cancer"}
    item = evidence(read(tmp_path, {**row, "doid": "0060079"}))["EV-CIVIC-1"]
    assert (item.biomarker, item.tumour_types) == ("PIK3CA mutation & HER2 positive", ("BRCA",))


def test_a_germline_origin_is_asked_for(tmp_path: Path) -> None:
    row = {"molecular_profile": "BRCA1 Loss-of-function", "variant_origin": "Rare Germline"}
    assert evidence(read(tmp_path, row))["EV-CIVIC-1"].biomarker == "germline BRCA1 loss of function"


def test_contrary_claims_name_each_other(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        {"evidence_id": "1"},
        {"evidence_id": "2", "significance": "Resistance"},
        {"evidence_id": "3", "significance": "Resistance", "disease": "Colorectal Cancer"},
    )
    found = evidence(result)
    assert "EV-CIVIC-2" in found["EV-CIVIC-1"].disputed_by
    assert "EV-CIVIC-1" in found["EV-CIVIC-2"].disputed_by
    assert "EV-CIVIC-1" not in found["EV-CIVIC-3"].disputed_by


def test_a_flag_at_the_source_is_told(tmp_path: Path) -> None:
    result = read(tmp_path, {"is_flagged": "true"})
    assert "flagged" in evidence(result)["EV-CIVIC-1"].note
    assert [remark.kind for remark in result.remarks] == ["warning"]


def test_older_column_names_are_read(tmp_path: Path) -> None:
    path = tmp_path / "01-Jan-2021-ClinicalEvidenceSummaries.tsv"
    older = {"therapies": "drugs", "therapy_interaction_type": "drug_interaction_type"}
    older |= {"significance": "clinical_significance"}
    names = ["gene", "variant", *(older.get(name, name) for name in HEADER[1:])]
    cells = ["BRAF", "V600E", *(ROW.get(name, "") for name in HEADER[1:])]
    path.write_text("\t".join(names) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    assert evidence(import_civic((path,), context()))["EV-CIVIC-1"].therapies == ("vemurafenib",)


def test_another_file_of_a_release_is_refused_with_the_right_name(tmp_path: Path) -> None:
    path = tmp_path / "nightly-FeatureSummaries.tsv"
    path.write_text("feature_id\tname\n1\tBRAF\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="not an evidence summary") as caught:
        import_civic((path,), context())
    assert "ClinicalEvidenceSummaries" in caught.value.remedy


def test_every_disease_of_the_table_is_in_oncotree_or_says_why_not() -> None:
    tumours = load_tumour_tree()
    for row in import_rows("diseases"):
        codes = [code for code in row["tumour_types"].split("|") if code]
        assert bool(codes) != bool(row["reason"]), row["name"]
        assert all(code in tumours or code in {"ANY", "ANY_SOLID"} for code in codes), row["name"]
        if row["requires"]:
            parse_marker(row["requires"])


def test_codes_that_oncotree_renamed_still_find_their_type() -> None:
    tumours = load_tumour_tree()
    assert map_disease("", tumours, code="MM").codes == ("PCM",)
    assert map_disease("Acute Lymphoid Leukemia", tumours, code="ALL").codes == ("BLL", "TLL")
    against = map_disease("Lung Cancer", tumours, code="LEUK")
    assert not against.codes
    assert "contradicts itself" in against.reason


NIGHTLY = "kb/civic/nightly-2026-05/nightly-ClinicalEvidenceSummaries.tsv"
MONTHLY = "kb/civic/01-Aug-2024/01-Aug-2024-ClinicalEvidenceSummaries.tsv"


@pytest.mark.parametrize(("file", "rows", "at_least"), [(NIGHTLY, 4854, 3500), (MONTHLY, 4375, 3100)])
def test_a_real_release_adds_up_and_holds(shared: Path, file: str, rows: int, at_least: int) -> None:
    result = import_civic((shared / file,), context())
    assert result.read == rows == result.taken + len(result.left_out)
    assert result.taken >= at_least
    assert faults(result) == ()


def test_at_least_95_percent_of_predictive_a_and_b_items_can_be_said(shared: Path) -> None:
    import csv

    with (shared / NIGHTLY).open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text, delimiter="\t") if row["evidence_type"] == "Predictive"]
    strong = [row["molecular_profile"] for row in rows if row["evidence_level"] in "AB"]
    said = [profile for profile in strong if translate_profile(profile, naming()).marker is not None]
    assert len(said) >= 0.95 * len(strong)


def test_items_of_two_releases_keep_their_ids_where_their_names_changed(shared: Path) -> None:
    newer, older = (evidence(import_civic((shared / file,), context())) for file in (NIGHTLY, MONTHLY))
    both = newer.keys() & older.keys()
    assert len(both) > 3000
    assert sum(newer[one].biomarker == older[one].biomarker for one in both) >= 0.95 * len(both)
