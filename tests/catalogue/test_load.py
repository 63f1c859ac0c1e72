"""Tables become values, or every faulty row is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpreter.catalogue.load import load_catalogue, load_folder, merge_catalogues
from interpreter.errors import CatalogueError
from interpreter.model.evidence import ApprovalKind, EvidenceClass, Layer, Response, Status
from tests.catalogue.small import APPROVAL, EVIDENCE, RELEASE, SOURCE, Write


def test_a_row_becomes_a_value_with_its_approvals_and_sources(write: Write) -> None:
    catalogue = load_folder(write())
    (item,) = catalogue.evidence
    assert item.therapies == ("dabrafenib", "trametinib")
    assert item.level is EvidenceClass.APPROVED
    assert item.response is Response.SENSITIVITY
    assert item.layer is Layer.LOCAL
    assert not item.verification.verified
    (approval,) = item.approvals
    assert approval.kind is ApprovalKind.REGULAR
    assert approval.first_date == "2014-01"
    assert [citation.text for citation in item.citations] == ["A label"]
    assert catalogue.therapies["dabrafenib"].attributes == {"route": ("oral",)}
    assert catalogue.genes["BRAF"].aliases == ("BRAF1",)


def test_an_empty_cell_is_not_known_and_no_value(write: Write) -> None:
    (item,) = load_folder(write()).evidence
    assert item.disease_excluded == ()
    assert item.line == ""
    assert load_folder(write()).genes["BRAF"].hereditary is False


def test_all_faulty_rows_are_told_at_once_with_file_and_line(write: Write) -> None:
    bad_level = {**EVIDENCE, "id": "EV-TWO", "level": "certain"}
    bad_source = {**EVIDENCE, "id": "EV-THREE", "source_ids": "SRC-NONE"}
    bad_kind = {**APPROVAL, "id": "AP-TWO", "kind": "perhaps"}
    folder = write(evidence=[EVIDENCE, bad_level, bad_source], approvals=[APPROVAL, bad_kind])
    with pytest.raises(CatalogueError) as caught:
        load_folder(folder)
    text = "\n".join(caught.value.details)
    assert 'evidence/all.tsv line 3: level "certain"' in text
    assert "evidence/all.tsv line 4: source SRC-NONE" in text
    assert 'approvals/all.tsv line 3: kind "perhaps"' in text
    assert "3 faults" in caught.value.problem
    assert "not used at all" in caught.value.meaning


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("biomarker\t", "", 1), "columns are missing: biomarker"),
        (lambda text: text.replace("note", "remark", 1), "unknown columns: remark"),
        (lambda text: text + "EV-TWO\tBRAF p.V600E\n", "2 cells where the header has 25"),
    ],
)
def test_a_table_of_another_shape_is_refused(write: Write, change: object, words: str) -> None:
    folder = write()
    path = folder / "evidence" / "all.tsv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(CatalogueError) as caught:
        load_folder(folder)
    assert any(words in line for line in caught.value.details)


def test_a_table_that_is_not_utf8_is_refused(write: Write) -> None:
    folder = write()
    (folder / "genes.tsv").write_bytes("symbol\nBRAF\xe9\n".encode("latin-1"))
    with pytest.raises(CatalogueError, match="fault") as caught:
        load_folder(folder)
    assert any("genes.tsv: not UTF-8" in line for line in caught.value.details)


def test_a_folder_without_a_release_header_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"release\.toml"):
        load_folder(tmp_path)


def test_approvals_of_no_evidence_and_ids_used_twice_are_told(write: Write) -> None:
    stray = {**APPROVAL, "id": "AP-STRAY", "evidence_id": "EV-NONE"}
    with pytest.raises(CatalogueError) as caught:
        load_folder(write(evidence=[EVIDENCE, EVIDENCE], approvals=[APPROVAL, APPROVAL, stray]))
    text = "\n".join(caught.value.details)
    assert "EV-NONE" in text
    assert "AP-ONE stands twice" in text
    assert "EV-ONE stands twice" in text


def test_later_layers_stand_beside_the_embedded_one_and_replace_nothing(write: Write) -> None:
    local = {**EVIDENCE, "id": "LOCAL-1", "level": "case_report"}
    folder = write(evidence=[local], approvals=[], therapies=[{"inn": "dabrafenib", "drug_class": "nonsense"}])
    catalogue = load_catalogue((folder,))
    embedded = load_catalogue()
    assert [item.id for item in catalogue.evidence if item.layer is Layer.LOCAL] == ["LOCAL-1"]
    assert len(catalogue.evidence) == len(embedded.evidence) + 1
    assert catalogue.therapies["dabrafenib"] == embedded.therapies["dabrafenib"]
    assert [release.layer for release in catalogue.releases] == [Layer.EMBEDDED, Layer.LOCAL]


def test_two_layers_with_one_id_are_refused(write: Write) -> None:
    layer = load_folder(write())
    with pytest.raises(CatalogueError) as caught:
        merge_catalogues((layer, layer))
    assert "EV-ONE" in caught.value.details[0]


def test_the_hash_follows_every_byte_of_every_table(write: Write) -> None:
    before = load_folder(write()).releases[0].sha256
    after = load_folder(write(sources=[{**SOURCE, "citation": "Another label"}])).releases[0].sha256
    assert before != after
    assert before == load_folder(write()).releases[0].sha256


def test_the_release_header_is_checked(write: Write) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_folder(write(release=RELEASE.replace('"local"', '"mine"').replace('version = "1.0"\n', "")))
    text = "\n".join(caught.value.details)
    assert "'version' is missing" in text
    assert 'layer "mine"' in text


def test_a_withdrawn_approval_is_kept_and_is_not_current(write: Write) -> None:
    past = {**APPROVAL, "kind": "withdrawn", "status": "withdrawn", "withdrawn_date": "2023"}
    (item,) = load_folder(write(approvals=[past])).evidence
    assert item.approvals[0].status is Status.WITHDRAWN
    assert not item.approvals[0].is_current
