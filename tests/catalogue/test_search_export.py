"""Finding rows by the words people use, and handing them on as a table."""

from __future__ import annotations

import pytest

from interpreter.catalogue.export import EXPORT_COLUMNS, describe, export_tsv, work_list_tsv
from interpreter.catalogue.load import load_catalogue, load_folder
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.search import CatalogueIndex, search_catalogue
from tests.catalogue.small import EVIDENCE, Write


@pytest.fixture(scope="module")
def index() -> CatalogueIndex:
    return CatalogueIndex(load_catalogue(), {node.code: node for node in load_tumour_tree().nodes()})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("osimertinib", "osimertinib"),
        ("TAGRISSO", "osimertinib"),
        ("EGFR T790M osimertinib", "osimertinib"),
        ("melanoma dabrafenib trametinib", "dabrafenib"),
        ("her2 exon 20 zongertinib", "zongertinib"),
    ],
)
def test_rows_are_found_by_therapy_brand_marker_alias_and_tumour_name(
    index: CatalogueIndex, text: str, wanted: str
) -> None:
    assert wanted in index.search(text)[0].therapies


def test_the_plainest_marker_comes_before_rows_that_only_mention_it(index: CatalogueIndex) -> None:
    assert index.search("EGFR T790M")[0].biomarker == "EGFR p.T790M"


def test_every_word_must_occur(index: CatalogueIndex) -> None:
    assert index.search("osimertinib nonesuch") == ()
    assert index.search("   ") == ()


def test_past_rows_come_after_current_ones(write: Write) -> None:
    past = {**EVIDENCE, "id": "EV-A-PAST", "status": "withdrawn"}
    found = search_catalogue(load_folder(write(evidence=[past, EVIDENCE])), "v600e")
    assert [item.id for item in found] == ["EV-ONE", "EV-A-PAST"]


def test_the_export_holds_every_item_with_the_agreed_columns() -> None:
    catalogue = load_catalogue()
    lines = export_tsv(catalogue).splitlines()
    assert lines[0].split("\t")[:18] == list(EXPORT_COLUMNS[:18])
    assert len(lines) == len(catalogue.evidence) + 1
    assert {len(line.split("\t")) for line in lines} == {len(EXPORT_COLUMNS)}


def test_r12_an_unchecked_row_is_exported_as_unverified(write: Write) -> None:
    checked = {**EVIDENCE, "id": "EV-TWO", "line": "1", "checked_by": "A. Reader", "checked_on": "2025-01-02"}
    past = {**EVIDENCE, "id": "EV-X", "line": "2", "status": "withdrawn"}
    catalogue = load_folder(write(evidence=[EVIDENCE, checked, past]))
    header, *lines = (line.split("\t") for line in export_tsv(catalogue).splitlines())
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [(row["id"], row["status"], row["verified"]) for row in rows] == [
        ("EV-ONE", "unverified", "no"),
        ("EV-TWO", "current", "yes"),
        ("EV-X", "withdrawn", "no"),
    ]
    assert rows[0]["approvals"] == "FDA:regular:2014-01"
    assert rows[0]["therapies"] == "dabrafenib + trametinib"


def test_the_work_list_names_what_nobody_has_checked(write: Write) -> None:
    checked = {**EVIDENCE, "id": "EV-TWO", "checked_by": "A. Reader", "checked_on": "2025-01-02"}
    text = work_list_tsv(load_folder(write(evidence=[EVIDENCE, checked])))
    assert "EV-ONE" in text
    assert "AP-ONE" in text
    assert "EV-TWO" not in text


def test_one_item_is_described_with_its_approvals_and_their_state(write: Write) -> None:
    (item,) = load_folder(write()).evidence
    text = describe(item)
    assert "BRAF p.V600E" in text
    assert "FDA Tafinlar, regular, current; first 2014-01" in text
    assert "not verified against the label" in text
