"""Each fault a table can have is told, once, with its place."""

from __future__ import annotations

import pytest

from interpreter.catalogue.load import load_folder
from interpreter.catalogue.oncotree import load_tumour_tree
from interpreter.catalogue.tables import read_folder
from interpreter.catalogue.validate import require_valid, validate_tables
from interpreter.errors import CatalogueError
from tests.catalogue.small import APPROVAL, EVIDENCE, GENE, SOURCE, THERAPIES, Write


def residue(gene: str, number: int) -> str | None:
    """A transcript of BRAF that ends at residue 766."""
    return None if gene == "BRAF" and number > 766 else {600: "V"}.get(number, "")


def faults(write: Write, **tables: list[dict[str, str]]) -> tuple[str, ...]:
    return validate_tables(
        read_folder(write(**tables)), today="2026-01-01", tumours=load_tumour_tree(), residue=residue
    )


def evidence(**cells: str) -> dict[str, list[dict[str, str]]]:
    return {"evidence": [{**EVIDENCE, **cells}]}


def approval(**cells: str) -> dict[str, list[dict[str, str]]]:
    return {"approvals": [{**APPROVAL, **cells}]}


def test_sound_tables_have_no_fault(write: Write) -> None:
    assert faults(write) == ()


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (evidence(biomarker="RAF9 p.V600E"), "gene RAF9 is not in the gene table"),
        (evidence(biomarker="BRAF V600E somehow"), "cannot be read"),
        (evidence(biomarker="BRAF p.L600E"), "BRAF residue 600 is V on its transcript, not L"),
        (evidence(biomarker="BRAF codon L600"), "BRAF residue 600 is V on its transcript, not L"),
        (evidence(biomarker="BRAF p.V900E"), "BRAF has no residue 900"),
        (evidence(biomarker="BRAF residues 600-767 missense"), "BRAF has no residue 767"),
        (evidence(therapies="dabrafenib + nonesuch"), "therapy nonesuch has no row"),
        (evidence(source_ids="SRC-NONE"), "source SRC-NONE is in no sources table"),
        (evidence(source_ids=""), "source_ids is empty"),
        (evidence(source_date="2026-01-02"), "source_date 2026-01-02 lies in the future"),
        (evidence(tumour_types="MEL|NOPE"), "tumour_types NOPE is no OncoTree code"),
        (evidence(disease_excluded="NOPE"), "disease_excluded NOPE is no OncoTree code"),
        (evidence(setting="now"), 'setting "now" is not one of'),
        (evidence(escat="I-A"), "escat and escat_source stand together"),
        (evidence(checked_by="A"), "checked_by and checked_on stand together"),
        (evidence(checked_by="A", checked_on="2026-02"), "checked_on 2026-02 lies in the future"),
        (evidence(disputed_by="EV-NONE"), "disputed_by names EV-NONE"),
        (evidence(therapies=""), "sensitivity names no therapy"),
        (evidence(response="prognosis"), "prognosis names a therapy"),
        (evidence(id="ev one"), 'id "ev one" holds other signs'),
        (evidence(statement=" Works."), "begins or ends with a space"),
        (evidence(statement="Wor\x1b[31mks."), "statement holds signs that cannot be seen"),
        (evidence(statement="Wor\u202eks."), "statement holds signs that cannot be seen"),
        (approval(read_on="2025-12-01"), "read_on is given, but not where the text was read"),
        (approval(read_on="2026-12-01", source_url="https://example.org/a"), "read_on 2026-12-01 lies in the future"),
        (approval(source_url="javascript:alert(1)"), "source_url is no http or https address"),
        (approval(source_url=f"https://{'a' * 500}"), "source_url is no http or https address"),
        (approval(evidence_id="EV-NONE"), "evidence EV-NONE does not exist"),
        (approval(status="withdrawn"), "level approved without a current approval"),
        (approval(kind="withdrawn"), "kind is withdrawn but status is not"),
        (approval(withdrawn_date="2020"), "withdrawn_date is given but status is not withdrawn"),
        (approval(first_date="June 2014"), 'first_date "June 2014" is not a date'),
        (approval(agency="XYZ"), 'agency "XYZ" is not one of'),
        ({"sources": [{**SOURCE, "kind": "paper"}]}, "source SRC-LABEL is a paper, not a label"),
        ({"sources": [{**SOURCE, "pmid": "PMC1"}]}, 'pmid "PMC1" is not a number'),
        ({"sources": [SOURCE, SOURCE]}, "SRC-LABEL stands already in sources.tsv line 2"),
        ({"genes": [{**GENE, "aliases": "BRAF"}]}, "alias BRAF is the symbol of another gene"),
        ({"therapies": [*THERAPIES, {"inn": "emptyinib"}]}, "emptyinib has neither a class nor any attribute"),
    ],
)
def test_each_fault_is_told(write: Write, tables: dict[str, list[dict[str, str]]], words: str) -> None:
    found = faults(write, **tables)
    assert any(words in fault for fault in found), found
    assert all(".tsv line " in fault for fault in found)


def test_the_same_claim_twice_is_told_whatever_its_spelling(write: Write) -> None:
    again = {**EVIDENCE, "id": "EV-TWO", "therapies": "trametinib + dabrafenib", "biomarker": "(BRAF p.V600E)"}
    found = faults(
        write, evidence=[EVIDENCE, again], approvals=[APPROVAL, {**APPROVAL, "id": "AP-2", "evidence_id": "EV-TWO"}]
    )
    assert len(found) == 1
    assert "EV-TWO makes the claim of EV-ONE" in found[0]


def test_another_line_or_another_tumour_is_another_claim(write: Write) -> None:
    others = [
        {**EVIDENCE, "id": "EV-TWO", "line": "2+", "level": "guideline"},
        {**EVIDENCE, "id": "EV-THREE", "tumour_types": "NSCLC", "level": "guideline"},
    ]
    assert faults(write, evidence=[EVIDENCE, *others]) == ()


@pytest.mark.parametrize("change", [{"response": "resistance"}, {"direction": "does_not_support"}])
def test_contrary_claims_must_name_each_other(write: Write, change: dict[str, str]) -> None:
    contrary = {**EVIDENCE, "id": "EV-TWO", "level": "small_study", **change}
    found = faults(write, evidence=[EVIDENCE, contrary])
    assert len(found) == 1
    assert "EV-TWO contradicts EV-ONE" in found[0]
    assert faults(write, evidence=[EVIDENCE, {**contrary, "disputed_by": "EV-ONE"}]) == ()


def test_contrary_claims_of_different_settings_stand_side_by_side(write: Write) -> None:
    one = {**EVIDENCE, "setting": "metastatic"}
    other = {**EVIDENCE, "id": "EV-TWO", "setting": "adjuvant", "response": "resistance", "level": "guideline"}
    assert faults(write, evidence=[one, other]) == ()


def test_all_faults_are_told_together_and_refuse_the_tables(write: Write) -> None:
    rows = [{**EVIDENCE, "biomarker": "RAF9 mutation"}, {**EVIDENCE, "id": "EV-TWO", "therapies": "nonesuch"}]
    found = faults(write, evidence=rows, approvals=[APPROVAL, {**APPROVAL, "id": "AP-2", "evidence_id": "EV-TWO"}])
    assert len(found) == 2
    with pytest.raises(CatalogueError, match="2 faults") as caught:
        require_valid("mine", found)
    assert caught.value.details == found


TEST = {
    "id": "CDX-1",
    "device": "A device",
    "therapies": "dabrafenib|trametinib",
    "biomarker": "BRAF V600E",
    "tumour_types": "MEL",
    "status": "current",
}
GONE = {"kind": "withdrawn", "status": "withdrawn"}


@pytest.mark.parametrize(
    ("change", "test", "faulty"),
    [
        (GONE, {}, True),
        (GONE, {"tumour_types": "SKCM"}, True),
        (GONE, {"status": "withdrawn"}, False),
        (GONE, {"tumour_types": "NSCLC"}, False),
        ({"status": "superseded"}, {}, False),
        ({}, {}, False),
    ],
)
def test_a_companion_test_needs_a_medicine_that_is_still_approved(
    write: Write, change: dict[str, str], test: dict[str, str], faulty: bool
) -> None:
    tables = {"evidence": [{**EVIDENCE, "level": "guideline", "region": ""}], **approval(**change)}
    told = faults(write, **tables, companion_tests=[{**TEST, **test}])
    assert any("every approval of its medicines there is withdrawn" in fault for fault in told) is faulty


def test_a_layer_below_may_hold_the_approval_of_a_companion_test(write: Write) -> None:
    below = load_folder(write("below"))
    over = {"id": "EV-TWO", "level": "guideline", "region": ""}
    here = write(
        "above",
        evidence=[{**EVIDENCE, **over}],
        approvals=[{**APPROVAL, **GONE, "id": "AP-TWO", "evidence_id": "EV-TWO"}],
        companion_tests=[TEST],
    )
    told = validate_tables(
        read_folder(here), today="2026-01-01", tumours=load_tumour_tree(), residue=residue, below=below
    )
    assert not any("every approval" in fault for fault in told)


def test_tables_of_before_the_addresses_are_still_read(write: Write) -> None:
    folder = write()
    path = folder / "approvals" / "all.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    keep = [at for at, name in enumerate(rows[0]) if name not in {"source_url", "source_date", "read_on"}]
    path.write_text("".join("\t".join(row[at] for at in keep) + "\n" for row in rows), encoding="utf-8")
    assert validate_tables(read_folder(folder), today="2026-01-01", tumours=load_tumour_tree(), residue=residue) == ()
    (item,) = load_folder(folder).evidence
    assert item.approvals[0].source_url == ""
